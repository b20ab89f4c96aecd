"""Looking at one person's data is written down before they are given out (UU 27/2022)."""

from __future__ import annotations

from kinerja_cli.services.lookup import employee_named
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.versions import insert


def record_access(database: Database, nip: str, what: str) -> None:
    """Journal that an employee's data were asked for: *what* is the command, and the name of the file they go to.

    Raises: EmployeeNotFound; whatever writing raises, and then nothing may be given out.
    """
    with database.write(what.partition(" -o ")[0]) as writing:
        employee = employee_named(writing.connection, nip)
        insert(
            writing.connection,
            "access",
            {"employee": employee.id, "what": what, "entry": writing.entry},
        )
