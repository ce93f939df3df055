"""What stands on the pages: the same words as on the kiosk, in the right language, and no link that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from html_tree import Element, read
from site_maker import US, make

from kiosk.catalogue.model import Check, Choose, Practise, Step, Walkthrough
from kiosk.catalogue.reading import read_catalogue
from kiosk.language.languages import BY_CODE, LANGUAGES
from kiosk.language.texts import Texts

ASSETS = Path(__file__).parents[2] / "assets"
CODES = [language.code for language in LANGUAGES]


def page(made, name: str) -> Element:
    return read((made.root / name / "index.html").read_text("utf-8"))


def by_id(tree: Element) -> dict[str, Element]:
    return {element.attributes["id"]: element for element in tree.all(name="id")}


def every_page(made) -> list[Path]:
    return sorted(made.root.rglob("*.html"))


def test_there_is_a_page_for_every_walkthrough_in_every_language(whole):
    expected = {"index.html", *(f"{code}/index.html" for code in CODES),
                *(f"{code}/{walkthrough.id}/index.html" for code in CODES for walkthrough in whole.catalogue)}
    assert {path.relative_to(whole.root).as_posix() for path in every_page(whole)} == expected


def test_every_link_leads_somewhere(whole):
    trees = {path: read(path.read_text("utf-8")) for path in every_page(whole)}
    ids = {path: [element.attributes["id"] for element in tree.all(name="id")] for path, tree in trees.items()}
    for path, tree in trees.items():
        assert len(set(ids[path])) == len(ids[path]), f"{path} has an id twice"
        for element in tree.all():
            for attribute in ("href", "src"):
                target = urlsplit(element.attributes.get(attribute) or "#_main")
                if target.scheme:
                    assert element.attributes.get("rel") == "noreferrer", target
                    continue
                there = (path.parent / unquote(target.path)).resolve() if target.path else path
                there = there / "index.html" if there.is_dir() else there
                assert there.is_file(), f"{path}: {target.geturl()}"
                if target.fragment:
                    assert target.fragment in ids[there], f"{path}: {target.geturl()}"
            for attribute in ("aria-labelledby", "aria-describedby"):
                for id in (element.attributes.get(attribute) or "").split():
                    assert id in ids[path], f"{path}: {attribute} {id}"


def test_no_script_or_style_stands_in_a_page(whole):
    for path in every_page(whole):
        tree = read(path.read_text("utf-8"))
        assert not list(tree.all("style")) and not list(tree.all(name="style")) and not list(tree.all(name="onclick"))
        assert all(script.attributes.get("src") and not script.text.strip() for script in tree.all("script"))
        policies = [meta.attributes["content"] for meta in tree.all("meta", "http-equiv")]
        assert len(policies) == 1 and "default-src 'none'" in policies[0] and "unsafe" not in policies[0]


def shown_by_the_kiosk(step: Step, walkthrough: Walkthrough, texts: Texts) -> list[str]:
    """The sentences of a step as the kiosk's screens put them: title, text, checklist or answers, what goes wrong."""
    units = [texts.unit(step.title), *(texts.sentence(sentence, walkthrough.facts) for sentence in step.text)]
    if isinstance(step, Check):
        units += [texts.unit(text) for need in step.needs for text in (need.label, need.tip)]
    if isinstance(step, Choose):
        units += [texts.unit(choice.label) for choice in step.choices]
    if step.troubles:
        units += [texts.say("step.trouble"), *(texts.unit(trouble.label) for trouble in step.troubles)]
    return [unit.words for unit in units]


