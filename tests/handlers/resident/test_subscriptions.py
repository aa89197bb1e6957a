"""Who is told of hearings: asked once, stopped by one word, results alone for whoever is far away."""

import pytest

from bot.budget.hearing import HOUR, Paper, Terms
from bot.office import residents
from bot.office.hearings import attendance, changes, results
from storage.database.schema import rsvps
from tests.handlers.resident.hearing_steps import (
    DECEMBER,
    LIGHT,
    PLACE,
    announced,
    asked,
    carried,
    moved,
    office,
    presses_notice,
    rows,
    said_of,
    subscriber,
    wants,
)


async def test_notices_need_consent_too_and_strangers_are_still_forgotten(village):
    hearing = await announced(village)
    stranger = await village.in_menu("Бирөө")
    await stranger.says("/settings")
    assert "/privacy" in await stranger.says("Кабар алам")
    await stranger.taps("far:yes")
    await stranger.taps(f"come:{hearing.id}")
    await stranger.taps("notices:no")
    await stranger.says("/stop")
    assert await wants(village, stranger) is None
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    village.clock.later(days=1, minutes=1)
    forgotten = await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    assert [address for *_, address in forgotten] == ["Бирөө"]
    assert (await said_of(village, aigul, hearing)).coming is True


async def test_taking_consent_back_ends_notices_and_what_was_said_about_coming(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.follows_script("/privacy", "1", "ооба")
    assert await wants(village, aigul) is None
    assert await asked(village, lambda store: rows(store, rsvps)) == 0


# Notices: yes, results only, no more


async def test_who_comes_and_was_never_asked_is_asked_once_about_notices(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.taps("consent:yes")
    answer = await aigul.says("2")
    assert "кабарлап туралыбы" in answer
    answer = await aigul.says("Азыр эмес")
    assert PLACE in answer
    assert await wants(village, aigul) is False
    await aigul.taps(f"come:{hearing.id}")
    assert "кабарлап туралыбы" not in await aigul.says("2")


async def test_who_comes_is_told_of_a_change_also_after_not_now_but_not_after_stop(village):
    hearing = await announced(village)
    aigul, bakyt = await village.in_menu("Айгүл"), await village.in_menu("Бакыт")
    for resident in (aigul, bakyt):
        await resident.taps(f"come:{hearing.id}")
        await resident.taps("consent:yes")
        await resident.says("0")
        village.clock.later(minutes=1)
        await resident.says("Азыр эмес")
    await carried(village)
    village.clock.later(minutes=1)
    await bakyt.says("/stop")
    await office(village, changes.move, id=hearing.id, terms=Terms(DECEMBER + 2 * HOUR, PLACE))
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ ЖЫЛДЫРЫЛДЫ" in await aigul.reads()
    assert await bakyt.reads() == ""


@pytest.mark.parametrize("typed", ["/stop", "стоп", "Токтот!", "отписаться", "СТОП", "Кабар албайм"])
async def test_one_word_stops_every_notice_however_often_it_is_said(village, typed):
    aigul = await subscriber(village, "Айгүл")
    for _ in range(2):
        answer = await aigul.says(typed)
        assert "кабар жөнөтпөйбүз" in answer
        assert "/settings" in answer
    assert await wants(village, aigul) is False
    await announced(village)
    await carried(village)
    assert await aigul.reads() == ""


async def test_in_russian_it_stops_in_russian_and_in_no_language_in_both(village):
    aigul = await subscriber(village, "Айгүл", language="ru")
    assert "сообщать не будем" in await aigul.says("стоп")
    stranger = village.resident("Бирөө")
    answer = await stranger.says("/stop")
    assert "сизге эми жөнөтүлбөйт" in answer
    assert "больше не приходят" in answer


async def test_where_free_text_is_awaited_the_word_is_text_and_the_command_a_command(village):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "жөнөтпөйбүз" not in await aigul.says("стоп")
    assert await wants(village, aigul) is True
    answer = await aigul.says("/stop")
    assert "жөнөтпөйбүз" in answer
    assert "2/3." in answer
    assert await wants(village, aigul) is False


async def test_the_button_of_a_notice_stops_also_where_somebody_has_moved_to_another_aimak(village):
    aigul = await subscriber(village, "Айгүл")
    there = (await aigul.person()).aimak_id
    await aigul.starts("a_shark")
    await presses_notice(aigul, "notices:no")
    person = await aigul.person()
    assert await asked(village, lambda store: store.subscriptions.find_subscription(person.id, there)) is False


async def test_who_is_far_away_hears_of_results_only(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.says("/hearings")
    assert "жыйынтыгын гана" in await aigul.says("Алыстамын")
    assert "жыйынтыгы гана" in await aigul.says("/settings")
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ" not in await aigul.reads()
    village.clock.now = DECEMBER + HOUR
    await office(village, changes.hold, id=hearing.id)
    await office(village, results.publish_results, id=hearing.id, table_place=None)
    await carried(village)
    assert "БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ" in await aigul.reads()
    assert "ар бир угуу" in await aigul.taps("far:no")
    assert "Угуулар тууралуу кабар: келет" in await aigul.says("/settings")
    assert len(aigul.heard[-1].choices) == 5


async def test_results_lead_to_ones_own_proposals_and_to_the_hearing(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("notices:yes")
    hearing = await announced(village)
    village.clock.now = DECEMBER + HOUR
    await office(village, attendance.count_people, id=hearing.id, women=40, men=24, whole=True)
    await office(village, changes.hold, id=hearing.id)
    await office(village, results.publish_results, id=hearing.id, table_place="айыл өкмөтүнүн тактасы", sure=True)
    await carried(village)
    said = await aigul.reads()
    assert "64 киши катышты." in said
    assert "Чечимдер илинген жер: айыл өкмөтүнүн тактасы." in said
    assert LIGHT in await presses_notice(aigul, "mine")
    assert (aigul.heard[-1].hints.edits, aigul.heard[-1].hints.clears) == ("", "")
    assert PLACE in await presses_notice(aigul, f"hearing:{hearing.id}")


async def test_the_notice_names_the_papers_that_came_with_it(village):
    aigul = await subscriber(village, "Айгүл")
    files = ((Paper.CITIZENS_BUDGET, "document", "ref"),)
    hearing = await announced(village, files=files)
    await carried(village)
    assert "Жарандык бюджет" in await aigul.reads()
    await presses_notice(aigul, f"hearing:{hearing.id}")
    await aigul.presses("Материалдар")
    await moved(village, hearing)
    assert "Жарандык бюджет" in await aigul.reads()


async def test_an_aimak_that_is_followed_is_left_by_its_name_however_many_there_are(village):
    aigul = await subscriber(village, "Айгүл")
    person = await aigul.person()
    others = [one for one in await asked(village, lambda store: store.aimaks.list_all()) if one.id != person.aimak_id]
    for one in others[:8]:
        await aigul.taps(f"follow:{one.id}")
    await aigul.says("/settings")
    await aigul.taps("others")
    shown = {id for id, _ in aigul.heard[-1].choices}
    last = next(one for one in others[:8] if f"unfollow:{one.id}" not in shown)
    await aigul.says(last.name("ky"))
    assert [id for id, _ in aigul.heard[-1].choices] == [f"unfollow:{last.id}"]
    await aigul.taps(f"unfollow:{last.id}")
    assert last.id not in await asked(village, lambda store: store.subscriptions.list_following(person.id))


@pytest.mark.parametrize("said", ["угуу тууралуу кабар келбесин", "про слушания не присылайте"])
async def test_a_stop_that_names_hearings_leaves_the_themes(village, said):
    aigul = await subscriber(village, "Айгүл")
    await aigul.says("суу боюнча кабарлар")
    await aigul.taps("topics")
    assert "Тандалганы: Суу" in await aigul.says(said)
    assert not await wants(village, aigul)
    await aigul.taps("notices:yes")
    assert "Азырынча эч нерсе тандалган жок" in await aigul.says("уберите про воду, слушания оставьте")
    assert await wants(village, aigul)
