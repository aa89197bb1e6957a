"""A local initiative from the call to the report, as the office and a group see it at their telephones."""

from bot.budget.initiative.application import STEPS
from tests.handlers.resident.hearing_steps import subscriber

PROBLEM = "Балдар ойноочу жер жок, жолдо ойношот"
DOING = "Мектептин жанына аянтча курабыз"
ANSWERS = (
    "Жаштар тобу, Айбек, 0555 12 34 56",
    PROBLEM,
    DOING,
    "Көк-Жар айылы, Ленин көчөсү",
    "Апрель: тосмо. Май: көчөттөр",
    "Цемент, 20 кап — 12 000 сом\nТемир 15 миң сом",
    "Эмгек, 10 адам — 10 000 сом",
)


def plain(text):
    """A text with usual spaces in its sums."""
    return text.replace("\xa0", " ")


async def announces(clerk, regime="local"):
    """A clerk announces a call in four steps."""
    await clerk.taps("initiative_desk")
    await clerk.taps("call_new")
    await clerk.taps(f"call_regime:{regime}")
    await clerk.says("50 000")
    await clerk.says("10.12.2026")
    await clerk.says("30.04.2027")
    return await clerk.presses("Жарыялоо")


async def applies(resident, answers=ANSWERS):
    """Somebody goes through the nine steps to the check."""
    await resident.taps("initiative_begin")
    for answer in answers:
        await resident.says(answer)
    await resident.presses("Өткөрүп жиберүү")
    await resident.sends("photo", "place")
    return await resident.presses("Андан ары")


async def sent(village, name="Айбек"):
    """A clerk's call, and the application of one group."""
    clerk = await village.worker("Нурлан")
    await announces(clerk)
    resident = await village.in_menu(name)
    await applies(resident)
    await resident.presses("Жөнөтүү")
    await resident.taps("consent:yes")
    return clerk, resident


