"""A machine and its twin side by side: what is touched on the one is touched on the other, and they look the same."""

from __future__ import annotations

import pytest
from emulated import Machine, alike
from twin import Twin, View

BACK = 400
"""s for a kiosk that died, or reads its walkthroughs, emulated on a machine that has other work."""


def tap(machine: Machine, twin: Twin, view: View, name: str) -> View:
    """One tap is one step: the screen after it comes."""
    machine.tap(view.middle(name))
    after = twin.tap(name)
    assert not alike(view.picture, after.picture), f"nothing was to be seen of {name!r}"
    seen(machine, after, f"after {name!r}")
    return after


def seen(machine: Machine, view: View, when: str, seconds: float = BACK) -> None:
    """It comes to show this, and else both pictures are kept."""
    if not machine.shows(view.picture, seconds):
        for name, picture in (("seen", machine.picture()), ("wanted", view.picture)):
            picture.save(machine.folder / f"{name}.png")
        pytest.fail(f"{when}: {machine.folder}/seen.png is not {machine.folder}/wanted.png")


def at_the_start(machine: Machine, twin: Twin) -> View:
    """The first screen, whatever was before."""
    view = twin.put()
    if not alike(machine.picture(), view.picture):
        machine.run("systemctl restart kiosk-app", 600)
        seen(machine, view, "after a restart")
    return view
