import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget.proposal import Decision
from bot.budget.tally import PARTS, Entry, Reaction, Settings, Weights, find_target, tally
from bot.budget.tally_case import BadCase, read_case, to_json
from bot.budget.workdays import Calendar

CASES = json.loads((Path(__file__).parent / "criterion6_vectors.json").read_text("utf-8"))["cases"]
HEARING, RESULTS = date(2018, 7, 5), date(2018, 7, 10)

days = st.dates(date(2018, 5, 1), date(2018, 12, 31))
entries = st.builds(
    Entry,
    received=days,
    first_reply=st.none() | days,
    decision=st.none() | st.sampled_from(Decision),
    decided=st.none() | days,
    reasoned=st.booleans(),
    delivered=st.booleans(),
    reaction=st.none() | st.sampled_from(Reaction),
    published=st.booleans(),
    excluded=st.none() | st.just("spam"),
    excluded_by_author=st.booleans(),
)
lists = st.lists(entries, max_size=25)


def tallied(rows, hearing_at=HEARING, results_at=RESULTS, **settings):
    return tally(rows, hearing_at=hearing_at, results_at=results_at, settings=Settings(**settings))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_published_cases_come_out(case):
    got, expected = to_json(read_case(case).tally()), case["expected"]
    assert got.keys() == expected.keys()
    for key in ("N", "answered", "decided", "excluded"):
        assert got[key] == expected[key]
    for key in ("score", "points15", "tie_break", "score_all"):
        assert got[key] == pytest.approx(expected[key], abs=0.01)
    assert got["components"] == (expected["components"] and pytest.approx(expected["components"], abs=0.0001))


def test_halves_are_rounded_up():
    result = read_case(CASES[0]).tally()
    assert (result.score, result.points15) == (Decimal("99.50"), Decimal("14.93"))


def test_a_decision_made_before_the_results_counts_once_it_is_confirmed():
    early = Entry(received=date(2018, 7, 2), decision=Decision.INCLUDED, decided=date(2018, 7, 9), reasoned=True)
    assert tallied([early]).decided == 0
    assert tallied([replace(early, decided=RESULTS)]).decided == 1


def test_an_answer_loses_its_worth_between_one_and_two_deadlines():
    def worth(decided):
        return tallied([Entry(date(2018, 7, 10), decided, Decision.PARTLY, decided)]).components["T2"]

    assert worth(date(2018, 7, 30)) == 1
    assert worth(date(2018, 7, 31)) == Decimal("0.9286")
    assert worth(date(2018, 8, 17)) == 0


def test_results_published_late_do_not_stop_the_clock():
    row = Entry(date(2018, 7, 2), date(2018, 7, 3), Decision.INCLUDED, date(2018, 10, 1))
    assert tallied([row], results_at=date(2018, 10, 1)).components["T2"] == 0
    assert tallied([row], hearing_at=None, results_at=date(2018, 10, 1)).components["T2"] == 1


def test_every_part_shows_its_rows():
    rows = [
        Entry(HEARING),
        Entry(HEARING, RESULTS, Decision.INCLUDED, RESULTS, True, True, Reaction.QUESTION, True),
        Entry(HEARING, RESULTS, excluded="spam"),
        Entry(HEARING, date(2018, 12, 1), Decision.DEFERRED, date(2018, 12, 1), False, False, None, False),
    ]
    result = tallied(rows)
    assert set(result.rows) == set(PARTS)
    assert result.rows["A"] == result.rows["D"] == result.rows["V"] == (1, 3)
    assert result.rows["T1"] == result.rows["T2"] == result.rows["S"] == result.rows["U"] == result.rows["R"] == (1,)


def test_the_target_grows_with_the_hearing():
    assert find_target(0) == find_target(60) == 10
    assert find_target(200) == 30


def test_weights_must_add_up():
    with pytest.raises(ValueError, match="add up"):
        Weights(A=Decimal("0.2"))
    with pytest.raises(ValueError, match="target"):
        Settings(target=0)
    with pytest.raises(ValueError, match="deadline"):
        Settings(deadline_working_days=0)
    with pytest.raises(ValueError, match="prior"):
        Settings(prior=-1)


def test_without_a_prior_and_without_taps_nobody_has_understood():
    row = Entry(HEARING, RESULTS, Decision.INCLUDED, RESULTS)
    assert tallied([row], prior=0).components["S"] == 0


@given(lists, st.none() | days, st.none() | days)
def test_the_score_stays_between_nothing_and_a_hundred(rows, hearing_at, results_at):
    result = tallied(rows, hearing_at, results_at)
    assert (result.score is None) == (results_at is None or result.N == 0)
    assert result.N + result.excluded == len(rows)
    for value, most in ((result.score, 100), (result.points15, 15), (result.tie_break, 100), (result.score_all, 100)):
        assert value is None or 0 <= value <= most
    for value in (result.components or {}).values():
        assert 0 <= value <= 1
    if result.score is not None:
        assert result.tie_break <= result.score


