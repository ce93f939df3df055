"""Whatever is on the card: nothing changes, and each fault has its line, a sentence and a remedy, also in Dutch."""

from __future__ import annotations

import pytest
from cards import KEY, PASSWORD, WHOLE
from PIL import Image

SITE = '[site]\nname = "Digipunt Gent"\n'


@pytest.mark.parametrize("raw", [
    b"\xef\xbb\xbf" + WHOLE.encode(),
    WHOLE.replace("\n", "\r\n").encode(),
    WHOLE.encode("utf-16"),
    WHOLE.replace(" = ", "\t=\t").encode(),
    WHOLE.replace("\n", "   \n").encode(),
], ids=["byte order mark", "CRLF", "Notepad's Unicode", "tabs", "trailing spaces"])
def test_what_editors_do_to_a_right_file_does_no_harm(kiosk, raw):
    code, said = kiosk.with_card(raw)
    assert code == 0, said
    assert kiosk.settings().site.name == "Digipunt Gent" and kiosk.settings().desk.key == KEY
    card = kiosk.card.read_bytes()
    assert KEY.encode() not in card and PASSWORD.encode() not in card
    assert (b"\r\n" in raw) == (b"\r\n" in card)
    assert kiosk.start() == (0, "Nothing to do: the settings are as the card says.\n")


def test_the_ending_that_windows_hides(kiosk):
    (kiosk.boot / "kiosk.toml.txt").write_text(WHOLE)
    assert kiosk.start()[0] == 0 and kiosk.settings().desk.key == KEY
    assert KEY not in (kiosk.boot / "kiosk.toml.txt").read_text() and not kiosk.card.exists()


def test_the_untouched_sample_beside_it_does_not_count_and_two_filled_in_are_one_too_many(kiosk):
    (kiosk.boot / "kiosk.toml.txt").write_text(WHOLE)
    assert kiosk.with_card("[site]\n# name = \"…\"\n")[0] == 0 and kiosk.settings().site.name == "Digipunt Gent"
    code, said = kiosk.with_card(SITE)
    assert code == 1 and "There are two files" in said


@pytest.mark.parametrize("name", ["kiosk (1).toml", "Kiosk - kopie.toml", "kiosk.toml.rtf"])
def test_a_name_that_is_almost_right_is_told(kiosk, name):
    (kiosk.boot / name).write_text(WHOLE)
    kiosk.card.write_text("[site]\n")  # as the sample on a ready card
    code, said = kiosk.start()
    assert code == 1 and f"kiosk.toml: is called {name} on the card. Save it as" in said and kiosk.page.exists()
    assert kiosk.with_card(SITE)[0] == 0, "it is beside a right one"


