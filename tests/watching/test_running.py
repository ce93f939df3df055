"""What the running kiosk says of itself, and that nothing in it is about a visit."""

from __future__ import annotations

import json

import pytest

from kiosk.watching.running import NAME, Health, Teller, read_health

HOW = Health("V3D 4.2", "on", True, ("ar",), 33, 0)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_once_a_minute_however_often_it_is_called(tmp_path):
    clock, looked = Clock(), []
    teller = Teller(lambda: looked.append(clock.now) or HOW, str(tmp_path), clock)
    for clock.now in (100.0, 101.0, 159.9, 160.0, 161.0, 220.0):
        teller.tell()
    assert looked == [100.0, 160.0, 220.0]
    assert read_health(tmp_path / NAME) == Health("V3D 4.2", "on", True, ("ar",), 33, 0, 220.0)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600 and len(list(tmp_path.iterdir())) == 1


def test_only_these_things_are_said(tmp_path):
    """Whoever adds one must think of who stands there: it may not change with what somebody does."""
    Teller(lambda: HOW, str(tmp_path), Clock()).tell()
    assert json.loads((tmp_path / NAME).read_text()).keys() == {
        "renderer", "sound", "voice", "silent", "walkthroughs", "left_out", "at"}


def test_without_an_init_system_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    Teller(lambda: HOW).tell()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    Teller(lambda: HOW, str(tmp_path / "file"), Clock()).tell()
    Teller(lambda: HOW, "/proc/nowhere", Clock()).tell()


@pytest.mark.parametrize("junk", [
    "", "null", "[]", "{}", '{"renderer": 3}', "[" * 70_000, '{"renderer":[],"sound":"on","voice":true,"silent":[],'
    '"walkthroughs":1,"left_out":0,"at":1}', '{"renderer":"","sound":"on","voice":true,"silent":3,"walkthroughs":1,'
    '"left_out":0,"at":1}', '{"renderer":"","sound":"on","voice":true,"silent":[],"walkthroughs":"many","left_out":0,'
    '"at":1}', '{"renderer":"","sound":"on","voice":true,"silent":[],"walkthroughs":1,"left_out":0,"at":"12"}'])
def test_what_another_program_wrote_there_is_nothing(tmp_path, junk):
    (tmp_path / NAME).write_text(junk)
    assert read_health(tmp_path / NAME) is None
