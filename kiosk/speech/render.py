"""The worker process that makes clips: `python -m kiosk.speech.render`.

It speaks JSON, one line a message. First it says what it has, then it answers every question in turn:

    ← {"engine": "espeak-ng 1.51 (system)"}                    or {"missing": "why, and the remedy"}
    → {"text": "Goedemorgen.", "voice": "gmw/nl", "wpm": 125, "path": ".../x.wav"}
    ← {"seconds": 1.2, "words": [[0, 12, 0]]}                  or {"error": "why"}

A process of its own, because an engine in C can crash or hang and must never take the screen with it, and
because espeak-ng is GPL. It ends when its input ends; the kernel ends it when the kiosk dies and it cannot
read any more.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
from typing import IO

NICENESS = 10                # the screen goes first
PR_SET_PDEATHSIG = 1         # linux/prctl.h


def make_clip(engine, question: dict) -> dict:
    """Render a clip under a passing name, and rename it when complete: a half clip is never played."""
    errors: list[BaseException] = []
    token = engine.connect("error", lambda name=None, exception=None: errors.append(exception))
    half = question["path"] + ".part"
    try:
        engine.setProperty("voice", question["voice"])
        engine.setProperty("rate", question["wpm"])
        engine.save_to_file(question["text"], half)
        engine.runAndWait()
        if errors:
            raise errors[0]
        os.replace(half, question["path"])
        seconds, words = engine.getProperty("timing")
        return {"seconds": seconds, "words": words}
    except Exception as reason:  # whatever it is, the kiosk is told and the worker lives on
        with contextlib.suppress(OSError):
            os.unlink(half)
        return {"error": f"{type(reason).__name__}: {reason}"}
    finally:
        engine.disconnect(token)


def serve(questions: IO[str], answers: IO[str]) -> int:
    """Answer until the questions end."""
    def answer(message: dict) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        import pyttsx3

        from kiosk.speech import driver  # loads espeak-ng, which may be missing: that is an answer too

        driver.register()
        engine = pyttsx3.init("kiosk")
    except (RuntimeError, ImportError, OSError) as reason:
        answer({"missing": str(reason)})
        return 1
    answer({"engine": f"espeak-ng {engine.getProperty('version')} ({driver.LIBRARY})"})
    for line in questions:
        answer(make_clip(engine, json.loads(line)))
    return 0


def main() -> int:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)            # libraries print to standard output; the answers must stay clean
    return serve(os.fdopen(0, encoding="utf-8", closefd=False), answers)


if __name__ == "__main__":
    sys.exit(main())
