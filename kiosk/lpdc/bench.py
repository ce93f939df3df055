"""`kiosk bench --cards N`: what N generated services cost to import, at the start, on a screen and in a search.

Importing happens in a process of its own, as it does in life, so that its memory is its own too. All times are those
of the processor, which another program on the same machine does not lengthen.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kiosk.catalogue.cards import Cards, read_cards, shelves
from kiosk.lpdc.generated import ABOUT, pages

TOPICS = ("gemeente", "papieren", "wonen", "werk", "gezin", "gezondheid")
QUERIES = ("attest", "premie", "huwelyk", "parkeren ouderen", "zwmbad", "kinderopvang", "ver", "taxi handelaars")
SEARCH_AIM = 0.030
"""s, what somebody may wait after a letter."""


def bench_cards(number: int) -> int:
    """Print the figures. Returns 1 when a search takes longer than it may."""
    print(f"{number:,} generated services; seconds of the processor", flush=True)
    with TemporaryDirectory() as place:
        feed, into = Path(place, "feed"), Path(place, "cards")
        feed.mkdir()
        for count, page in enumerate(pages(number)):
            (feed / f"page-{count:05}.json").write_bytes(page)
        size = sum(file.stat().st_size for file in feed.iterdir())
        taken, memory = _imported(feed, into)
        written = sum(file.stat().st_size for file in into.glob("*.jsonl"))
        print(f"import of {size / 1e6:.0f} MB of pages       {taken:8.1f} s, {memory / 1e6:.0f} MB at most, "
              f"{written / 1e6:.0f} MB written")
        before = _memory()
        gc.disable()  # as at the start of the kiosk
        opening = _timed(lambda: read_cards(into))
        cards, _ = read_cards(into)
        print(f"reading the set at the start   {opening * 1e3:8.1f} ms, {(_memory() - before) / 1e6:.0f} MB")
        one = _timed(lambda: read_cards(into)[0].in_topic("gemeente"))
        print(f"the same and its largest topic {one * 1e3:8.1f} ms")
        _screens(cards)
        return _search(cards)


def _imported(feed: Path, into: Path) -> tuple[float, int]:
    """s and bytes of an import in its own process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "kiosk", "import", "lpdc", str(feed), "--into", str(into)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken, after.ru_maxrss * 1024


def _screens(cards: Cards) -> None:
    """What a topic and a card cost beyond the drawing of their tiles, of which there are sixteen at most."""
    largest = max(TOPICS, key=lambda topic: len(cards.in_topic(topic)))
    heads = cards.in_topic(largest)
    print(f"a topic of {len(heads):5,} cards        {_timed(lambda: shelves(heads, 0, len(heads))) * 1e3:8.2f} ms")
    ids = iter([head.id for head in heads] * 7)
    print(f"opening a card                 {_timed(lambda: cards.card(next(ids))) * 1e3:8.2f} ms")


def _search(cards: Cards) -> int:
    from kiosk.catalogue.search import Search
    from kiosk.language.finding import card_entries

    began = time.process_time()
    search = Search(card_entries(cards))
    print(f"making the index of a search   {(time.process_time() - began) * 1e3:8.1f} ms, once")
    slowest = 0.0
    for query in (*QUERIES, *ABOUT):
        slowest = max(slowest, _timed(lambda query=query: search.find(query)))
    met = "met" if slowest <= SEARCH_AIM else "NOT MET"
    print(f"the slowest of {len(QUERIES) + len(ABOUT)} searches      {slowest * 1e3:8.1f} ms   ≤ "
          f"{SEARCH_AIM * 1e3:.0f} ms {met}")
    return int(slowest > SEARCH_AIM)


def _timed(do: Callable[[], object], runs: int = 7) -> float:
    """s, the median."""
    taken = []
    for _ in range(runs):
        began = time.process_time()
        do()
        taken.append(time.process_time() - began)
    return median(taken)


def _memory() -> int:
    """Bytes of this process in memory now."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE")
