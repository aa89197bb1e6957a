"""At the desk somebody sets their post, their name, how often they are told, and who reads in the groups."""

from bot.budget.permissions import Role
from bot.office.hearings import group_owners
from bot.office.mornings import pings
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.hearings.test_hearings import HEARING, announced


async def test_post_name_and_notices_are_ones_own_and_stay_where_a_field_is_empty(served: ServedDesk):
    clerk, browser = await served.clerk()
    said = await browser.opens("/desk/me")
    assert "Кызматым жана атым" in said
    await browser.opens("/desk/own")
    post = "бюджет адиси / специалист по бюджету"
    await browser.posts("/desk/own", post=post, own_name="Бакыт Асанов", pings="each")
    assert (browser.status, post in browser.page, "Бакыт Асанов" in browser.page) == (200, True, True)
    own = await served.office.member(clerk)
    assert (own.title, own.name) == (post, "Бакыт Асанов")
    await browser.posts("/desk/own", post="", own_name="", pings="daily")
    own = await served.office.member(clerk)
    assert (own.title, own.name) == (post, "Бакыт Асанов")
    mode = await served.office.database.read(
        lambda store: pings.find_mode(store, aimak_id=served.office.aimak_id, by=clerk)
    )
    assert mode == "daily"
    await browser.posts("/desk/own", post="!!!", own_name="к" * 100, pings="never")
    assert browser.status == 422
    for name in ("post", "own_name", "pings"):
        assert f'id="{name}-wrong"' in browser.page, name
    assert "к" * 100 in browser.page


async def test_a_notice_is_posted_to_a_group_once_and_a_group_is_changed_by_its_office_alone(served: ServedDesk):
    clerk, browser = await served.clerk()
    await announced(served, browser)
    assert "Топторго жөнөтүү" not in browser.text

    async def join(store):
        group = await store.people.meet("telegram", "bot", "-1001", at=served.office.now)
        await group_owners.join(store, address="-1001", title="Көк-Жар <b>", by=clerk, at=served.office.now)
        return group.peer_id

    group = await served.office.database.write(join)
    served.office.now += 60_000
    said = await browser.opens(HEARING)
    assert "Топторго жөнөтүү" in said
    assert browser.page.count("<textarea readonly") == 2, "a text to pass on by hand, in each language"
    await browser.posts(f"{HEARING}/post")
    assert "Топторго жазылып жатат." in browser.text
    await browser.posts(f"{HEARING}/post")
    assert "мурда жөнөтүлгөн" in browser.text
    assert [row["kind"] for row in await rows_of(served.office.database, "outbox")].count("post") == 1

    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    await other.opens("/desk/groups")
    assert "Көк-Жар" not in other.text.replace("Kokjar", "")
    for what in ("staff", "free"):
        await other.posts("/desk/groups", id=str(group), do=what, sure="1")
        assert other.status == 403, what
    await browser.opens("/desk/groups")
    assert "Көк-Жар &lt;b&gt;" in browser.page
    await browser.posts("/desk/groups", id=str(group), do="staff")
    assert "кызматкерлер гана окуйт" in browser.text
    await browser.posts("/desk/groups/give", id=str(group), office="Нью-Йорк")
    assert (browser.status, f'id="office{group}-wrong"' in browser.page, "Нью-Йорк" in browser.page) == (
        422,
        True,
        True,
    )
    assert "Kokjar ·" not in await browser.posts("/desk/groups/give", id=str(group), office="Kokjar"), (
        "it is theirs already"
    )
    assert "Аларга берүү: Janyaryk · Ноокат" in await browser.posts(
        "/desk/groups/give", id=str(group), office="Janyaryk"
    )
    await other.posts("/desk/groups/give", id=str(group), to=str(elsewhere.aimak_id))
    assert other.status == 403, "whoever asks for it gives it to nobody"
    await browser.posts("/desk/groups", id=str(group), do="free")
    assert "Ооба" in browser.text, "it is asked first"
    await browser.posts("/desk/groups", id=str(group), do="free", sure="1")
    assert "Көк-Жар &lt;b&gt;" not in browser.page


async def test_a_group_is_given_to_the_office_that_asked_for_it(served: ServedDesk):
    clerk, browser = await served.clerk()
    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await elsewhere.meets("Жылдыз", Role.HEAD)

    async def join(store, by):
        group = await store.people.meet("telegram", "bot", "-1001", at=served.office.now)
        await group_owners.join(store, address="-1001", title="Көк-Жар", by=by, at=served.office.now)
        return group.peer_id

    group = await served.office.database.write(lambda store: join(store, clerk))
    await served.office.database.write(lambda store: join(store, other))
    assert await served.office.notices(clerk, "group_asked") == 1
    await browser.opens("/desk/groups")
    await browser.posts("/desk/groups/give", id=str(group), office="janyaryk")
    await browser.posts("/desk/groups/give", id=str(group), to=str(elsewhere.aimak_id))
    assert (browser.at, "Көк-Жар" in browser.page) == ("/desk/groups", False)
    [row] = await rows_of(served.office.database, "groups")
    assert row["aimak_id"] == elsewhere.aimak_id
