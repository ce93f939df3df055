"""The page's own modules in Node: a program's messages in, its answers out."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

STATIC = Path(__file__).parents[2] / "kiosk" / "desk" / "static"


def modules(folder: Path) -> Path:
    """A copy of the modules that Node takes for modules: in a browser the page says so, here a package file does."""
    for file in STATIC.glob("*.js"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def run(folder: Path, program: str, messages: Iterable[object]) -> list:
    """What ``program`` answers: it may import the modules, and gets each message as ``message`` in
    ``export default async (message) => …``. JSON both ways; ``undefined`` comes back as None."""
    (folder / "program.js").write_text(program, "utf-8")
    (folder / "main.js").write_text("""
        import { createInterface } from "node:readline";
        import answer from "./program.js";
        const out = [];
        for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
          out.push(JSON.stringify((await answer(JSON.parse(line))) ?? null));
          if (out.length === 1000) process.stdout.write(out.splice(0).join("\\n") + "\\n");
        }
        if (out.length) process.stdout.write(out.join("\\n") + "\\n");
    """)
    lines = "".join(json.dumps(message) + "\n" for message in messages)   # ASCII: lone surrogates arrive as they are
    done = subprocess.run(["node", "main.js"], cwd=folder, input=lines, text=True, capture_output=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
