"""Seeded damage to a workbook: what a bad line, a bad disk, a bad program and a bad person do to a file."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

Parts = list[tuple[str, bytes]]
_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'="[^"<>]{0,200}"')
_NASTY = (
    b"", b"-1", b"0", b"1", b"2", b"65536", b"99999999", b"18446744073709551616", b"1e999", b"NaN",
    b"inf", b"TRUE", b"s", b"e", b"str", b"inlineStr", b"d", b"A0", b"XFD1048576", b"A1:XFD1048576", b"ZZZZZZ99999999",
    b"&#0;", b"&lol;", b"../x", b"xl/styles.xml", b"rId1", b"rId99", b"\xff\xfe", b"\xc3\x28",
)  # fmt: skip
_CELLS = (
    b'<c r="F2"><v>1e308</v></c>', b'<c r="F2"><v>NaN</v></c>', b'<c r="F2" t="s"><v>99999999</v></c>',
    b'<c r="F2" t="s"><v>-1</v></c>', b'<c r="F2" t="b"><v>1</v></c>', b'<c r="F2" t="e"><v>#REF!</v></c>',
    b'<c r="F2"><f>1+1</f></c>', b'<c r="F2" t="inlineStr"><is><t>80</t></is></c>', b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="ZZ100001"><v>1</v></c>', b'<c><v>1</v></c>', b'<c r="F2" t="d"><v>2025-13-45</v></c>',
    b'<c r="F2" s="9999"><v>80</v></c>',
    b'<c r="F2"><v>' + b"9" * 400 + b"</v></c>", b'<c r="F2" t="str"><v>' + b"x" * 40_000 + b"</v></c>",
)  # fmt: skip


def parts_of(book: bytes) -> Parts:
    """Names and contents of an archive."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return [(part.filename, archive.read(part)) for part in archive.infolist()]


def zipped(parts: Parts) -> bytes:
    """An archive with these parts, sound in itself, even with two of one name."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile minds a name that it was given twice
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts:
                part = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
                part.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(part, content)
    return out.getvalue()


def undated(book: bytes) -> bytes:
    """The same book without the moment at which openpyxl saved it, so that the same dice do the same damage."""
    dated = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"
    return zipped(
        [(name, re.sub(dated, b"2000-01-01T00:00:00Z", content)) for name, content in parts_of(book)]
    )


# --- damage to the bytes of the file: checksums must keep what is still read as it was


def cut(dice: random.Random, book: bytes) -> bytes:
    """A download that broke off."""
    return book[: dice.randrange(4, len(book))]


def flip(dice: random.Random, book: bytes) -> bytes:
    """A few bits turned."""
    found = bytearray(book)
    for _ in range(dice.randint(1, 8)):
        found[dice.randrange(4, len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def overwrite(dice: random.Random, book: bytes) -> bytes:
    """A block of nothing or of something else."""
    at, length = dice.randrange(4, len(book)), dice.randint(1, 2_000)
    return (
        book[:at] + (bytes(length) if dice.random() < 0.5 else dice.randbytes(length)) + book[at + length :]
    )


def splice(dice: random.Random, book: bytes) -> bytes:
    """A piece lost, doubled, or moved."""
    start = dice.randrange(4, len(book))
    end = dice.randrange(start, min(len(book), start + 3_000) + 1)
    kept = (b"", book[start:end] * 2)[dice.randrange(2)]
    return book[:start] + kept + book[end:]


def misstate(dice: random.Random, book: bytes) -> bytes:
    """A number in the list of parts that isn't so: sizes, places, method, flags."""
    found, at = bytearray(book), [match.start() for match in re.finditer(b"PK\x01\x02|PK\x05\x06", book)]
    field = dice.choice(at) + dice.choice((4, 6, 8, 10, 12, 16, 20, 24, 28, 30, 32, 42))
    for place in range(field, min(field + dice.choice((1, 2, 4)), len(found))):
        found[place] = dice.choice((0, 1, 255, dice.randrange(256)))
    return bytes(found)


# --- damage inside a sound archive: what is read may be another thing, but nothing may break


