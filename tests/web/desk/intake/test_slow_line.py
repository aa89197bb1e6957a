"""A photo may come over a weak line: its form has more time than one of words."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.chat import gate
from tests.web.desk.desks import BASE, ServedDesk
from tests.web.desk.uploading import PNG


async def slowly(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 64):
        await asyncio.sleep(0)
        yield content[at : at + 64]


async def test_a_photo_that_comes_slowly_is_taken_and_words_are_not_waited_for(
    served: ServedDesk, monkeypatch: pytest.MonkeyPatch
):
    _, browser = await served.clerk()
    await browser.opens("/desk/intake")
    monkeypatch.setattr(gate, "SAYING", 0.0)
    fields = {"csrf": browser.csrf, "key": "a-page-of-today", "do": "photo", "text": "Көпүрө оңдолсун"}
    made = {
        "/desk/intake": httpx.Request("POST", BASE, data=fields, files={"photo": ("sheet.png", PNG)}),
        "/desk/tell": httpx.Request("POST", BASE, data=fields),
    }
    statuses = {}
    for path, request in made.items():
        headers = {"origin": BASE, "content-type": request.headers["content-type"]}
        answer = await browser.line.post(path, content=slowly(request.read()), headers=headers)
        statuses[path] = answer.status_code
    assert statuses == {"/desk/intake": 303, "/desk/tell": 400}
