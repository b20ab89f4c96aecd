"""A year with targets equals an independent computation, straight from the text of PermenPANRB 8/2021."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random
from typing import Any

import pytest

PEOPLE = 12
QUARTERS = [1, 2, 3, 4]
CATEGORIES = [
    (110, 100),
    (90, 80),
    (70, 60),
    (50, 40),
    (0, 20),
]  # value from, percent of the weight of a tambahan


@dataclass
class Target:
    """One target; *realised* by quarter; *first* and *last* None without a limit."""

    name: str
    low: Fraction
    high: Fraction
    falling: bool
    how: str
    extra: bool
    weight: Fraction
    peak: bool
    first: int | None
    last: int | None
    realised: dict[int, Fraction] = field(default_factory=dict)

    def holds(self, quarter: int) -> bool:
        return (self.first or 1) <= quarter <= (self.last or 4)


@dataclass
class Person:
    """*since*: the first quarter at whose end she serves, *until* the last."""

    nip: str
    since: int
    until: int
    targets: list[Target]
    exempt: set[int]
    conduct: dict[int, Fraction]


@dataclass
class Rules:
    low: Fraction
    high: Fraction
    official: bool
    most: Fraction
    extra: Fraction
    weight: int
    required: bool
    opened: list[int]


def capaian(target: Target, realised: Fraction) -> Fraction:
    """In percent: realisasi / target; less is better: 1 + (1 - realisasi / target); a range by the bound it misses."""
    if target.low <= realised <= target.high:
        return Fraction(100)
    bound = target.high if realised > target.high else target.low
    percent = 100 * realised / bound
    if target.falling:
        percent = 100 * (1 + (1 - realised / bound))
    return max(percent, Fraction(0))


def official(percent: Fraction, peak: bool) -> Fraction:
    """The bands of the Lampiran, on whole percents."""
    c = floor(percent + Fraction(1, 2))
    if c > 110 or (c >= 100 and peak):
        return Fraction(120)
    if c >= 101:
        return 110 + Fraction(120 - 110, 110 - 101) * (c - 101)
    if c == 100:
        return Fraction(109)
    if c >= 80:
        return 70 + Fraction(89 - 70, 99 - 80) * (c - 80)
    if c >= 60:
        return 50 + Fraction(69 - 50, 79 - 60) * (c - 60)
    return Fraction(c, 59) * 49


def points(rules: Rules, target: Target, realised: Fraction) -> Fraction:
    percent = capaian(target, realised)
    if not rules.official:
        return min(percent / 100, Fraction(1)) * target.weight if target.extra else min(percent, rules.most)
    value = official(percent, target.peak)
    if target.extra:
        return target.weight * next(Fraction(share, 100) for least, share in CATEGORIES if value >= least)
    return value


def outcome_of(rules: Rules, target: Target, counted: list[int]) -> tuple[int, int, Fraction | None]:
    """In how many counted quarters it held, how many realisations lack, and the points, None while any lacks."""
    held = [quarter for quarter in counted if target.holds(quarter)]
    asked = held if target.how != "akhir" else held[-1:]
    found = [target.realised[quarter] for quarter in asked if quarter in target.realised]
    if len(found) < len(asked) or not asked:
        return len(held), len(asked) - len(found), None
    year = sum(found, Fraction(0)) / (len(found) if target.how == "rata_rata" else 1)
    return len(held), 0, points(rules, target, year)


def skp(rules: Rules, person: Person) -> tuple[Fraction | None, tuple[Fraction, Fraction] | None, int]:
    """What is shown, the least and the most it can become (None: nothing counts), and how much lacks."""
    counted = [q for q in rules.opened if person.since <= q <= person.until and q not in person.exempt]
    found = [(target, *outcome_of(rules, target, counted)) for target in person.targets]
    found = [one for one in found if one[1]]
    bare = [q for q in counted if not any(t.holds(q) and not t.extra for t, *_ in found)]
    missing = sum(lacking for _, _, lacking, _ in found) + len(bare) if rules.required else 0

    def together(
        main_gap: Fraction | None, extra_gap: bool, *, everything_open: bool = False
    ) -> Fraction | None:
        parts = [
            (target.weight * held, main_gap if value is None else value)
            for target, held, _, value in found
            if not target.extra
        ]
        parts = [(weight, value) for weight, value in parts if value is not None]
        if everything_open:
            assert main_gap is not None
            main = main_gap
        elif parts:
            main = sum((w * v for w, v in parts), Fraction(0)) / sum((w for w, _ in parts), Fraction(0))
        else:
            return None
        more = sum(
            (
                target.weight * extra_gap if value is None else value
                for target, _, _, value in found
                if target.extra
            ),
            Fraction(0),
        )
        return min(max(main + min(more, rules.extra), rules.low), rules.high)

    shown = together(None, extra_gap=False)
    if not missing:
        return shown, None if shown is None else (shown, shown), 0
    least = together(Fraction(0), extra_gap=False, everything_open=bool(bare))
    most = together(rules.most, extra_gap=True, everything_open=bool(bare))
    assert least is not None
    assert most is not None
    return shown, (least, most), missing


def row_of(rules: Rules, person: Person) -> dict[str, Any] | None:
    """What `rekap tahunan` must say of a person; None for whoever is expected in no opened quarter."""
    expected = [q for q in rules.opened if person.since <= q <= person.until]
    if not expected:
        return None
    shown, limits, missing = skp(rules, person)
    given = [person.conduct[q] for q in expected if q in person.conduct]
    absent = len(expected) - len(given)
    conduct = sum(given, Fraction(0)) / len(given) if given else None
    weight = Fraction(rules.weight if limits is not None else 0)
    other = Fraction(100 - rules.weight)

    def final(of_targets: Fraction, filler: Fraction) -> Fraction:
        mean = (sum(given, Fraction(0)) + absent * filler) / len(expected)
        return (weight * of_targets + other * mean) / (weight + other)

    least, most = limits or (Fraction(0), Fraction(0))
    whole = not missing and not absent
    return {
        "nip": person.nip,
        "skp": rounded(shown),
        "perilaku": rounded(conduct),
        "nilai_akhir": rounded(final(least, Fraction(0))) if whole else None,
        "status": "lengkap" if whole else "belum_lengkap",
        "belum_ada": missing + absent,
        "batas_bawah": None if whole else rounded(final(least, rules.low)),
        "batas_atas": None if whole else rounded(final(most, rules.high)),
    }


def rounded(value: Fraction | None) -> Fraction | None:
    """Half up to 2 places."""
    return None if value is None else Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def a_rule(random: Random) -> Rules:
    opened = QUARTERS if random.random() < 0.6 else sorted(random.sample(QUARTERS, random.randint(1, 3)))
    extra = Fraction(random.choice([0, 5, 10]))
    if random.random() < 0.6:
        return Rules(Fraction(0), Fraction(120), True, Fraction(120), extra, random.choice([30, 60, 70]),
                     random.random() < 0.8, opened)  # fmt: skip
    low, high = random.choice([(0, 100), (0, 120), (20, 150)])
    most = Fraction(random.choice([100, 120, 110]))
    return Rules(Fraction(low), Fraction(high), False, most, extra, random.choice([30, 60, 70]),
                 random.random() < 0.8, opened)  # fmt: skip


def a_target(random: Random, rules: Rules, name: str) -> Target:
    low = Fraction(random.choice([1, 7, 10, 59, 100, 200, 100_00]), random.choice([1, 1, 4]))
    high = low if random.random() < 0.7 else low + Fraction(random.randint(1, 40), 4)
    extra = bool(rules.extra) and random.random() < 0.25
    first, last = random.choice([(None, None)] * 4 + [(None, 2), (3, None), (2, 3), (2, 2), (4, None)])
    falling = random.random() < 0.3
    target = Target(
        name, low, high, falling, random.choice(["akhir", "jumlah", "rata_rata"]), extra,
        Fraction(random.choice([50, 100, 100, 250, 333]), 100), not falling and random.random() < 0.2, first, last,
    )  # fmt: skip
    density = random.choice([1, 1, 1, 1, 0.8, 0])
    parts = 4 if target.how == "jumlah" else 1
    for quarter in QUARTERS:
        if target.holds(quarter) and quarter in rules.opened and random.random() < density:
            # in steps of half a percent of the target: often on the edge of a band, or half way to the next percent
            share = Fraction(
                random.choice(
                    [0, 80, 110, 119, 120, 158, 160, 180, 198, 199, 200, 201, 202, 219, 221, 222, 223, 300]
                ),
                200,
            )
            exact = low * share / parts
            target.realised[quarter] = Fraction(floor(exact * 100), 100)
    return target


def a_person(random: Random, rules: Rules, number: int) -> Person:
    since, until = (1, 4) if random.random() < 0.7 else sorted(random.sample(QUARTERS, 2))
    targets = [a_target(random, rules, f"Indikator {k}") for k in range(random.choice([0, 1, 2, 3, 5]))]
    exempt = set(random.sample(QUARTERS, random.choice([0, 0, 0, 1, 2, 4]))) & set(rules.opened)
    steps = int((rules.high - rules.low) * 4)
    conduct = {
        quarter: rules.low + Fraction(random.randint(0, steps), 4)
        for quarter in rules.opened
        if since <= quarter <= until and random.random() < 0.97
    }
    return Person(f"19850101201001{1 + number % 2}{number:03d}", since, until, targets, exempt, conduct)


def record(kinerja: Any, home: Path, rules: Rules, people: list[Person]) -> None:
    """Everything as files, the way an office would bring it."""
    key = "permenpanrb_8_2021" if rules.official else f"capaian, maks: {rules.most}"
    optional = "" if rules.required else ", wajib: false"
    (home / "criteria.yaml").write_text(
        "instansi: Kantor Uji\nberlaku: 2025\nperiode: triwulan\n"
        f"skala: {{min: {rules.low}, maks: {rules.high}}}\n"
        f"sasaran: {{rumus: {key}, tambahan_maks: {rules.extra}}}\n"
        f"kriteria:\n  - {{kode: skp, nama: SKP, bobot: {rules.weight}, sumber: sasaran{optional}}}\n"
        f"  - {{kode: perilaku, nama: Perilaku, bobot: {100 - rules.weight}}}\n"
        f"predikat:\n  - {{kode: ada, nama: Ada, minimal: {rules.low}}}\n",
        encoding="utf-8",
    )
    starts, ends = {1: "2025-01-01", 2: "2025-06-30", 3: "2025-07-01", 4: "2025-12-31"}, {
        1: "2025-03-31", 2: "2025-09-29", 3: "2025-12-30", 4: "",
    }  # fmt: skip
    kinerja("init", cwd=home)
    _import(kinerja, home, "pegawai impor - --buat-unit", ["nip", "nama", "unit", "mulai", "selesai"], [
        [p.nip, f"Orang {p.nip[-5:]}", "U", starts[p.since], ends[p.until]] for p in people
    ])  # fmt: skip
    kinerja(["periode", "buka", *(f"2025-TW{q}" for q in rules.opened)], cwd=home)
    _import(kinerja, home, "nilai impor -", ["nip", "periode", "perilaku"], [
        [p.nip, f"2025-TW{q}", text(value)] for p in people for q, value in p.conduct.items()
    ])  # fmt: skip
    _import(kinerja, home, "sasaran impor - --tahun 2025", [
        "nip", "hasil", "indikator", "target", "satuan", "arah", "hitung", "bobot", "jenis", "puncak", "dari", "sampai",
    ], [
        [
            p.nip, "Hasil", t.name, text(t.low) if t.low == t.high else f"{text(t.low)}-{text(t.high)}", "unit",
            "turun" if t.falling else "naik", t.how, text(t.weight), "tambahan" if t.extra else "utama",
            "ya" if t.peak else "", t.first and f"2025-TW{t.first}", t.last and f"2025-TW{t.last}",
        ]
        for p in people
        for t in p.targets
    ])  # fmt: skip
    listed = csv.DictReader(io.StringIO(kinerja("sasaran daftar 2025 --format csv", cwd=home).stdout))
    numbers = {(row["nip"], row["indikator"]): row["id"] for row in listed}
    _import(kinerja, home, "sasaran impor -", ["sasaran", "periode", "realisasi"], [
        [numbers[p.nip, t.name], f"2025-TW{q}", text(value)]
        for p in people
        for t in p.targets
        for q, value in t.realised.items()
    ])  # fmt: skip
    for p in people:
        for quarter in p.exempt:
            kinerja(f"nilai kecualikan {p.nip} 2025-TW{quarter} skp --alasan cuti", cwd=home)


def _import(kinerja: Any, home: Path, line: str, head: list[str], rows: list[list[Any]]) -> None:
    if rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([head, *rows])
        kinerja(line, cwd=home, stdin=out.getvalue())


def text(value: Fraction) -> str:
    """Two places, with a comma as people type them."""
    hundredths = value * 100
    assert hundredths.denominator == 1
    return f"{int(hundredths) // 100},{int(hundredths) % 100:02d}"


def compare(kinerja: Any, home: Path, seed: int) -> Counter[str]:
    random = Random(seed)
    rules = a_rule(random)
    people = [a_person(random, rules, number) for number in range(1, PEOPLE + 1)]
    record(kinerja, home, rules, people)
    told = json.loads(
        kinerja("rekap tahunan 2025 --urut nip --format json", cwd=home).stdout, parse_float=Fraction
    )
    wanted = [row for p in sorted(people, key=lambda one: one.nip) if (row := row_of(rules, p)) is not None]
    assert [{key: row[key] for key in wanted[0]} for row in told] == wanted, f"seed {seed}"
    seen = Counter(row["status"] for row in wanted)
    seen["official" if rules.official else "capaian"] += len(wanted)
    seen["value made by targets"] += sum(row["skp"] is not None for row in wanted)
    return seen


def _run(kinerja: Any, folder: Path, seeds: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        home = folder / f"kantor-{seed}"
        home.mkdir()
        seen += compare(kinerja, home, seed)
    total = seen["lengkap"] + seen["belum_lengkap"]
    for kind, least in {
        "lengkap": 5,
        "belum_lengkap": 5,
        "official": 4,
        "capaian": 6,
        "value made by targets": 3,
    }.items():
        assert seen[kind] >= total // least, f"only {seen[kind]} of {total} {kind}"
    return seen


def test_a_year_with_targets_equals_the_regulation(kinerja: Any, tmp_path: Path) -> None:
    _run(kinerja, tmp_path, range(25))


@pytest.mark.slow
def test_many_years_with_targets_equal_the_regulation(kinerja: Any, tmp_path: Path) -> None:
    _run(kinerja, tmp_path, range(1_000, 1_600))


@pytest.mark.parametrize(
    ("percent", "value"),
    [
        (100, 109), (98, 88), (80, 70), (79, 69), (60, 50), (59, 49), (101, 110), (110, 120), (111, 120),
        (Fraction("99.5"), 109), (Fraction("99.49"), 89), (0, 0),
    ],
)  # fmt: skip
def test_the_second_opinion_itself_holds_the_vectors(percent, value) -> None:
    """regulations.md 4.1 and 1.6: PermenPANRB 8/2021, pages 101 and 363."""
    assert official(Fraction(percent), peak=False) == value
