"""The voices that an administrator has installed: a folder each, with what is known of it in voice.json.

    <folder>/voices/nl_BE-nathalie-medium/
        nl_BE-nathalie-medium.onnx        the network
        nl_BE-nathalie-medium.onnx.json   how Piper reads it
        MODEL_CARD                        as its makers wrote it
        voice.json                        a Record; written last, so a voice without it is not installed
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

RECORD = "voice.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What `kiosk voices install` found out. ``language`` is the kiosk's code; ``words_per_minute`` the voice's own
    speed; ``words_timed`` tells whether words can be lit, or only sentences."""

    name: str
    language: str
    licence: str
    source: str
    sha256: str
    words_timed: bool
    words_per_minute: float


class NotAVoice(ValueError):
    """What is wrong with a folder, and what to do; one sentence each."""


def record_of(model: Path) -> Record:
    """The record beside a model. Raises NotAVoice."""
    path = model.parent / RECORD
    again = f"Remove the folder {model.parent} and install the voice again."
    try:
        found = json.loads(path.read_text("utf-8"))
        record = Record(**{field.name: found[field.name] for field in fields(Record)})
    except FileNotFoundError:
        raise NotAVoice(f"The voice {model.parent.name} is installed only in part. {again}") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise NotAVoice(f"The file {path} cannot be read. {again}") from None
    if not model.is_file() or not model.with_name(f"{model.name}.json").is_file():
        raise NotAVoice(f"The voice {model.parent.name} misses a file. {again}")
    return record


def write_record(folder: Path, record: Record) -> None:
    (folder / RECORD).write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", "utf-8")


def installed(folder: Path) -> tuple[Mapping[Path, Record], tuple[str, ...]]:
    """The voices in a folder, by the path of their model and in the order of their names; and a sentence for each one
    that is damaged. A folder that does not exist, or is not for this user, has none."""
    found: dict[Path, Record] = {}
    problems: list[str] = []
    for place in sorted(folder.iterdir()) if os.access(folder, os.R_OK | os.X_OK) and folder.is_dir() else ():
        if not place.is_dir() or place.name.startswith("."):
            continue
        model = place / f"{place.name}.onnx"
        try:
            found[model] = record_of(model)
        except NotAVoice as fault:
            problems.append(str(fault))
    return found, tuple(problems)
