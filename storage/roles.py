"""Roles, the invites that lead to them, and how often somebody tried a code."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Executable, bindparam, func, or_, select, update

from bot.budget.permissions import Role, Standing
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import aimaks, invites, peers, people, roles, tries
from storage.database.seal import Seal
from storage.log.authors import OFFICE
from storage.log.weights import weigh_colleague


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in an aimak (None: install-wide); title is what residents are told of who answered."""

    id: int
    person_id: int
    aimak_id: int | None
    role: Role
    title: str | None
    name: str | None
    nth: int = 0  # the how manieth this office ever had, so that two without a post can be told apart


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite that can still be used."""

    id: int
    aimak_id: int | None
    role: Role
    created_by: int | None


# Built once: the first runs with every menu, the second with every proposal.
# A role in an aimak holds in those that have become part of it. Their answered proposals stay in their own log.
_HELD = (roles.c.person_id == bindparam("person"), roles.c.revoked_at.is_(None))
_STANDINGS = ready(
    select(roles.c.role, roles.c.aimak_id)
    .where(*_HELD)
    .union_all(
        select(roles.c.role, aimaks.c.id).join(aimaks, aimaks.c.merged_into_id == roles.c.aimak_id).where(*_HELD)
    )
)


def _office_of(aimak_id: Any) -> ColumnElement[int]:
    """The aimak whose office answers for one: its own, or that of the aimak it has become part of."""
    into = select(aimaks.c.merged_into_id).where(aimaks.c.id == aimak_id).scalar_subquery()
    return func.coalesce(into, aimak_id)


_IN_OFFICE = ready(
    select(roles.c.role, roles.c.person_id).where(
        roles.c.aimak_id == _office_of(bindparam("office", type_=BigInteger)), roles.c.revoked_at.is_(None)
    )
)

_ADMINS = ready(
    select(roles.c.person_id).where(
        roles.c.aimak_id.is_(None), roles.c.role == Role.ADMIN.value, roles.c.revoked_at.is_(None)
    )
)
_GONE_SINCE = ready(
    select(
        func.count().filter(roles.c.revoked_at.is_(None)).label("working"),
        func.coalesce(func.max(roles.c.revoked_at), 0).label("last"),
    ).where(
        roles.c.aimak_id == _office_of(bindparam("office", type_=BigInteger)),
        or_(roles.c.role == Role.STAFF.value, roles.c.role == Role.HEAD.value),
    )
)


class Roles:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_standings(self, person_id: int) -> list[Standing]:
        """Lists the roles a person has now."""
        rows = await self._connection.execute(_STANDINGS, {"person": person_id})
        return [Standing(Role(row.role), row.aimak_id) for row in rows]

    async def list_of_peer(self, peer_id: int) -> list[Standing]:
        """Lists the roles that the person behind a peer has now."""
        person_id = await self._connection.scalar(select(peers.c.person_id).where(peers.c.id == peer_id))
        return [] if person_id is None else await self.list_standings(person_id)

    async def list_admins(self) -> list[int]:
        """Lists the people (ids) who run the install."""
        return sorted(await self._connection.scalars(_ADMINS))

    async def grant(
        self, person_id: int, *, role: Role, aimak_id: int | None, by: int | None, at: int, title: str | None = None
    ) -> bool:
        """Gives a role; false where the person has it already."""
        if Standing(role, aimak_id) in await self.list_standings(person_id):
            return False
        await self._connection.execute(
            insert(self._connection, roles).values(
                person_id=person_id, role=role.value, aimak_id=aimak_id, granted_by=by, granted_at=at, title=title
            )
        )
        await weigh_colleague(self._connection, person_id, aimak_id, role)
        return True

    async def revoke(self, member_id: int, *, by: int | None, at: int) -> bool:
        """Takes a role away; false if it was taken before."""
        done = await self._connection.execute(
            update(roles)
            .where(roles.c.id == member_id, roles.c.revoked_at.is_(None))
            .values(revoked_at=at, revoked_by=by)
        )
        return done.rowcount > 0

    async def list_members(self, aimak_id: int | None) -> list[Member]:
        """Lists who has a role in an aimak (None: install-wide)."""
        return await self._list_members(_place(aimak_id))

    async def find_member(self, member_id: int) -> Member | None:
        """Finds a role that is in force by its id."""
        found = await self._list_members(roles.c.id == member_id)
        return found[0] if found else None

    async def find_member_of(self, person_id: int, aimak_id: int) -> Member | None:
        """Finds what a person is in an aimak's office: of several roles one that answers."""
        found = await self._list_members((roles.c.person_id == person_id) & (roles.c.aimak_id == _office_of(aimak_id)))
        return min(found, key=lambda one: (one.role.value not in OFFICE, one.id)) if found else None

    async def list_of_person(self, person_id: int) -> list[Member]:
        """Lists every role a person has now."""
        return await self._list_members(roles.c.person_id == person_id)

    async def _list_members(self, where: object) -> list[Member]:
        ever = roles.alias("ever")
        nth = (
            select(func.count())
            .where(func.coalesce(ever.c.aimak_id, 0) == func.coalesce(roles.c.aimak_id, 0), ever.c.id <= roles.c.id)
            .correlate(roles)
            .scalar_subquery()
            .label("nth")
        )
        rows = await self._connection.execute(
            select(*(roles.c[name] for name in ("id", "person_id", "aimak_id", "role", "title")), people.c.name, nth)
            .join(people, people.c.id == roles.c.person_id)
            .where(roles.c.revoked_at.is_(None), where)  # type: ignore[arg-type]
            .order_by(roles.c.id)
        )
        return [
            Member(
                row.id, row.person_id, row.aimak_id, Role(row.role), row.title,
                self._seal.open(row.name) if row.name else None, row.nth,
            )
            for row in rows
        ]  # fmt: skip

    async def set_title(self, person_id: int, aimak_id: int | None, title: str) -> None:
        """Writes what the residents of an aimak are told of who answered."""
        await self._connection.execute(
            update(roles)
            .where(roles.c.person_id == person_id, _place(aimak_id), roles.c.revoked_at.is_(None))
            .values(title=title)
        )

    async def list_colleagues(self, aimak_id: int, wanted: Collection[Role]) -> list[int]:
        """Lists the people (ids) who have one of the roles in an aimak's office."""
        rows = await self._connection.execute(_IN_OFFICE, {"office": aimak_id})
        return sorted({row.person_id for row in rows if Role(row.role) in wanted})

    async def find_office_gone_since(self, aimak_id: int) -> int | None:
        """Since when nobody works in an aimak's office (ms UTC), 0 where nobody ever did; None where somebody does."""
        now, last = (await self._connection.execute(_GONE_SINCE, {"office": aimak_id})).one()
        return None if now else int(last)

    async def list_with_office(self) -> set[int]:
        """Lists the aimaks (ids) in whose office somebody works."""
        office = [Role.STAFF.value, Role.HEAD.value]
        return set(
            await self._connection.scalars(
                select(roles.c.aimak_id)
                .where(roles.c.aimak_id.is_not(None), roles.c.role.in_(office), roles.c.revoked_at.is_(None))
                .distinct()
            )
        )

    async def add_invite(
        self, *, token: str, code: str, role: Role, aimak_id: int | None, by: int | None, at: int, expires_at: int
    ) -> None:
        """Keeps the keyed hashes of an invite's token and code."""
        await self._connection.execute(
            insert(self._connection, invites).values(
                token_hash=self._seal.mark("invite", token),
                code_hash=self._seal.mark("invite code", code),
                role=role.value,
                aimak_id=aimak_id,
                created_by=by,
                created_at=at,
                expires_at=expires_at,
            )
        )

    async def use_invite(self, key: str, *, person_id: int, at: int) -> Invite | None:
        """Uses the invite a token or a code belongs to, once. None if there is none, or it is used or too old."""
        return await self._invite(
            update(invites)
            .where(*self._good(key, at))
            .values(used_at=at, used_by=person_id)
            .returning(invites.c.id, invites.c.aimak_id, invites.c.role, invites.c.created_by)
        )

    async def invite(self, key: str, *, at: int) -> Invite | None:
        """Finds the invite a token or a code belongs to, if it can still be used."""
        return await self._invite(
            select(invites.c.id, invites.c.aimak_id, invites.c.role, invites.c.created_by).where(*self._good(key, at))
        )

    def _good(self, key: str, at: int) -> tuple[ColumnElement[bool], ...]:
        hashed = or_(
            invites.c.token_hash == self._seal.mark("invite", key),
            invites.c.code_hash == self._seal.mark("invite code", key),
        )
        return hashed, invites.c.used_at.is_(None), invites.c.expires_at > at

    async def _invite(self, statement: Executable) -> Invite | None:
        row = (await self._connection.execute(statement)).first()
        return Invite(row.id, row.aimak_id, Role(row.role), row.created_by) if row else None

    async def count_try(self, peer_id: int, *, at: int, window: int) -> int:
        """Counts a try of a code and returns how many there were in the last window milliseconds, this one included."""
        row = (
            (
                await self._connection.execute(
                    select(tries).where(tries.c.peer_id == peer_id, tries.c.since > at - window)
                )
            )
            .mappings()
            .first()
        )
        since, count = (row["since"], row["count"] + 1) if row else (at, 1)
        statement = insert(self._connection, tries).values(peer_id=peer_id, since=since, count=count)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["peer_id"], set_={"since": since, "count": count})
        )
        return count


def _place(aimak_id: int | None) -> ColumnElement[bool]:
    return roles.c.aimak_id.is_(None) if aimak_id is None else roles.c.aimak_id == aimak_id
