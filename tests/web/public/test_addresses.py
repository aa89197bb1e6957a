"""Addresses of any shape: no error of ours, no row of another aimak, nothing where the page is off."""

import itertools

import pytest

from bot.budget.hearing import HearingKind, Paper, Terms
from bot.office.aimaks import RESERVED
from tests.sizes import sized
from tests.web.public.readers import Village

ODD = (
    "", "0", "-1", "1", "2027", "999999999999999999999", "9" * 5000, "1.5", "٣",
    "%00", "%ff%fe", "..", "%2e%2e%2f", "'", "\"><i>",
    "<script>alert(1)</script>", "{{7*7}}", "%F0%9F%98%80", "a" * 3000, "null", "kokjar", "other", "ОТКРЫТЬ", "%D3%A9" * 200,
)  # fmt: skip
PATHS = (
    "/{odd}", "/kokjar/{odd}", "/kokjar/2027/{odd}", "/kokjar/{odd}/1", "/kokjar/hearings/{odd}", "/kokjar/hearings/{odd}.ics",
    "/kokjar/papers/{odd}", "/kokjar/proposals-{odd}.csv", "/kokjar/proposals-2027.{odd}", "/kokjar/2027/1/photos/{odd}/0",
    "/kokjar/2027/1/photos/1/{odd}", "/kokjar/figures/{odd}", "/{odd}/proposals", "/{odd}/hearings", "/{odd}/data",
    "/{odd}/feed.xml",    "/{odd}/hearings.ics", "/{odd}/figures",
)  # fmt: skip
LISTS = ("/", "/kokjar", "/kokjar/proposals", "/kokjar/2027/1")
QUERIES = ("page", "q", "side", "decision", "year", "lang", "part")
SECRET = "Бөтөн-айылдын көпүрөсү"


async def test_no_address_breaks_anything_or_shows_a_row_of_another_aimak(enter, tell):
    village, other = await enter(), await enter("other")
    await village.proposed("Айгүл")
    hidden = await other.proposed("Бакыт", SECRET, public=True)
    await other.looked(hidden)
    await _announce(other)
    asked, answered = 0, set()
    addresses = [path.format(odd=odd) for path, odd in itertools.product(PATHS, ODD)]
    addresses += [f"{path}?{name}={odd}" for path, name, odd in itertools.product(LISTS, QUERIES, ODD)]
    for address in addresses[:: sized(6, 1)]:
        village.passes(10)
        found = await village.reads(address.replace('"', "%22").replace("<", "%3C"))
        asked += 1
        answered.add(found.status_code)
        assert found.status_code in {200, 308, 404}, (address[:80], found.status_code)
        if "/other" not in address:
            assert SECRET not in found.text, address[:80]
            assert "Бөтөн клуб" not in found.text, address[:80]
        assert "<i>" not in found.text
        assert "<script>" not in found.text
    tell("addresses of the public page, of any shape", asked=asked, errors=0, rows_of_others=0)
    assert answered >= {200, 404}


async def _announce(other: Village) -> None:
    terms = Terms(other.office.now + 40 * 86_400_000, "Бөтөн клуб", "")

    async def work(store) -> None:
        hearing, _ = await store.hearings.add(
            key="their own", aimak_id=other.office.aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=terms,
            by=None, at=other.office.now,
        )  # fmt: skip
        await store.papers.add(
            aimak_id=other.office.aimak_id, budget_year=2027, hearing_id=hearing.id, kind=Paper.BRIEF, by=None,
            at=other.office.now, text=SECRET,
        )  # fmt: skip

    await other.office.database.write(work)


async def test_a_page_that_is_off_says_so_in_both_languages_and_leads_to_the_chat(village: Village):
    made = await village.proposed("Айгүл")
    await village.switches(is_on=False)
    for path in (
        "",
        "/proposals",
        f"/2027/{made.number}",
        "/hearings",
        "/data",
        "/feed.xml",
        "/hearings.ics",
        "/proposals-2027.csv",
    ):
        found = await village.reads(f"/kokjar{path}")
        assert found.status_code == 404, path
        assert "ачык барак жок" in found.text
        assert "нет открытой страницы" in found.text
        assert 'href="/chat?lang=ky"' in found.text
        assert made.label not in found.text
    assert "kokjar" not in await village.text("/")


@pytest.mark.parametrize("odd", ["\\evil.example", "%5Cevil.example", "%09evil.example", "evil.example", "@evil"])
async def test_a_stroke_too_many_leads_to_no_other_host(village: Village, odd: str):
    assert (await village.reads(f"/{odd}/")).status_code == 404
    assert (await village.reads("/kokjar/")).headers["location"] == "/kokjar?lang=ky"


async def test_the_bare_address_lists_the_aimaks_with_a_page_and_leads_to_the_chat(enter):
    village = await enter()
    off = await enter("silent")
    await off.switches(is_on=False)
    said = await village.text("/?lang=ru")
    assert 'href="/kokjar?lang=ru"' in said
    assert "silent" not in said
    assert 'href="/chat?lang=ru"' in said


def test_words_of_the_web_door_are_no_code_of_an_aimak():
    assert {"chat", "desk", "admin", "static", "healthz", "readyz", "metrics", "webhooks", "feed", "robots"} <= RESERVED
