"""The recipe of the ready image, as far as it can be judged without a Raspberry Pi and its archive; and kiosk-slot."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
IMAGE = DEPLOY / "raspberrypi" / "image"
LAYER = IMAGE / "layer" / "digipunt-kiosk.yaml"
OVERLAY = IMAGE / "layer" / "digipunt-kiosk.d" / "customize.overlay"
SLOT = OVERLAY / "usr/sbin/kiosk-slot"
SCRIPTS = [IMAGE / "make", SLOT, *sorted((IMAGE / "layer/digipunt-kiosk.d/hooks").iterdir())]


def metadata() -> dict[str, str]:
    """The layer's head, by rpi-image-gen's rules: between two marks, a field on each line, a line indented goes on."""
    head = re.search(r"^# METABEGIN\n(.*?)^# METAEND$", LAYER.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    fields: dict[str, str] = {}
    for line in head[1].splitlines():
        if name := re.match(r"# (X-Env-[\w-]+): ?(.*)", line):
            key = name[1]
            fields[key] = name[2]
        elif line.startswith("#  "):
            fields[key] += f" {line[3:]}"
        else:
            assert line == "#", line
    return fields


def test_the_layer_says_what_rpi_image_gen_asks():
    fields = metadata()
    assert fields["X-Env-Layer-Name"] == "digipunt-kiosk" == LAYER.stem
    assert re.fullmatch(r"\d+\.\d+\.\d+", fields["X-Env-Layer-Version"])
    assert fields["X-Env-Layer-Desc"] and fields["X-Env-VarPrefix"] == "kiosk"
    variables = {name.removeprefix("X-Env-Var-") for name in fields if re.fullmatch(r"X-Env-Var-[a-z_]+", name)}
    for name in variables:
        assert {f"X-Env-Var-{name}-{part}" for part in ("Desc", "Required", "Valid", "Set")} <= set(fields)
    body = LAYER.read_text("utf-8")
    used = set(re.findall(r"IGconf_kiosk_(\w+)", body))
    assert used == variables, "a variable that is not declared is empty in a hook"
    assert set(yaml.safe_load(body)["mmdebstrap"]) <= {"packages", "customize-hooks"}


@pytest.mark.parametrize("model", ["pi4", "pi5"])
def test_a_configuration_for_each_model(model):
    config = yaml.safe_load((IMAGE / f"config/kiosk-{model}.yaml").read_text("utf-8"))
    assert config["device"]["layer"] == f"rpi{model[2:]}" and config["image"]["layer"] == "image-rota"
    assert "digipunt-kiosk" in config["layer"] and set(
        part.strip() for part in metadata()["X-Env-Layer-Requires"].split(",")) <= set(config["layer"])
    assert not [key for key in config["device"] if "pass" in key], "no password opens a kiosk"
    assert config["ssh"]["pubkey_only"] == "y" or config["ssh"]["pubkey_only"] is True
    assert all(re.fullmatch(r"\d+[MG]", config["image"][f"{part}_part_size"]) for part in ("boot", "system", "data"))


def test_all_that_the_package_needs_is_in_the_image():
    """The package is installed there without a network."""
    setup = (DEPLOY / "setup.sh").read_text("utf-8")
    needed = {word for name in ("window", "voice")
              for word in re.search(rf'^{name}_packages="(.*)"', setup, re.M)[1].split()}
    control = re.search(r"^Depends: (.*)$", (DEPLOY / "raspberrypi/package").read_text("utf-8"), re.M)[1]
    needed |= {word for part in control.split(",") if (word := part.split()[0]) != "$libraries"}
    assert needed <= set(yaml.safe_load(LAYER.read_text("utf-8"))["mmdebstrap"]["packages"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_are_clean(script):
    assert script.stat().st_mode & stat.S_IXUSR, "rpi-image-gen runs only what may be run"
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    done = subprocess.run(["shellcheck", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_layers_hooks_are_shell():
    for hook in yaml.safe_load(LAYER.read_text("utf-8"))["mmdebstrap"]["customize-hooks"]:
        done = subprocess.run(["sh", "-n"], input=hook, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_what_can_change_below_etc_is_a_link_into_the_folder_that_can_be_written(tmp_path):
    """Among it USBGuard's rules: those that it made for the computer that builds the image are gone."""
    (tmp_path / "etc/usbguard").mkdir(parents=True)
    (tmp_path / "etc/usbguard/rules.conf").write_text("allow id 1d6b:0002\n")
    for hook in yaml.safe_load(LAYER.read_text("utf-8"))["mmdebstrap"]["customize-hooks"]:
        if "ln -sfn" in hook:
            subprocess.run(["sh", "-c", hook, "sh", tmp_path], check=True)
    for name in ("hostname", "localtime", "asound.conf", "usbguard/rules.conf"):
        assert str(Path("/etc", (tmp_path / "etc" / name).readlink())).startswith("/etc/kiosk/")
    condition = (OVERLAY / "etc/systemd/system/usbguard.service.d/kiosk.conf").read_text()
    assert f"ConditionPathExists={(tmp_path / 'etc/usbguard/rules.conf').readlink()}\n" in condition


