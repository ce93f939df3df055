"""`kiosk check` tells about the spoken side what somebody can mend."""

from __future__ import annotations

import math
from array import array

from kiosk.language.units import Unit
from kiosk.speech.checking import check_speech
from kiosk.speech.pcm import Pcm
from kiosk.speech.recordings import Recordings, save
from kiosk.speech.reviewed import GOOD, WRONG, Reviewed, Verdict, path_of, write_reviewed

UNITS = {"nl": [Unit("a", "Kies uw taal.", "nl"), Unit("b", "Typ uw code.", "nl")]}
SOUND = Pcm(array("h", (round(9000 * math.sin(n / 22) * math.sin(n / 900)) for n in range(22050))), 22050)


def found(tmp_path) -> list[str]:
    return [str(problem) for problem in check_speech(tmp_path, Recordings([tmp_path / "recordings"]), UNITS)]


def test_where_nothing_is_wrong_nothing_is_said(tmp_path):
    write_reviewed(path_of(tmp_path, "nl"), Reviewed([Verdict("Kies uw taal.", "gmw/nl", GOOD),
                                                     Verdict("Deze zin is weg.", "gmw/nl", WRONG)]))
    save(tmp_path / "recordings", UNITS["nl"][1], SOUND)
    assert found(tmp_path) == []


def test_what_sounds_wrong_is_named_until_somebody_mends_it(tmp_path):
    write_reviewed(path_of(tmp_path, "nl"), Reviewed([Verdict("Typ uw code.", "gmw/nl", WRONG)]))
    (line,) = found(tmp_path)
    assert line.endswith("nl.yaml: 1 sentence sounds wrong, such as “Typ uw code.”. "
                         "Respell or record it with `kiosk voices review nl`.")


def test_damaged_files_and_recordings_of_old_words_are_named(tmp_path):
    path_of(tmp_path, "nl").parent.mkdir(parents=True)
    path_of(tmp_path, "nl").write_text("- words: [")
    lexicon = tmp_path / "speech" / "lexicon"
    lexicon.mkdir()
    (lexicon / "nl.toml").write_text('"eID" = { zeg = "ie aai die" }')
    save(tmp_path / "recordings", Unit("c", "Kies een taal.", "nl"), SOUND)
    damaged = save(tmp_path / "recordings", UNITS["nl"][0], SOUND)
    damaged.path.write_bytes(damaged.path.read_bytes()[:-20])
    lines = found(tmp_path)
    assert len(lines) == 4
    assert any("eID" in line for line in lines) and any("nl.yaml is damaged" in line for line in lines)
    assert any("“Kies uw taal.”" in line for line in lines), lines
    assert any("“Kies een taal.” is not shown any more" in line for line in lines)
