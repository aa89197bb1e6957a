"""A poster made at the desk: for a board, on a paper, in the language that was chosen."""

from typing import Any

import pytest
from starlette.responses import Response

from bot.web.desk.papers import posters
from tests.web.desk.desks import Browser, ServedDesk

PATH = "/desk/files/posters"


async def test_a_poster_speaks_the_chosen_language_and_a_new_place_becomes_a_board(
    served: ServedDesk, monkeypatch: pytest.MonkeyPatch
):
    made = list[dict[str, Any]]()

    async def note(*given: Any, **_: Any) -> Response:
        made.append(given[-1])
        return Response(b"a poster")

    monkeypatch.setattr(posters, "bring", note)
    _, browser = await served.clerk()
    assert "/desk/files/posters" in await page_of(browser, "/desk/files")
    for language in ("both", "ky", "ru"):
        await browser.opens(PATH)
        await browser.posts(PATH, place="Базар", paper="png", language=language)
    assert [one["language"] for one in made] == ["both", "ky", "ru"]
    assert {(one["board"], one["form"], one["aimak_id"]) for one in made} == {("bazar", "png", served.office.aimak_id)}
    await browser.opens(PATH)
    assert browser.page.count('<th scope="row">Базар</th>') == 1
    for odd in ({"paper": "a9"}, {"language": "en"}, {"board": "nosuch"}, {"place": "!!!"}, {"place": "к" * 300}):
        await browser.posts(PATH, **({"paper": "a4", "language": "ky"} | odd))
        assert (browser.status, f'id="{next(iter(odd))}-wrong"' in browser.page) == (422, True), odd
    await browser.opens(PATH)
    assert browser.page.count('<th scope="row">') == 1
    assert len(made) == 3


async def page_of(browser: Browser, path: str) -> str:
    await browser.opens(path)
    return browser.page
