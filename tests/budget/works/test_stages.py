"""How far the work is, and what counts as corrected because of residents."""

from bot.budget.works.stages import Stage, count_corrections, list_next


def test_corrections_are_what_the_office_says_after_residents_have_contested():
    assert count_corrections([]) == 0
    assert count_corrections(["adopted", "begun", "done"]) == 0
    assert count_corrections(["done", "contest", "contest", "begun", "done"]) == 1
    assert count_corrections(["done", "contest", "done", "contest"]) == 1
    assert count_corrections(["done", "contest", "undone", "done", "contest", "done"]) == 2
    assert all(list_next(stage) for stage in (None, *Stage))
