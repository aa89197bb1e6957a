"""One answer for several at the desk: marked in the list, written once, shown for each, sent together."""

import re

from bot.budget.permissions import Role
from bot.office.answers import answers
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.test_answering import NO_MONEY, proposed

LAMPS = [f"{place} жанына жарык керек, караңгы" for place in ("Мектептин", "Клубдун", "Көпүрөнүн", "Бала бакчанын")]


def read_shown(browser: Browser) -> list[str]:
    return re.findall(r'name="shown" value="([\d.]+)"', browser.page)


async def test_each_is_shown_and_all_are_sent(served: ServedDesk):
    await proposed(served, *LAMPS)
    _, browser = await served.clerk()
    said = await browser.opens("/desk/many?id=1&id=2&id=3&id=3&id=777x")
    assert "3 сунушка бир жооп" in said
    assert all(text in said for text in LAMPS[:3])
    said = await browser.posts("/desk/many/show", **NO_MONEY, ids=["1", "2", "3"])
    assert said.count("ДОЛБООРГО КИРГЕН ЖОК") == 3
    shown = read_shown(browser)
    assert len(shown) == 3
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert [one["leaves_at"] for one in drafts] == [None] * 3
    for _ in range(2):
        said = await browser.posts("/desk/many/send", shown=shown, key="one-press-of-a-page")
        assert "Жооптор жөнөтүлдү" in said
        assert "1 сунуш жооп" in said or "№ 0004" in said
    drafts = await rows_of(served.office.database, "answer_drafts")
    assert all(one["leaves_at"] for one in drafts)
    assert len(drafts) == 3


async def test_what_a_colleague_answered_meanwhile_is_left_out_and_named(served: ServedDesk):
    await proposed(served, *LAMPS)
    gulnara = await served.office.meets("Гүлнара", Role.STAFF)
    _, browser = await served.clerk()
    await browser.opens("/desk/many?id=1&id=2")
    await served.office.does(answers.take, id=2, by=gulnara)
    said = await browser.posts("/desk/many/show", **NO_MONEY, ids=["1", "2"])
    assert "№ 0002" in said
    assert len(read_shown(browser)) == 1


async def test_an_earlier_answer_is_taken_for_all_by_one_press(served: ServedDesk):
    await proposed(served, *LAMPS)
    bakyt, browser = await served.clerk()
    await served.office.does(
        answers.send, id=1, answer=refusing("Бул жолду район карайт, биз өткөрүп бердик."), by=bakyt
    )
    said = await browser.opens("/desk/many?id=2&id=3&id=4")
    assert "№ 0001 сыяктуу" in said
    said = await browser.posts("/desk/many/show", like="1", ids=["2", "3", "4"])
    assert said.count("Бул жолду район карайт, биз өткөрүп бердик.") == 3


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(served: ServedDesk):
    await proposed(served, *LAMPS)
    _, browser = await served.clerk()
    await browser.opens("/desk/many?id=1&id=2")
    await browser.posts("/desk/many/show", **(NO_MONEY | {"reason": ""}), ids=["1", "2"])
    assert browser.status == 422
    assert 'id="wrong-reason"' in browser.page
    assert NO_MONEY["sentence"] in browser.page
    assert await rows_of(served.office.database, "answer_drafts") == []
    await browser.opens("/desk/many")
    assert browser.at == "/desk"
