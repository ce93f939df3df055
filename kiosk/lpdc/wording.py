"""In which language and form (u or je) a service is shown: the order that LPDC documents, for tags as they really are.

Tags come in capitals and small letters, and some feeds send `nl/je` and `nl/u`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.lpdc.service import Words

FORMAL, INFORMAL = "nl-be-x-formal", "nl-be-x-informal"
GENERATED_FORMAL, GENERATED_INFORMAL = "nl-be-x-generated-formal", "nl-be-x-generated-informal"
PLAIN = "nl"
FORMS = ("u", "je")
OTHERS = ("en", "fr", "de", "ar")
"""Languages of the kiosk beside Dutch, for a text that has no Dutch at all."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Texts in one language. ``form``: "u" or "je" where the tag says it, else "" (a plain `nl` may be either)."""

    language: str
    form: str
    texts: tuple[str, ...]


def normal(tag: str) -> str:
    """ "nl-BE-x-Formal" → "nl-be-x-formal", "nl/je" → "nl-je". """
    return tag.strip().casefold().replace("/", "-").replace("_", "-")


def order(form: str, tags: Iterable[str]) -> tuple[str, ...]:
    """Which tags are looked for, first to last, in a service that has these normal ``tags``.

    LPDC (select-concept-language): je: informal, generated informal, nl; u: formal, generated formal where there is an
    informal one, nl. Behind them, what is better than nothing: the faulty tags, and the other form.
    """
    if form == "je":
        return (INFORMAL, GENERATED_INFORMAL, "nl-je", PLAIN, FORMAL, GENERATED_FORMAL, "nl-u")
    generated = (GENERATED_FORMAL,) if INFORMAL in tags else ()
    return (FORMAL, *generated, "nl-u", PLAIN, GENERATED_FORMAL, INFORMAL, GENERATED_INFORMAL, "nl-je")


def choose(words: Words, wanted: tuple[str, ...]) -> Chosen | None:
    """The texts with the first tag of ``wanted``, else in any Dutch, else without a tag, else in another language of
    the kiosk; None when there are none of these."""
    by_tag: dict[str, list[str]] = {}
    for tag, text in words:
        if text.strip():
            by_tag.setdefault(normal(tag), []).append(text)
    dutch = sorted(tag for tag in by_tag if tag == PLAIN or tag.startswith("nl-"))
    for tag in (*wanted, *dutch, ""):
        if tag in by_tag:
            return Chosen("nl", _form(tag), tuple(dict.fromkeys(by_tag[tag])))
    for language in OTHERS:
        for tag in sorted(by_tag):
            if tag == language or tag.startswith(f"{language}-"):
                return Chosen(language, "", tuple(dict.fromkeys(by_tag[tag])))
    return None


def _form(tag: str) -> str:
    if tag in (FORMAL, GENERATED_FORMAL, "nl-u"):
        return "u"
    return "je" if tag in (INFORMAL, GENERATED_INFORMAL, "nl-je") else ""
