"""Our pyttsx3 driver: espeak-ng, synchronous, into a file. Lives only in the worker process.

The driver that comes with pyttsx3 plays by itself, from inside espeak's own thread: stopping it can lock up
for ever, and a full disk hangs it (docs/design/speech.md). This one has no thread and no loudspeaker: it
turns text into a wav file, with the time of each word beside it, and an error is an error.

    register()
    engine = pyttsx3.init("kiosk")
    engine.setProperty("voice", "gmw/nl"); engine.setProperty("rate", 125)
    engine.save_to_file("Goedemorgen.", "clip.wav"); engine.runAndWait()
    engine.getProperty("times")         # (0, …) ms, one for each word
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import re
import sys
import wave
from array import array
from collections.abc import Iterator

from kiosk.speech.timing import Heard, word_times

SONAME = "libespeak-ng.so.1"
OLDEST = (1, 51)          # of Debian 12: in older ones voices have other names, and words other times
REMEDY = "There is no voice: espeak-ng is not installed. Install it with: apt-get install espeak-ng"


def load_library() -> str:
    """Load espeak-ng, Debian's first, then the wheel's where that is missing or too old; says which. RuntimeError with
    the remedy when neither is there.

    The wheel's library carries the same SONAME, so once it is loaded pyttsx3's binding finds it.
    """
    try:
        system = ctypes.CDLL(SONAME)
    except OSError:
        system = None
    if system is not None:
        if _version(system) >= OLDEST:
            return "system"
        _ctypes.dlclose(system._handle)      # else the binding would find this one again
    try:
        import espeakng_loader
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path())
        return "wheel"
    except (ImportError, OSError, RuntimeError) as reason:
        raise RuntimeError(REMEDY) from reason


def _version(library: ctypes.CDLL) -> tuple[int, ...]:
    """(1, 51) of "1.51" or "1.52.0.1 dev"."""
    library.espeak_Info.restype = ctypes.c_char_p
    return tuple(map(int, re.findall(r"\d+", library.espeak_Info(None).decode())[:2]))


LIBRARY = load_library()      # before the binding, which looks for the library while it is imported

from pyttsx3.drivers import _espeak  # noqa: E402

DONT_EXIT = 0x8000        # speak_lib.h: without it espeak-ng ends the process when its data is missing
PHONEMES = 0x100          # speak_lib.h espeakPHONEMES: [[…]] in the text are phonemes
WORD_GAP = 7              # speak_lib.h espeakWORDGAP; the binding still calls it EMPHASIS
CHUNK_MS = 200            # sound handed over at a time

# What a rate means, measured on an English text (34 words, espeak-ng 1.51): rate r gives 1.24 × r real words
# a minute, and the slowest rate, 80, gives 104. Slower than that is reached with a gap between words, 33 ms a
# unit at rate 80; at half speed a listener is helped more by gaps than by stretched vowels. The same pace
# holds in every language: an Arabic word carries more than an English one, so fewer of them a minute is
# equally fast.
REAL_WORDS_PER_RATE = 1.24
SLOWEST_RATE, SLOWEST_REAL_WORDS, GAP_SECONDS = 80, 104, 0.033


def pace(words_per_minute: int) -> tuple[int, int]:
    """espeak-ng's rate and word gap for a real speed in words a minute."""
    if words_per_minute >= SLOWEST_REAL_WORDS:
        return round(words_per_minute / REAL_WORDS_PER_RATE), 0
    missing = 60 / words_per_minute - 60 / SLOWEST_REAL_WORDS
    return SLOWEST_RATE, round(missing / GAP_SECONDS)


def register() -> None:
    """Make `pyttsx3.init("kiosk")` find this module."""
    sys.modules["pyttsx3.drivers.kiosk"] = sys.modules[__name__]


def buildDriver(proxy: object) -> KioskDriver:
    return KioskDriver(proxy)


class KioskDriver:
    """What pyttsx3 expects of a driver. A command is finished when its call returns."""

    def __init__(self, proxy) -> None:
        """RuntimeError when espeak-ng has no data to speak with."""
        self._proxy = proxy
        self._sound = bytearray()
        self._events: list[Heard] = []
        self._times: tuple[int, ...] = ()
        if _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, None, DONT_EXIT) <= 0:
            raise RuntimeError("espeak-ng has no voices. Install them with: apt-get install espeak-ng-data")
        _espeak.SetSynthCallback(self._hear)

    def destroy(self) -> None:
        _espeak.SetSynthCallback(lambda *_: 1)

    def setProperty(self, name: str, value: object) -> None:
        """``voice``: an identifier such as ``gmw/nl``; ``rate``: real words a minute. Else ValueError."""
        if name == "voice":
            if _espeak.SetVoiceByName(str(value).encode()) != _espeak.EE_OK:
                raise ValueError(f"espeak-ng has no voice {value!r}")
        elif name == "rate":
            rate, gap = pace(int(value))
            _espeak.SetParameter(_espeak.RATE, rate, 0)
            _espeak.SetParameter(WORD_GAP, gap, 0)
        else:
            raise ValueError(f"this driver has no property {name!r} to set")

    def getProperty(self, name: str) -> object:
        """``times``: the ms at which each word of the last file begins; ``voices``: identifiers; ``version``."""
        if name == "times":
            return self._times
        if name == "voices":
            return tuple(voice.identifier.decode() for voice in _espeak.ListVoices(None))
        if name == "version":
            _espeak.dll.espeak_Info.restype = ctypes.c_char_p
            return _espeak.dll.espeak_Info(None).decode()
        raise KeyError(f"this driver has no property {name!r}")

    def say(self, text: str) -> None:
        raise RuntimeError("this driver does not play sound; use save_to_file")

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak into a mono 16-bit wav file. OSError: cannot be written; RuntimeError: nothing was said."""
        self._sound.clear()
        self._events.clear()
        if _espeak.Synth(text.encode(), flags=_espeak.CHARS_UTF8 | PHONEMES) != _espeak.EE_OK:
            raise RuntimeError("espeak-ng could not speak this text")
        rate = _espeak.dll.espeak_ng_GetSampleRate()        # 22050, but 16000 for MBROLA voices
        samples = array("h", bytes(self._sound))
        if not samples:
            raise RuntimeError("espeak-ng said nothing")
        with open(filename, "wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples.tobytes())
        self._times = word_times(text, self._events, round(len(samples) / rate * 1000))

    def _hear(self, wav, count: int, events) -> int:
        """espeak-ng hands over a piece of sound and what happens in it."""
        if count > 0:
            self._sound += ctypes.string_at(wav, count * 2)
        number = 0
        while events[number].type != _espeak.EVENT_LIST_TERMINATED:
            event = events[number]
            if event.type == _espeak.EVENT_WORD:        # espeak-ng counts characters from 1
                self._events.append(Heard(event.text_position - 1, event.length, event.audio_position))
            number += 1
        return 0

    # pyttsx3's loop: setBusy(False) makes it run every command it has in line, and each is finished on
    # return.
    def startLoop(self) -> None:
        self._proxy.setBusy(False)

    def iterate(self) -> Iterator[None]:
        while True:
            self._proxy.setBusy(False)
            yield

    def endLoop(self) -> None:
        pass

    def stop(self) -> None:
        pass

