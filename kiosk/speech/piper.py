"""Piper voices, inside the worker process only: a neural network (onnx) says what espeak-ng's phonemes spell.

Piper, onnxruntime and numpy are the extra ``piper`` of the project; nothing here is loaded before the first
sentence for such a voice.
"""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.speech.installed import record_of
from kiosk.speech.pcm import Pcm
from kiosk.speech.tempo import FASTEST, SLOWEST, at_speed

if TYPE_CHECKING:
    from piper import PiperVoice

REMEDY = "Piper is not installed. Install it with: pip install 'digipunt-kiosk[piper]'"
LOADED = 2                # voices kept in memory, about 300 MB each
NOT_SAID = re.compile(r"[\s.,;:!?…\"'()«»“”„—–-]")
SHORTEST, LONGEST = 0.5, 2.0         # length scales that a network was not trained far from; the rest is libsonic's

# A sentence for each language by which a voice's own speed is found, words a minute at length scale 1.
CALIBRATION = {
    "nl": "Neem uw kaart en ga naar de computer. Tik daarna op de knop om verder te gaan.",
    "fr": "Prenez votre carte et allez à l’ordinateur. Appuyez ensuite sur le bouton pour continuer.",
    "en": "Take your card and go to the computer. Then tap the button to go on to the next page.",
    "de": "Nehmen Sie Ihre Karte und gehen Sie zum Computer. Tippen Sie dann auf den Knopf.",
    "ar": "خذ بطاقتك واذهب إلى الحاسوب. ثم اضغط على الزر لكي تتابع إلى الصفحة التالية.",
}


class Piper:
    """The Piper voices of this process, loaded when first needed."""

    def __init__(self) -> None:
        self._voices: OrderedDict[Path, tuple[PiperVoice, float]] = OrderedDict()

    def speak(self, text: str, model: Path, wpm: int) -> tuple[Pcm, list[int] | None]:
        """The sound of ``text`` at ``wpm`` real words a minute, and the ms in it at which each of its words (``\\S+``)
        begins; None for a voice that was not patched for that. RuntimeError when Piper is not installed, OSError or
        ValueError when the voice cannot be read.
        """
        voice, own_pace = self._voice(model)
        from piper import SynthesisConfig
        scale = min(max(own_pace / wpm, SHORTEST), LONGEST)
        chunks = list(voice.synthesize(text, SynthesisConfig(length_scale=scale), include_alignments=True))
        samples = array("h")
        heard: list[tuple[str, int]] | None = []
        for chunk in chunks:
            if chunk.phoneme_alignments is None:
                heard = None
            if heard is not None:
                at = len(samples)
                for aligned in chunk.phoneme_alignments:
                    heard.append((aligned.phoneme, round(at / chunk.sample_rate * 1000)))
                    at += int(aligned.num_samples)
            samples.frombytes(chunk.audio_int16_bytes)
        if not samples:
            raise RuntimeError("Piper said nothing")
        faster = min(max(wpm / (own_pace / scale), SLOWEST), FASTEST)
        sound = at_speed(Pcm(samples, chunks[0].sample_rate), faster)
        if heard is None:
            return sound, None
        return sound, [round(ms / faster) for ms in word_starts(self._spelt(voice, text.split()), heard)]

    def words_per_minute(self, model: Path, language: str) -> float:
        """The voice's own speed, from a sentence in its language."""
        voice = _load(model)
        words = CALIBRATION.get(language, CALIBRATION["en"])
        chunks = list(voice.synthesize(words))
        seconds = sum(len(chunk.audio_int16_bytes) / 2 / chunk.sample_rate for chunk in chunks)
        return len(words.split()) / seconds * 60

    def _voice(self, model: Path) -> tuple[PiperVoice, float]:
        if model not in self._voices:
            pace = record_of(model).words_per_minute     # first: it says in a sentence what is missing
            self._voices[model] = _load(model), pace
            while len(self._voices) > LOADED:
                self._voices.popitem(last=False)
        self._voices.move_to_end(model)
        return self._voices[model]

    @staticmethod
    def _spelt(voice: PiperVoice, words: Sequence[str]) -> list[str]:
        """The phonemes of each word by itself."""
        return ["".join(phoneme for clause in voice.phonemize(word) for phoneme in clause) for word in words]


def _load(model: Path) -> PiperVoice:
    try:
        from piper import PiperVoice
    except ImportError:
        raise RuntimeError(REMEDY) from None
    return PiperVoice.load(model)


def word_starts(spelt: Sequence[str], heard: Sequence[tuple[str, int]]) -> list[int]:
    """When each word begins: its phonemes by itself, found back among the phonemes that were ``heard`` with their ms.

    They are not the same ones: a voice merges "in de", and says some words otherwise in a sentence. So the two are
    laid side by side (difflib), and a word whose first phonemes are not found begins where the next known one does.
    """
    sounds = [(sign, ms) for phoneme, ms in heard for sign in phoneme if sign not in "^$_" and not NOT_SAID.match(sign)]
    alone = [(number, sign) for number, word in enumerate(spelt) for sign in word if not NOT_SAID.match(sign)]
    matched = SequenceMatcher(None, [sign for _, sign in alone], [sign for sign, _ in sounds], autojunk=False)
    starts: list[int | None] = [None] * len(spelt)
    for block in matched.get_matching_blocks():
        for offset in range(block.size):
            word = alone[block.a + offset][0]
            if starts[word] is None:
                starts[word] = sounds[block.b + offset][1]
    latest = heard[-1][1] if heard else 0
    for word in reversed(range(len(starts))):
        latest = starts[word] = latest if starts[word] is None else min(latest, starts[word])
    return starts
