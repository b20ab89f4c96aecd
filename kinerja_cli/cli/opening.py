"""The workspace and its database, found and opened on first use."""

from __future__ import annotations

import typer

from kinerja_cli.cli.context import Session
from kinerja_cli.storage.database import Database, open_database
from kinerja_cli.storage.workspace import Workspace, find_workspace


def session_of(ctx: typer.Context) -> Session:
    """The session that the boundary made."""
    session: Session = ctx.find_root().obj
    return session


def workspace_of(ctx: typer.Context) -> Workspace:
    """The workspace of this run.  Raises: WorkspaceNotFound."""
    return find_workspace(session_of(ctx).folder)


def database_of(ctx: typer.Context) -> Database:
    """The open database of this run; closed by the session at the end."""
    session = session_of(ctx)
    if session.database is None:
        database = open_database(workspace_of(ctx).database)
        database.after_commit = lambda: setattr(session, "committed", True)
        database.stated = session.stated
        session.database = database
        session.say(*database.notices)
    opened: Database = session.database
    return opened
