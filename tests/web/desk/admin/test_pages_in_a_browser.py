"""The desk's hearings, files, intake and aimaks in Chromium: nothing serious for axe-core, nothing cut at 360 px."""

from collections.abc import Callable

import pytest

from bot.budget.permissions import Role
from bot.office.answers import answers
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import TemplateWords
from tests.office.offices import refusing
from tests.web.accessible import list_faults
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import ServedDesk, on_a_port
from tests.web.desk.instruments.furnished import PAGES as ROOMS
from tests.web.desk.instruments.furnished import furnish
from tests.web.desk.uploading import uploads

pytestmark = [pytest.mark.slow, needs_browser]

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."
HEARING = {"kind": "draft", "day": "2026-11-20", "time": "10:00", "place": "Көк-Жар клубу", "agenda": "Бюджет"}
PAPER = {"do": "keep", "source": "paper", "on": "2026-11-01", "text": "Көпүрө оңдолсун, балдар сууга түшөт", "side": ""}
PAGES = (
    "aimaks", "aimaks/kokjar", "files", "sheet", "intake", "intake?done=2", "tell", "hearings", "hearings/new", "hearings/1",
    "hearings/1/move", "hearings/1/cancel", "hearings/1/notices", "team", "year", "templates", "own", "groups",
    "files/posters", "intake/pasted",
)  # fmt: skip


async def test_axe_core_finds_nothing_serious_on_pages_of_hearings_files_and_aimaks(
    served: ServedDesk, tell: Callable[..., None]
):
    head, browser = await served.clerk("Токтогул", Role.HEAD)
    author = await served.office.meets("Айгүл")
    sent = await served.office.does(
        answers.send, id=(await served.office.proposed(author)).id, answer=refusing(SENTENCE), by=head
    )
    await served.office.does(templates.keep, answer_id=sent.id, name="Акча жок", words=TemplateWords(SENTENCE), by=head)
    await browser.opens("/desk/intake")
    await uploads(browser, "/desk/intake", **PAPER, name="Асан Усенов", phone="0700 123456")
    await served.office.does(answers.send, id=2, answer=refusing(SENTENCE), by=head)
    await browser.opens("/desk/hearings/new")
    await browser.posts("/desk/hearings/new", do="send", when="now", **HEARING)
    went_in = await furnish(served, head)
    faults, cut = list[str](), list[str]()
    async with on_a_port(served) as base, open_browser(base) as opens:
        page = await opens(await served.link(head))
        await page.locator("button").first.click()
        await page.wait_for_url("**/desk")
        for at, path in enumerate([*PAGES, *ROOMS, *went_in]):
            await page.goto(f"{base}/desk/{path}")
            for scheme in ("light", "dark") if path in PAGES else [("light", "dark")[at % 2]]:
                await page.emulate_media(color_scheme=scheme)
                faults += [f"{path}, {scheme}: {one}" for one in await list_faults(page)]
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                cut.append(path)
    tell(
        "pages of hearings, files and aimaks for axe-core",
        pages=at + 1,
        serious=len(faults),
        cut=len(cut),
    )
    assert faults + cut == []
