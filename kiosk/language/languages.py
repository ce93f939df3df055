"""Each language once. Everything that differs by language is declared here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

LATIN = ("AtkinsonHyperlegibleNext", "NotoSansArabic")
ARABIC = ("NotoSansArabic", "AtkinsonHyperlegibleNext")


@dataclass(frozen=True, slots=True)
class Language:
    """A language the kiosk can speak.

    ``number`` stands in the hand-off code and is never given to another language. ``autonym`` is the name in the
    language itself, ``dutch`` the name a member of staff reads. ``locale`` is Babel's. ``alphabet`` are the keys of
    the on-screen keyboard, one string a row. ``reviewed`` says whether a native speaker has read every text.
    """

    code: str
    number: int
    autonym: str
    dutch: str
    direction: str
    script: str
    fonts: tuple[str, ...]
    voice: str
    locale: str
    alphabet: tuple[str, ...]
    reviewed: bool = False


LATIN_ABC = ("abcdefghi", "jklmnopqr", "stuvwxyz")
LATIN_AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")

LANGUAGES: tuple[Language, ...] = (
    Language("nl", 1, "Nederlands", "Nederlands", "ltr", "Latn", LATIN, "nl", "nl_BE", LATIN_ABC),
    Language("fr", 2, "Français", "Frans", "ltr", "Latn", LATIN, "fr-be", "fr_BE", LATIN_ABC),
    Language("en", 3, "English", "Engels", "ltr", "Latn", LATIN, "en-gb", "en_GB", LATIN_ABC),
    Language("de", 4, "Deutsch", "Duits", "ltr", "Latn", LATIN, "de", "de_BE",
             ("abcdefghi", "jklmnopqr", "stuvwxyz", "äöüß")),
    Language("ar", 5, "العربية", "Arabisch", "rtl", "Arab", ARABIC, "ar", "ar",
             ("ابتثجحخدذر", "زسشصضطظعغف", "قكلمنهويةء")),
)

SOURCE = LANGUAGES[0]
BY_CODE = {language.code: language for language in LANGUAGES}
BY_NUMBER = {language.number: language for language in LANGUAGES}


def keyboard_rows(language: Language, order: str) -> tuple[str, ...]:
    """The rows of the on-screen keyboard; ``order`` is the setting ``abc`` or ``azerty``, which only Latin has."""
    if order == "azerty" and language.script == "Latn":
        return LATIN_AZERTY + language.alphabet[len(LATIN_ABC):]
    return language.alphabet
