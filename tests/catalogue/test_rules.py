"""Plain language: each rule speaks once, on the right line, and is silent on a text that keeps it."""

from __future__ import annotations

import pytest
from content_folder import FILE, MODULE_FILE, WALKTHROUGH, Folder

from kiosk.catalogue.rules import check_rules, sentences, words

GLOSSARY = """\
- {id: itsme, term: itsme, text: [Dat is een app.]}
- {id: eid, term: eID, text: [Dat is uw kaart.]}
- {id: attest, term: attest, text: [Dat is een papier.]}
"""


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    folder.write("glossary.yaml", GLOSSARY)
    return folder


def warnings(folder: Folder):
    catalogue, problems = folder.read()
    assert [problem for problem in problems if problem.severity == "error"] == []
    return check_rules(catalogue)


def test_a_sound_folder_is_quiet(folder):
    assert warnings(folder) == ()


RULES = [
    ("title: Ik ben verhuisd", "title: Ik ben naar hier verhuisd", "5 words"),
    ("title: Hoe meldt u zich aan?", "title: Op welke manier meldt u zich aan?", "7 words"),
    ("      - Kies de manier die u kent.",
     "      - Kies de manier die u het beste kent en die u al vaker thuis hebt gebruikt.", "16 words"),
    ("[De politie komt langs.]", "[De politie komt., Ze kijkt., Ze gaat.]", "more than 2 sentences"),
    ("[De politie komt langs.]", "[De politie komt. Ze kijkt. Ze gaat.]", "more than 2 sentences"),
    ("- Kies de manier die u kent.", "- Kies NOOIT de andere manier.", "“NOOIT” is in capitals"),
    ("- Kies de manier die u kent.", "- Kies wat je kent.", "“je” stands here"),
    ("- Kies de manier die u kent.", "- Neem Jouw kaart.", "“Jouw” stands here"),
    ("says: Hier komt uw pincode.", "says: Hier komt jouw pincode.", "“jouw” stands here"),
    ("tip: Dan helpt een medewerker u.", "tip: Dan helpt iemand jou.", "“jou” stands here"),
    ("title: Tik op “Aangifte”.", "title: Tik op aangifte.", "does not name"),
    ("- Kies de manier die u kent.", "- Vraag een legalisatie.", "“legalisatie” is a hard word"),
    ("- Kies de manier die u kent.", "- Neem uw attest en uw eID.\n      - Open itsme.", "3 hard words"),
    ("[De politie komt langs.]", "[Open de deur., Toon uw kaart en vraag hun naam.]", "asks for 3 things"),
    ("[De politie komt langs.]", "[Open de deur en toon uw kaart.]", "more than one thing: “open” and “toon”"),
    ("target: aangifte\n", "target: kop\n", "touch a heading"),
]


@pytest.mark.parametrize(("old", "new", "said"), RULES)
def test_each_rule_speaks_on_its_line(folder, old, new, said):
    line = folder.spoil(old, new)
    problems = warnings(folder)
    told = [problem for problem in problems if said in str(problem)]
    assert told, "\n".join(map(str, problems))
    assert {(problem.severity, problem.file) for problem in problems} == {("warning", FILE)}
    assert any(abs(problem.line - line) <= 2 for problem in told)


QUIET = [
    ("- Kies de manier die u kent.", "- Ga naar het OCMW of de VDAB met uw eID."),
    ("- Kies de manier die u kent.", "- Tik op “Wijzig je adres” of “NIET NU”."),
    ("title: Tik op “Aangifte”.", "title: Tik op de paarse knop.\n    text: [Zoek “Aangifte” op de site.]"),
    ("[De politie komt langs.]", "[Dat kost 2.50 euro op www.example.be., Ze komt.]"),
    ("target: aangifte\n", "target: code\n"),
]


@pytest.mark.parametrize(("old", "new"), QUIET)
def test_what_keeps_the_rules_is_not_told(folder, old, new):
    folder.spoil(old, new)
    assert warnings(folder) == ()


def test_thirty_words_in_two_sentences_are_enough(folder):
    long = "Dit is een zin van precies zestien woorden en dat is er net een te veel."
    folder.spoil("[De politie komt langs.]", f"[{long}, {long}]")
    assert {"more than 30 words" in problem.message or "16 words" in problem.message
            for problem in warnings(folder)} == {True}


def test_a_practice_without_troubles(folder):
    start, end = WALKTHROUGH.index("    troubles:\n"), WALKTHROUGH.index("  - id: hulp\n")
    line = folder.spoil(WALKTHROUGH[start:end], "")
    [problem] = warnings(folder)
    assert "no troubles" in problem.message
    assert line - 6 <= problem.line < line


def test_a_walkthrough_without_a_person(folder):
    start, end = WALKTHROUGH.index("  - id: hulp\n"), WALKTHROUGH.index("after:\n")
    text = WALKTHROUGH[:start] + WALKTHROUGH[end:]
    text = text.replace("to: hulp", "to: prijs").replace("no: hulp", "no: kies")
    folder.write("walkthroughs/verhuizen/walkthrough.yaml", text.replace("no_key: hulp", "no_key: prijs"))
    [problem] = warnings(folder)
    assert (problem.file, problem.line) == (FILE, 2)
    assert "leads to a person" in problem.message


def test_a_module_is_told_once_however_often_it_is_taken_in(folder):
    other = WALKTHROUGH.replace("number: 4\n", "number: 5\n")
    folder.write("walkthroughs/andere/walkthrough.yaml", other)
    line = folder.spoil("[Open de app.]", "[Open je app.]", "modules/aanmelden/module.yaml")
    [problem] = warnings(folder)
    assert (problem.file, problem.line) == (MODULE_FILE, line)


@pytest.mark.parametrize(("text", "count"), [
    ("", 0), ("Ik ben verhuisd", 3), ("Wat – en hoe?", 3), ("“Mijn Burgerprofiel”", 2),
    ("Het kost {value}.", 3),
])
def test_counting_words(text, count):
    assert words(text) == count


@pytest.mark.parametrize(("text", "count"), [
    ("Een zin.", 1), ("Een zin. Nog een zin.", 2), ("Tik op “Ja.” Wacht dan.", 2), ("Het kost 2.50 euro.", 1),
    ("Ga naar www.example.be.", 1), ("Geen pincode? Dan helpt iemand u.", 2), ("Wacht… Kijk!", 2),
])
def test_counting_sentences(text, count):
    assert len(sentences(text)) == count
