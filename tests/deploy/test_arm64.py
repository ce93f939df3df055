"""The package for the Raspberry Pi's processor: installed into a bare Debian for it, and a whole visit walked there.

Every program in there is an arm64 one, run by QEMU. Begun by deploy/raspberrypi/test-arm64."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import debian_root
import pytest
from code_readers import texts_in
from debian_root import DebianRoot
from emulated import GLASS, alike, until
from machine_image import AS_ON_A_PI, SETTINGS, asked_by
from PIL import Image, ImageGrab

from kiosk.handoff import letters
from screens.book.display import virtual_display

PANEL = "10"
WITHOUT_A_KERNEL = [name for name in AS_ON_A_PI if name != "initramfs-tools"]
"""Nothing is started here, and emulated a kernel takes minutes to install."""
BUILD = Path(__file__).parents[2] / "build"
LANGUAGES = ("nl", "ar")
SPOKEN = {"nl": "U bent verhuisd. Wat nu?", "ar": "لقد انتقلت. ماذا الآن؟", "fr": "Vous avez déménagé."}


@pytest.fixture(scope="module")
def debian(package, tried, took) -> Iterator[DebianRoot]:
    release, arch = tried
    why = debian_root.missing(arch)
    if why:
        pytest.skip(why)
    began = time.monotonic()
    before = debian_root.kept(BUILD / "roots", release, arch, [*WITHOUT_A_KERNEL, *asked_by(package)])
    took(f"a bare {release} for {arch}, kept from then on", time.monotonic() - began)
    # Not under /tmp/pytest-…: what is mounted there must not be swept away with it.
    root = DebianRoot(Path(tempfile.mkdtemp(prefix="kiosk-root-", dir="/var/tmp")), release, arch, before)
    try:
        shutil.copy(package, root.folder / "kiosk.deb")
        began = time.monotonic()
        root.run("apt-get", "update")
        root.run("apt-get", "install", "-y", "--no-install-recommends", "/kiosk.deb")
        took("the package installed there", time.monotonic() - began)
        yield root
    finally:
        root.close()


@pytest.fixture(scope="module")
def drawing(debian) -> DebianRoot:
    """With a virtual display of its own in it, once all is known that must be true without."""
    debian.run("apt-get", "install", "-y", "--no-install-recommends", "xvfb")
    return debian


def test_it_is_another_processor_and_there_is_no_compiler(debian, tried):
    assert debian.run("dpkg", "--print-architecture").stdout.strip() == tried[1]
    look = "for name in cc gcc c++ pip pip3 python3; do command -v $name; done; true"
    assert debian.run("sh", "-c", look).stdout.split() == ["/usr/bin/python3"]
    python = debian.run("python3", "-c", "import platform; print(platform.machine())").stdout.strip()
    assert python == {"arm64": "aarch64", "amd64": "x86_64"}[tried[1]]


def test_every_library_in_the_package_is_for_this_processor(debian, tried):
    wrong = []
    for file in (debian.folder / "opt/digipunt-kiosk").rglob("*.so*"):
        head = file.read_bytes()[:20]
        if head[:4] == b"\x7fELF" and head[18] != {"arm64": 183, "amd64": 62}[tried[1]]:
            wrong.append(file.name)
    assert wrong == []


def test_its_content_is_sound(debian, took):
    began = time.monotonic()
    checked = debian.run("kiosk", "check", check=False)
    assert checked.returncode == 0, checked.stdout[-3000:] + checked.stderr[-3000:]
    took("kiosk check", time.monotonic() - began)


def test_the_doctor_finds_what_a_kiosk_needs(debian):
    said = debian.run("kiosk", "doctor", "--json", check=False)
    checks = json.loads(said.stdout)["checks"]
    states = {(check["name"], check["state"]) for check in checks}
    assert {("fonts", "ok"), ("voices", "ok"), ("settings", "ok")} <= states, said.stdout
    assert {name for name, state in states if state == "fail"} <= {"display", "sound"}, "which a folder has not"


def test_setup_makes_it_a_kiosk_and_a_second_time_changes_nothing(debian):
    assert "Done." in debian.run("kiosk-setup").stdout
    assert "Nothing to do" in debian.run("kiosk-setup").stdout


@pytest.mark.parametrize("language", SPOKEN)
def test_a_sentence_is_rendered_to_sound(debian, language):
    """By the program that the kiosk itself uses: a wav, with something in it."""
    debian.run("kiosk", "voices", "try", language, SPOKEN[language], "--to", f"/{language}.wav")
    with wave.open(str(debian.folder / f"{language}.wav")) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        heard = array("h", sound.readframes(sound.getnframes()))
    assert 0.8 < seconds < 10 and max(heard) > 3000, "too short, too long, or nothing to hear"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_visit_is_drawn_and_its_code_is_read(drawing, language, took, tried):
    """From the language to the code that a helper scans, each screen drawn by the kiosk's own stage."""
    began = time.monotonic()
    done = drawing.run("kiosk", "book", "--visit", "--panels", PANEL, "--languages", language, "--folder",
                       f"/visit-{language}", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    took(f"a whole visit in {language}, drawn and looked over", time.monotonic() - began)
    pictures = sorted((drawing.folder / f"visit-{language}" / PANEL).glob("*.png"))
    assert len(pictures) > 9
    keep = BUILD / "arm64" / "-".join((*tried, language))
    shutil.rmtree(keep, ignore_errors=True)
    shutil.copytree(drawing.folder / f"visit-{language}", keep)
    codes = {text for file in pictures for text in texts_in(Image.open(file).convert("RGB"))}
    assert len(codes) == 1, f"{len(codes)} codes in {keep}"
    assert letters.decode(codes.pop()).walkthrough == 4


def test_the_kiosk_opens_there_and_looks_as_it_does_here(debian, twin, took):
    """`kiosk run` on a display of this machine's, which it reaches by its abstract socket; drawn by arm64 code."""
    (debian.folder / "etc/kiosk/kiosk.toml").write_text(SETTINGS)
    debian.run("install", "-d", "-o", "kiosk", "-m", "700", "/run/kiosk")
    with virtual_display(*GLASS) as display:
        began = time.monotonic()
        kiosk = subprocess.Popen(
            debian.command("kiosk", "run", user="kiosk", env={
                "DISPLAY": display, "HOME": "/run/kiosk", "XDG_RUNTIME_DIR": "/run/kiosk"}),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            wanted = twin.put().picture
            assert until(lambda: alike(ImageGrab.grab(xdisplay=display).convert("RGB"), wanted), 120, 0.2), (
                kiosk.communicate(timeout=5)[0] if kiosk.poll() is not None else "another picture")
            took("the kiosk's first screen", time.monotonic() - began)
        finally:
            kiosk.kill()
            kiosk.wait()
