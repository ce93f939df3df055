"""Sound in a file that is small: Ogg Vorbis, which the player plays as it is, MP3 for telephones; and whatever file a
person brings.

libsndfile does the work, through soundfile. That imports numpy, so both are loaded at the first call: only where clips
are built or recordings are taken in, never in the kiosk itself.
"""

from __future__ import annotations

import io
import os
from array import array

from kiosk.speech.pcm import Pcm

COMPRESSION = 0.8         # of libsndfile, 0 to 1. 6 s of speech at 22 kHz: Vorbis 30 kB in 32 ms, MP3 27 kB in 51 ms
LONGEST = 120             # s; a sentence is seldom 20, and an hour of sound would fill the memory

class CodecError(Exception):
    """The sound cannot be read or written; a sentence with the remedy."""


def encoded(sound: Pcm) -> bytes:
    """The sound as Ogg Vorbis. CodecError when soundfile is not installed."""
    soundfile, numpy = _libraries()
    made = io.BytesIO()
    soundfile.write(made, numpy.frombuffer(sound.samples, dtype="int16"), sound.rate, format="OGG", subtype="VORBIS",
                    compression_level=COMPRESSION)
    return made.getvalue()


def as_mp3(sound: Pcm) -> bytes:
    """The sound as MP3, for telephones: iPhones play no Ogg. CodecError when soundfile is not installed."""
    soundfile, numpy = _libraries()
    made = io.BytesIO()
    soundfile.write(made, numpy.frombuffer(sound.samples, dtype="int16"), sound.rate, format="MP3",
                    subtype="MPEG_LAYER_III", compression_level=COMPRESSION, bitrate_mode="VARIABLE")
    return made.getvalue()


def decoded(file: bytes | str | os.PathLike) -> Pcm:
    """Any wav, flac, ogg or mp3, as its bytes or its path, in mono. CodecError when it is none, or too long."""
    soundfile, numpy = _libraries()
    name = "This sound" if isinstance(file, bytes) else f"The file {os.path.basename(file)}"
    try:
        with soundfile.SoundFile(io.BytesIO(file) if isinstance(file, bytes) else os.fspath(file)) as source:
            rate = source.samplerate
            frames = source.read(LONGEST * rate + 1, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as reason:
        raise CodecError(f"{name} is not sound that can be read. Bring it as wav, flac, ogg or mp3.") from reason
    if not len(frames):
        raise CodecError(f"{name} is empty. Record it again.")
    if len(frames) > LONGEST * rate:
        raise CodecError(f"{name} is longer than {LONGEST} s. Bring one sentence a file.")
    mono = numpy.clip(frames.mean(axis=1) * 32768, -32768, 32767)     # Vorbis and mp3 may go past full scale
    return Pcm(array("h", mono.round().astype("int16").tobytes()), rate)


def _libraries():
    try:
        import numpy
        import soundfile
    except (ImportError, OSError) as reason:
        raise CodecError("Sound files need soundfile. Install it with: pip install soundfile") from reason
    return soundfile, numpy
