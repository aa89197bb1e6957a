"""Replies by a swipe are about the message they answer, whatever stands last. Where that cannot be, it is asked."""

import pytest

from bot.office.answers import dialogue
from tests.handlers.resident.hearing_steps import DECEMBER, LIGHT, announced, carried, said_of, subscriber

SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."
HERE = "Мектептин арткы эшигинин жанында"


async def asks(village, clerk, text: str, *, number: int = 1) -> None:
    """The clerk asks the author of a proposal; nobody has read it yet."""
    person = await clerk.person()
    await village.database.write(
        lambda store: dialogue.ask_author(store, id=number, text=text, by=person, at=village.clock())
    )


async def answered(village, clerk) -> None:
    """The clerk answers the first proposal that waits."""
    await clerk.starts()
    await clerk.presses("Жооп күткөндөр")
    await clerk.follows_script("1", "Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")


async def said_about(village, number: int = 1) -> list[tuple[str, str]]:
    """The dialogue about a proposal, as kind and text."""
    found = await village.database.read(lambda store: store.dialogue.list_dialogue(number))
    return [(one.kind, one.text) for one in found]


@pytest.mark.parametrize("step", ["menu", "side", "text", "check", "help", "list"])
async def test_a_swipe_on_the_offices_question_is_the_reply_at_every_step(village, step, tell):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await asks(village, nurlan, "Кайсы жерде так?")
    await aigul.reads()
    if step == "list":
        await aigul.says("Менин сунуштарым")
    elif step == "help":
        await aigul.says("/help")
    elif step != "menu":
        await aigul.follows_script("сунуш берем", *(["2"] if step != "side" else []))
        if step == "check":
            await aigul.says("Көпүрөнү оңдоп бергиле")
    came = await aigul.swipes("Кайсы жерде так?", "7")
    assert "№ 0001. Жообуңуз берилди" in came
    assert ("replied", "7") in await said_about(village)
    assert len(await aigul.proposals()) == 1
    tell(f"a swipe on the office's question at a step, {step}", reached=1, kept_as_a_proposal=0)


async def test_a_swipe_reaches_the_older_of_two_questions(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("сунуш берем", "2", "Көпүрөнү оңдоп бергиле", "Жөнөтүү")
    await asks(village, nurlan, "Кайсы жерде так?", number=1)
    await asks(village, nurlan, "Кайсы көпүрө?", number=2)
    await aigul.reads()
    assert "№ 0001." in await aigul.swipes("Кайсы жерде так?", HERE)
    assert "№ 0002." in await aigul.swipes("Кайсы көпүрө?", "Ак-Суунун үстүндөгү көпүрө")
    # A word more, as a reply to «passed on», goes to the same clerk about the same proposal.
    assert "№ 0001." in await aigul.swipes("№ 0001. Жообуңуз", "Дагы бир сөз: түнкүсүн караңгы")
    assert [kind for kind, _ in await said_about(village, 1)] == ["asked", "replied", "replied"]


@pytest.mark.parametrize(
    ("text", "kind", "reaction"),
    [
        ("Качан башталат деги?", "question", "question"),
        ("макул эмесмин, себеби балдар түнкүсүн жүрөт", "objected", "disagree"),
        ("Түшүндүм, рахмат", "", "clear"),
        ("не согласна", "", "disagree"),
    ],
)
async def test_a_swipe_on_an_answer_is_a_reaction_or_a_question(village, text, kind, reaction):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answered(village, nurlan)
    await aigul.reads()
    await aigul.follows_script("сунуш берем", "2")  # something else stands last
    await aigul.swipes("ДОЛБООРГО КИРГЕН ЖОК", text)
    person = await aigul.person()
    assert await village.database.read(lambda store: store.dialogue.find_reaction(1, person.id)) == reaction
    assert [one for one, _ in await said_about(village)] == ([kind] if kind else [])
    assert len(await aigul.proposals()) == 1


async def test_a_swipe_on_a_receipt_adds_or_corrects(village):
    await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert f"№ 0001 сунушуңузга кошулсунбу? «{HERE}»" in await aigul.swipes("кабыл алынды", HERE)
    assert "кошулду" in await aigul.says("ооба")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\n{HERE}"
    await aigul.swipes("кабыл алынды", "Эки жарык керек мектептин жанына")
    assert "№ 0001 сунуш оңдолду" in await aigul.presses("Ордуна коюлсун")
    assert (await aigul.proposals())[0].text == "Эки жарык керек мектептин жанына"
    await aigul.swipes("кабыл алынды", "Баары жакшы болсун")
    await aigul.says("жок")
    assert (await aigul.proposals())[0].revision == 3
    assert "Сизге да рахмат" in await aigul.swipes("кабыл алынды", "рахмат")
    # Once it is answered, words in reply to the receipt are about the answer.
    assert "№ 0001" in await aigul.swipes("кабыл алынды", "жооп качан келет?")


@pytest.mark.parametrize("wish", ["кошумчамды өчүрүп салыңыз", "уберите то, что я добавил"])
async def test_what_a_swipe_added_can_be_taken_back(village, wish):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.swipes("кабыл алынды", HERE)
    await aigul.presses("Кошулсун")
    assert f"«{HERE}»" in await aigul.says(wish)
    assert "кошумча алынды" in await aigul.says("ооба")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.revision) == (LIGHT, 3)
    assert HERE not in await aigul.says(wish)


