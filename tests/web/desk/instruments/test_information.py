"""Requests for information at the desk: the late are marked, each is answered once, by words or a file."""

from bot.office.information import requests
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import PNG, uploads

DAY = 24 * 3600 * 1000
ASKED = "Былтыркы жол оңдоонун келишимин көрсөтсөңүздөр"
ANSWER = "Келишим айыл өкмөтүндө, 3-бөлмөдө көрсөтүлөт."


async def asked(served: ServedDesk, key: str) -> None:
    author = await served.office.meets("Айгүл")
    of = {"aimak_id": served.office.aimak_id, "by": author}
    await served.office.does(requests.ask, key=key, text=ASKED, **of)


async def test_a_late_request_is_marked_and_answered_once_in_words_or_by_a_file(served: ServedDesk):
    await asked(served, "one")
    await asked(served, "two")
    _, browser = await served.clerk()
    assert "Маалымат сурагандар · 2" in await browser.opens("/desk")
    said = await browser.opens("/desk/information")
    assert "Күтүүдө — 2, мөөнөтү өткөнү — 0" in said
    await uploads(browser, "/desk/information", id="1", text="")
    assert (browser.status, 'id="text1-wrong"' in browser.page) == (422, True)
    assert "Жооп жөнөтүлдү." in await uploads(browser, "/desk/information", id="1", text=ANSWER)
    await uploads(browser, "/desk/information", id="1", text=ANSWER)
    assert (browser.status, f"{ANSWER}</textarea>" in browser.page) == (409, True), "what was typed stays"
    served.office.now += 60 * DAY
    clerk = await served.signs_in(served.office.people["Бакыт"])
    await clerk.opens("/desk/information")
    assert 'class="late">' in clerk.page
    await uploads(clerk, "/desk/information", file=("file", "a.png", PNG), id="2", text="")
    assert clerk.status == 200
    rows = {row["id"]: row for row in await rows_of(served.office.database, "information_requests")}
    assert all(rows[id]["answered_at"] for id in (1, 2))
    assert await served.office.notices(served.office.people["Айгүл"], "information") == 2
