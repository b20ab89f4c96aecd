"""What `dampak` shows and says: figures with their columns, and sentences that claim no more than the design allows."""

import dataclasses
from fractions import Fraction

import pytest

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.estimates import Estimate
from kinerja_cli.domain.impact import (
    Caution,
    Figure,
    Finding,
    Impact,
    Method,
    Moment,
    Plan,
    Role,
    Verdict,
)
from kinerja_cli.render.impact import impact_report
from kinerja_cli.render.impact_text import Told, sentences

TOLD = Told("Pelayanan prima", ("2025-TW1", "2024-TW4", "2024-TW3", "2024-TW2"))
CLAIMS = ("lebih tinggi", "lebih rendah", "dianggap akibat")


def _figure(role: Role, low: int = 110, high: int = 530, start: Moment = Moment.BEFORE) -> Figure:
    middle = Fraction(low + high, 2)
    bare = role in (Role.NAIVE, Role.DESCRIPTION)
    told = None if bare else Estimate(middle, 1.0, 20.0, low, high)
    return Figure(Plan(role, Method.CHANGES, start), 12, 40, 3, 2, 0, middle, told)


def _impact(verdict: Verdict, cause: Cause = Cause.LOW_SCORE, *figures: Figure) -> Impact:
    finding = Finding(cause, 14, 0, figures or (_figure(Role.MAIN),), verdict, ())
    return Impact((finding,), finding)


def test_a_claim_says_from_when_to_when_how_much_and_how_sure():
    assert sentences(_impact(Verdict.HIGHER), TOLD)[:2] == [
        "Dari 2024-TW3 ke 2025-TW1 perubahan nilai peserta 3.20 poin lebih tinggi daripada perubahan nilai yang tidak "
        "ikut (rentang 95 %: 1.10 sampai 5.30).",
        "Peserta diutus karena nilai 2024-TW4 rendah, dan nilai rendah cenderung naik sendiri; karena itu "
        "perbandingan dimulai dari 2024-TW3.",
    ]
    lower = sentences(_impact(Verdict.LOWER, Cause.UNIT, _figure(Role.MAIN, -530, -110)), TOLD)
    assert "3.20 poin lebih rendah" in lower[0]
    assert "-5.30 sampai -1.10" in lower[0]


def test_people_of_equal_scores_and_units_are_named_as_such():
    figure = _figure(Role.MAIN, start=Moment.LAST)
    equal = dataclasses.replace(figure, plan=Plan(Role.MAIN, Method.EQUAL_START, Moment.LAST))
    told = sentences(_impact(Verdict.HIGHER, Cause.RANDOM, equal), TOLD)
    assert told[0].startswith(
        "Pada 2025-TW1 nilai peserta 3.20 poin lebih tinggi daripada yang tidak ikut dengan nilai 2024-TW4 yang sama"
    )
    assert told[1] == "Karena peserta dipilih acak, perbedaan ini dapat dianggap akibat kegiatan."
    units = dataclasses.replace(figure, by_units=True)
    assert (
        "rata-rata unit peserta 3.20 poin" in sentences(_impact(Verdict.HIGHER, Cause.UNIT, units), TOLD)[0]
    )


@pytest.mark.parametrize(
    "verdict", [verdict for verdict in Verdict if verdict not in (Verdict.HIGHER, Verdict.LOWER)]
)
@pytest.mark.parametrize("cause", Cause)
def test_no_other_verdict_claims_anything(verdict, cause):
    text = " ".join(sentences(_impact(verdict, cause), TOLD))
    assert not [claim for claim in CLAIMS if claim in text]


def test_an_interval_with_0_says_so_and_a_volunteer_is_no_proof():
    unproven = sentences(_impact(Verdict.UNPROVEN, Cause.RANDOM, _figure(Role.MAIN, -20, 90)), TOLD)
    assert unproven[0] == (
        "Belum terbukti ada perubahan karena kegiatan ini: rentangnya memuat 0 (rentang 95 %: -0.20 sampai 0.90)."
    )
    volunteers = sentences(_impact(Verdict.VOLUNTARY, Cause.VOLUNTARY, _figure(Role.DESCRIPTION)), TOLD)
    assert volunteers == [
        "Peserta memilih sendiri untuk ikut; selisih ini tidak dapat disebut akibat kegiatan. Angkanya gambaran saja."
    ]


def test_every_caution_is_said():
    finding = _impact(Verdict.HIGHER).findings[0]
    bare = sentences(Impact((finding,), finding), TOLD)
    told = set()
    for caution in Caution:
        warned = dataclasses.replace(finding, cautions=(caution,))
        (more,) = set(sentences(Impact((warned,), warned), TOLD)) - set(bare)
        told.add(more)
    assert len(told) == len(Caution)


def test_whoever_is_left_out_is_counted_and_other_causes_are_named():
    finding = dataclasses.replace(_impact(Verdict.HIGHER).findings[0], outside=4)
    other = Finding(Cause.VOLUNTARY, 30, 0, (), Verdict.VOLUNTARY, ())
    text = "\n".join(sentences(Impact((finding, other), finding), TOLD))
    assert "2 orang tidak dihitung karena penilainya berganti" in text
    assert "4 orang dari unit yang diutus tidak hadir" in text
    assert "Ini tentang 14 peserta yang diutus karena nilainya rendah" in text
    assert "tidak termasuk: 30 yang ikut atas kemauan sendiri." in text


def test_the_table_has_a_line_a_figure_and_only_the_main_one_is_used():
    figures = (_figure(Role.MAIN), _figure(Role.CHECK), _figure(Role.NAIVE, start=Moment.LAST))
    report = impact_report(_impact(Verdict.HIGHER, Cause.LOW_SCORE, *figures), TOLD)
    assert report.title == "Dampak · Pelayanan prima"
    assert [column.key for column in report.columns] == [
        "bagian", "sebab", "taksiran", "metode", "dari", "ke", "n_peserta", "n_pembanding", "n_sebelum", "n_sesudah",
        "sebelum", "sesudah", "beda", "batas_bawah", "batas_atas", "arti", "dipakai", "catatan",
    ]  # fmt: skip
    left = "3 orang tanpa nilai di salah satu periode; 2 orang berganti penilai"
    naive = f"menyesatkan: nilai rendah cenderung naik sendiri; {left}"
    none = (None,) * 4
    between = ("selisih_perubahan", "2024-TW3", "2025-TW1", 12, 40, *none, 320, 110, 530, None)
    bare = ("selisih_perubahan", "2024-TW4", "2025-TW1", 12, 40, *none, 320, None, None, None)
    assert list(report.rows) == [
        ("nilai", "nilai_rendah", "utama", *between, "ya", left),
        ("nilai", "nilai_rendah", "pemeriksa", *between, "tidak", left),
        ("nilai", "nilai_rendah", "naif", *bare, "tidak", naive),
    ]
    assert any(note.startswith("Baris naif bukan hasil") for note in report.notes)


@pytest.mark.parametrize("verdict", [Verdict.DISAGREE, Verdict.UNLIKE])
def test_a_figure_that_is_not_believed_is_not_used(verdict):
    report = impact_report(_impact(verdict), TOLD)
    assert [row[-2] for row in report.rows] == ["tidak"]
    assert report.notes[0].startswith("Tidak ada kesimpulan")


def test_without_anybody_who_attended_there_is_one_sentence():
    report = impact_report(Impact((), None), TOLD)
    assert (list(report.rows), report.notes) == ([], ("Belum ada peserta yang dicatat pada kegiatan ini.",))
