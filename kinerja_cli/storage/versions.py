"""Rows that change keep what they were: the old version moves to the table's twin before the new one is written."""

from __future__ import annotations

from collections.abc import Mapping

from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.sealed_tables import BY_NAME

Value = str | int | None


def insert(connection: Connection, table: str, values: Mapping[str, Value | bytes]) -> int:
    """Insert one row; returns its rowid (0 in a clustered table)."""
    columns, names = ", ".join(values), ", ".join(f":{name}" for name in values)
    cursor = connection.execute(f"insert into {table} ({columns}) values ({names})", dict(values))  # noqa: S608 - table and columns are ours
    number = int(cursor.lastrowid or 0)
    connection.touch(table, values.get(BY_NAME[table].owner, number))
    return number


def replace(
    connection: Connection,
    table: str,
    key: Mapping[str, Value],
    changes: Mapping[str, Value],
    entry: int,
) -> None:
    """Keep the current version of the row with *key*, then write *changes* into it, pointing to *entry*."""
    _keep(connection, table, key, entry)
    sets = ", ".join(f"{name} = :new_{name}" for name in (*changes, "entry"))
    news = {f"new_{name}": value for name, value in {**changes, "entry": entry}.items()}
    connection.execute(f"update {table} set {sets} where {_where(key)}", {**key, **news})  # noqa: S608 - as above


def withdraw(connection: Connection, table: str, key: Mapping[str, Value], entry: int) -> None:
    """Keep the current version of the rows with *key*, then take them out of force."""
    _keep(connection, table, key, entry)
    connection.execute(f"delete from {table} where {_where(key)}", dict(key))  # noqa: S608 - as above


def _keep(connection: Connection, table: str, key: Mapping[str, Value], entry: int) -> None:
    connection.execute(
        f"insert into {table}_past select :replaced_by, * from {table} where {_where(key)}",  # noqa: S608 - as above
        {**key, "replaced_by": entry},
    )
    connection.touch(table, key[BY_NAME[table].owner])


def _where(key: Mapping[str, Value]) -> str:
    return " and ".join(f"{name} = :{name}" for name in key)
