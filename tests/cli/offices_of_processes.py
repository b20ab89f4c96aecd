"""A small office for tests that start real processes, and ways to start one."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

KINERJA = [sys.executable, "-m", "kinerja_cli"]
CRITERIA = ("disiplin", "inovasi", "pelayanan")
QUARTERS = ("2025-TW1", "2025-TW2")


def nip(number: int) -> str:
    """A well-formed NIP of the office."""
    return f"19850315201001{number % 2 + 1}{number:03d}"


def make_office(folder: Path, people: int) -> Path:
    """A workspace with two units and two quarters; every seventh has a gap, every ninth an exemption."""
    folder.mkdir()
    run_line(folder, "init")
    (folder / "unit.csv").write_text("kode,nama,induk\nKEC,Kecamatan Maulafa,\nKEL,Kelurahan Oepura,KEC\n")
    records = [f"{nip(n)},Zoë Nálle {n},{'KEL' if n % 3 else 'KEC'},Analis\n" for n in range(1, people + 1)]
    (folder / "pegawai.csv").write_text("nip,nama,unit,jabatan\n" + "".join(records), encoding="utf-8")
    scores = [
        f"{nip(n)},{period},{code},{60 + (n * 7 + place) % 40}.{n % 100:02d}\n"
        for n in range(1, people + 1)
        for period in QUARTERS
        for place, code in enumerate(CRITERIA)
        if n % 7 or code != "inovasi"
    ]
    (folder / "nilai.csv").write_text("nip,periode,kriteria,nilai\n" + "".join(scores))
    for line in ("unit impor unit.csv", "pegawai impor pegawai.csv", f"periode buka {' '.join(QUARTERS)}"):
        run_line(folder, *line.split())
    run_line(folder, "nilai", "impor", "nilai.csv")
    run_line(folder, "nilai", "kecualikan", nip(9), QUARTERS[1], "semua", "--alasan", "cuti")
    proof = ["--status", "terealisasi", "--bukti", "SK", "--sebelum", "71 %", "--sesudah", "84 %"]
    owner = ["--tahun", "2025", "--kategori", "program_baru", "--pegawai", nip(1)]
    run_line(folder, "program", "tambah", "Loket satu pintu", *owner, *proof)
    return folder


def run_line(folder: Path, *words: str) -> str:
    """Run a line that must succeed; returns standard output."""
    done = start(folder, *words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def start(
    folder: Path, *words: str, env: Mapping[str, str] | None = None, **streams: int
) -> subprocess.CompletedProcess[bytes]:
    """Run a line in a process of its own; *env* is added to this one's, *streams* are descriptors."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(
        [*KINERJA, *words], cwd=folder, env={**os.environ, **(env or {})}, timeout=60, check=False, **streams
    )


def on_terminal(
    command: Sequence[str], folder: Path, columns: int, env: Mapping[str, str], stdout: int | None = None
) -> tuple[int, bytes]:
    """Run on a pseudo-terminal of that width (only stdin and stderr where *stdout* is given); exit code and screen."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(env),
        stdin=theirs,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # what Linux says once nobody holds the other end
            break
        if not piece:
            break
        screen += piece
    os.close(ours)
    return process.wait(timeout=60), screen
