"""«Жарыялоо» at the desk: a text stands on the page once a clerk has looked at this very revision."""

from bot.budget.permissions import Role
from bot.office.public import asking, switch
from storage.store import Store
from tests.office.offices import Office
from tests.web.desk.desks import ServedDesk

PATH = "/desk/looks"


async def test_a_text_is_shown_as_it_will_stand_and_let_onto_the_page_once(served: ServedDesk):
    office, author = served.office, await served.office.meets("Айгүл")
    texts = ("Көпүрө керек, чал: 0555 12 34 56", "<b>Клубга</b> чатыр керек")
    filed = [await office.filed(author, text) for text in texts]

    async def let(store: Store) -> None:
        await switch.set_page(store, aimak_id=office.aimak_id, is_on=True, by=None, at=office.now)
        for one in filed:
            await asking.make_public(store, id=one.id, public=True, page=True, by=author, at=office.now)

    await office.database.write(let)
    _, browser = await served.clerk()
    assert "Жарыялоо · 2" in browser.text
    said = await browser.opens(PATH)
    assert "0555" not in said
    assert "<b>Клубга" not in browser.page
    elsewhere = await Office(office.database, "janyaryk", office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    assert "Көпүрө" not in await other.opens(PATH)
    await other.posts(PATH, id="1", revision="1", do="yes")
    assert other.status == 403
    await browser.posts(PATH, id="1", revision="2", do="yes")
    assert (browser.status, "өзгөрт" in browser.text) == (409, True), "another revision than was read"
    await browser.posts(PATH, id="1", revision="1", do="yes")
    await browser.posts(PATH, id="2", revision="1", do="no")
    assert browser.status == 200
    assert "№ 000" not in browser.text
    shown = [await office.database.read(lambda store, id=one.id: store.looks.may_show(id)) for one in filed]
    assert shown == [True, False]
