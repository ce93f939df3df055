"""/cijfers and /cijfers.csv as staff meet them."""

from __future__ import annotations

import csv
import io
import socket
import threading
import time
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from counts_desk import busy, desk
from starlette.testclient import TestClient

from kiosk.counts.figures import Total
from kiosk.counts.plots import bars
from kiosk.counts.sheet import safe


def get(path: str, counters: list | None = None, **more):
    return TestClient(desk(busy() if counters is None else counters, **more)).get(path, follow_redirects=False)


def test_the_page_names_things_as_the_municipality_does():
    page = get("/cijfers").text
    for words in ("Ik ben verhuisd", "Arabisch", "2 tot 5 minuten", "Nog geen dienst gekozen", "november",
                  "Aanmelden met uw kaart: Typ zelf uw pincode.", "Waar lopen mensen vast?"):
        assert words in page, words


def test_off_it_counts_nothing_and_says_how_to_switch_it_on():
    def read():
        raise AssertionError("the counters were read")

    page = get("/cijfers", enabled=False, read=read)
    assert page.status_code == 200 and "counts = true" in page.text and "niets geteld" in page.text
    assert get("/cijfers.csv", enabled=False, read=read).headers["location"] == "/cijfers"


def test_only_who_is_logged_in_sees_counts():
    assert get("/cijfers", inside=False).status_code == get("/cijfers.csv", inside=False).status_code == 401


def test_before_the_first_month_is_over_it_says_when_to_come_back():
    page = get("/cijfers", [("2026-12", "service", "1", 50)]).text
    assert "nog geen volledige maand" in page and "50" not in page
    assert "50" not in get("/cijfers.csv", [("2026-12", "service", "1", 50)]).text


def test_a_small_number_stands_nowhere_on_the_page_or_in_the_file():
    counters = [("2026-11", "language", "1", 1000), ("2026-11", "service", "1", 997), ("2026-11", "service", "4", 3)]
    page, sheet = get("/cijfers", counters).text, get("/cijfers.csv", counters).text
    assert "997" not in page + sheet and ">3<" not in page and ";3\r" not in sheet
    assert "weg" in page and "weggelaten" in sheet and "1000" in page and ";1000\r" in sheet


@pytest.mark.parametrize("year", ["2026", "1900", "<script>", "", "2026&jaar=2025"])
def test_whatever_year_is_asked_for(year):
    page = get(f"/cijfers?jaar={year}")
    assert page.status_code == 200 and "<script" not in page.text and "november" in page.text


def test_numbers_that_the_catalogue_no_longer_has_keep_their_number():
    counters = [("2026-11", "service", "777", 20), ("2026-11", "step", "777/12", 20), ("2026-11", "language", "99", 20),
                ("2026-11", "waiting", "<b>", 20)]
    page = get("/cijfers", counters).text
    assert "Vroegere dienst 777: vroegere stap 12" in page and "<b>" not in page and "&lt;b&gt;" in page


def test_the_file_opens_in_excel_and_has_every_number():
    answer = get("/cijfers.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf") and "attachment" in answer.headers["content-disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Maand", "Soort", "Naam", "Aantal"]
    assert ["2026-11", "Dienst", "Aanmelden met uw kaart", "44"] in lines
    assert ["2026-11", "Alles", "Alle vragen om hulp", "156"] in lines
    assert all(len(line) == 4 for line in lines)


@pytest.mark.parametrize("cell", ["=1+1", "+32 2", "-1", "@SUM(A1)", "\tx", "\r=1", " =HYPERLINK(1)"])
def test_no_cell_is_a_formula(cell):
    assert safe(cell) == f"'{cell}"


def test_a_cell_that_is_words_stays_as_it_is():
    assert safe("Ik ben verhuisd") == "Ik ben verhuisd"


def test_a_plot_says_everything_to_who_does_not_see_it():
    drawn = ElementTree.fromstring(bars("x", "Talen 2026", [("Arabisch & <Frans>", Total(12, True)),
                                                             ("Duits", Total(0, True)), ("Engels", Total(5, False))]))
    assert drawn.find("title").text == "Talen 2026"
    assert drawn.find("desc").text == "Arabisch & <Frans>: minstens 12; Duits: weggelaten; Engels: 5."
    assert len(drawn.findall("rect")) == 2, "nothing is drawn for what is left out"
    widths = [float(bar.get("width")) for bar in drawn.findall("rect")]
    assert widths[0] / widths[1] == pytest.approx(12 / 5, rel=0.02)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk(busy()), log_level="error"))
    running = threading.Thread(target=server.run, args=([listening],), daemon=True)
    running.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/cijfers"
    server.should_exit = True
    running.join(60)


def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(address, browser):
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        faults: list[str] = []
        page.on("console", lambda line, faults=faults: faults.append(line.text) if "Policy" in line.text else None)
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults == []
        page.close()
