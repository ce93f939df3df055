"""kiosk-setup as root on this machine's own Debian, in a view of it where nothing lasts and no systemd is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PI = ROOT / "deploy" / "raspberrypi"
CONFIG = "dtparam=audio=on\n[pi4]\narm_boost=1"
"""As an editor leaves it that ends no last line."""

VIEW = f"""
set -eu
mount -t tmpfs none "$1"
for folder in etc usr boot; do
  mkdir -p "$1/$folder/new" "$1/$folder/work"
  mount -t overlay none -o "lowerdir=/$folder,upperdir=$1/$folder/new,workdir=$1/$folder/work" "/$folder"
done
mount -t tmpfs none /run
cp {PI}/kiosk-setup /usr/sbin/
cp -r {PI}/files/systemd/. /usr/lib/systemd/system/
mkdir -p /usr/share/digipunt-kiosk /usr/lib/digipunt-kiosk /etc/kiosk /boot/firmware
cp -r {PI}/files/etc/. /usr/share/digipunt-kiosk/
cp {PI}/files/lib/* /usr/lib/digipunt-kiosk/
printf '#!/bin/sh\\nPYTHONPATH={ROOT} exec {sys.executable} -m kiosk "$@"\\n' >/usr/bin/kiosk
chmod 755 /usr/bin/kiosk
echo 'kiosk:x:64999:64999::/run/kiosk:/usr/sbin/nologin' >>/etc/passwd
: >/etc/kiosk/kiosk.toml
printf '{CONFIG}' >/boot/firmware/config.txt
look() {{ (cd /etc && find . -type f -exec md5sum {{}} + -o -type l -printf '%p %l\\n' | sort); }}
"""


@pytest.fixture
def on_a_machine(tmp_path) -> Callable[[str], str]:
    """Runs a shell script there; what it says."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("systemctl"):
        pytest.skip("a view of the machine needs root, unshare and systemctl")

    def run(script: str) -> str:
        words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", VIEW + script, "sh", str(tmp_path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120,
                              env=os.environ | {"SYSTEMD_OFFLINE": "1"})
        if "mount:" in done.stderr:
            pytest.skip(f"no overlay can be mounted here: {done.stderr.splitlines()[0]}")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_taken_back_it_leaves_nothing_not_even_what_was_switched_on_by_hand(on_a_machine):
    said = on_a_machine("""
look >/run/before
kiosk-setup >/dev/null
kiosk-setup
tail -n 4 /boot/firmware/config.txt
systemctl --quiet enable kiosk-health.timer kiosk-update.timer
kiosk-setup --uninstall | tail -n 1
kiosk-setup --uninstall
look | diff /run/before -
cat /boot/firmware/config.txt
""")
    assert said == ("Nothing to do: this machine is a kiosk.\n"
                    "arm_boost=1\n# kiosk-setup\n[all]\ndtparam=watchdog=on\n"
                    "Done. Restart the machine.\nNothing to do: this machine is no kiosk any more.\n" + CONFIG + "\n")


def test_with_the_package_goes_what_it_did_to_the_machine_and_an_update_changes_nothing(on_a_machine):
    said = on_a_machine(f"""
kiosk-setup >/dev/null
{PI}/files/prerm upgrade 2.0
echo after the update: $(systemctl is-enabled kiosk-x.service getty@tty1.service)
{PI}/files/prerm remove >/dev/null
echo after the removal: $(systemctl is-enabled kiosk-x.service getty@tty1.service)
""")
    assert "after the update: enabled masked\n" in said
    assert "after the removal: disabled enabled\n" in said


def test_without_a_firewall_there_are_no_rules(on_a_machine):
    said = on_a_machine("""
kiosk-setup >/dev/null
echo 'lockdown.firewall = false' >/etc/kiosk/kiosk.toml
kiosk-setup | head -n 1
ls /etc/kiosk
""")
    assert said == "remove /etc/kiosk/firewall.nft\nkiosk.toml\n"


def test_a_system_that_cannot_be_written_is_told_so_before_anything_else(on_a_machine):
    said = on_a_machine("mount -o remount,ro,bind /etc; kiosk-setup || echo $?")
    assert said.splitlines()[::-1] == ["This system is read-only and was made a kiosk with its image: what differs "
                                       "stands in kiosk.toml on the card.", "1"]
