"""Which comparison is made by why people were sent, who is left out of it, and what may be said."""

import dataclasses
from fractions import Fraction

import pytest
from worlds import World

from kinerja_cli.domain.activities import Cause
from kinerja_cli.domain.estimates import Estimate, did
from kinerja_cli.domain.impact import (
    Caution,
    Finding,
    Impact,
    Method,
    Moment,
    Person,
    Reading,
    Role,
    Verdict,
    brief,
    disagree,
    impact,
    judged,
)

WORLD = World(Cause.LOW_SCORE, people=80)


def _of(people: list[Person]) -> Finding:
    found = impact(people).headline
    assert found is not None
    return found


def _sent(people: list[Person], cause: Cause) -> list[Person]:
    """The same people, all who attended sent for another cause."""
    return [person._replace(cause=person.cause and cause) for person in people]


def _without(people: list[Person], moment: Moment, first: int = 0, last: int | None = None) -> list[Person]:
    blind = range(len(people))[first:last]
    return [_read(person, moment, None) if place in blind else person for place, person in enumerate(people)]


def _read(person: Person, moment: Moment, reading: Reading | None) -> Person:
    readings = list(person.readings)
    readings[moment.value] = reading
    return person._replace(readings=tuple(readings))


def test_for_a_low_score_the_comparison_starts_before_it():
    people = WORLD.people_of(1)
    found = _of(people)
    assert [
        (figure.plan.role, figure.plan.method, figure.plan.start, figure.plan.end) for figure in found.figures
    ] == [
        (Role.MAIN, Method.CHANGES, Moment.BEFORE, Moment.AFTER),
        (Role.CHECK, Method.EQUAL_START, Moment.LAST, Moment.AFTER),
        (Role.PLACEBO, Method.CHANGES, Moment.EARLIER, Moment.BEFORE),
        (Role.NAIVE, Method.CHANGES, Moment.LAST, Moment.AFTER),
        (Role.NAIVE, Method.ATTENDED_ONLY, Moment.LAST, Moment.AFTER),
    ]
    changes = {
        sent: [p.readings[0].score - p.readings[2].score for p in people if (p.cause is not None) is sent]
        for sent in (True, False)
    }
    assert found.main.estimate == did(changes[True], changes[False])
    assert found.main.difference == Fraction(sum(changes[True]), 20) - Fraction(sum(changes[False]), 60)
    assert found.cautions == (Caution.LASTING_DIP,)


def test_no_figure_about_a_low_score_passes_over_it_but_the_naive_ones():
    for people in (WORLD.people_of(1), _without(WORLD.people_of(1), Moment.BEFORE)):
        for figure in _of(people).figures:
            passes_over = figure.plan.method is not Method.EQUAL_START and Moment.LAST in (
                figure.plan.start,
                figure.plan.end,
            )
            assert passes_over == (figure.plan.role is Role.NAIVE)


def test_naive_figures_have_a_difference_and_no_interval():
    naive = [figure for figure in _of(WORLD.people_of(1)).figures if figure.plan.role is Role.NAIVE]
    assert [figure.estimate for figure in naive] == [None, None]
    assert all(figure.difference is not None and figure.difference > 0 for figure in naive)


def test_without_an_earlier_score_people_of_equal_scores_are_compared():
    found = _of(_without(WORLD.people_of(1), Moment.BEFORE))
    assert (found.main.plan.method, found.main.plan.start) == (Method.EQUAL_START, Moment.LAST)
    assert found.cautions == (Caution.NO_CHECK, Caution.NO_PLACEBO)


def test_at_random_the_scores_before_are_held_equal_and_for_a_unit_changes_are_compared():
    people = WORLD.people_of(1)
    for cause, method in ((Cause.RANDOM, Method.EQUAL_START), (Cause.UNIT, Method.CHANGES)):
        world = dataclasses.replace(WORLD, cause=cause, people=200)
        plans = {figure.plan.role: figure.plan for figure in _of(world.people_of(2)).figures}
        assert (plans[Role.MAIN].method, plans[Role.MAIN].start) == (method, Moment.LAST)
        assert (plans[Role.PLACEBO].start, plans[Role.PLACEBO].end) == (Moment.BEFORE, Moment.LAST)
    assert people == WORLD.people_of(1)


def test_whoever_wanted_to_attend_is_only_described_whatever_the_numbers():
    found = _of(_sent(dataclasses.replace(WORLD, effect=40).people_of(1), Cause.VOLUNTARY))
    assert found.verdict is Verdict.VOLUNTARY
    assert {figure.plan.role for figure in found.figures} == {Role.DESCRIPTION}
    assert all(figure.estimate is None and figure.difference is not None for figure in found.figures)


