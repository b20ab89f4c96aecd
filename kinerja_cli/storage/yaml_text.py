"""Bounded YAML that is nothing but text: bytes from people to a tree that knows where each part stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kinerja_cli.domain.text import visible

MOST_BYTES = 1 << 20
DEEPEST = 8
_TOO_DEEP = f"terlalu dalam: paling banyak {DEEPEST} tingkat"
MOST_NODES = 20_000

# What YAML may hold, less the breaks that no editor counts as a line and a byte order mark inside the text.
_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAK = re.compile(r"\r\n|\r|\n")
LONGEST_SHOWN = 40


class Place(NamedTuple):
    """Line and column in the file, both from 1; columns count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar, always text. *broken* marks a value already refused, which gives rise to no other fault."""

    text: str
    place: Place
    broken: bool = False


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    items: list[Node]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: TextNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; of a repeated key only the first is kept."""

    entries: dict[str, Entry]
    place: Place


_START = Place(1, 1)

Node = TextNode | ListNode | MapNode
Complaint = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read, and all that was wrong with it as YAML; *root* is None where reading stopped."""

    root: Node | None
    complaints: list[Complaint]


class _StopError(Exception):
    """Reading can't go on after this one."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.complaint: Complaint = (place, reason)


def shown(text: str) -> str:
    """Quote a value for a message: on one line, harmless to a terminal, and not too long."""
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return f"'{visible(cut)}'"


def read_yaml(raw: bytes, *, fast: bool = True) -> Document:
    """Read one document of at most 1 MiB, 8 levels and 20 000 nodes.

    Anchors, aliases, tags, merge keys and repeated keys are complained of.  *fast* takes libyaml where PyYAML
    was built with it; where both read a file, trees and places are the same.  Never raises.
    """
    building = _Building()
    try:
        text = _decoded(raw)
        for event in _events(text, building, fast=fast):
            building.take(event)
        root = building.roots[0] if building.roots else None
        if root is None or (isinstance(root, TextNode) and not root.text and not root.broken):
            raise _StopError(_START, "berkas kosong; salin contohnya dengan: kinerja init FOLDER_BARU")
    except _StopError as stop:
        return Document(None, [*building.complaints, stop.complaint])
    return Document(root, building.complaints)


def _decoded(raw: bytes) -> str:
    """Decode to text that YAML allows, less its byte order mark, with a last line break."""
    if len(raw) > MOST_BYTES:
        raise _StopError(_START, "berkas lebih besar dari 1 MiB; berkas kriteria biasanya beberapa KiB saja")
    nul = raw.find(b"\0")
    if nul >= 0:
        where = _place_in(raw[:nul].decode("utf-8", "replace"))
        raise _StopError(where, "bita NUL di dalam berkas; simpan ulang sebagai teks UTF-8")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _place_in(raw[: error.start].decode("utf-8"))
        raise _StopError(where, "bukan teks UTF-8; simpan ulang berkas sebagai UTF-8") from None
    text = text.removeprefix("\ufeff")
    if found := _FORBIDDEN.search(text):
        where = _place_in(text[: found.start()])
        raise _StopError(
            where, f"karakter U+{ord(found[0]):04X} tidak boleh ada di berkas; hapus karakter itu"
        )
    # With a last break both readers place an end that comes too early alike.
    return text if text.endswith(("\n", "\r")) else text + "\n"


def _place_in(before: str) -> Place:
    """Find the place right after *before*."""
    lines = _BREAK.split(before.removeprefix("\ufeff"))
    return Place(len(lines), len(lines[-1]) + 1)


def _events(text: str, building: _Building, *, fast: bool) -> Iterator[Any]:
    import yaml  # here, so that a command that only compares digests doesn't pay for it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if fast else yaml.SafeLoader
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, text, building.last) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # PyYAML leaks ValueError and OverflowError for numbers of escapes and directives out of all range.
        raise _StopError(building.last, "susunan YAML sesudah ini tidak benar") from None


_SYNTAX = (
    ("nesting depth", _TOO_DEEP),  # libyaml of PyYAML 6.0.4 looks ahead and gives up by itself
    (
        "mapping values are not allowed",
        "':' tidak boleh di sini; beri tanda kutip pada teks yang memuat ': '",
    ),
    ("found unexpected ':'", "beri spasi sesudah ':', atau tanda kutip pada teks yang memuat ':'"),
    ("while scanning a simple key", "baris ini tidak punya ':' sesudah kuncinya; tulis kunci: nilai"),
    ("',' or ']'", "koma atau ']' penutup tidak ada sebelum ini"),
    ("',' or '}'", "koma atau '}' penutup tidak ada sebelum ini"),
    ("unexpected end of stream", "tanda kutip yang dibuka di sini tidak ditutup"),
    ("document separator", "tanda kutip yang dibuka di sini tidak ditutup"),
    ("unknown escape", "'\\' dengan huruf ini tidak dikenal; pakai tanda kutip tunggal untuk teks biasa"),
    ("parsing a block mapping", "baris ini tidak sejajar dengan yang di atasnya; samakan jorokannya"),
    ("parsing a block collection", "butir daftar harus diawali '- ' dan sejajar dengan yang di atasnya"),
    ("document start", "isi sesudah akhir dokumen; satu berkas hanya satu dokumen"),
)
_AT_OPENING = ("unexpected end of stream", "document separator", "while scanning a simple key")


