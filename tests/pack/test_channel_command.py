"""`kiosk pack publish`, `fetch`, `from-stick` as administrators meet them: words, exit codes, what doctor is told."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import requests
from static_server import StaticServer

from kiosk.doctor import Machine
from kiosk.pack import channel_command, keys
from kiosk.pack.build import add_signature, build
from kiosk.pack.channel_arguments import channel_arguments
from kiosk.pack.channel_report import ALARM, LATER, OK, Report, keep, last, look_at_channel
from kiosk.pack.channel_transfer import Server
from kiosk.pack.stick import said, waiting
from kiosk.pack.store import packs
from kiosk.settings import Settings
from kiosk.watching.findings import check_of

FILES = Path(__file__).parents[2] / "deploy" / "raspberrypi" / "files"
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
RIGHT, UNSURE = (Machine(clock_synchronised=lambda answer=answer: answer) for answer in ("yes", "no"))


@pytest.fixture
def settings(tmp_path) -> Settings:
    plain = Settings()
    return replace(plain, packs=replace(plain.packs, folder=tmp_path / "packs", keys=tmp_path / "etc"))


@pytest.fixture
def pack(tmp_path) -> Path:
    secret, public = keys.make(tmp_path / "makers" / "gent")
    (tmp_path / "etc").mkdir()
    shutil.copy(public, tmp_path / "etc")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "pack.toml").write_text('name = "gent"\nlayer = "municipality"\ntitle = "Stad Gent"\n')
    (tmp_path / "content" / "words.txt").write_text("een")
    file = build(tmp_path / "content", tmp_path / "made", 1, date.today())
    add_signature(file, lambda raw, signatures: keys.signed(raw, signatures, secret))
    return file


@pytest.fixture
def kiosk(settings):
    """`kiosk pack …`: the exit code."""
    parser = argparse.ArgumentParser()
    channel_arguments(parser.add_subparsers(), lambda chosen: settings)

    def call(*words: object) -> int:
        chosen = parser.parse_args([str(word) for word in words])
        return chosen.call(chosen)

    return call


def fetch(settings: Settings, machine: Machine = RIGHT, sure: bool = False) -> int:
    return channel_command.fetch(argparse.Namespace(clock_is_right=sure), settings, machine, Server(requests.Session()))


def test_from_nothing_to_a_kiosk_that_has_it(tmp_path, settings, pack, kiosk, capsys):
    published, all_keys = tmp_path / "www", tmp_path / "keys"
    assert kiosk("publish", published, "--new", "--keys", all_keys) == 0
    told = capsys.readouterr().out
    assert "root-1.key" in told and "online.key" in told and "1.root.json" in told
    # The keys part: the online key goes to a machine of its own.
    (tmp_path / "online").mkdir()
    (all_keys / "online.key").rename(tmp_path / "online" / "online.key")
    assert kiosk("publish", published, pack, "--keys", all_keys) == 0
    assert "gent-1 is published: Stad Gent." in (told := capsys.readouterr().out)
    assert "--refresh" in told
    assert kiosk("publish", published, "--refresh", "--keys", tmp_path / "online") == 0
    shutil.copy(published / "metadata" / "1.root.json", tmp_path / "etc" / "root.json")
    server = StaticServer(published)
    settings = replace(settings, channel=replace(settings.channel, address=server.address))
    capsys.readouterr()
    assert fetch(settings) == 0
    assert capsys.readouterr().out.startswith("New: gent 1 (")
    assert [one.version for one in packs(tmp_path / "packs")] == [1]
    report = last(tmp_path / "channel")
    assert (report.kind, report.good) == (OK, report.at)
    assert timedelta(days=13) < report.expires - datetime.now(UTC) < timedelta(days=15)
    server.close()
    assert fetch(settings) == 75
    later = last(tmp_path / "channel")
    assert (later.kind, later.good) == (LATER, report.good)
    assert look_at_channel(tmp_path / "channel", datetime.now(UTC))[0] == "ok"


def test_a_lost_key_is_replaced_in_words(tmp_path, pack, kiosk, capsys):
    published, all_keys = tmp_path / "www", tmp_path / "keys"
    kiosk("publish", published, "--new", "--keys", all_keys)
    (all_keys / "targets.key").unlink()
    assert kiosk("publish", published, pack, "--keys", all_keys) == 2
    assert "The targets key of this repository is not in" in capsys.readouterr().err
    assert kiosk("publish", published, pack, "--new-root", "--replace", "targets", "--keys", all_keys) == 0
    told = capsys.readouterr().out
    assert "targets-v2.key" in told and "gent-1 is published" in told and "Renewed" in told


@pytest.mark.parametrize("words", [["--new"], ["--new", "--keys", "a", "--keys", "b"], ["--refresh"], []])
def test_what_cannot_be_published_is_one_sentence(tmp_path, pack, kiosk, capsys, words):
    assert kiosk("publish", tmp_path / "www", *words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_what_root_takes_from_a_stick_is_the_kiosks(pack, settings, memory, tmp_path):
    state = memory / "state"
    state.mkdir()
    shutil.copytree(pack.parent, memory / "stick")
    shutil.copytree(tmp_path / "etc", memory / "etc")
    os.chown(state, 65534, 65534)
    settings = replace(settings, packs=replace(settings.packs, folder=state / "packs", keys=memory / "etc"))
    if not (child := os.fork()):                          # who has become the owner cannot go back
        os._exit(channel_command.from_stick(
            argparse.Namespace(path=memory / "stick", dry_run=False, install=False), settings))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [offer.name for offer in waiting(state / "incoming")] == ["gent"]
    assert {path.stat().st_uid for path in state.rglob("*")} == {65534}


def test_while_a_stick_is_read_the_page_says_so_and_nothing_of_the_stick_before(tmp_path, pack, kiosk, monkeypatch):
    incoming, seen = tmp_path / "incoming", []
    assert kiosk("from-stick", pack.parent) == 0
    real = channel_command.see

    def see(file, keys):
        seen.append((said(incoming), waiting(incoming)))
        if len(seen) > 2:
            os.kill(os.getpid(), signal.SIGTERM)          # systemd: that takes too long
        return real(file, keys)

    monkeypatch.setattr(channel_command, "see", see)
    assert kiosk("from-stick", pack.parent) == 0
    assert seen == [("A stick is being read. Leave it in until it says here what is on it.", [])] * 2
    assert waiting(incoming) != [] and said(incoming).startswith("To confirm")
    assert kiosk("from-stick", pack.parent) == 2
    assert waiting(incoming) == [] and said(incoming).startswith("Reading the stick took too long.")


def test_a_folder_that_cannot_be_served_leaves_no_keys_behind_and_no_list_holds_no_time(tmp_path, kiosk, capsys):
    assert kiosk("publish", "/proc/nowhere", "--new", "--keys", tmp_path / "keys") == 2
    assert "cannot be written" in capsys.readouterr().err and not (tmp_path / "keys").exists()
    for days in ("-3", "0", "5000", "many"):
        with pytest.raises(SystemExit):
            kiosk("publish", tmp_path / "www", "--days", days)
        assert "Write a whole number from 1 to 730" in capsys.readouterr().err


def test_without_an_address_nothing_is_asked_and_nothing_is_wrong(settings, tmp_path, capsys):
    assert fetch(settings) == 0
    assert "channel.address is empty" in capsys.readouterr().err and not (tmp_path / "channel").exists()


def test_before_the_clock_is_right_nothing_is_asked(settings, tmp_path, capsys):
    settings = replace(settings, channel=replace(settings.channel, address="http://127.0.0.1:1"))
    assert fetch(settings, UNSURE) == 75
    assert "No time server has confirmed the clock" in capsys.readouterr().err
    assert fetch(settings, UNSURE, sure=True) == 1                # root.json is missing: that far it came
    assert "root.json cannot be read" in capsys.readouterr().err
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "root.json").write_text("{}")
    assert fetch(settings) == 1
    assert "is not whole" in capsys.readouterr().err


def test_the_stick_waits_or_says_why_not(tmp_path, pack, kiosk, capsys):
    incoming = tmp_path / "incoming"
    assert kiosk("from-stick", pack.parent, "--dry-run") == 0
    assert "gent 1" in capsys.readouterr().out and not incoming.exists()
    assert kiosk("from-stick", pack.parent) == 0
    assert [offer.title for offer in waiting(incoming)] == ["Stad Gent"] and not packs(tmp_path / "packs")
    (tmp_path / "empty").mkdir()
    shutil.rmtree(incoming)
    incoming.symlink_to("/proc/nowhere")
    assert kiosk("from-stick", pack.parent) == 2 and "cannot be written" in capsys.readouterr().err
    incoming.unlink()
    assert kiosk("from-stick", tmp_path / "empty") == 2
    assert waiting(incoming) == [] and said(incoming).startswith("There is no pack on this stick")
    assert kiosk("from-stick", pack.parent, "--install") == 0
    assert [one.name for one in packs(tmp_path / "packs")] == ["gent"]


@pytest.mark.parametrize(("report", "state", "words"), [
    (None, "warn", "never been fetched"),
    (Report(NOW, OK, "Nothing new."), "ok", "Nothing new."),
    (Report(NOW, ALARM, "gent is refused: why."), "fail", "gent is refused"),
    (Report(NOW, LATER, "No network.", good=NOW - timedelta(hours=5)), "ok", "No network."),
    (Report(NOW, LATER, "No network.", good=NOW - timedelta(days=4)), "warn", "since 2026-11-23: No network."),
    (Report(NOW, LATER, "No network.", good=NOW - timedelta(days=20), expires=NOW - timedelta(days=6)), "fail",
     "past its date (2026-11-21). The kiosk keeps it."),
])
def test_what_doctor_is_told(tmp_path, report, state, words):
    if report:
        keep(tmp_path, report)
        assert last(tmp_path) == report
    found = check_of(look_at_channel(tmp_path, NOW))
    assert found.state == state and words in found.finding and (state == "ok") == (not found.remedy)


def test_what_the_kiosk_itself_loads_of_this_is_small():
    """Its start and its memory have a budget; fetching and looking at sticks are processes of their own."""
    loaded = subprocess.run([sys.executable, "-c", "import sys, kiosk.pack.stick, kiosk.pack.channel_report; "
                             "print(*sys.modules)"], cwd=FILES.parents[2], check=True, capture_output=True, text=True)
    assert not {"tuf", "securesystemslib", "cryptography", "requests", "yaml"} & set(loaded.stdout.split())


def test_a_report_that_a_power_cut_spoiled_is_none(tmp_path):
    (tmp_path / "last.json").write_bytes(b'{"at": ')
    assert last(tmp_path) is None


def test_the_script_mounts_what_the_rule_sends_and_is_clean():
    script = (FILES / "lib" / "stick").read_text()
    rule = (FILES / "etc" / "kiosk-stick.rules").read_text()
    sent = re.search(r'ID_FS_TYPE\}=="([^"]+)"', rule)[1].split("|")
    assert sent == re.findall(r"vfat|exfat|ext4", script[script.index("case"):])[:3]
    assert "ro,nosuid,nodev,noexec" in script
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    assert subprocess.run(["shellcheck", FILES / "lib" / "stick"], check=False).returncode == 0


@pytest.mark.parametrize("unit", ["kiosk-packs.service", "kiosk-stick@.service", "kiosk-stick-admit.service"])
def test_the_units_are_locked(unit):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager",
                           FILES / "systemd" / unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr
