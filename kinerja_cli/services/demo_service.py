"""The second half of the demo's story: who was trained, how the service moved, what citizens say, who was supported.

Waiting at Puskesmas Sikumana: 45 minutes in February 2025, 20 in November, exactly; its SKM rises from C to B. Of the
seven who are supported five have improved, so that the page of the policy may tell how many.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from kinerja_cli.domain.activities import ActivityKind
from kinerja_cli.domain.periods import parse_period
from kinerja_cli.domain.targets import Direction
from kinerja_cli.imports.source import Source
from kinerja_cli.services.activities import ActivitySaid, add_activity
from kinerja_cli.services.attendance import AttendanceChoices, import_attendance
from kinerja_cli.services.demo_story import TOLD
from kinerja_cli.services.importing import ImportChoices
from kinerja_cli.services.measure_import import import_figures
from kinerja_cli.services.measures import MeasureSaid, add_measure
from kinerja_cli.services.satisfaction_import import SatisfactionImport, import_satisfaction
from kinerja_cli.services.support import (
    Closing,
    Correction,
    Met,
    Opening,
    close_case,
    open_case,
    record_meeting,
)
from kinerja_cli.storage.database import Database

WORKSHOP = 2
"""Number of the activity after which the Puskesmas answer faster."""

ACTIVITIES = (
    (
        "hadir_sosialisasi_2024.csv",
        ActivitySaid("Kebijakan kinerja ASN 2024", ActivityKind.SOCIALISATION, date(2024, 2, 5), 2),
    ),
    (
        "hadir_lokakarya.csv",
        ActivitySaid("Alur loket dan antrean daring", ActivityKind.WORKSHOP, date(2025, 1, 8), 20, "DINKES"),
    ),
    (
        "hadir_pelatihan.csv",
        ActivitySaid(
            "Pelayanan prima",
            ActivityKind.TRAINING,
            date(2025, 1, 15),
            20,
            selection=parse_period("2024-TW4"),
        ),
    ),
    (
        "hadir_sosialisasi_2025.csv",
        ActivitySaid(
            "Kebijakan kinerja ASN 2025: indikator tiap pegawai",
            ActivityKind.SOCIALISATION,
            date(2025, 1, 20),
            2,
        ),
    ),
)
MEASURES = (
    ("WAKTU-LOKET", MeasureSaid("Waktu tunggu loket Puskesmas", "menit", Direction.DOWN)),
    ("KELUHAN", MeasureSaid("Keluhan sebulan, Puskesmas Sikumana", "keluhan", Direction.DOWN)),
    ("PARTISIPASI", MeasureSaid("Partisipasi murid SD Negeri Contoh Maulafa", "%", Direction.UP)),
)
FIGURES, ANSWERS = "layanan.csv", "skm.csv"


class Support(NamedTuple):
    """One case: whose, why, in which form, what was agreed on, and what came of it (None: still open)."""

    nip: str
    cause: str
    form: str
    agreed: str
    outcome: str | None


SUPPORTED = (
    Support(
        "198502142008011015",
        "motivasi",
        "konseling",
        "Bertemu tiap dua pekan; jam masuk dicatat bersama",
        None,
    ),
    Support("198802022010011021", "keluarga", "konseling", "Jadwal jaga ditukar sampai anaknya sembuh", None),
    Support(
        "198707062011011005",
        "menolak_perubahan",
        "bimbingan",
        "Mencoba buku tamu digital sebulan",
        "Memakainya sendiri sejak Mei",
    ),
    Support(
        "199308272019031004",
        "keterampilan",
        "bimbingan",
        "Didampingi menyusun laporan patroli",
        "Laporan dibuat sendiri",
    ),
    Support(
        "199606182024211006",
        "keterampilan",
        "bimbingan",
        "Belajar aplikasi surat dari Oepura",
        "Surat selesai sehari",
    ),
    Support(
        "199005192014031002",
        "beban_kerja",
        "umpan_balik",
        "Pembagian tugas arsip ditinjau",
        "Tugas dibagi dua orang",
    ),
    Support(
        "198507262009022013",
        "menolak_perubahan",
        "umpan_balik",
        "Layanan daring dicoba bersama lurah",
        "Melatih rekan sejak Agustus",
    ),
)
_OPENED, _MET, _CLOSED = date(2025, 2, 10), date(2025, 3, 10), date(2025, 9, 15)


def serve(database: Database, shipped: Callable[[str], AbstractContextManager[Source]]) -> None:
    """Tell it through the services; *shipped* opens a file of the demo by name."""
    for name, said in ACTIVITIES:
        number, _ = add_activity(database, said)
        with shipped(name) as source:
            import_attendance(database, number, source, AttendanceChoices(), TOLD)
    for code, measure in MEASURES:
        add_measure(database, code, measure)
    with shipped(FIGURES) as source:
        import_figures(database, source, ImportChoices(), TOLD)
    with shipped(ANSWERS) as source:
        import_satisfaction(database, source, SatisfactionImport(), TOLD)
    for case in SUPPORTED:
        _support(database, case)


def _support(database: Database, case: Support) -> None:
    as_it_is = Correction(False, None)
    number, _ = open_case(database, Opening(case.nip, case.cause, case.form, day=_OPENED), as_it_is, TOLD)
    record_meeting(database, number, Met(case.agreed, _MET), as_it_is, TOLD)
    if case.outcome is not None:
        close_case(database, number, Closing("membaik", case.outcome, _CLOSED), as_it_is, TOLD)
