"""A feed from the network: politely, once, and whole; whatever it does, the installed cards stay as they were."""

from __future__ import annotations

import threading
from functools import partial
from itertools import count

import pytest
from feed_server import Feed, serving

from kiosk import download
from kiosk.catalogue.cards import read_cards
from kiosk.lpdc import fetch as fetching
from kiosk.lpdc.fetch import Fetch
from kiosk.lpdc.generated import service
from kiosk.lpdc.service import ImportFault


@pytest.fixture
def feed() -> Feed:
    with serving() as feed:
        yield feed


@pytest.fixture
def pull(feed, bring, tmp_path, monkeypatch):
    """Import the feed; waiting is for real kiosks."""
    monkeypatch.setattr(download, "BACK_OFF", 0)

    def pull(key: str = "", timeout: float = 5.0, **wishes: object):
        made = partial(Fetch, tmp_path / "cards" / ".feeds", key=key, timeout=(timeout, timeout))
        return bring(f"{feed.address}/feed?page=0", fetch=made, **wishes)
    return pull


@pytest.fixture
def installed(feed, pull, tmp_path):
    """Two cards are there. Gives a function that says whether they still are."""
    feed.page(0, [service(1), service(2)])
    pull()
    file = tmp_path / "cards" / "voorbeeldgem.jsonl"
    content = file.read_bytes()
    return lambda: file.read_bytes() == content and len(read_cards(tmp_path / "cards")[0]) == 2


def test_pages_are_read_once_however_they_lead_round(feed, pull):
    feed.page(0, [service(1)], "/feed?page=1", "/feed?page=2", "/feed?page=0")
    feed.page(1, [service(2)], "/feed?page=0", "/feed?page=2")
    feed.page(2, [service(3)], "/feed?page=1", "/feed?page=0")
    assert len(pull().cards) == 3
    assert feed.sent == ["/feed?page=0", "/feed?page=1", "/feed?page=2"]


def test_a_second_import_asks_only_whether_anything_changed(feed, pull):
    feed.page(0, [service(1)], "/feed?page=1")
    feed.page(1, [service(2)])
    pull()
    feed.sent.clear()
    report = pull()
    assert feed.sent == [] and report.changes() == {"same": 2, "gone": 0}
    feed.page(1, [service(2), service(3)])
    assert pull().changes() == {"same": 2, "new": 1, "gone": 0}
    assert feed.sent == ["/feed?page=1"]


def test_what_was_broken_off_goes_on_behind_the_last_page(feed, pull, installed):
    feed.page(0, [service(1)], "/feed?page=1")
    feed.pages["/feed?page=1"] = lambda request: request.send_error(404)
    with pytest.raises(ImportFault, match="404"):
        pull()
    assert installed()
    feed.page(1, [service(2), service(3)])
    feed.asked.clear()
    assert len(pull().cards) == 3
    assert [path for path, _ in feed.asked] == ["/feed?page=1", "/feed?page=0"]  # and at the end: is it still the same?


def test_the_key_goes_to_the_feed_and_to_nobody_else(feed, pull):
    feed.page(0, [service(1)])
    pull(key="secret")
    assert all(headers["x-api-key"] == "secret" for _, headers in feed.asked)
    with serving() as other:
        other.page(0, [service(1)])

        def away(request) -> None:
            request.send_response(302)
            request.send_header("Location", f"{other.address}/feed?page=0")
            request.send_header("Content-Length", "0")
            request.end_headers()

        feed.pages["/feed?page=0"] = away
        pull(key="secret")
        assert other.asked and all("x-api-key" not in headers for _, headers in other.asked)


def test_a_feed_that_asks_for_a_key_says_where_it_goes(feed, pull, installed):
    feed.pages["/feed?page=0"] = lambda request: request.send_error(401)
    with pytest.raises(ImportFault, match="KIOSK_LPDC_KEY"):
        pull()
    assert installed()


