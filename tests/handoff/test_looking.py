"""What `kiosk doctor` says of the desk, the outbox and the printer: real ones, each fault with what to do."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

import pytest
from fake_desk import KEY, FakeDesk
from fake_printer import FakePrinter

from kiosk import doctor
from kiosk.settings import Desk, Settings, TakeAlong
from kiosk.watching.findings import check_of


@pytest.fixture
def desk() -> Iterator[FakeDesk]:
    desk = FakeDesk()
    yield desk
    desk.close()


def said(**tables: object) -> dict[str, str]:
    """Name → "state: finding > remedy"."""
    settings = Settings(**tables)
    return {check.name: f"{check.state}: {check.finding} > {check.remedy}"
            for check in map(check_of, (*doctor.desk(settings), doctor.printer(settings)))}


def test_nothing_is_set():
    found = said()
    assert found["desk"].startswith("ok: No desk is set") and found["printer"].startswith("ok: No printer is set")
    assert "outbox" not in found


def test_all_is_well(desk, tmp_path):
    desk.do("hours", hours={"week": {"monday": ["09:00-12:00"]}, "exceptions": {}})
    printer = FakePrinter()
    found = said(desk=Desk(desk.address, KEY, tmp_path / "outbox"), take_along=TakeAlong("", printer.name))
    assert found["desk"] == f"ok: The desk {desk.address} answers, and takes this kiosk's key. > "
    assert found["outbox"].startswith("ok: What the desk must be told")
    assert found["printer"].endswith("answers, and has paper. > ")
    assert not (tmp_path / "outbox").exists() and printer.printed == []  # it only looks
    printer.close()


def test_a_desk_without_hours(desk, tmp_path):
    assert "knows no hours" in said(desk=Desk(desk.address, KEY, tmp_path))["desk"]


def test_a_wrong_key_a_wrong_address_and_a_foreign_page(desk, tmp_path):
    assert "refuses this kiosk's key. > Make a new one" in said(desk=Desk(desk.address, "x" * 20, tmp_path))["desk"]
    assert "cannot be reached. > Check desk.address" in said(desk=Desk("http://127.0.0.1:1", KEY, tmp_path))["desk"]
    for fault, sentence in (("html", "is not the desk"), ("redirect", "sends on to another address"),
                            ("500", "is not the desk (it says 500)")):
        desk.fault(fault)
        found = said(desk=Desk(desk.address, KEY, tmp_path))["desk"]
        assert found.startswith("fail: ") and sentence in found and found.split(" > ")[1]


def test_a_key_that_is_missing(tmp_path):
    assert "desk.key is not" in said(desk=Desk("https://desk.example.be", "", tmp_path))["desk"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(desk, tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    found = said(desk=Desk(desk.address, KEY, tmp_path / "outbox"))["outbox"]
    assert found.startswith("warn: ") and "sudo install -d" in found


def test_a_file_in_the_place_of_the_folder(desk, tmp_path):
    (tmp_path / "outbox").write_text("")
    assert said(desk=Desk(desk.address, KEY, tmp_path / "outbox"))["outbox"].startswith("warn: ")


def test_it_never_says_whether_somebody_waits(desk, tmp_path):
    before = said(desk=Desk(desk.address, KEY, tmp_path))["outbox"]
    (tmp_path / ("0" * 32)).write_bytes(b"")
    assert said(desk=Desk(desk.address, KEY, tmp_path))["outbox"] == before


def test_printers():
    def printer(name: str) -> str:
        return said(take_along=TakeAlong("", name))["printer"]

    assert printer("tcp:127.0.0.1:1").startswith("fail: The printer tcp:127.0.0.1:1 cannot be reached")
    assert "group lp" in printer("/dev/no-printer")
    assert "No USB printer dead:beef is connected" in printer("usb:dead:beef")
    empty, silent = FakePrinter(0, "no paper"), FakePrinter(dumb=True)
    assert "has no paper. > Put in a new roll." in printer(empty.name)
    assert "does not tell whether it has paper" in printer(silent.name)
    empty.close(), silent.close()
