"""The Ansible role as its own linter sees it, and the settings it writes as the kiosk reads them. That it changes
nothing the second time is shown in a whole Debian: tests/deploy/test_package.py."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from kiosk.settings import load
from kiosk.settings_values import Fact

ANSIBLE = Path(__file__).parents[1] / "deploy" / "ansible"


def run(*words: str, cwd: Path = ANSIBLE) -> subprocess.CompletedProcess:
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed; ./test installs it")
    # Debian's own Python finds its libraries where this environment's does not.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
                          env=environment | {"ANSIBLE_NOCOLOR": "1", "NO_COLOR": "1"})


def test_the_role_is_as_its_linter_wants_it():
    done = run("ansible-lint", "--offline")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_variables_become_the_settings(tmp_path):
    wanted = {
        "site": {"name": 'Digipunt "Gent" é 😀 \\', "number": 12, "languages": ["nl", "fr"]},
        "panel": {"diagonal": 15.6, "fullscreen": False},
        "helpers": {"monday": ["09:00-12:00"], "sunday": [], "exceptions": {"2026-12-25": []}},
        "lockdown": {"admin_networks": ["10.1.2.0/24"]},
    }
    # A date has to come from YAML: JSON has none.
    fact = 'facts: {"address-change.fee": {value: "5 euro", checked_on: 2026-10-01}}'
    variables = tmp_path / "variables.yml"
    variables.write_text(f"digipunt_kiosk_settings:\n  {fact}\n" + "".join(
        f"  {table}: {json.dumps(its, ensure_ascii=False)}\n" for table, its in wanted.items()), "utf-8")
    template = ANSIBLE / "roles/digipunt_kiosk/templates/kiosk.toml.j2"
    done = run("ansible", "localhost", "-c", "local", "-m", "ansible.builtin.template", "-e", f"@{variables}",
               "-a", f"src={template} dest={tmp_path}/kiosk.toml")
    assert done.returncode == 0, done.stdout + done.stderr
    settings, problems = load(tmp_path / "kiosk.toml")
    assert problems == ()
    assert (settings.site.name, settings.site.number, settings.site.languages) == (
        'Digipunt "Gent" é 😀 \\', 12, ("nl", "fr"))
    assert (settings.panel.diagonal, settings.panel.fullscreen) == (15.6, False)
    assert (settings.helpers.monday, settings.helpers.sunday) == (("09:00-12:00",), ())
    assert settings.helpers.exceptions == {date(2026, 12, 25): ()}
    assert settings.facts == {"address-change.fee": Fact("5 euro", date(2026, 10, 1))}
