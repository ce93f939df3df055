"""Flip a byte at every 1,000th place of a real pack, and see each refused. Minutes for a large one, so by itself:

    .venv/bin/python tests/pack/flip_bytes.py [PACK KEYS] [EVERY]

Without a pack it makes one of all the kiosk's own content and translations.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from kiosk.pack import keys
from kiosk.pack.build import add_signature, build
from kiosk.pack.install import verify
from kiosk.pack.refused import PackRefused
from kiosk.parts.places import ASSETS, LOCALES


def own_content(folder: Path) -> tuple[Path, Path]:
    """A signed pack of what the kiosk brings, and the folder of keys that trusts it."""
    content = folder / "basis"
    for name in ("walkthroughs", "modules"):
        shutil.copytree(ASSETS / name, content / name)
    for name in ("topics.yaml", "questions.yaml", "glossary.yaml"):
        shutil.copy(ASSETS / name, content)
    shutil.copytree(LOCALES, content / "locales", ignore=shutil.ignore_patterns("interface.*"))
    (content / "pack.toml").write_text('name = "basis"\nlayer = "base"\ntitle = "Alles van de kiosk"\n')
    secret, _public = keys.make(folder / "keys" / "maker")
    file = build(content, folder, 1)
    add_signature(file, lambda raw, signatures: keys.signed(raw, signatures, secret))
    return file, folder / "keys"


def main(arguments: list[str]) -> int:
    every = int(arguments.pop()) if arguments and arguments[-1].isdecimal() else 1000
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        whole, trusted = map(Path, arguments) if arguments else own_content(folder)
        verify(whole, trusted)
        spoilt = folder / "spoilt.kioskpack"
        shutil.copy(whole, spoilt)
        size, accepted, began, said = whole.stat().st_size, [], time.monotonic(), set()
        with open(spoilt, "r+b", buffering=0) as file:
            for place in range(0, size, every):
                byte = file.seek(place) is not None and file.read(1)
                for put in (bytes([byte[0] ^ 1 << place // every % 8]), byte):
                    file.seek(place)
                    file.write(put)
                    if put != byte:
                        try:
                            verify(spoilt, trusted)
                            accepted.append(place)
                        except PackRefused as refused:
                            said.add(refused.sentence.partition(" (")[0])
        tried = len(range(0, size, every))
        took = time.monotonic() - began
        print(f"{whole.name}: {size / 1e6:.1f} MB, {tried} bytes flipped one by one in {took:.0f} s:",
              f"{tried - len(accepted)} refused, {len(accepted)} accepted", *accepted[:5])
        print(*sorted(said), sep="\n")
        return int(bool(accepted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
