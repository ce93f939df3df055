"""What the kiosk says of its faults, in one place: a line each, with a code that can be counted.

Under systemd it goes to the journal with PRIORITY, MESSAGE_ID and KIOSK_FAULT; elsewhere the plain sentence goes to
stderr. A visit says nothing. Twenty lines of our own, as in kiosk/service.py: Debian's python3-systemd is no wheel, and
the protocol is one datagram (systemd.io/JOURNAL_NATIVE_PROTOCOL).
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from enum import Enum
from pathlib import Path
from types import TracebackType

SOCKET = "/run/systemd/journal/socket"
HERE = Path(__file__).parents[2]
LONGEST = 4000  # characters of a sentence
CRITICAL, ERROR, WARNING = 2, 3, 4  # as syslog counts them


class Fault(Enum):
    """A kind of fault: its MESSAGE_ID, which never changes, how bad it is, and what it means."""

    SETTING = "aa311977771e473ca4c4743202c4b778", WARNING, "A setting is wrong; its default holds."
    CONTENT = "e827fdb0929e4f738552f1d7eaf74c92", WARNING, "A walkthrough or a card is wrong, and is left out."
    PACK = "6f1d0c1f6a6c4d0f9f0e5a4c3b7a2e18", WARNING, "A pack is damaged or did not come up; another one is shown."
    WORDS = "b3b53e162c344fd88a2051421e2b70be", ERROR, "The three words to say cannot be made; the code still works."
    SPEECH = "04bc937e28c4424a96730916f7e10bab", WARNING, "A voice, lexicon or respelling is wrong, and is left out."
    DISPLAY = "8c077051c68d4cee91957db6f6fb164e", ERROR, "There is no screen to draw on; the kiosk cannot start."
    CRASH = "d77a36bbf49c4de2ad75b7d3a21930dc", CRITICAL, "A fault in the program stopped the kiosk; it starts again."
    NUMBERS = "b112e0e40fed473997dfedd511753c56", ERROR, "The numbers for Prometheus cannot be written."
    HEARTBEAT = "9c26f7955d074b84859cc46c1e581277", WARNING, "Those who watch could not be told that it is alive."

    def __init__(self, message_id: str, priority: int, meaning: str) -> None:
        self.message_id, self.priority, self.meaning = message_id, priority, meaning

    @property
    def code(self) -> str:
        return self.name.lower()


def say(fault: Fault, sentence: object) -> None:
    """Where it belongs. Raises nothing: what cannot be said is lost, and the kiosk goes on."""
    words = " ".join(str(sentence).split())[:LONGEST]
    if _stderr_is_the_journal():
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as out:
                out.sendto(_entry(fault, words), SOCKET)
            return
        except OSError:
            words = f"<{fault.priority}>{words}"  # sd-daemon(3): the journal takes the priority from there
    try:
        print(words, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        return


def catch_crashes() -> None:
    """From here on what stops the program is said as ``CRASH``, and under systemd without its values: the message of an
    exception may hold what somebody typed."""
    usual, usual_in_thread = sys.excepthook, threading.excepthook

    def crashed(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if _stderr_is_the_journal():
            say(Fault.CRASH, where(kind, trace))
        else:
            usual(kind, fault, trace)

    def crashed_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if _stderr_is_the_journal() and arguments.exc_type is not SystemExit:
            say(Fault.CRASH, where(arguments.exc_type, arguments.exc_traceback))
        else:
            usual_in_thread(arguments)

    sys.excepthook, threading.excepthook = crashed, crashed_in_thread


def where(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The kind of exception and the places it came through, the deepest first; no values."""
    import traceback  # not before the first picture

    frames = traceback.extract_tb(trace)
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return f"{kind.__name__} at {' < '.join(places) or 'an unknown place'}"


def _short(filename: str) -> str:
    try:
        return str(Path(filename).relative_to(HERE))
    except ValueError:
        return "/".join(Path(filename).parts[-2:])


def _entry(fault: Fault, words: str) -> bytes:
    fields = {"MESSAGE": words, "PRIORITY": fault.priority, "MESSAGE_ID": fault.message_id,
              "KIOSK_FAULT": fault.code, "SYSLOG_IDENTIFIER": "kiosk"}
    return "".join(f"{name}={value}\n" for name, value in fields.items()).encode(errors="replace")


def _stderr_is_the_journal() -> bool:
    """$JOURNAL_STREAM says which file that is; stderr may have been turned elsewhere since (systemd.exec(5))."""
    try:
        here = os.fstat(2)
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{here.st_dev}:{here.st_ino}"
