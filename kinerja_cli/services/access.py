"""Looking at one person's data is written down before they are given out (UU 27/2022)."""

from __future__ import annotations

from kinerja_cli.services.lookup import employee_named
from kinerja_cli.storage.access import add_access
from kinerja_cli.storage.database import Database


def record_access(database: Database, nip: str, command: str, file: str) -> None:
    """Journal that an employee's data go to a file of that name.

    Raises: EmployeeNotFound; whatever writing raises, and then nothing may be given out.
    """
    with database.write(command) as writing:
        employee = employee_named(writing.connection, nip)
        add_access(writing.connection, employee.id, command, file)
