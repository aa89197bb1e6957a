"""A sum and a line of the budget in one message, in either order."""

import pytest

from bot.budget.sum_and_line import read_sum_and_line


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("150 000, көчө жарыгы", (150_000, "көчө жарыгы")),
        ("150 000 көчө жарыгы", (150_000, "көчө жарыгы")),
        ("150 000 сом — 3111 Көчө жарыгы", (150_000, "3111 Көчө жарыгы")),
        ("Уличное освещение: 1,5 млн", (1_500_000, "Уличное освещение")),
        ("Уличное освещение 150 тыс сом", (150_000, "Уличное освещение")),
        ("жүз миң сом, жол оңдоо", (100_000, "жол оңдоо")),
        ("96000; Аренда", (96_000, "Аренда")),
        ("150 000", None),
        ("150 000 сом", None),
        ("көчө жарыгы", None),
        ("100-150 миң, жол", None),
        ("", None),
    ],
)
def test_what_is_typed_together_is_told_apart(text, read):
    assert read_sum_and_line(text) == read
