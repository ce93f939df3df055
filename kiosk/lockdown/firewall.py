"""The firewall, as nftables rules made from the settings.

nftables holds addresses, never names; systemd's IPAddressAllow= is no different. So the rules let through what stands
in sets, and the sets are filled by looking the names up again every few minutes. What was found stays for a day: a
name server that fails for an hour shuts nobody out, and a server with changing addresses keeps them all. (Rejected:
addresses written at installation, which fail on the day a server moves; and any server on port 443, which is no limit.)
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from kiosk.settings import Settings
from kiosk.settings_machine import Server

STAYS = "1d"
ALSO_REACHED_BY_OTHERS = ("take_along.site_address",)
"""Addresses in the settings that only visitors' telephones open; and the whole table of the desk, another machine."""
PORTS = {"http": 80, "https": 443}
PRINTER = 9100
ICMP, IGMP, TCP, UDP, ICMP6 = 1, 2, 6, 17, 58
"""By number: a machine without /etc/protocols (Debian's netbase) knows none of their names, and loads no rule then."""

Family = dict[str, set[str]]
Lookup = Callable[[str], Iterable[str]]


def kiosk_reaches(settings: Settings) -> set[Server]:
    """The servers that the kiosk's own user may reach: every web address in the settings, and the printer."""
    found = set()
    for table in fields(settings):
        its = getattr(settings, table.name)
        for entry in fields(its) if hasattr(its, "__dataclass_fields__") else ():
            value = getattr(its, entry.name)
            if table.name != "desk_server" and f"{table.name}.{entry.name}" not in ALSO_REACHED_BY_OTHERS:
                found |= {server for server in map(_server, _texts(value)) if server}
    return found


def proxies(environment: Mapping[str, str]) -> set[Server]:
    """The proxies in /etc/kiosk/environment, through which the kiosk reaches all else."""
    named = filter(None, map(environment.get, ("HTTPS_PROXY", "HTTP_PROXY")))
    return set(filter(None, (_server(one if "://" in one else f"http://{one}") for one in named)))


def machine_reaches(settings: Settings, sites: Iterable[str] = ()) -> set[Server]:
    """What else the machine may reach: where apt fetches (``sites``, as web addresses), and lockdown.reach."""
    return {*settings.lockdown.reach, *filter(None, map(_server, sites))}


def _texts(value: object) -> Iterable[str]:
    return (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def _server(text: str) -> Server | None:
    if found := re.fullmatch(r"tcp:(\[[^]]+\]|[^:]+)(?::(\d+))?", text):  # a printer's
        return Server(found[1].strip("[]"), int(found[2] or PRINTER))
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return Server(parts.hostname, parts.port or PORTS[parts.scheme])


def rules(settings: Settings, kiosk_user: int) -> str:
    """The table `inet kiosk`, whole; loading it replaces the one before. ``kiosk_user`` is the user's number."""
    admin = [ip_network(one) for one in settings.lockdown.admin_networks]
    inward = "".join(
        f"        {family} saddr {{ {', '.join(map(str, ours))} }} tcp dport {{ 22, 9100 }} accept\n"
        for version, family in ((4, "ip"), (6, "ip6")) if (ours := [one for one in admin if one.version == version]))
    sets = "".join(
        f"    set {name}{version} {{\n        type {kind} . inet_proto . inet_service\n        flags timeout\n"
        f"        timeout {STAYS}\n    }}\n"
        for name in ("kiosk", "machine") for version, kind in ((4, "ipv4_addr"), (6, "ipv6_addr")))
    return f"""\
# Made by kiosk-setup from /etc/kiosk/kiosk.toml; what you write here is lost. Other tables stay as they are.
table inet kiosk
delete table inet kiosk
table inet kiosk {{
    # Filled from names every few minutes: kiosk lockdown names.
{sets}
    chain in {{
        type filter hook input priority filter; policy drop
        iif "lo" accept
        ct state established,related accept
        ct state invalid drop
        # IPv6 finds its neighbours and its router with these, through switches that ask who listens (RFC 4890, 4.4.1).
        icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, mld-listener-query }} accept
        icmp type echo-request limit rate 5/second accept
        icmpv6 type echo-request limit rate 5/second accept
        udp sport 67 udp dport 68 accept
        ip6 saddr fe80::/10 udp dport 546 accept
{inward}    }}

    chain out {{
        type filter hook output priority filter; policy drop
        oif "lo" accept
        ct state established,related accept
        meta l4proto {{ {TCP}, {UDP} }} th dport 53 accept
        meta skuid {kiosk_user} goto out_of_the_kiosk
        meta l4proto {{ {ICMP}, {IGMP}, {ICMP6} }} accept
        udp dport {{ 67, 123, 547 }} accept
        ip daddr . meta l4proto . th dport @kiosk4 accept
        ip6 daddr . meta l4proto . th dport @kiosk6 accept
        ip daddr . meta l4proto . th dport @machine4 accept
        ip6 daddr . meta l4proto . th dport @machine6 accept
        # Refused, not swallowed: a program that may not go there hears so at once and does not wait for minutes.
        counter reject with icmpx admin-prohibited
    }}

    chain out_of_the_kiosk {{
        ip daddr . meta l4proto . th dport @kiosk4 accept
        ip6 daddr . meta l4proto . th dport @kiosk6 accept
        counter reject with icmpx admin-prohibited
    }}

    chain through {{
        type filter hook forward priority filter; policy drop
    }}
}}
"""


def look_up(host: str) -> list[str]:
    """Every address of ``host``; raises OSError."""
    return sorted({entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})


def elements(name: str, servers: Iterable[Server], look: Lookup = look_up) -> tuple[list[str], list[str]]:
    """The commands for nft that put ``servers`` into the sets called ``name``, and a sentence on each that has no
    address now."""
    commands, lost = [], []
    for server in sorted(servers):
        try:
            addresses = [ip_address(one.partition("%")[0]) for one in look(server.host)]
        except OSError as fault:
            lost.append(f"{server.host} has no address now ({fault.strerror or fault}); what was known of it stays.")
            continue
        number = UDP if server.protocol == "udp" else TCP
        for one in addresses:
            element = f"inet kiosk {name}{one.version} {{ {one} . {number} . {server.port} }}"
            # Added, taken out and added: the day begins anew, also on kernels where adding once more changes nothing.
            commands += [f"add element {element}", f"delete element {element}", f"add element {element}"]
    return commands, lost
