"""Coming in: the aimak is found by a link, a list or a typed name. One is spoken to in one's own language."""

import asyncio

import pytest

from bot.budget.permissions import Role
from bot.chat.message import Incoming, Kind
from bot.chat.texts import LABEL, Words, find_words
from bot.office import residents, staff
from bot.office.aimaks import import_aimaks, read_aimaks


async def test_the_aimak_is_found_through_oblast_and_rayon(village):
    bakyt = village.resident("Бакыт")
    await bakyt.says("салам")
    assert "1 — Нарынская область\n2 — Ошская область" in await bakyt.says("Русский")
    assert "Выберите район." in await bakyt.says("Ошская область")
    assert "Ноокатский район" in bakyt.heard[-1].numbered()
    await bakyt.presses("Ноокатский район")
    assert {title for _, title in bakyt.heard[-1].choices} == {"Гулистан", "Кок-Жар"}
    assert "айыл окмоту Кок-Жар" in await bakyt.says("Кок-Жар")


@pytest.mark.parametrize("typed", ["Көк-Жар", "кок жар", "көк", "kok jar", "Кѳк", "жар"])
async def test_the_aimak_is_found_however_its_name_is_typed(village, typed):
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.says("1")
    assert "Көк-Жар (Ноокат району)" in await aigul.says(typed)


async def test_a_name_is_no_misspelt_word_of_the_bot_and_a_matter_none_either(village):
    """«Чаткал» was read as «сходка», the hearings, and «жайлоо керек» as the telephone: its words were kept nowhere."""
    new = village.resident("Асан")
    await new.starts()
    await new.says("1")
    assert "Мындай аталыш табылган жок" in await new.says("Чаткал")
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу? «жайлоо керек»" in await aigul.says("жайлоо керек")


async def test_a_name_that_is_not_there_is_asked_again(village):
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.says("1")
    answer = await aigul.says("Атлантида")
    assert "Мындай аталыш табылган жок" in answer
    assert "Ош облусу" in answer


async def test_names_that_repeat_are_told_apart_by_their_rayon(village):
    await _import(village, "kara1;Ош облусу;О;Кара-Суу району;Р;Кара-Суу;Кара-Суу;112;;",
                  "kara2;Нарын облусу;Н;Кочкор району;К;Кара-Суу;Кара-Суу;112;;")  # fmt: skip
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.says("1")
    found = await aigul.says("кара суу")
    assert "Кара-Суу (Кара-Суу району)" in found
    assert "Кара-Суу (Кочкор району)" in found


@pytest.mark.parametrize(
    ("language", "typed", "title", "line"),
    [
        ("ky", "көк", "Көк-Жар, Ноокат", "Көк-Жар (Ноокат району)"),
        ("ru", "кок", "Кок-Жар, Ноокатский", "Кок-Жар (Ноокатский район)"),
        ("ky", "мангыт", "Мангыт, Араван", "Мангыт (Араван району)"),
        ("ky", "узун", "Узун-Кыштактын Башкы", "Узун-Кыштактын Башкы Айылы (Ноокат району)"),
        ("ky", "ак суу", "Ак-Суу (Ош р.)", "Ак-Суу (Ош р.)"),
    ],
)
async def test_a_button_has_room_for_a_part_of_the_rayon_and_the_line_for_all_of_it(
    village, language, typed, title, line
):
    await _import(
        village,
        "kokjar;Ош облусу;Ошская область;Ноокат району;Ноокатский район;Көк-Жар;Кок-Жар;;;",
        "mangyt;Ош облусу;Ошская область;Араван району;Араванский район;Мангыт;Мангыт;;;",
        "uzun;Ош облусу;О;Ноокат району;Ноокатский район;Узун-Кыштактын Башкы Айылы;Узун;;;",
        "aksuu;Ош облусу;О;Ош р.;Ош р.;Ак-Суу;Ак-Суу;;;",
    )
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.taps(f"language:{language}")
    answer = await aigul.says(typed)
    assert [shown for _, shown in aigul.heard[-1].choices] == [title]
    assert len(title) <= LABEL
    assert f"1 — {line}" in answer.splitlines()
    await aigul.says(line)
    assert (await aigul.person()).aimak_id is not None


