"""``nilai impor FOLDER``: every returned sheet on its own, a report a file, one line for all, and who is still out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import typer

from kinerja_cli.cli.context import Session
from kinerja_cli.cli.importing import confirm_corrections, counted, unread_lines
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.domain.system_words import system_words
from kinerja_cli.errors import FAULTS_SHOWN, FaultsFound, KinerjaError, Refused, StorageFailure, UsageFault
from kinerja_cli.imports.folder import is_folder, is_there, list_sheets
from kinerja_cli.render.output import atomic_output
from kinerja_cli.services.importing import Annotate
from kinerja_cli.services.outstanding import Waiting, outstanding
from kinerja_cli.services.score_folder import FileReport, FolderImport, import_files
from kinerja_cli.services.score_import import ScoreImport
from kinerja_cli.services.stated_before import StatedBefore


def import_folder(
    ctx: typer.Context, named: str, each: ScoreImport, sheet: str | None, faults: str | None, yes: bool
) -> None:
    """Take every sheet of a folder, each all of it or nothing.

    Raises: Refused at the end where a file was refused; NotFound for a folder without sheets; UsageFault.
    """
    if each.revision is not None:
        raise UsageFault(
            "--revisi berlaku bagi satu berkas; dalam folder, tiap lembar membawa revisinya sendiri."
        )
    session, folder = session_of(ctx), Path(named)
    how = FolderImport(each, sheet, partial(_annotate, _fault_folder(faults, folder)))
    listing = list_sheets(folder)
    if listing.others:
        session.say(f"Bukan lembar, dilewati: {', '.join(listing.others)}")
    if each.correcting and not each.dry_run and not yes:
        unkept = how._replace(each=replace(each, dry_run=True), annotate=lambda _: None)
        looked = import_files(database_of(ctx), listing.sheets, unkept, StatedBefore())
        confirm_corrections(sum(report.result.counts.corrected for report in looked if report.result), yes)
    stated, reports = StatedBefore(), list[FileReport]()
    with _saying_how_far(session, reports, len(listing.sheets)):
        for report in import_files(database_of(ctx), listing.sheets, how, stated):
            reports.append(report)
            _tell(session, report, each.dry_run)
        if not each.dry_run:
            _tell_outstanding(ctx, stated.periods())
    _sum_up(session, reports, each.dry_run, faults)


@contextmanager
def _saying_how_far(session: Session, reports: Sequence[FileReport], count: int) -> Iterator[None]:
    """Where something stops the whole run, what was saved before it is not to be taken for lost."""
    try:
        yield
    except KinerjaError:
        if reports:
            told = f"{len(reports)} dari {count} berkas selesai sebelum itu"
            session.closing.append(f"{told}; perintah yang sama aman diulang.")
        raise


def _tell(session: Session, report: FileReport, dry_run: bool) -> None:
    if report.result is None:
        for line in _refusal(report):
            session.warn(line)
        return
    counts = report.result.counts
    remarks = [*unread_lines(report.result), *counts.remarks]
    if counts.outside:
        remarks.append(
            f"{counts.outside} nilai tidak dihitung: pegawainya tidak bertugas pada akhir periode itu."
        )
    session.say(*(f"{report.name}: {remark}" for remark in remarks))
    receipt = f"  {report.receipt}" if report.receipt else ""
    session.say(
        f"{report.name}: {counted('nilai', dry_run, counts.new, counts.equal, counts.corrected)}{receipt}"
    )


def _refusal(report: FileReport) -> Iterator[str]:
    """Why a file was refused: its faults with their places, then that nothing of it was kept."""
    failure = report.failure
    if isinstance(failure, FaultsFound):
        yield from map(str, failure.faults[:FAULTS_SHOWN])
        hidden = failure.total - len(failure.faults[:FAULTS_SHOWN])
        if hidden > 0:
            yield f"{report.name}: … dan {hidden} kesalahan lain."
        yield f"{report.name}: ditolak; {failure.total} kesalahan, tidak ada yang disimpan dari berkas ini."
    elif failure is not None:
        for line in failure.lines:
            yield line if line.startswith(report.name) else f"{report.name}: {line}"
        yield f"{report.name}: ditolak; tidak ada yang disimpan dari berkas ini."


def _sum_up(session: Session, reports: Sequence[FileReport], dry_run: bool, faults: str | None) -> None:
    taken = [report.result.counts for report in reports if report.result is not None]
    refused = len(reports) - len(taken)
    values = counted(
        "nilai",
        dry_run,
        sum(counts.new for counts in taken),
        sum(counts.equal for counts in taken),
        sum(counts.corrected for counts in taken),
    )
    receipts = [f"  {report.receipt}" for report in reports if report.receipt]
    told = f"{len(reports)} berkas: {len(taken)} {'dapat ' * dry_run}diimpor, {refused} ditolak; {values}"
    told += receipts[-1] if receipts else ""  # of the last entry, and so of all before it
    if not refused:
        session.say(told)
        return
    repeated = (
        [f"Baris berkas yang salah isinya ditulis ke {faults}; kesalahannya di kolom galat."]
        if faults
        else []
    )
    raise Refused(*repeated, told)


def _tell_outstanding(ctx: typer.Context, periods: set[int]) -> None:
    session = session_of(ctx)
    for code, waiting in outstanding(database_of(ctx), periods).items():
        if not waiting:
            session.say(f"{code}: semua nilai sudah lengkap.")
        for one in waiting[:FAULTS_SHOWN]:
            lacking = f"{one.people} pegawai, {one.values} nilai ({', '.join(one.units)})"
            session.say(f"Masih ditunggu {code}: {_who(one)}: {lacking}")
        if len(waiting) > FAULTS_SHOWN:
            more = len(waiting) - FAULTS_SHOWN
            session.say(f"Masih ditunggu {code}: … dan {more} penilai lain; lihat: kinerja status")


def _who(waiting: Waiting) -> str:
    if waiting.rater is None:
        return "tanpa atasan"
    return waiting.rater if waiting.name is None else f"{waiting.rater} {waiting.name}"


def _fault_folder(faults: str | None, folder: Path) -> Path | None:
    if faults is None:
        return None
    chosen = Path(faults)
    if chosen.suffix.lower() == ".csv" or (is_there(chosen) and not is_folder(chosen)):
        raise UsageFault(
            f"Bagi folder, --galat menulis satu berkas tiap lembar; sebutkan folder, bukan '{faults}'."
        )
    if chosen.resolve() == folder.resolve():
        raise UsageFault("--galat tidak dapat memakai folder yang diimpor; sebutkan folder lain.")
    return chosen


def _annotate(folder: Path | None, name: str) -> Annotate | None:
    """What opens the annotated copy of one file: ``nilai.xlsx.csv``."""
    if folder is None:
        return None
    return partial(_annotating, folder, name if name.lower().endswith(".csv") else f"{name}.csv")


@contextmanager
def _annotating(folder: Path, name: str) -> Iterator[BinaryIO]:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageFailure(f"folder {folder} tidak dapat dibuat: {system_words(error)}.") from error
    with atomic_output(folder / name) as out:
        yield out
