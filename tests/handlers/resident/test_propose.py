"""A resident puts a proposal: the reference dialogue, its short cuts, and all the ways back."""

import pytest

from bot.budget.permissions import Role
from tests.handlers.offices import joined

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_aigul_proposes_in_kyrgyz_and_reads_her_receipt(village):
    await joined(village, "Асан", Role.STAFF)
    aigul = village.resident("Айгүл")
    assert await aigul.starts("a_kokjar") == "Тилди тандаңыз. Выберите язык.\n1 — Кыргызча\n2 — Русский"
    assert (await aigul.says("Кыргызча")).startswith(
        "Саламатсызбы! Бул жерде Көк-Жар айыл өкмөтүнө бюджет боюнча сунуш бересиз, жооп да ушул жерге келет.\n"
        "1 — Сунуш берүү\n2 — Менин сунуштарым\n3 — Бюджет угуулары\n4 — Бюджет\n5 — Жардам"
    )
    assert (await aigul.says("1")).startswith(
        "1/3. Сунушуңуз эмне жөнүндө?\n1 — Киреше: акча түшөт\n2 — Чыгаша: акча кетет\n3 — Билбейм"
    )
    assert (await aigul.says("2")).startswith("2/3. Сунушуңузду жазыңыз же үн менен айтыңыз. Сүрөт да болот.")
    check = await aigul.says(LIGHT)
    assert check.startswith(f"3/3. Текшериңиз: чыгаша, көчө жарыгы. «{LIGHT}»\n")
    assert "Жөнөтсөңүз, сунушуңуз айыл өкмөтүндө сакталат. Эмне сакталаары: /privacy" in check
    assert "1 — Макулмун\n2 — Азыр эмес" in check
    assert "1 — Жөнөтүү\n2 — Өзгөртүү" in await aigul.says("макул")
    receipt, notices = (await aigul.says("1")).split("\n\n")
    assert receipt == (
        "Рахмат! Сунушуңуз кабыл алынды, номери — 0001. Жооп 2026-жылдын 11-декабрына чейин ушул жерге келет."
    )
    assert notices == "Бюджет угуулары тууралуу кабарлап туралыбы?\n1 — Кабар алам\n2 — Азыр эмес"
    assert (await aigul.says("1")).startswith("Жакшы, ар бир угуу тууралуу кабарлайбыз.")

    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.side, proposal.category) == (LIGHT, "spending", "sp_lighting")
    assert (proposal.budget_year, proposal.label, proposal.due_days) == (2027, "0001", 14)


async def test_bakyt_proposes_in_russian(village):
    await joined(village, "Асан", Role.STAFF)
    bakyt = await village.in_menu("Бакыт", language="ru")
    assert bakyt.heard[-1].text == (
        "Здравствуйте! Здесь вы можете подать предложение к бюджету айыл окмоту Кок-Жар, сюда же придёт ответ."
    )
    await bakyt.follows_script("Подать предложение", "доходы: откуда взять")
    check = await bakyt.says("Сдать в аренду пустующее здание старой конторы")
    assert check.startswith("3/3. Проверьте: доходы, аренда имущества. «Сдать в аренду пустующее здание")
    await bakyt.says("согласен")
    assert (await bakyt.says("да")).startswith(
        "Спасибо! Предложение принято, номер — 0001. Ответ придёт сюда до 11 декабря 2026 года"
    )


