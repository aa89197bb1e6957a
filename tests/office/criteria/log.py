"""A log of proposals as criterion 6 reads it, filled by hand."""

from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module

from sqlalchemy import select, update

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Side, Source
from bot.budget.workdays import start_of
from bot.chat.texts import Words
from bot.office.criteria.proposal_log import LogRow, read_pages
from bot.office.criteria.score_sheet import count_tally
from bot.office.together import links
from storage.aimaks import NewAimak
from storage.database.schema import dialogue, outbox, proposals
from storage.log.dialogue_kinds import ASKED
from storage.log.weights import weigh
from storage.proposals import NewProposal
from storage.queue.outbox import Lane, State
from storage.store import Store

HOUR = 60 * 60 * 1000
RECEIVED = date(2026, 11, 2)
HEARING = date(2026, 11, 5)
RESULTS = date(2026, 11, 16)
YEAR = 2027
REPORTING = {"whatsapp", "web"}  # messengers that say themselves when a message has arrived

GOOD = Answer(Decision.INCLUDED, sentence="", amount=150_000)


def at(day: date, hour: int = 10) -> int:
    return start_of(day) + hour * HOUR


def _make_moments(state: State, channel: str, on: date) -> dict[str, int | None]:
    ended = None if state in {State.READY, State.WAITING} else at(on)
    arrived = state is State.DELIVERED or state is State.SENT and channel not in REPORTING
    return {"finished_at": ended, "arrived_at": ended if arrived else None}


