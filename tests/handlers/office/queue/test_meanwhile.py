"""Two clerks before one card. Whatever the second presses on an old card is said, before anything is typed."""

import pytest

from bot.budget.proposal import Answer, Decision, Reason
from bot.office import proposals
from bot.office.answers import answers, exclusions, take_back
from bot.office.rules import BEGINNING
from tests.handlers.office.answers.test_answer import SENTENCE
from tests.handlers.offices import proposed, removed

ANSWER = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, SENTENCE)
ACTS = ("Жооп берүү", "Каражат жетпейт", "Долбоорго кирди", "Мен карайм", "Сунуш эмес", "Өткөрүп берүү")
ASKING = ("Авторго суроо", "Тарабы жана түрү", "Окшоштор")
# What is heard first, by what happened; what stays possible then asks its own question.
HEARD = {
    "answered": "Жооп мурун берилген: Чынара, айыл өкмөтүнүн адиси, Долбоорго кирген жок.",
    "excluded": "Муну кесиптешиңиз азыр эле эсептен чыгарды.",
    "withdrawn": "Муну эми кылууга болбойт: сунуш кайтарылган же өзгөргөн.",
    "leaving": "Буга азыр эле жооп жөнөтүлдү",
}


@pytest.fixture
async def office(village):
    nurlan, other = await village.worker("Нурлан"), await village.worker("Чынара")
    return nurlan, await other.person(), await village.in_menu("Айгүл")


async def test_whatever_a_colleague_did_meanwhile_is_said_at_the_first_press(village, office, tell):
    nurlan, chynara, aigul = office
    author = await aigul.person()
    done = {
        "answered": lambda store, id: answers.send(store, id=id, answer=ANSWER, by=chynara, at=village.clock()),
        "excluded": lambda store, id: exclusions.exclude(store, id=id, reason="spam", by=chynara, at=village.clock()),
        "withdrawn": lambda store, id: proposals.withdraw(store, id=id, by=author, at=village.clock()),
        "leaving": lambda store, id: take_back.send(
            store, id=id, answer=ANSWER, by=chynara, at=village.clock(), read=1
        ),
    }
    pressed = 0
    for what, happens in done.items():
        village.clock.later(days=1)  # a person's proposals of a day have a quota
        for title in (*ACTS, *(ASKING if what == "withdrawn" else ())):
            one = await proposed(village, aigul, f"{pressed}-көчөгө чырак керек")
            if what == "leaving":
                await village.database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
            await nurlan.reads()
            await nurlan.taps(f"desk_one:{one.id}")
            ids = {shown: id for id, shown in [*nurlan.heard[-1].choices, *nurlan.heard[-1].ways]}
            await village.database.write(lambda store, id=one.id, does=happens: does(store, id))
            said = await nurlan.taps(ids[title])
            # Whoever takes what is out of the count reads on the card that it is.
            assert HEARD[what] in said or (what, title) == ("excluded", "Мен карайм"), (what, title, said)
            pressed += 1
    tell("presses on a card that is out of date", pressed=pressed, silent=0)


async def test_a_card_opened_anew_takes_nothing_over_by_the_next_press(village, office):
    nurlan, chynara, aigul = office
    one = await proposed(village, aigul, "Көпүрө керек")
    await nurlan.reads()
    await nurlan.taps(f"desk_one:{one.id}")
    await village.database.write(lambda store: answers.take(store, id=one.id, by=chynara, at=village.clock()))
    taken = "Муну Чынара, айыл өкмөтүнүн адиси карап жатат."
    assert taken in await nurlan.presses("Жооп берүү")
    await nurlan.starts()
    await nurlan.taps(f"desk_one:{one.id}")
    assert taken in await nurlan.presses("Каражат жетпейт")
    assert "Авторго өз сөзүңүз менен" in await nurlan.presses("Каражат жетпейт")


async def test_whoever_was_removed_hears_that_they_have_no_right_and_nothing_untrue_of_the_proposal(village, office):
    nurlan, _, aigul = office
    one = await proposed(village, aigul, "Көпүрө керек")
    await nurlan.taps(f"desk_one:{one.id}")
    await removed(village, nurlan)
    said = await nurlan.taps("answer")
    assert "кайтарылган" not in said
    assert "укугуңуз жок" in said


async def test_the_button_of_an_older_notice_opens_its_own_and_its_name_typed_later_asks_which(village, office):
    nurlan, _, aigul = office
    first = await proposed(village, aigul, "Көпүрө керек")
    await nurlan.reads()
    await nurlan.starts()
    assert "«Көпүрө керек»" in await nurlan.says("Ачуу")
    village.clock.later(minutes=40)
    second = await proposed(village, aigul, "Клубга чатыр керек")
    await nurlan.reads()
    await nurlan.presses("Ачуу")
    await nurlan.presses("Каражат жетпейт")
    assert "«Көпүрө керек»" in await nurlan.taps(f"desk_one:{first.id}")
    assert "«Клубга чатыр керек»" in await nurlan.taps(f"desk_one:{second.id}")
    await nurlan.starts()
    asked = await nurlan.says("ачуу")
    assert asked.startswith("Кайсы сунушту ачабыз?")
    assert "1 — № 0001\n2 — № 0002" in asked
    assert "«Клубга чатыр керек»" in await nurlan.says("2")
