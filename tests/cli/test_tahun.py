"""kinerja tahun tutup | buka-kembali | daftar: a closed year answers for itself, whatever comes after."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import pytest
from closed_office import PERIODS, close_all, complete, disturb
from pages import Element, read_page, table_of
from scoring_office import ANI, CAMAT, CITRA, DEDI, LURAH_N, LURAH_S, ask, json_of, rows_of, settle

from kinerja_cli.storage.connection import Connection

MACHINE = ("csv", "tsv", "json")
OVER_YEARS = f"rekap pegawai {CITRA}"
LISTS = (
    "rekap tahunan 2025",
    "rekap tahunan 2025 --unit SIKUMANA",
    "rekap tahunan 2025 --urut nip",
    "rekap tahunan 2025 --urut unit",
    "rekap unit 2025",
    "rekap distribusi 2025",
    "rekap distribusi 2025 --per-unit",
    "rekap distribusi 2025 --unit SIKUMANA",
    OVER_YEARS,
    f"jelaskan {CITRA} 2025",
    f"jelaskan {ANI} 2025",
)
# of a period, and of who gave single values: read from the scores, and as they were
INSIDE = ("rekap unit --periode 2025-TW1", "rekap unit --periode 2025-TW3", "rekap penilai 2025")
NEW_CAMAT = "197505052000031013"


@pytest.fixture
def full(kinerja, workspace):
    """2025 complete, all four periods opened, none closed."""
    complete(kinerja, workspace)


@pytest.fixture
def closed(kinerja, full):  # noqa: ARG001 - what is closed must be there
    """2025 closed."""
    close_all(kinerja)


def answers(kinerja, lines=LISTS):
    return {(line, form): kinerja(f"{line} --format {form}").stdout for line in lines for form in MACHINE}


@pytest.mark.usefixtures("full")
def test_csv_tsv_and_json_of_every_report_keep_their_bytes_when_the_year_is_closed(kinerja):
    before = answers(kinerja, (*LISTS, *INSIDE))
    close_all(kinerja)
    assert answers(kinerja, (*LISTS, *INSIDE)) == before
    assert before["rekap tahunan 2025", "csv"].count("\n") == 7


@pytest.mark.usefixtures("closed")
def test_they_keep_them_whatever_happens_to_people_units_rules_and_other_years(kinerja, workspace):
    lines = [line for line in (*LISTS, *INSIDE) if line != OVER_YEARS]
    before, [year] = answers(kinerja, lines), rows_of(kinerja, OVER_YEARS)
    disturb(kinerja, workspace)
    assert answers(kinerja, lines) == before
    assert rows_of(kinerja, OVER_YEARS)[0] == year
    assert "Ani Baru" in kinerja("rekap tahunan 2026 --format csv").stdout
    # whoever's NIP changed is still found, under the one she has now
    [line] = [row for row in rows_of(kinerja, f"rekap pegawai {NEW_CAMAT}") if row["tahun"] == "2025"]
    assert line["nip"] == CAMAT
    assert json_of(kinerja, f"jelaskan {NEW_CAMAT} 2025")["nip"] == CAMAT


@pytest.mark.usefixtures("closed")
def test_the_same_changes_do_change_a_year_that_is_open_again(kinerja, workspace):
    """So that the tests above say something."""
    before = answers(kinerja)
    disturb(kinerja, workspace)
    kinerja("tahun buka-kembali 2025 --alasan uji --yes")
    lines = [line for line in LISTS if "--unit SIKUMANA" not in line]  # of which the code is another now
    changed = {line for line in lines if kinerja(f"{line} --format csv").stdout != before[line, "csv"]}
    assert changed >= {"rekap tahunan 2025", "rekap unit 2025", OVER_YEARS}


@pytest.mark.usefixtures("closed")
def test_a_closed_year_is_read_without_its_scores(kinerja, monkeypatch):
    touched = set()

    def note(action, table, *_):
        if action == sqlite3.SQLITE_READ:
            touched.add(table)
        return sqlite3.SQLITE_OK

    started = Connection.__init__

    def watched(self, *args, **options):
        started(self, *args, **options)
        self.set_authorizer(note)

    monkeypatch.setattr(Connection, "__init__", watched)
    for line in LISTS:
        for form in ("csv", "json", "table"):
            kinerja(f"{line} --format {form}") if not line.startswith("jelaskan") else None
    assert "year_result" in touched
    assert "score" not in touched
    kinerja(f"jelaskan {ANI} 2025")
    assert "score" in touched, "the watch sees it"


@pytest.mark.usefixtures("closed")
def test_what_is_kept_is_the_printed_line_and_the_digest_is_over_commitments_alone(kinerja, workspace):
    kept = ask(workspace, "select line, employee, version, nip, name, cells from year_result order by line")
    printed = kinerja("rekap tahunan 2025 --format csv").stdout.splitlines()[1:]
    for (line, _, _, nip, name, cells), text in zip(kept, printed, strict=True):
        rank, rest = cells.split(",", 1)
        assert text == f"{rank},{nip},{name},{rest}"
        assert line == kept.index((line, *kept[line - 1][1:])) + 1
    whole = "".join(f"{employee} {version} {cells}\n" for _, employee, version, _, _, cells in kept)
    [(digest, people, algorithm)] = ask(workspace, "select digest, people, algorithm from year_closing")
    assert digest == hashlib.sha256(whole.encode()).hexdigest()
    assert (people, algorithm) == (6, 1)
    assert ask(
        workspace,
        "select distinct r.version - e.entry from year_result r join employee e on e.id = r.employee",
    ) == [(0,)]
    [(columns, units)] = ask(workspace, "select columns, units from year_closing")
    heads = kinerja("rekap tahunan 2025 --format csv").stdout.splitlines()[0].split(",")
    assert [column[0] for column in json.loads(columns)] == heads
    assert ["SIKUMANA-RW", "Seksi Rukun Warga", "SIKUMANA"] in json.loads(units)


@pytest.mark.usefixtures("closed")
def test_the_columns_are_those_that_the_report_had_then(kinerja, monkeypatch):
    """Another kinerja has a column more; the closed year hasn't."""
    from kinerja_cli.render import rekap
    from kinerja_cli.render.report import Column

    before = answers(kinerja, ["rekap tahunan 2025"])
    monkeypatch.setattr(rekap, "_RESULT", (*rekap._RESULT, Column("baru", "Baru")))
    assert answers(kinerja, ["rekap tahunan 2025"]) == before


