"""The process that prints one receipt: python -m kiosk.handoff.printer PRINTER MM, the receipt on its standard input.

Its exit code says what became of it. A printer may stop in the middle, swallow everything, or keep the kernel waiting;
who started this process ends it when it takes too long, and the screen never waits for it.

python-escpos writes the commands; the wire is ours, because its own connections wait without end and cannot read from
a file. A printer that answers status questions is believed; one that never answers (many cheap ones) is written to.
"""

from __future__ import annotations

import os
import re
import select
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from escpos.escpos import Escpos

from kiosk.handoff.receipt import DOTS, Receipt, from_json

PRINTED, NO_PAPER, NOT_THERE, STOPPED = 0, 10, 11, 12
"""Exit codes. ``NOT_THERE``: nothing was printed; ``STOPPED``: perhaps a part was."""

CONNECT = 5.0                      # s
ANSWER = 3.0                       # s for a question that a printer answers at once, even while it prints
TAKES = 10.0                       # s without taking a byte: a buffer is full and nothing comes out
LAST = 30.0                        # s for the paper still to come when all has been sent
USUAL_PORT = "9100"
BAND = 240                         # rows a command: 58 mm printers have small buffers

PAPER_NOW, OFFLINE_WHY, PAPER_WHEN_PRINTED = b"\x10\x04\x04", b"\x10\x04\x02", b"\x1dr\x01"
"""DLE EOT 4 and DLE EOT 2 are answered at once; GS r 1 when everything before it has been printed."""
REAL_TIME, REAL_TIME_IS = 0x93, 0x12  # the bits by which an answer to DLE EOT is known
PAPER_END, COVER_OPEN, PRINTED_PAPER_END = 0x60, 0x04, 0x0C


class Fault(Exception):
    """It ends here, with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Wire(Escpos):
    """python-escpos on a descriptor, none of whose operations waits longer than it says."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        os.set_blocking(descriptor, False)
        self.talks = False
        """It has answered a question."""

    def _raw(self, message: bytes) -> None:
        left = memoryview(message)
        while left:
            if not select.select([], [self._descriptor], [], TAKES)[1]:
                raise Fault(NO_PAPER if self.out_of_paper() else STOPPED)
            try:
                left = left[os.write(self._descriptor, left):]
            except BlockingIOError:
                continue
            except OSError:
                raise Fault(STOPPED) from None

    def ask(self, question: bytes, seconds: float, *, real_time: bool = True) -> int | None:
        """One byte of status; None when none comes in time."""
        try:
            while select.select([self._descriptor], [], [], 0)[0]:  # a picture may hold the bytes of a question
                os.read(self._descriptor, 64) or _gone()
            os.write(self._descriptor, question)  # three bytes, past the queue: the printer may not be taking any
        except OSError:
            return None
        ends = time.monotonic() + seconds
        while (rest := ends - time.monotonic()) > 0 and select.select([self._descriptor], [], [], rest)[0]:
            try:
                for byte in os.read(self._descriptor, 64) or _gone():
                    if (byte & REAL_TIME == REAL_TIME_IS) == real_time:
                        self.talks = True
                        return byte
            except BlockingIOError:
                continue
            except OSError:
                return None                # a way that only writes
        return None

    def out_of_paper(self) -> bool:
        paper = self.ask(PAPER_NOW, ANSWER)
        return paper is not None and bool(paper & PAPER_END)


def _gone() -> bytes:
    raise Fault(STOPPED)


def print_receipt(printer: Wire, content: Receipt, dots: int) -> None:
    """Raises Fault when it does not come out whole."""
    from kiosk.handoff.receipt_pictures import pictures  # Pillow: while the printer warms up

    if printer.out_of_paper():
        raise Fault(NO_PAPER)
    why = printer.ask(OFFLINE_WHY, ANSWER) if printer.talks else None
    if why is not None and why & COVER_OPEN:
        raise Fault(NOT_THERE)
    printer.hw("INIT")
    for picture in pictures(content, dots):
        printer.image(picture, fragment_height=BAND)
        if printer.talks and printer.out_of_paper():
            raise Fault(NO_PAPER)
    printer.cut()
    if not printer.talks:
        return
    end = printer.ask(PAPER_WHEN_PRINTED, LAST, real_time=False)
    if end is None:
        raise Fault(NO_PAPER if printer.out_of_paper() else STOPPED)
    if end & PRINTED_PAPER_END:
        raise Fault(NO_PAPER)


def connect(printer: str, root: Path = Path("/")) -> int:
    """The descriptor of the printer that the setting names. Raises OSError."""
    way, _, where = printer.partition(":")
    if way == "tcp":
        host, _, port = where.rpartition(":") if re.search(r":\d+$", where) else (where, "", USUAL_PORT)
        return socket.create_connection((host.strip("[]"), int(port)), CONNECT).detach()
    path = usb_device(where, root) if way == "usb" else Path(printer)
    try:
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except PermissionError:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)


def usb_device(identity: str, root: Path = Path("/")) -> Path:
    """The /dev/usb/lp… of a printer by vendor and product, such as 04b8:0202, whatever number it got this time. Raises
    FileNotFoundError."""
    for device in sorted((root / "sys/class/usbmisc").glob("lp*")):
        if identity.lower() in _identities(device):
            return root / "dev/usb" / device.name
    raise FileNotFoundError(f"No USB printer {identity} is connected.")


def _identities(device: Path) -> Iterator[str]:
    """Of the interface's device, which is the folder above it."""
    for folder in (device / "device", (device / "device").resolve().parent):
        try:
            yield ":".join((folder / name).read_text().strip().lower() for name in ("idVendor", "idProduct"))
        except OSError:
            continue


def main(printer: str, paper: int) -> int:
    """``paper`` is its width in mm."""
    try:
        wire = Wire(connect(printer))
    except OSError:
        return NOT_THERE
    try:
        print_receipt(wire, from_json(sys.stdin.read()), DOTS[paper])
    except Fault as fault:
        return fault.code
    return PRINTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
