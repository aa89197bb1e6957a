"""What is typed while words are asked about: it answers, or stands by itself and is asked about next."""

LIGHT = "Мектептин жанына жарык керек"


async def test_what_comes_while_a_word_is_asked_about_is_never_glued_to_it(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "Бул сунушка кошулсунбу? «тез»" in await aigul.says("тез")
    assert "Бул сунушка кошулсунбу? «тез»" in await aigul.says("Кыш келатат")
    assert "Дагы жаздыңыз: «Кыш келатат»" in await aigul.presses("Бул менин текстим")
    assert "кошулсунбу? «Кыш келатат»" in await aigul.says("ооба")
    await aigul.says("жок")
    await aigul.says("1")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\nтез"


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
