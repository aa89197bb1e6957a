"""A clerk's queue: counts on the menu, what narrows a list, the search, the next card after an answer."""

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Side, Source
from bot.budget.workdays import find_day
from bot.office import proposals
from tests.handlers.offices import joined, proposed
from tests.storage.rows import JANY_ARYK

SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."
TEXTS = ("Мектептин жанына жарык керек", "Көпүрөнү оңдоп бериңиздер", "Освещение у школы", "Клубга чатыр керек")


@pytest.fixture
async def desk(village):
    """A clerk with four proposals, of which the first is late; the author's village is that of the second."""
    await village.database.write(lambda store: store.aimaks.put(JANY_ARYK))
    aigul = await village.in_menu("Айгүл", aimak=JANY_ARYK.code)
    nurlan = await village.worker("Нурлан", aimak=JANY_ARYK.code)
    person = await aigul.person()
    (first, *_) = await village.database.read(lambda store: store.aimaks.list_villages(person.aimak_id))
    made = [await proposed(village, aigul, TEXTS[0], category="sp_lighting")]
    village.clock.later(days=30)
    made += [await proposed(village, aigul, TEXTS[1], village_id=first.id)]
    made += [await proposed(village, aigul, text) for text in TEXTS[2:]]
    await nurlan.reads()
    return village, nurlan, aigul, made, first.name("ky")


async def test_the_menu_says_how_much_waits_and_how_much_is_late(desk, tell):
    village, nurlan, _, _, _ = desk
    menu = await nurlan.says("/start")
    assert "1 — Жооп күткөндөр · 4, мөөнөтү өттү · 1\n" in menu
    olga = await village.worker("Ольга", language="ru", aimak=JANY_ARYK.code)
    assert "1 — Ждут ответа · 4, просрочено · 1\n" in await olga.says("/start")
    other = await village.worker("Асан", aimak="shark")
    assert "1 — Жооп күткөндөр\n" in await other.says("/start")
    tell("counts on the menu of an office", right=2, of_another_aimak=0)


async def test_a_list_is_narrowed_to_what_is_chosen_and_says_so(desk):
    _, nurlan, _, _, village_name = desk
    assert "4 сунуш жооп күтүүдө" in await nurlan.says("Жооп күткөндөр")
    asked = await nurlan.presses("Тандап көрүү")
    assert "1 — Түрү боюнча\n2 — Айыл боюнча\n3 — Мөөнөтү өттү · 1" in asked
    late = await nurlan.says("Мөөнөтү өттү")
    assert "1 сунуштун мөөнөтү өттү" in late
    assert "№ 0001" in late
    assert "0002" not in late
    await nurlan.presses("Тандап көрүү")
    villages = await nurlan.presses("Айыл боюнча")
    assert "айылы көрсөтүлгөн эмес · 1" in villages  # of the late ones
    await nurlan.taps("back")
    await nurlan.taps("desk_show:waiting")
    await nurlan.presses("Тандап көрүү")
    await nurlan.taps("desk_by:village_id")
    only = await nurlan.says(village_name)
    assert f"Тандалганы: {village_name}." in only
    assert "0002" in only
    assert "0003" not in only
    asked = await nurlan.presses("Тандап көрүү")
    assert "Баарын көрсөтүү" in asked
    assert "4 сунуш" in await nurlan.taps("desk_whole")
    assert "Бул тизме бош." in await nurlan.taps("desk_list:mine")


async def test_a_list_is_narrowed_by_a_typed_word_in_two_acts(desk, tell):
    _, nurlan, _, _, village_name = desk
    typed = {
        "жарык": "көчө жарыгы",
        "освещение": "көчө жарыгы",
        f"{village_name} айылы": village_name,
        "расходы": "чыгаша",
    }
    for word, named in typed.items():
        await nurlan.taps("desk_list:waiting")
        await nurlan.presses("Тандап көрүү")
        assert f"Тандалганы: {named}" in await nurlan.says(word), word
    await nurlan.taps("desk_list:waiting")
    await nurlan.presses("Тандап көрүү")
    await nurlan.presses("Түрү боюнча")
    assert "Тандалганы: көчө жарыгы" in await nurlan.says("жарык")
    await nurlan.presses("Тандап көрүү")
    assert "Эч нерсе табылган жок: «канал»." in await nurlan.says("канал")
    tell("a queue narrowed by a typed word", acts=2, words=len(typed))


async def test_a_list_is_narrowed_to_where_its_proposals_came_from(desk):
    village, nurlan, *_ = desk
    clerk = await nurlan.person()
    for source in (Source.PAPER, Source.PAPER, Source.PHONE):
        draft = proposals.ProposalToSend(f"key {source} {village.clock()}", Side.SPENDING, "Арыкты тазалаш керек")
        given = {"draft": draft, "source": source, "on": find_day(village.clock()), "aimak_id": clerk.aimak_id}
        await village.database.write(
            lambda store, given=given: proposals.enter_for(store, by=clerk, at=village.clock(), language="ky", **given)
        )
        village.clock.later(minutes=1)
    await nurlan.says("Жооп күткөндөр")
    await nurlan.presses("Тандап көрүү")
    asked = await nurlan.says("Булагы боюнча")  # stands on the next page
    assert "1 — Айыл өкмөтү каттаган · 3" in asked
    assert "кагаз түрүндө · 2" in asked.casefold()
    assert "· 4" in asked  # those of the messenger
    only = await nurlan.says("1")
    assert "3 сунуш жооп күтүүдө" in only
    assert "Тандалганы: Айыл өкмөтү каттаган." in only
    await nurlan.presses("Тандап көрүү")
    await nurlan.taps("desk_by:source")
    assert "2 сунуш жооп күтүүдө" in await nurlan.taps("desk_only:paper")


