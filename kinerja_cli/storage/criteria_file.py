"""criteria.yaml: its bytes to one exact rule set, or every fault in it at once (design.md section 4)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kinerja_cli.domain.columns import UNIT_FIXED
from kinerja_cli.domain.dates import ZONES
from kinerja_cli.domain.periods import Cadence, parse_year
from kinerja_cli.domain.points import parse_decimal, show_points
from kinerja_cli.domain.rules import Aggregation, Band, Bonus, Criterion, Rules, total_weight, weight_text
from kinerja_cli.domain.text import LONGEST_NOTE, fold, visible
from kinerja_cli.errors import BadValue, Fault, FaultsFound, NotFound
from kinerja_cli.storage import criteria_fields as keys
from kinerja_cli.storage.criteria_codes import (
    CODE,
    HEADERS,
    TAKEN,
    Owners,
    check_fall,
    claim,
    claim_all,
    code_of,
)
from kinerja_cli.storage.criteria_digest import unreadable
from kinerja_cli.storage.criteria_fields import Faults, Fields
from kinerja_cli.storage.criteria_quadrant import aspects_of, quadrant_of
from kinerja_cli.storage.criteria_targets import SOURCES, target_rule_of
from kinerja_cli.storage.yaml_text import MOST_BYTES, Entry, MapNode, Node, read_yaml, shown

GATE = "program_terealisasi"
LONGEST_RETENTION = 100  # years


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A criteria.yaml that was read.

    *text* is the file as decoded, byte order mark and line ends kept, so that *digest* (sha256 of the bytes,
    in hexadecimal) is also that of ``text.encode()``.
    """

    rules: Rules
    text: str
    digest: str


def parse_rules(raw: bytes, name: str = "criteria.yaml") -> RulesFile:
    """Read a rule set from the bytes of a file called *name*.  Raises: FaultsFound, with all faults."""
    document = read_yaml(raw)
    faults = document.complaints
    rules = None if document.root is None else _rules(document.root, faults)
    if rules is None or faults:
        raise FaultsFound(
            Fault(f"{visible(name)}:{place.line}:{place.column}", "", reason)
            for place, reason in sorted(faults, key=lambda fault: fault[0])
        )
    return RulesFile(rules, raw.decode("utf-8"), hashlib.sha256(raw).hexdigest())


def load_rules(path: Path) -> RulesFile:
    """Read a rule set from a file.  Raises: NotFound, StorageFailure, FaultsFound."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"Berkas {visible(str(path))} tidak ditemukan.", "Buat contohnya dengan: kinerja init FOLDER"
        ) from None
    except OSError as error:
        raise unreadable(path, error) from None
    return parse_rules(raw, path.name)


def _rules(root: Node, faults: Faults) -> Rules:
    """Make the rules that the tree states; where *faults* grew, placeholders stand for what was wrong."""
    top = keys.fields_of(root, "berkas", keys.TOP, faults)
    scale = _scale(top, faults)
    return Rules(
        institution=keys.text_of(top, "instansi", faults),
        since=keys.value_of(top, "berlaku", parse_year, 0, faults),
        cadence=keys.word_of(top, "periode", Cadence.QUARTER, faults),
        zone=keys.choice_of(top, "zona", tuple(ZONES), "WITA", faults),
        scale_min=scale[0] if scale else 0,
        scale_max=scale[1] if scale else 0,
        aggregation=keys.word_of(top, "agregasi", Aggregation.MEAN, faults),
        criteria=_criteria(top, faults),
        bonus=_bonus(top, faults),
        bands=(bands := _bands(top, scale, faults)),
        retention=keys.value_of(top, "retensi", _years, None, faults),
        quadrant=quadrant_of(top, scale, [band.code for band in bands], faults),
        targets=target_rule_of(top, scale, faults),
        coefficients=_coefficients(top, faults),
    )


def _years(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,3}", text.strip(), re.ASCII) is None or int(text) > LONGEST_RETENTION:
        raise BadValue(f"'{text}' bukan banyaknya tahun; tulis bilangan bulat 0 sampai {LONGEST_RETENTION}")
    return int(text)


def _scale(top: Fields, faults: Faults) -> tuple[int, int] | None:
    """Read hundredths from and to, or None where they can't be known."""
    if "skala" not in top:
        return None
    fields = keys.fields_of(top["skala"].value, "skala", keys.SCALE, faults)
    low, high = keys.points_of(fields, "min", faults), keys.points_of(fields, "maks", faults)
    if low is None or high is None:
        return None
    if low >= high:
        reason = f"maks: {show_points(high)} tidak di atas min; tulis lebih dari {show_points(low)}"
        faults.append((fields["maks"].value.place, reason))
        return None
    return low, high


def _criteria(top: Fields, faults: Faults) -> tuple[Criterion, ...]:
    rows = keys.rows_of(
        top, "kriteria", keys.CRITERION_OF_ASPECT if "aspek" in top else keys.CRITERION, faults
    )
    aspects = aspects_of(top)
    found = tuple(_criterion(row, aspects, faults) for row in rows)
    _check_codes_and_names([*rows, *aspects], faults)
    if "aspek" not in top:
        _check_total("bobot", found, top, faults)
    every = all(criterion.aspect for criterion in found)
    for _, code in keys.texts_of(aspects, "kode") if every else ():
        inside = [criterion for criterion in found if criterion.aspect == code.text]
        if not inside:
            reason = (
                f"aspek {shown(code.text)} tidak punya kriteria; tulis aspek: {code.text} pada kriterianya"
            )
            faults.append((code.place, reason))
        _check_total(f"bobot dalam aspek {code.text}", inside, top, faults)
    return found


