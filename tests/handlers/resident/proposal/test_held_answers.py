"""What is said to «is this a proposal?» in a sentence: no, a complaint, a question; and what is not spoken of again."""

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal_text.denied import denies, refuses_adding
from bot.budget.proposal_text.likeness import find_most_alike
from bot.language.latin import search_keys
from tests.handlers.offices import joined


@pytest.mark.parametrize("said", [
    "нет это жалоба на главу а не предложение!", "да не предложение это, куда жаловаться на взятку?", "нет, ничего не надо",
    "жок, сурап эле койгом", "бул сунуш эмес эле", "нет, я просто поговорить хотел", "jok, sunush emes",
])  # fmt: skip
def test_a_no_of_several_words_is_a_no(said):
    assert denies(said)


@pytest.mark.parametrize("said", [
    "нет света на улице", "жарык жок", "нет, нужен мост", "жок, мектеп салып бергиле", "нет, предлагаю другое: сквер",
    "не работает насос",
    "ооба", "", "нет, " + "а" * 400, "прошу не предложение, а мост построить",
])  # fmt: skip
def test_what_is_missing_or_wished_is_no_denial(said):
    assert not denies(said)


@pytest.mark.parametrize("said", [
    "нет это жалоба на главу а не предложение!", "нет, ничего не надо", "да не предложение это, куда жаловаться на взятку?",
])  # fmt: skip
async def test_a_sentence_that_denies_leaves_the_question_and_keeps_nothing(village, said):
    viktor = await village.in_menu("Виктор", language="ru")
    assert "Всё равно отправить" in await viktor.says("Наш глава Асанов взял взятку, все знают, а молчат")
    shown = await viktor.says(said)
    assert "Это предложение?" not in shown
    assert "Что вы хотите сделать?" in shown
    assert ("прокуратур" in shown) == ("жал" in said)
    assert "не сохраняется" not in await viktor.says("Нужен фонарь у клуба")


async def test_no_and_a_matter_is_asked_about(village):
    viktor = await village.in_menu("Виктор", language="ru")
    await viktor.says("давай в фортнайт сыграем вечером")
    assert "Это предложение? «дорога у нас плохая»" in await viktor.says("нет, дорога у нас плохая")


async def test_a_question_about_the_hearing_is_answered_and_not_held(village):
    olga = await village.in_menu("Ольга", language="ru")
    for said in ("сообщите мне когда будет слушание", "нет я хочу прийти с мужем на слушание скажите когда будет"):
        shown = await olga.says(said)
        assert "Слушания по бюджету пока не объявлены." in shown
        assert "Это предложение?" not in shown, said
    assert "не сохраняется" not in await olga.says("Нужен фонарь у клуба")


async def test_the_button_of_a_question_answers_it_for_good(village):
    olga = await village.in_menu("Ольга", language="ru")
    assert "— Слушания по бюджету" in await olga.says("хочу про слушания всё разузнать досконально")
    await olga.presses("Слушания по бюджету")
    assert "не сохраняется" not in await olga.says("Нужен фонарь у клуба")


async def test_who_asks_after_the_bridge_hears_of_the_bridge(village):
    await joined(village, "Асан", Role.STAFF)
    marina = await village.at_check("Марина", "Отремонтировать мост через арык", language="ru")
    await marina.presses("Отправить")
    await marina.taps("notices:later")
    await marina.follows_script("подать предложение", "расходы", "Нужен фонарь у школы", "отправить")
    assert "№ 0001, ждёт ответа" in await marina.says("где мой ответ по мосту?")
    assert "№ 0002, ждёт ответа" in await marina.says("когда ответят насчёт фонаря")
    assert "№ 0002, ждёт ответа" in await marina.says("когда ответят мне по бассейну?")


@pytest.mark.parametrize(("asked", "which"), [
    ("где мой ответ по мосту", 0), ("что с моим предложением про воду", 1), ("maga jol boyuncha joop kachan kelet", 2),
    ("ответ где", None), ("где ответ по мосту и воде", None), ("бассейн", None),
])  # fmt: skip
def test_a_question_is_about_the_text_whose_words_it_shares(asked, which):
    texts = ["Починить мост через арык", "Вода не течёт, нужна труба", "Жолду оңдоп бергиле"]
    assert find_most_alike(search_keys(asked), [search_keys(text) for text in texts]) == which


