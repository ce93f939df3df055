"""Bars, drawn here as SVG. The same numbers always stand in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from markupsafe import Markup

from kiosk.counts.figures import Total

WIDE = 300                # of the drawing, as a narrow telephone; it grows with its place, its letters too
LETTER, LEADING, BAR, GAP = 16, 20, 20, 14
ACROSS = 32               # letters of a name on one line
ROOM = 110                # beside a bar, for its number
INK, FILL = "#14213d", "#0a3b6b"


def bars(id: str, title: str, rows: Sequence[tuple[str, Total]]) -> Markup:
    """One bar a row under its name. ``id``: of the drawing on its page. Nothing is drawn for no rows."""
    if not rows:
        return Markup()
    most = max(total.number for _, total in rows) or 1
    drawn, down = Markup(), 0
    for name, total in rows:
        for line in wrap(name, ACROSS) or [""]:
            down += LEADING
            drawn += Markup('<text x="0" y="{}">{}</text>').format(down - 5, line)
        length = round((WIDE - ROOM) * total.number / most)
        if length:
            drawn += Markup('<rect x="0" y="{}" width="{}" height="{}" fill="{}"/>').format(down, length, BAR, FILL)
        drawn += Markup('<text x="{}" y="{}" font-weight="700">{}</text>').format(
            length + 8 if length else 0, down + BAR - 5, words(total))
        down += BAR + GAP
    told = "; ".join(f"{name}: {words(total)}" for name, total in rows)
    return Markup(
        '<svg class="bars" viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-title {id}-desc" font-size="{}" '
        'fill="{}"><title id="{id}-title">{}</title><desc id="{id}-desc">{}.</desc>{}</svg>'
    ).format(WIDE, down, LETTER, INK, title, told, drawn, id=id)


def words(total: Total) -> str:
    """ "24", "minstens 24", "weggelaten" """
    if not total.least:
        return str(total.number)
    return f"minstens {total.number}" if total.number else "weggelaten"
