"""`kiosk texts`: brings the translation files up to date with the Dutch, and says what is missing.

    the same key and the same Dutch   kept
    the same key and other Dutch      kept, but stale: Dutch is shown until a translator has looked at it
    a new key                         empty
    a key that is gone                kept at the end of the file, and taken back when the key returns
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Problem
from kiosk.language.extract import Source, hints, read_own, read_source
from kiosk.language.languages import LANGUAGES, SOURCE, Language
from kiosk.language.placeholders import placeholders
from kiosk.language.po import Entry, PoFault, PoFile, compile_po, parse_po, write_po, write_whole

MOST_LISTED = 10
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a language is. ``outdated``: files that did not follow the Dutch (and do now, if written)."""

    language: Language
    total: int
    missing: tuple[Text, ...]
    stale: tuple[Text, ...]
    wrong_placeholders: tuple[Text, ...]
    outdated: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def translated(self) -> int:
        return self.total - len(self.missing) - len(self.stale) - len(self.wrong_placeholders)

    @property
    def complete(self) -> bool:
        return self.translated == self.total and not self.problems


def refresh(source: Source, locales: Path, languages: Iterable[Language] = LANGUAGES, *,
            write: bool = True) -> tuple[Progress, ...]:
    """Brings every language's files up to date, writing only those that change, or none if not ``write``.

    A file that cannot be read is reported and left as it is, and a source with faults is written nowhere:
    what is only misread now must not be thrown away. Raises nothing.
    """
    write = write and not source.problems
    return tuple(_language(source, locales, language, write) for language in languages if language != SOURCE)


def _language(source: Source, locales: Path, language: Language, write: bool) -> Progress:
    entries: list[tuple[Text, Entry]] = []
    outdated: list[str] = []
    problems: list[Problem] = []
    for domain, texts in source.texts.items():
        path = po_path(locales, language, domain)
        shown = _shown(path)
        try:
            before = path.read_bytes() if path.exists() else b""
            merged = merge(texts, parse_po(before, shown))
            after = write_po(merged, language.code)
            if after != before:
                outdated.append(shown)
                if write:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_whole(path, after)
            entries += zip(texts, merged.entries, strict=True)
        except (PoFault, OSError) as error:
            problems.append(error.problem if isinstance(error, PoFault) else Problem(
                shown, 0, f"The file cannot be opened or written: {error.strerror}.",
                "Look at its permissions and at the space on the disk."))
            entries += ((text, Entry(text.key, text.dutch)) for text in texts)
    return Progress(
        language, len(entries),
        missing=tuple(text for text, entry in entries if not entry.words),
        stale=tuple(text for text, entry in entries if entry.words and entry.stale),
        wrong_placeholders=tuple(text for text, entry in entries if entry.words and not entry.stale
                                 and placeholders(entry.words) != placeholders(text.dutch)),
        outdated=tuple(outdated), problems=tuple(problems),
    )


def merge(texts: Sequence[Text], old: PoFile) -> PoFile:
    """The file as the Dutch asks for it now, in the order of the Dutch, with every translation there was."""
    known = {entry.key: entry for entry in (*old.obsolete, *old.entries)}
    exact = {(entry.key, entry.dutch): entry for entry in (*old.obsolete, *old.entries)}
    entries = tuple(
        replace(_renewed(text, exact.get((text.key, text.dutch)) or known.get(text.key)),
                hints=hints(text), place=text.file)
        for text in texts)
    keys = {text.key for text in texts}
    gone = (entry for key, entry in known.items() if key not in keys and entry.words)
    return PoFile(entries, tuple(sorted(gone, key=lambda entry: entry.key)), old.notes)


