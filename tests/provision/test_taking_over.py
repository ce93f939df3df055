"""A right file on the card becomes the kiosk's settings, once; and what is secret does not stay on the card."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path

import pytest
from cards import KEY, PASSWORD, WHOLE

from kiosk.provision.command import forgets
from kiosk.provision.machine import usual
from kiosk.provision.plan import keyfile


def test_everything_in_it_is_where_it_belongs(kiosk):
    code, said = kiosk.with_card(WHOLE)
    assert code == 0 and "taken over" in said
    settings = kiosk.settings()
    assert (settings.site.name, settings.site.languages, settings.panel.rotation) == ("Digipunt Gent", ("nl", "ar"), 90)
    assert (settings.desk.address, settings.desk.key) == ("https://desk.example.be", KEY)
    assert kiosk.settings_file.stat().st_mode & 0o777 == 0o640
    wifi = configparser.ConfigParser(interpolation=None)
    wifi.read(kiosk.wifi)
    assert (wifi["wifi"]["ssid"], wifi["wifi-security"]["psk"]) == ("Bib Gent", PASSWORD)
    assert kiosk.wifi.stat().st_mode & 0o777 == 0o600, "NetworkManager passes over what others may read"
    assert (kiosk.root / "etc/hostname").read_text() == "kiosk-leeszaal\n"
    assert "127.0.1.1\tkiosk-leeszaal\n" in (kiosk.root / "etc/hosts").read_text()
    assert str((kiosk.root / "etc/localtime").readlink()) == "/usr/share/zoneinfo/Europe/Brussels"
    assert (kiosk.root / "etc/kiosk/authorized_keys").read_text().startswith("ssh-ed25519 ")
    assert kiosk.report() == {"state": "taken", "faults": []} and kiosk.page.exists()


def test_secrets_are_gone_from_the_card_and_the_rest_of_it_is_as_it_was(kiosk):
    kiosk.with_card(WHOLE)
    card = kiosk.card.read_text()
    assert KEY not in card and PASSWORD not in card
    untouched = [line for line in WHOLE.splitlines() if KEY not in line and PASSWORD not in line]
    assert [line for line in card.splitlines() if "the kiosk took it on" not in line] == untouched
    assert card.count("the kiosk took it on") == 2
    assert list(kiosk.boot.iterdir()) == [kiosk.card]


def test_no_secret_is_said_aloud(kiosk):
    kiosk.card.write_text(WHOLE)
    _, planned = kiosk.start("--dry-run", "--diff")
    _, done = kiosk.start("--diff")
    assert "+address" in planned and "+key = \"•••\"" in planned and "ssid=Bib Gent" in done
    assert KEY not in planned + done and PASSWORD not in planned + done


def test_a_second_start_does_nothing(kiosk):
    kiosk.with_card(WHOLE)
    before, card = kiosk.everything(), kiosk.card.stat()
    code, said = kiosk.start()
    assert code == 0 and "Nothing to do" in said
    assert kiosk.everything() == before and kiosk.card.stat() == card
    assert not kiosk.page.exists(), "what was new yesterday is not shown today"


def test_what_was_changed_on_the_machine_itself_stays_until_the_card_changes(kiosk):
    kiosk.with_card(WHOLE)
    kiosk.settings_file.write_text(kiosk.settings_file.read_text().replace("Gent", "Zuid"))
    kiosk.start()
    assert kiosk.settings().site.name == "Digipunt Zuid"
    kiosk.with_card(kiosk.card.read_text().replace("21.5", "15.6"))
    assert kiosk.settings().site.name == "Digipunt Gent"


def test_a_changed_file_is_taken_over_and_keeps_the_secrets_that_the_kiosk_knows(kiosk):
    kiosk.with_card(WHOLE)
    code, _ = kiosk.with_card(kiosk.card.read_text().replace("Digipunt Gent", "Digipunt Brugge"))
    assert code == 0
    assert (kiosk.settings().site.name, kiosk.settings().desk.key) == ("Digipunt Brugge", KEY)
    assert f"psk={PASSWORD}" in kiosk.wifi.read_text()


def test_a_new_key_replaces_the_former(kiosk):
    kiosk.with_card(WHOLE)
    kiosk.with_card(kiosk.card.read_text().replace("[machine]", '[machine]\nwifi_password = "nieuw woord"').replace(
        "[desk]", '[desk]\nkey = "another-key-of-the-desk"'))
    assert kiosk.settings().desk.key == "another-key-of-the-desk"
    assert "psk=nieuw woord" in kiosk.wifi.read_text() and "nieuw woord" not in kiosk.card.read_text()


def test_the_key_of_one_desk_is_never_told_to_another(kiosk):
    kiosk.with_card(WHOLE)
    code, said = kiosk.with_card(kiosk.card.read_text().replace("desk.example.be", "desk.elsewhere.be"))
    assert code == 1 and "desk.key is not" in said
    assert kiosk.settings().desk.address == "https://desk.example.be"


def test_another_network_needs_its_own_password(kiosk):
    kiosk.with_card(WHOLE)
    code, said = kiosk.with_card(kiosk.card.read_text().replace("Bib Gent", "Bib Brugge"))
    assert code == 1 and "machine.wifi_name has no password" in said
    assert "ssid=Bib Gent" in kiosk.wifi.read_text()
    assert kiosk.with_card('[machine]\nwifi_name = ""\n')[0] == 0 and not kiosk.wifi.exists()


def test_what_the_file_leaves_out_of_the_machine_stays(kiosk):
    kiosk.with_card(WHOLE)
    before = kiosk.everything()
    assert kiosk.with_card('[site]\nname = "Elders"\n')[0] == 0
    after = kiosk.everything()
    assert {name for name in before if before[name] != after[name]} == {"etc/kiosk/kiosk.toml", "etc/kiosk/card.sha256"}


@pytest.mark.parametrize("text", ["", "\n", "# nog niets\n", "[site]\n[machine]\n", usual()])
def test_a_file_that_says_nothing_changes_nothing(kiosk, text):
    kiosk.with_card(WHOLE)
    before = kiosk.everything()
    code, said = kiosk.with_card(text)
    assert code == 0 and "nothing" in said
    assert kiosk.everything() == before


def test_without_a_file_nothing_happens(kiosk):
    assert kiosk.start() == (0, f"There is no kiosk.toml on {kiosk.boot}.\n")
    assert list(kiosk.root.rglob("*")) == [kiosk.root / "etc", kiosk.root / "etc/hosts"]


def test_a_dry_run_changes_nothing(kiosk):
    kiosk.card.write_text(WHOLE)
    before = kiosk.everything()
    code, said = kiosk.start("--dry-run")
    assert code == 0 and f"write  {kiosk.settings_file}" in said and "dry run" in said
    assert kiosk.everything() == before and kiosk.card.read_text() == WHOLE
    assert not (kiosk.root / "run").exists()


def test_on_a_read_only_root_what_is_a_link_into_the_writable_folder_is_written_there(kiosk):
    (kiosk.root / "etc/hostname").symlink_to("kiosk/hostname")
    (kiosk.root / "etc/localtime").symlink_to("kiosk/localtime")
    kiosk.with_card(WHOLE)
    assert (kiosk.root / "etc/hostname").is_symlink() and (kiosk.root / "etc/localtime").readlink().parts[0] == "kiosk"
    assert (kiosk.root / "etc/kiosk/hostname").read_text() == "kiosk-leeszaal\n"
    assert str((kiosk.root / "etc/kiosk/localtime").readlink()) == "/usr/share/zoneinfo/Europe/Brussels"


@pytest.fixture
def installed(kiosk):
    (kiosk.root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\nkiosk:x:990:990::/run/kiosk:/usr/sbin/nologin\n")
    return kiosk


def test_what_the_card_says_of_the_network_and_the_sound_holds_without_another_command(installed):
    firewall, asound = installed.root / "etc/kiosk/firewall.nft", installed.root / "etc/kiosk/asound.conf"
    (installed.root / "etc/asound.conf").symlink_to("kiosk/asound.conf")  # as on the image
    installed.with_card(WHOLE + '[sound]\ncard = "Headphones"\n')
    assert "ip saddr { 10.1.2.0/24 }" in firewall.read_text() and "skuid 990" in firewall.read_text()
    assert 'card "Headphones"' in asound.read_text() and (installed.root / "etc/asound.conf").is_symlink()
    installed.with_card("[lockdown]\nfirewall = false\n")
    assert not firewall.exists() and not asound.exists()


def test_a_sound_file_of_somebodys_own_stays(installed):
    (installed.root / "etc/asound.conf").write_text("# mine\n")
    assert installed.with_card('[sound]\ncard = "Headphones"\n')[0] == 0
    assert (installed.root / "etc/asound.conf").read_text() == "# mine\n"


@pytest.mark.parametrize("text", ["", "[site]\n"])
def test_before_anything_is_set_nobody_comes_in(installed, text):
    installed.with_card(text)
    rules = (installed.root / "etc/kiosk/firewall.nft").read_text()
    assert "policy drop" in rules and "dport { 22" not in rules


@pytest.mark.parametrize(("name", "password", "ssid", "psk"), [
    ("Bib", "gewoon woord", "Bib", "gewoon woord"),
    ("12345", " ruim woord ", "49;50;51;52;53;", r"\sruim woord\s"),
    ("Café; hal", r"terug\slash", "67;97;102;195;169;59;32;104;97;108;", r"terug\\slash"),
])
def test_networks_with_odd_names_and_passwords(name, password, ssid, psk):
    """As GLib's key files write them: https://developer-old.gnome.org/glib/stable/glib-Key-value-file-parser.html."""
    lines = keyfile(name, password).splitlines()
    assert f"ssid={ssid}" in lines and f"psk={psk}" in lines
    assert "psk" not in keyfile(name, "") and "wifi-security" not in keyfile(name, "")


