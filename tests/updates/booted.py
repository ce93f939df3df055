"""A bare Debian in a folder, started with a systemd of its own, and this machine's network for apt."""

from __future__ import annotations

from debian_root import DebianRoot
from own_systemd import OwnSystemd

MOUNT = """
umount -l "$root/dev" "$root/proc" 2>/dev/null || true
mount --bind "$root" "$root"
"""


class Booted(OwnSystemd):
    def __init__(self, debian: DebianRoot) -> None:
        self.debian = debian
        super().__init__(MOUNT, network=True, said=debian.folder.with_suffix(".said"), root=debian.folder)

    def said(self, *words: str) -> str:
        """What a command among its processes says, whether it went well or not."""
        return self.run(*words, environment=self.debian.environment()).stdout
