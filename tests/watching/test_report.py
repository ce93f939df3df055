"""The readiness report: what is found stands in it in Dutch, no secret does, and it is one page on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from machines import good_machine, write

from kiosk.cli import main
from kiosk.settings import SETTINGS
from kiosk.watching import report as module
from kiosk.watching.looks import Pack, Packs
from kiosk.watching.report import write_report
from kiosk.watching.summary import is_secret

ASSETS = Path(__file__).parents[2] / "assets"
SECRETS = ("0123456789abcdef-desk", "2d0a34bd-the-check")
SETTINGS_FILE = f"""
[site]
name = "Bib <b>De Krook</b> & zo"
[desk]
address = "http://127.0.0.1:1"
key = "{SECRETS[0]}"
[watching]
ping = "https://hc.example.be/ping/{SECRETS[1]}"
[helpers]
monday = ["09:00-12:00"]
"""


@pytest.fixture
def machine(tmp_path):
    machine = good_machine(tmp_path, assets=ASSETS, packs=lambda settings: Packs([
        Pack("base", "vlaanderen", "2026.11.1", "gift-maan-boot")]))
    write(machine.root / machine.last_update, '{"outcome": "installed", "why": "", "new": "0.2.0"}')
    return machine


def written(tmp_path, machine, settings: str = "") -> tuple[int, str]:
    code = write_report(tmp_path / "report.html", write(tmp_path / "kiosk.toml", settings), machine)
    return code, (tmp_path / "report.html").read_text("utf-8")


def words_of(page: str) -> str:
    class Words(HTMLParser):
        seen, hidden = "", False

        def handle_starttag(self, tag, attributes):
            self.hidden = tag in ("style", "title")

        def handle_data(self, data):
            self.seen += "" if self.hidden else data + " "

        def handle_endtag(self, tag):
            self.hidden = False

    parser = Words()
    parser.feed(page)
    return " ".join(parser.seen.split())


def test_where_all_is_well(tmp_path, machine, capsys):
    code, page = written(tmp_path, machine)
    words = words_of(page)
    assert code == 0 and "Open it in a browser" in capsys.readouterr().out
    assert "De kiosk vindt niets mis" in words and "nagekeken op 23 november 2026 om 14:30" in words
    assert "Inhoud (basis) vlaanderen 2026.11.1 · gift-maan-boot" in words and "Raspberry Pi 5" in words
    assert "Voeding. De voeding is sterk genoeg." in words and "Fout" not in words
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o644


def test_what_is_wrong_comes_first_with_what_to_do_and_no_secret_stands_there(tmp_path, machine, capsys):
    write(machine.root / "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1")
    code, page = written(tmp_path, replace(machine, clock_synchronised=lambda: "no"), SETTINGS_FILE)
    words = words_of(page)
    assert code == 1 and "Nog niet: 2 fouten" in words
    places = [words.index(text) for text in (
        "Fout Voeding De voeding is nu te zwak. Gebruik de voeding die bij deze Raspberry Pi hoort",
        "De desk http://127.0.0.1:1 is niet te bereiken.", "Let op Klok", "Beeld. Er is een scherm (:7).")]
    assert places == sorted(places)
    assert "Bib <b>De Krook</b> & zo" in words, "a name is never taken for HTML"
    assert "desk.key (ingevuld)" in words and "watching.ping (ingevuld)" in words
    assert not any(secret in page + capsys.readouterr().out for secret in SECRETS)


def test_a_clock_that_is_wrong_dates_nothing(tmp_path, machine):
    words = words_of(written(tmp_path, replace(machine, now=datetime(1970, 1, 1, 0, 5)))[1])
    assert "de klok van de kiosk staat niet juist" in words and "nagekeken op" not in words


def test_it_needs_nothing_else(tmp_path, machine):
    page = written(tmp_path, machine)[1]
    assert page.count("data:font/ttf;base64,") == 2 and "<script" not in page
    assert not re.findall(r"""(?:src|href)=|url\((?!data:)|@import""", page)
    assert written(tmp_path, replace(machine, assets=tmp_path))[0] == 1, "no font, and still a page"


def test_what_only_a_person_can_find_has_a_place_for_the_answer():
    by_hand = yaml.safe_load((Path(module.__file__).parent / "report.yaml").read_text("utf-8"))
    assert all(one["title"] and one["do"] and (one.get("boxes") or one.get("blanks")) for one in by_hand)


def test_what_looks_like_a_secret_is_taken_for_one():
    secret = {one.name for one in SETTINGS if is_secret(one)}
    assert {"desk.key", "watching.ping", "watching.push"} <= secret
    assert not secret & {"site.keyboard", "site.name", "desk.address"}


def test_a_place_that_cannot_be_written(capsys, tmp_path):
    assert main(["doctor", "--report", "/proc/report.html"]) == 2
    assert "Name a folder with room, which this user may write to" in capsys.readouterr().err


def test_on_paper_it_is_one_page(tmp_path, machine, browser):
    written(tmp_path, machine)
    page = browser.new_page()
    page.goto(f"file://{tmp_path}/report.html")
    printed = page.pdf(prefer_css_page_size=True)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "a telephone scrolls it sideways"
    page.close()
    assert re.findall(rb"/Count (\d+)", printed) == [b"1"]
