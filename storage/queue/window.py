"""Rows that wait for their reader. A messenger takes free text only some hours after a person's last message (its window).

Such a row stays in its chat's order, due on a far day and with the code SHUT. A word of its reader makes it due.
"""

from sqlalchemy import case, exists, func, literal_column, null, or_, select, update

from storage.database.schema import outbox, peers, told
from storage.queue.heads import lock_chats, stands
from storage.queue.letters import ANSWER, ANSWER_FILE, BROADCAST, NEWCOMERS, OPENER, REPLY, SHUT, Lane, Letter, State
from storage.queue.not_left import NOT_LEFT
from storage.queue.reported import Reported

WINDOW_CLOSED = "window_closed"  # the code of rows that were given up, since their reader never wrote


class Window(Reported):
    async def open_window(self, peer_id: int, *, at: int) -> bool:
        """Lets what waited for a person's word leave in its order; returns whether anything did. at is in ms UTC.

        What was given up meanwhile leaves too, but for replies, notices and what was told in person.
        """
        await lock_chats(self._connection, [peer_id])
        mine, not_left = outbox.c.peer_id == peer_id, or_(*map(stands, NOT_LEFT))
        await self._connection.execute(
            update(outbox)
            .where(mine, not_left, outbox.c.kind == OPENER)
            .values(state=int(State.SKIPPED), code="replaced", finished_at=at)
        )
        due = await self._connection.execute(
            update(outbox).where(mine, not_left, outbox.c.code == SHUT).values(not_before=at, code=None)
        )
        was_told = exists().where(outbox.c.kind.in_([ANSWER, ANSWER_FILE]), told.c.answer_id == outbox.c.object_id)
        again = await self._connection.execute(
            update(outbox)
            .where(
                mine,
                stands(State.FAILED),
                outbox.c.code == WINDOW_CLOSED,
                outbox.c.kind.not_in([REPLY, BROADCAST, OPENER]),
                ~was_told,
            )
            .values(state=int(State.WAITING), code=None, finished_at=None, attempts=0, not_before=at)
        )
        await self.promote(peer_id)
        return due.rowcount + again.rowcount > 0

    async def read_heard(self, peer_id: int) -> int | None:
        """When a chat's reader wrote last (ms UTC). Nobody opens its window until the transaction ends."""
        await lock_chats(self._connection, [peer_id])
        heard: int | None = await self._connection.scalar(select(peers.c.last_in_at).where(peers.c.id == peer_id))
        return heard

    async def find_last_opener(self, peer_id: int, *, since: int, kind: str | None = None) -> int | None:
        """When a chat was last asked to open its window since a moment (ms UTC).

        A template that left or is to leave asks.

        kind: only those that asked for the sake of a row of this kind.
        """
        about = outbox.alias("about")
        of_kind = [exists().where(about.c.id == outbox.c.object_id, about.c.kind == kind)] if kind is not None else []
        found = select(func.max(outbox.c.created_at)).where(
            outbox.c.peer_id == peer_id,
            outbox.c.kind == OPENER,
            outbox.c.created_at > since,
            ~stands(State.FAILED, State.SKIPPED),
            *of_kind,
        )
        asked: int | None = await self._connection.scalar(found)
        return asked

    async def count_openers(
        self, channel: str, account: str, *, since: int, notices: bool = False, under_way: bool = False
    ) -> tuple[int, int | None]:
        """Counts the templates that left since a moment (ms UTC) or will; returns also when the oldest left.

        notices: only those for notices. under_way: of those that have not left only what is being sent.
        """
        # The kind is written out as the partial index has it.
        mine = [
            outbox.c.kind == literal_column(f"'{OPENER}'"),
            outbox.c.channel == channel,
            outbox.c.account == account,
            *([outbox.c.lane >= int(Lane.NOTICE)] if notices else []),
        ]
        has_left = [*mine, outbox.c.finished_at > since, ~stands(State.FAILED, State.SKIPPED)]
        only = [stands(State.LEASED)] if under_way else []
        # In one statement: what leaves meanwhile is counted once.
        found = select(
            select(func.count()).where(*has_left).scalar_subquery(),
            select(func.min(outbox.c.finished_at)).where(*has_left).scalar_subquery(),
            select(func.count()).where(*mine, outbox.c.finished_at.is_(None), *only).scalar_subquery(),
        )
        left, oldest, waiting = (await self._connection.execute(found)).one()
        return left + waiting, oldest

    async def find_aimak_of_row(self, row_id: int) -> int:
        """The aimak (id) of a row, or of its newcomer; 0 where there is none."""
        own = select(peers.c.aimak_id).where(peers.c.id == outbox.c.peer_id).scalar_subquery()
        found = case((outbox.c.aimak_id == NEWCOMERS, own), else_=outbox.c.aimak_id)
        return await self._connection.scalar(select(found).where(outbox.c.id == row_id)) or 0

    async def take_back_opener(
        self, channel: str, account: str, external_id: str, row_id: int = 0, *, at: int
    ) -> Letter | None:
        """Ends a template that was taken and then not delivered, since its reader is asked later by another.

        None where it is no such template, or its sending is not written down yet.
        """
        row = await self._find_reported(channel, account, external_id, row_id, failed=True)
        if row is None or row.kind != OPENER:
            return None
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id, outbox.c.arrived_at.is_(None), stands(State.SENT, State.UNCERTAIN))
            .values(state=int(State.SKIPPED), code="replaced", finished_at=at)
            .returning(outbox.c.language, outbox.c.lane, outbox.c.kind, outbox.c.body, null().label("said"))
        )
        ended = done.one_or_none()
        if ended is None:
            return None
        return Letter(
            row.id, row.peer_id, "", OPENER, row.object_id, ended.language, self._open_body(ended), 0, "", None,
            lane=Lane(ended.lane),
        )  # fmt: skip

    async def ask_later(self, row_id: int, peer_id: int, *, until: int, at: int) -> None:
        """Lets a row whose template did not leave ask again later (until, ms UTC), the others of its chat now."""
        mine = [outbox.c.peer_id == peer_id, or_(*map(stands, NOT_LEFT)), outbox.c.code == SHUT]
        soonest = case((outbox.c.expires_at < until, outbox.c.expires_at), else_=until)
        moment = case((outbox.c.id == row_id, soonest), else_=at)
        await self._connection.execute(update(outbox).where(*mine).values(not_before=moment))
        await self.promote(peer_id)

    async def ask_now(
        self, channel: str, account: str, *, due: int, at: int, language: str | None = None, within: int = 0
    ) -> int:
        """Makes due now (at) what was to ask its reader at a moment (due, ms UTC); returns how many chats.

        language: only those who read it. within: how many milliseconds later it may have been.
        """
        # Of each chat the head waits so; what stands behind it waits for its reader.
        waiting = (
            update(outbox)
            .where(
                outbox.c.channel == channel,
                outbox.c.account == account,
                stands(State.READY),
                outbox.c.code == SHUT,
                outbox.c.not_before.between(due, due + within),
                *([] if language is None else [outbox.c.language == language]),
            )
            .values(not_before=at)
        )
        return (await self._connection.execute(waiting)).rowcount

    async def give_up_shut(self, row_id: int, *, code: str, at: int) -> list[int]:
        """Ends a row that waited for its reader's word, saying why; returns it (its id) if it was waiting still."""
        peer_id = await self._connection.scalar(select(outbox.c.peer_id).where(outbox.c.id == row_id))
        if peer_id is None:
            return []
        await lock_chats(self._connection, [peer_id])
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id, or_(*map(stands, NOT_LEFT)), outbox.c.code == SHUT)
            .values(state=int(State.FAILED), code=code, finished_at=at)
        )
        await self.promote(peer_id, promoted_at=at)
        return [row_id] if done.rowcount else []

    async def take_back_sent(
        self,
        channel: str,
        account: str,
        external_id: str,
        row_id: int = 0,
        *,
        not_before: int,
        tries: int | None = None,
    ) -> tuple[int, int] | None:
        """Puts a message in line again that its messenger took and then did not deliver.

        tries: only while it was tried less often than that; otherwise its tries count anew.

        Returns its chat (peer id) and when it had left (ms UTC). (0, 0): nothing is to be taken back. None: its sending
        is not written down yet.
        """
        row = await self._find_reported(channel, account, external_id, row_id, failed=True)
        if row is None:
            return None if not row_id and await self._has_in_hand(channel, account) else (0, 0)
        if row.state == State.LEASED:
            return None
        await lock_chats(self._connection, [row.peer_id])
        sent_at = await self._connection.scalar(select(outbox.c.finished_at).where(outbox.c.id == row.id))
        done = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id == row.id,
                outbox.c.arrived_at.is_(None),
                stands(State.SENT, State.UNCERTAIN),
                *([] if tries is None else [outbox.c.attempts < tries]),
            )
            .values(
                state=int(State.WAITING), code=None, external_id=null(), finished_at=null(), not_before=not_before,
                attempts=0 if tries is None else outbox.c.attempts,
            )
        )  # fmt: skip
        if not done.rowcount:
            return 0, 0
        await self.promote(row.peer_id)
        return row.peer_id, sent_at or 0
