"""The courier claims what is due: the heads of chats, under a lease. It asks in which lanes and aimaks something is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from storage.queue.heads import execute_each
from storage.queue.leases import due
from storage.queue.leases.endings import FINISH, Endings
from storage.queue.letters import WHY_NEVER, Claimed, Lane, Letter, State


class Claims(Endings):
    """What claims rows, and asks what there is to claim."""

    async def claim(
        self,
        channel: str,
        account: str,
        *,
        now: int,
        limit: int,
        lease: str,
        leased_until: int,
        first: Lane = Lane.REPLY,
        last: Lane = Lane.DAY_NOTICE,
        aimak_id: int | None = None,
        heard: bool = False,
        lately: int = 0,
        since: int | None = None,
        suspect: bool = False,
    ) -> Claimed:
        """Leases up to limit ready heads that are due, the most urgent lane first.

        Only lanes from the first to the last given count. suspect: only rows that may have killed whoever sent them, and
        otherwise none of these.

        With an aimak only what takes its turn; 0 is what takes nobody's. since: only what has been due since then (ms UTC).
        heard: when each reader wrote last is asked, too. lately: of so many messages before, when they left, on PostgreSQL.
        What has expired meanwhile ends here, so that it keeps nothing of its chat waiting.
        """
        found = await self._connection.execute(
            due.make_claim(first, last, of_one=aimak_id is not None, heard=heard, lately=lately, suspect=suspect),
            {"of_channel": channel, "of_account": account, "now": now if since is None else since, "most": limit,
             "token": lease, "until": leased_until} | ({} if aimak_id is None else {"of_aimak": aimak_id}),
        )  # fmt: skip
        rows = sorted(found.all(), key=lambda row: (row.lane, row.not_before, row.id))
        late = [row for row in rows if row.expires_at is not None and row.expires_at <= now]
        if late:
            await self._expire(late, lease, now)
            rows = [row for row in rows if row not in late]
        letters = [
            Letter(
                id=row.id,
                peer_id=row.peer_id,
                address=self._seal.open(row.address),
                kind=row.kind,
                object_id=row.object_id,
                language=row.language,
                body=self._open_body(row),
                attempts=row.attempts,
                lease=lease,
                code=row.code,
                heard_at=row.heard_at if heard else None,
                expires_at=row.expires_at,
                lane=Lane(row.lane),
                made_at=row.created_at,
                lately=tuple(row.lately) if lately else (),
            )
            for row in rows
        ]
        return Claimed(letters, [row.id for row in late])

    async def list_waiting(self, channel: str, account: str, *, now: int, last: Lane) -> list[Lane]:
        """Lists the lanes in which something may leave now. NOTICE stands for all lanes from there to the last one given."""
        row = await self._connection.execute(
            due.ask_which_lanes(last), {"of_channel": channel, "of_account": account, "now": now}
        )
        return [lane for lane, waits in zip(Lane, row.one(), strict=False) if waits]

    async def has_suspect(self, channel: str, account: str, *, now: int, last: Lane) -> bool:
        """Whether a row that may have killed whoever sent it may leave now, in the lanes up to the last."""
        given = {"of_channel": channel, "of_account": account, "now": now}
        return bool(await self._connection.scalar(due.ask_for_suspects(last), given))

    async def list_aimaks(self, channel: str, account: str, *, now: int, first: Lane, last: Lane) -> list[int]:
        """Lists the aimaks (ids) of which something may leave now in some lanes; 0 is what takes nobody's turn."""
        rows = await self._connection.execute(
            due.ask_which_aimaks(first, last), {"of_channel": channel, "of_account": account, "now": now}
        )
        return [row.aimak_id for row in rows]

    async def count_newcomers(self, channel: str, account: str, *, now: int, most: int) -> int:
        """Counts the newcomers whose reply may leave now, at most most."""
        given = {"of_channel": channel, "of_account": account, "now": now, "most": most}
        return await self._connection.scalar(due.NEWCOMERS_DUE, given) or 0

    async def _expire(self, late: Sequence[Row[*tuple[Any, ...]]], lease: str, at: int) -> None:
        ended = [
            {"row_id": row.id, "token": lease, "ended_as": int(State.SKIPPED), "message_id": None,
             "why": WHY_NEVER.get(row.expires_at, "expired"), "at": at, "there_at": None}
            for row in late
        ]  # fmt: skip
        await execute_each(self._connection, FINISH, ended)
        await self.promote(*(row.peer_id for row in late), promoted_at=at)
