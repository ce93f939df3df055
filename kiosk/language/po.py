"""Translation files: .po ⇄ entries, and .mo. Babel reads and compiles; what is written is written here.

Written here, because Babel's own writer drops the previous Dutch of a stale entry and puts dates and line
numbers in the file: two people who both run `kiosk texts` would get a conflict where nothing has changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, escape, read_po, unescape

from kiosk.catalogue.problems import Problem
from kiosk.language.fingerprint import MADE_FROM, fingerprint
from kiosk.language.placeholders import placeholders

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # in the header of a .mo file: equal translations give equal bytes

LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[)(?:\d+\])?\s*)?"(?:[^"\\]|\\.)*"')
MAY_FOLLOW = {"msgctxt": ("", "msgstr", "msgstr["), "msgid": ("", "msgctxt", "msgstr", "msgstr["),
              "msgid_plural": ("msgid",), "msgstr": ("msgid",), "msgstr[": ("msgid_plural", "msgstr[")}
CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text in one language. ``words`` is empty when there is no translation yet.

    ``stale`` (gettext's "fuzzy") means that it is not to be used: ``previous`` is then the Dutch it was made
    of, or None when a translator marked it. ``notes`` are the translator's, ``hints`` ours, ``place`` the
    source file.
    """

    key: str
    dutch: str
    words: str = ""
    stale: bool = False
    previous: str | None = None
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class PoFile:
    """``obsolete``: translations whose text is gone, kept since it may come back. ``notes``: credits at the
    top."""

    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


class PoFault(ValueError):
    """A translation file that cannot be read. ``problem`` says where, why and what to do."""

    def __init__(self, file: str, line: int, message: str, remedy: str) -> None:
        self.problem = Problem(file, line, message, remedy)
        super().__init__(str(self.problem))


def parse_po(data: bytes, file: str) -> PoFile:
    """The entries of a .po file, ``file`` being its name in a fault. Raises PoFault, and nothing else."""
    lines = [line.strip() for line in _decode(data, file).replace("\r\n", "\n").split("\n")]
    _check_lines(lines, file)
    try:
        # gettext's own tools write the previous text of obsolete entries as `#~|`, which Babel does not know.
        catalogue = read_po(("" if line.startswith("#~|") else line for line in lines), abort_invalid=True)
    except PoFileError as error:
        message = f"This is not as in a .po file: {error.args[0]}."
        raise PoFault(file, error.lineno + 1, message, _remedy("")) from None
    except Exception as error:  # Babel reads dates and plural rules from the header, with all kinds of errors
        raise PoFault(file, 0, f"This file cannot be read ({type(error).__name__}: {error}).",
                      "Is its header damaged? Compare it with that of another language.") from None
    return PoFile(
        tuple(_entry(m) for m in catalogue if _ours(m)),
        tuple(_entry(m) for m in catalogue.obsolete.values() if _ours(m)),
        _credits(lines),
    )


def _check_lines(lines: Sequence[str], file: str) -> None:
    """What Babel passes over in silence, losing words: a quote that is not closed, a line out of order."""
    before = ""
    for number, line in enumerate(lines, 1):
        code = line[2:].strip() if line.startswith("#~") else line
        if not code or code[0] in "#|":
            continue
        found = LINE.fullmatch(code)
        keyword = found and (found[1] or before)
        if not keyword or (found[1] and before not in MAY_FOLLOW[keyword]):
            raise PoFault(file, number, f"This line does not belong here: {line[:40]}", _remedy(line))
        before = keyword


def _credits(lines: Sequence[str]) -> tuple[str, ...]:
    """The comments above the header, where translators put their names."""
    above = tuple(takewhile(lambda line: line.startswith("#"), lines))
    header = lines[len(above):len(above) + 1]
    if header != ['msgid ""']:
        return ()
    return tuple(line[1:].strip() for line in above if line.startswith("# "))