def test_what_the_card_sets_is_kept_for_both_slots():
    shared = (OVERLAY / "etc/rpi-image-gen/slot-shared.d/digipunt-kiosk.conf").read_text()
    assert "Version=1\n" in shared and {"Path=/etc/kiosk", "Path=/var/lib/kiosk"} <= set(shared.splitlines())
    assert 'find "$1/etc/kiosk" -mindepth 1 -delete' in LAYER.read_text(), "each start copies what lies there over it"
    assert {"L /etc/kiosk/localtime", "f /etc/kiosk/hostname"} == {
        " ".join(line.split()[:2]) for line in
        (OVERLAY / "usr/lib/tmpfiles.d/digipunt-kiosk-image.conf").read_text().splitlines() if line[0] != "#"}


@dataclass(frozen=True)
class Machine:
    """A Pi of files: its device tree, two slots, and commands that note what was asked of them."""

    folder: Path

    def firmware(self, partition: int, tryboot: int = 0, built: int = 1_700_000_000) -> None:
        for name, value in {"partition": partition, "tryboot": tryboot, "build-timestamp": built}.items():
            (self.folder / "tree" / name).write_bytes(value.to_bytes(4, "big"))

    def kiosk_is(self, states: str) -> None:
        """What systemctl says of the kiosk, a line each time it is asked; the last goes on."""
        (self.folder / "states").write_text(states)

    def run(self, *words: str | Path) -> subprocess.CompletedProcess:
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "KIOSK_SLOT_TREE": f"{self.folder}/tree",
                       "KIOSK_SLOT_BOOT": f"{self.folder}/autoboot.txt", "KIOSK_SLOT_SLOTS": f"{self.folder}/slots"}
        return subprocess.run([SLOT, *words], env=environment, check=False, capture_output=True, text=True, timeout=600)

    @property
    def autoboot(self) -> str:
        return (self.folder / "autoboot.txt").read_text()

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text().splitlines() if (self.folder / "asked").exists() else []

    def update(self, *, spoil: str = "") -> Path:
        parts = {"boot": b"new boot" * 1000, "system": b"new system" * 5000}
        sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in parts.items())
        folder = self.folder / "parts"
        folder.mkdir(exist_ok=True)
        for name, content in {"SHA256SUMS": sums.encode(), **parts}.items():
            (folder / name).write_bytes(content[:-1] + b"x" if name == spoil else content)
        file = self.folder / "update.tar.zst"
        subprocess.run(["tar", "--create", "--zstd", "-C", folder, "--file", file, "SHA256SUMS", "boot", "system"],
                       check=True)
        return file


A, B = ("[all]\ntryboot_a_b=1\nboot_partition={}\n[tryboot]\nboot_partition={}\n".format(*pair)
        for pair in ((2, 3), (3, 2)))


