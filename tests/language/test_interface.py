"""The kiosk's own words, read without PyYAML but as PyYAML would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.language.interface import INTERFACE, InterfaceError, read_interface
from kiosk.language.placeholders import placeholders


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "interface.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_keys_words_and_lines(tmp_path, newline):
    content = '# remark\n\nstart.welcome: Welkom. Kies.\ncheck.no: Nee\nfact.days: "{number} werkdagen"\n'
    texts = read_interface(written(tmp_path, content.replace("\n", newline)))
    assert list(texts) == ["start.welcome", "check.no", "fact.days"]
    assert texts["start.welcome"].key == "interface/start.welcome"
    assert (texts["check.no"].dutch, texts["check.no"].line) == ("Nee", 4)
    assert texts["fact.days"].dutch == "{number} werkdagen"


def test_every_fault_is_named_at_once(tmp_path):
    path = written(tmp_path, "a: Een\nb:\nc: [x]\na: Twee\n  d: Drie\ne: Vier: vijf\n\tf: Zes\n")
    with pytest.raises(InterfaceError) as error:
        read_interface(path)
    assert [problem.line for problem in error.value.problems] == [2, 3, 4, 5, 6, 7]
    assert "interface.yaml:2: “b” has no words." in str(error.value)
    assert all(problem.remedy for problem in error.value.problems)


@pytest.mark.parametrize("content", [
    "", "# niets\n", "- een\n- twee\n", "a: 'niet dicht", "a: *b", b"a: \xff", "\0"])
def test_what_is_no_list_of_texts(tmp_path, content):
    with pytest.raises(InterfaceError, match=r"interface\.yaml"):
        read_interface(written(tmp_path, content))


@settings(max_examples=400)
@given(words=st.text(st.sampled_from("ab :#{}[]'\"-?!&*|>%@`~,.\\é“”"), min_size=1, max_size=12))
def test_what_is_read_is_what_yaml_reads(tmp_path_factory, words):
    path = written(tmp_path_factory.getbasetemp(), f"a.b: {words}\n")
    try:
        texts = read_interface(path)
    except InterfaceError:
        return
    as_yaml = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {key: text.dutch for key, text in texts.items()} == as_yaml


def test_the_kiosks_own_words():
    texts = read_interface()
    own = yaml.load(INTERFACE.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {key: text.dutch for key, text in texts.items()} == own
    assert len(texts) > 50
    assert all(placeholders(text.dutch) is not None for text in texts.values())


def test_the_start_screen_waits_for_no_yaml():
    code = "import sys; from kiosk.language.interface import read_interface; read_interface(); " \
           "assert 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
