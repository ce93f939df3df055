"""Whose packs a kiosk takes comes with the card, and goes with it; a key that signs is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cards import WHOLE

from kiosk.pack.keys import make, trusted

ROOT = json.dumps({"signed": {"_type": "root", "version": 1}, "signatures": []})


@pytest.fixture
def made(tmp_path) -> Path:
    for name in ("gent", "vlaanderen"):
        make(tmp_path / "safe" / name)
    return tmp_path / "safe"


@pytest.fixture
def keys(kiosk) -> Path:
    folder = kiosk.boot / "keys"
    (folder / "municipality").mkdir(parents=True)
    return folder


def known(kiosk) -> list[str]:
    return [key.name for key in trusted(kiosk.root / "etc/kiosk/keys")]


def test_they_come_with_the_card_and_stay_on_it(kiosk, made, keys):
    shutil.copy(made / "vlaanderen.pem", keys)
    shutil.copy(made / "gent.pem", keys / "municipality")
    (keys / "root.json").write_text(ROOT)
    (keys / "Lees mij.txt").write_text("Wat een computer of een mens er nog bij zet.")
    code, said = kiosk.with_card(WHOLE)
    assert code == 0 and "keys/municipality/gent.pem" in said
    assert known(kiosk) == ["municipality/gent", "vlaanderen"]
    assert (kiosk.root / "etc/kiosk/keys/root.json").read_text() == ROOT
    assert sorted(file.name for file in keys.rglob("*.pem")) == ["gent.pem", "vlaanderen.pem"]
    assert "Nothing to do" in kiosk.start()[1]


def test_a_key_that_is_taken_out_on_the_card_is_taken_out_on_the_kiosk(kiosk, made, keys):
    for name in ("gent", "vlaanderen"):
        shutil.copy(made / f"{name}.pem", keys)
    kiosk.with_card(WHOLE)
    (keys / "gent.pem").unlink()
    assert kiosk.start()[0] == 0
    assert known(kiosk) == ["vlaanderen"], "although nothing else on the card has changed"


def test_a_card_without_the_folder_changes_none(kiosk, made, keys):
    shutil.copy(made / "gent.pem", keys)
    kiosk.with_card(WHOLE)
    shutil.rmtree(keys)
    kiosk.with_card(WHOLE.replace("Gent", "Lokeren"))
    assert known(kiosk) == ["gent"] and kiosk.settings().site.name == "Digipunt Lokeren"


def test_what_is_taken_out_on_the_kiosk_does_not_come_back_from_an_unchanged_card(kiosk, made, keys):
    shutil.copy(made / "gent.pem", keys)
    kiosk.with_card(WHOLE)
    (kiosk.root / "etc/kiosk/keys/gent.pem").unlink()
    kiosk.start()
    assert not (kiosk.root / "etc/kiosk/keys/gent.pem").exists()


@pytest.mark.parametrize(("name", "content", "told"), [
    ("gent.key", None, "the key that signs"),
    ("gent.pem", b"-----BEGIN PRIVATE KEY-----\n", "the key that signs"),
    ("gent.pem", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "not a key for packs"),
    ("gent.pem", b"", "not a key for packs"),
    ("gent.pem", bytes(600_000), "not a key for packs"),
    ("gemeente/gent.pem", None, "no layer"),
    ("1.root.json", ROOT.encode(), "not named root.json"),
    ("root.json", b"[" * 100_000, "not the root file"),
    ("root.json", b'{"signed": {"_type": "timestamp"}}', "not the root file"),
])
def test_what_is_wrong_is_said_and_nothing_is_changed(kiosk, made, keys, name, content, told):
    (keys / name).parent.mkdir(exist_ok=True)
    (keys / name).write_bytes((made / Path(name).name).read_bytes() if content is None else content)
    before = kiosk.everything()
    code, said = kiosk.with_card(WHOLE)
    assert code == 1 and f"keys/{name}" in said and told in said
    assert {path: now for path, now in kiosk.everything().items() if "run/" not in str(path)} == {
        path: was for path, was in before.items() if "run/" not in str(path)}
    assert [fault["key"] for fault in kiosk.report()["faults"]] == [f"keys/{name}"] and kiosk.page.exists()


def test_keys_wait_for_a_file_that_says_something(kiosk, made, keys):
    shutil.copy(made / "gent.pem", keys)
    code, said = kiosk.start()
    assert code == 0 and "together with a kiosk.toml" in said
    assert not (kiosk.root / "etc/kiosk/keys").exists()
