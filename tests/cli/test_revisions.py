"""Two people with the same sheet open: a change says which revision it saw, and is refused where that one moved on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import pytest
from offices_of_processes import KINERJA, run_line, start
from scoring_office import ANI, CITRA, DEDI, ask, give, rows_of, settle, values_of

Kinerja = Callable[..., Any]
CELL = (ANI, "2025-TW1", "disiplin")


@pytest.fixture(autouse=True)
def office(kinerja: Kinerja, workspace: Path) -> None:
    settle(kinerja, workspace)
    give(kinerja, f"{ANI},2025-TW1,86,70,60", f"{CITRA},2025-TW1,75,76,77")  # entry 5


def filled(sheet: str, nip: str, **cells: str) -> str:
    """A sheet with some cells of one person written over."""
    rows = list(csv.DictReader(io.StringIO(sheet)))
    for row in rows:
        if row["nip"] == nip:
            row.update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def dump(workspace: Path) -> bytes:
    return (workspace / "kinerja.db").read_bytes()


def test_of_two_who_correct_the_same_cell_of_their_sheets_the_second_is_told_of_the_first(
    workspace: Path,
) -> None:
    """Real processes, one after the other: both sheets were made before either was taken back."""
    correcting = ("--koreksi", "--alasan", "Berita acara", "--yes")
    for name, value in (("satu.csv", "88"), ("dua.csv", "84")):
        sheet = run_line(workspace, "nilai", "lembar", "2025-TW1", "--format", "csv")
        (workspace / name).write_text(filled(sheet, ANI, disiplin=value), encoding="utf-8")
    taken = start(workspace, "nilai", "impor", "satu.csv", *correcting)
    assert taken.returncode == 0, taken.stderr.decode()
    before = dump(workspace)
    refused = start(workspace, "nilai", "impor", "dua.csv", *correcting)
    said = refused.stderr.decode()
    assert refused.returncode == 3
    assert said.startswith("dua.csv:3: disiplin: diubah sesudah lembar ini dibuat (revisi 6, ")
    assert "sekarang 88.00); buat lembar baru" in said
    assert dump(workspace) == before
    # what she left alone in her sheet is no news to anybody, and a gap that she fills is nobody's loss
    harmless = filled((workspace / "satu.csv").read_text(encoding="utf-8"), DEDI, disiplin="70")
    (workspace / "tiga.csv").write_text(harmless, encoding="utf-8")
    assert (
        "7 nilai: 1 baru, 6 tetap, 0 koreksi"
        in start(workspace, "nilai", "impor", "tiga.csv", *correcting).stderr.decode()
    )


def test_of_two_at_the_very_same_time_one_is_taken_and_one_refused(workspace: Path) -> None:
    sheet = run_line(workspace, "nilai", "lembar", "2025-TW1", "--format", "csv")
    lines = []
    for value in ("88", "84"):
        (workspace / f"{value}.csv").write_text(filled(sheet, ANI, disiplin=value), encoding="utf-8")
        lines.append([*KINERJA, "nilai", "impor", f"{value}.csv", "--koreksi", "--alasan", "x", "--yes"])
    running = [Popen(line, cwd=workspace, stdin=DEVNULL, stdout=PIPE, stderr=PIPE) for line in lines]
    said = [process.communicate(timeout=60)[1].decode() for process in running]
    codes = [process.returncode for process in running]
    assert sorted(codes) == [0, 3], said
    assert "buat lembar baru" in said[codes.index(3)]
    won = ("8800", "8400")[codes.index(0)]
    value = "select value from score where employee = (select id from employee where nip = '{}') and period = 202501"
    assert (int(won),) in ask(workspace, value.format(ANI))


def test_a_sheet_made_before_somebody_else_recorded_into_its_gap_is_stale_there(kinerja: Kinerja) -> None:
    sheet = kinerja("nilai lembar 2025-TW1 --format csv").stdout
    kinerja(f"nilai catat {DEDI} 2025-TW1 inovasi=50")
    file = filled(sheet, DEDI, inovasi="90")
    assert "sekarang 50.00); buat lembar baru" in kinerja("nilai impor -", exit_code=3, stdin=file).stderr
    assert kinerja("nilai impor -", stdin=filled(sheet, DEDI, inovasi="50")).exit_code == 0


@pytest.mark.parametrize("layout", ["panjang", "lebar"])
def test_a_revision_counts_in_both_layouts_and_only_where_the_value_differs(
    kinerja: Kinerja, layout: str
) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 --koreksi --alasan ulang")  # entry 6

    def file(value: int, revision: str) -> str:
        if layout == "panjang":
            return f"NIP;Periode;Kriteria;Nilai;No. Revisi\n{ANI};2025-TW1;disiplin;{value};{revision}\n"
        return f"nip,periode,disiplin,revisi\n{ANI},2025-TW1,{value},{revision}\n"

    correcting = "nilai impor - --koreksi --alasan 'salah salin'"
    for stale in ("5", "1"):
        assert "revisi 6" in kinerja(correcting, exit_code=3, stdin=file(84, stale)).stderr
        assert "0 baru, 1 tetap" in kinerja(correcting, stdin=file(88, stale)).stderr
    assert values_of(kinerja)[CELL] == "88.00"
    assert "1 koreksi" in kinerja(correcting, stdin=file(84, "6")).stderr  # entry 7
    assert "1 koreksi" in kinerja(correcting, stdin=file(85, "")).stderr
    told = kinerja(correcting, exit_code=3, stdin=file(86, "enam")).stderr
    assert "'enam' bukan nomor revisi" in told


def test_a_listing_can_be_imported_again_with_the_revisions_that_it_says(kinerja: Kinerja) -> None:
    listed = kinerja("nilai daftar --format csv").stdout
    assert {row["revisi"] for row in rows_of(kinerja, "nilai daftar")} == {"5"}
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 --koreksi --alasan ulang")
    changed = listed.replace("86.00", "84.00").replace("77.00", "78.00")
    told = kinerja("nilai impor - --koreksi --alasan ulang", exit_code=3, stdin=changed).stderr
    assert told.splitlines()[-1].startswith("1 kesalahan")


def test_one_revision_may_be_stated_for_a_whole_file_but_not_beside_its_own_column(kinerja: Kinerja) -> None:
    file = f"nip,periode,disiplin\n{ANI},2025-TW1,84\n"
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 --koreksi --alasan ulang")
    line = "nilai impor - --koreksi --alasan ulang --revisi"
    assert "buat lembar baru" in kinerja(f"{line} 5", exit_code=3, stdin=file).stderr
    assert "1 koreksi" in kinerja(f"{line} 6", stdin=file).stderr
    with_column = "nip,periode,disiplin,revisi\n"
    assert "kolom revisi" in kinerja(f"{line} 6", exit_code=2, stdin=with_column).stderr


def test_a_correction_by_hand_names_the_revision_that_it_saw(kinerja: Kinerja, workspace: Path) -> None:
    line = f"nilai catat {ANI} 2025-TW1 disiplin=88 inovasi=71 --koreksi --alasan ulang --revisi 5"
    assert "0 baru, 0 tetap, 2 koreksi" in kinerja(line).stderr
    assert "0 baru, 2 tetap, 0 koreksi" in kinerja(line).stderr, "the same command again is safe"
    before = dump(workspace)
    told = kinerja(line.replace("=88", "=90"), exit_code=3).stderr
    assert told.startswith("disiplin 2025-TW1 bukan revisi 5: sekarang 88.00, revisi 6, dicatat 20")
    assert f"kinerja riwayat --nip {ANI} --periode 2025-TW1" in told
    assert dump(workspace) == before
    kinerja(line.replace("=88", "=90").replace("revisi 5", "revisi 6"))
    assert values_of(kinerja)[CELL] == "90.00"


def test_a_value_that_was_withdrawn_meanwhile_has_no_revision_to_correct(kinerja: Kinerja) -> None:
    kinerja(f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan keliru --revisi 5")
    line = f"nilai catat {ANI} 2025-TW1 disiplin=88 --koreksi --alasan ulang"
    assert "tidak ada nilai yang berlaku" in kinerja(f"{line} --revisi 5", exit_code=3).stderr
    kinerja(line)


def test_a_withdrawal_names_the_revision_that_it_saw(kinerja: Kinerja) -> None:
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=88 --koreksi --alasan ulang")
    line = f"nilai batalkan {ANI} 2025-TW1 disiplin --alasan keliru"
    assert "sekarang 88.00, revisi 6" in kinerja(f"{line} --revisi 5", exit_code=3).stderr
    assert values_of(kinerja)[CELL] == "88.00"
    kinerja(f"{line} --revisi 6")
    assert CELL not in values_of(kinerja)


def revision_of(kinerja: Kinerja, thing: str) -> int:
    if thing == "pegawai":
        facts = {row["hal"]: row["isi"] for row in rows_of(kinerja, f"pegawai tampil {ANI}")}
        return int(facts["revisi"])
    if thing == "unit":
        return next(int(row["revisi"]) for row in rows_of(kinerja, "unit daftar") if row["kode"] == "NAIMATA")
    return int(rows_of(kinerja, "program daftar")[0]["revisi"])


@pytest.mark.parametrize(
    ("thing", "first", "second"),
    [
        ("pegawai", f"{ANI} --nama 'Ani Nope, S.E.' --alasan SK", f"{ANI} --golongan III/b --alasan SK"),
        ("unit", "NAIMATA --nama 'Kelurahan Naimata Baru'", "NAIMATA --induk SIKUMANA"),
        ("program", "1 --status berjalan", "1 --judul 'Antrean daring'"),
        ("program", f"1 --pegawai {CITRA}", "1 --judul 'Antrean daring'"),
        ("program", f"1 --pegawai {CITRA} --tanpa-pegawai {DEDI}", f"1 --tanpa-pegawai {ANI}"),
    ],
)
def test_a_change_of_a_register_names_the_revision_that_it_saw(
    kinerja: Kinerja, workspace: Path, thing: str, first: str, second: str
) -> None:
    kinerja(f"program tambah Antrean --tahun 2025 --kategori program_baru --pegawai {ANI} --pegawai {DEDI}")
    seen = revision_of(kinerja, thing)
    kinerja(f"{thing} ubah {first} --revisi {seen}")
    before = dump(workspace)
    told = kinerja(f"{thing} ubah {second} --revisi {seen}", exit_code=3).stderr
    now = revision_of(kinerja, thing)
    assert f"bukan revisi {seen}: revisi {now}, dicatat " in told
    assert dump(workspace) == before
    kinerja(f"{thing} ubah {second} --revisi {now}")
    newest = ask(workspace, "select max(seq) from journal")[0][0]
    assert revision_of(kinerja, thing) == newest == now + 1