async def test_no_more_than_four_steps_lead_to_a_receipt(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    turns = ["2", LIGHT, "макул", "1"]
    assert "номери — 0001" in await aigul.follows_script(*turns)


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


async def test_not_knowing_the_side_lets_the_words_decide(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("Билбейм")
    assert "киреше, таштанды акысы" in await aigul.says(
        "мусор вывозить эткенге акы жыйнасак болобу, ар бир уйдон 30 сом"
    )


async def test_a_photo_alone_is_asked_about_and_then_goes_with_the_words(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "Сүрөт сакталды" in await aigul.sends("photo")
    assert f"«{LIGHT}», 1 сүрөт" in await aigul.says(LIGHT)


async def test_a_long_text_cut_in_two_is_joined(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", f"{LIGHT},", "анан көпүрөнү да оңдоп бериңиздер", "макул", "1")
    assert (await aigul.proposals())[0].text == f"{LIGHT},\nанан көпүрөнү да оңдоп бериңиздер"


async def test_going_back_keeps_the_answers(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert f"«{LIGHT}»" in await aigul.says("0")
    assert (await aigul.says("Артка")).startswith("1/3.")
    assert "киреше" in await aigul.says("1")


async def test_going_on_later_keeps_the_draft_and_offers_it_back_once(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "24 саат сакталат" in await aigul.says("Кийин улантам")
    assert f"Бүтпөй калган сунушуңуз бар: «{LIGHT}»" in await aigul.starts()
    assert (await aigul.says("1")).startswith("3/3.")
    await aigul.says("Кийин улантам")


async def test_a_draft_survives_the_loss_of_its_file(village, tmp_path):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    files = [path for path in (tmp_path / "states").rglob("*") if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(b"{torn")
    assert "1 — Жөнөтүү" in await aigul.says("макул")


async def test_changing_the_language_in_the_middle_keeps_the_step(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "Тилди тандаңыз." in await aigul.says("/language")
    assert f"3/3. Проверьте: расходы, уличное освещение. «{LIGHT}»" in await aigul.says("Русский")


async def test_help_and_privacy_in_the_middle_keep_the_step(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "112" in await aigul.says("/help")
    assert "Сакталат:" in await aigul.says("/privacy")
    assert (await aigul.says("0")).startswith("2/3.")
    assert (await aigul.says(LIGHT)).startswith("3/3.")


async def test_without_consent_everything_is_erased(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT)
    assert "эч нерсе сакталган жок" in await aigul.follows_script("макул эмесмин", "ооба")
    person = await aigul.person()
    assert (person.language, person.aimak_id, person.consent_version) == (None, None, None)
    assert await aigul.proposals() == []
    assert "Тилди тандаңыз." in await aigul.starts()


async def test_a_text_outside_a_flow_is_offered_back(village):
    aigul = await village.in_menu("Айгүл")
    assert f"Бул сунушпу? «{LIGHT}»\n1 — Ооба\n2 — Жок" in await aigul.says(LIGHT)
    assert (await aigul.says("ова")).startswith("1/3.")
    assert f"«{LIGHT}»" in await aigul.says("2")


async def test_a_text_that_is_no_proposal_gets_a_telephone(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("Саламатсызбы! Паспортту кайдан алсам болот?")
    assert "0000 00 00 00" in await aigul.says("жок")


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
    assert answer.index("Омбудсмену") < answer.index("Это предложение?")


async def test_a_question_is_answered_and_is_no_proposal(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert "Азырынча жарыяланган бюджет угуусу жок" in await aigul.says("Угуу качан болот?")
    assert "Бул сунушпу?" not in aigul.heard[-1].text
    for asked in ("Менин сунушум эмне болду?", "№ 1 сунушум кандай болду?"):
        assert "№ 0001, жооп күтүүдө" in await aigul.says(asked)


@pytest.mark.parametrize("typed", ["Чыгаша", "расходы", "чыгаша", "Чыгаша: акча кетет"])
async def test_what_stands_before_the_colon_of_a_choice_names_it(village, typed):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("1")
    assert (await aigul.says(typed)).startswith("2/3.")


async def test_a_typed_word_that_is_no_choice_here_is_not_called_a_button(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("1")
    answer = await aigul.says("Макулмун")
    assert "баскыч" not in answer
    assert "Номерин же аталышын толук жазыңыз" in answer
    assert "номерин гана жазыңыз" in await aigul.says("Ооба")
    assert "0000 00 00 00" in await aigul.says("Дагы")


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


async def test_where_free_text_is_awaited_a_title_of_the_menu_opens_nothing(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "2/3." in await aigul.says("Бюджет угуулары")


async def test_a_second_text_outside_a_flow_does_not_push_a_draft_out(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT, "Кийин улантам")
    await aigul.says("Көпүрөнү оңдоп бериңиздер, жазында сел келсе бузулат")
    await aigul.follows_script("1", "2", "макул", "1", "2")
    assert f"«{LIGHT}»" in await aigul.taps("propose")


async def test_an_old_send_button_tells_the_number_it_got(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    send = aigul.heard[-1].choices[0][0]
    await aigul.taps(send)
    assert "мурун кабыл алынган, номери — 0001" in await aigul.taps(send)
    assert len(await aigul.proposals()) == 1


async def test_an_old_button_without_sense_shows_the_present_question(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    answer = await aigul.taps("side:revenue")
    assert "мурунку суроодон" in answer
    assert "2/3." in answer


async def test_a_forged_button_does_no_harm(village):
    aigul = await village.in_menu("Айгүл")
    for forged in ("side:nonsense", "aimak:999999", "aimak:x", "mine_one:1", "mine_one:x", "send:", "send:deadbeef",
                   "language:xx", "category:sp_roads", "village:1", "", ":", "oblast:x", "back", "more"):  # fmt: skip
        assert "ката кетти" not in (await aigul.taps(forged) or "ката кетти"), forged


async def test_unclear_replies_get_simpler_words_and_then_a_telephone(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    assert "Түшүнбөй калдым." in await aigul.says("эм")
    assert "номерин гана жазыңыз" in await aigul.says("эм")
    assert "0000 00 00 00" in await aigul.says("эм")
    assert (await aigul.says("2")).startswith("2/3.")


async def test_a_piece_too_short_to_be_a_proposal_waits_for_the_next(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    answer = await aigul.says("жол")
    assert "эмне керек, кайсы жерде?" in answer
    assert "2/3." in answer
    assert "Сөз менен жазыңыз" in await aigul.says("👍")
    assert "«жол оңдолсун»" in await aigul.says("оңдолсун")


async def test_where_free_text_is_awaited_a_number_is_text(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "2/3." in await aigul.says("1")
    assert "«1 жарык керек»" in await aigul.says("жарык керек")


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


@pytest.mark.parametrize("command", ["/start", "/help", "/privacy", "/cancel", "/language", "/settings", "/nonsense"])
async def test_every_command_answers_a_stranger_and_somebody_in_the_middle(village, command):
    stranger = village.resident("Жаңы")
    assert await stranger.says(command)
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert await aigul.says(command)


async def test_cancel_keeps_what_was_written(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "Жазганыңыз 24 саат сакталат" in await aigul.says("/cancel")
    assert f"«{LIGHT}»" in await aigul.says("1")


@pytest.mark.parametrize("item", ["3", "4"])
async def test_menu_items_without_content_say_so_and_name_the_telephone(village, item):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.says(item)
    assert "азырынча" in answer.casefold()
    assert "0000 00 00 00" in answer


async def test_a_sticker_gets_a_polite_word(village):
    from bot.chat.message import Incoming, Kind

    aigul = await village.in_menu("Айгүл")
    answer = await aigul._hears(Incoming("sticker", aigul.peer, Kind.UNSUPPORTED))
    assert "текст, үн, сүрөт жана документ гана" in answer


async def test_a_no_that_may_end_a_sentence_is_asked_back_before_anything_is_erased(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", "биздин көчөдө ичүүчү суу")
    assert "Өчүрөлүбү?" in await aigul.says("жок")
    assert "«биздин көчөдө ичүүчү суу»" in await aigul.says("жок")
    await aigul.says("нет")
    assert "эч нерсе сакталган жок" in await aigul.says("ооба")


async def test_a_village_does_not_follow_to_another_aimak(village):
    from bot.office.aimaks import import_aimaks, read_aimaks

    rows = (
        "code;oblast_ky;oblast_ru;rayon_ky;rayon_ru;aimak_ky;aimak_ru;phone;villages_ky;villages_ru\n"
        "one;Ош облусу;О;Ноокат району;Н;Биринчи;Первый;112;Бел;Бель\n"
        "two;Ош облусу;О;Ноокат району;Н;Экинчи;Второй;112;Суу;Суу\n"
    )
    new, _ = read_aimaks(rows.encode())
    await village.database.write(lambda store: import_aimaks(store, new=new))
    aigul = await village.in_menu("Айгүл", aimak="one")
    await aigul.follows_script("1", "2", LIGHT, "макул", "Өзгөртүү", "Айыл")
    assert "Айыл: Бел" in await aigul.says("Бел")
    await aigul.follows_script("/settings", "Башка айыл аймагы", "экинчи")
    moved = await aigul.says("1")
    assert "Айылды кайра тандаңыз" in moved
    await aigul.follows_script("1", "1")
    assert (await aigul.proposals())[0].village_id is None


async def test_what_follows_on_the_check_screen_is_asked_about(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кошулсунбу? «Анан көпүрө да керек»" in await aigul.says("Анан көпүрө да керек")
    assert "Текстке кошулду." in await aigul.says("ооба")
    village.clock.later(days=1)
    assert "Бул сунушка кошулсунбу? «Спорт зал да болсо»" in await aigul.says("Спорт зал да болсо")
    assert "Спорт зал" not in await aigul.says("жок")
    assert "Түшүн" not in await aigul.says("Саламатсызбы")
    assert "Саламатсызбы" not in aigul.heard[-1].text.split("3/3.")[1]


async def test_of_three_messages_written_at_once_none_is_lost(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "Анан көпүрө да керек", "Спорт зал да болсо")
    assert "Дагы жаздыңыз: «Спорт зал да болсо»" in aigul.heard[-1].text
    assert "кошулсунбу? «Спорт зал да болсо»" in await aigul.says("ооба")
    await aigul.follows_script("ооба", "макул", "1")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\nАнан көпүрө да керек\nСпорт зал да болсо"


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


async def test_leaving_before_anything_was_written_does_not_say_it_is_kept(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "24 саат сакталат" in await aigul.says("Кийин улантам")
    assert (await aigul.says("1")).startswith("2/3.")


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


async def test_a_refusal_leaves_no_word_of_the_draft_in_the_database(village):
    from sqlalchemy import text

    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "азыр эмес", "өчүрүү", "ооба")

    async def kept(store) -> list[str]:
        bodies = list(await store.connection.scalars(text("SELECT body FROM outbox")))
        raws = list(await store.connection.scalars(text("SELECT raw FROM events WHERE raw IS NOT NULL")))
        states = list(
            await store.connection.scalars(text("SELECT conversation FROM events WHERE conversation IS NOT NULL"))
        )
        return [store.outbox._seal.open(sealed) for sealed in [*bodies, *raws, *states]]

    assert not [text for text in await village.database.read(kept) if "Мектептин" in text]


async def erasing(resident) -> str:
    """Puts a draft off, is offered it back, and returns the id of the button that would erase it."""
    await resident.taps("later")
    await resident.taps("propose")
    return next(id for id, title in resident.heard[-1].choices if title == "Муну өчүрүү")


async def test_an_old_button_that_erases_a_draft_erases_nothing_once_its_question_is_over(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    old = await erasing(aigul)
    await aigul.presses("Ооба")
    said = await aigul.taps(old)
    assert "мурунку суроодон" in said
    assert f"«{LIGHT}»" in said
    await aigul.says("/cancel")
    assert "мурунку суроодон" in await aigul.taps(old)
    assert f"«{LIGHT}»" in await aigul.taps("propose")


async def test_an_old_button_of_one_draft_erases_no_other_and_the_present_one_does(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    old = await erasing(aigul)
    await aigul.taps(old)
    assert "Өчүрүлдү" in await aigul.taps("erase:yes")
    await aigul.follows_script("1", "2", "Көпүрөнү оңдоп бериңиздер, балдар өтө албайт")
    present = await erasing(aigul)
    for forged in (
        old,
        old.replace(":erase:", ":yes:"),
        "resume:no",
        "resume:yes",
        "resume:",
        present.replace("erase", "x"),
    ):
        said = await aigul.taps(forged)
        assert "мурунку суроодон" in said
        assert "Көпүрөнү оңдоп" in said
    assert "Өчүрөлүбү?" in await aigul.taps(present)
