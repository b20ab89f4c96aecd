"""The yearly summary, and all that is drawn from it, equals an independent computation digit for digit."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import oracle
import pytest
from offices import CENT, Story, a_story, criteria_yaml, recorded_by, turned_about

MEMORY = Path("/dev/shm")  # noqa: S108 (a disk in memory where there is one: a thousand databases are made here)
PEOPLE = 30

Ask = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else tmp_path))
    yield made
    shutil.rmtree(made)


def test_the_yearly_summary_of_random_offices_equals_the_oracle(kinerja: Any, folder: Path) -> None:
    assert _run(kinerja, folder, seeds=range(40)) >= 1_000


@pytest.mark.slow
def test_the_yearly_summary_of_thousands_of_random_offices_equals_the_oracle(
    kinerja: Any, folder: Path
) -> None:
    assert _run(kinerja, folder, seeds=range(1_000, 3_000)) >= 50_000


def _run(kinerja: Any, folder: Path, seeds: range) -> int:
    """Compare one office a seed; returns how many people were judged, and asks that enough lay where it hurts."""
    seen: Counter[str] = Counter()
    for seed in seeds:
        home = folder / str(seed)
        home.mkdir()
        random = Random(seed)
        story = a_story(random, PEOPLE)
        for line in recorded_by(story, random, home):
            kinerja(line, cwd=home)
        other = turned_about(story)
        (home / "criteria.yaml").write_text(criteria_yaml(other))  # edited, not applied: it changes nothing
        _compare(story, random, lambda line, cwd=home: kinerja(line, cwd=cwd).stdout)
        kinerja(f"kriteria terapkan --tahun {story.year}", cwd=home)
        shown = kinerja(f"rekap tahunan {story.year} --format csv", cwd=home).stdout
        assert shown == oracle.yearly(other.office)
        seen.update(kind for judged in oracle.judged_of(story.office) for kind in _kinds(story, judged))
        shutil.rmtree(home)
    tables = sum(seen[status] for status in ("lengkap", "belum_lengkap", "tidak_dinilai"))
    print(tables, dict(seen))  # noqa: T201 (pytest shows it with -s, or when the test fails)
    for kind, least in {"on a band": 20, "on a half": 20, "belum_lengkap": 5, "tidak_dinilai": 100}.items():
        assert seen[kind] >= tables // least, f"only {seen[kind]} of {tables} {kind}"
    return tables


def _kinds(story: Story, judged: oracle.Judged) -> list[str]:
    """What is worth counting about one person's year."""
    rules, final = story.office.rules, judged.final
    kinds = {
        judged.status: True,
        "a criterion dropped out": 0 < len(judged.weights) < len(rules.criteria),
        "moved": len(judged.person.placements) > 1,
        "bonus capped": 0 < judged.bonus == rules.cap,
    }
    if final is not None:
        kinds["on a half"] = (final / CENT).denominator == 2
        kinds["on a band"] = any(final in (least, least - CENT / 2) for _, _, least in rules.bands[:-1])
        kinds["capped by the scale"] = final == rules.high and judged.bonus > 0
    return [kind for kind, so in kinds.items() if so]


def _compare(story: Story, random: Random, ask: Ask) -> None:
    office, year = story.office, str(story.year)
    unit = random.choice(list(office.units))
    assert ask(f"rekap tahunan {year} --format csv") == oracle.yearly(office)
    assert ask(f"rekap tahunan {year} --format csv --unit {unit}") == oracle.yearly(office, unit)
    order = random.choice(["unit", "nip"])
    assert ask(f"rekap tahunan {year} --format csv --urut {order}") == oracle.yearly(office, None, order)
    _compare_units(office, year, ask)
    _compare_distribution(office, year, unit, ask)
    _compare_json(office, json.loads(ask(f"rekap tahunan {year} --format json"), parse_float=Decimal))
    listed = oracle.judged_of(office)
    for judged in random.sample(listed, min(4, len(listed))):
        nip = judged.person.nip
        told = json.loads(ask(f"jelaskan {nip} {year} --format json"), parse_float=Decimal)
        _compare_explanation(office, judged, told)
        record = [year, *oracle.yearly_row(office, judged, oracle.ranks(listed))]
        assert oracle.csv_text([record]) in ask(f"rekap pegawai {nip} --format csv").splitlines(keepends=True)


