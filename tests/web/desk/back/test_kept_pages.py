"""What a form of the desk leads to has an address of its own. It posts nothing twice, and is nobody else's."""

from urllib.parse import urlsplit

from bot.budget.permissions import Role
from bot.office import staff
from bot.office.desk import kept_pages, sign_in
from bot.web.desk.desk import SHOWN
from tests.storage.rows import rows_of
from tests.web.desk.desks import BASE, Browser, ServedDesk
from tests.web.desk.test_answering import LAMP, NO_MONEY, proposed


async def post(browser: Browser, path: str, **fields: str) -> str:
    """Posts a form, and returns the address that it leads to."""
    sent = {"csrf": browser.csrf, "key": "a-key-of-a-page", **fields}
    answer = await browser.line.post(path, data=sent, headers={"origin": BASE})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def preview(served: ServedDesk) -> tuple[Browser, str]:
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1?list=soon")
    return browser, await post(browser, "/desk/p/1/preview?list=soon", **NO_MONEY)


async def test_a_preview_is_opened_again_by_its_address_and_sends_once(served: ServedDesk):
    browser, address = await preview(served)
    assert urlsplit(address).path == "/desk/p/1/preview"
    assert f"list=soon&{SHOWN}=" in address
    for _ in range(2):
        assert "ДОЛБООРГО КИРГЕН ЖОК" in await browser.opens(address)
        assert (browser.status, browser.headers["cache-control"]) == (200, "no-store")
    for _ in range(2):  # the browser's Back after it was sent, and the same press
        await browser.opens(address)
        await browser.posts("/desk/p/1/send", **NO_MONEY, key="a-key-of-a-page")
        assert (browser.status, browser.at) == (200, "/desk")
    assert len(await rows_of(served.office.database, "answer_drafts")) == 1


async def test_what_is_wrong_and_what_happened_meanwhile_have_addresses_as_well(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    for fields, path, status in (
        ({**NO_MONEY, "sentence": "Кыска"}, "/desk/p/1/preview", 422),
        ({}, "/desk/p/1/told", 409),
        ({}, "/desk/p/77/take", 404),
        ({"sorted": "neither"}, "/desk/p/1/sort", 400),
    ):
        address = await post(browser, path, **fields)
        await browser.opens(address)
        assert (browser.status, browser.at) == (status, path)
        assert fields.get("sentence", "") in browser.text
        await browser.opens("/desk/p/1")


async def test_it_is_nobody_elses_and_goes_with_its_session_its_right_and_its_language(served: ServedDesk):
    browser, address = await preview(served)
    stranger, same = served.browser(), await served.signs_in(served.office.people["Бакыт"])
    assert LAMP not in await stranger.opens(address)
    assert stranger.status == 401
    for other in (same, (await served.clerk("Гүлнара"))[1]):
        await other.opens(address)  # leads to the proposal instead
        assert (other.status, other.at) == (200, "/desk/p/1")
    elsewhere = address.replace("/p/1/preview", "/p/2/preview")
    await browser.opens(elsewhere)
    assert browser.status == 404
    await browser.opens(address)
    await browser.posts("/desk/language", language="ru", back="/desk/p/1/preview")
    assert (browser.status, browser.at) == (200, "/desk/p/1"), "in the other language it is written anew"
    await browser.posts("/desk/language", language="ky", back="/desk/p/1")
    await browser.opens(address)
    assert browser.at == "/desk/p/1/preview"
    bakyt = served.office.people["Бакыт"]
    await served.office.does(staff.remove, member_id=(await served.office.member(bakyt)).id, by=None)
    assert LAMP not in await browser.opens(address)
    assert browser.status == 401


async def test_a_right_that_is_gone_shows_it_no_more(served: ServedDesk):
    head, browser = await served.clerk("Токтогул", Role.HEAD)
    await browser.opens("/desk/trust")
    address = await post(browser, "/desk/trust", day="", text="")
    await browser.opens(address)
    assert (browser.status, browser.at) == (422, "/desk/trust")
    await served.office.does(staff.remove, member_id=(await served.office.member(head)).id, by=None)
    again = await served.office.meets("Токтогул", Role.STAFF)
    assert again.id == head.id
    await browser.opens(address)
    assert browser.status == 403


async def test_the_oldest_pages_go_and_all_of_them_with_the_session(served: ServedDesk):
    browser, first = await preview(served)
    for _ in range(60):
        served.office.now += 1000
        last = await post(browser, "/desk/p/1/preview", **NO_MONEY)
    assert len(await rows_of(served.office.database, "desk_pages")) == 60
    await browser.opens(first)
    assert browser.at == "/desk/p/1", "the proposal, where the page is not kept any more"
    await browser.opens(last)
    assert browser.at == "/desk/p/1/preview"
    await browser.posts("/desk/out")
    assert await rows_of(served.office.database, "desk_pages") == []


async def test_a_page_is_sealed_and_goes_when_its_author_is_forgotten(served: ServedDesk):
    browser, address = await preview(served)
    [row] = await rows_of(served.office.database, "desk_pages")
    assert LAMP not in str(row)
    author = served.office.people["Айгүл"]
    await served.office.database.write(
        lambda store: store.erasures.erase(author.id, keeps_public=False, at=served.office.now)
    )
    assert await rows_of(served.office.database, "desk_pages") == []
    assert LAMP not in await browser.opens(address)


async def test_a_session_that_is_over_leaves_no_page(served: ServedDesk):
    await preview(served)
    at = served.office.now + sign_in.SESSION_KEPT + sign_in.DAY + 1000
    await served.office.database.write(lambda store: sign_in.clear_old(store, at=at))
    assert await rows_of(served.office.database, "desk_pages") == []
    assert kept_pages.make_key() != kept_pages.make_key()
