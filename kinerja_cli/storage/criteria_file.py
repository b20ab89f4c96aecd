"""criteria.yaml: its bytes to one exact rule set, or every fault in it at once (design.md section 4)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kinerja_cli.domain.columns import RESERVED_WORDS, SCORE_HEADERS, UNIT_FIXED, YEARLY_FIXED
from kinerja_cli.domain.dates import ZONES
from kinerja_cli.domain.periods import Cadence, parse_year
from kinerja_cli.domain.points import parse_decimal, show_points
from kinerja_cli.domain.rules import Aggregation, Band, Bonus, Criterion, Rules, total_weight, weight_text
from kinerja_cli.domain.text import LONGEST_NOTE, fold, visible
from kinerja_cli.errors import BadValue, Fault, FaultsFound, NotFound
from kinerja_cli.storage import criteria_fields as keys
from kinerja_cli.storage.criteria_digest import unreadable
from kinerja_cli.storage.criteria_fields import Faults, Fields
from kinerja_cli.storage.yaml_text import MOST_BYTES, Entry, MapNode, Node, TextNode, read_yaml, shown

LONGEST_CODE = 40
LONGEST_RETENTION = 100  # years
_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_HEADERS = frozenset(map(fold, SCORE_HEADERS))

_Owners = dict[str, tuple[int, TextNode]]


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
        bands=_bands(top, scale, faults),
        retention=keys.value_of(top, "retensi", _years, None, faults),
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
    rows = keys.rows_of(top, "kriteria", keys.CRITERION, faults)
    found = tuple(_criterion(row, faults) for row in rows)
    _check_codes_and_names(rows, faults)
    # With aspek, of a later version, the weights total 100 inside each aspek.
    if found and all(criterion.weight for criterion in found) and "aspek" not in top:
        total = total_weight(found)
        if total != 100:
            away = (
                f"kurang {weight_text(100 - total)}" if total < 100 else f"lebih {weight_text(total - 100)}"
            )
            reason = f"bobot berjumlah {weight_text(total)}, {away}; ubah bobot sampai jumlahnya tepat 100"
            faults.append((top["kriteria"].key.place, reason))
    return found


def _criterion(row: Fields, faults: Faults) -> Criterion:
    source = row.get("sumber")
    if source is not None and isinstance(source.value, TextNode) and source.value.text == "sasaran":
        reason = "sumber 'sasaran' belum didukung kinerja versi ini; hapus kunci sumber"
        faults.append((source.value.place, reason))
    else:
        keys.choice_of(row, "sumber", ("nilai",), "nilai", faults)
    return Criterion(
        code=_code_of(row, faults, (*YEARLY_FIXED, *RESERVED_WORDS), _HEADERS),
        name=keys.text_of(row, "nama", faults),
        weight=keys.value_of(row, "bobot", _weight, Fraction(0), faults),
        required=keys.choice_of(row, "wajib", ("true", "false"), "true", faults) == "true",
        description=keys.text_of(row, "keterangan", faults, LONGEST_NOTE),
    )


def _weight(text: str) -> Fraction:
    weight = parse_decimal(text)
    if weight <= 0:
        raise BadValue(f"'{text}' harus di atas 0; hapus kriterianya bila tidak dinilai")
    return weight


def _code_of(
    row: Fields, faults: Faults, taken: Sequence[str] = (), headers: frozenset[str] = frozenset()
) -> str:
    """Read a code that is no column name in *taken* and folds to no heading in *headers*."""

    def parse(text: str) -> str:
        if _CODE.fullmatch(text) is None:
            raise BadValue(
                f"{shown(text)} bukan kode; pakai a-z, 0-9 dan _ dengan huruf di depan{_proposed(text)}"
            )
        if len(text) > LONGEST_CODE:
            raise BadValue(f"{shown(text)} {len(text)} huruf; paling banyak {LONGEST_CODE}")
        if text in taken or fold(text) in headers:
            raise BadValue(
                f"{shown(text)} sudah dipakai sebagai nama kolom atau kata perintah; pilih kode lain"
            )
        return text

    return keys.value_of(row, "kode", parse, "", faults)


def _proposed(text: str) -> str:
    """Propose the code that *text* would give, if it gives one."""
    code = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:LONGEST_CODE]
    return f", misalnya {code}" if _CODE.fullmatch(code) else ""


def _check_codes_and_names(rows: Sequence[Fields], faults: Faults) -> None:
    """Check codes and names, by which imports find criteria: none passes for another or for a heading."""
    owners: _Owners = {}
    codes = [(index, node) for index, node in keys.texts_of(rows, "kode") if _CODE.fullmatch(node.text)]
    generated = {f"rating_{node.text}" for _, node in codes}
    for index, node in codes:
        if node.text in generated:
            other = node.text.removeprefix("rating_")
            reason = (
                f"kode: {shown(node.text)} adalah kolom yang dibuat untuk kode '{other}'; pilih kode lain"
            )
            faults.append((node.place, reason))
        else:
            _claim(owners, index, node, "kode", faults)
    for index, node in keys.texts_of(rows, "nama"):
        if fold(node.text) in _HEADERS:
            reason = f"nama: {shown(node.text)} adalah judul kolom berkas impor; pilih nama lain"
            faults.append((node.place, reason))
        else:
            _claim(owners, index, node, "nama", faults)


def _claim(owners: _Owners, index: int, node: TextNode, what: str, faults: Faults) -> None:
    """Give the folded word of *node* to row *index*, or complain that another row holds it."""
    word = fold(node.text)
    if not any(map(str.isalnum, word)):
        if node.text.strip():
            faults.append(
                (node.place, f"{what}: {shown(node.text)} tidak memuat huruf atau angka; tulis namanya")
            )
        return
    holder, earlier = owners.setdefault(word, (index, node))
    if holder != index:
        same = "sudah ada" if earlier.text == node.text else f"terbaca sama dengan {shown(earlier.text)}"
        reason = f"{what}: {shown(node.text)} {same} di baris {earlier.place.line}; pilih {what} lain"
        faults.append((node.place, reason))


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
        _code_of({"kode": Entry(kind.key, kind.key)}, faults)
        points.append((code, keys.points_of({code: kind}, code, faults) or 0))
    return Bonus(maximum, tuple(points))


def _bands(top: Fields, scale: tuple[int, int] | None, faults: Faults) -> tuple[Band, ...]:
    level = keys.BAND_OF_MATRIX if "matriks" in top else keys.BAND
    rows = keys.rows_of(top, "predikat", level, faults)
    minima = [keys.points_of(row, "minimal", faults) for row in rows]
    bands = tuple(
        Band(_code_of(row, faults, UNIT_FIXED), keys.text_of(row, "nama", faults), minimum or 0)
        for row, minimum in zip(rows, minima, strict=True)
    )
    codes: _Owners = {}
    for index, node in keys.texts_of(rows, "kode"):
        if _CODE.fullmatch(node.text):
            _claim(codes, index, node, "kode", faults)
    names: _Owners = {}
    for index, node in keys.texts_of(rows, "nama"):
        _claim(names, index, node, "nama", faults)
    _check_fall(rows, minima, scale, faults)
    return bands


def _check_fall(
    rows: Sequence[Fields], minima: Sequence[int | None], scale: tuple[int, int] | None, faults: Faults
) -> None:
    """Check that bands lie within the scale and fall strictly to its start."""
    above: int | None = None
    for number, (row, minimum) in enumerate(zip(rows, minima, strict=True), 1):
        if minimum is None:
            continue
        last = number == len(rows)
        reason = ""
        if scale and last and minimum != scale[0]:
            reason = f"predikat terakhir harus mulai dari skala.min; tulis {show_points(scale[0])}"
        elif scale and not scale[0] <= minimum <= scale[1]:
            reason = f"di luar skala; tulis {show_points(scale[0])} sampai {show_points(scale[1])}"
        elif above is not None and minimum >= above:
            reason = f"tidak di bawah predikat di atasnya; tulis kurang dari {show_points(above)}"
        if reason:
            faults.append((row["minimal"].value.place, f"minimal: {show_points(minimum)} {reason}"))
        else:
            above = minimum
