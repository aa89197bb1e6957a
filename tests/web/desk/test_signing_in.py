"""Signing in at the desk: a link opens it once, within ten minutes, and a removal ends it."""

from bot.budget.permissions import Role
from bot.office import staff
from bot.office.desk import sign_in
from tests.storage.rows import dump, rows_of
from tests.web.desk.desks import BASE, ServedDesk, open_desk

MINUTE = 60_000


async def test_a_link_signs_in_once_and_a_preview_does_not_use_it_up(served: ServedDesk):
    clerk = await served.office.meets("Бакыт", Role.STAFF)
    link, phone, computer = await served.link(clerk), served.browser(), served.browser()
    for _ in range(3):
        assert "Кирүү" in await phone.opens(link)
    await phone.posts(link)
    assert (phone.status, phone.at) == (200, "/desk")
    for path in (link, "/desk"):
        await computer.opens(path)
        assert computer.status in {401, 410}
    await computer.posts(link)
    assert computer.status == 410
    assert "жараксыз" in computer.text
    assert not computer.line.cookies


async def test_a_link_is_over_after_ten_minutes_and_when_a_newer_one_is_made(served: ServedDesk):
    clerk, browser = await served.office.meets("Бакыт", Role.STAFF), served.browser()
    earlier, later = await served.link(clerk), await served.link(clerk)
    await browser.posts(earlier)
    assert browser.status == 410
    served.office.now += sign_in.LINK_KEPT
    await browser.posts(later)
    assert browser.status == 410


async def test_a_cookie_is_for_the_desk_alone_and_no_script_reads_it(served: ServedDesk):
    clerk, browser = await served.office.meets("Бакыт", Role.STAFF), served.browser()
    link = await served.link(clerk)
    answer = await browser.line.post(link, headers={"origin": BASE})
    said = answer.headers["set-cookie"].casefold()
    assert all(part in said for part in ("httponly", "samesite=strict", "path=/desk", "max-age=28800"))
    cookie = browser.line.cookies["desk"]
    rows = str(await dump(served.office.database))
    assert cookie not in rows
    assert link.rpartition("/")[2] not in rows


async def test_a_removed_clerk_is_out_with_the_next_request(served: ServedDesk):
    clerk, browser = await served.clerk()
    member = await served.office.member(clerk)
    await served.office.does(staff.remove, member_id=member.id, by=None)
    said = await browser.opens("/desk")
    assert browser.status == 401
    assert "Сиз кирген жоксуз" in said


async def test_a_session_is_over_after_eight_hours(served: ServedDesk):
    _, browser = await served.clerk()
    served.office.now += sign_in.SESSION_KEPT - 1
    await browser.opens("/desk")
    assert browser.status == 200
    served.office.now += 1
    await browser.opens("/desk")
    assert browser.status == 401


async def test_somebody_sees_their_own_sign_ins_and_ends_one_or_all(served: ServedDesk):
    bakyt, computer = await served.clerk()
    phone = await served.signs_in(bakyt)
    _, other = await served.clerk("Гүлнара")
    assert (await computer.opens("/desk/me")).count("Чыгуу") == 3  # of both, and of the frame
    [row] = [row for row in await rows_of(served.office.database, "desk_sessions") if row["person_id"] == bakyt.id][:1]
    await other.opens("/desk/me")
    await other.posts("/desk/out", id=row["id"])
    await computer.opens("/desk")
    assert computer.status == 200
    await computer.posts("/desk/out", all="1")
    for browser in (computer, phone):
        await browser.opens("/desk")
        assert browser.status == 401
    await other.opens("/desk")
    assert other.status == 200


async def test_what_is_over_is_cleared_and_the_language_is_the_sessions_own(served: ServedDesk):
    _, browser = await served.clerk()
    assert "Жооп күткөндөр" in await browser.opens("/desk")
    assert "Ждут ответа" in await browser.posts("/desk/language", language="ru", back="/desk")
    await browser.posts("/desk/language", language="ky", back="https://elsewhere.example")
    assert browser.at == "/desk"
    served.office.now += 2 * sign_in.DAY
    await served.office.database.write(lambda store: sign_in.clear_old(store, at=served.office.now))
    rows = [await rows_of(served.office.database, name) for name in ("desk_links", "desk_sessions", "desk_done")]
    assert rows == [[], [], []]


async def test_whoever_guesses_without_end_is_told_to_wait_and_others_are_not(tmp_path):
    served = await open_desk(tmp_path, steady=lambda: 0)
    stranger = served.browser()
    statuses = {(await stranger.line.get(f"/desk/in/{n}")).status_code for n in range(130)}
    assert statuses == {410, 429}
    await served.office.database.close()
