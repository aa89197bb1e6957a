"""Requests for information: what is asked, by which day it is answered, what the answer was. No part of the proposal log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select, update

from bot.budget.workdays import find_day
from storage.attachments.media import KEPT, MediaFiles
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import information_requests as requests
from storage.database.schema import media
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A request. Moments are ms UTC; due_on a Bishkek day. digest is the answer's file, None while it has not come."""

    id: int
    aimak_id: int
    label: str
    author_id: int
    peer_id: int
    text: str
    received_at: int
    due_on: date
    answer: str
    answered_by: int | None
    answered_at: int | None
    has_file: bool
    form: str
    ending: str | None
    digest: str | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was closed unanswered, as its author was forgotten."""
        return self.answered_at is not None and self.answered_by is None

    def is_late(self, today: date) -> bool:
        """Whether it waits longer than it may."""
        return self.answered_at is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests there are: all, those that wait, of them due soon, of them late."""

    every: int
    waiting: int
    soon: int
    late: int


_READ = select(
    *(requests.c[name] for name in ("id", "aimak_id", "label", "author_id", "peer_id", "text", "received_at", "due_on",
                                    "answer", "answered_by", "answered_at", "media_id")),
    media.c.form,
    media.c.ending,
    media.c.state,
    func.coalesce(media.c.copy_hash, media.c.hash).label("digest"),
).outerjoin(media, media.c.id == requests.c.media_id)  # fmt: skip


