"""A kiosk put out of order from the desk: who may, and what the kiosk is told."""

from __future__ import annotations

import pytest


def test_the_switch_is_in_what_the_kiosk_asks_every_minute(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    assert "In dienst" in karin.get("/kiosken").text
    before = kiosk.http.get("/api/hours")
    answer = karin.post(action(karin), data={"buiten-dienst": "aan"})
    page = karin.get(answer.headers["location"]).text
    assert "Bewaard. Kiosk 3 leeszaal" in page and "Buiten dienst" in page and "Zet weer in dienst" in page
    told = kiosk.http.get("/api/hours", headers={"If-None-Match": before.headers["etag"]})
    assert told.status_code == 200 and told.json() == before.json() | {"out_of_order": True}
    karin.post(action(karin), data={"buiten-dienst": "uit"})
    again = kiosk.http.get("/api/hours")
    assert again.json() == before.json() and again.headers["etag"] == before.headers["etag"]


def test_one_kiosk_is_switched_and_no_other(desk):
    one, other = desk.kiosk("Kiosk 1"), desk.kiosk("Kiosk 2")
    karin = desk.assistant()
    karin.post(action(karin), data={"buiten-dienst": "aan"})  # the first on the page
    assert "out_of_order" in one.http.get("/api/hours").json()
    assert "out_of_order" not in other.http.get("/api/hours").json()


def test_nobody_switches_a_kiosk_of_another_site_or_without_logging_in(desk):
    gent, _ = desk.kiosk("Kiosk 1", "Gent"), desk.kiosk("Kiosk 2", "Aalst")
    everywhere, only_aalst = desk.assistant("Jan"), desk.assistant("Karin", "Aalst")
    path = next(line.split('"')[3] for line in everywhere.get("/kiosken").text.split("<h2>")[2].splitlines()
                if "action=" in line)
    assert "Kiosk 1" not in only_aalst.get("/kiosken").text
    for browser, status in ((only_aalst, 404), (desk.browser(), 303)):
        assert browser.post(path, data={"buiten-dienst": "aan"}).status_code == status
    assert "out_of_order" not in gent.http.get("/api/hours").json()
    assert everywhere.post(path, data={"buiten-dienst": "aan"}).status_code == 303
    assert "out_of_order" in gent.http.get("/api/hours").json()


@pytest.mark.parametrize(("path", "form"), [("/kiosken/1", {}), ("/kiosken/1", {"buiten-dienst": "misschien"}),
                                            ("/kiosken/999", {"buiten-dienst": "aan"}),
                                            (f"/kiosken/{10**20}", {"buiten-dienst": "aan"})])
def test_what_no_page_sends_changes_nothing(desk, path, form):
    kiosk, karin = desk.kiosk(), desk.assistant()
    assert karin.post(path, data=form).status_code == 404
    assert "out_of_order" not in kiosk.http.get("/api/hours").json()


def test_before_there_is_a_kiosk_the_page_says_so(desk):
    assert "nog geen kiosk toegevoegd" in desk.assistant().get("/kiosken").text


def action(browser) -> str:
    return next(line.split('"')[3] for line in browser.get("/kiosken").text.splitlines() if 'action="/kiosken/' in line)