async def test_samples_are_not_offered_once_a_real_aimak_is_entered(village):
    await _import(village, "real;Чүй облусу;Ч;Сокулук району;С;Кызыл-Туу;Кызыл-Туу;+996 3134 00000;;")
    aigul = village.resident("Айгүл")
    await aigul.starts()
    assert "Кызыл-Туу айыл өкмөтүнө" in await aigul.says("1")


async def test_long_lists_come_in_pages_of_five(village):
    rows = [f"a{n:02};Ош облусу;О;Ноокат району;Н;Айыл{n:02};Айыл{n:02};;;" for n in range(12)]
    await _import(village, *rows)
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.follows_script("1", "1", "1")
    assert [title for _, title in aigul.heard[-1].choices] == [f"Айыл{n:02}" for n in range(5)]
    await aigul.says("Дагы")
    await aigul.says("Дагы")
    assert [title for _, title in aigul.heard[-1].choices] == ["Айыл10", "Айыл11"]
    assert [title for _, title in aigul.heard[-1].ways] == ["Артка"]
    await aigul.says("0")
    assert aigul.heard[-1].choices[0][1] == "Айыл05"


async def test_a_link_to_an_aimak_we_do_not_know_says_so(village):
    aigul = await village.in_menu("Айгүл")
    assert "бизге белгисиз" in await aigul.starts("a_nowhere")


async def test_the_board_whose_code_brought_somebody_is_kept(village):
    from sqlalchemy import text

    await village.in_menu("Айгүл", aimak="kokjar_board7")
    board = await village.database.read(lambda store: store.connection.scalar(text("SELECT board FROM peers")))
    assert board == "board7"


async def test_what_no_poster_bears_is_no_board(village):
    from sqlalchemy import text

    for n, typed in enumerate(("\x1b[31mred", "<b>", "базар", "a_b", "x" * 33, "")):
        await village.in_menu(f"Айгүл {n}", aimak=f"kokjar_{typed}")
    kept = await village.database.read(lambda store: store.connection.scalars(text("SELECT board FROM peers")))
    assert set(kept) == {None}


async def test_each_person_is_spoken_to_in_their_own_language_even_at_once(village, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "ru")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    people = [await village.in_menu(f"П{n}", language="ky" if n % 2 else "ru") for n in range(20)]
    before = len(village.chats.sent)
    await asyncio.gather(*(person.says("/settings") for person in people))
    said = village.chats.sent[before:]
    assert len(said) == 20
    for address, message, language in said:
        expected = "ky" if int(address[1:]) % 2 else "ru"
        assert language == expected
        assert Words(expected).say("Another ayil aimak") in message.numbered()


BEFORE_THE_LANGUAGE = [
    ("/help", "112 номерине чалыңыз", "звоните 112"),
    ("/privacy", "Сакталат:", "Хранятся:"),
    ("/cancel", "Тилди тандаңыз", "Выберите язык"),
    ("/stop", "сизге эми жөнөтүлбөйт", "больше не приходят"),
    ("/nothing", "Мындай буйрук жок", "Такой команды нет"),
    (Kind.UNSUPPORTED, "кабыл", "принима"),
    (Kind.LOCATION, "Картадагы жер", "Место"),
    (Kind.EDITED, "Оңдолгон билдирүү", "«Мои предложения»"),
    (Kind.FLOOD, "өтө тез", "слишком быстро"),
]


@pytest.mark.parametrize(("said", "kyrgyz", "russian"), BEFORE_THE_LANGUAGE)
async def test_before_a_language_is_chosen_everything_is_said_in_both(village, said, kyrgyz, russian):
    stranger = village.resident("Жаңы")
    kind, text = (Kind.TEXT, said) if isinstance(said, str) and said.startswith("/") else (Kind(said), "1, 1")
    answer = await stranger._hears(Incoming("first", stranger.peer, kind, text))
    assert kyrgyz in answer
    assert russian in answer
    assert all(len(title) <= LABEL for _, title in [*stranger.heard[-1].choices, *stranger.heard[-1].ways])


@pytest.mark.parametrize(
    "typed",
    ["а көк жар", "А_көк жар", "a kok-jar", "a kokjar", "а.кокжар"],
)
async def test_a_start_word_that_was_changed_by_hand_leads_where_the_link_does(village, typed):
    stranger = village.resident("Жаңы")
    assert "Тилди тандаңыз" in await stranger.says(typed)
    assert "Көк-Жар айыл өкмөтүнө" in await stranger.says("1")


