"""`kiosk check`: everything that an author, a translator or an administrator can mend, each fault with its remedy.

An error is something that the kiosk leaves out or does not do as asked; a warning is something it can live with.
Whether this machine is fit to be a kiosk is another question: `kiosk doctor`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.authoring.unfinished import unfinished
from kiosk.catalogue.asking import read_asking
from kiosk.catalogue.cards import read_cards
from kiosk.catalogue.figures import markdown
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.reading import dues, read_catalogue
from kiosk.catalogue.rules import check_interface, check_rules
from kiosk.handoff.code import LARGEST_VERSION, modules, text_for_phone
from kiosk.handoff.record import CHECKLIST_LENGTH, NO_REASON, SOMETHING_ELSE, Answer, Record
from kiosk.handoff.states import ENOUGH_CHECKS, CatalogueTooLarge, Detail, states
from kiosk.handoff.words import NounsError, read_nouns
from kiosk.language.every import every_unit
from kiosk.language.extract import Source, read_source
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE, LANGUAGES
from kiosk.language.refresh import Progress, refresh
from kiosk.pack.layers import Layers, layers_of
from kiosk.settings import SETTINGS, Settings, load
from kiosk.settings_file import Problem as SettingsProblem
from kiosk.speech.checking import check_speech
from kiosk.speech.recordings import Recordings

ROOT = Path(__file__).resolve().parent.parent
FEW_CHECKS = ENOUGH_CHECKS[Detail.FIRST]
"""With fewer check values than this, a wrong trio of words passes for a right one too often."""


def table() -> int:
    """Print docs/walkthroughs.md: every walkthrough of the kiosk in figures. Returns the exit code: 1 for an error."""
    catalogue, found = read_catalogue([ROOT / "assets"])
    print(markdown(catalogue), end="")
    return int(any(problem.severity == "error" for problem in found))


def check(settings_path: Path | None, *, strict: bool, today: date | None = None, folder: Path | None = None) -> int:
    """Print every fault with its remedy and a sentence that sums up. ``settings_path`` None: the file that counts.
    ``folder``: a content folder to be read in the place of that in the settings.

    Returns the exit code: 1 for an error, and with ``strict`` for a warning too. ``today`` decides which reviews are
    due. Raises nothing.
    """
    settings, wrong = load(settings_path)
    if folder is not None:
        settings = replace(settings, content=replace(settings.content, folder=folder))
    catalogue, found = everything(settings, today or date.today())
    found = (*in_settings(wrong), *found)
    for problem in found:
        print(f"{problem.severity}: {problem}")
    print(summary(catalogue, settings, found))
    return int(any(strict or problem.severity == "error" for problem in found))


def due(settings_path: Path | None, *, within: int, today: date | None = None, folder: Path | None = None) -> int:
    """Print what must be looked at again by today, or ``within`` so many days, the soonest first, and where it stands.
    ``folder``: a content folder to be read in the place of that in the settings.

    Returns 1 when a day has passed or the settings are wrong, else 0.
    """
    settings, wrong = load(settings_path)
    if folder is not None:
        settings = replace(settings, content=replace(settings.content, folder=folder))
    faults = [*in_settings(wrong)]
    for fault in faults:
        print(f"{fault.severity}: {fault}")
    today = today or date.today()
    found = dues(layers_of(settings).folders(ROOT / "assets"), settings.facts)
    soon = [one for one in found if (one.day - today).days <= within]
    late = sum(one.day < today for one in soon)
    for one in soon:
        print(f"{'late ' if one.day < today else '     '}{one}")
    first = f", the first on {found[0].day}" if found and not soon else ""
    print(f"{_counted(len(found), 'date')}: {late} past, {len(soon) - late} within {_counted(within, 'day')}{first}.")
    return int(late > 0 or any(fault.severity == "error" for fault in faults))


def everything(settings: Settings, today: date, assets: Path = ROOT / "assets",
               locales: Path = ROOT / "locales") -> tuple[Catalogue, tuple[Problem, ...]]:
    """The catalogue as the kiosk would show it, and all that is wrong with content, texts and hand-off."""
    packs = layers_of(settings)
    folders = packs.folders(assets)
    icons, found = _icons(assets / "icons" / "icons.json")
    catalogue, problems = read_catalogue(folders, icons, settings.facts, today)
    cards, damaged = read_cards((settings.content.cards, *packs.cards()), catalogue.concepts, today)
    catalogue = replace(catalogue, cards=cards)
    # Translations are made of the kiosk's own content; a municipality's own folder is shown as it is written.
    source = read_source([assets])
    content = sorted({*problems, *source.problems, *_plain(catalogue, source, settings.content.address_form),
                      *unfinished(folders)})
    languages = [BY_CODE[code] for code in settings.site.languages]
    translations = refresh(source, locales, languages, write=False)
    _groups, asking = read_asking(assets / "asking.yaml")
    return catalogue, (*found, *content, *damaged, *asking,
                       *(fault for progress in translations for fault in _texts(progress)),
                       *_words(catalogue, assets / "nouns.yaml"), *_codes(catalogue), *_packs(packs),
                       *_speech(settings, packs, assets, locales))


def _packs(packs: Layers) -> Iterator[Problem]:
    for sentence in packs.said:
        what, _dot, remedy = sentence.rpartition(". ")
        yield Problem("packs", 0, f"{what}.", remedy)


def _plain(catalogue: Catalogue, source: Source, form: str) -> Iterator[Problem]:
    """The rules of language, for the content and for the kiosk's own words; not for what staff alone read."""
    try:
        yield from check_rules(catalogue, form)
        yield from check_interface(source.texts["interface"], catalogue.glossary, form)
    except OSError as error:
        yield Problem("assets/language", 0, f"The everyday words cannot be read: {error.strerror}.",
                      "They are part of the program: install it again.")


