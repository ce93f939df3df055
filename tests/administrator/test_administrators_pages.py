"""The administrator's pages without a window: who comes in, what is done there, and that they leave by themselves."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kiosk.administrator.code import Gate, hash_of
from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.pages import (
    CODE_LASTS,
    INSTALLING_LASTS,
    PAGES_LAST,
    Accept,
    Digit,
    Page,
    Pages,
    Tap,
    Turn,
)
from kiosk.administrator.tools import Tools
from kiosk.administrator.touch import distances, targets
from kiosk.administrator.volume import Volume
from kiosk.catalogue.model import Catalogue
from kiosk.parts.pages import make_pages
from kiosk.settings import Administrator, Settings, Site
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press, Session, Speak

CODE = "739164"
HASH = hash_of(CODE)


class Offer(NamedTuple):
    layer: str
    name: str
    version: str
    fingerprint: str


PACK = Offer("base", "basis", "2026-11-20", "7f3a 91c0")
OTHER = PACK._replace(fingerprint="0000 0000")


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages(clock, tmp_path) -> Pages:
    return Pages(Gate(HASH, clock), clock, Tools(), OutOfOrder(tmp_path), Volume(4, 5, tmp_path), lambda work: work())


def type_in(pages: Pages, digits: str) -> None:
    for digit in digits:
        pages.act(Digit(digit))


@pytest.fixture
def inside(pages) -> Pages:
    assert pages.knock()
    type_in(pages, CODE)
    assert pages.page is Page.MENU
    return pages


def test_without_a_code_nobody_comes_in(clock):
    pages = Pages(None, clock)
    assert not pages.knock() and not pages.open


@pytest.mark.parametrize("action", [Turn(Page.CLOSED), Tap.SWITCH, Tap.RESTART, Tap.REBOOT, Accept(PACK), Tap.LOUDER,
                                    Press.BACK])
@pytest.mark.parametrize("knocked", [False, True])
def test_before_the_code_nothing_behind_it_can_be_done(pages, action, knocked, tmp_path):
    pages.tools = Tools(waiting=lambda: [PACK], accept=pytest.fail, restart=pytest.fail, reboot=pytest.fail)
    if knocked:
        pages.knock()
    pages.act(action)
    assert pages.page is (Page.CODE if knocked else None)
    assert not pages.out_of_order.on and pages.volume.step == 4 and list(tmp_path.iterdir()) == []


def test_a_wrong_code_says_so_and_the_next_digit_begins_anew(pages):
    pages.knock()
    type_in(pages, "000001")
    assert pages.wrong and pages.typed == "" and pages.gate.tries_left == 4
    type_in(pages, "7")
    assert not pages.wrong and pages.typed == "7"
    pages.act(Tap.ERASE)
    assert pages.typed == ""


def test_in_a_pause_nothing_is_typed_and_closing_the_page_does_not_end_it(pages, clock):
    pages.knock()
    type_in(pages, "000001" * 5)
    pages.close()
    assert pages.knock()
    type_in(pages, CODE)
    assert pages.page is Page.CODE and pages.typed == ""
    clock.now += 60
    type_in(pages, CODE)
    assert pages.page is Page.MENU


def test_the_page_for_the_code_leaves_when_nobody_types(pages, clock):
    pages.knock()
    type_in(pages, "739")
    clock.now += CODE_LASTS - 1
    assert not pages.tick() and pages.open
    clock.now += 1
    assert pages.tick() and not pages.open
    pages.knock()
    assert pages.typed == ""


def test_the_pages_behind_it_leave_too_and_then_the_code_is_asked_again(inside, clock):
    inside.act(Turn(Page.VERSION))
    clock.now += PAGES_LAST
    assert inside.tick() and not inside.open
    inside.act(Turn(Page.CLOSED))
    assert not inside.open
    inside.knock()
    assert inside.page is Page.CODE


def test_the_switch_is_kept_and_switches_back(inside, tmp_path):
    inside.act(Turn(Page.CLOSED))
    inside.act(Tap.SWITCH)
    assert OutOfOrder(tmp_path).on and not inside.failed
    inside.act(Tap.SWITCH)
    assert not OutOfOrder(tmp_path).on


def test_a_switch_that_cannot_be_kept_says_so(inside, tmp_path):
    (tmp_path / "file").touch()
    inside.out_of_order = OutOfOrder(tmp_path / "file")
    inside.act(Turn(Page.CLOSED))
    inside.act(Tap.SWITCH)
    assert inside.failed and not inside.out_of_order.on


def test_what_the_desk_switched_on_stays_on_whatever_is_done_here(tmp_path):
    desk = OutOfOrder(tmp_path, lambda: True)
    assert desk.switch(False) and desk.on and not desk.here


def test_the_volume_stays_within_what_the_site_allows_and_is_kept(inside, tmp_path):
    inside.act(Turn(Page.VOLUME))
    for _ in range(9):
        inside.act(Tap.LOUDER)
    assert inside.volume.step == 5 and Volume(4, 5, tmp_path).step == 5
    for _ in range(9):
        inside.act(Tap.SOFTER)
    assert inside.volume.step == 1 and Volume(4, 5, tmp_path).step == 1


def test_who_changes_the_settings_later_is_heard(tmp_path):
    Volume(4, 7, tmp_path).change(2)
    assert Volume(4, 7, tmp_path).step == 6
    assert Volume(4, 5, tmp_path).step == 5  # the site allows less now
    assert Volume(3, 7, tmp_path).step == 3


@pytest.mark.parametrize("content", ["", "4", "4 9999", "4 0", "x y", "\x00" * 40])
def test_a_spoilt_volume_is_the_settings_or_the_loudest(tmp_path, content):
    (tmp_path / "volume").write_text(content)
    assert Volume(4, 5, tmp_path).step in (4, 5)


def test_on_a_kiosk_the_checks_are_dutch(tmp_path):
    settings = Settings(administrator=Administrator(HASH), site=Site(folder=tmp_path))
    tools = make_pages(settings, OutOfOrder(tmp_path), Volume(4, 5), print).tools
    found = {check.name: check.finding for check in tools.checks()}
    assert found["clock"].startswith("De klok zegt") and found["printer"].startswith("Geen printer ingesteld")


def test_checks_are_made_once_and_anew_when_asked(inside):
    looked = []
    inside.tools = Tools(lambda: looked.append(1) or ())
    for action in (Turn(Page.HEALTH), Turn(Page.MENU), Turn(Page.NETWORK), Tap.LOOK):
        inside.act(action)
    assert len(looked) == 2 and inside.checks == () and inside.tick()


def test_what_is_found_after_somebody_left_is_not_shown_to_the_next(inside, clock):
    later = []
    inside.aside = later.append
    inside.tools = Tools(lambda: ("found",))
    inside.act(Turn(Page.HEALTH))
    clock.now += PAGES_LAST  # also when it looks for ever
    assert inside.tick() and not inside.open
    later[0]()
    assert inside.checks is None and not inside.tick()


def test_looking_is_done_once_at_a_time_and_is_not_installing(inside):
    later, installed = [], []
    inside.aside = later.append
    inside.tools = Tools(lambda: ("found",), waiting=lambda: [PACK],
                         accept=lambda pack: installed.append(pack) or "Ja.")
    for page in (Page.HEALTH, Page.MENU, Page.NETWORK, Page.STICK):
        inside.act(Turn(page))
    assert len(later) == 1 and not inside.installing
    inside.act(Accept(PACK))
    inside.act(Accept(PACK))  # a second tap
    assert len(later) == 2 and inside.installing
    later[0]()
    assert inside.checks == ("found",) and inside.installing
    later[1]()
    assert installed == [PACK] and inside.told == "Ja." and not inside.installing


def test_while_a_pack_is_installed_the_pages_stay_and_it_is_not_thrown_away(inside, clock):
    later = []
    inside.aside = later.append
    inside.tools = Tools(waiting=lambda: [PACK], accept=lambda pack: "Ja.", decline=pytest.fail)
    inside.act(Turn(Page.STICK))
    inside.act(Accept(PACK))
    clock.now += PAGES_LAST
    assert not inside.tick() and inside.open
    clock.now += INSTALLING_LASTS  # it hangs
    assert inside.tick() and not inside.open


def test_what_the_desk_switches_meanwhile_is_shown(inside):
    desk = []
    inside.out_of_order = OutOfOrder(by_desk=lambda: bool(desk))
    inside.act(Turn(Page.CLOSED))
    assert not inside.tick()
    desk.append(1)
    assert inside.tick() and not inside.tick()


def test_the_pause_is_counted_down_and_its_end_is_shown(pages, clock):
    pages.knock()
    type_in(pages, "000001" * 10)  # in the pause nothing is counted
    assert pages.minutes_to_wait == 1
    clock.now += 60
    type_in(pages, "000001" * 5)
    assert pages.minutes_to_wait == 2 and not pages.tick()
    clock.now += 60
    pages.touched()
    assert pages.tick() and pages.minutes_to_wait == 1
    clock.now += 60
    pages.touched()
    assert pages.tick() and pages.minutes_to_wait == 0 and not pages.tick()


def test_only_a_pack_that_waits_is_installed(inside):
    there, installed = [PACK], []

    def accept(pack) -> str:
        installed.append(pack)
        there.remove(pack)
        return "Geïnstalleerd."

    inside.tools = Tools(waiting=lambda: there, accept=accept)
    inside.act(Accept(PACK))  # not on this page
    inside.act(Turn(Page.STICK))
    inside.act(Accept(OTHER))
    assert installed == []
    inside.act(Accept(PACK))
    assert installed == [PACK] and inside.told == "Geïnstalleerd." and inside.offers == ()


def test_a_stick_is_let_in_when_its_page_opens_and_what_it_brings_is_shown(inside):
    there, admitted = [], []
    inside.tools = Tools(admit=lambda: admitted.append(1), waiting=lambda: there, said=lambda: "Nothing on it.")
    assert inside.offers == () and admitted == []
    inside.act(Turn(Page.STICK))
    assert admitted == [1] and inside.stick == "Nothing on it."
    assert not inside.tick()
    there.append(PACK)
    assert inside.tick() and inside.offers == (PACK,) and not inside.tick()


def test_what_nobody_wanted_is_thrown_away_when_the_pages_close(inside, clock):
    declined = []
    inside.tools = Tools(waiting=lambda: [PACK], decline=declined.append)
    inside.act(Turn(Page.STICK))
    clock.now += PAGES_LAST
    inside.tick()
    assert declined == [PACK] and inside.offers == ()


def test_the_touch_test_says_how_far_each_touch_was(inside):
    inside.act(Turn(Page.TOUCH))
    for x, y in targets(217, 136):
        inside.hit(x + 3, y - 4)
    inside.hit(0, 0)  # there is no sixth
    assert distances(inside.touched_at, 217, 136) == pytest.approx([5] * 5)
    inside.act(Tap.AGAIN)
    assert inside.touched_at == []


def test_out_of_order_no_visit_begins_but_one_that_has_begun_goes_on(clock):
    switch = []
    session = Session(Catalogue(), Idle(), clock, out_of_order=lambda: bool(switch))
    session.act(Speak("fr"))
    switch.append(1)
    assert not session.closed
    session.act(Press.STOP)
    assert session.closed
    for action in (Speak("fr"), Move(Do.BEGIN), Move(Do.HELP), Move(Do.SOUND), Press.BACK):
        session.act(action)
        assert session.closed and not session.visiting
    session.act(Press.TEXT)
    assert session.closed and session.preferences.text == 2
    switch.clear()
    session.act(Speak("fr"))
    assert session.visit.language == "fr"