def test_a_year_that_is_not_ready_says_everything_that_is_missing(kinerja, workspace, refused):
    settle(kinerja, workspace, "2025-TW1", "2025-TW2")
    kinerja("periode tutup 2025-TW2 --yes")
    kinerja(f"nilai catat {CAMAT} 2025-TW1 disiplin=80 inovasi=80 pelayanan=80")
    told = refused("tahun tutup 2025 --yes", 7)
    assert told[:4] == [
        "Periode 2025-TW3 belum dibuka.",
        "Periode 2025-TW4 belum dibuka.",
        "Periode 2025-TW1 belum ditutup: kinerja periode tutup 2025-TW1",
        f"Dedi Taek ({DEDI}): nilai disiplin 2025-TW1 belum ada.",
    ]
    # six people, two periods, three criteria, but for the three values that are there
    assert sum(line.endswith(" belum ada.") for line in told) == 33
    assert told[-1] == "Tahun 2025 tidak ditutup."


@pytest.mark.usefixtures("full")
def test_fifty_missing_values_are_named_and_the_rest_counted(kinerja, refused):
    people = "".join(f"2000010120240310{n:02d},Orang {n},KEC\n" for n in range(10, 20))
    kinerja("pegawai impor -", stdin=f"nip,nama,unit\n{people}")
    kinerja(["periode", "tutup", *PERIODS, "--yes"])
    told = refused("tahun tutup 2025 --yes", 7)
    assert told[49] == "Orang 14 (200001012024031014): nilai inovasi 2025-TW1 belum ada."
    assert told[50:] == ["… dan 70 nilai lain yang belum ada.", "Tahun 2025 tidak ditutup."]


@pytest.mark.usefixtures("full")
def test_an_objection_that_nobody_decided_keeps_a_year_open(kinerja, workspace, refused):
    kinerja(["periode", "tutup", *PERIODS, "--yes"])
    _object(workspace)
    told = refused("tahun tutup 2025 --yes", 7)
    assert told == [
        f"Keberatan 1 atas disiplin 2025-TW2 dari Ani Nope ({ANI}) belum diputuskan.",
        "Tahun 2025 tidak ditutup.",
    ]


def _object(workspace):
    from kinerja_cli.storage.database import open_database
    from kinerja_cli.storage.versions import insert

    database = open_database(workspace / "kinerja.db")
    with database.write("keberatan ajukan") as writing:
        who = writing.connection.execute("select id from employee where nip = ?", (ANI,)).fetchone()[0]
        values = {
            "employee": who, "period": 202502, "criterion": 1, "received": "2025-07-01", "filed": "2025-07-02",
            "grounds": "keliru", "value_before": 8500, "state": "diajukan", "entry": writing.entry,
        }  # fmt: skip
        insert(writing.connection, "objection", values)
    database.close()


