"""A priorities poll in the browser: opened, announced once, paper in one line; no count before its end."""

from bot.office import residents
from bot.office.polls import polls
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk

PATH = "/desk/polls"
TEXT = "Эмне маанилүү?\r\nЖол\r\nСуу\r\nЖарык\r\nМектеп"


async def test_a_poll_is_opened_announced_once_and_ended_and_no_count_is_shown_before(served: ServedDesk):
    office, author = served.office, await served.office.meets("Айгүл")
    await office.does(residents.set_subscription, by=author, aimak_id=office.aimak_id, wanted=True)
    _, clerk = await served.clerk()
    await clerk.opens(PATH)
    for text, day, wrong in (("Жол", "2026-11-20", "text"), (TEXT, "2027-11-20", "day"), (TEXT, "кечээ", "day")):
        await clerk.posts(PATH, text=text, day=day)
        assert (clerk.status, f'id="{wrong}-wrong"' in clerk.page) == (422, True), text
    assert "Таштанды" not in await clerk.posts(PATH, text=TEXT, day="2026-11-20")
    assert 'href="' in clerk.page
    await clerk.posts(f"{PATH}/file", do="sheet")
    assert clerk.status == 404, "no count before its end"
    await clerk.opens(PATH)
    said = await clerk.posts(f"{PATH}/tell", id="1")
    assert ("Эмне маанилүү?" in said, await rows_of(office.database, "broadcasts")) == (True, []), "it is only shown"
    for _ in range(2):
        await clerk.posts(f"{PATH}/tell", id="1", sure="1")
    [notice] = await rows_of(office.database, "broadcasts")
    assert (notice["kind"], notice["state"]) == ("poll", "scheduled")
    assert 'action="/desk/polls/tell"' not in await clerk.opens(PATH)
    await clerk.posts(f"{PATH}/paper", id="1", paper="1 2; 9")
    assert (clerk.status, 'value="1 2; 9"' in clerk.page) == (422, True)
    for _ in range(2):
        await clerk.posts(f"{PATH}/paper", id="1", paper="1 2; 1; 2; 3; 1", key="one-key-for-both")
    for voter in (author, *[await office.meets(f"Тургун {n}") for n in range(4)]):
        await office.does(polls.vote, id=1, picks=(1,), by=voter, since=office.now)
    await clerk.posts(f"{PATH}/end", id="1")
    assert (await rows_of(office.database, "polls"))[0]["told_at"] is None, "it is asked first"
    said = await clerk.posts(f"{PATH}/end", id="1", sure="1")
    assert "1. Жол — 8" in said
    assert (await rows_of(office.database, "broadcasts"))[0]["state"] == "cancelled", "nobody is called to what is over"
    assert await office.notices(author, "poll_result") == 1
    await clerk.posts(f"{PATH}/file", do="sheet")
    assert "spreadsheetml" in clerk.headers["content-type"]
    await clerk.opens(PATH)
    await clerk.posts(f"{PATH}/paper", id="1", paper="1")
    assert clerk.status == 409, "the result is told"
    assert await office.recorded("poll", 1) == 5, "its file too"
