"""Every setting says in Dutch what it may be, so that the glass needs no English."""

from __future__ import annotations

import pytest

from kiosk.provision.dutch import allowed
from kiosk.provision.machine import OnCard
from kiosk.settings_file import declared

ENGLISH = {"between", "characters", "beginning", "number", "such", "from", "whole", "without", "list", "hours"}


@pytest.mark.parametrize("one", list(declared(OnCard)), ids=lambda one: one.name)
def test_what_is_allowed_is_said_in_dutch(one):
    dutch = allowed(one.allowed)
    assert dutch, f"add the Dutch for “{one.allowed}” to kiosk/provision/dutch.py"
    assert not ENGLISH & set(dutch.split()), dutch
