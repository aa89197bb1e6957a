"""A clerk opens a poll in the chat, a resident votes in it, and the result comes."""

from datetime import timedelta

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from tests.handlers.offices import joined
from tests.storage.rows import rows_of

TEXT = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп\nТаштанды\nСпорт аянтчасы"


async def opened(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.taps("poll_desk")
    await clerk.taps("poll_new")
    await clerk.says(TEXT)
    assert "Добуш берүү башталды" in await clerk.says(f"{find_day(village.clock()) + timedelta(days=5):%d.%m.%Y}")
    return clerk


async def test_a_resident_votes_once_and_nothing_of_the_picks_stays(village):
    clerk = await opened(village)
    aigul = await village.in_menu("Айгүл")
    assert "/privacy" in await aigul.says("добуш берем")
    assert "Эң көбү 3 тандаңыз" in await aigul.taps("consent:yes")
    await aigul.taps("pick:3")
    await aigul.says("0")
    await village.passes(60)
    await aigul.taps("poll")
    for number in (1, 2, 4):
        said = await aigul.taps(f"pick:{number}")
    assert "Мектеп" in said
    assert "эсепке алынды" in await aigul.taps("poll_give")
    assert "добуш бергенсиз" in await aigul.taps("poll")
    raw = [row["raw"] for row in await rows_of(village.database, "events") if row["raw"]]
    assert raw
    assert not any("pick:" in village.database.seal.open(one) for one in raw)
    await clerk.taps("poll_paper")
    assert "Эч нерсе киргизилген жок" in await clerk.says("1 2; 9")
    assert "4 баракча" in await clerk.says("1 2; 1; 2; 3")
    await clerk.taps("poll_end")
    said = await clerk.taps("poll_sure")
    assert "5 добуш" in said
    assert "1. Жол — 3" in said


async def test_three_numbers_of_the_list_in_one_line_are_three_picks(village):
    await opened(village)
    typed = {"2 3 5": True, "2, 3, 5": True, "2,3 жана 5": True, "2; 3 и 5": True, "2 3 9": False, "2 3 4 5": False,
             "2 2 3": False, "2 жаңы көчө 3": False}  # fmt: skip
    for n, (text, is_read) in enumerate(typed.items()):
        voter = await village.in_menu(f"Тургун {n}")
        await voter.says("добуш берем")
        await voter.taps("consent:yes")
        said = await voter.says(text)
        picked = [line for line in said.splitlines() if line.startswith("— ")]
        assert picked == (["— Суу", "— Жарык", "— Таштанды"] if is_read else []), text


async def test_a_ballot_finished_days_later_leaves_what_was_said_between(village):
    await opened(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.says("добуш берем")
    await aigul.taps("consent:yes")
    await aigul.taps("pick:3")
    await village.passes(2 * 24 * 3600)
    await aigul.says("/start")
    await aigul.says("Мектептин жанына жарык керек, балдар караңгыда келатышат")
    await village.passes(24 * 3600)
    await aigul.says("добуш берем")
    await aigul.says("1, 2, 4")
    assert "эсепке алынды" in await aigul.taps("poll_give")
    raw = [village.database.seal.open(row["raw"]) for row in await rows_of(village.database, "events") if row["raw"]]
    assert any("жарык керек" in one for one in raw), "what is of no ballot stays"
    assert not any("pick:" in one or "1, 2, 4" in one for one in raw)
    bodies = [village.database.seal.open(row["body"]) for row in await rows_of(village.database, "outbox")]
    assert not any("pick:" in one or "poll_give" in one for one in bodies)
