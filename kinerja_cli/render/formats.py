"""The formats and dialects there are, by the names that the command line knows."""

from __future__ import annotations

FORMATS = ("table", "csv", "tsv", "json", "md", "xlsx", "html")
DIALECTS = ("rfc4180", "excel-id")
