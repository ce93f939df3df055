"""Whatever goes wrong at whichever moment: a kiosk shows the old pack or the new one, whole, and never neither."""

from __future__ import annotations

import shutil
import subprocess
from itertools import count

import pytest
from faults import disk_full, failing, killed_at
from packing import FILES, confirmed, shown, state

from kiosk.pack import install as installing
from kiosk.pack.layers import begin
from kiosk.pack.refused import PackRefused
from kiosk.pack.store import ASIDE, Shelf, locked

NEW = FILES | {"walkthroughs/eigen/walkthrough.yaml": b"number: 2001\ntitle: Nieuw\n"}


@pytest.fixture
def before(maker, store):
    """A kiosk with three versions, the last of which was confirmed."""
    folder = store
    for version in (4, 5, 6):
        maker.install(maker.pack(version), folder)
        confirmed(folder)
    assert shown(folder) == ["gent-6"]
    return folder


def stores(before):
    """The same kiosk again and again."""
    for number in count(1):
        store = before.with_name("again")
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(before, store, symlinks=True)
        yield number, store


def test_killed_at_each_step_of_an_installation(maker, before):
    file = maker.pack(7, NEW)
    seen = set()
    for step, store in stores(before):
        if not killed_at(step, lambda store=store: maker.install(file, store)):
            break
        [now] = shown(store)
        assert now in ("gent-6", "gent-7"), step
        assert maker.install(file, store).version == 7, step        # and the next attempt needs no help
        assert shown(store) == ["gent-7"]
        assert list((store / ASIDE).iterdir()) == []
        seen.add(now)
    assert seen == {"gent-6", "gent-7"} and step > 30


def test_the_disk_is_full_at_each_step_of_an_installation(maker, before):
    file = maker.pack(7, NEW)
    refusals = 0
    for step, store in stores(before):
        with failing(step, disk_full) as done:
            try:
                maker.install(file, store)
                changed = True
            except PackRefused as refused:
                assert "no room" in refused.sentence and "Free" in refused.remedy
                changed, refusals = False, refusals + 1
        assert shown(store) == ["gent-7" if changed else "gent-6"], (step, done[-1])
        assert list((store / ASIDE).iterdir() if (store / ASIDE).exists() else ()) == []
        maker.install(file, store)
        assert shown(store) == ["gent-7"]
        if len(done) < step:
            break
    assert refusals > 30


def test_killed_at_each_step_of_a_roll_back(maker, before):
    maker.install(maker.pack(7, NEW), before)
    confirmed(before)

    def back(store):
        with locked(store):
            Shelf(store, "gent").put_back(6)

    for step, store in stores(before):
        killed = killed_at(step, lambda store=store: back(store))
        assert shown(store) in (["gent-6"], ["gent-7"])
        if 7 in state(store).refused:                               # it was noted: the next start does what was meant
            begin(store)
            assert shown(store) == ["gent-6"]
        if not killed:
            break
    assert shown(store) == ["gent-6"] and step > 3


def test_killed_at_each_step_of_starting_and_confirming(maker, before):
    maker.install(maker.pack(7, NEW), before)
    for what in (begin, confirmed):
        for step, store in stores(before):
            killed = killed_at(step, lambda store=store, what=what: what(store))
            assert shown(store) == ["gent-7"]
            begin(store)
            confirmed(store)
            assert state(store).confirmed == (5, 6, 7)
            if not killed:
                break


def test_a_disk_that_is_really_full(maker, tmp_path, monkeypatch):
    """A small disk of memory; what the kiosk keeps free is switched off, so that the writing itself fails."""
    store = tmp_path / "small"
    store.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", store], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        maker.install(maker.pack(6), store)
    except PackRefused as refused:
        assert "no room" in refused.sentence and "Free at least 3" in refused.remedy   # 32 MB are kept free
    try:
        monkeypatch.setattr(installing, "SPARE", -(1 << 40))
        maker.install(maker.pack(6), store)
        confirmed(store)
        with pytest.raises(PackRefused, match="no room"):
            maker.install(maker.pack(7, FILES | {"recordings/nl/0b.ogg": bytes(500_000)}), store)
        assert shown(store) == ["gent-6"] and list((store / ASIDE).iterdir()) == []
        maker.install(maker.pack(8), store)
        assert shown(store) == ["gent-8"]
    finally:
        subprocess.run(["umount", store], check=True)
