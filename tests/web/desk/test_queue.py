"""The queue at the desk: lists, filters, order, pages and search in any spelling, as the chat's desk reads them."""

import re

import pytest

from bot.office.answers import answers
from tests.office.offices import MINUTE, Office, refusing
from tests.web.desk.desks import Browser, ServedDesk

DAY = 24 * 60 * MINUTE
NUMBERS = re.compile(r'<a href="/desk/p/\d+[^"]*">№ (\d+)</a>')


def numbers(browser: Browser) -> list[str]:
    return NUMBERS.findall(browser.page)


async def filled(served: ServedDesk, n: int = 3) -> Office:
    author = await served.office.meets("Айгүл")
    for text in ("Мектепке жарык керек", "Жолду оңдоо керек болуп жатат", "Көпүрө бузулду, оңдоп бериңиздер")[:n]:
        await served.office.proposed(author, text)
    return served.office


async def test_lists_filters_and_order_narrow_what_is_shown(served: ServedDesk):
    office = await filled(served)
    clerk, browser = await served.clerk()
    said = await browser.opens("/desk")
    assert "3 сунуш жооп күтүүдө" in said
    assert numbers(browser) == ["0001", "0002", "0003"]
    assert "<th>Мөөнөтү</th>" in browser.page
    await browser.opens("/desk?sort=newest")
    assert numbers(browser) == ["0003", "0002", "0001"]
    await office.does(answers.take, id=2, by=clerk)
    await browser.opens("/desk?list=mine")
    assert numbers(browser) == ["0002"]
    assert "1 сунушту сиз карап жатасыз" in browser.text
    await office.does(answers.send, id=1, answer=refusing("Бул жолду район карайт экен."), by=clerk)
    await browser.opens("/desk?list=answered")
    assert numbers(browser) == ["0001"]
    assert "<th>Чечим</th>" in browser.page
    await browser.opens("/desk?side=revenue")
    assert numbers(browser) == []
    await browser.opens("/desk?list=overdue")
    assert numbers(browser) == []
    office.now += 40 * DAY
    other = await served.signs_in(clerk)
    await other.opens("/desk?list=overdue")
    assert numbers(other) == ["0002", "0003"]
    assert "Мөөнөтү өттү" in other.text


@pytest.mark.parametrize("searched", ["копуро", "КӨПҮРӨ", "көпүрөнү", "kopuro"])
async def test_what_is_searched_is_found_in_any_spelling(served: ServedDesk, searched: str):
    await filled(served)
    _, browser = await served.clerk()
    await browser.opens(f"/desk?q={searched}")
    assert numbers(browser) == ["0003"]


async def test_a_number_that_is_searched_opens_its_proposal(served: ServedDesk):
    await filled(served)
    _, browser = await served.clerk()
    for typed in ("2", "№2", "0002"):
        await browser.opens(f"/desk?q={typed}")
        assert (browser.status, browser.at) == (200, "/desk/p/2")
    await browser.opens("/desk?q=77")
    assert (browser.status, browser.at) == (200, "/desk")


async def test_pages_follow_one_another(served: ServedDesk):
    author = await served.office.meets("Айгүл")
    for _ in range(45):
        await served.office.filed(author)
    _, browser = await served.clerk()
    await browser.opens("/desk")
    assert len(numbers(browser)) == 40
    onward = re.search(r'href="(/desk\?page=1)"', browser.page)
    assert onward is not None
    await browser.opens(onward[1])
    assert numbers(browser) == [f"{n:04}" for n in range(41, 46)]


async def test_an_address_that_nobody_made_shows_the_plain_list(served: ServedDesk):
    await filled(served)
    _, browser = await served.clerk()
    for query in (
        "list=nothing",
        "side=%00",
        "category=x",
        "village=-5",
        "page=99999999999999999999",
        "sort=1",
        "q=%FF%FE",
    ):
        await browser.opens(f"/desk?{query}")
        assert browser.status == 200, query
    await browser.opens("/desk?list=found&page=7")
    assert numbers(browser) == ["0001", "0002", "0003"]
