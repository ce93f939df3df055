"""What the desk serves to everybody: kept by phones, the same after an update, and nothing but its own files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import httpx
import pytest
from serving import served

from kiosk import settings
from kiosk.desk import pictures, sheet, sounds
from kiosk.desk.naslag import LATIN, PHRASES
from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES
from kiosk.parts.places import LOCALES, ROOT
from kiosk.parts.voice import make_voices
from kiosk.speech.renderer import Renderer

SPEAKS = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed: there is no voice here")


@pytest.fixture(scope="session")
def client(desk):
    with httpx.Client(base_url=desk) as client:
        yield client


@pytest.mark.parametrize(("path", "kind"), [
    ("/h", "text/html"), ("/catalogus.json", "application/json"), ("/sw.js", "text/javascript"),
    ("/statisch/main.js", "text/javascript"), ("/statisch/sheet.css", "text/css"),
    ("/statisch/manifest.webmanifest", "application/manifest+json"), ("/statisch/icon-192.png", "image/png"),
    ("/statisch/icons/nouns.ttf", "font/ttf"), ("/statisch/fonts/AtkinsonHyperlegibleNext-Bold.ttf", "font/ttf")])
def test_it_is_kept_and_asked_for_again(client, path, kind):
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["content-type"].startswith(kind)
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["x-content-type-options"] == "nosniff"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_has_a_fingerprint_in_its_name_is_kept_for_ever(client):
    listed = client.get("/beelden/lijst.json").json()
    picture = client.get(next(iter(listed.values())))
    assert picture.headers["content-type"] == "image/webp"
    assert "immutable" in picture.headers["cache-control"]


def test_the_page_runs_nothing_but_its_own_files(client):
    page = client.get("/h")
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<style|<script(?![^>]*src=)| on\w+=| style=|https?:", page.text)
    assert "set-cookie" not in page.headers


def test_no_script_makes_markup_of_words():
    """Words come in as text (dom.js). The one parser is for the desk's own forms, whose code the policy would block."""
    scripts = {file.name: file.read_text("utf-8") for file in sheet.STATIC.glob("*.js")}
    found = [name for name, script in scripts.items()
             if re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", script)]
    assert found == []
    assert [name for name, script in scripts.items() if "DOMParser" in script] == ["buttons.js"]


@pytest.mark.parametrize("path", ["/statisch/../sheet.py", "/statisch/%2e%2e/sheet.py", "/geluid/../../etc/passwd",
                                  "/beelden/..%2f..%2fdesk.sqlite3", "/beelden/", "/geluid/", "/statisch/icons/",
                                  "/beelden/een.webp%00", "/statisch/niets.js"])
def test_only_its_own_files(client, path):
    assert client.get(path).status_code == 404


def test_only_reading(client):
    for path in ("/h", "/catalogus.json", "/statisch/main.js", "/beelden/lijst.json"):
        assert client.post(path, content="x").status_code == 405


def test_sizes_for_a_slow_network(client, catalogue):
    """Once, 500 kB of fonts aside; the content 2 kB a walkthrough, and only when it has changed."""
    def sent(path: str) -> int:
        with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            return len(b"".join(answer.iter_raw()))

    keep = json.loads(re.search(r"KEEP = (\[.*?\]);", client.get("/sw.js").text)[1])
    page = sum(sent(path) for path in keep if not path.endswith(".ttf"))
    print(f"\npage {page} B, catalogue {sent('/catalogus.json')} B, fonts {sum(map(sent, keep)) - page} B, all gzipped")
    assert page < 60_000 and sent("/catalogus.json") < 2_000 * len(catalogue.walkthroughs)
    assert sum(map(sent, keep)) < 600_000


def test_the_worker_is_new_when_anything_it_keeps_is(catalogue, nouns, tmp_path, monkeypatch):
    def worker() -> bytes:
        with served(sheet.routes(catalogue, nouns, read_interface(), LOCALES, tmp_path)) as address:
            return httpx.get(f"{address}/sw.js").content

    before = worker()
    assert worker() == before
    changed = tmp_path / "static"
    shutil.copytree(sheet.STATIC, changed)
    (changed / "sheet.css").write_text("body { color: red }")
    monkeypatch.setattr(sheet, "STATIC", changed)
    assert worker() != before


def test_without_sounds_and_pictures_it_is_whole(catalogue, nouns, tmp_path):
    with served(sheet.routes(catalogue, nouns, read_interface(), LOCALES, tmp_path / "new")) as address:
        assert httpx.get(f"{address}/beelden/lijst.json").json() == {}
        assert httpx.get(f"{address}/geluid/ar/coming.mp3").status_code == 404
        document = httpx.get(f"{address}/catalogus.json").json()
    phrases = [phrase for language in document["languages"].values() for phrase in language["phrases"]]
    assert len(phrases) == len(LANGUAGES) * len(PHRASES) and not any("sound" in phrase for phrase in phrases)


def test_a_damaged_list_of_pictures_is_no_pictures(tmp_path):
    (tmp_path / "beelden").mkdir()
    for damaged in (b"", b"[1]", b"\xff", b"{"):
        (tmp_path / "beelden" / "lijst.json").write_bytes(damaged)
        assert pictures.listed(tmp_path) == {}


def test_every_phrase_is_translated_and_what_is_not_latin_can_be_read_aloud(document, catalogue):
    for language in document(catalogue)["languages"].values():
        assert [phrase["of"] for phrase in language["phrases"]] == list(range(len(PHRASES)))
        assert all(("latin" in phrase) == (language["code"] in LATIN) for phrase in language["phrases"])
    latin = {language.code for language in LANGUAGES if language.script != "Latn"}
    assert latin == set(LATIN) and all(set(says) == set(PHRASES) for says in LATIN.values())


@SPEAKS
def test_phrases_are_made_once_and_again_when_they_change(tmp_path):
    voices, interface = make_voices(settings.Settings()), read_interface()
    (tmp_path / "geluid" / "xx").mkdir(parents=True)
    (tmp_path / "geluid" / "xx" / "old.mp3").write_bytes(b"old")
    assert sounds.make(tmp_path, voices, interface, LOCALES) == ()
    made = sounds.found(tmp_path)
    assert len(made) == (len(LANGUAGES) - 1) * len(PHRASES)
    assert not (tmp_path / "geluid" / "xx" / "old.mp3").exists()
    stamps = {file: file.stat().st_mtime_ns for file in tmp_path.glob("geluid/*/*")}
    sounds.make(tmp_path, voices, interface, LOCALES)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.glob("geluid/*/*")} == stamps
    changed = {**interface, "phrase.look": replace(interface["phrase.coming"], key=interface["phrase.look"].key)}
    sounds.make(tmp_path, voices, changed, LOCALES)      # the Dutch changed, so no translation counts any more
    assert set(sounds.found(tmp_path)) == {key for key in made if key[1] != "look"}