@pytest.mark.parametrize(("text", "said", "line", "dutch"), [
    ("[site]\nname = “Digipunt”\n", "curly quotation marks", 2, "rechte aanhalingstekens"),
    ("[site]\nname\u00a0= \"Digipunt\"\n", "a space of a word processor", 2, "teken dat niet kan"),
    (SITE + 'name = "x"\n', "is there twice", 3, "staat er twee keer"),
    (SITE + "[panel]\n[site]\n", "was there before", 4, "staat er twee keer"),
    (SITE + "[panel]\ndiagonal = groot\n", "without quotation marks", 4, "aanhalingstekens"),
    (SITE + "[panel]\ndiagonal 15\n", "no equals sign", 4, "=-teken"),
    ('[site]\nname = "Digipunt\n', "quotation mark", 2, "aanhalingsteken"),
    (SITE + "[panel\n", "misses a square bracket", 3, "recht haakje"),
    (SITE + "panel]\n", "misses a square bracket", 3, "recht haakje"),
    (SITE + 'languages = ["nl", "fr"\nnumber = 3\n', "a list without an end", 4, "lijst zonder einde"),
    (SITE + "[panel]\ndiagonal = 15,6\n", "a comma in a number", 4, "Schrijf een punt: 15.6."),
    (SITE + "[panel]\ndiagonal = 15.6 inch\n", "something behind its value", 4, "achter de waarde"),
    (SITE + "[panel]\nfullscreen = True # ja\n", "Write true or false", 4, "true of false"),
    (SITE + 'staff place = "het onthaal"\n', "a space in its name", 3, "spatie in de naam"),
    ("[site]\nname = 'Digipunt\n", "misses a quotation mark", 2, "aanhalingsteken"),
    (SITE + "// naam\n", "Begin a remark with #", 3, "Begin een opmerking met #"),
    ('[site]\nname = "Digi\\punt"\n', "holds a backslash", 2, "Schrijf /"),
    (SITE + '[helpers]\nmonday = ["9u-12u"]\n', 'monday holds "9u-12u", which', 4, "een lijst van uren"),
    (SITE + '[desk]\naddress = "https://d.be"\nkey = "met een spatie erin"\n', "is not a key", 5, "de sleutel"),
    (SITE + '[panel]\ndiagonal = "groot"\n', "which is not a number. Write a number from 7 to 32 (inches)", 4,
     "Schrijf een getal van 7 tot 32 (inch)"),
    (SITE + "[sound]\nvolume = 11\n", "too much. Write a whole number from 1 to 7", 4,
     "Schrijf een geheel getal van 1 tot 7"),
    (SITE + 'naem = "x"\n', "site.naem is not a setting", 3, "Bedoelt u site.name?"),
    (SITE + "[helper]\nmonday = []\n", "Did you mean the table [helpers]?", 3, "Bedoelt u de tabel [helpers]?"),
    (SITE + 'staff_place = "het\tonthaal"\n', "a sign that cannot be shown", 3, "één regel tekst"),
    ('name = "Digipunt"\n' + SITE, "stands outside a table", 1, "[site]"),
    (SITE + '[machine]\nhostname = "onze kiosk"\n', "not a machine's name", 4, "letters, cijfers en streepjes"),
    (SITE + '[machine]\nwifi_name = "Bib"\nwifi_password = "kort"\n', "is not a Wi-Fi password", 5,
     "van 8 tot 63 tekens"),
    (SITE + '[machine]\nwifi_nam = "Bib"\n', "Did you mean machine.wifi_name?", 4, "Bedoelt u machine.wifi_name?"),
    (SITE + '[machine]\ntime_zone = "Europe/Gent"\n', "does not know", 4, "Europe/Brussels"),
    (SITE + '[machine]\ntime_zone = "../../etc/passwd"\n', "does not know", 4, "Europe/Brussels"),
    (SITE + '[machine]\nssh_key = "-----BEGIN OPENSSH PRIVATE KEY-----"\n', "not a public key", 4, ".pub-bestand"),
    (WHOLE.replace("admin_networks", "# admin_networks"), "opens nothing, since lockdown.admin_networks", 19,
     "laat niemand binnen"),
    (SITE + '[machine]\nssh_key = "command=\\"sh\\" ssh-ed25519 AAAA"\n', "not a public key", 4, ".pub-bestand"),
    (SITE + '[desk]\naddress = "https://desk.elsewhere.be"\n', "desk.key is not", 4, "hoort een sleutel"),
    (SITE + f'[desk]\naddress = "http://desk.example.be"\nkey = "{KEY}"\n', "unprotected", 4, "https://"),
    (SITE + f'desk = {{ address = "https://d.be", key = "{KEY}" }}\n', "site.desk is not a setting", 3, "bestaat niet"),
    (f'desk = {{ address = "https://d.be", key = "{KEY}" }}\n', "desk.key does not stand on a line of its own", 1,
     "op een regel"),
    (f'[machine]\nwifi_name = "Bib"\nwifi_password = """\n{PASSWORD}"""\n', "line of its own", 3, "eigen regel"),
])
def test_each_fault_is_told_and_nothing_changes(kiosk, text, said, line, dutch, monkeypatch):
    kiosk.with_card(WHOLE)
    before = kiosk.everything()
    shown = []
    empty = Image.new("1", (1, 1))
    monkeypatch.setattr("kiosk.provision.page.draw", lambda page, rotation: shown.append(page) or empty)
    code, told = kiosk.with_card(text)
    assert code == 1 and f"kiosk.toml:{line}: " in told and said in told, told
    assert "Nothing was changed." in told
    assert kiosk.everything() == before and kiosk.card.read_text() == text
    heads, words = zip(*shown[0].parts, strict=True)
    assert f"Regel {line}" in heads[0] and dutch in " ".join(words)
    assert kiosk.report()["state"] == "fault" and kiosk.report()["faults"][0]["line"] == line
    assert KEY not in told + str(shown) and PASSWORD not in told + str(shown)


def test_a_password_in_the_wrong_line_is_not_shown_to_the_room(kiosk):
    code, said = kiosk.with_card(f'[desk]\naddress = "{KEY}"\n')
    assert code == 1 and KEY not in said and KEY not in str(kiosk.report())


@pytest.mark.parametrize(("raw", "said"), [
    (bytes(range(256)) * 40, "is not plain text"),
    (b"[site]\nname = \"caf\xe9\"\n", "is not plain text"),
    (b"[site]\nname = \"a\0b\"\n", "is not plain text"),
])
def test_what_is_no_text(kiosk, raw, said):
    code, told = kiosk.with_card(raw)
    assert code == 1 and said in told and kiosk.page.exists()


def test_fifty_megabytes_are_not_read(kiosk):
    with open(kiosk.card, "wb") as file:
        file.truncate(50_000_000)
    code, said = kiosk.start()
    assert code == 1 and "far too large" in said


def test_a_folder_of_that_name(kiosk):
    kiosk.card.mkdir()
    code, said = kiosk.start()
    assert code == 1 and "cannot be read" in said


def test_a_mended_file_takes_the_page_away(kiosk):
    kiosk.with_card("[site]\nname = 3\n")
    assert kiosk.report()["state"] == "fault"
    kiosk.with_card(SITE)
    assert kiosk.report()["state"] == "taken" and kiosk.settings().site.name == "Digipunt Gent"


def test_the_kiosk_waits_for_a_right_file_only_where_it_has_no_settings_yet(kiosk):
    seconds = kiosk.root / "run/kiosk-provision/seconds"
    kiosk.with_card("[site]\nname = 3\n")
    assert seconds.read_text() == "infinity\n"
    kiosk.with_card(SITE)
    kiosk.with_card("[site]\nname = 3\n")
    assert seconds.read_text() == "60\n"


def test_a_key_that_was_made_wrong_on_the_machine_is_told_too(kiosk):
    kiosk.with_card(WHOLE)
    kiosk.settings_file.write_text(kiosk.settings_file.read_text().replace(KEY, "short"))
    code, said = kiosk.with_card(kiosk.card.read_text().replace("21.5", "15.6"))
    assert code == 1 and "desk.key is not a key" in said


def test_a_folder_that_is_not_there_is_no_card_that_says_nothing(kiosk):
    kiosk.boot.rmdir()
    code, said = kiosk.start()
    assert code == 1 and "is no folder" in said
