"""How often somebody may try. Counted in the memory of each worker, and gone with it.

Whoever has no key yet is told apart by address, mixed with a number that each worker draws at its start: not even the
memory holds a list of addresses.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

REQUESTS = RateLimitItemPerMinute(20)
"""Requests for help that one kiosk may send. Each is somebody who touched Help."""

LOG_INS = RateLimitItemPerMinute(10)
"""Log-ins from one address. Secrets of 256 bits are not guessed; this keeps somebody from keeping the desk busy."""

WRONG_KEYS = RateLimitItemPerMinute(60)
"""Wrong keys from one address."""


class Limits:
    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._salt = secrets.token_bytes(16)

    def allows(self, limit: RateLimitItem, who: str) -> bool:
        """One more by ``who``: is that still allowed?"""
        return self._window.hit(limit, self._mixed(who))

    def _mixed(self, who: str) -> str:
        return blake2b(who.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=16).hexdigest()


def address_of(request: Request) -> str:
    return request.client.host if request.client else "?"
