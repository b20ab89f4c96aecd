"""Making a workspace from one of the shipped rule sets."""

from __future__ import annotations

from pathlib import Path

from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.errors import UsageFault
from kinerja_cli.storage.workspace import default_criteria, make_workspace

TEMPLATES = ("maulafa",)


def make(folder: Path, template: str) -> list[Path]:
    """Make what is missing of a workspace; returns the files that were made.  Raises: UsageFault, StorageFailure."""
    if template not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise UsageFault(
            f"Templat '{template}' tidak ada; yang ada: {known}.{did_you_mean(template, TEMPLATES)}"
        )
    return make_workspace(folder, default_criteria())
