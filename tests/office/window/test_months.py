"""What the office reads of messages of a month: how many, their sum, how near notices are to their ceiling."""

from dataclasses import astuple
from datetime import date

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.workdays import make_moment
from bot.chat.message import Message
from bot.chat.texts import Words
from bot.office import rules
from bot.office.messenger_accounts import listed
from bot.office.messenger_accounts.listed import Served
from bot.office.window.months import list_month
from bot.service.mornings import tell_once
from storage.database.schema import outbox
from storage.queue.letters import OPENER, State
from storage.queue.outbox import Lane
from tests.office.offices import Office

NINE = make_moment(date(2026, 11, 24), 9, 0)  # a Tuesday
DAY = 24 * 3600 * 1000
META = Served("whatsapp", "1", notices_a_month=5)


@pytest.fixture
async def office(sqlite_database):
    office = await Office(sqlite_database).opens()
    for name, role in (("Бакыт", Role.STAFF), ("Токтогул", Role.HEAD)):
        await office.meets(name, role)
    await office.database.write(lambda store: listed.keep(store, [META]))
    return office


async def leaves(office, number, *, lane=Lane.NOTICE, kind=OPENER, at=NINE - 2 * DAY):
    """A message to somebody of the aimak leaves by WhatsApp."""

    async def work(store):
        person = await store.people.meet("whatsapp", "1", "996555000000", at=at)
        await store.people.set_aimak(person.peer_id, office.aimak_id)
        await store.outbox.queue(
            person.peer_id, "whatsapp", "1", kind=kind, object_id=number, revision=1, lane=lane, language="ky", body="{}",
            at=at,
        )  # fmt: skip
        (letter,) = await store.outbox.claim(
            "whatsapp", "1", now=at, limit=1, lease=str(number), leased_until=at + 1000
        )
        await store.outbox.finish(letter, State.SENT, at=at, external_id=f"wamid.{number}")

    await office.database.write(work)


async def test_a_month_is_said_as_so_many_messages_their_sum_and_the_ceiling(office):
    for number in range(3):
        await leaves(office, number)
    await leaves(office, 3, lane=Lane.ANSWER)
    await leaves(office, 4, lane=Lane.REPLY, kind="reply")

    async def read(name="Токтогул", language="ky"):
        return await office.database.read(
            lambda store: list_month(store, Words(language), aimak_id=office.aimak_id, by=office.people[name], at=NINE)
        )

    assert (await read())[0] == "WhatsApp: 5 кат"
    await office.database.write(lambda store: rules.adopt(
        store, answer_days=None, extra_days_off=None, extra_working_days=None, notice_days=None, quiet_hours=None,
        numbers=dict.fromkeys(rules.NUMBERS), prices="utility=0.5 service=0.1 USD", today=date(2026, 1, 1),
    ))  # fmt: skip
    assert await read(language="ru") == [
        "WhatsApp: 5 сообщений, 2,10 $",
        "— уведомления тем, кто писал больше суток назад: 3",
        "— ответы и вопросы тем, кто писал больше суток назад: 1",
        "— переписка и ответы в течение суток: 1",
        "WhatsApp: из 5 уведомлений этого месяца ушло 3. Сверх этого уведомления ждут следующего месяца, ответы не ждут.",
    ]
    with pytest.raises(NotAllowed):
        await read("Бакыт")


async def test_the_day_of_the_office_says_when_four_fifths_of_the_ceiling_are_reached_and_is_not_said_for_that_again(
    office,
):
    async def morning(at):
        def work(store):
            return store.connection.execute(outbox.select().where(outbox.c.kind == "morning").order_by(outbox.c.id))

        before = len((await office.database.read(work)).all())
        while await tell_once(office.database, lambda: at):
            pass
        rows = (await office.database.read(work)).all()[before:]
        return [Message.from_json(office.database.seal.open(row.body)).text for row in rows]

    for number in range(3):
        await leaves(office, number)
    assert await morning(NINE) == [], "nothing is to do"
    await leaves(office, 3, at=NINE + 3600)
    said = await morning(NINE + DAY)
    assert len(said) == 2
    assert all("WhatsApp: бул айдын 5 кабарынан 4 кабар кетти." in text for text in said)
    assert await morning(NINE + 2 * DAY) == [], "it was said"


async def test_accounts_that_were_kept_before_have_no_ceiling(office):
    await office.database.write(lambda store: store.meta.put(listed.ACCOUNTS, '[["whatsapp", "1", ""]]'))
    assert await office.database.read(listed.list_served) == [Served("whatsapp", "1")]
    assert astuple(META) == ("whatsapp", "1", "", 5)
