"""Shared modules: taken in twice, inside each other, in a circle, with faults of their own."""

from __future__ import annotations

import pytest
from content_folder import FILE, MODULE, MODULE_FILE, WALKTHROUGH, Folder

from kiosk.catalogue.graph import dead_ends, unreachable

CHOOSING = """\
sources: [https://example.be/sleutels]
checked_on: 2026-11-23
review_by: 2027-05-23
steps:
  - id: kies
    number: 1
    kind: choose
    icon: key
    title: Wat hebt u?
    choices:
      - {id: itsme, icon: phone, label: itsme, to: itsme}
      - {id: niets, icon: help, label: Niets, to: exit.no_key}
  - id: itsme
    include: aanmelden
    number: 20
    exits: {done: exit.done, no_key: kies}
"""

AGAIN = """\
    next: nog-eens

  - id: nog-eens
    include: aanmelden
    number: {number}
    exits: {{done: doe, no_key: hulp}}
"""


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_module_inside_a_module(folder):
    folder.write("modules/sleutel/module.yaml", CHOOSING)
    folder.spoil("include: aanmelden", "include: sleutel")
    [walkthrough], problems = folder.read()
    assert problems == ()
    steps = walkthrough.steps
    assert [choice.to for choice in steps["inloggen.kies"].choices] == ["inloggen.itsme.kijk", "hulp"]
    assert steps["inloggen.itsme.kijk"].troubles[0].to == "inloggen.kies"
    assert steps["inloggen.itsme.tik"].next == "prijs"
    assert steps["inloggen.itsme.tik"].number == 62
    assert steps["inloggen.itsme.tik"].title.key == "modules/aanmelden/tik/title"


def test_a_module_taken_in_twice_has_two_numbers_and_one_set_of_words(folder):
    folder.spoil("    next: doe\n", AGAIN.format(number=80))
    [walkthrough], problems = folder.read()
    assert problems == ()
    assert len({step.number for step in walkthrough.steps.values()}) == len(walkthrough.steps)
    first, second = walkthrough.step("inloggen.tik"), walkthrough.step("nog-eens.tik")
    assert (first.number, second.number) == (42, 82)
    assert first.title == second.title


def test_two_includes_with_overlapping_numbers(folder):
    folder.spoil("    next: doe\n", AGAIN.format(number=41))
    catalogue, [problem] = folder.read()
    assert not catalogue.walkthroughs
    assert "have the same number, 42" in problem.message
    assert problem.file == FILE


def test_numbers_that_run_over(folder):
    line = folder.spoil("    number: 40\n", "    number: 198\n")
    _catalogue, [problem] = folder.read()
    assert "gets the number 200" in problem.message
    assert problem.line == line - 1, "the line of the include"


def test_a_walkthrough_that_begins_with_an_include(folder):
    choose = WALKTHROUGH[WALKTHROUGH.index("  - id: kies\n"):WALKTHROUGH.index("  - id: inloggen\n")]
    folder.spoil(choose, "")
    [walkthrough], problems = folder.read()
    assert problems == ()
    assert walkthrough.step("needs").next == "inloggen.kijk"


def test_modules_in_a_circle(folder):
    folder.write("modules/heen/module.yaml", CHOOSING.replace("aanmelden", "terug"))
    folder.write("modules/terug/module.yaml", CHOOSING.replace("aanmelden", "heen"))
    folder.write("modules/zelf/module.yaml", CHOOSING.replace("aanmelden", "zelf"))
    folder.spoil("include: aanmelden", "include: heen")
    catalogue, problems = folder.read()
    assert not catalogue.walkthroughs
    said = [(problem.file, problem.message) for problem in problems if "each other" in problem.message]
    together = "These modules include each other: "
    assert said == [("assets/modules/terug/module.yaml", f"{together}heen → terug → heen."),
                    ("assets/modules/zelf/module.yaml", f"{together}zelf → zelf.")]