def test_where_all_were_sent_there_is_nobody_to_compare_with():
    people = [
        person._replace(cause=Cause.ALL) for person in dataclasses.replace(WORLD, effect=40).people_of(1)
    ]
    found = _of(people)
    assert found.verdict is Verdict.NOBODY_ELSE
    (figure,) = found.figures
    assert (figure.treated, figure.control, figure.estimate) == (80, 0, None)
    changes = [person.readings[0].score - person.readings[1].score for person in people]
    assert figure.difference == Fraction(sum(changes), 80)


def test_seven_in_a_group_are_too_few_and_eight_are_not():
    people = World(Cause.RANDOM, people=40, sent=0.2, effect=40).people_of(1)
    sent = [person for person in people if person.cause]
    others = [person for person in people if not person.cause]
    assert len(sent) == 8
    assert _of([*sent, *others]).verdict is Verdict.HIGHER
    few = _of([*sent[:7], *others])
    assert few.verdict is Verdict.TOO_FEW
    assert all(figure.difference is None for figure in few.figures)
    assert _of([*sent, *others[:7]]).verdict is Verdict.TOO_FEW
    all_of_them = [person._replace(cause=Cause.ALL) for person in others]
    assert _of(all_of_them[:7]).figures[0].difference is None
    assert _of(all_of_them[:8]).figures[0].difference is not None


def test_whoever_has_another_rater_later_is_left_out_and_counted():
    people = World(Cause.RANDOM, people=60).people_of(1)
    rated = [
        person._replace(readings=tuple(Reading(r.score, frozenset({7})) for r in person.readings))
        for person in people
    ]
    assert _of(rated).main.estimate == _of(people).main.estimate
    other = [*(_read(p, Moment.AFTER, Reading(0, frozenset({8}))) for p in rated[:5]), *rated[5:]]
    found = _of(other).main
    assert (found.changed, found.treated + found.control, found.unrated) == (5, 55, 0)
    assert found.estimate == _of(rated[5:]).main.estimate
    unknown = [
        *(_read(p, Moment.AFTER, p.readings[0]._replace(raters=frozenset())) for p in rated[:5]),
        *rated[5:],
    ]
    found = _of(unknown).main
    assert (found.changed, found.treated + found.control, found.unrated) == (0, 60, 5)


def test_whoever_lacks_one_of_the_two_scores_is_counted():
    found = _of(_without(WORLD.people_of(1), Moment.BEFORE, 10, 16))
    main, check = found.figures[:2]
    assert (main.lacking, main.treated + main.control) == (6, 74)
    assert (check.lacking, check.treated + check.control) == (0, 80)


def test_few_units_are_compared_person_by_person_with_a_warning():
    found = _of(World(Cause.UNIT, people=200, sent=0.3, units=10).people_of(1))
    assert not found.main.by_units
    assert Caution.SHARED_LUCK in found.cautions


def test_enough_units_are_compared_as_units():
    people = World(Cause.UNIT, people=200, sent=0.4, units=10).people_of(1)
    found = _of(people)
    assert (found.main.by_units, found.main.treated, found.main.control) == (True, 4, 6)
    assert Caution.SHARED_LUCK not in found.cautions
    change = {
        unit: Fraction(sum(p.readings[0].score - p.readings[1].score for p in people if p.unit == unit), 20)
        for unit in range(10)
    }
    expected = sum(change[unit] for unit in range(4)) / 4 - sum(change[unit] for unit in range(4, 10)) / 6
    assert found.main.difference == expected


def test_whoever_stayed_away_though_her_unit_was_sent_is_outside():
    people = World(Cause.UNIT, people=200, sent=0.3, units=10).people_of(1)
    away = [
        person._replace(cause=None) if place in (0, 10, 1) else person for place, person in enumerate(people)
    ]
    found = _of(away)
    assert (found.attended, found.outside, found.main.treated, found.main.control) == (57, 3, 57, 140)


def test_each_cause_is_judged_by_itself_and_the_largest_that_allows_a_claim_speaks():
    low = WORLD.people_of(1)
    some = [person for person in low if person.cause][:9]
    volunteers = [person._replace(cause=Cause.VOLUNTARY) for person in WORLD.people_of(2)[:40]]
    chosen = [person._replace(cause=Cause.RANDOM) for person in WORLD.people_of(3)[:8]]
    others = [person for person in low if not person.cause]
    found = impact([*volunteers, *some, *chosen, *others])
    assert [finding.cause for finding in found.findings] == [Cause.LOW_SCORE, Cause.RANDOM, Cause.VOLUNTARY]
    assert found.mixed
    assert found.headline is found.findings[0]
    few = impact([*volunteers, *some[:7], *chosen, *others])
    assert few.headline is few.findings[1]
    assert few.findings[0].verdict is Verdict.TOO_FEW
    none = impact([*volunteers, *some[:7], *others])
    assert none.headline is none.findings[1]
    assert none.headline.verdict is Verdict.VOLUNTARY


def test_nobody_attended_is_nothing_to_judge():
    assert impact([person._replace(cause=None) for person in WORLD.people_of(1)]) == Impact((), None)
    assert impact([]) == Impact((), None)


