"""A new pack is on trial until a kiosk has shown it; what does not come up goes back by itself."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from argparse import Namespace
from dataclasses import replace
from threading import Thread

import pytest
from packing import FILES, confirmed, shown, state

from kiosk.pack.command import rollback
from kiosk.pack.layers import begin, give_up, layers, switches
from kiosk.pack.refused import PackRefused
from kiosk.pack.store import ASIDE, Shelf
from kiosk.settings import Settings


@pytest.fixture
def kiosk(maker, store):
    """Shows gent-6; gent-7 has come in and was not yet shown."""
    for version in (5, 6):
        maker.install(maker.pack(version), store)
        confirmed(store)
    maker.install(maker.pack(7), store)
    return store


def test_a_kiosk_that_shows_it_confirms_it(kiosk):
    before = switches(kiosk)
    assert begin(kiosk) == ()
    confirmed(kiosk)
    assert [begin(kiosk) for _ in range(9)] == [()] * 9
    assert shown(kiosk) == ["gent-7"] and state(kiosk).confirmed == (5, 6, 7) and switches(kiosk) == before


def test_three_starts_without_being_shown_and_the_former_one_is_back(maker, kiosk):
    for _ in range(3):
        assert begin(kiosk) == () and shown(kiosk) == ["gent-7"]
    [said] = begin(kiosk)
    assert "gent-7 did not come up in 3 starts" in said and "gent-6 is shown again" in said
    assert shown(kiosk) == ["gent-6"] and begin(kiosk) == ()
    with pytest.raises(PackRefused, match="did not come up"):
        maker.install(maker.pack(7), kiosk)
    assert maker.install(maker.pack(8), kiosk).changed and shown(kiosk) == ["gent-8"]


def test_who_insists_on_the_newer_one_and_is_wrong_is_back_where_it_was_good(kiosk):
    Shelf(kiosk, "gent").put_back(6)                      # `rollback gent`, and then `rollback gent --to 7`
    Shelf(kiosk, "gent").put_back(7)
    assert shown(kiosk) == ["gent-7"]
    for _ in range(4):
        begin(kiosk)
    assert shown(kiosk) == ["gent-6"]


def test_the_first_pack_of_a_kiosk_gives_way_to_its_own_content(maker, store):
    maker.install(maker.pack(7), store)
    for _ in range(4):
        said = begin(store)
    assert "the program's own content is shown again" in said[0] and shown(store) == []


def test_it_goes_back_to_one_that_was_shown_and_not_to_one_that_never_was(maker, kiosk):
    maker.install(maker.pack(8), kiosk)                   # 7 has not been shown yet
    for _ in range(4):
        begin(kiosk)
    assert shown(kiosk) == ["gent-6"]


def test_reading_that_fails_takes_back_what_is_on_trial_and_nothing_else(kiosk):
    [said] = give_up(kiosk, layers(kiosk, program="0.1.0").packs)
    assert "gent-7 could not be read" in said and shown(kiosk) == ["gent-6"]
    assert give_up(kiosk, layers(kiosk, program="0.1.0").packs) == () and shown(kiosk) == ["gent-6"]


@pytest.mark.parametrize("harm", [
    lambda place: (place / "gent-7/walkthroughs/eigen/walkthrough.yaml").write_bytes(b"number: 2010\n" * 40),
    lambda place: (place / "gent-7/recordings/nl/0a.ogg").write_bytes(b""),
    lambda place: (place / "gent-7/recordings/nl/0a.json").unlink(),
    lambda place: (place / "gent-7/walkthroughs/more.yaml").write_text("x"),
    lambda place: (place / "gent-7/walkthroughs/more.yaml").symlink_to("/etc/passwd"),
    lambda place: (place / "gent-7/link").symlink_to("/etc"),
    lambda place: (place / "manifest.json").write_text("{"),
    lambda place: (place / "manifest.json").unlink(),
    lambda place: (os.unlink(place / "gent-7/pictures/leeg.png"), os.mkfifo(place / "gent-7/pictures/leeg.png")),
    lambda place: shutil.rmtree(place / "gent-7"),
    lambda place: shutil.rmtree(place),
])
def test_a_damaged_pack_is_not_shown_and_can_be_installed_again(maker, kiosk, harm):
    confirmed(kiosk)
    harm(kiosk / "gent" / "7")
    first, said = shown(kiosk)
    assert first == "gent-6" and "gent-7 is not shown" in said and "kiosk pack install" in said
    assert maker.install(maker.pack(7), kiosk).changed
    assert shown(kiosk) == ["gent-7"]


def test_when_all_are_damaged_the_program_has_its_own(kiosk):
    for version in (5, 6, 7):
        (kiosk / "gent" / str(version) / "manifest.json").write_text("")
    [said] = shown(kiosk)
    assert "what is below it is shown" in said


@pytest.mark.parametrize("content", ["", "{", "[]", '{"highest": "x"}', "null", "\0" * 100])
def test_a_store_that_has_forgotten_what_it_knew(maker, kiosk, content):
    (kiosk / "gent" / "state.json").write_text(content)
    assert shown(kiosk) == ["gent-7"] and begin(kiosk) == ()
    with pytest.raises(PackRefused, match="older"):
        maker.install(maker.pack(6), kiosk)
    confirmed(kiosk)
    assert state(kiosk).confirmed == (7,)


def test_strange_things_in_the_store(maker, kiosk):
    (kiosk / "Strange Name").mkdir()
    (kiosk / "file").write_text("x")
    (kiosk / "empty").mkdir()
    (kiosk / "loop").mkdir()
    (kiosk / "loop" / "now").symlink_to("now")
    (kiosk / "up").mkdir()
    (kiosk / "up" / "now").symlink_to("../../..")
    assert shown(kiosk)[0] == "gent-7" and begin(kiosk) == ()


@pytest.mark.parametrize("closed", [lambda store: store, lambda store: store.parent])
def test_who_may_not_read_the_store_is_told_so_and_not_that_it_is_empty(maker, kiosk, closed):
    settings = Settings()
    settings = replace(settings, packs=replace(settings.packs, folder=kiosk))
    file = maker.pack(8)
    closed(kiosk).chmod(0o700)
    assert ["cannot be read (Permission denied)" in one and "sudo" in one for one in as_nobody(shown, kiosk)] == [True]
    for does in (lambda: maker.install(file, kiosk), lambda: rollback(Namespace(name="gent", to=None), settings)):
        assert "packs' folder" in (said := as_nobody(does)) and "Permission denied" in said and "Use sudo" in said


def test_a_second_installation_waits_for_the_first(maker, store):
    """A stick and the network at once: neither throws away what the other unpacks."""
    eight = maker.pack(8)
    second = Thread(target=lambda: maker.install(eight, store))

    def meanwhile(manifest, folder):
        second.start()
        with open_folder(store / ASIDE) as aside, pytest.raises(BlockingIOError):
            fcntl.flock(aside, fcntl.LOCK_EX | fcntl.LOCK_NB)

    assert maker.install(maker.pack(7), store, try_on=meanwhile).changed
    second.join()
    assert shown(store) == ["gent-8"] and Shelf(store, "gent").versions == (8, 7)


@contextlib.contextmanager
def open_folder(folder):
    number = os.open(folder, os.O_RDONLY)
    yield number
    os.close(number)


def as_nobody(does, *arguments):
    """What it gives to somebody without rights on this machine, or what it is refused with."""
    if os.geteuid():
        pytest.skip("only root can become somebody else")
    reads, writes = os.pipe()
    if not (child := os.fork()):
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            told = does(*arguments)
        except PackRefused as refused:
            told = str(refused)
        except BaseException as fault:
            told = repr(fault)
        os.write(writes, json.dumps(told, default=repr).encode())
        os._exit(0)
    os.close(writes)
    os.waitpid(child, 0)
    with open(reads) as told:
        return json.load(told)


def test_a_program_that_grew_past_its_pack_shows_the_former_one(maker, store):
    maker.install(maker.pack(6), store)
    maker.install(maker.pack(7, program_until="0.1"), store)
    found = layers(store, program="0.2.0")
    assert [pack.manifest.label for pack in found.packs] == ["gent-6"]
    assert "not for program version 0.2.0" in found.said[0]


def test_two_versions_are_kept_and_rather_those_that_were_shown(maker, kiosk):
    for version in (8, 9):
        maker.install(maker.pack(version), kiosk)
    assert Shelf(kiosk, "gent").versions == (9, 6, 5)


def test_a_pack_for_each_layer_each_by_itself(maker, store):
    for name, layer in (("gent", "municipality"), ("oost", "province"), ("basis", "base")):
        maker.install(maker.pack(1, name=name, layer=layer), store)
    assert shown(store) == ["basis-1", "oost-1", "gent-1"]
    confirmed(store)
    maker.install(maker.pack(2, FILES, name="oost", layer="province"), store)
    for _ in range(4):
        begin(store)
    assert shown(store) == ["basis-1", "oost-1", "gent-1"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_installs_is_the_kiosks(maker, store):
    os.chown(store.parent, 65534, 65534)
    maker.install(maker.pack(7), store)
    maker.install(maker.pack(8), store)
    assert {path.lstat().st_uid for path in (store, *store.rglob("*"))} == {65534}
