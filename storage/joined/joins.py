"""Two people become one, and two again: which rows go along, and which go back.

Whoever asked for the code stays; the other one's chat and all that is theirs moves to them. A row with an id is pointed to
its new owner. A wish has no id: it is kept once, the later word of two. What came along stands in the row of the joining.
Once parted, that row only says who was one person until when (once.py).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, literal_column, or_, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import (
    answers,
    broadcasts,
    dialogue,
    follows,
    hearing_questions,
    information_requests,
    initiatives,
    joins,
    peers,
    people,
    pings,
    proposals,
    reactions,
    recipients,
    rsvps,
    supports,
    topics,
    watch_members,
    watch_ratings,
    watch_reports,
)
from storage.database.seal import Seal
from storage.joined.once import Once, did_before_parting, list_addresses, list_parted, share_marks
from storage.log.dialogue_kinds import ASKED, EXPLAINED
from storage.log.weights import weigh
from storage.queue.broadcast_values import LISTED
from storage.queue.letters import BROADCAST
from storage.queue.outbox import Outbox
from storage.works.contests import match_contested_by

# A wish by what it is of, and when it was said: of two the later one holds.
_WISHES: tuple[tuple[Table, tuple[str, ...], str], ...] = (
    (follows, ("aimak_id",), "changed_at"),
    (topics, ("aimak_id", "topic"), "at"),
    (supports, ("proposal_id",), "at"),
    (rsvps, ("hearing_id",), "said_at"),
    (watch_members, ("watch_id",), "at"),
    (watch_ratings, ("watch_id",), "at"),
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A chat (peer id) that was joined to a person, who wrote there before (other), and when (ms UTC)."""

    peer_id: int
    person_id: int
    other_id: int
    at: int


