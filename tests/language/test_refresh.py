"""`kiosk texts`: nothing that a translator wrote is lost, and nothing changes that need not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from translation_files import FR, HELP, INTERFACE, STEP, TITLE, WELCOME, french

from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Problem
from kiosk.language.extract import Source
from kiosk.language.languages import SOURCE
from kiosk.language.po import Entry, parse_po
from kiosk.language.refresh import Progress, all_well, compile_all, lines, merge, po_path, refresh, report
from kiosk.language.texts import load_texts

ALL = Source({"interface": (WELCOME, HELP, STEP), "walkthroughs": (TITLE,)})


def run(source: Source, locales: Path, **options: bool) -> Progress:
    (report,) = refresh(source, locales, (SOURCE, FR), **options)
    return report


def entries(locales: Path, domain: str = "interface") -> dict[str, Entry]:
    po = parse_po(po_path(locales, FR, domain).read_bytes(), "fr.po")
    return {entry.key: entry for entry in po.entries}


def translate(locales: Path, text: Text, words: str, domain: str = "interface") -> None:
    path = po_path(locales, FR, domain)
    empty = f'msgctxt "{text.key}"\nmsgid "{text.dutch}"\nmsgstr ""'
    before = path.read_text(encoding="utf-8")
    assert empty in before
    path.write_text(before.replace(empty, empty[:-1] + words + '"'), encoding="utf-8")


def with_interface(*texts: Text) -> Source:
    return Source({**ALL.texts, "interface": texts})


def test_new_texts_are_empty_and_listed(tmp_path):
    report = run(ALL, tmp_path)
    assert (report.total, report.translated) == (4, 0)
    assert report.missing == (WELCOME, HELP, STEP, TITLE)
    assert len(report.outdated) == 2 and not all_well(ALL, [report])
    assert not po_path(tmp_path, SOURCE, "interface").exists(), "Dutch is the source"


def test_a_translator_sees_key_dutch_place_and_hint(tmp_path):
    run(ALL, tmp_path)
    assert po_path(tmp_path, FR, "walkthroughs").read_text(encoding="utf-8").endswith(
        "\n#. The name on a tile: at most 4 words.\n#: assets/walkthroughs/verhuizen/walkthrough.yaml\n"
        'msgctxt "verhuizen/title"\nmsgid "Ik ben verhuisd"\nmsgstr ""\n')
    assert "#, python-brace-format\n" in po_path(tmp_path, FR, "interface").read_text(encoding="utf-8")


def test_complete(tmp_path):
    run(ALL, tmp_path)
    for text, words in ((WELCOME, "Bienvenue."), (HELP, "Help"), (STEP, "Étape {number} sur {total}")):
        translate(tmp_path, text, words)
    translate(tmp_path, TITLE, "J’ai déménagé", "walkthroughs")
    report = run(ALL, tmp_path, write=False)
    assert report.complete and report.outdated == () and all_well(ALL, [report])
    assert list(lines(report)) == ["fr: 4 of 4 translated"]


def test_only_files_that_change_are_written(tmp_path):
    run(ALL, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.po")}
    moved = tuple(replace(text, line=text.line + 40) for text in ALL.texts["interface"])
    assert run(with_interface(*moved), tmp_path).outdated == (), "a line number is no change"
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.po")} == before


def test_changed_dutch_makes_stale_and_the_translator_makes_good(tmp_path):
    run(ALL, tmp_path)
    translate(tmp_path, WELCOME, "Bienvenue.")
    changed = replace(WELCOME, dutch="Welkom!")
    source = with_interface(changed, HELP, STEP)

    report = run(source, tmp_path)
    assert report.stale == (changed,) and changed not in report.missing
    stale = Entry(WELCOME.key, "Welkom!", "Bienvenue.", stale=True, previous="Welkom.")
    assert entries(tmp_path)[WELCOME.key] == stale
    assert load_texts(FR, tmp_path, {"w": changed}).say("w").language == "nl"
    assert run(source, tmp_path).outdated == (), "and it stays so"

    again = replace(WELCOME, dutch="Welkom hier!")
    run(with_interface(again, HELP, STEP), tmp_path)
    assert entries(tmp_path)[WELCOME.key].previous == "Welkom.", "the Dutch it was really made of"

    assert run(ALL, tmp_path).stale == (), "the old Dutch is back"
    assert french(tmp_path).say("start.welcome").words == "Bienvenue."

    run(source, tmp_path)
    path = po_path(tmp_path, FR, "interface")
    words = path.read_text(encoding="utf-8").replace("#, fuzzy\n", "").replace("Bienvenue.", "Bienvenue !")
    path.write_text(words, encoding="utf-8")
    assert run(source, tmp_path).stale == ()
    assert "#|" not in path.read_text(encoding="utf-8")
    assert load_texts(FR, tmp_path, {"w": changed}).say("w").words == "Bienvenue !"


def test_a_text_that_goes_and_comes_back(tmp_path):
    run(ALL, tmp_path)
    translate(tmp_path, WELCOME, "Bienvenue.")
    run(with_interface(HELP, STEP), tmp_path)
    assert WELCOME.key not in entries(tmp_path)
    assert '#~ msgstr "Bienvenue."' in po_path(tmp_path, FR, "interface").read_text(encoding="utf-8")
    assert run(with_interface(HELP, STEP), tmp_path).outdated == ()
    assert french(tmp_path).say("start.welcome").language == "nl"
    run(ALL, tmp_path)
    assert french(tmp_path).say("start.welcome").words == "Bienvenue."
    assert "#~" not in po_path(tmp_path, FR, "interface").read_text(encoding="utf-8")


def test_a_text_that_was_never_translated_leaves_nothing_behind(tmp_path):
    run(ALL, tmp_path)
    run(with_interface(HELP), tmp_path)
    assert "#~" not in po_path(tmp_path, FR, "interface").read_text(encoding="utf-8")


def test_the_order_is_that_of_the_dutch(tmp_path):
    run(with_interface(STEP, WELCOME), tmp_path)
    run(with_interface(WELCOME, HELP, STEP), tmp_path)
    assert list(entries(tmp_path)) == [WELCOME.key, HELP.key, STEP.key]


def test_wrong_placeholders_are_named(tmp_path):
    run(ALL, tmp_path)
    translate(tmp_path, STEP, "Étape {numéro}")
    report = run(ALL, tmp_path)
    assert report.wrong_placeholders == (STEP,) and not report.complete
    assert any(STEP.key in line and "placeholders" in line for line in lines(report))


def test_a_file_that_cannot_be_read_is_left_as_it_is(tmp_path):
    run(ALL, tmp_path)
    path = po_path(tmp_path, FR, "interface")
    path.write_bytes(path.read_bytes() + b"<<<<<<< ours\n")
    before = path.read_bytes()
    report = run(ALL, tmp_path)
    assert path.read_bytes() == before
    assert [problem.file.split("/")[-1] for problem in report.problems] == ["interface.po"]
    assert report.total == 4 and not all_well(ALL, [report])


def test_nothing_is_written_from_a_source_with_faults(tmp_path):
    run(ALL, tmp_path)
    translate(tmp_path, TITLE, "J’ai déménagé", "walkthroughs")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.po")}
    broken = Source({"interface": ALL.texts["interface"], "walkthroughs": ()}, (Problem("a", 1, "b", "c"),))
    report = run(broken, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po")} == before
    assert not all_well(broken, [report])


def test_checking_writes_nothing(tmp_path):
    report = run(ALL, tmp_path, write=False)
    assert len(report.outdated) == 2 and list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way(tmp_path):
    po_path(tmp_path, FR, "interface").mkdir(parents=True)
    report = run(ALL, tmp_path)
    assert len(report.problems) == 1 and report.problems[0].remedy
    assert report.missing == (WELCOME, HELP, STEP, TITLE)
    assert compile_all(ALL, tmp_path, (FR,))[0].remedy


@pytest.mark.parametrize(("most", "shown"), [(10, 11), (None, 15), (0, 1)])
def test_the_list_is_short_unless_asked(most, shown):
    texts = tuple(Text(f"k{number}", "x", "f.yaml", number) for number in range(15))
    listed = [line for line in lines(Progress(FR, 15, texts, (), ()), most) if line.startswith("  ")]
    assert len(listed) == shown
    assert most is None or "--all" in listed[-1]


def test_compile_all(tmp_path):
    run(ALL, tmp_path)
    translate(tmp_path, WELCOME, "Bienvenue.")
    assert compile_all(ALL, tmp_path, (SOURCE, FR)) == ()
    made = po_path(tmp_path, FR, "interface").with_suffix(".mo")
    before = made.stat().st_mtime_ns
    assert load_texts(FR, tmp_path, INTERFACE).say("start.welcome").words == "Bienvenue."
    assert made.stat().st_mtime_ns == before, "found fresh"


def test_two_entries_with_one_key_after_a_merge():
    old = parse_po(b'msgctxt "interface/start.welcome"\nmsgid "Welkom."\nmsgstr "Bienvenue."\n\n'
                   b'msgctxt "interface/start.welcome"\nmsgid "Welkom!"\nmsgstr "Bienvenue !"\n', "fr.po")
    (entry,) = merge((WELCOME,), old).entries
    assert (entry.words, entry.stale) == ("Bienvenue.", False)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "topics.yaml").write_text("- {id: wonen, icon: home, title: Wonen}\n", encoding="utf-8")
    return folder


def test_the_command_from_the_first_time_to_complete(tmp_path, content, capsys):
    locales = tmp_path / "locales"
    places = {"folders": (content,), "locales": locales}
    assert report(**places) == 0
    printed = capsys.readouterr().out
    assert "fr: 0 of " in printed and "`kiosk texts --all`" in printed
    assert report(check=True, **places) == 1
    for path in locales.glob("*/*/*.po"):
        empty = path.read_text(encoding="utf-8")
        full = re.sub(r'msgid "(.+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "\1"', empty)
        path.write_text(full, encoding="utf-8")
    capsys.readouterr()
    assert report(check=True, **places) == 0
    assert "missing" not in capsys.readouterr().out
    assert report(compile=True, **places) == 0
    assert len(list(locales.glob("*/*/*.mo"))) == 8


def test_the_command_writes_nothing_from_faulty_content(tmp_path, content, capsys):
    (content / "topics.yaml").write_text("- {id: wonen\n", encoding="utf-8")
    assert report(folders=(content,), locales=tmp_path / "locales") == 1
    assert "Nothing is written" in capsys.readouterr().out
    assert not (tmp_path / "locales").exists()
