"""`kinerja ekspor`: the official result as angka kredit, and in the fields and numbers of SIASN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kinerja_cli.domain.closing import Standing
from kinerja_cli.domain.credit import NAMES, Credited
from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.siasn import Numbered
from kinerja_cli.render.rekap import completeness_note, standing_notes
from kinerja_cli.render.report import Cell, Column, Kind, Report, points_text

_CREDIT = (
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("unit", "Unit", hide=4),
    Column("jabatan", "Jabatan", hide=5),
    Column("jenjang", "Jenjang"),
    Column("bulan", "Bulan", Kind.INTEGER),
    Column("predikat", "Predikat"),
    Column("persen", "Persen", Kind.INTEGER, hide=3),
    Column("koefisien", "Koefisien", Kind.POINTS, hide=3),
    Column("angka_kredit", "Angka kredit", Kind.POINTS),
    Column("perhitungan", "Perhitungan", hide=2),
    Column("status", "Status", hide=1),
)
_SIASN = (
    Column("nip", "NIP", Kind.NIP),
    Column("nama", "Nama"),
    Column("tahun", "Tahun", Kind.INTEGER, hide=5),
    Column("bulanMulaiPenilaian", "bulanMulaiPenilaian", Kind.INTEGER, hide=5),
    Column("bulanSelesaiPenilaian", "bulanSelesaiPenilaian", Kind.INTEGER, hide=5),
    Column("tahunMulaiPenilaian", "tahunMulaiPenilaian", Kind.INTEGER, hide=6),
    Column("tahunSelesaiPenilaian", "tahunSelesaiPenilaian", Kind.INTEGER, hide=6),
    Column("hasilKinerjaNilai", "hasilKinerjaNilai", Kind.INTEGER),
    Column("perilakuKerjaNilai", "perilakuKerjaNilai", Kind.INTEGER),
    Column("kuadranKinerjaNilai", "kuadranKinerjaNilai", Kind.INTEGER),
    Column("penilaiNama", "penilaiNama", hide=3),
    Column("penilaiNipNrp", "penilaiNipNrp", Kind.NIP, hide=2),
    Column("penilaiJabatanNama", "penilaiJabatanNama", hide=4),
    Column("penilaiUnorNama", "penilaiUnorNama", hide=4),
    Column("penilaiGolongan", "penilaiGolongan", hide=4),
    Column("statusPenilai", "statusPenilai", hide=3),
    Column("status", "Status", hide=1),
)
_SOURCE = (
    "Angka kredit = bulan/12 × persen predikat × koefisien jenjang, dijumlahkan dahulu lalu dibulatkan sekali "
    "(Peraturan BKN 3/2023)."
)
_NUMBERS = "Rating 1 = di atas, 2 = sesuai, 3 = di bawah ekspektasi; kuadran 1 = Sangat Baik sampai 5 = Sangat Kurang."


def credit_report(
    rules: Rules, year: int, listed: Sequence[Credited], remarks: Sequence[str], stands: Standing
) -> Report:
    """A row an employee; *remarks*: what the functions below say, and `unopened_note`."""
    counts = Counter[str](one.row.outcome.status for one in listed)
    notes = (completeness_note(counts), *remarks, _SOURCE, *standing_notes(year, stands))
    return Report(
        f"Angka kredit {year} · {rules.institution}", _CREDIT, (_credit_cells(one) for one in listed), notes
    )


def siasn_report(
    rules: Rules, year: int, listed: Sequence[Numbered], remarks: Sequence[str], stands: Standing
) -> Report:
    """A row an employee; *remarks*: what the functions below say, and `unopened_note`."""
    counts = Counter[str](one.row.outcome.status for one in listed)
    notes = (completeness_note(counts), *remarks, _NUMBERS, *standing_notes(year, stands))
    return Report(
        f"SIASN {year} · {rules.institution}", _SIASN, (_siasn_cells(year, one) for one in listed), notes
    )


def months_note(unopened: Sequence[str]) -> list[str]:
    """That months are those of the whole year, where some of its periods weren't opened."""
    return ["Bulan dihitung setahun penuh, juga dalam periode yang belum dibuka."] if unopened else []