def test_a_module_with_a_fault_leaves_out_who_needs_it_and_nobody_else(folder):
    other = WALKTHROUGH.replace("number: 4\n", "number: 5\n")
    folder.write("walkthroughs/andere/walkthrough.yaml", other.replace("e: aanmelden", "e: sleutel"))
    folder.write("modules/sleutel/module.yaml", MODULE)
    line = folder.spoil("icon: touch", "icon: tuoch", "modules/aanmelden/module.yaml")
    catalogue, problems = folder.read()
    assert list(catalogue.walkthroughs) == ["andere"]
    assert [(p.file, p.line) for p in problems] == [(MODULE_FILE, line), (FILE, 47)]
    assert "assets/modules/aanmelden/module.yaml first" in problems[1].remedy


def test_a_module_with_a_dead_end_is_told_once_in_its_own_file(folder):
    folder.write("modules/sleutel/module.yaml", CHOOSING)
    folder.spoil("include: aanmelden", "include: sleutel")
    folder.spoil("to: exit.no_key", "to: tik", "modules/aanmelden/module.yaml")
    folder.spoil("next: exit.done", "next: kijk", "modules/aanmelden/module.yaml")
    catalogue, problems = folder.read()
    assert not catalogue.walkthroughs
    # Its own file says what is wrong, at each of its two steps; each file above it only says whom it needs.
    assert [problem.file for problem in problems if "nobody can come" in problem.message] == [MODULE_FILE] * 2
    [above] = [problem for problem in problems if problem.file == FILE]
    assert above.message == "The module “sleutel” has faults."


def test_a_module_that_includes_one_that_cannot_be_read(folder):
    folder.write("modules/sleutel/module.yaml", CHOOSING)
    folder.write("modules/aanmelden/module.yaml", "steps: [")
    problems = folder.read()[1]
    assert not any("There is no module" in problem.message for problem in problems)


def test_a_module_that_cannot_be_read(folder):
    folder.write("modules/aanmelden/module.yaml", "steps: [")
    catalogue, problems = folder.read()
    assert not catalogue.walkthroughs
    assert {problem.file for problem in problems} == {MODULE_FILE, FILE}
    assert any(problem.message == "The module “aanmelden” has faults." for problem in problems)


@pytest.mark.parametrize(("old", "new", "said"), [
    ("next: exit.done", "next: finished", "leaves through an exit"),
    ("next: exit.done", "next: after", "leaves through an exit"),
    ("next: exit.done", "next: exit.", "no step “exit.”"),
    ("next: exit.done", "next: kijk", "nobody can come to an end"),
    ("to: exit.no_key", "to: niets", "no step “niets”"),
    ("    number: 2\n", "    number: 40\n", "from 1 to 39"),
    ("    text: [Open de app.]", "    text: [{fact: prijs, known: '{value}', unknown: x}]", "no fact"),
    ("    next: tik\n", "    next: exit.done\n", "Nothing leads to “tik”"),
    ("sources:", "number: 4\nsources:", "no key “number”"),
])
def test_faults_in_a_module(folder, old, new, said):
    folder.spoil(old, new, "modules/aanmelden/module.yaml")
    catalogue, problems = folder.read()
    assert not catalogue.walkthroughs
    # A circle inside the module is not a dead end as long as one trouble leaves it.
    if "nobody" in said:
        assert any("no way out called “done”" in problem.message for problem in problems)
    else:
        assert any(said in str(problem) and problem.file == MODULE_FILE for problem in problems)


def test_a_module_inside_a_module_must_fit_in_39_numbers(folder):
    folder.write("modules/sleutel/module.yaml", CHOOSING.replace("number: 20", "number: 38"))
    _catalogue, [problem] = folder.read()
    assert "above 39" in problem.message


def test_what_is_taken_in_can_be_reached_and_left(folder):
    [walkthrough], _problems = folder.read()
    assert unreachable(walkthrough) == dead_ends(walkthrough) == ()
