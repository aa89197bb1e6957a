"""A page of a poll, a meeting, a work or an initiative that is out of date does nothing. It says who did what meanwhile."""

import re
import uuid
from dataclasses import replace

import pytest

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.office.answers import answers
from bot.office.needs import meetings
from bot.office.polls import announcing, polls
from bot.office.works import works
from tests.office.offices import YEAR
from tests.storage.rows import rows_of
from tests.web.desk.desks import BASE, Browser, ServedDesk
from tests.web.desk.initiatives.test_initiatives import ONE, WHY
from tests.web.desk.instruments.furnished import INCLUDED, applied
from tests.web.desk.polls.test_poll import TEXT
from tests.web.desk.test_answering import LAMP, proposed
from tests.web.desk.uploading import PNG


def as_of(browser: Browser) -> str:
    found = re.search(r'name="as_of" value="(\d+)"', browser.page)
    assert found is not None, browser.text
    return found[1]


async def send(browser: Browser, *, n: int, **fields: str | list[str]) -> None:
    """Posts the form of the work with a few photos."""
    sent = {"csrf": browser.csrf, "key": uuid.uuid4().hex, **fields}
    files = [("file", (f"{one}.png", PNG)) for one in range(n)]
    browser._shows(
        await browser.line.post(f"{ONE}/work", data=sent, files=files, headers={"origin": BASE}, follow_redirects=True)
    )


async def two(served: ServedDesk) -> tuple[Browser, Browser]:
    return (await served.clerk())[1], (await served.clerk("Гүлнара", Role.HEAD))[1]


async def test_a_poll_that_a_colleague_ended_or_announced_is_not_ended_or_announced_again(served: ServedDesk):
    clerk, other = await two(served)
    await clerk.opens("/desk/polls")
    await clerk.posts("/desk/polls", text=TEXT, day="2026-11-20")
    await other.opens("/desk/polls")
    shown = as_of(other)
    await clerk.posts("/desk/polls/paper", id="1", paper="1 2", as_of=shown)
    await other.posts("/desk/polls/paper", id="1", paper="1 3", as_of=shown)
    assert other.status == 200, "two clerks enter paper side by side"
    await other.opens("/desk/polls")
    shown = as_of(other)
    await clerk.opens("/desk/polls")
    await clerk.posts("/desk/polls/end", id="1", sure="1", as_of=as_of(clerk))
    assert clerk.status == 200
    for path, fields in (("paper", {"paper": "2"}), ("tell", {"sure": "1"}), ("end", {"sure": "1"})):
        said = await other.posts(f"/desk/polls/{path}", id="1", as_of=shown, **fields)
        assert other.status == 409, path
        assert "Ушул арада: сурамжылоонун жыйынтыгы айтылды (адис Бакыт" in said, path
        await other.opens("/desk/polls")


async def test_a_meeting_that_a_colleague_corrected_or_removed_stays_as_it_is(served: ServedDesk):
    clerk, other = await two(served)
    await clerk.opens("/desk/needs")
    fields = {"kind": "kurultai", "day": "2026-10-20", "place": "Клуб", "people": "40", "women": "20"}
    await clerk.posts("/desk/needs", **fields, problems="Суу жок\nЖол бузук")
    assert clerk.status == 200, clerk.text
    await other.opens("/desk/needs/1")
    shown = as_of(other)
    await clerk.opens("/desk/needs/1")
    await clerk.posts("/desk/needs/1", **fields | {"people": "41"}, problems="Суу жок", as_of=as_of(clerk))
    assert clerk.status == 200, clerk.text
    said = await other.posts("/desk/needs/1", **fields | {"place": "Мектеп"}, problems="Жарык жок", as_of=shown)
    assert (other.status, "Ушул арада: жыйын оңдолду (адис Бакыт" in said) == (409, True), said
    assert "Жарык жок" in said, "what was typed stays"
    assert (await rows_of(served.office.database, "needs_meetings"))[0]["people"] == 41
    await other.opens("/desk/needs/1")
    shown = as_of(other)
    await clerk.opens("/desk/needs/1")
    await clerk.posts("/desk/needs/1/remove", sure="1", as_of=as_of(clerk))
    said = await other.posts("/desk/needs/1", **fields, problems="Жарык жок", as_of=shown)
    assert (other.status, "Ушул арада: жыйын өчүрүлдү" in said) == (409, True), said


KURULTAI = {"kind": "kurultai", "day": "2026-10-20", "place": "Клуб", "people": "40", "women": "20"}


