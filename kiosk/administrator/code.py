"""The administrator's six digits: kept as a salted hash, and tried five times at most before a pause.

A million codes are soon tried by whoever holds the hash, however slow it is made: the settings file is for the kiosk's
user alone (docs/decisions/0026). The pause protects the glass, where nobody holds anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.settings_values import CODE_HASH
from kiosk.whole import write_whole

DIGITS = 6
COST, BLOCK, PARALLEL = 2**14, 8, 1
"""Of scrypt: 16 MB, and 0.05 s of an x86-64 server's processor; on a Raspberry Pi it was not measured."""
TRIES = 5
PAUSE, LONGEST_PAUSE = 60.0, 900.0
"""s, after the first five wrong tries, and after many: twice as long each time. Long enough that a million codes take
years, short enough that a stranger's tries keep no administrator waiting (docs/decisions/0026)."""
KEPT = "administrator-tries"
"""The file in the kiosk's own folder that outlives a restart."""
MOST_KEPT = 10**6


def trivial(digits: str) -> str:
    """Why this is no code; empty where it is one. Strangers try these first: what is easily typed, and dates."""
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        return f"A code is {DIGITS} digits, nothing else."
    steps = {(int(after) - int(before)) % 10 for before, after in zip(digits, digits[1:], strict=False)}
    if len(set(digits)) < 3 or len(steps) == 1 or digits in (digits[:2] * 3, digits[:3] * 2):
        return "That is a row or a repetition, which people try first. Take digits without a pattern."
    if _is_date(digits):
        return "That can be read as a date, which people try first. Take digits that are no date."
    return ""


def _is_date(digits: str) -> bool:
    """As people write days: 27 11 64, 64 11 27, 11 27 64, or 11 1964."""
    one, two, three = (int(digits[at:at + 2]) for at in (0, 2, 4))
    years = range(1920, 2040)
    if 1 <= one <= 12 and int(digits[2:]) in years or 1 <= three <= 12 and int(digits[:4]) in years:
        return True
    for year, month, day in ((three, two, one), (one, two, three), (three, one, two)):
        with contextlib.suppress(ValueError):
            date(2000 + year, month, day)
            return True
    return False


def hash_of(digits: str) -> str:
    """What the settings hold instead of the code: "scrypt:cost:salt:hash". Raises ValueError for a `trivial` one."""
    if why := trivial(digits):
        raise ValueError(why)
    salt = secrets.token_bytes(16)
    return f"scrypt:{COST}:{b64encode(salt).decode()}:{b64encode(_scrypt(digits, salt, COST)).decode()}"


def _scrypt(digits: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, n=cost, r=BLOCK, p=PARALLEL, maxmem=256 * cost * BLOCK, dklen=32)


class Gate:
    """Tries codes against ``kept_hash``, as `hash_of` made it. ``clock`` is monotonic, in s.

    ``tries`` is a file that counts the wrong ones since the last right one. Without it a restart of the kiosk, or
    pulling its plug, would give five tries more. It holds a number and no time: a Raspberry Pi does not know the time
    when it starts, so after a restart the pause begins anew. Where it cannot be written the memory alone counts.
    """

    def __init__(self, kept_hash: str, clock: Callable[[], float], tries: Path | None = None) -> None:
        self._salt, self._wanted, self._cost = _parts(kept_hash)
        self._clock, self._file = clock, tries
        self._wrong = self._kept()
        self._until = clock() + self._pause()

    @property
    def paused_for(self) -> float:
        """s until the next code is tried; 0 when it may be now."""
        return max(0.0, self._until - self._clock())

    @property
    def tries_left(self) -> int:
        """Wrong codes until the next pause; 0 during one."""
        return 0 if self.paused_for else TRIES - self._wrong % TRIES

    def try_code(self, digits: str) -> bool:
        """Is this the code? During a pause nothing is, and nothing is counted."""
        if self.paused_for:
            return False
        self._count(self._wrong + 1)  # before the answer: whoever cuts the power when it is no has had the try
        if hmac.compare_digest(_scrypt(digits, self._salt, self._cost), self._wanted):
            self._count(0)
            return True
        self._until = self._clock() + self._pause()
        return False

    def _pause(self) -> float:
        """s that follow the wrong tries so far."""
        rounds, within = divmod(self._wrong, TRIES)
        return min(PAUSE * 2 ** min(rounds - 1, 10), LONGEST_PAUSE) if rounds and not within else 0.0

    def _count(self, wrong: int) -> None:
        self._wrong = wrong
        if self._file is not None:
            with contextlib.suppress(OSError):
                write_whole(self._file, str(wrong).encode(), mode=0o600)

    def _kept(self) -> int:
        with contextlib.suppress(OSError, ValueError, AttributeError), self._file.open("rb") as file:
            return min(max(0, int(file.read(16))), MOST_KEPT)
        return 0


def _parts(kept_hash: str) -> tuple[bytes, bytes, int]:
    found = CODE_HASH.fullmatch(kept_hash)
    if found is None:
        raise ValueError("This is no hash of a code. Make one with: kiosk admin-code")
    return b64decode(found[2]), b64decode(found[3]), int(found[1])
