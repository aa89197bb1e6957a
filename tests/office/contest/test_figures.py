"""A juror reads of the log how much there was, and not the count that a public page shows."""

import pytest

from bot.chat.texts import Words
from bot.office.contest.figures import cut_share, gather_figures, say_figures, step_down
from tests.office.offices import YEAR, Office


async def test_a_juror_reads_from_how_many_proposals_on_and_not_how_many(sqlite_database):
    office = await Office(sqlite_database).opens()
    for name in ("Айгүл", "Бакыт", "Гүлзат", "Жийде"):
        await office.proposed(await office.meets(name))
    found = await sqlite_database.read(
        lambda store: gather_figures(store, aimak_id=office.aimak_id, year=YEAR, at=office.now)
    )
    counts = {name: found["6"][name] for name in ("proposals", "answered_share", "decided_share")}
    assert counts == {"proposals": 3, "answered_share": 0, "decided_share": 0}
    assert (
        say_figures(Words("ru"), counts)
        == "предложений, не меньше: 3 · с ответом, % не меньше: 0 · решено, % не меньше: 0"
    )


@pytest.mark.parametrize(("n", "said"), [(0, 0), (1, 1), (2, 1), (7, 3), (29, 10), (30, 30), (40_000, 10_000)])
def test_a_count_is_said_by_the_step_it_has_come_to(n, said):
    assert step_down(n) == said
    assert (cut_share(100 * 3 / 7), cut_share(29.9), cut_share(30.0)) == (40, 20, 30)
