"""A sound folder gives a whole catalogue; each kind of fault gives one clear problem on its own line."""

from __future__ import annotations

from datetime import date

import pytest
from content_folder import FILE, ICONS, MODULE_FILE, WALKTHROUGH, Folder

from kiosk.catalogue.facts import SETTINGS, normal
from kiosk.catalogue.model import FINISHED, Check, Choose, FactText, HandOver, Practise, Tell
from kiosk.catalogue.reading import read_catalogue, texts_of


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture
def walkthrough(folder):
    catalogue, problems = folder.read()
    assert problems == ()
    return catalogue.walkthroughs["verhuizen"]


def test_about_and_needs_come_first_and_after_comes_last(walkthrough):
    kinds = [(id, step.number, type(step)) for id, step in walkthrough.steps.items()]
    assert kinds == [
        ("about", 1, Tell), ("where", 2, Tell), ("needs", 3, Check), ("kies", 10, Choose),
        ("inloggen.kijk", 41, Tell), ("inloggen.tik", 42, Practise), ("prijs", 11, Tell),
        ("doe", 12, Practise), ("hulp", 13, HandOver), ("after", 4, Tell)]
    assert walkthrough.first == "about"
    assert [walkthrough.step(id).next for id in ("about", "where", "needs", "doe", "after")] == [
        "where", "needs", "kies", "after", FINISHED]


def test_every_target_is_a_step_or_the_end(walkthrough):
    for step in walkthrough.steps.values():
        assert all(target == FINISHED or target in walkthrough.steps for target in step.targets())


def test_an_include_leads_in_by_its_id_and_out_by_its_exits(walkthrough):
    assert [choice.to for choice in walkthrough.step("kies").choices] == ["inloggen.kijk", "hulp"]
    assert walkthrough.step("inloggen.kijk").troubles[0].to == "hulp"
    assert walkthrough.step("inloggen.tik").next == "prijs"


def test_texts_of_a_module_keep_its_keys_wherever_it_is_included(walkthrough):
    assert walkthrough.step("inloggen.tik").title.key == "modules/aanmelden/tik/title"
    says = walkthrough.step("inloggen.tik").page.element("eid").says
    assert (says.key, says.file) == ("modules/aanmelden/page/keuze/eid", MODULE_FILE)
    assert walkthrough.step("inloggen.tik").title.line == 18


def test_a_price_nobody_filled_in_has_no_value(walkthrough):
    sentence = walkthrough.step("prijs").text[0]
    assert isinstance(sentence, FactText)
    assert (sentence.known.key, sentence.unknown.key) == (
        "verhuizen/prijs/text/1/known", "verhuizen/prijs/text/1/unknown")
    assert walkthrough.facts["prijs"].value is None


def test_settings_fill_in_a_price(folder):
    catalogue, problems = folder.read(overrides={"verhuizen.prijs": ("7,50", date(2026, 10, 1))})
    fact = catalogue.walkthroughs["verhuizen"].facts["prijs"]
    assert (fact.value, fact.checked_on, problems) == ("7.50", date(2026, 10, 1), ())


@pytest.mark.parametrize(("kind", "value", "kept"), [
    ("date", date(2027, 6, 30), "2027-06-30"), ("date", "2027-02-30", None), ("date", "30 juni", None),
    ("website", "gemeente.be/afspraak", "gemeente.be/afspraak"), ("website", "https://gemeente.be", "https://gemeente.be"),
    ("website", "zie de site", None), ("website", "javascript:alert(1)", None),
])
def test_what_may_be_filled_in(kind, value, kept):
    assert normal(kind, value) == kept


@pytest.mark.parametrize(("key", "value", "said"), [
    ("verhuizen.prijs", "veel", "not a price"),
    ("verhuizen.prijs", True, "not a price"),
    ("verhuizen.prjis", 5, "verhuizen.prijs"),
    ("ander.prijs", 5, "no fact"),
])
def test_a_wrong_setting_for_a_fact_is_a_warning_and_is_not_used(folder, key, value, said):
    catalogue, problems = folder.read(overrides={key: (value, None)})
    assert catalogue.walkthroughs["verhuizen"].facts["prijs"].value is None
    [problem] = problems
    assert (problem.file, problem.severity) == (SETTINGS, "warning")
    assert said in str(problem)


def test_a_problem_names_file_line_fault_and_remedy(folder):
    line = folder.spoil("kind: choose", "kind: chose")
    catalogue, problems = folder.read()
    assert "verhuizen" not in catalogue.walkthroughs
    assert f"{FILE}:{line}: “kind” is chose. Did you mean “choose”?" in map(str, problems)


