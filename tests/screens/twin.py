"""What the kiosk ought to show, and where: asked of the twin, never of the kiosk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kiosk.language.units import Unit
from screens.book.display import virtual_display

ROOT = Path(__file__).parents[2]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class CodeBox:
    """Where a QR code stands, with its quiet zone; ``module`` in px, ``side`` in modules."""

    box: Box
    module: int
    side: int


@dataclass(frozen=True)
class View:
    """One screen as it ought to be. Boxes are left, top, width, height in px."""

    picture: Image.Image
    px_per_mm: float
    controls: dict[str, Box]
    taken: tuple[Box, ...]
    aloud: tuple[Unit, ...]
    codes: tuple[CodeBox, ...]

    def middle(self, name: str) -> tuple[int, int]:
        """Where to aim; KeyError names what is not on the screen."""
        left, top, width, height = self.controls[name]
        return left + width // 2, top + height // 2

    def free_spot(self) -> tuple[int, int]:
        """A spot with no control and no words: a touch there has nothing to do."""
        width, height = self.picture.size
        return next((x, y) for y in range(4, height, 4) for x in range(4, width, 4) if not any(
            left - 2 <= x < left + wide + 2 and top - 2 <= y < top + tall + 2 for left, top, wide, tall in self.taken))


class Twin:
    """A studio in another process, on a virtual display as large as ``size`` px."""

    def __init__(self, settings: Path, size: tuple[int, int], folder: Path) -> None:
        folder.mkdir()
        self._display = virtual_display(*size)
        name = self._display.__enter__()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("twin_process.py")), str(settings), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"DISPLAY": name, "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(folder)})

    def put(self, *trail: tuple[str, str], language: str = "nl", text: int = 1, theme: str = "paper",
            silent: bool = True, help: str = "none", paper: str = "none", week: Mapping | None = None,
            spot: str = "") -> View:
        """The screen where these moves lead; ``help`` and ``paper`` are what the desk and the printer have said,
        ``week`` the helpers' hours by weekday, if the desk has said them. ``spot``: instead, one of the administrator's
        pages, or "out of order"."""
        return self._ask(do="put", trail=trail, language=language, text=text, theme=theme, silent=silent, help=help,
                         paper=paper, week=week, spot=spot)

    def tap(self, name: str) -> View:
        """The screen after a tap on a control."""
        return self._ask(do="tap", name=name)

    def _ask(self, **wish: object) -> View:
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        seen = json.loads(self._process.stdout.readline() or "null")
        assert seen is not None, f"the twin ended at {wish}"
        with Image.open(seen["picture"]) as file:
            picture = file.convert("RGB")
        Path(seen["picture"]).unlink()
        return View(
            picture, seen["px_per_mm"],
            {name: tuple(control["box"]) for control in reversed(seen["controls"]) for name in control["names"]},
            tuple(map(tuple, seen["taken"])), tuple(Unit(*unit) for unit in seen["aloud"]),
            tuple(CodeBox(tuple(code["box"]), code["module"], code["side"]) for code in seen["codes"]))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
        self._display.__exit__(None, None, None)
