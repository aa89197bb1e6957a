"""A wish about a numbered proposal leads there from every step, and begins nothing new."""

LIGHT, BRIDGE = "Мектептин жанына жарык керек", "Көпүрөнү оңдоп бергиле, тактайы чирип калды"


async def of_two(village, name):
    """Somebody who sent № 0001 and № 0002, at the menu."""
    author = await village.with_proposal(name, LIGHT)
    await author.says("/menu")
    await author.follows_script("1", "2", BRIDGE)
    await author.presses("Жөнөтүү")
    await author.says("/menu")
    return author


async def test_a_number_leads_to_its_proposal_and_none_is_begun(village):
    aizat = await of_two(village, "Айзат")
    assert "№ 0001 сунушту кайтарып аласызбы?" in await aizat.says("0001 di alyp salgyla")
    await aizat.says("жок")
    assert "№ 0002 сунушту толугу менен кайра жазыңыз" in await aizat.says("номер 2, дарегин оңдоп койчу")
    await aizat.says("/menu")
    assert "Бул № 0001 сунушуңузга кошулсунбу? «терезеси да сынык»" in await aizat.says(
        "терезеси да сынык, 1 номерге кош"
    )
    assert "№ 0001 сунушуңузга кошулду" in await aizat.says("ооба")
    assert "№ 0002 сунушка эмне кошулсун?" in await aizat.says("№2 дагы кошом")
    assert "№ 0002 сунушуңузга кошулду" in await aizat.says("Кышында тайгак болот")
    assert "№ 0037 сунуш жок" in await aizat.says("/menu") + await aizat.says("№ 37 алып салгыла")
    first, second = reversed(await aizat.proposals())
    assert (first.text, second.text) == (f"{LIGHT}\nтерезеси да сынык", f"{BRIDGE}\nКышында тайгак болот")
    assert first.withdrawn_at is None
    assert second.withdrawn_at is None


async def test_what_is_held_or_being_written_is_added_and_is_over(village):
    bakyt = await of_two(village, "Бакыт")
    await bakyt.says("Ленин көчөсү 14, бакчанын жаны")
    assert "«Ленин көчөсү 14, бакчанын жаны»" in await bakyt.says("жок, бул 2 номерге кошулат")
    assert "Бул сунушпу" not in await bakyt.says("кошулсун")
    await bakyt.says("/menu")
    await bakyt.follows_script("1", "2", "Көпүрөнүн тосмосу да керек экен")
    assert "«Көпүрөнүн тосмосу да керек экен»" in await bakyt.says("0002ге кошулсун бул")
    assert "3/3" not in await bakyt.says("кошулсун")
    assert "Жөнөтүлө элек" not in await bakyt.says("менин сунуштарым")
    (newest, _) = await bakyt.proposals()
    assert newest.text == f"{BRIDGE}\nЛенин көчөсү 14, бакчанын жаны\nКөпүрөнүн тосмосу да керек экен"


async def test_words_for_an_answered_proposal_go_to_the_clerk(village):
    saadat = await village.with_proposal("Саадат", LIGHT)
    clerk = await village.worker("Клерк")
    await clerk.taps(f"desk_one:{(await saadat.proposals())[0].id}")
    await clerk.follows_script("Жооп берүү", "3", "1", "Жарык 2028-жылдын планына киргизилет.", "Жооп жөнөтүү")
    await saadat.reads()
    await saadat.says("/menu")
    assert "№ 0001" in await saadat.says("1 номерге кошумча: өткөн жылы да караңгы болгон")
    assert "өткөн жылы да караңгы болгон" in await clerk.reads()


async def test_the_day_of_the_answer_is_said_to_whoever_asks_for_it(village):
    await village.worker("Клерк")
    saira = await of_two(village, "Сайра")
    for said in ("0001 номердин мооноту качан?", "когда ответ по 0001?", "0001 номерди көрсөтчү"):
        came = await saira.says(said)
        assert "№ 0001, жооп күтүүдө: чыгаша, көчө жарыгы." in came, said
        assert "Жооп 2026-жылдын 11-декабрына чейин" in came, said
        await saira.says("/menu")
    came = await saira.says("качан жооп")
    assert "№ 0001. Жооп 2026-жылдын 11-декабрына чейин" in came
    assert "№ 0002. Жооп 2026-жылдын 11-декабрына чейин" in came
    await saira.says("/menu")
    assert "Жооп 2026" not in await saira.says("менин сунуштарым")


async def test_of_two_languages_the_one_that_is_asked_for_is_spoken(village):
    azamat = await village.at_check("Азамат", "Нужен мост через речку", language="ru")
    assert "Сообщать вам" in await azamat.presses("Отправить")
    for said, spoken in (
        ("кыргызча эле жаза бер, русский да понимаю", "ky"), ("пиши по-русски, киргизский тоже понимаю", "ru"),
        ("кыргызча жазчы, орусча түшүнбөйм", "ky"),
    ):  # fmt: skip
        await azamat.says(said)
        assert (await azamat.person()).language == spoken, said
    await azamat.says("көрнөктөр кыргызча эмес, орусча жазылышы керек")
    assert (await azamat.person()).language == "ky"
    assert "Тилди тандаңыз" in await azamat.says("жок") + await azamat.says("мага баары бир, орусча же кыргызча")


async def test_a_place_in_the_list_is_no_number_of_somebody_else(village):
    await village.with_proposal("Гүлнара", "Айылга мончо куруп бериңиздер")
    nurbek = await of_two(village, "Нурбек")
    await nurbek.taps("mine")
    said = await nurbek.says("1-sine kosh: kechinde taygak bolot")
    assert "Бул № 0003 сунушуңузга кошулсунбу? «kechinde taygak bolot»" in said