async def test_a_group_applies_in_nine_steps_and_hears_every_turn_to_the_report(village, tell):
    follower = await subscriber(village, "Гүлжан")
    clerk = await village.worker("Нурлан")
    assert "жарыялана элек" in await clerk.taps("initiative_desk")
    assert "Кабыл алуу жарыяланды" in await announces(clerk)
    await village.tells()
    notice = await follower.reads()
    assert notice.startswith("ЖЕРГИЛИКТҮҮ ДЕМИЛГЕЛЕР КАБЫЛ АЛЫНАТ")
    assert "50 000 сом" in plain(notice)
    assert "Демилге берүү" in notice

    aibek = await village.in_menu("Айбек")
    assert "Демилге берүү" in await aibek.presses("Дагы")
    check = await applies(aibek)
    assert len(STEPS) == 9
    assert "Бардык чыгым: 27 000 сом" in plain(check)
    assert "Бюджеттен суралат: 17 000 сом" in plain(check)
    assert "/privacy" in await aibek.presses("Жөнөтүү")
    receipt = await aibek.taps("consent:yes")
    assert "номери — Д1-01" in receipt

    card = await clerk.taps("initiative_one:1")
    assert DOING in card
    assert "Автор кыргызча окуйт." in card
    await clerk.presses("Көрүлгөн документтер")
    assert "✓ Паспорт" in await clerk.presses("Паспорт")
    await clerk.says("0")
    await clerk.presses("Баалар")
    for place in range(1, 6):
        await clerk.says(str(place))
        assert "бүтүн сан" in await clerk.says("11")
        await clerk.says("8")
        await clerk.says("Айылдын баары колдонот")
    assert "Упай: 100дөн 80,0" in await clerk.says("0")

    await clerk.taps("call_one:1")
    assert "Акыркы күнү бүтө элек" in await clerk.presses("Кабыл алууну жабуу")
    village.clock.later(days=20)
    assert "Күтүп жаткандар: Д1-01" in await clerk.presses("Кабыл алууну жабуу")
    await clerk.taps("initiative_one:1")
    await clerk.presses("Чечим чыгаруу")
    await clerk.presses("Бөлүгү берилет")
    assert "Бул жерде эң көбү 17 000 сом" in plain(await clerk.says("18 000"))
    await clerk.says("15 000")
    assert "белгиден кем" in await clerk.says("аз акча")
    await clerk.says("Тосмого быйылкы бюджеттен ушунча каражат жетет")
    assert "Арыз ээсине айтылды" in await clerk.presses("Кабар берүү")
    told = await aibek.reads()
    assert told.startswith("ДЕМИЛГЕГЕ АКЧАНЫН БИР БӨЛҮГҮ БЕРИЛЕТ")
    assert "15 000 сом" in plain(told)

    await clerk.taps("initiative_one:1")
    await clerk.presses("Акча жана иш")
    await clerk.presses("Келишим")
    await clerk.says("№ 4, 20.12.2026")
    await clerk.presses("Акча жана иш")
    await clerk.presses("Төлөндү")
    await clerk.says("Төлөм тапшырмасы № 17")
    await clerk.says("15000")
    assert "Төлөндү 15 000 сом" in plain(await aibek.reads())

    await aibek.taps("initiative_mine:1")
    await aibek.presses("Акча жумшалды")
    await aibek.says("Цемент алдык")
    assert "эң көбү 15 000" in plain(await aibek.says("16000"))
    await aibek.says("12000")
    await aibek.presses("Иштин жүрүшү")
    await aibek.sends("photo", "fence", "Тосмо бүттү")
    await aibek.presses("Отчёт")
    assert "3 000 сом жумшала да" in plain(await aibek.says("Баары бүттү, рахмат"))
    await clerk.taps("initiative_one:1")
    await clerk.presses("Акча жана иш")
    await clerk.presses("Кайтарылды")
    await clerk.says("Касса № 3")
    await clerk.says("3000")
    await aibek.taps("initiative_mine:1")
    await aibek.presses("Отчёт")
    assert "бүттү, отчёту бар" in await aibek.says("Баары бүттү, балдар ойноп жатышат")
    await clerk.taps("call_one:1")
    assert "Кабыл алуу жабылды" in await clerk.presses("Кабыл алууну жабуу")

    shown = await follower.taps("initiatives")
    assert "№ Д1-01: суралды 17 000 сом, берилди 15 000 сом; бүттү" in plain(shown)
    assert DOING not in shown
    await aibek.taps("initiative_mine:1")
    await aibek.presses("Сөзүмдү көрсөтүү")
    assert DOING in await follower.taps("initiatives")
    tell("a local initiative from the call to the report", steps=len(STEPS), decisions_not_told=0)


async def test_an_unsent_application_is_kept_and_offered_back_in_russian(village):
    clerk = await village.worker("Нурлан")
    await announces(clerk, "state")
    anna = await village.in_menu("Анна", language="ru")
    assert "1/9" in await anna.taps("initiative_begin")
    await anna.says("Группа соседей, Анна, 0555 11 22 33")
    assert "2/9" in await anna.says("нет")
    assert "3/9" in await anna.sends("voice", "said")
    assert "Подать инициативу" in await anna.presses("Продолжу позже")
    assert "ещё не отправлена" in await anna.taps("initiative_begin")
    assert "3/9" in await anna.presses("Да")
    assert "2/9" in await anna.says("0")
    await anna.presses("Пропустить")
    await anna.says("Построим площадку")
    assert "сказано голосом" in await anna.follows_script("0", "0")


