"""For the trials, which the scripts in deploy/raspberrypi begin and tell by their environment what to try."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "screens"), str(TESTS / "speech")]
BUILD = TESTS.parent / "build"
MEASURED: list[str] = []


def pytest_terminal_summary(terminalreporter) -> None:
    """What was measured, to be copied into the record of the trial."""
    if MEASURED:
        terminalreporter.section("measured")
        for text in MEASURED:
            terminalreporter.line(text)


@pytest.fixture(scope="session")
def took() -> Callable[[str, float], None]:
    """Say what something took, in seconds, at once and at the end of the trial."""
    def keep(what: str, seconds: float) -> None:
        MEASURED.append(f"{seconds:6.1f} s  {what}")
        print(f"\n{MEASURED[-1]}", flush=True)

    return keep


@pytest.fixture(scope="session")
def package() -> Path:
    """The one that the script has made."""
    if "KIOSK_PACKAGE" not in os.environ:
        pytest.skip("begun by deploy/raspberrypi/test-arm64 or test-machine")
    return Path(os.environ["KIOSK_PACKAGE"]).resolve()


@pytest.fixture(scope="session")
def tried() -> tuple[str, str]:
    """Release and processor."""
    return os.environ.get("KIOSK_RELEASE", "trixie"), os.environ.get("KIOSK_ARCH", "arm64")


@pytest.fixture(scope="session")
def image(package, tried):
    import debian_root
    import emulated
    import machine_image

    release, arch = tried
    why = debian_root.missing(arch) or emulated.missing(arch)
    if why:
        pytest.skip(why)
    return machine_image.make(package, release, arch, BUILD / "roots", BUILD / "machine")


@pytest.fixture(scope="session")
def machine(image) -> Iterator:
    """The one that the tests share, switched on."""
    from emulated import Machine

    folder = Path(tempfile.mkdtemp(prefix="kiosk-machine-", dir="/var/tmp"))
    machine = Machine(image, folder)
    yield machine
    machine.close()
    if not (folder / "seen.png").exists():
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def twin(tmp_path_factory) -> Iterator:
    """What the kiosk ought to show, drawn on this machine."""
    from emulated import GLASS
    from machine_image import SETTINGS
    from twin import Twin

    folder = Path(tempfile.mkdtemp(prefix="kiosk-twin-"))
    (folder / "kiosk.toml").write_text(SETTINGS)
    twin = Twin(folder / "kiosk.toml", GLASS, folder / "twin")
    yield twin
    twin.close()
