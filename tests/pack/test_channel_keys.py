"""Packs from an address, over real HTTP, with real keys and packs: its keys, and what publishing refuses."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from channel_world import NOW

from kiosk.pack import channel_publish
from kiosk.pack.channel_publish import Keys, PublishFault, Repository
from kiosk.pack.channel_report import OK


def test_a_lost_online_key_is_replaced_and_kiosks_follow_by_themselves(one, tmp_path):
    with pytest.raises(PublishFault, match="needs 2 of the root keys"):
        one.repository().renew_root(Keys([]), ["online"], tmp_path / "new")
    one.repository().renew_root(Keys([one.keys]), ["online"], tmp_path / "new")
    with pytest.raises(PublishFault, match="online key"):
        one.repository().refresh(Keys([one.keys]))
    one.repository().refresh(Keys([tmp_path / "new"]))
    assert one.fetch().kind == OK
    both = Keys([one.keys, tmp_path / "new"])
    one.repository().publish([one.pack(2)], [], both, one.look)
    one.repository().refresh(both)
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_replaced_targets_key_is_not_forgotten_to_sign_with(one, tmp_path):
    one.repository().renew_root(Keys([one.keys]), ["targets"], tmp_path / "new")
    with pytest.raises(PublishFault, match="signed with a key that was replaced"):
        one.repository().refresh(Keys([one.keys]))


def test_the_people_with_the_root_keys_hand_over_to_others(one, tmp_path):
    old, new = Keys([one.keys]), tmp_path / "new"
    one.repository().renew_root(old, ["root", "targets"], new)
    with pytest.raises(PublishFault, match="targets key"):
        one.repository().publish([one.pack(2)], [], old, one.look)
    both = Keys([one.keys, new])
    one.repository().publish([one.pack(2)], [], both, one.look)
    one.repository().refresh(both)
    assert one.fetch().sentence.startswith("New: gent 2")
    with pytest.raises(PublishFault, match="needs 2 of the root keys"):      # those of before count no more
        one.repository().renew_root(old, [], new)
    one.repository().renew_root(Keys([new]), [], new)
    assert one.fetch().kind == OK and "metadata/4.root.json" in one.asked


def test_publishing_refuses_what_kiosks_would_refuse(one):
    with pytest.raises(PublishFault, match="higher version"):
        one.publish(one.pack(1))
    with pytest.raises(PublishFault, match="These are: gent"):
        one.repository().publish([], ["brugge"], Keys([one.keys]), one.look)
    with pytest.raises(PublishFault, match="repository already"):
        one.repository().begin(one.keys)
    with pytest.raises(PublishFault, match="past its date"):
        one.repository(NOW + timedelta(days=channel_publish.PACKS_DAYS + 1)).refresh(Keys([one.keys]))


def test_a_withdrawn_pack_is_offered_no_more_and_stays_where_it_is(one):
    one.repository().publish([], ["gent"], Keys([one.keys]), one.look)
    one.repository().refresh(Keys([one.keys]))
    assert one.fetch().sentence == "Nothing new."
    assert one.versions == {"gent": 1}


def test_old_files_go_from_the_server_when_no_kiosk_can_be_in_the_middle_of_them(one):
    for version in (2, 3, 4):
        one.publish(one.pack(version))
    assert len(list((one.published / "targets").iterdir())) == 4     # one may just be arriving, before what names it
    one.repository(NOW + timedelta(days=2)).refresh(Keys([one.keys]))
    assert len(list((one.published / "targets").iterdir())) == 2
    assert sorted(file.name for file in (one.published / "metadata").glob("*.targets.json")) == ["4.targets.json",
                                                                                                 "5.targets.json"]
    assert one.fetch().sentence.startswith("New: gent ")


def test_two_copies_of_the_folder_are_renewed_in_turn(one, tmp_path):
    """Somebody publishes on their own computer, and the web server renews the date each day."""
    desk, keys = shutil.copytree(one.published, tmp_path / "desk"), Keys([one.keys])
    for day in (1, 2, 3):
        one.repository(NOW + timedelta(days=day)).refresh(keys)
    assert one.fetch().kind == OK
    for version, day in ((2, 4), (3, 6)):
        there = Repository(desk, NOW + timedelta(days=day))
        there.publish([one.pack(version)], [], keys, one.look)
        there.refresh(keys)
        shutil.copytree(desk, one.published, dirs_exist_ok=True)
        assert one.fetch().sentence.startswith(f"New: gent {version}")
        one.repository(NOW + timedelta(days=day + 1)).refresh(keys)
        assert one.fetch().sentence == "Nothing new."


def test_a_pack_that_has_not_arrived_is_not_announced(one):
    keys, repository = Keys([one.keys]), one.repository()
    repository.publish([one.pack(2)], [], keys, one.look)
    one.served(2).rename(one.folder / "on-the-way")
    with pytest.raises(PublishFault, match="gent.kioskpack is in the list of packs, and not whole"):
        repository.refresh(keys)
    assert one.fetch().sentence == "Nothing new."


def test_keys_are_for_their_owner_alone(world):
    assert {file.name: file.stat().st_mode & 0o777 for file in world.keys.iterdir()} == dict.fromkeys(
        ["root-1.key", "root-2.key", "root-3.key", "targets.key", "online.key"], 0o600)
    assert all(json.loads(file.read_bytes()) for file in (world.published / "metadata").iterdir())
