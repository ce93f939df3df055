"""Ordinals that the voices read wrongly: Dutch "2de", French "2e" and German "24." before a month."""

from __future__ import annotations


def _row(words: str) -> tuple[str, ...]:
    return tuple(words.split())


NL_UNITS = _row("nulde eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde "
                "dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende")
NL_ONES = _row("– een twee drie vier vijf zes zeven acht negen")
NL_TENS = _row("– – twintig dertig veertig vijftig zestig zeventig tachtig negentig")
FR_UNITS = _row("zéroième premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
                "onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième")
FR_TENS = _row("– – vingt trente quarante cinquante soixante septante quatre-vingt nonante")
DE_UNITS = _row("nullte erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte dreizehnte "
                "vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte")
DE_ONES = _row("– ein zwei drei vier fünf sechs sieben acht neun")
DE_TENS = _row("– – zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")


def ordinal_words(number: int, language: str, feminine: bool = False) -> str:
    """0 to 99 in words of Belgium ("septantième"), "" for a language that needs none."""
    ten, one = divmod(number, 10)
    if language == "nl":
        if number < 20:
            return NL_UNITS[number]
        joint = "ën" if NL_ONES[one].endswith("e") else "en"
        return (NL_ONES[one] + joint if one else "") + NL_TENS[ten] + "ste"
    if language == "fr":
        if number < 20:
            return "première" if feminine and number == 1 else FR_UNITS[number]
        if not one:
            return FR_TENS[ten].removesuffix("e") + "ième"
        joint = "-et-" if one == 1 and ten != 8 else "-"
        return FR_TENS[ten] + joint + ("unième" if one == 1 else FR_UNITS[one])
    if language == "de":
        if number < 20:
            return DE_UNITS[number]
        return (DE_ONES[one] + "und" if one else "") + DE_TENS[ten] + "ste"
    return ""
