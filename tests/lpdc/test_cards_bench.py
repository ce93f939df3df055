"""The benchmark of cards runs to its end, with few of them; what it measures on many is in its own output."""

from __future__ import annotations

from kiosk.lpdc import bench


def test_every_line_is_measured(capsys, monkeypatch):
    monkeypatch.setattr(bench, "SEARCH_AIM", 60.0)  # s: not how busy this machine is
    assert bench.bench_cards(40) == 0
    said = capsys.readouterr().out
    for line in ("import of", "reading the set at the start", "opening a card", "making the index", "searches"):
        assert line in said