async def test_a_proposal_becomes_an_initiative_by_one_tap_of_its_author(village):
    clerk = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", PROBLEM)
    [proposal] = await aigul.proposals()
    assert "Өз салымыбыз" not in await aigul.taps(f"mine_one:{proposal.id}")
    await announces(clerk)
    assert "Өз салымыбыз" in await aigul.taps(f"mine_one:{proposal.id}")
    await aigul.presses("Өз салымыбыз")
    await aigul.says(ANSWERS[0])
    await aigul.presses("Өткөрүп жиберүү")  # the problem is there already
    for answer in ANSWERS[2:]:
        await aigul.says(answer)
    await aigul.presses("Өткөрүп жиберүү")
    check = await aigul.presses("Өткөрүп жиберүү")
    assert PROBLEM in check
    assert "Д1-01" in await aigul.presses("Жөнөтүү")
    assert "Өз салымыбыз" not in await aigul.taps(f"mine_one:{proposal.id}")
    stranger = await village.in_menu("Бакыт")
    assert "Д1-01" not in await stranger.taps("initiative_mine:1")
    assert "мурунку" in await stranger.taps(f"own_share:{proposal.id}")


async def test_neither_a_resident_nor_another_aimak_sees_or_judges_an_initiative(village):
    _, aibek = await sent(village)
    other = await village.worker("Жамал", aimak="shark")
    for worker in (aibek, other):
        for choice in ("initiative_one:1", "call_one:1"):
            assert DOING not in await worker.taps(choice)
    assert "укугуңуз жок" in (await other.taps("initiative_one:1"))
    assert "укугуңуз жок" in (await aibek.taps("initiative_desk"))


async def test_an_application_is_withdrawn_and_the_office_hears_it(village):
    clerk, aibek = await sent(village)
    await clerk.reads()
    await aibek.taps("initiative_mine:1")
    await aibek.presses("Кайтарып алуу")
    await aibek.presses("Ооба")
    assert "кайтарып алды" in await clerk.reads()
    await clerk.taps("initiative_one:1")
    assert "Чечим чыгаруу" not in await clerk.reads()
    village.clock.later(days=20)
    await clerk.taps("call_one:1")
    assert "Кабыл алуу жабылды" in await clerk.presses("Кабыл алууну жабуу")
    assert "Азыр демилге кабыл алынбайт" in await aibek.taps("initiative_begin")


async def test_sums_are_read_back_and_bound_what_is_asked_and_granted(village):
    clerk = await village.worker("Нурлан")
    await announces(clerk)
    anna = await village.in_menu("Анна", language="ru")
    await anna.taps("initiative_begin")
    for answer in ("Соседи, Анна", PROBLEM, DOING, "Ленин көчөсү", "Апрель: тосмо"):
        await anna.says(answer)
    assert "отдельной строкой" in await anna.says("Доски 90 000 гвозди 5 000")
    read = plain(await anna.says("Доски 90 000, гвозди 5 000"))
    assert "Доски: 90 000 сом" in read
    assert "95 000 сом" in read
    assert "в счёт не идёт: «Труд 500 часов»" in await anna.says("Труд 500 часов")
    await anna.presses("Пропустить")
    check = plain(await anna.presses("Пропустить"))
    assert "не больше 50 000" in check or "50 000 сом" in check
    assert "Отправить" not in check
    await anna.presses("Свой вклад")
    check = await anna.says("Труд 100 000")
    assert "ничего не просится" in check
    await anna.presses("Отправить")
    await anna.taps("consent:yes")
    await clerk.taps("initiative_one:1")
    await clerk.presses("Чечим чыгаруу")
    assert "эч нерсе суралган эмес" in await clerk.presses("Акча берилет")
    await clerk.presses("Берилбейт")


async def test_what_answers_a_step_is_kept_as_it_was_written(village):
    clerk = await village.worker("Нурлан")
    await announces(clerk)
    anna = await village.in_menu("Анна", language="ru")
    await anna.taps("initiative_begin")
    for answer in ("Соседи, Анна", PROBLEM, DOING, "Ленин көчөсү"):
        await anna.says(answer)
    for plan in ("Апрель: посадка", "Весной", "весна", "много", "Жазында"):
        assert "6/9" in await anna.says(plan), plan
        assert f"«{plan}»" in await anna.says("0")
    assert "Чтобы продолжить" in await anna.presses("Продолжу позже")
