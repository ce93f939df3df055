"""The drawn graph shows every step and every way on, and says in words what it shows."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET

import pytest

from kiosk.authoring.graph import CannotDraw, arrows, dot, drawn, page
from kiosk.catalogue.model import FINISHED
from kiosk.catalogue.reading import read_catalogue
from kiosk.checking import ROOT
from kiosk.cli import main

OWN = read_catalogue([ROOT / "assets"])[0].walkthroughs
needs_dot = pytest.mark.skipif(not shutil.which("dot"), reason="graphviz is not installed; ./test installs it")


@pytest.mark.parametrize("id", OWN)
def test_every_way_on_is_an_arrow_and_there_are_no_others(id):
    walkthrough = OWN[id]
    ways = {(arrow.start, arrow.end) for arrow in arrows(walkthrough)}
    assert ways == {(step.id, target) for step in walkthrough.steps.values() for target in step.targets()}
    drawn_ways = set(re.findall(r'"([^"]+)" -> "([^"]+)"', dot(walkthrough, expand=True)))
    assert drawn_ways == ways


@needs_dot
@pytest.mark.parametrize("expand", [False, True])
def test_the_picture_has_each_step_and_the_end(expand):
    walkthrough = OWN["gezinssamenstelling"]
    root = ET.fromstring(drawn(walkthrough, expand=expand))
    names = {element.text for element in root.iter("{http://www.w3.org/2000/svg}title")}
    own = {id for id in walkthrough.steps if "." not in id}
    assert own | {FINISHED} <= names
    assert ("inloggen" in names) is not expand
    assert ("inloggen.kies-manier" in names) is expand
    words = "".join(root.itertext())
    assert "Ik zie dat niet staan" in words and "In een ander land" in words
    assert walkthrough.title.dutch in root.get("aria-label")


@needs_dot
def test_words_that_mean_something_to_graphviz_or_html_are_only_words(folder):
    folder.spoil("title: Een medewerker helpt u.", 'title: "A & <b>B</b> \\"c\\" \\\\n"')
    walkthrough = folder.read()[0].walkthroughs["verhuizen"]
    picture = drawn(walkthrough)
    assert "A & <b>B</b> \"c\" \\n" in "".join(ET.fromstring(picture).itertext())
    assert "<b>B</b>" not in page(walkthrough, picture)


def test_without_graphviz_one_sentence_says_what_to_install(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotDraw, match="apt-get install"):
        drawn(OWN["adres-wijzigen"])
    assert main(["graph", "adres-wijzigen", "--to", str(tmp_path / "x.svg")]) == 2
    assert "Graphviz is not installed" in capsys.readouterr().err


@needs_dot
def test_the_command_writes_a_picture_or_a_page(tmp_path, capsys):
    assert main(["graph", "adres-wijzigen", "--to", str(tmp_path / "x.svg")]) == 0
    assert (tmp_path / "x.svg").read_text().count("<svg") == 1
    assert main(["graph", "adres-wijzigen", "--to", str(tmp_path / "x.html")]) == 0
    words = (tmp_path / "x.html").read_text("utf-8")
    assert "Hetzelfde in woorden" in words and "<script" not in words
    assert main(["graph", "adres-wijzigen", "--to", str(tmp_path / "x.png")]) == 2
    assert main(["graph", "adres-wijzgen"]) == 2
    assert "Did you mean “adres-wijzigen”?" in capsys.readouterr().err


def test_every_icon_is_shown_beside_its_name(tmp_path):
    assert main(["icons", "--to", str(tmp_path / "icons.html")]) == 0
    words = (tmp_path / "icons.html").read_text("utf-8")
    names = json.loads((ROOT / "assets" / "icons" / "icons.json").read_text("utf-8"))
    assert words.count("<li>") == len(names) and all(f">{name}</li>" in words for name in names)
