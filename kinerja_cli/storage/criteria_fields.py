"""The keys of criteria.yaml, and how one value is read from under them with at most one complaint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kinerja_cli.domain.credit import UNSURE
from kinerja_cli.domain.points import parse_decimal, parse_points
from kinerja_cli.domain.text import LONGEST_NAME, clean_text, nearest, visible
from kinerja_cli.errors import BadValue
from kinerja_cli.storage.yaml_text import (
    LONGEST_SHOWN,
    Complaint,
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    shown,
)

Fields = dict[str, Entry]
Faults = list[Complaint]
Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

_MOST_POINTS = 1_000_000 * 100  # hundredths
_LONGEST_GUESSED = 60


@dataclass(frozen=True, slots=True)
class Level:
    """The keys that a mapping must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


TOP = Level(
    ("instansi", "berlaku", "periode", "skala", "kriteria", "predikat"),
    ("zona", "agregasi", "nilai_tambah", "retensi", "aspek", "rating", "matriks", "sasaran", "angka_kredit"),
)
SCALE = Level(("min", "maks"))
CRITERION = Level(("kode", "nama", "bobot"), ("wajib", "sumber", "keterangan"))
CRITERION_OF_ASPECT = Level(("kode", "nama", "bobot", "aspek"), ("wajib", "sumber", "keterangan"))
BONUS = Level(("maks", "kategori"))
BAND = Level(("kode", "nama", "minimal"), ("syarat",))
BAND_OF_MATRIX = Level(("kode", "nama"), ("syarat",))
ASPECT = Level(("kode", "nama"))
RATING = Level(("kode", "nama", "minimal"))
TARGETS = Level(("rumus",), ("maks", "tambahan_maks"))
CREDIT = Level(("koefisien",))
COEFFICIENT = Level(tuple(UNSURE))

_EXAMPLES = {
    "instansi": "instansi: Kecamatan Maulafa, Kota Kupang",
    "berlaku": "berlaku: 2024",
    "periode": "periode: triwulan",
    "zona": "zona: WITA",
    "agregasi": "agregasi: rata_rata",
    "retensi": "retensi: 5",
    "skala": "skala: {min: 0, maks: 100}",
    "kriteria": "- {kode: disiplin, nama: Disiplin, bobot: 30} di bawah kriteria:",
    "predikat": "- {kode: baik, nama: Baik, minimal: 76} di bawah predikat:",
    "nilai_tambah": "nilai_tambah: {maks: 5, kategori: {program_baru: 3}}",
    "kategori": "kategori: {program_baru: 3}",
    "butir kriteria": "{kode: disiplin, nama: Disiplin, bobot: 30}",
    "butir predikat": "{kode: baik, nama: Baik, minimal: 76}",
    "kode": "kode: disiplin",
    "nama": "nama: Disiplin",
    "bobot": "bobot: 30",
    "wajib": "wajib: true",
    "sumber": "sumber: nilai",
    "keterangan": "keterangan: Kehadiran dan ketepatan waktu; atau hapus kuncinya",
    "minimal": "minimal: 76",
    "aspek": "aspek: hasil_kerja",
    "butir aspek": "{kode: hasil_kerja, nama: Hasil Kerja}",
    "rating": "- {kode: sesuai, nama: Sesuai Ekspektasi, minimal: 1.5} di bawah rating:",
    "butir rating": "{kode: sesuai, nama: Sesuai Ekspektasi, minimal: 1.5}",
    "matriks": "di_atas: {di_atas: sangat_baik, sesuai: baik, di_bawah: kurang} di bawah matriks:",
    "syarat": "syarat: program_terealisasi",
    "sasaran": "sasaran: {rumus: capaian, maks: 100}",
    "rumus": "rumus: capaian",
    "tambahan_maks": "tambahan_maks: 10",
    "angka_kredit": "angka_kredit: {koefisien: {pemula: 3.75}}",
    "koefisien": "koefisien: {pemula: 3.75}",
    "pemula": "pemula: 3.75",
    "min": "min: 0",
    "maks": "maks: 100",
}


def example(key: str) -> str:
    """Show what to write, as the end of a sentence; empty where there is nothing to show."""
    return f", misalnya {_EXAMPLES[key]}" if key in _EXAMPLES else ""


# --- mappings and lists


def fields_of(node: Node, what: str, level: Level, faults: Faults) -> Fields:
    """Give the entries of a mapping by known key; a nearly right key stands for the one that was meant."""
    if not isinstance(node, MapNode):
        complain_of_shape(node, what, "pemetaan kunci: nilai", faults)
        return {}
    known = (*level.required, *level.optional)
    fields = {key: entry for key, entry in node.entries.items() if key in known}
    for key, entry in node.entries.items():
        if key not in known:
            absent = [word for word in known if word not in fields]
            meant = _meant(key, absent)
            faults.append((entry.key.place, _unknown_key(key, meant, known)))
            if meant:
                fields[meant] = entry
    for key in level.required:
        if key not in fields:
            faults.append((node.place, f"kunci '{key}' tidak ada di {what}; tambahkan{example(key)}"))
    return fields