def credit_remarks(
    year: int, listed: Sequence[Credited], others: int, elsewhere: int, erased: int
) -> list[str]:
    """Who isn't in the list and why, who has no number and why, and what to do."""
    left_out = [f"{others} bukan PNS"] if others else []
    left_out += (
        [f"{elsewhere} PNS yang jabatannya tidak berakhir dengan jenjang fungsional"] if elsewhere else []
    )
    left_out += [f"{erased} yang datanya sudah dihapus"] if erased else []
    remarks = [f"Tidak dimuat: {', '.join(left_out)}."] if left_out else []
    if elsewhere:
        remarks.append(f"Jenjang dibaca dari akhir jabatan: {', '.join(NAMES.values())}.")
    remarks += _without(sum(one.percent is None for one in listed), "angka kredit")
    for level, people in _unstated(listed).items():
        remarks += [
            f"Koefisien {NAMES[level]} tidak ada dalam aturan tahun {year}; {people} pegawai belum berangka kredit.",
            f"Tulis angkanya menurut peraturan, angka_kredit: {{koefisien: {{{level}: …}}}}, di criteria.yaml, lalu: "
            f"kinerja kriteria terapkan --tahun {year}",
        ]
    return remarks


def siasn_remarks(listed: Sequence[Numbered], erased: int) -> list[str]:
    """Who has no result, who has no assessor, and whose data are no more."""
    remarks = [f"Tidak dimuat: {erased} yang datanya sudah dihapus."] if erased else []
    remarks += _without(sum(one.quadrant is None for one in listed), "hasil")
    nobody = sum(one.assessor is None for one in listed)
    if nobody:
        remarks.append(
            f"{nobody} pegawai tanpa atasan: kolom penilai kosong; tulis dengan: kinerja pegawai pindah NIP --atasan "
            "NIP --mulai TANGGAL"
        )
    unnamed = sum(one.assessor is not None and one.assessor.name is None for one in listed)
    if unnamed:
        remarks.append(
            f"{unnamed} pegawai beratasan NIP yang belum terdaftar: hanya NIP penilainya yang terisi."
        )
    return remarks


def lacking(listed: Sequence[Credited]) -> int:
    """How many have a predikat but no angka kredit, because the rules lack a coefficient."""
    return sum(one.percent is not None and one.credit is None for one in listed)


def _without(people: int, what: str) -> list[str]:
    told = f"{people} pegawai belum lengkap atau tidak dinilai: tanpa {what}. Lihat: kinerja status"
    return [told] if people else []


def _unstated(listed: Sequence[Credited]) -> dict[str, int]:
    """How many people lack a number for each jenjang without a coefficient."""
    found = Counter(
        part.level
        for one in listed
        if one.percent is not None
        for part in one.parts
        if part.coefficient is None
    )
    return dict(found)


def _credit_cells(one: Credited) -> tuple[Cell, ...]:
    row, parts = one.row, one.parts
    return (
        row.nip,
        row.name,
        row.unit,
        row.position,
        ", ".join(NAMES[part.level] for part in parts),
        one.months,
        None if row.outcome.band is None else row.outcome.band.name,
        one.percent,
        parts[0].coefficient if len(parts) == 1 else None,
        one.credit,
        _reckoned(one),
        row.outcome.status.value,
    )


def _reckoned(one: Credited) -> str | None:
    """``150 % × (6/12 × 12.50 + 6/12 × 25.00)``, or which coefficient lacks; None without a predikat."""
    if one.percent is None:
        return None
    lacks = [NAMES[part.level] for part in one.parts if part.coefficient is None]
    if lacks:
        return f"koefisien {', '.join(lacks)} belum ditetapkan"
    terms = " + ".join(f"{part.months}/12 × {points_text(part.coefficient)}" for part in one.parts)
    return f"{one.percent} % × ({terms})" if len(one.parts) > 1 else f"{one.percent} % × {terms}"


def _siasn_cells(year: int, one: Numbered) -> tuple[Cell, ...]:
    who = one.assessor
    assessor = (
        (None,) * 6 if who is None else (who.name, who.nip, who.position, who.unit, who.grade, who.status)
    )
    row = one.row
    return (
        row.nip,
        row.name,
        year,
        one.first,
        one.last,
        year,
        year,
        one.result,
        one.behaviour,
        one.quadrant,
        *assessor,
        row.outcome.status.value,
    )
