"""The kinds of value that are about the machine and its network: a sound card, networks, servers."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kiosk.settings_values import Kind, Wrong, as_list, shown


def sound_card() -> Kind:
    """The name that the kernel gives a sound card, never its number: numbers change with what is plugged in first."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"([A-Za-z_][\w-]{0,30})?", value.strip(), re.ASCII):
            raise Wrong(f"is {shown(value)}, which is not the name of a sound card.")
        return value.strip()

    return Kind('a name such as "Headphones" or "vc4hdmi0", or "" to let the system choose', read)


def networks() -> Kind:
    """A list of networks, each as "10.1.2.0/24"; one address is a network too."""

    def read(value: Any) -> tuple[str, ...]:
        import ipaddress  # 4 ms, which a kiosk without these need not spend

        found = []
        for one in as_list(value):
            try:
                found.append(str(ipaddress.ip_network(one if isinstance(one, str) else "")))
            except ValueError:
                raise Wrong(f"holds {shown(one)}, which is not a network such as 10.1.2.0/24.") from None
        return tuple(found)

    return Kind('a list of networks such as ["10.1.2.0/24"], or [] for none', read)


class Server(NamedTuple):
    """Where on the network something is that the machine may reach."""

    host: str
    port: int = 443
    protocol: str = "tcp"


def servers() -> Kind:
    """A list of servers; one without a port means 443, one without a protocol TCP."""
    written = re.compile(
        r"(?P<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])(:(?P<port>\d{1,5})(/(?P<protocol>tcp|udp))?)?")

    def read(value: Any) -> tuple[Server, ...]:
        found = []
        for one in as_list(value):
            parts = written.fullmatch(one.strip()) if isinstance(one, str) else None
            if not parts or not 1 <= int(parts["port"] or 443) <= 65535:
                raise Wrong(f"holds {shown(one)}, which is not a server.")
            found.append(Server(parts["host"].strip("[]"), int(parts["port"] or 443), parts["protocol"] or "tcp"))
        return tuple(found)

    return Kind('a list such as ["apt.example.be", "vpn.example.be:51820/udp"]; without a port it is 443', read)
