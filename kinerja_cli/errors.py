"""Every expected failure, its exit code and its words. Exit codes live here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

FAULTS_SHOWN = 50


class ExitCode(IntEnum):
    """What a script may rely on (design.md section 8)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    BUSY = 5
    STORAGE = 6
    INCOMPLETE = 7
    CHECK_FAILED = 8
    UNKNOWN = 9
    INTERRUPTED = 130


EXIT_CODE_MEANINGS: dict[ExitCode, str] = {
    ExitCode.DONE: "selesai",
    ExitCode.BUG: "kesalahan di dalam kinerja sendiri",
    ExitCode.USAGE: "perintah salah ditulis",
    ExitCode.REFUSED: "data atau berkas ditolak; tidak ada yang berubah",
    ExitCode.NOT_FOUND: "tidak ditemukan (ruang kerja, pegawai, unit, periode, berkas)",
    ExitCode.BUSY: "proses lain sedang memakai basis data",
    ExitCode.STORAGE: "penyimpanan (penuh, hanya-baca, rusak, lebih baru, bukan kinerja); keluaran gagal ditulis",
    ExitCode.INCOMPLETE: "belum lengkap (--wajib-lengkap, tahun tutup)",
    ExitCode.CHECK_FAILED: "pemeriksaan menemukan masalah",
    ExitCode.UNKNOWN: "hasil tidak pasti; perintah yang sama aman diulang",
    ExitCode.INTERRUPTED: "dihentikan oleh pemakai (Ctrl-C)",
}


class BadValue(ValueError):
    """One value that can't be taken as it is. Its text says why and what to write instead; the caller adds where."""


class KinerjaError(Exception):
    """An expected failure: lines that say what, where and what to do, and an exit code."""

    exit_code = ExitCode.BUG

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines: Sequence[str] = lines


class UsageFault(KinerjaError):
    """The command was written wrongly in a way that the parser alone can't see."""

    exit_code = ExitCode.USAGE


class Refused(KinerjaError):
    """The data or the file was refused and nothing was changed."""

    exit_code = ExitCode.REFUSED


class NotFound(KinerjaError):
    """A workspace, employee, unit, period or file that isn't there."""

    exit_code = ExitCode.NOT_FOUND


class Busy(KinerjaError):
    """Another process holds the database."""

    exit_code = ExitCode.BUSY


class StorageFailure(KinerjaError):
    """Full, read-only, damaged, newer or foreign storage, or output that could not be written."""

    exit_code = ExitCode.STORAGE


class Incomplete(KinerjaError):
    """Something that was required to be complete isn't."""

    exit_code = ExitCode.INCOMPLETE


class CheckFailed(KinerjaError):
    """A check of a readable kinerja file found something wrong."""

    exit_code = ExitCode.CHECK_FAILED


class OutcomeUnknown(KinerjaError):
    """Nobody can say whether it was saved: an error from COMMIT, or a message lost after it."""

    exit_code = ExitCode.UNKNOWN


class Fault(NamedTuple):
    """One thing wrong in a file from people.

    *place* is ``FILE:ROW`` or ``FILE:LINE:COLUMN`` or ``FILE:SHEET!CELL``; *column* the heading as the file
    writes it, or empty; *reason* tells the value, what is wrong with it and what to write instead.
    """

    place: str
    column: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.place}: {self.column}: {self.reason}" if self.column else f"{self.place}: {self.reason}"
        )


class FaultsFound(Refused):
    """All the faults of one input at once: the first 50 as lines, the rest counted."""

    def __init__(self, faults: Iterable[Fault], *, total: int | None = None, closing: str = "") -> None:
        self.faults = tuple(faults)
        self.total = len(self.faults) if total is None else total
        lines = [str(fault) for fault in self.faults[:FAULTS_SHOWN]]
        hidden = self.total - len(lines)
        if hidden > 0:
            lines.append(f"… dan {hidden} kesalahan lain.")
        lines.append(closing or f"{self.total} kesalahan; tidak ada yang disimpan.")
        super().__init__(*lines)


class WorkspaceNotFound(NotFound):
    """No folder with a criteria.yaml and a kinerja.db."""

    def __init__(self, folder: object, missing: str = "criteria.yaml", *, upwards: bool = False) -> None:
        super().__init__(
            f"Ruang kerja tidak ditemukan: {folder}{' dan folder di atasnya' * upwards} tidak punya {missing}.",
            "Buat dengan: kinerja init   (atau tunjuk foldernya: kinerja -C FOLDER …)"
            if upwards
            else f"Buat dengan: kinerja init {folder}",
        )


class EmployeeNotFound(NotFound):
    """No employee has that NIP."""

    def __init__(self, nip: str, hint: str = "") -> None:
        super().__init__(
            f"Pegawai dengan NIP {nip} tidak ditemukan.{hint}",
            "Lihat yang terdaftar: kinerja pegawai daftar",
        )


class UnitNotFound(NotFound):
    """No unit has that code or exact name."""

    def __init__(self, unit: str, hint: str = "") -> None:
        super().__init__(f"Unit '{unit}' tidak ditemukan.{hint}", "Lihat yang terdaftar: kinerja unit daftar")


class PeriodClosed(Refused):
    """A closed period, in which nothing can be recorded; *told* says who closed it, when and by which entry."""

    def __init__(self, code: str, told: str, *, in_closed_year: int | None = None) -> None:
        first = [f"kinerja tahun buka-kembali {in_closed_year} --alasan '…', lalu"] if in_closed_year else []
        again = " ".join([*first, f"kinerja periode buka-kembali {code} --alasan '…'"])
        super().__init__(f"Periode {code} sudah {told}.", f"Untuk membukanya kembali: {again}")


class YearClosed(Refused):
    """A closed year; *told* as in `PeriodClosed`."""

    def __init__(self, year: int, told: str) -> None:
        super().__init__(
            f"Tahun {year} sudah {told}.",
            f"Untuk membukanya kembali: kinerja tahun buka-kembali {year} --alasan '…'",
        )


class PeriodNotOpen(NotFound):
    """A period that was never opened, so nothing can be recorded in it or read from it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Periode {code} belum dibuka.",
            f"Buka dengan: kinerja periode buka {code}   (yang sudah dibuka: kinerja periode daftar)",
        )
