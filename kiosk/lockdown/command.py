"""What `kiosk lockdown …` does. Results go to standard output, sentences to standard error."""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import subprocess
import sys
from ipaddress import ip_address, ip_network

from kiosk.lockdown import firewall, sound, usb
from kiosk.lockdown.files import made
from kiosk.settings import Settings, load

SSH = "( sport = :22 )"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _settings(chosen: argparse.Namespace) -> Settings | None:
    """None, after a sentence, where the file cannot be used or is wrong about the network: with a default in its place
    the firewall might shut everybody out."""
    settings, problems = load(chosen.settings)
    for problem in problems:
        _say(str(problem))
    return None if any(problem.fatal or problem.key.startswith("lockdown") for problem in problems) else settings


def files(chosen: argparse.Namespace) -> int:
    """1 with a sentence, and nothing written, where the result would shut out whoever sits there."""
    if (settings := _settings(chosen)) is None:
        return 1
    try:
        number = pwd.getpwnam(chosen.user).pw_uid
    except KeyError:
        _say(f"There is no user called {chosen.user}; install the package digipunt-kiosk first.")
        return 1
    if settings.lockdown.firewall and (outside := _shut_out(settings, _from_where())):
        _say(f"Somebody is here over ssh from {', '.join(outside)}, and would be shut out for good. "
             f'Write lockdown.admin_networks = ["{outside[0]}/{ip_address(outside[0]).max_prefixlen}"], or the '
             "network around it, in /etc/kiosk/kiosk.toml; or lockdown.firewall = false.")
        return 1
    if settings.sound.card:
        here = sound.cards()
        if here and settings.sound.card not in here:
            _say(f"sound.card is {settings.sound.card}, which is not there now; there are {', '.join(here)}. "
                 "It is set all the same: plug it in.")
    if settings.panel.backend == "weston" and not (shutil.which("weston") and shutil.which("Xwayland")):
        _say('panel.backend is "weston", which is not installed: sudo apt-get install weston xwayland')
        return 1
    for name, text in made(settings, number).items():
        file = chosen.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return 0


def _from_where() -> list[str]:
    """The addresses from which ssh is in use now. (sudo takes SSH_CONNECTION away, so the sockets are asked.)"""
    try:
        told = subprocess.run(["ss", "-Htn", "state", "established", SSH], capture_output=True, text=True, check=False)
    except OSError:  # no iproute2: then nobody can look
        return []
    peers = [line.split()[-1].rpartition(":")[0].strip("[]") for line in told.stdout.splitlines() if line.strip()]
    return [peer.partition("%")[0].removeprefix("::ffff:") for peer in peers]


def _shut_out(settings: Settings, peers: list[str]) -> list[str]:
    admin = [ip_network(one) for one in settings.lockdown.admin_networks]
    return [peer for peer in dict.fromkeys(peers)
            if not ip_address(peer).is_loopback and not any(ip_address(peer) in one for one in admin)]


def names(chosen: argparse.Namespace) -> int:
    """75 (sysexits.h, "try again later") when not one name could be looked up, as without a network."""
    if (settings := _settings(chosen)) is None:
        return 1
    commands, lost = firewall.elements("kiosk", firewall.kiosk_reaches(settings) | firewall.proxies(os.environ))
    more, also_lost = firewall.elements("machine", firewall.machine_reaches(settings, _apt_sites()))
    for sentence in dict.fromkeys([*lost, *also_lost]):
        _say(sentence)
    batch = "\n".join([*commands, *more])
    if chosen.dry_run:
        print(batch)
        return 0
    if not batch:
        return os.EX_TEMPFAIL if lost or also_lost else 0
    done = subprocess.run(["nft", "-f", "-"], input=batch + "\n", text=True, capture_output=True, check=False)
    if done.returncode:
        reason = (done.stderr.splitlines() or ["no reason given"])[0]
        _say(f"nftables did not take the addresses: {reason}. Look with: systemctl status kiosk-firewall")
    return done.returncode


def _apt_sites() -> list[str]:
    """From where apt fetches, as apt itself tells it."""
    try:
        told = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE)"], capture_output=True, text=True,
                              check=False)
    except OSError:
        return []
    return sorted(set(told.stdout.split()))


def _usb_list(found: list[usb.Device]) -> str:
    if not found:
        return "Nothing is plugged in over USB."
    lines = []
    for one in found:
        lines.append(f"{one.id}  {one.title}: {one.what}, in socket {one.port}")
        if one.refusal:
            lines.append(f"           never admitted: {one.refusal}")
    return "\n".join(lines)


def _usb_rules(chosen: argparse.Namespace, found: list[usb.Device]) -> int:
    wanted = {one.lower() for one in chosen.admit}
    if strange := wanted - {one.id for one in found}:
        _say(f"{', '.join(sorted(strange))} is not plugged in now; its name and what it is are read from it. "
             f"There is: {', '.join(one.id for one in found) or 'nothing'}.")
        return 1
    admitted = [one for one in found if one.id in wanted]
    if chosen.ask:
        admitted += [one for one in found if one not in admitted and _asked(one)]
    try:
        print(usb.rules(admitted), end="")
    except ValueError as refusal:
        _say(str(refusal))
        return 1
    return 0


def _asked(device: usb.Device) -> bool:
    if device.refusal:
        _say(f"{device.title} ({device.id}) stays out: {device.refusal}.")
        return False
    _say(f"{device.title} ({device.id}), a {device.what}, in socket {device.port}: admit it? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


def usb_command(chosen: argparse.Namespace) -> int:
    found = usb.devices(chosen.root)
    if chosen.admit or chosen.ask:
        return _usb_rules(chosen, found)
    print(_usb_list(found))
    return 0