@pytest.mark.usefixtures("closed")
def test_closing_twice_changes_nothing_and_says_so(kinerja, workspace):
    before = (workspace / "kinerja.db").read_bytes()
    assert kinerja("tahun tutup 2025 --yes").stderr == "Tahun 2025 sudah ditutup; tidak ada yang berubah.\n"
    assert (workspace / "kinerja.db").read_bytes() == before


@pytest.mark.usefixtures("closed")
def test_what_writes_into_a_closed_year_is_refused_with_how_to_reopen_it(refused):
    by = r"ditutup oleh \S+ pada \d{4}-\d\d-\d\d \d\d:\d\d WITA \(#\d+:[0-9a-f]{12}\)\."
    for line in (
        f"program tambah Baru --tahun 2025 --kategori program_baru --pegawai {ANI}",
        "program ubah 1 --judul Lain",
    ):
        told = refused(line)
        assert re.fullmatch(rf"Tahun 2025 sudah {by}", told[0])
        assert told[1] == "Untuk membukanya kembali: kinerja tahun buka-kembali 2025 --alasan '…'"
    for line in (
        f"nilai catat {ANI} 2025-TW1 disiplin=1 --koreksi --alasan x",
        "periode buka-kembali 2025-TW1 --alasan x --yes",
        "periode buka 2025-TW1",
    ):
        told = refused(line)
        assert re.fullmatch(rf"Periode 2025-TW1 sudah {by}", told[0])
        assert told[1] == (
            "Untuk membukanya kembali: kinerja tahun buka-kembali 2025 --alasan '…', lalu "
            "kinerja periode buka-kembali 2025-TW1 --alasan '…'"
        )


@pytest.mark.usefixtures("closed")
def test_a_change_of_an_employee_that_reaches_into_it_is_said_to_change_nothing_there(kinerja):
    remark = "Laporan tahun 2025 sudah ditutup dan tidak berubah karenanya."
    for line, said in (
        (f"pegawai ubah {ANI} --nama 'Ani N.' --alasan ejaan", True),
        (f"pegawai pindah {CITRA} --unit KEC --mulai 2025-10-01", True),
        (f"pegawai pindah {CITRA} --unit NAIMATA --mulai 2026-10-01", False),
        (f"pegawai pindah {CITRA} --mulai 2025-10-01 --batal --alasan keliru", True),
        (f"pegawai henti {LURAH_N} --tanggal 2026-10-01", False),
        (f"pegawai henti {LURAH_N} --tanggal 2025-10-01 --alasan keliru", True),
        (f"pegawai henti {LURAH_N} --batal --alasan keliru", True),
    ):
        assert (remark in kinerja(line).stderr.splitlines()) == said, line


