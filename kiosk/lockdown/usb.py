"""What is plugged in over USB, in an administrator's words, and the USBGuard rules that admit what was chosen.

A device is judged by what it says it is (its interfaces), read from its descriptors, which the kernel shows for a
blocked device too. A device says what it likes: so a rule holds all of its interfaces, and what types letters is held
to its socket as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HID, AUDIO, PRINTER, STORAGE, HUB = 0x03, 0x01, 0x07, 0x08, 0x09
KEYBOARD = (HID, 0x01, 0x01)
"""A keyboard that a computer's start menu understands; scanners and keypads say that they are one."""
NAMES = {AUDIO: "sound", 0x02: "network or modem", HID: "input", 0x06: "camera", PRINTER: "printer", STORAGE: "storage",
         0x0A: "network or modem", 0x0B: "card reader", 0x0E: "camera", 0xE0: "Bluetooth or network",
         0xEF: "several things", 0xFE: "a programmable chip", 0xFF: "something that only its maker knows"}
DEVICE, INTERFACE = 1, 4
"""Kinds of descriptor (USB 2.0, table 9-5)."""
HUBS = "{ 09:00:00 }", "{ 09:00:01 09:00:02 }"
"""What a hub says that it is: with one translator for slow devices, or with one for each socket (USB 2.0, 11.23.1)."""

Interface = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Device:
    """One thing that is plugged in. ``port`` is where, as USBGuard and the kernel call it: "1-1.2"."""

    port: str
    vendor: int
    product: int
    serial: str
    name: str
    maker: str
    interfaces: tuple[Interface, ...]

    @property
    def id(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}"

    @property
    def kinds(self) -> set[int]:
        return {kind for kind, _, _ in self.interfaces}

    @property
    def is_hub(self) -> bool:
        return self.kinds == {HUB}

    @property
    def types(self) -> bool:
        """It can type letters, or may: only its boot interfaces are known by their numbers."""
        return KEYBOARD in self.interfaces

    @property
    def what(self) -> str:
        """In words; an administrator has to recognise it."""
        if self.types:
            return "keyboard, keypad or code scanner"
        if self.kinds == {HID}:
            return "touch panel, mouse or other input"
        if self.kinds <= {AUDIO, HID} and AUDIO in self.kinds:
            return "headphones or loudspeaker"
        return _names(self.kinds) or "nothing at all"

    @property
    def title(self) -> str:
        known = self.name if self.name.startswith(self.maker) else f"{self.maker} {self.name}"
        return known.strip() or "a device without a name"

    @property
    def refusal(self) -> str:
        """Why it is never admitted, whatever anybody says; "" when it may be."""
        if STORAGE in self.kinds:
            also = f", and says to be {self.what}, as sticks made for breaking in do" if len(self.kinds) > 1 else ""
            return f"it is storage{also}: only an update of content may read a stick, and only that"
        if not self.interfaces:
            return "it does not say what it is"
        if strange := self.kinds - {HID, AUDIO, PRINTER}:
            return f"it is {_names(strange)}, which no kiosk needs"
        if PRINTER in self.kinds and len(self.kinds) > 1:
            return f"it says to be {self.what} at once, which no printer is"
        if AUDIO in self.kinds and self.types:
            return "it says to be a loudspeaker that can type letters"
        return ""


def _names(kinds: Iterable[int]) -> str:
    return " and ".join(sorted({NAMES.get(kind, "something unknown") for kind in kinds}))


def devices(root: Path = Path("/")) -> list[Device]:
    """What is plugged in, without hubs, by port. Empty where there is no USB."""
    return [device for device in _every(root) if not device.is_hub]


def _every(root: Path) -> Iterator[Device]:
    for folder in sorted((root / "sys/bus/usb/devices").glob("[0-9]*")):
        try:
            raw = (folder / "descriptors").read_bytes()
        except OSError:  # an interface, or pulled out while we looked
            continue
        yield Device(folder.name, int.from_bytes(raw[8:10], "little"), int.from_bytes(raw[10:12], "little"),
                     _text(folder / "serial"), _text(folder / "product"), _text(folder / "manufacturer"),
                     tuple(_interfaces(raw)))


def _interfaces(raw: bytes) -> Iterator[Interface]:
    """All of them in their order, also those that come twice, as USBGuard counts them."""
    at = 0
    while at + 2 <= len(raw) and raw[at] >= 2:
        if raw[at + 1] == INTERFACE and at + 8 <= len(raw):
            yield raw[at + 5], raw[at + 6], raw[at + 7]
        at += raw[at]


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace").removesuffix("\n")
    except OSError:
        return ""


def rules(admitted: Iterable[Device]) -> str:
    """The rules for USBGuard. Raises ValueError with a sentence when a device is never admitted."""
    lines = []
    for device in admitted:
        if device.refusal:
            raise ValueError(f"{device.title} ({device.id}) cannot be admitted: {device.refusal}.")
        lines += [f"# {_comment(device.title)}: {device.what}", _allow(device)]
    hubs = "\n".join(f"allow with-interface equals-ordered {hub}" for hub in HUBS)
    return f"""\
# Made by kiosk-setup --usb; what you write here is lost. The first rule that fits counts.
# What has storage and something else besides: sticks made for breaking in.
reject with-interface all-of {{ 08:*:* 03:*:* }}
reject with-interface all-of {{ 08:*:* 02:*:* }}
reject with-interface all-of {{ 08:*:* e0:*:* }}
# Hubs, also those inside the computer: what hangs on them is judged by itself.
{hubs}
{chr(10).join(lines) or "# Nothing was admitted."}
# And nothing else.
block
"""


def _allow(device: Device) -> str:
    said = " ".join("{:02x}:{:02x}:{:02x}".format(*one) for one in device.interfaces)
    # "equals-ordered", since for "equals" { a a } and { a b } are the same (usbguard, setSolveEquals).
    # What types letters only in its own socket: whoever copies its numbers would have to pull out the scanner first.
    port = f" via-port {_quoted(device.port)}" if device.types else ""
    return (f"allow id {device.id} serial {_quoted(device.serial)} name {_quoted(device.name)}{port} "
            f"with-interface equals-ordered {{ {said} }}")


def _quoted(text: str) -> str:
    """As USBGuard reads it: the device chose the text, and may have put a quotation mark or a new line into it."""
    return '"' + "".join(sign if sign.isprintable() and sign not in '"\\' and sign.isascii()
                         else "".join(f"\\x{byte:02x}" for byte in sign.encode()) for sign in text) + '"'


def _comment(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)[:80]
