"""A new walkthrough can be walked at once, says what is still to be written, and never takes anything's place."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.authoring.starting import KINDS, OWN_FROM, CannotStart, Wanted, start
from kiosk.authoring.unfinished import unfinished
from kiosk.catalogue.reading import read_catalogue
from kiosk.checking import ROOT, everything
from kiosk.cli import main
from kiosk.settings import load

ASSETS = ROOT / "assets"
TODAY = date(2026, 11, 30)


def begin(own, id="parkeren", title="Parkeerkaart", topic="papieren", kind="counter", ask=None):
    return start(Wanted(id, title, topic, kind), ASSETS, own, TODAY, ask)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_passes_the_check_but_for_the_places_to_fill_in(tmp_path, kind):
    file = begin(tmp_path / "content", kind=kind)
    (tmp_path / "kiosk.toml").write_text(f'[content]\nfolder = "{tmp_path / "content"}"\n')
    settings, _ = load(tmp_path / "kiosk.toml")
    catalogue, problems = everything(settings, TODAY)
    ours = [problem for problem in problems if "parkeren" in problem.file]
    assert "parkeren" in catalogue.walkthroughs
    assert ours and all("is still to be filled in" in problem.message for problem in ours), ours
    marked = [line for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
              and ("«" in line or "vul-in.example" in line)]
    assert len(ours) == len(marked)


def test_whatever_is_filled_in_is_no_longer_asked_for(tmp_path):
    file = begin(tmp_path / "content")
    words = file.read_text("utf-8").replace("«", "").replace("»", "").replace("vul-in.example", "gemeente.be")
    file.write_text(words, "utf-8")
    assert unfinished([tmp_path / "content"]) == ()


def test_the_review_is_half_a_year_later_also_at_the_end_of_a_month(tmp_path):
    words = start(Wanted("parkeren", "Parkeren", "papieren", "learn"), ASSETS, tmp_path, date(2026, 8, 31)) \
        .read_text("utf-8")
    assert "checked_on: 2026-08-31" in words and "review_by: 2027-02-28" in words


def test_numbers_go_on_from_the_highest_and_a_municipality_has_its_own(tmp_path):
    own = tmp_path / "content"
    begin(own)
    second = begin(own, "parkeren-2")
    catalogue, problems = read_catalogue([ASSETS, own])
    assert not [problem for problem in problems if problem.severity == "error"]
    assert catalogue.walkthroughs["parkeren"].number == OWN_FROM
    assert catalogue.walkthroughs["parkeren-2"].number == OWN_FROM + 1
    second.write_text("number: 2040\nbroken: [", "utf-8")
    begin(own, "parkeren-3")
    assert read_catalogue([ASSETS, own])[0].walkthroughs["parkeren-3"].number == 2041, "a broken file's number is taken"


@pytest.mark.parametrize("title", [
    "Hulp: bij iets", "No", "\"Zo\" heet het", "C:\\map # 1", "- streepje", "2027", "@ mij"])
def test_a_title_comes_back_as_it_was_typed(tmp_path, title):
    begin(tmp_path, title=title)
    assert read_catalogue([ASSETS, tmp_path])[0].walkthroughs["parkeren"].title.dutch == title


@pytest.mark.parametrize(("given", "said"), [
    ({"id": "Parkeren"}, "small letters"), ({"id": "../weg"}, "small letters"),
    ({"id": "modules"}, "cannot be the id"),
    ({"id": "adres-wijzigen"}, "already"), ({"id": "aanmelden"}, "shared module"), ({"topic": "paperen"}, "papieren"),
    ({"kind": "leren"}, "Did you mean “learn”"), ({"title": "{value}"}, "Leave them out"), ({"title": ""}, "--title"),
])
def test_what_cannot_be_is_refused_with_a_remedy_and_nothing_is_written(tmp_path, given, said):
    with pytest.raises(CannotStart, match=said):
        begin(tmp_path, **given)
    assert not list(tmp_path.rglob("*.yaml"))


def test_what_is_not_said_is_asked_until_it_can_be(tmp_path):
    answers = iter(["  Mijn   kaart ", "iets", "check", "", "geld"])
    asked = []

    def ask(question):
        asked.append(question)
        return next(answers)

    begin(tmp_path, title="", kind="", topic="", ask=ask)
    made = read_catalogue([ASSETS, tmp_path])[0].walkthroughs["parkeren"]
    assert (made.title.dutch, made.topic) == ("Mijn kaart", "geld")
    assert any("There is no “iets”" in question for question in asked)
    assert any("Geld en premies" in question for question in asked), "the topics are shown"


def test_a_folder_that_cannot_be_written_gives_one_sentence(tmp_path):
    (tmp_path / "content").write_text("a file")
    with pytest.raises(CannotStart, match="cannot be made"):
        begin(tmp_path / "content")


def test_the_command_says_where_it_is_and_what_comes_next(tmp_path, capsys):
    ask = ["new-walkthrough", "parkeren", "--title", "Parkeren", "--topic", "papieren", "--kind", "apply",
           "--folder", str(tmp_path)]
    assert main(ask) == 0
    assert "kiosk preview parkeren" in capsys.readouterr().out
    assert main(ask) == 2
    assert "already" in capsys.readouterr().err