async def test_a_consent_that_comes_late_makes_no_proposal(village):
    aigul = await village.in_menu("Айгүл", language="ru")
    for late in ("разрешаю", "согласна", "макулмун", "даю согласие", "Согласен!"):
        assert "Это предложение?" in await aigul.says("Мост через арык совсем сгнил")
        came = await aigul.says(late)
        assert "нажмите кнопку" in came.casefold(), (late, came)
        assert "Это предложение? «Мост через арык совсем сгнил»" in came
        await aigul.says("нет")
    await aigul.says("Мост через арык совсем сгнил")
    assert "1/3." in await aigul.says("да, согласна")


async def test_another_aimak_that_is_named_is_offered_and_never_held_as_a_proposal(village):
    for said, language in (
        ("мен Көк-Жарда эмесмин, Шаркта жашайм", "ky"), ("жок мен Шарктанмын", "ky"), ("Шаркта турам", "ky"),
        ("я не из Кок-Жара, я из Шарка", "ru"), ("нет, я живу в Шарке", "ru"), ("мы из села Шарк", "ru"),
        ("туура эмес, мен Шарктанмын", "ky"),
    ):  # fmt: skip
        one = await village.in_menu(said, language=language)
        came = await one.says(said)
        assert "Бул сунушпу" not in came, came
        assert "Это предложение" not in came, came
        assert "1 — Шарк" in came, came
        assert "Көк-Жар" not in came, came
        await one.says("1")
        assert (await one.person()).aimak_id == 2, said
    for said in ("мен Көк-Жарда эмесмин", "я не из Кок-Жара"):
        assert "облус" in (await (await village.in_menu(said)).says(said)).casefold(), said
    for said in ("Шаркка жол керек", "Шарк базарынын жанында жарык жок", "из Шарка до нас нет автобуса"):
        assert "Бул сунушпу" in await one.says(said) or "Это предложение" in one.heard[-1].text, said
        await one.says("/cancel")


@pytest.mark.parametrize("said", [
    "не добавляют нам автобус", "бюджетке кошпой жатышат", "нам не включают свет", "кошуналар кошулбай жатат",
    "не дополнили штат",
])  # fmt: skip
def test_what_others_do_not_add_is_no_answer(said):
    assert not refuses_adding(said)


@pytest.mark.parametrize("said", [
    "не добавляй", "не добавляйте", "ничего не добавлять", "не дописывай", "не хочу добавлять", "не надо это дописывать",
    "кошпогула", "кошпойм", "кошпоңузчу суранам", "жок, кошпой эле коюңуз", "кошуу керек эмес",
    "не присоединяйте", "не вставляй",
])  # fmt: skip
def test_a_wish_that_nothing_is_added_is_a_no(said):
    assert refuses_adding(said)


NO_PROPOSAL = [
    "опять? это не предложение!!",
    "ошибся чатом, извините",
    "да это вообще не предложение",
    "бул сунуш эмес да",
    "мен айттым го сунуш эмес деп",
    "это же не моё предложение",
    "я не предлагаю ничего, это не предложение",
]


async def test_what_says_that_it_is_no_proposal_is_a_no_at_the_question(village):
    viktor = await village.in_menu("Виктор", language="ru")
    for said in NO_PROPOSAL:
        assert "Это предложение?" in await viktor.says("Наш сосед Асанов шумит по ночам, все знают, а молчат"), said
        shown = await viktor.says(said)
        assert "Что вы хотите сделать?" in shown, said
        assert "Это предложение?" not in shown, said


async def test_no_sentence_that_refuses_adding_is_joined_to_the_text(village):
    viktor = await village.at_check("Виктор", "Отремонтировать мост через арык", language="ru")
    for said in (
        "нет не добавлять", "не надо добавлять", "нет, не нужно это добавлять", "добавлять не надо", "жок кошпо", "кошпо",
        "кошпоңуз", "koshpo", "жок, кошуунун кереги жок", "нет, это я не туда", "жок, бул сунуш эмес", *NO_PROPOSAL,
    ):  # fmt: skip
        assert "Добавить это к предложению?" in await viktor.says("Сосед мой шумит по ночам, а все молчат"), said
        shown = await viktor.says(said)
        assert "Добавить это" not in shown, said
        assert "Отремонтировать мост через арык" in shown, said
        assert "Сосед" not in shown, said
        assert "не" not in shown.split("«")[1].split("»")[0].split(), said
    assert "Добавить это к предложению?" in await viktor.says("Сосед мой шумит по ночам, а все молчат")
    assert "там ещё перила сгнили" in await viktor.says("там ещё перила сгнили совсем")


