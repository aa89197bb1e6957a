"""The check of a proposal: what can be added, changed and taken off there, what a file needs."""

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_everything_that_can_be_added_stands_on_the_check_screen_and_in_the_row(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("Өзгөртүү", "Суммасы", "150 миң сом")
    assert aigul.heard[-1].text == "150\u00a0000 сомбу?"
    check = await aigul.says("ооба")
    assert "Суммасы: 150\u00a0000 сом" in check
    check = await aigul.follows_script("2", "Жайгашкан жери", "Ленин көчөсү, мектептин жаны")
    assert "Жери: Ленин көчөсү, мектептин жаны" in check
    await aigul.follows_script("2", "Дагы", "Атым")
    assert "Атыңыз: Айгүл Асанова" in await aigul.says("Айгүл Асанова")
    await aigul.says("1")
    (proposal,) = await aigul.proposals()
    assert (proposal.amount, proposal.place, proposal.author_name) == (
        150_000, "Ленин көчөсү, мектептин жаны", "Айгүл Асанова",
    )  # fmt: skip


async def test_a_sum_that_cannot_be_read_is_asked_again(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "Суммасы")
    assert "цифра менен жазыңыз" in await aigul.says("көп")
    assert "сомбу?" in await aigul.says("1,9 млн")


async def test_the_category_can_be_changed(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "Түрү")
    assert "чыгаша, жол, көпүрө" in await aigul.says("Жол, көпүрө")


async def test_the_text_can_be_changed_and_the_way_back_leads_to_the_check(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "1")
    assert (await aigul.says("0")).startswith("3/3.")
    await aigul.follows_script("2", "1")
    assert "«Көпүрөнү оңдоп бериңиздер»" in await aigul.says("Көпүрөнү оңдоп бериңиздер")


async def test_what_follows_on_the_check_screen_is_asked_about(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кошулсунбу? «Анан көпүрө да керек»" in await aigul.says("Анан көпүрө да керек")
    assert "Текстке кошулду." in await aigul.says("ооба")
    village.clock.later(days=1)
    assert "Бул сунушка кошулсунбу? «Спорт зал да болсо»" in await aigul.says("Спорт зал да болсо")
    assert "Спорт зал" not in await aigul.says("жок")
    assert "Түшүн" not in await aigul.says("Саламатсызбы")
    assert "Саламатсызбы" not in aigul.heard[-1].text.split("3/3.")[1]


async def test_a_photo_alone_never_leads_in_a_circle(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.sends("photo")
    await aigul.follows_script("1", "3")
    assert "Сүрөт сакталды, эми эмне сунуштайсыз?" in aigul.heard[-1].text
    assert "Өткөрүп жиберүү" not in aigul.heard[-1].numbered()


async def test_what_was_added_can_be_taken_off(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "Дагы", "Атым", "Айгүл", "2", "Дагы", "Атым")
    assert "Атыңыз" not in await aigul.says("Алып салуу")
    await aigul.follows_script("2", "Дагы", "Атым")
    assert "Атыңыз" not in await aigul.says("жок")
    await aigul.follows_script("2", "Суммасы", "5000", "ооба", "2", "Суммасы")
    assert "Суммасы" not in await aigul.says("Алып салуу")


async def test_a_category_chosen_by_hand_stays(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "Түрү", "Жол, көпүрө")
    await aigul.says("Анан суу да керек болуп жатат")
    assert "жол, көпүрө" in await aigul.says("ооба")


async def test_a_photo_with_a_word_below_still_needs_a_sentence_and_can_then_be_sent(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "Сүрөт сакталды" in await aigul.sends("photo", caption="ok")
    await aigul.follows_script("Мектептин жанына жарык керек", "макул")
    assert "номери — 0001" in await aigul.says("1")


async def test_a_voice_with_a_word_below_can_be_sent(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    await aigul.sends("voice", caption="ok")
    assert "номери — 0001" in await aigul.follows_script("макул", "1")


async def test_two_texts_too_long_together_are_refused_kindly_before_anything_is_sent(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("жол " * 15_000)
    assert "өтө узун" in await aigul.says("жол " * 15_000)
    await aigul.follows_script("ооба", "2", "макул")
    assert "номери — 0001" in await aigul.says("1")
