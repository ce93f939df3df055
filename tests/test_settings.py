"""The administrator's one file: whatever it says, the kiosk starts, and tells what to mend and where."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.languages import LANGUAGES as KNOWN_LANGUAGES
from kiosk.settings import LANGUAGES, SETTINGS, Settings, find, load
from kiosk.settings_file import markdown, read, sample
from kiosk.settings_values import Fact


def load_text(tmp_path: Path, text: str):
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_without_any_file_everything_has_its_default(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIOSK_SETTINGS", "")
    if find() is None:  # a machine that is a kiosk has a file in /etc
        assert load() == (Settings(), ())


def test_the_file_that_is_named_in_the_environment_counts(monkeypatch, tmp_path):
    (tmp_path / "mine.toml").write_text("[site]\nname = 'Digipunt Zuid'")
    monkeypatch.setenv("KIOSK_SETTINGS", str(tmp_path / "mine.toml"))
    assert load()[0].site.name == "Digipunt Zuid"


def test_every_setting_can_be_set(tmp_path):
    settings, problems = load_text(tmp_path, """
        [panel]
        diagonal = 21
        resolution = "1080x1920"
        rotation = 90
        viewing_distance = 600
        fullscreen = false
        [site]
        name = " Digipunt Gent "
        number = 65535
        languages = ["ar", "fr"]
        start_language = "fr"
        keyboard = "azerty"
        staff_place = "loket 3"
        [sound]
        enabled = false
        volume = 1
        speed = 7
        [idle]
        still_there = 120
        answer = 20
        dim_after = 60
        [helpers]
        monday = ["9:00 - 12:30", "13:30–17:00"]
        saturday = ["0:00-24:00"]
        sunday = []
        phone = "09 000 00 00"
        exceptions = { "2026-12-25" = [] }
        [desk]
        address = "https://desk.example.be:8443/"
        key = "abcdefghijklmnop"
        folder = "/srv/outbox"
        [take_along]
        site_address = "https://example.be/stappen/"
        printer = "tcp:printer.local:9100"
        paper = 80
        [content]
        folder = "/srv/own"
        [facts]
        "address-change.fee" = { value = "€ 5", checked_on = 2026-10-01 }
    """)
    assert problems == ()
    assert settings.panel.diagonal == 21.0
    assert settings.panel.resolution == (1080, 1920)
    assert settings.site.name == "Digipunt Gent"
    assert settings.site.languages == ("nl", "ar", "fr")  # Dutch is always there, and first
    assert settings.helpers.monday == ("09:00-12:30", "13:30-17:00")
    assert settings.helpers.tuesday is None  # unknown, which is not the same as closed
    assert settings.helpers.saturday == ("00:00-24:00",)
    assert settings.helpers.sunday == ()
    assert settings.helpers.exceptions == {date(2026, 12, 25): ()}
    assert settings.desk.address == "https://desk.example.be:8443"  # paths are put behind it
    assert (settings.desk.key, settings.desk.folder) == ("abcdefghijklmnop", Path("/srv/outbox"))
    assert settings.take_along.site_address == "https://example.be/stappen"
    assert settings.take_along.printer == "tcp:printer.local:9100" and settings.take_along.paper == 80
    assert settings.content.folder == Path("/srv/own")
    assert settings.facts == {"address-change.fee": Fact("€ 5", date(2026, 10, 1))}


@pytest.mark.parametrize(("line", "says", "allows"), [
    ("panel.diagonal = 40", "is 40, which is too much", "a number from 7 to 32 (inches)"),
    ("panel.diagonal = 6.9", "is 6.9, which is too little", "7 to 32"),
    ('panel.diagonal = "15.6"', 'is "15.6", which is not a number', "7 to 32"),
    ("panel.diagonal = true", "is true, which is not a number", "7 to 32"),
    ("panel.diagonal = nan", "is nan, which is not a number", "7 to 32"),
    ('panel.resolution = "big"', 'is "big", which is not a resolution', '"1920x1080"'),
    ("panel.resolution = 1080", "is 1080, which is not a resolution", '"auto"'),
    ("panel.rotation = 45", "is 45, which is not one of the choices", "0, 90, 180 or 270"),
    ("panel.rotation = false", "is false, which is not one of the choices", "0, 90, 180 or 270"),
    ("panel.viewing_distance = 500.5", "is 500.5, which is not a whole number", "300 to 1000 (mm)"),
    ('panel.fullscreen = "yes"', 'is "yes", which is neither true nor false', "true or false"),
    ("site.name = 3", "is 3, which is not a text", "one line of text"),
    ('site.name = "a\\nb"', "has more than one line", "one line of text"),
    (f'site.name = "{"x" * 61}"', "has 61 characters, which is too long", "60 characters"),
    ("site.number = 65536", "is 65536, which is too much", "0 to 65535"),
    ('site.languages = ["nl", "xx"]', 'names "xx", which the kiosk does not know', '"fr"'),
    ('site.languages = "nl"', 'is "nl", which is not a list', '"fr"'),
    ('site.start_language = "xx"', 'is "xx", which is not one of the choices', '"nl"'),
    ('site.keyboard = "qwerty"', 'is "qwerty"', '"abc" or "azerty"'),
    ("sound.volume = 0", "is 0, which is too little", "1 to 7"),
    ("sound.speed = 8", "is 8, which is too much", "1 to 7"),
    ("idle.still_there = 60", "is 60, which is too little", "120 to 300 (s)"),
    ("idle.answer = 60", "is 60, which is too much", "20 to 45 (s)"),
    ('helpers.monday = "09:00-12:00"', "which is not a list", "09:00-12:30"),
    ('helpers.monday = ["9-12"]', 'holds "9-12", which is not written like', "09:00-12:30"),
    ('helpers.monday = ["25:00-26:00"]', 'holds "25:00-26:00", which is not written like', "09:00-12:30"),
    ('helpers.monday = ["24:00-25:00"]', 'holds "24:00-25:00", which is not written like', "09:00-12:30"),
    ('helpers.monday = ["13:00-12:00"]', "which ends before it begins", "09:00-12:30"),
    ('helpers.monday = ["13:00-17:00", "09:00-13:30"]', "overlap or are out of order", "in order"),
    ('helpers.exceptions = { "kerst" = [] }', "is not a date", "2026-12-25"),
    ('helpers.exceptions = { "2026-12-24" = ["9"] }', 'holds "9"', "09:00-12:00"),
    ("helpers.exceptions = 3", "is 3, which is not a table", "2026-12-25"),
    ('desk.address = "desk.example.be"', "is not a web address", "begins with https://"),
    ('desk.address = "http://desk.example.be"', "goes over the network unprotected", "begins with https://"),
    ('desk.address = "http://localhost.example.be"', "goes over the network unprotected", "begins with https://"),
    ('desk.address = "https://desk.example.be/?a#b"', "is not a web address", "begins with https://"),
    ('desk.address = "https://user:secret@desk.example.be"', "is not a web address", "begins with https://"),
    (f'desk.address = "https://{"x" * 80}.be"', "has 91 characters, which is too long", "80 characters"),
    ('desk.key = "short"', "is not a key", "add-kiosk"),
    ('desk.key = "with a space in between"', "is not a key", "add-kiosk"),
    ('desk.folder = "outbox"', 'is "outbox", which is not a full path', 'beginning with "/"'),
    ('take_along.site_address = "stappen"', "is not a web address", "begins with https://"),
    ('take_along.printer = "lp0"', "is not a way to a printer", "/dev/usb/lp0"),
    ('take_along.printer = "usb:epson"', "is not a way to a printer", "/dev/usb/lp0"),
    ("take_along.paper = 57", "is 57, which is not one of the choices", "58 or 80 (mm)"),
    ('desk_server.address = "desk.example.be"', "is not a web address", "begins with https://"),
    ('desk_server.address = "https://example.be/desk"', "is not a web address alone", "begins with https://"),
    ('desk_server.address = "https://a b"', "is not a web address", '"" for none'),
    ("desk_server.oidc_issuer = 3", "is 3, which is not a text", "200 characters"),
    ("desk_server.session_hours = 48", "is 48, which is too much", "1 to 24 (hours)"),
    ('panel.backend = "wayland"', 'is "wayland"', '"xorg" or "weston"'),
    ("sound.card = 0", "is 0, which is not the name of a sound card", '"Headphones"'),
    ('sound.card = "hw:0"', 'is "hw:0", which is not the name', '"Headphones"'),
    ('opening.monday = ["9-18"]', 'holds "9-18", which is not written like', "09:00-12:30"),
    ('lockdown.admin_networks = "10.1.2.0/24"', "which is not a list", '["10.1.2.0/24"]'),
    ('lockdown.admin_networks = ["10.1.2.3/24"]', 'holds "10.1.2.3/24", which is not a network', '["10.1.2.0/24"]'),
    ('lockdown.admin_networks = ["office"]', 'holds "office", which is not a network', '["10.1.2.0/24"]'),
    ('lockdown.reach = ["https://a.be/"]', 'holds "https://a.be/", which is not a server', "apt.example.be"),
    ('lockdown.reach = ["a.be:70000"]', 'holds "a.be:70000", which is not a server', "apt.example.be"),
    ('lockdown.reach = ["a.be:; drop"]', 'holds "a.be:; drop", which is not a server', "apt.example.be"),
    ('content.folder = "own"', 'is "own", which is not a full path', 'beginning with "/"'),
    ('facts."a.fee" = 5', "is 5 without the date", "checked_on"),
    ('facts."a.fee" = { value = 5 }', "has value, but a fact has value and checked_on", "checked_on"),
    ('facts."a.fee" = { value = [], checked_on = 2026-10-01 }', "neither a text nor a number", "checked_on"),
    ('facts."a.fee" = { value = 5, checked_on = "2026" }', "which is not a date", "2026-10-01"),
    ("facts.fee = { value = 5, checked_on = 2026-10-01 }", "does not name a walkthrough", "walkthrough.fact"),
    ("facts = 3", "is 3, which is not a table", "walkthrough.fact"),
])
def test_a_wrong_value_gives_way_to_its_default_and_says_so(tmp_path, line, says, allows):
    settings, problems = load_text(tmp_path, f"# a comment\n\n{line}\n")
    assert settings == Settings()
    (problem,) = problems
    sentence = str(problem)
    assert sentence.startswith(f"{tmp_path}/kiosk.toml:3: {line.partition(' =')[0].split('.')[0]}")
    assert says in sentence
    assert allows in sentence
    assert not problem.fatal


@pytest.mark.parametrize(("text", "hint"), [
    ("[panel]\ndiagnal = 15", "Did you mean panel.diagonal?"),
    ("[sound]\ndiagonal = 15", "Did you mean panel.diagonal?"),  # the right name in another table
    ("[site]\nnaem = 1", "Did you mean site.name?"),  # which other tables have too
    ("[panel]\ncolour = 1", "The settings here are panel.diagonal, panel.resolution"),
    ("[panl]\ndiagonal = 15", "Did you mean the table [panel]?"),
    ("diagonal = 15", "Did you mean panel.diagonal?"),
    ("panel = 15", "Did you mean the table [panel]?"),
    ("[zzzzz]\na = 1", "The tables are [administrator], [channel], "),
    ("[site]\ndiagonal = 15", "Did you mean panel.diagonal?"),
    ('[watching]\naddress = "x"', "The settings here are watching.ping, "),
])
def test_an_unknown_name_brings_the_nearest_known_one(tmp_path, text, hint):
    settings, problems = load_text(tmp_path, text)
    assert settings == Settings()
    (problem,) = problems
    assert hint in str(problem)
    assert problem.line == (2 if "." in problem.key else 1)


def test_all_faults_are_told_at_once_and_nothing_right_is_lost(tmp_path):
    settings, problems = load_text(tmp_path, """[panel]
