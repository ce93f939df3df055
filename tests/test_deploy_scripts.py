"""What an administrator runs on a machine: clean shell, and refusals in a sentence.

That the package installs and starts in a bare Debian: deploy/raspberrypi/test-package.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "deploy" / "raspberrypi"


@pytest.mark.parametrize("wish", [["--release", "buster"], ["--arch", "armhf"], ["--colour", "red"]])
def test_a_package_that_cannot_be_made_is_refused_in_a_sentence(wish):
    done = subprocess.run([HERE / "package", *wish], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and ("There is no" in done.stderr) and len(done.stderr.splitlines()) < 6


@pytest.mark.parametrize("script", [
    "package", "test-package", "kiosk-setup", "files/kiosk", "files/postinst", "files/prerm"])
def test_the_scripts_are_clean(script):
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    done = subprocess.run(["shellcheck", "-x", HERE / script], capture_output=True, text=True, check=False,
                          cwd=HERE.parents[1])
    assert done.returncode == 0, done.stdout