def test_the_sample_is_one_that_the_kiosk_takes(kiosk):
    text = usual()
    assert all(part in tomllib.loads(text) for part in ("site", "machine", "panel", "sound", "desk", "helpers"))
    filled = "\n".join(line[1:] if line.startswith("#") and not line.startswith("# ") else line
                       for line in text.splitlines() if not line.startswith("#ssh_key"))
    code, said = kiosk.with_card(filled)
    assert code == 0, said


@pytest.mark.parametrize(("mounts", "forgotten"), [
    ("21 1 179:2 / / rw - ext4 /dev/mmcblk0p2 rw", False),
    ("21 1 0:20 / / rw - overlay overlayroot rw,lowerdir=/media/root-ro", True),
    ("21 1 0:20 / / rw - overlay overlayroot rw\n30 21 179:3 /etc/kiosk /etc/kiosk rw - ext4 /dev/mmcblk0p3 rw", False),
    ("21 1 179:2 / / rw - ext4 /dev/mmcblk0p2 rw\n30 21 0:21 / /etc/kiosk-other rw - tmpfs none rw", False),
])
def test_where_the_machine_forgets_at_each_start_the_card_is_not_emptied(tmp_path, mounts, forgotten):
    (tmp_path / "mountinfo").write_text(mounts + "\n")
    assert forgets(Path("/etc/kiosk"), tmp_path / "mountinfo") is forgotten
