"""What is closed: who closed it and when, and the refusal of every command that would write into it."""

from __future__ import annotations

from kinerja_cli.domain.dates import local_time
from kinerja_cli.errors import PeriodClosed, YearClosed
from kinerja_cli.services.lookup import rules_of
from kinerja_cli.services.revisions import entry_of, who
from kinerja_cli.storage.closing import all_closings, find_closing
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.employees import Employee
from kinerja_cli.storage.journal import Entry
from kinerja_cli.storage.periods import OpenedPeriod


def told_by(entry: Entry, zone: str) -> str:
    """``oleh maria pada 2026-01-05 09:00 WITA (#57:ab12cd34ef56)``."""
    return f"oleh {who(entry)} pada {local_time(entry.at, zone)} ({entry.receipt})"


def refuse_closed_period(connection: Connection, period: OpenedPeriod) -> None:
    """Nothing is recorded in a closed period.  Raises: PeriodClosed."""
    if period.closed:
        raise closed_period(connection, period)


def closed_period(connection: Connection, period: OpenedPeriod) -> PeriodClosed:
    """The refusal of whatever would write into that closed period."""
    zone = rules_of(connection, period.year).rules.zone
    told = f"ditutup {told_by(entry_of(connection, period.entry), zone)}"
    closing = find_closing(connection, period.year)
    return PeriodClosed(period.code, told, in_closed_year=None if closing is None else closing.year)


def refuse_closed_year(connection: Connection, year: int) -> None:
    """Nothing of a closed year is changed.  Raises: YearClosed."""
    closing = find_closing(connection, year)
    if closing is not None:
        zone = rules_of(connection, year).rules.zone
        raise YearClosed(year, f"ditutup {told_by(entry_of(connection, closing.entry), zone)}")


def closed_year_remarks(connection: Connection, employee: Employee, since: str | None) -> list[str]:
    """That a change of an employee from *since* (ISO text; None: always) on reaches into closed years in vain."""
    years = [
        str(closing.year)
        for closing in all_closings(connection)
        if (since or "") <= f"{closing.year}-12-31"
        and (employee.starts or "") <= f"{closing.year}-12-31"
        and (employee.ends is None or employee.ends >= f"{closing.year}-01-01")
    ]
    return [f"Laporan tahun {', '.join(years)} sudah ditutup dan tidak berubah karenanya."] if years else []
