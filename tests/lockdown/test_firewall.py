"""The firewall between two real networks: who comes in, and where a kiosk gets to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import two_machines
from two_machines import KIOSK, REST, TwoMachines

from kiosk.lockdown.firewall import elements, kiosk_reaches, machine_reaches, proxies, rules
from kiosk.settings import Settings
from kiosk.settings_machine import Server

USER = 65534
"""A number that stands for the kiosk's own user."""

needs_networks = pytest.mark.skipif(bool(two_machines.missing()), reason=two_machines.missing())


def of(**tables: dict) -> Settings:
    return replace(Settings(), **{name: replace(getattr(Settings(), name), **its) for name, its in tables.items()})


def here(host: str) -> list[str]:
    """Every name stands for the one machine at the other end of the cable."""
    return [REST]


SETTINGS = of(desk={"address": "https://desk.example.be"}, take_along={"printer": "tcp:10.9.0.2"},
              lockdown={"admin_networks": (f"{REST}/32", "fd00::/8"), "reach": (Server("watch.example.be", 8443),)})


def fill(net: TwoMachines, settings: Settings) -> None:
    net.run("kiosk", "nft", "-f", "-", input=rules(settings, USER))
    for name, servers in (("kiosk", kiosk_reaches(settings)),
                          ("machine", machine_reaches(settings, ["http://deb.example.org/debian"]))):
        commands, lost = elements(name, servers, here)
        assert lost == []
        net.run("kiosk", "nft", "-f", "-", input="\n".join(commands) + "\n")


@pytest.fixture
def net() -> Iterator[TwoMachines]:
    net = TwoMachines()
    try:
        yield net
    finally:
        net.close()


@needs_networks
def test_out_only_to_what_the_settings_name(net):
    net.listen("rest", 443, 80, 8443, 9100, 25, 53)
    assert net.reaches("kiosk", REST, 25, USER), "the cable is there"
    fill(net, SETTINGS)
    reached = {(who, port): net.reaches("kiosk", REST, port, user)
               for who, user in (("kiosk", USER), ("root", 0)) for port in (443, 9100, 53, 80, 8443, 25)}
    assert reached == {
        ("kiosk", 443): True, ("kiosk", 9100): True, ("kiosk", 53): True,
        ("kiosk", 80): False, ("kiosk", 8443): False, ("kiosk", 25): False,
        ("root", 443): True, ("root", 9100): True, ("root", 53): True,
        ("root", 80): True, ("root", 8443): True, ("root", 25): False,
    }
    fill(net, SETTINGS)  # again: the same, and no complaint
    assert net.reaches("kiosk", REST, 443, USER) and not net.reaches("kiosk", REST, 25)


@needs_networks
def test_in_only_for_administrators(net):
    net.listen("kiosk", 22, 9100, 8080)
    fill(net, SETTINGS)
    assert [net.reaches("rest", KIOSK, port) for port in (22, 9100, 8080)] == [True, True, False]
    fill(net, of())
    assert not net.reaches("rest", KIOSK, 22), "nobody was named, and somebody came in"


@needs_networks
def test_it_leaves_other_rules_alone_and_goes_whole(net):
    net.run("kiosk", "nft", "-f", "-", input="table inet theirs {\n}\n")
    fill(net, SETTINGS)
    net.run("kiosk", "nft", "delete", "table", "inet", "kiosk")
    assert net.run("kiosk", "nft", "list", "ruleset").stdout.split() == ["table", "inet", "theirs", "{", "}"]


def test_a_name_that_has_no_address_now_is_told_and_loses_nothing():
    def fails(host: str) -> list[str]:
        if host.startswith("gone"):
            raise OSError(-2, "Name or service not known")
        return ["192.0.2.1", "2001:db8::1"]

    commands, lost = elements("machine", [Server("gone.example.be"), Server("here.example.be")], fails)
    assert lost == ["gone.example.be has no address now (Name or service not known); what was known of it stays."]
    assert len(commands) == 6 and not any("gone" in one for one in commands)


def test_every_address_that_a_kiosk_opens_is_let_through_and_no_other():
    everything = of(desk={"address": "https://desk.example.be:8443"}, take_along={
        "printer": "tcp:printer.local:9101", "site_address": "https://only-telephones-open.example.be"},
        desk_server={"address": "https://another-machine.example.be"})
    assert kiosk_reaches(everything) == {Server("desk.example.be", 8443), Server("printer.local", 9101)}
    assert machine_reaches(everything, ["http://deb.debian.org/debian", "cdrom:[x]", "file:/srv"]) == {
        Server("deb.debian.org", 80)}


@pytest.mark.parametrize(("written", "server"), [
    ("http://proxy.example.be:3128", Server("proxy.example.be", 3128)),
    ("http://name:secret@10.9.0.4:8080/", Server("10.9.0.4", 8080)), ("proxy:3128", Server("proxy", 3128))])
def test_a_proxy_is_let_through_too(written, server):
    assert proxies({"HTTPS_PROXY": written, "HOME": "/root"}) == {server}
