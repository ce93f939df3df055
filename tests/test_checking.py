"""`kiosk check`: authors and administrators see each fault, where it is and what to do, and one line that sums up."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue.everyday import everyday
from kiosk.checking import ROOT, check, due, everything, table
from kiosk.settings import load

TODAY = date(2026, 11, 23)
OWN = ROOT / "assets" / "walkthroughs" / "adres-wijzigen" / "walkthrough.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A municipality's folder with a walkthrough of its own, and a settings file that names it."""
    folder = tmp_path / "content" / "walkthroughs" / "parking"
    folder.mkdir(parents=True)
    (folder / "walkthrough.yaml").write_text(OWN.read_text("utf-8").replace("number: 4\n", "number: 400\n", 1), "utf-8")
    (tmp_path / "kiosk.toml").write_text(f'[site]\nlanguages = ["nl"]\n[content]\nfolder = "{tmp_path / "content"}"\n')
    return tmp_path


def spoil(place: Path, old: str, new: str) -> None:
    file = place / "content" / "walkthroughs" / "parking" / "walkthrough.yaml"
    words = file.read_text("utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), "utf-8")


def checked(place: Path, capsys, *, strict: bool = False, today: date = TODAY) -> tuple[int, list[str]]:
    code = check(place / "kiosk.toml", strict=strict, today=today)
    return code, capsys.readouterr().out.splitlines()


def test_sound_content_has_nothing_to_mend(place, capsys):
    own = len(list((ROOT / "assets" / "walkthroughs").glob("*/walkthrough.yaml")))
    assert checked(place, capsys, strict=True) == (0, [f"{own + 1} walkthroughs, 1 language, nothing to mend."])


def test_a_fault_is_named_with_its_line_and_remedy_and_leaves_out_one_walkthrough(place, capsys):
    spoil(place, "icon: home_work", "icon: home_wrok")
    code, lines = checked(place, capsys)
    assert code == 1
    assert lines[0].startswith("error: content/walkthroughs/parking/walkthrough.yaml:")
    assert "home_wrok" in lines[0] and "Did you mean “home_work”?" in lines[0]
    own = len(list((ROOT / "assets" / "walkthroughs").glob("*/walkthrough.yaml")))
    assert lines[-1] == f"{own} walkthroughs, 1 language, 1 error to mend."


def test_what_is_due_says_first_what_is_wrong_with_the_settings(place, capsys):
    (place / "kiosk.toml").write_text("[panel]\ndiagonal = 15,6\n")
    assert due(place / "kiosk.toml", within=0, today=TODAY) == 1
    assert capsys.readouterr().out.startswith("error: ")


def test_a_broken_file_is_no_traceback(place, capsys):
    (place / "content" / "walkthroughs" / "parking" / "walkthrough.yaml").write_bytes(b"number: [\xff\n")
    code, lines = checked(place, capsys)
    assert code == 1 and "parking/walkthrough.yaml" in lines[0]


def test_a_warning_fails_only_when_asked(place, capsys):
    spoil(place, "title: Ik ben verhuisd", "title: Ik ben deze maand naar hier verhuisd")
    code, lines = checked(place, capsys)
    assert code == 0 and lines[0].startswith("warning: content/") and "words" in lines[0]
    assert checked(place, capsys, strict=True)[0] == 1


def test_a_review_that_is_due_is_a_warning(place, capsys):
    code, lines = checked(place, capsys, today=date(2040, 1, 1))
    assert code == 0 and any("walkthrough.yaml" in line for line in lines)


def test_a_title_that_the_code_has_no_room_for(place, capsys):
    spoil(place, "title: Ik ben verhuisd", f"title: Parkeervergunning{'aanvraagformulier' * 5}")
    assert any("does not fit in the QR code" in line for line in checked(place, capsys)[1])


def test_a_wrong_setting_is_an_error_and_an_unknown_one_a_warning(place, capsys):
    file = place / "kiosk.toml"
    file.write_text(file.read_text() + "[panel]\ndiagonal = 400\n[sound]\nvolum = 3\n")
    code, lines = checked(place, capsys)
    assert code == 1
    assert [line.partition(":")[0] for line in lines[:2]] == ["error", "warning"]
    assert "panel.diagonal is 400" in lines[0] and "Did you mean sound.volume?" in lines[1]
    assert lines[-1].endswith("1 error and 1 warning to mend.")


def test_a_settings_file_that_is_not_there_is_an_error(tmp_path, capsys):
    assert check(tmp_path / "kiosk.toml", strict=False, today=TODAY) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_a_content_folder_that_is_not_there(place, capsys):
    shutil.rmtree(place / "content")
    code, lines = checked(place, capsys)
    assert code == 1 and "There is no such folder." in lines[0]


def test_a_fact_that_no_walkthrough_has(place, capsys):
    file = place / "kiosk.toml"
    file.write_text(file.read_text() + '[facts]\n"parking.tarief" = { value = 5, checked_on = 2026-10-01 }\n')
    code, lines = checked(place, capsys)
    assert code == 0 and any("parking.tarief" in line for line in lines)


def test_a_language_without_translations_is_summed_up_in_one_line(place, tmp_path):
    (place / "kiosk.toml").write_text('[site]\nlanguages = ["nl", "fr", "ar"]\n')
    settings, _ = load(place / "kiosk.toml")
    _, found = everything(settings, TODAY, locales=tmp_path / "nowhere")
    assert [problem.file for problem in found] == ["locales/fr", "locales/ar"]
    assert all("not translated" in problem.message and "kiosk texts" in problem.remedy for problem in found)
    assert {problem.severity for problem in found} == {"warning"}
    assert not (tmp_path / "nowhere").exists()  # only looked at


def test_a_translation_file_that_cannot_be_read_is_named(place, tmp_path):
    (place / "kiosk.toml").write_text('[site]\nlanguages = ["nl", "fr"]\n')
    folder = tmp_path / "locales" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "interface.po").write_text('msgid "half\n')
    _, found = everything(load(place / "kiosk.toml")[0], TODAY, locales=tmp_path / "locales")
    assert any(problem.severity == "error" and "fr/LC_MESSAGES/interface.po" in problem.file for problem in found)


