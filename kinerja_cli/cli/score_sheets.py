"""Score sheets on their way out: one to a file or the screen, or a workbook a rater into a folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kinerja_cli.cli.opening import session_of
from kinerja_cli.cli.output import chosen_format, show, show_file
from kinerja_cli.domain.score_sheets import ScoreSheet, file_stem
from kinerja_cli.domain.system_words import system_words
from kinerja_cli.errors import NotFound, Refused, StorageFailure, UsageFault
from kinerja_cli.imports.folder import is_folder, is_there

if TYPE_CHECKING:
    from kinerja_cli.render.report import Report


def show_sheet(ctx: typer.Context, sheet: ScoreSheet) -> None:
    """One sheet, as the user asked: a workbook to be filled in, or a listing."""
    if chosen_format(ctx) == "xlsx":
        from kinerja_cli.render.score_workbook import write_score_workbook

        show_file(ctx, partial(write_score_workbook, sheet))
    else:
        show(ctx, _report(sheet))


def _report(sheet: ScoreSheet) -> Report:
    from kinerja_cli.render import listings

    rows = (
        (row.nip, row.name, row.unit, row.position, sheet.period, *row.values, None, None, sheet.revision)
        for row in sheet.rows
    )
    return listings.score_sheet(sheet.period, sheet.criteria, rows)


def folder_for_raters(ctx: typer.Context) -> Path:
    """The folder named with ``-o``.  Raises: UsageFault without one, for a file's name, or for another format."""
    choice = session_of(ctx).output
    folder = Path(choice.file or "")
    if choice.file in (None, "", "-") or (folder.suffix.lower() == ".xlsx" and not is_folder(folder)):
        raise UsageFault("--per-penilai menulis satu berkas tiap penilai; sebutkan foldernya: -o lembar")
    if choice.format not in (None, "xlsx"):
        raise UsageFault(f"--per-penilai menulis XLSX, bukan {choice.format}; lepas --format.")
    if is_there(folder) and not is_folder(folder):
        raise UsageFault(f"'{folder}' berkas, bukan folder; tulis nama folder untuk --per-penilai.")
    return folder


def write_for_raters(ctx: typer.Context, sheet: ScoreSheet, folder: Path) -> None:
    """One workbook a rater into *folder*, which is made where it isn't there; a file that is there is never replaced.

    Raises: Refused where one of the files is there already (it may be filled in); NotFound, StorageFailure.
    """
    from kinerja_cli.render.output import atomic_output
    from kinerja_cli.render.score_workbook import write_score_workbook

    files = _named(sheet)
    there = [name for name in files if is_there(folder / name)]
    if there:
        more = f" dan {len(there) - 1} lainnya" if len(there) > 1 else ""
        raise Refused(
            f"{folder / there[0]}{more} sudah ada dan mungkin sudah diisi; tidak ada yang ditulis.",
            "Sebutkan folder lain, atau pindahkan berkas itu dahulu.",
        )
    _make(folder)
    for name, own in files.items():
        with atomic_output(folder / name) as out:
            write_score_workbook(own, out)
        session_of(ctx).say(f"{name}: {own.rater_shown}, {len(own.rows)} pegawai")
    session_of(ctx).say(
        f"{len(files)} lembar {sheet.period} ditulis ke {folder}. Impor semuanya: kinerja nilai impor {folder}"
    )


def _named(sheet: ScoreSheet) -> dict[str, ScoreSheet]:
    """The sheets by the names of their files; raters whose names read the same are numbered."""
    files: dict[str, ScoreSheet] = {}
    for own in sheet.by_rater():
        stem = f"lembar-{sheet.period}-{file_stem(own.rater)}"
        name, number = f"{stem}.xlsx", 2
        while name in files:
            name, number = f"{stem}-{number}.xlsx", number + 1
        files[name] = own
    return files


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        raise NotFound(f"Folder '{folder.parent}' tidak ditemukan; buat dahulu folder itu.") from None
    except OSError as error:
        raise StorageFailure(f"folder {folder} tidak dapat dibuat: {system_words(error)}.") from error
