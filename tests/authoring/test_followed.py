"""Whoever writes sees the step they write in, and what is said about it."""

from __future__ import annotations

import os

import pytest
from content_folder import FILE, ICONS, MODULE_FILE

from kiosk.authoring.followed import Followed, Saved
from kiosk.catalogue.reading import read_catalogue
from kiosk.catalogue.rules import check_rules
from screens.preview.writing import Writing


@pytest.fixture
def writing(folder, tmp_path) -> Writing:
    followed = Followed([folder.path], tmp_path / "locales")
    made = Writing(followed, lambda: read_catalogue([folder.path], ICONS),
                   lambda: (*folder.read()[1], *check_rules(folder.read()[0])))
    made.reread()
    made.recheck()
    return made


def written(folder, writing, old, new, *file):
    line = folder.spoil(old, new, *file)
    saved = writing.followed.changes()
    writing.reread()
    writing.recheck()
    return line, saved


@pytest.mark.parametrize(("old", "new", "step"), [
    ("title: Waarom doet u dit?", "title: Waarom?", "about"),
    ("where: U doet dit op de site", "where: U doet het op de site", "where"),
    ("label: De pincode van uw kaart", "label: Uw pincode", "needs"),
    ("Kies de manier die u kent.", "Kies een manier.", "kies"),
    ("number: 40", "number: 45", "inloggen.kijk"),
    ("known: Het kost {value}.", "known: Dat kost {value}.", "prijs"),
    ("kind: price", "kind: delay", "prijs"),
    ("label: Aangifte}", "label: Aangifte, icon: home}", "doe"),
    ("[De politie komt langs.]", "[Er komt iemand langs.]", "after"),
    ("search: verhuizen", "search: verhuis", "about"),
])
def test_the_step_that_was_written_in_is_found(folder, writing, old, new, step):
    line, saved = written(folder, writing, old, new)
    assert saved == [Saved(FILE, line)]
    assert writing.place_of(saved, "verhuizen") == ("verhuizen", step)


def test_a_step_of_a_shared_module_is_shown_within_the_walkthrough_on_the_glass(folder, writing):
    _, saved = written(folder, writing, "title: Neem uw gsm.", "title: Pak uw gsm.", "modules/aanmelden/module.yaml")
    assert saved[0].file == MODULE_FILE
    assert writing.place_of(saved, "verhuizen") == ("verhuizen", "inloggen.kijk")


def test_nothing_was_saved_so_nothing_moves(writing):
    assert writing.followed.changes() == []


def test_a_file_that_an_editor_replaces_is_no_file_that_is_gone(folder, writing):
    path = folder.path / "walkthroughs" / "verhuizen" / "walkthrough.yaml"
    beside = path.with_suffix(".new")
    path.rename(beside)
    assert writing.followed.changes() == []
    beside.write_text(beside.read_text().replace("[De politie komt langs.]", "[Klaar.]"))
    os.replace(beside, path)
    assert [saved.file for saved in writing.followed.changes()] == [FILE]
    path.unlink()
    assert [writing.followed.changes() for _ in range(3)] == [[], [Saved(FILE, 0)], []]


def test_what_is_said_is_sorted_by_the_step_on_the_glass(folder, writing):
    longer = "title: Hoe meldt u zich dan vandaag hier weer aan?"
    line, _ = written(folder, writing, "title: Hoe meldt u zich aan?", longer)
    found = writing.findings("verhuizen", "kies")
    assert any(problem.line == line and "9 words" in problem.message for problem in found.here)
    assert not found.broken
    other = writing.findings("verhuizen", "hulp")
    assert not any(problem.line == line for problem in other.here)
    assert any(problem.line == line for problem in other.elsewhere)


def test_a_finding_about_a_page_belongs_to_the_step_that_shows_it(folder, writing):
    line, _ = written(folder, writing, "Hier komt uw pincode.", "Hier komt jouw pincode.")
    assert [problem.line for problem in writing.findings("verhuizen", "doe").here] == [line]


@pytest.mark.parametrize("broken", ["icon: evnt", "icon: [", "\ticon: key", "next: nergens"])
def test_a_broken_file_is_shown_as_it_last_was_with_the_reason(folder, writing, broken):
    before = writing.catalogue.walkthroughs["verhuizen"]
    line, saved = written(folder, writing, "    icon: euro", f"    {broken}" if broken[0] != "\t" else broken)
    assert writing.catalogue.walkthroughs["verhuizen"] == before
    found = writing.findings("verhuizen", "prijs")
    assert found.broken and all(problem.file == FILE and problem.remedy for problem in found.broken)
    folder.spoil(f"    {broken}" if broken[0] != "\t" else broken, "    icon: euro")
    writing.followed.changes()
    writing.reread()
    assert writing.findings("verhuizen", "prijs").broken == []


def test_a_broken_module_keeps_the_walkthroughs_that_include_it(folder, writing):
    written(folder, writing, "icon: phone", "icon: fone", "modules/aanmelden/module.yaml")
    found = writing.findings("verhuizen", "kies")
    assert {problem.file for problem in found.broken} == {FILE, MODULE_FILE}


def test_a_walkthrough_that_is_taken_away_is_gone(folder, writing):
    (folder.path / "walkthroughs" / "verhuizen" / "walkthrough.yaml").unlink()
    (folder.path / "walkthroughs" / "verhuizen").rmdir()
    writing.reread()
    assert not writing.catalogue.walkthroughs
