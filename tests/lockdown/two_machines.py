"""Two networks of one machine with a cable between: a kiosk, and everything else. Needs root."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

KIOSK, REST = "10.9.0.1", "10.9.0.2"
LISTEN = """
import socket, sys
ears = [socket.create_server(("0.0.0.0", int(port))) for port in sys.argv[1:]]
print("ready", flush=True)
sys.stdin.read()
"""
CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1).close()"


def missing() -> str:
    """Why there can be no two networks here; "" when there can."""
    try:
        tried = subprocess.run(["unshare", "-n", "nft", "list", "tables"], capture_output=True, text=True, check=False)
    except OSError:
        return "unshare is not installed"
    return "" if tried.returncode == 0 else "nftables cannot be tried here: " + tried.stderr.strip()[:100]


class TwoMachines:
    def __init__(self) -> None:
        self._open = ExitStack()
        self._inside = {side: self._start(["unshare", "-n", "sleep", "infinity"]).pid for side in ("kiosk", "rest")}
        for side in self._inside:
            self._wait_for_own_network(side)
        self.run("kiosk", "ip", "link", "add", "k", "type", "veth", "peer", "name", "r", "netns",
                 str(self._inside["rest"]))
        for side, link, address in (("kiosk", "k", KIOSK), ("rest", "r", REST)):
            self.run(side, "ip", "link", "set", "lo", "up")
            self.run(side, "ip", "address", "add", f"{address}/24", "dev", link)
            self.run(side, "ip", "link", "set", link, "up")

    def _wait_for_own_network(self, side: str) -> None:
        """Until unshare(1) has done it: `ip` there knows of no link but its own loopback."""
        while len(self.run(side, "ip", "-o", "link").stdout.splitlines()) != 1:
            pass

    def _start(self, words: list[str], **more) -> subprocess.Popen:
        process = subprocess.Popen(words, **more)
        self._open.callback(process.wait)
        self._open.callback(process.kill)
        return process

    def _words(self, side: str, *words: str) -> list[str]:
        return ["nsenter", "-t", str(self._inside[side]), "-n", *words]

    def run(self, side: str, *words: str, check: bool = True, **more) -> subprocess.CompletedProcess:
        return subprocess.run(self._words(side, *words), check=check, capture_output=True, text=True, timeout=20,
                              **more)

    def listen(self, side: str, *ports: int) -> None:
        ear = self._start(self._words(side, sys.executable, "-c", LISTEN, *map(str, ports)), text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert ear.stdout.readline() == "ready\n"

    def reaches(self, side: str, address: str, port: int, user: int = 0) -> bool:
        words = ["setpriv", f"--reuid={user}", "--clear-groups", sys.executable, "-c", CONNECT, address, str(port)]
        return self.run(side, *words, check=False).returncode == 0

    def close(self) -> None:
        self._open.close()
