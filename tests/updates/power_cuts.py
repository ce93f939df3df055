"""Ends an update at once and whole, as a power cut does: every process of it, in the middle of whatever it does."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path


def cut(command: list[str], after: float) -> bool:
    """Run ``command`` in a process namespace of its own and kill that after ``after`` s: no process of it, whatever
    session it went into, does one thing more. False when it had ended before."""
    outer = subprocess.Popen(["unshare", "--pid", "--fork", "--kill-child=KILL", *command],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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


def timed(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began
