"""A person's recording made fit to be heard among the other clips: cut to the words, as loud, rising from silence."""

from __future__ import annotations

from kiosk.speech.loudness import levelled
from kiosk.speech.pcm import Pcm, faded

LEAD, TAIL = 0.06, 0.2    # s kept around a person's words; after the hold of a last t comes its burst, 0.12 s later
FADE = 0.02               # s; the sound of the room comes and goes, instead of being switched on and off
QUIET = 33                # of 32767, -60 dB: softer than this on the mean nobody speaks, after levelling
LOUD_ENOUGH = 200         # the highest sample of a microphone that is on
BLOCK = 0.02              # s whose mean is taken at a time
LASTS = 3                 # blocks of voice in a row: a knock or the click of a button is shorter, any word longer
OVER_ROOM = 2             # 6 dB over the noise of the room somebody speaks
UNDER_VOICE = 1 / 16      # but -24 dB beside the loudest block always counts as speech


def prepared(sound: Pcm) -> tuple[Pcm, int]:
    """The words alone, and the ms that went at the front. ValueError with a sentence when nothing is said."""
    words = None
    if max(map(abs, sound.samples), default=0) > LOUD_ENOUGH:
        sound = levelled(sound)
        words = _speech(sound)
    if words is None:
        raise ValueError("Nothing is heard in this recording. See that the microphone is on, and record it again.")
    start, end = max(0, words[0] - round(LEAD * sound.rate)), words[1] + round(TAIL * sound.rate)
    cut = levelled(Pcm(sound.samples[start:end], sound.rate))
    return faded(cut, FADE), round(start / sound.rate * 1000)


def _speech(sound: Pcm) -> tuple[int, int] | None:
    """Its first and last sample of speech: what lasts and is over the noise of the room, the quietest tenth of it."""
    block = max(1, round(BLOCK * sound.rate))
    samples = sound.samples
    means = [sum(map(abs, samples[at:at + block])) / block for at in range(0, len(samples) - block + 1, block)]
    if not means:
        return None
    room = sorted(means)[len(means) // 10]
    least = max(QUIET, min(room * OVER_ROOM, max(means) * UNDER_VOICE))
    runs = [at for at in range(len(means) - LASTS + 1) if min(means[at:at + LASTS]) > least]
    return (runs[0] * block, (runs[-1] + LASTS) * block) if runs else None
