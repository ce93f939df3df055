"""What a pack, a key or the store is refused with: what is wrong, and what to do."""

from __future__ import annotations


class PackRefused(Exception):
    """One sentence about what is wrong, and one with the remedy. Nothing has changed on the kiosk."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence, self.remedy = sentence, remedy


ALTERED = "Fetch it again from where it was published; if it says the same again, tell who made it."
"""For a file that is not what was signed: a broken transfer is likelier than an attack, and the remedy is the same."""
