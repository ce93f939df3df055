"""Every clip equally loud, whoever speaks: EBU R 128, measured by libebur128 and set by libsonic.

Both are small C libraries of Debian (libebur128-1, and libsonic0, which espeak-ng needs itself): a sentence is
measured and set in about a millisecond, where Python alone would take a hundred. Without them clips stay as
their voice made them.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from functools import cache

from kiosk.speech.pcm import Pcm

METER, SCALER = "libebur128.so.1", "libsonic.so.0"
INTEGRATED_AND_PEAK = 0b10101        # ebur128.h EBUR128_MODE_I, EBUR128_MODE_SAMPLE_PEAK

# LUFS. espeak-ng's own sentences in our five languages measure -23.4 to -17.4, with their highest sample 13.4 to
# 20.4 dB above that (200 of them): at -22 none has to stay softer for its peak.
TARGET = -22.0
CEILING = -1.0            # dB below full scale that no sample passes, EBU R 128 s1
SHORTEST = 0.5            # s; BS.1770 measures in blocks of 0.4 s, so a shorter sound is measured repeated


@cache
def _library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def available() -> bool:
    """Can clips be brought to one loudness on this machine?"""
    return _library(METER) is not None and _library(SCALER) is not None


def loudness(sound: Pcm) -> float:
    """LUFS, integrated and gated (ITU-R BS.1770-4); minus infinity for silence. Needs `available`."""
    return _measured(sound)[0]


def _measured(sound: Pcm) -> tuple[float, float]:
    """LUFS, and the highest sample as a part of full scale."""
    meter = _library(METER)
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
    """The sound at ``target`` LUFS, or as near as its highest sample allows; silence as it is."""
    if not available():
        return sound
    found, peak = _measured(sound)
    if found == -math.inf or not peak:
        return sound
    return scaled(sound, min(10 ** ((target - found) / 20), 10 ** (CEILING / 20) / peak))


def scaled(sound: Pcm, gain: float) -> Pcm:
    """Every sample times ``gain``."""
    samples = array("h", sound.samples)
    scale = _library(SCALER).sonicChangeShortSpeed
    scale.argtypes = (ctypes.c_void_p, ctypes.c_int, *[ctypes.c_float] * 4, *[ctypes.c_int] * 3)
    made = scale(samples.buffer_info()[0], len(samples), 1.0, 1.0, 1.0, gain, 0, sound.rate, 1)
    return Pcm(samples[:made], sound.rate)
