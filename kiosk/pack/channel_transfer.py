"""Files from a static web server: python-tuf's fetcher on requests, and packs that go on where they broke off.

Whatever the network does ends in one sentence: a proxy that refuses, a certificate that does not fit, a page of a
guests' network, data without end, a byte now and then. Nothing here is trusted; python-tuf judges what arrived.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import requests
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface
from urllib3.exceptions import HTTPError

from kiosk import download

PIECE = 1 << 16
A_MINUTE = 60.0          # s for a file of metadata, which has some thousand bytes
HALF_AN_HOUR = 1800.0    # s for the packs of one run; what is missing then comes the next time
TRIES = 4                # of a pack in one run, when its transfer breaks off


class Unreachable(DownloadError):
    """One sentence. The network's fault or the server's, so the next run may do better."""


class NotAsSigned(DownloadError):
    """One sentence: what the server has cannot be what was signed, by its size already."""


class Server(FetcherInterface):
    """``client``: a session with its own retries (default: that of kiosk.download); ``now``: s, monotonic."""

    def __init__(self, client: requests.Session | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self.client = client or download.session()
        self.now = now
        self.ends = now() + HALF_AN_HOUR

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Metadata. python-tuf counts its bytes and refuses too many. A cache on the way must ask for it anew."""
        return self._pieces(self._ask(url, {"Cache-Control": "no-cache"}), url, self.now() + A_MINUTE)

    def resume(self, url: str, part: Path, length: int) -> None:
        """Make ``part`` the ``length`` bytes at ``url``; what is there of it already is not asked for again. The
        address holds the file's checksum, so that is of the same file.

        Raises Unreachable, and then the next run goes on with ``part``; NotAsSigned and DownloadHTTPError; OSError for
        our own disk."""
        for left in reversed(range(TRIES)):
            try:
                if self._go_on(url, part, length):
                    return
            except Unreachable:
                if not left or self.now() > self.ends:
                    raise
        raise Unreachable(f"{host(url)} breaks off each time. The next run goes on where this one stopped.")

    def _go_on(self, url: str, part: Path, length: int) -> bool:
        """Whether all of it is there."""
        done = part.stat().st_size if part.exists() else 0
        if done == length:
            return True
        try:
            answer = self._ask(url, {"Range": f"bytes={done}-"} if done else {})
        except DownloadHTTPError as fault:
            if fault.status_code != 416:
                raise
            part.unlink()                    # the server has less than we have: from the start
            return False
        if (whole := _size_of(answer)) not in (None, length):
            answer.close()
            raise NotAsSigned(f"{host(url)} has a pack of {whole} bytes where {length} were signed for. Publish there "
                              "again, whole.")
        if answer.status_code == 200:
            done = 0                         # a server that cannot go on sends everything
        elif _begins_at(answer) != done:
            answer.close()
            part.unlink(missing_ok=True)
            return False
        with answer, open(part, "ab" if done else "wb") as file:
            for piece in self._pieces(answer, url, self.ends):
                done += len(piece)
                if done > length:
                    break
                file.write(piece)
        if done > length:
            part.unlink()
            raise NotAsSigned(f"{host(url)} sends more than the {length} bytes that were signed for. Tell who "
                              "publishes there.")
        return done == length

    def _ask(self, url: str, headers: dict[str, str]) -> requests.Response:
        """An answer that is neither a fault, nor a redirect, nor a page for people."""
        try:
            answer = self.client.get(url, timeout=download.TIMEOUT, allow_redirects=False, stream=True,
                                     headers={"Accept-Encoding": "identity", **headers})
        except (requests.RequestException, HTTPError, OSError, ValueError) as reason:
            raise Unreachable(_why(url, reason)) from None
        if answer.status_code in (200, 206) and "html" not in answer.headers.get("Content-Type", "").lower():
            return answer
        answer.close()
        if answer.is_redirect:
            raise Unreachable(f"{host(url)} sends us on to {host(answer.headers['Location']) or 'another page'}. "
                              "Either the network wants somebody to log in first, or the packs have moved: then write "
                              "the new address as channel.address.")
        if answer.status_code in (200, 206):
            raise Unreachable(f"{host(url)} answers with a page for people. Either the network wants somebody to log "
                              "in first, or channel.address is the address of something else.")
        if answer.status_code == 407:
            raise Unreachable("The proxy wants a name and a password. Write them into HTTPS_PROXY.")
        raise DownloadHTTPError(f"{url} answers {answer.status_code}.", answer.status_code)

    def _pieces(self, answer: requests.Response, url: str, ends: float) -> Iterator[bytes]:
        """What arrives, as it arrives: a piece that is waited for until it is full would let a slow server hold us."""
        try:
            with answer:
                while piece := answer.raw.read1(PIECE, decode_content=False):
                    yield piece
                    if self.now() > ends:
                        raise Unreachable(f"{host(url)} sends so slowly that this run has ended. The next one goes on.")
        except (requests.RequestException, HTTPError, OSError) as reason:
            raise Unreachable(_why(url, reason)) from None


def host(url: str) -> str:
    """The server's name, as it can be shown; "" where there is none."""
    try:
        return re.sub(r"[^\w.:\[\]-]", "?", urlsplit(url).netloc.rpartition("@")[2])[:100]
    except ValueError:
        return ""


def _size_of(answer: requests.Response) -> int | None:
    """Bytes of the whole file, where the server says it."""
    said = answer.headers.get("Content-Length" if answer.status_code == 200 else "Content-Range", "").rpartition("/")[2]
    return int(said) if said.isdecimal() and len(said) < 16 else None


def _begins_at(answer: requests.Response) -> int:
    found = re.match(r"bytes (\d{1,15})-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _why(url: str, reason: BaseException) -> str:
    """One sentence; the more special kinds of fault come first, since they are also the more general ones."""
    name = host(url)
    if isinstance(reason, requests.exceptions.ProxyError):
        return f"The proxy does not let us through to {name}. Look at HTTPS_PROXY, and at what the proxy allows."
    if isinstance(reason, requests.exceptions.SSLError):
        return (f"{name} cannot prove that it is {name}: its certificate does not fit. Something on the network may "
                "stand in its place; or look at the clock, or at REQUESTS_CA_BUNDLE.")
    if isinstance(reason, (requests.exceptions.Timeout, TimeoutError)) or "timed out" in str(reason).lower():
        return f"{name} does not answer in time. The next run tries again."
    if isinstance(reason, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, ValueError)):
        return f"{url[:100]} is no address of the web. Correct channel.address."
    if isinstance(reason, requests.exceptions.ConnectionError):
        return f"{name} cannot be reached. Look at the network, and at channel.address."
    return f"{name} broke off in the middle. The next run goes on where this one stopped."
