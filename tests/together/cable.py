"""A network of the kiosk's own, with one cable to the desk's machine, that can be pulled out and put back.

Linux network namespaces: packets vanish as they do on a broken switch, and no connection is closed politely.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from desk_process import HOST

HERE, THERE = "198.18.77.1", "198.18.77.2"
"""Of the block for tests of networks (RFC 2544): nobody's address."""


class Cable:
    def __init__(self) -> None:
        self.name = f"kiosk{os.getpid()}"
        self._desk_end, kiosk_end = f"d{os.getpid()}", f"k{os.getpid()}"
        self.within = ["ip", "netns", "exec", self.name]
        try:
            self._ip("netns", "add", self.name)
            self._ip("link", "add", self._desk_end, "type", "veth", "peer", "name", kiosk_end, "netns", self.name)
            self._ip("addr", "add", f"{HERE}/30", "dev", self._desk_end)
            self._ip("link", "set", self._desk_end, "up")
            self._ip("-n", self.name, "addr", "add", f"{THERE}/30", "dev", kiosk_end)
            self._ip("-n", self.name, "link", "set", kiosk_end, "up")
            # Only on the machine itself may a kiosk speak http: so the desk has an address that counts as such, and
            # for this cable alone the kernel is told to carry it.
            for within, end in (([], self._desk_end), (self.within, kiosk_end)):
                self._run(*within, "sysctl", "-qw", f"net.ipv4.conf.{end}.route_localnet=1")
            self._ip("-n", self.name, "route", "add", HOST, "dev", kiosk_end, "src", THERE)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def missing() -> str | None:
        """Why there can be none here."""
        if os.geteuid() != 0:
            return "networks of one's own need root"
        if not shutil.which("ip") or not shutil.which("sysctl"):
            return "ip or sysctl is not installed: apt-get install iproute2 procps"
        return None

    def cut(self) -> None:
        self._ip("link", "set", self._desk_end, "down")

    def mend(self) -> None:
        self._ip("link", "set", self._desk_end, "up")

    def close(self) -> None:
        subprocess.run(["ip", "netns", "del", self.name], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["ip", "link", "del", self._desk_end], stderr=subprocess.DEVNULL, check=False)

    def _ip(self, *words: str) -> None:
        self._run("ip", *words)

    def _run(self, *words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, text=True)
