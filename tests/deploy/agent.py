"""What the trial has inside the machine: a hand with fingers, a keyboard and a scanner, and an eye for processes.

Runs there as root, with Debian's Python and nothing else, and takes orders over a virtio port, one JSON object a line:
    {"run": "a shell command", "timeout": s}        answered by {"code": …, "out": …}
    {"events": [[type, code, value], …], "on": "finger" | "keyboard"}   answered by {}
"""

from __future__ import annotations

import fcntl
import json
import struct
import subprocess
import sys

PORT = "/dev/virtio-ports/trial"
EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
ABS_X, ABS_Y, SLOT, AT_X, AT_Y, TRACKING = 0x00, 0x01, 0x2F, 0x35, 0x36, 0x39
BTN_TOUCH, DIRECT = 0x14A, 1
GLASS = {ABS_X: 1279, ABS_Y: 799, SLOT: 9, AT_X: 1279, AT_Y: 799, TRACKING: 65535}
ALL_KEYS = range(1, 248)


def request(number: int, size: int = 0) -> int:
    """The kernel's _IO and _IOW for the letter U of linux/uinput.h."""
    return (bool(size) << 30) | (size << 16) | (ord("U") << 8) | number


def device(name: str, keys: list[int], axes: dict[int, int]):
    """A device of the kernel's own: what comes from it goes the way of every real one."""
    node = open("/dev/uinput", "wb", buffering=0)  # noqa: SIM115  # lives as long as the agent
    fcntl.ioctl(node, request(100, 4), EV_KEY)
    for key in keys:
        fcntl.ioctl(node, request(101, 4), key)
    if axes:
        fcntl.ioctl(node, request(100, 4), EV_ABS)
        fcntl.ioctl(node, request(110, 4), DIRECT)
    most = [0] * 64
    for axis, largest in axes.items():
        fcntl.ioctl(node, request(103, 4), axis)
        most[axis] = largest
    node.write(struct.pack("80s4HI64i64i64i64i", name.encode(), 3, 0x1, 0x1, 1, 0, *most, *[0] * 192))
    fcntl.ioctl(node, request(1))
    return node


def play(node, events: list[list[int]]) -> None:
    for kind, code, value in events:
        node.write(struct.pack("llHHi", 0, 0, kind, code, value))


def run(command: str, timeout: float) -> dict:
    try:
        done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, text=True, timeout=timeout, errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return {"code": -1, "out": f"not done in {timeout} s"}
    return {"code": done.returncode, "out": done.stdout}


def main() -> None:
    subprocess.run(["modprobe", "uinput"], check=True)
    devices = {"finger": device("Trial touch screen", [BTN_TOUCH], GLASS),
               "keyboard": device("Trial keyboard", list(ALL_KEYS), {})}
    with open(PORT, "r+b", buffering=0) as port:
        port.write(b'{"up": true}\n')
        waiting = b""
        while True:
            read = port.read(65536)
            if not read:
                return  # nobody is at the other end; systemd starts it anew
            waiting += read
            while b"\n" in waiting:
                line, waiting = waiting.split(b"\n", 1)
                order = json.loads(line)
                if "run" in order:
                    answer = run(order["run"], order.get("timeout", 60))
                else:
                    play(devices[order["on"]], order["events"])
                    answer = {}
                port.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