@pytest.fixture
def machine(tmp_path) -> Machine:
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed")
    for name in ("tree", "bin", "slots/active", "slots/other"):
        (tmp_path / name).mkdir(parents=True)
    for slot in ("active", "other"):
        for part in ("boot", "system"):
            (tmp_path / "slots" / slot / part).write_bytes(f"{slot} {part}".encode())
    (tmp_path / "autoboot.txt").write_text(A)
    (tmp_path / "bin/sleep").write_text("#!/bin/sh\n")
    (tmp_path / "bin/systemctl").write_text(
        f'#!/bin/sh\ncd {tmp_path}\n[ "$1" = show ] || {{ echo "$*" >>asked; exit 0; }}\n'
        'set -- $(head -n 1 states)\n[ "$(wc -l <states)" -le 1 ] || sed -i 1d states\n'
        'echo "ActiveState=$1"; echo "NRestarts=$2"\n')
    for stub in (tmp_path / "bin").iterdir():
        stub.chmod(0o755)
    return Machine(tmp_path)


def test_a_system_on_trial_in_which_the_kiosk_is_well_stays(machine):
    machine.firmware(partition=3, tryboot=1)
    machine.kiosk_is("activating 0\nactivating 0\nactive 0\n")
    assert "From now on" in machine.run("settle").stdout
    assert machine.autoboot == B and machine.asked == []


@pytest.mark.parametrize("states", [
    "failed 3\n",
    "activating 0\n",
    "".join(f"active {count // 3}\n" for count in range(300)),
], ids=["does not start", "never ready", "begins anew all the time"])
def test_a_system_on_trial_in_which_it_is_not_goes_back(machine, states):
    machine.firmware(partition=3, tryboot=1)
    machine.kiosk_is(states)
    assert "Back to the former system" in machine.run("settle").stdout
    assert machine.autoboot == A and machine.asked == ["reboot"]


def test_an_ordinary_start_settles_nothing(machine):
    machine.firmware(partition=2)
    assert "not on trial" in machine.run("settle").stdout and machine.autoboot == A
    assert machine.run("status").stdout == "running: 2, starts next: 2, on trial: no\n"


def test_back_and_forth(machine):
    (machine.folder / "autoboot.txt").write_text(B)
    machine.firmware(partition=2, tryboot=1)
    machine.kiosk_is("active 0\n")
    machine.run("settle")
    assert machine.autoboot == A


def test_an_update_goes_into_the_other_slot_and_is_tried_once(machine):
    machine.firmware(partition=2)
    done = machine.run("write", machine.update())
    assert done.returncode == 0, done.stderr
    assert (machine.folder / "slots/other/system").read_bytes() == b"new system" * 5000
    assert (machine.folder / "slots/active/system").read_bytes() == b"active system"
    machine.run("try")
    assert machine.asked == ["reboot --reboot-argument=0 tryboot"] and machine.autoboot == A


def test_a_damaged_or_short_update_is_not_written(machine):
    machine.firmware(partition=2)
    assert "is damaged: system" in machine.run("write", machine.update(spoil="system")).stderr
    whole = machine.update()
    whole.write_bytes(whole.read_bytes()[:-100])
    assert machine.run("write", whole).returncode == 1
    assert "There is no" in machine.run("write", "nowhere.zst").stderr
    assert (machine.folder / "slots/other/system").read_bytes() == b"other system"


def test_the_way_back_is_not_overwritten_while_on_trial(machine):
    machine.firmware(partition=3, tryboot=1)
    assert "the other slot is the way back" in machine.run("write", machine.update()).stderr
    assert (machine.folder / "slots/other/system").read_bytes() == b"other system"


def test_two_names_of_one_partition_are_not_written(machine):
    machine.firmware(partition=2)
    (machine.folder / "slots/other/system").unlink()
    (machine.folder / "slots/other/system").symlink_to("../active/system")
    assert "one partition twice" in machine.run("write", machine.update()).stderr


def test_an_old_bootloader_is_not_asked_for_a_trial(machine):
    machine.firmware(partition=2, built=1_620_000_000)
    assert "from before 2023" in machine.run("try").stderr and machine.asked == []
