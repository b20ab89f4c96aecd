"""How a year stands: what its report rests on, and when it was closed and reopened."""

from __future__ import annotations

from kinerja_cli.domain.closing import Marked, Standing
from kinerja_cli.domain.dates import local_time
from kinerja_cli.services.revisions import entry_of, who
from kinerja_cli.storage.closing import Closing, find_closing, former_closings
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.journal import last_data


def standing(connection: Connection, year: int, zone: str) -> Standing:
    """What a report of that year rests on, and what became of the year."""
    closing = find_closing(connection, year)
    reopened = [former for former in former_closings(connection, year) if former.reopened is not None]
    marked = tuple(_marked(connection, former, former.reopened or 0, zone) for former in reopened)
    if closing is None:
        return newest_data(connection, zone)._replace(reopened=marked)
    closed = _marked(connection, closing, closing.entry, zone)
    return Standing(closed.receipt, closed, marked, closed.when)


def newest_data(connection: Connection, zone: str) -> Standing:
    """What a report of several years rests on: the newest data, and when they were written by the office's clock."""
    found = last_data(connection)
    return Standing(None) if found is None else Standing(found[0], when=local_time(found[1], zone))


def _marked(connection: Connection, closing: Closing, entry: int, zone: str) -> Marked:
    found = entry_of(connection, entry)
    return Marked(closing.revision, who(found), local_time(found.at, zone), str(found.receipt), found.reason)