diagonal = 99
rotation = 180

[helpers]
monday = ["x"]
"tuesday" = ["09:00-12:00"]

[helpers.exceptions]
"2026-13-01" = []
2026-12-25 = []

[facts.address-change]
fee = 5
delay = { value = "2 weken", checked_on = 2026-10-01 }

[site]
languages = [
    "fr",
    "xx",
]
nmae = "Digipunt"
""")
    assert [problem.line for problem in problems] == [2, 6, 10, 14, 18, 22]
    assert settings.panel.rotation == 180
    assert settings.helpers.tuesday == ("09:00-12:00",)
    assert settings.helpers.exceptions == {date(2026, 12, 25): ()}
    assert settings.facts == {"address-change.delay": Fact("2 weken", date(2026, 10, 1))}


def test_a_start_language_that_is_not_offered_gives_way_to_dutch(tmp_path):
    settings, (problem,) = load_text(tmp_path, '[site]\nlanguages = ["nl", "fr"]\nstart_language = "de"')
    assert settings.site.start_language == "nl"
    assert problem.line == 3
    assert "not among site.languages" in str(problem)


@pytest.mark.parametrize("text", ["[panel\n", "[panel]\ndiagonal 15", 'x = "', "a = 1\na = 2", "[p]\nx = {"])
def test_what_is_not_toml_names_the_line_and_leaves_all_defaults(tmp_path, text):
    settings, (problem,) = load_text(tmp_path, text)
    assert settings == Settings()
    assert problem.fatal
    assert problem.line in (1, 2)
    assert "cannot be read as TOML" in str(problem)


@pytest.mark.parametrize(("line", "said"), [
    ("diagonal = 15,6", "has a comma in a number. Write it with a point"),
    ("diagonal = 15.6 inch", "the number alone, without its unit"),
    ('diagonal = 15.6"', "the number alone, without its unit"),
    ("diagonal = 015", "a number that begins with 0. Leave that 0 out"),
    ("resolution = 1920x1080", 'a resolution without quotation marks. Write it as "1920x1080"'),
    ("fullscreen = True", "true or false, in small letters"),
    ("fullscreen = ja # in de hal", "true or false, in small letters"),
    ("backend = xorg", "a value without quotation marks"),
    ("backend = “xorg”", "straight quotation marks"),
    ('backend: "xorg"', "a colon behind its name. Write = in its place"),
    ('backend "xorg"', "no equals sign"),
    ("; backend", "a remark with #"),
    ('backend = "C:\\kiosk"', "a backslash. Write / in its place"),
    ("rotation = 90\nrotation = 90", "is there twice"),
    ('rotation = 90\n[site]\nname = "a"\n[panel]', "a table that was there before"),
    ('backend = "xorg', "a quotation mark at its end"),
])
def test_a_usual_slip_is_told_by_its_own_name(tmp_path, line, said):
    _, (problem,) = load_text(tmp_path, f"[panel]\n{line}\n")
    assert problem.fatal and problem.line == 1 + len(line.splitlines())
    assert said in str(problem) and "(at line" not in str(problem)


def test_a_key_on_a_line_with_a_slip_is_not_repeated(tmp_path):
    _, (problem,) = load_text(tmp_path, "[desk]\nkey = 61y9MhmHauiWO_bHK8A1")
    assert "61y9" not in str(problem)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    settings, (problem,) = load(tmp_path / "nowhere.toml")
    assert settings == Settings()
    assert "No such file" in str(problem)
    assert load(tmp_path)[1][0].fatal  # a folder
    (tmp_path / "kiosk.toml").write_bytes(b"\xff\xfe[\0p\0")
    assert "UTF-8" in str(load(tmp_path / "kiosk.toml")[1][0])


def test_a_file_saved_by_windows_notepad_is_read(tmp_path):
    (tmp_path / "kiosk.toml").write_bytes(b"\xef\xbb\xbf[panel]\r\nrotation = 90\r\n")
    settings, problems = load(tmp_path / "kiosk.toml")
    assert (settings.panel.rotation, problems) == (90, ())


@pytest.mark.smoke
def test_the_sample_file_changes_nothing_and_each_of_its_lines_may_be_used(tmp_path):
    text = sample(Settings)
    assert load_text(tmp_path, text) == (Settings(), ())
    in_use = re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)
    settings, problems = load_text(tmp_path, in_use)
    assert problems == ()
    assert (settings.panel, settings.site, settings.sound, settings.idle) == (
        Settings().panel, Settings().site, Settings().sound, Settings().idle)
    for setting in SETTINGS:
        assert setting.key in in_use


def test_the_manuals_table_has_a_row_for_every_setting():
    rows = markdown(Settings).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [setting.name for setting in SETTINGS]
    assert all(row.count(" | ") == 4 for row in rows)


def test_the_languages_that_can_be_set_are_the_languages_there_are():
    assert tuple(language.code for language in KNOWN_LANGUAGES) == LANGUAGES


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)


@given(st.sampled_from(SETTINGS), values)
def test_no_value_whatever_stops_the_kiosk(setting, value):
    toml = f"{setting.name} = {_as_toml(value)}"
    settings, _ = read(Settings, toml, "kiosk.toml")
    assert isinstance(settings, Settings)


def _as_toml(value) -> str:
    """TOML for a value, roughly: now and then it is not TOML at all, which must not matter either."""
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_as_toml(key)} = {_as_toml(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_wrong_key_is_not_repeated(tmp_path):
    _, (problem,) = load_text(tmp_path, "[desk]\nkey = 'se cret'")
    assert "se cret" not in str(problem)


def test_an_address_without_a_key_is_asked_about(tmp_path):
    settings, (problem,) = load_text(tmp_path, "[desk]\naddress = 'http://localhost:8000'")
    assert settings.desk.address == "http://localhost:8000"  # on the machine itself it may go without TLS
    assert problem.line == 2 and "kiosk desk add-kiosk" in problem.remedy


def test_a_key_without_an_address_is_asked_about(tmp_path):
    _, (problem,) = load_text(tmp_path, "[desk]\nkey = '61y9MhmHauiWO_bHK8A1'")
    assert problem.line == 2 and "desk.address is not" in str(problem)


def test_of_a_wrong_key_only_that_is_said(tmp_path):
    _, (problem,) = load_text(tmp_path, "[desk]\naddress = 'https://desk.example.be'\nkey = 'short'")
    assert "is not a key" in str(problem)
