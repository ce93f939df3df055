"""A record as 28 letters that arrive unharmed through a scanner set to another keyboard.

ModHex (docs.yubico.com) uses the 16 letters that stand on the same key of a US, Belgian, French, German,
Dutch and British keyboard. No digit and no punctuation does: a US scanner on a Belgian computer types
``à&é"'(§è!ç`` for the digits. In upper case the letters also fit the alphanumeric mode of a QR code, at
5.5 bits each.
"""

from __future__ import annotations

from kiosk.handoff.record import (
    FORMAT,
    LENGTH,
    HandoffError,
    Record,
    Truncated,
    UnknownFormat,
    pack,
    unpack,
)

ALPHABET = "CBDEFGHIJKLNRTUV"
LETTERS = 2 * LENGTH
"""Letters in a code."""

LONGEST_INPUT = 2048
"""Characters looked at, at most. A whole QR code of version 6 holds 134; the rest is somebody else's
input.
"""

_START = ALPHABET[FORMAT >> 4] + ALPHABET[FORMAT & 15]
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {
    letter.lower(): value for value, letter in enumerate(ALPHABET)}
# A table of 32 ASCII letters and no str.upper(): that would also take the Turkish ı for an I.


class NoCode(HandoffError):
    """No run of letters in it looks like a code."""

    sentence = "Hier staat geen code van de kiosk in. Scan de code op het scherm of typ de drie woorden."


class StrangeInput(HandoffError):
    """Too long, or with control characters: a QR code made by somebody else can hold keystrokes."""

    sentence = "Dit kan geen code van de kiosk zijn. Scan alleen de code op het scherm."


def encode(record: Record) -> str:
    """The 28 upper-case letters of a record."""
    return "".join(ALPHABET[byte >> 4] + ALPHABET[byte & 15] for byte in pack(record))


def decode(typed: str) -> Record:
    """The record in what a scanner or a person typed, in either case, with anything before or behind it.

    Blanks and dashes between the letters are forgiven, because people type in groups. Raises StrangeInput,
    NoCode, Truncated, UnknownFormat, BadChecksum or BadField.
    """
    if len(typed) > LONGEST_INPUT or not all(c.isprintable() or c in "\t\r\n" for c in typed):
        raise StrangeInput
    try:
        return _search(typed)
    except HandoffError as error:
        closed_up = "".join(c for c in typed if c not in " -\t\r\n")
        try:
            return _search(closed_up)
        except HandoffError:
            raise error from None


def _search(typed: str) -> Record:
    """The first 28 letters in a row whose checksum holds; otherwise the error that says most."""
    values = [_VALUES.get(character) for character in typed]
    longest = run = 0
    failure: HandoffError | None = None
    for end, value in enumerate(values, start=1):
        run = 0 if value is None else run + 1
        longest = max(longest, run)
        if run >= LETTERS:
            code = values[end - LETTERS:end]
            try:
                return unpack(bytes(16 * high + low for high, low in zip(code[::2], code[1::2], strict=True)))
            except UnknownFormat as error:
                failure = failure or error
            except HandoffError as error:
                failure = error  # the right first letters and 28 in a row: this was ours
    if failure:
        raise failure
    # Half a code still begins as a code; a shorter run is just a word such as "geldige".
    raise Truncated if _START in typed.upper() and longest >= LETTERS // 2 else NoCode

