"""Which years may be compared, what is told of those that may not, and how high each stands in its run."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_cli.domain.periods import Cadence
from kinerja_cli.domain.rules import Aggregation, Criterion, Formula, Rules, TargetRule
from kinerja_cli.domain.trend import Step, differences, levels, steps, unit_year
from kinerja_cli.storage.criteria_file import parse_rules
from kinerja_cli.storage.workspace import default_criteria, template_criteria

TEXT = default_criteria()
QUADRANT = template_criteria("permenpanrb-6-2022")
FLOOR = 3


def read(text: str) -> Rules:
    return parse_rules(text.encode()).rules


def changed(text: str, *swaps: tuple[str, str]) -> tuple[str, ...]:
    """What differs once these words of the file are others."""
    other = text
    for old, new in swaps:
        assert old in other
        other = other.replace(old, new)
    return differences(read(text), read(other))


RULES = read(TEXT)


@pytest.mark.parametrize(
    ("swaps", "told"),
    [
        ([("maks: 100}", "maks: 120}")], ["skala 0–100 → 0–120"]),
        ([("agregasi: rata_rata ", "agregasi: terakhir ")], ["agregasi rata_rata → terakhir"]),
        (
            [("Disiplin,  bobot: 30", "Disiplin,  bobot: 40"), ("masyarakat, bobot: 40", "masyarakat, bobot: 30")],
            ["bobot disiplin 30 → 40", "bobot pelayanan 40 → 30"],
        ),
        (
            [("Inovasi,   bobot: 30", "Inovasi,   bobot: 30.5"), ("masyarakat, bobot: 40", "masyarakat, bobot: 39.5")],
            ["bobot inovasi 30 → 30.5", "bobot pelayanan 40 → 39.5"],
        ),
        ([("Inovasi,   bobot: 30", "Inovasi, wajib: false, bobot: 30")], ["wajib inovasi ya → tidak"]),
        ([("kode: inovasi,", "kode: gagasan,")], ["kriteria inovasi tidak ada lagi", "kriteria gagasan baru"]),
        ([("maks: 5\n", "maks: 6\n")], ["maks nilai tambah 5.00 → 6.00"]),
        ([("program_baru: 3", "program_baru: 2.5")], ["nilai tambah program_baru 3.00 → 2.50"]),
        ([("program_baru: 3, ", "")], ["nilai tambah program_baru 3.00 → tidak ada"]),
        ([("minimal: 76", "minimal: 80")], ["minimal baik 76.00 → 80.00"]),
        ([("minimal: 91", "minimal: 91, syarat: program_terealisasi")], ["syarat sangat_baik tidak → ya"]),
        ([("kode: baik, ", "kode: bagus, ")], ["predikat baik tidak ada lagi", "predikat bagus baru"]),
    ],
)  # fmt: skip
def test_what_decides_a_figure_or_a_predikat_parts_the_years(
    swaps: list[tuple[str, str]], told: list[str]
) -> None:
    assert list(changed(TEXT, *swaps)) == told


def test_rules_that_lose_nilai_tambah_say_so() -> None:
    assert differences(RULES, replace(RULES, bonus=None)) == ("nilai tambah tidak ada lagi",)
    assert differences(replace(RULES, bonus=None), RULES) == ("nilai tambah baru",)


@pytest.mark.parametrize(
    ("swaps", "told"),
    [
        ([("sesuai:   {di_bawah: kurang,", "sesuai:   {di_bawah: butuh_perbaikan,")],
         ["matriks sesuai × di_bawah kurang → butuh_perbaikan"]),
        ([("minimal: 2.5", "minimal: 2.6")], ["minimal rating di_atas 2.50 → 2.60"]),
    ],
)  # fmt: skip
def test_under_a_quadrant_its_bands_and_cells_part_them_too(
    swaps: list[tuple[str, str]], told: list[str]
) -> None:
    assert list(changed(QUADRANT, *swaps)) == told


def test_that_one_has_a_matrix_is_told_before_criteria_and_predikat() -> None:
    skala, agregasi, matrix, *rest = differences(RULES, read(QUADRANT))
    assert (skala, agregasi) == ("skala 0–100 → 1–3", "agregasi rata_rata → terakhir")
    assert matrix == "matriks baru"
    assert {word.split()[0] for word in rest} == {"kriteria", "maks", "nilai", "minimal"}
    assert differences(read(QUADRANT), RULES)[2] == "matriks tidak ada lagi"


def test_names_descriptions_office_zone_cadence_and_order_of_criteria_change_nothing() -> None:
    """How often is measured is no other measure; nor is it how things are called or for how long they are kept."""
    renamed = replace(
        RULES,
        institution="Kecamatan Alak",
        since=2026,
        cadence=Cadence.MONTH,
        zone="WIB",
        retention=5,
        coefficients=(("pemula", 3_75),),
        criteria=tuple(replace(c, name=c.name + " baru", description="lain") for c in RULES.criteria[::-1]),
        bands=tuple(band._replace(name=band.name.upper()) for band in RULES.bands),
    )
    assert differences(RULES, renamed) == differences(renamed, RULES) == ()
    quadrant = read(QUADRANT)
    aspects = tuple(aspect._replace(name="Lain") for aspect in quadrant.quadrant.aspects)  # type: ignore[union-attr]
    other = replace(quadrant, quadrant=quadrant.quadrant._replace(aspects=aspects))  # type: ignore[union-attr]
    assert differences(quadrant, other) == ()


# another value of each key of the rules and of a criterion: whether it parts the years
OF_RULES = {
    "institution": ("X", False), "since": (1999, False), "cadence": (Cadence.YEAR, False), "zone": ("WIT", False),
    "retention": (9, False), "coefficients": ((("pemula", 375),), False),
    "scale_min": (100, True), "scale_max": (9000, True),
    "aggregation": (Aggregation.LAST, True), "criteria": (RULES.criteria[:2], True), "bonus": (None, True),
    "bands": (RULES.bands[1:], True), "quadrant": (read(QUADRANT).quadrant, True),
    "targets": (TargetRule(Formula.ACHIEVEMENT, 100_00, 0), True),
}  # fmt: skip
OF_CRITERION = {
    "code": ("lain", True), "name": ("Lain", False), "weight": (31, True), "required": (False, True),
    "description": ("lain", False), "aspect": ("hasil", True), "targeted": (True, True),
}  # fmt: skip


def test_every_key_of_the_rules_was_thought_of() -> None:
    """A key that is added later parts the years until somebody decides otherwise, here and there."""
    assert {field.name for field in fields(Rules)} == set(OF_RULES)
    assert {field.name for field in fields(Criterion)} == set(OF_CRITERION)
    for name, (value, parts) in OF_RULES.items():
        assert bool(differences(RULES, replace(RULES, **{name: value}))) is parts, name
    first, *rest = RULES.criteria
    for name, (value, parts) in OF_CRITERION.items():
        other = replace(RULES, criteria=(replace(first, **{name: value}), *rest))
        assert bool(differences(RULES, other)) is parts, name


OTHER = replace(RULES, aggregation=Aggregation.LAST)
WHY = ("agregasi rata_rata → terakhir",)


def test_a_change_is_from_the_newest_year_with_a_figure_that_may_be_compared() -> None:
    years = [
        (2021, RULES, 8000), (2022, RULES, None), (2023, RULES, 7950), (2024, OTHER, 9000), (2025, OTHER, 9001),
    ]  # fmt: skip
    assert steps(years) == [
        Step(2021, None, None, ()),
        Step(2021, None, None, ()),
        Step(2021, 2021, -50, ()),
        Step(2024, None, None, WHY),
        Step(2024, 2024, 1, ()),
    ]


def test_a_run_that_begins_without_a_figure_has_nothing_to_subtract() -> None:
    found = steps([(2021, RULES, 8000), (2022, OTHER, None), (2023, OTHER, 8100), (2024, OTHER, 8100)])
    assert [step.change for step in found] == [None, None, None, 0]


def test_rules_that_come_back_begin_a_run_of_their_own() -> None:
    """What lies between can't be compared, so nothing is compared across it."""
    found = steps([(2021, RULES, 8000), (2022, OTHER, 8100), (2023, RULES, 8200)])
    assert [(step.since, step.change) for step in found] == [(2021, None), (2022, None), (2023, None)]


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 10_000)), max_size=12))
def test_the_changes_of_a_run_add_up_to_its_last_figure_less_its_first(
    told: list[tuple[bool, int | None]],
) -> None:
    years = [(2000 + place, OTHER if other else RULES, figure) for place, (other, figure) in enumerate(told)]
    runs: dict[int, list[tuple[int | None, int | None]]] = {}
    for (_, _, figure), step in zip(years, steps(years), strict=True):
        runs.setdefault(step.since, []).append((figure, step.change))
    for run in runs.values():
        known = [figure for figure, _ in run if figure is not None]
        changes = [change for _, change in run if change is not None]
        assert len(changes) == max(0, len(known) - 1)
        assert sum(changes) == (known[-1] - known[0] if known else 0)


