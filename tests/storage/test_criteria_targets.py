"""The key `sasaran` of criteria.yaml and `sumber: sasaran`: what is read, and every fault with its place."""

from __future__ import annotations

import pytest

from kinerja_cli.domain.rules import Formula, TargetRule
from kinerja_cli.errors import FaultsFound
from kinerja_cli.storage.criteria_file import parse_rules

# line 5 is the key sasaran; the criteria stand in lines 7 and 8
TEXT = """\
instansi: Kantor
berlaku: 2024
periode: triwulan
skala: {min: 0, maks: 120}
sasaran: {rumus: permenpanrb_8_2021}
kriteria:
  - {kode: skp, nama: SKP, bobot: 70, sumber: sasaran}
  - {kode: laku, nama: Laku, bobot: 30, sumber: nilai}
predikat:
  - {kode: baik, nama: Baik, minimal: 0}
"""
KEY = "sasaran: {rumus: permenpanrb_8_2021}"


def read(*changes: tuple[str, str]):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_rules(text.encode()).rules


def faults(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        read(*changes)
    return [str(fault).removeprefix("criteria.yaml:") for fault in found.value.faults]


def test_the_criterion_is_known_and_the_formula_of_2021_brings_its_own_caps():
    rules = read()
    assert [criterion.targeted for criterion in rules.criteria] == [True, False]
    assert rules.targeted == 0
    assert rules.targets == TargetRule(
        Formula.OF_2021, 120_00, 10_00
    )  # above 110 % 120; tambahan adds 10 at most


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("{rumus: capaian}", TargetRule(Formula.ACHIEVEMENT, 120_00, 0)),  # at most the top of the scale
        ("{rumus: capaian, maks: 100}", TargetRule(Formula.ACHIEVEMENT, 100_00, 0)),
        ("{rumus: capaian, maks: 150, tambahan_maks: 7.5}", TargetRule(Formula.ACHIEVEMENT, 150_00, 7_50)),
        ("{rumus: permenpanrb_8_2021, tambahan_maks: 5}", TargetRule(Formula.OF_2021, 120_00, 5_00)),
        ("{rumus: permenpanrb_8_2021, tambahan_maks: 0}", TargetRule(Formula.OF_2021, 120_00, 0)),
    ],
)
def test_the_rule_is_read_exactly(key, rule):
    assert read((KEY, f"sasaran: {key}")).targets == rule


def test_rules_without_the_key_have_no_targets():
    rules = read((f"{KEY}\n", ""), (", sumber: sasaran", ""))
    assert (rules.targets, rules.targeted) == (None, None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            [(f"{KEY}\n", "")],
            [
                "6:47: sumber: kunci 'sasaran' tidak ada di berkas; tambahkan rumusnya, "
                "misalnya sasaran: {rumus: capaian, maks: 100}"
            ],
        ),
        (
            [(", sumber: sasaran", "")],
            ["5:1: sasaran: tidak ada kriteria yang memakainya; tulis sumber: sasaran pada satu kriteria"],
        ),
        (
            [("sumber: nilai", "sumber: sasaran")],
            ["8:49: sumber: hanya satu kriteria yang dapat diisi dari sasaran; ubah yang lain"],
        ),
        (
            [("{rumus: permenpanrb_8_2021}", "{}")],
            ["5:10: kunci 'rumus' tidak ada di sasaran; tambahkan, misalnya rumus: capaian"],
        ),
        (
            [("permenpanrb_8_2021", "capian, maks: 99.99, tambahan_maks: -1, bebas: 1")],
            [
                "5:18: rumus: 'capian' tidak dikenal. Maksud Anda 'capaian'?",
                "5:32: maks: 99.99 di bawah capaian 100 %; tulis 100 atau lebih",
                "5:54: tambahan_maks: '-1' di bawah 0; tulis 0 atau lebih",
                "5:58: kunci 'bebas' tidak dikenal; hapus, atau pakai salah satu: rumus, maks, tambahan_maks",
            ],
        ),
        (
            [("permenpanrb_8_2021", "permenpanrb_8_2021, maks: 110"), ("maks: 120}", "maks: 100}")],
            [
                "5:18: rumus: skala 0.00 sampai 100.00 tidak cocok; rumus ini memerlukan skala 0.00 sampai 120.00",
                "5:38: maks: rumus permenpanrb_8_2021 sudah membatasi capaian (di atas 110 % = 120); hapus maks",
            ],
        ),
        (
            [("permenpanrb_8_2021", "capaian"), ("maks: 120}", "maks: 99}")],
            [
                "5:18: rumus: skala 0.00 sampai 99.00 tidak cocok; rumus ini memerlukan skala yang memuat 100.00, "
                "sebab capaian 100 % bernilai 100"
            ],
        ),
        ([("sumber: nilai", "sumber: sasarn")], ["8:49: sumber: 'sasarn' tidak dikenal. Maksud Anda 'sasaran'?"]),
        (
            [("permenpanrb_8_2021", "capaian, maks: 1e3")],
            ["5:33: maks: '1e3' bukan angka desimal biasa; tulis seperti 30 atau 33.33"],
        ),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_once_with_line_and_column(changes, told):
    assert faults(*changes) == told


def test_faults_of_the_key_come_together_with_those_of_the_rest():
    told = faults(
        ("permenpanrb_8_2021", "capian"), ("bobot: 70", "bobot: 71"), ("periode: triwulan", "periode: pekan")
    )
    assert sorted(int(line.split(":")[0]) for line in told) == [
        3,
        5,
        6,
    ]  # the weights of all are told at the list
