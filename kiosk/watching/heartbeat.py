"""`kiosk heartbeat`: tell those who watch that this kiosk is alive, and how it is. Outgoing only; no port is opened.

To a Healthchecks server (healthchecks.io, or one of your own) by its ping address, and to a Prometheus Pushgateway; to
neither where neither is set. A timer calls it every 5 minutes, each kiosk at a moment of its own. What did not arrive
is not tried again: the next one comes soon, and a server that was down is not met by all kiosks at once.
"""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.doctor import as_text, at_fault, checks
from kiosk.health import as_prometheus, numbers
from kiosk.parts.places import version_here
from kiosk.settings import Settings, load
from kiosk.watching.findings import Check
from kiosk.watching.log import Fault, say
from kiosk.watching.looks import Packs
from kiosk.watching.machine import Machine

CONNECT, READ = 5, 10    # s to connect, and without a byte
WHOLE = 30.0             # s for everything
LONGEST = 10_000         # bytes of what a server is told: Healthchecks keeps 100,000
MOST = 4096              # bytes that are read of an answer
PORTAL = "Another page answers, as on a guests' network where somebody must log in. Let the kiosk through without."


@dataclass(frozen=True)
class Call:
    """One thing to tell: ``setting`` names its address in sentences, since the address itself is a secret."""

    setting: str
    method: str
    address: str
    body: bytes


def heartbeat(settings_file: Path | None = None, *, dry_run: bool = False, machine: Machine | None = None,
              patience: float = WHOLE) -> int:
    """0 when everybody was told, or nobody is to be; 1 when somebody could not be, or it is not known who, with a
    sentence each. ``patience``: s for everything, however slowly a server answers."""
    settings, problems = load(settings_file)
    if not settings.watching.ping and not settings.watching.push:
        hidden = [one for one in problems if one.fatal or one.key.startswith("watching")]
        for problem in hidden:  # an address may stand there, and cannot be used
            say(Fault.SETTING, problem)
        if hidden:
            return 1
        print("Nobody is to be told: neither watching.ping nor watching.push is set.")
        return 0
    machine = machine or Machine()
    found = list(checks(settings, problems, machine, disturbing=False))
    to_tell = list(calls(settings, found, machine))
    if dry_run:
        for call in to_tell:
            print(f"{call.method} to {call.setting}:\n{call.body.decode()}")
        return 0
    wrong = [sentence for sentence in _all_at_once(to_tell, patience) if sentence]
    for sentence in wrong:
        say(Fault.HEARTBEAT, sentence)
    return int(bool(wrong))


def calls(settings: Settings, found: Iterable[Check], machine: Machine) -> Iterable[Call]:
    found, watching = list(found), settings.watching
    if watching.ping:
        address = watching.ping + ("/fail" if at_fault(found) else "")
        yield Call("watching.ping", "POST", address, _body(found, machine.packs(settings)))
    if watching.push:
        name = base64.urlsafe_b64encode((watching.name or socket.gethostname()).encode()).decode()
        yield Call("watching.push", "PUT", f"{watching.push}/metrics/job/kiosks/instance@base64/{name}",
                   as_prometheus(numbers(found, machine, settings)).encode())


def _body(found: list[Check], packs: Packs) -> bytes:
    """The versions, then what needs somebody; what is well is not worth reading in a mail."""
    lines = [f"version {version_here()}"]
    lines += [f"{pack.layer}: {pack.name} {pack.version} {pack.fingerprint}" for pack in packs.shown]
    bad = [check for check in found if check.state != "ok"]
    lines.append(as_text(bad) if bad else "All is well.")
    return "\n".join(lines).encode()[:LONGEST].decode(errors="ignore").encode()


def _all_at_once(to_tell: list[Call], patience: float) -> list[str]:
    """A sentence for each; empty where it arrived. On threads that nobody waits for longer than agreed: a server that
    sends a byte now and then keeps its caller for ever."""
    said = {call.setting: f"{call.setting} does not answer in time. Check it, and the network." for call in to_tell}

    def one(call: Call) -> None:
        said[call.setting] = tell(call)

    threads = [threading.Thread(target=one, args=(call,), daemon=True) for call in to_tell]
    for thread in threads:
        thread.start()
    until = time.monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return list(said.values())


def tell(call: Call) -> str:
    """Empty when it arrived, else a sentence with what to do, in which the address does not stand."""
    import requests  # only where somebody is to be told

    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "kiosk", "Connection": "close"}
    try:
        with requests.request(call.method, call.address, data=call.body, headers=headers, timeout=(CONNECT, READ),
                              allow_redirects=False, stream=True) as answer:
            content = answer.raw.read(MOST, decode_content=True) or b""
            return _judged(call, answer.status_code, answer.headers.get("Content-Type", ""), content)
    except requests.exceptions.SSLError:
        return f"{call.setting}: its certificate is not trusted here. Check it, and this machine's clock."
    except requests.exceptions.ProxyError:
        return f"{call.setting}: the proxy does not let it through. Check HTTPS_PROXY and the proxy's rules."
    except requests.Timeout:
        return f"{call.setting} does not answer in time. Check it, and the network."
    except (requests.RequestException, OSError, ValueError):
        return f"{call.setting} cannot be reached. Check it, and the network."
    except Exception as fault:  # urllib3's, while an answer is read that is none
        return f"{call.setting} answers in a way that cannot be read ({type(fault).__name__}). Check it."


def _judged(call: Call, status: int, kind: str, content: bytes) -> str:
    if 300 <= status < 400 or status < 300 and "html" in kind.lower():
        return f"{call.setting}: {PORTAL}"
    if status in (404, 410) or b"not found" in content.lower() and status < 300:  # Healthchecks: "OK (not found)"
        return f"{call.setting}: the server knows nothing by this address. Copy it again from the server's page."
    if status in (401, 403, 407):
        return f"{call.setting}: the server refuses this kiosk ({status}). Ask who looks after it."
    if status >= 300 or status < 200:
        return f"{call.setting}: the server answers with a fault ({status}). Ask who looks after it."
    return ""
