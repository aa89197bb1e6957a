"""Many readers at once: a page is made once, sent packed, and not again to whoever has it."""

import asyncio
import gzip

import brotli
import pytest

from bot.web.chat.inbound_limits import LIMITS, Callers, Limit
from bot.web.pages.kept import Crowded, KeptPages
from bot.web.pages.packed import choose_form, pack
from tests.web.public.readers import Village


async def test_a_page_is_made_once_for_all_who_ask_and_anew_when_it_is_old(village: Village, tell):
    await village.proposed("Айгүл")
    found = await asyncio.gather(*(village.reads("/kokjar?lang=ky") for _ in range(200)))
    assert {one.status_code for one in found} == {200}
    assert len({one.text for one in found}) == 1
    made = village.page.serving.kept.made
    assert made == 1
    await village.proposed("Бакыт")
    assert "№ 0002" not in await village.text("/kokjar?lang=ky")
    village.passes()
    assert "№ 0002" in await village.text("/kokjar?lang=ky")
    tell("readers of one public page at once", readers=len(found), made=made)


async def test_whoever_has_a_page_is_sent_no_more_than_that(village: Village):
    first = await village.reads("/kokjar?lang=ky", **{"accept-encoding": "gzip, br"})
    assert first.headers["content-encoding"] == "br"
    again = await village.reads(
        "/kokjar?lang=ky", **{"accept-encoding": "gzip, br", "if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = await village.reads("/kokjar?lang=ru", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    village.passes()
    still = await village.reads("/kokjar?lang=ky", **{"if-none-match": first.headers["etag"]})
    assert still.status_code == 304, "made anew, it is the same"
    assert {"accept-encoding", "accept-language"} <= set(first.headers["vary"].split(", "))


async def test_the_language_of_the_browser_is_spoken_where_none_is_asked_for(village: Village):
    assert 'lang="ru"' in (await village.reads("/kokjar", **{"accept-language": "ru-RU,en"})).text[:60]
    assert 'lang="ky"' in (await village.reads("/kokjar", **{"accept-language": "en"})).text[:60]


@pytest.mark.parametrize(
    ("accepted", "form"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0,identity", ""),
        ("BR", "br"),
    ],
)
def test_the_smallest_form_that_is_taken_is_sent(accepted: str, form: str):
    assert choose_form(accepted, {"br": b"", "gzip": b""}) == form


def test_what_is_packed_opens_again_and_what_gains_nothing_is_left():
    page = b"<p>" + "жарык керек ".encode() * 200
    packed = pack(page, "text/html; charset=utf-8")
    assert brotli.decompress(packed.forms["br"]) == gzip.decompress(packed.forms["gzip"]) == page
    assert len(packed.forms["br"]) < len(page) / 10
    assert not pack(page, "image/jpeg").forms
    assert not pack(b"short", "text/html").forms


async def test_what_is_kept_has_an_end_and_one_page_is_made_at_a_time():
    kept, at_once = KeptPages(lambda: 0, most_bytes=10_000), []

    async def make(n: int):
        at_once.append(n)
        assert len(at_once) == 1
        await asyncio.sleep(0)
        at_once.remove(n)
        return pack(bytes(1_000), "image/png")

    for n in range(50):
        await kept.make(n, lambda n=n: make(n))
    assert kept.size <= 10_000
    assert kept.find(49) is not None
    assert kept.find(0) is None
    await asyncio.gather(*(kept.make(n, lambda n=n: make(n)) for n in range(100, 150)))
    outcomes = await asyncio.gather(
        *(kept.make(n, lambda n=n: make(n)) for n in range(1_000, 1_200)), return_exceptions=True
    )
    assert any(isinstance(one, Crowded) for one in outcomes)
    assert kept.size <= 10_000


async def test_whoever_asks_for_ever_other_pages_ends_and_the_others_go_on(village: Village, tell):
    said = [(await village.reads(f"/kokjar/proposals?q=word{n}")).status_code for n in range(200)]
    assert said.count(200) == LIMITS["made"].burst
    assert set(said) == {200, 429}
    refused = await village.reads("/kokjar/proposals?q=once-more")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    assert ("Өтө тез болуп кетти" in refused.text, "Слишком быстро" in refused.text) == (True, True)
    village.passes()
    assert (await village.reads("/kokjar")).status_code == 200
    tell("pages asked for by one caller at once, each another one", asked=len(said), made=said.count(200))


async def test_a_table_that_is_not_there_costs_no_more_than_a_page(village: Village):
    village.page.serving.callers = Callers(LIMITS | {"made": Limit(30.0, 0.0)})
    assert [(await village.reads(f"/kokjar/proposals-{year}.csv")).status_code for year in range(1990, 2010)] == [
        404
    ] * 20
    there = [(await village.reads(f"/kokjar/proposals-2027.{form}")).status_code for form in ("csv", "xlsx")]
    assert there == [200, 429], "and one that is there costs ten"


async def test_a_page_that_is_kept_is_sent_to_a_whole_village_behind_one_address(village: Village):
    village.page.serving.callers = Callers(LIMITS | {"read": Limit(100.0, 10.0)})
    said = [(await village.reads("/kokjar")).status_code for _ in range(120)]
    assert said.count(200) == 100
    assert LIMITS["read"].burst >= 1_000
