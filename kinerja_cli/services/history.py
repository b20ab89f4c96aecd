"""Riwayat: what every recorded fact was and became, who changed it, when and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.periods import Period
from kinerja_cli.domain.placements import since
from kinerja_cli.domain.points import show_points
from kinerja_cli.services.lookup import employee_named, period_named
from kinerja_cli.services.revisions import entry_of, office_zone, who
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.history import (
    Change,
    Many,
    Row,
    all_changes,
    changes_of,
    nip_of,
    period_codes,
    programmes_ever_owned,
)
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import appraiser_labels
from kinerja_cli.storage.units import all_units

MOST_NEW = (
    20  # new rows that one entry wrote into one table: more are counted, unless a person or period was named
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes: of one employee, one period, by somebody, between two days of the office's clock, by a command.

    *who* is a part of the account's, the sudo user's or the stated name; *command* a command or a group of them.
    """

    nip: str | None = None
    period: Period | None = None
    who: str | None = None
    first: date | None = None
    last: date | None = None
    command: str | None = None


class HistoryLine(NamedTuple):
    """One changed column in words: *old* is None where there was nothing, *new* where nothing is left."""

    at: str
    receipt: str
    who: str
    command: str
    subject: str
    nip: str | None
    period: str | None
    column: str
    old: str | None
    new: str | None
    reason: str | None


class _Told(NamedTuple):
    """How a table is told: its subject, its columns by their Indonesian keys, where a row names employee and period."""

    subject: str
    columns: Mapping[str, str]
    employee: str = ""
    period: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns to fetch beside the key."""
        return (*self.columns, *filter(None, (self.employee, self.period)), *self.extra)

    @property
    def extra(self) -> tuple[str, ...]:
        """Columns that only the subject names."""
        return ("criterion",) if "{criterion}" in self.subject else ()


TOLD: dict[str, _Told] = {
    "rules": _Told("aturan sejak {since}", {"digest": "sidik"}),
    "unit": _Told("unit {code}", {"code": "kode", "name": "nama", "parent": "induk"}),
    "employee": _Told(
        "pegawai",
        {
            "nip": "nip",
            "name": "nama",
            "kind": "jenis",
            "grade": "golongan",
            "starts": "mulai",
            "ends": "selesai",
        },
        employee="id",
    ),
    "placement": _Told(
        "penempatan {starts}",
        {"unit": "unit", "position": "jabatan", "superior": "atasan"},
        employee="employee",
    ),
    "period": _Told("periode", {"closed": "status", "deadline": "tenggat"}, period="id"),
    "score": _Told(
        "nilai {criterion}", {"value": "nilai", "rater": "penilai", "note": "catatan"}, "employee", "period"
    ),
    "exemption": _Told("pengecualian {criterion}", {"reason": "alasan"}, "employee", "period"),
    "programme": _Told(
        "program {id}",
        {
            "title": "judul",
            "category": "kategori",
            "year": "tahun",
            "state": "status",
            "evidence": "bukti",
            "before": "sebelum",
            "after": "sesudah",
        },
    ),
    "programme_owner": _Told("pemilik program {programme}", {"employee": "pegawai"}, employee="employee"),
    "programme_evidence": _Told(
        "berkas bukti program {programme}", {"name": "berkas", "size": "ukuran", "digest": "sidik"}
    ),
    "objection": _Told(
        "keberatan {id}",
        {
            "criterion": "kriteria",
            "received": "diterima",
            "filed": "diajukan",
            "lateness": "terlambat",
            "grounds": "alasan",
            "value_before": "nilai_sebelum",
            "state": "status",
            "decider": "pejabat",
            "decided": "diputuskan",
            "decision": "keputusan",
            "value_after": "nilai_sesudah",
            "correction": "koreksi",
        },
        "employee",
        "period",
    ),
    "year_closing": _Told(
        "tahun {year}",
        {"revision": "revisi", "people": "pegawai", "rules_digest": "aturan", "digest": "sidik"},
    ),
    "goal": _Told(
        "tujuan {code}", {"code": "kode", "kind": "jenis", "text": "isi", "parent": "induk", "unit": "unit"}
    ),
    "target": _Told(
        "sasaran {id}",
        {
            "year": "tahun",
            "goal": "tujuan",
            "kind": "jenis",
            "result": "hasil",
            "indicator": "indikator",
            "aspect": "aspek",
            "low": "target_dari",
            "high": "target_sampai",
            "measure": "satuan",
            "direction": "arah",
            "reckoning": "hitung",
            "weight": "bobot",
            "peak": "puncak",
            "first": "dari",
            "last": "sampai",
        },
        employee="employee",
    ),
    "realisation": _Told(
        "realisasi sasaran {target}",
        {"value": "nilai", "evidence": "bukti", "note": "catatan"},
        "employee",
        "period",
    ),
    "unit_achievement": _Told(
        "capaian {unit} {year}", {"achievement": "capaian", "basis": "dasar"}, period="period"
    ),
    "acting": _Told(
        "plt {id}",
        {
            "kind": "jenis",
            "position": "jabatan",
            "unit": "unit",
            "starts": "mulai",
            "ends": "selesai",
            "basis": "dasar",
        },
        employee="employee",
    ),
    "absence": _Told("ketidakhadiran {day}", {"day": "tanggal", "note": "catatan"}, employee="employee"),
    "activity": _Told(
        "kegiatan {id}",
        {
            "kind": "jenis",
            "topic": "topik",
            "day": "tanggal",
            "hours": "jp",
            "unit": "unit",
            "selection": "seleksi",
        },
    ),
    "attendance": _Told(
        "kehadiran kegiatan {activity}", {"cause": "sebab", "note": "catatan"}, employee="employee"
    ),
}
"""Every table whose rows have versions, in the order in which one entry's changes are told."""


