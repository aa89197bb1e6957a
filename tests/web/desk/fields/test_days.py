"""A day at the desk is typed as people here write it, without a script, whatever language the browser speaks."""

import re

import pytest

from bot.budget.permissions import Role
from bot.web.pages.render import write_as_typed
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.hearings.test_hearings import HEARING, NEW, announced
from tests.web.desk.initiatives.test_initiatives import TERMS
from tests.web.desk.instruments.furnished import furnish

PAGES = (
    "hearings/new", "hearings/1/move", "intake", "initiatives", "polls", "trust", "year", "openness/draft", "needs/1", "needs",
)  # fmt: skip
_DAY = re.compile(r'<input id="([\w-]+)" name="[\w-]+" type="(\w+)" value="[^"]*"([^>]*)data-day')


@pytest.mark.parametrize(
    "typed", ["20.11.2026", "20/11/2026", "20-ноябрь", "20 ноября 2026", "2026-11-20", "20,11,2026"]
)
async def test_a_day_is_read_as_it_is_typed(served: ServedDesk, typed: str):
    _, clerk = await served.clerk()
    await clerk.opens("/desk/hearings/new")
    await clerk.posts("/desk/hearings/new", do="send", when="now", **NEW | {"day": typed})
    assert clerk.at == HEARING
    said = await clerk.opens(HEARING)
    assert "20-ноябры" in said


@pytest.mark.parametrize("typed", ["11/20/2026", "31.02.2026", "20.11", "эртең мененки", "0.0.0", "9" * 80, "<b>"])
async def test_what_is_no_day_stays_in_its_field_with_what_is_wrong_beside_it(served: ServedDesk, typed: str):
    _, clerk = await served.clerk()
    await clerk.opens("/desk/initiatives")
    await clerk.posts("/desk/initiatives", **TERMS | {"last_day": typed})
    if typed == "20.11":  # of the year that is nearest
        assert (clerk.status, await rows_of(served.office.database, "initiative_calls")) == (200, [])
        return
    assert (clerk.status, 'id="last_day-wrong"' in clerk.page) == (422, True)
    assert f'value="{typed.replace("<b>", "&lt;b&gt;")}"' in clerk.page
    assert 'aria-describedby="last_day-about last_day-wrong"' in clerk.page


async def test_every_field_of_a_day_says_how_in_the_language_of_the_page(served: ServedDesk):
    head, clerk = await served.clerk("Асан", Role.HEAD)
    await furnish(served, head)
    await announced(served, clerk)
    found = 0
    for language, hint in (("ru", "День.месяц.год, например: 25.12.2026."), ("ky", "Күн.ай.жыл, мисалы: 25.12.2026.")):
        await clerk.opens("/desk/me")
        await clerk.posts("/desk/language", language=language)
        for path in PAGES:
            served.office.now += 10_000
            await clerk.opens(f"/desk/{path}")
            assert clerk.status == 200, path
            assert 'type="date"' not in clerk.page
            assert 'type="time"' not in clerk.page
            fields = _DAY.findall(clerk.page)
            assert fields, path
            for id, kind, described in fields:
                assert (kind, f'aria-describedby="{id}-about' in described) == ("text", True), (path, id)
                assert re.search(rf'id="{id}-about">[^<]*{re.escape(hint)}', clerk.page), (path, id)
            found += len(fields)
    assert found >= 2 * len(PAGES)


def test_a_day_of_a_picker_is_shown_as_it_is_typed():
    assert write_as_typed("2026-12-25") == "25.12.2026"
    for other in ("2026-13-25", "25.12.2026", "", "2026-12", "эртең"):
        assert write_as_typed(other) == other
