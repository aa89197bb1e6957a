"""Voices, photos and documents beside an answer at the desk: sent with it, or taken off."""

import re

from bot.channels.web.channel import ACCOUNT, NAME
from bot.delivery.files.media import Fetcher
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.test_answering import LAMP, NO_MONEY, fields_of, proposed
from tests.web.desk.uploading import PNG, UNKEPT, uploads

PATH = "/desk/p/1"


class Line:
    """The web chat, from which an upload is fetched."""

    name, account = NAME, ACCOUNT

    async def fetch(self, reference: str) -> bytes:
        return PNG


async def fetch(served: ServedDesk) -> None:
    await Fetcher(
        database=served.office.database, channels=[Line()], now=lambda: served.office.now,
        media=served.settings.media,
    ).fetch()  # fmt: skip


async def look(browser: Browser, **given: str) -> str:
    """The preview of an answer with a photo."""
    await browser.opens(PATH)
    return await uploads(browser, f"{PATH}/preview", file=("file", "roof.png", PNG), **{**NO_MONEY, **given})


async def test_a_photo_goes_with_the_answer_once_it_has_come(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    assert "1 сүрөт" in await look(browser)
    fields = fields_of(browser, f"{PATH}/send")
    said = await browser.posts(f"{PATH}/send", **fields)
    assert browser.status == 409
    assert "келе элек" in said
    assert NO_MONEY["sentence"] in said
    await fetch(served)
    await browser.posts(f"{PATH}/send", **fields)
    assert (browser.status, browser.at) == (200, "/desk")
    draft = (await rows_of(served.office.database, "answer_drafts"))[0]
    assert draft["files"]
    assert draft["leaves_at"]


async def test_a_file_is_taken_off_and_one_that_cannot_be_kept_is_said_beside_its_field(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await look(browser)
    await browser.posts(f"{PATH}/change", **fields_of(browser, f"{PATH}/send"))
    assert "Сүрөт 1" in browser.text
    (off,) = re.findall(r'name="off" value="(\d+)"', browser.page)
    token = fields_of(browser, f"{PATH}/preview")["files"]
    said = await browser.posts(f"{PATH}/preview", **NO_MONEY, files=token, off=off)
    assert "1 сүрөт" not in said
    for name, content in UNKEPT.items():
        await browser.opens(PATH)
        said = await uploads(browser, f"{PATH}/preview", file=("file", name, content), **NO_MONEY)
        assert browser.status == 422, name
        assert 'id="wrong-file"' in browser.page
        assert NO_MONEY["sentence"] in said


async def test_a_file_that_a_page_of_theirs_did_not_name_goes_with_no_answer(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await look(browser)
    token = fields_of(browser, f"{PATH}/send")["files"]
    (id,) = re.findall(r"^(\d+)-", token)
    _, other = await served.clerk("Гүлнара")
    for forged in (id, token, f"{id}-beside.0123456789abcdef"):
        await other.opens(PATH)
        said = await other.posts(f"{PATH}/preview", **NO_MONEY, files=forged)
        assert other.status == 200
        assert "сүрөт" not in said, forged


async def test_no_more_than_five_go_with_an_answer(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens(PATH)
    sent = {**NO_MONEY, "csrf": browser.csrf, "key": "six-files-of-a-page"}
    six = [("file", (f"{n}.png", PNG)) for n in range(6)]
    answer = await browser.line.post(
        f"{PATH}/preview", data=sent, files=six, headers={"origin": "http://desk.example"}, follow_redirects=True
    )
    assert answer.status_code == 422
    assert 'id="wrong-file"' in answer.text


async def test_a_file_is_seen_again_before_it_is_sent_by_nobody_else(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await look(browser)
    (address,) = set(re.findall(r'src="(/desk/p/1/beside/\d+)"', browser.page))
    _, other = await served.clerk("Гүлнара")

    async def opens(who: Browser, at: str = address) -> tuple[int, bytes]:
        answer = await who.line.get(at)
        return answer.status_code, answer.content

    assert await opens(browser) == (200, PNG), "while it is still being looked at"
    assert (await opens(other))[0] == 404, "a colleague sees no file that goes with nothing yet"
    await fetch(served)
    status, seen = await opens(browser)
    assert (status, seen[:2]) == (200, b"\xff\xd8"), "the clean copy of it"
    await browser.posts(f"{PATH}/keep", **fields_of(browser, f"{PATH}/send"))
    assert address in await page_of(other), "what is kept with the answer is for the office"
    assert (await opens(other))[0] == 200
    for odd in ("0", "99", "abc", "9" * 30):
        assert (await opens(browser, f"{PATH}/beside/{odd}"))[0] == 404
    assert (await opens(browser, address.replace("/p/1/", "/p/2/")))[0] == 404


async def page_of(browser: Browser) -> str:
    await browser.opens(PATH)
    return browser.page
