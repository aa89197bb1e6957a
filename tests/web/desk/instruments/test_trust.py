"""A trust survey at the desk of a head: opened until a day, closed; no count before."""

from bot.budget.permissions import Role
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk

PATH = "/desk/trust"


async def test_a_head_opens_and_closes_a_survey_and_a_clerk_does_not(served: ServedDesk):
    _, head = await served.clerk("Асан", Role.HEAD)
    await head.opens(PATH)
    for day in ("кечээ", "01.01.2026", "01.06.2027"):
        await head.posts(PATH, day=day)
        assert (head.status, 'id="day-wrong"' in head.page, f'value="{day}"' in head.page) == (422, True, True), day
    said = await head.posts(PATH, day="2026-11-20")
    assert "20-ноябрь" in said
    assert len(await rows_of(served.office.database, "trust_surveys")) == 1
    await head.posts(f"{PATH}/file", do="chart")
    assert head.status == 404, "no count before its end"
    await head.opens(PATH)
    assert "Улантабызбы" in await head.posts(f"{PATH}/close", id="1")
    await head.posts(f"{PATH}/close", id="1", sure="1")
    assert (head.at, await served.office.recorded("trust", 1)) == (PATH, 2)
    await head.posts(f"{PATH}/file", do="sheet")
    assert "spreadsheetml" in head.headers["content-type"]
    _, clerk = await served.clerk()
    await clerk.opens(PATH)
    assert clerk.status == 403
