"""A kiosk in a library, while its packs change: judged by what is on the glass and what it has noted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from null_sink import until
from packing import state
from running import GLASS, QUIET, SETTINGS, same, walk
from twin import Twin

from kiosk import __version__
from kiosk.pack.store import Shelf, locked


def topics(title: str) -> dict[str, bytes]:
    return {"topics.yaml": f"- {{id: wonen, icon: home, title: {title}}}\n".encode()}


@pytest.fixture
def settings(place, store):
    file = place / f"{store.parent.name}.toml"
    file.write_text(f'{SETTINGS}{QUIET}[packs]\nfolder = "{store}"\n')
    return file


@pytest.fixture
def asks(settings, place, store):
    """What the topics ought to look like with the packs that count now."""
    twins = []

    def view():
        twins.append(Twin(settings, GLASS, place / f"{store.parent.name}-{len(twins)}"))
        return twins[-1], twins[-1].put()

    yield view
    for twin in twins:
        twin.close()


@pytest.mark.alone
def test_a_pack_that_comes_while_the_kiosk_runs(maker, store, start, asks):
    def install(version: int, title: str) -> None:
        maker.install(maker.pack(version, topics(title)), store, program=__version__)

    install(7, "Zeven")
    kiosk = start()
    assert until(lambda: state(store).confirmed == (7,), 30), kiosk.said()
    twin, first = asks()
    assert kiosk.shows(first.picture), kiosk.said()
    seven = walk(kiosk, twin, first, "speak:nl")

    install(8, "Acht")                                    # somebody is looking at the topics
    assert kiosk.keeps(seven.picture, 2.5), kiosk.said()
    assert state(store).confirmed == (7,)
    walk(kiosk, twin, seven, "stop")                      # and has gone
    assert until(lambda: state(store).confirmed == (7, 8), 30), kiosk.said()
    twin, first = asks()
    assert not same(seven.picture, walk(kiosk, twin, first, "speak:nl").picture)
    assert kiosk.running and kiosk.files() == []


@pytest.mark.alone
def test_a_pack_with_which_it_did_not_come_up_three_times(maker, store, start):
    for version in (6, 7):
        maker.install(maker.pack(version, topics("Nieuw")), store, program=__version__)
        with locked(store):
            shelf = Shelf(store, "gent")
            shelf.note(replace(shelf.state, confirmed=(6,), starts=3 * (version == 7)))
    kiosk = start()
    assert until(lambda: state(store).refused == (7,), 30), kiosk.said()
    assert Shelf(store, "gent").active == 6
    assert until(lambda: "gent-7 did not come up in 3 starts" in kiosk.said(), 30)