def _renewed(text: Text, old: Entry | None) -> Entry:
    if old is None:
        return Entry(text.key, text.dutch)
    if not old.words:
        return Entry(text.key, text.dutch, notes=old.notes)
    if old.dutch == text.dutch:
        return replace(old, previous=old.previous if old.stale else None)
    if old.stale and old.previous == text.dutch:  # the Dutch is again what it was when this was translated
        return replace(old, dutch=text.dutch, stale=False, previous=None)
    made_of = old.previous if old.stale and old.previous else old.dutch
    return replace(old, dutch=text.dutch, stale=True, previous=made_of)


def compile_all(source: Source, locales: Path,
                languages: Iterable[Language] = LANGUAGES) -> tuple[Problem, ...]:
    """Writes every .mo file, for a disk that is read-only when the kiosk runs. Returns what went wrong."""
    problems = []
    for language in languages:
        for domain in source.texts if language != SOURCE else ():
            path = po_path(locales, language, domain)
            try:
                write_whole(path.with_suffix(".mo"), compile_po(path.read_bytes(), _shown(path)))
            except PoFault as fault:
                problems.append(fault.problem)
            except OSError as error:
                problems.append(Problem(_shown(path), 0, f"It cannot be compiled: {error.strerror}.",
                                        "Run `kiosk texts` first, and look at the permissions."))
    return tuple(problems)


def all_well(source: Source, reports: Iterable[Progress]) -> bool:
    """Whether `kiosk texts --check` ends well: nothing missing, stale or out of date, and no fault."""
    return not source.problems and all(report.complete and not report.outdated for report in reports)


def lines(progress: Progress, most: int | None = MOST_LISTED) -> Iterator[str]:
    """The progress in words, listing at most ``most`` keys of a kind (None: all)."""
    counts = {"missing": progress.missing, "stale": progress.stale,
              "with wrong placeholders": progress.wrong_placeholders}
    found = ", ".join(f"{len(texts)} {kind}" for kind, texts in counts.items() if texts)
    translated = f"{progress.language.code}: {progress.translated} of {progress.total} translated"
    yield f"{translated}, {found}" if found else translated
    yield from (f"  {problem}" for problem in progress.problems)
    for kind, texts in counts.items():
        for text in texts[:most]:
            yield f"  {kind}: {text.key} ({text.file}:{text.line}): {text.dutch}"
        if most is not None and len(texts) > most:
            yield f"  {kind}: and {len(texts) - most} more; `kiosk texts --all` lists them"


def report(*, check: bool = False, compile: bool = False, every: bool = False,
           folders: Sequence[Path] = (ROOT / "assets",), locales: Path = ROOT / "locales",
           own: Path | None = None) -> int:
    """The command itself: refreshes, or with ``check`` only looks, and prints. Returns the exit code: 1 for
    a fault, and with ``check`` also for anything missing, stale or out of date. ``own``: a municipality's content
    folder, whose translations stand in it; 2 when it is not there."""
    source = read_source(folders)
    if own is not None:
        if not own.is_dir():
            print(f"There is no folder {own}. Name the one that holds walkthroughs/.", file=sys.stderr)
            return 2
        source, locales = read_own(own, ROOT / "assets"), own / "locales"
    found = refresh(source, locales, write=not check)
    for problem in source.problems:
        print(problem)
    if source.problems and not check:
        print("Nothing is written: mend this first.")
    for progress in found:
        print(*lines(progress, None if every else MOST_LISTED), sep="\n")
        if progress.outdated and (check or source.problems):
            print(f"  out of date: {', '.join(progress.outdated)}; run `kiosk texts`")
    faults = [problem for progress in found for problem in progress.problems]
    if compile and not check and not source.problems and not faults:
        faults += compile_all(source, locales)
        print(*faults, sep="\n", end="\n" if faults else "")
    if check:
        return 0 if all_well(source, found) else 1
    return 1 if source.problems or faults else 0


def po_path(locales: Path, language: Language, domain: str) -> Path:
    return locales / language.code / "LC_MESSAGES" / f"{domain}.po"


def _shown(path: Path) -> str:
    return "/".join(path.parts[-4:])