def _unknown_key(key: str, meant: str, known: Sequence[str]) -> str:
    if meant:
        return f"kunci {shown(key)} tidak dikenal. Maksud Anda '{meant}'?"
    if re.fullmatch(r"[0-9]+", key, re.ASCII):  # {bobot: 33,33} is a weight of 33 and a key 33 to YAML
        return f"kunci {shown(key)} tidak dikenal; pecahan ditulis dengan titik, misalnya 33.33"
    return f"kunci {shown(key)} tidak dikenal; hapus, atau pakai salah satu: {', '.join(known)}"


def _meant(word: str, known: Sequence[str]) -> str:
    """Find the known word that was probably meant, whatever the case; or empty."""
    if len(word) > _LONGEST_GUESSED:
        return ""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    return by_fold.get(nearest(word.casefold(), by_fold), "")


def rows_of(top: Fields, key: str, level: Level, faults: Faults) -> list[Fields]:
    """Read the mappings of the list under *key*, of which there must be at least one."""
    if key not in top:
        return []
    node = top[key].value
    if not isinstance(node, ListNode):
        complain_of_shape(node, key, "daftar yang tiap butirnya diawali '- '", faults)
        return []
    if not node.items:
        faults.append((node.place, f"{key} kosong; isi sedikitnya satu butir{example(key)}"))
    return [fields_of(item, f"butir {key}", level, faults) for item in node.items]


def complain_of_shape(node: Node, what: str, wanted: str, faults: Faults) -> None:
    """Complain that something else stands where *wanted* should."""
    if isinstance(node, TextNode) and node.broken:
        return
    found = "kosong" if isinstance(node, TextNode) and not node.text else "salah bentuk"
    faults.append((node.place, f"{what} {found}; tulis {wanted}{example(what)}"))


def texts_of(rows: Sequence[Fields], key: str) -> Iterator[tuple[int, TextNode]]:
    """Give the texts that rows have under *key*, each with the number of its row."""
    for index, row in enumerate(rows):
        entry = row.get(key)
        if entry is not None and isinstance(entry.value, TextNode) and not entry.value.broken:
            yield index, entry.value


# --- single values


def value_of(fields: Fields, key: str, parse: Callable[[str], Value], absent: Value, faults: Faults) -> Value:
    """Parse the text under *key*; *absent* where there is none or *parse* raises BadValue."""
    entry = fields.get(key)
    if entry is None or (isinstance(entry.value, TextNode) and entry.value.broken):
        return absent
    node = entry.value
    if not isinstance(node, TextNode):
        faults.append((node.place, f"{shown_key(key)} salah bentuk; tulis satu nilai{example(key)}"))
        return absent
    if not node.text.strip():
        faults.append((node.place, f"{shown_key(key)} kosong; isi nilainya{example(key)}"))
        return absent
    try:
        return parse(node.text)
    except BadValue as bad:
        said = str(bad)
        if len(node.text) > LONGEST_SHOWN:
            said = said.replace(node.text, node.text[:LONGEST_SHOWN] + "…")
        faults.append((node.place, f"{shown_key(key)}: {visible(said)}"))
        return absent


def shown_key(key: str) -> str:
    """Write a key at the head of a message; the keys of kategori are people's own."""
    return key if key in _EXAMPLES else shown(key)


def text_of(fields: Fields, key: str, faults: Faults, longest: int = LONGEST_NAME) -> str:
    """Read text fit to be kept, or empty."""
    return value_of(fields, key, lambda text: clean_text(text, "isinya", longest), "", faults)


def points_of(fields: Fields, key: str, faults: Faults) -> int | None:
    """Read hundredths from 0 to a million points, or None."""
    return value_of(fields, key, _points, None, faults)


def _points(text: str) -> int:
    if parse_decimal(text) < 0:  # refuses the decimal comma, which a mapping between braces would split
        raise BadValue(f"'{text}' di bawah 0; tulis 0 atau lebih")
    hundredths = parse_points(text)
    if hundredths > _MOST_POINTS:
        raise BadValue(f"'{text}' terlalu besar; paling banyak 1000000")
    return hundredths


def choice_of(fields: Fields, key: str, words: Sequence[str], absent: str, faults: Faults) -> str:
    """Read one of *words*, written exactly so."""

    def parse(text: str) -> str:
        if text in words:
            return text
        meant = _meant(text, words)
        hint = f". Maksud Anda '{meant}'?" if meant else f"; tulis {' atau '.join(words)}"
        raise BadValue(f"{shown(text)} tidak dikenal{hint}")

    return value_of(fields, key, parse, absent, faults)


def word_of(fields: Fields, key: str, absent: Word, faults: Faults) -> Word:
    """Read a member of the enumeration that *absent* belongs to, by its word."""
    kind = type(absent)
    return kind(choice_of(fields, key, [member.value for member in kind], absent.value, faults))
