"""Answers that reach nobody. The clerk hears of each once, and they leave after all where the author is back."""

from functools import partial

import pytest

from bot.budget.permissions import Role
from bot.channels.contract import Blocked
from bot.chat.message import Incoming, Kind, Peer
from bot.delivery.courier import Courier
from bot.delivery.incoming.receive import Receive
from bot.delivery.pacing.turns import LEASE
from bot.office.answers import answers, told
from handlers import router
from storage.conversations.states import FileStates
from storage.database.schema import outbox
from storage.queue.leases.due import SUSPECT
from storage.queue.leases.reclaiming import KILLS, RESTS
from storage.queue.letters import ALONE
from storage.queue.outbox import State
from tests.channels.doubles import Clock, RecordingChannel
from tests.office.offices import Office, refusing
from tests.storage.rows import rows_of

BOT = ("telegram", "bot")
IN_PERSON = "авторуна жеткен жок"


class Desk:
    """An office whose clerk has answered two proposals of one author, and what carries the answers."""

    def __init__(self, office, clerk, author, clock, seal, folder):
        self.office, self.clerk, self.author, self.clock = office, clerk, author, clock
        self.channel = RecordingChannel(*BOT)
        self.starts()
        self.receive = Receive(
            database=office.database,
            states=FileStates(folder, seal),
            router=router,
            now=clock,
            wake=self.courier.wake,
        )

    def starts(self):
        """A new process carries what is queued."""
        self.courier = Courier(database=self.office.database, channels=[self.channel], now=self.clock)

    async def hears(self, kind, text=""):
        """Something comes from the author's chat."""
        await self.receive(Incoming(f"event {self.clock()}", Peer(*BOT, self.author.address), kind, text))
        self.clock.move(seconds=1)

    async def told(self):
        """The answers (ids) the clerk was asked to tell in person, and how many messages of it they read."""
        rows = await rows_of(self.office.database, "outbox")
        asked = [row["object_id"] for row in rows if row["kind"] == "not_reached"]
        read = [text for address, text in self.channel.sent if address == self.clerk.address and IN_PERSON in text]
        return sorted(asked), len(read)

    async def answers(self):
        """Where each answer stands."""
        rows = await rows_of(self.office.database, "outbox")
        return {row["object_id"]: row["state"] for row in rows if row["kind"] == "answer"}


@pytest.fixture
async def desk(database, seal, tmp_path):
    office = await Office(database).opens()
    clock = Clock(office.now)
    clerk, author = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    for person in (clerk, author):
        await database.write(lambda store, person=person: store.people.set_language(person.peer_id, "ky"))
    for number in range(2):
        proposal = await office.filed(author, f"Көпүрө керек, {number}")
        await office.does(answers.send, id=proposal.id, answer=refusing("Бул жолду район карайт экен."), by=clerk)
    await database.write(lambda store: store.connection.execute(outbox.delete().where(outbox.c.kind != "answer")))
    return Desk(office, clerk, author, clock, seal, tmp_path)


async def test_of_two_answers_that_wait_when_the_author_has_blocked_the_bot_the_clerk_hears_of_both(desk):
    desk.channel.always(desk.author.address, Blocked("bot was blocked by the user"))
    await desk.courier.carry()
    assert await desk.answers() == {1: State.FAILED, 2: State.SKIPPED}
    assert await desk.told() == ([1, 2], 2)
    await desk.courier.carry()
    assert await desk.told() == ([1, 2], 2)


async def test_answers_that_wait_when_the_author_stops_the_bot_are_told_in_person(desk):
    await desk.hears(Kind.STOP)
    await desk.courier.carry()
    assert await desk.answers() == {1: State.SKIPPED, 2: State.SKIPPED}
    assert await desk.told() == ([1, 2], 2)


async def test_answers_that_waited_leave_when_the_author_is_back_but_for_those_told_in_person(desk):
    await desk.hears(Kind.STOP)
    await desk.office.does(told.tell_in_person, id=1, by=desk.clerk)
    await desk.hears(Kind.START)
    await desk.courier.carry()
    assert await desk.answers() == {1: State.SKIPPED, 2: State.SENT}
    assert await desk.told() == ([1, 2], 2)
    assert sum("Көпүрө керек, 1" in text for _, text in desk.channel.sent) == 1


async def test_an_answer_of_which_nobody_knows_whether_it_arrived_is_told_in_person(desk):
    async def claim(store, *, suspect):
        return await store.outbox.claim(
            *BOT, now=desk.clock(), limit=1, lease=f"{ALONE}{desk.clock()}", leased_until=desk.clock() + LEASE,
            suspect=suspect,
        )  # fmt: skip

    for death in range(SUSPECT + KILLS):
        taken = await desk.office.database.write(partial(claim, suspect=death >= SUSPECT))
        assert [letter.object_id for letter in taken] == [1]
        desk.starts()
        await desk.courier.start()
        desk.clock.move(seconds=RESTS[-1] / 1000)
    await desk.courier.carry()
    assert await desk.answers() == {1: State.UNCERTAIN, 2: State.SENT}
    assert await desk.told() == ([1], 1)
