"""Who wants no notices, and something else beside it, gets none and is never offered them."""

import pytest

from bot.language.wishes.stopping import Stopping, read_stopping
from tests.handlers.resident.hearing_steps import subscriber


async def test_notices_stop_and_answers_go_on(village):
    jyldyz = await subscriber(village, "Жылдыз")
    said = await jyldyz.says("toktotkula kabardy, birok sunushuma joop kelsin")
    assert said.startswith(
        "Макул, угуу, айыл жана тема боюнча кабар жөнөтпөйбүз. Өзгөртүү: /settings\nЖөнөткөнүңүзгө жооп"
    )
    assert "Кабар алам" in await jyldyz.says("/settings")  # none are sent now


async def test_what_is_meant_is_asked_where_some_are_wanted(village):
    kanat = await subscriber(village, "Канат", language="ru")
    said = await kanat.says("отключите уведомления, но про слушание 16 декабря напомните")
    assert said.startswith("Что остановить?\n1 — Сообщения\n2 — Ничего, продолжить")
    assert "сообщать не будем" in await kanat.says("1")
    assert "всё равно придёт" in await kanat.says("ответ не отменяйте")


@pytest.mark.parametrize("said", ["стоп", "больше не пишите", "мага башка жазба", "отстаньте от меня", "/stop"])
@pytest.mark.parametrize("step", ["notices", "missing", "public"])
async def test_a_stop_of_everything_leaves_no_question_and_says_that_answers_come(village, said, step):
    oleg = await village.at_check("Олег", "Почините мост у фермы, провалился", language="ru")
    await oleg.presses("Отправить")
    if step != "notices":
        await oleg.taps("notices:later")
    if step == "public":
        assert "показать этот текст" in await oleg.says("пропустить")
    came = await oleg.says(said)
    assert "Ответ на отправленное всё равно придёт сюда" in came
    for asked in ("Если знаете", "показать этот текст", "Сообщать вам"):
        assert asked not in came
    for asked in ("Если знаете", "показать этот текст", "Сообщать вам"):
        assert asked not in await oleg.says("/menu")


async def test_no_wish_for_notices_leaves_the_question_about_the_proposal(village):
    oleg = await village.at_check("Олег", "Почините мост у фермы, провалился", language="ru")
    await oleg.presses("Отправить")
    assert "Если знаете" in await oleg.says("уведомления не нужны")


@pytest.mark.parametrize(
    "said", ["кереги жок", "не надо", "нет спасибо, и так много сообщений", "жок, убактым жок ага"]
)
async def test_one_refusal_closes_the_offer_of_notices(village, said):
    oleg = await village.at_check("Олег", "Почините мост у фермы, провалился", language="ru")
    await oleg.presses("Отправить")
    assert "сообщать не будем" in await oleg.says(said)
    assert "Сообщать вам" not in await oleg.says("/menu")
    assert "Сообщать вам" not in await oleg.says(said)


_EVERYTHING = [
    "баарын токтоткула, эч нерсе керек эмес", "больше ничего не надо, отпишите от всего", "все прекратите, мне ничего не нужно",
    "baaryn toktotkula ech nerse kerek emes", "эчтеке жазбагылачы мага", "отключите всё совсем",
]  # fmt: skip


@pytest.mark.parametrize("said", _EVERYTHING)
async def test_a_stop_in_a_long_form_stops_everything(village, said):
    jyldyz = await subscriber(village, "Жылдыз")
    assert "Макул, угуу, айыл жана тема боюнча кабар жөнөтпөйбүз." in await jyldyz.says(said)
    assert "Кабар алам" in await jyldyz.says("/settings")


@pytest.mark.parametrize("said", _EVERYTHING)
async def test_within_a_proposal_it_is_asked_what_such_a_stop_stops(village, said):
    jyldyz = await subscriber(village, "Жылдыз")
    await jyldyz.follows_script("1", "2")
    assert "Эмнени токтотобуз?" in await jyldyz.says(said)
    asel = await village.at_check("Асел", "Мектепке жарык керек")
    assert "Эмнени токтотобуз?" in await asel.says(said)


@pytest.mark.parametrize(
    "said", ["ничего больше не шлите мне", "мага эч нерсе жибербегиле эми", "стоп", "больше мне не пишите", "токтот"]
)
@pytest.mark.parametrize("step", ["adding", "correcting"])
async def test_within_an_addition_it_is_asked_what_a_bare_stop_stops(village, said, step):
    nur = await village.with_proposal("Нур", "Мектептин жанына жарык керек")
    await nur.taps("notices:yes")
    await nur.says("менин сунуштарым")
    if step == "correcting":
        await nur.taps("mine_one:1")
        await nur.taps("correct")
    else:
        await nur.says("№ 1ге кошумчалайм")
    shown = await nur.says(said)
    assert "Эмнени токтотобуз?" in shown
    assert "Жазып жатканым" in shown
    assert "Кабар алам" not in await nur.says("/settings")


@pytest.mark.parametrize(
    "said", ["прекратите вырубать все деревья", "всё остановите стройку", "баарын оңдогула", "ничего не надо"]
)
def test_what_wishes_work_to_stop_stops_no_notices(said):
    assert read_stopping(said) is not Stopping.EVERYTHING
