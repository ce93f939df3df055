"""All that the pages need: the languages, their pictures and their clips, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

from kiosk.language.languages import BY_CODE
from kiosk.review.listening import Listening
from kiosk.review.pictures import Pictures
from kiosk.speech.clips import Clips
from kiosk.speech.renderer import Renderer


class Room:
    """All that the pages need, one thing at a time: clips and verdicts are not made for two hands at once."""

    def __init__(self, languages: tuple[str, ...], listening: Callable[[str], Listening], draw: bool = True) -> None:
        self.languages = tuple(BY_CODE[code] for code in languages)
        self.lock = RLock()
        self._listening = listening
        self._draw = draw
        self._open: dict[str, Listening] = {}
        self._pictures: dict[str, Pictures] = {}
        self._clips: dict[tuple[str, bool], Clips] = {}
        self._renderer = Renderer()

    def listening(self, code: str) -> Listening:
        if code not in self._open:
            self._open[code] = self._listening(code)
        return self._open[code]

    def pictures(self, code: str) -> Pictures | None:
        if self._draw and code not in self._pictures:
            self._pictures[code] = Pictures(code)
        return self._pictures.get(code)

    def clips(self, code: str, plain: bool) -> Clips:
        if (code, plain) not in self._clips:
            listening = self.listening(code)
            self._clips[code, plain] = Clips(self._renderer, listening.plain if plain else listening.voices)
        return self._clips[code, plain]

    def close(self) -> None:
        for open_one in (*self._clips.values(), *self._pictures.values(), self._renderer):
            open_one.close()
