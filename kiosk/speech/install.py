"""Installing a Piper voice: from a file, a folder such as a USB stick, or the network.

Nothing counts until everything is right: the checksum, the licence, and a sentence that the voice has really said.
Until then the files stand aside, in a folder that begins with a dot.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from kiosk.download import DownloadError, Progress, download, session, text_at
from kiosk.language.languages import BY_CODE
from kiosk.speech.installed import Record, write_record

CARD, SUMS, INDEX = "MODEL_CARD", "SHA256SUMS", "voices.json"
LEVELS = 5                # folders up from a voice in which its list of checksums may stand
NAME = re.compile(r"[A-Za-z0-9_.-]+")
LICENCE = re.compile(r"^\W*licen[cs]e\W*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
NON_COMMERCIAL = re.compile(r"\bNC\b|by-nc|non-?commercial|research[- ]only|academic", re.IGNORECASE)


class InstallError(Exception):
    """One sentence about what is wrong, and one with the remedy."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the administrator adds to the source of a voice."""

    name: str = ""                    # which one, where a folder holds several
    sha256: str = ""
    unchecked: bool = False
    licence: str = ""                 # where the card names none
    non_commercial: bool = False


def install(source: str, folder: Path, wishes: Wishes = Wishes(), say: Callable[[str], None] = print,
            progress: Progress = lambda done, whole: None) -> Record:
    """Install a voice into ``folder``. Raises InstallError, with the voices that were there untouched."""
    aside = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remote = source.startswith(("http://", "https://"))
        url, model = (source, None) if remote else ("", _model_in(Path(source), wishes.name))
        name = (url.rpartition("/")[2] if remote else model.name).removesuffix(".onnx")
        if not NAME.fullmatch(name) or remote and not url.endswith(".onnx"):
            raise InstallError(f"{source} is not a Piper voice. Give the file or the address that ends in .onnx.")
        aside = folder / f".{name}"
        aside.mkdir(exist_ok=True)
        sums = _fetch(url, aside, name, progress) if remote else _copy(model, aside, name, progress)
        record = _examined(source, aside, name, wishes, sums, say)
        write_record(aside, record)
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
        return record
    except DownloadError as fault:                # what came is kept: the next attempt goes on with it
        raise InstallError(str(fault)) from None
    except InstallError:
        shutil.rmtree(aside, ignore_errors=True) if aside else None
        raise
    except OSError as fault:
        shutil.rmtree(aside, ignore_errors=True) if aside else None
        raise InstallError(f"The voice could not be copied: {fault.strerror or fault}. "
                           f"Nothing was installed; see whether {folder} can be written and has room.") from None


def remove(name: str, folder: Path) -> bool:
    """Whether there was such a voice."""
    place = folder / name
    if not NAME.fullmatch(name) or name.startswith(".") or not place.is_dir():
        return False
    shutil.rmtree(place)
    return True


def _model_in(source: Path, name: str) -> Path:
    if source.is_file() and source.suffix == ".onnx":
        return source
    if not source.is_dir():
        raise InstallError(f"There is no voice at {source}. Give an .onnx file, a folder with one, or an address.")
    found = {path.stem: path for path in sorted(source.rglob("*.onnx"))}
    if name and name not in found:
        raise InstallError(f"{source} holds no voice {name}. It holds: {', '.join(found) or 'none'}.")
    if not name and len(found) > 1:
        raise InstallError(f"{source} holds several voices. Say which one with --name: {', '.join(found)}.")
    if not found:
        raise InstallError(f"{source} holds no voice. A Piper voice is a file that ends in .onnx.")
    return found[name or next(iter(found))]


def _copy(model: Path, aside: Path, name: str, progress: Progress) -> list[tuple[str, str]]:
    for source, target in ((model, f"{name}.onnx"), (model.with_name(f"{model.name}.json"), f"{name}.onnx.json"),
                           (model.with_name(CARD), CARD)):
        if source.is_file():
            shutil.copyfile(source, aside / target)
            progress(1, 1)
    above = [model.parent, *model.parents[1:LEVELS]]
    return [(kind, (place / kind).read_text("utf-8", "replace"))
            for kind in (SUMS, INDEX) for place in above if (place / kind).is_file()]


def _fetch(url: str, aside: Path, name: str, progress: Progress) -> list[tuple[str, str]]:
    client = session()
    download(client, f"{url}.json", aside / f"{name}.onnx.json")
    card = text_at(client, urljoin(url, CARD))
    if card is not None:
        (aside / CARD).write_text(card, "utf-8")
    download(client, url, aside / f"{name}.onnx", progress)
    found = []
    for level in range(LEVELS):
        for kind in (SUMS, INDEX):
            if (text := text_at(client, urljoin(url, "../" * level + kind))) is not None:
                found.append((kind, text))
    return found


