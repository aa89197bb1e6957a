"""Local initiatives in the browser: a call with its notice, papers, marks with reasons, the decision, money, the report."""

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.instruments.furnished import applied
from tests.web.desk.uploading import PNG, uploads

PATH, ONE, CALL = "/desk/initiatives", "/desk/initiatives/1", "/desk/calls/1"
TERMS = {"regime": "local", "largest": "50 000", "last_day": "2026-11-20", "done_by": "2027-06-30"}
WHY = "Көпүрө көп адамга керек, топ өзү да салым кошот."


async def test_a_call_is_announced_once_its_notice_was_seen(served: ServedDesk):
    _, clerk = await served.clerk()
    assert "Азырынча" in await clerk.opens(PATH)
    wrong = {"regime": "own", "largest": "көп", "last_day": "кечээ", "done_by": "2026-11-01"}
    await clerk.posts(PATH, **wrong)
    assert clerk.status == 422
    assert [f'id="{name}-wrong"' in clerk.page for name in ("regime", "largest", "last_day")] == [True] * 3
    assert 'value="көп"' in clerk.page, "what was typed stays"
    await clerk.posts(PATH, **TERMS | {"done_by": "2026-11-10"}, sure="1")
    assert (clerk.status, 'id="done_by-wrong"' in clerk.page) == (422, True), "the work ends after the last day"
    said = await clerk.posts(PATH, **TERMS)
    assert "50 000 сом" in said
    assert await rows_of(served.office.database, "initiative_calls") == [], "its notice is only shown"
    for _ in range(2):
        said = await clerk.posts(PATH, **TERMS, sure="1", key="one-key-for-both")
    assert (clerk.at, "Кабыл алуу 1:" in said) == (PATH, True)
    assert len(await rows_of(served.office.database, "broadcasts")) == 1
    assert await served.office.recorded("call", 1) == 1
    await clerk.posts(f"{PATH}/table")
    assert "spreadsheetml" in clerk.headers["content-type"]


async def marked(browser: Browser, **said: str) -> str:
    await browser.opens(ONE)
    return await browser.posts(f"{ONE}/marks", **said)


async def test_an_initiative_goes_its_whole_way_in_the_browser(served: ServedDesk):
    person, clerk = await served.clerk()
    await applied(served, "Айгүл", find_day(served.office.now))
    author = served.office.people["Айгүл"]
    assert "Демилгелер · 1" in await clerk.opens("/desk/more")
    assert "Көпүрөнү оңдоо" in await clerk.opens(ONE)
    await clerk.posts(f"{ONE}/work", kind="paid", text="Чек № 3", amount="1 000")
    assert (clerk.status, "Азыр мындай кылууга болбойт" in clerk.text) == (409, True), "no money without an agreement"
    await clerk.opens(ONE)
    await clerk.posts(f"{ONE}/papers", do="passport")
    assert 'value="passport" aria-pressed="true"' in clerk.page
    for mark, reason, name in (("11", WHY, "mark"), ("²", WHY, "mark"), ("9", "жок", "reason")):
        await marked(clerk, criterion="importance", mark=mark, reason=reason)
        assert (clerk.status, f'id="{name}-importance-wrong"' in clerk.page) == (422, True), mark
    for criterion in ("importance", "part", "lasting", "costs", "own"):
        said = await marked(clerk, criterion=criterion, mark="9", reason=WHY)
    assert "90" in said
    for given, name in (({"decision": "partly", "amount": "90 000", "why": WHY}, "amount"),
                        ({"decision": "granted", "why": "Ооба"}, "why")):  # fmt: skip
        await clerk.posts(f"{ONE}/decision", over="0", **given)
        assert (clerk.status, f'id="{name}-wrong"' in clerk.page) == (422, True), name
    granted = {"decision": "partly", "amount": "30 000", "why": WHY, "over": "0"}
    assert "дароо" in await clerk.posts(f"{ONE}/decision", **granted)
    assert await served.office.notices(author, "initiative") == 0, "it is asked first"
    await clerk.posts(f"{ONE}/decision", **granted, sure="1")
    assert (clerk.at, await served.office.notices(author, "initiative")) == (ONE, 1)
    _, head = await served.clerk("Асан", Role.HEAD)
    await head.opens(ONE)
    await head.posts(
        f"{ONE}/decision", decision="refused", why="Быйыл акча жок, эмки жылы карайбыз.", over="0", sure="1"
    )
    assert (head.status, await served.office.notices(author, "initiative")) == (409, 1), "a colleague has decided"
    for given in ({"kind": "agreed", "text": "№ 4, 12.12.2026"}, {"kind": "paid", "text": "№ 7", "amount": "30 000"}):
        await uploads(clerk, f"{ONE}/work", **given)
        assert clerk.status == 200, clerk.text
    await uploads(clerk, f"{ONE}/work", kind="spent", text="Тактай", amount="31 000")
    assert (clerk.status, 'id="sum-wrong"' in clerk.page) == (422, True)
    await uploads(clerk, f"{ONE}/work", kind="reported", text="Бүттү")
    assert (clerk.status, 'id="kind-wrong"' in clerk.page) == (422, True), "money is left"
    await uploads(clerk, f"{ONE}/work", file=("file", "a.png", PNG), kind="milestone", text="")
    await uploads(clerk, f"{ONE}/work", kind="spent", text="Тактай", amount="30 000")
    said = await uploads(clerk, f"{ONE}/work", kind="reported", text="Көпүрө оңдолду")
    assert "отчёт" in said.casefold()
    assert await served.office.notices(author, "initiative") == 6
    assert await served.office.recorded("judge", 1) == 12
    assert len(await rows_of(served.office.database, "initiative_files")) == 1
    await clerk.opens(CALL)
    await clerk.posts(f"{CALL}/close")
    assert clerk.status == 409, "people may still apply"
    served.office.now += 24 * 3600 * 1000
    clerk = await served.signs_in(person)
    await clerk.opens(CALL)
    assert "жабылды" in await clerk.posts(f"{CALL}/close")
    assert "Демилгелер ·" not in await clerk.opens("/desk/more")


async def test_a_call_waits_for_every_decision_which_is_the_heads_where_answers_wait_for_the_head(served: ServedDesk):
    await applied(served, "Айгүл", find_day(served.office.now))
    await served.office.database.write(lambda store: store.aimaks.set_head_approves(served.office.aimak_id, True))
    served.office.now += 24 * 3600 * 1000
    _, clerk = await served.clerk()
    await clerk.opens(CALL)
    said = await clerk.posts(f"{CALL}/close")
    assert (clerk.status, "Д1-01" in said) == (409, True)
    assert "башчы" in await clerk.opens(ONE)
    assert f'action="{ONE}/decision"' not in clerk.page
    await clerk.posts(f"{ONE}/decision", decision="refused", why=WHY, over="0", sure="1")
    assert clerk.status == 403
    steps = await rows_of(served.office.database, "initiative_steps")
    assert steps == []
