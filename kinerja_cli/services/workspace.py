"""Making a workspace from one of the shipped rule sets."""

from __future__ import annotations

from pathlib import Path

from kinerja_cli.domain.rules import Rules
from kinerja_cli.domain.text import did_you_mean
from kinerja_cli.errors import KinerjaError, UsageFault
from kinerja_cli.storage.workspace import Workspace, default_criteria, make_workspace, template_criteria

TEMPLATES = ("maulafa", "pp-30-2019", "pp-30-2019-60-40", "permenpanrb-6-2022")


def make(folder: Path, template: str) -> list[Path]:
    """Make what is missing of a workspace; returns the files that were made.  Raises: UsageFault, StorageFailure."""
    if template not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise UsageFault(
            f"Templat '{template}' tidak ada; yang ada: {known}.{did_you_mean(template, TEMPLATES)}"
        )
    return make_workspace(
        folder, default_criteria() if template == TEMPLATES[0] else template_criteria(template)
    )


def sound_rules(workspace: Workspace) -> Rules | None:
    """The rules that the workspace's criteria.yaml states; None where it can't be read or has a fault."""
    # here: who only looks at the database reads no YAML
    from kinerja_cli.storage.criteria_file import load_rules

    try:
        return load_rules(workspace.criteria).rules
    except KinerjaError:
        return None
