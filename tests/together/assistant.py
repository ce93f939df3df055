"""Somebody at the desk: how they come in, and what their pages show."""

from __future__ import annotations

import re

from desk_process import DeskProcess
from playwright.sync_api import BrowserContext, Locator, Page, expect

from kiosk.catalogue.model import Catalogue
from kiosk.handoff.record import Record
from kiosk.handoff.sheet import staff_sheet

PHONE = {"width": 393, "height": 852}
PATIENCE = 30_000  # ms; on two busy cores nothing takes that long

NOBODY = "Er wacht niemand."


def log_in(context: BrowserContext, desk: DeskProcess, name: str) -> Page:
    """With a link of their own, before the list of who waits."""
    context.set_default_timeout(PATIENCE)
    _tell(context, name)
    page = context.new_page()
    page.goto(desk.invite(name))
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", name="Wie wacht er?")).to_be_visible()
    return page


def _tell(context: BrowserContext, name: str) -> None:
    """Print what this browser asks, gets and complains of: pytest shows it when a test fails."""
    context.on("request", lambda request: print(name, "asks", request.url))
    context.on("response", lambda response: print(name, "gets", response.status, response.url))
    context.on("requestfailed", lambda request: print(name, "gets nothing", request.url, request.failure))
    context.on("console", lambda message: print(name, "is told", message.text))
    context.on("weberror", lambda fault: print(name, "stumbles", fault.error))


def waiting(page: Page) -> Locator:
    """The cards of who waits, or is being helped."""
    return page.locator("[data-vraag]")


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{words}"))


def opens(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Bekijk")).click()


def shows_record(page: Page, record: Record, catalogue: Catalogue) -> None:
    """The page of the request says what this record says."""
    said = staff_sheet(record, catalogue)
    shows_what_words_tell(page, record, catalogue)
    expect(page.locator("#reason")).to_have_text(f"“{said.reason}”" if said.reason else "")
    expect(page.locator("#has")).to_have_text(re.compile("^Heeft: " if said.has else "^$"))
    expect(page.locator("#lacks")).to_have_text(re.compile("^Mist: " if said.lacks else "^$"))
    for label, place in [*((label, "#has") for label in said.has), *((label, "#lacks") for label in said.lacks)]:
        expect(page.locator(place)).to_contain_text(label, ignore_case=True)
    expect(page.locator("#todo li")).to_have_text(list(said.todo))


def shows_what_words_tell(page: Page, record: Record, catalogue: Catalogue) -> None:
    """The service, the step and the language: three words hold no answers to a checklist."""
    said = staff_sheet(record, catalogue)
    expect(page.locator("#service")).to_have_text(said.service)
    expect(page.locator("#step")).to_have_text(re.compile(rf"^Stap \d+ van \d+: {re.escape(said.step)}$"))
    expect(page.locator("#language")).to_have_text(said.language)
