"""What the office enters for somebody: numbered alike, with its real day, an author without an address, told in person."""

from datetime import date, timedelta

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Side, Source, TextTooShort
from bot.budget.workdays import find_day
from bot.office import proposals
from bot.office.answers import answers, dialogue, told
from bot.office.proposals import DayNotPossible, ProposalToSend
from bot.office.reads import office_lists
from storage.log.office_lists import OfficeList
from tests.office.offices import LIGHT, YEAR, Office

TODAY = date(2026, 11, 2)


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    return office


def entering(office, key="1", *, on=TODAY, text=LIGHT, **parts):
    draft = ProposalToSend(key, Side.SPENDING, text, author_name=parts.pop("name", None))
    return office.does(
        proposals.enter_for, draft=draft, source=parts.pop("source", Source.HEARING), on=on, aimak_id=office.aimak_id,
        language="ky", by=office.people["Бакыт"], **parts,
    )  # fmt: skip


async def test_it_takes_the_next_number_whoever_came_before(office):
    aigul = await office.meets("Айгүл")
    await office.proposed(aigul)
    entered, fresh = await entering(office, name="Бермет")
    assert (entered.label, entered.author_name, entered.peer_id, fresh) == ("0002", "Бермет", None, True)
    assert (await office.proposed(aigul)).label == "0003"


async def test_the_same_draft_is_one_proposal(office):
    first, _ = await entering(office)
    assert await entering(office) == (first, False)


@pytest.mark.parametrize(("days", "due"), [(0, date(2026, 11, 20)), (3, date(2026, 11, 19)), (30, date(2026, 10, 22))])
async def test_it_is_received_and_due_from_the_day_it_was_said(office, days, due):
    entered, _ = await entering(office, on=TODAY - timedelta(days))
    assert find_day(entered.received_at) == TODAY - timedelta(days)
    assert entered.received_at <= office.now
    assert entered.due_on == due


@pytest.mark.parametrize("days", [-1, 367])
async def test_neither_a_day_to_come_nor_one_long_ago(office, days):
    with pytest.raises(DayNotPossible):
        await entering(office, on=TODAY - timedelta(days))


async def test_a_text_of_nothing_is_refused(office):
    with pytest.raises(TextTooShort):
        await entering(office, text="...")


async def test_the_year_of_the_hearing_wins(office):
    assert (await entering(office))[0].budget_year == YEAR
    assert (await entering(office, "2", year=2026))[0].budget_year == 2026


async def test_its_answer_waits_to_be_told_in_person(office):
    entered, _ = await entering(office)
    bakyt = office.people["Бакыт"]
    sent = await office.does(answers.send, id=entered.id, answer=Answer(Decision.INCLUDED, amount=5_000), by=bakyt)
    assert await office.database.read(lambda store: told.has_reached(store, sent)) is False
    listed = office.database.read(
        lambda store: office_lists.list_proposals(
            store, which=OfficeList.UNDELIVERED, by=bakyt, aimak_id=office.aimak_id, at=office.now
        )
    )
    assert [one.id for one in await listed] == [entered.id]
    await office.does(told.tell_in_person, id=entered.id, by=bakyt)
    assert await office.database.read(lambda store: told.has_reached(store, sent)) is True


async def test_its_author_can_be_asked_nothing_and_nobody_is_written_to(office):
    entered, _ = await entering(office)
    await office.does(dialogue.ask_author, id=entered.id, text="Кайсы көчө?", by=office.people["Бакыт"])
    assert await office.notices(office.people["Бакыт"], "asked") == 0
    assert await office.recorded("enter", entered.id) == 1
    assert await office.chain_holds()
