"""A page as a tree of elements, read with Python's own parser."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "img", "input", "hr", "use", "path", "rect", "circle"}


class Element:
    """A tag, its attributes, and what is in it: elements and texts, in order."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None,
                 document: list[Element]) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.inside: list[Element | str] = []
        self._document, self._first = document, len(document) + 1
        self.end = 0
        """Where in the document what comes after it begins: there are two million elements to look through."""
        document.append(self)

    def all(self, tag: str = "", name: str = "") -> Iterator[Element]:
        """The elements in it with that tag, and with that attribute or class."""
        for one in self._document[self._first:self.end]:
            if (not tag or one.tag == tag) and (not name or name in one.attributes or name in one.classes):
                yield one

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def language(self) -> str:
        found = self.attributes.get("lang")
        return found or (self.parent.language if self.parent else "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.document: list[Element] = []
        self.at = self.root = Element("", {}, None, self.document)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.at, self.document)
        self.at.inside.append(element)
        if tag in EMPTY:
            element.end = len(self.document)
        else:
            self.at = element

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        self.at.end = len(self.document)
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.inside.append(data)


def read(html: str) -> Element:
    """AssertionError where an element is closed that is not open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    reader.root.end = len(reader.document)
    return reader.root
