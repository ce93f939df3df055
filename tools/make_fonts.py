"""Remake the bundled fonts from the packages that publish them.

    python tools/make_fonts.py --atkinson DIR --arabic DIR --symbols DIR --emoji DIR

Each argument is the unpacked folder of one package; leave out what need not be remade. Which icons and which
noun pictures go in is not written here: `assets/icons/icons.json` and `assets/nouns.yaml` say so, and
`docs/tasks/fonts-and-icons.md` tells how to add one. Needs fontTools and PyYAML, and Brotli for --symbols.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ASSETS = Path(__file__).resolve().parent.parent / "assets"

# Filled shapes keep their contrast at arm's length; weight 500 and the 48 px drawing suit 8 to 30 mm.
ICON_STYLE = {"FILL": 1, "wght": 500, "opsz": 48, "GRAD": 0}

# A font remade on another day must be the same byte for byte, so that a review shows real changes only.
SAME_EVERY_TIME = {"recalcTimestamp": False}


class MissingInput(Exception):
    """A package folder or a name that is not there; the message says what to do."""


def only(folder: Path, pattern: str) -> Path:
    """The one file below `folder` that matches `pattern`.

    Raises MissingInput when there is none, or more than one to choose from.
    """
    found = sorted(folder.rglob(pattern))
    if len(found) != 1:
        raise MissingInput(f"{folder}: expected one file {pattern}, found {len(found)}. "
                           "Unpack there the package that docs/tasks/fonts-and-icons.md names.")
    return found[0]


def copy_text_font(package: Path, family: str, licence: str) -> None:
    """Copy Regular and Bold of `family` untouched, with the licence text, into assets/fonts."""
    for weight, style in ((400, "Regular"), (700, "Bold")):
        target = ASSETS / "fonts" / f"{family}-{style}.ttf"
        shutil.copyfile(only(package, f"{family}_{weight}{style}.ttf"), target)
    shutil.copyfile(only(package, "LICENSE_FONT"), ASSETS / "fonts" / licence)


def keep_only(font: TTFont, codepoints: Iterable[int], features: Iterable[str] = ()) -> TTFont:
    """Drop every glyph that `codepoints` do not need, and every layout feature not named."""
    options = Options()
    options.layout_features = list(features)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]  # copyright and licence stay in the file, as both licences ask
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)
    return font


def subtables(font: TTFont, lookup_type: int) -> Iterator:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == lookup_type:
                yield table


def names_in(font: TTFont) -> dict[str, int]:
    """Every icon name that Material Symbols publishes, with the code point of its drawing.

    The font spells the names out as ligatures (type 4). That is the complete list: it also has the older
    names, such as `smartphone`, which share a drawing with a newer one and have no glyph of their own.
    """
    letter: dict[str, str] = {}
    codepoint: dict[str, int] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        letter.setdefault(glyph, chr(code).lower())
        codepoint.setdefault(glyph, code)
    return {letter[first] + "".join(letter[part] for part in ligature.Component): codepoint[ligature.LigGlyph]
            for table in subtables(font, 4)
            for first, ligatures in table.ligatures.items()
            for ligature in ligatures if ligature.LigGlyph in codepoint}


def fill_outright(font: TTFont) -> None:
    """Point every code point at its filled drawing.

    Material Symbols swaps to the filled drawings with a layout feature (rclt), but the kiosk draws a glyph
    straight from its code point, where no layout feature is applied.
    """
    filled = {plain: fill for table in subtables(font, 1) for plain, fill in table.mapping.items()}
    for table in font["cmap"].tables:
        table.cmap = {code: filled.get(glyph, glyph) for code, glyph in table.cmap.items()}


def say_what_changed(font: TTFont, change: str) -> None:
    """Put `change` in the description field: a changed file must say that it was changed (Apache-2.0 §4b)."""
    font["name"].setName(change, 10, 3, 1, 0x409)


def make_icons(package: Path) -> None:
    """Write icons.ttf with the names in icons.json, and fill in their code points there."""
    listed = ASSETS / "icons" / "icons.json"
    wanted = sorted(json.loads(listed.read_text(encoding="utf-8")))
    font = TTFont(only(package, "material-symbols-rounded.woff2"), **SAME_EVERY_TIME)
    published = names_in(font)
    unknown = [name for name in wanted if name not in published]
    if unknown:
        raise MissingInput(f"{listed.name}: Material Symbols has no icon named {', '.join(unknown)}. "
                           "Correct the name or take it out.")
    codepoints = {published[name] for name in wanted}
    font = keep_only(font, codepoints, features=["rclt"])
    font = instantiateVariableFont(font, ICON_STYLE)
    fill_outright(font)
    font = keep_only(font, codepoints)
    style = ", ".join(f"{axis} {value}" for axis, value in ICON_STYLE.items())
    say_what_changed(font, f"Part of Material Symbols Rounded: {len(codepoints)} icons, fixed at {style}.")
    font.flavor = None
    font.save(ASSETS / "icons" / "icons.ttf")
    filled_in = {name: f"{published[name]:x}" for name in wanted}
    listed.write_text(json.dumps(filled_in, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(only(package, "LICENSE"), ASSETS / "icons" / "APACHE-MaterialSymbols.txt")


def make_noun_pictures(package: Path) -> None:
    """Write nouns.ttf with the pictures that nouns.yaml names."""
    listed = ASSETS / "nouns.yaml"
    nouns = yaml.safe_load(listed.read_text(encoding="utf-8"))
    font = TTFont(only(package, "NotoEmoji_600SemiBold.ttf"), **SAME_EVERY_TIME)
    unknown = [noun["word"] for noun in nouns if int(noun["picture"], 16) not in font.getBestCmap()]
    if unknown:
        raise MissingInput(f"{listed.name}: Noto Emoji has no picture for {', '.join(unknown)}. "
                           "Choose another code point.")
    keep_only(font, {int(noun["picture"], 16) for noun in nouns})
    say_what_changed(font, f"Part of Noto Emoji SemiBold: {len(nouns)} pictures, no ligatures.")
    font.save(ASSETS / "icons" / "nouns.ttf")
    shutil.copyfile(only(package, "LICENSE_FONT"), ASSETS / "icons" / "OFL-NotoEmoji.txt")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Remake the bundled fonts from their packages.")
    for name, package in (("atkinson", "@expo-google-fonts/atkinson-hyperlegible-next"),
                          ("arabic", "@expo-google-fonts/noto-sans-arabic"),
                          ("symbols", "material-symbols"),
                          ("emoji", "@expo-google-fonts/noto-emoji")):
        parser.add_argument(f"--{name}", type=Path, metavar="DIR", help=f"unpacked folder of {package}")
    given = parser.parse_args(arguments)
    try:
        if given.atkinson:
            copy_text_font(given.atkinson, "AtkinsonHyperlegibleNext", "OFL-Atkinson.txt")
        if given.arabic:
            copy_text_font(given.arabic, "NotoSansArabic", "OFL-NotoSansArabic.txt")
        if given.symbols:
            make_icons(given.symbols)
        if given.emoji:
            make_noun_pictures(given.emoji)
        if not any(vars(given).values()):
            raise MissingInput("Nothing to do: give at least one package folder (see --help).")
    except MissingInput as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