def test_without_a_voice_the_reason_is_told_and_nothing_half_stays(tmp_path):
    dumb = Renderer(command=("false",), timeout=0.5, back_off=(0.01,))
    try:
        faults = sounds.make(tmp_path, make_voices(settings.Settings()), read_interface(), LOCALES, dumb)
    finally:
        dumb.close()
    assert len(faults) == len(LANGUAGES) - 1
    assert all(fault.startswith("No sound for the phrases in") for fault in faults)
    assert sounds.found(tmp_path) == {} and list(tmp_path.glob("geluid/*/*")) == []


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed: nothing to draw on")
def test_pictures_are_drawn_by_the_kiosk_itself(tmp_path, catalogue):
    command = [sys.executable, "-m", "screens.book.for_desk", str(tmp_path), "--walkthrough", "aanmelden-itsme",
               "--languages"]
    done = subprocess.run([*command, "ar"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    listed, walkthrough = pictures.listed(tmp_path), catalogue.walkthroughs["aanmelden-itsme"]
    assert set(listed) == {f"{walkthrough.number}/{step.number}/ar" for step in walkthrough.steps.values()}
    files = {file.name: file.stat().st_size for file in (tmp_path / "beelden").glob("*.webp")}
    assert set(files) == {address.removeprefix("/beelden/") for address in listed.values()}
    assert max(files.values()) < 40_000
    strange = subprocess.run([*command, "xx"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert strange.returncode == 2 and "xx is not among the languages" in strange.stderr
