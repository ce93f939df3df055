"""A page as a tree of elements, read with Python's own parser."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "img", "input", "hr", "use", "path", "rect", "circle"}


class Element:
    """A tag, its attributes, and what is in it: elements and texts, in order."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.inside: list[Element | str] = []

    def all(self, tag: str = "", name: str = "") -> Iterator[Element]:
        """The elements in it with that tag, and with that attribute or class."""
        for one in self.inside:
            if isinstance(one, Element):
                if (not tag or one.tag == tag) and (not name or name in one.attributes or name in one.classes):
                    yield one
                yield from one.all(tag, name)

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
        self.at = self.root = Element("", {}, None)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.at)
        self.at.inside.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_startendtag(self, tag, attributes):
        self.at.inside.append(Element(tag, dict(attributes), self.at))

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.inside.append(data)


def read(html: str) -> Element:
    """AssertionError where an element is closed that is not open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root
