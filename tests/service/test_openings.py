"""What the doctor says of templates: the month's count and costs, a limit that was learned, those that are held."""

from dataclasses import replace
from datetime import date

from bot.channels.contract import Pace
from bot.office import rules
from bot.service.openings import look_at_openings
from storage.queue.letters import OPENER, State
from storage.queue.outbox import Lane
from tests.channels.doubles import RecordingChannel
from tests.storage.rows import NOW, meet, queue

HOUR = 3600 * 1000


async def test_the_month_the_limit_and_what_is_held_are_said(sqlite_database):
    meta = RecordingChannel()
    meta.pace = Pace(1000, 1000, chats_a_day=2000, notices_a_month=300)

    async def look():
        found = await sqlite_database.read(lambda store: look_at_openings(meta, store, now=NOW))
        return [(one.well, one.words) for one in found]

    assert await look() == []
    meta.capabilities = replace(meta.capabilities, window_hours=24)
    assert await look() == [(True, "Messages this month: 0; 0 of them templates, 0 notices, at most 300.")]

    aigul = await meet(sqlite_database, "996555000111")

    async def fill(store):
        await rules.adopt(
            store, answer_days=None, extra_days_off=None, extra_working_days=None, notice_days=None, quiet_hours=None,
            numbers=dict.fromkeys(rules.NUMBERS), prices="utility=0.5 marketing=2 USD", today=date(2026, 1, 1),
        )  # fmt: skip
        for number, lane in enumerate((Lane.ANSWER, Lane.NOTICE, Lane.NOTICE)):
            await queue(store, aigul, number, lane, kind=OPENER)
            (letter,) = await store.outbox.claim(
                meta.name, meta.account, now=NOW, limit=1, lease=str(number), leased_until=NOW + 1000
            )
            await store.outbox.finish(letter, State.SENT, at=NOW, external_id=f"wamid.{number}")
        await store.openings.note_reached(meta.name, meta.account, most=250, until=NOW + HOUR, at=NOW)
        for name, until in (("hearing_notice", NOW + HOUR), ("proposal_answered", NOW)):
            await store.openings.hold(meta.name, meta.account, (name, "ky"), until=until, at=NOW - HOUR)

    await sqlite_database.write(fill)
    month, limit, rest, notice, answered = await look()
    assert month == (True, "Messages this month: 3, 4,50 $; 3 of them templates, 2 notices, at most 300.")
    assert limit[0]
    assert limit[1].endswith("now up to 250 people a day are asked.")
    assert (rest[0], rest[1][:37]) == (False, "Nobody is asked by a template before ")
    assert (notice[0], answered[0]) == (False, False)
    assert notice[1].startswith("The template hearing_notice (ky) is not taken; it is tried again at 2026-")
    assert answered[1].endswith("it is tried again with the next message.")