class InformationRequests:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, *, aimak_id: int, key: str, author_id: int, peer_id: int, text: str, at: int, due_on: date, due_days: int
    ) -> int:
        """Keeps a request under the next number of its aimak; returns its id. The caller has locked the aimak."""
        last = await self._connection.scalar(select(func.max(requests.c.number)).where(requests.c.aimak_id == aimak_id))
        number = int(last or 0) + 1
        added: int | None = await self._connection.scalar(
            insert(self._connection, requests)
            .values(aimak_id=aimak_id, number=number, label=f"М-{number:03d}", key=key, author_id=author_id,
                    peer_id=peer_id, text=self._seal.seal(text), received_at=at, due_on=due_on, due_days=due_days)
            .returning(requests.c.id)
        )  # fmt: skip
        assert added is not None
        return added

    async def find(self, id: int) -> InformationRequest | None:
        """Finds a request."""
        return next(iter(await self._list(requests.c.id == id)), None)

    async def find_by_key(self, key: str) -> InformationRequest | None:
        """Finds the request that a draft became."""
        return next(iter(await self._list(requests.c.key == key)), None)

    async def list_own(self, author_id: int) -> list[InformationRequest]:
        """Lists somebody's requests, the newest first."""
        return (await self._list(requests.c.author_id == author_id))[::-1]

    async def list_of(
        self, aimak_ids: Collection[int], *, offset: int, limit: int, late_on: date | None = None
    ) -> list[InformationRequest]:
        """A page of the requests to some aimaks: those that wait first, the soonest due; then the latest answered.

        late_on leaves only those that are late on a Bishkek day.
        """
        wanted: list[ColumnElement[bool]] = [requests.c.aimak_id.in_(list(aimak_ids))]
        if late_on is not None:
            wanted += [requests.c.answered_at.is_(None), requests.c.due_on < late_on]
        waits = requests.c.answered_at.is_(None)
        order = (
            case((waits, 0), else_=1),
            case((waits, requests.c.due_on)),
            requests.c.answered_at.desc(),
            requests.c.id,
        )
        rows = await self._connection.execute(_READ.where(*wanted).order_by(*order).offset(offset).limit(limit))
        return [self._make(row) for row in rows]

    async def count(self, aimak_ids: Collection[int], *, today: date, soon: date) -> Counted:
        """Counts the requests to some aimaks: all, those that wait, that are due up to a day, that are late."""
        waits, due = requests.c.answered_at.is_(None), requests.c.due_on
        row = (
            await self._connection.execute(
                select(
                    func.count(),
                    *(func.sum(case((one, 1), else_=0)) for one in (
                        waits, waits & (due >= today) & (due <= soon), waits & (due < today)
                    )),
                ).where(requests.c.aimak_id.in_(list(aimak_ids)))
            )
        ).one()  # fmt: skip
        return Counted(*(int(one or 0) for one in row))

    async def count_in_time(
        self, aimak_ids: Collection[int], *, since: int, until: int, today: date
    ) -> tuple[int, int]:
        """How many requests of a time (ms UTC) were answered by their day, and how many had to be.

        What was closed since its author was forgotten counts in neither.
        """
        by_office = requests.c.answered_by.is_not(None)
        rows = await self._connection.execute(
            select(requests.c.due_on, requests.c.answered_at).where(
                requests.c.aimak_id.in_(list(aimak_ids)), requests.c.received_at >= since, requests.c.received_at < until,
                by_office | (requests.c.answered_at.is_(None) & (requests.c.due_on < today)),
            )
        )  # fmt: skip
        found = [row.answered_at is not None and find_day(row.answered_at) <= row.due_on for row in rows]
        return sum(found), len(found)

    async def list_soon(
        self, aimak_ids: Collection[int], *, first: date, last: date, limit: int
    ) -> list[InformationRequest]:
        """Lists those that wait and are due from one Bishkek day to another."""
        return await self._list(
            requests.c.aimak_id.in_(list(aimak_ids)), requests.c.answered_at.is_(None),
            requests.c.due_on.between(first, last), limit=limit,
        )  # fmt: skip

    async def count_since(self, author_id: int, since: int) -> int:
        """How many requests somebody sent since a moment (ms UTC)."""
        own = (requests.c.author_id == author_id, requests.c.received_at >= since)
        return int(await self._connection.scalar(select(func.count()).select_from(requests).where(*own)) or 0)

    async def answer(
        self, id: int, *, text: str, file: tuple[str, str] | None, channel: str, account: str, by: int, at: int
    ) -> None:
        """Keeps the answer, words or a file; the file is fetched after the commit."""
        media_id = None
        if file is not None:
            files = MediaFiles(self._connection, self._seal)
            media_id = await files.want_paper(channel, account, kind=file[0], reference=file[1], at=at)
        await self._connection.execute(
            update(requests)
            .where(requests.c.id == id)
            .values(answer=self._seal.seal(text), media_id=media_id, answered_by=by, answered_at=at)
        )

    async def list_late(self, aimak_ids: Collection[int], *, before: date, limit: int) -> list[InformationRequest]:
        """Lists those that are late, and whose authors were not told so yet."""
        return await self._list(
            requests.c.aimak_id.in_(list(aimak_ids)), requests.c.answered_at.is_(None), requests.c.due_on < before,
            requests.c.late_told_at.is_(None), limit=limit,
        )  # fmt: skip

    async def note_late(self, id: int, *, at: int) -> None:
        """Keeps that its author was told that it is late."""
        await self._connection.execute(update(requests).where(requests.c.id == id).values(late_told_at=at))

    async def _list(self, *where: ColumnElement[bool], limit: int = 2000) -> list[InformationRequest]:
        rows = await self._connection.execute(_READ.where(*where).order_by(requests.c.id).limit(limit))
        return [self._make(row) for row in rows]

    def _make(self, row: Row[*tuple[Any, ...]]) -> InformationRequest:
        return InformationRequest(
            id=row.id, aimak_id=row.aimak_id, label=row.label, author_id=row.author_id, peer_id=row.peer_id,
            text=self._seal.open(row.text), received_at=row.received_at, due_on=row.due_on,
            answer=self._seal.open(row.answer) if row.answer else "", answered_by=row.answered_by,
            answered_at=row.answered_at, has_file=row.media_id is not None, form=row.form or "document",
            ending=row.ending, digest=row.digest if row.state == KEPT else None,
        )  # fmt: skip
