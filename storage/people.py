"""People and the peers (channel, account, address) they write from, with the versions of their conversations.

Some lines past 300: a person and their peer are read and written together. One statement asks for both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    bindparam,
    case,
    exists,
    func,
    null,
    select,
    update,
)

from storage.conversations.events import TAKEN
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import (
    accounts,
    peers,
    people,
)
from storage.database.seal import Seal
from storage.joined.once import list_addresses, share_marks


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the peer they are writing from; times in milliseconds UTC."""

    id: int
    peer_id: int
    channel: str
    account: str
    address: str
    language: str | None
    aimak_id: int | None
    consent_version: int | None
    name: str | None
    quotes: bool
    state_version: int
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where somebody is written to."""

    person_id: int
    peer_id: int
    channel: str
    account: str
    language: str | None
    quotes: bool
    blocked: bool = False  # the last that was sent there was refused; whoever unblocks the bot may hear again
    aimak_id: int | None = None
    gone: bool = False  # its account is served no more: nothing leaves there
    chosen: bool = False  # its person gets notices here, whichever they last wrote from


PAGE = "web"  # the channel that shows what came when somebody is back


def choose_mailbox(boxes: Sequence[Mailbox], peer_id: int | None) -> Mailbox | None:
    """Of a person's chats, the latest first: the one named, else the one chosen for notices, else the latest.

    One that has blocked us, or whose account is served no more, is taken only where there is no other. So is a page, which
    brings nothing to whoever is away, unless it is chosen.
    """

    def rank(box: Mailbox) -> tuple[bool, ...]:  # what is alike stays in its order
        return box.gone, box.blocked, box.channel == PAGE and not box.chosen, box.peer_id != peer_id, not box.chosen

    ranked = sorted(boxes, key=rank)
    return ranked[0] if ranked else None


_AT_ONCE = 500  # people that one statement names


def is_gone(box: FromClause) -> ColumnElement[bool]:
    """Whether the account of a chat (peers, or an alias of it) is served no more."""
    return (
        exists()
        .where(
            accounts.c.channel == box.c.channel, accounts.c.account == box.c.account, accounts.c.gone_at.is_not(None)
        )
        .correlate(box)
    )


class People:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def meet(self, channel: str, account: str, address: str, *, at: int) -> Person:
        """Finds the person behind a peer, or writes a new one without name or language."""
        return await self.find(channel, account, address) or await self._add(channel, account, address, at=at)

    async def meet_sender(self, channel: str, account: str, address: str, *, event: str, at: int) -> Person | None:
        """Finds or writes the person behind a peer who sent an event; None where that was taken in before.

        event is the messenger's id of it. Both are asked in one statement, which runs with every message.
        """
        given = {"channel": channel, "account": account, "external_id": event}
        row = (
            await self._connection.execute(_SENDER, {**given, **self._mark(channel, account, address)})
        ).one_or_none()
        if await self._connection.scalar(TAKEN, given) is not None if row is None else row.taken:
            return None
        if row is None:
            return await self._add(channel, account, address, at=at)
        return self._read(row, channel, account, address)

    async def _add(self, channel: str, account: str, address: str, *, at: int) -> Person:
        person_id = await self.add(at=at)
        peer_id = await self._connection.scalar(
            _NEW_PEER,
            {
                "person_id": person_id,
                "channel": channel,
                "account": account,
                "address": self._seal.seal(address),
                **self._mark(channel, account, address),
                "created_at": at,
                "last_in_at": at,
            },
        )
        return Person(
            person_id, peer_id, channel, account, address, None, None, None, None, quotes=True, state_version=0
        )

    async def add(self, *, at: int) -> int:
        """Writes a person who writes from nowhere: the author of what was said aloud or brought on paper."""
        added: int | None = await self._connection.scalar(_NEW_PERSON, {"created_at": at})
        assert added is not None
        return added

    async def find(self, channel: str, account: str, address: str) -> Person | None:
        """Finds the person behind a peer."""
        given = {"channel": channel, "account": account, **self._mark(channel, account, address)}
        row = (await self._connection.execute(_PERSON, given)).one_or_none()
        return None if row is None else self._read(row, channel, account, address)

    async def list_known(self, channel: str, account: str, addresses: Collection[str], *, before: int) -> list[str]:
        """Lists those of some addresses that were met before a moment (ms UTC)."""
        marks = {self._mark(channel, account, address)["address_hash"]: address for address in addresses}
        mine = [peers.c.channel == channel, peers.c.account == account, peers.c.created_at < before]
        found = select(peers.c.address_hash).where(*mine, peers.c.address_hash.in_(list(marks)))
        return [marks[mark] for mark in await self._connection.scalars(found)]

    def _mark(self, channel: str, account: str, address: str) -> dict[str, str]:
        return {"address_hash": self._seal.mark("peer", channel, account, address)}

    def _read(self, row: Any, channel: str, account: str, address: str) -> Person:
        return Person(
            id=row.person_id,
            peer_id=row.peer_id,
            channel=channel,
            account=account,
            address=address,
            language=row.language,
            aimak_id=row.aimak_id,
            consent_version=row.consent_version,
            name=self._seal.open(row.name) if row.name else None,
            quotes=row.quotes,
            state_version=row.state_version,
            blocked=row.blocked_at is not None,
        )

    async def find_mailbox(self, person_id: int, *, peer_id: int | None = None) -> Mailbox | None:
        """Finds where to write to a person: the peer named, else their choice, else the last they wrote from."""
        return choose_mailbox((await self.list_mailboxes([person_id])).get(person_id, []), peer_id)

    async def list_mailboxes(self, person_ids: Collection[int]) -> dict[int, list[Mailbox]]:
        """Lists where some people (ids) can be written to, by the person, the latest first; some cannot any more."""
        found: dict[int, list[Mailbox]] = {}
        wanted = list(dict.fromkeys(person_ids))
        for first in range(0, len(wanted), _AT_ONCE):
            rows = await self._connection.execute(
                select(
                    peers.c.person_id, peers.c.id, peers.c.channel, peers.c.account, peers.c.language, people.c.quotes,
                    peers.c.blocked_at, peers.c.aimak_id, peers.c.chosen_at, is_gone(peers).label("is_gone"),
                )
                .join(people, people.c.id == peers.c.person_id)
                .where(peers.c.person_id.in_(wanted[first : first + _AT_ONCE]), people.c.erased_at.is_(None))
                .order_by(peers.c.last_in_at.desc(), peers.c.id.desc())
            )  # fmt: skip
            for row in rows:
                box = Mailbox(
                    row.person_id, row.id, row.channel, row.account, row.language, row.quotes,
                    row.blocked_at is not None, row.aimak_id, row.is_gone, row.chosen_at is not None,
                )  # fmt: skip
                found.setdefault(row.person_id, []).append(box)
        return found

    async def find_by_peer(self, peer_id: int) -> Person | None:
        """Returns the person of a peer; None where there is none."""
        row = (
            await self._connection.execute(
                select(peers.c.channel, peers.c.account, peers.c.address).where(peers.c.id == peer_id)
            )
        ).one_or_none()
        return None if row is None else await self.find(row.channel, row.account, self._seal.open(row.address))

    async def find_id_by_peer(self, peer_id: int) -> int | None:
        """Returns whose chat this is; None where it is forgotten."""
        return await self._connection.scalar(select(peers.c.person_id).where(peers.c.id == peer_id))

    async def note_heard(self, peer_id: int, *, at: int, state_version: int | None) -> None:
        """Notes that a peer wrote just now (so it is not blocked), and which version its conversation has reached."""
        await self._connection.execute(_HEARD, {"peer": peer_id, "at": at, "version": state_version})

    async def note_shut(self, peer_id: int, *, heard_before: int, unless_since: int | None = None) -> None:
        """Notes that a peer's window is shut, though it is open in our books. So it wrote before a moment (ms UTC).

        unless_since: what it wrote after that moment opened the window again.
        """
        wrote = [peers.c.last_in_at <= unless_since] if unless_since is not None else []
        await self._connection.execute(
            update(peers)
            .where(peers.c.id == peer_id, peers.c.last_in_at > heard_before, *wrote)
            .values(last_in_at=heard_before)
        )

    async def set_language(self, peer_id: int, language: str) -> None:
        """Writes the language a peer is spoken to in."""
        await self._connection.execute(_SPEAKS, {"peer": peer_id, "spoken": language})

    async def set_aimak(self, peer_id: int, aimak_id: int, board: str | None = None) -> None:
        """Writes the aimak a peer is talking to, and the board whose code brought them there.

        Without one they keep theirs while they stay, and lose it as they move.
        """
        if board:
            await self._connection.execute(_PEER, {"peer": peer_id, "aimak_id": aimak_id, "board": board})
        else:
            await self._connection.execute(_MOVES, {"peer": peer_id, "to_aimak": aimak_id})

    async def move(self, peer_id: int, channel: str, account: str, *, address: str) -> None:
        """Gives a peer its new address, where a messenger has moved the chat. It has voted where it had before."""
        before = await list_addresses(self._connection, [peer_id])
        values = {"address": self._seal.seal(address), **self._mark(channel, account, address)}
        await self._connection.execute(update(peers).where(peers.c.id == peer_id).values(**values))
        after = await list_addresses(self._connection, [peer_id])
        await share_marks(self._connection, self._seal, [*before, *after])

    async def set_blocked(self, peer_id: int, *, at: int) -> None:
        """Notes that a peer does not take our messages any more."""
        await self._connection.execute(update(peers).where(peers.c.id == peer_id).values(blocked_at=at))

    async def choose_mailbox(self, person_id: int, peer_id: int, *, at: int) -> None:
        """Writes in which of their chats a person gets notices, however they write later."""
        chosen = case((peers.c.id == peer_id, at), else_=null())
        await self._connection.execute(update(peers).where(peers.c.person_id == person_id).values(chosen_at=chosen))

    async def set_consent(self, person_id: int, *, version: int, at: int) -> None:
        """Writes the version of the consent text agreed to. Its withdrawal erases: storage/personal/erasing.py."""
        values = {"consent_version": version, "consent_at": at, "consent_withdrawn_at": None}
        await self._connection.execute(_SOMEBODY, {"person": person_id, **values})

    async def set_name(self, person_id: int, name: str | None) -> None:
        """Seals the name a person gave, or removes it."""
        sealed = self._seal.seal(name) if name else None
        await self._connection.execute(update(people).where(people.c.id == person_id).values(name=sealed))

    async def set_phone(self, person_id: int, phone: str | None) -> None:
        """Seals the telephone of somebody who writes from nowhere, or removes it."""
        sealed = self._seal.seal(phone) if phone else None
        await self._connection.execute(update(people).where(people.c.id == person_id).values(phone=sealed))

    async def find_phone(self, person_id: int) -> str | None:
        """The telephone that was given for a person."""
        sealed = await self._connection.scalar(select(people.c.phone).where(people.c.id == person_id))
        return self._seal.open(sealed) if sealed else None

    async def set_quotes(self, person_id: int, quotes: bool) -> None:
        """Writes whether answers may quote the person's own text (no, on a shared phone)."""
        await self._connection.execute(update(people).where(people.c.id == person_id).values(quotes=quotes))


