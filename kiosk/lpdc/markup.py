"""HTML as editors and their tools make it → blocks of plain structure that can be read aloud.

Python's own parser reads it: it never raises, nests nothing and loads nothing. It is given only whole tags, because it
takes the square of the time for others (docs/decisions/0017). What is not shown is named in ``notes``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from kiosk.lpdc.sentences import sentences

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "dt"})
PARAGRAPHS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "blockquote", "pre", "hr",
    "figure", "figcaption", "center", "dl", "dd", "br", "fieldset", "details", "form", "option", "optgroup"})
UNSEEN = frozenset({"script", "style", "template", "noscript", "title", "head"})
"""What is between these is meant for a machine."""
ACTIVE = frozenset({"iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea", "video",
                    "audio", "canvas", "svg", "math", "frame", "frameset", "base", "meta", "link"})
"""Things that only a web page can do; words within them stay."""
DEEPEST = 6
"""Levels of lists that are told apart."""
TAG = re.compile(r"""<(?:/?[a-zA-Z]|[!?])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
"""A whole tag. No part of it can hold a `<`, so looking for all of them takes one walk through the text."""
LONGEST_TAG = 4000
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
"""Also the marks that turn the direction of writing round, with which a text can be made to look like another."""
SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: heading, text, item (of a list, ``level`` deep, with its ``mark``) or row (of a table, a unit a cell).
    A text with a level belongs to the item above it."""

    kind: str
    units: tuple[str, ...]
    level: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    address: str


@dataclass(slots=True)
class Cut:
    """What became of a text."""

    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def cut(html: str) -> Cut:
    """The blocks of a text that may be HTML, plain, or HTML that was escaped once too often. Raises nothing."""
    result = Cut()
    html = SURROGATES.sub("�", html)
    for _ in range(2):
        if TAG.search(html) or not TAG.search(unescape(html)):
            break
        html = unescape(html)
        result.notes.append("HTML that was escaped twice, read as HTML")
    parser = _Parser(result)
    parser.feed(_whole_tags(html))
    parser.close()
    parser.end()
    return result


def _whole_tags(html: str) -> str:
    """The text without comments, and with every `<` that begins no whole tag as the letter that it is."""
    pieces, place = [], 0
    while (start := html.find("<!--", place)) >= 0 and (end := html.find("-->", start)) >= 0:
        pieces.append(html[place:start])
        place = end + 3
    html = "".join([*pieces, html[place:]])
    pieces, place = [], 0
    for tag in TAG.finditer(html):
        pieces.append(html[place:tag.start()].replace("<", "&lt;"))
        if tag.end() - tag.start() <= LONGEST_TAG and not tag[0].startswith(("<!", "<?")):
            pieces.append(tag[0])
        place = tag.end()
    return "".join([*pieces, html[place:].replace("<", "&lt;")])


class _Parser(HTMLParser):
    CDATA_CONTENT_ELEMENTS = RCDATA_CONTENT_ELEMENTS = ()
    """A script that never ends must not take the rest with it unseen: `unseen` counts what it hides."""

    def __init__(self, result: Cut) -> None:
        super().__init__(convert_charrefs=True)
        self.result = result
        self.words: list[str] = []
        self.heading = False
        self.lists: list[list] = []       # [is it numbered, items so far]
        self.item = ""                    # the mark of an item that has no words yet
        self.rows: list[list[str]] | None = None  # None: not in a table; else its present row, if any
        self.header: list[str] = []
        self.header_used = False
        self.has_data = False             # has the present row a td?
        self.link: tuple[int, str] | None = None
        self.unseen: list[str] = []
        self.hidden = 0

    # What the parser calls.

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.append(tag)
            return
        values = {name: value or "" for name, value in attributes}
        if tag in UNSEEN:
            self.unseen.append(tag)
            self.hidden = 0
            return
        if tag in ACTIVE:
            self._note(f"<{tag}>, which only a web page can show")
        if tag in HEADINGS:
            self._flush()
            self.heading = True
        elif tag in ("ul", "ol", "menu", "dir"):
            self._flush()
            self.lists.append([tag == "ol", 0])
        elif tag == "li":
            self._item()
        elif tag in ("table", "tr", "td", "th", "thead", "tbody", "tfoot"):
            self._table(tag)
        elif tag in PARAGRAPHS:
            self._flush()
        elif tag == "a":
            self._end_link()
            if values.get("href"):
                self.link = (len(self.words), values["href"].strip())
        elif tag == "img":
            if alt := values.get("alt", "").strip():
                self.words.append(f" {alt} ")
            else:
                self._note("a picture without a description")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.pop()
                if not self.unseen and self.hidden:
                    self._note(f"<{tag}> with {self.hidden:,} letters")
            return
        if tag in HEADINGS:
            self._flush()
            self.heading = False
        elif tag in ("ul", "ol", "menu", "dir"):
            self._flush()
            if self.lists:
                self.lists.pop()
            self.item = ""
        elif tag in ("li", *PARAGRAPHS):
            self._flush()
            if tag == "li":
                self.item = ""
        elif tag == "a":
            self._end_link()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._end_table()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            self.hidden += len(data)
        else:
            self.words.append(data)

    # What becomes of it.

    def _note(self, note: str) -> None:
        if note not in self.result.notes:
            self.result.notes.append(note)

    def _taken(self) -> str:
        """The words so far, in single blanks."""
        self._end_link()
        text = " ".join(INVISIBLE.sub("", "".join(self.words)).split())
        self.words = []
        return text

    def _flush(self) -> None:
        """A block ends here."""
        text = self._taken()
        if not text:
            return
        if self.rows is not None:
            if not self.rows or not self.rows[-1]:
                self.rows.append([""]) if not self.rows else self.rows[-1].append("")
            cell = self.rows[-1][-1]
            self.rows[-1][-1] = f"{cell} {text}".strip()
        elif self.heading and not self.lists:
            self.result.blocks.append(Block("heading", (text,)))
        elif self.lists and self.item:
            self.result.blocks.append(Block("item", tuple(sentences(text)), self._level(), self.item))
            self.item = ""
        else:
            self.result.blocks.append(Block("text", tuple(sentences(text)), self._level()))

    def _level(self) -> int:
        return min(len(self.lists), DEEPEST)

    def _item(self) -> None:
        self._flush()
        if not self.lists:
            self.lists.append([False, 0])  # a point without its list
        self.lists[-1][1] += 1
        self.item = f"{self.lists[-1][1]}." if self.lists[-1][0] else "•"

    def _end_link(self) -> None:
        if self.link is None:
            return
        start, address = self.link
        self.link = None
        words = " ".join("".join(self.words[start:]).split())
        scheme, _, rest = address.partition(":")
        match scheme.lower():
            case "http" | "https":
                self.result.links.append(Link(words or address, address))
            case "mailto" | "tel":
                plain = rest.partition("?")[0].strip()
                if plain and plain.lower() not in words.lower():
                    self.words.append(f" ({plain})")
            case _:
                self._note(f"a link that leads nowhere from here ({address[:60]})")

    # Tables.

    def _table(self, tag: str) -> None:
        if tag == "table":
            self._end_row()
            self._flush()
            self._end_table()
            self.rows, self.header = [], []
            return
        if self.rows is None:
            self._flush()
            if tag in ("tr", "td", "th"):
                self.rows = []
        if tag == "tr":
            self._end_row()
            self.rows.append([])
            self.has_data = False
        elif tag in ("td", "th"):
            self._flush()
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self.has_data |= tag == "td"

    def _end_row(self) -> None:
        """The row that was read becomes a block: each cell behind the name of its column."""
        if self.rows is None:
            return
        self._flush()
        row = self.rows.pop() if self.rows else []
        if not any(row):
            return
        if not self.has_data and not self.header and len(row) > 1:
            self.header = row
            return
        names = [*self.header, *[""] * len(row)]
        cells = [f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell]
        units = tuple(part for cell in cells for part in sentences(cell))
        self.result.blocks.append(Block("row" if len(row) > 1 else "text", units))
        self.header_used = True

    def _end_table(self) -> None:
        """A table that had only a header is shown as that."""
        if self.header and not self.header_used:
            self.result.blocks.append(Block("row", tuple(filter(None, self.header))))
        self.rows, self.header, self.header_used = None, [], False

    def end(self) -> None:
        if self.unseen and self.hidden:
            self._note(f"<{self.unseen[0]}> with {self.hidden:,} letters")
        self.unseen = []
        if self.rows is not None:
            self._end_row()
            self._end_table()
        self._flush()
