"""Any sequence of commands, and somebody else's SQL in between: the table is what the commands said, nothing else.

The model is a dict of values and sets of exemptions, placements and programmes; the office is the real one.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kinerja_cli.domain.mentions import ERASED
from kinerja_cli.domain.periods import parse_period
from kinerja_cli.domain.receipts import parse_receipt
from kinerja_cli.errors import Refused
from kinerja_cli.imports.source import open_source
from kinerja_cli.services import (
    employees,
    erasure,
    exemptions,
    objections,
    programmes,
    scores,
    units,
    workspace,
)
from kinerja_cli.services.closing import close_periods, reopen_period
from kinerja_cli.services.periods import open_periods
from kinerja_cli.services.score_import import ScoreImport, import_scores
from kinerja_cli.storage import database
from kinerja_cli.storage.audit import findings
from kinerja_cli.storage.database import open_database
from kinerja_cli.storage.workspace import Workspace

TODAY = datetime(2025, 8, 1, 3, tzinfo=UTC)
PERIODS = ("2025-TW1", "2025-TW2")
CODES = ("disiplin", "inovasi", "pelayanan")
UNITS = ("KEC", "OEP", "SIK")
PERIOD, CODE = st.sampled_from(PERIODS), st.sampled_from(CODES)
WHO, VALUE = st.integers(0, 9), st.integers(0, 100)
NOTE = st.sampled_from([None, "hadir penuh", "mangkir; dua kali"])
_SCORES = """
select e.nip, p.code, c.code, s.value, s.note
from score s
join employee e on e.id = s.employee
join period p on p.id = s.period
join criterion c on c.id = s.criterion
order by 1, 2, 3
"""
_EXEMPTIONS = """
select e.nip, p.code, c.code
from exemption x
join employee e on e.id = x.employee
join period p on p.id = x.period
join criterion c on c.id = x.criterion
order by 1, 2, 3
"""
# what somebody types into another program; none of it may change a row
SNEAKY = (
    "update score set value = 10000 - value",
    "update score set entry = entry + 1",
    "delete from score",
    "insert or replace into score select employee, period, criterion, 1, null, null, entry from score",
    "insert or replace into score select employee, period, criterion, 1, null, null, entry from score_past",
    "insert into score select e.id, p.id, c.id, 1, null, null, 1 from employee e, period p, criterion c",
    "update score_past set value = 0",
    "delete from score_past",
    "update exemption set reason = 'x'",
    "delete from exemption",
    "update employee set name = 'x'",
    "delete from placement",
    "update programme set state = 'batal'",
    "insert or replace into employee (id, nip, name, kind, entry) select id, nip, 'x', kind, entry from employee",
    "delete from journal where seq = (select max(seq) from journal)",
    "update journal set actor = 'x'",
    "update journal set reason = 'x', salt = null",
    "insert into journal (seq, at, actor, command, hash, previous) values (9999, 'x', 'x', 'x', 'x', 'x')",
    "update seal set digest = zeroblob(32)",
    "delete from seal",
    "insert into seal values ('score', 9, 1, zeroblob(32), x'')",
)


def nip(number: int) -> str:
    """An invented NIP."""
    return f"19900101201503{1 + number // 900}{1 + number % 900:03d}"


class Office(RuleBasedStateMachine):
    """The office and what it ought to hold."""

    template: Path

    @initialize()
    def open_it(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kantor-"))
        for name in ("criteria.yaml", "kinerja.db"):
            shutil.copy(self.template / name, self.folder / name)
        self.database = open_database(self.folder / "kinerja.db")
        self.numbers = 0
        self.people: list[str] = []
        self.scores: dict[tuple[str, str, str], tuple[int, str | None]] = {}
        self.exempted: set[tuple[str, str, str]] = set()
        self.closed: set[str] = set()
        self.waiting: dict[int, tuple[str, str, str]] = {}  # objections, and to which value
        self.gone: dict[tuple[str, str, str], tuple[int, str | None]] = {}  # values of whoever was erased
        self.gone_exempted: set[tuple[str, str, str]] = set()
        self.programmes = 0
        self.moves = 0
        self.receipts: list[str] = []
        self.add("KEC")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.database.close()
            shutil.rmtree(self.folder)

    def person(self, who: int) -> str:
        return self.people[who % len(self.people)]

    def refused(self, period: str, command: Callable[[], object]) -> bool:
        """Run a command; whether it was refused, as it is in a closed period wherever it would change something."""
        try:
            command()
        except Refused:
            return True
        return (
            period in self.closed
        )  # what changes nothing needs no refusal, and the invariants look whether it did

    @rule(unit=st.sampled_from(UNITS))
    def add(self, unit: str) -> None:
        self.numbers += 1
        new = employees.NewEmployee(nip(self.numbers), f"Pegawai {self.numbers}", unit, kind="PNS")
        assert employees.add(self.database, new)[0]
        self.people.append(new.nip)

    @rule(who=WHO, period=PERIOD, code=CODE, value=VALUE, note=NOTE)
    def record(self, who: int, period: str, code: str, value: int, note: str | None) -> None:
        """A value where none is; an equal one is left alone, a different one refused."""
        key, said = (self.person(who), period, code), (value * 100, note)
        statement = scores.Statement([(code, str(value))], None, note, None, correcting=False)
        before = self.scores.get(key)
        if self.refused(
            period, lambda: scores.record(self.database, key[0], parse_period(period), statement)
        ):
            assert before is not None or period in self.closed
            return
        assert before in (None, said) or (before[0] == said[0] and note is None)
        self.scores[key] = before or said

    @precondition(lambda self: self.scores)
    @rule(which=st.integers(0, 99), value=VALUE, note=NOTE)
    def correct(self, which: int, value: int, note: str | None) -> None:
        key = sorted(self.scores)[which % len(self.scores)]
        statement = scores.Statement([(key[2], str(value))], None, note, "keliru", correcting=True)
        if self.refused(
            key[1], lambda: scores.record(self.database, key[0], parse_period(key[1]), statement)
        ):
            assert key[1] in self.closed
            return
        before = self.scores[key]
        if before[0] != value * 100 or note is not None:
            self.scores[key] = (value * 100, before[1] if note is None else note)

    @precondition(lambda self: self.scores)
    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        key = sorted(self.scores)[which % len(self.scores)]
        period = parse_period(key[1])
        if self.refused(
            key[1], lambda: scores.withdraw(self.database, key[0], period, key[2], "salah orang")
        ):
            assert key[1] in self.closed
            return
        del self.scores[key]

    @rule(who=WHO, period=PERIOD, code=CODE, reason=st.sampled_from(["cuti", "tugas belajar"]))
    def exempt(self, who: int, period: str, code: str, reason: str) -> None:
        key = (self.person(who), period, code)
        opened = parse_period(period)
        if self.refused(
            period, lambda: exemptions.exempt_from(self.database, key[0], opened, [code], reason)
        ):
            assert period in self.closed
            return
        self.exempted.add(key)

    @precondition(lambda self: self.exempted)
    @rule(which=st.integers(0, 99))
    def end_exemption(self, which: int) -> None:
        key = sorted(self.exempted)[which % len(self.exempted)]
        opened = parse_period(key[1])
        if self.refused(
            key[1], lambda: exemptions.end_exemptions(self.database, key[0], opened, [key[2]], "kembali")
        ):
            assert key[1] in self.closed
            return
        self.exempted.remove(key)

    @rule(who=WHO)
    def rename(self, who: int) -> None:
        old = self.person(who)
        self.numbers += 1
        new = nip(self.numbers)
        employees.change(
            self.database, old, employees.EmployeeChange(nip=new, name=f"Dahulu {old}"), "SK baru"
        )
        self.people[self.people.index(old)] = new
        self.scores = {
            (new if key[0] == old else key[0], *key[1:]): said for key, said in self.scores.items()
        }
        self.exempted = {(new if key[0] == old else key[0], *key[1:]) for key in self.exempted}
        self.waiting = {n: (new if key[0] == old else key[0], *key[1:]) for n, key in self.waiting.items()}

    @rule(who=WHO, unit=st.sampled_from(UNITS))
    def move(self, who: int, unit: str) -> None:
        self.moves += 1
        day = date(2025, 1, 1) + timedelta(days=self.moves)
        said = employees.Move(day, unit=unit, position=f"Jabatan {self.moves}")
        employees.move(self.database, self.person(who), said, None)

    @rule(who=WHO)
    def start_programme(self, who: int) -> None:
        self.programmes += 1
        said = programmes.ProgrammeChange(f"P{self.programmes}", "program_baru", add=[self.person(who)])
        assert programmes.add_programme(self.database, 2025, said) == (self.programmes, True)

    @precondition(lambda self: self.programmes)
    @rule(state=st.sampled_from(["usulan", "berjalan", "batal"]))
    def change_programme(self, state: str) -> None:
        programmes.change_programme(
            self.database, self.programmes, programmes.ProgrammeChange(state=state), "rapat"
        )

    @rule(period=PERIOD, values=st.lists(VALUE, min_size=1, max_size=6), correcting=st.booleans())
    def import_file(self, period: str, values: list[int], correcting: bool) -> None:
        """The first people's values of a criterion: all of it or nothing."""
        told = {
            (who, period, "pelayanan"): value * 100 for who, value in zip(self.people, values, strict=False)
        }
        text = "nip,periode,kriteria,nilai\n" + "".join(
            f"{k[0]},{k[1]},{k[2]},{v // 100}\n" for k, v in told.items()
        )
        how = ScoreImport(correcting=correcting, reason="impor ulang" if correcting else None)
        changed = {key: value for key, value in told.items() if self.scores.get(key, (value,))[0] != value}

        def take() -> None:
            with open_source("-", io.BytesIO(text.encode())) as source:
                import_scores(self.database, source, how, lambda _: None)

        if self.refused(period, take):
            assert period in self.closed or (changed and not correcting)
            return
        assert correcting or not changed
        for key, value in told.items():
            self.scores[key] = (value, self.scores.get(key, (0, None))[1])

    @rule(period=PERIOD)
    def close(self, period: str) -> None:
        close_periods(self.database, [parse_period(period)], complete=False)
        self.closed.add(period)

    @precondition(lambda self: self.closed)
    @rule()
    def reopen_one(self) -> None:
        assert reopen_period(self.database, parse_period(self.closed.pop()), "keliru ditutup")

    @precondition(lambda self: self.scores)
    @rule(which=st.integers(0, 99))
    def object(self, which: int) -> None:
        key = sorted(self.scores)[which % len(self.scores)]
        grounds = f"keberatan ke-{len(self.receipts)}"
        said = objections.Filing(key[0], parse_period(key[1]), key[2], TODAY.date(), grounds, TODAY.date())
        try:
            number = objections.file_objection(self.database, said, TODAY).number
        except Refused:  # one at a time, and none to a value that was decided
            return
        self.waiting[number] = key

    @precondition(lambda self: self.waiting)
    @rule(value=VALUE, granting=st.booleans())
    def decide(self, value: int, granting: bool) -> None:
        number, key = min(self.waiting.items())
        ruling = objections.Ruling(
            "Wali Kota Kupang", str(value) if granting else None, "rapat", TODAY.date()
        )
        try:
            objections.decide(self.database, number, ruling, TODAY)
        except Refused:
            before = self.scores.get(key)
            assert granting
            assert key[1] in self.closed or before is None or before[0] == value * 100
            return
        del self.waiting[number]
        if granting:
            self.scores[key] = (value * 100, self.scores[key][1])

    @precondition(lambda self: len(self.people) > 1)
    @rule(who=WHO)
    def erase(self, who: int) -> None:
        her = self.person(who)
        with self.database.read() as connection:
            (number,) = connection.execute("select id from employee where nip = ?", (her,)).fetchone()
        try:
            erasure.erase(self.database, her, "permohonan 7/2026", TODAY)
        except Refused:
            assert her in {key[0] for key in self.waiting.values()}
            return
        self.database = open_database(self.folder / "kinerja.db")
        self.people.remove(her)
        for key in [key for key in self.scores if key[0] == her]:
            value, note = self.scores.pop(key)
            self.gone[f"{number:018d}", key[1], key[2]] = (value, None if note is None else ERASED)
        hers = {key for key in self.exempted if key[0] == her}
        self.exempted -= hers
        self.gone_exempted |= {(f"{number:018d}", *key[1:]) for key in hers}

    @rule(statement=st.sampled_from(SNEAKY))
    def sneak(self, statement: str) -> None:
        with closing(sqlite3.connect(self.folder / "kinerja.db")) as other:
            before = list(other.iterdump())
            with (
                suppress(sqlite3.IntegrityError),
                other,
            ):  # refused, or there was nothing that it would change
                other.execute(statement)
            assert list(other.iterdump()) == before, statement

    @rule()
    def reopen(self) -> None:
        self.database.close()
        self.database = open_database(self.folder / "kinerja.db")

    @invariant()
    def every_value_is_what_was_said(self) -> None:
        with self.database.read() as connection:
            held = connection.execute(_SCORES).fetchall()
            exempted = connection.execute(_EXEMPTIONS).fetchall()
        assert held == [(*key, *said) for key, said in sorted((self.scores | self.gone).items())]
        assert exempted == sorted(self.exempted | self.gone_exempted)

    @invariant()
    def the_check_finds_nothing_and_every_receipt(self) -> None:
        if (newest := self.database.receipt) and newest not in self.receipts:
            self.receipts.append(newest)
        with self.database.read() as connection:
            known = connection.execute("select seq, hash from journal order by seq").fetchall()
            assert set(self.receipts) <= {f"#{seq}:{digest[:12]}" for seq, digest in known}
            kept = parse_receipt(self.receipts[self.numbers % len(self.receipts)]) if self.receipts else None
            assert list(findings(connection, kept)) == []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Office]:
    quick = tuple(
        setting.replace("synchronous = extra", "synchronous = off") for setting in database._PRAGMAS
    )
    monkeypatch.setattr(database, "_PRAGMAS", quick)
    folder = tmp_path / "kantor"
    workspace.make(folder, workspace.TEMPLATES[0])
    with closing(open_database(folder / "kinerja.db")) as opened:
        for unit in UNITS:
            units.add_unit(opened, unit, f"Unit {unit}", None)
        open_periods(opened, Workspace(folder), [parse_period(code) for code in PERIODS], None)
    Office.template = folder
    return Office


def run(machine: type[Office], examples: int, steps: int) -> None:
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)


def test_the_office_holds_what_was_said_whatever_else_is_tried(machine):
    run(machine, 25, 25)


@pytest.mark.slow
def test_the_office_holds_what_was_said_over_many_long_days(machine):
    run(machine, 300, 50)
