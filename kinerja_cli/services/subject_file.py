"""Everything about one person (berkas subjek), and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.mentions import Mask
from kinerja_cli.domain.placements import since
from kinerja_cli.domain.ranking import RankedRow
from kinerja_cli.domain.subject_file import Fact, Hundredths, Record, SubjectFile
from kinerja_cli.services.lookup import employee_named
from kinerja_cli.services.rekap import EmployeeYears, of_employee
from kinerja_cli.services.revisions import entry_of, office_zone
from kinerja_cli.storage.access import accesses, add_access
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.erasing import identity_of
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.history import period_codes
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.subject import (
    Version,
    activities_ever,
    criterion_codes,
    evidence_of,
    other_entries,
    other_names,
    own_appraisers,
    programmes_of,
    versions_of,
)
from kinerja_cli.storage.units import all_units

_IDENTITY = ("nip", "name", "kind", "grade", "starts", "ends")
_TARGET = (
    *(
        "year",
        "goal",
        "kind",
        "result",
        "indicator",
        "aspect",
        "low",
        "high",
        "measure",
        "direction",
        "reckoning",
    ),
    *("weight", "peak", "first", "last"),
)
_ACTING = ("starts", "ends", "unit", "position", "kind", "basis")
_OBJECTION = (
    "period", "criterion", "received", "filed", "lateness", "grounds", "value_before", "state", "decider", "decided",
    "decision", "value_after",
)  # fmt: skip


def subject_file(database: Database, nip: str, file: str | None) -> SubjectFile:
    """One person's file, after it was journalled that it is asked for (and goes to a *file* of that name).

    Raises: EmployeeNotFound; whatever writing raises, and then nothing is given out.
    """
    with database.write("berkas-subjek") as writing:
        add_access(writing.connection, employee_named(writing.connection, nip).id, "berkas-subjek", file)
    years = of_employee(database, nip)
    with database.read() as connection:
        employee = employee_named(connection, nip)
        sections = _Subject(connection, employee.id).sections(years)
    return SubjectFile(employee.nip, employee.name, sections)


class _Subject:
    """Reads one person's rows and writes them down as records, other people masked."""

    def __init__(self, connection: Connection, employee: int) -> None:
        self.connection = connection
        self.employee = employee
        self.zone = office_zone(connection)
        self.mask = Mask(identity_of(connection, employee), other_names(connection, employee))
        self.placements = self._versions("placement", ("starts",), ("unit", "position", "superior"))
        self.superiors = {version.values["superior"] for version in self.placements} - {None}
        self.own = own_appraisers(connection, employee)
        self.units = {unit.id: unit for unit in all_units(connection)}
        self.periods, self.criteria = period_codes(connection), criterion_codes(connection)
        self.goals = {goal.id: goal.code for goal in all_goals(connection)}
        self.activities = activities_ever(connection)
        self.touched = other_entries(connection, employee)
        self._entries: dict[int, Entry] = {}

    def sections(self, years: EmployeeYears) -> dict[str, list[Record]]:
        """Every section by name; what was processed comes last, for it knows all the entries by then."""
        scores = self._versions("score", ("period", "criterion"), ("value", "rater", "note"))
        exempted = self._versions("exemption", ("period", "criterion"), ("reason",))
        return {
            "identitas": self._records(self._versions("employee", ("id",), _IDENTITY), self._identity),
            "penempatan": self._records(self.placements, self._placement),
            "nilai": self._records(scores, self._score),
            "pengecualian": self._records(exempted, self._exemption),
            "program": self._records(programmes_of(self.connection, self.employee), self._programme),
            "berkas_bukti": self._records(evidence_of(self.connection, self.employee), self._evidence),
            "sasaran": self._records(self._versions("target", ("id",), _TARGET), self._target),
            "realisasi": self._records(
                self._versions("realisation", ("target", "period"), ("value", "evidence", "note")),
                self._realisation,
            ),
            "keberatan": self._records(self._versions("objection", ("id",), _OBJECTION), self._objection),
            "ketidakhadiran": self._records(self._versions("absence", ("day",), ("note",)), self._absence),
            "plt": self._records(self._versions("acting", ("id",), _ACTING), self._acting),
            "kegiatan": self._records(
                self._versions("attendance", ("activity",), ("cause", "note")), self._attendance
            ),
            "hasil_tahunan": [_result(year.number, year.rules.codes, row) for year, row in years.years],
            "akses": [self._event(seq, what) for what, seq in accesses(self.connection, self.employee)],
            "pemrosesan": [self._event(seq) for seq in sorted(self.touched)],
        }

    def _versions(self, table: str, key: Sequence[str], columns: Sequence[str]) -> list[Version]:
        return versions_of(self.connection, self.employee, table, key, columns)

    def _records(
        self, versions: Iterable[Version], write: Callable[[Version], tuple[str, dict[str, Fact]]]
    ) -> list[Record]:
        """A record a version: what it says, then who wrote it, why, and what replaced it when."""
        records = []
        for version in versions:
            what, facts = write(version)
            made, until = self._entry(version.entry), version.until
            self.touched |= {version.entry} | ({until} if until else set())
            stamp: dict[str, Fact] = {
                "pelaku": self.mask(made.actor),
                "perintah": made.command,
                "alasan_jurnal": self._masked(made.reason),
                "tanda_terima": str(made.receipt),
                "diganti": self._time(until) if until else None,
                "pengganti": str(self._entry(until).receipt) if until else None,
            }
            records.append(Record(self._time(version.entry), what, {**facts, **stamp}))
        return records

    def _event(self, seq: int, what: str = "") -> Record:
        entry = self._entry(seq)
        facts: dict[str, Fact] = {"pelaku": self.mask(entry.actor), "tanda_terima": str(entry.receipt)}
        if not what:
            facts["alasan_jurnal"] = self._masked(entry.reason)
        self.touched.add(seq)
        return Record(self._time(seq), self.mask(what or entry.command), facts)

    def _identity(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        names = ("nip", "nama", "jenis", "golongan", "mulai", "selesai")
        return "pegawai", {name: row[column] for name, column in zip(names, _IDENTITY, strict=True)}

    def _placement(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        unit = self.units[row["unit"]]
        return since(row["starts"]), {
            "unit": unit.code,
            "nama_unit": self.mask(unit.name),
            "jabatan": self._masked(row["position"]),
            "atasan": None if row["superior"] is None else "tercatat",
        }

    def _score(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        return self._place(version), {
            "periode": self.periods[row["period"]],
            "kriteria": self.criteria[row["criterion"]],
            "nilai": Hundredths(row["value"]),
            "penilai": self._role(row["rater"]),
            "catatan": self._masked(row["note"]),
        }

    def _exemption(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        return self._place(version), {
            "periode": self.periods[row["period"]],
            "kriteria": self.criteria[row["criterion"]],
            "alasan": self._masked(row["reason"]),
        }

    def _programme(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        return f"program {row['id']}", {
            "id": row["id"],
            "judul": self._masked(row["title"]),
            "kategori": row["category"],
            "tahun": row["year"],
            "status": row["state"],
            "bukti": self._masked(row["evidence"]),
            "sebelum": self._masked(row["before"]),
            "sesudah": self._masked(row["after"]),
            "dilepas": self._time(row["ended"]) if row["ended"] else None,
        }

    def _evidence(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        return f"program {row['programme']}", {
            "id": row["programme"],
            "berkas": self._masked(row["name"]),
            "sidik": row["digest"],
            "ukuran": row["size"],
        }

    def _target(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        return f"sasaran {row['id']}", {
            "id": row["id"],
            "tahun": row["year"],
            "jenis": row["kind"],
            "tujuan": None if row["goal"] is None else self.goals[row["goal"]],
            "hasil": self._masked(row["result"]),
            "indikator": self._masked(row["indicator"]),
            "aspek": row["aspect"],
            "target_dari": Hundredths(row["low"]),
            "target_sampai": Hundredths(row["high"]),
            "satuan": self._masked(row["measure"]),
            "arah": row["direction"],
            "hitung": row["reckoning"],
            "bobot": Hundredths(row["weight"]),
            "puncak": "ya" if row["peak"] else None,
            "dari": self._bound(row["first"]),
            "sampai": self._bound(row["last"]),
        }

    def _bound(self, key: int | None) -> str | None:
        """A period in which a target begins or ends to hold, which needn't be opened."""
        return None if key is None else self.periods.get(key, f"{key // 100}, periode ke-{key % 100}")

    def _realisation(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        period = self.periods[row["period"]]
        return f"sasaran {row['target']} {period}", {
            "sasaran": row["target"],
            "periode": period,
            "nilai": Hundredths(row["value"]),
            "bukti": self._masked(row["evidence"]),
            "catatan": self._masked(row["note"]),
        }

    def _objection(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        after = row["value_after"]
        return f"keberatan {row['id']}", {
            "id": row["id"],
            "periode": self.periods[row["period"]],
            "kriteria": self.criteria[row["criterion"]],
            "diterima": row["received"],
            "diajukan": row["filed"],
            "alasan_terlambat": self._masked(row["lateness"]),
            "alasan": self._masked(row["grounds"]),
            "nilai_sebelum": Hundredths(row["value_before"]),
            "status": row["state"],
            "pemutus": self._role(row["decider"]),
            "diputus": row["decided"],
            "putusan": self._masked(row["decision"]),
            "nilai_sesudah": None if after is None else Hundredths(after),
        }

    def _absence(self, version: Version) -> tuple[str, dict[str, Fact]]:
        day = version.values["day"]
        return f"tidak masuk {day}", {"tanggal": day, "catatan": self._masked(version.values["note"])}

    def _acting(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        unit = self.units[row["unit"]]
        return f"{row['kind']} {row['id']}", {
            "id": row["id"],
            "jenis": row["kind"],
            "jabatan": self._masked(row["position"]),
            "unit": unit.code,
            "nama_unit": self.mask(unit.name),
            "mulai": row["starts"],
            "selesai": row["ends"],
            "dasar": self._masked(row["basis"]),
        }

    def _attendance(self, version: Version) -> tuple[str, dict[str, Fact]]:
        row = version.values
        activity = self.activities[row["activity"]]
        return f"kegiatan {row['activity']}", {
            "id": row["activity"],
            "jenis": activity.kind,
            "topik": self._masked(activity.topic),
            "tanggal": activity.day,
            "jp": activity.hours,
            "sebab": row["cause"],
            "catatan": self._masked(row["note"]),
        }

    def _place(self, version: Version) -> str:
        return f"{self.periods[version.values['period']]} {self.criteria[version.values['criterion']]}"

    def _role(self, appraiser: int | None) -> str | None:
        """Who rated or decided, as a role: never a NIP or a name."""
        if appraiser is None:
            return None
        if appraiser in self.own:
            return "diri sendiri"
        return "atasan" if appraiser in self.superiors else "penilai lain"

    def _masked(self, text: str | None) -> str | None:
        return None if text is None else self.mask(text)

    def _time(self, seq: int) -> str:
        return local_time(self._entry(seq).at, self.zone)

    def _entry(self, seq: int) -> Entry:
        if seq not in self._entries:
            self._entries[seq] = entry_of(self.connection, seq)
        return self._entries[seq]


def _result(year: int, codes: Sequence[str], ranked: RankedRow) -> Record:
    rank, row = ranked
    outcome = row.outcome
    figures = {code: _points(mean) for code, mean in zip(codes, outcome.means, strict=True)}
    return Record(
        None,
        f"tahun {year}",
        {
            "tahun": year,
            "peringkat": rank,
            **figures,
            "nilai_dasar": _points(outcome.base),
            "nilai_tambah": _points(outcome.bonus),
            "nilai_akhir": _points(outcome.final),
            "predikat": None if outcome.band is None else outcome.band.name,
            "status": outcome.status.value,
            "belum_ada": outcome.missing,
            "batas_bawah": _points(outcome.lower),
            "batas_atas": _points(outcome.upper),
        },
    )


def _points(value: int | None) -> Hundredths | None:
    return None if value is None else Hundredths(value)
