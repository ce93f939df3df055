"""Files no author wrote on purpose. None may stop the kiosk, and each is told in plain words."""

from __future__ import annotations

import os

import pytest
from content_folder import FILE, MODULE, WALKTHROUGH, Folder
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.catalogue.yaml_nodes import LARGEST_FILE

BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True))

NASTY = [
    (b"", 1, "empty"),
    (b"# alleen een opmerking\n", 1, "empty"),
    (b"\xef\xbb\xbf", 1, "empty"),
    (WALKTHROUGH.encode("utf-16"), 1, "not UTF-8"),
    (WALKTHROUGH.replace("daarna", "dààrna").encode("latin-1", "replace"), 84, "not UTF-8"),
    (WALKTHROUGH.encode().replace(b"Wonen", b"x").replace(b"why: De", b"why: \x00De"), 14, "U+0000"),
    (WALKTHROUGH.replace("why: De", "why: \u202eDe"), 14, "U+202E"),
    (WALKTHROUGH.replace("  why:", "\twhy:"), 14, "tab"),
    (WALKTHROUGH.replace("why: De gemeente", "why: Let op: de gemeente"), 14, "colon"),
    (WALKTHROUGH.replace("why: De gemeente", "why: @gemeente"), 14, "cannot begin with “@”"),
    (WALKTHROUGH.replace("why: De gemeente", "why: *gemeente"), 14, "alias"),
    (WALKTHROUGH.replace("why: De gemeente", "why: &gemeente De"), 14, "anchor"),
    (WALKTHROUGH.replace("why: De gemeente", "why: !!python/name:os.system De"), 14, "tag"),
    (WALKTHROUGH.replace("why: De gemeente", 'why: "De gemeente'), 14, "never closed"),
    (WALKTHROUGH.replace("[Kijk mee met de burger.]", "[Kijk mee"), 81, "bracket"),
    (WALKTHROUGH.replace("  title: Waarom", "   title: Waarom"), 14, "not YAML"),
    (WALKTHROUGH + "---\nnumber: 4\n", 94, "second document"),
    (WALKTHROUGH + "? [a, b]\n: c\n", 94, "one word"),
    ("- a\n- b\n", 1, "is a list"),
    ("hallo", 1, "is a text"),
    ("[" * 5000, 1, "inside each other"),
    ("{a: " * 5000, 1, "inside each other"),
    ("- " * 5000, 1, "inside each other"),
    (BOMB, 2, "alias"),
    ("a: &a\n  b: *a\n", 2, "alias"),
    ("x" * (LARGEST_FILE + 1), 0, "larger than"),
    ("%YAML 9.9\n---\na: b\n", 1, "YAML"),
]


@pytest.mark.parametrize(("content", "line", "said"), NASTY)
def test_a_nasty_file_is_told_and_the_rest_goes_on(tmp_path, content, line, said):
    folder = Folder(tmp_path)
    folder.write("walkthroughs/andere/walkthrough.yaml", WALKTHROUGH.replace("number: 4\n", "number: 5\n"))
    folder.write("walkthroughs/verhuizen/walkthrough.yaml", content)
    catalogue, problems = folder.read()
    assert list(catalogue.walkthroughs) == ["andere"]
    assert all(problem.file == FILE and problem.remedy for problem in problems)
    assert any(said in problem.message and problem.line == line for problem in problems), \
        "\n".join(map(str, problems[:5]))


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path):
    folder = Folder(tmp_path)
    folder.write("walkthroughs/verhuizen/walkthrough.yaml",
                 b"\xef\xbb\xbf" + WALKTHROUGH.replace("\n", "\r\n").encode())
    catalogue, problems = folder.read()
    assert problems == ()
    assert catalogue.walkthroughs["verhuizen"].title.line == 2


def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path):
    folder = Folder(tmp_path)
    folder.spoil("label: Met itsme", "label: No")
    folder.spoil("label: Ik heb niets", "label: 12:30")
    folder.spoil("label: Aangifte}", "label: 0x1F}")
    folder.spoil("      - Kies de manier die u kent.", "      - >\n        Kies de\n        manier.")
    [walkthrough], problems = folder.read()
    assert problems == ()
    assert [choice.label.dutch for choice in walkthrough.step("kies").choices] == ["No", "12:30"]
    assert walkthrough.step("doe").page.element("aangifte").label == "0x1F"
    assert walkthrough.step("kies").text[0].dutch == "Kies de manier."


def test_a_pipe_or_a_folder_in_place_of_a_file(tmp_path):
    folder = Folder(tmp_path)
    (folder.path / "walkthroughs" / "pijp").mkdir()
    os.mkfifo(folder.path / "walkthroughs" / "pijp" / "walkthrough.yaml")
    (folder.path / "walkthroughs" / "map" / "walkthrough.yaml").mkdir(parents=True)
    catalogue, problems = folder.read()
    assert list(catalogue.walkthroughs) == ["verhuizen"]
    assert len(problems) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="the system administrator may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    folder = Folder(tmp_path)
    (folder.path / "walkthroughs" / "verhuizen" / "walkthrough.yaml").chmod(0)
    _catalogue, [problem] = folder.read()
    assert "cannot be opened" in problem.message


ODD = ["", ":", "[", "]", "{", "}", "- ", "  ", "\t", '"', "'", "*a", "&a ", "!x ", "#", ": ", "\x00", "é",
       "{value}", "exit.done", "kind: tell", "~", "|", "> ", "0", "-1"]


@st.composite
def spoilt(draw, text: str) -> str:
    """A sound file with a few lines taken out, doubled, exchanged, cut or filled with something odd."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = draw(st.integers(0, len(line)))
        odd = draw(st.sampled_from(ODD))
        key = line.partition(":")[0]
        lines[at:at + 1] = draw(st.sampled_from([
            [], [line, line], [line[:cut]], [line[:cut] + odd + line[cut:]], [odd], [line.strip()],
            ["  " + line], [f"{key}: {odd}"], [f"{key}:", f"  - {odd}"], ["- " + line]]))
        if not lines:
            break
    return "\n".join(lines)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walkthrough=spoilt(WALKTHROUGH), module=spoilt(MODULE) | st.just(MODULE))
@example(walkthrough="steps: [{include: aanmelden}]", module=MODULE)
@example(walkthrough="steps: [{kind: practise, page: [x], target: {a: b}}]\npages: {x: }", module="steps: {}")
def test_no_file_makes_reading_fail(tmp_path, walkthrough, module):
    folder = Folder(tmp_path)
    folder.write("walkthroughs/verhuizen/walkthrough.yaml", walkthrough)
    folder.write("modules/aanmelden/module.yaml", module)
    catalogue, problems = folder.read()
    for problem in problems:
        assert problem.message and problem.remedy and problem.line >= 0
    errors = [problem for problem in problems if problem.severity == "error"]
    assert errors or "verhuizen" in catalogue.walkthroughs


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode(errors="replace")))
def test_no_bytes_make_reading_fail(tmp_path, content):
    folder = Folder(tmp_path)
    folder.write("walkthroughs/verhuizen/walkthrough.yaml", content)
    catalogue, problems = folder.read()
    assert problems and not catalogue.walkthroughs