@pytest.mark.parametrize("door", ["the chat", "the command line", "a table"])
async def test_a_meeting_that_was_changed_by_another_door_is_noticed(served: ServedDesk, door: str):
    """One of the same kind and day, entered once more or brought in a table, corrects the one that stands."""
    clerk, other = await two(served)
    await clerk.opens("/desk/needs")
    await clerk.posts("/desk/needs", **KURULTAI, problems="Суу жок\nЖол бузук")
    await other.opens("/desk/needs/1")
    shown, office = as_of(other), served.office
    kept = (await office.database.read(lambda store: store.needs_meetings.find(1))).meeting
    by = None if door == "the command line" else office.people["Бакыт"]
    for _ in range(2):  # what comes once more changes nothing
        brought = [replace(kept, problems=("Жарык жок",))]
        await office.does(meetings.put_meetings, aimak_id=office.aimak_id, year=YEAR, meetings=brought, by=by)
    for path, fields in (("", KURULTAI | {"problems": "Кир жол"}), ("/remove", {"sure": "1"})):
        said = await other.posts(f"/desk/needs/1{path}", **fields, as_of=shown)
        assert (other.status, "Ушул арада: жыйын оңдолду" in said) == (409, True), said
        assert ("адис Бакыт" in said) is (by is not None), said
        await other.opens("/desk/needs")
    assert (await office.database.read(lambda store: store.needs_meetings.find(1))).meeting == brought[0]
    await other.opens("/desk/needs/1")
    await other.posts("/desk/needs/1", **KURULTAI, problems="Кир жол", as_of=as_of(other))
    assert other.status == 200, "a page that shows it as it stands"


async def test_a_poll_and_a_work_that_were_changed_by_another_door_are_noticed(served: ServedDesk):
    clerk, other = await two(served)
    office = served.office
    await clerk.opens("/desk/polls")
    await clerk.posts("/desk/polls", text=TEXT, day="2026-11-20")
    await other.opens("/desk/polls")
    shown = as_of(other)
    await office.does(announcing.announce, id=1, by=office.people["Бакыт"])
    said = await other.posts("/desk/polls/tell", id="1", sure="1", as_of=shown)
    assert (other.status, "Ушул арада" in said) == (409, True), said
    await other.opens("/desk/polls")
    shown = as_of(other)
    await office.does(polls.tell_result, id=1, by=None)
    for path, fields in (("paper", {"paper": "1"}), ("end", {"sure": "1"})):
        said = await other.posts(f"/desk/polls/{path}", id="1", as_of=shown, **fields)
        assert (other.status, "Ушул арада: сурамжылоонун жыйынтыгы айтылды" in said) == (409, True), said
        await other.opens("/desk/polls")
    await proposed(served, LAMP)
    await office.does(answers.send, id=1, answer=INCLUDED, by=office.people["Бакыт"])
    await other.opens("/desk/p/1/work")
    shown = as_of(other)
    await office.does(works.say_stage, id=1, stage=Stage.BEGUN, text="", by=office.people["Бакыт"])
    said = await other.posts("/desk/p/1/work", stage="begun", text="Башталды", do="tell", as_of=shown, after="")
    assert (other.status, "Ушул арада: жумуштун абалы айтылды (адис Бакыт" in said) == (409, True), said
    assert "Башталды" in other.page, "what was typed stays"


async def test_an_initiative_is_ticked_marked_and_told_of_as_it_was_shown(served: ServedDesk):
    clerk, other = await two(served)
    await applied(served, "Айгүл", find_day(served.office.now))
    await clerk.opens(ONE)
    await other.opens(ONE)
    shown = as_of(other)
    await clerk.posts(f"{ONE}/papers", do="passport", as_of=shown)
    said = await other.posts(f"{ONE}/papers", do="passport", as_of=shown)
    assert (other.status, "Ушул арада: документ белгиленди (адис Бакыт" in said) == (409, True), said
    assert 'value="passport" aria-pressed="true"' in other.page, "his tick stands"
    await clerk.posts(f"{ONE}/marks", criterion="importance", mark="9", reason=WHY, as_of=shown)
    said = await other.posts(f"{ONE}/marks", criterion="importance", mark="2", reason=WHY, as_of=shown)
    assert (other.status, "Ушул арада: баа коюлду" in said) == (409, True), said
    await other.posts(f"{ONE}/marks", criterion="part", mark="2", reason=WHY, as_of=shown)
    assert other.status == 200, "another criterion is nobody else's"
    await other.posts(f"{ONE}/marks", criterion="part", mark="3", reason=WHY, as_of=shown)
    assert other.status == 200, "what one did oneself refuses nothing"


async def test_the_work_of_an_initiative_takes_several_files(served: ServedDesk):
    _, clerk = await served.clerk()
    await applied(served, "Айгүл", find_day(served.office.now))
    await clerk.opens(ONE)
    for criterion in ("importance", "part", "lasting", "costs", "own"):
        await clerk.posts(f"{ONE}/marks", criterion=criterion, mark="9", reason=WHY)
    await clerk.posts(f"{ONE}/decision", decision="granted", why=WHY, sure="1")
    assert clerk.status == 200, clerk.text
    await clerk.opens(ONE)
    await send(clerk, n=2, kind="agreed", text="")
    assert (clerk.status, clerk.page.count('name="kept"')) == (422, 2), "words are missing; the files are still there"
    kept = re.findall(r'name="kept" value="([^"]+)"', clerk.page)
    await send(clerk, n=1, kind="agreed", text="Келишим № 3", kept=kept)
    assert clerk.status == 200, clerk.text
    assert len(await rows_of(served.office.database, "initiative_files")) == 3
    await clerk.opens(ONE)
    await send(clerk, n=6, kind="milestone", text="Тосмо бүттү")
    assert (clerk.status, "эң көп саны — 5" in clerk.text) == (422, True), clerk.text
