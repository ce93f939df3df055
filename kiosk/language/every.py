"""Every sentence that the kiosk can say in a language, for those who make or hear all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.catalogue.reading import texts_of
from kiosk.language.languages import BY_CODE
from kiosk.language.placeholders import placeholders
from kiosk.language.texts import load_texts
from kiosk.language.units import Unit


def every_unit(language: str, interface: Mapping[str, Text], folders: Iterable[Path],
               locales: Path | Sequence[Path]) -> list[Unit]:
    """The interface first, then the content of ``folders`` in the order of its files. A sentence with a value that
    differs from place to place or from day to day is left out; one without a translation is there in Dutch."""
    texts = load_texts(BY_CODE[language], locales, interface)
    content = (text for folder in folders for text in texts_of(folder))
    return [texts.unit(text) for text in (*interface.values(), *content) if not placeholders(text.dutch)]
