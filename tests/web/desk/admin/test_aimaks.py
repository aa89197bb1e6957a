"""All aimaks at the desk: the table, one of them, the file of it. Each is for whoever may read the figures."""

import csv
import io

import pytest

from bot.budget.permissions import Role
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk


async def everywhere(served: ServedDesk, name: str, role: Role) -> Browser:
    person = await served.office.meets(name)
    await served.office.database.write(
        lambda store: store.roles.grant(person.id, role=role, aimak_id=None, by=None, at=served.office.now)
    )
    return await served.signs_in(person)


@pytest.fixture
async def shark(served: ServedDesk) -> Office:
    """Another aimak, with a clerk and two proposals, one of them late."""
    office = await Office(served.office.database, "shark", served.office.now).opens()
    await office.meets("Жылдыз", Role.STAFF)
    author = await office.meets("Нургүл")
    for _ in range(2):
        await office.filed(author)
    return office


async def test_an_admin_sees_every_aimak_and_opens_one(served: ServedDesk, shark: Office):
    browser = await everywhere(served, "Гүлбара", Role.ADMIN)
    said = await browser.opens("/desk")
    assert "Сизге ачык бөлүмдөр" in said
    assert '<a class="button" href="/desk/aimaks">' in browser.page
    said = await browser.opens("/desk/aimaks")
    assert browser.status == 200
    assert "1-бет" not in said
    assert "2 аймак. Кызматкери жоктор: 1. Жооп күткөндөр: 2. Мөөнөтү өттү: 0." in said
    assert "Shark Ноокат 1 0 2 0 — — — жабык" in said
    said = await browser.opens("/desk/aimaks/shark")
    assert "Shark" in said
    assert "Ноокат, Ош, shark" in said
    assert {"/desk/files?aimak=shark"} <= set(browser.page.split('"'))
    assert [row["act"] for row in await rows_of(served.office.database, "audit")][-1] == "tally"


async def test_it_is_sorted_and_searched_by_its_address(served: ServedDesk, shark: Office):
    browser = await everywhere(served, "Нурлан", Role.OBSERVER)
    said = await browser.opens("/desk/aimaks?sort=waiting&falling=1")
    assert said.index("Shark") < said.index("Kokjar Ноокат")
    assert 'aria-sort="descending"' in browser.page
    said = await browser.opens("/desk/aimaks?q=shark")
    assert "1 аймак табылды." in said
    assert "Kokjar Ноокат" not in said
    for odd in ("q=%3Cscript%3E", "sort=nothing&page=-1", "page=999999999999", "falling=x&q=" + "ы" * 400):
        await browser.opens(f"/desk/aimaks?{odd}")
        assert browser.status == 200
        assert "<script>" not in browser.page.replace("<script src", "")


async def test_the_table_is_a_file_too_and_leaves_nothing_behind(served: ServedDesk, shark: Office):
    browser = await everywhere(served, "Гүлбара", Role.ADMIN)
    await browser.opens("/desk/aimaks")
    await browser.posts("/desk/aimaks/file", form="csv", sort="name", q="shark")
    rows = list(csv.reader(io.StringIO(browser.page.removeprefix("\ufeff")), delimiter=";"))
    assert browser.headers["content-disposition"].endswith("sunush-aimaks.csv")
    assert (rows[0][0], rows[1][0], len(rows)) == ("Айыл аймагы", "Shark", 2)
    await browser.opens("/desk/aimaks")
    await browser.posts("/desk/aimaks/file", form="xlsx")
    assert browser.headers["content-type"].endswith("spreadsheetml.sheet")
    assert list(served.settings.exports_dir.rglob("*")) == []
    taken = [row for row in await rows_of(served.office.database, "audit") if row["act"] == "export"]
    assert [row["details"] for row in taken] == ['{"what": "aimaks"}'] * 2


async def test_a_head_reads_the_own_aimak_alone_and_has_no_such_entry_in_the_menu(served: ServedDesk, shark: Office):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    said = await browser.opens("/desk/aimaks")
    assert "1 аймак." in said
    assert "Shark" not in said
    assert 'href="/desk/aimaks"' not in browser.page
    await browser.opens("/desk/aimaks/shark")
    assert browser.status == 403
    _, clerk = await served.clerk()
    await clerk.opens("/desk/aimaks")
    assert clerk.status == 403
