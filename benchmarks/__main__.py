"""``python -m benchmarks [start-up|import|check|yearly|closed|size|output …] [--quick] [--json]``: measure and tell."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from benchmarks.checking import check
from benchmarks.closed import closed
from benchmarks.importing import import_scores, size_on_disk
from benchmarks.measure import Finding
from benchmarks.output import output
from benchmarks.pages import pages
from benchmarks.start_up import start_up
from benchmarks.yearly import yearly

SUBJECTS: dict[str, Callable[[Path, bool], list[Finding]]] = {
    "start-up": start_up,
    "import": import_scores,
    "check": check,
    "yearly": yearly,
    "closed": closed,
    "size": size_on_disk,
    "output": output,
    "pages": pages,
}
_HEADINGS = ("what", "against", "ratio", "(rounds)", "cpu", "target", "", "measured")


def main() -> None:
    """Run the subjects that were named, or all; always exit 0: a slow machine is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subject", nargs="*", choices=[*SUBJECTS, []], help="default: all")
    parser.add_argument("--quick", action="store_true", help="small offices, few rounds: does it run at all")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir(), f"kinerja-benchmarks-{os.getuid()}")
    )
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    found: list[Finding] = []
    for name in asked.subject or SUBJECTS:
        sys.stderr.write(f"{name} …\n")
        found += SUBJECTS[name](asked.cache, asked.quick)
    if asked.json:
        print(
            json.dumps({"machine": _machine(), "findings": [asdict(finding) for finding in found]}, indent=2)
        )
    else:
        print(_machine())
        print(table(found))


def table(found: Iterable[Finding]) -> str:
    """Plain columns, as wide as they need."""
    lines = [_HEADINGS, *map(_line, found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _line(finding: Finding) -> tuple[str, ...]:
    told = "" if finding.target == "–" else "ok" if finding.met else "MISS"
    spread = f"({finding.lowest:.2f}–{finding.highest:.2f})"
    processor = "" if finding.processor is None else f"{finding.processor:.2f}"
    ratio = f"{finding.ratio:.2f}"
    return finding.what, finding.against, ratio, spread, processor, finding.target, told, finding.note


def _machine() -> str:
    parts = [
        f"{os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in ("typer", "sqlite-utils"))])


if __name__ == "__main__":
    main()
