"""The office itself at the desk: an invite, a role taken away, the head's approval, the budget year."""

import json
import re
from datetime import date

from bot.budget.permissions import Role
from bot.office import staff
from storage.store import Store
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk


async def test_a_head_invites_somebody_by_a_link_that_is_shown_once(served: ServedDesk):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    await browser.opens("/desk/team")
    said = await browser.posts("/desk/team/invite", role="staff")
    code = re.search(r"Же код: (\d{10})", said)
    assert code is not None
    newcomer = await served.office.meets("Жылдыз")
    await served.office.does(staff.join, key=code[1], by=newcomer)
    assert code[1] not in await browser.opens("/desk/team")
    assert code[1] not in str(await rows_of(served.office.database, "invites"))
    assert (await served.office.member(newcomer)).role is Role.STAFF


async def test_a_removed_clerk_is_out_after_a_question(served: ServedDesk):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    clerk, other = await served.clerk()
    member = await served.office.member(clerk)
    await browser.opens("/desk/team")
    said = await browser.posts("/desk/team/remove", id=member.id)
    assert "Бул кызмат чын эле алынып салынсынбы?" in said
    await other.opens("/desk")
    assert other.status == 200
    await browser.posts("/desk/team/remove", id=member.id, sure="1")
    assert "адис Бакыт" not in browser.text
    await other.opens("/desk")
    assert other.status == 401
    await browser.posts("/desk/team/remove", id=member.id, sure="1")
    assert browser.status == 403


async def test_a_clerk_neither_sees_the_staff_nor_invites(served: ServedDesk):
    _, browser = await served.clerk()
    for path in ("/desk/team", "/desk/team?aimak=shark"):
        await browser.opens(path)
        assert browser.status == 403
    await browser.opens("/desk")
    await browser.posts("/desk/team/invite", role="head")
    assert browser.status == 403
    _, head = await served.clerk("Токтогул", Role.HEAD)
    await head.opens("/desk/team")
    await head.posts("/desk/team/invite", role="admin")
    assert await rows_of(served.office.database, "invites") == []


async def test_the_head_lets_answers_wait_for_approval(served: ServedDesk):
    _, browser = await served.clerk("Токтогул", Role.HEAD)
    await browser.opens("/desk/team")
    said = await browser.posts("/desk/team/approval", approves="yes")
    assert "Жоопту башчы бекитеби: ооба" in said


async def test_the_budget_year_is_entered_and_a_wrong_field_says_so(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens("/desk/year")
    odd = {"hearing_on": "кечээ жакында", "attendance": "көп", "draft_revenue": "акча", "draft_spending": "-5"}
    await browser.posts("/desk/year", **odd)
    assert browser.status == 422
    for name, value in odd.items():
        assert f'id="{name}-wrong"' in browser.page, name
        assert value in browser.page
    await browser.posts("/desk/year", hearing_on="2026-11-05", attendance="90", draft_revenue="12 500 000")
    [row] = await rows_of(served.office.database, "budget_years")
    assert (row["attendance"], row["draft_revenue"], row["draft_spending"]) == (90, 12_500_000, None)
    assert 'value="05.11.2026"' in browser.page


async def test_the_days_off_by_which_due_dates_are_counted_are_listed(served: ServedDesk):
    _, browser = await served.clerk()

    async def decree(store: Store) -> None:
        for name, day in (("extra_days_off", "2026-11-19"), ("extra_working_days", "2026-11-21")):
            await store.meta.set(name, json.dumps([day]), valid_from=date(2026, 1, 1))

    await served.office.database.write(decree)
    said = await browser.opens("/desk/year")
    assert "2026-жылдын 19-ноябры, бейшемби" in said
    assert "2026-жылдын 21-ноябры, ишемби: иш күнү" in said
    assert "2027-жылдын 1-январы" in said, "the public holidays too"
