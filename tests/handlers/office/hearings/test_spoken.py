"""Proposals that are spoken at a hearing and written down by the clerk."""

from datetime import date

import pytest

from bot.budget.hearing import HOUR
from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.office.answers import answers
from storage.database.schema import proposals
from tests.handlers.office.hearings.announce_steps import clerk
from tests.handlers.office.hearings.card_steps import DECEMBER, LIGHT, announced, count, does, on_the_day
from tests.handlers.offices import joined, proposed

# Proposals that were spoken


async def spoken(worker, hearing, text=LIGHT, *, side="side:spending", name="Бермет эже"):
    await does(worker, hearing, "hearing_spoken")
    await worker.says(text)
    await worker.taps(side)
    await (worker.says(name) if name else worker.taps("skip"))


async def test_a_spoken_proposal_is_numbered_alike_and_received_on_the_day_of_the_hearing(village, worker, hearing):
    village.clock.now = DECEMBER + 5 * 24 * HOUR
    aigul = await village.in_menu("Айгүл")
    await proposed(village, aigul, "Көпүрөнү оңдогула")
    await spoken(worker, hearing)
    keep = worker.heard[-1].choices[0][0]
    assert "Бермет эже" in worker.heard[-1].text
    said = await worker.taps(keep)
    assert "№ 0002" in said
    assert "1/4" in said  # the next one at once
    await worker.taps(keep)
    assert await count(village, proposals) == 2
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 2))
    assert (found.source, found.peer_id, found.side) == (Source.HEARING, None, Side.SPENDING)
    assert found.received_at // (24 * HOUR) == DECEMBER // (24 * HOUR)
    assert found.due_on == date(2027, 1, 12)
    assert (found.author_name, found.text, found.budget_year) == ("Бермет эже", LIGHT, 2027)


@pytest.mark.parametrize(
    ("language", "button", "author"),
    [
        ("ky", "Каттоо", "Сунуштун автору: Асан Усенов"),
        ("ru", "Зарегистрировать", "Автор: Асан Усенов"),
    ],
)
async def test_the_button_files_a_spoken_proposal_and_the_speaker_is_not_the_clerk(
    village, hearing, language, button, author
):
    on_the_day(village)
    worker = await clerk(village, "Гүлнара", language=language)
    await spoken(worker, hearing, name="Асан Усенов")
    assert author in worker.heard[-1].text
    assert "№ 0001" in await worker.presses(button)
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 1))
    assert author in await worker.taps(f"desk_one:{found.id}")


async def test_the_answer_to_a_spoken_proposal_is_told_in_person_and_counts(village, worker, hearing):
    on_the_day(village)
    await spoken(worker, hearing, name=None)
    await worker.taps(worker.heard[-1].choices[0][0])
    found = await village.database.read(lambda store: store.proposals.find_by_number(hearing.aimak_id, 1))
    by = await worker.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл буга акча жетпей калды, кийинки жылы карайбыз")
    await village.database.write(
        lambda store: answers.send(store, id=found.id, answer=answer, by=by, at=village.clock())
    )
    assert "өзүнө" in await worker.taps(f"desk_one:{found.id}")
    assert found.label in await worker.taps("desk_list:undelivered")
    await worker.taps(f"desk_one:{found.id}")
    await worker.presses("Өзүнө айтылды")
    assert found.label not in await worker.taps("desk_list:undelivered")
    assert "(kokjar), 2027" in (await (await joined(village, "Башчы", Role.HEAD)).taps("tally"))


async def test_steps_of_a_spoken_proposal_go_back_and_an_unfinished_one_waits(village, worker, hearing):
    on_the_day(village)
    await spoken(worker, hearing, name=None)
    assert "3/4" in await worker.says("0")
    assert "2/4" in await worker.says("0")
    await worker.taps("hearing_list")
    screen = await does(worker, hearing, "hearing_spoken")
    assert "4/4" in screen
    assert "кыска" not in screen
    await worker.taps("spoken_change")
    assert "кыска" in await worker.says("а б")


async def test_what_is_half_written_at_one_hearing_waits_while_another_is_written_down(village, worker, hearing):
    on_the_day(village)
    other = await announced(village, by=await worker.person(), starts_at=village.clock() + HOUR)
    village.clock.later(minutes=120)
    await does(worker, hearing, "hearing_spoken")
    await worker.says(LIGHT)
    await worker.taps("side:spending")
    await worker.says("/start")
    assert "1/4" in await does(worker, other, "hearing_spoken")
    await worker.says("Көпүрөнү оңдоп бергиле")
    assert "3/4" in await does(worker, hearing, "hearing_spoken")
    assert LIGHT in await worker.taps("skip")
    said = await does(worker, other, "hearing_spoken")
    assert "2/4" in said
    await worker.taps("side:spending")
    assert "Көпүрөнү оңдоп бергиле" in await worker.taps("skip")


async def test_nothing_is_entered_for_a_hearing_to_come(village, worker, hearing):
    await spoken(worker, hearing)
    assert "болбойт" in await worker.taps(worker.heard[-1].choices[0][0])
    assert await count(village, proposals) == 0
