"""One file from the network: polite, patient, and resumed where it broke off, also after the command was stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

TIMEOUT = (10, 30)        # s to connect, and without a byte
TRIES = 5                 # of a request, and of a transfer that breaks off
BACK_OFF = 0.5            # s, doubled each time
PIECE = 1 << 16
MOST = 2 << 30            # bytes; nothing that the kiosk fetches is that large

Progress = Callable[[int, int], None]
"""Bytes so far, bytes in all (0: unknown)."""


class DownloadError(Exception):
    """One sentence about what went wrong, with what to do."""


def session() -> requests.Session:
    made = requests.Session()
    retry = Retry(total=TRIES, backoff_factor=BACK_OFF, status_forcelist=(429, 500, 502, 503, 504),
                  respect_retry_after_header=True, raise_on_status=False)
    for scheme in ("https://", "http://"):
        made.mount(scheme, HTTPAdapter(max_retries=retry))
    return made


def text_at(client: requests.Session, url: str) -> str | None:
    """A small file; None where there is none. DownloadError when the server cannot be reached."""
    try:
        answer = client.get(url, timeout=TIMEOUT)
    except requests.RequestException as reason:
        raise DownloadError(_unreachable(url, reason)) from None
    return answer.text if answer.ok else None


def download(client: requests.Session, url: str, path: Path, progress: Progress = lambda done, whole: None) -> None:
    """Write what is at ``url`` to ``path``; what an earlier attempt left in ``path``.part is gone on with."""
    part = path.with_name(f"{path.name}.part")
    for attempt in range(TRIES):
        try:
            if _transfer(client, url, part, progress):
                part.replace(path)
                return
        except (requests.RequestException, ConnectionError) as reason:
            if attempt == TRIES - 1:
                raise DownloadError(_unreachable(url, reason)) from None
    raise DownloadError(f"{url} breaks off each time. Start the command again later: it goes on where it stopped.")


def _transfer(client: requests.Session, url: str, part: Path, progress: Progress) -> bool:
    """Whether everything is there now."""
    done = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={done}-"} if done else {}
    with client.get(url, timeout=TIMEOUT, headers=headers, stream=True) as answer:
        if answer.status_code == 416:             # nothing is left to send, or the file has changed: from the start
            part.unlink()
            return False
        if not answer.ok:
            raise DownloadError(f"{url} answers {answer.status_code} {answer.reason}. Check the address.")
        if answer.status_code != 206:
            done = 0
        whole = done + int(answer.headers.get("Content-Length", 0))
        with open(part, "ab" if done else "wb") as file:
            for piece in answer.iter_content(PIECE):
                file.write(piece)
                done += len(piece)
                progress(done, whole)
                if done > MOST:
                    raise DownloadError(f"{url} is larger than anything the kiosk needs. Check the address.")
        return not whole or done >= whole


def _unreachable(url: str, reason: BaseException) -> str:
    return f"{url} cannot be reached ({type(reason).__name__}). Check the address and the network, and start again."
