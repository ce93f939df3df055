"""The process dies at any step: each file is the old or the new one, no secret is lost, and the next start ends it."""

from __future__ import annotations

import os
import signal
import sys
import tomllib

import pytest
from cards import KEY, PASSWORD, WHOLE
from PIL import Image

STEPS = {"open", "os.rename", "os.remove", "os.symlink", "os.mkdir", "os.chmod", "os.utime", "os.truncate"}
OTHER = KEY.replace("1234", "9876")


def killed_at(step: int, call) -> bool:
    """Run ``call`` in a process that kills itself before its ``step``-th write; False when it had none so late."""
    child = os.fork()
    if child == 0:
        passed = 0

        def count(name: str) -> None:
            nonlocal passed
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def watch(event: str, details: tuple) -> None:
            if event in STEPS and (event != "open" or details[2] & (os.O_WRONLY | os.O_RDWR)):
                count(event)

        for name in ("fsync", "pwrite", "fchmod"):
            real = getattr(os, name)
            setattr(os, name, lambda *words, real=real, name=name: (count(name), real(*words))[1])
        sys.addaudithook(watch)
        try:
            call()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_at_each_write(kiosk, monkeypatch):
    monkeypatch.setattr("kiosk.provision.page.draw", lambda page, rotation: Image.new("1", (1, 1)))
    kiosk.with_card(WHOLE)
    former = kiosk.everything()
    changed = WHOLE.replace("Digipunt Gent", "Digipunt Brugge").replace(KEY, OTHER).replace("Leeszaal", "Hal")
    kiosk.with_card(changed)
    wanted = {name: what for name, what in kiosk.everything().items() if name != "etc/kiosk/card.sha256"}
    for step in range(1, 200):
        for name, what in former.items():
            path = kiosk.root / name
            if not path.is_symlink():
                path.write_bytes(what)
        kiosk.card.write_bytes(changed.encode())
        if not killed_at(step, kiosk.start):
            break
        now = kiosk.everything()
        for name, what in wanted.items():
            assert now.get(name) in (former.get(name), what), f"{name} after step {step}"
        text = kiosk.card.read_text()
        assert tomllib.loads(text)["site"]["name"] == "Digipunt Brugge", f"step {step}"
        kept = kiosk.settings().desk.key, kiosk.wifi.read_text()
        assert OTHER in text or kept[0] == OTHER, f"the key is nowhere after step {step}"
        assert PASSWORD in text or PASSWORD in kept[1], f"the password is nowhere after step {step}"
        code, said = kiosk.start()
        assert code == 0, said
        now = kiosk.everything()
        assert {name: now[name] for name in wanted} == wanted, f"not ended after step {step}"
        assert OTHER not in kiosk.card.read_text() and PASSWORD not in kiosk.card.read_text()
        assert [path.name for path in kiosk.boot.iterdir()] == ["kiosk.toml"]
        assert not [name for name in now if name.endswith(".part")], f"step {step}"
    else:
        pytest.fail("it never came to an end")
    assert step > 15, "that there were steps to die at"
