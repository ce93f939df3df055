"""What `kiosk lockdown files` writes for kiosk-setup, and when it would rather not."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.lockdown import command
from kiosk.lockdown.sound import cards

STICK = Path(__file__).parents[2] / "deploy/raspberrypi/files/lib/usb-stick"
BACKLIGHT = STICK.with_name("backlight")


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Writes the files for some settings, while ``peers`` are logged in over ssh; the exit code and the folder."""
    def make(text: str = "", peers: tuple[str, ...] = ()) -> tuple[int, Path]:
        monkeypatch.setattr(command, "_from_where", lambda: list(peers))
        settings = tmp_path / "kiosk.toml"
        settings.write_text(text)
        folder = tmp_path / "made"
        return main(["lockdown", "--settings", str(settings), "files", str(folder), "--user", "nobody"]), folder

    return make


def names(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_by_default_there_is_a_firewall_and_all_else_is_as_it_was(made):
    code, folder = made()
    assert code == 0 and names(folder) == ["etc/kiosk/firewall.nft"]


def test_without_a_firewall_none_is_written(made):
    code, folder = made("lockdown.firewall = false")
    assert code == 0 and names(folder) == []


@pytest.mark.parametrize("peer", ["10.1.2.3", "2001:db8::7"])
def test_whoever_sits_here_over_ssh_is_not_shut_out(made, capsys, peer):
    code, folder = made(peers=(peer,))
    said = capsys.readouterr().err
    assert code == 1 and not folder.exists() and f"from {peer}, and would be shut out" in said
    assert f'lockdown.admin_networks = ["{peer}/' in said
    assert made('lockdown.admin_networks = ["10.1.0.0/16", "2001:db8::/32"]', (peer, "127.0.0.1"))[0] == 0


def test_without_a_network_the_names_are_asked_again_later(tmp_path, capsys, monkeypatch):
    def nobody(host: str) -> list[str]:
        raise OSError(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(command.firewall.elements, "__defaults__", (nobody,))
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[desk]\naddress = "https://desk.example.be"\nkey = "abcdefghijklmnop"\n')
    assert main(["lockdown", "--settings", str(settings), "names"]) == os.EX_TEMPFAIL
    assert "desk.example.be has no address now" in capsys.readouterr().err


@pytest.mark.parametrize("text", ['[lockdown]\nadmin_networks = ["office"]', "[lockdown\n", "lockdown.reach = 3"])
def test_settings_that_are_wrong_about_the_network_change_nothing(made, capsys, text):
    code, folder = made(text)
    assert code == 1 and not folder.exists() and "kiosk.toml:" in capsys.readouterr().err


def test_a_user_that_is_not_there_is_a_sentence(tmp_path, capsys):
    assert main(["lockdown", "files", str(tmp_path / "x"), "--user", "no-such-user"]) == 1
    assert "install the package" in capsys.readouterr().err


def test_weston_takes_the_place_of_xorg_only_where_it_is_installed(made, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    _, folder = made('panel.backend = "weston"')
    unit = (folder / "etc/systemd/system/kiosk-x.service.d/90-weston.conf").read_text()
    assert "ExecStart=\nExecStart=/usr/bin/weston" in unit
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert made('panel.backend = "weston"')[0] == 1
    assert "apt-get install weston xwayland" in capsys.readouterr().err


def test_alsa_speaks_through_the_card_of_that_name(made):
    """Asked of ALSA's own library, which looks for the card and says that it is not here."""
    _, folder = made('sound.card = "NoSuchCard"')
    try:
        ctypes.CDLL("libasound.so.2")
    except OSError:
        pytest.skip("libasound2 is not installed")
    ask = ("import ctypes; alsa = ctypes.CDLL('libasound.so.2'); "
           "alsa.snd_pcm_open(ctypes.byref(ctypes.c_void_p()), b'default', 0, 0)")
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False, env=os.environ | {
        "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{folder}/etc/asound.conf"}).stderr
    assert "cannot find card 'NoSuchCard'" in said


def test_cards_go_by_name(tmp_path):
    (tmp_path / "proc/asound").mkdir(parents=True)
    (tmp_path / "proc/asound/cards").write_text(
        " 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n                      vc4-hdmi-0\n"
        " 1 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n                      bcm2835 Headphones\n")
    assert cards(tmp_path) == ["vc4hdmi0", "Headphones"]


def test_without_usbguard_the_stick_is_simply_there(tmp_path):
    for name in ("sh", "sed", "printf"):
        (tmp_path / name).symlink_to(shutil.which(name))
    assert subprocess.run([STICK, "admit"], env={"PATH": str(tmp_path)}, check=False).returncode == 0


def test_the_light_behind_the_glass_goes_out_and_comes_back(tmp_path):
    light = tmp_path / "sys/class/backlight/10-0045/bl_power"
    light.parent.mkdir(parents=True)
    light.write_text("0\n")
    dark = tmp_path / "run/kiosk/dark"
    dark.parent.mkdir(parents=True)
    for there, power in ((True, "4"), (False, "0")):
        dark.touch() if there else dark.unlink()
        subprocess.run([BACKLIGHT, str(tmp_path)], check=True)
        assert light.read_text().strip() == power
