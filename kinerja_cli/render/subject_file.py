"""`kinerja berkas-subjek` as text for people, as one JSON object, and as one long table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kinerja_cli.domain.points import show_points
from kinerja_cli.domain.subject_file import Fact, Hundredths, Record, SubjectFile
from kinerja_cli.render.report import Cell, Column, Points, Report


def subject_object(told: SubjectFile) -> dict[str, Any]:
    """NIP and name, then a list of objects a section, for `to_json`; keys are an interface."""
    sections = {name: [_object(record) for record in records] for name, records in told.sections.items()}
    return {"nip": told.nip, "nama": told.name, **sections}


def subject_lines(told: SubjectFile) -> list[str]:
    """The same for people: a heading a section, a record and its facts under it."""
    lines = [f"Berkas subjek data: {told.name}  {told.nip}"]
    for name, records in told.sections.items():
        lines += ["", _heading(name), *([] if records else ["  tidak ada"])]
        for record in records:
            lines.append(f"  {record.what}" if record.at is None else f"  {record.at}  {record.what}")
            lines += [f"    {key.replace('_', ' ')}: {text}" for key, text in _facts(record)]
    return lines


def subject_report(told: SubjectFile) -> Report:
    """The same as one list: a row a record."""
    columns = (
        Column("bagian", "Bagian"),
        Column("waktu", "Waktu"),
        Column("hal", "Hal"),
        Column("isi", "Isi"),
    )
    return Report(f"Berkas subjek data · {told.name} ({told.nip})", columns, _rows(told))


def _rows(told: SubjectFile) -> Iterator[tuple[Cell, ...]]:
    for name, records in told.sections.items():
        for record in records:
            yield name, record.at, record.what, "; ".join(f"{key}: {text}" for key, text in _facts(record))


def _object(record: Record) -> dict[str, Any]:
    facts = {
        key: Points(fact) if isinstance(fact, Hundredths) else fact for key, fact in record.facts.items()
    }
    return {"waktu": record.at, "hal": record.what, **facts}


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    """Names and texts of the facts that there are."""
    return ((key, _text(fact)) for key, fact in record.facts.items() if fact is not None)


def _text(fact: Fact) -> str:
    return show_points(fact) if isinstance(fact, Hundredths) else str(fact)


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()
