"""The command as somebody types it: help that helps, and one sentence for what was typed wrongly."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import _parser, main

ROOT = Path(__file__).parents[1]


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """It, and those of all its commands and their verbs."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from parsers(sub)


EVERY = {parser.prog: parser for parser in parsers(_parser())}


@pytest.mark.parametrize("prog", EVERY)
def test_each_command_says_what_it_is_for_and_what_each_argument_is(prog):
    parser = EVERY[prog]
    assert parser.description and prog in parser.format_help()
    for action in parser._actions:
        assert action.help or action.metavar in ("COMMAND", "VERB", "FORMAT"), f"{prog}: {action.dest} has no help"
        assert "--settings" in parser._option_string_actions


def test_settings_may_stand_before_and_behind(tmp_path, capsys):
    for words in (["--settings", "{}", "voices", "list"], ["voices", "--settings", "{}", "list"],
                  ["voices", "list", "--settings", "{}"]):
        (tmp_path / "kiosk.toml").write_text("[pannel]\n")
        main([word.format(tmp_path / "kiosk.toml") for word in words])
        assert "pannel is not a setting" in capsys.readouterr().err, words


@pytest.mark.parametrize("words", [
    "check --within -5", "check --within soon", "desk --port 99999", "desk --workers 0", "speech build --processes 0",
    "voices review --port 70000", "bench --runs 0"])
def test_a_number_that_cannot_be_is_one_sentence(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2 and "Write a whole number from " in capsys.readouterr().err


@pytest.mark.parametrize(("words", "says"), [
    ("chekc", "Did you mean check?"), ("desk add-kisok x", "Did you mean add-kiosk?"),
    ("import rdf", "It can be: lpdc."), ("config extra", "unrecognized arguments: extra")])
def test_a_word_that_does_not_exist_is_asked_about(words, says, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2 and says in capsys.readouterr().err


@pytest.mark.parametrize("words", ["schema --folder {}/none", "texts --folder {}/none", "book --folder {}/file/x"])
def test_a_folder_that_is_not_there_is_one_sentence_and_none_is_made(words, tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main(words.format(tmp_path).split()) == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_ctrl_c_is_a_word_and_no_traceback(monkeypatch, capsys):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.checking.check", stopped)
    assert main(["check"]) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_one_sentence():
    with open("/dev/full", "w") as full:
        ended = subprocess.run([sys.executable, "-m", "kiosk", "config"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE,
                               text=True, check=False)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert "No space left" in line and "Make room" in line
