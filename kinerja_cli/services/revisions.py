"""Revisions: a change says which version it saw, by the number of the entry that wrote it, and else is refused.

So that of two people who have the same sheet open, the second one is told what the first one did.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kinerja_cli.domain.dates import ZONES, local_time
from kinerja_cli.domain.periods import LAST_YEAR
from kinerja_cli.errors import Refused
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.journal import Entry, find_entry
from kinerja_cli.storage.rules import rules_in_force

DEFAULT_ZONE = "WITA"


def office_zone(connection: Connection) -> str:
    """The zone of the newest rules; that of the default before any were applied."""
    stored = rules_in_force(connection, LAST_YEAR)
    return DEFAULT_ZONE if stored is None else stored.rules.zone


def office_day(connection: Connection, now: datetime) -> date:
    """The day of *now* (UTC) on the office's clock."""
    return (now + timedelta(hours=ZONES[office_zone(connection)])).date()


def entry_of(connection: Connection, number: int) -> Entry:
    """The journal entry that a row points to."""
    entry = find_entry(connection, number)
    assert entry is not None, "a row points to an entry: a foreign key"  # noqa: S101
    return entry


def who(entry: Entry) -> str:
    """Whose account wrote it, behind which sudo, and who the user said he was: ``root (sudo budi; --oleh Ani)``."""
    more = [f"sudo {entry.sudo}"] if entry.sudo else []
    more += [f"--oleh {entry.stated}"] if entry.stated else []
    return f"{entry.actor} ({'; '.join(more)})" if more else entry.actor


def written(connection: Connection, number: int, zone: str) -> str:
    """When and by whom: ``2025-03-12 10:05 WITA oleh budi``."""
    entry = entry_of(connection, number)
    return f"{local_time(entry.at, zone)} oleh {who(entry)}"


def moved(connection: Connection, what: str, seen: int, kept: int, zone: str, now: str = "") -> str:
    """One line: *what* isn't at the revision that was seen but at *kept*, and what it is *now*."""
    told = f"sekarang {now}, " if now else ""
    return f"{what} bukan revisi {seen}: {told}revisi {kept}, dicatat {written(connection, kept, zone)}"


def check_revision(connection: Connection, what: str, seen: int | None, kept: int, look: str) -> None:
    """Refuse a change of *what* that saw another revision than *kept*; *look* is the command that shows it.

    *seen* None: nothing was said.  Raises: Refused.
    """
    if seen is not None and seen != kept:
        told = moved(connection, what, seen, kept, office_zone(connection))
        raise Refused(f"{told}.", f"Lihat dahulu: {look}. Tidak ada yang disimpan.")
