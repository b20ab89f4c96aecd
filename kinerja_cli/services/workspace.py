"""Making a workspace from one of the shipped rule sets."""

from __future__ import annotations

from pathlib import Path

from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.errors import KinerjaError, UsageFault
from kinerja_cli.storage.workspace import Workspace, default_criteria, make_workspace

TEMPLATES = ("maulafa",)


def make(folder: Path, template: str) -> list[Path]:
    """Make what is missing of a workspace; returns the files that were made.  Raises: UsageFault, StorageFailure."""
    if template not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise UsageFault(
            f"Templat '{template}' tidak ada; yang ada: {known}.{did_you_mean(template, TEMPLATES)}"
        )
    return make_workspace(folder, default_criteria())


def rules_are_sound(folder: Path) -> bool:
    """Whether the criteria.yaml of the workspace in *folder* can be read and has no fault."""
    from kinerja_cli.storage.criteria_file import (
        load_rules,
    )  # here: rules that `init` has just made need no look

    try:
        load_rules(Workspace(folder).criteria)
    except KinerjaError:
        return False
    return True
