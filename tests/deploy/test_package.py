"""The Debian package: made from this checkout, installed into a bare Debian, and started there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import debian_root
import pytest
from debian_root import DebianRoot

from screens.book.display import virtual_display

sys.path.append(str(Path(__file__).parents[1] / "lockdown"))
from test_usb import descriptors

HERE = Path(__file__).parents[2] / "deploy" / "raspberrypi"
RELEASE = "bookworm"
UNITS = "/usr/lib/systemd/system"
EXPOSURE = {"kiosk-app.service": 20, "kiosk-x.service": 70, "kiosk-health.service": 20, "kiosk-heartbeat.service": 20,
            "kiosk-firewall.service": 25, "kiosk-firewall-names.service": 25, "kiosk-backlight.service": 20,
            "kiosk-restart.service": 35, "kiosk-packs.service": 20, "kiosk-stick@.service": 20,
            "kiosk-stick-admit.service": 20}
"""Tenths of what `systemd-analyze security` may say; 2.0 is asked of the kiosk, and the X server needs root."""

pytestmark = pytest.mark.skipif(bool(debian_root.missing()), reason=str(debian_root.missing()))


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    done = subprocess.run([HERE / "package", "--release", RELEASE, "--to", tmp_path_factory.mktemp("package")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="module")
def debian(package) -> Iterator[DebianRoot]:
    """With the package installed. Not under /tmp/pytest-…: what is mounted there must not be swept away with it."""
    root = DebianRoot(Path(tempfile.mkdtemp(prefix="kiosk-root-", dir="/var/tmp")), RELEASE)
    try:
        shutil.copy(package, root.folder / "kiosk.deb")
        root.run("apt-get", "update")
        done = root.run("apt-get", "install", "-y", "--no-install-recommends", "systemd", "/kiosk.deb",
                        check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        yield root
    finally:
        root.close()


def test_it_brings_no_compiler_and_asks_the_network_for_nothing(debian):
    look = "for name in cc gcc pip pip3 python3; do command -v $name; done; true"
    found = debian.run("sh", "-c", look).stdout.split()
    assert found == ["/usr/bin/python3"], "that the search finds what is there, and that no more is"
    assert "digipunt-kiosk" in debian.run("dpkg-query", "-W", "digipunt-kiosk").stdout


def test_its_content_is_sound_and_the_doctor_answers(debian):
    checked = debian.run("kiosk", "check", check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    said = debian.run("kiosk", "doctor", check=False).stdout
    assert "All " in said and "fonts" in said
    assert "Nederlands: espeak-ng" in said


def test_the_settings_are_the_administrators_and_the_kiosk_may_read_them(debian):
    file = debian.folder / "etc/kiosk/kiosk.toml"
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.stat().st_gid == gid_of(debian, "kiosk")
    assert "/etc/kiosk/kiosk.toml" in debian.run("dpkg-query", "-W", "-f", "${Conffiles}", "digipunt-kiosk").stdout
    shell = next(line for line in (debian.folder / "etc/passwd").read_text().splitlines() if line.startswith("kiosk:"))
    assert shell.endswith("/nologin"), "the kiosk's user could log in"


def gid_of(debian: DebianRoot, group: str) -> int:
    return int(debian.run("getent", "group", group).stdout.split(":")[2])


def test_the_units_are_right(debian):
    units = [f"{UNITS}/{name}" for name in EXPOSURE]
    done = debian.run("systemd-analyze", "verify", "--man=no", *units, check=False)
    assert "No such file" not in done.stderr
    ours = [line for line in done.stderr.splitlines() if "kiosk" in line]
    assert ours == [], "\n".join(ours)


@pytest.mark.parametrize("unit", EXPOSURE)
def test_the_units_give_little_away(debian, unit):
    done = debian.run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE[unit]}",
                      f"{UNITS}/{unit}", check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] or done.stderr


def test_what_setup_would_do_is_told_and_nothing_is_done(debian):
    before = sorted(str(path) for path in (debian.folder / "etc").rglob("*"))
    said = debian.run("kiosk-setup", "--dry-run").stdout
    assert "write  /etc/X0.hosts" in said and "start the kiosk with the machine" in said
    assert said.endswith("Nothing was changed: this was a dry run.\n")
    assert sorted(str(path) for path in (debian.folder / "etc").rglob("*")) == before


def test_setup_is_safe_to_repeat_and_can_be_taken_back(debian):
    before = sorted(str(path) for path in (debian.folder / "etc").rglob("*.*"))
    assert "Done." in debian.run("kiosk-setup").stdout
    assert "Nothing to do" in debian.run("kiosk-setup").stdout
    assert "si:localuser:kiosk" in (debian.folder / "etc/X0.hosts").read_text()
    assert (debian.folder / "etc/systemd/system/getty@tty1.service").readlink() == Path("/dev/null")
    assert "Done." in debian.run("kiosk-setup", "--uninstall").stdout
    assert "Nothing to do" in debian.run("kiosk-setup", "--uninstall").stdout
    assert sorted(str(path) for path in (debian.folder / "etc").rglob("*.*")) == before


def test_the_kiosk_comes_up_from_the_package_alone(debian):
    debian.run("install", "-d", "-o", "kiosk", "-m", "700", "/run/kiosk")
    with virtual_display(1280, 800) as display:
        environment = debian.environment({"DISPLAY": display, "HOME": "/run/kiosk", "XDG_RUNTIME_DIR": "/run/kiosk"})
        kiosk = subprocess.Popen(
            ["chroot", "--userspec=kiosk", str(debian.folder), "env", "-i",
             *(f"{key}={value}" for key, value in environment.items()), "kiosk", "run"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            assert comes_up(display), kiosk.communicate(timeout=5)[0] if kiosk.poll() is not None else "no picture"
        finally:
            kiosk.kill()
            kiosk.wait()


def comes_up(display: str) -> bool:
    """Whether there is something on the glass within a minute: more colours than a root window has."""
    sys.path.append(str(Path(__file__).parents[1] / "speech"))
    from null_sink import until
    from PIL import ImageGrab

    return until(lambda: len(ImageGrab.grab(xdisplay=display).getcolors(1 << 24)) > 10, 60)


@pytest.fixture(scope="module")
def furnished(debian) -> DebianRoot:
    """With what a machine has besides: an init system that can start, USBGuard, Ansible; and one touch panel."""
    debian.run("apt-get", "install", "-y", "--no-install-recommends", "systemd-sysv", "dbus", "xvfb", "procps",
               "iproute2", "usbguard", "ansible-core", "python3-apt")
    panel = debian.folder / "sys/bus/usb/devices/1-1.1"
    panel.mkdir(parents=True)
    (panel / "descriptors").write_bytes(descriptors(0x0EEF, 1, [(3, 0, 0)]))
    (panel / "product").write_text("eGalax Touch\n")
    return debian


def test_usb_lets_in_what_was_named(furnished):
    rules = furnished.folder / "etc/usbguard/rules.conf"
    before = rules.read_text()
    assert "0eef:0001  eGalax Touch: touch panel" in furnished.run("kiosk-setup", "--usb").stdout
    assert rules.read_text() == before
    assert "Done" in furnished.run("kiosk-setup", "--usb", "--admit", "0eef:0001").stdout
    assert 'allow id 0eef:0001 serial "" name "eGalax Touch"' in rules.read_text()
    assert rules.stat().st_mode & 0o777 == 0o600, "USBGuard refuses rules that others may read"
    assert "Nothing to do" in furnished.run("kiosk-setup", "--usb", "--admit", "0eef:0001").stdout
    furnished.run("kiosk-setup", "--uninstall")
    assert rules.read_text() == before


def test_a_read_only_system_that_would_lose_something_is_refused(furnished):
    line = furnished.folder / "boot/firmware/cmdline.txt"
    line.parent.mkdir(parents=True)
    line.write_text("console=tty1 root=PARTUUID=1-02 rootwait overlayroot=tmpfs\n")
    refused = furnished.run("kiosk-setup", "--read-only", check=False)
    assert refused.returncode == 1 and "would be lost" in refused.stderr
    assert "overlayroot=tmpfs\n" in line.read_text()
    assert "Done" in furnished.run("kiosk-setup", "--writable").stdout
    assert line.read_text() == "console=tty1 root=PARTUUID=1-02 rootwait\n"
    assert "Nothing to do" in furnished.run("kiosk-setup", "--writable").stdout


def test_a_read_only_system_with_a_partition_for_what_lasts(furnished):
    state, line = furnished.folder / "var/lib/kiosk", furnished.folder / "boot/firmware/cmdline.txt"
    hook = furnished.folder / "usr/share/initramfs-tools/hooks/overlayroot"
    state.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", state], check=True)
    (furnished.folder / "etc/fstab").write_text("LABEL=kiosk /var/lib/kiosk ext4 defaults 0 2\n")
    try:
        without = furnished.run("kiosk-setup", "--read-only", check=False)
        assert without.returncode == 1 and "apt-get install overlayroot" in without.stderr
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.touch()
        assert "dry run" in furnished.run("kiosk-setup", "--read-only", "--dry-run").stdout
        assert "overlayroot" not in line.read_text()
        assert "Done" in furnished.run("kiosk-setup", "--read-only").stdout
        assert line.read_text() == "console=tty1 root=PARTUUID=1-02 rootwait overlayroot=tmpfs:recurse=0\n"
        assert "Nothing to do" in furnished.run("kiosk-setup", "--read-only").stdout
    finally:
        subprocess.run(["umount", state], check=True)
        (furnished.folder / "etc/fstab").write_text("")
        hook.unlink(missing_ok=True)
        shutil.rmtree(line.parent)


PLAY = """
- hosts: all
  connection: local
  gather_facts: false
  roles: [digipunt_kiosk]
  vars:
    digipunt_kiosk_package: /kiosk.deb
    digipunt_kiosk_usb: ["0eef:0001"]
    digipunt_kiosk_settings: {site: {name: Digipunt Gent}, lockdown: {admin_networks: [10.1.2.0/24]}}