def history(database: Database, asked: Asked) -> list[HistoryLine]:
    """Changes in the order of the journal, then of the tables and their keys; one line a changed column.

    Without an employee or a period, more than MOST_NEW new rows of one entry and table are one line that counts them.
    Raises: EmployeeNotFound, PeriodNotOpen.
    """
    with database.read() as connection:
        words = _Words(connection)
        return list(_lines(connection, asked, words))


def _lines(connection: Connection, asked: Asked, words: _Words) -> Iterator[HistoryLine]:
    found = _found(connection, asked)
    place = {table: index for index, table in enumerate(TOLD)}
    found.sort(key=lambda item: (item[1].entry, place[item[0]], getattr(item[1], "key", ())))
    for table, change in found:
        entry = words.entry(change.entry)
        if _wanted(entry, words.time(entry), asked):
            yield from _told(words, entry, table, change)


def _found(connection: Connection, asked: Asked) -> list[tuple[str, Change | Many]]:
    found: list[tuple[str, Change | Many]] = []
    if asked.nip is None and asked.period is None:
        for table, told in TOLD.items():
            changes, many = all_changes(connection, table, told.needed, MOST_NEW)
            found += [(table, change) for change in changes]
            found += [(table, counted) for counted in many]
    else:
        for table, where in _scopes(connection, asked):
            own = changes_of(connection, table, TOLD[table].needed, where)
            found += [(table, change) for change in own]
    return found


def _scopes(connection: Connection, asked: Asked) -> Iterator[tuple[str, dict[str, int]]]:
    """Tables, and by which columns their rows belong to the employee and the period that were named."""
    employee = None if asked.nip is None else employee_named(connection, asked.nip).id
    period = None if asked.period is None else period_named(connection, asked.period).id
    for table, told in TOLD.items():
        where: dict[str, int] = {}
        if employee is not None:
            where |= {told.employee: employee}
        if period is not None:
            where |= {told.period: period}
        if "" not in where:
            yield table, where
    if employee is not None and period is None:
        for number in programmes_ever_owned(connection, employee):
            yield "programme", {"id": number}
            yield "programme_evidence", {"programme": number}


def _wanted(entry: Entry, at: str, asked: Asked) -> bool:
    day = at[:10]
    names = " ".join(filter(None, (entry.actor, entry.sudo, entry.stated))).casefold()
    return (
        (asked.first is None or asked.first.isoformat() <= day)
        and (asked.last is None or day <= asked.last.isoformat())
        and (asked.who is None or asked.who.strip().casefold() in names)
        and (asked.command is None or f"{entry.command} ".startswith(f"{' '.join(asked.command.split())} "))
    )


