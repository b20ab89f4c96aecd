"""Cells of any table in words, as riwayat tells them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from kinerja_cli.domain.dates import local_time
from kinerja_cli.domain.placements import since
from kinerja_cli.domain.points import show_points
from kinerja_cli.services.revisions import entry_of, office_zone
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.goals import all_goals
from kinerja_cli.storage.history import Row, nip_of, period_codes
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.measures import all_measures
from kinerja_cli.storage.rules import criterion_ids
from kinerja_cli.storage.scores import appraiser_labels
from kinerja_cli.storage.units import all_units


class CellWords:
    """Cells in words: numbers of people, units, criteria and periods looked up, each kind or one once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries: dict[int, Entry] = {}
        self._nips: dict[int, str | None] = {}
        self._times: dict[int, str] = {}
        points, person, unit = self._points, self._appraiser, self._unit
        self._by_column: dict[str, Callable[[int], str | None]] = {
            "value": points, "value_before": points, "value_after": points,
            "rater": person, "superior": person, "decider": person, "owner": person,
            "unit": unit, "parent": unit, "goal": self._goal, "service": lambda number: self._measures[number],
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

    @cached_property
    def _measures(self) -> dict[int, str]:
        return {measure.id: measure.code for measure in all_measures(self._connection)}

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
