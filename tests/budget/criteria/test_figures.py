"""A proposed figure is the scale times the mean of its parts. What is not known counts 0."""

from decimal import Decimal

import pytest

from bot.budget.criteria.figures import RULES, NoSuchRule, check_rule, find_figure, find_percent, make_part


@pytest.mark.parametrize(
    ("parts", "figure"),
    [
        ([], None),
        ([(10, 10)], "10.00"),
        ([(25, 10)], "10.00"),
        ([(5, 10), (None, 10)], "2.50"),
        ([(1, 3), (2, 3), (3, 3)], "6.67"),
        ([(-4, 10)], "0.00"),
        ([(0.05, 10), (0, 1)], "0.03"),  # half up
        ([(4, 0)], "0.00"),
    ],
)
def test_a_figure_is_the_mean_of_its_parts(parts, figure):
    found = find_figure([make_part("part", *one) for one in parts], scale=10)
    assert found == (None if figure is None else Decimal(figure))


def test_some_of_nothing_is_no_share():
    assert find_percent(0, 0) is None
    assert find_percent(1, 4) == 25


@pytest.mark.parametrize(("name", "value"), [("people", 0), ("people", 1_000_001), ("men", 5)])
def test_a_setting_that_is_none_or_out_of_range_is_refused(name, value):
    with pytest.raises(NoSuchRule):
        check_rule(name, value)
    assert len(RULES) == 11
