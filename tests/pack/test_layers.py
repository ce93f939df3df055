"""What an author packs is what people read and hear: layer above layer, in every language."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import numpy
import pytest
import soundfile
from faults import disk_full
from packing import TODAY, Maker

from kiosk.catalogue.reading import read_catalogue
from kiosk.cli import main
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import load_texts
from kiosk.language.units import Unit
from kiosk.pack.layers import layers_of
from kiosk.pack.refused import PackRefused
from kiosk.parts import content
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.parts.voice import recordings_of
from kiosk.settings import Settings, load
from kiosk.speech.recordings import recording_key


@pytest.fixture
def author(tmp_path) -> Path:
    """A content folder that changes one walkthrough of the kiosk and adds one of its own."""
    folder = tmp_path / "gent"
    shutil.copytree(ASSETS / "walkthroughs" / "ebox", folder / "walkthroughs" / "ebox")
    file = folder / "walkthroughs" / "ebox" / "walkthrough.yaml"
    file.write_text(re.sub(r"^title: .*", "title: Post van Gent", file.read_text(), count=1, flags=re.MULTILINE))
    (folder / "pack.toml").write_text('name = "gent"\nlayer = "municipality"\ntitle = "Stad Gent"\n')
    return folder


@pytest.fixture
def kiosk(tmp_path, monkeypatch) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[packs]\nfolder = "{tmp_path}/packs"\nkeys = "{tmp_path}/keys"\n'
                    f'[voices]\nfolder = "{tmp_path}/voices"\n[content]\ncards = "{tmp_path}/cards"\n')
    (tmp_path / "keys").mkdir()
    monkeypatch.setenv("KIOSK_SETTINGS", str(file))
    return tmp_path


def made(folder: Path, version: int = 7) -> Path:
    assert main(["pack", "build", str(folder), "--version", str(version), "--to", str(folder.parent)]) == 0
    if not (folder.parent / "maker.key").exists():
        assert main(["pack", "key", str(folder.parent / "maker"), "--no-password"]) == 0
        shutil.copy(folder.parent / "maker.pem", folder.parent / "keys")
    file = folder.parent / f"{folder.name}-{version}.kioskpack"
    assert main(["pack", "sign", str(file), "--key", str(folder.parent / "maker.key")]) == 0
    return file


def settings_now() -> Settings:
    settings, problems = load()
    assert problems == ()
    return settings


def test_what_a_pack_changes_is_what_the_kiosk_has(author, kiosk, capsys):
    assert main(["pack", "install", str(made(author))]) == 0
    catalogue, problems = read_catalogue(layers_of(settings_now()).folders(ASSETS))
    own, _ = read_catalogue([ASSETS])
    assert not [problem for problem in problems if problem.severity == "error"]
    assert catalogue.walkthroughs.keys() == own.walkthroughs.keys()
    title = catalogue.walkthroughs["ebox"].title
    assert (title.dutch, title.file) == ("Post van Gent", "gent-7/walkthroughs/ebox/walkthrough.yaml")
    capsys.readouterr()
    assert main(["pack", "verify", str(kiosk / "gent-7.kioskpack")]) == 0
    assert "Signed by maker (" in (said := capsys.readouterr().out) and "replaces walkthroughs: ebox" in said
    assert main(["pack", "list"]) == 0
    said = capsys.readouterr().out
    assert "municipality  gent-7: Stad Gent" in said and "replaces walkthroughs: ebox" in said and "on trial" in said
    assert main(["pack", "steps", "ebox"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("municipality  gent-7/walkthroughs/ebox/walkthrough.yaml:") for line in lines)
    assert main(["pack", "list", "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["version"], told["state"], told["damaged"]) == (7, "trial", "")
    assert len(told["fingerprint"].split()) == 4


def test_a_folder_being_written_is_shown_as_its_pack_will_be(author, kiosk):
    settings = kiosk / "kiosk.toml"
    settings.write_text(settings.read_text() + f'folder = "{author}"\n')
    catalogue, _ = read_catalogue(layers_of(settings_now()).folders(ASSETS))
    assert catalogue.walkthroughs["ebox"].title.dutch == "Post van Gent"
    (author / "pack.toml").unlink()                       # a plain folder may not replace: there it is a slip
    catalogue, problems = read_catalogue(layers_of(settings_now()).folders(ASSETS))
    assert catalogue.walkthroughs["ebox"].title.dutch != "Post van Gent"
    assert any("exists already" in problem.message for problem in problems)


def test_its_words_are_found_in_other_languages(author, kiosk):
    assert main(["texts", "--folder", str(author)]) == 0
    po = author / "locales" / "fr" / "LC_MESSAGES" / "walkthroughs.po"
    text = po.read_text()
    place = text.index('msgid "Post van Gent"')
    po.write_text(text[:place] + text[place:].replace('msgstr ""', 'msgstr "Courrier de Gand"', 1))
    assert main(["pack", "install", str(made(author))]) == 0
    layers = layers_of(settings_now())
    french = load_texts(BY_CODE["fr"], layers.locales(LOCALES), read_interface())
    catalogue, _ = read_catalogue(layers.folders(ASSETS))
    assert french.unit(catalogue.walkthroughs["ebox"].title).words == "Courrier de Gand"
    other = french.unit(catalogue.walkthroughs["pensioen"].title)
    assert other.language == "fr"                         # the program's own words are still there
    assert french.say("start.welcome").language == "fr" and french.problems == ()
    assert not list((kiosk / "packs").rglob("*.po"))


def test_its_recordings_are_heard(author, kiosk):
    unit = Unit("x", "Post van Gent", "nl")
    key = recording_key("nl", unit.words)
    folder = author / "recordings" / "nl"
    folder.mkdir(parents=True)
    (folder / f"{key}.json").write_text(json.dumps({"unit": key, "words": unit.words, "times": None}))
    soundfile.write(folder / f"{key}.ogg", numpy.zeros(4410), 44100, "VORBIS", format="OGG")
    assert main(["pack", "install", str(made(author))]) == 0
    found = recordings_of(settings_now()).find(unit)
    assert found is not None and found.path.is_relative_to(kiosk / "packs")


def test_content_with_a_fault_is_no_pack_and_none_that_this_program_cannot_show_is_installed(author, kiosk, capsys):
    good = made(author)
    file = author / "walkthroughs" / "ebox" / "walkthrough.yaml"
    file.write_text(file.read_text().replace("kind: tell", "kind: dance", 1))
    assert main(["pack", "build", str(author), "--version", "8", "--to", str(kiosk)]) == 2
    assert "kind: " not in capsys.readouterr().out and not (kiosk / "gent-8.kioskpack").exists()
    content = {"walkthroughs/ebox/walkthrough.yaml": file.read_bytes()}
    maker = Maker(kiosk, "other")
    assert main(["pack", "install", str(maker.pack(8, content))]) == 2
    said = capsys.readouterr().err
    assert "This program cannot show what is in the pack: gent-8/walkthroughs/ebox/walkthrough.yaml:" in said
    assert main(["pack", "install", str(good)]) == 0


def test_a_pack_may_lean_on_what_is_in_the_packs_below_it(author, kiosk):
    """Judged by the packs that are here, as `kiosk check` judges it."""
    base = kiosk / "oost"
    shutil.copytree(ASSETS / "modules" / "computer-netjes", base / "modules" / "netjes-in-oost")
    (base / "pack.toml").write_text('name = "oost"\nlayer = "province"\ntitle = "Oost"\n')
    shutil.copytree(ASSETS / "walkthroughs" / "aanmelden-eid", author / "walkthroughs" / "aanmelden-eid")
    file = author / "walkthroughs" / "aanmelden-eid" / "walkthrough.yaml"
    file.write_text(file.read_text().replace("include: computer-netjes", "include: netjes-in-oost"))
    assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
    assert main(["pack", "install", str(made(base))]) == 0
    assert main(["pack", "install", str(made(author))]) == 0


def test_another_number_is_another_walkthrough(author, kiosk, capsys):
    file = author / "walkthroughs" / "ebox" / "walkthrough.yaml"
    file.write_text(re.sub(r"^number: \d+", "number: 2001", file.read_text(), count=1, flags=re.MULTILINE))
    assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
    assert "whose number is" in capsys.readouterr().err


def test_what_may_not_be_in_a_pack_is_said_before_it_is_signed(author, kiosk, capsys):
    for name, said in (("run.sh", "a kind of file that the kiosk does not read"), ("é.yaml", "may not be in a pack")):
        (author / name).write_text("x")
        assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
        assert said in capsys.readouterr().err
        (author / name).unlink()
    (author / "link.txt").symlink_to("/etc/passwd")
    assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
    assert "no ordinary file" in capsys.readouterr().err
    (author / "link.txt").unlink()
    assert main(["pack", "build", str(author), "--version", "-5"]) == 2
    assert "-5 is no version" in capsys.readouterr().err
    (author / "cards").mkdir()
    (author / "cards" / "gent.jsonl").write_text("{}\n")
    assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
    assert "gent.jsonl: This is no whole set of information cards" in capsys.readouterr().err
    shutil.rmtree(author / "cards")
    for wrong in ("-1", "0", "true", '"a year"'):
        (author / "pack.toml").write_text(f'name = "gent"\ntitle = "x"\nexpires_after = {wrong}')
        assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
        assert "expires after" in capsys.readouterr().err
    assert not list(kiosk.glob("*.kioskpack"))
    for wrong in ('name = "Gent!"', 'layer = "city"\nname = "gent"\ntitle = "x"', "name = ", 'nmae = "gent"'):
        (author / "pack.toml").write_text(wrong)
        assert main(["pack", "build", str(author), "--to", str(kiosk)]) == 2
        assert "name = \"gent\"" in (error := capsys.readouterr().err) or "It may say" in error


def test_a_full_disk_where_packs_are_made_and_signed(author, kiosk, monkeypatch):
    from kiosk.pack.build import add_signature, build

    file = made(author)
    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda file: disk_full())
    for place, does in (("out", lambda: build(author, kiosk / "out", 8, TODAY)),
                        (file.name, lambda: add_signature(file, lambda raw, signatures: b"x"))):
        with pytest.raises(PackRefused, match=f"{place} cannot be .*No space left.* room"):
            does()
    assert file.read_bytes() == before and not list(kiosk.rglob("*.part"))


def test_the_same_folder_gives_the_same_pack(author, kiosk):
    from kiosk.pack.build import build

    one = build(author, kiosk / "a", 7, TODAY).read_bytes()
    assert build(author, kiosk / "b", 7, TODAY).read_bytes() == one


def test_a_signed_pack_is_not_overwritten_by_another_of_its_number(author, kiosk, capsys):
    file = made(author)
    signed = file.read_bytes()
    again = ["pack", "build", str(author), "--version", "7", "--to", str(kiosk)]
    (author / "note.txt").write_text("more")
    assert main(again) == 2 and "--version 8" in capsys.readouterr().err and file.read_bytes() == signed
    (author / "note.txt").unlink()
    assert main(again) == 0


def test_roll_back_by_command(author, kiosk, capsys):
    for version in (7, 8):
        assert main(["pack", "install", str(made(author, version))]) == 0
    assert main(["pack", "rollback", "gent", "--to", "8"]) == 2 and "counts already" in capsys.readouterr().err
    assert main(["pack", "rollback", "gent"]) == 0 and "gent-7 counts again" in capsys.readouterr().out
    assert main(["pack", "install", str(kiosk / "gent-8.kioskpack")]) == 2
    assert "--to 8" in capsys.readouterr().err
    assert main(["pack", "rollback", "gent", "--to", "8"]) == 0
    assert main(["pack", "rollback", "gent", "--to", "5"]) == 2 and "is not kept" in capsys.readouterr().err
    assert main(["pack", "rollback", "gnet"]) == 2 and "gent" in capsys.readouterr().err
    assert main(["pack", "rollback", "gent", "--to", "0"]) == 0
    assert main(["pack", "list"]) == 0 and "own content" in capsys.readouterr().out


def test_a_key_with_a_password_and_a_key_that_exists(tmp_path):
    from kiosk.pack import keys

    secret, public = keys.make(tmp_path / "gent", b"geheim")
    assert secret.stat().st_mode & 0o777 == 0o600 and b"ENCRYPTED" in secret.read_bytes()
    for wrong in (None, b"anders"):
        with pytest.raises(PackRefused, match="its password is another"):
            keys.signed(b"x", b"", secret, wrong)
    line = keys.signed(b"x", b"", secret, b"geheim")
    assert keys.signed(b"x", line, secret, b"geheim") == line        # signed twice is signed once
    with pytest.raises(PackRefused, match="exists already"):
        keys.make(tmp_path / "gent")
    with pytest.raises(PackRefused, match="not a key that signs"):
        keys.signed(b"x", b"", public)
    (tmp_path / "brugge.pem").mkdir()
    with pytest.raises(PackRefused, match="exists already"):
        keys.make(tmp_path / "brugge")
    assert not (tmp_path / "brugge.key").exists()


def test_people_are_served_whatever_a_pack_does_to_the_reading(author, kiosk, capsys, monkeypatch):
    assert main(["pack", "install", str(made(author))]) == 0
    read = content.read

    def stumbles(settings, icons, packs):
        if packs.packs:
            raise RecursionError("as no content should")
        return read(settings, icons, packs)

    monkeypatch.setattr(content, "read", stumbles)
    capsys.readouterr()
    there = content.read_on_trial(settings_now(), None)
    assert "ebox" in there.catalogue.walkthroughs and there.packs.packs == ()
    assert "gent-7 could not be read and is taken back" in capsys.readouterr().err
    assert layers_of(settings_now()).packs == ()
