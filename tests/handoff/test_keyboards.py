"""The code typed by a scanner that is set to one keyboard, onto a computer that is set to another.

The keyboards are the real ones: xkb-data's tables, compiled by xkbcomp, with each key's own rule for
Caps Lock.
"""

from __future__ import annotations

import itertools
import re
import subprocess
from functools import cache
from html.entities import html5

import pytest
from shelf import FIXED
from test_record import SAMPLE

from kiosk.handoff import letters
from kiosk.handoff.code import text_for_phone

LAYOUTS = ("us", "be", "fr", "nl", "de", "gb")
NAMES = {  # the X names of signs; html.entities knows most accented letters
    "space": " ", "exclam": "!", "quotedbl": '"', "numbersign": "#", "dollar": "$", "percent": "%",
    "ampersand": "&", "apostrophe": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+",
    "comma": ",", "minus": "-", "period": ".", "slash": "/", "colon": ":", "semicolon": ";", "less": "<",
    "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": "\\",
    "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|",
    "braceright": "}", "asciitilde": "~", "section": "§", "degree": "°", "ssharp": "ß", "ccedilla": "ç",
    "udiaeresis": "ü", "odiaeresis": "ö", "adiaeresis": "ä",
}
Keyboard = dict[tuple[str, bool, bool], str]  # (key, Shift, Caps Lock) → character


def character(name: str) -> str:
    if len(name) == 1:
        return name
    if name.startswith("dead_"):
        return ""  # prints nothing until the next key
    return NAMES.get(name) or html5.get(name + ";", "\N{REPLACEMENT CHARACTER}")


@cache
def keyboard(layout: str) -> Keyboard:
    source = f"""xkb_keymap {{
        xkb_keycodes {{ include "evdev+aliases(qwerty)" }}; xkb_types {{ include "complete" }};
        xkb_compat {{ include "complete" }}; xkb_symbols {{ include "pc+{layout}" }}; }};"""
    compiled = subprocess.run(["xkbcomp", "-w", "0", "-xkb", "-", "-"], input=source, text=True,
                              capture_output=True, check=True, timeout=60).stdout
    table: Keyboard = {}
    for key, body in re.findall(r"key <(A[A-E]\d\d|SPCE|TLDE|BKSL|LSGT)> *\{(.*?)\};", compiled, re.DOTALL):
        body = re.sub(r"\[Group1\]", "", body)
        kind = re.search(r'type= "(\w+)"', body)
        symbols = re.search(r"\[([^\]]*)\]", body).group(1).split(",")
        low, high = ([character(name.strip()) for name in symbols] * 2)[:2]
        # without a type of its own, a letter and its capital make a key ALPHABETIC (xkbcomp's rule)
        locks = "ALPHABETIC" in kind.group(1) if kind else low.isalpha() and high == low.upper()
        for shift, caps in itertools.product((False, True), repeat=2):
            table[key, shift, caps] = high if shift != (caps and locks) else low
    return table


def typed(words: str, scanner: str, computer: str, caps: bool) -> str:
    """What the computer receives when a scanner types by its own table, Shift where it needs it."""
    presses = {}
    for (key, shift, lock), sign in keyboard(scanner).items():
        if not lock:
            presses.setdefault(sign, (key, shift))
    return "".join(keyboard(computer)[(*presses[sign], caps)] for sign in words if sign in presses)


@pytest.mark.parametrize("caps", [False, True], ids=["", "caps-lock"])
@pytest.mark.parametrize("computer", LAYOUTS)
@pytest.mark.parametrize("scanner", LAYOUTS)
def test_the_code_arrives_on_every_keyboard(scanner, computer, caps):
    scanned = text_for_phone(SAMPLE, FIXED)
    assert letters.decode(typed(scanned, scanner, computer, caps)) == SAMPLE
    alphabet = letters.ALPHABET + letters.ALPHABET.lower()
    expected = alphabet.swapcase() if caps else alphabet
    assert typed(alphabet, scanner, computer, caps) == expected


def test_these_are_real_keyboards_that_do_garble():
    assert typed("0123456789", "us", "be", False) == "à&é\"'(§è!ç"
    assert typed("AZ QW m", "us", "fr", False) == "QW AZ ,"
    assert typed(text_for_phone(SAMPLE, FIXED), "us", "be", False) != text_for_phone(SAMPLE, FIXED)
