"""Who may import whom: no arrow upward, no circle, Kivy only where something is drawn.

    screens, and what starts them  →  visit, speech, handoff  →  catalogue, language, typeset  →  settings
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"kiosk.settings", "kiosk.settings_file", "kiosk.settings_values", "kiosk.settings_machine",
               "kiosk.settings_upkeep", "kiosk.settings_desk", "kiosk.settings_slips", "kiosk.arguments",
               "kiosk.whole", "kiosk.service", "kiosk.backlight", "kiosk.download"}),
    frozenset({"kiosk.catalogue", "kiosk.language", "kiosk.typeset"}),
    frozenset({"kiosk.visit", "kiosk.speech", "kiosk.handoff", "kiosk.administrator"}),
    frozenset({"screens"}),
)
"""From the ground up. A room may import what lies on its own floor or below."""

TOP = len(FLOORS)
"""What starts the screens: kiosk.app, kiosk.cli and the other commands. They may import everything."""

TOOLS = ("screens.book", "screens.bench", "screens.preview")
"""Commands that stand among the screens because they draw; they start the kiosk, so they live on the top floor."""

DRAWN = ("screens", "kiosk.app")
"""Where Kivy may be imported."""


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(file): file for folder in ("kiosk", "screens") for file in sorted((ROOT / folder).rglob("*.py"))}


def imports(module: str, *, typing: bool = True) -> Iterator[str]:
    """The full names a module imports, at its head or within a function; with ``typing`` also those for the type
    checker only, which two halves of one thing may need of each other."""
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    only_typing = {inner for guard in guards for inner in ast.walk(guard)}
    for node in ast.walk(tree):
        if node in only_typing and not typing:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[:len(package.split(".")) + 1 - node.level] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield inner if inner in FILES else origin


def is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def floor(module: str) -> int:
    if any(is_in(module, tool) for tool in TOOLS):
        return TOP
    return next((level for level, rooms in enumerate(FLOORS) if any(is_in(module, room) for room in rooms)), TOP)


@pytest.mark.parametrize("module", FILES)
def test_no_arrow_goes_up(module):
    up = {other for other in imports(module) if other in FILES and floor(other) > floor(module)} - {"kiosk"}
    assert not up, f"{module} imports {', '.join(sorted(up))} from a floor above. Let the caller hand it in."


def test_no_circles():
    """Also none that an import within a function would hide."""
    arrows = {module: {other for other in imports(module, typing=False) if other in FILES} - {module}
              for module in FILES}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        pytest.fail("A circle of imports: " + " ← ".join(circle.args[1]))


@pytest.mark.parametrize("module", [module for module in FILES if not any(is_in(module, room) for room in DRAWN)])
def test_kivy_only_where_something_is_drawn(module):
    kivy = [name for name in imports(module) if is_in(name, "kivy")]
    assert not kivy, f"{module} imports {', '.join(kivy)}; only screens/ may."


SERVED = ("kiosk.desk", "kiosk.site", "kiosk.counts", "kiosk.review", "kiosk.authoring")
"""What browsers are shown, and what authors read. It runs where there is no window, so it must never draw one."""


@pytest.mark.parametrize("module", [module for module in FILES if any(is_in(module, room) for room in SERVED)])
def test_what_is_served_to_browsers_needs_no_screen(module):
    assert not [name for name in imports(module) if is_in(name, "screens")]


def test_what_only_few_need_is_not_loaded_with_the_kiosk():
    """Start and memory have a budget of 1.3 and 1.4 times a bare window; these are loaded by those who need them."""
    late = {"numpy", "PIL", "cv2", "psutil", "rapidfuzz", "qrcode", "babel", "pydantic", "yaml", "pyttsx3", "requests",
            "urllib3", "escpos", "rdflib", "html.parser", "cryptography", "tuf", "securesystemslib", "tarfile",
            "kiosk.handoff.line", "kiosk.handoff.receipt", "kiosk.administrator.pages"}
    code = ("import sys, kiosk.app, screens.window; screens.window.prepare((8, 8)); import screens.every;"
            "print(*sys.modules)")
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True,
                            timeout=60).stdout.split()
    assert "screens.staff" in loaded and late & set(loaded) == set()
