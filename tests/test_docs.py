"""The documents: what they point to is there, and the commands they name exist."""

from __future__ import annotations

import argparse
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from kiosk.cli import _parser

ROOT = Path(__file__).parents[1]
KIOSK = _parser()
DOCS = [ROOT / name for name in subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True,
    check=False).stdout.split()] or [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
"""Of Markdown; what stands in code, between ` or indented by four, is none."""


@cache
def words_of(file: Path) -> str:
    """Without code, in which nothing is a link."""
    fenced = re.sub(r"^```.*?^```", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", fenced)


def anchors(file: Path) -> set[str]:
    """As GitHub and GitLab make them of headings."""
    heads = re.findall(r"^#{1,6} (.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head)).strip().lower().replace(" ", "-")
            for head in heads}


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(file):
    for target in LINK.findall(words_of(file)):
        if re.match(r"[a-z]+:", target):
            continue  # elsewhere; nothing is fetched here
        path, _, anchor = target.partition("#")
        there = (file.parent / path) if path else file
        assert there.exists(), f"{target} is not there"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{target}: no such heading"


def commands(file: Path) -> list[list[str]]:
    """What stands as a command in code: its words, without an explanation beside it."""
    text = file.read_text("utf-8")
    typed = re.findall(r"`(?:\./run|kiosk) ([a-z][^`\n]*)`", text)
    typed += re.findall(r"^    (?:sudo (?:-u \S+ )?)?(?:\./run|kiosk) ([a-z].*?)(?: {2,}.*|[|#<>;].*)?$", text,
                        re.MULTILINE)
    return [words.split() for words in typed]


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_command_exists_with_its_options(file):
    for words in commands(file):
        parser, rest = KIOSK, list(words)
        while rest and (verbs := [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]):
            if rest[0] not in verbs[0].choices and parser.get_default("call") and words != rest:
                break  # a command that does something without a verb
            assert rest[0] in verbs[0].choices, f"there is no `kiosk {' '.join(words)}`"
            parser = verbs[0].choices[rest.pop(0)]
        for option in (word.partition("=")[0] for word in rest if word.startswith("--")):
            assert option.rstrip("`.,:)") in parser._option_string_actions, f"`kiosk {' '.join(words)}` has no {option}"
