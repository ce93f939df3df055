"""What a program and everything it started takes of the machine, as the kernel counts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def program(*words: str, output: bool = False):
    """Python running ``words`` from the checkout while the block lasts. Its bytecode may be kept, as in real use."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, text=True,
                               stdout=subprocess.PIPE if output else subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def family(process: int) -> list[int]:
    """The process and its descendants. Raises RuntimeError when it has ended."""
    try:
        first = psutil.Process(process)
    except psutil.NoSuchProcess:
        raise RuntimeError("The measured program has ended by itself.") from None
    return [process, *(child.pid for child in first.children(recursive=True))]


def memory(process: int) -> float:
    """MB (10^6 bytes) of PSS: a page shared by several processes counts in equal parts for each."""
    return sum(_pss(each) for each in family(process)) / 1e6


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def processor(process: int) -> float:
    """s of processor time taken so far, to the nanosecond: the scheduler's count, over all threads."""
    return sum(_ran(thread) for each in family(process) for thread in _threads(each)) / 1e9


def _threads(process: int) -> Sequence[Path]:
    return list(Path(f"/proc/{process}/task").iterdir())


def _ran(thread: Path) -> int:
    try:
        return int((thread / "schedstat").read_text().split()[0])
    except OSError:  # it has ended meanwhile
        return 0
