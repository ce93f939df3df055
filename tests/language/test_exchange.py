"""Texts go to translators as XLIFF and come back whole; what cannot be taken in is named, and the rest is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from pathlib import Path

import pytest
from translation_files import DAYS, HELP, STEP, TITLE, WELCOME, po_file, translated, write

from kiosk.language.exchange import export, import_file, take_in
from kiosk.language.extract import Source, read_source
from kiosk.language.languages import BY_CODE, LANGUAGES, SOURCE
from kiosk.language.po import parse_po
from kiosk.language.refresh import ROOT, refresh
from kiosk.language.xliff import NAMESPACE, STALE, XliffFault, read_xliff, write_xliff

SMALL = Source({"interface": (WELCOME, HELP, STEP, DAYS), "walkthroughs": (TITLE,)})
Q = f"{{{NAMESPACE}}}"


def sent(locales: Path, tmp_path: Path, code: str = "fr") -> Path:
    """The file that a translator gets."""
    from kiosk.language.exchange import read

    language = BY_CODE[code]
    file = tmp_path / f"kiosk-{code}.xlf"
    file.write_bytes(write_xliff({d: po.entries for d, po in read(SMALL, locales, language).items()}, language))
    return file


def entries(locales: Path, domain: str = "interface", code: str = "fr") -> dict:
    return {entry.key: entry for entry in parse_po(po_file(locales, code, domain).read_bytes(), "x.po").entries}


def unit(root: ET.Element, key: str) -> ET.Element:
    return next(found for found in root.iter(f"{Q}unit") if found.get("name") == key)


def translate(file: Path, words: dict[str, str], state: str = "translated") -> None:
    """What a translation tool does: a target beside the source, and another state."""
    tree = ET.parse(file)
    for key, said in words.items():
        segment = unit(tree.getroot(), key).find(f"{Q}segment")
        segment.set("state", state)
        target = segment.find(f"{Q}target")
        if target is None:
            target = ET.SubElement(segment, f"{Q}target")
        for child in list(target):
            target.remove(child)
        target.text = said
    tree.write(file, encoding="utf-8", xml_declaration=True)


def test_our_own_texts_survive_the_journey_in_every_language(tmp_path, capsys):
    locales = tmp_path / "locales"
    assert export("xliff", tmp_path / "out") == 0
    assert take_in(sorted((tmp_path / "out").glob("*.xlf")), locales=locales) == 0, capsys.readouterr().out
    there = refresh(read_source([ROOT / "assets"]), locales, write=False)
    here = refresh(read_source([ROOT / "assets"]), ROOT / "locales", write=False)
    assert [progress.translated for progress in there] == [progress.translated for progress in here]
    for language in LANGUAGES[1:]:
        for domain in ("interface", "walkthroughs"):
            before, after = (entries(folder, domain, language.code) for folder in (ROOT / "locales", locales))
            assert {key: entry.words for key, entry in after.items() if entry.words} == {
                key: entry.words for key, entry in before.items() if entry.words and not entry.stale}


def test_a_translator_sees_the_state_the_place_and_what_to_keep(tmp_path):
    locales = tmp_path / "locales"
    write(locales, translated(WELCOME, "Bienvenue.", stale=True, previous="Dag."),
          translated(STEP, "{number} sur {total}"))
    root = ET.parse(sent(locales, tmp_path)).getroot()
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "nl", "fr")
    stale = unit(root, WELCOME.key).find(f"{Q}segment")
    assert (stale.get("state"), stale.get("subState")) == ("initial", STALE)
    assert any("Dag." in note.text for note in unit(root, WELCOME.key).iter(f"{Q}note"))
    empty = unit(root, HELP.key).find(f"{Q}segment")
    assert empty.get("state") == "initial" and empty.find(f"{Q}target") is None
    done = unit(root, STEP.key)
    assert done.find(f"{Q}segment").get("state") == "translated"
    assert [code.get("equiv") for code in done.iter(f"{Q}ph")] == ["number", "total"] * 2
    assert {data.text for data in done.iter(f"{Q}data")} == {"{number}", "{total}"}
    notes = {note.get("category"): note.text for note in unit(root, TITLE.key).iter(f"{Q}note")}
    assert notes["location"] == TITLE.file and "4 words" in notes["hint"]


def test_what_was_translated_is_taken_in_and_the_rest_left_alone(tmp_path):
    locales = tmp_path / "locales"
    write(locales, translated(HELP, "Aide", notes=("vu",)), translated(WELCOME, "Salut.", stale=True, previous="Dag."))
    file = sent(locales, tmp_path)
    translate(file, {WELCOME.key: "Bienvenue."})
    translate(file, {TITLE.key: "J’ai déménagé"}, state="initial")  # a tool that does not keep states
    assert import_file(file, SMALL, locales) == (2, [])
    found = entries(locales)
    assert (found[WELCOME.key].words, found[WELCOME.key].stale) == ("Bienvenue.", False)
    assert found[HELP.key].words == "Aide" and found[HELP.key].notes == ("vu",)
    assert entries(locales, "walkthroughs")[TITLE.key].words == "J’ai déménagé"
    assert import_file(file, SMALL, locales) == (0, []), "a second time nothing changes"


def test_a_stale_translation_stays_stale_until_somebody_says_that_it_is_right(tmp_path):
    locales = tmp_path / "locales"
    write(locales, translated(WELCOME, "Bienvenue.", stale=True, previous="Dag."))
    file = sent(locales, tmp_path)
    assert import_file(file, SMALL, locales) == (0, [])
    translate(file, {WELCOME.key: "Bienvenue."}, state="reviewed")
    assert import_file(file, SMALL, locales) == (1, [])
    assert not entries(locales)[WELCOME.key].stale


@pytest.mark.parametrize(("key", "words", "why"), [
    (STEP.key, "Étape sur", "It must hold {number}, {total}"), (HELP.key, "Aide {x}", "cannot hold { or }"),
    (HELP.key, "Ai\u0085de", "invisible character"), (HELP.key, " ", "holds no words"),
])
def test_a_text_that_cannot_be_is_refused_and_the_others_are_taken(tmp_path, key, words, why):
    locales = tmp_path / "locales"
    file = sent(locales, tmp_path)
    translate(file, {key: words, WELCOME.key: "Bienvenue."})
    taken, refused = import_file(file, SMALL, locales)
    assert taken == 1 and [one.key for one in refused] == [key] and why in refused[0].why
    assert not entries(locales)[key].words


def test_a_text_whose_dutch_has_changed_or_that_is_gone_is_refused(tmp_path):
    locales = tmp_path / "locales"
    file = sent(locales, tmp_path)
    translate(file, {WELCOME.key: "Bienvenue.", HELP.key: "Aide", TITLE.key: "Déménagé"})
    data = file.read_text("utf-8").replace("<ns0:source>Welkom.", "<ns0:source>Dag.").replace(
        "<source>Welkom.", "<source>Dag.").replace(f'name="{HELP.key}"', 'name="interface/weg"')
    file.write_text(data, "utf-8")
    taken, refused = import_file(file, SMALL, locales)
    assert taken == 1
    assert {one.key: one.why.split(".")[0] for one in refused} == {
        WELCOME.key: "The Dutch is now “Welkom", "interface/weg": "There is no such text any more"}


def test_segments_marks_and_a_moved_placeholder_from_a_tool(tmp_path):
    locales = tmp_path / "locales"
    write(locales, translated(HELP, "Aide"))
    file = sent(locales, tmp_path)
    file.write_text(f"""<?xml version="1.0"?><xliff xmlns="{NAMESPACE}" version="2.0" srcLang="nl" trgLang="fr">
      <file id="interface"><unit id="interface:step"><originalData><data id="d1">{{number}}</data>
      <data id="d2">{{total}}</data></originalData>
      <segment state="final"><source>Stap <ph id="1" dataRef="d1"/></source>
        <target><mrk id="m" type="term"><ph id="1" dataRef="d1"/></mrk></target></segment>
      <ignorable><source> </source></ignorable>
      <segment state="final"><source>van <ph id="2" dataRef="d2"/></source>
        <target>sur <ph id="2" dataRef="d2"/></target></segment></unit></file></xliff>""", "utf-8")
    assert import_file(file, SMALL, locales) == (1, [])
    assert entries(locales)[STEP.key].words == "{number} sur {total}"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("content", "why"), [
    (f"<?xml version='1.0'?>{BOMB}<xliff>&b;</xliff>", "document type"),
    ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><xliff/>", "document type"),
    ("<xliff", "not XML"), ("", "not XML"), (b"\xff\xfe\x00", "not XML"), ("<html/>", "no XLIFF"),
    ("<?xml version='1.0' encoding='utf-7'?><xliff/>", "not XML"),
    ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "older XLIFF"),
    (f'<xliff xmlns="{NAMESPACE}" srcLang="en" trgLang="fr"/>', "not from Dutch"),
    (f'<xliff xmlns="{NAMESPACE}" srcLang="nl" trgLang="tlh"/>', "does not translate into"),
    (f'<xliff xmlns="{NAMESPACE}" srcLang="nl" trgLang="nl"/>', "does not translate into"),
    (b" " * ((20 << 20) + 1), "larger than"),
], ids=range(12))
def test_hostile_and_wrong_files_give_one_sentence_and_change_nothing(tmp_path, content, why):
    locales, file = tmp_path / "locales", tmp_path / "in.xlf"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(XliffFault, match=why):
        import_file(file, SMALL, locales)
    assert not locales.exists()


def test_deep_nesting_exhausts_nothing(tmp_path):
    file = tmp_path / "deep.xlf"
    deep = '<mrk id="a">' * 50_000 + "x" + "</mrk>" * 50_000
    file.write_text(f'<xliff xmlns="{NAMESPACE}" srcLang="nl" trgLang="fr"><file id="interface"><unit id="a">'
                    f"<segment><source>Help</source><target>{deep}</target></segment></unit></file></xliff>")
    with suppress(XliffFault):  # some versions of the parser have a limit of their own
        assert [unit.words for unit in read_xliff(file)[1]] == ["x"]


def test_a_file_that_is_not_there_and_a_good_one_together(tmp_path, capsys):
    locales = tmp_path / "locales"
    assert export("xliff", tmp_path / "out", ["fr"]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["kiosk-fr.xlf"]
    assert take_in([tmp_path / "niets.xlf", tmp_path / "out" / "kiosk-fr.xlf"], locales=locales) == 1
    shown = capsys.readouterr()
    assert "cannot be opened" in shown.err and "taken in, 0 refused" in shown.out


@pytest.mark.parametrize(("form", "codes", "why"), [
    ("tmx", (), "It can be: xliff"), ("xliff", ("nl",), "fr, en, de, ar")])
def test_what_cannot_be_exported_is_said(tmp_path, capsys, form, codes, why):
    assert export(form, tmp_path, codes) == 2
    assert why in capsys.readouterr().err and SOURCE.code == "nl"
