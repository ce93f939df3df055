"""`asking.yaml`: a faulty group is named and left out, and the others are kept."""

from __future__ import annotations

import pytest

from kiosk.catalogue.asking import read_asking


def test_groups_by_language(tmp_path):
    file = tmp_path / "asking.yaml"
    file.write_text("nl:\n  - [gsm, smartphone]\nar:\n  - [هاتف, gsm]\n")
    assert read_asking(file) == ({"nl": (("gsm", "smartphone"),), "ar": (("هاتف", "gsm"),)}, ())


@pytest.mark.parametrize(("line", "told"), [
    ("  - gsm", "not a group"), ("  - [gsm]", "no second word"), ("  - [gsm, {a: b}]", "a block of"),
    ("  - []", "no second")])
def test_a_faulty_group_is_named_and_left_out(tmp_path, line, told):
    file = tmp_path / "asking.yaml"
    file.write_text(f"nl:\n{line}\n  - [stoep, trottoir]\n")
    groups, problems = read_asking(file)
    assert groups == {"nl": (("stoep", "trottoir"),)}
    assert problems[0].line == 2 and problems[0].severity == "error"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"- a\n", b"nl: gsm\n", b"", b"nl: [", b"a: &x [*x]\n"])
def test_nothing_that_is_no_such_file_stops_the_search(tmp_path, content):
    file = tmp_path / "asking.yaml"
    file.write_bytes(content)
    groups, problems = read_asking(file)
    assert not any(groups.values()) and problems


def test_without_the_file_there_are_no_other_words(tmp_path):
    groups, problems = read_asking(tmp_path / "asking.yaml")
    assert groups == {} and problems[0].severity == "warning"
