"""A notice of villages and themes in the browser: shown first, sent once, stopped; a colleague's is not repeated unseen."""

from bot.office import residents
from storage.topics import Topic
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk

PATH = "/desk/notices"
TEXT = "Дүйшөмбүдө саат 9дан 14кө чейин суу болбойт. Сурасаңыз: 0312 00 00 00"


async def test_a_notice_is_shown_then_sent_once_and_stopped_once_that_was_asked(served: ServedDesk):
    office, author = served.office, await served.office.meets("Айгүл")
    water = Topic(office.aimak_id, "water")
    await office.does(residents.set_topics, by=author, topics=[water], wanted=True)
    _, clerk = await served.clerk()
    await clerk.opens(PATH)
    for given, wrong in (({"text": TEXT}, "topics"), ({"text": "жок", "topics": "water"}, "text"),
                         ({"text": TEXT, "topics": "moon"}, "topics")):  # fmt: skip
        await clerk.posts(PATH, **given)
        assert (clerk.status, f'id="{wrong}-wrong"' in clerk.page) == (422, True), given
        assert given["text"] in clerk.page, "what was typed stays"
    assert "Муну азырынча эч ким" in await clerk.posts(PATH, text=TEXT, topics="roads")
    assert 'name="sure"' not in clerk.page, "it would reach nobody"
    said = await clerk.posts(PATH, text=TEXT, topics="water")
    assert ("1 кишиге" in said, await rows_of(office.database, "broadcasts")) == (True, []), "it is only shown"
    for _ in range(2):
        await clerk.posts(PATH, text=TEXT, topics="water", sure="1", key="one-key-for-both")
    [notice] = await rows_of(office.database, "broadcasts")
    assert (notice["kind"], notice["topics"]) == ("topic", "water")
    _, other = await served.clerk("Нурбек")
    await other.opens(PATH)
    await other.posts(PATH, text=TEXT, topics="water", sure="1")
    assert 'name="warned"' in other.page
    assert len(await rows_of(office.database, "broadcasts")) == 1, "a colleague has sent the same"
    await clerk.opens(PATH)
    await clerk.posts(f"{PATH}/change", id=str(notice["id"]), do="pause")
    assert 'value="resume"' in clerk.page
    await clerk.posts(f"{PATH}/change", id=str(notice["id"]), do="stop")
    assert (await rows_of(office.database, "broadcasts"))[0]["state"] == "paused", "it is asked first"
    await clerk.posts(f"{PATH}/change", id=str(notice["id"]), do="stop", sure="1")
    assert (await rows_of(office.database, "broadcasts"))[0]["state"] == "cancelled"
    await clerk.posts(f"{PATH}/change", id=str(notice["id"]), do="resume")
    assert clerk.status == 409