@pytest.mark.parametrize("payload", ["а_көкжар", "A_KokJar", "a_көк-жар_klub", "a_кокжар"])
async def test_the_payload_of_a_link_may_be_typed_on_other_keys(village, payload):
    stranger = village.resident("Жаңы")
    await stranger._hears(Incoming("first", stranger.peer, Kind.START, payload))
    assert "Көк-Жар айыл өкмөтүнө" in await stranger.says("1")


@pytest.mark.parametrize("typed", ["а жол оңдолсун", "а суу жок", "Көк-Жар", "а Ош"])
async def test_what_names_no_aimak_alone_goes_on_as_before(village, typed):
    stranger = village.resident("Жаңы")
    await stranger.says(typed)
    assert "Көк-Жар айыл өкмөтүнө" not in await stranger.says("1")


async def test_a_sign_put_on_a_message_answers_no_question(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("/forget")
    before = len(village.chats.sent)
    await village.receive(Incoming("sign", aigul.peer, Kind.REACTION, "👍", reply_to=aigul.heard[-1].question))
    assert len(village.chats.sent) == before
    assert "өчүр" in await aigul.says("/forget")


async def test_a_sentence_put_into_another_is_said_once_in_each_language():
    words = find_words(None)
    said = words.say("To change what you sent, open «{button}».", button=words.say("My proposals"))
    assert said.count("Менин сунуштарым") == said.count("Мои предложения") == 1
    assert find_words("ru").say("Yes") == "Да"


async def test_a_third_language_is_spoken_to_in_kyrgyz():
    assert Words("de").language == "ky"


async def _import(village, *rows: str) -> None:
    head = "code;oblast_ky;oblast_ru;rayon_ky;rayon_ru;aimak_ky;aimak_ru;phone;villages_ky;villages_ru"
    new, bad = read_aimaks("\n".join([head, *rows]).encode())
    assert not bad
    await village.database.write(lambda store: import_aimaks(store, new=new))


@pytest.mark.parametrize("starts_first", [True, False])
async def test_an_invite_typed_before_the_language_is_used_and_is_no_proposal(village, starts_first):
    async def invited(store):
        aimak = await store.aimaks.find_by_code("kokjar")
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=village.clock())).code

    code = await village.database.write(invited)
    nurlan = village.resident("Нурлан")
    if starts_first:
        await nurlan.starts()
    assert "Тилди тандаңыз" in await nurlan.says(code)
    assert "кызматыңыз" in await nurlan.says("Кыргызча")
    assert code not in await nurlan.says("бюджет адиси")


async def test_a_link_of_another_aimak_says_where_an_unfinished_proposal_would_go(village):
    aigul = await village.at_check("Айгүл", "Көпүрөнү оңдоп бергиле, балдар өтө албай жатат")
    answer = await aigul.starts("a_shark")
    assert "башка айыл аймагындасыз: Шарк" in answer
    assert "Бүтпөй калган сунушуңуз бар" in answer
    assert "башка айыл аймагындасыз" not in await aigul.starts("a_shark")


BRIDGE = "Көпүрөнү оңдоп бергиле, балдар өтө албай жатат"


