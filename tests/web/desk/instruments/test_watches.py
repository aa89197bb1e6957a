"""At the desk a head names a work to watch, and a clerk answers what its group reports."""

from bot.budget.permissions import Role
from bot.budget.watch.watching import Seen
from bot.office.watch import reporting
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk

LINE = "Ленин көчөсүн жарыктандыруу"
SAW = "Мамычалар тургузулду, жарык жок <b>"
ANSWER = "Жарык жума күнү күйөт, мамычаларга зым тартылып жатат."


async def reported(served: ServedDesk, name: str = "Айбек", text: str = SAW) -> int:
    """Somebody of the group of the only watch reports; returns the report's id."""
    office, resident = served.office, await served.office.meets(name)
    [watch] = await rows_of(office.database, "watches")
    await office.does(reporting.join, token=watch["token"], by=resident)
    one = await office.does(
        reporting.report, key=f"{name} {text}", id=watch["id"], seen=Seen.STOPPED, text=text, by=resident
    )
    return one.id


async def test_a_head_makes_a_link_and_a_clerk_answers_what_the_group_reports(served: ServedDesk):
    _, head = await served.clerk("Асан", Role.HEAD)
    assert "Азырынча байкоо жок" in await head.opens("/desk/watches")
    await head.posts("/desk/watches", line="ЫЫ")
    assert (head.status, 'value="ЫЫ"' in head.page, 'id="line-wrong"' in head.page) == (422, True, True)
    await head.posts("/desk/watches", line="7")
    assert (head.status, 'id="line-wrong"' in head.page) == (422, True), "no proposal has this number"
    key = "one-key-for-both"
    await head.posts("/desk/watches", line=LINE, key=key)
    await head.posts("/desk/watches", line=LINE, key=key)
    [watch] = await rows_of(served.office.database, "watches")
    assert (head.at, LINE in head.text) == ("/desk/watches/1", True)
    assert head.page.count(f"w_{watch['token']}") == 2, "the invitation in each language"
    await head.posts("/desk/watches/1/code")
    assert head.headers["content-type"] == "image/png"

    await reported(served)
    _, clerk = await served.clerk("Бакыт")
    assert "Мониторинг · 1" in await clerk.opens("/desk")
    assert "Мониторинг · 1" in await clerk.opens("/desk/more")
    said = await clerk.opens("/desk/watches/1")
    assert SAW in said
    assert "Жаңы" not in await clerk.opens("/desk/watches"), "only a head begins one"
    await clerk.opens("/desk/watches/1")
    await clerk.posts("/desk/watches/1", id="1", text="Ооба")
    assert (clerk.status, ">\nОоба</textarea>" in clerk.page, 'id="text1-wrong"' in clerk.page) == (422, True, True)
    said = await clerk.posts("/desk/watches/1", id="1", text=ANSWER)
    assert "№ М1-01: Жооп жөнөтүлдү." in said
    assert ANSWER in said
    own = "Зымдар эртең келет, андан кийин тартабыз."
    said = await clerk.posts("/desk/watches/1", id="1", text=own)
    assert (clerk.status, ANSWER in said, f"{own}</textarea>" in clerk.page) == (409, True, True), "a colleague's stays"
    assert await served.office.notices(served.office.people["Айбек"], "watch") == 1
    assert await served.office.recorded("answer_watch", 1) == 1
    assert "Мониторинг ·" not in await clerk.opens("/desk")


async def test_a_watch_is_finished_and_ended_by_its_head_once_that_was_asked(served: ServedDesk):
    _, head = await served.clerk("Асан", Role.HEAD)
    await head.opens("/desk/watches")
    await head.posts("/desk/watches", line=LINE)
    await reported(served)
    for what, told in (("finish", 1), ("close", 1)):
        said = await head.posts("/desk/watches/1/end", do=what)
        assert "Ооба" in said, "it is asked first"
        assert await served.office.notices(served.office.people["Айбек"], "watch_done") == (
            told if what == "close" else 0
        )
        await head.posts("/desk/watches/1/end", do=what, sure="1")
        assert "Белгиленди." in head.text
    await head.posts("/desk/watches/1/end", do="close", sure="1")
    assert (head.status, "Азыр мындай кылууга болбойт" in head.text) == (409, True)
    await head.posts("/desk/watches/table")
    assert "spreadsheetml" in head.headers["content-type"]


async def test_a_report_is_read_by_its_own_office_and_where_the_head_answers_a_clerk_is_told_so(served: ServedDesk):
    _, head = await served.clerk("Асан", Role.HEAD)
    await head.opens("/desk/watches")
    await head.posts("/desk/watches", line=LINE)
    await reported(served)
    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    for path in ("/desk/watches/1", "/desk/watches/9", "/desk/reports/1/file/0", "/desk/watches"):
        assert LINE not in await other.opens(path), path
        assert other.status in {200, 403, 404}, path
    await other.opens("/desk/watches")
    await other.posts("/desk/watches/1", id="1", text=ANSWER)
    assert (other.status, ANSWER in other.page) == (403, True), "what was typed is on the page that refuses"
    await served.office.database.write(lambda store: store.aimaks.set_head_approves(served.office.aimak_id, True))
    _, clerk = await served.clerk("Бакыт")
    said = await clerk.opens("/desk/watches/1")
    assert "башчы жооп берет" in said
    assert '<textarea id="text1"' not in clerk.page
    assert '<textarea id="text1"' in (await head.opens("/desk/watches/1"), head.page)[1]
