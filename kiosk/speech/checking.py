"""What `kiosk check` says of the spoken side: lexicons, what listeners decided, and recordings of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.catalogue.problems import Problem
from kiosk.language.said import read_lexicons
from kiosk.language.units import Unit
from kiosk.speech.recordings import Recordings, stale
from kiosk.speech.reviewed import WRONG, ReviewError, path_of, read_reviewed


def check_speech(assets: Path, recordings: Recordings, units: dict[str, Sequence[Unit]]) -> Iterator[Problem]:
    """``units`` are all sentences of each language that the site offers."""
    yield from read_lexicons(assets / "speech" / "lexicon")[1]
    for language, sentences in units.items():
        path = path_of(assets, language)
        name = "/".join(path.parts[-4:])
        shown = {unit.words for unit in sentences}
        try:
            wrong = [found for found in read_reviewed(path) if found.verdict == WRONG and found.words in shown]
        except ReviewError as fault:
            yield Problem(name, 0, str(fault), "Until then nothing is said as listeners respelled it.")
        else:
            if wrong:
                many = len(wrong) > 1
                yield Problem(name, 0, f"{f'{len(wrong)} sentences sound' if many else '1 sentence sounds'} wrong, "
                                       f"such as “{wrong[0].words}”.",
                              f"Respell or record {'them' if many else 'it'} with `kiosk voices review {language}`.",
                              "warning")
        for fault in recordings.problems(language):
            yield Problem(f"recordings/{language}", 0, fault, "Until then a voice says it.", "warning")
        for left in stale(recordings.all(language), sentences):
            yield Problem(f"recordings/{language}/{left.path.name}", 0, f"“{left.words}” is not shown any more.",
                          "Remove its two files, or record the new words.", "warning")
