"""At the desk a head turns the public page on and off, and a clerk names another table."""

from datetime import date

from bot.budget.permissions import Role
from bot.office.public import switch
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk


async def test_a_head_turns_the_page_on_and_off_and_names_whom_to_ask(served: ServedDesk):
    _, head = await served.clerk("Асан", Role.HEAD)
    assert "барак өчүк" in await head.opens("/desk/page")

    async def is_on() -> bool:
        return await served.office.database.read(
            lambda store: switch.is_page_on(store, aimak_id=served.office.aimak_id)
        )  # fmt: skip

    await head.posts("/desk/page", do="on")
    assert (head.status, await is_on()) == (200, True)
    for contact in ("12", "!!!", "к" * 101):
        await head.posts("/desk/page/contact", contact=contact)
        assert (head.status, 'id="contact-wrong"' in head.page, contact in head.page) == (422, True, True), contact
    await head.posts("/desk/page/contact", contact="Айыл өкмөтү <b>")
    assert "Айыл өкмөтү &lt;b&gt;" in head.page
    assert "чын эле" in await head.posts("/desk/page", do="off")
    assert await is_on()
    await head.posts("/desk/page", do="off", sure="1")
    assert not await is_on()
    _, clerk = await served.clerk()
    await clerk.opens("/desk/page")
    assert clerk.status == 403


async def test_another_table_of_decisions_is_named_with_its_day_and_the_board_has_its_sheet(served: ServedDesk):
    _, clerk = await served.clerk()
    await clerk.opens("/desk/year")
    for on in ("", "2027-10-30", "эртең"):
        await clerk.posts("/desk/year/table", table_place="Айыл өкмөтүнүн тактасы", table_on=on)
        assert (clerk.status, 'id="table_on-wrong"' in clerk.page) == (422, True), on
    await clerk.posts("/desk/year/table", table_place="Айыл өкмөтүнүн тактасы", table_on="2026-10-30")
    places = [(row["table_place"], row["table_on"]) for row in await rows_of(served.office.database, "budget_years")]
    assert ("Айыл өкмөтүнүн тактасы", date(2026, 10, 30)) in places
    await clerk.posts("/desk/year/table", table_place="", table_on="")
    assert 'name="table_place" type="text" value=""' in clerk.page
    await clerk.opens("/desk/files")
    await clerk.posts("/desk/files/board", paper="a4")
    assert clerk.headers["content-type"] == "application/pdf"
