"""Every Dutch text that is translated, from the content folders and from interface.yaml, with a hint for
translators.

`kiosk texts` uses ``read_source``. The two functions at the end give the same texts to Babel's own command,
for who has a translation platform that calls it (docs/tasks/add-a-language.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.catalogue.layer import Layer
from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.reading import read_catalogue, texts_of
from kiosk.language.interface import INTERFACE, PREFIX, SPOKEN, STAFF, InterfaceError, read_interface
from kiosk.language.placeholders import placeholders

Extracted = tuple[int, str, tuple[str, str], list[str]]
"""What Babel wants: line, gettext function, its arguments, comments."""


@dataclass(frozen=True, slots=True)
class Source:
    """The texts of each translation file, in the order of the files. With a problem that is an error, some
    may be missing, and nothing may be written from them."""

    texts: Mapping[str, tuple[Text, ...]]
    problems: tuple[Problem, ...] = ()


def read_source(folders: Sequence[Path], interface: Path = INTERFACE) -> Source:
    """The texts to be translated. Content with a fault is named in ``problems``; raises nothing."""
    _, problems = read_catalogue(folders)
    faults = [problem for problem in problems if problem.severity == "error"]
    own: tuple[Text, ...] = ()
    try:
        own = tuple(_for_translators(interface))
    except InterfaceError as error:
        faults += error.problems
    except OSError as error:
        faults.append(Problem(interface.name, 0, f"The file cannot be opened: {error.strerror}.",
                              "It is part of the program: install it again."))
    texts = {"interface": own, "walkthroughs": tuple(text for folder in folders for text in texts_of(folder))}
    faults += (fault for domain in texts.values() for text in domain if (fault := _braces(text)))
    return Source(texts, tuple(faults))


def read_own(folder: Path, below: Path) -> Source:
    """The texts of a municipality's own content folder, which stands above the content in ``below``; raises nothing."""
    _, problems = read_catalogue([below, Layer(folder)])
    here = f"{folder.resolve().name}/"
    faults = [problem for problem in problems if problem.severity == "error" and problem.file.startswith(here)]
    texts = tuple(texts_of(folder))
    return Source({"walkthroughs": texts}, (*faults, *filter(None, map(_braces, texts))))


def _for_translators(interface: Path) -> Iterator[Text]:
    return (text for key, text in read_interface(interface).items() if not key.startswith(STAFF))


def _braces(text: Text) -> Problem | None:
    if placeholders(text.dutch) is not None:
        return None
    return Problem(text.file, text.line, f"There is a stray brace in “{text.dutch}”.",
                   "Write a placeholder as {name}, in small letters, and use braces for nothing else.")


def hints(text: Text) -> tuple[str, ...]:
    """What a translator has to know about a text: what it is, how long it may be, and what stays as it is."""
    found = [_kind(text.key.split("/"))]
    if not text.key.startswith(PREFIX) and "“" in text.dutch:
        found.append("A name in “ ” that stands on the real site stays Dutch: people have to find it there.")
    if names := placeholders(text.dutch):
        listed = ", ".join(f"{{{name}}}" for name in sorted(names))
        found.append(f"Keep {listed}: a value comes there. The sentence must be right for any value.")
    return tuple(filter(None, found))


def _kind(key: Sequence[str]) -> str:
    """By the shape of the key; the lengths are those of docs/tasks/add-a-walkthrough.md."""
    last = key[-1]
    if last == "spoken" or last.endswith(SPOKEN):
        return "Heard in place of the sentence before it, and never seen."
    if key[0] == PREFIX.rstrip("/"):
        return ""
    if key[0] == "topics" or len(key) == 2 and last == "title":
        return "The name on a tile: at most 4 words."
    if key[0] == "questions":
        return "A question: at most 4 words." if last == "title" else "An answer on a tile: a few words."
    if len(key) == 2 and last == "search":
        return "What people type in this language to find it, with commas. Not word for word: what is usual."
    if key[0] == "glossary":
        return ("A hard word, as people in this language say it: it stands on a button behind “Uitleg:”."
                if last == "term" else "Explains a hard word: one sentence, at most 15 everyday words.")
    if last == "title":
        return "The title of a screen: at most 6 words."
    if "choice" in key or "trouble" in key:
        return "An answer on a button: a few words."
    if "page" in key:
        return "Said when somebody touches this on the practice site: one sentence, at most 15 words."
    if "need" in key and last != "tip":
        return "A line of a checklist: a few words."
    return "One sentence: at most 15 words."


def extract_walkthrough(fileobj: IO[bytes], keywords: object, comment_tags: object,
                        options: object) -> Iterator[Extracted]:
    """Babel extractor for walkthrough.yaml, module.yaml, and the topics, questions and glossary of a content folder."""
    path = Path(fileobj.name).resolve()
    beside = ("topics.yaml", "questions.yaml", "glossary.yaml")
    folder = path.parent if path.name in beside else path.parents[2]
    shown = (Path(folder.name) / path.relative_to(folder)).as_posix()
    yield from _extracted(text for text in texts_of(folder) if text.file == shown)


def extract_interface(fileobj: IO[bytes], keywords: object, comment_tags: object,
                      options: object) -> Iterator[Extracted]:
    """Babel extractor for interface.yaml."""
    yield from _extracted(_for_translators(Path(fileobj.name)))


def _extracted(texts: Iterable[Text]) -> Iterator[Extracted]:
    for text in texts:
        yield text.line, "pgettext", (text.key, text.dutch), list(hints(text))
