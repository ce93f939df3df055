"""The pages for administrators, behind the code: large, one thing under the other, and in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.administrator.pages import Accept, Page, Tap, Turn
from kiosk.administrator.tools import Check, Pack
from kiosk.administrator.touch import FAR, PLACES, distances
from kiosk.language.units import Unit
from kiosk.visit.session import Press
from screens.keypad import keypad
from screens.screen import Scene, Screen
from screens.touch_test import TouchTest
from screens.widgets.boxes import Card, Column, Flow, Row
from screens.widgets.button import Button
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import BAR, BODY, LABEL, Text

ICONS = {Page.HEALTH: "stethoscope", Page.NETWORK: "wifi", Page.VOLUME: "volume_up", Page.TOUCH: "touch_app",
         Page.CLOSED: "do_not_disturb_on", Page.STICK: "usb", Page.VERSION: "update", Page.RESTART: "restart_alt"}
STATES = {"ok": "check_circle", "warn": "warning", "fail": "error"}
LAYERS = ("base", "province", "municipality")
NETWORK = ("desk", "clock", "channel", "update")
"""The checks of `kiosk doctor` that need somebody at the other end of a cable."""


def administrator(scene: Scene) -> Screen:
    """The page that stands on the glass now."""
    return SCREENS[scene.pages.page](scene)


def _page(scene: Scene, page: Page, blocks: list[Part], **more: object) -> Screen:
    title = scene.say(f"staff.menu.{page.value}")
    parts = [part for block in blocks for part in block.walk_parts()]
    buttons = {part.unit for part in parts if part.focusable}  # reached by keys, each by itself
    said = [part.unit for part in parts if isinstance(part, Text) and part.unit not in buttons]
    return Screen(icon=ICONS[page], title=title, blocks=blocks, aloud=[title, *said], stop=False, languages=False,
                  help=False, sound=False, extra=[scene.button("staff.close", "close", Press.STOP, style=BAR)], **more)


def _line(scene: Scene, icon: str, unit: Unit) -> Row:
    kit = scene.kit
    return Row(kit, [Icon(kit, icon, round(kit.em() * 1.3), "ink"), Text(kit, unit, LABEL)], stretch=1)


def menu(scene: Scene) -> Screen:
    tiles = [scene.button(f"staff.menu.{page.value}", icon, Turn(page), stacked=True, icon_size=9)
             for page, icon in ICONS.items()]
    title = scene.say("staff.menu.title")
    return Screen(icon="admin_panel_settings", title=title, tiles=list(tiles), aloud=[title], back=False, stop=False,
                  languages=False, help=False, sound=False,
                  forward=scene.button("staff.close", "close", Press.STOP, style=BAR))


def _checks(scene: Scene, checks: Sequence[Check]) -> list[Part]:
    """What was found, each with what to do about it, in the words of the Dutch report."""
    kit, lines = scene.kit, []
    for number, check in enumerate(checks):
        name = f"check/{check.name}/{number}"
        lines.append(_line(scene, STATES.get(check.state, "info"), Unit(name, check.finding, "nl")))
        if check.remedy:
            lines.append(Text(kit, Unit(f"{name}/remedy", check.remedy, "nl"), BODY))
    return lines


def health(scene: Scene) -> Screen:
    kit, checks = scene.kit, scene.pages.checks
    if checks is None:
        return _page(scene, Page.HEALTH, [Text(kit, scene.say("staff.health.looking"), LABEL)])
    good = [check for check in checks if check.state == "ok"]
    bad = sorted((check for check in checks if check.state != "ok"), key=lambda check: check.state != "fail")
    said = scene.say("staff.health.bad", number=len(bad)) if bad else scene.say("staff.health.good")
    fold = Button(kit, Tap.UNFOLD, scene.say("staff.health.fold", number=len(good)),
                  "expand_less" if scene.pages.unfolded else "expand_more")
    again = scene.button("staff.health.again", "refresh", Tap.LOOK)
    return _page(scene, Page.HEALTH, [
        _line(scene, "warning" if bad else "check_circle", said), *_checks(scene, bad), Flow(kit, [fold, again]),
        *(_checks(scene, good) if scene.pages.unfolded else [])])


def network(scene: Scene) -> Screen:
    kit, checks = scene.kit, scene.pages.checks
    if checks is None:
        return _page(scene, Page.NETWORK, [Text(kit, scene.say("staff.health.looking"), LABEL)])
    found = [check for check in checks if check.name in NETWORK]
    good = all(check.state == "ok" for check in found)
    return _page(scene, Page.NETWORK, [
        _line(scene, "check_circle" if good else "warning", scene.say(f"staff.network.{'good' if good else 'bad'}")),
        *_checks(scene, found), Flow(kit, [scene.button("staff.health.again", "refresh", Tap.LOOK)])])


def volume(scene: Scene) -> Screen:
    kit, its = scene.kit, scene.pages.volume
    words = [Text(kit, scene.say("staff.volume.now", step=its.step, most=its.loudest), LABEL)]
    if scene.silent:
        words.append(Text(kit, scene.say("staff.volume.off"), BODY))
    if its.step == its.loudest:
        words.append(Text(kit, scene.say("staff.volume.most"), BODY))
    elif its.step == 1:
        words.append(Text(kit, scene.say("staff.volume.least"), BODY))
    if its.lost:
        words.append(Text(kit, scene.say("staff.volume.lost"), BODY))
    return _page(scene, Page.VOLUME, [
        *words, Flow(kit, [scene.button("staff.volume.softer", "volume_down", Tap.SOFTER),
                           scene.button("staff.volume.louder", "volume_up", Tap.LOUDER),
                           scene.button("staff.volume.test", "play_arrow", Tap.TEST)])])


def touch(scene: Scene) -> Screen:
    """The targets stand where the bars are, so this page has none until all have been touched."""
    kit, touched = scene.kit, scene.pages.touched_at
    panel = kit.sizes.panel
    if len(touched) < len(PLACES):
        aim = scene.say("staff.touch.aim", number=len(touched) + 1, total=len(PLACES))
        return Screen(icon="touch_app", title=None, fill=TouchTest(kit, Text(kit, aim, LABEL, align="center"),
                                                                   len(touched)), aloud=[aim], bare=True)
    far = distances(touched, panel.width / panel.px_per_mm, panel.height / panel.px_per_mm)
    good = max(far) <= FAR
    lines: list[Part] = [_line(scene, "check_circle" if good else "error",
                               scene.say(f"staff.touch.{'good' if good else 'bad'}"))]
    if not good:
        lines.append(Text(kit, scene.say("staff.touch.remedy"), BODY))
    for place, distance in zip(PLACES, far, strict=True):
        name, beside = scene.say(f"staff.touch.{place}"), scene.say("staff.touch.far", distance=round(distance))
        lines.append(Row(kit, [Text(kit, name, BODY), Text(kit, beside, LABEL)], stretch=0))
    return _page(scene, Page.TOUCH, [*lines, Flow(kit, [scene.button("staff.touch.again", "replay", Tap.AGAIN)])])


def out_of_order(scene: Scene) -> Screen:
    kit, its = scene.kit, scene.pages.out_of_order
    lines: list[Part] = [_line(scene, ICONS[Page.CLOSED] if its.on else "check_circle",
                               scene.say(f"staff.closed.{'on' if its.on else 'off'}"))]
    keys = ("failed",) if scene.pages.failed else ("desk", "there") if its.at_desk else ("means",)
    lines += [Text(kit, scene.say(f"staff.closed.{key}"), BODY) for key in keys]
    key, icon = ("switch_off", "check") if its.here else ("switch_on", ICONS[Page.CLOSED])
    return _page(scene, Page.CLOSED, [*lines, Flow(kit, [scene.button(f"staff.closed.{key}", icon, Tap.SWITCH)])])


def _pack(scene: Scene, pack: Pack, *more: Part) -> list[Part]:
    """Blocks of their own: in one card the largest letters do not fit on a panel of 10 inch."""
    kit = scene.kit
    layer = scene.say(f"staff.layer.{pack.layer}").words if pack.layer in LAYERS else pack.layer
    return [Card(kit, Column(kit, [_named(scene, "staff.version.pack", f"{pack.name} {pack.version}"),
                                   *([_named(scene, "staff.version.layer", layer)] if layer else [])])),
            _named(scene, "staff.version.print", pack.fingerprint), *more]


def _named(scene: Scene, key: str, words: str) -> Flow:
    kit = scene.kit
    return Flow(kit, [Text(kit, scene.say(key), BODY, "quiet"), Text(kit, Unit(f"{key}/{words}", words, "nl"), LABEL)])


def stick(scene: Scene) -> Screen:
    kit, pages = scene.kit, scene.pages
    lines: list[Part] = [Text(kit, Unit("stick/told", pages.told, "nl"), LABEL)] if pages.told else []
    if pages.installing:
        return _page(scene, Page.STICK, [*lines, Text(kit, scene.say("staff.stick.busy"), LABEL)])
    if not pages.offers:
        keys = ("staff.stick.none", "staff.stick.how") if pages.tools.waiting is not None else ("staff.stick.never",)
        said = [Text(kit, Unit("stick/said", pages.stick, "nl"), BODY, "quiet")] if pages.stick else []
        return _page(scene, Page.STICK, [*lines, *(Text(kit, scene.say(key), BODY) for key in keys), *said])
    cards = [part for pack in pages.offers
             for part in _pack(scene, pack, Flow(kit, [scene.button("staff.stick.accept", "download", Accept(pack))]))]
    return _page(scene, Page.STICK, [*lines, Text(kit, scene.say("staff.stick.compare"), BODY), *cards])


def version(scene: Scene) -> Screen:
    kit, tools = scene.kit, scene.pages.tools
    packs = tools.packs() if tools.packs is not None else ()
    program = _named(scene, "staff.version.program", f"digipunt-kiosk {tools.version}".strip())
    return _page(scene, Page.VERSION, [
        Card(kit, program), *(part for pack in packs for part in _pack(scene, pack)),
        *([] if packs else [Text(kit, scene.say("staff.version.own"), BODY)])])


def restart(scene: Scene) -> Screen:
    kit, tools = scene.kit, scene.pages.tools
    lines: list[Part] = []
    for can, key, icon, tap in ((tools.restart, "app", "restart_alt", Tap.RESTART),
                                (tools.reboot, "machine", "power_settings_new", Tap.REBOOT)):
        if can is not None:
            lines.append(Flow(kit, [scene.button(f"staff.restart.{key}", icon, tap)]))
        else:
            lines.append(Text(kit, scene.say(f"staff.restart.no_{key}"), BODY))
    return _page(scene, Page.RESTART, lines)


SCREENS: dict[Page, Callable[[Scene], Screen]] = {
    Page.CODE: keypad,
    Page.MENU: menu,
    Page.HEALTH: health,
    Page.NETWORK: network,
    Page.VOLUME: volume,
    Page.TOUCH: touch,
    Page.CLOSED: out_of_order,
    Page.STICK: stick,
    Page.VERSION: version,
    Page.RESTART: restart,
}
