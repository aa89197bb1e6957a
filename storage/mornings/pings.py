"""How each colleague hears of new proposals, and what they have heard: at once, gathered, or once a day."""

from enum import StrEnum

from sqlalchemy import BigInteger, bindparam, exists, func, literal_column, or_, select

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import build_in_each_dialect
from storage.database.schema import pings, proposals


class Ping(StrEnum):
    """How often somebody of an office hears of new proposals."""

    EACH = "each"
    GATHERED = "gathered"  # the first at once, then how many came, at most every GAP
    DAILY = "daily"  # in the message at nine alone


GAP = 30 * 60_000  # milliseconds between two gathered pings
_MODES = ready(select(pings.c.person_id, pings.c.mode).where(pings.c.aimak_id == bindparam("aimak")))
_NEWER = (
    proposals.c.aimak_id == pings.c.aimak_id,
    proposals.c.withdrawn_at.is_(None),
    proposals.c.id > pings.c.last_id,
)
_FREE = or_(pings.c.said_at <= bindparam("before"), pings.c.said_at > bindparam("now"))
# What was gathered before is said with it, by the next look. Written out, since an upsert encloses no table's name.
_GATHERED_BEFORE = exists().where(
    proposals.c.aimak_id == literal_column("pings.aimak_id", BigInteger),
    proposals.c.withdrawn_at.is_(None),
    proposals.c.id > literal_column("pings.last_id", BigInteger),
    proposals.c.id < bindparam("newest"),
)
_FIRST = build_in_each_dialect(
    lambda insert: (
        insert(pings)
        .on_conflict_do_update(
            index_elements=["person_id", "aimak_id"],
            set_={"said_at": bindparam("now"), "last_id": bindparam("newest")},
            where=_FREE & ~_GATHERED_BEFORE,
        )
        .returning(pings.c.person_id)
    )
)
_BEHIND = ready(
    select(pings.c.person_id, pings.c.aimak_id, pings.c.last_id)
    .where(pings.c.mode == Ping.GATHERED.value, _FREE, exists().where(*_NEWER))
    .order_by(pings.c.person_id, pings.c.aimak_id)
    .limit(bindparam("most"))
)
_CAUGHT_UP = ready(
    pings.update()
    .where(pings.c.person_id == bindparam("who"), pings.c.aimak_id == bindparam("aimak"))
    .where(pings.c.last_id == bindparam("old"))
    .values(said_at=bindparam("now"), last_id=bindparam("newest"))
)
_SET = build_in_each_dialect(
    lambda insert: insert(pings).on_conflict_do_update(
        index_elements=["person_id", "aimak_id"],
        set_={"mode": bindparam("wanted"), "last_id": bindparam("newest")},
    )
)


class Pings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_modes(self, aimak_id: int) -> dict[int, Ping]:
        """How those of an office (person ids) hear of new proposals who chose, or heard before."""
        rows = await self._connection.execute(_MODES, {"aimak": aimak_id})
        return {row.person_id: Ping(row.mode) for row in rows}

    async def set_mode(self, person_id: int, aimak_id: int, mode: Ping) -> None:
        """Writes how somebody wants to hear of an aimak's new proposals, from the next one on."""
        newest = await self._find_newest(aimak_id)
        values = {"person_id": person_id, "aimak_id": aimak_id, "mode": mode.value, "said_at": 0, "last_id": newest}
        statement = _SET[self._connection.dialect.name]
        await self._connection.execute(statement, {**values, "wanted": mode.value, "newest": newest})

    async def find_gathered(self, person_id: int, aimak_id: int) -> int | None:
        """Up to which proposal (id) somebody heard who gathers; None for whoever does not, or gathered nothing yet."""
        return await self._connection.scalar(
            select(pings.c.last_id).where(
                pings.c.person_id == person_id, pings.c.aimak_id == aimak_id, pings.c.mode == Ping.GATHERED.value
            )
        )

    async def is_first(self, person_id: int, aimak_id: int, *, proposal_id: int, at: int) -> bool:
        """Whether a new proposal is said at once to somebody who gathers; then GAP begins. at is in ms UTC."""
        values = {"person_id": person_id, "aimak_id": aimak_id, "mode": Ping.GATHERED.value, "said_at": at}
        given = {**values, "last_id": proposal_id, "now": at, "newest": proposal_id, "before": at - GAP}
        return await self._connection.scalar(_FIRST[self._connection.dialect.name], given) is not None

    async def list_behind(self, *, at: int, limit: int) -> list[tuple[int, int, int]]:
        """Lists who is to hear how many came, GAP after the last time: person, aimak, the last they heard (id)."""
        rows = await self._connection.execute(_BEHIND, {"now": at, "before": at - GAP, "most": limit})
        return [(row.person_id, row.aimak_id, row.last_id) for row in rows]

    async def catch_up(self, person_id: int, aimak_id: int, *, old: int, at: int) -> bool:
        """Notes that somebody heard of everything; false where another told them since (old is up to where they had heard)."""
        newest = await self._find_newest(aimak_id)
        given = {"who": person_id, "aimak": aimak_id, "old": old, "now": at, "newest": newest}
        return (await self._connection.execute(_CAUGHT_UP, given)).rowcount > 0

    async def _find_newest(self, aimak_id: int) -> int:
        newest = select(func.max(proposals.c.id)).where(
            proposals.c.aimak_id == aimak_id, proposals.c.withdrawn_at.is_(None)
        )
        return await self._connection.scalar(newest) or 0
