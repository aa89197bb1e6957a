"""What is begun and not sent is kept beside a new one.

It is named where asked for, left by a refusal, erased if asked twice.
"""

import pytest

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


@pytest.mark.parametrize("typed", ["Новое", "жаңысы", "жаңы сунуш", "жок"])
async def test_a_new_proposal_is_begun_beside_an_unfinished_one_which_is_kept(village, typed):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "Кийин улантам")
    assert "Бүтпөй калган" in await aigul.says("1")
    said = await aigul.says(typed)
    assert f"Мурда жазганыңыз сакталды: «{LIGHT}»" in said
    assert "1/3." in said
    assert LIGHT not in await aigul.says("2")
    await aigul.follows_script("Көпүрөнү оңдоп бергиле", "макул", "жөнөтүү", "жок", "өткөрүп жиберүү", "/cancel")
    assert f"«{LIGHT}»" in await aigul.says("сунуш берем")


@pytest.mark.parametrize("typed", ["стереть", "өчүрүү", "Муну өчүрүү"])
async def test_an_unfinished_proposal_is_shown_and_asked_about_before_it_is_erased(village, typed):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "Кийин улантам", "1")
    assert f"Өчүрүлө турган текст: «{LIGHT}»" in await aigul.says(typed)
    assert "Бүтпөй калган" in await aigul.says("жок")
    await aigul.says(typed)
    assert "Өчүрүлдү" in await aigul.says("ооба")


REFUSALS = (
    "нет не надо мне",
    "жок мага кереги жок",
    "передумал, не буду",
    "мага керек эмес рахмат",
    "не хочу",
    "айныдым",
)


@pytest.mark.parametrize("step", ["side", "text", "check", "agreed", "split", "resume", "change"])
async def test_a_refusal_of_the_whole_thing_is_asked_about_and_nothing_is_lost(village, step):
    written = {"side": [], "text": ["2"], "split": ["2", "1. Жол керек, оңдогула\n2. Суу керек, бергиле"]}
    begun = len(step) % 3
    for said in (REFUSALS[begun], REFUSALS[begun + 3]):
        one = await village.in_menu(f"{step}{said}")
        await one.follows_script("1", *written.get(step, ["2", LIGHT]))
        if step in {"agreed", "change"}:
            await one.says("макул")
        if step == "resume":
            await one.follows_script("кийин", "1")
        if step == "change":
            await one.taps("change")
        came = await one.says(said)
        assert "Түшүнбөй калдым" not in came, (said, came)
        assert not await one.proposals()
        if step in {"side", "text"}:
            assert "Каалаган убакта" in came
            assert "1 — Сунуш берүү" in came
        elif step == "change" or (step in {"split", "check"} and "24 саат" not in came):
            assert "3/3." in came or "Өчүрөлүбү" in came  # «no» at «each its own?» says that it is one
        else:
            assert "Өчүрөлүбү" in came, (said, came)
            came = await one.says("кийин")
            assert "сакталды" in came.casefold() or "24 саат" in came, (said, came)
            assert "Бүтпөй калган" in await one.says("сунуш берем")


async def test_what_is_not_sent_is_named_wherever_somebody_asks_for_it_and_can_be_erased(village):
    aigul = await village.at_check("Айгүл", LIGHT, language="ru")
    said = await aigul.says("где мое предложение")
    assert f"Написано, но ещё не отправлено: «{LIGHT}»" in said
    assert "Продолжить?" in await aigul.presses("Не отправлено")
    assert "3/3." in await aigul.says("да")
    await aigul.follows_script("изменить", "текст")
    said = await aigul.says("менин сунуштарым кайда?")
    assert f"не отправлено: «{LIGHT}»" in said  # in the middle of a step, which is asked on
    await aigul.follows_script("/cancel", "Нужен мост через арык", "да", "расходы", "потом")
    said = await aigul.says("мои предложения")
    assert "Ещё не отправлено предложений: 2, последнее: «Нужен мост через арык»" in said
    assert "1. «Нужен мост через арык»" in await aigul.presses("Не отправлено")
    assert "Какое удалить?" in await aigul.presses("Удалить одно")
    assert "Будет удалено: «Нужен мост через арык»" in await aigul.says("1")
    assert "Какое удалить?" in await aigul.says("нет")
    await aigul.says("1")
    assert "Удалено: «Нужен мост через арык»" in await aigul.says("да")
    assert "Продолжить?" in await aigul.taps("unsent_list")
    assert f"«{LIGHT}»" in aigul.heard[-1].text


async def test_a_newcomer_who_once_left_the_question_before_erasing_keeps_nothing_without_consent(village):
    for left_by in ("Кийин улантам", "/start", "меню"):
        one = await village.in_menu(left_by)
        await one.follows_script("1", "2", LIGHT, "Кийин улантам", "1")
        assert "Өчүрүлө турган текст" in await one.says("өчүрүү")
        await one.says(left_by)
        await one.follows_script("сунуш берем", "ооба")
        assert "Өчүрүлө турган текст" in await one.says("жок")
        assert "эч нерсе сакталган жок" in await one.says("ооба"), left_by


async def test_words_asked_about_in_a_proposal_are_not_lost_in_silence(village):
    for number, leaving in enumerate((["/start"], ["менин сунушум кана", "/start"], ["/cancel"], ["меню"])):
        aigul = await village.in_menu(f"Айгүл{number}")
        await aigul.says("Сунуш берүү")
        assert "Бул сунушпу?" in await aigul.says("Айылга аптека керек, карыялар кыйналып жатат")
        said = [await aigul.says(one) for one in leaving]
        kept = "Айылга аптека керек" in await aigul.says("Менин сунуштарым")
        assert kept or any(
            "Бул жөнөтүлгөн жок, сунуш катары сакталбайт: «Айылга аптека керек" in one for one in said
        ), leaving


async def test_the_receipt_tells_what_is_still_unsent_and_leads_to_it(village):
    farida = await village.in_menu("Фарида", language="ru")
    await farida.follows_script(
        "отремонтируйте мост на Ак-Бууре", "поставьте туалет на базаре", "клуб сдавайте в аренду", "да", "1", "разрешаю"
    )
    receipt = await farida.presses("Отправить")
    assert "Ещё не отправлено предложений: 2, последнее: «поставьте туалет на базаре»" in receipt
    assert "[Не отправлено]" in receipt
    assert "отремонтируйте мост" in await farida.taps("unsent_list")


async def test_the_receipt_of_the_only_one_tells_of_nothing_more(village):
    farida = await village.at_check("Фарида", "Почините мост на Ак-Бууре", language="ru")
    assert "не отправлено" not in (await farida.presses("Отправить")).casefold()
