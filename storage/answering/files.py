"""Voices, photos and documents that go with an answer. They are an answer draft's until it is sent, then that revision's.

A file is a row of media as every other. Answers share one where it was corrected, or where proposals are linked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, select, update

from storage.attachments.media import FORMS, KEPT, KeptFile
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import answer_files, media

_AT_ONCE = 500  # answers that one statement names
GONE = {"peer_id": 0, "created_at": 0}  # of a file that belongs to nobody: it goes at the next clearing


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One file of an answer: its row (id), its kind, where it stands, and what lies in the media folder."""

    id: int
    kind: str
    state: str
    kept: KeptFile | None


class AnswerFiles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_files(self, ids: Sequence[int]) -> list[AnswerFile]:
        """The files with some ids, in that order; one that is gone is not there."""
        if not ids:
            return []
        columns = media.c.id, media.c.kind, media.c.state, media.c.hash, media.c.copy_hash, media.c.size
        rows = await self._connection.execute(
            select(*columns, media.c.form, media.c.ending).where(media.c.id.in_(list(ids)))
        )
        found = {}
        for row in rows:
            form = row.form or FORMS.get(row.kind, "document")
            kept = KeptFile(row.kind, row.copy_hash or row.hash, row.size, form, row.ending)
            found[row.id] = AnswerFile(row.id, row.kind, row.state, kept if row.state == KEPT else None)
        return [found[id] for id in ids if id in found]


async def list_by_answer(connection: AsyncConnection, answer_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The files (ids) of some answers (ids), in order; an answer without any is not there."""
    found: dict[int, tuple[int, ...]] = {}
    wanted = list(answer_ids)
    for ids in (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)):
        rows = await connection.execute(
            select(answer_files.c.answer_id, answer_files.c.media_id)
            .where(answer_files.c.answer_id.in_(ids))
            .order_by(answer_files.c.id)
        )
        for row in rows:
            found[row.answer_id] = (*found.get(row.answer_id, ()), row.media_id)
    return found


async def list_by_draft(connection: AsyncConnection, proposal_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The files (ids) of the answer drafts of some proposals (ids), in order; one without any is not there."""
    found: dict[int, tuple[int, ...]] = {}
    wanted = list(proposal_ids)
    for ids in (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)):
        rows = await connection.execute(
            select(answer_files.c.proposal_id, answer_files.c.media_id)
            .where(answer_files.c.proposal_id.in_(ids), _of_draft())
            .order_by(answer_files.c.id)
        )
        for row in rows:
            found[row.proposal_id] = (*found.get(row.proposal_id, ()), row.media_id)
    return found


async def keep_with_draft(connection: AsyncConnection, proposal_id: int, media_ids: Sequence[int]) -> None:
    """Keeps files with the answer draft of a proposal, in place of those it had."""
    before = (await list_by_draft(connection, [proposal_id])).get(proposal_id, ())
    if before == tuple(media_ids):
        return
    await _remove_of_draft(connection, proposal_id)
    await _add(connection, proposal_id, None, media_ids)
    await let_go(connection, set(before) - set(media_ids))


async def keep_with_answer(
    connection: AsyncConnection, proposal_id: int, answer_id: int, media_ids: Sequence[int]
) -> None:
    """Keeps files with an answer that is sent."""
    await _add(connection, proposal_id, answer_id, media_ids)


async def drop_of_draft(connection: AsyncConnection, proposal_id: int) -> None:
    """Removes the files of an answer draft that is there no more. Those that went with the answer stay with it."""
    before = (await list_by_draft(connection, [proposal_id])).get(proposal_id, ())
    if before:
        await _remove_of_draft(connection, proposal_id)
        await let_go(connection, before)


async def let_go(connection: AsyncConnection, media_ids: Collection[int]) -> None:
    """Lets those of some files go that belong to no answer any more."""
    if media_ids:
        used = exists().where(answer_files.c.media_id == media.c.id)
        await connection.execute(update(media).where(media.c.id.in_(list(media_ids)), ~used).values(**GONE))


async def _add(connection: AsyncConnection, proposal_id: int, answer_id: int | None, media_ids: Sequence[int]) -> None:
    if not media_ids:
        return
    await connection.execute(
        update(media).where(media.c.id.in_(list(media_ids)), media.c.peer_id.is_not(None)).values(peer_id=None)
    )
    await connection.execute(
        insert(connection, answer_files),
        [{"proposal_id": proposal_id, "answer_id": answer_id, "media_id": id} for id in media_ids],
    )


async def _remove_of_draft(connection: AsyncConnection, proposal_id: int) -> None:
    await connection.execute(delete(answer_files).where(answer_files.c.proposal_id == proposal_id, _of_draft()))


def _of_draft() -> ColumnElement[bool]:
    return answer_files.c.answer_id.is_(None)
