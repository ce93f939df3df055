"""Where a sentence stands: the screen of the kiosk that shows it, with a frame around the words.

The picture book draws the screens (`kiosk book`), in a process of its own and while somebody is already listening.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.language.units import MARKS

PANEL = "15"              # of the picture book: 1920 × 1080 px, so that small words can be read in the picture
TEXT = "1"                # the text size that a visit begins with
FRAME, ROOM, WIDTH = "#b8860b", 10, 1200      # colour, px between words and frame, px of the picture on the page


@dataclass(frozen=True, slots=True)
class Place:
    """A picture and the words in it: left, top, width and height in px."""

    file: Path
    box: tuple[int, int, int, int]


class Pictures:
    """The screens of one language, drawn in the background. ``close`` ends that and removes them."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-review-"))
        self._places: dict[str, Place] | None = None
        self._drawing = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "book", "--languages", language, "--sizes", TEXT, "--panels", PANEL,
             "--folder", str(self._folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def state(self) -> str:
        """``drawing``, ``ready``, or ``none`` where they could not be drawn."""
        if self._drawing.poll() is None:
            return "drawing"
        return "ready" if self._found() else "none"

    def place(self, words: str) -> Place | None:
        """Where the words stand on a screen; None while that is not known, or where no screen shows them."""
        return self._found().get(words.translate(MARKS)) if self.state == "ready" else None

    def marked(self, place: Place) -> bytes:
        """The picture as PNG with a frame around the words."""
        from PIL import Image, ImageDraw

        with Image.open(place.file) as picture:
            left, top, width, height = place.box
            around = (left - ROOM, top - ROOM, left + width + ROOM, top + height + ROOM)
            ImageDraw.Draw(picture).rounded_rectangle(around, radius=ROOM, outline=FRAME, width=8)
            small = picture.resize((WIDTH, WIDTH * picture.height // picture.width), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        small.save(made, "PNG")
        return made.getvalue()

    def close(self) -> None:
        self._drawing.terminate()
        self._drawing.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _found(self) -> dict[str, Place]:
        if self._places is None:
            self._places = {}
            report = self._folder / PANEL / "report.json"
            if report.exists():
                for picture in json.loads(report.read_text("utf-8"))["pictures"]:
                    for language, words, *box in picture["sentences"]:
                        if language == self._language:
                            self._places.setdefault(words.translate(MARKS), Place(self._folder / picture["file"], box))
        return self._places
