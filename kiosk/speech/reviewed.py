"""What listeners decided about each sentence: assets/speech/review/<language>.yaml, made by `kiosk voices review`.

    - words: Haal een afspraak bij OCMW Gent.
      voice: gmw/nl
      verdict: good
      say: Haal een afspraak bij oo cee em wee Gent.
      clip: 5b1f…

One entry for each sentence and voice. ``verdict`` is `good` or `wrong`; ``note`` tells whoever mends it what is wrong.
``say`` is what that voice is given instead of the words, for this sentence alone: what is wrong everywhere belongs in
the lexicon. ``clip`` is the key of the clip that was heard, so that a sentence whose words, voice or lexicon have
changed since is to be heard again. Nothing tells who listened, or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.language.units import MARKS
from kiosk.whole import write_whole

GOOD, WRONG = "good", "wrong"
LONGEST = 600             # characters of a note or a respelling; a sentence of the kiosk has 120
HEAD = ("# Which sentences somebody has heard, with which voice, and how they are said.\n"
        "# Made by `kiosk voices review`, and kept with the content.\n")


class ReviewError(Exception):
    """The file of a language cannot be used; a sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided about one sentence said by one voice."""

    words: str
    voice: str
    verdict: str
    clip: str = ""
    say: str = ""
    note: str = ""


class Reviewed:
    """The verdicts of one language, by words and voice."""

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._by = {(verdict.words, verdict.voice): verdict for verdict in verdicts}

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self._by.values())

    def of(self, words: str, voice: str) -> Verdict | None:
        return self._by.get((words.translate(MARKS), voice))

    def say(self, words: str, voice: str) -> str | None:
        """What the voice is given instead of the words; None: the words themselves."""
        verdict = self.of(words, voice)
        return verdict.say or None if verdict else None

    def put(self, verdict: Verdict) -> None:
        self._by[(verdict.words, verdict.voice)] = verdict

    def drop(self, words: str, voice: str) -> None:
        """Forget what was decided, so that the sentence is to be heard again."""
        self._by.pop((words.translate(MARKS), voice), None)


def path_of(folder: Path, language: str) -> Path:
    """``folder`` is that of the assets."""
    return folder / "speech" / "review" / f"{language}.yaml"


def read_reviewed(path: Path) -> Reviewed:
    """The verdicts in a file; none where there is no file. ReviewError when it is damaged."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Reviewed()
    except (OSError, UnicodeDecodeError) as reason:
        raise ReviewError(f"{path.name} cannot be read: {getattr(reason, 'strerror', None) or reason}.") from reason
    import yaml  # here and not above: most kiosks have no such file

    try:
        entries = yaml.load(text, yaml.CSafeLoader) or []
        return Reviewed(_verdict(entry) for entry in entries)
    except (yaml.YAMLError, TypeError, ValueError) as reason:
        raise ReviewError(f"{path.name} is damaged ({' '.join(str(reason).split())}). Take back its last good version."
                          ) from reason


def _verdict(entry: object) -> Verdict:
    verdict = Verdict(**entry)
    if verdict.verdict not in (GOOD, WRONG) or not all(isinstance(value, str) for value in asdict(verdict).values()):
        raise ValueError(f"not a verdict: {entry}")
    return verdict


def write_reviewed(path: Path, reviewed: Reviewed, order: Iterable[str] = ()) -> None:
    """Write the file whole, its sentences in ``order`` and then by name, so that versions are easy to compare. OSError
    when it cannot be written."""
    import yaml

    place = {words: number for number, words in enumerate(order)}
    verdicts = sorted(reviewed, key=lambda found: (place.get(found.words, len(place)), found.words, found.voice))
    entries = [{key: value for key, value in asdict(verdict).items() if value} for verdict in verdicts]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000) if entries else ""
    write_whole(path, (HEAD + text).encode())