@dataclass
class Log:
    """Writes a log by hand, act by act; everything happens at ten in the morning."""

    store: Store
    aimak_id: int = 0
    clerk: int = 0
    people: int = 0
    keys: int = 0

    async def begin(self, code: str = "kokjar") -> "Log":
        osh, nookat = ({"ky": one, "ru": one} for one in ("Ош", "Ноокат"))
        await self.store.aimaks.put(NewAimak(code, osh, nookat, {"ky": "Көк-Жар", "ru": "Кок-Жар"}, " кок жар"))
        self.aimak_id = (await self.store.aimaks.find_by_code(code)).id
        clerk = await self.store.people.meet("terminal", "bot", f"clerk of {code}", at=at(RECEIVED))
        await self.store.roles.grant(
            clerk.id, role=Role.STAFF, aimak_id=self.aimak_id, by=None, at=at(RECEIVED), title="бюджет адиси"
        )
        self.clerk = clerk.id
        return self

    async def link(self, one: int, other: int, *, at: int) -> None:
        """Links two proposals, as the office does."""
        await links.link(self.store, id=one, to=other, by=await self._clerk(), at=at)

    async def unlink(self, one: int, from_: int, *, at: int) -> None:
        """Takes one out again."""
        await links.unlink(self.store, id=one, from_=from_, by=await self._clerk(), at=at)

    async def _clerk(self):
        # Somebody who stays: others' roles may be taken away.
        one = await self.store.people.meet("terminal", "bot", f"secretary of {self.aimak_id}", at=at(RECEIVED))
        if self.aimak_id not in {standing.aimak_id for standing in await self.store.roles.list_standings(one.id)}:
            await self.store.roles.grant(one.id, role=Role.STAFF, aimak_id=self.aimak_id, by=None, at=at(RECEIVED))
        return one

    async def year(self, **facts: object) -> None:
        entered = facts.pop("entered", None)
        await self.store.years.put(self.aimak_id, YEAR, at=at(entered) if entered else 0, **facts)

    async def author(self, channel: str = "telegram"):
        self.people += 1
        return await self.store.people.meet(
            channel, "bot", f"canary-address-{self.aimak_id}-{self.people}", at=at(RECEIVED)
        )

    async def propose(self, text: str = "Мектептин жанына жарык керек", **given):
        day, channel = given.pop("on", RECEIVED), given.pop("channel", "telegram")
        author = await self.author(channel)
        self.keys += 1
        new = NewProposal(
            key=f"key-{self.aimak_id}-{self.keys}",
            aimak_id=self.aimak_id,
            budget_year=YEAR,
            author_id=author.id,
            peer_id=author.peer_id,
            side=Side.SPENDING,
            category="street_light",
            amount=None,
            village_id=None,
            place=None,
            author_name=None,
            source=Source(channel),
            language="ky",
            received_at=at(day),
            due_on=date(2026, 11, 23),
            due_days=14,
        )
        return await self.store.proposals.add(replace(new, **given), text=text, fold="")

    async def answer(self, proposal, answer=GOOD, *, on=RESULTS, state=None, channel="telegram"):
        present = await self.store.answers.find_latest(proposal.id)
        revision = present.revision + 1 if present else 1
        sent = await self.store.answers.add(
            proposal.id, revision=revision, answer=answer, by=self.clerk, approved_by=None, at=at(on),
            who="бюджет адиси",
        )  # fmt: skip
        if state is not None:
            await self.carry(proposal, sent, state=state, on=on, channel=channel)
        return sent

    async def carry(self, proposal, sent, *, state, on, channel="telegram"):
        row = await self.store.outbox.queue(
            proposal.peer_id, channel, "bot", kind="answer", object_id=sent.id, revision=sent.revision,
            lane=Lane.ANSWER, language="ky", body="{}", at=at(on),
        )  # fmt: skip
        await self.store.connection.execute(
            update(outbox).where(outbox.c.id == row).values(state=int(state), **_make_moments(state, channel, on))
        )
        await weigh(self.store.connection, [proposal.id])

    async def ask(self, proposal, *, on=HEARING, state=State.SENT, channel="telegram"):
        """Asks the author something; state None: there is nowhere to write to."""
        said = await self.store.dialogue.say(proposal.id, kind=ASKED, by=self.clerk, text="Кайсы көчө?", at=at(on))
        if state is not None:
            row = await self.store.outbox.queue(
                proposal.peer_id, channel, "bot", kind="asked", object_id=said, revision=1, lane=Lane.NOTICE,
                language="ky", body="{}", at=at(on),
            )  # fmt: skip
            values = {"state": int(state), **_make_moments(state, channel, on)}
            await self.store.connection.execute(update(outbox).where(outbox.c.id == row).values(**values))
        await weigh(self.store.connection, [proposal.id])
        return said

    async def tally(self, as_of: date | None = None):
        end = None if as_of is None else start_of(as_of) + 24 * HOUR
        return await count_tally(self.store, aimak_id=self.aimak_id, year=YEAR, as_of=end)

    async def components(self, as_of: date | None = None) -> dict[str, float]:
        components = (await self.tally(as_of)).tally.components
        assert components is not None
        return {part: float(value) for part, value in components.items()}

    async def row(self, proposal) -> LogRow:
        log = [row async for page in read_pages(self.store, aimak_id=self.aimak_id, year=None) for row in page]
        return {row.filed.id: row for row in log}[proposal.id]


# What is kept on the rows

KEPT = select(proposals.c.id, proposals.c.weighed, proposals.c.own_words, proposals.c.unreached).order_by(
    proposals.c.id
)
_MIGRATION = import_module("storage.migrations.versions.0014_weighed")


async def kept(store: Store) -> list[tuple[object, ...]]:
    """What is kept of every proposal."""
    return [tuple(row) for row in await store.connection.execute(KEPT)]


async def is_what_the_log_says(store: Store) -> None:
    """What is kept is what would be kept anew, and what the migration keeps of the same rows.

    Those whose author was asked it counted otherwise, and 0025 lets the log weigh them.
    """
    found = await kept(store)
    await weigh(store.connection, [int(str(row[0])) for row in found])
    assert await kept(store) == found
    rows = await store.connection.execute(_MIGRATION.FACTS, {"after": 0, "most": 1000})
    asked = set(await store.connection.scalars(select(dialogue.c.proposal_id).where(dialogue.c.kind == ASKED)))
    migrated = [(row.id, *_MIGRATION.keep(row).values()) for row in rows]
    assert [row for row in migrated if row[0] not in asked] == [row for row in found if row[0] not in asked]


# The sheet in words, and the command


class English(Words):
    """Says the sentences as they stand in the code."""

    def __init__(self) -> None:
        self.language = "ky"

    def say(self, message, **values):
        said = message.format(**values)
        assert len(message) <= 160
        return said
