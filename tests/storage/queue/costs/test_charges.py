"""What left by a messenger that charges: counted by month, kind and aimak, also of rows that are gone."""

from datetime import date

from sqlalchemy import text

from bot.budget.workdays import find_month, start_of
from storage.queue.broadcast_values import BroadcastState
from storage.queue.costs.charges import ANSWER, CHARGES, NOTICE, TOLD, WRITTEN, name_month
from storage.queue.letters import BROADCAST, OPENER
from storage.queue.outbox import Lane, State
from tests.storage.queue.notices import broadcast_of, hearing_in
from tests.storage.rows import NOW, enter

HOUR = 3_600_000
AUTUMN = start_of(date(2026, 10, 31)) + 23 * HOUR  # an hour before November, in Bishkek
SENT = (
    (OPENER, Lane.NOTICE, NOTICE),
    (OPENER, Lane.ANSWER, ANSWER),
    ("reply", Lane.REPLY, WRITTEN),
    (BROADCAST, Lane.NOTICE, TOLD),
)


async def settle(database):
    """Aigul of Jany-Aryk on WhatsApp, who got one message of each kind in October and two in November."""
    aimak_id = await enter(database)
    notice = await broadcast_of(database, aimak_id, await hearing_in(database, aimak_id))

    async def work(store):
        person = await store.people.meet(CHARGES, "1", "996555000000", at=AUTUMN)
        await store.people.set_aimak(person.peer_id, aimak_id)
        for number, at in enumerate((AUTUMN, AUTUMN + 2 * HOUR, NOW)):
            for place, (kind, lane, _) in enumerate(SENT):
                object_id = notice.id if kind == BROADCAST else 10 * number + place
                await store.outbox.queue(
                    person.peer_id, CHARGES, "1", kind=kind, object_id=object_id, revision=number + 1, lane=lane,
                    language="ky", body="{}", at=at,
                )  # fmt: skip
                (letter,) = await store.outbox.claim(
                    CHARGES, "1", now=at, limit=1, lease=f"{kind} {number}", leased_until=at + 1000
                )
                await store.outbox.finish(letter, State.SENT, at=at, external_id=f"wamid.{kind}{lane}{number}")
        return person

    assert notice.state is BroadcastState.SENDING
    return aimak_id, await database.write(work)


async def count(database, day):
    begun, until = find_month(day)
    found = await database.read(lambda store: store.charges.count(CHARGES, since=begun, until=until))
    return {(one.kind, one.aimak_id): one.n for one in found}


async def test_a_month_counts_as_much_after_its_rows_are_gone(database, tell):
    aimak_id, aigul = await settle(database)
    october = {(kind, aimak_id): 1 for *_, kind in SENT}
    november = {(kind, aimak_id): 2 for *_, kind in SENT}

    async def both():
        return await count(database, date(2026, 10, 9)), await count(database, date(2026, 11, 9))

    assert await both() == (october, november)
    for begin in ("replies removed", "forgotten"):
        if begin == "forgotten":
            await database.write(lambda store: store.outbox.forget_chats([aigul.peer_id], at=NOW))
        else:
            assert await database.write(lambda store: store.outbox.empty_before(NOW + 1)) == 3
        assert await both() == (october, november), begin
    tell("messages of a month, counted after its rows were removed", months=2, messages=12, differing=0)


async def test_notices_of_a_month_are_those_by_a_template_and_those_without(database):
    await settle(database)
    begun, until = find_month(date(2026, 11, 9))
    counted = await database.read(lambda store: store.charges.count_notices(CHARGES, "1", since=begun, until=until))
    assert counted == 4
    assert name_month(AUTUMN) == 202610


async def test_the_count_walks_through_the_messages_of_a_month_only(sqlite_database):
    plan = (
        "EXPLAIN QUERY PLAN SELECT count(*) FROM outbox WHERE channel = 'whatsapp' AND external_id IS NOT NULL "
        "AND finished_at >= 1 AND finished_at < 2"
    )
    rows = await sqlite_database.read(lambda store: store.connection.execute(text(plan)))
    assert "ix_outbox_charged" in str(rows.all())
