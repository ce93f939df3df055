"""Sound as numbers: cutting silence, and joining what several voices say into one utterance."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike

LOUD_ENOUGH = 200         # of 32767, about -44 dB: where a clip begins to be heard
LEAD_IN = 0.01            # s kept before that; espeak-ng starts with up to 60 ms of nothing, late for a tap
TAIL = 0.05               # s kept after the last sound; espeak-ng ends with up to 0.3 s of nothing
FADE = 0.003              # s; a part that begins or ends in mid-wave would click
GAP = 0.06                # s between two voices in one sentence, about what a word boundary takes


@dataclass(frozen=True, slots=True)
class Pcm:
    """Mono sound: 16-bit samples, ``rate`` of them a second."""

    samples: array
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def trimmed(sound: Pcm, lead: float = LEAD_IN, tail: float = TAIL) -> tuple[Pcm, int]:
    """Without the silence at both ends but for ``lead`` and ``tail`` s of it, and the ms that went at the front. What
    is all silence stays as it is."""
    samples, rate = sound.samples, sound.rate
    first = next((number for number, sample in enumerate(samples) if abs(sample) > LOUD_ENOUGH), None)
    if first is None:
        return sound, 0
    last = next(number for number in range(len(samples) - 1, -1, -1) if abs(samples[number]) > LOUD_ENOUGH)
    start, end = max(0, first - round(lead * rate)), last + 1 + round(tail * rate)
    return Pcm(samples[start:end], rate), round(start / rate * 1000)


def joined(parts: Sequence[Pcm], gap: float = GAP) -> tuple[Pcm, tuple[int, ...]]:
    """One after another with ``gap`` s between, at the highest of their rates; and the ms at which each begins."""
    if len(parts) == 1:
        return parts[0], (0,)
    rate = max(part.rate for part in parts)
    whole = array("h")
    starts = []
    for number, part in enumerate(parts):
        if number:
            whole.extend(array("h", bytes(2 * round(gap * rate))))
        starts.append(round(len(whole) / rate * 1000))
        whole.extend(faded(_resampled(part, rate)).samples)
    return Pcm(whole, rate), tuple(starts)


def _resampled(sound: Pcm, rate: int) -> Pcm:
    """Straight lines between the samples: a voice at 16 kHz has nothing above 8 kHz that could fold over."""
    if sound.rate == rate or not sound.samples:
        return Pcm(sound.samples, rate)
    samples, last = sound.samples, len(sound.samples) - 1
    step = sound.rate / rate
    made = array("h")
    for number in range(round(len(samples) / step)):
        at = number * step
        left = min(int(at), last)
        right = min(left + 1, last)
        made.append(round(samples[left] + (samples[right] - samples[left]) * (at - left)))
    return Pcm(made, rate)


def faded(sound: Pcm, seconds: float = FADE) -> Pcm:
    """Beginning and ending in silence."""
    samples = sound.samples[:]
    length = min(round(seconds * sound.rate), len(samples) // 2)
    for number in range(length):
        samples[number] = samples[number] * number // length
        samples[-1 - number] = samples[-1 - number] * number // length
    return Pcm(samples, sound.rate)


def wav_of(sound: Pcm) -> bytes:
    """The sound as a wav file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples.tobytes())
    return made.getvalue()


def write_wav(sound: Pcm, path: str | PathLike) -> None:
    with open(path, "wb") as file:
        file.write(wav_of(sound))


def read_wav(path: str | PathLike) -> Pcm:
    """A mono 16-bit file. OSError or wave.Error when it is none."""
    with open(path, "rb") as raw, wave.open(raw) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise wave.Error("not mono and 16 bit")
        return Pcm(array("h", file.readframes(file.getnframes())), file.getframerate())