# What is spoilt, into what, and a piece of the message or the remedy.
FAULTS = [
    ("number: 4\n", "number: 5000\n", "whole number from 1 to 4000"),
    ("number: 4\n", "number: ja\n", "whole number from 1 to 4000"),
    ("number: 10\n", "number: 9\n", "whole number from 10 to 199"),
    ("number: 10\n", "number: ¹²\n", "whole number"),
    ("number: 11\n", "number: 10\n", "is used already, on line 36"),
    ("number: 40\n", "number: 199\n", "whole number"),
    ("topic: wonen", "topic: wonnen", "Did you mean “wonen”?"),
    ("icon: home", "icon: hom", "Did you mean “home”?"),
    ("icon: euro", "icon: zzzzz", "icons.json"),
    ("concept: https://ipdc.vlaanderen.be/id/concept/", "concept: https://example.be/", "IPDC"),
    ("  - https://example.be/verhuizen", "  - example.be/verhuizen", "not a web address"),
    ("checked_on: 2026-11-23", "checked_on: 23/11/2026", "not a date"),
    ("review_by: 2027-05-23", "review_by: 2027-02-30", "not a date"),
    ("review_by: 2027-05-23", "review_by: 2025-05-23", "before the check"),
    ("  why: De gemeente moet weten waar u woont.", "  wy: De gemeente moet weten.", "Did you mean “why”?"),
    ("    title: Hoe meldt u zich aan?", "    titel: Hoe meldt u zich aan?", "Did you mean “title”?"),
    ("title: Ik ben verhuisd", "title:", "nothing in “title”"),
    ("title: Ik ben verhuisd", "title: [Ik, ben]", "must be a text"),
    ("title: Ik ben verhuisd", "title: Ik ben {waar}", "cannot hold { or }"),
    ("title: Ik ben verhuisd", "title: Ik ben verhuisd\ntitle: Verhuisd", "stands twice"),
    ("      - Kies de manier die u kent.", "      - Let op: kies een manier.", "double quotes"),
    ("    text: [Toon het volgende scherm.]", "    text: Toon het volgende scherm.", "must be a list"),
    ("    text: [Toon het volgende scherm.]", "    text: []", "is empty"),
    ("id: kies\n", "id: Kies sleutel\n", "cannot be an id"),
    ("id: prijs\n", "id: needs\n", "reserved"),
    ("id: prijs\n", "id: kies\n", "is used already"),
    ("to: inloggen}", "to: inlogen}", "Did you mean “inloggen”?"),
    ("to: inloggen}", "to: exit.done}", "no step “exit.done”"),
    ("    next: doe\n", "    next: do\n", "Did you mean “doe”?"),
    ("      no: hulp", "      no: hulpp", "Did you mean “hulp”?"),
    ("    include: aanmelden", "    include: aanmeldn", "Did you mean “aanmelden”?"),
    ("      no_key: hulp\n", "", "also leaves through “no_key”"),
    ("      no_key: hulp", "      no_key: hulp\n      weg: hulp", "no way out called “weg”"),
    ("      done: prijs", "      done: prijzen", "Did you mean “prijs”?"),
    ("page: site", "page: sites", "Did you mean “site”?"),
    ("target: aangifte", "target: aangiften", "Did you mean “aangifte”?"),
    ("kind: button", "kind: knop", "It can be"),
    ("label: Aangifte}", "label: Aangifte, filled: x}", "Only a field"),
    ("{id: kop, kind: heading,", "{id: code, kind: heading,", "used already"),
    ("      - fact: prijs", "      - fact: prijzen", "Did you mean “prijs”?"),
    ("        known: Het kost {value}.", "        known: Het kost geld.", "must hold {value} once"),
    ("        known: Het kost {value}.", "        known: Het kost {prijs}.", "must hold {value} once"),
    ("        known: Het kost {value}.", "        known: Het kost {{value}}.", "must hold {value} once"),
    ("        unknown: Vraag de prijs", "        unknown: Vraag {value}", "cannot hold"),
    ("    kind: price", "    kind: prijs", "Did you mean “price”?"),
    ("    kind: price", "    kind: price\n    value: veel\n    checked_on: 2026-11-23", "not a price"),
    ("    kind: price", "    kind: price\n    value: 5", "no day on which it was checked"),
    ("- {id: niets, icon: help, label: Ik heb niets, to: hulp}\n", "", "only one answer"),
    ("- {id: niets, icon: help, label: Ik heb niets, to: hulp}",
     "- {id: itsme, icon: help, label: Ik heb niets, to: hulp}", "used already"),
    ("- {id: niets, icon: help, label: Ik heb niets, to: hulp}",
     "- {id: niets, icon: help, label: Nee, dank u, to: hulp}", "double quotes"),
    ("id: niet-gevonden, number: 1,", "id: niet-gevonden, number: 16,", "from 1 to 15"),
    ("    kind: hand_over\n", "    kind: hand_over\n    next: kies\n", "no key “next”"),
    ("    next: after", "    next: kies", "Nothing leads to “after”"),
    ("steps:\n", "steps: nee\nsteps_: \n", "must be a list"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_each_fault_is_told_with_a_remedy_and_leaves_the_walkthrough_out(folder, old, new, said):
    line = folder.spoil(old, new)
    catalogue, problems = folder.read()
    assert "verhuizen" not in catalogue.walkthroughs
    assert catalogue.topics, "the rest goes on"
    told = [problem for problem in problems if said in str(problem)]
    assert told, "\n".join(map(str, problems))
    assert all(problem.remedy and problem.file == FILE for problem in problems)
    # A fault of the graph shows elsewhere: at the step nothing leads to, at the include, at the list.
    elsewhere = said.startswith(("Nothing leads", "also leaves", "no way out", "only one"))
    assert elsewhere or any(line <= problem.line <= line + 2 for problem in told)


@pytest.mark.parametrize("key", ["number", "title", "topic", "icon", "search", "checked_on", "review_by"])
def test_each_missing_key_is_told(folder, key):
    text = "\n".join(line for line in WALKTHROUGH.split("\n") if not line.startswith(f"{key}:"))
    folder.write("walkthroughs/verhuizen/walkthrough.yaml", text)
    _catalogue, problems = folder.read()
    assert [(p.message, p.remedy) for p in problems] == [
        (f"The key “{key}” is missing in the walkthrough.", f"Add a line `{key}: …`.")]


def test_all_faults_of_a_file_are_told_at_once(folder):
    spoilt = {"icon: euro": "icon: eurro", "next: doe": "next: dooe", "title: Ik ben": "titel: Ik ben",
              "target: aangifte": "target: niets"}
    lines = [folder.spoil(old, new) for old, new in spoilt.items()]
    _catalogue, problems = folder.read()
    assert {problem.line for problem in problems} == {1, *lines}, "1: the title that is missing now"


def test_a_walkthrough_with_a_fault_does_not_take_another_along(folder):
    folder.write("walkthroughs/andere/walkthrough.yaml", WALKTHROUGH.replace("number: 4\n", "number: 5\n"))
    folder.spoil("icon: euro", "icon: eurro")
    catalogue, _problems = folder.read()
    assert list(catalogue.walkthroughs) == ["andere"]


def test_two_walkthroughs_cannot_have_one_number(folder):
    folder.write("walkthroughs/andere/walkthrough.yaml", WALKTHROUGH)
    catalogue, [problem] = folder.read()
    assert list(catalogue.walkthroughs) == ["andere"]
    assert (problem.file, problem.line) == (FILE, 1)
    assert "that of “andere”" in problem.message


def test_a_dead_end_is_refused(folder):
    line = folder.spoil("    next: doe\n", "    next: prijs\n")
    catalogue, problems = folder.read()
    assert not catalogue.walkthroughs
    assert any("nobody can come to an end" in p.message and p.line <= line for p in problems)


def test_a_seventh_element_on_a_page_is_refused(folder):
    more = "".join(f"      - {{id: e{n}, kind: text, label: Nog iets}}\n" for n in range(4))
    folder.spoil("      - {id: code, kind", more + "      - {id: code, kind")
    _catalogue, [problem] = folder.read()
    assert "at most 6" in problem.message


def test_a_ninth_need_is_refused(folder):
    need = "    - {{id: n{0}, icon: pin, label: Iets, tip: Dan helpt iemand u., no: hulp}}\n"
    folder.spoil("facts:\n", "".join(need.format(n) for n in range(8)) + "facts:\n")
    _catalogue, [problem] = folder.read()
    assert "9 lines" in problem.message


def test_what_nothing_uses_is_a_warning(folder):
    page = "  oud:\n    address: a\n    elements: [{id: a, kind: text, label: A}]\n"
    line = folder.spoil("pages:\n", f"pages:\n{page}")
    catalogue, [problem] = folder.read()
    assert (problem.line, problem.severity) == (line + 1, "warning")
    assert "verhuizen" in catalogue.walkthroughs


def test_a_review_that_is_due_is_a_warning(folder):
    assert folder.read(today=date(2027, 5, 23))[1] == ()
    _catalogue, problems = folder.read(today=date(2027, 5, 24))
    assert [(p.file, p.line) for p in problems] == [(MODULE_FILE, 3), (FILE, 10)]
    assert {p.severity for p in problems} == {"warning"}
    assert "2027-05-23" in problems[0].message


def test_a_check_in_the_future_is_a_warning(folder):
    _catalogue, problems = folder.read(today=date(2026, 11, 22))
    assert {p.line for p in problems} == {2, 9}


# Folders


def test_a_fault_in_the_topics_closes_no_walkthrough(folder):
    folder.write("topics.yaml", "- {id: wonen, icon: home\n")
    catalogue, problems = folder.read()
    assert list(catalogue.walkthroughs) == ["verhuizen"]
    assert [(p.file, p.line) for p in problems] == [("assets/topics.yaml", 1)]


@pytest.mark.parametrize(("topics", "said", "left"), [
    ("- {id: wonen, icon: home, title: Wonen}\n- {id: wonen, icon: key, title: Anders}\n", "used already", 1),
    ("- {id: wonen, icon: home, title: Wonen}\n- {id: x, icon: key}\n", "“title” is missing", 1),
    ("wonen: ja\n", "must be a list", 0),
])
def test_faults_in_the_topics(folder, topics, said, left):
    folder.write("topics.yaml", topics)
    catalogue, problems = folder.read()
    assert len(catalogue.topics) == left
    assert any(said in p.message for p in problems)


def test_a_second_folder_adds_walkthroughs(tmp_path, folder):
    extra = tmp_path / "extra"
    path = extra / "walkthroughs" / "eigen" / "walkthrough.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WALKTHROUGH.replace("number: 4\n", "number: 900\n"))
    catalogue, problems = read_catalogue([folder.path, extra], ICONS)
    assert problems == ()
    assert list(catalogue.walkthroughs) == ["verhuizen", "eigen"]
    assert catalogue.numbered(900).title.file == "extra/walkthroughs/eigen/walkthrough.yaml"


def test_a_second_walkthrough_of_the_same_name_is_refused(tmp_path, folder):
    again = Folder(tmp_path / "again")
    (again.path / "topics.yaml").unlink()
    catalogue, problems = read_catalogue([folder.path, again.path], ICONS)
    assert len(catalogue.walkthroughs) == 1
    assert len(problems) == 2 and all("exists already" in p.message for p in problems)


def test_a_folder_that_is_not_there(tmp_path):
    catalogue, [problem] = read_catalogue([tmp_path / "nergens"])
    assert list(catalogue) == []
    assert "no such folder" in problem.message


def test_a_folder_without_its_file(folder):
    (folder.path / "walkthroughs" / "leeg").mkdir()
    catalogue, [problem] = folder.read()
    assert (problem.file, problem.line) == ("assets/walkthroughs/leeg/walkthrough.yaml", 0)
    assert "verhuizen" in catalogue.walkthroughs


def test_a_folder_whose_name_cannot_be_an_id(folder):
    for name in ("Ver huizen", "topics"):
        folder.write(f"walkthroughs/{name}/walkthrough.yaml", WALKTHROUGH)
    _catalogue, problems = folder.read()
    assert sum("cannot be the name" in p.message for p in problems) == 2


def test_no_problem_names_a_place_on_this_machine(folder, tmp_path):
    folder.spoil("icon: euro", "icon: eurro")
    folder.write("walkthroughs/stuk/walkthrough.yaml", "a: [")
    assert all(str(tmp_path) not in str(problem) for problem in folder.read()[1])


# The fingerprint and the translators' texts


def test_the_version_changes_with_any_byte_and_with_nothing_else(folder, tmp_path):
    before = folder.read()[0].version
    assert 0 <= before <= 0xFFFF
    assert Folder(tmp_path / "elsewhere").read()[0].version == before
    folder.write("topics.yaml", (folder.path / "topics.yaml").read_text() + "\n")
    assert folder.read()[0].version != before


def test_every_text_is_given_once_with_its_line(folder):
    texts = list(texts_of(folder.path))
    keys = [text.key for text in texts]
    assert len(keys) == len(set(keys))
    assert "verhuizen/inloggen/title" not in keys
    assert {"topics/wonen", "modules/aanmelden/kijk/text/1"} <= set(keys)
    assert {"title", "search", "about/text/2", "where/text/1", "needs/need/pincode/tip", "kies/choice/itsme",
            "doe/trouble/niet-gevonden", "page/site/code", "after/text/1"} <= {
                key.removeprefix("verhuizen/") for key in keys}
    assert not any("/staff/" in key for key in keys), "staff read Dutch"
    for text in texts:
        line = (folder.path.parent / text.file).read_text().split("\n")[text.line - 1]
        assert text.dutch in line
    lines = [text.line for text in texts if text.file == FILE]
    assert lines == sorted(lines)


def test_the_catalogue_shows_no_text_a_translator_did_not_see(folder):
    from kiosk.catalogue.drafts import texts_of_step

    given = set(texts_of(folder.path))
    [walkthrough] = folder.read()[0]
    shown = {text for step in walkthrough.steps.values() for text in texts_of_step(step)}
    assert shown <= given


def test_texts_of_a_spoilt_walkthrough_are_still_given(folder):
    folder.spoil("icon: euro", "icon: eurro")
    assert any(text.key == "verhuizen/prijs/title" for text in texts_of(folder.path))
