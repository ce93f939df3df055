"""A card and a machine in two folders, and `kiosk provision` between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.settings import Settings, load

KEY, PASSWORD = "the-key-of-the-desk-1234", "het geheim van de bib"
WHOLE = f"""\
# Van de bibliotheek.
[site]
name = "Digipunt Gent"  # zoals op de gevel
languages = ["nl", "ar"]

[panel]
diagonal = 21.5
rotation = 90

[desk]
address = "https://desk.example.be"
key = "{KEY}"

[machine]
hostname = "Kiosk-Leeszaal"
wifi_name = "Bib Gent"
wifi_password = "{PASSWORD}"
time_zone = "Europe/Brussels"
ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA beheer"

[lockdown]
admin_networks = ["10.1.2.0/24"]
"""


@dataclass(frozen=True)
class Kiosk:
    boot: Path
    root: Path
    capture: pytest.CaptureFixture

    @property
    def card(self) -> Path:
        return self.boot / "kiosk.toml"

    @property
    def settings_file(self) -> Path:
        return self.root / "etc/kiosk/kiosk.toml"

    @property
    def wifi(self) -> Path:
        return self.root / "etc/NetworkManager/system-connections/kiosk.nmconnection"

    @property
    def page(self) -> Path:
        return self.root / "run/kiosk-provision/page.png"

    def start(self, *words: str) -> tuple[int, str]:
        """As when it is switched on: the exit code, and all that was said."""
        code = main(["provision", "--boot", str(self.boot), "--into", str(self.root), *words])
        said = self.capture.readouterr()
        return code, said.out + said.err

    def with_card(self, text: str | bytes) -> tuple[int, str]:
        self.card.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.start()

    def settings(self) -> Settings:
        settings, problems = load(self.settings_file)
        assert problems == ()
        return settings

    def report(self) -> dict:
        return json.loads((self.root / "run/kiosk-provision/report.json").read_text())

    def everything(self) -> dict[str, bytes | str]:
        """What the machine keeps, by path."""
        return {str(path.relative_to(self.root)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
                for path in (self.root / "etc").rglob("*") if path.is_symlink() or path.is_file()}
