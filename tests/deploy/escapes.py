"""Ways out of a kiosk that people are known to try (standards.md 4.3), as what hands do to keys, glass and scanner."""

from __future__ import annotations

import keys as k
from emulated import GLASS
from keys import ALT, CTRL, SHIFT, SUPER, key, typed

KEYS: dict[str, list[tuple[int, ...]]] = {
    "escape": [(k.ESC,)] * 3,
    "settings": [(k.F1,)],
    "turn the picture": [(k.F11,), (SHIFT, k.F11)],
    "screenshot": [(k.F12,), (k.PRINT,), (k.SYSRQ,)],
    "inspector": [(CTRL, key("e"))],
    "close": [(ALT, k.F4), (CTRL, key("w")), (CTRL, key("q"))],
    "other windows": [(ALT, k.TAB), (SUPER,), (SUPER, key("d")), (SUPER, key("r")), (ALT, k.SPACE), (CTRL, k.ESC),
                      (CTRL, SHIFT, k.ESC)],
    "a terminal": [(CTRL, ALT, key("t")), (ALT, k.F1 + 1)],
    "sticky keys": [(SHIFT,)] * 5 + [(k.CAPS,)] * 2,
    "kill the X server": [(CTRL, ALT, k.BACKSPACE)] * 2,
    "interrupt": [(CTRL, key("c")), (CTRL, key("z")), (CTRL, key("\\"))],
    "files and developers": [(CTRL, key("o")), (CTRL, key("s")), (CTRL, key("p")), (CTRL, SHIFT, key("i")),
                             (CTRL, key("l"))],
    "start programs": [(k.WWW,), (k.MAIL,), (k.CALCULATOR,), (k.MENU,), (SHIFT, k.F1 + 9)],
    "virtual terminals": [(CTRL, ALT, code) for code in k.F_KEYS] + [(ALT, code) for code in k.F_KEYS if code != k.F4],
    "the next terminal": [(ALT, k.LEFT), (ALT, k.RIGHT)],
    "SysRq": [(ALT, k.SYSRQ, key(letter)) for letter in "rkeisuobc"],
    "restart the machine": [(CTRL, ALT, k.DELETE)] * 9,
    "switch the machine off": [(k.SLEEP,), (k.SUSPEND,), (k.POWER,)],
    "edit": [(k.DELETE,), (k.BACKSPACE,), *typed("hello123")],
}
"""Keys held together, one combination after the other."""

WIDE, TALL = GLASS[0] - 1, GLASS[1] - 1
SWIPES = [[(0, 400), (600, 400)], [(WIDE, 400), (600, 400)], [(640, 0), (640, 500)], [(640, TALL), (640, 300)]]
"""From each edge inward, where others hide their menus; each is the spots that one finger goes through."""
CORNERS = [(0, 0), (WIDE, 0), (0, TALL), (WIDE, TALL)]

SCANNED = {
    "a long line": "x1" * 500,
    "a command": "sudo reboot; rm -rf /\n",
    "an address": "https://example.org/\n",
    "empty lines": "\n\n\t\t",
    "digits": "0123456789" * 30,
}
"""What a scanner, which is a keyboard, types when somebody shows it a code of their own."""
OWN_KEYS = {"\n", "\t"}
"""Enter and Tab are keys of the kiosk, and may move about in its own screens."""
