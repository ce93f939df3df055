from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
# So that the tests here find watching.py, the walks of the journeys and the fake loudspeaker.
sys.path[:0] = [str(Path(__file__).parent), str(TESTS / "journeys"), str(TESTS / "speech")]
