"""Plain language, a sentence and a word at a time: what citizens read and hear, whatever file it comes from.

The figures are ours, made measurable from the Flemish government's Heerlijk Helder checklist and the advice of
Wablieft. A formula such as Flesch-Douma says nothing about screens of ten words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.catalogue.actions import actions
from kiosk.catalogue.everyday import Everyday, everyday
from kiosk.catalogue.model import Term, Text
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.terms import terms_in

SENTENCE_WORDS = 15
TARGET_WORDS = 12
"""What a sentence should keep to. Going over it is no fault; the share that does not is in docs/walkthroughs.md."""
GLOSSARY = "assets/glossary.yaml"

ABBREVIATIONS = frozenset({"OCMW", "VDAB"})
"""Written in capitals by everybody."""

SENTENCE_END = re.compile(r"(?<=[.!?…])[”\")]*\s+(?=[“\"(]*[A-Z0-9])")
WORD = re.compile(r"[^\W_]\S*")
QUOTED = re.compile(r"“[^”]*”")
SHOUTED = re.compile(r"\b[A-ZÀ-Þ]{4,}\b")
ABBREVIATION = re.compile(r"[A-ZÀ-Þ]{2,3}\Z")
OTHER_FORM = {
    "u": re.compile(r"\b(je|jij|jou|jouw|jullie|jezelf)\b", re.IGNORECASE),
    "je": re.compile(r"\b(u|uw|uwe|uzelf)\b", re.IGNORECASE),
}
OWN_FORM = {"u": "Say `u` and `uw`.", "je": "Say `je` and `jouw`."}
NOT_A_WORD = re.compile(r"[\d{}@/\\_]|\w\.\w")
"""In what stands between two spaces: a number, a value, an address."""
LETTERS = re.compile(r"[^\W\d_]+")


def words(text: str) -> int:
    """How many words; a dash or a mark that stands alone is none."""
    return len(WORD.findall(text))


def sentences(text: str) -> list[str]:
    return SENTENCE_END.split(text)


def bare(text: str) -> str:
    """The name of a button may be anything; it counts as one word."""
    return QUOTED.sub("“x”", text)


def check_plain(texts: Iterable[Text], glossary: tuple[Term, ...], form: str = "u") -> Iterator[Problem]:
    """Warnings. ``form`` is how people are addressed throughout, "u" or "je"; it changes only what is asked here.

    Raises OSError when the list of everyday words is not there.
    """
    known = everyday()
    for text in texts:
        plain = bare(text.dutch)
        yield from _sentences(text, plain)
        for shouted in SHOUTED.findall(plain):
            if shouted not in ABBREVIATIONS and not any(terms_in(shouted, glossary)):
                yield warning(text, f"“{shouted}” is in capitals.", "Use small letters: capitals are hard to read.")
        if other := OTHER_FORM[form].search(plain):
            yield warning(text, f"“{other[0]}” stands here.", OWN_FORM[form])
        yield from _words(text, plain, glossary, known)


def warning(text: Text, message: str, remedy: str) -> Problem:
    return Problem(text.file, text.line, message, remedy, "warning")


def _sentences(text: Text, plain: str) -> Iterator[Problem]:
    for sentence in sentences(plain):
        if (count := words(sentence)) > SENTENCE_WORDS:
            yield warning(text, f"A sentence has {count} words.",
                          f"Use at most {SENTENCE_WORDS}; {TARGET_WORDS} is better.")
        if len(found := actions(sentence)) > 1:
            listed = " and ".join(f"“{verb}”" for verb in found)
            yield warning(text, f"A sentence asks for more than one thing: {listed}.", "Make it two sentences.")


def _words(text: Text, plain: str, glossary: tuple[Term, ...], known: Everyday) -> Iterator[Problem]:
    rest, end = "", 0
    advised: set[str] = set()
    for term, place in terms_in(plain, glossary):
        rest += plain[end:place.start()] + "“x”"  # explained, or told apart from the other words: it is no longer one
        end = place.end()
        if not term.explanation and term.id not in advised:
            advised.add(term.id)
            yield warning(text, f"“{place[0]}” is a hard word.", f"Say “{term.better}”.")
    rest += plain[end:]
    for word in dict.fromkeys(hard_words(rest, known)):
        yield warning(text, f"“{word}” is a hard word.", f"Use an everyday word, or explain it in {GLOSSARY}.")


def hard_words(text: str, known: Everyday) -> Iterator[str]:
    """The words that few people use. Names are none: with a capital that begins no sentence."""
    for sentence in sentences(text):
        begins = True
        for token in sentence.split():
            if NOT_A_WORD.search(token):
                begins = False
                continue
            for word in LETTERS.findall(token):
                name = word[0].isupper() and not begins or not word[1:].islower() and not word.isupper()  # "eBox"
                begins = False
                if len(word) < 2 or SHOUTED.match(word) or name and not ABBREVIATION.match(word):
                    continue
                if not known.knows(word):
                    yield word
