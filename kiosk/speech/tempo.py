"""A recording slower or faster, at the same pitch: libsonic, which was made for the speech of screen readers.

Only for recordings of people: espeak-ng and Piper speak at any speed themselves, which sounds better.
"""

from __future__ import annotations

import ctypes
from array import array

from kiosk.speech.libraries import SONIC, library
from kiosk.speech.pcm import Pcm

SLOWEST, FASTEST = 0.5, 2.0
REMEDY = "Recordings are heard at one speed only. Install what changes it with: apt-get install libsonic0"


def available() -> bool:
    """Can sound be made slower and faster on this machine?"""
    return library(SONIC) is not None


def at_speed(sound: Pcm, speed: float) -> Pcm:
    """The sound at ``speed`` times its own, 0.5 to 2. It stays as it is where `available` is False: a person would
    rather hear it too slow than not at all. ValueError for another speed.
    """
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"speed must be {SLOWEST} to {FASTEST}, not {speed}")
    if speed == 1 or not sound.samples or not available():
        return sound
    sonic = library(SONIC)
    sonic.sonicCreateStream.restype = ctypes.c_void_p
    sonic.sonicCreateStream.argtypes = ctypes.c_int, ctypes.c_int
    sonic.sonicSetSpeed.argtypes = ctypes.c_void_p, ctypes.c_float
    sonic.sonicWriteShortToStream.argtypes = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int
    sonic.sonicReadShortFromStream.argtypes = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int
    for name in ("sonicFlushStream", "sonicSamplesAvailable", "sonicDestroyStream"):
        getattr(sonic, name).argtypes = (ctypes.c_void_p,)

    stream = sonic.sonicCreateStream(sound.rate, 1)
    if not stream:
        raise MemoryError("libsonic has no memory for this sound")
    try:
        sonic.sonicSetSpeed(stream, speed)
        sonic.sonicWriteShortToStream(stream, sound.samples.buffer_info()[0], len(sound.samples))
        sonic.sonicFlushStream(stream)
        made = array("h", bytes(2 * sonic.sonicSamplesAvailable(stream)))
        sonic.sonicReadShortFromStream(stream, made.buffer_info()[0], len(made))
    finally:
        sonic.sonicDestroyStream(stream)
    return Pcm(made, sound.rate)