def _check_total(what: str, criteria: Sequence[Criterion], top: Fields, faults: Faults) -> None:
    """Check that the weights total exactly 100; one that couldn't be read says so already."""
    if not criteria or not all(criterion.weight for criterion in criteria):
        return
    total = total_weight(criteria)
    if total != 100:
        away = f"kurang {weight_text(100 - total)}" if total < 100 else f"lebih {weight_text(total - 100)}"
        reason = f"{what} berjumlah {weight_text(total)}, {away}; ubah bobot sampai jumlahnya tepat 100"
        faults.append((top["kriteria"].key.place, reason))


def _criterion(row: Fields, aspects: Sequence[Fields], faults: Faults) -> Criterion:
    return Criterion(
        code=code_of(row, faults, TAKEN, HEADERS),
        name=keys.text_of(row, "nama", faults),
        weight=keys.value_of(row, "bobot", _weight, Fraction(0), faults),
        required=keys.choice_of(row, "wajib", ("true", "false"), "true", faults) == "true",
        description=keys.text_of(row, "keterangan", faults, LONGEST_NOTE),
        aspect=_aspect_named(row, aspects, faults),
        targeted=keys.choice_of(row, "sumber", SOURCES, SOURCES[0], faults) == SOURCES[1],
    )


def _aspect_named(row: Fields, aspects: Sequence[Fields], faults: Faults) -> str | None:
    if not aspects:
        return None
    return keys.choice_of(row, "aspek", [node.text for _, node in keys.texts_of(aspects, "kode")], "", faults)


def _weight(text: str) -> Fraction:
    weight = parse_decimal(text)
    if weight <= 0:
        raise BadValue(f"'{text}' harus di atas 0; hapus kriterianya bila tidak dinilai")
    return weight


def _check_codes_and_names(rows: Sequence[Fields], faults: Faults) -> None:
    """Check codes and names, by which imports find criteria: none passes for another or for a heading."""
    owners: Owners = {}
    codes = [(index, node) for index, node in keys.texts_of(rows, "kode") if CODE.fullmatch(node.text)]
    generated = {f"rating_{node.text}" for _, node in codes}
    for index, node in codes:
        if node.text in generated:
            other = node.text.removeprefix("rating_")
            reason = (
                f"kode: {shown(node.text)} adalah kolom yang dibuat untuk kode '{other}'; pilih kode lain"
            )
            faults.append((node.place, reason))
        else:
            claim(owners, index, node, "kode", faults)
    for index, node in keys.texts_of(rows, "nama"):
        if fold(node.text) in HEADERS:
            reason = f"nama: {shown(node.text)} adalah judul kolom berkas impor; pilih nama lain"
            faults.append((node.place, reason))
        else:
            claim(owners, index, node, "nama", faults)


def _bonus(top: Fields, faults: Faults) -> Bonus | None:
    if "nilai_tambah" not in top:
        return None
    fields = keys.fields_of(top["nilai_tambah"].value, "nilai_tambah", keys.BONUS, faults)
    maximum = keys.points_of(fields, "maks", faults) or 0
    if "kategori" not in fields:
        return None
    kinds = fields["kategori"].value
    if not isinstance(kinds, MapNode):
        keys.complain_of_shape(kinds, "kategori", "pemetaan kode: poin", faults)
        return None
    if not kinds.entries:
        faults.append((kinds.place, f"kategori kosong; isi sedikitnya satu{keys.example('kategori')}"))
    points = []
    for code, kind in kinds.entries.items():
        code_of({"kode": Entry(kind.key, kind.key)}, faults)
        points.append((code, keys.points_of({code: kind}, code, faults) or 0))
    return Bonus(maximum, tuple(points))


def _coefficients(top: Fields, faults: Faults) -> tuple[tuple[str, int], ...]:
    """Read angka kredit a year of the jenjang that kinerja isn't sure of."""
    if "angka_kredit" not in top:
        return ()
    fields = keys.fields_of(top["angka_kredit"].value, "angka_kredit", keys.CREDIT, faults)
    if "koefisien" not in fields:
        return ()
    given = keys.fields_of(fields["koefisien"].value, "koefisien", keys.COEFFICIENT, faults)
    found = tuple((level, keys.points_of(given, level, faults)) for level in given)
    for level, points in found:
        if points == 0:
            reason = f"{level}: 0 harus di atas 0; hapus angka_kredit bila jenjang itu tidak ada"
            faults.append((given[level].value.place, reason))
    return tuple((level, points or 0) for level, points in found)


def _bands(top: Fields, scale: tuple[int, int] | None, faults: Faults) -> tuple[Band, ...]:
    level = keys.BAND_OF_MATRIX if "matriks" in top else keys.BAND
    rows = keys.rows_of(top, "predikat", level, faults)
    minima = [keys.points_of(row, "minimal", faults) for row in rows]
    bands = tuple(
        Band(
            code_of(row, faults, UNIT_FIXED),
            keys.text_of(row, "nama", faults),
            minimum or 0,
            "syarat" in row and keys.choice_of(row, "syarat", (GATE,), GATE, faults) == GATE,
        )
        for row, minimum in zip(rows, minima, strict=True)
    )
    if bands and bands[-1].gated:
        reason = "syarat: predikat terakhir berlaku bagi siapa pun yang tersisa; hapus syaratnya"
        faults.append((rows[-1]["syarat"].key.place, reason))
    claim_all(rows, faults)
    if level is keys.BAND:
        check_fall("predikat", rows, minima, scale, faults)
    return bands
