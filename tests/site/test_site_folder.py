"""The folder: only what changed is written, only our own files are removed, and anybody else's folder is refused."""

from __future__ import annotations

import json

import pytest

from kiosk.site.folder import LIST, Folder, FolderError


def built(root, files: dict[str, bytes]) -> Folder:
    folder = Folder(root)
    folder.begin(files)
    for name, content in files.items():
        folder.put(name, content, [1])
    folder.finish()
    return folder


def contents(root) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*") if path.is_file() and path.name != LIST}


def test_a_second_build_writes_only_what_changed_and_removes_what_is_gone(tmp_path):
    root = tmp_path / "site"
    built(root, {"a/b/index.html": b"1", "c.css": b"2", "d.js": b"3"})
    before = (root / "c.css").stat().st_mtime_ns
    counts = built(root, {"c.css": b"2", "d.js": b"4"}).counts
    assert (counts.written, counts.same, counts.removed) == (1, 1, 1)
    assert contents(root) == {"c.css": b"2", "d.js": b"4"} and not (root / "a").exists()
    assert (root / "c.css").stat().st_mtime_ns == before


def test_a_folder_that_holds_something_else_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderError, match="holds other things"):
        Folder(tmp_path)
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}


def test_files_that_others_put_there_stay(tmp_path):
    root = tmp_path / "site"
    built(root, {"nl/x/index.html": b"1"})
    (root / "robots.txt").write_text("mine")
    (root / "nl" / "x" / "note.txt").write_text("mine too")
    built(root, {"index.html": b"2"})
    assert contents(root) == {"robots.txt": b"mine", "nl/x/note.txt": b"mine too", "index.html": b"2"}


def test_somebody_else_s_file_in_the_way_is_named_and_not_overwritten(tmp_path):
    root = tmp_path / "site"
    built(root, {"a.css": b"1"})
    (root / "index.html").write_text("mine")
    with pytest.raises(FolderError, match=r"index\.html stands in the way"):
        built(root, {"a.css": b"1", "index.html": b"2"})
    assert (root / "index.html").read_text() == "mine"


def test_a_build_that_was_cut_off_is_gone_on_with(tmp_path):
    root = tmp_path / "site"
    cut = Folder(root)
    cut.begin(["sound/a.mp3", "sound/b.mp3"])
    cut.put("sound/a.mp3", b"a", [[0, 10]])
    cut.pause()
    later = Folder(root)
    assert later.note("sound/a.mp3") == [[0, 10]] and later.note("sound/b.mp3") is None
    later.begin(["sound/a.mp3", "sound/b.mp3"])


def test_a_power_cut_before_anything_was_noted_leaves_a_folder_that_is_ours(tmp_path):
    root = tmp_path / "site"
    cut = Folder(root)
    cut.begin(["index.html"])
    (root / "index.html").write_text("half")
    assert built(root, {"index.html": b"whole"}).counts.written == 1


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside", "a/../../outside.txt", "link/outside.txt"])
def test_a_list_that_somebody_changed_reaches_nothing_outside(tmp_path, name):
    root = tmp_path / "site"
    (tmp_path / "outside.txt").write_text("safe")
    built(root, {"index.html": b"1"})
    (root / "link").symlink_to(tmp_path)
    told = json.loads((root / LIST).read_text())
    told["files"][name] = None
    (root / LIST).write_text(json.dumps(told))
    with pytest.raises(FolderError, match="outside the folder"):
        built(root, {"index.html": b"1"})
    assert (tmp_path / "outside.txt").read_text() == "safe"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"made_by": "something else", "files": {}}'])
def test_a_damaged_list_is_said_in_one_sentence(tmp_path, damage):
    root = tmp_path / "site"
    built(root, {"index.html": b"1"})
    (root / LIST).write_bytes(damage)
    with pytest.raises(FolderError, match="Empty the folder"):
        Folder(root)


def test_a_file_in_place_of_the_folder_is_said_in_one_sentence(tmp_path):
    (tmp_path / "site").write_text("a file")
    with pytest.raises(FolderError, match="is a file"):
        Folder(tmp_path / "site")


def test_a_full_disk_is_said_in_one_sentence(tmp_path, monkeypatch):
    folder = Folder(tmp_path / "site")
    folder.begin(["index.html"])

    def full(*_):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("os.replace", full)
    with pytest.raises(FolderError, match="No space left"):
        folder.put("index.html", b"1")
    assert not list((tmp_path / "site").glob("*.part"))