def _told(words: _Words, entry: Entry, table: str, change: Change | Many) -> Iterator[HistoryLine]:
    told = TOLD[table]
    head = (words.time(entry), str(entry.receipt), who(entry), entry.command)
    if isinstance(change, Many):
        subject = told.subject.partition(" ")[0]
        counted = f"{change.rows:,} baru".replace(",", ".")
        yield HistoryLine(*head, subject, None, None, "jumlah", None, counted, entry.reason)
        return
    row = change.new or change.old or {}
    subject = told.subject.format_map({name: words.cell(name, row) for name in row})
    nip = words.cell("employee", {"employee": row[told.employee]}) if told.employee else None
    period = words.cell("period", {"period": row[told.period]}) if told.period else None
    for column, key in told.columns.items():
        old, new = words.cell(column, change.old), words.cell(column, change.new)
        if old != new:
            yield HistoryLine(*head, subject, nip, period, key, old, new, entry.reason)


class _Words:
    """Cells in words: numbers of people, units, criteria and periods looked up, each kind or one once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries: dict[int, Entry] = {}
        self._nips: dict[int, str | None] = {}
        self._times: dict[int, str] = {}
        points, person, unit = self._points, self._appraiser, self._unit
        self._by_column: dict[str, Callable[[int], str | None]] = {
            "value": points, "value_before": points, "value_after": points,
            "rater": person, "superior": person, "decider": person,
            "unit": unit, "parent": unit, "goal": self._goal,
            "low": points, "high": points, "weight": points, "peak": lambda _: "ya",
            "first": self._period_key, "last": self._period_key,
            "criterion": lambda number: self._criteria[number],
            "period": lambda number: self._periods.get(number),  # 0: a whole year
            "employee": self._employee,
            "correction": lambda number: str(self.entry(number).receipt),
        }  # fmt: skip

    def cell(self, column: str, row: Row | None) -> str | None:
        """What a column of that row says; None without a row."""
        if row is None:
            return None
        value = row[column]
        if column == "closed":
            return "terbuka" if value is None else "ditutup"
        if value is None:
            return None
        if column == "parent" and "text" in row:  # of a goal; units lie below units
            return self._goal(int(value))
        if column == "starts" and "superior" in row:  # of a placement, where it stands in the key
            return since(str(value))
        work = self._by_column.get(column)
        return str(value) if work is None else work(int(value))

    def entry(self, number: int) -> Entry:
        """The journal entry with that number."""
        if number not in self._entries:
            self._entries[number] = entry_of(self._connection, number)
        return self._entries[number]

    def time(self, entry: Entry) -> str:
        """When an entry was made, on the office's clock."""
        if entry.seq not in self._times:
            self._times[entry.seq] = local_time(entry.at, self._zone)
        return self._times[entry.seq]

    @cached_property
    def _zone(self) -> str:
        return office_zone(self._connection)

    @cached_property
    def _criteria(self) -> dict[int, str]:
        return {number: code for code, number in criterion_ids(self._connection).items()}

    @cached_property
    def _periods(self) -> dict[int, str]:
        return period_codes(self._connection)

    @cached_property
    def _units(self) -> dict[int, str]:
        return {unit.id: unit.code for unit in all_units(self._connection)}

    @cached_property
    def _appraisers(self) -> dict[int, str]:
        return appraiser_labels(self._connection)

    def _goal(self, number: int) -> str:
        return self._goals[number]

    def _period_key(self, key: int) -> str:
        """A period in which a target begins or ends to hold, which needn't be opened yet."""
        return self._periods.get(key, f"{key // 100}, periode ke-{key % 100}")

    @cached_property
    def _goals(self) -> dict[int, str]:
        return {goal.id: goal.code for goal in all_goals(self._connection)}

    def _points(self, value: int) -> str:
        return show_points(value)

    def _unit(self, number: int) -> str:
        return self._units[number]

    def _appraiser(self, number: int) -> str:
        return self._appraisers[number]

    def _employee(self, number: int) -> str | None:
        if number not in self._nips:
            self._nips[number] = nip_of(self._connection, number)
        return self._nips[number]
