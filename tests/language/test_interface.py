from __future__ import annotations

import pytest

from kiosk.language.interface import InterfaceError, read_interface
from kiosk.language.placeholders import placeholders


def test_keys_words_and_lines(tmp_path):
    path = tmp_path / "interface.yaml"
    path.write_text("# remark\n\nstart.welcome: Welkom. Kies uw taal.\ncheck.no: Nee\n", encoding="utf-8")
    texts = read_interface(path)
    assert list(texts) == ["start.welcome", "check.no"]
    assert texts["start.welcome"].key == "interface/start.welcome"
    assert (texts["check.no"].dutch, texts["check.no"].line) == ("Nee", 4)


def test_every_fault_is_named_at_once(tmp_path):
    path = tmp_path / "interface.yaml"
    path.write_text("a: Een\nb:\nc: [x]\na: Twee\n", encoding="utf-8")
    with pytest.raises(InterfaceError) as error:
        read_interface(path)
    assert [problem.line for problem in error.value.problems] == [4, 2, 3]
    assert "interface.yaml:2: “b” has no text." in str(error.value)


@pytest.mark.parametrize("content", ["", "- een\n- twee\n", "a: 'niet dicht", "a: *b"])
def test_what_is_no_list_of_texts(tmp_path, content):
    path = tmp_path / "interface.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InterfaceError, match=r"interface\.yaml"):
        read_interface(path)


def test_the_kiosks_own_words():
    texts = read_interface()
    assert len(texts) > 50
    assert all(placeholders(text.dutch) is not None for text in texts.values())
