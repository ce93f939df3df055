"""Every clip equally loud, whoever speaks: EBU R 128, measured by libebur128 and set by libsonic.

A sentence of 6 s is measured and set in 2 ms, where Python alone would take a hundred times as long. Without the
libraries clips stay as their voice made them, `available` is False and `REMEDY` says what to do.
"""

from __future__ import annotations

import ctypes
import math
from array import array

from kiosk.speech.libraries import EBUR128, PACKAGES, SONIC, library
from kiosk.speech.libraries import missing as missing_packages
from kiosk.speech.pcm import Pcm

REMEDY = f"Clips are not equally loud. Install what measures them with: apt-get install {' '.join(PACKAGES.values())}"
INTEGRATED_AND_PEAK = 0b10101        # ebur128.h EBUR128_MODE_I, EBUR128_MODE_SAMPLE_PEAK

# LUFS. espeak-ng's own sentences in our five languages measure -24.5 to -17.5, their highest sample 13.4 to 21.1 dB
# above that (1260 of them, at 65, 125 and 250 words a minute). 21 dB lie between -22 and the ceiling, so one of those
# 1260 is held back, by 0.1 dB. EBU R 128's own -23 would be 1 dB softer in a noisy hall, and -20 would hold back a
# good part of the French.
TARGET = -22.0
CEILING = -1.0            # dB below full scale that no sample passes, EBU R 128 s1
HOLD = 0.01               # s in which the sound around a peak goes down and up again: longer than a wave of a voice
ROUNDS = 4                # times that a sound with peaks is measured again, for without them it is softer
SHORTEST = 0.5            # s; BS.1770 measures whole blocks of 0.4 s, so a shorter sound is repeated


def available() -> bool:
    """Can clips be brought to one loudness on this machine?"""
    return not missing_packages()


def loudness(sound: Pcm) -> float:
    """LUFS, integrated and gated (ITU-R BS.1770-4); minus infinity for silence. Needs `available`."""
    return _measured(sound)[0]


def _measured(sound: Pcm) -> tuple[float, float]:
    """LUFS, and the highest sample as a part of full scale."""
    meter = library(EBUR128)
    meter.ebur128_init.restype = ctypes.c_void_p
    meter.ebur128_init.argtypes = ctypes.c_uint, ctypes.c_ulong, ctypes.c_int
    meter.ebur128_add_frames_short.argtypes = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t
    meter.ebur128_loudness_global.argtypes = ctypes.c_void_p, ctypes.POINTER(ctypes.c_double)
    meter.ebur128_sample_peak.argtypes = ctypes.c_void_p, ctypes.c_uint, ctypes.POINTER(ctypes.c_double)
    if not sound.samples:
        return -math.inf, 0.0
    samples = sound.samples * math.ceil(SHORTEST / sound.seconds)
    state = ctypes.c_void_p(meter.ebur128_init(1, sound.rate, INTEGRATED_AND_PEAK))
    found, peak = ctypes.c_double(), ctypes.c_double()
    try:
        meter.ebur128_add_frames_short(state, samples.buffer_info()[0], len(samples))
        meter.ebur128_loudness_global(state, ctypes.byref(found))
        meter.ebur128_sample_peak(state, 0, ctypes.byref(peak))
    finally:
        meter.ebur128_destroy(ctypes.byref(state))
    return found.value, peak.value


def levelled(sound: Pcm, target: float = TARGET) -> Pcm:
    """The sound at ``target`` LUFS; silence as it is, and everything as it is where `available` is False.

    Peaks that would pass the ceiling are held under it, each for some hundredths of a second, so that the pop of one p
    in a person's recording does not leave the whole sentence softer than the others.
    """
    if not available():
        return sound
    ceiling = 10 ** (CEILING / 20)
    for _ in range(ROUNDS):
        found, peak = _measured(sound)
        if found == -math.inf or not peak:
            return sound
        gain = 10 ** ((target - found) / 20)
        if peak * gain <= ceiling:
            return scaled(sound, gain)
        sound = scaled(_held(sound, ceiling / gain), gain)
    return sound


def _held(sound: Pcm, ceiling: float) -> Pcm:
    """No sample above ``ceiling``, a part of full scale: where a short block has one, the sound goes down towards it
    and up again in straight lines over the blocks beside it.
    """
    samples = array("h", sound.samples)
    block = max(1, round(HOLD * sound.rate))
    starts = range(0, len(samples), block)
    highest = 32768 * ceiling
    gains = [1.0]
    for at in starts:
        part = samples[at:at + block]
        gains.append(min(1.0, highest / max(1, max(part), -min(part))))
    gains.append(1.0)
    edges = [min(pair) for pair in zip(gains, gains[1:], strict=False)]      # one before and one after every block
    for at, before, after in zip(starts, edges, edges[1:], strict=False):
        if before < 1 or after < 1:
            for number in range(at, min(at + block, len(samples))):
                samples[number] = int(samples[number] * (before + (after - before) * (number - at) / block))
    return Pcm(samples, sound.rate)


def scaled(sound: Pcm, gain: float) -> Pcm:
    """Every sample times ``gain``. Needs `available`."""
    samples = array("h", sound.samples)
    scale = library(SONIC).sonicChangeShortSpeed
    scale.argtypes = (ctypes.c_void_p, ctypes.c_int, *[ctypes.c_float] * 4, *[ctypes.c_int] * 3)
    made = scale(samples.buffer_info()[0], len(samples), 1.0, 1.0, 1.0, gain, 0, sound.rate, 1)
    return Pcm(samples[:made], sound.rate)
