"""An assistant in a real browser, and somebody who asks for help meanwhile."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect
from served import KioskClient, Served

from kiosk.handoff.present import record_of


def log_in(desk: Served, context: BrowserContext, name: str = "Karin") -> Page:
    page = context.new_page()
    page.goto(desk.address + desk.invite(name))
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", name="Wie wacht er?")).to_be_visible()
    return page


def asks(kiosk: KioskClient, content) -> str:
    catalogue, _ = content
    moved = catalogue.walkthroughs["adres-wijzigen"]
    step = next(step for step in moved.steps.values() if step.troubles)
    return kiosk.ask(record=record_of(catalogue, "ar", walkthrough=moved.id, step=step.id, reason=255))
