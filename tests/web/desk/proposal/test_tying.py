"""At the desk a proposal, or its line, is tied to an item of a plan by one press."""

import io

import openpyxl

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from bot.office.answers import answers
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import uploads

PATH, PLANS = "/desk/p/1/ties", "/desk/plans"
INCLUDED = Answer(Decision.INCLUDED, None, "Мектептин жарыгы бюджетке кирди.", 100_000, "Мектеп")
ITEMS = (("1.1", "Мектептердин жанына жарык орнотуу <b>"), ("2.1", "Таза суу түтүгүн тартуу"))


def make_plan(*rows: tuple[str, str]) -> bytes:
    book = openpyxl.Workbook()
    for row in (("№", "Пункт"), *rows):
        book.active.append(row)
    book.save(into := io.BytesIO())
    return into.getvalue()


async def test_a_plan_comes_by_a_table_and_a_proposal_that_went_in_is_tied_by_one_press(served: ServedDesk):
    clerk, browser = await served.clerk()
    for _ in range(2):
        sent = await served.office.proposed(await served.office.meets("Айгүл"))
        await served.office.does(answers.send, id=sent.id, answer=INCLUDED, by=clerk)
    await browser.opens(PLANS)
    await uploads(browser, PLANS, plan="x", file=("file", "a.xlsx", b"no table"))
    assert browser.status == 422
    for name in ("plan", "file"):
        assert f'id="{name}-wrong"' in browser.page, name
    said = await uploads(browser, PLANS, plan="seop", file=("file", "a.xlsx", make_plan(*ITEMS, ("1.1", "Кайра"))))
    assert (browser.status, "A4" in said) == (422, True), "the cell that stands there twice"
    assert await rows_of(served.office.database, "plan_items") == []
    await uploads(browser, PLANS, plan="seop", file=("file", "a.xlsx", make_plan(*ITEMS)))
    assert (browser.status, "орнотуу &lt;b&gt;" in browser.page) == (200, True)

    await browser.opens("/desk/p/1")
    first = browser.page.index('name="target" value="i1"')
    assert first < browser.page.index('name="target" value="i2"'), "the likeliest first"
    for _ in range(2):  # a colleague did the same meanwhile: it stays as it was asked
        await browser.posts(PATH, target="i1", do="tie")
        assert (browser.status, browser.at) == (200, "/desk/p/1")
    [tie] = await rows_of(served.office.database, "ties")
    assert (tie["proposal_id"], tie["plan_item_id"]) == (1, 1)
    said = await browser.opens(f"{PATH}?q=суу")
    assert said.index("✓") < said.index("Таза суу")
    await browser.posts(PATH, target="i1", do="tie", line="1", here="1")
    assert (browser.at, len(await rows_of(served.office.database, "ties"))) == (PATH, 2), "all of its line"
    await browser.posts(PATH, target="i1", do="untie", here="1")
    assert "✓" not in browser.text
    assert "Мектеп" in await browser.opens(PLANS)

    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    for target in ("i1", "p1", "x", ""):
        await other.opens("/desk/me")
        await other.posts(PATH, target=target, do="tie")
        assert (other.status, "жарык" in other.page) == (404, False), target
