"""The administrator's pages of a kiosk that has none: no code is set, or the first picture is not there yet.

Apart from what does the work, so that the first picture waits for nothing of it.
"""

from __future__ import annotations


class NoPages:
    """As `kiosk.administrator.pages.Pages`, with nobody in it."""

    gate = page = None
    open = types = tests_touch = False

    def knock(self) -> bool:
        return False

    def tick(self) -> bool:
        return False
