"""A clerk opens a poll in the chat, a resident votes in it, and the result comes."""

from datetime import timedelta

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from tests.handlers.offices import joined
from tests.handlers.resident.hearing_steps import subscriber
from tests.sizes import sized
from tests.storage.rows import JANY_ARYK, enter, rows_of

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
    assert "сандар көрсөтүлбөйт" in said, "one vote would be what four known ones leave"
    assert "Жол" not in said


async def test_three_numbers_of_the_list_in_one_line_are_three_picks(village):
    await opened(village)
    typed = {"2 3 5": True, "2, 3, 5": True, "2,3 жана 5": True, "2; 3 и 5": True, "2 3 9": False, "2 3 4 5": False,
             "2 2 3": False, "2 жаңы көчө 3": False}  # fmt: skip
    for n, (text, is_read) in enumerate([*typed.items()][:: sized(2, 1)]):
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


def heard(village, name):
    """How many notices of the poll somebody has."""
    told = [message.text for address, message, _ in village.chats.sent if address == name]
    return sum("Добуш берүүнүн акыркы күнү" in text and "/stop" in text for text in told)


async def test_an_open_poll_is_announced_once_by_its_offices_decision_and_its_button_begins_a_ballot(village):
    await enter(village.database)
    aigul, elsewhere = await subscriber(village, "Айгүл"), await village.in_menu("Нурбек", aimak=JANY_ARYK.code)
    clerk = await joined(village, "Бакыт", Role.STAFF)
    for door in ("poll_desk", "poll_new"):
        await clerk.taps(door)
    await clerk.says(TEXT)
    said = await clerk.says(f"{find_day(village.clock()) + timedelta(days=5):%d.%m.%Y}")
    assert "Кабар алгандардын баарына айтабызбы?" in said
    assert "1 кишиге" in said
    await village.tells()
    assert heard(village, "Айгүл") == 0, "the office has not decided yet"
    await clerk.taps("poll_go_on")
    await clerk.taps("poll_tell")
    assert "Сурамжылоо жарыяланды" in await clerk.taps("poll_announce:1")
    await clerk.taps("poll_announce:1")
    await village.tells()
    assert (heard(village, "Айгүл"), heard(village, "Нурбек")) == (1, 0)
    assert "Баарына айтуу" not in await clerk.taps("poll_desk")
    await aigul.taps("poll:1")
    assert "Эң көбү 3 тандаңыз" in await aigul.taps("consent:yes")
    assert "добуш берет" in await elsewhere.taps("poll:1"), "it is another aimak's"
    for door in ("poll_desk", "poll_end", "poll_sure"):
        await clerk.taps(door)
    assert "жабылган" in await aigul.taps("poll:1")
