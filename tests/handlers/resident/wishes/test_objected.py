"""Whoever does not agree says why in the same message: the words are shown, and reach whoever answered."""

import pytest

from bot.budget.permissions import Role
from bot.office.answers import dialogue
from tests.handlers.offices import joined, texts
from tests.handlers.resident.test_swipes import answered, said_about


async def test_the_reason_is_read_back_and_goes_to_the_clerk(village):
    clerk = await village.worker("Мээрим")
    anara = await village.with_proposal("Анара", "Айылда иттерди кармоо керек")
    await answered(village, clerk)
    await anara.reads()
    for said, objected in (
        ("Макул эмесмин. Себеби бизде суу жок", "1"), ("men joopto razy emesmin, it dagy ele köp", "макул эмес"),
        ("бул мени канааттандырбайт. Балдар дагы эле коркот", "№ 0001: макул эмес"),
    ):  # fmt: skip
        shown = await anara.says(said)
        assert f"«{said}»\n1 — № 0001: макул эмес" in shown
        assert "№ 0001 боюнча эмнеге макул эместигиңиз кызматкерге берилди" in await anara.says(objected)
        assert (await said_about(village))[-1] == (dialogue.OBJECTED, said)
    said = "Жыл сайын ушуну айтасыңар, балдар тиштелип жатат"
    assert "1 — Ооба" in await anara.says(said)
    assert "макул эместигиңиз" in await anara.says("макул эмес")
    assert (await said_about(village))[-1] == (dialogue.OBJECTED, said)


async def test_an_answer_to_a_request_for_information_can_be_disagreed_with(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    meerim = await village.in_menu("Мээрим")
    await meerim.taps("information")
    await meerim.taps("consent:yes")
    await meerim.follows_script("Бюджеттин толук нускасы керек", "Жөнөтүү")
    assert "макул эмесмин" not in (await meerim.taps("information_one:1")).casefold()
    await clerk.taps("inform_one:1")
    await clerk.follows_script("жооп берүү", "Көчүрмөсү барагы 20 сомдон.", "Жооп жөнөтүү")
    assert "1 — Макул эмесмин" in texts(village, "Мээрим")[-1]
    said = "макул эмесмин, бюджет бекер берилиши керек эле"
    shown = await meerim.says(said)
    assert "Омбудсменге же сотко" in shown
    assert f"Сурап жатканыңыз: «№ М-001: {said}»" in shown
    assert "номери — М-002" in await meerim.presses("Жөнөтүү")
    assert f"«№ М-001: {said}»" in await clerk.taps("inform_one:2")
    assert "«М-001 жообуна макул эмесмин»" in await meerim.says("М-001 жообуна макул эмесмин")
    await meerim.says("/menu")
    await meerim.taps("information_disagree:1")
    assert "Сурап жатканыңыз: «№ М-001: Толук нускасы керек»" in await meerim.says("Толук нускасы керек")


async def test_whoever_asks_for_the_kenesh_hears_its_door(village):
    anara = await village.in_menu("Анара")
    for said in ("айылдык кеңешке кат жазсам болобу?", "Муну айылдык кеңешке жөнөткүлө, депутаттар чечсин!"):
        came = await anara.says(said)
        assert "Кеңешке катты өзүнө жазуу түрүндө бериңиз" in came, said
        assert "Бул сунушпу" not in came, said
    assert "декабрдан мартка чейин" in await anara.says("кеңеш качан чечет?")


@pytest.mark.parametrize("said", ["как попасть на кенеш", "депутатка кантип жолугам", "keneshke kantip baram"])
@pytest.mark.parametrize("step", ["menu", "text", "check"])
async def test_whoever_asks_how_one_comes_to_a_sitting_hears_that_it_is_open(village, said, step):
    anara = await village.in_menu("Анара", language="ru")
    if step != "menu":
        await anara.taps("propose")
        await anara.taps("side:spending")
    if step == "check":
        await anara.follows_script("Почините мост у фермы", "Разрешаю")
    came = await anara.says(said)
    assert "Заседания айылного кенеша открыты" in came
    assert "0000 00 00 00" in came
    assert "Это предложение" not in came


@pytest.mark.parametrize(
    "said", ["участковый ким?", "телефон участкового", "uchastkovyi kim", "как вызвать участкового"]
)
async def test_whoever_asks_for_the_police_hears_its_numbers_and_is_not_asked_for_a_proposal(village, said):
    anara = await village.in_menu("Анара", language="ru")
    came = await anara.says(said)
    assert "Милиция: 102, при опасности: 112" in came
    assert "0000 00 00 00" in came
    assert "Это предложение" not in came


@pytest.mark.parametrize("said", [
    "толук эмес жооп", "экинчи суроома жооп берген жоксуңар", "качан экенин айткан жоксуз",
    "это неполный ответ, не сказали когда",
    "вы не ответили на второй вопрос", "а когда сделают не написали", "отписка какая-то", "joop toluk emes",
])  # fmt: skip
async def test_an_answer_that_is_not_whole_is_asked_back_or_objected_to(village, said):
    clerk = await village.worker("Мээрим")
    anara = await village.with_proposal("Анара", "Айылда иттерди кармоо керек")
    await answered(village, clerk)
    await anara.reads()
    shown = await anara.says(said)
    assert f"«{said}»\n1 — № 0001 боюнча суроо\n2 — № 0001: макул эмес" in shown
    assert "Сурооңуз берилди" in await anara.says("1")
    assert (await said_about(village))[-1] == (dialogue.QUESTION, said)
    assert "№ 0001: макул эмес" in await anara.says(said)
    assert "эмнеге макул эместигиңиз кызматкерге берилди" in await anara.says("макул эмесмин")
    assert (await said_about(village))[-1] == (dialogue.OBJECTED, said)
