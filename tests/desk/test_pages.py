"""The pages of assistants without scripts: logging in, staying in, being refused, and what every answer carries."""

from __future__ import annotations

import re

import httpx
import pytest
from served import new_id

from kiosk.desk.limits import LOG_INS
from kiosk.desk.people import remove_assistant
from kiosk.settings import DeskServer, Settings

PRIVATE = ("/", "/uren")
PUBLIC = ("/aanmelden", "/binnen/abc", "/h", "/niets", "/style/desk.css", "/style/queue.js", "/favicon.ico")


def secure(address: str) -> Settings:
    return Settings(desk_server=DeskServer(address="https://desk.example.be"))


@pytest.mark.parametrize("path", PRIVATE)
def test_who_is_not_logged_in_is_brought_to_where_they_can(desk, path):
    answer = desk.browser().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/aanmelden")


def test_a_link_works_once(desk):
    link = desk.invite()
    looking = desk.browser()
    assert "Aanmelden" in looking.get(link).text  # also a program that looks into mails does this
    first, second = desk.browser(), desk.browser()
    assert first.post(link).status_code == 303
    assert first.get("/").status_code == 200
    refused = second.post(link)
    assert refused.status_code == 403
    assert "Vraag een nieuwe link" in refused.text
    assert second.get("/").status_code == 303


def test_a_link_is_good_for_a_week(desk, clock):
    link = desk.invite()
    clock.advance(days=7, hours=1)
    assert desk.browser().post(link).status_code == 403


def test_a_new_link_ends_the_old_one(desk):
    old, new = desk.invite(), desk.invite()
    assert desk.browser().post(old).status_code == 403
    assert desk.browser().post(new).status_code == 303


def test_a_session_ends_after_its_hours(desk, clock):
    karin = desk.assistant()
    clock.advance(hours=12)
    assert karin.get("/").status_code == 200
    clock.advance(hours=1)
    assert karin.get("/").status_code == 303
    assert karin.get("/wachtrij").status_code == 401
    assert karin.post(f"/vragen/{new_id()}/komt").headers["location"] == "/aanmelden"


def test_a_device_that_is_remembered_logs_in_without_a_link(desk, clock):
    karin = desk.assistant(onthoud="1")
    clock.advance(days=30)
    assert karin.get("/").status_code == 303
    assert "Karin" in karin.get("/aanmelden").text
    assert karin.post("/aanmelden").headers["location"] == "/"
    assert karin.get("/").status_code == 200
    clock.advance(days=61)
    assert karin.post("/aanmelden").headers["location"] == "/aanmelden"


def test_a_device_is_not_remembered_unasked(desk, clock):
    karin = desk.assistant()
    clock.advance(days=1)
    assert "Karin" not in karin.get("/aanmelden").text
    assert karin.post("/aanmelden").headers["location"] == "/aanmelden"


def test_logging_out_ends_the_session_on_the_server_too(desk):
    karin = desk.assistant()
    cookies = dict(karin.cookies)
    karin.post("/afmelden")
    with httpx.Client(base_url=desk.address, cookies=cookies) as thief:
        assert thief.get("/").status_code == 303


def test_a_device_can_be_forgotten(desk):
    karin = desk.assistant(onthoud="1")
    karin.post("/afmelden")
    assert "Karin" in karin.get("/aanmelden").text
    karin.post("/afmelden", data={"vergeet": "1"})
    assert "Karin" not in karin.get("/aanmelden").text


def test_who_is_removed_is_out_at_once(desk):
    karin = desk.assistant(onthoud="1")
    desk.do(remove_assistant, "Karin")
    assert karin.get("/").status_code == 303
    assert karin.post("/aanmelden").headers["location"] == "/aanmelden"


