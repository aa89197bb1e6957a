"""What ties a person to aimaks: where they live, work, wrote, supported, asked, watched and rated."""

from sqlalchemy import ColumnElement, or_, select

from bot.budget.permissions import Role
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    audit,
    hearing_questions,
    hearings,
    information_requests,
    initiative_calls,
    initiatives,
    joins,
    peers,
    proposals,
    roles,
    rsvps,
    supports,
    watch_members,
    watch_ratings,
    watch_reports,
    watches,
)
from storage.joined.once import list_parted

LEFT = "left_aimak"  # of the audit: a juror chose another aimak than this one

_WRITTEN = (
    (proposals.c.author_id, proposals, None),
    (information_requests.c.author_id, information_requests, None),
    (initiatives.c.author_id, initiative_calls, initiatives.c.call_id),
    (supports.c.person_id, proposals, supports.c.proposal_id),
    (rsvps.c.person_id, hearings, rsvps.c.hearing_id),
    (hearing_questions.c.person_id, hearings, hearing_questions.c.hearing_id),
    *(
        (table.c[name], watches, table.c.watch_id)
        for table, name in ((watch_members, "person_id"), (watch_reports, "author_id"), (watch_ratings, "person_id"))
    ),
)


class Ties:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_aimaks(self, person_id: int) -> set[int]:
        """The aimaks (ids) somebody has or had to do with, and those that these have become part of."""
        before = select(joins.c.other_id).where(joins.c.person_id == person_id)  # who they were in another messenger
        parted = await list_parted(self._connection, person_id)  # and whom they were one with
        everyone = [person_id, *await self._connection.scalars(before), *parted]
        asked = [
            select(peers.c.aimak_id).where(peers.c.person_id.in_(everyone)),
            select(roles.c.aimak_id).where(roles.c.person_id.in_(everyone)),
            select(audit.c.object_id).where(audit.c.person_id.in_(everyone), audit.c.act == LEFT),
        ]
        for whose, of, its in _WRITTEN:
            tied: ColumnElement[bool] = whose.in_(everyone)
            asked.append(select(of.c.aimak_id).where(tied if its is None else of.c.id.in_(select(its).where(tied))))
        found = {one for each in asked for one in await self._connection.scalars(each) if one is not None}
        if found:
            near = select(aimaks.c.id, aimaks.c.merged_into_id).where(
                or_(aimaks.c.id.in_(found), aimaks.c.merged_into_id.in_(found)), aimaks.c.merged_into_id.is_not(None)
            )
            found |= {one for row in await self._connection.execute(near) for one in row}
        return found

    async def has_read_all(self, person_id: int, *, since: int) -> bool:
        """Whether somebody had a role over the whole install after a moment (ms UTC), but for a juror's."""
        over_all = select(roles.c.id).where(
            roles.c.person_id == person_id, roles.c.aimak_id.is_(None), roles.c.role != Role.JUROR.value,
            or_(roles.c.revoked_at.is_(None), roles.c.revoked_at >= since),
        )  # fmt: skip
        return await self._connection.scalar(over_all.limit(1)) is not None
