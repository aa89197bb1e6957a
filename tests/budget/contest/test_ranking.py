"""Places and prizes of a contest, beside a model that reckons otherwise; ties, gaps and what no mark is."""

import json
import math
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.budget.contest.marks import MarkOutside, are_all_in, list_far_apart, read_mark
from bot.budget.contest.ranking import rank
from bot.budget.contest.rules import FIRST, Kind, RulesWrong, read_rules
from tests.seeds import dice
from tests.sizes import sized

RULES = FIRST[Kind.BUDGET]
JURORS, ENTRIES = range(1, 5), range(1, 25)


def marks_of(numbers, *, gaps=0.0, alike=0.0, rules=RULES):
    """A mark sheet of four jurors: some marks are missing, and some entries repeat another one's."""
    sheet, copied = {}, {}
    for entry in ENTRIES:
        if entry > 1 and numbers.random() < alike:
            copied[entry] = numbers.randrange(1, entry)
    for juror in JURORS:
        for entry in ENTRIES:
            for one in rules.numbers:
                source = (juror, copied.get(entry, 0), one)
                if entry in copied and source in sheet:
                    sheet[juror, entry, one] = sheet[source]
                elif entry not in copied and numbers.random() >= gaps:
                    sheet[juror, entry, one] = numbers.randint(rules.low, rules.high)
    return sheet


