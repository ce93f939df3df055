"""Out of order: in every language of the site, one under the other, since nobody can choose one now."""

from __future__ import annotations

from dataclasses import replace

from kiosk.handoff.hours import now
from kiosk.language.units import Unit
from screens.handoff import what_happens
from screens.kit import Kit
from screens.screen import Scene, Screen
from screens.widgets.boxes import Column, Row
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import Style, Text

SIGN = "do_not_disturb_on"
WAYS = ((26.0, 1.5, True), (26.0, 1.2, True), (26.0, 1.0, True), (26.0, 1.0, False), (13.0, 1.0, True),
        (13.0, 1.0, False))
"""mm of the sign, times the chosen size of the letters, with the hours: the first that fits on one glass."""
LINE = 1.1
"""Closer than elsewhere: the languages must stand together, and each is two lines."""


class Notice(Part):
    """The sign, and the words beside it; above them where the glass stands upright."""

    def __init__(self, kit: Kit, sign: Icon, words: Column) -> None:
        super().__init__(kit, (sign, words))
        self.sign, self.words = sign, words
        self.upright = kit.sizes.panel.width < kit.sizes.panel.height

    def _room(self, width: int) -> int:
        """px in width for the words."""
        return width if self.upright else width - self.sign.side - self.kit.sizes.margin

    def least(self) -> int:
        return self.words.least() + (0 if self.upright else self.sign.side + self.kit.sizes.margin)

    def height_for(self, width: int) -> int:
        above = self.sign.side + self.kit.sizes.margin if self.upright else 0
        return max(self.sign.side, above + self.words.height_for(self._room(width)))

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        room, side = self._room(width), self.sign.side
        tall = self.words.height_for(room)
        top = y + height - max(0, height - self.height_for(width)) // 2
        sign = x + width - side if self.kit.mirrored else x
        self.sign.place(sign, top - side, side, side)
        if self.upright:
            top -= side + self.kit.sizes.margin
        self.words.place(x if self.kit.mirrored else x + width - room, top - tall, room, tall)


def closed(scene: Scene) -> Screen:
    """All on one glass, without bars, where it fits; with large letters on a small panel it takes pages.

    The first touch of a screen that went dim reads everything aloud: who cannot read touches the glass, and hears
    their language.
    """
    kit = scene.kit
    said = {code: [scene.texts_of(code).say(key) for key in ("closed.title", "closed.help")] for code in scene.offered}
    aloud = [unit for code, units in said.items() if code not in scene.unspoken for unit in units]

    def words(factor: float = 1.0, *, hours: bool = True) -> list[Part]:
        what, where = Style(factor, bold=True, line=LINE), Style(factor, line=LINE)
        lines = [Column(kit, [_own(kit, title, what), _own(kit, help, where)], gap=0) for title, help in said.values()]
        return [*lines, *(_today(scene, what) if hours else [])]

    sizes = kit.sizes
    width, height = sizes.panel.width - 2 * sizes.margin, sizes.panel.height - 2 * sizes.gap
    for side, factor, hours in WAYS:
        notice = Notice(kit, Icon(kit, SIGN, sizes.mm(side), "ink"), Column(kit, words(factor, hours=hours)))
        if notice.least() <= width and notice.height_for(width) <= height:
            return Screen(icon=SIGN, title=None, fill=notice, aloud=aloud, bare=True)
    return Screen(icon=SIGN, title=Unit("site", scene.site_name, "nl"), title_needed=False, blocks=words(),
                  aloud=aloud, back=False, stop=False, languages=False, help=False, sound=False)


def _own(kit: Kit, unit: Unit, style: Style) -> Text:
    """Each language begins at its own side, whichever the screen's is: Arabic at the right."""
    return Text(kit.speaking(unit.language), unit, style)


def _today(scene: Scene, style: Style) -> list[Part]:
    """When a helper is there today, in figures, which every language reads; the voice says it in Dutch. Nothing where
    that is not known, or nobody comes any more."""
    state = now(scene.helpers, scene.now)
    today = scene.now.date()
    if state.when is None or state.kind == "later" and state.when.date() != today:
        return []
    spans = [f"{_clock(start)}–{_clock(end)}" for start, end in scene.helpers.on(today) or ()
             if _clock(end) > f"{scene.now:%H:%M}"]
    if not spans:
        return []
    kit = scene.kit
    said = what_happens(replace(scene, language="nl", texts=scene.texts_of("nl"))).words
    hours = Unit("closed/hours", "   ".join(spans), "nl", said)
    return [Row(kit, [Icon(kit, name, round(kit.em() * 1.3), "ink") for name in ("front_hand", "schedule")]
                + [Text(kit, hours, style)], stretch=2)]


def _clock(of) -> str:
    """A time since midnight as 09:30; 24:00 and later as 24:00, for it is still today."""
    minutes = min(int(of.total_seconds()) // 60, 24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
