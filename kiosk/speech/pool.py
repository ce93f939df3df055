"""Clips made on all cores, for whoever keeps them: the shelf of the kiosk, or the site."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from kiosk.speech.pcm import Pcm
from kiosk.speech.voices import Utterance

Job = tuple[str, list[dict], int]
"""Key, parts as the worker takes them, words a minute."""

Encode = Callable[[Pcm], bytes]
"""From `kiosk.speech.codec`: a function of a module, which another process can find by its name."""

AHEAD = 4                 # jobs in line for each process


class Made(NamedTuple):
    """A finished job: the encoded sound, its length in s and the ms at which each word of its parts begins (none when
    unknown). Or why there is none: then ``sound`` is empty and ``fault`` says so.
    """

    key: str
    sound: bytes
    seconds: float
    times: tuple[int, ...]
    fault: str


def job(utterance: Utterance, wpm: int, key: str = "") -> Job:
    """``key``: the name of the result; the clip's own when empty."""
    parts = [{"engine": part.voice.engine, "voice": part.voice.id, "text": part.text} for part in utterance.parts]
    return key or utterance.key(wpm), parts, wpm


def made(jobs: Sequence[Job], encode: Encode, processes: int | None = None) -> Iterator[Made]:
    """Each job once, as they are finished. ``processes`` None: one for each core. Close it to stop half-way.

    A sentence that cannot be said is a fault and does not stop the others; BrokenProcessPool when a process dies.
    """
    processes = processes or os.cpu_count() or 1
    line = iter(jobs)
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin) as pool:
        running: set[Future] = set()
        try:
            while True:
                running |= {pool.submit(_make, job, encode)
                            for _, job in zip(range(processes * AHEAD - len(running)), line, strict=False)}
                if not running:
                    return
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


# In each process of the pool.

_ready: tuple = ()


def _begin() -> None:
    global _ready
    from kiosk.speech.render import Engines, Espeak

    folder = Path(tempfile.mkdtemp(prefix="kiosk-build-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        _ready = Engines(Espeak()), folder / "passing.wav"
    except (RuntimeError, ImportError, OSError) as reason:     # no engine on this machine: each job says why
        _ready = (reason,)


def _make(job: Job, encode: Encode) -> Made:
    from kiosk.speech.render import spoken

    key, parts, wpm = job
    try:
        if len(_ready) == 1:
            raise _ready[0]
        sound, times = spoken(_ready[0], parts, wpm, _ready[1])
        return Made(key, encode(sound), sound.seconds, tuple(times or ()), "")
    except Exception as reason:  # one sentence that cannot be said does not stop the others
        return Made(key, b"", 0.0, (), f"{type(reason).__name__}: {reason}")
