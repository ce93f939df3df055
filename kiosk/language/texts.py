"""A text and its key → the words in a language.

The Dutch is the source. A translation counts only for exactly the Dutch it was made of: when the Dutch has
changed, when a translator marked it as unsure, or when its `{placeholders}` differ, the Dutch words are
shown, and spoken by the Dutch voice, until somebody has looked at it. `kiosk texts` says which these are.
"""

from __future__ import annotations

import contextlib
import gettext
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from kiosk.catalogue.model import Fact, Sentence, Text
from kiosk.catalogue.problems import Problem
from kiosk.language.fingerprint import MADE_FROM, fingerprint
from kiosk.language.languages import SOURCE, Language
from kiosk.language.placeholders import fill, kept_left_to_right, placeholders
from kiosk.language.units import Unit, quoted_alike

DOMAINS = ("interface", "walkthroughs")
"""The two translation files of a language: locales/<code>/LC_MESSAGES/<domain>.po."""

Translate = Callable[[Text], str | None]


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything the kiosk says, in one language."""

    language: Language
    interface: Mapping[str, Text]
    translate: Translate
    look: Callable[[], tuple[Problem, ...]] = tuple

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the translation files; those that nobody needed yet are read for it."""
        return self.look()

    def unit(self, text: Text, **values: object) -> Unit:
        """The words of a text, its `{placeholders}` filled; in Dutch when there is no good translation."""
        words, language = self._words(text)
        return _unit(text, words, language, values, self._spoken(text, language))

    def say(self, key: str, **values: object) -> Unit:
        """The same for a key of interface.yaml. Raises KeyError when the key is not there."""
        return self.unit(self.interface[key], **values)

    def sentence(self, sentence: Sentence, facts: Mapping[str, Fact]) -> Unit:
        """A sentence of a step. One about a local fact has two forms: with the value when somebody has
        filled it in, else the one that says whom to ask; the kiosk never guesses."""
        if isinstance(sentence, Text):
            return self.unit(sentence)
        fact = facts.get(sentence.fact)
        if fact is None or not fact.value:
            return self.unit(sentence.unknown)
        words, language = self._words(sentence.known)
        return _unit(sentence.known, words, language, {"value": self._value(fact, language)}, None)

    def _spoken(self, text: Text, language: Language) -> str | None:
        """What an author or translator wrote for the ear, in the language of the words; None: the words themselves."""
        if text.spoken is None:
            return None
        words, spoken_in = self._words(text.spoken)
        return words if spoken_in == language else None

    def _value(self, fact: Fact, language: Language) -> str:
        """What `{value}` stands for: "15 euro", "3 werkdagen", "30 juni 2027", or an address, telephone number or
        site as it is. Reading the catalogue has checked that a price and a delay are numbers, and a date is one."""
        if fact.kind not in ("price", "delay", "date"):
            return fact.value or ""
        # Here and not above: Babel takes a tenth of a second, and most visits meet no fact with a value.
        from kiosk.language.formats import date_short, money, number, plural_form

        if fact.kind == "date":
            return date_short(date.fromisoformat(fact.value), language)
        if fact.kind == "price":
            return money(fact.value, language)
        days = int(fact.value)
        # Dutch has two forms and Arabic six: a language takes its own where interface.yaml has a key for it.
        key = f"fact.days_{plural_form(days, language)}"
        text = self.interface.get(key) or self.interface["fact.days_many"]
        words = text.dutch if language == SOURCE else self._words(text)[0]
        return fill(words, {"number": number(days, language)})

    def _words(self, text: Text) -> tuple[str, Language]:
        """The words, not yet filled, and their language, in which their values are to be written too."""
        translation = self.translate(text)
        if translation is None or placeholders(translation) != placeholders(text.dutch):
            return text.dutch, SOURCE
        return translation, self.language


def _unit(text: Text, words: str, language: Language, values: Mapping[str, object], spoken: str | None) -> Unit:
    shown = values
    if language.direction == "rtl":
        shown = {name: kept_left_to_right(value) for name, value in values.items()}
    whole = fill(words, shown)
    labels = () if language == SOURCE else quoted_alike(whole, fill(text.dutch, values))
    return Unit(text.key, whole, language.code, None if spoken is None else fill(spoken, values), labels)


def load_texts(language: Language, locales: Path | Sequence[Path], interface: Mapping[str, Text]) -> Texts:
    """The texts of a language from its folder in ``locales``. A file is read when a text of it is first asked for:
    the start screen greets in every language, and 400 kB of walkthroughs in each would delay it.

    Of several folders the first that has a text counts; those before the last may lack a file, as content packs do.

    Never raises because of a translation file: one that is missing or damaged gives a problem, and Dutch.
    """
    if language == SOURCE:
        return Texts(language, interface, lambda text: None)

    *packs, own = [locales] if isinstance(locales, Path) else locales

    @cache
    def read(domain: str) -> tuple[gettext.NullTranslations, tuple[Problem, ...]]:
        problems: list[Problem] = []
        paths = [folder / language.code / "LC_MESSAGES" / f"{domain}.po" for folder in (*packs, own)]
        there = [path for path in paths[:-1] if path.exists() or path.with_suffix(".mo").exists()]
        first: gettext.NullTranslations = _Untranslated()
        for path in (paths[-1], *reversed(there)):
            if (found := _load(path, problems)) is not None:
                found.add_fallback(first)
                first = found
        return first, tuple(problems)

    def translate(text: Text) -> str | None:
        words = (read(domain)[0].pgettext(text.key, text.dutch) for domain in DOMAINS)
        return next(filter(None, words), None)

    return Texts(language, interface, translate,
                 lambda: tuple(problem for domain in DOMAINS for problem in read(domain)[1]))


class _Untranslated(gettext.NullTranslations):
    """Says that there is no translation, where gettext would give the Dutch back. The
    difference matters for a word that is equal in both, such as "Help": the right voice has to speak it."""

    def pgettext(self, context: str, message: str) -> str:
        return ""


def _load(path: Path, problems: list[Problem]) -> gettext.GNUTranslations | None:
    """The compiled translations beside a .po file if they were made from it; else made now, and kept."""
    compiled = path.with_suffix(".mo")
    source = _content(path)
    known = _open(_content(compiled))
    if known is not None and (source is None or known.pgettext(*MADE_FROM) == fingerprint(source)):
        return known
    if source is None:
        problems.append(Problem(_short(path), 0, "There is no such file, so these texts are in Dutch.",
                                "Run `kiosk texts`, and translate what it asks for.", "warning"))
        return None
    # Here and not above: with compiled files at hand the kiosk starts without Babel, which takes 100 ms.
    from kiosk.language.po import PoFault, compile_po, write_whole

    try:
        content = compile_po(source, _short(path))
    except PoFault as fault:
        problems.append(fault.problem)
        return None
    with contextlib.suppress(OSError):  # a read-only disk is normal; it only costs time at the next start
        write_whole(compiled, content)
    return _open(content)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _open(content: bytes | None) -> gettext.GNUTranslations | None:
    """A .mo file's translations; None when it is not there or damaged, since it can be made again."""
    if content is None:
        return None
    try:
        return gettext.GNUTranslations(BytesIO(content))
    except (OSError, ValueError, LookupError, struct.error):
        return None


def _short(path: Path) -> str:
    """locales/fr/LC_MESSAGES/interface.po, wherever the folder is."""
    return "/".join(path.parts[-4:])
