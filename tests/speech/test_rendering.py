"""The real engine in its real process: what is spoken, how fast, and what happens when it breaks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import wave
from array import array
from pathlib import Path

import pytest
from null_sink import until

from kiosk.language.languages import LANGUAGES
from kiosk.speech.narrator import SPEEDS
from kiosk.speech.renderer import Renderer, VoiceError
from kiosk.speech.voices import Part, Voice, espeak_voice

SENTENCE = {
    "nl": "Typ uw nieuwe adres in het vak en kijk goed na of alles klopt.",
    "fr": "Tapez votre nouvelle adresse dans la case et vérifiez que tout est correct.",
    "en": "Type your new address in the box and check carefully that everything is right.",
    "de": "Tippen Sie Ihre neue Adresse in das Feld und prüfen Sie, ob alles stimmt.",
    "ar": "اكتب عنوانك الجديد في الخانة وتأكد من أن كل شيء صحيح.",
}


def said(words: str, language: str = "nl") -> list[Part]:
    return [Part(espeak_voice(language), words)]


@pytest.fixture
def renderer():
    renderer = Renderer(timeout=2.0, back_off=(0.1,))
    yield renderer
    renderer.close()


def samples(path: Path) -> array:
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_language_of_the_kiosk_is_spoken_with_its_words_timed(renderer, tmp_path, language):
    words = SENTENCE[language]
    made = renderer.request(said(words, language), 125, tmp_path / "a.wav").result(10)
    assert 2 < made.seconds < 12
    assert max(map(abs, samples(tmp_path / "a.wav"))) > 3000, "silence"
    times = list(made.times)
    assert len(times) == len(words.split())
    assert times == sorted(times) and times[0] < 200 and times[-1] < made.seconds * 1000


def test_the_speeds_are_words_a_minute(renderer, tmp_path):
    """Within a tenth of what VVSG 7.1-K counts in, on an English text."""
    text = ("You want to change your address. Go to the website of your town and click on the green button. "
            "Then type your new address in the box, and check carefully that everything is right.")
    clips = [renderer.request(said(text, "en"), wpm, tmp_path / "a.wav").result(10) for wpm in SPEEDS]
    real = [len(text.split()) * 60 / clip.seconds for clip in clips]
    assert real == pytest.approx(SPEEDS, rel=0.1)
    assert real == sorted(real)


def test_sound_begins_at_once(renderer, tmp_path):
    renderer.request(said(SENTENCE["nl"]), 125, tmp_path / "a.wav").result(10)
    first = next(number for number, sample in enumerate(samples(tmp_path / "a.wav")) if abs(sample) > 300)
    assert first / 22050 < 0.03


def test_a_voice_that_does_not_exist_is_an_answer_and_the_worker_lives_on(renderer, tmp_path):
    with pytest.raises(VoiceError, match="no voice 'xx/none'"):
        renderer.request([Part(Voice("xx/none", "xx"), "Dag.")], 125, tmp_path / "a.wav").result(10)
    worker = renderer.worker_id
    assert renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10).seconds > 0.1
    assert renderer.worker_id == worker


def test_a_folder_that_cannot_be_written_is_an_answer_and_leaves_nothing(renderer, tmp_path):
    with pytest.raises(VoiceError, match="No such file or directory"):
        renderer.request(said("Dag."), 125, tmp_path / "gone" / "a.wav").result(10)
    assert renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_worker_that_was_killed_costs_the_listener_nothing(renderer, tmp_path):
    renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    os.kill(renderer.worker_id, signal.SIGKILL)
    assert renderer.request(said("Dag."), 125, tmp_path / "b.wav").result(10)
    assert renderer.healthy


def test_a_worker_that_hangs_is_replaced(renderer, tmp_path):
    renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    hung = renderer.worker_id
    os.kill(hung, signal.SIGSTOP)
    with pytest.raises(VoiceError, match="gave no answer in time"):
        renderer.request(said("Dag."), 125, tmp_path / "b.wav").result(10)
    assert not renderer.healthy and "started again" in renderer.fault
    assert until(lambda: renderer.healthy), "it did not heal by itself"
    assert renderer.worker_id != hung and not Path("/proc", str(hung)).exists()
    assert renderer.request(said("Dag."), 125, tmp_path / "b.wav").result(10)


def test_sentences_that_wait_for_a_new_worker_are_said_by_it(renderer, tmp_path):
    renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    os.kill(renderer.worker_id, signal.SIGSTOP)
    lost = renderer.request(said("Een."), 125, tmp_path / "b.wav")
    assert until(lambda: lost.done())
    assert renderer.request(said("Twee."), 125, tmp_path / "c.wav").result(10)


def test_a_machine_without_a_voice_says_what_to_install(tmp_path):
    missing = "import json; print(json.dumps({'missing': 'There is no voice: install espeak-ng.'}))"
    renderer = Renderer(command=(sys.executable, "-c", missing))
    waiting = [renderer.request(said("Dag."), 125, tmp_path / f"{n}.wav") for n in range(3)]
    for future in waiting:
        with pytest.raises(VoiceError, match="install espeak-ng"):
            future.result(10)
    assert not renderer.healthy
    renderer.close()


def test_a_worker_that_talks_nonsense_is_survived(tmp_path):
    renderer = Renderer(command=(sys.executable, "-c", "print('ALSA lib: hello', flush=True); input()"))
    with pytest.raises(VoiceError, match="unreadable"):
        renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    renderer.close()


def test_asking_never_makes_the_screen_wait(renderer, tmp_path):
    renderer.request(said("Dag."), 125, tmp_path / "a.wav").result(10)
    os.kill(renderer.worker_id, signal.SIGSTOP)
    answered = threading.Event()

    def ask() -> None:
        for number in range(50):
            renderer.request(said("Dag."), 125, tmp_path / f"{number}.wav")
        answered.set()

    threading.Thread(target=ask, daemon=True).start()
    assert answered.wait(1.0)


def test_the_worker_dies_with_the_kiosk(tmp_path):
    kiosk = subprocess.Popen(
        [sys.executable, "-c",
         "import sys; from pathlib import Path\n"
         "from kiosk.speech.renderer import Renderer; from kiosk.speech.voices import Part, espeak_voice\n"
         "r = Renderer(); r.request([Part(espeak_voice('nl'), 'Dag.')], 125, Path(sys.argv[1])).result(10)\n"
         "print(r.worker_id, flush=True); sys.stdin.read()", str(tmp_path / "a.wav")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    worker = int(kiosk.stdout.readline())
    os.kill(worker, signal.SIGSTOP)                     # hung as well: it does not even see its input end
    kiosk.kill()
    kiosk.wait()
    kiosk.stdin.close()
    kiosk.stdout.close()
    assert until(lambda: gone(worker))


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_wheel_speaks_where_the_system_has_no_espeak(tmp_path):
    pytest.importorskip("espeakng_loader")
    script = (
        "import ctypes, sys\n"
        "real = ctypes.CDLL\n"
        "def without_system(name, *rest, **more):\n"
        "    if name == 'libespeak-ng.so.1' and not loaded: raise OSError(name)\n"
        "    if name: loaded.append(name)\n"
        "    return real(name, *rest, **more)\n"
        "loaded = []; ctypes.CDLL = without_system\n"
        "from kiosk.speech import render; sys.exit(render.main())")
    renderer = Renderer(command=(sys.executable, "-P", "-c", script))
    assert renderer.request(said("Goedemorgen."), 125, tmp_path / "a.wav").result(10).seconds > 0.5
    assert renderer.engine.endswith("(wheel)")
    renderer.close()


def test_the_wheel_speaks_where_the_system_s_espeak_is_too_old(tmp_path):
    """A library that calls itself 1.48, as Debian 8 had it."""
    pytest.importorskip("espeakng_loader")
    if shutil.which("gcc") is None:
        pytest.skip("there is no gcc to make an old library with")
    source = tmp_path / "old.c"
    source.write_text('const char *espeak_Info(const char **path) { return "1.48.15  16.Apr.15"; }')
    old = tmp_path / "libespeak-ng.so.1"
    subprocess.run(["gcc", "-shared", "-fPIC", f"-Wl,-soname,{old.name}", "-o", old, source], check=True)
    renderer = Renderer(command=("env", f"LD_LIBRARY_PATH={tmp_path}", sys.executable, "-m", "kiosk.speech.render"))
    assert renderer.request(said("Goedemorgen."), 125, tmp_path / "a.wav").result(10).seconds > 0.5
    assert renderer.engine.endswith("(wheel)")
    renderer.close()
