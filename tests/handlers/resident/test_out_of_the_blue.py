"""What a resident writes where nothing was asked: a proposal, a question, an emergency, a greeting."""

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_a_first_message_that_is_a_proposal_is_led_through_the_missing_steps(village):
    aigul = village.resident("Айгүл")
    assert (await aigul.says(LIGHT)).startswith("Сакталды. Сохранено.\n\nТилди тандаңыз.")
    assert "Облусуңузду тандаңыз" in await aigul.says("1")
    await aigul.says("көк-жар")
    assert f"Бул сунушпу? «{LIGHT}»" in await aigul.says("1")
    assert "1/3." in await aigul.says("ооба")
    assert f"«{LIGHT}»" in await aigul.says("2")


async def test_a_voice_that_comes_before_anything_else_is_kept(village):
    aigul = village.resident("Айгүл")
    await aigul.sends("voice")
    await aigul.says("Кыргызча")
    await aigul.says("көк-жар")
    assert "Бул сунушпу? 1 үн билдирүү" in await aigul.says("1")
    assert "1/3." in await aigul.says("ооба")
    assert "1 үн билдирүү" in await aigul.says("3")


async def test_a_text_outside_a_flow_is_offered_back(village):
    aigul = await village.in_menu("Айгүл")
    assert f"Бул сунушпу? «{LIGHT}»\n1 — Ооба\n2 — Жок" in await aigul.says(LIGHT)
    assert (await aigul.says("ова")).startswith("1/3.")
    assert f"«{LIGHT}»" in await aigul.says("2")


async def test_a_text_that_is_no_proposal_gets_a_telephone(village):
    aigul = await village.in_menu("Айгүл")
    assert "0000 00 00 00" in await aigul.says("Саламатсызбы! Паспортту кайдан алсам болот?")
    assert "0000 00 00 00" not in await aigul.says("жок"), "nothing was held"


async def test_an_emergency_is_told_whom_to_call_and_the_text_stays_held(village):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.says("Өрт! Үй күйүп жатат, жардам бергиле")
    assert answer.index("112") < answer.index("0000 00 00 00") < answer.index("Бул эч кимге жөнөтүлгөн жок")
    assert "Бул сунушпу?" not in answer  # whoever is in danger is not asked about proposals
    assert "Үй күйүп жатат" in await aigul.follows_script("1", "2")
    await aigul.says("/cancel")
    assert "112" in await aigul.says("Өрт!")
    stranger = village.resident("Жаңы")
    answer = await stranger.says("Өрт! Үй күйүп жатат, жардам бергиле")
    assert "112" in answer
    assert "Тилди тандаңыз" in answer
    await stranger.says("1")
    assert "112" in await stranger.says("Өрт! Үй күйүп жатат, жардам бергиле")


async def test_a_proposal_that_speaks_of_fire_is_only_asked_about(village):
    aigul = await village.in_menu("Айгүл")
    assert (await aigul.says("Айылга өрт өчүрүүчү машина сатып алып бергиле")).startswith("Бул сунушпу?")


