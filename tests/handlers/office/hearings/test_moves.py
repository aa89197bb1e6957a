"""A hearing is moved or cancelled by the clerk, and who is told of it when."""

import pytest

from bot.budget.hearing import HOUR, Terms
from bot.office.hearings import changes
from tests.handlers.office.hearings.announce_steps import sent_to, subscriber
from tests.handlers.office.hearings.card_steps import DECEMBER, PLACE, announced, does, held, later, now_of

# Moving and cancelling


async def test_a_hearing_is_moved_with_the_old_beside_the_new(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    preview = await worker.says("18.12")
    assert "16-декабры" in preview
    assert "18-декабры" in preview
    await worker.presses("Жайгашкан жери")
    preview = await worker.says("Мектептин залы")
    assert PLACE in preview
    assert "Мектептин залы" in preview
    assert "ЖЫЛДЫРЫЛДЫ" in preview
    assert "ПЕРЕНЕСЕНЫ" in preview, "what is read in the other language too"
    card = await worker.presses("Жылдырып, кабарлоо")
    assert "жылдырылды" in card
    await village.tells()
    moved = await now_of(village, hearing)
    assert (moved.revision, moved.terms.place, moved.terms.starts_at - DECEMBER) == (2, "Мектептин залы", 48 * HOUR)
    assert moved.terms.latitude is None  # the pin was of the old place
    assert "ЖЫЛДЫРЫЛДЫ" in sent_to(village, "Айгүл")[-1].text.upper()


async def test_a_hearing_that_a_colleague_moved_meanwhile_is_shown_anew(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    await worker.says("11:00")
    sure = worker.heard[-1].choices[0][0]

    async def move(store):
        terms = Terms(DECEMBER + HOUR * 4, PLACE)
        await changes.move(store, id=hearing.id, terms=terms, by=None, at=village.clock())

    await village.database.write(move)
    assert "кесиптешиңиз" in await worker.taps(sure)
    assert (await now_of(village, hearing)).revision == 2


async def test_two_presses_move_once(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    await worker.presses("14:00")
    sure = worker.heard[-1].choices[0][0]
    await worker.taps(sure)
    await worker.taps(sure)
    assert (await now_of(village, hearing)).revision == 2


async def test_moving_nowhere_is_said(village, worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Убактысы")
    assert "мурдагыдай эле" in await worker.presses("10:00")
    await worker.presses("Күнү")
    await worker.says("23.11")
    assert "өтүп кеткен" in await worker.presses("Угууну жылдыруу")  # ten in the morning of today is now
    assert (await now_of(village, hearing)).revision == 1


async def moved_to_the_18th(worker, hearing):
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    return await worker.says("18.12")


async def test_moving_what_nobody_was_told_of_shows_the_notice_that_leaves_and_when(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await later(village, worker)
    preview = await moved_to_the_18th(worker, hearing)
    assert "айтыла элек" in preview
    assert "25-ноябры" in preview
    assert "18-декабры" in preview
    assert "ЖЫЛДЫРЫЛДЫ" not in preview
    assert "16-декабры" not in preview
    card = await worker.presses("Угууну жылдыруу")
    assert "айтыла элек" in card
    assert "кабарланып жатат" not in card
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "УГУУСУ" in one.text]
    village.clock.later(days=2)
    await village.tells()
    (notice,) = [one for one in sent_to(village, "Айгүл") if "УГУУСУ" in one.text]
    assert notice.text in preview


async def test_who_comes_is_told_of_a_move_before_the_notice_and_the_clerk_sees_what_they_read(village, worker):
    aigul = await subscriber(village, "Айгүл")
    hearing = await later(village, worker)
    await aigul.taps(f"come:{hearing.id}")
    preview = await moved_to_the_18th(worker, hearing)
    assert "1 киши келем деген" in preview
    assert "ЖЫЛДЫРЫЛДЫ" in preview
    assert "Сиз келем дегенсиз." in preview
    assert "Вы говорили, что придёте." in preview
    assert "келем дегендерге кабарланып жатат" in await worker.presses("Угууну жылдыруу")
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text in preview


@pytest.mark.parametrize(
    ("stop", "says"), [("bc_pause", "убактылуу токтотулган"), ("bc_cancel", "биротоло токтотулган")]
)
async def test_moving_says_that_the_notice_is_stopped(village, worker, stop, says):
    hearing = await later(village, worker)
    (notice, *_) = await village.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    await worker.taps(f"{stop}:{notice.id}")
    await worker.says("ооба")
    preview = await moved_to_the_18th(worker, hearing)
    assert says in preview
    assert ("18-декабры" in preview) is (stop == "bc_pause")


OWN = {
    "ky": "Урматтуу айылдаштар! 16-декабрда саат 10до клубга келиңиздер.",
    "ru": "Земляки! 16 декабря в 10 ждём вас.",
}


async def test_the_clerks_own_words_are_shown_once_more_and_can_be_written_anew(village, worker):
    await subscriber(village, "Айгүл")
    hearing = await later(village, worker, texts=OWN)
    preview = await moved_to_the_18th(worker, hearing)
    assert all(preview.count(text) == 1 for text in OWN.values())
    assert "ордуна ушул текст жөнөтүлөт" in preview
    assert "БЮДЖЕТ УГУУСУ" in preview
    await worker.presses("Кыргызча текст")
    assert "кыска" in await worker.says("а")
    preview = await worker.says("Урматтуу айылдаштар! 16-декабрда саат 9да клубга келиңиздер.")
    assert "күнү айтылган эмес" in preview
    assert "убактысы айтылган эмес" in preview
    await worker.presses("Кыргызча текст")
    preview = await worker.says("Урматтуу айылдаштар! 18-декабрда саат 10до клубга келиңиздер.")
    assert "БЮДЖЕТ УГУУСУ" not in preview
    assert "күнү айтылган эмес" not in preview
    assert "убактысы айтылган эмес" not in preview
    await worker.says("0")
    await worker.presses("Убактысы")
    preview = await worker.says("11:00")
    assert "18-декабрда саат 10до" in preview, "what was typed is shown once more"
    assert "саат 11:00" in preview
    assert OWN["ru"] not in preview
    await worker.presses("Кыргызча текст")
    await worker.says("Урматтуу айылдаштар! 18-декабрда саат 11де клубга келиңиздер.")
    await worker.presses("Угууну жылдыруу")
    village.clock.later(days=2)
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text == "Урматтуу айылдаштар! 18-декабрда саат 11де клубга келиңиздер."


async def test_moved_back_before_anybody_read_of_it_the_preview_is_the_plain_notice(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.later(minutes=13 * 60)  # eleven in the evening: the move waits for the morning
    await moved_to_the_18th(worker, hearing)
    await worker.presses("Жылдырып, кабарлоо")
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    preview = await worker.says("16.12")
    assert "ЖЫЛДЫРЫЛДЫ" not in preview
    assert "18-декабры" not in preview


async def test_cancelling_what_nobody_was_told_of_says_so(village, worker):
    aigul = await subscriber(village, "Айгүл")
    hearing, other = await later(village, worker), await later(village, worker, starts_at=DECEMBER + 4 * HOUR)
    assert "эч кимге кабар кетпейт" in await does(worker, hearing, "hearing_cancel")
    assert "айтыла элек болчу" in await worker.says("ооба")
    await aigul.taps(f"come:{other.id}")
    assert "1 кишиге кабарланат" in await does(worker, other, "hearing_cancel")
    assert "келем дегендерге кабарланып жатат" in await worker.says("ооба")
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БОЛБОЙТ" in one.text]) == 1


async def test_cancelling_asks_first(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    assert "жокко чыгарылсынбы" in await does(worker, hearing, "hearing_cancel")
    await worker.says("жок")
    assert (await now_of(village, hearing)).is_open
    await worker.taps("hearing_cancel")
    await worker.says("ооба")
    await village.tells()
    assert not (await now_of(village, hearing)).is_open
    assert "БЮДЖЕТ УГУУСУ БОЛБОЙТ" in sent_to(village, "Айгүл")[-1].text
    assert "Абалы: болбойт" in await worker.taps(f"hearing_desk:{hearing.id}")
    assert "болбойт" in await does(worker, hearing, "hearing_move")
    assert "болбойт" in await does(worker, hearing, "hearing_cancel")


async def test_at_night_it_is_said_when_people_are_told_of_a_move_and_of_a_cancellation(village, worker, hearing):
    other = await announced(village, by=await worker.person(), starts_at=DECEMBER + 4 * HOUR)
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 58 * HOUR
    await does(worker, hearing, "hearing_move")
    await worker.presses("Күнү")
    await worker.says("18.12")
    assert "жазылгандарга саат 8:00 болгондо кабарланат" in await worker.presses("Жылдырып, кабарлоо")
    assert "дароо" not in await does(worker, other, "hearing_cancel")
    assert "жазылгандарга саат 8:00 болгондо кабарланат" in await worker.says("ооба")


async def test_what_is_urgent_is_told_at_night_too_and_said_so(village, worker, hearing):
    await subscriber(village, "Айгүл")
    await village.tells()
    village.clock.now = DECEMBER - 11 * HOUR
    await does(worker, hearing, "hearing_cancel")
    assert "жазылгандарга кабарланып жатат" in await worker.says("ооба")


async def test_those_who_come_are_told_in_the_morning_and_the_clerk_reads_so(village, worker):
    await worker.taps("language:ru")
    aigul = await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER - 60 * HOUR
    hearing = await later(village, worker)
    await aigul.taps(f"come:{hearing.id}")
    await does(worker, hearing, "hearing_cancel")
    assert "тем, кто собирался прийти, сообщат в 8:00" in await worker.says("да")


async def test_results_published_at_night_leave_in_the_morning_and_the_clerk_reads_so(village, worker, hearing):
    await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER + 13 * HOUR
    await held(worker, hearing)
    await worker.taps("publish_results")
    await worker.presses("Жыйынтык жарыялоо")
    assert "жазылгандарга саат 8:00 болгондо кабарланат" in await worker.taps("skip")
    await village.tells()
    assert "ЖЫЙЫНТЫ" not in sent_to(village, "Айгүл")[-1].text.upper()
