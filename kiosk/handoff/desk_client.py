"""Asks the desk over HTTPS, and believes nothing that comes back: another server may answer, never end, or lie.

Loaded by who asks, not with the kiosk: requests takes a tenth of a second and 10 MB.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from kiosk.handoff.exchange import Answer, Cut, NoAnswer, Question

CONNECT, READ = 5, 10     # s to connect, and without a byte
WHOLE = 15                # s for everything, beyond what the desk was asked to wait
MOST = 65536              # bytes of an answer; the hours of a whole year are 20,000
REDIRECTS = range(300, 400)


class DeskClient:
    """The desk at ``address``, asked with this kiosk's ``key``."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key

    def ask(self, question: Question, cut: Cut | None = None) -> Answer:
        """One call on a connection of its own, ended by ``cut`` or after `WHOLE` s at the latest. Raises NoAnswer."""
        cut = cut or Cut()
        late = threading.Timer(WHOLE + question.wait, cut.make)
        late.daemon = True
        late.start()
        try:
            return self._answer(question, cut)
        except requests.exceptions.SSLError:
            why = "untrusted"
        except requests.Timeout:
            why = "late"
        except (requests.RequestException, HTTPError, OSError, ValueError):
            why = "unreachable"
        finally:
            late.cancel()
        raise NoAnswer(why, sent=cut.connected) from None

    def _answer(self, question: Question, cut: Cut) -> Answer:
        with requests.Session() as session:  # no cookies, no connection that died unnoticed
            for scheme in ("https://", "http://"):
                session.mount(scheme, _Held(cut.hold))
            session.auth = _Key(self._key)
            headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "kiosk",
                       "Connection": "close", **(question.headers or {})}
            with session.request(question.method, self._address + question.path, params=question.query,
                                 json=question.body, headers=headers, timeout=(CONNECT, READ + question.wait),
                                 allow_redirects=False, stream=True) as answer:
                content = answer.raw.read(MOST + 1, decode_content=False)
                if len(content) > MOST:
                    raise NoAnswer("endless", sent=True)
                if answer.status_code in REDIRECTS and answer.status_code != 304:
                    raise NoAnswer("elsewhere", sent=True)
                return Answer(answer.status_code, _object(answer.headers.get("Content-Type", ""), content),
                              answer.headers.get("ETag", ""), _seconds(answer.headers.get("Retry-After", "")))


def _object(kind: str, content: bytes) -> dict[str, object] | None:
    if not kind.lower().startswith("application/json"):
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _seconds(written: str) -> int | None:
    """Of Retry-After; its other form, a date, would have to trust two clocks."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


class _Key(AuthBase):
    """As an object, not as a header: requests would put what a .netrc holds in the place of a header."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class _Held(HTTPAdapter):
    """Hands each connection to ``hold`` as soon as there is one, also through a proxy."""

    def __init__(self, hold: Callable[[object], None]) -> None:
        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                hold(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                hold(self.sock)

        plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self._pools = {"http": plain, "https": secure}
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: object, **named: object) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *arguments: object, **named: object):
        manager = super().proxy_manager_for(*arguments, **named)
        manager.pool_classes_by_scheme = self._pools
        return manager