# Built once: these run with every message, or with everybody's first.
_NEW_PERSON = ready(people.insert().returning(people.c.id))
_NEW_PEER = ready(peers.insert().returning(peers.c.id))
_SPEAKS = ready(update(peers).where(peers.c.id == bindparam("peer")).values(language=bindparam("spoken")))
_PEER = ready(update(peers).where(peers.c.id == bindparam("peer")))  # whatever columns it is given
_MOVES = ready(
    update(peers)
    .where(peers.c.id == bindparam("peer"))
    .values(
        aimak_id=bindparam("to_aimak"),
        board=case((peers.c.aimak_id == bindparam("to_aimak"), peers.c.board), else_=null()),
    )
)
_SOMEBODY = ready(update(people).where(people.c.id == bindparam("person")))  # whatever columns it is given
_FOUND = (
    select(
        peers.c.id.label("peer_id"),
        peers.c.person_id,
        peers.c.language,
        peers.c.aimak_id,
        peers.c.state_version,
        peers.c.blocked_at,
        people.c.consent_version,
        people.c.name,
        people.c.quotes,
    )
    .join(people, people.c.id == peers.c.person_id)
    .where(
        peers.c.channel == bindparam("channel"),
        peers.c.account == bindparam("account"),
        peers.c.address_hash == bindparam("address_hash"),
    )
)
_PERSON = ready(_FOUND)
_SENDER = ready(_FOUND.add_columns(TAKEN.exists().label("taken")))
_HEARD = ready(
    update(peers)
    .where(peers.c.id == bindparam("peer"))
    .values(
        last_in_at=bindparam("at"),
        blocked_at=None,
        state_version=func.coalesce(bindparam("version", type_=BigInteger), peers.c.state_version),
    )
)