def test_parts_of_the_program_that_are_damaged(place, tmp_path):
    (place / "kiosk.toml").write_text('[site]\nlanguages = ["nl"]\n')
    assets = tmp_path / "assets"
    shutil.copytree(ROOT / "assets", assets, ignore=shutil.ignore_patterns("*.ttf"))
    (assets / "nouns.yaml").write_text("- {word: boom, picture: '1f333'}\n")
    (assets / "icons" / "icons.json").unlink()
    _, found = everything(load(place / "kiosk.toml")[0], TODAY, assets=assets)
    assert [problem.file for problem in found] == ["assets/icons/icons.json", "assets/nouns.yaml"]
    assert "256" in found[1].message


def test_more_than_three_words_can_tell(place, capsys, monkeypatch):
    monkeypatch.setattr("kiosk.handoff.states.ROOM", 1 << 14)
    code, lines = checked(place, capsys)
    assert code == 1 and any("three words" in line for line in lines)


def test_what_is_due_is_listed_the_soonest_first_and_late_is_a_failure(place, capsys):
    spoil(place, "    source: https://www.melle.be/adreswijziging\n",
          "    source: https://www.melle.be/adreswijziging\n    value: 5\n    checked_on: 2026-11-20\n"
          "    review_by: 2026-12-01\n")
    assert due(place / "kiosk.toml", within=30, today=TODAY) == 0
    first, summed_up = capsys.readouterr().out.splitlines()
    assert "2026-12-01  content/walkthroughs/parking/walkthrough.yaml:" in first and "melle.be" in first
    assert "0 past, 1 within 30 days" in summed_up
    assert due(place / "kiosk.toml", within=0, today=date(2026, 12, 2)) == 1
    assert capsys.readouterr().out.startswith("late ")
    assert due(place / "kiosk.toml", within=0, today=TODAY) == 0
    assert "the first on 2026-12-01" in capsys.readouterr().out


def test_a_hard_word_is_named_with_file_and_line_and_the_better_one(place, capsys):
    spoil(place, "  why: ", "  why: Dit gaat over uw domicilie. #")
    _code, lines = checked(place, capsys)
    [told] = [line for line in lines if "domicilie" in line]
    assert told.startswith("warning: content/walkthroughs/parking/walkthrough.yaml:")
    assert told.endswith("“domicilie” is a hard word. Say “adres”.")


def test_je_is_asked_for_where_the_settings_say_so_and_the_kiosks_own_words_too(place, capsys):
    settings = place / "kiosk.toml"
    settings.write_text(settings.read_text("utf-8") + 'address_form = "je"\n', "utf-8")
    _code, lines = checked(place, capsys)
    told = [line for line in lines if "stands here. Say `je` and `jouw`." in line]
    assert any("content/walkthroughs/parking" in line for line in told)
    assert any("language/interface.yaml" in line for line in told)


def test_another_form_of_address_is_no_setting(place, capsys):
    settings = place / "kiosk.toml"
    settings.write_text(settings.read_text("utf-8") + 'address_form = "gij"\n', "utf-8")
    code, lines = checked(place, capsys)
    assert code == 1 and any("content.address_form" in line for line in lines)


def test_without_the_everyday_words_there_is_a_sentence_and_no_traceback(place, capsys, monkeypatch, tmp_path):
    everyday.cache_clear()
    monkeypatch.setattr("kiosk.catalogue.everyday.LANGUAGE", tmp_path / "gone")
    code, lines = checked(place, capsys)
    everyday.cache_clear()
    assert code == 1 and any("The everyday words cannot be read" in line and "install it again" in line
                             for line in lines)


def test_the_table_is_a_document(capsys):
    assert table() == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# All walkthroughs\n") and "(`adres-wijzigen`)" in printed and printed.endswith("\n")
