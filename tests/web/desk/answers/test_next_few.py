"""The next three on a page, each with its answer at hand, sent and taken back by one press."""

import re

from bot.budget.permissions import Role
from bot.office.answers import answers
from bot.office.together import links
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.test_answering import fields_of, proposed

LAMPS = [f"{place} жанына жарык керек, караңгы" for place in ("Мектептин", "Клубдун", "Көпүрөнүн", "Бала бакчанын")]
SENTENCE = "Бул жолду район карайт, биз өткөрүп бердик."


async def open_next(served: ServedDesk) -> tuple[Browser, list[str]]:
    """A clerk who has answered the first lamp and opens the next ones, and what is marked there."""
    await proposed(served, *LAMPS)
    bakyt, browser = await served.clerk()
    await served.office.does(answers.send, id=1, answer=refusing(SENTENCE), by=bakyt)
    await browser.opens("/desk/next")
    return browser, re.findall(r'name="shown" value="([\d.]+)" checked', browser.page)


async def test_each_stands_in_full_and_all_that_stay_marked_leave_by_one_press(served: ServedDesk):
    browser, shown = await open_next(served)
    assert [one.split(".")[0] for one in shown] == ["2", "3", "4"]
    assert all(text in browser.text for text in LAMPS[1:])
    assert browser.text.count(SENTENCE) == 3
    fields = fields_of(browser, "/desk/next")
    for _ in range(2):
        await browser.posts("/desk/next", **{**fields, "key": "one-press-of-a-page"}, shown=shown[:2])
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert {one["proposal_id"] for one in drafts if one["leaves_at"]} == {2, 3}
    assert LAMPS[3] in browser.text
    assert "Жооптор жөнөтүлдү" in browser.text
    await browser.posts("/desk/p/0/back", **fields_of(browser, "/desk/p/0/back"))
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert [one["leaves_at"] for one in drafts] == [None, None]


async def test_what_a_colleague_took_or_what_reads_otherwise_by_now_stays_and_is_named(served: ServedDesk):
    browser, shown = await open_next(served)
    fields = fields_of(browser, "/desk/next")
    gulnara = await served.office.meets("Гүлнара", Role.STAFF)
    await served.office.does(answers.take, id=2, by=gulnara)
    wrong = f"{shown[1]}7"  # as if another answer had been shown
    said = await browser.posts("/desk/next", **fields, shown=[shown[0], wrong, shown[2]])
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert {one["proposal_id"] for one in drafts if one["leaves_at"]} == {4}
    assert "№ 0002, № 0003" in said
    await browser.posts("/desk/next", shown=["999.1.1"])
    assert browser.status == 403


async def test_linked_ones_get_the_answer_at_hand_as_its_preview_says(served: ServedDesk):
    await proposed(served, *LAMPS)
    bakyt, browser = await served.clerk()
    await served.office.does(answers.send, id=1, answer=refusing(SENTENCE), by=bakyt)
    await served.office.does(links.link, id=2, to=3, by=bakyt)
    await browser.opens("/desk/p/2")
    await browser.posts("/desk/p/2/send", **fields_of(browser, "/desk/p/2/send"))
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert {one["proposal_id"] for one in drafts if one["leaves_at"]} == {2, 3}
