"""Pages from the network: one at a time, asked again only when they changed, and never more than a feed can have.

What came is kept in a folder of the feed. A second import asks with ETag and If-Modified-Since; one that was broken off
goes on behind the last page that came.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

from kiosk.download import TIMEOUT, session
from kiosk.lpdc.service import ImportFault
from kiosk.whole import write_whole

KEY = "KIOSK_LPDC_KEY"
"""The environment variable with the key that IPDC and LPDC ask for (X-API-KEY)."""
MOST_PAGES = 5_000
LARGEST_PAGE = 32 << 20
LARGEST_FEED = 1 << 30
DEADLINE = 180.0          # s for one page, however slowly it drips
TRIES = 3                 # of a page whose transfer breaks off
REDIRECTS = 5
PIECE = 1 << 16
HEADERS = {"Accept": "application/ld+json, application/json;q=0.9, text/turtle;q=0.8", "User-Agent": "digipunt-kiosk"}
UNFINISHED = "unfinished"


class Fetch:
    """The pages of one feed. ``key`` is sent to the feed's own site and to no other."""

    def __init__(self, folder: Path, entry: str, key: str = "", *, timeout: tuple[float, float] = TIMEOUT,
                 clock: Callable[[], float] = time.monotonic, client: requests.Session | None = None) -> None:
        self.entry = urldefrag(entry)[0]
        self.folder = folder / hashlib.sha256(self.entry.encode()).hexdigest()[:16]
        self._key, self._timeout, self._clock = key, timeout, clock
        self._client = client or session()
        self._bytes = 0
        self._asked: list[str] = []
        self._fresh = self._unfinished()

    def get(self, url: str) -> bytes:
        """A page, as it is now. Raises ImportFault."""
        url = urldefrag(url)[0]
        if len(self._asked) >= MOST_PAGES:
            raise ImportFault(f"{self.entry} leads to more than {MOST_PAGES:,} pages, which no feed has. Tell who "
                              "publishes it.")
        known = self._kept(url)
        if url not in self._fresh or known is None:
            known = self._ask(url, known)
            self._fresh.append(url)
            self._write(self.folder / UNFINISHED, "\n".join(self._fresh).encode())
        self._asked.append(url)
        return known

    def check_unchanged(self) -> None:
        """Raises ImportFault when the first page is another one by now: then the others may not belong together."""
        if not self._asked:
            return
        before = self._kept(self._asked[0])
        if self._ask(self._asked[0], before) != before:
            self._forget()
            raise ImportFault(f"{self.entry} changed while it was read. Start the import again.")

    def done(self) -> None:
        """The import is complete: the next one asks for every page anew, and pages that are gone are forgotten."""
        kept = {path.name for url in self._asked for path in self._paths(url)}
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in kept:
                    path.unlink()

    def _forget(self) -> None:
        with contextlib.suppress(OSError):
            (self.folder / UNFINISHED).unlink(missing_ok=True)

    def _unfinished(self) -> list[str]:
        try:
            return (self.folder / UNFINISHED).read_text("utf-8").split("\n")
        except (OSError, ValueError):
            return []

    def _ask(self, url: str, known: bytes | None) -> bytes:
        for attempt in range(TRIES):
            try:
                return self._answer(url, known)
            except (requests.RequestException, OSError) as fault:
                if attempt == TRIES - 1 or isinstance(fault, requests.ConnectionError):  # tried again already
                    raise ImportFault(f"{url} cannot be reached ({type(fault).__name__}). Check the address and the "
                                      "network, and start again: it goes on where it stopped.") from None
        raise AssertionError

    def _answer(self, url: str, known: bytes | None) -> bytes:
        began = self._clock()
        with self._follow(url, known) as answer:
            if answer.status_code == 304 and known is not None:
                return known
            if answer.status_code in (401, 403):
                raise ImportFault(f"{url} asks for a key ({answer.status_code}). Put yours in the environment variable "
                                  f"{KEY}.")
            if not answer.ok:
                raise ImportFault(f"{url} answers {answer.status_code} {answer.reason}. Check the address; if it is "
                                  "right, try again later.")
            pieces, size = [], 0
            for piece in answer.iter_content(PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST_PAGE or self._bytes + size > LARGEST_FEED:
                    raise ImportFault(f"{url} is larger than a page of a feed can be. Check the address.")
                if self._clock() - began > DEADLINE:
                    raise ImportFault(f"{url} takes longer than {DEADLINE:.0f} seconds. Try again later: it goes on "
                                      "where it stopped.")
            content = b"".join(pieces)
            self._bytes += size
            self._keep(url, content, answer)
            return content

    def _follow(self, url: str, known: bytes | None) -> requests.Response:
        """The answer, behind at most five redirects, none of which may leave the web."""
        at = url
        for _ in range(REDIRECTS + 1):
            check_address(at, url)
            headers = {**HEADERS, **(self._conditions(url) if known is not None else {})}
            if self._key and same_site(at, self.entry):
                headers["X-API-KEY"] = self._key
            answer = self._client.get(at, headers=headers, timeout=self._timeout, stream=True, allow_redirects=False)
            if not answer.is_redirect:
                return answer
            answer.close()
            at = urljoin(at, answer.headers["Location"])
        raise ImportFault(f"{url} sends us round and round. Check the address.")

    # What is kept of a page: its bytes, and what to ask with the next time.

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self.folder / f"{name}.page", self.folder / f"{name}.json"

    def _kept(self, url: str) -> bytes | None:
        page, about = self._paths(url)
        try:
            content = page.read_bytes()
            return content if json.loads(about.read_text())["sha256"] == hashlib.sha256(content).hexdigest() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _conditions(self, url: str) -> dict[str, str]:
        about = json.loads(self._paths(url)[1].read_text())
        wanted = {"If-None-Match": about.get("etag"), "If-Modified-Since": about.get("last_modified")}
        return {name: value for name, value in wanted.items() if value}

    def _keep(self, url: str, content: bytes, answer: requests.Response) -> None:
        about = {"url": url, "sha256": hashlib.sha256(content).hexdigest(), "etag": answer.headers.get("ETag"),
                 "last_modified": answer.headers.get("Last-Modified")}
        page, beside = self._paths(url)
        self._write(page, content)
        self._write(beside, json.dumps(about).encode())

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except OSError as fault:
            raise ImportFault(f"{self.folder} cannot be written: {fault.strerror}. See whether it has room.") from None


def check_address(at: str, asked: str) -> None:
    """Raises ImportFault for anything but http and https."""
    try:
        parts = urlsplit(at)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound:
        raise ImportFault(f"{asked} leads to {at[:200]}, which is no address of the web. Nothing was read from there; "
                          "tell who publishes it.")


def same_site(one: str, other: str) -> bool:
    """The same scheme, host and port."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]