@pytest.mark.parametrize(
    "statement",
    [
        "update year_result set cells = 'x'",
        "delete from year_result",
        "insert or replace into year_result select entry, 1, employee, version, nip, name, 'x' from year_result",
        "delete from year_closing",
        "update year_closing set digest = 'x'",
        "insert into year_closing_past select 1, * from year_closing",
        "update programme set category = 'x'",
        "delete from programme_owner",
        "insert into period values (202505, 2025, '2025-X', '2025-12-31', null, 1, null)",
        "delete from score",
        "update period set closed = null where id = 202501",
    ],
)
@pytest.mark.usefixtures("closed")
def test_the_plain_sqlite_shell_is_refused_as_well(workspace, statement):
    before = (workspace / "kinerja.db").read_bytes()
    done = subprocess.run(
        ["sqlite3", "kinerja.db", statement], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "kinerja: " in done.stderr
    assert (workspace / "kinerja.db").read_bytes() == before


@pytest.mark.usefixtures("closed")
def test_reopening_keeps_the_old_results_and_a_second_closing_is_revision_2(kinerja, workspace):
    first = kinerja("rekap tahunan 2025 --format csv").stdout
    kept = ask(workspace, "select * from year_result order by entry, line")
    told = kinerja(
        "tahun buka-kembali 2025 --alasan 'nilai Ani tertukar' --disetujui 'Ibu Camat' --yes"
    ).stderr
    assert told == "Tahun 2025 dibuka kembali.\n"
    kinerja("periode buka-kembali 2025-TW1 --alasan 'nilai Ani tertukar' --yes")
    kinerja(f"nilai catat {ANI} 2025-TW1 disiplin=100 --koreksi --alasan tertukar")
    assert kinerja("rekap tahunan 2025 --format csv").stdout != first, "computed again"
    note = "dibuka kembali oleh"
    assert re.search(
        rf"^Tahun 2025 {note} .*: nilai Ani tertukar \(disetujui Ibu Camat\)$",
        kinerja("rekap tahunan 2025").stdout,
        re.MULTILINE,
    )
    assert [(y["status"], y["revisi"], y["digest"]) for y in rows_of(kinerja, "tahun daftar")] == [
        ("dibuka_kembali", "1", "")
    ]
    kinerja("periode tutup 2025-TW1 --yes")
    assert kinerja("tahun tutup 2025 --yes").stderr == "Tahun 2025 ditutup, revisi 2.\n"
    assert ask(workspace, "select revision from year_closing") == [(2,)]
    assert ask(workspace, "select revision from year_closing_past") == [(1,)]
    assert ask(workspace, "select * from year_result order by entry, line")[:6] == kept
    assert ask(workspace, "select count(*) from year_result") == [(12,)]
    shown = kinerja("rekap tahunan 2025 --format md").stdout
    assert "revisi 2" in shown
    assert note in shown
    assert note in kinerja(f"jelaskan {ANI} 2025").stdout


@pytest.mark.usefixtures("closed")
def test_reopening_what_is_not_closed_says_so(kinerja):
    kinerja("tahun buka-kembali 2025 --alasan x --yes")
    told = kinerja("tahun buka-kembali 2025 --alasan x --yes")
    assert told.stderr == "Tahun 2025 tidak sedang ditutup; tidak ada yang berubah.\n"
    assert told.receipt is None


@pytest.mark.usefixtures("full")
def test_a_question_comes_before_it_and_without_a_terminal_yes_is_needed(refused):
    for line in ("tahun tutup 2025", "tahun buka-kembali 2025 --alasan lupa"):
        assert "tambahkan --yes" in refused(line, 2)[0]


@pytest.mark.usefixtures("closed")
def test_years_are_listed_with_who_closed_them_and_the_receipt(kinerja, workspace):
    kinerja("periode buka 2026-TW1")
    old, new = rows_of(kinerja, "tahun daftar")
    [(seq, digest)] = ask(workspace, "select seq, hash from journal where command = 'tahun tutup'")
    [(results,)] = ask(workspace, "select digest from year_closing")
    assert (old["tahun"], old["status"], old["revisi"], old["pegawai"]) == ("2025", "ditutup", "1", "6")
    assert (old["tanda_terima"], old["digest"]) == (f"#{seq}:{digest[:12]}", results)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d WITA", old["pada"])
    assert old["oleh"]
    assert (new["tahun"], new["status"], new["tanda_terima"]) == ("2026", "terbuka", "")


@pytest.mark.usefixtures("closed")
def test_a_closed_year_bears_the_receipt_of_its_closing_and_an_open_one_that_of_the_newest_data(
    kinerja, workspace
):
    disturb(kinerja, workspace)
    [(seq, digest)] = ask(workspace, "select seq, hash from journal where command = 'tahun tutup'")
    [(last, newest)] = ask(workspace, "select seq, hash from journal order by seq desc limit 1")
    closing, data = f"Tanda terima: #{seq}:{digest[:12]}", f"Tanda terima: #{last}:{newest[:12]}"
    for line in LISTS:
        if "pegawai" not in line:  # of several years
            assert kinerja(line).stdout.count(closing) == 1, line
    for line in ("rekap tahunan 2026", "rekap unit 2026", "rekap distribusi 2026", f"jelaskan {ANI} 2026"):
        assert kinerja(line).stdout.count(data) == 1, line
    several = kinerja(f"rekap pegawai {ANI}").stdout
    assert several.count(data) == 1
    assert closing.partition(": ")[2] in several
    for line in ("rekap tahunan 2025", "rekap tahunan 2026", f"jelaskan {ANI} 2025"):
        assert kinerja(line).stdout == kinerja(line).stdout
        for form in MACHINE:
            assert "Tanda terima" not in kinerja(f"{line} --format {form}").stdout


@pytest.mark.usefixtures("closed")
def test_the_explanation_adds_up_to_what_was_kept_and_names_the_closing(kinerja, workspace):
    disturb(kinerja, workspace)
    told = json_of(kinerja, f"jelaskan {CITRA} 2025")
    # Citra stands fifth: disiplin 90, inovasi 60.5 to 63.5, pelayanan 76
    assert [line["rata_rata"] for line in told["baris"]] == [90.0, 62.0, 76.0]
    assert told["nilai_dasar"] == 0.3 * 90 + 0.3 * 62 + 0.4 * 76
    assert [p["unit"] for p in told["penempatan"]] == ["SIKUMANA-RW", "NAIMATA"]
    shown = kinerja(f"jelaskan {ANI} 2025").stdout.splitlines()
    assert shown[0] == f"Ani Nope  {ANI}"
    assert any(re.match(r"Tahun 2025 ditutup oleh .* \(#\d+:[0-9a-f]{12}\)\.$", line) for line in shown)


@pytest.mark.usefixtures("closed")
def test_whoever_came_later_is_not_in_it(kinerja, workspace, refused):
    disturb(kinerja, workspace)
    assert "tidak bertugas" in refused("jelaskan 200001012024031001 2025", 4)[0]
    assert rows_of(kinerja, "rekap pegawai 200001012024031001")[0]["tahun"] == "2026"


@pytest.mark.usefixtures("closed")
def test_a_unit_is_named_as_it_was(kinerja, workspace, refused):
    disturb(kinerja, workspace)
    names = {row["nama"] for row in rows_of(kinerja, "rekap tahunan 2025 --unit 'Kelurahan Sikumana'")}
    assert names == {"Marten Lay", "Dedi Taek"}
    assert "tidak ditemukan" in refused("rekap tahunan 2025 --unit SKM", 4)[0]


@pytest.mark.usefixtures("closed")
def test_status_counts_nothing_again_of_a_closed_year(kinerja):
    kinerja("pegawai tambah 200001012024031001 'Pegawai Baru' --unit KEC")
    told = kinerja("status --wajib-lengkap").stdout
    assert [line for line in told.splitlines() if line.startswith("2025-TW")] == [
        f"{period:<12}: ditutup" for period in PERIODS
    ]


def test_a_year_without_rules_is_not_found(kinerja, refused):
    kinerja("init")
    assert refused("tahun tutup 2025 --yes", 4)[0] == "Tahun 2025 belum punya aturan."


@pytest.mark.usefixtures("closed")
def test_retired_and_renamed_people_leave_the_ranking_alone(kinerja):
    """LURAH_S has the programme's points; his line is the third whatever he is called."""
    before = rows_of(kinerja, "rekap tahunan 2025")
    kinerja(f"pegawai ubah {LURAH_S} --nama 'Zz' --alasan uji")
    assert rows_of(kinerja, "rekap tahunan 2025") == before
    assert [row["peringkat"] for row in before] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.usefixtures("closed")
def test_who_reopens_does_not_approve_of_it_herself(kinerja):
    line = "tahun buka-kembali 2025 --alasan keliru --yes --oleh 'Ani Bria' --disetujui"
    assert "orang lain" in kinerja(f"{line} 'ani  bria'", exit_code=3).stderr
    kinerja(f"{line} Camat")


def pictured(kinerja, line: str) -> tuple[list[str], list[list[str]], list[list[str]]]:
    """Figures, numbers of the charts and rows of a page."""
    page: Element = read_page(kinerja(f"{line} --format html").stdout)
    charts = [[cell.text for cell in details.all("th", "td")] for details in page.all("details")]
    return (
        [said.text for heads in page.all("dl") for div in heads.all("div") for said in div.all("dd")],
        charts,
        table_of(page)[1],
    )


@pytest.mark.usefixtures("full")
def test_a_closed_year_is_drawn_as_it_was_when_open_and_of_some_units_from_those_alone(kinerja):
    lines = (
        "rekap tahunan 2025",
        "rekap tahunan 2025 --unit SIKUMANA",
        "rekap unit 2025",
        "rekap distribusi 2025",
    )
    before = {line: pictured(kinerja, line) for line in lines}
    close_all(kinerja)
    assert {line: pictured(kinerja, line) for line in lines} == before
    figures, [spread, means], rows = before["rekap tahunan 2025"]
    assert figures[:2] == [str(len(rows)), f"{len(rows)} (100.00 %)"]
    heads = ("peringkat", "nip", "nama", "unit", "jabatan", "disiplin", "inovasi", "pelayanan")
    disiplin = [int(row[heads.index("disiplin")].replace(".", "")) for row in rows]
    assert means[:4] == ["Kriteria", "Rata-rata", "Disiplin", _two_places(sum(disiplin), len(disiplin))]
    assert sum(map(int, spread[3::2])) == len(rows)
    some = before["rekap tahunan 2025 --unit SIKUMANA"]
    assert int(some[0][0]) == len(some[2]) < len(rows)


def _two_places(total: int, count: int) -> str:
    rounded = Decimal(total).scaleb(-2) / count
    return str(rounded.quantize(Decimal("0.01"), ROUND_HALF_UP))