"""


def test_the_role_changes_nothing_the_second_time(furnished):
    shutil.copytree(HERE.parent / "ansible", furnished.folder / "ansible")
    (furnished.folder / "ansible/all.yml").write_text(PLAY)

    def play(*more: str) -> str:
        return furnished.run("sh", "-c", f"cd /ansible && ansible-playbook -i localhost, all.yml {' '.join(more)}",
                             env={"HOME": "/root", "ANSIBLE_NOCOLOR": "1"}).stdout

    assert "start the kiosk with the machine" in play("--check", "--diff")
    assert not (furnished.folder / "etc/X0.hosts").exists(), "a dry run did something"
    play()
    assert "Digipunt Gent" in (furnished.folder / "etc/kiosk/kiosk.toml").read_text()
    assert "0eef:0001" in (furnished.folder / "etc/usbguard/rules.conf").read_text()
    assert " changed=0 " in play() and " changed=0 " in play("--check", "--diff")
    wrong = """-e '{"digipunt_kiosk_settings": {"site": {"number": 99999}}}'"""
    assert "failed to validate" in furnished.run(
        "sh", "-c", f"cd /ansible && ansible-playbook -i localhost, all.yml {wrong}", check=False,
        env={"HOME": "/root", "ANSIBLE_NOCOLOR": "1"}).stdout
    assert "Digipunt Gent" in (furnished.folder / "etc/kiosk/kiosk.toml").read_text()


def test_systemd_really_runs_it(furnished):
    """Booted in a container: Xvfb in the place of Xorg, all else as on a kiosk."""
    if not shutil.which("systemd-nspawn"):
        pytest.skip("systemd-container is not installed: apt-get install systemd-container")
    root = furnished.folder
    furnished.run("kiosk-setup")
    units = root / "etc/systemd/system"
    (units / "kiosk-x.service.d").mkdir()
    (units / "kiosk-x.service.d/99-no-glass.conf").write_text(
        "[Service]\nExecStart=\nExecStart=/usr/bin/Xvfb :0 -screen 0 1280x800x24 -nolisten tcp\n")
    shutil.copy(Path(__file__).with_name("booted.sh"), root / "booted.sh")
    (units / "booted.service").write_text("[Service]\nExecStart=/booted.sh\n")
    (units / "multi-user.target.wants").mkdir(exist_ok=True)
    (units / "multi-user.target.wants/booted.service").symlink_to("../booted.service")
    for name in ("dev", "proc"):  # a container makes its own
        subprocess.run(["umount", "-l", root / name], check=True)
    booted = subprocess.run(
        ["systemd-nspawn", "-D", root, "--register=no", "--keep-unit", "--private-network", "--boot"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300)
    for name in ("proc", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", root / name], check=True)
        subprocess.run(["mount", "--make-rslave", root / name], check=True)
    if not (root / "booted.log").exists():
        pytest.skip(f"no system can be booted in a container here: {booted.stderr[-200:]}")
    seen = dict(line.split(" ", 1) for line in (root / "booted.log").read_text().splitlines())
    assert seen == {"up": "yes", "voice": "1", "user": "kiosk", "ports": "0", "firewall": "active 3",
                    "masked": "masked masked", "killed": "yes", "frozen": "yes", "screen": "yes", "light": "success"}
    (units / "multi-user.target.wants/booted.service").unlink()
    furnished.run("kiosk-setup", "--uninstall")


def test_it_can_be_removed_and_leaves_the_settings(debian):
    debian.run("apt-get", "remove", "-y", "digipunt-kiosk")
    assert not (debian.folder / "opt/digipunt-kiosk").exists()
    assert (debian.folder / "etc/kiosk/kiosk.toml").exists()
