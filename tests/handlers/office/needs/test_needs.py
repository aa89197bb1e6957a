"""A clerk enters a focus group and a meeting in the chat, corrects and removes them."""

from bot.budget.permissions import Role
from bot.office.plan.priorities import list_priorities
from tests.handlers.offices import joined


async def entered(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    assert "киргизиле элек" in await clerk.taps("needs")
    await clerk.taps("needs_new")
    await clerk.taps("needs_kind:aimak")
    await clerk.says("12.03.2026; 80; 30; Клуб")
    assert "Таза суу" in await clerk.says("1. Таза суу\n2. Жол")
    return clerk


async def named(village, clerk):
    person = await clerk.person()
    found = await village.database.read(
        lambda store: list_priorities(store, aimak_id=person.aimak_id, year=2027, by=None)
    )
    return [one.text for one in found]


async def test_a_meeting_is_entered_in_two_messages_and_its_problems_are_priorities(village):
    clerk = await entered(village)
    assert await named(village, clerk) == ["Таза суу", "Жол"]
    await clerk.taps("needs_problems")
    assert "Жол\nКөпүрө" in (await clerk.says("Жол; Көпүрө")).replace("1. ", "").replace("2. ", "")
    assert await named(village, clerk) == ["Жол", "Көпүрө"]
    await clerk.taps("needs_facts")
    assert "13.03.2026" in await clerk.says("13.03.2026")
    await clerk.taps("needs_remove")
    assert "тизмеден чыгарылды" in (await clerk.taps("needs_gone")).casefold()
    assert await named(village, clerk) == []


async def test_a_focus_group_is_of_a_village_and_a_group_and_bad_lines_ask_again(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.taps("needs")
    await clerk.taps("needs_new")
    said = await clerk.taps("needs_kind:focus")
    screen = clerk.heard[-1]
    if any(id.startswith("needs_village") for id, _ in screen.choices):
        said = await clerk.taps(screen.choices[0][0])
    assert "Топко кимдер чогулду?" in said
    await clerk.taps("needs_group:jobless")
    assert "бир бөлүгү" in await clerk.says("12.03.2026; 12; 13")
    await clerk.says("12.03.2026; 12; 12")
    assert "баары ар башка" in await clerk.says("жол; Жол")
    assert "Жумушсуз аялдар" in await clerk.says("Жол")
    assert "Фокус-топтор — 1" in await back_to_all(clerk)
    document = (await asked_for(clerk, "needs_chart")).document
    assert (document["kind"], document["what"]) == ("needs", "chart")


async def back_to_all(clerk):
    await clerk.says("0")
    return await clerk.says("0")


async def asked_for(clerk, choice):
    before = len(clerk.heard)
    await clerk.taps(choice)
    return next(one for one in clerk.heard[before:] if one.document)