def test_a_server_that_is_busy_is_asked_again(feed, pull):
    feed.page(0, [service(1)])
    page, tries = feed.pages["/feed?page=0"], count()

    def busy(request) -> None:
        if next(tries) < 2:
            request.send_error(503)
        else:
            request.send_response(200)
            request.send_header("Content-Length", str(len(page)))
            request.end_headers()
            request.wfile.write(page)

    feed.pages["/feed?page=0"] = busy
    assert len(pull().cards) == 1


def leads_to(location: str):
    def answer(request) -> None:
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()
    return answer


@pytest.mark.parametrize("location, said", [
    ("file:///etc/passwd", "no address of the web"), ("ftp://example.be/x", "no address of the web"),
    ("/feed?page=0", "round and round")])
def test_redirects_out_of_the_web_and_in_circles(feed, pull, installed, location, said):
    feed.pages["/feed?page=0"] = leads_to(location)
    with pytest.raises(ImportFault, match=said):
        pull()
    assert installed()


@pytest.mark.parametrize("next, said", [
    ("file:///etc/passwd", "no address of the web"), ("http://127.0.0.1:9/feed", "another site")])
def test_relations_to_elsewhere(feed, pull, installed, next, said):
    feed.page(0, [service(1)], next)
    with pytest.raises(ImportFault, match=said):
        pull()
    assert installed()


def test_a_feed_without_an_end(feed, pull, installed, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_PAGES", 30)
    for number in range(40):
        feed.page(number, [service(number)], f"/feed?page={number + 1}")
    with pytest.raises(ImportFault, match="more than 30 pages"):
        pull()
    assert installed()


def test_a_feed_that_changes_half_way(feed, pull, installed):
    feed.page(0, [service(1)], "/feed?page=1")
    feed.page(1, [service(2)])
    second = feed.pages["/feed?page=1"]

    def meanwhile(request) -> None:
        feed.page(0, [service(7)], "/feed?page=1")
        request.send_response(200)
        request.send_header("Content-Length", str(len(second)))
        request.end_headers()
        request.wfile.write(second)

    feed.pages["/feed?page=1"] = meanwhile
    with pytest.raises(ImportFault, match="changed while it was read"):
        pull()
    assert installed()
    feed.page(1, [service(2)])
    assert {card.iri[-1] for card in pull().cards} == {"7", "2"}


def test_a_server_that_stalls(feed, pull, installed, monkeypatch):
    monkeypatch.setattr(download, "TRIES", 1)
    feed.pages["/feed?page=0"] = lambda request: feed.ended.wait(30)
    with pytest.raises(ImportFault, match="cannot be reached"):
        pull(timeout=0.2)
    assert installed()


def test_a_server_that_drips(feed, bring, installed, tmp_path):
    """Each piece comes in time, and the whole never would."""
    enough = threading.Event()

    def drip(request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100000000")
        request.end_headers()
        while not feed.ended.is_set() and not enough.is_set():
            request.wfile.write(b" " * 70_000)

    feed.pages["/feed?page=0"] = drip
    minutes = count(0, 60)
    slow = partial(Fetch, tmp_path / "other", timeout=(5, 5), clock=lambda: next(minutes))
    with pytest.raises(ImportFault, match="takes longer than"):
        bring(f"{feed.address}/feed?page=0", fetch=slow)
    enough.set()
    assert installed()


def test_a_page_that_never_ends(feed, pull, installed, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST_PAGE", 100_000)
    feed.pages["/feed?page=0"] = b" " * 200_000
    with pytest.raises(ImportFault, match="larger than a page"):
        pull()
    assert installed()


def test_a_transfer_that_breaks_off(feed, pull, installed):
    def half(request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"{")
        request.close_connection = True

    feed.pages["/feed?page=0"] = half
    with pytest.raises(ImportFault, match="cannot be reached"):
        pull()
    assert installed()


def test_a_page_on_the_disk_that_was_damaged_is_fetched_again(feed, pull, tmp_path):
    feed.page(0, [service(1)])
    pull()
    page, = (tmp_path / "cards" / ".feeds").glob("*/*.page")
    page.write_bytes(b"{}")
    assert len(pull().cards) == 1
