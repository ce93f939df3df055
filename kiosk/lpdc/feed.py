"""A file, a folder or a feed → its pages. A feed's pages name each other (TREE relations); each is read once, however
they lead round, and none on another site.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urldefrag

from kiosk.lpdc.fetch import Fetch, check_address, same_site
from kiosk.lpdc.reading import LARGEST, Page, read_page
from kiosk.lpdc.service import ImportFault

ENDINGS = (".json", ".jsonld", ".ttl", ".nt")


def pages_of(source: str, ask: Callable[[str], Fetch],
             note: Callable[[str], None]) -> Iterator[tuple[str, Page]]:
    """(name, page) for each. ``ask`` gives what fetches a feed that begins at an address; ``note`` is told what an
    administrator should know. Raises ImportFault."""
    if "://" in source:
        check_address(source, source)
        yield from _feed(source, ask(source))
        return
    paths = _paths(Path(source))
    more = 0
    for path in paths:
        page = read_page(_bytes(path), path.name)
        more += len(page.next)
        yield path.name, page
    if more and len(paths) == 1:
        note(f"{source} is one page of a feed; the pages it leads to were not fetched. Give the address of the feed, "
             "or all pages as files.")


def _feed(source: str, fetch: Fetch) -> Iterator[tuple[str, Page]]:
    waiting, seen = deque([fetch.entry]), {fetch.entry}
    while waiting:
        url = waiting.popleft()
        page = read_page(fetch.get(url), url)
        yield url, page
        for next in page.next:
            next = urldefrag(next)[0]
            check_address(next, url)
            if not same_site(next, source):
                raise ImportFault(f"{url} leads to another site, {next[:200]}. Nothing was read from there; if it is "
                                  "right, give that address instead.")
            if next not in seen:
                seen.add(next)
                waiting.append(next)


def _paths(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
        if not found:
            raise ImportFault(f"{path} holds no file that ends in {', '.join(ENDINGS)}.")
        return found
    if not path.is_file():  # also a pipe, which would never end
        raise ImportFault(f"There is no file {path}. Give a file, a folder, or an address that begins with https://.")
    return [path]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as fault:
        raise ImportFault(f"{path} cannot be opened: {fault.strerror}. Look at its permissions.") from None
