"""How far a notice has come: sent again, paused, stopped, and who was not reached."""

import pytest

from bot.budget.hearing import HOUR, Terms
from bot.office.broadcasts import broadcasts, steps
from bot.office.hearings import changes
from storage.queue.broadcasts import BroadcastState
from tests.handlers.office.hearings.announce_steps import sent_to, subscriber
from tests.handlers.office.hearings.card_steps import (
    DECEMBER,
    LIGHT,
    PLACE,
    all_offered,
    announced,
    does,
    held,
    on_the_day,
)
from tests.handlers.offices import proposed


async def test_the_same_sent_again_asks_first(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    assert "жакында" in await does(worker, hearing, "hearing_again")
    await worker.says("жок")
    await worker.taps("hearing_again")
    assert "Кайрадан" in await worker.says("ооба")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 2


async def test_results_that_were_stopped_are_sent_from_the_card(village, worker, hearing):
    await subscriber(village, "Айгүл")
    on_the_day(village)
    await held(worker, hearing)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    await worker.taps("skip")
    *_, results = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    await worker.taps(f"bc_cancel:{results.id}")
    await worker.says("ооба")
    await village.tells()
    assert "ЖЫЙЫНТЫ" not in sent_to(village, "Айгүл")[-1].text.upper()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Кайра жөнөтүү" in await all_offered(worker)
    assert "Кайрадан" in await worker.taps("hearing_again")
    await village.tells()
    assert "ЖЫЙЫНТЫ" in sent_to(village, "Айгүл")[-1].text.upper()
    await worker.taps(f"hearing_desk:{hearing.id}")
    assert "Кайра жөнөтүү" not in await all_offered(worker)


async def test_nobody_is_woken_by_a_notice_sent_again_without_being_asked(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 58 * HOUR
    assert "ойготушу мүмкүн" in await does(worker, hearing, "hearing_again")
    await worker.says("жок")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1


async def test_at_night_it_is_asked_too_whether_the_same_is_to_be_sent_so_soon(village, worker, hearing):
    await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER - 62 * HOUR
    await does(worker, hearing, "hearing_again")
    await worker.says("ооба")
    await village.tells()
    village.clock.now = DECEMBER - 58 * HOUR
    asked = await does(worker, hearing, "hearing_again")
    assert "ойготушу мүмкүн" in asked
    assert "жакында жөнөтүлгөн" in asked
    assert "дагы бир жолу" in asked
    await worker.says("жок")
    village.clock.now = DECEMBER - 34 * HOUR
    asked = await does(worker, hearing, "hearing_again")
    assert "ойготушу мүмкүн" in asked
    assert "жакында" not in asked
    await village.database.write(lambda store: broadcasts.send_again(store, id=1, by=None, at=village.clock()))
    await village.tells()
    village.clock.later(minutes=5)
    assert "жакында жөнөтүлгөн" in await worker.says("ооба"), "a colleague sent it meanwhile, and that was not asked"
    await worker.says("жок")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 2


@pytest.mark.parametrize(
    ("typed", "women", "men"), [("Аял +1", 1, 0), ("эркек +1", 0, 1), ("Женщина +1", 1, 0), ("Аял -1", 0, 0)]
)
async def test_the_words_of_a_button_at_the_door_count_as_a_tap(village, worker, hearing, typed, women, men):
    on_the_day(village)
    await does(worker, hearing, "hearing_count")
    answer = await worker.says(typed)
    assert f"Аялдар: {women}, эркектер: {men}" in answer


async def test_a_notice_that_is_to_leave_later_leaves_now_where_it_is_sent_again(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await announced(village, by=await worker.person(), send_at=village.clock() + 24 * HOUR)
    await village.tells()
    assert "БЮДЖЕТ УГУУСУ" not in "".join(one.text for one in sent_to(village, "Айгүл"))
    assert "Азыр жөнөтөсүзбү" in await does(worker, hearing, "hearing_again")
    await village.tells()
    assert "БЮДЖЕТ УГУУСУ" not in "".join(one.text for one in sent_to(village, "Айгүл"))
    await worker.says("ооба")
    for _ in range(2):
        await village.tells()
        assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1
        village.clock.later(days=1, minutes=1)


async def test_of_a_notice_that_waits_it_is_said_when_it_leaves_and_of_one_that_begins_what_is_being_done(
    village, worker
):
    await worker.taps("language:ru")
    await subscriber(village, "Айгүл")
    by = await worker.person()
    waits = await announced(village, by=by, send_at=DECEMBER - 36 * HOUR)  # 22:00, when nobody is woken
    card = await worker.taps(f"hearing_desk:{waits.id}")
    assert "Сообщение о слушаниях: время отправки — вторник, 15 декабря 2026 года, 08:00." in card
    await does(worker, waits, "hearing_broadcasts")
    shown = await worker.says("1")
    assert "время отправки — вторник, 15 декабря 2026 года, 08:00." in shown
    assert "0 из 0" not in card + shown

    begins = await announced(village, by=by)
    card = await worker.taps(f"hearing_desk:{begins.id}")
    assert "Сообщение о слушаниях: составляется список получателей." in card
    assert "0 из 0" not in card
    await village.tells()
    assert "получили 1 из 1" in await worker.taps(f"hearing_desk:{begins.id}")


async def test_what_is_said_to_those_who_come_alone_has_its_name_at_the_desk(village, worker):
    by = await worker.person()
    hearing = await announced(village, by=by, send_at=village.clock() + 24 * HOUR)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await village.tells()

    async def move(store):
        terms = Terms(DECEMBER + HOUR * 4, PLACE)
        await changes.move(store, id=hearing.id, terms=terms, by=by, at=village.clock())

    await village.database.write(move)
    await village.tells()
    assert "Келем дегендерге кабар" in await worker.reads()
    await does(worker, hearing, "hearing_broadcasts")
    assert "Келем дегендерге кабар: " in await worker.says("Дагы")
    assert "1 кишинин ичинен 1" in await worker.presses("Келе тургандарга")


async def test_pausing_from_the_progress_message_leaves_what_was_under_way(village, worker, hearing):
    await subscriber(village, "Айгүл")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    await worker.taps("announce")
    assert "1/7" in await worker.taps(f"bc_pause:{notice.id}")
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    assert "1/7" in await worker.taps(f"bc_resume:{notice.id}")
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    assert "бүтүп калган" in await worker.taps(f"bc_pause:{notice.id}")


async def test_a_digit_belongs_to_the_menu_and_not_to_the_progress_rewritten_above(
    village, worker, hearing, monkeypatch
):
    monkeypatch.setattr(steps, "AHEAD", 1)
    for n in range(6):
        await subscriber(village, f"Айгүл {n}")

    async def goes_on():
        village.clock.now += 6000
        await village.broadcasting.step()
        await village.courier.carry()

    await goes_on()
    menu = await worker.starts()
    for _ in range(2):
        await goes_on()
    assert sent_to(village, "Бакыт")[-1].hints.edits
    assert "1 — Жооп күткөндөр" in menu
    assert "убактылуу токтотулду" not in await worker.says("1")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    assert notice.state is BroadcastState.SENDING


async def test_stopping_for_good_asks_first_and_goes_back(village, worker, hearing):
    await subscriber(village, "Айгүл")
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    await worker.taps("announce")
    assert "биротоло" in await worker.taps(f"bc_cancel:{notice.id}")
    assert "1/7" in await worker.says("жок")
    await worker.taps(f"bc_cancel:{notice.id}")
    said = await worker.says("ооба")
    assert "токтотулду" in said
    assert "1/7" in said
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_stopping_what_nobody_got_says_that_its_reminders_stop(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await announced(village, by=await worker.person(), send_at=village.clock() + HOUR)
    notice, week, *_ = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    asked = await worker.taps(f"bc_cancel:{notice.id}")
    assert "дагы 1 кишиге" in asked
    assert "эскертүүлөр да" in asked
    await worker.says("жок")
    assert "эскертүүлөр" not in await worker.taps(f"bc_cancel:{week.id}")
    await worker.says("жок")
    village.clock.later(days=1)
    await village.tells()
    another = await announced(village, by=await worker.person())
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(another.id))
    assert "эскертүүлөр" in await worker.taps(f"bc_cancel:{notice.id}")  # it has not begun yet


async def test_who_was_not_reached_is_named_only_where_they_gave_a_name(village, worker, hearing):
    for name in ("Айгүл", "Бермет", "Жыпар"):
        resident = await subscriber(village, name)
        if name != "Жыпар":
            await proposed(village, resident, LIGHT, author_name="Айгүл Асанова" if name == "Айгүл" else None)
    village.chats.blocked |= {"Айгүл", "Бермет", "Жыпар"}
    await village.tells()
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    said = await worker.taps(f"bc_lost:{notice.id}")
    assert "Айгүл Асанова (№ 0001), 2 тургун" in said
    assert "Бермет" not in said
    await worker.says("0")


async def test_many_who_were_not_reached_come_in_pages(village, worker, hearing):
    for n in range(45):
        await subscriber(village, f"тургун {n}")
        village.chats.blocked.add(f"тургун {n}")
    await village.tells()
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    assert "20 тургун" in await worker.taps(f"bc_lost:{notice.id}")
    assert "20 тургун" in await worker.presses("Дагы")
    assert "5 тургун" in await worker.presses("Дагы")
    assert "20 тургун" in await worker.says("0")


async def test_the_notices_of_a_hearing_are_listed_with_their_progress(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    listed = await does(worker, hearing, "hearing_broadcasts")
    assert "Кулактандыруу" in listed
    assert "1 кишинин ичинен 1" in await worker.says("1")
    await worker.says("0")
    assert "Абалы" in await worker.says("0")


async def test_notices_of_one_kind_are_told_apart_by_their_day_or_their_time(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.later(minutes=60)
    await does(worker, hearing, "hearing_again")
    await worker.says("ооба")
    await village.tells()
    listed = await does(worker, hearing, "hearing_broadcasts")
    assert "саат 10:00." in listed
    assert "саат 11:00." in listed
    titles = [title for _, title in worker.heard[-1].choices]
    assert "23.11 10:00" in titles
    assert "23.11 11:00" in titles
    assert len(titles) == len(set(titles))
    assert "1 кишинин ичинен 1" in await worker.presses("23.11 11:00")
    village.clock.later(days=2)
    await does(worker, hearing, "hearing_again")
    await village.tells()
    await does(worker, hearing, "hearing_broadcasts")
    assert all(len(title) <= 20 for _, title in worker.heard[-1].choices)