class Joins:
    def __init__(self, connection: AsyncConnection, seal: Seal, outbox_of_store: Outbox) -> None:
        self._connection = connection
        self._seal = seal
        self._outbox = outbox_of_store

    async def find(self, peer_id: int) -> Joined | None:
        """Finds how a chat came to its person; None where it always was theirs, or is theirs again."""
        found = await self._list(joins.c.peer_id == peer_id)
        return found[0] if found else None

    async def list_of(self, person_id: int) -> list[Joined]:
        """Lists the chats that were joined to a person, the earliest first."""
        return await self._list(joins.c.person_id == person_id)

    async def _list(self, which: ColumnElement[bool]) -> list[Joined]:
        rows = await self._connection.execute(
            select(joins.c.peer_id, joins.c.person_id, joins.c.other_id, joins.c.at)
            .where(which, joins.c.person_id != joins.c.other_id)
            .order_by(joins.c.at, joins.c.peer_id)
        )
        return [Joined(*row) for row in rows]

    async def list_parted(self, person_id: int) -> dict[int, int]:
        """Lists who was one person with somebody (ids) until they parted, and when that was (ms UTC)."""
        return await list_parted(self._connection, person_id)

    async def did_before_parting(self, what: Once, id: int, person_id: int) -> bool:
        """Whether somebody did this, once, as one person with whom they have parted since."""
        return await did_before_parting(self._connection, what, id, person_id)

    async def join(self, peer_id: int, *, other_id: int, to: int, at: int) -> None:
        """Makes a person's only chat, and all that is theirs (other_id), another's (to)."""
        carried: dict[str, Any] = {}
        carried["proposals"] = await self._give(proposals.c.author_id, other_id, to)
        said = _said_of(carried["proposals"])
        carried["dialogue"] = await self._give(dialogue.c.person_id, other_id, to, said["dialogue"])
        carried["dialogue"] += await self._give(dialogue.c.person_id, other_id, to, *match_contested_by(other_id))
        carried["reactions"] = await self._give(reactions.c.person_id, other_id, to, said["reactions"])
        carried["hearing_questions"] = await self._give(hearing_questions.c.person_id, other_id, to)
        carried["information"] = await self._give(information_requests.c.author_id, other_id, to)
        carried["initiatives"] = await self._give(initiatives.c.author_id, other_id, to)
        carried["watch_reports"] = await self._give(watch_reports.c.author_id, other_id, to)
        for table, keys, said_at in _WISHES:
            carried[table.name] = await self._carry(table, keys, said_at, other_id, to)
        carried["given_up"] = await self._give_up_own_supports(to, carried["proposals"])
        await self._connection.execute(delete(pings).where(pings.c.person_id == other_id))
        await self._say_once(peer_id, other_id, to, at=at)
        await self._share_marks(to, peer_id)
        quoted = await self._connection.scalar(select(people.c.quotes).where(people.c.id == other_id))
        if not quoted:  # a shared telephone is one in either chat
            await self._connection.execute(update(people).where(people.c.id == to).values(quotes=False))
        await self._connection.execute(update(people).where(people.c.id == other_id).values(name=None, phone=None))
        await self._connection.execute(update(peers).where(peers.c.id == peer_id).values(person_id=to))
        await self._connection.execute(delete(joins).where(joins.c.peer_id == peer_id))  # parted from another before
        await self._connection.execute(
            insert(self._connection, joins).values(
                peer_id=peer_id, person_id=to, other_id=other_id, at=at, carried=self._seal.seal(json.dumps(carried))
            )
        )
        await weigh(self._connection, carried["proposals"])

    async def part(self, peer_id: int, *, at: int) -> Joined | None:
        """Gives a joined chat back to who wrote there before. What came along, or was sent there since, goes with it.

        Its row keeps that they were one person until now. Returns how it had been joined; None where it was not.
        """
        joined = await self.find(peer_id)
        if joined is None:
            return None
        sealed = await self._connection.scalar(select(joins.c.carried).where(joins.c.peer_id == peer_id))
        carried: Mapping[str, Any] = json.loads(self._seal.open(sealed or ""))
        to, back = joined.person_id, joined.other_id
        from_here = or_(proposals.c.id.in_(carried["proposals"]), proposals.c.peer_id == peer_id)
        moved = await self._give(proposals.c.author_id, to, back, from_here)
        for table in (dialogue, reactions, hearing_questions):
            await self._give(table.c.person_id, to, back, table.c.id.in_(carried[table.name]))
        asked_here = or_(
            information_requests.c.id.in_(carried.get("information", [])), information_requests.c.peer_id == peer_id
        )
        await self._give(information_requests.c.author_id, to, back, asked_here)
        applied_here = or_(initiatives.c.id.in_(carried.get("initiatives", [])), initiatives.c.peer_id == peer_id)
        await self._give(initiatives.c.author_id, to, back, applied_here)
        reported_here = or_(
            watch_reports.c.id.in_(carried.get("watch_reports", [])), watch_reports.c.peer_id == peer_id
        )
        await self._give(watch_reports.c.author_id, to, back, reported_here)
        for name, which in _said_of(moved).items():
            await self._give(dialogue.c.person_id if name == "dialogue" else reactions.c.person_id, to, back, which)
        for table, _, _ in _WISHES:
            nothing: dict[str, list[Any]] = {"all": [], "new": [], "changed": []}  # joined before there was such a wish
            await self._bring_back(table, carried.get(table.name, nothing), to, back)
        for row in carried["given_up"]:
            await self._add_wish(supports, row, to)
        await self._lend_consent(to, back)
        await self._connection.execute(
            update(peers).where(peers.c.id == peer_id).values(person_id=back, chosen_at=None)
        )
        await self._share_marks(to, peer_id)
        parted = {"other_id": to, "at": at, "carried": self._seal.seal("{}")}
        await self._connection.execute(update(joins).where(joins.c.peer_id == peer_id).values(parted))
        await weigh(self._connection, moved)
        return joined

    async def _share_marks(self, person_id: int, peer_id: int) -> None:
        own = await self._connection.scalars(select(peers.c.id).where(peers.c.person_id == person_id))
        await share_marks(self._connection, self._seal, await list_addresses(self._connection, {peer_id, *own}))

    async def _give(self, owner: ColumnElement[int], giver: int, taker: int, *which: ColumnElement[bool]) -> list[int]:
        # Which (ids) of somebody's rows are another's now.
        assert isinstance(owner, Column)
        given = update(owner.table).where(owner == giver, *which).values({owner.name: taker})
        return sorted(await self._connection.scalars(given.returning(owner.table.c.id)))

    async def _carry(
        self, table: Table, keys: tuple[str, ...], said_at: str, other_id: int, to: int
    ) -> dict[str, list[Any]]:
        # All of the other one's wishes, those new to whoever stays, and those that change theirs: before and after.
        theirs, own = [await self._read_wishes(table, one) for one in (other_id, to)]
        held = {tuple(row[key] for key in keys): row for row in own}
        new, changed = [], []
        for row in theirs:
            before = held.get(tuple(row[key] for key in keys))
            if before is None:
                new.append(row)
                await self._add_wish(table, row, to)
            elif row[said_at] > before[said_at]:
                changed.append([before, row])
                of = [table.c[key] == row[key] for key in keys]
                await self._connection.execute(update(table).where(table.c.person_id == to, *of).values(row))
        await self._connection.execute(delete(table).where(table.c.person_id == other_id))
        return {"all": theirs, "new": new, "changed": changed}

    async def _bring_back(self, table: Table, carried: Mapping[str, list[Any]], to: int, back: int) -> None:
        def same(row: dict[str, Any]) -> list[ColumnElement[bool]]:  # nothing else was said of it since
            return [table.c.person_id == to, *(table.c[name] == row[name] for name in row if name != "behind")]

        for row in carried["all"]:
            await self._add_wish(table, row, back)
        for row in carried["new"]:
            await self._connection.execute(delete(table).where(*same(row)))
        for before, after in carried["changed"]:
            await self._connection.execute(update(table).where(*same(after)).values(before))

    async def _read_wishes(self, table: Table, person_id: int) -> list[dict[str, Any]]:
        named = [column for column in table.c if column.name not in {"person_id", "id"}]
        rows = await self._connection.execute(select(*named).where(table.c.person_id == person_id))
        return [dict(row) for row in rows.mappings()]

    async def _add_wish(self, table: Table, row: dict[str, Any], person_id: int) -> None:
        added = insert(self._connection, table).values(person_id=person_id, **row)
        await self._connection.execute(added.on_conflict_do_nothing())

    async def _give_up_own_supports(self, person_id: int, came: list[int]) -> list[dict[str, Any]]:
        # Nobody stands behind a proposal of their own. Returns those of whoever stays.
        own = select(proposals.c.id).where(proposals.c.author_id == person_id)
        held = await self._read_wishes(supports, person_id)
        await self._connection.execute(
            delete(supports).where(supports.c.person_id == person_id, supports.c.proposal_id.in_(own))
        )
        return [row for row in held if row["proposal_id"] in came]

    async def _say_once(self, peer_id: int, other_id: int, to: int, *, at: int) -> None:
        # A broadcast that both are to get reaches one chat; whoever has been told is not listed once more.
        going = list(await self._connection.scalars(select(broadcasts.c.id).where(broadcasts.c.finished_at.is_(None))))
        mine = recipients.alias("mine")
        theirs = recipients.c.broadcast_id.in_(going), recipients.c.person_id == other_id
        by_both = exists().where(mine.c.broadcast_id == recipients.c.broadcast_id, mine.c.person_id == to)
        twice = list(await self._connection.scalars(select(recipients.c.broadcast_id).where(*theirs, by_both)))
        is_listed = recipients.c.state == literal_column(f"'{LISTED}'")
        unsaid = await self._outbox.take_out(peer_id, kind=BROADCAST, object_ids=twice, at=at)
        await self._connection.execute(
            delete(recipients).where(
                recipients.c.broadcast_id.in_(twice),
                recipients.c.person_id == other_id,
                or_(is_listed, recipients.c.broadcast_id.in_(unsaid)),
            )
        )
        await self._connection.execute(
            update(recipients).where(*theirs, recipients.c.broadcast_id.not_in(twice)).values(person_id=to)
        )

    async def _lend_consent(self, to: int, back: int) -> None:
        # What was sent from a chat while it was joined was kept with the consent of whoever stays.
        row = (
            await self._connection.execute(
                select(people.c.consent_version, people.c.consent_at).where(people.c.id == to)
            )
        ).one()
        await self._connection.execute(
            update(people)
            .where(people.c.id == back, people.c.consent_version.is_(None))
            .values(consent_version=row.consent_version, consent_at=row.consent_at)
        )


def _said_of(proposal_ids: list[int]) -> dict[str, ColumnElement[bool]]:
    """What the author of some proposals said of them: words in the dialogue, and taps below their answers."""
    sent = select(answers.c.id).where(answers.c.proposal_id.in_(proposal_ids))
    return {
        "dialogue": and_(dialogue.c.proposal_id.in_(proposal_ids), dialogue.c.kind.not_in([ASKED, EXPLAINED])),
        "reactions": reactions.c.answer_id.in_(sent),
    }