def _unreadable(error: Any, text: str, last: Place) -> _StopError:
    """Say a syntax error of PyYAML or libyaml in our words, where a reader would look for it."""
    said = f"{error.context or ''} {error.problem or ''}"
    opening = error.context_mark if any(part in said for part in _AT_OPENING) else None
    mark = opening or error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else last
    if "cannot start any token" in said:
        lines = _BREAK.split(text)
        character = lines[place.line - 1][place.column - 1 : place.column]
        if character == "\t":
            return _StopError(place, "tab tidak boleh dipakai untuk menjorok; ganti dengan spasi")
        return _StopError(place, f"nilai tidak boleh diawali {shown(character)}; beri tanda kutip")
    for part, reason in _SYNTAX:
        if part in said:
            return _StopError(place, reason)
    return _StopError(place, "susunan YAML di sini tidak benar")


@dataclass(slots=True)
class _Open:
    """A list or mapping that hasn't ended; *key* is the key that waits for its value."""

    node: ListNode | MapNode
    key: TextNode | None = None
    keyless: bool = False  # the key was itself a list or mapping: its value is dropped


@dataclass(slots=True)
class _Building:
    """The tree as it grows, event by event."""

    roots: list[Node] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    last: Place = _START
    nodes: int = 0
    documents: int = 0

    def take(self, event: Any) -> None:
        """Take one event of PyYAML's."""
        kind = type(event).__name__
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        self.last = place
        if kind == "DocumentStartEvent":
            self._begin_document(event, place)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self.stack.pop()
        elif kind in ("AliasEvent", "ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
            self._refuse_marks(event, kind, place)
            self._begin_node(event, kind, place)

    def _begin_document(self, event: Any, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _StopError(place, "dokumen kedua di berkas yang sama; hapus '---' dan yang sesudahnya")
        if event.version or event.tags:
            self.complaints.append((place, "baris perintah '%' tidak dipakai di sini; hapus baris itu"))

    def _refuse_marks(self, event: Any, kind: str, place: Place) -> None:
        if kind == "AliasEvent":
            self.complaints.append((place, f"alias {shown('*' + event.anchor)} dilarang; tulis nilainya"))
        elif event.anchor is not None:
            self.complaints.append((place, f"jangkar {shown('&' + event.anchor)} dilarang; hapus tanda itu"))
        elif event.tag is not None:
            self.complaints.append((place, f"tag {shown(event.tag)} dilarang; hapus tanda itu"))

    def _begin_node(self, event: Any, kind: str, place: Place) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _StopError(place, "berkas terlalu rumit: lebih dari 20.000 bagian")
        if kind == "AliasEvent":
            self._add(TextNode("", place, broken=True))
        elif kind == "ScalarEvent":
            self._add(TextNode(event.value, place))
        else:
            if len(self.stack) >= DEEPEST:
                raise _StopError(place, _TOO_DEEP)
            node = ListNode([], place) if kind == "SequenceStartEvent" else MapNode({}, place)
            self._add(node)
            self.stack.append(_Open(node))

    def _add(self, node: Node) -> None:
        """Hang a node where it belongs: the root, the open list, or a key or value of the open mapping."""
        if not self.stack:
            self.roots.append(node)
            return
        top = self.stack[-1]
        if isinstance(top.node, ListNode):
            top.node.items.append(node)
        elif top.keyless:
            top.keyless = False
        elif top.key is not None:
            if not top.key.broken:
                top.node.entries[top.key.text] = Entry(top.key, node)
            top.key = None
        elif isinstance(node, TextNode):
            top.key = node if node.broken else self._key(node, top.node)
        else:
            self.complaints.append((node.place, "kunci harus teks, bukan daftar atau pemetaan"))
            top.keyless = True

    def _key(self, key: TextNode, mapping: MapNode) -> TextNode:
        """Give *key*, broken where it repeats one or merges: then its value is read and dropped."""
        earlier = mapping.entries.get(key.text)
        if earlier is not None:
            line = earlier.key.place.line
            self.complaints.append((key.place, f"kunci {shown(key.text)} ganda; sudah ada di baris {line}"))
        elif key.text == "<<":
            self.complaints.append((key.place, "kunci gabungan '<<' dilarang; tulis isinya langsung"))
        else:
            return key
        return TextNode(key.text, key.place, broken=True)
