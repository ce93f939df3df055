"""The buttons on the page of a request, for who is logged in at the desk."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from at_the_page import keys, shows
from playwright.sync_api import expect

from kiosk.handoff import letters


def test_the_buttons_of_who_is_logged_in(context, page, desk, stuck, catalogue):
    """The desk's own forms, and of these only the two of this request; the code in the fragment is not sent."""
    id, sent = "0123456789abcdef" * 2, []
    form = '<form method="post" action="/vragen/{}/{}"><input type="hidden" name="csrf" value="t">' \
           "<button>{}</button></form>"
    given = "".join([form.format(id, "komt", "Ik kom eraan"), form.format(id, "klaar", "Klaar"),
                     form.format("f" * 32, "klaar", "Vreemd"), "<img src=x onerror=alert(1)><script>alert(2)</script>"])
    page.route(f"**/vragen/{id}/knoppen", lambda route: route.fulfill(body=given, content_type="text/html"))
    page.route(f"**/vragen/{id}/komt", lambda route: (
        sent.append(route.request), route.fulfill(status=303, headers={"Location": f"/h?vraag={id}"}))[1])
    page.goto(f"{desk}/h?vraag={id}#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    expect(page.locator("#buttons button")).to_have_text(["Ik kom eraan", "Klaar"])
    assert page.locator("#buttons img, #buttons script").count() == 0
    assert all("The action has been blocked" in complaint for complaint in context.complaints)
    page.get_by_role("button", name="Ik kom eraan").click()
    expect(page.locator("#buttons button")).to_have_count(2)
    shows(page, stuck, catalogue)
    keys(page, letters.encode(replace(stuck, site=9)))      # another code: these were not its buttons
    expect(page.locator("h1")).to_have_text("Hulpvraag · kiosk 9")
    expect(page.locator("#buttons button")).to_have_count(0)
    assert sent[0].post_data == "csrf=t" and letters.encode(stuck) not in json.dumps(sent[0].headers)
    context.complaints.clear()


@pytest.mark.parametrize("id", ["", "1", "../../x", "0" * 31 + "G"])
def test_an_id_that_is_none_asks_nothing(page, desk, stuck, id):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}/h?vraag={id}#{letters.encode(stuck)}")
    expect(page.locator("#sheet")).to_be_visible()
    assert not any("knoppen" in url for url in asked)
