"""Ends an update at once and whole, as a power cut does: every process of it, in the middle of whatever it does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def at_once() -> bool:
    return True


def cut(command: list[str], after: float, begun: Callable[[], bool] = at_once) -> bool:
    """Run ``command`` in a process namespace of its own and kill that ``after`` s after it has ``begun``: no process of
    it, whatever session it went into, does one thing more. False when it had ended before."""
    outer = subprocess.Popen(["unshare", "--pid", "--fork", "--kill-child=KILL", *command],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watch(outer, begun)
    try:
        outer.wait(after)
        return False
    except subprocess.TimeoutExpired:
        inner = first_child(outer.pid)
        os.kill(inner, signal.SIGKILL)
        outer.wait()  # the kernel reaps a namespace's first process only after all the others
        return True


def first_child(pid: int) -> int:
    while not (found := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        os.sched_yield()
    return int(found[0])


def watch(process: subprocess.Popen, begun: Callable[[], bool]) -> None:
    while process.poll() is None and not begun():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.01)


def timed(command: list[str], begun: Callable[[], bool] = at_once) -> float:
    """s from the moment that it has ``begun``."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watch(process, begun)
    began = time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - began