def swap(dice: random.Random, parts: Parts) -> Parts:
    """Two parts under each other's names."""
    one, other = dice.sample(range(len(parts)), 2)
    parts[one], parts[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
    return parts


def drop(dice: random.Random, parts: Parts) -> Parts:
    """A part that isn't there."""
    del parts[dice.randrange(len(parts))]
    return parts


def double(dice: random.Random, parts: Parts) -> Parts:
    """Two parts of one name, or of one that differs in its case alone."""
    name, content = dice.choice(parts)
    parts.append((dice.choice((name, name.upper(), "/" + name)), dice.choice((content, b"", b"<a/>"))))
    return parts


def rename(dice: random.Random, parts: Parts) -> Parts:
    """A part under another name."""
    at = dice.randrange(len(parts))
    name = parts[at][0]
    parts[at] = (
        dice.choice((name.upper(), "../" + name, "/" + name, name[:-1], name.replace("/", "\\"))),
        parts[at][1],
    )
    return parts


def _in_xml(work: Callable[[random.Random, bytes], bytes]) -> Callable[[random.Random, Parts], Parts]:
    def changed(dice: random.Random, parts: Parts) -> Parts:
        sheets = [at for at, (name, _) in enumerate(parts) if "/sheet" in name and name.endswith(".xml")]
        xml = [at for at, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
        at = dice.choice(sheets if dice.random() < 0.5 else xml)
        parts[at] = (parts[at][0], work(dice, parts[at][1]))
        return parts

    changed.__name__ = work.__name__
    return changed


def xml_cut(dice: random.Random, text: bytes) -> bytes:
    """XML that ends too early."""
    return text[: dice.randrange(len(text) + 1)]


def xml_tag(dice: random.Random, text: bytes) -> bytes:
    """A tag lost, doubled, or put elsewhere."""
    tags = list(_TAG.finditer(text))
    if not tags:
        return text
    one, other = dice.choice(tags), dice.choice(tags)
    rest = text[: one.start()] + text[one.end() :]
    at = min(other.start(), len(rest))
    return (rest, text[: one.end()] + one[0] + text[one.end() :], rest[:at] + one[0] + rest[at:])[
        dice.randrange(3)
    ]


def xml_value(dice: random.Random, text: bytes) -> bytes:
    """Attributes that say what nobody expects."""
    for _ in range(dice.randint(1, 4)):
        values = list(_VALUE.finditer(text))
        if values:
            one = dice.choice(values)
            text = text[: one.start()] + b'="' + dice.choice(_NASTY) + b'"' + text[one.end() :]
    return text


def xml_bytes(dice: random.Random, text: bytes) -> bytes:
    """Bytes that are no text."""
    found = bytearray(text)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(found) + 1)
        found[at : at + dice.choice((0, 1, 20))] = dice.randbytes(dice.choice((0, 1, 3)))
    return bytes(found)


def xml_cell(dice: random.Random, text: bytes) -> bytes:
    """A cell that no spreadsheet writes."""
    rows = [match.start() for match in re.finditer(b"</row>", text)]
    if not rows:
        return text
    at = dice.choice(rows)
    return text[:at] + dice.choice(_CELLS) + text[at:]


def xml_dimension(dice: random.Random, text: bytes) -> bytes:
    """A sheet that says it is as large as can be, or larger."""
    said = dice.choice(
        (b"A1:XFD1048576", b"A1:ZZZZ99999999", b"XFD1048576:A1", b"A0:A0", b"", b"B2", b"1:1", b"A1:A1:A1")
    )
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + said + b'"', text)


def xml_head(dice: random.Random, text: bytes) -> bytes:
    """Another encoding, or a document type with entities."""
    heads = (
        b'<?xml version="1.0" encoding="UTF-16"?>', b'<?xml version="9.9"?>',
        b'<?xml version="1.0" encoding="x-none"?>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', b"\xef\xbb\xbf\xef\xbb\xbf", b"<<<",
    )  # fmt: skip
    body = text[text.find(b"?>") + 2 :] if text.startswith(b"<?xml") else text
    return (
        text.decode(errors="replace").encode("utf-16") if dice.random() < 0.2 else dice.choice(heads) + body
    )


OF_BYTES = (cut, flip, overwrite, splice, misstate)
OF_PARTS = (
    swap, drop, double, rename,
    *map(_in_xml, (xml_cut, xml_tag, xml_tag, xml_value, xml_value, xml_bytes, xml_cell, xml_dimension, xml_head)),
)  # fmt: skip


def mutant(dice: random.Random, book: bytes) -> tuple[str, bytes]:
    """One damaged copy, and what was done to it; the name begins with ``bytes`` where checksums must have held."""
    if dice.random() < 0.4:
        chosen = dice.choice(OF_BYTES)
        return f"bytes {chosen.__name__}", chosen(dice, book)
    parts, done = parts_of(book), []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        if len(parts) > 1:
            work = dice.choice(OF_PARTS)
            parts = work(dice, parts)
            done.append(work.__name__)
    return " ".join(done), zipped(parts)
