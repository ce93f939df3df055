"""The power goes while something is being brought up to date: afterwards it is the old or the new, and it works.

Each update runs once, in peace. Whenever it has written something, the disk is set aside as it is at that moment, which
is what a power cut would leave. As many of these as KIOSK_CUTS says are then started cold, and asked what they are once
they have mended themselves; every tenth must come to its first screen as well.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import pytest
from emulated import Machine, until
from glass import BACK, seen
from machine_updates import BAD, NEW, NEW_PACK, PACKS
from twin import View

CUTS = int(os.environ.get("KIOSK_CUTS", "50"))
TOGETHER = 2
"""Machines that are looked at side by side: one mostly waits for its disk, or has work for one processor."""
CARD = 1_000_000
"""Bytes a second that it writes: a tenth of what a new memory card promises (Class 10), so that there is a moment
between one write and the next."""
PATIENCE = 1800
"""s for an update, or for mending what was left of one."""
STATE = "/var/lib/digipunt-kiosk"
READY_FOR_IT = (f"mkdir -p /var/lib/kiosk && cp -a {PACKS} /var/lib/kiosk/ && chown -R kiosk: /var/lib/kiosk && "
                "sed -i s/600/10/ /etc/kiosk/kiosk.toml && systemctl restart kiosk-app")
"""With a pack in use; and dim after ten seconds, since programs are changed only when nobody stands there."""
MENDED = f"! grep -qsE '\"(waiting|installing|returning)\"' {STATE}/trial.json"
PUT_BACK = f"grep -qs interrupted {STATE}/last-update.json"


@dataclass(frozen=True)
class Update:
    """Shell commands in the machine. ``does`` ends when nothing is on its way any more; ``which`` prints what is there,
    and anything that is wrong with it."""

    does: str
    which: str


def waits(condition: str) -> str:
    return f"timeout {PATIENCE} sh -c 'until {condition}; do sleep 1; done'"


def confirmed(version: int) -> str:
    return f"grep -q 'confirmed.*{version}]' /var/lib/kiosk/packs/gent/state.json"


def asked_for(package: str) -> str:
    return f"kiosk-update --sha256 $(sha256sum {package} | cut -d' ' -f1) {package}"


UPDATES = {
    "pack": Update(f"kiosk pack install {NEW_PACK} && "
                   + waits(confirmed(2)),
                   "kiosk pack list --json | grep -E 'version|fingerprint|damaged'; kiosk pack list >/dev/null"),
    "package": Update(f"{asked_for(NEW)} && " + waits(f"grep -q judging {STATE}/trial.json"),
                      "cat /opt/digipunt-kiosk/VERSION; dpkg --verify digipunt-kiosk | grep -v ' c '; dpkg --audit; "
                      "dpkg-query -W -f '${Version} ${db:Status-Status}' digipunt-kiosk"),
}


@dataclass(frozen=True)
class Left:
    """What a power cut ``after`` so many s would leave on the disk."""

    after: float
    disk: Path


@pytest.fixture(scope="module")
def standing(machine, twin) -> Machine:
    """At its first screen, and soon idle."""
    machine.wait_until_up()
    machine.run(READY_FOR_IT, PATIENCE)
    comes_up(machine, twin.put(), "before anything")
    machine.run(waits(confirmed(1)), PATIENCE)
    return machine


def comes_up(machine: Machine, first: View, when: str) -> None:
    """To its first screen. It has gone dim by then, and a touch beside everything wakes it."""
    until(lambda: machine.shows(first.picture, 3) or machine.tap(first.free_spot()), BACK * 3)
    seen(machine, first, when, 3)


def let_run(machine: Machine, command: str) -> list[Left]:
    machine.write_slowly(CARD)
    moments, began = [], machine.seconds
    with ThreadPoolExecutor(1) as hand:
        done = hand.submit(machine.run, command, PATIENCE)
        # Nobody knows how long it will take: the later, the further apart.
        while wait([done], max(0.05, (machine.seconds - began) / 50)).not_done:
            after, disk = machine.seconds - began, machine.disk_now()
            if disk:
                moments.append(Left(after, disk))
    machine.write_slowly(0)
    done.result()
    return moments


def spread(moments: list[Left]) -> list[Left]:
    count = min(CUTS, len(moments))
    return [moments[int((number + 0.5) * len(moments) / count)] for number in range(count)]


def test_a_bad_package_falls_back(standing, twin, took):
    """Its kiosk ends before it has drawn anything, and the one before comes back without a hand."""
    which = UPDATES["package"].which
    before, began = standing.run(which), standing.seconds
    standing.run(f"{asked_for(BAD)} && {waits(f'test ! -e {STATE}/trial.json')}", PATIENCE)
    assert standing.run(which) == before
    assert "came back" in standing.run(f"cat {STATE}/last-update.json")
    comes_up(standing, twin.put(), "after the bad package")
    took("a bad package, until the one before shows its first screen", standing.seconds - began)


@pytest.mark.parametrize("kind", UPDATES)
def test_whenever_the_power_goes_it_is_the_old_or_the_new(image, standing, twin, tmp_path_factory, took, kind):
    old, began = standing.run(UPDATES[kind].which, 300), standing.seconds
    moments = let_run(standing, UPDATES[kind].does)
    took(f"an update of the {kind} in peace, its disk set aside {len(moments)} times", standing.seconds - began)
    new = standing.run(UPDATES[kind].which, 300)
    assert old != new, old
    first, folder = twin.put(), tmp_path_factory.mktemp("cut")

    def is_now(number: int, cut: Left) -> str:
        place = folder / str(number)
        place.mkdir()
        drawn = number % 10 == 0  # to start the kiosk takes longer than all the rest
        machine = Machine(image, place, cut.disk, without="" if drawn else "kiosk-app.service")
        try:
            machine.wait_until_up()
            assert until(lambda: not machine.run(f"{MENDED} || echo no"), PATIENCE, 2), f"{cut}: it is not mended"
            found = machine.run(UPDATES[kind].which, 300, check=False)
            what = {old: "the old", new: "the new"}.get(found, found)
            if not machine.run(f"{PUT_BACK} || echo no"):
                what += ", put back"
            if drawn:
                comes_up(machine, first, f"{cut}")
            print(f"{kind} {number}, cut after {cut.after:.1f} s: {what}; {machine.seconds:.0f} s", flush=True)
            return what
        finally:
            machine.close()
            shutil.rmtree(place)

    cuts = spread(moments)
    with ThreadPoolExecutor(TOGETHER) as hands:
        found = Counter(hands.map(is_now, range(len(cuts)), cuts))
    took(f"the {kind} is cut off at {len(cuts)} moments: "
         + ", ".join(f"{count} times {what}" for what, count in found.most_common()), cuts[-1].after)
    assert set(found) <= {"the old", "the old, put back", "the new"}
