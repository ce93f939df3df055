"""Real public-service data where it is at hand; sets of cards that are made for a test."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.lpdc.fetch import Fetch
from kiosk.lpdc.generated import service
from kiosk.lpdc.importing import Wishes, import_services
from kiosk.lpdc.report import Report

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "lpdc"
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("the real data (shared/samples/lpdc) is not on this machine")
    return SAMPLES


def no_network(source: str) -> Fetch:
    raise AssertionError(f"{source} was asked for")


@pytest.fixture
def bring(tmp_path) -> Callable[..., Report]:
    """Imports files (or texts, which become files) into tmp_path / "cards"."""
    def bring(*sources: object, **wishes: object) -> Report:
        files = []
        for number, source in enumerate(sources):
            if isinstance(source, (bytes, dict, list)):
                path = tmp_path / f"source-{number}.json"
                path.write_bytes(source if isinstance(source, bytes) else json.dumps(source).encode())
                source = path
            files.append(str(source))
        fetch = wishes.pop("fetch", no_network)
        walked = wishes.pop("walked", frozenset())
        wishes.setdefault("municipality", "Voorbeeldgem")
        return import_services(Wishes(tuple(files), tmp_path / "cards", **wishes), fetch, TODAY, walked)
    return bring


@pytest.fixture
def one_service() -> dict:
    return service(1)
