"""Applications to a call, and what became of each: a row a step, from which its course is read."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select, update

from bot.budget.initiative.application import Application
from bot.budget.initiative.course import Course, Happened, Step, read_course
from storage.attachments.media import FORMS, KEPT, KeptFile
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import initiative_calls, initiative_files, initiative_steps, initiatives, media
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Initiative:
    """An application; aimak_id is that of its call. answers are empty once its author is erased."""

    id: int
    call_id: int
    aimak_id: int
    label: str
    author_id: int
    peer_id: int | None
    proposal_id: int | None
    answers: Application
    total: int  # som
    asked: int
    largest: int
    shown: bool
    received_at: int  # ms UTC


@dataclass(frozen=True, slots=True)
class Entry:
    """A step as it was kept: who said it (None: the command line), and when (ms UTC)."""

    id: int
    initiative_id: int
    happened: Happened
    person_id: int | None
    at: int


_COLUMNS = (initiatives, initiative_calls.c.aimak_id, initiative_calls.c.largest)
# Read for each menu, so built once.
_OWN = ready(select(initiatives.c.id).where(initiatives.c.author_id == bindparam("author")).limit(1))


class Initiatives:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, call_id: int, *, key: str, label: str, author_id: int, peer_id: int | None, proposal_id: int | None,
        answers: Application, shown: bool, at: int,
    ) -> int:  # fmt: skip
        """Writes an application and returns its id."""
        id: int | None = await self._connection.scalar(
            insert(self._connection, initiatives)
            .values(
                key=key,
                call_id=call_id,
                label=label,
                author_id=author_id,
                peer_id=peer_id,
                proposal_id=proposal_id,
                answers=self._seal_answers(answers),
                total=answers.total,
                asked=answers.asked,
                shown=shown,
                received_at=at,
            )
            .returning(initiatives.c.id)
        )
        assert id is not None
        return id

    async def get(self, id: int) -> Initiative | None:
        """Finds an application."""
        return await self._find(initiatives.c.id == id)

    async def find(self, key: str) -> Initiative | None:
        """Finds an application by the key of the draft it was sent from."""
        return await self._find(initiatives.c.key == key)

    async def lock(self, id: int) -> Initiative | None:
        """Finds an application and keeps others from changing it until this transaction is over."""
        await self._connection.execute(select(initiatives.c.id).where(initiatives.c.id == id).with_for_update())
        return await self.get(id)

    async def list_of_call(self, call_id: int) -> list[Initiative]:
        """Lists the applications to a call, the earliest first."""
        return await self._list(initiatives.c.call_id == call_id)

    async def list_of_aimak(self, aimak_id: int) -> list[Initiative]:
        """Lists the applications to all calls of an aimak, the earliest first."""
        return await self._list(initiative_calls.c.aimak_id == aimak_id)

    async def count_waiting(self, aimak_id: int) -> int:
        """Counts the applications to calls of an aimak that nobody has decided on, and that stand."""
        ends = (Step.DECIDED.value, Step.WITHDRAWN.value)
        ended = exists().where(initiative_steps.c.initiative_id == initiatives.c.id, initiative_steps.c.kind.in_(ends))
        counted = (
            select(func.count())
            .select_from(initiatives.join(initiative_calls, initiative_calls.c.id == initiatives.c.call_id))
            .where(initiative_calls.c.aimak_id == aimak_id, initiative_calls.c.closed_at.is_(None), ~ended)
        )
        return await self._connection.scalar(counted) or 0

    async def list_own(self, person_id: int) -> list[Initiative]:
        """Lists the applications of somebody, the newest first."""
        return (await self._list(initiatives.c.author_id == person_id))[::-1]

    async def has_own(self, person_id: int) -> bool:
        """Whether somebody has applied."""
        return await self._connection.scalar(_OWN, {"author": person_id}) is not None

    async def is_made_of(self, proposal_id: int) -> bool:
        """Whether an application that stands was made of a proposal."""
        withdrawn = exists().where(
            initiative_steps.c.initiative_id == initiatives.c.id, initiative_steps.c.kind == Step.WITHDRAWN.value
        )
        made = select(initiatives.c.id).where(initiatives.c.proposal_id == proposal_id, ~withdrawn).limit(1)
        return await self._connection.scalar(made) is not None

    async def set_shown(self, id: int, *, shown: bool) -> None:
        """Keeps whether the words of an application may stand where all read them."""
        await self._connection.execute(update(initiatives).where(initiatives.c.id == id).values(shown=shown))

    async def say(self, id: int, happened: Happened, *, by: int | None, at: int) -> int:
        """Writes a step and returns its id."""
        step_id: int | None = await self._connection.scalar(
            insert(self._connection, initiative_steps)
            .values(
                initiative_id=id,
                kind=happened.step.value,
                what=happened.what,
                amount=happened.amount,
                text=self._seal.seal(happened.text),
                person_id=by,
                at=at,
            )
            .returning(initiative_steps.c.id)
        )
        assert step_id is not None
        return step_id

    async def list_steps(self, ids: Collection[int]) -> dict[int, list[Entry]]:
        """Lists what happened to some applications, the earliest first; one without a step has an empty list."""
        found: dict[int, list[Entry]] = {id: [] for id in ids}
        rows = await self._connection.execute(
            select(initiative_steps)
            .where(initiative_steps.c.initiative_id.in_(list(ids)))
            .order_by(initiative_steps.c.id)
        )
        for row in rows:
            happened = Happened(Step(row.kind), row.what, row.amount, self._seal.open(row.text))
            found[row.initiative_id].append(Entry(row.id, row.initiative_id, happened, row.person_id, row.at))
        return found

    async def read_course(self, one: Initiative) -> Course:
        """Reads what became of an application."""
        return read_courses([one], await self.list_steps([one.id]))[one.id]

    async def read_all(self, found: Sequence[Initiative]) -> dict[int, Course]:
        """Reads what became of several, by id."""
        return read_courses(found, await self.list_steps([one.id for one in found]))

    async def add_files(self, id: int, media_ids: Sequence[int], *, step_id: int | None = None) -> None:
        """Keeps files with an application, or with a step of it."""
        if media_ids:
            await self._connection.execute(
                insert(self._connection, initiative_files),
                [{"initiative_id": id, "step_id": step_id, "media_id": media_id} for media_id in media_ids],
            )

    async def list_files(self, id: int) -> list[KeptFile]:
        """Lists the files of an application and of its steps that lie in the media folder, in order."""
        rows = await self._connection.execute(
            select(media)
            .join(initiative_files, initiative_files.c.media_id == media.c.id)
            .where(initiative_files.c.initiative_id == id, media.c.state == KEPT)
            .order_by(initiative_files.c.id)
        )
        return [
            KeptFile(
                row.kind, row.copy_hash or row.hash, row.size, row.form or FORMS.get(row.kind, "document"), row.ending
            )
            for row in rows
        ]

    async def find_of_file(self, media_id: int) -> Initiative | None:
        """Finds the application that a file came with, or one of its steps."""
        of = select(initiative_files.c.initiative_id).where(initiative_files.c.media_id == media_id)
        return await self._find(initiatives.c.id.in_(of))

    async def count_files(self, id: int) -> int:
        """Counts the files beside an application and its steps, also those that are still on their way."""
        counted = select(func.count()).where(initiative_files.c.initiative_id == id)
        return await self._connection.scalar(counted) or 0

    async def _find(self, where: ColumnElement[bool]) -> Initiative | None:
        found = await self._list(where)
        return found[0] if found else None

    async def _list(self, where: ColumnElement[bool]) -> list[Initiative]:
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .join(initiative_calls, initiative_calls.c.id == initiatives.c.call_id)
            .where(where)
            .order_by(initiatives.c.id)
        )
        return [self._read(row) for row in rows]

    def _seal_answers(self, answers: Application) -> str:
        return self._seal.seal(json.dumps(answers.to_dict(), ensure_ascii=False))

    def _read(self, row: Row[Any]) -> Initiative:
        kept = self._seal.open(row.answers)
        return Initiative(
            row.id, row.call_id, row.aimak_id, row.label, row.author_id, row.peer_id, row.proposal_id,
            Application(**json.loads(kept)) if kept else Application(),
            row.total, row.asked, row.largest, row.shown, row.received_at,
        )  # fmt: skip


def read_courses(found: Sequence[Initiative], steps: dict[int, list[Entry]]) -> dict[int, Course]:
    """What became of each, read out of its steps."""
    return {one.id: read_course(one.largest, one.asked, [entry.happened for entry in steps[one.id]]) for one in found}