def _speech(settings: Settings, packs: Layers, assets: Path, locales: Path) -> Iterator[Problem]:
    interface = read_interface()
    units = {code: every_unit(code, interface, packs.folders(assets), packs.locales(locales))
             for code in settings.site.languages}
    recordings = Recordings([settings.voices.folder / "recordings", *packs.recordings(), assets / "recordings"])
    return check_speech(assets, recordings, units)


def in_settings(wrong: Iterable[SettingsProblem]) -> Iterator[Problem]:
    """The faults of the settings file. A name that is no setting changes nothing, so it is only warned about."""
    known = {one.name for one in SETTINGS}
    for problem in wrong:
        parts = problem.key.split(".")
        names_one = any(".".join(parts[:length]) in known for length in (1, 2))
        yield Problem(problem.file, problem.line, f"{problem.key} {problem.message}".lstrip(), problem.remedy,
                      "error" if problem.fatal or names_one else "warning")


def summary(catalogue: Catalogue, settings: Settings, found: Iterable[Problem]) -> str:
    """ "5 walkthroughs, 5 languages, nothing to mend." """
    kinds = [problem.severity for problem in found]
    counts = [_counted(kinds.count(kind), kind) for kind in ("error", "warning") if kind in kinds]
    return ", ".join([_counted(len(catalogue.walkthroughs), "walkthrough"),
                      *([_counted(len(catalogue.cards), "information card")] if len(catalogue.cards) else []),
                      _counted(len(settings.site.languages), "language"),
                      f"{' and '.join(counts) or 'nothing'} to mend."])


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _icons(file: Path) -> tuple[frozenset[str] | None, tuple[Problem, ...]]:
    """The names that content may use; None, which accepts all, when the list cannot be read."""
    try:
        return frozenset(json.loads(file.read_text("utf-8"))), ()
    except (OSError, ValueError) as error:
        return None, (Problem("assets/icons/icons.json", 0, f"The list of icons cannot be read ({error}).",
                              "It is part of the program: install it again."),)


def _texts(progress: Progress) -> Iterator[Problem]:
    """One language in a line or two; `kiosk texts` lists the texts themselves."""
    yield from progress.problems
    place = f"locales/{progress.language.code}"
    counts = {"not translated": progress.missing, "older than the Dutch": progress.stale,
              "with other placeholders than the Dutch": progress.wrong_placeholders}
    behind = ", ".join(f"{len(texts)} {kind}" for kind, texts in counts.items() if texts)
    if behind:
        yield Problem(place, 0, f"Of {progress.total} texts, {behind}: these are shown in Dutch.",
                      "`kiosk texts` lists them for the translator.", "warning")
    elif progress.outdated:
        yield Problem(place, 0, "The translation files do not follow the Dutch.", "Run `kiosk texts`.", "warning")


def _words(catalogue: Catalogue, nouns: Path) -> Iterator[Problem]:
    """Can three words tell where somebody stands?"""
    try:
        read_nouns(nouns)
    except NounsError as error:
        yield Problem("assets/nouns.yaml", 0, str(error).removeprefix(f"{nouns}: "),
                      "Nobody gets three words without it.")
    fewer = "Take out walkthroughs, or steps and troubles that nobody needs."
    try:
        checks = states(catalogue).checks
    except CatalogueTooLarge:
        yield Problem("hand-off", 0, "There are more places to get stuck than three words can tell apart.", fewer)
    else:
        if checks < FEW_CHECKS:
            yield Problem("hand-off", 0, f"One trio of wrong words in {checks} passes for a right one.", fewer,
                          "warning")


def _codes(catalogue: Catalogue) -> Iterator[Problem]:
    """Does the fullest code of each walkthrough stay within the largest size, and does it name the service?"""
    language = max(LANGUAGES, key=lambda language: len(language.dutch)).number
    for walkthrough in catalogue:
        lacking = (Answer.LACKS,) * min(len(walkthrough.needs), CHECKLIST_LENGTH)
        records = [Record(catalogue.version, 0, walkthrough.number, step.number, language, lacking, reason)
                   for step in walkthrough.steps.values()
                   for reason in (NO_REASON, *(trouble.number for trouble in step.troubles), SOMETHING_ELSE)]
        fullest = max(records, key=lambda record: len(text_for_phone(record, catalogue)))
        title = walkthrough.title
        if (version := modules(fullest, catalogue).version) > LARGEST_VERSION:
            yield Problem(title.file, title.line, f"Its QR code has version {version}, too fine for a phone at "
                          f"arm's length: {LARGEST_VERSION} is the most.", "Make the title shorter.")
        elif "Dienst: " not in text_for_phone(fullest, catalogue):
            yield Problem(title.file, title.line, f"The title “{title.dutch}” does not fit in the QR code.",
                          "Make it shorter, or a helper's phone does not show what this is about.", "warning")