async def test_a_swipe_on_a_hearing_says_who_comes_with_how_many_or_asks(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await carried(village)
    await aigul.reads()
    await aigul.follows_script("сунуш берем", "2")
    assert "16-декабры" in await aigul.swipes("угуу", "буюрса барам")
    assert (await said_of(village, aigul, hearing)).coming
    await aigul.swipes("сизди күтөбүз", "биз 6 адам")
    assert (await said_of(village, aigul, hearing)).companions == 5
    await aigul.says("артка")
    assert "айыл өкмөтүнө" in await aigul.swipes("сизди күтөбүз", "Бала бакча боюнча да айтыласызбы?")
    assert "16-декабры" in await aigul.swipes("сизди күтөбүз", "бара албай калам")
    assert not (await said_of(village, aigul, hearing)).coming
    assert not await aigul.proposals()


async def test_who_has_not_answered_about_notices_replies_to_the_office_all_the_same(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.presses("Жөнөтүү")  # «Кабарлап туралыбы?» stands open
    await asks(village, nurlan, "Жарык азыр барбы?")
    await aigul.reads()
    came = await aigul.says("ооба, бирок күйбөйт")
    assert "№ 0001. Жообуңуз берилди" in came
    assert "кабарлап туралыбы" in came
    assert ("replied", "ооба, бирок күйбөйт") in await said_about(village)
    await asks(village, nurlan, "Канча жарык керек?")
    await aigul.reads()
    assert "Жообуңуз берилди" in await aigul.says("ооба")


@pytest.mark.parametrize("step", ["side", "text"])
async def test_in_a_proposal_words_below_the_offices_question_are_asked_about(village, step):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("сунуш берем", *(["2"] if step == "text" else []))
    await asks(village, nurlan, "Кайсы жерде так?")
    await aigul.reads()
    came = await aigul.says(HERE)
    assert "1 — № 0001ге жооп" in came or "№ 0001" in came.partition("1 — ")[2].partition("\n")[0]
    came = await aigul.says("1")
    assert "Жообуңуз берилди" in came
    assert ("1/3." if step == "side" else "2/3.") in came
    await asks(village, nurlan, "Дагы бир суроо?")
    await aigul.reads()
    await aigul.says("Көпүрөнү оңдоп бергиле")
    came = await aigul.presses("Ооба")
    assert ("1/3." if step == "side" else "3/3.") in came
    assert step == "side" or "«Көпүрөнү оңдоп бергиле»" in came


async def test_a_swipe_on_a_message_nobody_knows_is_never_part_of_a_proposal(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("сунуш берем", "2")
    assert "Бул сунушпу?" in await aigul.swipes("Тилди тандаңыз", "Ал жерде дагы суу жок")
    await aigul.says("жок")
    # A swipe on the very question is its answer.
    assert "3/3." in await aigul.swipes("2/3.", "Көпүрөнү оңдоп бергиле")


async def test_why_somebody_does_not_agree_is_asked_once_and_stands_on_the_card(village, tell):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answered(village, nurlan)
    await aigul.reads()
    await aigul.says("меню")  # the answer is not the last message any more
    assert "Себебин жазасызбы?" in await aigul.says("макул эмесмин")
    assert "№ 0001 боюнча эмнеге макул эместигиңиз" in await aigul.says("Балдар түнкүсүн караңгыда жүрөт")
    assert "макул эмес: «Балдар түнкүсүн караңгыда жүрөт»" in await nurlan.reads()
    assert "Автор макул эмес: Балдар түнкүсүн" in await nurlan.taps("desk_one:1")
    assert "Себебин жазасызбы?" not in await aigul.taps("disagree:1")
    bakyt = await village.with_proposal("Бакыт", "Автобус аялдамасына чатыр керек")
    await answered(village, nurlan)
    await bakyt.reads()
    await bakyt.says("не согласен")
    assert "Себебин" not in await bakyt.says("өткөрүп жиберүү")
    tell("objections", asked_once=1, skipped=1)


async def test_sums_and_companions_as_they_are_spoken_are_read_back_or_asked(village):
    hearing = await announced(village)
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("Өзгөртүү")
    await aigul.taps("change_to:amount")
    assert "100\u00a0000 сом\n2 — 150\u00a0000 сом" in await aigul.says("100-150 миң")
    assert "150\u00a0000 сомбу?" in await aigul.says("2")
    assert "150\u00a0000" in await aigul.says("ооба")
    await aigul.says("жөнөтүңүз")
    await aigul.taps("notices:yes")
    await aigul.taps(f"come:{hearing.id}")
    assert "1 — 3\n2 — 4" in await aigul.says("3-4 киши")
    await aigul.says("2")
    assert (await said_of(village, aigul, hearing)).companions == 4
    await aigul.taps(f"decline:{hearing.id}")
    await aigul.says("жалгыз барам")
    said = await said_of(village, aigul, hearing)
    assert (said.coming, said.companions) == (True, 0)
    await aigul.says("меню")
    await aigul.says("5 киши барабыз")
    assert (await said_of(village, aigul, hearing)).companions == 5
    village.clock.now = DECEMBER + 1
    assert "«Мектеп тууралуу эмне чечилди?»" in await aigul.swipes("сизди күтөбүз", "Мектеп тууралуу эмне чечилди?")


async def test_a_swipe_on_ones_own_text_is_about_that_proposal(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    at = 0  # the only thing typed: the text itself
    await aigul.follows_script("сунуш берем", "чыгаша")
    came = await aigul.swipes_own(at, HERE)
    assert f"№ 0001 сунушуңузга кошулсунбу? «{HERE}»" in came
    await aigul.says("ооба")
    assert (await aigul.proposals())[0].text == f"{LIGHT}\n{HERE}"
    assert "Сизге да рахмат" in await aigul.swipes_own(at, "рахмат")


async def test_a_swipe_on_ones_own_unsent_text_is_about_that_draft(village):
    aigul = await village.in_menu("Айгүл", language="ru")
    await aigul.follows_script("1", "расходы", "Нужен мост через арык")
    mine = -1
    assert "3/3." in aigul.heard[-1].text
    assert "Добавить это к предложению? «За клубом, где тополя»" in await aigul.swipes_own(
        mine, "За клубом, где тополя"
    )
    assert "«Нужен мост через арык. За клубом, где тополя»" in await aigul.says("да")
    before = len(aigul.wrote) - 3
    await aigul.says("/cancel")
    assert "Добавить это" in await aigul.swipes_own(before, "Мост нужен до весны")  # from the menu, weeks later too
    assert "«Мост нужен до весны»" in await aigul.presses("Заменить текст")
    assert "Удалить?" in await aigul.swipes_own(-1, "удалите это")
    assert "3/3." in await aigul.says("нет")


async def test_a_swipe_on_ones_own_held_text_shows_both(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("бүгүн кечинде чогулабыз деп уктум")
    came = await aigul.swipes_own(-1, "клубдун чатыры тууралуу айткым келген")
    assert "«клубдун чатыры тууралуу айткым келген»" in came
    assert "«бүгүн кечинде чогулабыз деп уктум»" in came
    assert "Экөө бир сунуш" in came


@pytest.mark.parametrize("step", ["list", "one", "companions", "question"])
async def test_words_that_come_too_late_are_kept_at_a_hearings_screen_too(village, step):
    nurlan, hearing = await village.worker("Нурлан"), await announced(village)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answered(village, nurlan)
    await aigul.reads()
    if step == "list":
        await aigul.says("угуулар")
    else:
        await aigul.taps(f"hearing:{hearing.id}")
    if step == "companions":
        await aigul.says("барам")
    if step == "question":
        await aigul.taps(f"hearing_ask:{hearing.id}")
    said = "Тактап коёюн: чырак Ленин көчөсүнө керек"
    came = await aigul.swipes("кабыл алынды", said)
    assert "№ 0001" in came  # a question on the answer
    assert ("question", said) in await said_about(village)
    assert not await asked_questions(village, hearing)
    await aigul.says("меню")
    await aigul.taps(f"hearing:{hearing.id}")
    for word in ("мурункуну кайра жөнөт", "кайра жөнөтүңүз", "отправьте то же самое ещё раз", "оңдоп коюңуз"):
        await aigul.says(word)
        assert len(await said_about(village)) == 1, word
        assert len(await aigul.proposals()) == 1


async def asked_questions(village, hearing):
    return await village.database.read(lambda store: store.hearings.list_questions(hearing.id))


async def test_a_voice_in_reply_to_a_hearing_is_asked_for_in_words(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await carried(village)
    await aigul.reads()
    came = await aigul.swipes_with("угуу", "voice")
    assert "Сурооңузду сөз менен жазыңыз" in came or "жазыңыз" in came
    assert "айыл өкмөтүнө" in await aigul.says("Мектептин жолу да каралабы?")
    assert await asked_questions(village, hearing) == ["Мектептин жолу да каралабы?"]
    await aigul.taps(f"hearing:{hearing.id}")  # its card is about it as well as its notice
    assert "айыл өкмөтүнө" in await aigul.swipes("Качан: ", "Алыстан келгендерге унаа болобу?")
    assert "сизди күтөбүз" in await aigul.swipes("Качан: ", "сөзсүз барам")
    assert "сизди күтөбүз" not in await aigul.swipes("Качан: ", "рахмат")


async def test_a_disagreement_with_its_reason_is_asked_about_with_its_number_first(village):
    nurlan = await village.worker("Нурлан")
    for number, (name, said) in enumerate((
        ("Айгүл", "не согласен, дорога так и осталась плохая"),
        ("Бакыт", "0002 боюнча макул эмесмин, жол баягыдай эле жаман"),
        ("Сапар", "по 0003 не согласна, дорога плохая"),
        ("Жыпар", "не согласен с ответом по дороге потому что она плохая"),
    ), 1):  # fmt: skip
        one = await village.with_proposal(name, f"{LIGHT} {number}")
        await answered(village, nurlan)
        await one.reads()
        await one.says(said)
        titles = [title for _, title in one.heard[-1].choices]
        assert titles == [f"№ {number:04}: макул эмес", "Сунуш берүү"], (said, one.heard[-1])
        assert f"{number:04}" in await one.says("макул эмесмин")
        assert ("objected", said) in await said_about(village, number), await said_about(village, number)
    wish = "не согласен с дорогой: предлагаю щебень у школы"
    assert "Сунуш берүү" in await one.says(wish)
    assert "1/3." in await one.says("2")
    await one.says("чыгаша")
    assert wish in one.heard[-1].numbered()
    await one.says("/cancel")
    # A number without an answer is asked about as any text is. Where no answer came, it is no objection.
    await one.says("0009 боюнча макул эмесмин, жол жаман")
    assert [title for _, title in one.heard[-1].choices][:2] == ["Ооба", "Жок"]
    last = await village.in_menu("Токтогул")
    assert "№" not in await last.says("макул эмесмин, жол баягыдай эле жаман")
