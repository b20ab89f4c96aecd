"""The same report and arguments give the same bytes, whatever surrounds the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kinerja_cli.render.formats import FORMATS

PROGRAM = """
import datetime, sys, time
if len(sys.argv) > 2:  # another clock, before anything can look at it
    time.time = lambda: float(sys.argv[2])
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)
    datetime.datetime = Clock
from kinerja_cli.render.output import write_report
from kinerja_cli.render.report import Column, Kind, Report
columns = (
    Column("nip", "NIP", Kind.NIP), Column("nama", "Nama", hide=1), Column("na", "Nilai Akhir", Kind.POINTS),
    Column("n", "Belum Ada", Kind.INTEGER), Column("mulai", "Mulai", Kind.DATE),
)
name = "A\\u00f1i \\u6f22\\u5b57 \\u26a0\\ufe0f " * 9
rows = [("199001012015031002", name, 8713, 1, "2025-03-31"), (None,) * 5]
report = Report("Rekap \\u2013 2025", columns, rows, ("Catatan",))
write_report(
    report, format=sys.argv[1], file=None, dialect="rfc4180", stdout=sys.stdout.buffer,
    stdout_is_terminal=False, color=True, width=80,
)
"""
SURROUNDINGS = (
    {
        "COLUMNS": "40",
        "LINES": "10",
        "TZ": "Asia/Makassar",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    },
    {"LANG": "id_ID.ISO-8859-1", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "TZ": "America/New_York"},
    {
        "FORCE_COLOR": "1",
        "TTY_COMPATIBLE": "1",
        "UNICODE_VERSION": "4.1.0",
        "PYTHONHASHSEED": "7",
        "TZ": "UTC-14",
    },
)


def output(format: str, environment: dict[str, str], *clock: str) -> bytes:
    surroundings = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", PROGRAM, format, *clock]
    return subprocess.run(command, capture_output=True, check=True, env=surroundings).stdout


@pytest.mark.parametrize("format", FORMATS)
def test_the_bytes_depend_on_nothing_around_them(format):
    bare = output(format, {})
    assert len(bare) > 100
    for environment in SURROUNDINGS:
        assert output(format, environment, "2900000000") == bare, environment
