"""After the receipt one question that makes a proposal decidable: answered, skipped, or left for something else."""

import pytest

from bot.budget.permissions import Role
from bot.office.answers import dialogue
from tests.handlers.offices import joined

LIGHT = "Мектептин жанына жарык керек"


async def test_the_answer_joins_the_proposal_with_its_time_and_the_office_sees_what_is_missing(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    await asan.taps(f"desk_one:{proposal.id}")
    await asan.taps("take")
    asked = await aigul.says("азыр эмес")
    assert "№ 0001. Билсеңиз, айтып коюңуз: канча үйгө керек?\n1 — Сунуш берүү" in asked
    assert "Азырынча айтыла элек: канча үй, элдин өз салымы." in await asan.taps(f"desk_one:{proposal.id}")
    said = await aigul.says("кырк үйгө")
    assert said.startswith("Рахмат, № 0001 сунушка кошулду.")
    assert "№ 0001 сунуштун ээси кошумчалады: «кырк үйгө»" in await asan.reads()
    card = await asan.taps(f"desk_one:{proposal.id}")
    assert "Кошумчаланды, 23-ноябрь, дүйшөмбү, канча үй: «кырк үйгө»" in card
    assert "Азырынча айтыла элек: элдин өз салымы." in card
    assert (await aigul.proposals())[0].text == LIGHT
    assert "канча үй: «кырк үйгө»" in await aigul.taps(f"mine_one:{proposal.id}")


async def test_one_tap_or_word_passes_by_and_another_proposal_is_not_swallowed(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    assert "канча үйгө керек?" in await aigul.taps("notices:later")
    assert "атыңызсыз көрсөтсө болобу" in await aigul.presses("Өткөрүп жиберүү")
    assert "Сунуш берүү" in await aigul.presses("Өткөрүп жиберүү")
    await aigul.follows_script("1", "2", "Жогорку көчөгө жол керек", "жөнөтүү")
    assert "№ 0002. Билсеңиз, айтып коюңуз: канча үйгө керек?" in aigul.heard[-1].text
    assert "Бул сунушпу?" in await aigul.says("Бала бакчага 30 орун керек")
    await aigul.says("жок")
    (second, first) = await aigul.proposals()
    said = await village.database.read(lambda store: store.dialogue.list_dialogue(second.id))
    assert (first.text, second.text, said) == (LIGHT, "Жогорку көчөгө жол керек", [])


AFTER_THE_RECEIPT = ("кабарлап туралыбы?", "канча үйгө керек?", "атыңызсыз көрсөтсө болобу")  # one after another


@pytest.mark.parametrize("typed", ["Артка", "назад", "Өткөрүп жиберүү", "пропустить"])
async def test_back_and_skip_lead_past_each_question_after_the_receipt(village, typed):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    for question in AFTER_THE_RECEIPT:
        assert question in aigul.heard[-1].text
        said = await aigul.says(typed)
    assert said.startswith("Эмне кылгыңыз келет?\n1 — Сунуш берүү")
    (proposal,) = await aigul.proposals()
    kept = await village.database.read(lambda store: store.dialogue.list_dialogue(proposal.id))
    assert (proposal.public_text, kept) == (None, [])


@pytest.mark.parametrize("before", range(len(AFTER_THE_RECEIPT)))
async def test_menu_leads_from_each_question_after_the_receipt_to_the_menu(village, before):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    for _ in range(before):
        await aigul.says("пропустить")
    assert AFTER_THE_RECEIPT[before] in aigul.heard[-1].text
    assert "1 — Сунуш берүү" in await aigul.says("меню")


async def test_no_share_is_an_answer_and_a_number_is_wanted_where_one_is_asked(village):
    aigul = await village.at_check("Айгүл", "Ленин көчөсүнө жарык керек, 40 үй", language="ru")
    await aigul.presses("Отправить")
    assert "есть ли ваш вклад" in await aigul.taps("notices:later")
    assert "Спасибо, добавлено к № 0001." in await aigul.says("нет")
    bakyt = await village.at_check("Бакыт", LIGHT)
    await bakyt.presses("Жөнөтүү")
    await bakyt.taps("notices:later")
    assert "кошулду" not in await bakyt.says("рахмат")
    assert "кошулду" in await bakyt.says("12")


async def test_what_is_no_answer_goes_its_own_way(village):
    for number, (text, led_to) in enumerate((
        ("передумал, уберите моё предложение", "кайтарып ал"),
        ("уберите мой телефон пожалуйста", "өчүр"),
        ("ну что там с мостом", "№ 0003"),
        ("глава всё равно украдет эти деньги", "прокуратура"),
    ), 1):  # fmt: skip
        aigul = await village.at_check(f"Айгүл{number}", f"{LIGHT} {number}")
        await aigul.presses("Жөнөтүү")
        await aigul.taps("notices:later")
        said = await aigul.says(text)
        assert "кошулду" not in said
        assert led_to in said, (text, said)
        (proposal,) = await aigul.proposals()
        assert not await village.database.read(lambda store, id=proposal.id: store.dialogue.list_dialogue(id))


async def asked_twice(village, name):
    """Somebody before whom two questions stand: the bot's after the receipt, and below it one of the office."""
    nurlan = await village.worker("Нурлан")
    aigul = await village.at_check(name, LIGHT)
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:later")
    person = await nurlan.person()
    await village.database.write(
        lambda store: dialogue.ask_author(store, id=1, text="Канча чырак керек?", by=person, at=village.clock())
    )
    await aigul.reads()
    return aigul


async def said_of(village):
    return [(one.kind, one.text) for one in await village.database.read(lambda store: store.dialogue.list_dialogue(1))][
        1:
    ]


@pytest.mark.parametrize("typed", ["12", "кырк үйгө", "он эки"])
async def test_what_may_answer_either_of_two_questions_is_asked_about(village, typed):
    aigul = await asked_twice(village, "Айгүл")
    came = await aigul.says(typed)
    assert f"Бул кайсы суроого жооп? «{typed}»" in came
    assert "1 — № 0001, айыл өкмөтү сурайт: «Канча чырак керек?»" in came
    assert "2 — № 0001: канча үйгө керек?" in came
    assert not await said_of(village)
    assert "канча үйгө керек?" in await aigul.presses("Айыл өкмөтүнө")
    assert "кошулду" in await aigul.says("40 үй")  # now one question is left
    assert await said_of(village) == [("replied", typed), ("add:houses", "40 үй")]


async def test_a_swipe_says_which_of_two_questions_is_answered(village):
    aigul = await asked_twice(village, "Айгүл")
    assert "кошулду" in await aigul.swipes("канча үйгө керек?", "40 үй")
    assert await said_of(village) == [("add:houses", "40 үй")]
    assert "Жообуңуз берилди" in await aigul.swipes("Канча чырак керек?", "7")
    assert await said_of(village) == [("add:houses", "40 үй"), ("replied", "7")]


async def asked_by_the_office(village, name, id, text):
    """A clerk asks the author of a proposal."""
    clerk = await village.resident(name).person()
    await village.database.write(
        lambda store: dialogue.ask_author(store, id=id, text=text, by=clerk, at=village.clock())
    )


async def test_words_below_one_question_of_the_office_are_asked_about_with_that_one(village):
    aigul = await asked_twice(village, "Айгүл")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.says("Жогорку көчөгө жол керек")
    await aigul.presses("Жөнөтүү")
    assert "№ 0001, айыл өкмөтү сурайт: «Канча чырак керек?»" in await aigul.says("40 үй")
    village.clock.later(minutes=1)
    await asked_by_the_office(village, "Нурлан", 2, "Жол канча метр?")
    await aigul.reads()
    for said in ("рахмат", "40 үй"):
        came = await aigul.swipes("Бул кайсы суроого жооп?", said)
        assert "№ 0001, айыл өкмөтү сурайт: «Канча чырак керек?»" in came
        assert "№ 0002: канча үйгө керек?" in came
        assert "Жол канча метр" not in came
    assert "№ 0001. Жообуңуз берилди" in await aigul.presses("Айыл өкмөтүнө")
    assert await said_of(village) == [("replied", "40 үй")]


async def test_a_forged_button_adds_nothing_where_nothing_was_asked(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" in await aigul.says("Көпүрөнү оңдоп бериңиздер")
    for forged in ("held_more:0", "held_more:", "held_more:x", "held_more:1", "which_add"):
        assert "Көпүрөнү оңдоп бериңиздер" in await aigul.taps(forged), forged
    assert "1/3." in await aigul.says("ооба")


async def test_words_that_answer_only_the_office_go_there_while_another_question_stands(village):
    aigul = await asked_twice(village, "Айгүл")
    assert "Жообуңуз берилди" in await aigul.says("эскисин алмаштырса да болот, жаңысы кымбат дешет")
    assert [kind for kind, _ in await said_of(village)] == ["replied"]


async def test_a_voice_that_comes_much_later_is_asked_about(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:later")
    village.clock.later(days=1)
    came = await aigul.sends("voice")
    assert "Бул сунушпу?" in came
    assert "№ 0001 сунушка кошулду" in await aigul.presses("Кошуу: № 0001")
    assert len(await aigul.proposals()) == 1


async def test_a_voice_answers_as_words_do(village):
    asan = await joined(village, "Асан", Role.STAFF)
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    await asan.taps(f"desk_one:{proposal.id}")
    await asan.taps("take")
    await aigul.taps("notices:later")
    assert "Рахмат, № 0001 сунушка кошулду." in await aigul.sends("voice", "spoken")
    assert "№ 0001 сунуштун автору үн же сүрөт менен жооп берди" in await asan.reads()
    card = await asan.taps(f"desk_one:{proposal.id}")
    assert "канча үй: (үн, сүрөт же документ)" in card
    assert len(await aigul.proposals()) == 1


async def test_a_picture_or_a_voice_long_after_the_question_is_asked_about(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:later")
    assert "Бул сунушпу?" in await aigul.sends("photo", "road")
    await aigul.says("жок")
    village.clock.later(minutes=61)
    assert "Бул сунушпу?" in await aigul.sends("voice", "new")


async def test_whether_it_may_be_public_is_answered_in_words(village):
    for number, (said, public, text) in enumerate((
        ("макул", True, LIGHT), ("ооба болот", True, "Манас көчөсүнө таза суу керек"),
        ("болот кызым", True, "Токой көчөсүнө асфальт керек"), ("можно", True, "Ленин көчөсүнө көпүрө керек"),
        ("можно показать", True, "Мектепке спортзал керек"),
        ("кереги жок", False, "Жогорку көчөгө таштанды челеги керек"),
    )):  # fmt: skip
        aigul = await village.at_check(f"Айгүл{number}", text)
        await aigul.presses("Жөнөтүү")
        await aigul.taps("notices:later")
        assert "маалымат тактасында" in await aigul.says("40 үй")
        assert "Рахмат, белгиленди." in await aigul.says(said), said
        (proposal,) = await aigul.proposals()
        assert proposal.public_text is public


async def test_whether_the_text_may_be_shown_is_asked_after_a_receipt_that_asks_nothing_else(village):
    aigul = await village.at_check("Айгүл", "Ленин көчөсүндөгү 40 үйгө таза суу керек, өз салымыбыз 20 000 сом")
    await aigul.presses("Жөнөтүү")
    said = await aigul.taps("notices:later")
    assert "№ 0001, «Ленин көчөсүндөгү 40 үйгө таза суу керек" in said
    assert "бул текстти атыңызсыз көрсөтсө болобу" in said
    assert "Сунуш берүү" in await aigul.presses("Өткөрүп жиберүү")
    assert (await aigul.proposals())[0].public_text is None
    await aigul.follows_script("1", "2", "Манас көчөсүндөгү 30 үйгө жарык керек, өз салымыбыз жок", "жөнөтүү")
    assert "№ 0002" in aigul.heard[-1].text
    assert "белгиленди" in await aigul.says("ооба")
    (second, first) = sorted(await aigul.proposals(), key=lambda one: one.public_text is None)
    assert (first.public_text, second.public_text) == (None, True)
    assert "Жарыялабоо" in await aigul.taps(f"mine_one:{second.id}")