@pytest.mark.parametrize("headers", [
    {},  # neither: no browser of these years
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "ours"},
])
def test_a_form_of_another_site_changes_nothing(desk, headers):
    kiosk, karin = desk.kiosk(), desk.assistant()
    id = kiosk.ask()
    headers = {name: desk.address if value == "ours" else value for name, value in headers.items()}
    with httpx.Client(base_url=desk.address, cookies=dict(karin.cookies), headers=headers) as forged:
        for path in (f"/vragen/{id}/komt", f"/vragen/{id}/klaar", "/uren", "/afmelden", "/aanmelden"):
            answer = forged.post(path)
            assert answer.status_code == 403
            assert "Open de desk en probeer het daar" in answer.text
    assert kiosk.state(id) == "waiting"
    assert karin.get("/").status_code == 200


def test_our_own_form_is_known_by_what_the_browser_says_of_it(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": desk.address}):
        with httpx.Client(base_url=desk.address, cookies=dict(karin.cookies), headers=headers) as own:
            assert own.post(f"/vragen/{kiosk.ask()}/komt").status_code == 303


def test_the_cookie_cannot_be_read_taken_along_or_overheard(serve):
    desk = serve(secure)
    with httpx.Client(base_url=desk.address, headers={"Sec-Fetch-Site": "same-origin"}) as browser:
        cookies = browser.post(desk.invite(), data={"onthoud": "1"}).headers.get_list("set-cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["__Host-device", "__Host-session"]
    for cookie in cookies:
        for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert word in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("path", PRIVATE + PUBLIC)
def test_every_answer_says_what_a_browser_may_do_with_it(serve, path):
    desk = serve(secure)
    with httpx.Client(base_url=desk.address) as browser:
        headers = browser.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert "server" not in headers


def test_no_page_holds_a_script_or_a_style_of_its_own(desk):
    desk.kiosk().ask()
    karin = desk.assistant()
    for path in (*PRIVATE, *PUBLIC):
        page = karin.get(path)
        if page.headers.get("content-type", "").startswith("text/html"):
            assert "<style" not in page.text
            assert " style=" not in page.text
            assert " on" + "click" not in page.text
            assert page.text.count("<script") == len(re.findall(r"<script[^>]* src=", page.text))


def test_who_tries_links_too_often_has_to_wait(desk):
    with desk.browser() as browser:
        answers = [browser.post(f"/binnen/{number}").status_code for number in range(LOG_INS.amount + 2)]
        assert answers == [403] * LOG_INS.amount + [429] * 2
        assert "over een minuut" in browser.post("/binnen/x").text


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/niets", 404), ("GET", "/vragen/x/komt", 405), ("GET", "/style/../app.py", 404),
    ("GET", "/style/fonts/../../kiosk/cli.py", 404), ("POST", "/", 405),
])
def test_what_is_not_there_is_a_page_with_a_sentence(desk, method, path, status):
    answer = desk.browser().request(method, path)
    assert answer.status_code == status
    assert "<h1>" in answer.text and "Naar de wachtrij" in answer.text


def test_who_presses_while_reading_the_sheet_goes_on_reading_it(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    id = kiosk.ask()
    answer = karin.post(f"/vragen/{id}/komt", headers={"Referer": f"{desk.address}/h?vraag={id}"})
    assert answer.headers["location"].startswith(f"/h?vraag={id}#C")
    answer = karin.post(f"/vragen/{id}/klaar", headers={"Referer": f"{desk.address}/h?vraag={id}"})
    assert answer.headers["location"] == "/"


def test_the_sheet_can_ask_how_a_request_stands(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    id = kiosk.ask()
    shown = karin.get(f"/vragen/{id}/knoppen").text
    assert f'action="/vragen/{id}/komt"' in shown and f'action="/vragen/{id}/klaar"' in shown
    assert karin.get(f"/vragen/{new_id()}/knoppen").status_code == 404
    assert desk.browser().get(f"/vragen/{id}/knoppen").status_code == 401


def test_who_helps_is_told_what_nobody_reviewed_in_time(desk, clock):
    told = "Niet op tijd nagekeken: "
    assert told not in desk.assistant().get("/").text
    clock.advance(days=500)
    page = desk.assistant("Later").get("/").text
    assert told in page and "Ik ben verhuisd" in page.partition(told)[2]
