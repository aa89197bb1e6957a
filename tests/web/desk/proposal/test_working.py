"""How far the work is, said at the desk: looked at first, with a photo, told once."""

import re

from bot.budget.proposal import Answer, Decision
from bot.office.answers import answers
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.answers.test_beside import fetch
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import PNG, uploads

PATH = "/desk/p/1/work"
INCLUDED = Answer(Decision.INCLUDED, None, "Мектептин жарыгы бюджетке кирди.", 100_000, "Мектеп")


async def test_a_stage_is_looked_at_with_its_photo_and_told_once(served: ServedDesk):
    clerk, browser = await served.clerk()
    author = await served.office.meets("Айгүл")
    for answer in (INCLUDED, refusing("Бул жумуш айыл өкмөтүнүн иши эмес, районго кайрылыңыз.")):
        sent = await served.office.proposed(author)
        await served.office.does(answers.send, id=sent.id, answer=answer, by=clerk)
    await browser.opens("/desk/p/2/work")
    assert browser.status == 404, "it did not go in"
    assert PATH in (await browser.opens("/desk/p/1"), browser.page)[1]
    await browser.opens(PATH)
    await uploads(
        browser, PATH, file=("file", "a.jpg", b"MZ, no picture"), stage="", text="Жарык <b>", after="", do="look"
    )
    assert (browser.status, "Жарык &lt;b&gt;" in browser.page) == (422, True)
    for name in ("stage", "file"):
        assert f'id="{name}-wrong"' in browser.page, name
    form = {"stage": "begun", "text": "Мамычалар келди.", "after": ""}
    said = await uploads(browser, PATH, file=("file", "pole.png", PNG), **form, do="look")
    assert "Автор жана колдогондор" in said
    assert await rows_of(served.office.database, "dialogue") == []
    kept = re.findall(r'name="kept" value="([^"]+)"', browser.page)
    await uploads(browser, PATH, **form, kept=kept[0], do="tell")
    assert (browser.status, "келе элек" in browser.text) == (409, True)
    await fetch(served)
    await uploads(browser, PATH, **form, kept=kept[0], do="tell")
    assert (browser.status, browser.at) == (200, "/desk/p/1")
    assert await served.office.notices(author, "work") == 1
    assert await served.office.notices(author, "work_photo") == 1
    assert "иш жүрүп жатат — 1" in await browser.opens("/desk/year")
    await browser.opens(PATH)
    await uploads(browser, PATH, **form, do="tell")
    assert (browser.status, "Мамычалар келди." in browser.page) == (409, True), "a colleague said it meanwhile"
    assert await served.office.recorded("work", 1) == 1
