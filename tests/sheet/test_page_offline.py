"""The assistant's page on a telephone that has no network."""

from __future__ import annotations

from at_the_page import opened, shows
from playwright.sync_api import expect

from kiosk.handoff import letters


def test_without_a_network_it_reads_a_code_and_plays_the_phrase(context, desk, stuck, catalogue):
    first = context.new_page()
    opened(first, f"{desk}/h")
    expect(first.locator("#ready")).to_be_visible()
    first.close()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    page.reload()
    shows(page, stuck, catalogue)
    expect(page.locator("#phrases .words").first).to_have_text("مرحبًا، أنا هنا لمساعدتك.")
    fonts = page.evaluate("() => document.fonts.ready.then(all => [...all].map(font => font.family + font.status))")
    assert {"Atkinsonloaded", "Arabicloaded", "Iconsloaded"} <= {name.replace('"', "") for name in fonts}
    play = page.get_by_role("button", name="Laat horen").first
    if play.count():
        play.click()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        expect(page.locator("#silent")).to_be_empty()
    page.goto(f"{desk}/h?vraag={'0' * 32}#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    expect(page.locator("#buttons form")).to_have_count(0)
    context.complaints.clear()      # that the network is away, the browser says in its console


def test_a_picture_that_was_seen_once_is_there_without_a_network(context, desk, stuck):
    page = context.new_page()
    opened(page, f"{desk}/h")
    expect(page.locator("#ready")).to_be_visible()
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    page.reload()
    expect(page.locator("#picture")).to_be_visible()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.reload()
    expect(page.locator("#picture")).to_be_visible()
    assert page.locator("#seen").evaluate("image => image.decode().then(() => image.naturalWidth)") == 800


def test_first_opened_without_a_network_it_says_so(context, desk):
    page = context.new_page()
    page.route("**/catalogus.json", lambda route: route.abort())
    page.goto(f"{desk}/h#CBDC")
    expect(page.get_by_role("alert")).to_contain_text("Er is nu geen internet")
    context.complaints.clear()


def test_a_file_that_does_not_arrive_is_asked_for_again(context, desk, stuck, catalogue):
    page = context.new_page()
    lost = []
    page.route("**/statisch/words.js", lambda route: lost.append(route.abort()) if not lost else route.continue_())
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    assert lost
    context.complaints.clear()


def test_when_it_never_arrives_the_page_says_so(context, desk):
    page = context.new_page()
    page.route("**/statisch/words.js", lambda route: route.abort())
    page.goto(f"{desk}/h#CBDC")
    expect(page.get_by_text("Deze pagina kwam niet helemaal aan. Laad ze opnieuw.")).to_be_visible()
    context.complaints.clear()


def test_while_nothing_arrives_at_all_it_is_not_empty(context, desk):
    page = context.new_page()
    page.route("**/statisch/start.js", lambda route: None)   # neither answered nor refused
    page.goto(f"{desk}/h#CBDC", wait_until="commit")
    expect(page.get_by_text("Even geduld…")).to_be_visible()
    late = page.get_by_text("Duurt het lang? Laad de pagina opnieuw.")
    expect(late).to_be_hidden()
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    expect(late).to_be_visible()
    context.complaints.clear()
