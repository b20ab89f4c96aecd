"""The jobs of the guide: each as cron runs it, silent where all is well, speaking where something is wrong.

The long form, under a real cron (Debian's, as root, for some minutes; it installs a crontab for the user nobody and a
stand-in for sendmail, and takes both away again):

    KINERJA_CRON=1 python -m pytest -m slow tests/cli/test_cron.py
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from crontabs import CRONTAB, Job, every_minute, jobs, moved

Kinerja = Callable[..., Any]
UNITS = "kode;nama;induk\nKEC;Kecamatan Maulafa;\nOEP;Kelurahan Oepura;KEC\n"
EMPLOYEES = """\
nip;nama;unit;jabatan
197001011995032001;Ani Lay, S.Sos.;KEC;Camat
198503152010012001;Budi Nenabu;OEP;Lurah
199503012020121003;Citra Tukan;OEP;Pelaksana
"""
LAST_YEAR = datetime.now(UTC).year - 1
SCORES = "".join(
    f"{nip},{LAST_YEAR},90,80,70\n"
    for nip in ("197001011995032001", "198503152010012001", "199503012020121003")
)
SENDMAIL = Path("/usr/sbin/sendmail")
# one that nobody may run as well
SYSTEM = Path(f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
PROGRAM = """#!{python}
import sys
sys.path[:0] = {paths!r}
from kinerja_cli.__main__ import main
main()
"""


def settle(kinerja: Kinerja, folder: Path) -> None:
    """An office whose last year is complete."""
    kinerja(f"init {folder}")
    rules = folder / "criteria.yaml"
    text = rules.read_text(encoding="utf-8").replace("periode: triwulan", "periode: tahun")
    rules.write_text(text.replace("berlaku: 2024", f"berlaku: {LAST_YEAR}"), encoding="utf-8")
    kinerja(f"-C {folder} unit impor -", stdin=UNITS)
    kinerja(f"-C {folder} pegawai impor -", stdin=EMPLOYEES)
    kinerja(f"-C {folder} periode buka {LAST_YEAR}")
    kinerja(f"-C {folder} nilai impor -", stdin=f"nip,periode,disiplin,inovasi,pelayanan\n{SCORES}")


def install(program: Path, python: Path) -> None:
    """This kinerja as a program, run by *python*."""
    paths = [str(Path(__file__).parents[2]), sysconfig.get_path("platlib")]
    program.write_text(PROGRAM.format(python=python, paths=paths))
    program.chmod(0o755)


@pytest.fixture
def place(kinerja: Kinerja, tmp_path: Path) -> Path:
    """A folder with ``bin/kinerja`` and the office ``kantor``."""
    (tmp_path / "bin").mkdir()
    install(tmp_path / "bin" / "kinerja", Path(sys.executable))
    settle(kinerja, tmp_path / "kantor")
    return tmp_path


@pytest.fixture
def due(place: Path) -> list[Job]:
    """The jobs, with the paths of this test."""
    text = CRONTAB.read_text(encoding="utf-8")
    return jobs(moved(text, place / "bin" / "kinerja", place / "kantor", place / "cadangan"))


def mail_of(job: Job) -> str:
    """What cron would send: all that the job writes.  Raises: where it isn't silent and yet says nothing."""
    words = [
        "env",
        "-i",
        *(f"{name}={value}" for name, value in job.env.items()),
        "/bin/sh",
        "-c",
        job.command,
    ]
    done = subprocess.run(
        words,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    return done.stdout.decode("utf-8")


def report(place: Path) -> Path:
    return place / "kantor" / f"rekap-{LAST_YEAR}.xlsx"


def test_every_job_is_silent_where_all_is_well_and_does_its_work(due: list[Job], place: Path) -> None:
    assert [mail_of(job) for job in due] == [""] * 5
    assert report(place).read_bytes().startswith(b"PK")
    assert report(place).stat().st_mode & 0o777 == 0o600
    assert len([*(place / "cadangan").glob("kinerja-*.db")]) == 1
    stands = (report(place).stat().st_ino, report(place).stat().st_mtime_ns)
    assert mail_of(due[4]) == ""  # --jika-berubah
    assert (report(place).stat().st_ino, report(place).stat().st_mtime_ns) == stands


def test_the_quarterly_job_names_what_is_missing(due: list[Job], place: Path, kinerja: Kinerja) -> None:
    kinerja(f"-C {place}/kantor nilai batalkan 198503152010012001 {LAST_YEAR} disiplin --alasan Keliru")
    mail = mail_of(due[2])
    assert "Belum lengkap: 1 nilai belum ada." in mail
    assert "OEP" in mail


def test_the_nightly_jobs_speak_of_a_file_that_was_changed(due: list[Job], place: Path) -> None:
    path = place / "kantor" / "kinerja.db"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Budi Nenabu", b"Budi Nenebu"))
    assert "employee 198503152010012001 name" in mail_of(due[0])
    assert "tidak lolos pemeriksaan" in mail_of(due[1])
    assert not [*(place / "cadangan").glob("kinerja-*.db")]


def test_every_job_speaks_where_the_office_is_gone(due: list[Job], place: Path) -> None:
    (place / "kantor").rename(place / "lain")
    assert all("kantor" in mail_of(job) for job in due)


def test_the_fields_say_what_the_comments_say() -> None:
    found = jobs(CRONTAB.read_text(encoding="utf-8"))
    assert [job.when for job in found] == [
        ("15", "2", "*", "*", "*"), ("30", "2", "*", "*", "*"), ("0", "7", "10", "1,4,7,10", "*"),
        ("0", "6", "2", "1", "*"), ("0", "6", "*", "*", "1"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="a bare %"):
        jobs("0 6 2 1 * date +%Y")


def test_the_readme_the_guide_and_the_help_show_the_same_jobs(kinerja: Kinerja) -> None:
    text = CRONTAB.read_text(encoding="utf-8")
    for page in ("README.md", "docs/panduan.md"):
        assert f"```cron\n{text}```" in (CRONTAB.parents[2] / page).read_text(encoding="utf-8")
    shown = kinerja("bantuan cron").stdout
    assert [line.strip() for line in text.splitlines() if line.strip() not in shown] == []


# --- under a real cron

CRON = shutil.which("cron")
REAL = pytest.mark.skipif(
    not (os.environ.get("KINERJA_CRON") and CRON and os.geteuid() == 0 and SYSTEM.exists())
    or SENDMAIL.exists(),
    reason="needs KINERJA_CRON=1, root, Debian's cron, its Python of this version, and no sendmail",
)


@pytest.fixture
def beat(place: Path) -> Iterator[Callable[[str], str]]:
    """``beat(crontab)``: install it for nobody, wait until cron has run it, and return all the mail."""
    user = pwd.getpwnam("nobody")
    public = Path("/var/tmp/kinerja-cron")  # noqa: S108 - pytest's folders are root's alone
    shutil.rmtree(public, ignore_errors=True)
    shutil.copytree(place, public)
    install(public / "bin" / "kinerja", SYSTEM)
    (public / "surat").mkdir()
    for path in (public, *public.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    SENDMAIL.write_text(f"#!/bin/sh\ncat >> {public}/surat/masuk\n")
    SENDMAIL.chmod(0o755)
    daemon = subprocess.Popen([str(CRON), "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(text: str) -> str:
        inbox = public / "surat" / "masuk"
        inbox.unlink(missing_ok=True)
        crontab = moved(
            every_minute(text), public / "bin" / "kinerja", public / "kantor", public / "cadangan"
        )
        due = crontab + f"* * * * * sleep 12; touch {public}/selesai\n"
        (public / "selesai").unlink(missing_ok=True)
        time.sleep(2)  # cron sees a new crontab by its second
        assert daemon.poll() is None, "another cron is running"
        subprocess.run(["crontab", "-u", "nobody", "-"], input=due, text=True, check=True)
        for _ in range(150):
            if (public / "selesai").exists():
                break
            time.sleep(1)
        else:
            raise TimeoutError("cron never came")
        subprocess.run(["crontab", "-u", "nobody", "-r"], check=True)
        time.sleep(3)
        return inbox.read_text(encoding="utf-8", errors="replace") if inbox.exists() else ""

    try:
        yield run
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)
        with suppress(subprocess.CalledProcessError):
            subprocess.run(["crontab", "-u", "nobody", "-r"], check=True, stderr=subprocess.DEVNULL)
        SENDMAIL.unlink()
        shutil.rmtree(public)


@pytest.mark.slow
@REAL
def test_a_real_cron_runs_every_job_in_silence_and_mails_what_is_wrong(beat: Callable[[str], str]) -> None:
    public = Path("/var/tmp/kinerja-cron")  # noqa: S108 - as above
    text = CRONTAB.read_text(encoding="utf-8")
    assert beat(text) == ""
    assert (public / "kantor" / f"rekap-{LAST_YEAR}.xlsx").read_bytes().startswith(b"PK")
    assert [*(public / "cadangan").glob("kinerja-*.db")]
    path = public / "kantor" / "kinerja.db"
    path.write_bytes(path.read_bytes().replace(b"Budi Nenabu", b"Budi Nenebu"))
    mail = beat(text)
    assert "To: admin" in mail
    assert "employee 198503152010012001 name" in mail
    subjects = re.findall(r"^Subject: .*?> (.*)$", mail, re.MULTILINE)
    # and no other job: nothing was recorded since the backup of the minute before, so none is made
    assert {subject.split()[1] for subject in subjects} == {"periksa"}
