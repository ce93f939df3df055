"""Key codes of linux/input-event-codes.h, by the names that people use; and a line as a scanner types it."""

from __future__ import annotations

ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 43: "\\", 44: "zxcvbnm,./", 57: " ", 15: "\t",
        28: "\n"}
CODES = {character: first + place for first, row in ROWS.items() for place, character in enumerate(row)}
ESC, BACKSPACE, CTRL, SHIFT, ALT, SPACE, CAPS = 1, 14, 29, 42, 56, 57, 58
F1, F4, F11, F12 = 59, 62, 87, 88
HOME, UP, LEFT, RIGHT, END, DOWN, DELETE, SYSRQ = 102, 103, 105, 106, 107, 108, 111, 99
POWER, SUPER, MENU, SLEEP, PRINT, WWW, MAIL, CALCULATOR, SUSPEND = 116, 125, 127, 142, 210, 150, 155, 140, 205
TAB, ENTER = 15, 28
F_KEYS = [*range(59, 69), 87, 88]


def key(character: str) -> int:
    return CODES[character]


def typed(line: str) -> list[tuple[int, ...]]:
    """The keys held together for each character of a line, as a scanner with an English keyboard sends them."""
    lower = [";" if letter == ":" else letter.lower() for letter in line]
    return [(SHIFT, CODES[key]) if key != letter else (CODES[key],) for key, letter in zip(lower, line, strict=True)]
