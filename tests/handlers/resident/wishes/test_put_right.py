"""What was sent is put right in words of one's own. Nothing new is begun, and what was typed is kept."""

ROAD = "дорогу к школе надо починить одни ямы, улица Ленина"


async def test_a_mistake_told_behind_the_receipt_puts_the_proposal_right(village):
    valentina = await village.with_proposal("Валентина", ROAD, language="ru")
    came = await valentina.says("ой я ошиблась не улица Ленина а улица Манаса исправте")
    assert "Исправить № 0001 так? «дорогу к школе надо починить одни ямы, улица Манаса»" in came
    assert "Предложение № 0001 исправлено" in await valentina.says("да исправте там улицу")
    await valentina.says("/menu")
    assert "Добавить это к № 0001? «там дом неправильно, должно быть 12»" in await valentina.says(
        "там дом неправильно, должно быть 12"
    )
    came = await valentina.presses("Напишу заново")
    assert "Вы написали: «там дом неправильно, должно быть 12»" in came
    assert "Напишите предложение № 0001 заново" in came
    await valentina.says("/menu")
    await valentina.says("опечатка у меня: насос сломан у фермы")
    assert "Это предложение? «опечатка у меня: насос сломан у фермы»" in await valentina.presses("Новое предложение")
    await valentina.says("нет")
    (only,) = await valentina.proposals()
    assert only.text == "дорогу к школе надо починить одни ямы, улица Манаса"


async def test_what_is_begun_by_mistake_belongs_to_what_was_sent(village):
    gul = await village.with_proposal("Гүл", "Мектепке жарык керек, Ленин көчөсүндө балдар караңгыда")
    await gul.follows_script("/menu", "1", "2", "Ал көчө туура эмес айтылып калган")
    assert "Бул № 0001 сунушуңузга кошулсунбу? «Ал көчө туура эмес айтылып калган»" in await gul.says(
        "жаңы эмес, эскисин оңдойм"
    )
    assert "№ 0001 сунушуңузга кошулду" in await gul.says("ооба")
    assert "Жөнөтүлө элек" not in await gul.says("менин сунуштарым")
    await gul.follows_script("/menu", "1")
    came = await gul.says("жаңы эмес, эскисин оңдойм")
    assert "№ 0001 сунушту толугу менен кайра жазыңыз" in came
    assert "№ 0001 мындай болсунбу? «Мектепке жарык керек, Манас көчөсүндө" in await gul.says(
        "Ленин эмес, Манас көчөсү"
    )
    await gul.presses("Ооба")
    (only,) = await gul.proposals()
    assert only.text.startswith("Мектепке жарык керек, Манас көчөсүндө балдар караңгыда\n")


async def test_of_several_the_one_with_the_wrong_word_is_meant_and_a_new_wish_is_none(village):
    aizat = await village.with_proposal("Айзат", "Ленин көчөсүнө жарык керек, Ленин мектебине эмес")
    await aizat.follows_script("/menu", "1", "2", "Совет көчөсүндө 40 үйгө суу керек", "Жөнөтүү", "/menu")
    await aizat.follows_script("1", "2", "Базарга тротуар салынса жакшы болот эле", "Жөнөтүү", "/menu")
    assert "№ 0002 мындай болсунбу? «Совет көчөсүндө 60 үйгө суу керек»" in await aizat.says("40 үй эмес, 60 үй")
    await aizat.says("жок")
    for new in ("суу эмес, газ керек бизге", "Мектепти оңдоп бергиле", "эски көпүрөнү алмаштыргыла"):
        came = await aizat.says(new)
        assert "мындай болсунбу" not in came, new
        await aizat.says("/menu")
    assert "№ 0003 сунушуңузга кошулсунбу" in await aizat.says("ката жазып алыпмын, мектептин жанында эле")


LENIN = "Ленина көчөсүнө жарык коюп бериңиздерчи, балдар коркот"
MANAS = "Манас көчөсүнө жарык коюп бериңиздерчи, балдар коркот"


async def test_a_mistake_told_before_sending_puts_the_unsent_text_right(village):
    ainura = await village.at_check("Айнура", LENIN)
    came = await ainura.says("ой жаңылып кетиптирмин, Ленина эмес Манас көчөсү болчу, оңдоп коёсузбу")
    assert f"Мындай болсунбу? «{MANAS}»" in came
    assert f"«{MANAS}»" in await ainura.says("ооба оңдоп коюңуз")
    came = await ainura.says("Манас эмес, Токтогул көчөсү")
    assert "Мындай болсунбу? «Токтогул көчөсүнө жарык" in came
    assert f"«{MANAS}»" in await ainura.says("жок")
    assert "Мындай болсунбу" not in await ainura.says("суу эмес, газ керек бизге")  # no word of what is written


async def test_a_mistake_told_at_the_menu_puts_the_unsent_text_right(village):
    oleg = await village.at_check("Олег", "Почините мост у фермы на улице Ленина", language="ru")
    await oleg.says("потом")
    came = await oleg.says("ой ошибся, не Ленина, а Манаса")
    assert "Исправить так? «Почините мост у фермы на улице Манаса»" in came
    came = await oleg.presses("Да")
    assert "«Почините мост у фермы на улице Манаса»" in came
    assert "3/3" in came
    assert "Это предложение?" not in await oleg.says("меню")
    assert "Исправить так?" in await oleg.says("не у фермы, а у школы")
    came = await oleg.presses("Добавить")
    assert "Почините мост у фермы на улице Манаса" in came
    assert "не у фермы, а у школы»" in came


async def test_a_sum_or_a_count_told_at_the_check_puts_the_text_right(village):
    ermek = await village.at_check("Эрмек", "Почините мост, 500 тыс сом, 12 домов", language="ru")
    assert "Исправить так? «Почините мост, 350 тыс сом, 12 домов»" in await ermek.says("нет не 500, 350 тыс")
    assert "«Почините мост, 350 тыс сом, 12 домов»" in await ermek.says("да")
    assert "Исправить так? «Почините мост, 350 тыс сом, 15 домов»" in await ermek.says("12 emes 15")
    assert "«Почините мост, 350 тыс сом, 12 домов»" in await ermek.says("нет")
    await ermek.presses("Отправить")
    await ermek.says("/menu")
    assert "Исправить № 0001 так? «Почините мост, 400 тыс сом, 12 домов»" in await ermek.says("нет, 400 тыс")


async def test_a_sum_given_apart_is_read_back_in_its_place(village):
    zhyldyz = await village.at_check("Жылдыз", "Айылга китепкана керек")
    assert "500 000 сомбу?" in await zhyldyz.says("жок, 500 миң")
    await zhyldyz.says("ооба")
    assert "350 000 сомбу?" in await zhyldyz.says("500 эмес 350 миң")
    assert "350 000 сом" in await zhyldyz.says("ооба")


async def test_a_correction_is_no_new_proposal_while_it_is_asked_whether_a_text_may_be_shown(village):
    oleg = await village.with_proposal("Олег", "мусор не вывозят третью неделю", language="ru")
    assert "показать этот текст" in await oleg.says("пропустить")
    came = await oleg.says("не третью а четвертую неделю")
    assert "№ 0001" in came
    assert "«мусор не вывозят четвертую неделю»" in came
    assert "Это предложение?" not in came