def _decode(data: bytes, file: str) -> str:
    declared = CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    if charset.lower() in ("charset", "utf-8", "utf8"):  # "CHARSET" stands in a fresh template
        charset = "utf-8-sig"
    try:
        text = data.decode(charset)
    except (UnicodeError, LookupError):
        raise PoFault(file, 0, f"This file is not in the encoding it names ({charset.removesuffix('-sig')}).",
                      "Save it again with the encoding UTF-8.") from None
    if found := re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", text):
        raise PoFault(file, text.count("\n", 0, found.start()) + 1,
                      f"There is an invisible character here (U+{ord(found[0]):04X}).",
                      "Type the line again.")
    return text


def _remedy(line: str) -> str:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "Two versions were merged: keep one of them and remove the marks."
    return "Put the words between double quotes, with \\\" for a quote inside them; or take the earlier file."


def _ours(message: Message) -> bool:
    return bool(message.id) and isinstance(message.id, str) and bool(message.context)


def _entry(message: Message) -> Entry:
    previous = [note[1:].strip() for note in message.user_comments if note.startswith("|")]
    quoted = "".join(unescape(found) for found in re.findall(r'"(?:[^"\\]|\\.)*"', " ".join(
        line for line in previous if not line.startswith("msgctxt"))))
    words = message.string if isinstance(message.string, str) else ""
    return Entry(
        key=message.context, dutch=message.id, words=re.sub("[ \t\r\n]+", " ", words).strip(),
        stale="fuzzy" in message.flags, previous=quoted or None,
        notes=tuple(note for note in message.user_comments if not note.startswith("|")),
    )


def write_po(po: PoFile, language: str) -> bytes:
    """The file as it stands on disk: one line a string, no dates, no line numbers; equal content, equal
    bytes."""
    blocks = [_header(po, language), *(_block(entry) for entry in po.entries)]
    blocks += (_block(entry, obsolete=True) for entry in po.obsolete)
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks).encode()


def _header(po: PoFile, language: str) -> Iterator[str]:
    yield from (f"# {note}" for note in po.notes)
    yield 'msgid ""'
    yield 'msgstr ""'
    yield f'"Language: {language}\\n"'
    yield '"MIME-Version: 1.0\\n"'
    yield '"Content-Type: text/plain; charset=utf-8\\n"'
    yield '"Content-Transfer-Encoding: 8bit\\n"'


def _block(entry: Entry, *, obsolete: bool = False) -> Iterator[str]:
    yield from (f"# {note}" for note in entry.notes)
    if obsolete:
        yield f"#~ msgctxt {escape(entry.key)}"
        yield f"#~ msgid {escape(entry.dutch)}"
        yield f"#~ msgstr {escape(entry.words)}"
        return
    yield from (f"#. {hint}" for hint in entry.hints)
    if entry.place:
        yield f"#: {entry.place}"
    flags = ["fuzzy"] * entry.stale + ["python-brace-format"] * bool(placeholders(entry.dutch))
    if flags:
        yield f"#, {', '.join(flags)}"
    if entry.previous is not None:
        yield f"#| msgid {escape(entry.previous)}"
    yield f"msgctxt {escape(entry.key)}"
    yield f"msgid {escape(entry.dutch)}"
    yield f"msgstr {escape(entry.words)}"


def compile_po(data: bytes, file: str) -> bytes:
    """A .po file's content → its .mo file's: only what is translated and not stale. Raises PoFault."""
    return _compile(parse_po(data, file).entries, fingerprint(data))


def _compile(entries: Iterable[Entry], made_from: str) -> bytes:
    catalogue = Catalog(charset="utf-8", creation_date=NEVER, revision_date=NEVER, fuzzy=False)
    context, id = MADE_FROM
    catalogue.add(id, made_from, context=context)
    for entry in entries:
        if entry.words and not entry.stale:
            catalogue.add(entry.dutch, entry.words, context=entry.key)
    content = BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, also after a power cut. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
