"""A page read back as a browser reads it: what is markup, what is text, what it would ask for."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "link", "br", "img", "hr"}
ENDED_BY = {
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "tr": {"tr"},
}  # what HTML lets go without saying


@dataclass
class Element:
    """One element with what is in it."""

    name: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    def all(self, *names: str) -> list[Element]:
        """Every element of these names below it, in order."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                found += [part] if part.name in names else []
                found += part.all(*names)
        return found

    def one(self, name: str) -> Element:
        [found] = self.all(name)
        return found

    def by_id(self, name: str) -> Element:
        [found] = [element for element in self.everything() if element.attributes.get("id") == name]
        return found

    def everything(self) -> list[Element]:
        below = [part for part in self.inside if isinstance(part, Element)]
        return [self, *(element for part in below for element in part.everything())]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.open[-1].name in ENDED_BY and tag in ENDED_BY[self.open[-1].name]:
            self.open.pop()
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1].name in ENDED_BY and self.open[-1].name != tag:
            self.open.pop()
        assert self.open[-1].name == tag, (tag, [element.name for element in self.open])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_page(text: str) -> Element:
    """The page as a tree; every element is closed, but those that HTML lets go."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def table_of(page: Element) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the table of data."""
    data = page.by_id("data")
    heads = [head.text for head in data.one("thead").all("th")]
    rows = [[cell.text.strip("\n") for cell in row.all("td", "th")] for row in data.one("tbody").all("tr")]
    return heads, [row for row in rows if len(row) == len(heads)]


def policy_of(page: Element) -> str:
    [policy] = [
        meta for meta in page.all("meta") if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    return policy.attributes["content"]


def digest(text: str) -> str:
    """As a policy names a script or a style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
