"""The openness checklist keeps of each row its first publication, and each row has its part."""

from datetime import date

from bot.budget.openness.rows import PARTS, Part, Published, Row, keep_first


def test_of_each_row_the_first_publication_stands_in_the_order_of_the_sheet():
    late, early = date(2026, 11, 20), date(2026, 11, 2)
    found = [
        Published(Row.RESULTS, late, "chat"),
        Published(Row.CITIZENS_BUDGET, None, "board"),
        Published(Row.CITIZENS_BUDGET, late, "chat"),
        Published(Row.CITIZENS_BUDGET, early, "chat"),
    ]
    kept = keep_first(found)
    assert list(kept) == [Row.CITIZENS_BUDGET, Row.RESULTS]
    assert kept[Row.CITIZENS_BUDGET].day == early
    assert keep_first([]) == {}


def test_every_row_has_a_part_and_every_part_has_rows():
    assert list(PARTS) == list(Row)
    assert set(PARTS.values()) == set(Part)
