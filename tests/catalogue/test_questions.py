"""The questions for who does not know where to look: what is written, what is left out, what an author is told."""

from __future__ import annotations

import pytest
from content_folder import Folder

from kiosk.catalogue.reading import read_catalogue, texts_of
from kiosk.visit.place import Do, Impossible, Kind, Move, Place, advance, question_at

QUESTIONS = """\
- id: waarover
  title: Waarover gaat het?
  answers:
    - {id: huis, icon: home, label: Mijn huis, to: huis}
    - {id: geld, icon: euro, label: Geld, to: geld}
- id: huis
  title: Wat zoekt u?
  answers:
    - {id: verhuis, icon: home, label: Ik verhuis, shows: [verhuizen]}
- id: geld
  title: Welk geld?
  answers:
    - {id: leeg, icon: euro, label: Iets dat er nog niet is, shows: [premie]}
"""


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    folder.write("questions.yaml", QUESTIONS)
    return folder


def test_what_leads_nowhere_is_not_asked_and_an_author_is_told(folder):
    catalogue, problems = folder.read()
    assert [(question.id, [answer.id for answer in question.answers]) for question in catalogue.questions] == \
        [("waarover", ["huis"]), ("huis", ["verhuis"])]
    assert [(problem.severity, problem.line) for problem in problems] == [("warning", 13)]
    assert "premie" in problems[0].message
    assert "Iets dat er nog niet is" in [text.dutch for text in texts_of(folder.path)]  # translated before it is there


@pytest.mark.parametrize(("old", "new", "told"), [
    ("to: huis}", "to: tuin}", "There is no question “tuin”"),
    ("shows: [verhuizen]", "to: waarover", "“waarover” was asked before"),
    ("shows: [verhuizen]", "shows: verhuizen", "“shows” is not a list"),
    (", shows: [verhuizen]", "", "does not lead on in one way"),
    ("shows: [verhuizen]", "shows: [verhuizen], to: geld", "does not lead on in one way"),
    ("shows: [verhuizen]", "shows: [a, b, c, d, e, f, verhuizen]", "shows 7 walkthroughs"),
    ("- id: huis", "- id: geld", "used already"),
    ("title: Welk geld?", "titel: Welk geld?", "titel"),
    (QUESTIONS, "waarover: huis\n", "list"),
])
def test_a_fault_is_named_and_leaves_out_the_questions_but_no_walkthrough(folder, old, new, told):
    folder.spoil(old, new, "questions.yaml")
    catalogue, problems = folder.read()
    assert catalogue.questions == () and list(catalogue.walkthroughs) == ["verhuizen"]
    assert any(told in str(problem) and problem.file == "assets/questions.yaml" for problem in problems), problems


def test_a_walkthrough_that_no_answer_shows_is_named_but_not_one_of_another_folder(folder, tmp_path):
    own = Folder(tmp_path / "own")
    own.path.rename(tmp_path / "gemeente")
    text = (folder.path / "walkthroughs/verhuizen/walkthrough.yaml").read_text().replace("number: 4", "number: 9")
    folder.write("walkthroughs/premie/walkthrough.yaml", text)
    assert folder.read()[1] == ()
    folder.spoil("shows: [premie]", "shows: [verhuizen]", "questions.yaml")
    assert "No answer shows the walkthrough “premie”" in str(folder.read()[1])
    (folder.path / "walkthroughs/premie").rename(tmp_path / "gemeente/walkthroughs/premie")
    for name in ("walkthroughs/verhuizen", "modules/aanmelden"):
        for file in (tmp_path / "gemeente" / name).glob("*"):
            file.unlink()
        (tmp_path / "gemeente" / name).rmdir()
    (tmp_path / "gemeente" / "topics.yaml").unlink()
    catalogue, problems = read_catalogue([folder.path, tmp_path / "gemeente"])
    assert set(catalogue.walkthroughs) == {"verhuizen", "premie"} and problems == ()


def test_answers_lead_from_question_to_question_and_back_is_one_answer_less(folder):
    catalogue, _ = folder.read()
    place = advance(advance(Place(), Move(Do.BEGIN), catalogue), Move(Do.ASK), catalogue)
    assert place.kind is Kind.QUESTION and question_at(place, catalogue)[0].id == "waarover"
    second = advance(place, Move(Do.ANSWER, "huis"), catalogue)
    assert question_at(second, catalogue)[0].id == "huis" and second.screen != place.screen
    shown = advance(second, Move(Do.ANSWER, "verhuis"), catalogue)
    assert question_at(shown, catalogue)[1].shows == ("verhuizen",)
    for where, answer in ((shown, "verhuis"), (place, "verhuis"), (Place(), "huis")):
        with pytest.raises(Impossible):
            advance(where, Move(Do.ANSWER, answer), catalogue)
    assert advance(shown, Move(Do.OPEN, "verhuizen"), catalogue).kind is Kind.STEP


def test_without_questions_there_is_nothing_to_ask(tmp_path):
    catalogue, problems = Folder(tmp_path).read()
    assert problems == () and catalogue.questions == ()
    with pytest.raises(Impossible):
        advance(Place(Kind.TOPICS), Move(Do.ASK), catalogue)
