"""Translation files: what a translator's tool writes is read, and what is written is stable."""

from __future__ import annotations

import gettext
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.fingerprint import MADE_FROM, fingerprint
from kiosk.language.po import Entry, PoFault, PoFile, compile_po, parse_po, write_po

FROM_A_TOOL = """\
# Vertaald door het team van de bibliotheek.
#
msgid ""
msgstr ""
"Project-Id-Version: kiosk\\n"
"PO-Revision-Date: 2026-11-23 12:00+0100\\n"
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: some tool\\n"

# Zo zegt men het hier.
#. One sentence: at most 15 words.
#: assets/walkthroughs/a/walkthrough.yaml:12
#, fuzzy, python-brace-format
#| msgid ""
#| "Zeg "
#| "\\"hallo\\"."
msgctxt "a/text/1"
msgid ""
"Zeg "
"{value}."
msgstr ""
"Dites "
"{value}.\\n"

#~| msgid "Nog ouder"
#~ msgctxt "a/oud"
#~ msgid "Oud"
#~ msgstr "Vieux"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_tools_file_is_read(newline, mark):
    po = parse_po(mark + FROM_A_TOOL.replace("\n", newline).encode(), "fr.po")
    assert po.notes == ("Vertaald door het team van de bibliotheek.",)
    assert po.entries == (Entry("a/text/1", "Zeg {value}.", "Dites {value}.", stale=True,
                                previous='Zeg "hallo".', notes=("Zo zegt men het hier.",)),)
    assert po.obsolete == (Entry("a/oud", "Oud", "Vieux"),)


def test_another_encoding_is_read_when_the_file_says_so():
    data = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=iso-8859-1\\n"\n' \
           'msgctxt "a"\nmsgid "b"\nmsgstr "é"\n'
    assert parse_po(data.encode("latin-1"), "fr.po").entries[0].words == "é"


def test_plural_entries_and_entries_without_a_key_are_not_ours():
    data = b'msgid "a"\nmsgstr "b"\n\n' \
           b'msgctxt "k"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    assert parse_po(data, "fr.po").entries == ()


def test_a_fault_names_file_line_and_remedy():
    with pytest.raises(PoFault) as fault:
        parse_po(b'msgctxt "a"\nmsgid "b"\nmsgstr "een "woord""\n', "locales/fr/LC_MESSAGES/interface.po")
    assert fault.value.problem.line == 3
    assert str(fault.value).startswith("locales/fr/LC_MESSAGES/interface.po:3: ")
    assert fault.value.problem.remedy


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)
ENTRIES = st.builds(Entry, key=WORDS.filter(bool), dutch=WORDS.filter(bool), words=WORDS)


@given(st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.key))
def test_what_is_written_is_read_back_and_written_the_same(entries):
    data = write_po(PoFile(tuple(entries)), "fr")
    again = parse_po(data, "fr.po")
    assert [(e.key, e.dutch) for e in again.entries] == [(e.key, e.dutch) for e in entries]
    assert write_po(parse_po(write_po(again, "fr"), "fr.po"), "fr") == write_po(again, "fr")


PIECES = ['msgctxt "a"', 'msgid "b"', 'msgstr "c"', 'msgid_plural "d"', 'msgstr[0] "e"', 'msgstr[7] "f"',
          "# g", "#, fuzzy", '#| msgid "h"', '"i"', '#~ msgid "j"', '#~ msgstr "k"', "#: l:1", "#: \u2068m",
          "", 'msgid ""', 'msgstr "Plural-Forms: nplurals=2; plural=n;\\n"', 'msgstr "Language: zz\\n"']


@given(st.one_of(st.binary(max_size=200),
                 st.lists(st.sampled_from(PIECES), max_size=12).map(lambda lines: "\n".join(lines).encode())))
def test_nothing_but_a_fault_is_raised(data):
    try:
        po = parse_po(data, "fr.po")
        write_po(po, "fr")
        gettext.GNUTranslations(BytesIO(compile_po(data, "fr.po")))
    except PoFault as fault:
        assert fault.problem.remedy


def test_compiled_files_are_reproducible_and_hold_only_what_may_be_shown():
    entries = Entry("a", "een", "un"), Entry("b", "twee", "deux", stale=True), Entry("c", "drie")
    data = write_po(PoFile(entries), "fr")
    assert compile_po(data, "x") == compile_po(data, "x")
    made = gettext.GNUTranslations(BytesIO(compile_po(data, "x")))
    assert made.pgettext("a", "een") == "un"
    assert made.pgettext("b", "twee") == "twee" and made.pgettext("c", "drie") == "drie"
    assert made.pgettext(*MADE_FROM) == fingerprint(data)
