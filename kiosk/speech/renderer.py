"""The kiosk's end of the worker process: start it, ask it, and survive whatever it does."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.speech.voices import Part

WORKER = (sys.executable, "-P", "-m", "kiosk.speech.render")
TIMEOUT = 4.0                                     # s; espeak-ng takes about 0.012 s a sentence on one PC core
SLOW_TIMEOUT = 20.0                               # s; Piper's first sentence has to wait until its voice is loaded
LATE = 1.5                                        # s without an answer until the screen says that there is no sound
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # s between starts of a worker that keeps failing


class VoiceError(Exception):
    """A clip could not be made; the message says why."""


class _WorkerLost(Exception):
    """The worker ended, or hangs."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A finished clip: how long it is in seconds, and the ms at which each word of its parts begins; None where the
    engine does not say.
    """

    seconds: float
    times: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Job:
    question: dict
    asked: float                                  # on the renderer's clock, s
    future: Future = field(default_factory=Future)


class Renderer:
    """Makes clips one after another in a worker process, and keeps that process alive.

    All waiting is done on a thread of its own: `request` returns at once. ``healthy`` is False from the
    moment the worker is found dead, or is late with an answer, until it or a new one answers; ``fault`` then
    says why, in a sentence for an administrator. The thread goes on trying by itself. A worker that died
    between two sentences costs the listener nothing: the sentence is asked again of a new one.
    """

    def __init__(
        self,
        command: Sequence[str] = WORKER,
        timeout: float = TIMEOUT,
        back_off: Sequence[float] = BACK_OFF,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``timeout`` in seconds holds for one sentence and for the start of the worker alike."""
        self.fault = ""
        self.engine = ""
        self._command = tuple(command)
        self._timeout = timeout
        self._back_off = tuple(back_off)
        self._clock = clock
        self._urgent: deque[_Job] = deque()
        self._ahead: deque[_Job] = deque()
        self._news = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._worker: subprocess.Popen | None = None
        self._failures = 0
        self._retry_at = 0.0
        self._well = True
        self._waiting_since: float | None = None  # for an answer of the worker

    @property
    def healthy(self) -> bool:
        since = self._waiting_since
        return self._well and (since is None or self._clock() - since < LATE)

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker; None while there is none."""
        worker = self._worker
        return worker.pid if worker else None

    def request(
        self, parts: Sequence[Part], wpm: int, path: Path, urgent: bool = True
    ) -> Future[Rendering]:
        """Ask for one clip of all ``parts`` at ``wpm`` words a minute, written to ``path``. Urgent ones go first.

        The future ends in a Rendering or a VoiceError, within twice the time-out; one that has not begun can
        be cancelled.
        """
        said = [{"engine": part.voice.engine, "voice": part.voice.id, "text": part.text} for part in parts]
        question = {"parts": said, "wpm": wpm, "path": os.fspath(path)}
        job = _Job(question, self._clock())
        with self._news:
            (self._urgent if urgent else self._ahead).append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="clips", daemon=True)
                self._thread.start()
            self._news.notify()
        return job.future

    def close(self, timeout: float = 1.0) -> None:
        """End the worker and the thread; requests still in line are cancelled. Waits at most ``timeout``
        seconds.
        """
        with self._news:
            self._closing = True
            for job in (*self._urgent, *self._ahead):
                job.future.cancel()
            self._news.notify()
        if self._thread is not None:
            self._thread.join(timeout)
        self._end_worker()

    # Everything below runs on the renderer's own thread.

    def _run(self) -> None:
        while (job := self._next_job()) is not _CLOSED:
            if job is None:
                self._revive()
            elif job.future.set_running_or_notify_cancel():
                self._do(job)
        self._end_worker()

    def _next_job(self) -> _Job | None:
        """The next job; None when it is time to look whether a lost worker can be replaced; _CLOSED at the
        end.
        """
        with self._news:
            while not self._closing:
                wait = self._retry_at - self._clock() if self._failures else None
                if wait is not None and wait <= 0:
                    return None
                if not self._failures and (self._urgent or self._ahead):
                    return (self._urgent or self._ahead).popleft()
                self._fail_overdue()
                self._news.wait(wait if wait is None else min(wait, 0.1))
        return _CLOSED

    def _fail_overdue(self) -> None:
        """While there is no worker, nobody waits for one longer than the time-out."""
        now = self._clock()
        for line in (self._urgent, self._ahead):
            while line and now - line[0].asked > self._timeout:
                job = line.popleft()
                if job.future.set_running_or_notify_cancel():
                    job.future.set_exception(VoiceError(self.fault))

    def _revive(self) -> None:
        try:
            self._start_worker()
        except VoiceError as reason:               # no engine on this machine: waiting would not help
            self._lost(str(reason), hopeless=True)
        except (_WorkerLost, OSError) as reason:
            self._lost(str(reason))
        else:
            self._failures = 0
            self._well, self.fault = True, ""

    def _do(self, job: _Job) -> None:
        had_worker = self._worker is not None
        try:
            try:
                answer = self._ask(job.question)
            except BrokenPipeError:                # it died some time ago, unnoticed
                if not had_worker:
                    raise
                self._end_worker()
                answer = self._ask(job.question)
        except VoiceError as reason:
            self._lost(str(reason), hopeless=True)
            job.future.set_exception(reason)
        except (_WorkerLost, OSError) as reason:
            self._lost(str(reason))
            job.future.set_exception(VoiceError(str(reason)))
        else:
            self._well, self.fault = True, ""
            if "error" in answer:
                job.future.set_exception(VoiceError(answer["error"]))
            else:
                times = answer["times"]
                job.future.set_result(Rendering(answer["seconds"], None if times is None else tuple(times)))

    def _lost(self, why: str, hopeless: bool = False) -> None:
        self._end_worker()
        self._well, self.fault = False, why
        self._retry_at = self._clock() + self._back_off[min(self._failures, len(self._back_off) - 1)]
        self._failures += 1
        if hopeless:
            with self._news:
                waiting = [*self._urgent, *self._ahead]
                self._urgent.clear()
                self._ahead.clear()
            for job in waiting:
                if job.future.set_running_or_notify_cancel():
                    job.future.set_exception(VoiceError(why))

    def _start_worker(self) -> None:
        """VoiceError when the machine has no engine, _WorkerLost when the worker does not report in time."""
        root = os.fspath(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._worker = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,                # Ctrl+C at a terminal is for the kiosk, not for the worker
        )
        hello = self._read(self._timeout)
        if "missing" in hello:
            raise VoiceError(hello["missing"])
        self.engine = hello["engine"]

    def _ask(self, question: dict) -> dict:
        if self._worker is None:
            self._start_worker()
        self._worker.stdin.write(json.dumps(question).encode() + b"\n")
        slow = any(part["engine"] == "piper" for part in question["parts"])
        return self._read(max(self._timeout, SLOW_TIMEOUT) if slow else self._timeout)

    def _read(self, timeout: float) -> dict:
        """One answer. BrokenPipeError when the worker has ended, _WorkerLost when the time-out passes."""
        pipe = self._worker.stdout.fileno()
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        self._waiting_since = self._clock()
        try:
            return self._answer(pipe, poll, self._waiting_since + timeout)
        finally:
            self._waiting_since = None

    def _answer(self, pipe: int, poll: select.poll, ends_at: float) -> dict:
        line = b""
        while not line.endswith(b"\n"):
            left = ends_at - self._clock()
            if left <= 0 or not poll.poll(left * 1000):
                raise _WorkerLost("The voice gave no answer in time; it is started again.")
            piece = os.read(pipe, 65536)
            if not piece:
                raise BrokenPipeError("The voice stopped unexpectedly; it is started again.")
            line += piece
        try:
            return json.loads(line)
        except ValueError:
            raise _WorkerLost("The voice answered something unreadable; it is started again.") from None

    def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.stdin.close()
        worker.kill()
        worker.wait()
        worker.stdout.close()


_CLOSED = object()