def _estimate(shown: int, low: int, high: int) -> Estimate:
    return Estimate(Fraction(shown), 1.0, 10.0, low, high)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((300, 100, 500), (310, 50, 570), False),
        ((300, 100, 500), (310, -5, 625), True),  # one holds 0, the other doesn't
        ((300, 100, 500), (-300, -500, -100), True),  # to different sides
        ((100, -50, 250), (-100, -300, 99), True),  # each outside the other's interval
        ((100, -50, 250), (-40, -300, 220), False),  # the narrower one lies inside the wider
    ],
)
def test_when_two_ways_of_reckoning_disagree(one, other, expected):
    assert disagree(_estimate(*one), _estimate(*other)) is expected
    assert disagree(_estimate(*other), _estimate(*one)) is expected


@pytest.mark.parametrize(
    ("main", "check", "placebo", "verdict"),
    [
        ((300, 100, 500), (310, 50, 570), (0, -90, 90), Verdict.HIGHER),
        ((-300, -500, -100), (-310, -570, -50), (0, -90, 90), Verdict.LOWER),
        ((300, -1, 601), (310, -5, 625), (0, -90, 90), Verdict.UNPROVEN),
        ((300, 100, 500), (310, -5, 625), (0, -90, 90), Verdict.DISAGREE),
        ((300, 100, 500), (310, 50, 570), (95, 5, 185), Verdict.UNLIKE),
        ((300, 100, 500), None, None, Verdict.HIGHER),
        (None, (310, 50, 570), (0, -90, 90), Verdict.TOO_FEW),
    ],
)
def test_what_may_be_said(main, check, placebo, verdict):
    template = {figure.plan.role: figure for figure in _of(WORLD.people_of(1)).figures}
    figures = [
        dataclasses.replace(template[role], estimate=None if told is None else _estimate(*told))
        for role, told in ((Role.MAIN, main), (Role.CHECK, check), (Role.PLACEBO, placebo))
    ]
    assert judged(figures) is verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_in_brief_only_a_verdict_that_believes_its_figure_tells_it(verdict):
    found = dataclasses.replace(_of(WORLD.people_of(1)), verdict=verdict)
    words, estimate = brief(found)
    believed = verdict in (Verdict.HIGHER, Verdict.LOWER, Verdict.UNPROVEN)
    assert (estimate == found.main.estimate) is believed
    assert ("sampai" in words) is believed
    assert ("lebih" in words) is (verdict in (Verdict.HIGHER, Verdict.LOWER))


def _elsewhere(people: list[Person], places: set[int]) -> list[Person]:
    return [person._replace(elsewhere=place in places) for place, person in enumerate(people)]


def test_whoever_learned_something_else_meanwhile_is_left_out_in_a_line_of_its_own():
    people = World(Cause.RANDOM, people=80, effect=8).people_of(3)
    sent = [place for place, person in enumerate(people) if person.cause is not None]
    trained = {*sent[:3], *(place for place in range(80) if place not in sent and place < 12)}
    found = _of(_elsewhere(people, trained))
    main, apart = found.main, found.by_role(Role.APART)
    assert main == _of(people).main
    assert (apart.plan.method, apart.plan.start) == (main.plan.method, main.plan.start)
    clean = [person for place, person in enumerate(people) if place not in trained]
    assert (apart.treated, apart.control) == (17, 60 - len(trained) + 3)
    assert dataclasses.replace(apart, plan=main.plan) == _of(clean).main
    assert found.verdict is Verdict.HIGHER


def test_no_line_apart_where_nobody_learned_something_else():
    assert _of(WORLD.people_of(1)).by_role(Role.APART) is None


def test_an_effect_that_only_the_other_activity_explains_is_not_claimed():
    # half of the others lost twenty points through something else: those who attended seem to have gained ten
    people = World(Cause.UNIT, people=80, units=2, sent=0.5).people_of(5)
    others = [place for place, person in enumerate(people) if person.cause is None]
    moved = set(others[::2])
    harmed = [
        _read(person, Moment.AFTER, Reading(person.readings[0].score - 20_00)) if place in moved else person
        for place, person in enumerate(people)
    ]
    assert _of(harmed).verdict is Verdict.HIGHER
    found = _of(_elsewhere(harmed, moved))
    assert found.verdict is Verdict.MIXED
    assert brief(found) == ("tidak dapat dinilai: bercampur dengan kegiatan lain", None)


def test_too_few_who_learned_nothing_else_leave_the_line_empty_and_the_verdict_as_it_is():
    people = World(Cause.RANDOM, people=80, effect=8).people_of(3)
    others = [place for place, person in enumerate(people) if person.cause is None]
    found = _of(_elsewhere(people, set(others[7:])))  # seven are left, eight are needed
    assert found.by_role(Role.APART).difference is None
    assert found.by_role(Role.APART).control == 7
    assert found.verdict is Verdict.HIGHER
