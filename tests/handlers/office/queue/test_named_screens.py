"""The lists of an office by words of one's own, at the menu and inside a card.

They are in both languages and in Latin letters.
"""

import pytest

from bot.budget.permissions import Role
from bot.delivery.incoming.conversations import make_state_key
from handlers.office.staff_only import Desk
from storage.log.office_lists import OfficeList

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
FOR_HEAD = (
    "Бекитүүнү күткөндөр", "бекитүү күткөндөр", "бекитүүнү күтүп жаткандарды көрсөт", "бекитиле электер", "бекитчүлөр кана",
    "bekituunu kutkondor", "bekitile elekter", "ждут утверждения", "покажи что на утверждении", "ожидающие утверждения",
    "неутвержденные", "jdut utverjdeniya", "на согласовании",
)  # fmt: skip
NAMED = {
    "desk_list:waiting": ("жооп күткөн сунуштарды ач", "жоопсуз калгандар", "жаңы келгендерди көрсөт",
                          "неотвеченные", "покажи все без ответа"),
    "desk_list:soon": ("мөөнөтү жакындагандар", "3 күндө бүтчүлөр", "скоро срок", "осталось до трех дней"),
    "desk_list:overdue": ("мөөнөтү өткөндөр", "кечиккендерди көрсөтчү", "просроченные", "moonotu otkondor",
                          "список просроченных"),
    "desk_list:mine": ("мен алган сунуштар", "мендегилер кана", "что у меня"),
    "desk_list:drafted": ("сакталган жоопторду ач", "жөнөтүлө элек жооптор", "черновики", "неотправленные ответы"),
    "desk_list:questioned": ("суроо бергендер", "возражения", "вопросы и возражения"),
    "desk_list:undelivered": ("жетпей калган жооптор", "недоставленные ответы", "jetpegen jooptor"),
    "desk_list:answered": ("жооп берилген сунуштар", "жоопторду көрсөт", "отвеченные предложения"),
}  # fmt: skip


@pytest.fixture
async def head(village):
    await village.with_proposal("Айгүл", LIGHT)
    return await village.worker("Токтогул", role=Role.HEAD)


async def test_the_head_names_what_waits_for_approval_in_any_words(village, head):
    await village.database.write(lambda store: store.aimaks.set_head_approves(1, True))
    for n, typed in enumerate(FOR_HEAD):
        await head.taps("desk_one:1" if n % 2 else "menu")
        await head.says(typed)
        assert await listed(village, head) == "for_head", typed


async def test_every_list_of_the_desk_is_named_in_words_of_ones_own(village, head):
    for id, phrases in NAMED.items():
        for typed in phrases:
            await head.says("/start")
            await head.says(typed)
            assert f"desk_list:{await listed(village, head)}" == id, typed


async def test_what_only_holds_the_name_of_a_list_is_searched_for(village, head):
    for typed in ("жарык", "просроченный договор аренды", "мектеп суроолору", "черновики проекта дороги"):
        await head.says("/start")
        await head.says(typed)
        assert await listed(village, head) in {"found", None}, typed


async def test_what_everybody_says_is_heard_as_ever(village, head):
    for typed in (
        "менюга",
        "мен",
        "жардам",
        "рахмат",
        "салам",
        "артка",
        "кийин",
        "болду",
        "угуулар",
        "менин сунуштарым",
    ):
        await head.taps("desk_one:1")
        await head.says(typed)
        assert await listed(village, head) in {None, "found"} or typed == "артка", typed


async def listed(village, head) -> str | None:
    """Which list is shown; None where another screen is."""
    kept = await village.states.read(make_state_key("telegram", "bot", "Токтогул"))
    return kept.data.get("list", OfficeList.WAITING) if kept.state == Desk.list else None


async def test_the_buttons_of_a_list_are_typed_in_words_of_ones_own(village, head):
    nurlan = await village.worker("Нурлан")
    for n in (1, 2):
        await village.with_proposal(f"Бакыт {n}", f"{n}-көчөгө чырак керек")
    for label in ("0001", "0002"):
        await nurlan.says("/start")
        await nurlan.says(label)
        await nurlan.follows_script("Каражат жетпейт", "Бул көчөнүн кезеги 2028-жылдын планында турат.", "Сактап коюу")
    await nurlan.says("сакталгандар")
    assert "2 жооп жөнөтүлөт." in await nurlan.says("баарын жөнөт")
    await nurlan.says("/start")
    await nurlan.says("жооп күткөндөр")
    assert "Барактагынын баары" in await nurlan.says("бир нечесине")
    assert "кечик" in (await head.says("ким кечигип жатат")).casefold()
    await head.taps("desk_one:1")
    assert "Түстүү тилкелерди толтуруп" in await head.says("таблицаны бер")
    await head.says("/start")
    await head.says("жооп күткөндөр")
    for typed in ("ооба", "дагы", "жок"):
        assert "Эч нерсе табылган жок" not in await head.says(typed), typed


async def test_screens_are_named_at_steps_that_take_only_buttons(village, tell):
    author = await village.with_proposal("Автор", "Мектептин жанына жарык керек")
    clerk = await village.worker("Гүлмира")
    id = (await author.proposals())[0].id
    steps, refused = (("Сунуш эмес",), ("Жооп берүү",), ("Жооп берүү", "3")), []
    named = (
        ("№ 1", "№ 0001"), ("кезек", "жооп күтүүдө"), ("очередь", "жооп күтүүдө"), ("угуулар", "угуу"),
        ("Маалымат сурагандар", "сурагандар — 0"), ("меню", "Токтоттук"),
    )  # fmt: skip
    for at, (word, said) in enumerate(named):
        await clerk.taps(f"desk_one:{id}")
        await clerk.follows_script(*steps[at % len(steps)])
        answer = await clerk.says(word)
        refused += [] if said in answer else [(at, word, answer)]
    tell("screens named at a clerk's steps", tried=len(named), refused=len(refused))
    assert refused == []
    await clerk.taps(f"desk_one:{id}")
    assert "эсептен чыгарылды" in await clerk.follows_script("Сунуш эмес", "1")