@pytest.mark.parametrize("code", CODES)
def test_a_step_has_the_words_of_the_kiosk_and_nothing_else(whole, code):
    """Read from the page itself: its lines in their order, without the page's own words (numbers, buttons, links, hard
    words explained)."""
    texts = whole.texts[code]
    own = {"number", "tools", "to", "on", "hand", "unseen", "site", "word"}
    for walkthrough in whole.catalogue:
        tree = page(whole, f"{code}/{walkthrough.id}")
        sections = by_id(tree)
        for step in walkthrough.steps.values():
            section = sections[step.id]
            assert lines(section, own) == shown_by_the_kiosk(step, walkthrough, texts), f"{code} {step.id}"


def lines(element: Element, without: set[str]) -> list[str]:
    """The text of each outermost span that holds words."""
    found: list[str] = []
    for one in element.inside:
        if isinstance(one, Element) and not without & set(one.classes) and one.tag not in ("small", "button", "svg"):
            if one.tag == "span" and "what" not in one.classes:
                found.append(one.text)
            else:
                found += lines(one, without)
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_answer_leads_where_it_does_on_the_kiosk(whole, code):
    for walkthrough in whole.catalogue:
        tree = page(whole, f"{code}/{walkthrough.id}")
        sections = by_id(tree)
        for step in walkthrough.steps.values():
            links = [link.attributes["href"] for link in sections[step.id].all("a")
                     if link.attributes["href"].startswith("#") and link.attributes["href"] != "#_help"]
            assert sorted(links) == sorted(f"#{target}" for target in step.targets()), step.id


@pytest.mark.parametrize("code", CODES)
def test_the_practice_site_stays_dutch_and_says_what_it_is(whole, code):
    for walkthrough in whole.catalogue:
        tree = page(whole, f"{code}/{walkthrough.id}")
        sections = by_id(tree)
        for step in walkthrough.steps.values():
            figures = list(sections[step.id].all("figure"))
            assert len(figures) == isinstance(step, Practise)
            if not isinstance(step, Practise):
                continue
            assert next(figures[0].all("figcaption")).text.strip() == whole.texts[code].say("step.band").words
            window = next(figures[0].all(name="window"))
            assert (window.language, window.attributes["dir"]) == ("nl", "ltr")
            labels = [next(next(element.all("p")).all("span")).text for element in window.all(name="element")]
            assert labels == [element.label for element in step.page.elements]
            ringed = next(window.all(name="wanted"))
            assert next(ringed.all("span")).text == step.page.element(step.target).label
            assert not [element for element in figures[0].all() if element.tag in ("a", "button", "input")], \
                "nothing in a picture can be pressed"


@pytest.mark.parametrize("code", [code for code in CODES if code != "nl"])
def test_nothing_is_left_in_dutch_and_dutch_is_one_link_away(whole, code):
    for path in sorted((whole.root / code).rglob("*.html")):
        tree = read(path.read_text("utf-8"))
        html = next(tree.all("html"))
        assert (html.attributes["lang"], html.attributes["dir"]) == (code, BY_CODE[code].direction)
        label = next(tree.all("p", "translation")).text
        assert whole.texts[code].say("bar.translation").words in label and "vertaling" in label
        here = path.parent.relative_to(whole.root / code).as_posix()
        dutch = (whole.root / "nl" / here).resolve()
        links = [(path.parent / link.attributes["href"].partition("#")[0]).resolve() for link in tree.all("a")
                 if link.attributes.get("hreflang") == "nl"]
        assert dutch in links
        steps = whole.catalogue.walkthroughs[here].steps if here != "." else {}
        sections = by_id(tree)
        for id in steps:
            assert any(link.attributes["href"].endswith(f"nl/{here}/#{id}") for link in sections[id].all("a"))


def test_content_without_a_translation_is_dutch_and_says_so(catalogue, tmp_path):
    """A municipality's own walkthrough is shown as it is written."""
    one = catalogue.walkthroughs["adres-wijzigen"]
    title = replace(one.title, key="eigen/title", dutch="Eigen onderwerp")
    own = replace(catalogue, walkthroughs={"eigen": replace(one, id="eigen", title=title, topic="onbekend")})
    made = make(tmp_path / "site", own, ("nl", "ar"))
    heading = next(next(page(made, "ar/eigen").all("h1")).all("span"))
    assert (heading.text, heading.language, heading.attributes["dir"]) == ("Eigen onderwerp", "nl", "ltr")
    assert "Eigen onderwerp" in page(made, "ar").text, "a walkthrough without a topic is still in the list"


