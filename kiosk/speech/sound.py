"""One clip on one device: the compiled half of just_playback (miniaudio), without its Python half.

Its `Playback` class cannot be used here. Its `stop` does nothing once a clip has played to its end, so the
device keeps running; and closing a running device whose sound server has gone never returns (measured: 6 of 6
times; miniaudio's `ma_device_uninit` does not wake its own thread, `ma_device_stop` does). So here a device
is always stopped before it is closed. It also tells a real back end from the null one, which plays into
nothing when there is no device.
"""

from __future__ import annotations

import os

from _ma_playback import ffi, lib


class SoundError(Exception):
    """The sound system refuses; the message carries miniaudio's number for it."""


class Sound:
    """A clip loaded on a device of its own. Calls may wait for the sound system: never call them from the
    screen.
    """

    def __init__(self, path: str | os.PathLike, volume: float) -> None:
        """Open clip and device; ``volume`` is a factor of the amplitude, 0 to 1. SoundError when it cannot be
        heard.
        """
        self._attrs = ffi.new("Attrs *")
        lib.init_attrs(self._attrs)
        self._attrs.playback_volume = volume
        try:
            _check("open the clip", lib.load_file(self._attrs, os.fsencode(path)))
            _check("open the device", lib.init_audio_stream(self._attrs))
            _check("set the volume", lib.set_device_volume(self._attrs))
            if self._attrs.device.pContext.backend == lib.ma_backend_null:
                raise SoundError("There is no device; the sound would go nowhere.")
        except SoundError:
            self.close()
            raise

    def start(self) -> None:
        """Begin, or go on where `hold` left it."""
        _check("start", lib.start_audio_stream(self._attrs))

    def hold(self) -> None:
        """Silence; the position stays."""
        _check("stop", lib.stop_audio_stream(self._attrs))

    def close(self) -> None:
        """Silence, and clip and device given back. The last call."""
        lib.stop_audio_stream(self._attrs)           # whatever it answers: only so does closing return
        lib.terminate_audio_stream(self._attrs)

    @property
    def position(self) -> float:
        """Seconds of the clip handed to the device."""
        return lib.get_audio_stream_frame_offset(self._attrs) / self._attrs.decoder.outputSampleRate

    @property
    def ended(self) -> bool:
        """The device has taken the clip to its end."""
        return bool(lib.did_audio_stream_end_naturally(self._attrs))


def _check(what: str, result: int) -> None:
    if result:
        raise SoundError(f"The sound system could not {what} (miniaudio error {result}).")