async def test_a_link_of_another_aimak_says_where_a_text_that_is_held_would_go(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" in await aigul.says(BRIDGE)
    answer = await aigul.starts("a_shark")
    assert "башка айыл аймагындасыз: Шарк" in answer
    assert "Бул сунушпу?" in answer
    assert "бул жакка жөнөтүлөт: Шарк" in await aigul.follows_script("Ооба", "2")


async def test_another_aimak_chosen_in_the_settings_says_where_what_was_begun_would_go(village):
    aigul = await village.at_check("Айгүл", BRIDGE)
    question = await aigul.starts()
    go_on = next(id for id, _ in aigul.heard[-1].choices if id.startswith("resume:yes"))
    assert "Бүтпөй калган сунушуңуз бар" in question
    await aigul.says("Кийин улантам")
    await aigul.says("/settings")
    await aigul.presses("Башка айыл аймагы")
    await aigul.says("шарк")
    assert "башка айыл аймагындасыз: Шарк" in await aigul.presses("Шарк, Кара-Суу")
    checked = await aigul.taps(go_on)
    assert "бул жакка жөнөтүлөт: Шарк" in checked
    assert checked.count("Шарк") == 1


async def test_whoever_has_nothing_unsent_hears_only_the_greeting_of_another_aimak(village):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.starts("a_shark")
    assert "башка айыл аймагындасыз" not in answer
    assert "Шарк" in answer


async def test_the_check_screen_names_no_aimak_where_the_proposal_goes_where_it_was_begun(village):
    aigul = await village.at_check("Айгүл", BRIDGE)
    assert "Көк-Жар" not in aigul.heard[-1].text


@pytest.mark.parametrize("yes", ["ооба", "да", "макул"])
async def test_yes_takes_the_one_aimak_that_was_found(village, yes):
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.follows_script("1", "шарк")
    assert "Шарк" in await aigul.says(yes)
    assert (await aigul.person()).aimak_id is not None


async def test_yes_to_several_aimaks_asks_for_the_number_and_no_goes_back_to_the_list(village):
    await _import(village, "kara1;Ош облусу;О;Кара-Суу району;Р;Кара-Суу;Кара-Суу;112;;",
                  "kara2;Нарын облусу;Н;Кочкор району;К;Кара-Суу;Кара-Суу;112;;")  # fmt: skip
    aigul = village.resident("Айгүл")
    await aigul.starts()
    await aigul.follows_script("1", "кара суу")
    answer = await aigul.says("да")
    assert "номерин гана жазыңыз" in answer
    assert "Кара-Суу (Кочкор району)" in answer
    assert "Ош облусу" in await aigul.says("жок")


async def test_whoever_was_forgotten_hears_from_an_old_button_what_became_of_what_they_wrote(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", BRIDGE)
    assert "24 саат сакталат" in await aigul.says("Кийин улантам")
    await aigul.says("1")
    resume = aigul.heard[-1].choices[0][0]
    assert "24 саат сакталат" in await aigul.says("/cancel")
    village.clock.later(days=2)
    await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    for button in (resume, "propose", "mine", "consent:yes", "side:spending"):
        answer = await aigul.taps(button)
        if button == resume:
            assert "24 саат гана сакталат" in answer
            assert "только 24 часа" in answer
        assert "Тилди тандаңыз" in answer


async def test_what_is_kept_after_consent_is_kept_without_a_term(village):
    aigul = await village.at_check("Айгүл", BRIDGE)
    assert "24 саат" not in await aigul.says("Кийин улантам")
    assert "24 саат" not in await aigul.says("/cancel")


async def test_whoever_does_not_agree_can_begin_again_by_a_button(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", BRIDGE, "Азыр эмес")
    assert BRIDGE in await aigul.presses("Өчүрүү")
    answer = await aigul.says("ооба")
    assert "шилтемеңизди ачыңыз" in answer
    assert (await aigul.presses("Кайра баштоо")).startswith("Тилди тандаңыз")
    await aigul.says("1")
    assert (await aigul.taps("begin_again")).startswith("Облусуңузду")


async def test_a_stranger_who_types_begin_again_is_asked_the_language(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", BRIDGE, "жок", "ооба")
    assert (await aigul.says("кайра баштоо")).startswith("Тилди тандаңыз")


@pytest.mark.parametrize(
    ("first", "opens"),
    [
        ("Здравствуйте, у нас на улице нет света", "Сохранено. Сакталды.\n\nВыберите язык. Тилди тандаңыз."),
        ("Көчөдө жарык жок, оңдоп бергиле", "Сакталды. Сохранено.\n\nТилди тандаңыз. Выберите язык."),
        ("svet nado", "Выберите язык. Тилди тандаңыз."),
        ("Suu", "Тилди тандаңыз. Выберите язык."),
    ],
)
async def test_the_question_of_the_language_opens_in_that_of_the_first_words(village, first, opens):
    one = village.resident("Айгүл")
    came = await one.says(first)
    assert opens in came
    assert "1 — Кыргызча\n2 — Русский" in came
    assert "Облусуңузду" in await one.says("1")


@pytest.mark.parametrize(
    "said",
    ["здравствуйте я из Кок-Жара", "salamatsyzby men kokjardanmyn", "Ассалому алейкум, мен Көк-Жар айылынан болом"],
)
async def test_a_place_said_before_the_language_is_looked_up_and_no_text_that_is_kept(village, said):
    bakyt = village.resident("Бакыт")
    assert "Сакталды" not in await bakyt.says(said)
    assert "1 — Кок-Жар (Ноокатский район)" in await bakyt.says("Русский")
    assert "Здесь вы можете подать предложение" in await bakyt.says("да")