@pytest.mark.parametrize("step", ["menu", "list", "card", "filter", "search"])
async def test_whatever_is_typed_at_the_desk_is_searched_for_and_never_becomes_a_proposal(desk, step):
    village, nurlan, _, made, village_name = desk
    for choice in {
        "menu": (), "list": ("desk_list:waiting",), "card": (f"desk_one:{made[3].id}",),
        "filter": ("desk_list:waiting", "desk_filter"), "search": ("desk_list:waiting", "desk_search"),
    }[step]:  # fmt: skip
        await nurlan.taps(choice)
    if step != "search":
        assert "Эмнени издейсиз?" in await nurlan.says("Издөө")  # its button stands on the list alone
    for words, label in (("мектепке жарыкты", "0001"), ("kopuro", "0002"), ("школа", "0003"), (village_name, "0002")):
        assert f"№ {label}" in await nurlan.says(words), words
    both = await nurlan.says("керек")
    assert "2 сунуш табылды: «керек»" in both
    assert both.index("0004") < both.index("0001")
    for number in ("2", "№2", "0002", "№ 0002"):
        await nurlan.taps("desk_list:answered")
        assert "№ 0002" in await nurlan.says(number), number
    assert "Бул жерде № 0999 сунуш жок." in await nurlan.says("№999")
    assert "Эч нерсе табылган жок: «айдагы үй куруу»." in await nurlan.says("айдагы үй куруу")
    assert await nurlan.proposals() == []
    assert "Бул сунушпу?" not in "\n".join(message.text for message in nurlan.heard)


async def test_nobody_finds_what_is_another_aimaks_or_was_taken_back(desk):
    village, nurlan, aigul, made, _ = desk
    other = await village.worker("Асан", aimak="shark")
    assert "Эч нерсе табылган жок" in await other.says("көпүрө")
    assert "№ 0002 сунуш жок" in await other.says("0002")
    observer = await joined(village, "Байкоочу", Role.OBSERVER, aimak=JANY_ARYK.code)
    for said in (await observer.says("көпүрө"), await observer.says("0002")):
        assert TEXTS[1] not in said
    author = await aigul.person()
    await village.database.write(lambda store: proposals.withdraw(store, id=made[1].id, by=author, at=village.clock()))
    assert "Эч нерсе табылган жок" in await nurlan.says("көпүрө")


async def test_after_one_answer_the_next_card_of_the_list_comes_at_once(desk):
    _, nurlan, _, made, _ = desk
    await nurlan.taps("desk_list:waiting")
    await nurlan.taps(f"desk_one:{made[1].id}")
    came = await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "1")
    assert "Жооп жөнөтүлдү." in came
    assert "№ 0003" in came
    came = await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "1")
    assert "№ 0004" in came
    came = await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "1")
    assert "№ 0001" in came
    came = await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "1")
    assert "Бул тизме бош." in came


async def test_what_was_kept_or_put_before_the_head_does_not_come_round_again_as_the_next_card(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.in_menu("Айгүл")
    for n in range(3):
        await proposed(village, aigul, f"{n + 5}-көчөнүн жолун оңдоо керек", category="sp_roads")
    await nurlan.starts()
    await nurlan.says("0001")
    why = "Бул көчөлөрдүн жолу 2028-жылдын планында турат."
    assert "№ 0002" in await answers_by(nurlan, why, "Сактап коюу")
    assert "№ 0003" in await answers_by(nurlan, why, "Сактап коюу")
    left = await answers_by(nurlan, why, "Жооп жөнөтүү")
    assert "2 сунуш жооп күтүүдө." in left  # the list, where both are still to be seen
    await nurlan.says("Сакталган жооптор")
    await nurlan.presses("№ 0001")
    await nurlan.follows_script("Жооп берүү")
    assert "№ 0002" in await nurlan.presses("Жооп жөнөтүү")  # there the next kept one comes


async def answers_by(nurlan, why: str, button: str) -> str:
    """Refuses what is on the card; returns what comes behind it."""
    read = await nurlan.presses("Каражат жетпейт")
    if "ЖОК" not in read:
        await nurlan.says(why)
    return await nurlan.presses(button)


async def test_a_row_says_where_its_author_reads_another_language_than_the_clerk(desk):
    village, nurlan, _, _, _ = desk
    viktor = await village.in_menu("Виктор", language="ru", aimak=JANY_ARYK.code)
    await proposed(village, viktor, "Постройте остановку")
    rows = (await nurlan.says("Жооп күткөндөр")).splitlines()
    assert [("(орусча окуйт)" in row) for row in rows if row.startswith("№")] == [False] * 4 + [True]
    olga = await village.worker("Ольга", language="ru", aimak=JANY_ARYK.code)
    rows = (await olga.says("Ждут ответа")).splitlines()
    assert [("(читает по-кыргызски)" in row) for row in rows if row.startswith("№")] == [True] * 4 + [False]
