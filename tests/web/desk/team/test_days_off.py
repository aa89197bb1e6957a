"""The office's own days off at the desk."""

from bot.budget.permissions import Role
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk


async def test_a_head_enters_days_and_takes_one_off_and_a_clerk_reads_them(served: ServedDesk):
    _, head = await served.clerk("Токтогул", Role.HEAD)
    _, clerk = await served.clerk()
    assert "киргизилген жок" in await head.opens("/desk/days-off")
    said = await head.posts("/desk/days-off", first="04.11.2026", last="10.11.2026")
    assert (head.status, head.at) == (200, "/desk/days-off")
    assert "Киргизилди" in said
    rows = [str(row["day"]) for row in await rows_of(served.office.database, "office_days_off")]
    assert all("2026-11-07" not in one and "2026-11-08" not in one for one in rows), "a Saturday is off anyhow"
    assert len(rows) in {3, 4, 5}
    assert "2026-жылдын 4-ноябры" in await clerk.opens("/desk/days-off")
    assert "/desk/days-off/remove" not in clerk.page
    assert "2026-жылдын 4-ноябры" in await clerk.opens("/desk/year")
    await clerk.posts("/desk/days-off", first="11.11.2026", last="")
    assert clerk.status == 403
    await head.opens("/desk/days-off")
    await head.posts("/desk/days-off/remove", day="2026-11-04")
    assert "2026-жылдын 4-ноябры" not in await clerk.opens("/desk/days-off")
    await head.posts("/desk/days-off/remove", day="2026-11-04")
    assert (head.status, "тизмеде жок" in head.text) == (409, True)


async def test_what_is_wrong_stands_beside_its_field(served: ServedDesk):
    _, head = await served.clerk("Токтогул", Role.HEAD)
    await head.opens("/desk/days-off")
    for first, last, said in (
        ("", "", "күн"), ("01.01.2020", "", "ал келгенге чейин"), ("10.11.2026", "04.11.2026", "Катары менен"),
        ("04.11.2026", "04.02.2027", "Катары менен"), ("07.11.2026", "08.11.2026", "эч ким иштебейт"),
        ("04.11.2030", "", "бир жылдан ары"),
    ):  # fmt: skip
        text = await head.posts("/desk/days-off", first=first, last=last)
        assert head.status == 422, (first, last)
        assert said in text, (first, last, text)
        assert f'value="{first}"' in head.page
    assert await rows_of(served.office.database, "office_days_off") == []


async def test_more_than_thirty_in_a_year_are_no_days_off(served: ServedDesk):
    _, head = await served.clerk("Токтогул", Role.HEAD)
    await head.opens("/desk/days-off")
    for first, last in (("04.01.2027", "31.01.2027"), ("01.02.2027", "26.02.2027")):
        await head.posts("/desk/days-off", first=first, last=last)
    assert head.status == 422
    assert "30 күндөн ашык" in head.text