@given(st.lists(entries, min_size=1, max_size=15), st.data(), days)
def test_answering_one_more_proposal_never_lowers_the_answered_part(rows, data, answered):
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = replace(rows[at], first_reply=None, decided=None, excluded=None)
    more = [*rows]
    more[at] = replace(rows[at], first_reply=answered)
    assert tallied(more).components["A"] > tallied(rows).components["A"]
    assert tallied(more).score >= tallied(rows).score


@given(lists, st.data())
def test_rows_of_the_offices_own_people_change_no_number_and_are_counted_beside(rows, data):
    own = [replace(row, by_office=True) for row in data.draw(lists)]
    mixed, alone = tallied([*rows, *own]), tallied(rows)
    counted = sum(row.excluded is None for row in own)
    assert mixed.by_office == counted
    assert mixed.excluded == alone.excluded + len(own) - counted
    assert replace(mixed, excluded=0, by_office=0) == replace(alone, excluded=0, by_office=0)


@given(lists)
def test_what_the_office_excludes_comes_back_in_score_all(rows):
    rows = [replace(row, excluded_by_author=False) for row in rows]
    untouched = [replace(row, excluded=None) for row in rows]
    assert tallied(rows).score_all == tallied(untouched).score == tallied(untouched).score_all


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert to_json(tallied(shuffled)) == to_json(tallied(rows))


@given(
    st.builds(
        Entry,
        received=st.dates(),
        first_reply=st.none() | st.dates(),
        decision=st.sampled_from(Decision),
        decided=st.dates(),
    ),
    st.dates(),
    st.dates(),
)
def test_days_out_of_any_order_break_nothing(row, hearing_at, results_at):
    calendar = Calendar(frozenset({date(2018, 7, 16)}), frozenset({date(2018, 7, 21)}))
    assert tallied([row], hearing_at, results_at, calendar=calendar).score is not None


def changed(path, value):
    case = copy.deepcopy(CASES[0])
    target = case
    for step in path[:-1]:
        target = target[step]
    if value is KeyError:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return case


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["hearing_at"], KeyError, "hearing_at is missing."),
        (["results_at"], "10.07.2018", "results_at must be a day written as YYYY-MM-DD."),
        (["results_at"], "20180710", "results_at must be a day written as YYYY-MM-DD."),
        (["entries"], {}, "entries must be a list."),
        (["entries", 3], None, "entries[3] must be an object."),
        (["entries", 3, "received"], None, "entries[3].received must be a day written as YYYY-MM-DD."),
        (["entries", 3, "reasoned"], 1, "entries[3].reasoned must be true or false."),
        (["entries", 3, "reaction"], "like", "entries[3].reaction must be null or one of: clear, disagree, question."),
        (
            ["entries", 3, "decision"],
            [],
            "entries[3].decision must be null or one of: included, partly, not_included, deferred, redirected.",
        ),
        (["entries", 3, "excluded"], True, "entries[3].excluded must be a text."),
        (["entries", 3, "delivred"], True, "entries[3].delivred is not a known field."),
        (["settings"], KeyError, "settings is missing."),
        (["settings", "target"], "10", "settings.target must be a number of at least 1."),
        (["settings", "target"], float("nan"), "settings.target must be a number of at least 1."),
        (["settings", "prior"], True, "settings.prior must be a number of at least 0."),
        (["settings", "deadline_working_days"], 0, "settings.deadline_working_days must be a number of at least 1."),
        (["settings", "deadline_working_days"], 1.5, "settings.deadline_working_days must be a whole number."),
        (["settings", "days_off"], ["2018-02-30"], "settings.days_off[0] must be a day written as YYYY-MM-DD."),
        (["settings", "extra_working_days"], None, "settings.extra_working_days must be a list of days."),
        (["settings", "weights"], {"A": 1}, "settings.weights.D is missing."),
        (["settings", "weights"], dict.fromkeys(PARTS, 0.5), "settings.weights must add up to 1."),
    ],
)
def test_a_bad_case_names_its_field(path, value, sentence):
    with pytest.raises(BadCase) as refused:
        read_case(changed(path, value))
    assert str(refused.value) == sentence


def test_a_case_that_is_no_object_is_refused():
    with pytest.raises(BadCase, match="The case must be an object"):
        read_case([])


def test_a_case_may_bring_its_own_weights():
    shares = dict(zip(PARTS, [0.2, 0.2, 0.15, 0.05, 0.1, 0.1, 0.05, 0.05, 0.1], strict=True))
    assert Decimal("0.2") == read_case(changed(["settings", "weights"], shares)).settings.weights.A
