"""The links of the policy's chain outside appraisal: learning, service, trust, impact, support, improvement."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_cli.domain.policy import PolicyFigure
from kinerja_cli.storage.connection import Connection


def links(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    """Their figures of *year* beside those of the year before."""
    yield from ()
