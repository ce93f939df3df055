"""Packs from a USB stick: what is taken, what is left alone and why, and what waits for the administrator's code."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kiosk.pack import keys, stick_copy
from kiosk.pack.build import add_signature, build
from kiosk.pack.install import install
from kiosk.pack.stick import Offer, accept, decline, said, waiting
from kiosk.pack.stick_copy import StickRefused, bring, find, see, tell
from kiosk.pack.store import packs

Make = Callable[..., Path]


@pytest.fixture
def stick(tmp_path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def make(tmp_path, stick) -> Make:
    """Puts a signed pack on the stick."""
    secret, public = keys.make(tmp_path / "makers" / "gent")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "gent.pem").write_bytes(public.read_bytes())

    def made(version: int, name: str = "gent", layer: str = "municipality", secret: Path = secret,
             to: Path | None = None, text: str = "een") -> Path:
        content = tmp_path / "content" / f"{name}-{version}"
        content.mkdir(parents=True, exist_ok=True)
        (content / "pack.toml").write_text(f'name = "{name}"\nlayer = "{layer}"\ntitle = "Stad {name}"\n')
        (content / "words.txt").write_text(text * 1000)
        file = build(content, to or stick, version, date.today())
        add_signature(file, lambda raw, signatures: keys.signed(raw, signatures, secret))
        return file

    return made


@pytest.fixture
def put_in(tmp_path, stick, make) -> Callable[..., list[Offer]]:
    """Puts the stick in, as the service does."""
    def put(free: int = 1 << 40) -> list[Offer]:
        here = {pack.name: pack.version for pack in packs(tmp_path / "packs")}
        seen = partial(see, keys=tmp_path / "etc")
        return bring(find(stick, seen, here), stick, tmp_path / "incoming", seen, here, free=lambda folder: free)

    return put


def installed(tmp_path: Path) -> dict[str, int]:
    return {pack.name: pack.version for pack in packs(tmp_path / "packs")}


def test_the_newest_of_each_pack_waits_and_comes_in_when_it_is_confirmed(tmp_path, stick, make, put_in):
    make(1)
    make(3)
    make(2)
    make(7, "vlaanderen", "base")
    put_in()
    offers = waiting(tmp_path / "incoming")
    assert [(offer.name, offer.version, offer.replaces) for offer in offers] == [("vlaanderen", "7", ""),
                                                                                 ("gent", "3", "")]
    line = said(tmp_path / "incoming")
    assert line.startswith("To confirm with the administrator's code: vlaanderen 7 (") and "gent 3 (" in line
    assert "gent-1.kioskpack: older than another one on this stick." in line and "\n" not in line
    assert installed(tmp_path) == {}
    for offer in offers:
        assert accept(offer, partial(install, store=tmp_path / "packs", keys=tmp_path / "etc")) == ""
    assert installed(tmp_path) == {"gent": 3, "vlaanderen": 7}
    assert waiting(tmp_path / "incoming") == [] and not list((tmp_path / "incoming").glob("*.kioskpack"))
    assert [pack.fingerprint for pack in packs(tmp_path / "packs")] == [offer.fingerprint for offer in offers]


def test_what_nobody_confirms_is_thrown_away(tmp_path, make, put_in):
    make(1)
    (offer,) = put_in()
    decline(offer)
    assert waiting(tmp_path / "incoming") == [] and not offer.file.exists()
    decline(offer)


def test_what_is_here_or_older_is_not_offered(tmp_path, stick, make, put_in):
    install(make(2), tmp_path / "packs", tmp_path / "etc")
    assert put_in() == [] and "gent-2.kioskpack: here already." in said(tmp_path / "incoming")
    (stick / "gent-2.kioskpack").unlink()
    make(1)
    assert put_in() == []
    assert said(tmp_path / "incoming") == ("Nothing new on this stick. gent-1.kioskpack: older than gent 2, which is "
                                           "here.")
    make(3)
    assert put_in()[0].replaces == "2"


def test_a_forged_one_beside_a_good_one(tmp_path, stick, make, put_in):
    make(1)
    stranger, _ = keys.make(tmp_path / "makers" / "stranger")
    make(9, secret=stranger)
    flipped = make(8)
    content = flipped.read_bytes()
    flipped.write_bytes(content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])
    (stick / "short.kioskpack").write_bytes(content[:700])
    (stick / "page.kioskpack").write_text("<html>")
    (stick / "empty.kioskpack").touch()
    assert [offer.version for offer in put_in()] == ["1"]
    line = said(tmp_path / "incoming")
    assert "empty.kioskpack: This is not a content pack." in line and "And 2 more." in line


def test_two_different_packs_that_call_themselves_the_same(tmp_path, stick, make, put_in):
    make(1).rename(stick / "one.kioskpack")
    make(1, text="twee")
    with pytest.raises(StickRefused, match="both say that they are gent 1, and differ"):
        put_in()
    (stick / "one.kioskpack").write_bytes((stick / "gent-1.kioskpack").read_bytes())
    assert len(put_in()) == 1


def test_a_stick_without_a_pack(stick, put_in):
    (stick / "holiday.jpg").touch()
    with pytest.raises(StickRefused, match="There is no pack on this stick"):
        put_in()


def test_a_pack_in_the_folder_kiosk_is_found_and_elsewhere_not(stick, make, put_in):
    make(2, to=stick / "private")
    make(1, to=stick / "kiosk")
    assert [offer.version for offer in put_in()] == ["1"]


def test_ten_thousand_files(stick, make, put_in):
    (picture := stick.parent / "IMG.jpg").touch()
    for number in range(10_000):
        os.link(picture, stick / f"IMG_{number}.jpg")
    make(1)
    assert len(put_in()) == 1


def test_more_packs_than_anybody_wants(stick, put_in):
    for number in range(25):
        (stick / f"{number}.kioskpack").touch()
    with pytest.raises(StickRefused, match="There are 25 packs on this stick. Leave at most 20"):
        put_in()


def test_names_that_would_command_a_terminal_are_shown_tamely(tmp_path, stick, make, put_in):
    make(1).rename(stick / "\x1b[2J\x07\n\u202egent.kioskpack")
    (stick / ("x" * 240 + ".kioskpack")).write_bytes(b"\xff")
    os.close(os.open(os.fsencode(stick) + b"/\xff\xfe.kioskpack", os.O_CREAT | os.O_WRONLY))
    assert len(put_in()) == 1
    line = said(tmp_path / "incoming")
    assert line.isprintable() and len(line) <= 500


def test_links_folders_pipes_and_a_macs_shadows_are_not_opened(tmp_path, stick, make, put_in):
    outside = make(5, to=tmp_path / "elsewhere")
    (stick / "link.kioskpack").symlink_to(outside)
    (stick / "loop.kioskpack").symlink_to("loop.kioskpack")
    (stick / "folder.kioskpack").mkdir()
    os.mkfifo(stick / "pipe.kioskpack")
    (stick / "._gent-5.kioskpack").write_bytes(outside.read_bytes())
    (stick / "kiosk").symlink_to(tmp_path / "elsewhere")
    assert put_in() == []
    line = said(tmp_path / "incoming")
    assert line.count("not an ordinary file.") == 3 and line.endswith("And 1 more.")


def test_200_gb_of_nothing(tmp_path, stick, make, put_in):
    with open(stick / "big.kioskpack", "wb") as file:
        file.truncate(200 << 30)
    assert put_in() == [] and "big.kioskpack: larger than" in said(tmp_path / "incoming")


def test_a_full_kiosk_says_so_and_offers_nothing(tmp_path, make, put_in):
    make(1)
    with pytest.raises(StickRefused, match="Make room on the kiosk"):
        put_in(free=stick_copy.SPARE)
    assert waiting(tmp_path / "incoming") == [] and not list((tmp_path / "incoming").glob("*.kioskpack"))


def test_a_stick_pulled_out_in_the_middle(tmp_path, make, put_in, monkeypatch):
    make(1, "vlaanderen", "base")
    make(1, text="x" * 3000)
    monkeypatch.setattr(stick_copy, "PIECE", 5000)
    whole, pieces = stick_copy._read, []

    class Pulled:
        def read(self, size: int) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def read(file) -> bytes:
        pieces.append(file.name)
        return whole(file if len(pieces) < 5 else Pulled())     # the first pack whole, the second only begun

    monkeypatch.setattr(stick_copy, "_read", read)
    with pytest.raises(StickRefused, match="The stick cannot be read"):
        put_in()
    assert waiting(tmp_path / "incoming") == [] and not list((tmp_path / "incoming").glob("*.kioskpack"))


def test_a_stick_that_is_gone_before_it_was_looked_at(tmp_path, stick, put_in):
    stick.rmdir()
    with pytest.raises(StickRefused, match="The stick cannot be read"):
        put_in()


def test_a_stick_that_shows_each_reader_something_else(tmp_path, stick, make):
    make(1)
    seen = partial(see, keys=tmp_path / "etc")
    found = find(stick, seen, {})
    (stick / "gent-1.kioskpack").unlink()
    make(1, text="twee")
    with pytest.raises(StickRefused, match="changed while it was copied"):
        bring(found, stick, tmp_path / "incoming", seen, {})
    assert waiting(tmp_path / "incoming") == []


def test_a_copy_that_was_broken_off_is_no_offer_and_a_note_without_a_copy_neither(tmp_path, make, put_in):
    make(1)
    (offer,) = put_in()
    offer.file.with_suffix(".json").unlink()
    assert waiting(tmp_path / "incoming") == []
    (offer,) = put_in()
    offer.file.unlink()
    assert waiting(tmp_path / "incoming") == []
    (tmp_path / "incoming" / "9.json").write_text('{"layer": 1}')
    assert waiting(tmp_path / "incoming") == []
    assert put_in() == waiting(tmp_path / "incoming") != []


def test_a_copy_that_was_changed_while_it_waited_is_refused(tmp_path, make, put_in):
    make(1)
    (offer,) = put_in()
    content = offer.file.read_bytes()
    offer.file.write_bytes(content[:-2000] + b"?" + content[-1999:])
    assert "changed after it was signed" in accept(offer, partial(install, store=tmp_path / "packs",
                                                                   keys=tmp_path / "etc"))
    assert installed(tmp_path) == {} and waiting(tmp_path / "incoming") == []


def test_what_a_refused_stick_was_refused_for_can_be_shown(tmp_path):
    tell(tmp_path / "incoming", "There is no pack on this stick.")
    assert said(tmp_path / "incoming") == "There is no pack on this stick."
    assert said(tmp_path / "nowhere") == "" and waiting(tmp_path / "nowhere") == []