def model(sheet, rules):
    """Places and prizes by whole numbers alone, each entry compared with every other."""
    least = math.lcm(*range(1, len(JURORS) + 1))
    span = rules.high - rules.low

    def cents(numerator):  # numerator / (least * span) points, half-up
        return (2 * 100 * numerator + least * span) // (2 * least * span)

    keys = {}
    for entry in ENTRIES:
        parts = {}
        for criterion in rules.criteria:
            given = [
                sheet[juror, entry, criterion.number] for juror in JURORS if (juror, entry, criterion.number) in sheet
            ]
            over = sum(mark - rules.low for mark in given)
            parts[criterion.number] = criterion.weight * over * (least // len(given)) if given else 0
        keys[entry] = (cents(sum(parts.values())), [cents(parts[number]) for number in rules.ties])
    purse = list(rules.prizes) + [rules.encouragement for _ in range(rules.encouraged)] + [0] * len(ENTRIES)
    found = {}
    for entry in ENTRIES:
        better = sum(keys[other] > keys[entry] for other in ENTRIES)
        equal = sum(keys[other] == keys[entry] for other in ENTRIES)
        share = sum(purse[better : better + equal]) // equal if keys[entry][0] else 0
        found[entry] = (better + 1, equal > 1, Decimal(keys[entry][0]) / 100, share)
    return found


def test_the_order_is_that_of_an_independent_model(tell):
    counts = Counter()
    for at in range(sized(60, 500)):
        numbers = dice("contest", at)
        rules = RULES if at % 3 else replace(RULES, low=1, high=5, ties=(6,))
        sheet = marks_of(numbers, gaps=(0.0, 0.1, 0.6)[at % 3], alike=(0.0, 0.4)[at % 2], rules=rules)
        ranked = rank(ENTRIES, sheet, rules)
        assert {one.entry: (one.place, one.shared, one.total, one.prize) for one in ranked} == model(sheet, rules), at
        assert [one.place for one in ranked] == sorted(one.place for one in ranked)
        assert sum(one.prize for one in ranked) <= sum(rules.prizes) + rules.encouragement * rules.encouraged
        counts += Counter(sheets=1, shared=sum(one.shared for one in ranked), gaps=sum(len(one.gaps) for one in ranked))
    assert counts["shared"]
    assert counts["gaps"]
    tell("mark sheets of a contest ranked beside a model", **counts)


def test_the_prizes_of_2018_go_to_the_first_eleven():
    sheet = {(juror, entry, one): 10 - entry // 3 for juror in JURORS for entry in ENTRIES for one in RULES.numbers}
    sheet |= {(juror, entry, 1): max(0, 10 - entry // 3 - entry % 3) for juror in JURORS for entry in ENTRIES}
    ranked = rank(ENTRIES, sheet, RULES)
    assert [one.prize for one in ranked][:12] == [100_000, 80_000, 70_000, *[25_000] * 8, 0]
    assert [one.place for one in ranked][:12] == list(range(1, 13))
    assert sum(one.prize for one in ranked) == 450_000


def test_equal_totals_are_told_apart_by_feedback_first():
    # Both have 15 points; the second has them from criterion 6.
    sheet = {(1, 1, 1): 10, (1, 2, 6): 10}
    first, second = rank([1, 2], sheet, RULES)
    assert (first.entry, first.total, second.total, second.place, second.shared) == (2, 15, 15, 2, False)
    assert first.gaps == (1, 2, 3, 4, 5, 7, 8, 9)


def test_who_is_equal_everywhere_shares_place_and_prizes():
    sheet = {(1, entry, one): 5 for entry in (1, 2) for one in RULES.numbers}
    ranked = rank([1, 2, 3], sheet, RULES)
    assert [(one.place, one.shared, one.prize) for one in ranked] == [
        (1, True, 90_000),
        (1, True, 90_000),
        (3, False, 0),
    ]


@pytest.mark.parametrize("typed", ["11", "-1", "7.5", "ten", "", "٧", "1e1", "7 8", "999999", "+7"])
def test_no_mark_is_what_is_outside_the_scale(typed):
    with pytest.raises(MarkOutside):
        read_mark(typed, RULES)


@pytest.mark.parametrize(("typed", "mark"), [("0", 0), (" 10 ", 10), ("7,0", 7), ("7.00", 7)])
def test_a_mark_is_read_as_it_is_typed(typed, mark):
    assert read_mark(typed, RULES) == mark


def test_all_are_in_once_every_juror_has_marked_everything():
    sheet = marks_of(dice("all in"))
    assert are_all_in(JURORS, ENTRIES, sheet, RULES)
    assert not are_all_in(range(1, 4), ENTRIES, sheet, RULES)
    del sheet[4, 24, 9]
    assert not are_all_in(JURORS, ENTRIES, sheet, RULES)


def test_a_second_look_is_asked_where_marks_differ_by_more_than_the_rules_allow():
    sheet = {(1, 7, 2): 3, (2, 7, 2): 6, (1, 7, 3): 3, (2, 7, 3): 7, (1, 7, 4): 0}
    assert list_far_apart(sheet, RULES) == [(7, 3)]


@pytest.mark.parametrize("kind", Kind)
def test_rules_come_back_as_they_were_written(kind):
    assert read_rules(FIRST[kind].write()) == FIRST[kind]


def changed(**fields):
    return json.dumps({**json.loads(RULES.write()), **fields})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "not JSON"), ("[" * 100_000, "not JSON"), ("[]", "exactly the fields"), (changed(more=1), "exactly"),
        (changed(low=10), "high"), (changed(high="10"), "high"), (changed(jurors=0), "jurors"),
        (changed(ties=[6, 6]), "ties"), (changed(ties=[10]), "ties"), (changed(prizes=[1, 2]), "prizes"),
        (changed(prizes=None), "prizes"), (changed(criteria=[]), "criteria"), (changed(differ=True), "differ"),
        (changed(criteria=[{"number": 1, "weight": 0, "ky": "а", "ru": "а"}]), "criteria[0].weight"),
        (changed(criteria=[{"number": 1, "weight": 1, "ky": "", "ru": "а"}]), "criteria[0].ky"),
        (changed(criteria=[{"number": 1}]), "criteria[0]"),
        (changed(criteria=[{"number": n, "weight": 1, "ky": "а", "ru": "а"} for n in (1, 2)]), "own"),
    ],
)  # fmt: skip
def test_wrong_rules_are_refused_by_their_field(text, named):
    with pytest.raises(RulesWrong, match=named.replace("[", r"\[")):
        read_rules(text)
