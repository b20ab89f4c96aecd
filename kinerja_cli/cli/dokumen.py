"""kinerja dokumen."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import typer

from kinerja_cli.cli.context import Session
from kinerja_cli.cli.indonesian import Group, one_of
from kinerja_cli.cli.opening import database_of, session_of
from kinerja_cli.cli.progress import progress
from kinerja_cli.domain.appraisal import Status
from kinerja_cli.domain.document import Document
from kinerja_cli.domain.nip import parse_nip
from kinerja_cli.domain.periods import parse_year
from kinerja_cli.errors import BadValue, UsageFault
from kinerja_cli.render.document import sheet
from kinerja_cli.render.document_blocks import Sheet
from kinerja_cli.render.document_files import FORMATS, Writer, require, require_room, title_of
from kinerja_cli.render.output import atomic_output
from kinerja_cli.services import document as services
from kinerja_cli.storage.durable import private_folder

app = Group(single=True)

WhoArgument = Annotated[
    str | None, typer.Argument(metavar="NIP", help="NIP pegawai, 18 angka; dengan --unit tidak ditulis.")
]
WhenArgument = Annotated[
    str | None, typer.Argument(metavar="TAHUN", help="Tahun; tanpa ini, tahun terbaru yang ada nilainya.")
]
EveryoneOption = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", help="Setiap pegawai unit ini dan unit di bawahnya."),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="BERKAS",
        help="Tulis ke BERKAS .html atau .pdf; dengan --unit juga ke folder, satu berkas seorang.",
    ),
]  # fmt: skip
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", parser=one_of(FORMATS), metavar="|".join(FORMATS),
        help="Bentuk; tanpa ini menurut akhiran BERKAS, selain itu html.",
    ),
]  # fmt: skip


class _Target(NamedTuple):
    """Where the documents go and as what; *path* None is standard output, *folder*: a file each in it."""

    path: Path | None
    form: str
    folder: bool = False


@app.command("dokumen", writes=True)
def document(
    ctx: typer.Context,
    who: WhoArgument = None,
    when: WhenArgument = None,
    unit: EveryoneOption = None,
    output: OutputOption = None,
    format: FormatOption = None,
) -> None:
    """Dokumen evaluasi kinerja seorang pegawai, atau setiap pegawai sebuah unit: HTML atau PDF A4.

    Urutannya menurut formulir PermenPANRB 6/2022, dengan penjelasan setiap angka dan tempat tanda tangan.
    Bahwa dokumen ini diminta dicatat dalam jurnal. PDF memerlukan paket tambahan typst.
    """
    nip, year = _asked(who, when, unit)
    target = _target(output, format, unit is not None)
    require(target.form)
    database = database_of(ctx)
    asked = (services.of_employee, nip) if unit is None else (services.of_unit, unit)
    wanted = asked[0](database, asked[1], year)
    if not target.folder:
        require_room(target.form, len(wanted.employees))
    services.record(database, wanted, None if target.path is None else target.path.name)
    session = session_of(ctx)
    session.committed = False  # a reading was asked for: output that is lost leaves nothing in doubt
    counts = _give(session, target, wanted, unit, services.documents(database, wanted))
    _tell(session, target, wanted, counts)


def _asked(who: str | None, when: str | None, unit: str | None) -> tuple[str, int | None]:
    """NIP (empty with a unit) and year.  Raises: UsageFault."""
    if unit is not None and when is None:
        who, when = "", who
    if (unit is None) == (not who):
        raise UsageFault(
            "Tulis seorang pegawai atau sebuah unit, bukan keduanya."
            if who
            else "Dokumen siapa? Tulis NIP, atau --unit UNIT.",
            "Contoh: kinerja dokumen 198503152010012001 2025 -o dokumen.html",
        )
    try:
        return parse_nip(who) if who else "", None if when is None else parse_year(when)
    except BadValue as reason:
        raise UsageFault(f"{reason}.") from None


def _target(output: str | None, form: str | None, many: bool) -> _Target:
    """Where to and as what.  Raises: UsageFault for a name that says another format, and for a PDF on a screen."""
    if output is None or output == "-":
        if form == "pdf" and sys.stdout.isatty():
            raise UsageFault("pdf bukan untuk layar terminal.", "Tulis ke berkas: -o NAMA.pdf")
        return _Target(None, form or "html")
    path = Path(output)
    if not path.name or "\0" in output:
        raise UsageFault(f"'{output}' bukan nama berkas atau folder.")
    suffix = path.suffix.lower().removeprefix(".")
    if many and (path.is_dir() or output.endswith("/") or not suffix):
        return _Target(path, form or "html", folder=True)
    if suffix not in FORMATS:
        folder = ", atau nama folder" if many else ""
        raise UsageFault(f"'{output}' bukan nama dokumen; akhiri dengan .html atau .pdf{folder}.")
    if form not in (None, suffix):
        raise UsageFault(
            f"--format {form} tidak cocok dengan berkas '{output}'.", "Tulis salah satunya saja."
        )
    return _Target(path, suffix)


def _give(
    session: Session,
    target: _Target,
    wanted: services.Wanted,
    unit: str | None,
    documents: Iterable[Document],
) -> Counter[Status]:
    """Write the documents to where they go; returns how many there are of each status."""
    counts, writer = Counter[Status](), Writer(target.form)
    with progress("Dokumen", session.quiet) as tick:

        def counted() -> Iterator[Sheet]:
            for one in documents:
                yield sheet(one)
                counts[one.told.outcome.status] += 1
                tick(counts.total())

        if target.folder and target.path is not None:
            _fill(writer, target.path, target.form, counted())
        else:
            nips = [nip for _, nip in wanted.employees]
            name = f"unit {unit}" if unit else f"NIP {nips[0]}"
            with _opened(target.path) as out:
                writer.write(title_of(wanted.year, name), nips, counted(), out)
    if writer.boxed:
        session.warn("Ada huruf yang tidak dimiliki huruf PDF dan tampak sebagai kotak; HTML menampilkannya.")
    return counts


def _fill(writer: Writer, folder: Path, form: str, sheets: Iterable[Sheet]) -> None:
    """A file each, named by the NIP; each is whole or absent, and one that is there already is replaced."""
    private_folder(folder)
    for one in sheets:
        with atomic_output(folder / f"{one.nip}.{form}") as out:
            writer.write(title_of(one.year, f"NIP {one.nip}"), [one.nip], [one], out)


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with atomic_output(path) as out:
            yield out


def _tell(session: Session, target: _Target, wanted: services.Wanted, counts: Counter[Status]) -> None:
    """How many were written where, and who is not among them."""
    if wanted.erased:
        session.say(f"Tanpa {wanted.erased} pegawai yang data pribadinya sudah dihapus.")
    parts = ", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in Status if counts[status])
    where = "" if target.path is None else f" di {target.path}"
    session.saved(f"{counts.total()} dokumen{where}: {parts}. Permintaan ini dicatat.")
