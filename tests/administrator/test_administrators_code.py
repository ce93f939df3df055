"""The six digits: what is refused, and what somebody who guesses gets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.administrator.code import Gate, hash_of, trivial
from kiosk.settings import load

ROOT = Path(__file__).parents[2]
CODE = "739164"
HASH = hash_of(CODE)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("digits", ["123456", "000000", "654321", "012345", "121212", "123123", "112211", "246802",
                                    "271164", "641127", "112764", "111964", "196411", "290200", "", "12345", "1234567",
                                    "12a456", "١٢٣٤٥٩", "1 3456"])
def test_what_people_try_first_is_refused_with_a_sentence(digits):
    assert trivial(digits).endswith(".")
    with pytest.raises(ValueError):
        hash_of(digits)


@pytest.mark.parametrize("digits", [CODE, "805147", "990537", "408192"])
def test_other_digits_are_a_code(digits):
    assert trivial(digits) == ""


def test_two_kiosks_with_one_code_have_two_hashes_and_neither_shows_it():
    assert CODE not in HASH and hash_of(CODE) != HASH


def test_the_right_code_opens_and_counts_nothing(clock):
    gate = Gate(HASH, clock)
    assert gate.try_code(CODE) and gate.try_code(CODE)
    assert gate.tries_left == 5 and gate.paused_for == 0


def test_five_wrong_tries_then_a_pause_in_which_not_even_the_right_one_opens(clock):
    gate = Gate(HASH, clock)
    for left in (4, 3, 2, 1, 0):
        assert not gate.try_code("000001")
        assert gate.tries_left == left
    assert gate.paused_for == 60
    assert not gate.try_code(CODE)
    clock.now += 59
    assert gate.paused_for == 1 and not gate.try_code(CODE)
    clock.now += 1
    assert gate.try_code(CODE) and gate.paused_for == 0


def test_pauses_double_up_to_a_quarter_of_an_hour_and_a_right_code_ends_that(clock):
    gate, pauses = Gate(HASH, clock), []
    for _ in range(6):
        while not gate.paused_for:
            gate.try_code("000001")
        pauses.append(gate.paused_for)
        clock.now += gate.paused_for
    assert pauses == [60, 120, 240, 480, 900, 900]
    assert gate.try_code(CODE)
    for _ in range(5):
        gate.try_code("000001")
    assert gate.paused_for == 60


def test_a_restart_gives_no_tries_and_the_pause_begins_anew(clock, tmp_path):
    kept = tmp_path / "kiosk" / "tries"
    gate = Gate(HASH, clock, kept)
    for _ in range(3):
        gate.try_code("000001")
    gate = Gate(HASH, clock, kept)
    assert gate.tries_left == 2
    gate.try_code("000001")
    gate.try_code("000001")
    clock.now = 0  # the machine was switched off and on
    gate = Gate(HASH, clock, kept)
    assert gate.paused_for == 60 and not gate.try_code(CODE)
    clock.now += 60
    assert gate.try_code(CODE)
    assert Gate(HASH, clock, kept).tries_left == 5


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"-7", b"many", b"9" * 5000])
def test_a_spoilt_file_does_not_stop_the_kiosk(clock, tmp_path, content):
    kept = tmp_path / "tries"
    kept.write_bytes(content)
    gate = Gate(HASH, clock, kept)
    clock.now += gate.paused_for
    assert gate.try_code(CODE)


def test_where_nothing_can_be_written_the_memory_counts(clock, tmp_path):
    (tmp_path / "file").touch()
    gate = Gate(HASH, clock, tmp_path / "file" / "tries")
    for _ in range(5):
        gate.try_code("000001")
    assert gate.paused_for == 60


@pytest.mark.parametrize("written", ["", "739164", "scrypt:16384:AAAA:BBBB", HASH.replace("16384", "16385"),
                                     HASH.replace("16384", "999999"), HASH[:-1]], ids=range(6))
def test_what_is_no_hash_says_how_to_make_one(clock, written):
    with pytest.raises(ValueError, match="kiosk admin-code"):
        Gate(written, clock)


def test_the_command_prints_the_line_for_the_settings(tmp_path, clock):
    made = admin_code(CODE)
    assert made.returncode == 0 and CODE not in made.stdout + made.stderr
    file = tmp_path / "kiosk.toml"
    file.write_text(f"[administrator]\n{made.stdout}")
    settings, problems = load(file)
    assert problems == () and Gate(settings.administrator.code, clock).try_code(CODE)


def test_the_command_refuses_what_is_no_code():
    made = admin_code("123456")
    assert made.returncode == 2 and made.stdout == "" and "pattern" in made.stderr
    assert admin_code("").returncode == 2


def test_a_code_in_the_settings_that_is_none_is_a_sentence_that_does_not_repeat_it(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text('[administrator]\ncode = "739164"\n')
    settings, problems = load(file)
    assert settings.administrator.code == ""
    assert "kiosk admin-code" in str(problems[0]) and CODE not in str(problems[0])


def admin_code(typed: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "kiosk", "admin-code"], input=f"{typed}\n", cwd=ROOT, text=True,
                          capture_output=True, timeout=30)