def _compare_json(office: oracle.Office, rows: list[dict[str, Any]]) -> None:
    """The same list with numbers as numbers and nothing as null."""
    head, *records = csv.reader(io.StringIO(oracle.yearly(office)))
    words = {"nip", "nama", "unit", "jabatan", "predikat", "status"}
    assert all(isinstance(row[key], str | None) for row in rows for key in words)
    assert not any(isinstance(row[key], str) for row in rows for key in head if key not in words)
    assert [list(row) for row in rows] == [head] * len(rows)
    assert [["" if cell is None else str(cell) for cell in row.values()] for row in rows] == records


def _compare_units(office: oracle.Office, year: str, ask: Ask) -> None:
    head = ["unit", "nama_unit", "pegawai", "lengkap", "rata_rata", "median", "terendah", "tertinggi"]
    head += [code for code, _, _ in office.rules.bands]
    rows = oracle.unit_rows(office)
    assert ask(f"rekap unit {year} --format csv") == oracle.csv_text([head, *rows])
    for code, _, *figures in rows:
        told = csv.reader(io.StringIO(ask(f"rekap tren --unit {code} --format csv")))
        assert [row[:4] for row in told if row[0] == year] == [[year, *figures[:3]]]
    for code, last in office.periods:
        # where everybody was on its last day, as if the year had only this period and no programme
        alone = replace(office, periods=[(code, last)], programmes=[])
        told = ask(f"rekap unit --periode {code} --format csv")
        assert told == oracle.csv_text([head, *oracle.unit_rows(alone)])


def _compare_distribution(office: oracle.Office, year: str, unit: str, ask: Ask) -> None:
    no_guidance = ["", "", ""]  # no unit has a capaian
    columns = ["predikat", "jumlah", "persen", "batas_paling_sedikit", "batas_paling_banyak", "temuan"]
    whole = [columns, *([*row, *no_guidance] for row in oracle.distribution(office))]
    assert ask(f"rekap distribusi {year} --format csv") == oracle.csv_text(whole)
    head = ["unit", *columns]
    of_unit = [head, *([unit, *row, *no_guidance] for row in oracle.distribution(office, unit))]
    assert ask(f"rekap distribusi {year} --format csv --unit {unit}") == oracle.csv_text(of_unit)
    each = [
        head,
        *(
            [code, *row, *no_guidance]
            for code in oracle.tree(office)
            for row in oracle.distribution(office, code)
        ),
    ]
    assert ask(f"rekap distribusi {year} --format csv --per-unit") == oracle.csv_text(each)


def _compare_explanation(office: oracle.Office, judged: oracle.Judged, told: dict[str, Any]) -> None:
    assert {key: told[key] for key in ("nip", "nama", "status", "belum_ada")} == {
        "nip": judged.person.nip,
        "nama": judged.person.name,
        "status": judged.status,
        "belum_ada": judged.missing,
    }
    assert _exact(told["nilai_dasar"]) == _rounded(judged.base)
    assert _exact(told["nilai_tambah"]) == _rounded(judged.bonus)
    assert _exact(told["nilai_akhir"]) == _rounded(judged.final)
    assert told["predikat"] == (None if judged.final is None else oracle.band(office.rules, judged.final)[1])
    lines = told["baris"]
    assert [line["kriteria"] for line in lines] == [criterion.code for criterion in office.rules.criteria]
    for line, criterion in zip(lines, office.rules.criteria, strict=True):
        assert _exact(line["bobot"]) == criterion.weight
        assert _exact(line["rata_rata"]) == _rounded(judged.mean(criterion.code))
        used = [(value["periode"], _exact(value["nilai"])) for value in line["nilai"]]
        assert used == judged.used[criterion.code]
    if judged.base is not None:
        _check_shares(judged, judged.base, {line["kriteria"]: _exact(line["sumbangan"]) for line in lines})


def _check_shares(judged: oracle.Judged, base: Fraction, shares: dict[str, Fraction | None]) -> None:
    """The lines add up to the shown total; whoever was rounded up had the largest remainders."""
    total = sum(judged.weights.values(), Fraction(0))
    assert sum((share or Fraction(0) for share in shares.values()), Fraction(0)) == oracle.rounded(base)
    remainders: dict[bool, list[Fraction]] = {True: [], False: []}
    for code, weight in judged.weights.items():
        exact = weight * (judged.mean(code) or Fraction(0)) / total
        floor = exact // CENT * CENT
        share = shares[code]
        assert share in (floor, floor + CENT)
        remainders[share != floor].append(exact - floor)
    for higher, lower in pairwise((remainders[True], remainders[False])):
        assert not higher or not lower or min(higher) >= max(lower)


def _rounded(value: Fraction | None) -> Fraction | None:
    return None if value is None else oracle.rounded(value)


def _exact(number: Decimal | int | None) -> Fraction | None:
    return None if number is None else Fraction(number)
