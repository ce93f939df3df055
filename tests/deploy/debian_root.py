"""A bare Debian in a folder, as a machine has that nobody has touched: what is installed there finds nothing of this
machine's. For another processor than this one's, its programs run through QEMU."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

CERTIFICATES = "etc/certificates-of-the-test.crt"
PROCESSOR = "cortex-a72"
"""The Raspberry Pi 4's. QEMU's own choice checks pointers in software, which makes trixie five times as slow."""
BINARIES = Path("/proc/sys/fs/binfmt_misc")
APT = Path("/etc/apt/apt.conf.d")


def native() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def missing(arch: str = "") -> str | None:
    """Why there can be none here."""
    if os.geteuid() != 0:
        return "a Debian in a folder needs root"
    if not shutil.which("mmdebstrap"):
        return "mmdebstrap is not installed: apt-get install mmdebstrap"
    if arch and arch != native():
        if not shutil.which("update-binfmts"):
            return f"{arch} needs an emulator: apt-get install qemu-user-static binfmt-support arch-test"
        if not (BINARIES / "register").exists():
            subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", BINARIES], check=False)
        subprocess.run(["update-binfmts", "--enable"], check=False, capture_output=True)
        if subprocess.run(["arch-test", arch], check=False, capture_output=True).returncode:
            return f"no program for {arch} can run here, although its emulator is installed; see: arch-test {arch}"
    return None


def bootstrap(folder: Path, release: str, arch: str = "", include: Sequence[str] = (),
              *hooks: str) -> None:
    """Raises subprocess.CalledProcessError, with mmdebstrap's last words, where it cannot be made."""
    told = [f"--aptopt={file}" for file in APT.iterdir()
            if any(word in file.read_text(errors="replace") for word in ("Acquire::", "Proxy"))]
    subprocess.run(
        ["mmdebstrap", "--mode=root", "--variant=minbase", f"--arch={arch or native()}", "--format=directory",
         '--aptopt=Acquire::Languages "none"', '--aptopt=APT::Install-Recommends "false"', *told,
         *(f"--include={name}" for name in include), *hooks, release, folder, "http://deb.debian.org/debian"],
        check=True, capture_output=True, text=True, env={**os.environ, "QEMU_CPU": PROCESSOR})


def kept(store: Path, release: str, arch: str, include: Sequence[str], *hooks: str) -> Path:
    """One that was made before, or now: never to be changed, only copied. ``store`` keeps one for each wish."""
    wish = hashlib.sha256("\n".join([*sorted(include), *hooks]).encode()).hexdigest()[:8]
    folder = store / f"{release}-{arch}-{wish}"
    if not folder.exists():
        store.mkdir(parents=True, exist_ok=True)
        begun = store / f"{folder.name}.begun"
        subprocess.run(["rm", "-rf", "--one-file-system", begun], check=True)
        bootstrap(begun, release, arch, include, *hooks)
        begun.rename(folder)
    return folder


class DebianRoot:
    def __init__(self, folder: Path, release: str, arch: str = "", copied_from: Path | None = None) -> None:
        """Made in ``folder``, which must be empty; or copied from one that was made before."""
        self.folder = folder
        if copied_from:
            subprocess.run(["cp", "-a", "--reflink=auto", f"{copied_from}/.", folder], check=True)
        else:
            bootstrap(folder, release, arch)
        folder.chmod(0o755)
        # This machine's own way to the network: names, certificates, and what apt was told of them.
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        shutil.copy(os.environ.get("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt"), folder / CERTIFICATES)
        for told in APT.iterdir():
            if any(word in told.read_text(errors="replace") for word in ("Acquire::", "Proxy")):
                shutil.copy(told, folder / "etc/apt/apt.conf.d")
        for name in ("proc", "dev"):
            subprocess.run(["mount", "--rbind", f"/{name}", folder / name], check=True)
            subprocess.run(["mount", "--make-rslave", folder / name], check=True)

    def run(self, *words: str, env: dict[str, str] | None = None, check: bool = True) -> subprocess.CompletedProcess:
        """A command in there, with almost nothing in its environment."""
        done = subprocess.run(self.command(*words, env=env), check=False, capture_output=True, text=True, timeout=1800)
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done

    def command(self, *words: str, env: dict[str, str] | None = None, user: str = "root") -> list[str]:
        """The words with which a process of this machine runs one in there."""
        return ["chroot", f"--userspec={user}", str(self.folder), "env", "-i",
                *(f"{key}={value}" for key, value in self.environment(env).items()), *words]

    def environment(self, env: dict[str, str] | None = None) -> dict[str, str]:
        return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                "DEBIAN_FRONTEND": "noninteractive", "QEMU_CPU": PROCESSOR, **(env or {})}

    def let_go(self) -> None:
        """Nothing of this machine is mounted in it any more."""
        for name in ("dev", "proc"):
            if os.path.ismount(self.folder / name):
                subprocess.run(["umount", "-l", self.folder / name], check=False)

    def close(self) -> None:
        self.let_go()
        # Never into what may still be mounted there.
        subprocess.run(["rm", "-rf", "--one-file-system", self.folder], check=False)