async def test_inside_a_proposal_an_emergency_is_told_whom_to_call_and_is_none_of_it(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "112" in await aigul.says("Үй күйүп жатат, жардам бергиле")
    assert (await aigul.says("жок")).endswith("[Артка] [Кийин улантам]")


async def test_a_complaint_about_a_person_is_shown_the_right_door(village):
    aigul = await village.in_menu("Айгүл", language="ru")
    answer = await aigul.says("Глава берёт взятки")
    assert answer.index("Омбудсмену") < answer.index("Это никому не отправлено")


async def test_a_question_is_answered_and_is_no_proposal(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert "Азырынча жарыяланган бюджет угуусу жок" in await aigul.says("Угуу качан болот?")
    assert "Бул сунушпу?" not in aigul.heard[-1].text
    for asked in ("Менин сунушум эмне болду?", "№ 1 сунушум кандай болду?"):
        assert "№ 0001, жооп күтүүдө" in await aigul.says(asked)


async def test_two_messages_outside_a_flow_of_which_the_first_ends_open_stay_two_lines(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("Көчөгө жарык керек жана", "Мектептин жанына да", "Ооба", "2", "макул", "Жөнөтүү")
    assert (await aigul.proposals())[0].text == "Көчөгө жарык керек жана\nМектептин жанына да"


async def test_what_comes_before_the_side_is_counted(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("1")
    await aigul.sends_album("", "", "")
    assert "сакталганы: 3 сүрөт" in aigul.heard[-1].text
    assert "1 документ" in await aigul.sends("document")


async def test_the_menu_and_tell_me_are_understood_as_words_where_no_text_is_awaited(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.says("/settings")
    assert "Сунуштарыңыз:" in await aigul.says("мои предложения")
    assert "0000 00 00 00" in await aigul.says("Жардам")
    await aigul.says("/stop")
    assert "ар бир угуу" in await aigul.says("Кабар алам")
    await aigul.follows_script("Сунуш берүү", "2")
    assert (await aigul.says("Мектепке жаңы китепкана керек")).startswith("3/3.")


async def test_a_second_text_outside_a_flow_does_not_push_a_draft_out(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT, "Кийин улантам")
    await aigul.says("Көпүрөнү оңдоп бериңиздер, жазында сел келсе бузулат")
    await aigul.follows_script("1", "2", "макул", "1", "2")
    assert f"«{LIGHT}»" in await aigul.taps("propose")


async def test_of_several_texts_out_of_the_blue_each_stands_alone_and_none_is_lost(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script(LIGHT, "Анан көпүрө да керек")
    answer = await aigul.says("Спорт зал да болсо")
    assert "Бул сунушпу? «Спорт зал да болсо»" in answer
    await aigul.says("ооба")
    assert "«Анан көпүрө да керек»" in await aigul.follows_script("2", "макул", "жөнөтүңүз", "жок", "сунуш берем")


async def test_a_text_written_on_any_other_screen_is_held(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("1")
    assert "Бул сунушпу? «Дагы бир сунуш: көпүрө оңдолсун»" in await aigul.says("Дагы бир сунуш: көпүрө оңдолсун")
    assert "кабарлап туралыбы" in await aigul.says("жок")
    assert "Бул сунушпу?" in await aigul.sends("voice")
    assert "кабарлап туралыбы" in await aigul.says("0")


async def test_greetings_and_labels_are_no_proposals(village):
    aigul = await village.in_menu("Айгүл")
    courtesies = {
        "Саламатсызбы!": "Саламатсызбы!", "salam": "Саламатсызбы!", "рахмат": "Сизге да рахмат!",
        "спасибо большое": "Сизге да рахмат!", "до свидания": "Кош болуңуз!",
    }  # fmt: skip
    for said, answer in courtesies.items():
        assert (await aigul.says(said)).startswith(f"{answer}\n")
    for said in ("jok", "makul", "ooba", "макул", "согласен", "Макулмун!", "SOGLASNA", "нет"):
        answer = await aigul.says(said)
        assert "Саламатсызбы" not in answer
        assert "Бул сунушпу" not in answer
    bakyt = await village.in_menu("Бакыт", language="ru")
    assert (await bakyt.says("Спасибо!")).startswith("И вам спасибо!\n")
    assert "Бул сунушпу" not in await aigul.says("жөнөтүү")


async def test_what_follows_a_greeting_at_first_contact_is_kept(village):
    dilfuza = village.resident("Дилфуза")
    await dilfuza.starts()
    for said in ("Assalomu alaykum! Bizning mahallada chiroq kerak", "Салом, мактабга янги пол керак"):
        shown = await dilfuza.says(said)
        assert "Сакталды" in shown
        assert "сакталбайт" not in shown
    assert "Сакталды" not in await dilfuza.says("Assalomu alaykum yaxshimisizlar")
