"""What all tests share: one browser, since a process can start Playwright only once at a time; no time limit on an
example of Hypothesis, which would measure how busy the machine is; and a Ctrl+C that programs hear."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required")


settings.register_profile("kiosk", deadline=None)
settings.load_profile("kiosk")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a script that ends with "&" leaves that to all that it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def launch() -> Iterator:
    """Starts Debian's Chromium, with more flags if need be; ended with the tests."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.skip("Debian's chromium is not installed; ./test installs it")
    with sync_playwright() as started:
        yield lambda *flags: started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *flags])


@pytest.fixture(scope="session")
def browser(launch) -> Iterator:
    """A browser that stays open for all tests; each opens pages of its own."""
    browser = launch()
    yield browser
    browser.close()
