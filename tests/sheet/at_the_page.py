"""What an assistant does at the page, and what it then shows."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from kiosk.handoff.record import Record
from kiosk.handoff.sheet import staff_sheet


def keys(page, characters: str) -> None:
    """As a scanner: one key after another, whatever character the computer's keyboard makes of it; then Enter."""
    session = page.context.new_cdp_session(page)
    for character in characters:
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": character, "text": character})
    session.detach()
    page.keyboard.press("Enter")


def opened(page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#typed")).to_be_focused()


def shows(page, record: Record, catalogue) -> None:
    """The sheet of this record is on the screen, in the words of the kiosk."""
    said = staff_sheet(record, catalogue)
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#service")).to_have_text(said.service)
    expect(page.locator("#step")).to_have_text(re.compile(rf"^Stap \d+ van \d+: {re.escape(said.step)}$"))
    expect(page.locator("#reason")).to_have_text(f"“{said.reason}”")
    expect(page.locator("#language")).to_have_text(said.language)
    expect(page.locator("#todo li")).to_have_text(list(said.todo))
