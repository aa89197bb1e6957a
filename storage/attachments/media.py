"""Voices, photos and documents of proposals: wanted, then kept as a file named by its hash, or lost.

The rows of one table from their arrival to their end, so it has some lines over 300.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import (
    media,
    peers,
    proposals,
)
from storage.database.seal import Seal
from storage.works.contests import is_of_another, match_files_contested_by

WANTED = "wanted"
KEPT = "kept"
LOST = "lost"
OWN_TEXT = "text:\n"  # begins a reference that is the text itself, which no messenger has to be asked for
EXPIRED = "expired"  # it was kept, and its time is over


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file the channel still has and we have not fetched yet."""

    id: int
    kind: str
    reference: str
    attempts: int
    begun: int = 0  # tries of which nothing was written since: whoever made them died
    whose: int | None = None  # its proposal, or less than zero the box of its sender; None of papers


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the media folder as it is shown: its digest, its form, its name's ending if known."""

    kind: str
    digest: str
    size: int
    form: str
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file that could not be kept: whose it was, and what it came with."""

    id: int
    kind: str
    why: str
    proposal_id: int | None
    said_id: int | None
    peer_id: int | None


FORMS = {"photo": "photo", "voice": "voice"}  # of files kept before their form stood in the row


class MediaFiles:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def note_arrived(
        self, peer_id: int, channel: str, account: str, *, kind: str, reference: str, at: int, size: int = 0
    ) -> None:
        """Notes a file that came with a message: it is fetched and looked at before it is sent on.

        size is how many bytes its channel says it has, 0 where it does not.
        """
        mark = self._mark(channel, account, reference)
        unsent = await self._find_unsent(channel, account, mark)
        if unsent is not None:
            await self._want_again(unsent, reference=reference, at=at)
        else:
            whose = {"peer_id": peer_id, "mark": mark, "size": size or None}
            await self._want(channel, account, kind=kind, reference=reference, at=at, **whose)

    async def want(
        self,
        proposal_id: int,
        channel: str,
        account: str,
        *,
        kind: str,
        reference: str,
        at: int,
        said_id: int | None = None,
    ) -> None:
        """Notes a file of a proposal, or of what its author said about it. It came already, or is to be fetched."""
        unsent = await self._find_unsent(channel, account, self._mark(channel, account, reference))
        if unsent is None:
            await self._want(
                channel, account, kind=kind, reference=reference, at=at, proposal_id=proposal_id, said_id=said_id
            )
            return
        await self._connection.execute(
            update(media).where(media.c.id == unsent).values(proposal_id=proposal_id, said_id=said_id, peer_id=None)
        )

    async def want_paper(self, channel: str, account: str, *, kind: str, reference: str, at: int) -> int:
        """Notes the file of a paper, as want does, and returns its row."""
        unsent = await self._find_unsent(channel, account, self._mark(channel, account, reference))
        if unsent is None:
            return await self._want(channel, account, kind=kind, reference=reference, at=at)
        await self._connection.execute(update(media).where(media.c.id == unsent).values(peer_id=None))
        return unsent

    async def list_lost(self, channel: str, account: str, references: Collection[str]) -> set[str]:
        """Of some files that came and were not sent on yet, those that could not be kept."""
        marks = {self._mark(channel, account, reference): reference for reference in references}
        if not marks:
            return set()
        found = await self._connection.scalars(
            select(media.c.mark).where(media.c.mark.in_(marks), media.c.state == LOST, media.c.peer_id.is_not(None))
        )
        return {marks[mark] for mark in found if mark is not None}

    async def _want(self, channel: str, account: str, *, kind: str, reference: str, at: int, **whose: Any) -> int:
        id: int | None = await self._connection.scalar(
            insert(self._connection, media)
            .values(
                kind=kind,
                state=WANTED,
                channel=channel,
                account=account,
                reference=self._seal.seal(reference),
                not_before=at,
                created_at=at,
                **whose,
            )
            .returning(media.c.id)
        )
        assert id is not None
        return id

    async def _find_unsent(self, channel: str, account: str, mark: str) -> int | None:
        return await self._connection.scalar(
            select(media.c.id)
            .where(
                media.c.channel == channel,
                media.c.account == account,
                media.c.mark == mark,
                media.c.peer_id.is_not(None),
            )
            .limit(1)
        )

    def _mark(self, channel: str, account: str, reference: str) -> str:
        return self._seal.mark("file", channel, account, reference)

    async def list_wanted(self, channel: str, account: str, *, now: int, limit: int = 8) -> list[WantedFile]:
        """Lists files that are due to be fetched. Those that killed nobody come first; senders and proposals take turns."""
        whose = func.coalesce(-media.c.peer_id, media.c.proposal_id)
        turn = func.row_number().over(partition_by=whose, order_by=(media.c.not_before, media.c.id))
        rows = await self._connection.execute(
            select(media.c.id, media.c.kind, media.c.reference, media.c.attempts, media.c.begun, whose.label("whose"))
            .where(
                media.c.channel == channel,
                media.c.account == account,
                media.c.state == WANTED,
                media.c.not_before <= now,
            )
            .order_by(media.c.begun, turn, media.c.not_before, media.c.id)
            .limit(limit)
        )
        return [
            WantedFile(row.id, row.kind, self._seal.open(row.reference), row.attempts, row.begun, row.whose)
            for row in rows
        ]

    async def list_kept(self, proposal_id: int) -> list[KeptFile]:
        """Lists the files of a proposal that lie in the media folder."""
        rows = await self._connection.execute(
            select(media.c.kind, media.c.hash, media.c.copy_hash, media.c.size, media.c.form, media.c.ending)
            .where(media.c.proposal_id == proposal_id, media.c.state == KEPT)
            .order_by(media.c.id)
        )
        return [
            KeptFile(
                row.kind,
                row.copy_hash or row.hash,
                row.size,
                row.form or FORMS.get(row.kind, "document"),
                row.ending,
            )
            for row in rows
        ]

    async def list_of_author(self, author_id: int) -> list[tuple[int, int]]:
        """Lists the kept files (id, size in bytes) of a person.

        They came with proposals, with unsent texts, or with words about works.
        """
        own = select(proposals.c.id).where(proposals.c.author_id == author_id)
        boxes = select(peers.c.id).where(peers.c.person_id == author_id)
        rows = [
            row
            for theirs in (
                and_(media.c.proposal_id.in_(own), ~is_of_another(author_id)),
                media.c.peer_id.in_(boxes),
                and_(media.c.proposal_id.not_in(own), match_files_contested_by(author_id)),
            )
            for row in await self._connection.execute(
                select(media.c.id, media.c.size).where(theirs, media.c.state == KEPT).order_by(media.c.id)
            )
        ]
        return [(row.id, row.size or 0) for row in rows]

    async def count_unnoted(self, channel: str, account: str, references: Collection[str]) -> int:
        """Of some files, how many did not come with a message before."""
        if not references:
            return 0
        marks = {self._mark(channel, account, reference) for reference in references}
        found = select(media.c.mark).where(media.c.mark.in_(marks), media.c.peer_id.is_not(None)).distinct()
        return len(marks - set(await self._connection.scalars(found)))

    async def find_unsent(self, channel: str, account: str, reference: str) -> int | None:
        """The row of a file that came and was not sent on yet."""
        return await self._find_unsent(channel, account, self._mark(channel, account, reference))

    async def find_kept(self, media_id: int) -> tuple[str, str | None] | None:
        """The state of a file and, where it lies in the media folder, its digest. None: its row is gone."""
        row = (
            await self._connection.execute(select(media.c.state, media.c.hash).where(media.c.id == media_id))
        ).first()
        return None if row is None else (row.state, row.hash)

    async def find_own(self, media_id: int, *, peer_id: int) -> str | None:
        """The channel's reference of a file that a peer sent, empty once it is fetched. None where it is not theirs."""
        columns = media.c.state, media.c.reference
        row = (
            await self._connection.execute(select(*columns).where(media.c.id == media_id, media.c.peer_id == peer_id))
        ).first()
        if row is None:
            return None
        return self._seal.open(row.reference) if row.state == WANTED else ""

    async def mark_unneeded(self, media_id: int) -> None:
        """Lets a file that was never sent on go at the next clearing."""
        await self._connection.execute(
            update(media).where(media.c.id == media_id, media.c.peer_id.is_not(None)).values(created_at=0)
        )

    async def begin(self, media_id: int) -> None:
        """Notes that a file is about to be fetched and looked at. So a try that kills the process counts."""
        await self._connection.execute(update(media).where(media.c.id == media_id).values(begun=media.c.begun + 1))

    async def keep(
        self,
        media_id: int,
        *,
        kind: str,
        digest: str,
        size: int,
        form: str,
        ending: str,
        copy_digest: str | None = None,
    ) -> None:
        """Notes that the file lies in the media folder under its SHA-256 digest, and its clean copy under another."""
        kept = {"kind": kind, "hash": digest, "size": size, "form": form, "ending": ending, "copy_hash": copy_digest}
        await self._connection.execute(update(media).where(media.c.id == media_id).values(state=KEPT, begun=0, **kept))

    async def expire_said(self, proposal_id: int, said_id: int) -> None:
        """Lets the files go that came with a line of the dialogue which is taken back."""
        came = select(media.c.id).where(media.c.proposal_id == proposal_id, media.c.said_id == said_id)
        await self.expire(list(await self._connection.scalars(came)))

    async def expire(self, media_ids: Collection[int]) -> None:
        """Notes that the time of some files is over; that they came with a proposal stays."""
        await self._connection.execute(
            update(media)
            .where(media.c.id.in_(media_ids))
            .values(state=EXPIRED, hash=None, copy_hash=None, reference=self._seal.seal(""))
        )

    async def put_away(self, media_id: int) -> None:
        """Notes that a file which was never sent on has been read: it need not lie there any more."""
        await self._connection.execute(
            update(media)
            .where(media.c.id == media_id, media.c.peer_id.is_not(None), media.c.state == KEPT)
            .values(state=EXPIRED, hash=None, copy_hash=None, reference=self._seal.seal(""))
        )

    async def _want_again(self, media_id: int, *, reference: str, at: int) -> None:
        # What was put away is fetched once more, since it was sent once more.
        await self._connection.execute(
            update(media)
            .where(media.c.id == media_id, media.c.state == EXPIRED)
            .values(
                state=WANTED, reference=self._seal.seal(reference), attempts=0, begun=0, not_before=at, created_at=at
            )
        )

    async def list_unused(self, digests: Collection[str]) -> list[str]:
        """Lists those of some files (digests) that no row needs any more, neither as they came nor as clean copies."""
        used: set[str | None] = set()
        for column in (media.c.hash, media.c.copy_hash):
            used |= set(
                await self._connection.scalars(select(column).where(column.in_(digests), media.c.state == KEPT))
            )
        return [digest for digest in digests if digest not in used]

    async def keep_text(self, media_id: int, *, digest: str, size: int) -> None:
        """Notes that a text lies in the media folder under its SHA-256 digest; its row holds it no more."""
        await self.keep(media_id, kind="document", digest=digest, size=size, form="document", ending=".txt")
        nothing = update(media).where(media.c.id == media_id).values(reference=self._seal.seal(OWN_TEXT))
        await self._connection.execute(nothing)

    async def put_off(self, media_id: int, *, not_before: int, tried: bool = True) -> None:
        """Notes when to fetch a file again, and that an attempt has failed.

        tried is false where only a pause was asked for.
        """
        await self._connection.execute(
            update(media)
            .where(media.c.id == media_id)
            .values(attempts=media.c.attempts + int(tried), not_before=not_before, begun=0)
        )

    async def lose(self, media_id: int, *, why: str) -> LostFile | None:
        """Notes that a file is not kept, and why; returns whose it was, None where it is gone already."""
        row = (
            await self._connection.execute(
                update(media)
                .where(media.c.id == media_id)
                .values(state=LOST, why=why)
                .returning(media.c.kind, media.c.proposal_id, media.c.said_id, media.c.peer_id)
            )
        ).first()
        return None if row is None else LostFile(media_id, row.kind, why, row.proposal_id, row.said_id, row.peer_id)

    async def let_go(self, peer_id: int) -> None:
        """Gives up what somebody sent and never sent on: it is forgotten at the next clearing."""
        await self._connection.execute(update(media).where(media.c.peer_id == peer_id).values(created_at=0))

    async def forget_unsent(self, *, before: int, limit: int) -> tuple[int, set[str]]:
        """Removes some files that came before and were never sent on; returns how many, and the digests nobody needs now."""
        rows = (
            await self._connection.execute(
                select(media.c.id, media.c.hash, media.c.copy_hash)
                .where(media.c.peer_id.is_not(None), media.c.created_at < before)
                .limit(limit)
            )
        ).all()
        if not rows:
            return 0, set()
        await self._connection.execute(delete(media).where(media.c.id.in_([row.id for row in rows])))
        digests = {digest for row in rows for digest in (row.hash, row.copy_hash) if digest is not None}
        return len(rows), set(await self.list_unused(digests))
