"""How this person wants to see it: text size and colours. Back to default for the next person (VVSG 7.1-A).

The voice's speed and loudness live with the narrator, which is reset in the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

TEXT_STEPS = (4.4, 6.1, 7.4, 8.9)
"""Height of a capital in mm at 500 mm. 6.1 mm is 0.7° (EN 301 549 V3.2.1, 5.1.4, table 5.1); the largest is 2.02 times
the smallest; each lies in or above a range of VVSG 2.0 7.1-G (3.5-4.2, 4.8-5.6, 6.4-7.1, 8.5-9.0 mm)."""

DEFAULT_STEP = 1
THEMES = ("paper", "white", "black", "soft")


@dataclass(frozen=True, slots=True)
class Preferences:
    """``text`` is an index in TEXT_STEPS, ``theme`` one of THEMES."""

    text: int = DEFAULT_STEP
    theme: str = THEMES[0]


def next_text(preferences: Preferences) -> Preferences:
    """One size larger; after the largest comes the smallest."""
    return replace(preferences, text=(preferences.text + 1) % len(TEXT_STEPS))


def next_theme(preferences: Preferences) -> Preferences:
    """The next colours."""
    return replace(preferences, theme=THEMES[(THEMES.index(preferences.theme) + 1) % len(THEMES)])