@given(st.lists(st.none() | st.integers(-(10**6), 10**6), max_size=15))
def test_the_highest_is_the_highest_and_a_higher_one_never_stands_lower(figures: list[int | None]) -> None:
    found = levels(figures)
    known = sorted((f, level) for f, level in zip(figures, found, strict=True) if f is not None)
    assert [level is None for level in found] == [figure is None for figure in figures]
    assert [level for _, level in known] == sorted(level for _, level in known)
    if len({figure for figure, _ in known}) > 1:
        assert (known[0][1], known[-1][1]) == (0, 7)
    else:
        assert {level for _, level in known} <= {FLOOR}


def test_levels_by_hand() -> None:
    # of 0 to 100: 7 × 14 / 100 = 0.98, 7 × 15 / 100 = 1.05, 7 × 99 / 100 = 6.93
    assert levels([0, 14, 15, None, 99, 100]) == [0, 0, 1, None, 6, 7]
    assert levels([8000, 8000]) == [FLOOR, FLOOR]
    assert levels([None]) == [None]
    assert levels([]) == []


def test_a_mean_is_of_those_who_have_a_number() -> None:
    people = [
        ("lengkap", 8000, 0),
        ("lengkap", 8001, 0),
        ("belum_lengkap", None, 3),
        ("tidak_dinilai", None, 0),
    ]
    # (80.00 + 80.01) / 2 = 80.005, half up
    assert unit_year(people) == (4, 2, 8001, 3)
    assert unit_year([("lengkap", None, 0)]) == (1, 1, None, 0)  # by a quadrant
    assert unit_year([]) == (0, 0, None, 0)
