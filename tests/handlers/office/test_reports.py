"""What the head and the commission read of hearings in the chat: criteria 1 and 2, years with their chart."""

import pytest

from bot.budget.hearing import DAY, HearingKind, Terms
from bot.budget.permissions import Role
from bot.office.hearings import attendance, changes, hearings
from bot.office.hearings.hearings import Announcement
from bot.office.messenger_accounts import listed
from bot.office.messenger_accounts.listed import Served
from tests.handlers.offices import joined


@pytest.fixture
async def hearing(village):
    """A hearing of Көк-Жар that was held: 41 women, 49 men."""
    at = village.clock()

    async def announce(store):
        aimak = await store.aimaks.find_by_code("kokjar")
        terms = Terms(at + 20 * DAY, "Көк-Жар маданият үйү")
        announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=2027)
        made, _ = await hearings.announce(store, announcement=announcement, by=None, aimak_id=aimak.id, at=at)
        later = at + 21 * DAY
        await changes.hold(store, id=made.id, by=None, at=later)
        await attendance.count_people(store, id=made.id, women=41, men=49, whole=True, by=None, at=later)
        return made

    return await village.database.write(announce)


async def test_the_head_reads_how_people_were_told_and_who_came(village, hearing):
    head = await joined(village, "Башчы", Role.HEAD)
    said = await head.taps("campaign")
    assert "Көк-Жар" in said
    assert "Азырынча бир да кабар эч кимге жете элек." in said
    assert "Келди: 90, анын ичинде аял 41 (45,6 %), эркек 49." in said


async def test_every_hearing_of_every_aimak_is_read_page_by_page(village):
    at = village.clock()

    async def announce(store):
        for n, aimak in enumerate((await store.aimaks.list_all())[:7]):
            for m in range(2):
                terms = Terms(at + (20 + n + m) * DAY, f"Зал {n}-{m}")
                announcement = Announcement(f"{n} {m}", HearingKind.DRAFT, terms, 2027)
                await hearings.announce(
                    store, announcement=announcement, by=None, aimak_id=aimak.id, at=at + n * DAY, sure=True
                )
            await store.years.put(aimak.id, 2027, at=at, attendance=90)

    await village.database.write(announce)
    admin = await joined(village, "Админ", Role.ADMIN)
    read, turns = await admin.taps("campaign"), 0
    assert "14 угуу" in read
    while "more" in {id for id, _ in admin.heard[-1].ways}:
        page = await admin.taps("more")
        assert len(page) < 4096
        read, turns = f"{read}\n{page}", turns + 1
    assert turns == 6
    assert read.count("1-критерий") == 14
    await admin.says("0")
    assert "14 угуу" in admin.heard[-1].text
    for _ in range(6):
        await admin.says("0")
    assert "1-критерий" not in admin.heard[-1].text


async def test_the_years_come_as_figures_and_as_a_chart(village, hearing):
    observer = await joined(village, "Байкоочу", Role.OBSERVER)
    await observer.taps("hearing_years")
    assert any("2018" in message.text and "14\N{NO-BREAK SPACE}613" in message.text for message in observer.heard)
    chart = next(message for message in observer.heard if message.document)
    assert chart.document["kind"] == "chart"


async def test_what_a_month_cost_is_on_the_menu_where_a_messenger_charges(village, hearing):
    head = await joined(village, "Башчы", Role.HEAD)
    title = "WhatsApp: бул ай"
    said = await head.taps("messenger_costs")
    assert "WhatsApp: 0 кат" in said
    assert title not in "\n".join(message.text for message in head.heard)
    await village.database.write(lambda store: listed.keep(store, [Served("whatsapp", "1", notices_a_month=500)]))
    assert "500" in await head.says(title)


@pytest.mark.parametrize("choice", ["campaign", "hearing_years", "messenger_costs"])
async def test_a_clerk_and_a_resident_read_neither(village, hearing, choice):
    for name, role in (("Нурлан", Role.STAFF), ("Айгүл", None)):
        reader = await joined(village, name, role)
        assert "укугуңуз жок" in await reader.taps(choice)


async def test_criterion_6_is_read_in_the_language_of_the_reader_and_no_writer_waits_for_it(village):
    head, asked = await joined(village, "Башчы", Role.HEAD), []
    write = village.database.write

    async def watched(work, **how):
        async def inside(store):
            shapes = store.shapes.count

            async def counted(**given):
                asked.append("inside the writer")
                return await shapes(**given)

            store.shapes.count = counted
            try:
                return await work(store)
            finally:
                store.shapes.count = shapes

        return await write(inside, **how)

    village.database.write = watched
    said = await head.taps("tally")
    assert said.startswith("Көк-Жар")
    assert "(kokjar), 2027" in said.splitlines()[0]
    await head.taps("language:ru")
    assert "нет данных" in await head.taps("tally")
    assert asked == []
    assert [message.report for message in head.heard if message.report] == []


async def test_an_admin_reads_five_sheets_and_how_many_are_left(village):
    admin = await joined(village, "Админ", Role.ADMIN)

    async def figures(store):
        for aimak in await store.aimaks.list_all():
            await store.years.put(aimak.id, 2027, at=village.clock(), attendance=90)
        return len(await store.aimaks.list_all())

    entered = await village.database.write(figures)
    said = await admin.taps("tally")
    assert said.count(", 2027") == min(entered, 5)
    if entered > 5:
        assert f"Дагы {entered - 5}" in said
