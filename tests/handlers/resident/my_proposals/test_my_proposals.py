"""«Менин сунуштарым»: where each stands, correcting, withdrawing, taking one's name off; and what a person can set."""

import re

import pytest
from sqlalchemy import update

from storage.database.schema import people
from storage.proposals import Proposal

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_the_list_shows_where_each_proposal_stands(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    answer = await aigul.says("2")
    assert f"№ 0001, жооп күтүүдө: «{LIGHT}»" in answer
    assert "чыгаша, көчө жарыгы" in await aigul.says("1")


async def test_a_long_text_is_shown_whole_in_parts(village):
    long = "Жол " * 2000
    aigul = await village.with_proposal("Айгүл", long)
    await aigul.says("2")
    shown = await aigul.says("№ 0001")
    while any(title == "Дагы" for _, title in aigul.heard[-1].ways):
        shown += await aigul.says("Дагы")
    assert shown.count("Жол") == 2000


async def test_a_correction_is_a_revision_and_the_earlier_text_stays(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("2", "1", "Өзгөртүү")
    assert "№ 0001 сунуш оңдолду." in await aigul.says("Мектептин жанына үч жарык керек")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.revision, proposal.label) == ("Мектептин жанына үч жарык керек", 2, "0001")


async def test_a_short_text_that_says_little_of_the_old_one_is_asked_about(village):
    old = "Көчөдө түнкүсүн караңгы, мектептин жанына жарык орнотуп, жолду да түзөп бериңиздер, балдар жыгылып жүрөт"
    aigul = await village.with_proposal("Айгүл", old)
    await aigul.follows_script("2", "1", "Өзгөртүү")
    asked = await aigul.says("Жарык түнкүсүн күйсүн")
    assert "кошулсунбу" in asked
    assert "Жарык түнкүсүн күйсүн" in asked
    assert f"азыр мындай: «{old[:40]}" in asked
    assert (await aigul.proposals())[0].text == old
    assert "№ 0001 сунуш оңдолду." in await aigul.says("2")


async def test_the_name_of_a_button_is_no_corrected_text(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("2", "1", "Өзгөртүү")
    assert "оңдолду" not in await aigul.says("Текст")
    assert (await aigul.proposals())[0].text == LIGHT


async def test_withdrawing_is_asked_back_and_nothing_is_deleted(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("2", "1")
    assert "Анда ага жооп берилбейт" in await aigul.says("Кайтарып алуу")
    assert (await aigul.says("жок")).startswith("№ 0001, жооп күтүүдө")
    await aigul.says("Кайтарып алуу")
    assert "№ 0001 сунуш кайтарылып алынды." in await aigul.says("ооба")
    (proposal,) = await aigul.proposals()
    assert proposal.withdrawn_at is not None
    assert "кайтарылып алынган" in await aigul.says("2")
    await aigul.says("1")
    assert [title for _, title in aigul.heard[-1].choices] == []


async def test_somebody_elses_proposal_cannot_be_opened(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (hers,) = await aigul.proposals()
    bakyt = await village.with_proposal("Бакыт", "Көпүрөнү оңдоп бериңиздер")
    assert LIGHT not in await bakyt.taps(f"mine_one:{hers.id}")
    await bakyt.taps("correct")
    await bakyt.taps("withdraw")
    assert (await aigul.proposals())[0] == hers


async def test_the_number_is_counted_for_each_aimak_and_year(village):
    labels: list[Proposal] = []
    for name, aimak in (("А", "kokjar"), ("Б", "kokjar"), ("В", "shark")):
        resident = await village.in_menu(name, aimak=aimak)
        await resident.taps("propose")
        await resident.follows_script("2", LIGHT, "макул", "1")
        labels += await resident.proposals()
    assert [proposal.label for proposal in labels] == ["0001", "0002", "0001"]


async def test_before_march_the_budget_year_is_the_current_one(village):
    village.clock.later(days=70)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert (await aigul.proposals())[0].budget_year == 2027


async def test_a_name_can_be_taken_off(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("2", "Дагы", "Атым", "Айгүл Асанова", "1", "2", "2", "1")
    assert "Атыңыз мындан ары көрүнбөйт." in await aigul.says("Атым көрүнбөсүн")
    assert (await aigul.proposals())[0].author_name is None


async def test_notices_are_asked_once_also_of_whoever_does_not_answer(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кабарлап туралыбы" in (await aigul.says("1"))
    await aigul.taps("propose")
    second = await aigul.follows_script("2", "Көпүрөнү оңдоп бериңиздер", "1")
    assert "0002" in second
    assert "кабарлап туралыбы" not in second


@pytest.mark.parametrize(
    "said", ["сообщать", "уведомлять", "да, оповещайте", "пусть присылают", "кабарлап турсаңыздар болот", "soobshat"]
)
async def test_the_question_about_notices_is_answered_by_its_own_verb(village, said):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("1")
    assert "ар бир угуу тууралуу" in await aigul.says(said)


async def test_notices_are_asked_once_and_can_be_changed(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("propose")
    assert "кабарлап туралыбы" not in await aigul.follows_script("2", "Көпүрөнү оңдоп бериңиздер", "1")
    assert "Угуулар тууралуу кабар: келбейт" in await aigul.says("/settings")
    assert "Угуулар тууралуу кабар: келет" in await aigul.says("Кабар алам")
    person = await aigul.person()
    assert (
        await village.database.read(
            lambda store: store.subscriptions.find_subscription(person.id, person.aimak_id or 0)
        )
        is True
    )


async def test_notices_of_another_aimak_are_named_and_stopped_as_well(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("notices:yes")
    await aigul.starts("a_shark")
    assert "келет: Көк-Жар\n" in await aigul.says("/settings")
    assert {"Кабар албайм", "Кабар алам"} <= {title for _, title in aigul.heard[-1].choices}
    await aigul.says("Кабар алам")
    assert re.search("келет: (Көк-Жар, Шарк|Шарк, Көк-Жар)\n", await aigul.says("/settings"))
    await aigul.says("Алыстамын")
    assert "Шарк (жыйынтыгы гана)" in aigul.heard[-1].text
    assert "Көк-Жар (" not in aigul.heard[-1].text
    assert len(aigul.heard[-1].choices) == 5
    assert "кабар жөнөтпөйбүз" in await aigul.says("Кабар албайм")
    assert "Угуулар тууралуу кабар: келбейт" in aigul.heard[-1].text
    assert "Кабар албайм" not in {title for _, title in aigul.heard[-1].choices}
    person = await aigul.person()
    assert await village.database.read(lambda store: store.subscriptions.list_following(person.id)) == []


async def test_notices_of_several_aimaks_are_named_in_russian_too(village):
    bakyt = await village.with_proposal("Бакыт", LIGHT, language="ru")
    await bakyt.taps("notices:yes")
    await bakyt.starts("a_shark")
    assert "приходят из айылных аймаков: Кок-Жар\n" in await bakyt.says("/settings")


async def test_quoting_can_be_switched_off_for_a_shared_phone(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("/settings")
    assert "Жоопто сунушуңуздун тексти көрсөтүлөбү: жок" in await aigul.says("Текст көрсөтүлбөсүн")
    assert (await aigul.person()).quotes is False


async def test_another_aimak_can_be_chosen_and_old_proposals_stay_where_they_were(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.says("/settings")
    await aigul.follows_script("Башка айыл аймагы", "шарк", "1")
    await aigul.taps("propose")
    await aigul.follows_script("2", "Көпүрөнү оңдоп бериңиздер", "1")
    second, first = await aigul.proposals()
    assert first.aimak_id != second.aimak_id
    assert (first.label, second.label) == ("0001", "0001")


async def test_strangers_are_forgotten_after_a_day_and_residents_are_not(village):
    from bot.office import residents

    stranger = village.resident("Бирөө")
    await stranger.says(LIGHT)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    village.clock.later(days=1, minutes=1)
    forgotten = await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    assert forgotten == [("telegram", "bot", "Бирөө")]
    assert len(await aigul.proposals()) == 1
    assert "Тилди тандаңыз." in await stranger.says("салам")


async def test_a_redelivered_event_does_nothing_twice(village):
    from bot.chat.message import Incoming, Kind

    aigul = await village.at_check("Айгүл", LIGHT)
    send = Incoming("the same", aigul.peer, Kind.CHOICE, choice=aigul.heard[-1].choices[0][0])
    for _ in range(3):
        await village.receive(send)
    before = len(village.chats.sent)
    await village.courier.carry()
    assert len(village.chats.sent) - before == 2
    assert len(await aigul.proposals()) == 1


async def test_a_handler_that_fails_is_set_aside_and_the_next_message_goes_on(village, monkeypatch):
    from bot.office import proposals

    aigul = await village.in_menu("Айгүл")

    async def fails(*_args, **_keywords):
        raise RuntimeError("a bug")

    monkeypatch.setattr(proposals, "submit", fails)
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT, "макул")
    assert "ката кетти" in await aigul.says("1")
    monkeypatch.undo()
    assert "номери — 0001" in await aigul.says("1")


async def test_typing_a_number_opens_the_proposal_of_that_number(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("propose")
    await aigul.follows_script("2", "Көпүрөнү оңдоп бериңиздер", "1")
    for typed, expected in (("0001", LIGHT), ("0002", "Көпүрөнү"), ("№ 0001", LIGHT), ("1", "Көпүрөнү")):
        await aigul.taps("mine")
        assert f"«{expected}" in await aigul.says(typed), typed


async def test_the_card_shows_all_that_was_sent(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.follows_script("Өзгөртүү", "Жайгашкан жери", "Ленин көчөсү", "2", "Суммасы", "5000", "ооба", "1", "2")
    await aigul.says("2")
    card = await aigul.says("1")
    assert "Жери: Ленин көчөсү" in card
    assert "Суммасы: 5\u00a0000 сом" in card
    assert "Келген күнү: 2026-жылдын 23-ноябры" in card


async def test_a_correction_can_be_spoken(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("2", "1", "Өзгөртүү")
    assert "1 үн билдирүү" in await aigul.sends("voice")
    assert (await aigul.proposals())[0].text == LIGHT


async def test_refusing_consent_later_erases_the_draft_alone(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    withdrawn = update(people).values(consent_version=None)  # as an older Sunush left it
    await village.database.write(lambda store: store.connection.execute(withdrawn))
    await aigul.taps("propose")
    await aigul.follows_script("2", "Көпүрөнү оңдоп бериңиздер")
    assert "Өчүрөлүбү?" in await aigul.says("жок")
    assert "Мурда жөнөткөн сунуштарыңыз калды" in await aigul.says("ооба")
    assert (await aigul.person()).language == "ky"
    assert len(await aigul.proposals()) == 1


async def test_settings_in_the_middle_keep_the_step(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    await aigul.says("/settings")
    assert (await aigul.says("0")).startswith("2/3.")
    await aigul.follows_script("/settings", "Башка айыл аймагы")
    assert "Айыл аймагы:" in await aigul.says("0")


async def test_the_page_of_a_proposal_offers_whatever_the_office_waits_for(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Авторго суроо", "Кайсы көчө экенин жазып бериңиз", "ооба")
    await aigul.reads()
    await aigul.says("/start")
    said = await aigul.taps("mine_one:1")
    assert "Айыл өкмөтү: «Кайсы көчө экенин жазып бериңиз»" in said
    assert "Жооп жазуу" in said
    await aigul.presses("Жооп жазуу")
    assert "Жообуңуз берилди." in await aigul.says("Ала-Тоо көчөсү")
    assert "Жооп жазуу" not in await aigul.taps("mine_one:1")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Сунуш эмес", "спам")
    await aigul.reads()
    await aigul.says("/start")
    said = await aigul.taps("mine_one:1")
    assert "№ 0001, эсепке алынган жок" in said
    assert "сунуш деп эсептебейт: бул жарнама. Макулсузбу?" in said
    assert "чейин ушул жерге келет" not in said
    assert [title for _, title in aigul.heard[-1].choices][:2] == ["Ооба", "Жок"]
    assert "белгиленди" in await aigul.says("жок")
    assert "макул эмес" in await nurlan.reads()
    assert "Макулсузбу" not in aigul.heard[-1].text


async def test_what_was_withdrawn_asks_nothing_any_more(village):
    olga = await village.with_proposal("Ольга", "Нужно починить дорогу у больницы", language="ru")
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Авторго суроо", "Какая это улица, напишите пожалуйста", "ооба")
    await olga.taps("mine_one:1")
    assert "Написать ответ" in olga.heard[-1].numbered()
    await olga.follows_script("Отозвать", "да")
    assert "Написать ответ" not in await olga.taps("mine_one:1")
