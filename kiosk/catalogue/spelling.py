"""What stays of a word when it does not matter how it is spelt: its bare form, its sound, and the word without a tail.

Two spellings are compared by their sound first, and only what still differs counts as a slip (search.py). The rules
are rough on purpose: they need not be right about a language, only treat what is typed and what is known alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

NOT_A_LETTER = re.compile(r"[\W_]+")
# Written for each other in Arabic; Persian keyboards give two more. NFKD has taken hamza off its carrier.
ARABIC = str.maketrans({"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "ء": ""})

SMALL_WORDS = {
    "nl": "aan al als ben bij da dat de den der die dit doe doen een en er ga gaan gaat heb hebben heeft het hier hoe "
          "hun ik ikke in is k kan kunnen ma maar mag me met mij mijn mijne men menne moe moet moeten n na naar ne nen "
          "nie niet nog nu of om ons onze op over s t te toe tot u uit uw van voor wa waar wanneer wat we welke "
          "wie wij wil willen wilt worden wordt zijn zo",
    "fr": "a ai ais au aux avec c ce ces cette comment d dans de des du elle en est et il j je l la le les leur lui m "
          "ma me mes moi mon n ne nos notre nous ou où par pas pour qu que quel quelle qui quoi s sa se ses son sont "
          "sur t un une veux vos votre vous y",
    "en": "a about am an and are at be been can do does for from get got had has have how i if in into is it m me my "
          "need of on or our s so t that the their there this to u ve want was we what when where which who why will "
          "with you your",
    "de": "ab als am an auf aus bei bin da das dem den der des die du ein eine einem einen einer es für fur hab habe "
          "haben hat ich ihr im in ist man mein meine meinen meiner mich mir mit nach oder seit sich sie sind um und "
          "uns unser von vom wann was wer wie wir wird wo zu zum zur",
    "ar": "أنا انا في من على إلى الى عن هل ما ماذا كيف أين اين متى هذا هذه ذلك التي الذي أريد اريد بغيت عندي لدي مع يا "
          "و أو او لا أن ان إن قد كم ديال ديالي بدي بدّي شو هو هي",
}
"""Words that say nothing about what is looked for; counted only where nothing else was typed."""

SOUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "nl": (("sch$", "s"), ("gh|ch", "g"), ("ph", "f"), ("th|dt", "t"), ("qu", "kw"), ("x", "ks"), ("ck", "k"),
           ("c(?=[eiy])", "s"), ("c", "k"), ("ei|ey", "y"), ("ou(?!x)|auw|ouw", "au"), ("(?<=.)tie(?=$|s$|f)", "sie"),
           ("s[ij](?=[aou])|sh", "sj"), ("ie|y(?=$)", "i"), ("z", "s"), ("v", "f"), ("b$", "p"), ("d$", "t"),
           ("en$", "e")),
    "fr": (("ph", "f"), ("th", "t"), ("eau|au", "o"), ("qu", "k"), ("c(?=[eiy])", "s"), ("ck|c", "k"),
           ("gu(?=[eiy])", "g"), ("y", "i"), ("z", "s"), ("ai|ei", "e"), ("an|em|am", "en"), ("h", ""),
           ("(er|es|ee|e|s|t|x|d)$", "")),
    "en": (("ph", "f"), ("ck", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"), ("ou", "o"),
           ("(ing|ed|es|s|e)$", "")),
    "de": (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph|v", "f"), ("th|dt", "t"), ("ck", "k"), ("ie", "i"), ("y", "i"),
           ("tz|z", "s"), ("d$", "t"), ("(en|er|e|n)$", "")),
    "ar": (("ث", "ت"), ("ذ", "د"), ("ظ", "ض"), ("گ|غ", "ق"), ("پ", "ب"), ("چ", "ش"), ("ڤ", "ف"), ("ه$|ا$", "")),
}
TWICE = re.compile(r"(.)\1+")

TAILS = {
    # the Dutch of Flanders makes nearly everything small: paske, codeke, trouwboekske, papierke, kaartje
    "nl": re.compile(r"(?<=...)(s?ke|e?ke|[tp]?je)[ns]?$"),
    # my, your, his, our; the plural; and the beginnings "the", "and", "with", "for"
    "ar": re.compile(r"(?<=..)(تي|ات|ين|ون|نا|ها|هم|ي|ك|ت)$"),
}
ARTICLE = re.compile(r"^(وال|بال|كال|فال|لل|ال)(?=...)|^[ول](?=....)")


def bare(text: str) -> str:
    """The form in which words are compared; words stay apart by one space."""
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold())
                   if not unicodedata.combining(letter))
    text = text.translate(ARABIC).replace("œ", "oe").replace("æ", "ae").replace("ij", "y")
    return NOT_A_LETTER.sub(" ", text).strip()


class Spelling:
    """How one language is spelt, well and badly. A language without rules of its own has bare words only."""

    def __init__(self, language: str) -> None:
        self.small = frozenset(bare(SMALL_WORDS.get(language, "")).split())
        rules = [(re.compile(old), new) for old, new in SOUNDS.get(language, ())]
        self._tail, self._arabic = TAILS.get(language), language == "ar"
        self.sound: Callable[[str], str] = lru_cache(maxsize=1000)(lambda word: _sound(word, rules))

    def forms(self, word: str) -> Iterator[str]:
        """A bare word, and what it may be without its ending or its article."""
        yield word
        plain = ARTICLE.sub("", word) if self._arabic else word
        if plain != word:
            yield plain
        if self._tail and (short := self._tail.sub("", plain)) != plain:
            yield short


def _sound(word: str, rules: list[tuple[re.Pattern, str]]) -> str:
    heard = TWICE.sub(r"\1", word)
    for old, new in rules:
        heard = old.sub(new, heard)
    heard = TWICE.sub(r"\1", heard)
    return heard if len(heard) > 1 else word
