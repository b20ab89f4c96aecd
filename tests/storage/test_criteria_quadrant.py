"""aspek, rating, matriks and syarat in criteria.yaml: read whole, or every fault at its place."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.rules import Aspect, Rating
from kinerja_cli.errors import FaultsFound
from kinerja_cli.storage.criteria_file import parse_rules

VALID = """\
instansi: Kecamatan Contoh
berlaku: 2024
periode: tahun
skala: {min: 1, maks: 3}
aspek:
  - {kode: hasil_kerja, nama: Hasil Kerja}
  - {kode: perilaku_kerja, nama: Perilaku Kerja}
kriteria:
  - {kode: target, nama: Target, bobot: 100, aspek: hasil_kerja}
  - {kode: ramah, nama: Ramah, bobot: 60, aspek: perilaku_kerja}
  - {kode: jujur, nama: Jujur, bobot: 40, aspek: perilaku_kerja}
rating:
  - {kode: atas, nama: Atas, minimal: 2}
  - {kode: bawah, nama: Bawah, minimal: 1}
matriks:
  atas: {atas: baik, bawah: kurang}
  bawah: {atas: kurang, bawah: kurang}
predikat:
  - {kode: baik, nama: Baik, syarat: program_terealisasi}
  - {kode: kurang, nama: Kurang}
"""


def faults(*changes: tuple[str, str]) -> list[str]:
    text = VALID
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with pytest.raises(FaultsFound) as found:
        parse_rules(text.encode())
    return [str(fault).removeprefix("criteria.yaml:") for fault in found.value.faults]


def test_a_quadrant_is_read_whole():
    rules = parse_rules(VALID.encode()).rules
    assert rules.quadrant is not None
    assert rules.quadrant.aspects == (
        Aspect("hasil_kerja", "Hasil Kerja"),
        Aspect("perilaku_kerja", "Perilaku Kerja"),
    )
    assert rules.quadrant.ratings == (Rating("atas", "Atas", 2_00), Rating("bawah", "Bawah", 1_00))
    assert rules.quadrant.cells == (
        ("atas", "atas", "baik"),
        ("atas", "bawah", "kurang"),
        ("bawah", "atas", "kurang"),
        ("bawah", "bawah", "kurang"),
    )
    assert [criterion.aspect for criterion in rules.criteria] == ["hasil_kerja", *["perilaku_kerja"] * 2]
    assert [band.gated for band in rules.bands] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (", aspek: hasil_kerja}", "}", "kunci 'aspek' tidak ada di butir kriteria"),
        ("aspek: hasil_kerja}", "aspek: ▸hasil_kerj}", "aspek: 'hasil_kerj' tidak dikenal. Maksud Anda"),
        ("Atas, minimal: 2", "Atas, minimal: 1", "minimal: 1.00 tidak di bawah rating di atasnya"),
        ("nama: Bawah, minimal: 1", "nama: Bawah, minimal: ▸1.5", "minimal: 1.50 rating terakhir harus mulai"),
        ("nama: Bawah", "nama: ▸ATAS", "nama: 'ATAS' terbaca sama dengan 'Atas'"),
        ("  atas: {atas: baik, bawah: kurang}", "  atas: ▸{atas: baik}", "kunci 'bawah' tidak ada di matriks.atas"),
        ("  atas: {atas: baik,", "  atas: {atas: ▸baikk,", "'atas': 'baikk' tidak dikenal. Maksud Anda 'baik'?"),
        ("  bawah: {atas: kurang, bawah: kurang}\n", "", "kunci 'bawah' tidak ada di matriks"),
        ("syarat: program_terealisasi", "syarat: ▸rajin", "syarat: 'rajin' tidak dikenal; tulis"),
        ("nama: Kurang}", "nama: Kurang, ▸syarat: program_terealisasi}", "syarat: predikat terakhir berlaku"),
        ("nama: Kurang}", "nama: Kurang, ▸minimal: 1}", "kunci 'minimal' tidak dikenal"),
        ("kode: target", "kode: ▸rating_hasil_kerja", "kode: 'rating_hasil_kerja' adalah kolom yang dibuat"),
        ("kode: perilaku_kerja", "kode: ▸nip", "kode: 'nip' sudah dipakai"),
        ("bobot: 40", "bobot: 41", "bobot dalam aspek perilaku_kerja berjumlah 101, lebih 1"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(old, new, reason):
    before, mark, _ = VALID.replace(old, new).partition("▸")
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: " if mark else ": "
    told = faults((old, new.replace("▸", "")))
    assert any(place in line and reason in line for line in told), told


@pytest.mark.parametrize("key", ["aspek", "rating", "matriks"])
def test_the_three_keys_come_together(key):
    start = VALID.index(f"{key}:\n")
    end = VALID.index({"aspek": "kriteria:", "rating": "matriks:", "matriks": "predikat:"}[key])
    told = faults((VALID[start:end], ""))
    assert any(f"kunci '{key}' tidak ada, padahal ada" in line for line in told), told


def test_a_third_aspect_is_refused():
    told = faults(("  - {kode: perilaku_kerja,", "  - {kode: lain, nama: Lain}\n  - {kode: perilaku_kerja,"))
    assert any(line.startswith("5:1: aspek berisi 3 butir") for line in told), told
    assert any("aspek 'lain' tidak punya kriteria" in line for line in told), told


def test_a_criterion_has_no_aspek_where_there_are_none():
    start, end = VALID.index("aspek:\n"), VALID.index("kriteria:\n")
    told = faults((VALID[start:end], ""))
    assert sum("kunci 'aspek' tidak dikenal" in line for line in told) == 3, told
