"""The disk that fails, or the power that goes, at the n-th thing a process does to it."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterator
from unittest import mock

CHANGING = ("mkdir", "open", "write", "fsync", "rename", "replace", "symlink", "unlink", "rmdir", "chmod", "utime")


@contextlib.contextmanager
def failing(at: int, fault: Callable[[], None]) -> Iterator[list[str]]:
    """``fault`` is called before the ``at``-th change of the disk, counted from 1; gives the names of those so far."""
    with watching(lambda number: fault() if number == at else None) as done:
        yield done


@contextlib.contextmanager
def watching(look: Callable[[int], None]) -> Iterator[list[str]]:
    """``look`` is called before each change of the disk with its number; gives the names of those so far."""
    done: list[str] = []

    def watched(name: str, real: Callable) -> Callable:
        def call(*arguments: object, **named: object) -> object:
            if name != "open" or arguments[1] & (os.O_WRONLY | os.O_CREAT):
                done.append(name)
                look(len(done))
            return real(*arguments, **named)

        return call

    with contextlib.ExitStack() as stack:
        for name in CHANGING:
            stack.enter_context(mock.patch.object(os, name, watched(name, getattr(os, name))))
        yield done


def disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def power_cut() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(at: int, does: Callable[[], object]) -> bool:
    """Do it in a process of its own that is killed before its ``at``-th change of the disk; whether it came so far."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException), failing(at, power_cut):
            does()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
