"""A bare Debian in a folder, as `debootstrap` makes one: what is installed there finds nothing of this machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CERTIFICATES = "etc/certificates-of-the-test.crt"


def missing() -> str | None:
    """Why there can be none here."""
    if os.geteuid() != 0:
        return "a Debian in a folder needs root"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed: apt-get install debootstrap"
    return None


class DebianRoot:
    def __init__(self, folder: Path, release: str) -> None:
        """Raises subprocess.CalledProcessError, with debootstrap's last words, where it cannot be made."""
        self.folder = folder
        folder.chmod(0o755)
        subprocess.run(["debootstrap", "--variant=minbase", release, folder], check=True, capture_output=True,
                       text=True)
        # This machine's own way to the network: names, certificates, and what apt was told of them.
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        shutil.copy(os.environ.get("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt"), folder / CERTIFICATES)
        for told in Path("/etc/apt/apt.conf.d").iterdir():
            if any(word in told.read_text(errors="replace") for word in ("Acquire::", "Proxy")):
                shutil.copy(told, folder / "etc/apt/apt.conf.d")
        for name in ("proc", "dev"):
            subprocess.run(["mount", "--rbind", f"/{name}", folder / name], check=True)
            subprocess.run(["mount", "--make-rslave", folder / name], check=True)

    def run(self, *words: str, env: dict[str, str] | None = None, check: bool = True) -> subprocess.CompletedProcess:
        """A command in there, with almost nothing in its environment."""
        done = subprocess.run(
            ["chroot", self.folder, "env", "-i", *(f"{key}={value}" for key, value in self.environment(env).items()),
             *words], check=False, capture_output=True, text=True, timeout=900)
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done

    def environment(self, env: dict[str, str] | None = None) -> dict[str, str]:
        return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                "DEBIAN_FRONTEND": "noninteractive", **(env or {})}

    def close(self) -> None:
        for name in ("dev", "proc"):
            subprocess.run(["umount", "-l", self.folder / name], check=False)
        # Never into what may still be mounted there.
        subprocess.run(["rm", "-rf", "--one-file-system", self.folder], check=False)
