"""Where a page cannot be served it is said in both languages, with whom to call. So it is while nothing can be read."""

from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import Response
from starlette.routing import Route

from bot.chat.texts import LANGUAGES, Words
from bot.web.chat.page import ChatPage
from bot.web.pages.render import Pages
from bot.web.pages.trouble import Trouble, WhomToCall
from bot.web.privacy import PrivacyPage
from tests.web.doors import open_door

A_BROWSER = {"Accept": "text/html,application/xhtml+xml"}


async def _cannot_read(_work):
    raise OperationalError("SELECT", {}, Exception("the disk is away"))


async def test_a_page_that_cannot_be_read_names_a_telephone_in_both_languages(village):
    assert (await village.reads("/kokjar")).status_code == 200
    read, village.page.serving.office.database.read = village.page.serving.office.database.read, _cannot_read
    village.passes()
    found = await village.reads("/kokjar/proposals", **A_BROWSER)
    village.page.serving.office.database.read = read
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    assert "Азыр болбой калды" in found.text
    assert "Сейчас не получилось" in found.text
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert "Айыл өкмөтүнүн өзүнөн сурасаңыз болот." in found.text


@pytest.mark.parametrize("path", ["/chat", "/chat/kokjar", "/privacy"])
async def test_chat_and_privacy_say_so_too(path):
    office = SimpleNamespace(
        database=SimpleNamespace(read=_cannot_read), settings=SimpleNamespace(web=SimpleNamespace(url=""))
    )
    trouble = Trouble()
    routes = [
        *ChatPage(office, Pages(), trouble).list_routes(),
        *PrivacyPage(office, trouble).list_routes(with_static=False),
    ]
    async with open_door(routes) as door:
        status, text = await door.asks("GET", path, headers=A_BROWSER)
        assert (status, "<html" in text) == ((503, True) if path != "/chat" else (200, True))
        if status == 503:
            assert "Сейчас не получилось" in text


async def test_an_error_of_ours_and_an_address_that_leads_nowhere_are_pages_in_words():
    async def on_asked(_request) -> Response:
        raise ZeroDivisionError

    async with open_door([Route("/kokjar", on_asked)]) as door:
        status, text = await door.asks("GET", "/kokjar", headers=A_BROWSER)
        assert (status, "Азыр болбой калды" in text, "Сейчас не получилось" in text) == (500, True, True)
        status, text = await door.asks("GET", "/a/b/c/<i>", headers=A_BROWSER)
        assert (status, "Бул даректе барак жок." in text, "<i>" in text) == (404, True, False)
        status, text = await door.asks("GET", "/a/b/c", headers={"Accept": "*/*"})
        assert (status, "<html" in text, "По этому адресу страницы нет." in text) == (404, False, True)


def test_the_telephone_is_that_of_the_aimak_in_the_address_and_few_are_remembered():
    whom = WhomToCall()
    whom.note("kokjar", "+996 700 123456")
    for words in map(Words, LANGUAGES):
        assert "+996 700 123456" in whom.say(words, "/kokjar/proposals")
        assert "+996 700 123456" in whom.say(words, "/chat/KOKJAR")
        for path in ("/", "/chat", "/other/kokjar", "//", "/" * 5000):
            assert "+996" not in whom.say(words, path)
    for n in range(2_100):
        whom.note(f"a{n}", "+996")
    assert len(whom._known) == 2_000