@pytest.mark.parametrize(
    ("said", "side"), [("расход", "расходы"), ("чыгаша", "расходы"), ("доход", "доходы"), ("киреше", "доходы")]
)
async def test_a_side_named_there_is_a_yes_with_its_side(village, said, side):
    olga = await village.in_menu("Ольга", language="ru")
    assert "Это предложение?" in await olga.says("давай в фортнайт сыграем вечером у клуба")
    assert f"Проверьте: {side}" in await olga.says(said)


async def test_who_wants_to_send_before_the_side_hears_what_is_missing(village):
    olga = await village.in_menu("Ольга", language="ru")
    await olga.presses("Подать предложение")
    for said in ("отправь", "отправляй уже"):
        assert (await olga.says(said)).startswith("Сначала выберите, потом можно отправить.\n\n1/3. "), said


@pytest.mark.parametrize("said", ["сколько дней ждать ответа?", "канча күндө жооп берилет?", "когда ответят"])
async def test_how_long_an_answer_takes_is_said_without_leaving_the_first_proposal(village, said):
    olga = await village.at_check("Ольга", "Нужен фонарь у клуба", language="ru")
    shown = await olga.says(said)
    assert shown.startswith("Срок ответа после отправки: 14 рабочих дней.\n\n3/3. ")


async def test_what_a_rule_has_read_is_not_guessed_to_be_something_else(village):
    olga = await village.in_menu("Ольга", language="ru")
    await olga.presses("Подать предложение")
    assert "Нет" not in await olga.says("согласна")


async def test_not_agreeing_below_an_answer_is_said_of_it_whatever_was_held_before(village):
    gulzhan = await village.with_proposal("Гүлжан", "Көпүрөнү оңдоп бергиле, тактайы чирип калды")
    await gulzhan.says("Кулап кетсе ким жооп берет, балдар өтөт да")
    worker = await village.worker("worker")
    await worker.taps(f"desk_one:{(await gulzhan.proposals())[0].id}")
    village.clock.later(minutes=1)
    await worker.follows_script("Жооп берүү", "3", "1", "Көпүрө 2028-жылдын планына киргизилет.", "Жооп жөнөтүү")
    await gulzhan.reads()
    assert "Себебин жазасызбы?" in await gulzhan.says("жок макул эмесмин")


async def test_no_choice_below_is_this_a_proposal_leads_back_to_the_same_question(village):
    for name, typed in (
        ("Ольга", "можно к моему предложению имя дописать"),
        ("Нурлан", "сунушума атымды кошуп койсо болобу"),
    ):
        person = await village.in_menu(name)
        screen = await person.says(typed)
        if "Бул менин текстим" in screen:
            screen = await person.says("Бул менин текстим")
        assert "Бул сунушпу?" in screen
        offered = [id for id, _ in person.heard[-1].choices]
        assert "held:yes" in offered
        assert "propose" not in offered, "it says what the yes says"
        assert (await person.says("Сунуш берүү")).startswith("1/3.")


async def test_a_no_with_a_wish_to_propose_begins_anew_without_what_is_held(village):
    one = await village.in_menu("Абдымомун")
    assert "Бул сунушпу" in await one.says("Көпүрөнүн жанында мал жайылып жүрөт")
    assert "1/3." in await one.says("жок уулум, сунуш бермекмин")
    assert "«Тактайын алмаштыргыла, чирип калды»" in await one.follows_script(
        "чыгаша", "Тактайын алмаштыргыла, чирип калды"
    )
    assert "мал жайылып" not in one.heard[-1].text


async def test_the_unsent_is_listed_by_its_name_also_in_latin_letters(village):
    one = await village.in_menu("Айдана")
    await one.follows_script("1", "2", "Мектепке китепкана керек")
    for said in ("jonotulbogondu ochur", "жөнөтүлбөгөндү көрсөт", "покажи неотправленное"):
        await one.taps("mine")
        assert "Мектепке китепкана керек" in await one.says(said), said


async def test_whoever_only_urges_at_the_menu_hears_how_to_answer(village):
    one = await village.in_menu("Нурлан", language="ru")
    assert "нажмите кнопку" in (await one.says("сколько можно писать")).casefold()