def test_a_local_price_is_shown_with_the_day_it_was_checked_and_an_unknown_one_never_guessed(tmp_path):
    overrides = {"adres-wijzigen.prijs": ("7.50", date(2026, 10, 3))}
    known, _ = read_catalogue([ASSETS], None, overrides)
    sentence = "Uw nieuwe adres doorgeven kost 7,50 euro."
    text = by_id(page(make(tmp_path / "known", known, ("nl",)), "nl/adres-wijzigen"))["waar-doen"].text
    assert sentence in text and "Nagekeken op 3 oktober 2026." in text
    unknown, _ = read_catalogue([ASSETS])
    text = by_id(page(make(tmp_path / "unknown", unknown, ("nl",)), "nl/adres-wijzigen"))["waar-doen"].text
    assert "Vraag aan de balie of het iets kost." in text and "Nagekeken" not in text


def test_who_helps_and_when(whole):
    text = page(whole, "nl/adres-wijzigen").text
    for words in ("Ga naar de infobalie.", "U kunt ook bellen naar 02 553 17 00.", "09:00–12:30", "maandag",
                  "vrijdag 25 december 2026"):
        assert words in text
    assert "dinsdag" not in text, "a day that nobody filled in is not named"
    assert "1 november" not in text, "a day that is over is not named"


def test_sources_and_the_day_they_were_looked_at(whole):
    walkthrough = whole.catalogue.walkthroughs["adres-wijzigen"]
    section = next(page(whole, "fr/adres-wijzigen").all("section", "sources"))
    assert [link.attributes["href"] for link in section.all("a")] == list(walkthrough.sources)
    assert "Vérifié le 23 novembre 2026." in section.text


def test_a_step_from_which_a_person_helps_has_what_a_helper_must_know(whole):
    for code in CODES:
        box = next(by_id(page(whole, f"{code}/adres-wijzigen"))["hulp"].all(name="staff"))
        assert box.language == "nl"
        for text in whole.catalogue.walkthroughs["adres-wijzigen"].steps["hulp"].staff:
            assert text.dutch in box.text


def test_search_engines_learn_where_it_stands_only_when_that_is_known(whole, catalogue, tmp_path):
    made = make(tmp_path / "site", catalogue, ("nl", "ar"), us=replace(US, address="https://stappen.example.be/"))
    links = {link.attributes["href"] for link in page(made, "ar/adres-wijzigen").all("link")}
    assert {"https://stappen.example.be/ar/adres-wijzigen/", "https://stappen.example.be/nl/adres-wijzigen/"} <= links
    assert not [link for link in page(whole, "ar/adres-wijzigen").all("link") if "hreflang" in link.attributes]


def test_a_name_that_looks_like_markup_is_only_a_name(catalogue, tmp_path):
    made = make(tmp_path / "site", catalogue, ("nl",), us=replace(US, name='<script>alert("1")</script>'))
    tree = page(made, "nl/adres-wijzigen")
    assert len(list(tree.all("script"))) == 1 and '<script>alert("1")</script>' in tree.text


@pytest.mark.parametrize("code", CODES)
def test_a_hard_word_is_explained_under_the_step_that_holds_it(whole, code):
    step = by_id(page(whole, f"{code}/gezinssamenstelling"))["voor-ander"]
    [explained] = [element for element in step.all() if element.tag == "details"]
    term = next(term for term in whole.catalogue.glossary if term.id == "volmacht")
    for text in (term.term, *term.explanation):
        assert whole.texts[code].unit(text).words in explained.text
