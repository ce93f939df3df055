"""A clip on the shelf is whole or it is not there, whatever happens to the machine."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.speech.shelf import Shelf, StoreFull

ROOM = 1_000_000
OGG = os.urandom(20_000)
ABOUT = json.dumps({"seconds": 2.5, "times": [0, 410], "size": 20_000, "sha256": "0" * 64}).encode()


def key(name: object) -> str:
    return hashlib.sha256(str(name).encode()).hexdigest()[:32]


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path, ROOM)


def test_a_clip_is_found_again_by_the_next_process(shelf, tmp_path):
    shelf.put(key(1), OGG, 2.5, (0, 410))
    found = Shelf(tmp_path, ROOM).get(key(1))
    assert found.path.read_bytes() == OGG and found.path.parent.name == key(1)[:2]
    assert (found.seconds, found.times) == (2.5, (0, 410))
    assert shelf.get(key(2)) is None
    assert shelf.missing([key(2), key(1), key(3), key(2)]) == [key(2), key(3)]


def test_a_clip_is_replaced_by_a_newer_one(shelf):
    shelf.put(key(1), OGG, 2.5, (0, 410))
    shelf.put(key(1), OGG[:500], 1.0, ())
    assert shelf.get(key(1)).seconds == 1.0
    assert shelf.used < 1000


@pytest.mark.parametrize("key", ["", "../../etc/x", "nl", "3F8A0000", "3f8a/0000"])
def test_only_a_number_is_a_key(shelf, key):
    with pytest.raises(ValueError, match="no key"):
        shelf.get(key)


@pytest.mark.parametrize("harm", [
    lambda ogg, about: ogg.write_bytes(OGG[:12_345]),                        # torn
    lambda ogg, about: ogg.write_bytes(OGG[:9_000] + bytes(11_000)),         # a hole, as after a power cut
    lambda ogg, about: ogg.unlink(),
    lambda ogg, about: about.unlink(),
    lambda ogg, about: about.write_bytes(about.read_bytes()[:30]),
    lambda ogg, about: about.write_bytes(b""),
    lambda ogg, about: about.write_bytes(b"\xff\xfe\x00"),
    lambda ogg, about: about.write_bytes(b"[1, 2]"),
    lambda ogg, about: about.write_bytes(ABOUT),                             # the json of another clip
    lambda ogg, about: about.write_bytes(about.read_bytes().replace(b"2.5", b'"long"')),
])
def test_a_damaged_clip_counts_as_missing_and_makes_room(shelf, tmp_path, harm):
    shelf.put(key(1), OGG, 2.5, (0, 410))
    shelf.put(key(2), OGG, 2.5, (0, 410))
    found = shelf.get(key(1)).path
    harm(found, found.with_suffix(".json"))
    assert shelf.missing([key(1), key(2)]) == [key(1)]
    assert files(tmp_path) == {f"{key(2)}.ogg", f"{key(2)}.json"}
    assert shelf.used == sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file())
    shelf.put(key(1), OGG, 2.5, (0, 410))
    assert shelf.missing([key(1), key(2)]) == []


def test_nothing_tells_when_a_clip_was_made_or_heard(shelf, tmp_path):
    for number in range(3):
        shelf.put(key(number), OGG, 2.5, ())
    for number in range(3):
        shelf.get(key(number)).path.read_bytes()
    shelf.sweep({key(0)})
    paths = [path for path in tmp_path.rglob("*")]
    assert len({path.stat().st_mtime for path in [tmp_path, *paths]}) == 1
    assert {path.stat().st_atime for path in paths if path.is_file()} == {2_114_380_800}


def test_a_shelf_that_is_full_refuses_and_keeps_what_it_has(tmp_path):
    shelf = Shelf(tmp_path, 50_000)
    shelf.put(key(1), OGG, 2.5, ())
    shelf.put(key(2), OGG, 2.5, ())
    with pytest.raises(StoreFull, match=r"^[^.]* MB .*: allow them more, or take a language or a voice away\.$"):
        shelf.put(key(3), OGG, 2.5, ())
    assert shelf.missing([key(1), key(2), key(3)]) == [key(3)]
    shelf.put(key(2), OGG, 2.5, ())                   # in its own place there is room
    assert shelf.sweep({key(1)}) == 1
    shelf.put(key(3), OGG, 2.5, ())


def test_a_disk_that_is_full_is_told_and_leaves_no_half_clip(tmp_path):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"mounting is not permitted: {mounted.stderr.decode().strip()}")
    try:
        shelf, made = Shelf(tmp_path, ROOM), []
        with pytest.raises(StoreFull, match="is full: make room"):
            for number in range(10):
                shelf.put(key(number), OGG, 2.5, ())
                made.append(key(number))
        assert made and shelf.missing(made) == []
        assert files(tmp_path) == {f"{name}.{kind}" for name in made for kind in ("ogg", "json")}
        shelf.sweep(set())
        shelf.put(key("again"), OGG, 2.5, ())
    finally:
        subprocess.run(["umount", tmp_path], check=True)


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.speech.shelf import Shelf
calls, fsync = 0, os.fsync
def killed(file):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(file)
os.fsync = killed
Shelf(Path(sys.argv[1]), 10**6).put(sys.argv[3], b"new" * 5000, 1.0, (0,))
"""


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("moment", [1, 2, 3, 4])     # the ogg, its folder, the json, its folder
def test_a_builder_killed_while_it_writes_leaves_a_whole_clip_or_none(shelf, tmp_path, moment, old):
    shelf.put(key("other"), OGG, 2.5, ())
    if old:
        shelf.put(key("x"), OGG, 2.5, ())
    builder = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(moment), key("x")])
    assert builder.returncode == -signal.SIGKILL
    shelf = Shelf(tmp_path, ROOM)
    found = shelf.get(key("x"))
    if found:
        assert found.path.read_bytes() in (OGG, b"new" * 5000)
    assert (found is not None) == (moment == 4 or old and moment == 1)
    shelf.sweep({key("x"), key("other")})
    assert all(name.endswith((".ogg", ".json")) for name in files(tmp_path))
    assert shelf.missing([key("other")]) == []
    shelf.put(key("x"), OGG, 2.5, ())
    assert shelf.get(key("x")).seconds == 2.5
