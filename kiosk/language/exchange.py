"""`kiosk texts --export` and `--import`: the .po files to XLIFF and back. What is wrong is named, the rest taken in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category

from kiosk.language.extract import Source, read_source
from kiosk.language.languages import BY_CODE, LANGUAGES, SOURCE, Language
from kiosk.language.placeholders import placeholders
from kiosk.language.po import Entry, PoFault, PoFile, parse_po, write_po, write_whole
from kiosk.language.refresh import ROOT, merge, po_path
from kiosk.language.xliff import Unit, XliffFault, read_xliff, write_xliff

MOST_SAID = 20
FORMATS = ("xliff",)


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that is not taken in, and why, in a sentence with its remedy."""

    key: str
    why: str

    def __str__(self) -> str:
        return f"{self.key}: {self.why}"


def export(form: str, folder: Path, codes: Sequence[str] = (), folders: Sequence[Path] = (ROOT / "assets",),
           locales: Path = ROOT / "locales") -> int:
    """Write a file a language into ``folder``; the exit code. ``codes`` empty: every language."""
    wrong = _wrong(form, codes)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    source = read_source(folders)
    if source.problems:
        print(*source.problems, "Nothing is written: mend this first.", sep="\n", file=sys.stderr)
        return 1
    for language in LANGUAGES:
        if language == SOURCE or (codes and language.code not in codes):
            continue
        try:
            entries = {domain: po.entries for domain, po in read(source, locales, language).items()}
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"kiosk-{language.code}.xlf"
            write_whole(path, write_xliff(entries, language))
        except PoFault as fault:
            print(fault.problem, file=sys.stderr)
            return 1
        except OSError as error:
            print(f"{error.filename or folder} cannot be written: {error.strerror}. Choose another folder.",
                  file=sys.stderr)
            return 1
        every = [entry for listed in entries.values() for entry in listed]
        to_do = sum(1 for entry in every if not entry.words or entry.stale)
        print(f"{path}: {len(every)} texts, {to_do} to translate")
    return 0


def take_in(files: Iterable[Path], folders: Sequence[Path] = (ROOT / "assets",),
            locales: Path = ROOT / "locales") -> int:
    """Take in files that came back; the exit code: 1 when anything was refused."""
    source = read_source(folders)
    if source.problems:
        print(*source.problems, "Nothing is taken in: mend this first.", sep="\n", file=sys.stderr)
        return 1
    well = True
    for path in files:
        try:
            taken, refused = import_file(path, source, locales)
        except XliffFault as fault:
            print(fault, file=sys.stderr)
            well = False
        except PoFault as fault:
            print(fault.problem, file=sys.stderr)
            well = False
        except OSError as error:
            print(f"{error.filename} cannot be written: {error.strerror}. Nothing of {path} is taken in.",
                  file=sys.stderr)
            well = False
        else:
            print(f"{path}: {taken} taken in, {len(refused)} refused")
            print(*(f"  {one}" for one in refused[:MOST_SAID]), sep="\n", end="\n" if refused else "")
            if len(refused) > MOST_SAID:
                print(f"  and {len(refused) - MOST_SAID} more of this kind")
            well = well and not refused
    return 0 if well else 1


def import_file(path: Path, source: Source, locales: Path) -> tuple[int, list[Refused]]:
    """How many texts have changed, and what was refused. Raises XliffFault, PoFault, OSError, and then nothing has."""
    code, units = read_xliff(path)
    language = BY_CODE.get(code)
    if language is None or language == SOURCE:
        others = ", ".join(each.code for each in LANGUAGES if each != SOURCE)
        raise XliffFault(f"{path}: It is a translation into “{code}”, which the kiosk does not translate into. "
                         f"It can be: {others}.")
    files = read(source, locales, language)
    known = {domain: {entry.key: entry for entry in po.entries} for domain, po in files.items()}
    taken, refused = 0, []
    changed: dict[str, dict[str, Entry]] = {domain: {} for domain in files}
    for unit in units:
        entry = known.get(unit.domain, {}).get(unit.key)
        why = _refusal(unit, entry)
        if why:
            refused.append(Refused(unit.key or "a unit without a name", why))
            continue
        new = _renewed(entry, unit)
        if new != entry:
            changed[unit.domain][unit.key] = new
            taken += 1
    for domain, new in changed.items():
        if new:
            po = files[domain]
            entries = tuple(new.get(entry.key, entry) for entry in po.entries)
            where = po_path(locales, language, domain)
            where.parent.mkdir(parents=True, exist_ok=True)
            write_whole(where, write_po(replace(po, entries=entries), language.code))
    return taken, refused


def read(source: Source, locales: Path, language: Language) -> dict[str, PoFile]:
    """The translation files of a language as the Dutch asks for them now. Raises PoFault and OSError."""
    found = {}
    for domain, texts in source.texts.items():
        path = po_path(locales, language, domain)
        before = path.read_bytes() if path.exists() else b""
        found[domain] = merge(texts, parse_po(before, "/".join(path.parts[-4:])))
    return found


def _refusal(unit: Unit, entry: Entry | None) -> str:
    """Why a unit is not taken in; "" when it is."""
    if entry is None:
        return "There is no such text any more. Export again, and translate that."
    if unit.dutch != entry.dutch:
        return f"The Dutch is now “{entry.dutch}”. Export again, and look at this one."
    if not unit.words:
        return "" if not unit.done else "It is marked as translated and holds no words. Fill it in."
    if placeholders(unit.words) != placeholders(entry.dutch):
        names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(entry.dutch) or ()))
        return f"It must hold {names}, and no others." if names else "It cannot hold { or }. Take them out."
    if any(category(character) == "Cc" for character in unit.words):
        return "It holds an invisible character. Type it again."
    return ""


def _renewed(entry: Entry, unit: Unit) -> Entry:
    """Other words count as a translation, whatever a tool says of their state; the same ones when it says so."""
    if not unit.words or (unit.words == entry.words and not (entry.stale and unit.done)):
        return entry
    return replace(entry, words=unit.words, stale=False, previous=None)


def _wrong(form: str, codes: Sequence[str]) -> str:
    if form not in FORMATS:
        return f"There is no format “{form}”. It can be: {', '.join(FORMATS)}. (The .po files are in locales/.)"
    known = [language.code for language in LANGUAGES if language != SOURCE]
    strange = [code for code in codes if code not in known]
    return f"There is no translation into “{strange[0]}”. It can be: {', '.join(known)}." if strange else ""
