"""Packs from an address, over real HTTP, with real keys and packs: what arrives, what is asked for, what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from channel_world import NOW, still_one

from kiosk.pack import keys
from kiosk.pack.build import add_signature
from kiosk.pack.channel_publish import Keys, Repository
from kiosk.pack.channel_report import ALARM, OK


def test_the_first_fetch_installs_and_the_next_asks_two_small_questions(world):
    world.publish(world.pack(1))
    assert world.fetch().sentence.startswith("New: gent ")
    assert world.versions == {"gent": 1}
    report = world.fetch()
    assert (report.kind, report.sentence) == (OK, "Nothing new.")
    assert world.asked == ["metadata/2.root.json", "metadata/timestamp.json"]
    assert not list((world.memory / "files").iterdir())


def test_only_what_changed_is_fetched(world):
    world.publish(world.pack(1), world.pack(1, "vlaanderen", "base"))
    world.fetch()
    world.publish(world.pack(2))
    report = world.fetch()
    assert [one.name for one in report.packs if one.version] == ["gent"]
    assert world.versions == {"gent": 2, "vlaanderen": 1}
    assert [path for path in world.asked if "vlaanderen" in path] == []
    assert len([path for path in world.asked if path.endswith(".kioskpack")]) == 1


def test_the_base_comes_in_before_what_lies_on_it(world):
    world.publish(world.pack(1), world.pack(1, "vlaanderen", "base"), world.pack(1, "oost", "province"))
    assert [one.name for one in world.fetch().packs] == ["vlaanderen", "oost", "gent"]


def test_an_old_state_put_back_is_refused(one, tmp_path):
    before = (one.published / "metadata" / "timestamp.json").read_bytes()
    one.publish(one.pack(2))
    one.fetch()
    (one.published / "metadata" / "timestamp.json").write_bytes(before)
    report = one.fetch()
    assert report.kind == ALARM and "older state" in report.sentence
    assert one.versions == {"gent": 2}


def test_what_nobody_renews_any_more_is_an_alarm_and_the_content_stays(one):
    one.repository(NOW - timedelta(days=15)).refresh(Keys([one.keys]))
    still_one(one, one.fetch(), ALARM, "past its date", "--refresh")
    assert one.repository().refresh(Keys([one.keys])) is None
    assert one.fetch().kind == OK


def test_a_flipped_byte_in_a_pack_is_refused_and_fetched_anew(one):
    one.publish(one.pack(2))
    file = one.served(2)
    good = file.read_bytes()
    file.write_bytes(good[:-5000] + bytes([good[-5000] ^ 1]) + good[-4999:])
    still_one(one, one.fetch(), ALARM, "not the one that was signed")
    file.write_bytes(good)
    assert one.fetch().sentence.startswith("New: gent ")


@pytest.mark.parametrize("name", ["timestamp", "snapshot", "targets"])
def test_a_flipped_byte_in_the_metadata_is_refused(one, name):
    one.publish(one.pack(2))
    for file in (one.published / "metadata").glob(f"*{name}.json"):
        content = file.read_bytes()
        middle = content.index(b'"version"') + 12
        file.write_bytes(content[:middle] + b"7" + content[middle:])
    still_one(one, one.fetch(), ALARM)


def test_another_signer_is_refused(one, tmp_path):
    other = Repository(tmp_path / "other", NOW)
    other.begin(tmp_path / "other-keys")
    for _ in range(5):
        other.refresh(Keys([tmp_path / "other-keys"]))
    timestamp = (tmp_path / "other" / "metadata" / "timestamp.json").read_bytes()
    (one.published / "metadata" / "timestamp.json").write_bytes(timestamp)
    still_one(one, one.fetch(), ALARM, "not signed by those")


def test_a_pack_of_a_maker_whom_this_kiosk_does_not_know_is_refused_although_it_was_published(one, tmp_path):
    secret, _ = keys.make(tmp_path / "makers" / "stranger")
    file = one.pack(2)
    add_signature(file, lambda raw, signatures: keys.signed(raw, b"", secret))
    one.repository().publish([file], [], Keys([one.keys]), lambda file: replace(one.look(one.pack(3)), version=2))
    one.repository().refresh(Keys([one.keys]))
    still_one(one, one.fetch(), ALARM, "gent is refused", "key that this kiosk does not know")
    # Judged again the next time, since the key may have come; but not fetched again.
    still_one(one, one.fetch(), ALARM, "gent is refused")
    assert not [path for path in one.asked if path.endswith(".kioskpack")]


def test_one_pack_that_is_spoilt_does_not_keep_the_others_out(one):
    one.publish(one.pack(2), one.pack(1, "vlaanderen", "base"))
    base = (one.folder / "made" / "vlaanderen-1.kioskpack").read_bytes()
    served = next(file for file in (one.published / "targets").iterdir() if file.read_bytes() == base)
    served.write_bytes(base[:-1])
    report = one.fetch()
    assert report.kind == ALARM and f"has a pack of {len(base) - 1} bytes where {len(base)}" in report.sentence
    assert report.sentence.startswith("New: gent 2 (")
    assert one.versions == {"gent": 2}
    served.write_bytes(base)
    assert one.fetch().kind == OK and one.versions == {"gent": 2, "vlaanderen": 1}


def test_data_without_end_stops_at_what_was_signed_for(one):
    one.publish(one.pack(2))
    one.server.odd[".kioskpack"] = lambda answer: answer.chunks(b"x" * 50_000)
    still_one(one, one.fetch(), ALARM, "more than the")
    assert not list((one.memory / "files").iterdir())
    one.server.odd = {"timestamp.json": lambda answer: answer.chunks(b" " * 50_000)}
    still_one(one, one.fetch(), ALARM, "more than packs can need")