def _examined(source: str, aside: Path, name: str, wishes: Wishes, sums: list[tuple[str, str]],
              say: Callable[[str], None]) -> Record:
    model = aside / f"{name}.onnx"
    sha256 = _digest(model, "sha256")
    _check_sum(model, name, wishes, sums, sha256)
    language = _language(aside / f"{name}.onnx.json", name)
    licence = _licence(aside / CARD, name, wishes)
    say(f"{name}: {BY_CODE[language].dutch if language in BY_CODE else language}, licence {licence}.")
    words_timed = _patched(model, name)
    if not words_timed:
        say("Its words cannot be lit, only its sentences: for that, install the Python package onnx and install again.")
    from kiosk.speech.piper import Piper  # onnxruntime takes a second

    try:
        pace = Piper().words_per_minute(model, language)
    except RuntimeError as reason:
        raise InstallError(str(reason)) from None
    except Exception as reason:  # onnxruntime and Piper raise what they like for a damaged model
        raise InstallError(f"{name} cannot speak ({type(reason).__name__}). Get the voice again: it may be damaged, "
                           "or no Piper voice.") from None
    return Record(name, language, licence, source, sha256, words_timed, round(pace, 1))


def _check_sum(model: Path, name: str, wishes: Wishes, sums: list[tuple[str, str]], sha256: str) -> None:
    if wishes.sha256:
        if wishes.sha256.lower() != sha256:
            raise InstallError(f"{name} has another checksum than you gave: {sha256}. Get the voice again.")
        return
    for kind, text in sums:
        method, wanted = _wanted(kind, text, name)
        if wanted:
            if _digest(model, method) != wanted:
                raise InstallError(f"{name} is not what {kind} says it should be. Get the voice again.")
            return
    if not wishes.unchecked:
        raise InstallError(f"Nothing says what the checksum of {name} should be. Compare {sha256} with the maker's, "
                           f"and install with --sha256 {sha256[:8]}…, or with --unchecked if you trust the source.")


def _wanted(kind: str, text: str, name: str) -> tuple[str, str]:
    """How a checksum is made, and the wanted one; empty where the list does not name the voice."""
    if kind == SUMS:
        for line in text.splitlines():
            digest, _, file = line.partition(" ")
            if file.strip(" *").rpartition("/")[2] == f"{name}.onnx":
                return "sha256", digest.lower()
    else:
        try:
            for file, about in json.loads(text)[name]["files"].items():
                if file.endswith(f"{name}.onnx"):
                    return "md5", about["md5_digest"].lower()
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
    return "sha256", ""


def _language(config: Path, name: str) -> str:
    try:
        language = json.loads(config.read_text("utf-8"))["language"]
        return language.get("family") or language["code"][:2]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InstallError(f"The file {config.name} is missing beside {name}, or is none of Piper's. A voice is "
                           "two files: get both.") from None


def _licence(card: Path, name: str, wishes: Wishes) -> str:
    text = card.read_text("utf-8", "replace") if card.is_file() else ""
    stated = LICENCE.search(text)
    licence = wishes.licence or (stated[1] if stated else "")
    if not licence:
        raise InstallError(f"Nothing says under which licence {name} may be used. Look it up where you got the voice, "
                           'and install with --licence "…".')
    if NON_COMMERCIAL.search(f"{licence}\n{stated[1] if stated else ''}") and not wishes.non_commercial:
        raise InstallError(f"{name} may not be used commercially ({licence}). If you are sure that your use is "
                           "allowed, install with --non-commercial.")
    return licence


def _patched(model: Path, name: str) -> bool:
    """Make the network tell how long it takes for each phoneme; whether it does."""
    try:
        import onnx
        from google.protobuf.message import DecodeError
        from piper.patch_voice_with_alignment import add_alignment_output
    except ImportError:
        return False
    try:
        network = onnx.load(model)
        add_alignment_output(network)
        onnx.save(network, model)
    except (ValueError, DecodeError) as reason:
        if "already" in str(reason):
            return True
        if isinstance(reason, DecodeError):
            raise InstallError(f"{name} is no Piper voice. Get the file that ends in .onnx again.") from None
        return False
    return True


def _digest(path: Path, method: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(method, usedforsecurity=False)).hexdigest()
