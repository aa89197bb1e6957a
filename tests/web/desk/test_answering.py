"""An answer at the desk: shown as its author will read it, sent once, the next one opened."""

import re

from bot.budget.permissions import Role
from bot.budget.proposal import Decision, Reason
from bot.office import staff
from bot.office.answers import answers
from storage.database.schema import answer_drafts
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk

NO_MONEY = {
    "decision": "not_included", "reason": "no_money", "sentence": "Быйыл акча жетпейт, эмки жылы карайбыз.",
    "read": "1", "revision": "1",
}  # fmt: skip
LAMP = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def proposed(served: ServedDesk, *texts: str) -> None:
    author = served.office.people.get("Айгүл") or await served.office.meets("Айгүл")
    for text in texts:
        await served.office.proposed(author, text)


def fields_of(browser: Browser, action: str) -> dict[str, str]:
    """The hidden fields of the first form that posts there."""
    form = re.search(rf'<form[^>]*action="{action}[^"]*"[^>]*>(.*?)</form>', browser.page, re.DOTALL)
    assert form is not None, browser.text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1]))


async def test_an_answer_is_shown_sent_and_the_next_one_opens(served: ServedDesk):
    await proposed(served, LAMP, "Жолду оңдоо керек")
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1?list=soon")
    assert LAMP in browser.text
    shown = await browser.posts("/desk/p/1/preview", **NO_MONEY)
    assert "ДОЛБООРГО КИРГЕН ЖОК" in shown
    assert "адис Бакыт" in shown
    assert await rows_of(served.office.database, "answers") == []
    said = await browser.posts("/desk/p/1/send", **NO_MONEY)
    assert (browser.status, browser.at) == (200, "/desk/p/2")
    assert "№ 0001: Жооп жөнөтүлдү" in said
    draft = (await rows_of(served.office.database, answer_drafts.name))[0]
    assert (draft["decision"], draft["reason"]) == (Decision.NOT_INCLUDED.value, Reason.NO_MONEY.value)
    assert served.woken


async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    cases = [
        ({"decision": "", "reason": ""}, "decision", "Чечимди тандаңыз"),
        ({"reason": ""}, "reason", "Себебин тандаңыз"),
        ({"sentence": "Кыска"}, "sentence", "20 белги"),
        ({"decision": "included", "amount": "көп акча"}, "amount", "санариптер менен|цифра"),
        ({"decision": "included", "amount": "1"}, "amount", "1 сом өтө аз"),
        ({"decision": "included", "amount": "100-150 миң"}, "amount", "100.000"),
        ({"decision": "included", "line": "акча жок"}, "line", "сабын эмес"),
        ({"sentence": "а" * 1600}, "sentence", "өтө узун"),
        ({"other": "Быйыл бюджетте акча жетпейт, эмки жылы карайбыз."}, "other", "биринчи сүйлөм"),
    ]
    for changed, name, words in cases:
        said = await browser.posts("/desk/p/1/preview", **(NO_MONEY | changed))
        assert browser.status == 422, (changed, said)
        assert f'id="wrong-{name}"' in browser.page
        assert f'aria-describedby="wrong-{name}"' in browser.page
        assert re.search(words, said), (changed, said[:3000])
        assert (changed.get("sentence") or NO_MONEY["sentence"]) in said, "what was typed is still there"
    small = NO_MONEY | {"decision": "included", "amount": "1", "small": "1", "sentence": ""}
    await browser.posts("/desk/p/1/preview", **small)
    assert browser.status == 200


async def test_sent_twice_by_one_id_it_is_sent_once(served: ServedDesk):
    await proposed(served, LAMP, "Жолду оңдоо керек")
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    for _ in range(3):
        await browser.posts("/desk/p/1/send", **NO_MONEY, key="one-press-of-a-page")
        assert (browser.status, browser.at) == (200, "/desk/p/2")
    assert len(await rows_of(served.office.database, answer_drafts.name)) == 1


async def test_an_answer_at_hand_is_sent_by_one_press(served: ServedDesk):
    await proposed(served, LAMP, "Клубдун жанына да жарык керек, караңгы")
    bakyt, browser = await served.clerk()
    await served.office.does(
        answers.send, id=1, answer=refusing("Бул жолду район карайт, биз өткөрүп бердик."), by=bakyt
    )
    said = await browser.opens("/desk/p/2")
    assert "№ 0001 сыяктуу" in said
    assert "Бул жолду район карайт, биз өткөрүп бердик." in said
    await browser.posts("/desk/p/2/send", **fields_of(browser, "/desk/p/2/send"))
    assert (browser.status, browser.at) == (200, "/desk")
    assert "№ 0002: Жооп жөнөтүлдү" in browser.text


async def test_a_page_out_of_date_says_what_happened_and_keeps_what_was_typed(served: ServedDesk):
    await proposed(served, LAMP)
    gulnara = await served.office.meets("Гүлнара", Role.STAFF)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    await served.office.does(answers.take, id=1, by=gulnara)
    said = await browser.posts("/desk/p/1/send", **NO_MONEY)
    assert browser.status == 409
    assert "адис Гүлнара" in said
    assert NO_MONEY["sentence"] in said
    assert 'name="over" value="1"' in browser.page
    await served.office.does(answers.send, id=1, answer=refusing("Бул жолду район карайт экен."), by=gulnara)
    said = await browser.posts("/desk/p/1/send", **NO_MONEY, over="1")
    assert browser.status == 409
    assert "Жооп мурун берилген: адис Гүлнара" in said
    assert NO_MONEY["sentence"] in said


async def test_a_clerks_answer_waits_for_the_head_who_approves_or_gives_back(served: ServedDesk):
    office = served.office
    await proposed(served, LAMP, "Жолду оңдоо керек")
    _, browser = await served.clerk()
    _, head = await served.clerk("Токтогул", Role.HEAD)
    await office.does(staff.set_approval, aimak_id=office.aimak_id, approves=True, by=None)
    await browser.opens("/desk/p/1")
    assert "башчы" in await browser.posts("/desk/p/1/preview", **NO_MONEY)
    said = await browser.posts("/desk/p/1/send", **NO_MONEY)
    assert "№ 0001: Жооп башчы" in said
    await browser.posts("/desk/p/2/send", **NO_MONEY)
    await head.opens("/desk/p/1?list=for_head")
    await head.posts(
        "/desk/p/1/return?list=for_head", **fields_of(head, "/desk/p/1/return"), remark="Себебин так жазыңыз"
    )
    assert (head.status, head.at) == (200, "/desk/p/2")
    await head.posts("/desk/p/2/approve", **fields_of(head, "/desk/p/2/approve"))
    assert head.status == 200
    assert "№ 0002: Жооп жөнөтүлдү" in head.text
    assert "Себебин так жазыңыз" in await browser.opens("/desk/p/1")


async def test_what_was_sent_a_moment_ago_is_taken_back(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    await browser.posts("/desk/p/1/send", **NO_MONEY)
    await browser.posts("/desk/p/0/back", **fields_of(browser, "/desk/p/0/back"))
    assert (browser.status, browser.at) == (200, "/desk/p/1")
    assert "Кайра алынды" in browser.text
    assert NO_MONEY["sentence"] in browser.page
