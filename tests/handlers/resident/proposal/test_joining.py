"""What is typed while words are asked about: it answers, or stands by itself and is asked about next."""

LIGHT = "Мектептин жанына жарык керек"


async def test_what_comes_while_a_word_is_asked_about_is_never_glued_to_it(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "Бул сунушка кошулсунбу? «кенен»" in await aigul.says("кенен")
    assert "Бул сунушка кошулсунбу? «кенен»" in await aigul.says("Кыш келатат")
    assert "Дагы жаздыңыз: «Кыш келатат»" in await aigul.presses("Бул менин текстим")
    assert "кошулсунбу? «Кыш келатат»" in await aigul.says("ооба")
    await aigul.says("жок")
    await aigul.says("1")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\nкенен"


async def test_an_answer_at_the_joining_is_no_text_of_the_proposal(village):
    more = "Клубду ремонт кылсаңыздар"
    for said, text in (("ордуна", more), ("жок баары бир жарык калсын", LIGHT), ("вместо", more)):
        aigul = await village.at_check(said, LIGHT)
        await aigul.says(more)
        assert f"«{text}»" in await aigul.says(said)
        await aigul.says("1")
        assert [one.text for one in await aigul.proposals()] == [text]


async def test_two_texts_written_one_after_the_other_can_be_joined_as_one(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("Анан көпүрө да керек", "Спорт зал да болсо")
    assert "Текстке кошулду." in await aigul.presses("Экөө бир сунуш")
    await aigul.says("жөнөт")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\nАнан көпүрө да керек\nСпорт зал да болсо"


async def test_each_text_that_waits_is_asked_about_by_itself(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("Анан көпүрө да керек", "Спорт зал да болсо")
    assert "«Спорт зал да болсо», «свет не горит у школы»" in await aigul.says("свет не горит у школы")
    assert "Баскычты басыңыз" in await aigul.says("оба")
    assert "кошулсунбу? «Спорт зал да болсо»" in await aigul.says("жок")
    assert "кошулсунбу? «свет не горит у школы»" in await aigul.says("кошпоңуз")
    assert f"«{LIGHT}»" in await aigul.says("жок")


async def test_a_name_and_a_sum_told_at_the_check_are_details_of_the_proposal(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "«Токтосун»" in await aigul.says("атым Токтосун деп жаз")
    assert "Атыңыз: Токтосун" in await aigul.says("ооба")
    assert "2\xa0000\xa0000 сомбу?" in await aigul.says("сумма 2 млн деп кой")
    assert "2\xa0000\xa0000" in await aigul.says("ооба")
    assert "«Асан»" in await aigul.says("атым Асан")
    assert "Атыңыз: Токтосун" in await aigul.says("жок")
    await aigul.says("жөнөт")
    assert [(one.text, one.amount, one.author_name) for one in await aigul.proposals()] == [
        (LIGHT, 2_000_000, "Токтосун")
    ]
