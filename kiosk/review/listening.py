"""The sentences of one language with what listeners decided about each, and how far the listening is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kiosk.language.said.piece import Piece
from kiosk.language.units import MARKS, Unit
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.recordings import Recording, Recordings, recording_key, save
from kiosk.speech.reviewed import GOOD, Reviewed, Verdict, path_of, read_reviewed, write_reviewed
from kiosk.speech.voices import Voice, Voices

WPM = SPEEDS[DEFAULT_SPEED]
PERSON = "recording"
"""Who says a sentence of which there is a recording, in the place of a voice's name."""


class State(StrEnum):
    """How far the listening to one sentence is."""

    OPEN = "open"             # nobody has heard it yet
    AGAIN = "again"           # heard and good, but its sound has changed since
    WRONG = "wrong"
    GOOD = "good"
    RECORDED = "recorded"     # a person says it
    SILENT = "silent"         # no voice here says it

    @property
    def done(self) -> bool:
        return self in (State.GOOD, State.RECORDED)


TO_HEAR = frozenset({State.OPEN, State.AGAIN})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that are heard; the same words in several places are one sentence, and one clip."""

    unit: Unit
    keys: tuple[str, ...]

    @property
    def id(self) -> str:
        return recording_key(self.unit.language, self.unit.words)

    @property
    def words(self) -> str:
        return self.unit.words.translate(MARKS)


class Listening:
    """One language being listened to. ``assets`` is the folder whose review file and recordings are changed."""

    def __init__(self, language: str, units: Sequence[Unit], pieces: Callable[[Unit], Sequence[Piece]],
                 installed: dict[str, Voice], recordings: Recordings, assets: Path) -> None:
        """ReviewError when the language's file is damaged."""
        self.language = language
        self.path = path_of(assets, language)
        self._recorded_in = assets / "recordings"
        self._reviewed: Reviewed = read_reviewed(self.path)
        self._recordings = recordings
        self.voices = Voices(pieces, installed, recordings.find,
                             lambda unit, voice: self._reviewed.say(unit.words, voice.name))
        self.plain = Voices(pieces, installed)
        """The same without recordings and respellings, to try a respelling out and to compare."""
        by_words: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.language == language and any(map(str.isalnum, unit.words)):
                by_words.setdefault(unit.words.translate(MARKS), []).append(unit)
        self.sentences = tuple(Sentence(same[0], tuple(unit.key for unit in same)) for same in by_words.values())
        self._by_id = {sentence.id: sentence for sentence in self.sentences}
        self._states: dict[str, State] = {}

    def sentence(self, id: str) -> Sentence | None:
        return self._by_id.get(id)

    def state(self, sentence: Sentence) -> State:
        if sentence.id not in self._states:
            self._states[sentence.id] = self._state(sentence)
        return self._states[sentence.id]

    def _state(self, sentence: Sentence) -> State:
        verdict = self.verdict(sentence)
        if verdict is not None and verdict.verdict != GOOD:
            return State.WRONG
        if self.recording(sentence) is not None:
            return State.RECORDED
        if self.voices.utterance(sentence.unit) is None:
            return State.SILENT
        if verdict is None:
            return State.OPEN
        return State.GOOD if verdict.clip == self.clip(sentence) else State.AGAIN

    def count(self) -> Counter[State]:
        return Counter(map(self.state, self.sentences))

    def next(self, after: str, states: frozenset[State] = TO_HEAR) -> Sentence | None:
        """The first sentence in one of ``states`` behind the one with the id ``after``, and then from the start."""
        ids = [sentence.id for sentence in self.sentences]
        at = ids.index(after) + 1 if after in self._by_id else 0
        in_turn = (*self.sentences[at:], *self.sentences[:at])
        return next((found for found in in_turn if found.id != after and self.state(found) in states), None)

    def neighbour(self, id: str, by: int) -> Sentence | None:
        place = self.sentences.index(self._by_id[id]) + by
        return self.sentences[place] if 0 <= place < len(self.sentences) else None

    def recording(self, sentence: Sentence) -> Recording | None:
        return self._recordings.find(sentence.unit)

    def speaker(self, sentence: Sentence) -> str:
        """Who says the sentence here: a voice's name, or `PERSON`; empty where nobody does."""
        if self.recording(sentence) is not None:
            return PERSON
        voice = self.voices.of(self.language)
        return voice.name if voice else ""

    def verdict(self, sentence: Sentence) -> Verdict | None:
        return self._reviewed.of(sentence.words, self.speaker(sentence))

    def clip(self, sentence: Sentence) -> str:
        """The key of what is heard; empty for a person, whose recording has a checksum of its own."""
        said = self.voices.utterance(sentence.unit)
        return "" if said is None or self.speaker(sentence) == PERSON else said.key(WPM)

    def heard_as(self, unit: Unit) -> str:
        """What the voices are given, all of it, for people to read."""
        said = self.plain.utterance(unit)
        return " ".join(part.text for part in said.parts) if said else ""

    # What follows changes the files: OSError when they cannot be written, and then nothing has changed.

    def judge(self, sentence: Sentence, verdict: str, note: str = "", say: str | None = None) -> None:
        """``say`` None: as it was respelled before, if it was; empty: the words themselves again."""
        before = self.verdict(sentence)
        if say is None:
            say = before.say if before else ""
        name = self.speaker(sentence)
        made = Verdict(sentence.words, name, verdict, "", "" if name == PERSON else say, note)
        with self._changing(sentence) as reviewed:
            reviewed.put(made)
            reviewed.put(replace(made, clip=self.clip(sentence)))        # of what is heard with this respelling

    def record(self, sentence: Sentence, sound: object) -> None:
        """Keep a person's recording. RecordingError, CodecError when it cannot be kept."""
        save(self._recorded_in, sentence.unit, sound)
        with self._changing(sentence) as reviewed:
            reviewed.drop(sentence.words, PERSON)            # what was wrong with the one before

    def unrecord(self, sentence: Sentence) -> bool:
        """Take the recording away, where it is one of ours: those of the site itself stay."""
        found = self.recording(sentence)
        if found is None or not found.path.is_relative_to(self._recorded_in):
            return False
        found.path.with_suffix(".json").unlink(missing_ok=True)
        found.path.unlink(missing_ok=True)
        self._forget(sentence)
        return True

    @contextmanager
    def _changing(self, sentence: Sentence) -> Iterator[Reviewed]:
        """The verdicts, to be changed; written afterwards, and as they were where that fails."""
        before = self._reviewed
        self._reviewed = Reviewed(before)
        try:
            yield self._reviewed
            self._forget(sentence)
            write_reviewed(self.path, self._reviewed, (each.words for each in self.sentences))
        except BaseException:
            self._reviewed = before
            raise
        finally:
            self._forget(sentence)

    def _forget(self, sentence: Sentence) -> None:
        self.voices.forget()
        self._states.pop(sentence.id, None)
