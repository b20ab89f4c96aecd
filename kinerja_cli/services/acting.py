"""Acting posts (Plt, Plh): recorded, ended, corrected, withdrawn. No figure changes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kinerja_cli.domain.acting import PLH, PLT, Acting, span_text
from kinerja_cli.domain.nip import is_placeholder
from kinerja_cli.domain.placements import serves
from kinerja_cli.domain.text import LONGEST_NAME, LONGEST_NOTE
from kinerja_cli.errors import Refused
from kinerja_cli.services.checks import checked, checked_reason, gathered
from kinerja_cli.services.closed import closed_year_remarks
from kinerja_cli.services.lookup import employee_named, unit_named
from kinerja_cli.storage.acting import acting_of, change_acting, keep_acting, withdraw_acting
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.database import Database
from kinerja_cli.storage.employees import Employee


@dataclass(frozen=True, slots=True)
class Post:
    """Which acting post is meant: jabatan and unit (code or name) from a day on."""

    position: str
    unit: str
    starts: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of it; None where nothing was, which leaves an end or a basis that is recorded as it is."""

    ends: date | None = None
    basis: str | None = None
    daily: bool = False

    @property
    def kind(self) -> str:
        """Plh where it is daily."""
        return PLH if self.daily else PLT


def record(
    database: Database, nip: str, post: Post, terms: Terms, reason: str | None
) -> tuple[str, list[str]]:
    """Record an acting post, or what is new of one that is; ``baru``, ``akhir``, ``koreksi`` or ``tetap``, and remarks.

    A first end needs no *reason*, anything else that differs does.  Raises: EmployeeNotFound, UnitNotFound, Refused.
    """
    kept_reason = checked_reason(reason)
    with database.write("pegawai plt", kept_reason) as writing:
        connection = writing.connection
        employee = employee_named(connection, nip)
        if is_placeholder(employee.nip):
            raise Refused(f"Data pribadi {nip} sudah dihapus; tidak ada jabatan yang dicatat lagi baginya.")
        new = _said(connection, employee, post, terms)
        held = acting_of(connection, employee.id)
        kept = _same(held, new)
        wanted = new if kept is None else _merged(kept, new)
        _check(employee, wanted, [other for other in held if other is not kept])
        if kept is None:
            if not wanted.basis:
                raise Refused("Tulis --dasar: nomor SK atau surat perintahnya.")
            keep_acting(connection, _values(wanted))
            done = "baru"
        else:
            done = _change(connection, kept, wanted, kept_reason)
        remarks = [] if done == "tetap" else _remarks(connection, employee, wanted, kept or wanted)
    return done, remarks


def cancel(database: Database, nip: str, post: Post, reason: str) -> list[str]:
    """Take back an acting post that was recorded in error; returns remarks.

    Raises: EmployeeNotFound, UnitNotFound; Refused where it isn't recorded.
    """
    with database.write("pegawai plt", checked_reason(reason)) as writing:
        connection = writing.connection
        employee = employee_named(connection, nip)
        kept = _same(acting_of(connection, employee.id), _said(connection, employee, post, Terms()))
        if kept is None:
            raise Refused(
                f"{nip} tidak tercatat sebagai Plt atau Plh {post.position} di {post.unit} sejak {post.starts}.",
                f"Lihat: kinerja pegawai tampil {nip}",
            )
        withdraw_acting(connection, kept)
        return _remarks(connection, employee, kept, kept)


def _said(connection: Connection, employee: Employee, post: Post, terms: Terms) -> Acting:
    """What was said as an acting post that has no number yet; an empty basis where none was said."""
    said = gathered(
        {
            "position": lambda: checked(post.position, "jabatan", LONGEST_NAME),
            "unit": lambda: unit_named(connection, post.unit).id,
            "basis": lambda: checked(terms.basis, "dasar", LONGEST_NOTE) or "",
        }
    )
    ends = None if terms.ends is None else terms.ends.isoformat()
    return Acting(0, employee.id, post.starts.isoformat(), ends, kind=terms.kind, **said)


def _same(held: Sequence[Acting], new: Acting) -> Acting | None:
    """The recorded one of the same post from the same day on."""
    same = (a for a in held if a.starts == new.starts and a.of_post(new.unit, new.position))
    return next(same, None)


def _merged(kept: Acting, new: Acting) -> Acting:
    return kept._replace(ends=new.ends or kept.ends, kind=new.kind, basis=new.basis or kept.basis)


def _change(connection: Connection, kept: Acting, wanted: Acting, reason: str | None) -> str:
    """Write what differs; how that is called."""
    if wanted == kept:
        return "tetap"
    if wanted == kept._replace(ends=wanted.ends) and kept.ends is None and wanted.ends is not None:
        change_acting(connection, kept, {"ends": wanted.ends})
        return "akhir"
    if not reason:
        raise Refused(
            f"{kept.title} {span_text(kept.starts, kept.ends)} (dasar {kept.basis}) sudah tercatat, dengan isi"
            " yang berbeda.",
            "Untuk membetulkannya tambahkan --alasan; Plh perlu --plh setiap kali.",
        )
    changes = {"ends": wanted.ends, "kind": wanted.kind, "basis": wanted.basis}
    change_acting(connection, kept, changes)
    return "koreksi"


def _remarks(connection: Connection, employee: Employee, one: Acting, other: Acting) -> list[str]:
    """The closed years in which either version held, which don't tell of it."""
    last = None if one.ends is None or other.ends is None else max(one.ends, other.ends)
    return closed_year_remarks(connection, employee._replace(ends=last or employee.ends), one.starts)


def _check(employee: Employee, wanted: Acting, others: Sequence[Acting]) -> None:
    """Raises: Refused for an end before the start, days out of her service, and the same post twice at a time."""
    days = [day for day in (wanted.starts, wanted.ends) if day is not None]
    faults = [
        f"{day} di luar masa tugas {employee.nip}: mulai {employee.starts or 'awal'}"
        f"{f', sampai {employee.ends}' if employee.ends else ''}."
        for day in days
        if not serves(employee.starts, employee.ends, day)
    ]
    if wanted.ends is not None and wanted.ends < wanted.starts:
        faults.append(f"--selesai {wanted.ends} mendahului --mulai {wanted.starts}; periksa tanggalnya.")
    faults += [
        f"{other.title} {span_text(other.starts, other.ends)} sudah tercatat dan beririsan dengan"
        f" {span_text(wanted.starts, wanted.ends)}; akhiri atau batalkan dahulu."
        for other in others
        if other.of_post(wanted.unit, wanted.position) and other.touches(wanted.starts, wanted.ends)
    ]
    if faults:
        raise Refused(*faults, "Tidak ada yang disimpan.")


def _values(wanted: Acting) -> dict[str, str | int | None]:
    return {name: value for name, value in wanted._asdict().items() if name != "id"}
