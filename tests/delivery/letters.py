"""What the tests of the courier share: two people who are written to, and their rows."""

from sqlalchemy import select

from bot.channels.contract import Pace
from bot.chat.message import Message
from bot.delivery.courier import Courier
from storage.database.engine import Database
from storage.database.schema import outbox
from storage.people import Person
from storage.queue.letters import OPENER
from storage.queue.outbox import SORRY, Lane, State
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import queue, rows_of

AIGUL, BAKYT = "996555111111", "996555222222"


async def write_to(
    database: Database, person: Person, *numbers: int, lane: Lane = Lane.REPLY, language: str = "ky"
) -> None:
    # Of a kind of its own where it would be a reply: nobody is told of those that reach nobody.
    kind = "letter" if lane is Lane.REPLY else lane.name.lower()

    async def work(store: Store) -> None:
        for number in numbers:
            body = Message(f"letter {number}").to_json()
            await queue(store, person, number, lane, kind=kind, body=body, language=language)

    await database.write(work)


async def row_of(database: Database, number: int) -> dict:
    rows = await rows_of(database, "outbox")
    found = [row for row in rows if row["object_id"] == number and row["kind"] not in {SORRY, OPENER}]
    (row,) = found
    return row


def at_pace(channel: RecordingChannel) -> None:
    channel.pace = Pace(25, 5, chat_spacing=1, group_spacing=3, group_mark="-")


async def carry_all(courier: Courier, database: Database, clock: Clock) -> None:
    """Carries until nothing is due; what the pace holds back is looked at a moment later."""
    due = select(outbox.c.id).where(outbox.c.state == State.READY).limit(1)
    while await database.read(lambda store: store.connection.scalar(due.where(outbox.c.not_before <= clock()))):
        await courier.carry()
        clock.move(seconds=0.05)
