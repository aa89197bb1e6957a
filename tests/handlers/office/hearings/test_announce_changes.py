"""A hearing half announced: steps back, one fact changed, the clerk's own words, drafts that wait."""

import pytest
from sqlalchemy import update

from storage.database.schema import aimaks
from tests.handlers.office.hearings.announce_steps import PLACE, at_check, clerk, sent_to, subscriber


async def test_each_step_back_keeps_everything_and_goes_on(village):
    worker = await clerk(village)
    await at_check(village, worker, agenda="Жолдор")
    for step in ("6/7", "5/7", "4/7", "4/7", "3/7", "2/7", "1/7"):
        assert step in await worker.says("0"), step
    await worker.taps("kind:execution")
    for _ in range(5):
        await worker.taps("skip")
    screens = await worker.taps("skip")
    assert PLACE in screens
    assert "Жолдор" in screens
    assert "2025-жылдын" not in screens


async def test_one_fact_is_changed_and_the_rest_stands(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Убактысы")
    screens = await worker.says("11:30")
    assert "11:30" in screens
    assert "7/7" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Дагы")
    assert "6/7" in await worker.presses("Материалдары")
    assert "7/7" in await worker.says("0")


async def test_the_texts_are_the_clerks_own_until_a_fact_changes(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! Бюджетти бирге талкуулайлы, клубга келиңиздер.")
    assert "убактысы айтылган эмес" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! 16-декабрда саат 10.00дө клубга келиңиздер.")
    assert "убактысы айтылган эмес" not in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Күнү")
    screens = await worker.says("18.12")
    assert "Маалымат өзгөрдү" in screens  # the old words are shown once more, to be copied
    assert screens.count("Урматтуу айылдаштар") == 1
    assert "2026-жылдын 18-декабры" in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    await worker.says("Урматтуу айылдаштар! 18-декабрда саат 10дө клубга келиңиздер.")
    await worker.presses("Азыр жөнөтүү")
    await village.tells()
    assert sent_to(village, "Айгүл")[-1].text == "Урматтуу айылдаштар! 18-декабрда саат 10дө клубга келиңиздер."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ky", "Жери менен күн тартиби эки тилде тең сиз жазгандай турат; тексттерди «Өзгөртүү» аркылуу оңдойсуз."),
        ("ru", "Место и повестка на обоих языках стоят так, как вы их написали; тексты можно поправить: «Изменить»."),
    ],
)
async def test_place_and_agenda_are_said_to_be_as_typed_until_a_text_is_written(village, language, said):
    worker = await clerk(village, language=language)
    assert (await at_check(village, worker, agenda="Жолдор")).count(said) == 1
    await worker.taps("announce_change")
    await worker.taps("announce_edit:ru")
    assert said not in await worker.says(f"Земляки! 16 декабря в 10 ждём вас: {PLACE}.")


async def test_of_own_words_it_is_said_which_day_and_place_they_leave_out(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("Урматтуу айылдаштар! 15-декабрда саат 10.00дө Көк-Жар айылына келиңиздер.")
    assert "Кыргызча текстиңизде күнү айтылган эмес." in screens
    assert f"Кыргызча текстиңизде жери сиз жазгандай айтылган эмес: {PLACE}." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Орусча текст")
    screens = await worker.says("Земляки! 16-го декабря в 10 ждём вас в Доме культуры села Кок-Жар.")
    assert "Орусча текстиңизде күнү" not in screens
    assert f"Орусча текстиңизде жери сиз жазгандай айтылган эмес: {PLACE}." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("16-декабрда саат 10.00дө маданият үйүнө келиңиздер.")
    assert screens.count("Кыргызча текстиңизде") == 1
    assert "Кыргызча текстиңизде кимге чалуу керектиги айтылган эмес: 0000 00 00 00." in screens
    await worker.presses("Өзгөртүү")
    await worker.presses("Кыргызча текст")
    screens = await worker.says("16-декабрда саат 10.00дө маданият үйүнө келиңиздер. Чалыңыз: 0555 12 34 56.")
    assert "Кыргызча текстиңизде" not in screens
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "аймактын телефону киргизилген эмес"), ("ru", "телефон аймака не внесён")]
)
async def test_where_the_aimak_has_no_telephone_the_clerk_reads_that_nobody_is_named(village, language, said):
    await village.database.write(lambda store: store.connection.execute(update(aimaks).values(phone=None)))
    worker = await clerk(village, language=language)
    assert said in await at_check(village, worker)
    for one in ("ky", "ru"):
        await worker.taps("announce_change")
        await worker.taps(f"announce_edit:{one}")
        screens = await worker.says("16-декабря в 10:00, дом культуры, маданият үйү. Тел. 0555 12 34 56")
    assert said not in screens


async def test_the_draft_survives_and_is_offered_back(village):
    worker = await clerk(village)
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.says("16.12")
    await worker.presses("Кийин улантам")
    assert "Жарыяланбай калган угуу" in await worker.starts()
    assert "3/7" in await worker.says("ооба")
    await worker.says("/cancel")
    assert "2026-жылдын 16-декабры" in await worker.taps("announce")
    said = await worker.taps("hearing_resume:no")
    assert "Башталганы өчүрүлдү: Көк-Жар" in said
    assert "1/7" in said


async def test_language_and_help_in_the_middle_lose_nothing(village):
    worker = await clerk(village)
    await at_check(village, worker)
    screen = await worker.taps("language:ru")
    assert "Отправить сейчас" in worker.heard[-1].numbered()
    assert "7/7" in screen
    assert "7/7" in await worker.says("/help")
    assert "Слушания объявлены" in await worker.presses("Отправить сейчас")
