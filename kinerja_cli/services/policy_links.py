"""The links of the policy's chain outside appraisal: learning, service, trust, support, improvement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from kinerja_cli.domain.actions import Action, ActionState
from kinerja_cli.domain.activities import ENOUGH_HOURS
from kinerja_cli.domain.points import half_up_fraction, hundredths, show_points
from kinerja_cli.domain.policy import Part, PolicyFigure
from kinerja_cli.domain.satisfaction import ELEMENTS, Satisfaction, satisfaction
from kinerja_cli.domain.statistics import percent
from kinerja_cli.domain.support import FEWEST_SHOWN, shown_count
from kinerja_cli.domain.survey_change import Sides, SurveyChange, all_together, survey_changes
from kinerja_cli.domain.targets import Direction
from kinerja_cli.services.coverage import institution_coverage
from kinerja_cli.services.impact import impacts_of_year
from kinerja_cli.services.measures import changes_of_year
from kinerja_cli.services.satisfaction import year_by_year
from kinerja_cli.storage.actions import all_actions
from kinerja_cli.storage.activities import all_activities
from kinerja_cli.storage.connection import Connection
from kinerja_cli.storage.support import count_cases

# what the policy is about: citizens are served faster, and better received
_TOLD_ELEMENTS = ("waktu", "perilaku")


def links(connection: Connection, year: int, *, held: bool) -> Iterator[PolicyFigure]:
    """Their figures of *year* beside those of the year before; *held*: whether that one had periods."""
    yield from _learning(connection, year, held)
    for part in (_impact, _service, _trust, _support, _improvement):
        yield from part(connection, year)


def _learning(connection: Connection, year: int, held: bool) -> Iterator[PolicyFigure]:
    last, this = (len(all_activities(connection, each)) for each in (year - 1, year))
    now = institution_coverage(connection, year)
    before = institution_coverage(connection, year - 1) if held or last else None
    command, part = f"kegiatan cakupan {year}", Part.LEARNING
    yield PolicyFigure(
        part,
        "Sosialisasi, pelatihan, lokakarya",
        "kegiatan",
        f"kegiatan daftar {year}",
        last if before else None,
        this,
    )
    yield PolicyFigure(
        part, "Pegawai terjangkau", "%", command, None if before is None else before.reached_share, now.reached_share,
        exact=True, better=1,
    )  # fmt: skip
    yield PolicyFigure(
        part, f"Pegawai dengan {ENOUGH_HOURS} JP atau lebih", "%", command,
        None if before is None else before.enough_share, now.enough_share, exact=True, better=1,
    )  # fmt: skip
    yield PolicyFigure(
        part, "Belum pernah terjangkau", "pegawai", f"{command} --belum",
        None if before is None else before.never, now.never, better=-1,
    )  # fmt: skip


def _impact(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    """What each activity of the year changed, as far as its comparison allows to say; the others are counted."""
    briefs, untold = impacts_of_year(connection, year)
    for told in briefs:
        claimed = told.low is not None and told.high is not None and (told.low > 0 or told.high < 0)
        yield PolicyFigure(
            Part.IMPACT, told.topic, "poin nilai", f"dampak {told.number}", None,
            told.difference if claimed else "–", exact=True, remark=told.verdict,
        )  # fmt: skip
    if untold:
        yield PolicyFigure(
            Part.IMPACT, "Kegiatan yang dampaknya tidak dapat dinilai", "kegiatan", f"kegiatan daftar {year}",
            None, untold.total(), remark="; ".join(f"{count} {why}" for why, count in untold.items()),
        )  # fmt: skip


def _service(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    for moved in changes_of_year(connection, year):
        before, now = (hundredths(side.mean) for side in (moved.change.before, moved.change.after))
        if now is not None:
            yield PolicyFigure(
                Part.SERVICE, moved.measure.name, moved.measure.of,
                f"layanan rekap {moved.measure.code} --tahun {year}", before, now, exact=True,
                better=1 if moved.measure.direction == Direction.UP else -1,
                remark=moved.change.remark, judged=moved.change.meaning,
                moved=hundredths(moved.change.difference),
            )  # fmt: skip


def _trust(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    units = year_by_year(connection, year).values()
    before, now = (None if tally is None else satisfaction(tally) for tally in all_together(units))
    if now is None:
        return
    changes = {change.key: change for change in survey_changes(units)}
    command, part = f"skm rekap {year}", Part.TRUST
    same = before is None or all(None not in sides for sides in units)
    yield PolicyFigure(
        part, "Responden SKM", "orang", command, before and before.respondents, now.respondents
    )
    yield PolicyFigure(
        part, "Indeks Kepuasan Masyarakat (IKM)", "0–100", command, before and before.shown, now.shown,
        exact=True, better=1, comparable=same, judged=changes["ikm"].meaning,
        remark=_of_index(now, changes["ikm"]) if same else _of_others(changes["ikm"], units),
    )  # fmt: skip
    yield PolicyFigure(part, "Mutu pelayanan", "A–D", command, before and before.grade.code, now.grade.code)
    for place, element in enumerate(ELEMENTS):
        if element.key in _TOLD_ELEMENTS:
            change = changes[element.key]
            last, this = (
                None if found is None else half_up_fraction(100 * found.means[place])
                for found in (before, now)
            )
            yield PolicyFigure(
                part, f"NRR {element.name.casefold()}", "1–4", command, last, this,
                exact=True, better=1, comparable=same, judged=change.meaning,
                remark=_why(change) if same else None,
            )  # fmt: skip


def _of_index(now: Satisfaction, change: SurveyChange) -> str:
    """The grade, and why the meaning is open."""
    return "; ".join(filter(None, (_grade(now), _why(change))))


def _why(change: SurveyChange) -> str | None:
    """Why the meaning is open; that there is no year before is said by its empty column."""
    return None if change.meaning is None else change.why


def _of_others(change: SurveyChange, units: Collection[Sides]) -> str:
    """That other units were surveyed, and what moved in those of both years, if any."""
    told = "unit yang disurvei tidak sama"
    both = sum(None not in sides for sides in units)
    if not both or change.before is None or change.after is None or change.meaning is None:
        return told
    old, new = (show_points(half_up_fraction(index)) for index in (change.before, change.after))
    return f"{told}; {both} unit yang disurvei di kedua tahun: {old} → {new}, {change.meaning.value}"


def _grade(found: Satisfaction) -> str:
    return found.grade.name if found.is_sure else f"{found.grade.name}; mutu belum pasti"


def _support(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    before, now = (count_cases(connection, each) for each in (year - 1, year))
    yield PolicyFigure(
        Part.SUPPORT, "Pembinaan dibuka", "kasus", "pembinaan daftar --semua",
        shown_count(before.opened), shown_count(now.opened),
    )  # fmt: skip
    yield PolicyFigure(
        Part.SUPPORT, "Pembinaan ditutup dengan perbaikan", "kasus", "pembinaan daftar --semua",
        _apart(before.improved, before.closed), _apart(now.improved, now.closed),
    )  # fmt: skip


def _apart(count: int, of: int) -> int | str:
    """A count of cases among others; words also where the rest would be too few to be told."""
    return shown_count(0) if 0 < of - count < FEWEST_SHOWN else shown_count(count)


def _improvement(connection: Connection, year: int) -> Iterator[PolicyFigure]:
    actions = all_actions(connection)
    now, before = ([action for action in actions if _due(action) == each] for each in (year, year - 1))
    command, part = "rencana daftar --semua", Part.IMPROVEMENT
    yield PolicyFigure(part, "Tindakan perbaikan jatuh tempo", "tindakan", command, len(before), len(now))
    yield PolicyFigure(
        part, "Tindakan perbaikan selesai", "%", command, _done(before), _done(now), exact=True, better=1
    )


def _due(action: Action) -> int | None:
    """The year in which an action falls due; None of a cancelled one."""
    return None if action.state == ActionState.CANCELLED else date.fromisoformat(action.due).year


def _done(actions: list[Action]) -> int | None:
    return percent(sum(action.state == ActionState.DONE for action in actions), len(actions))
