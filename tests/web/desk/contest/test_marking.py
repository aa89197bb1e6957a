"""A juror marks at the desk: a field a mark, all of a page or nothing, and no name anywhere."""

import re
from datetime import date

import pytest

from bot.budget.contest.rules import FIRST, Kind
from bot.budget.permissions import Role
from bot.office.contest import contests
from tests.office.contest.commission import make_other
from tests.office.offices import YEAR


@pytest.fixture
async def codes(served):
    """A contest for two jurors: an aimak of this install, and one of elsewhere."""

    async def begin(store):
        at, today = served.office.now, date(2026, 11, 2)
        rules = contests.read_rules(FIRST[Kind.BUDGET].write().replace('"jurors": 4', '"jurors": 2'))
        await contests.set_rules(store, kind=Kind.BUDGET, rules=rules, valid_from=today, by=None, at=at)
        made = await contests.begin(store, kind=Kind.BUDGET, year=YEAR, today=today, by=None, at=at)
        await contests.enter(store, id=made.id, codes=["kokjar"], new=[make_other(1)], by=None, at=at)
        return [entry.code for entry in await contests.draw_codes(store, id=made.id, by=None, at=at)]

    return await served.office.database.write(begin)


async def seated(served, name, *, aimak=False):
    """A juror's browser; with aimak they have chosen the office's own."""

    async def come(store):
        person = await store.people.meet("telegram", "bot", name, at=served.office.now)
        if aimak:
            await store.people.set_aimak(person.peer_id, served.office.aimak_id)
        await store.roles.grant(person.id, role=Role.JUROR, aimak_id=None, by=None, at=served.office.now)
        return await store.people.find("telegram", "bot", name)

    return await served.signs_in(await served.office.database.write(come))


def page_of(codes, mark):
    return {f"mark-{code}-{n}": str(mark) for code in codes for n in range(1, 10)}


async def test_a_page_of_marks_is_kept_and_shown_again(served, codes):
    browser = await seated(served, "Асан")
    said = await browser.opens("/desk/contest")
    assert "Дагы 18 баа" in said
    assert not re.search("көк-?жар|kokjar|Ноокат|Сырткы", browser.page, re.IGNORECASE)
    said = await browser.posts("/desk/contest", **page_of(codes, 7))
    assert (browser.status, browser.at) == (200, "/desk/contest")
    assert browser.page.count('value="7"') == 18
    assert "Дагы 0 баа" in said


async def test_a_mark_outside_the_scale_is_named_and_nothing_is_kept(served, codes):
    browser = await seated(served, "Асан")
    await browser.opens("/desk/contest")
    said = await browser.posts("/desk/contest", **page_of(codes, 7) | {f"mark-{codes[1]}-3": "11"})
    assert browser.status == 422
    assert f"№ {codes[1]}, 3-критерий: 0–10 арасындагы баа керек." in said
    assert 'value="11" aria-invalid="true"' in browser.page
    assert "Дагы 18 баа" in await browser.opens("/desk/contest")


async def test_once_all_are_in_only_what_is_far_apart_is_open(served, codes):
    asan, bermet = await seated(served, "Асан"), await seated(served, "Бермет")
    for browser in (asan, bermet):
        await browser.opens("/desk/contest")
        await browser.posts(
            "/desk/contest", **page_of(codes, 5) | {f"mark-{codes[0]}-6": "1" if browser is asan else "9"}
        )
    said = await asan.opens("/desk/contest")
    assert "Бардык калыстар: 1 — 9" in said
    assert asan.page.count(" disabled") == 17
    await asan.posts("/desk/contest", **{f"mark-{codes[0]}-6": "6"})
    assert 'value="6"' in asan.page
    await asan.posts("/desk/contest", **{f"mark-{codes[0]}-7": "6"})
    assert asan.status == 422


async def test_whoever_has_chosen_an_entrys_aimak_is_refused_in_one_sentence(served, codes):
    browser = await seated(served, "Жийде", aimak=True)
    said = await browser.opens("/desk/contest")
    assert browser.status == 409
    assert "баа койбойсуз" in said
