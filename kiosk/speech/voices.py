"""Which voice speaks which language.

A voice is only a name here; the worker process (`render.py`) is the one place that hands it to an engine.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.language.languages import BY_CODE


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of one engine. ``id`` is the engine's own name for it, ``language`` the kiosk's language
    code.
    """

    id: str
    language: str
    engine: str = "espeak"


# `Language.voice` → espeak-ng's identifier. Identifiers, not language names: espeak-ng 1.51 refuses "en-gb"
# as a name. The same identifiers hold in 1.51 (Debian 12) and 1.52 (Debian 13 and the wheel). Dutch has no
# Belgian voice.
ESPEAK = {
    "nl": "gmw/nl",
    "fr": "roa/fr",
    "fr-be": "roa/fr-be",
    "en-gb": "gmw/en",
    "de": "gmw/de",
    "ar": "sem/ar",
    "tr": "trk/tr",
    "uk": "zle/uk",
    "ru": "zle/ru",
    "pl": "zlw/pl",
    "ro": "roa/ro",
    "es": "roa/es",
    "fa": "ira/fa",
    "bg": "zls/bg",
    "pt": "roa/pt",
    "it": "roa/it",
}


def voice_for(language: str) -> Voice | None:
    """The voice of a language code such as ``nl``; None where the kiosk has no voice for it."""
    declared = BY_CODE.get(language)
    espeak_id = ESPEAK.get(declared.voice if declared else language)
    return Voice(espeak_id, language) if espeak_id else None
