"""The templates of an office's answers: what stays of a sent answer, with blanks for what differs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.budget.proposal import Answer, Decision, Reason
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import answer_templates
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Template:
    """A template of an aimak. Its answer has blanks in its sentences and no sum; with_sum says that one is asked for."""

    id: int
    aimak_id: int
    name: str
    answer: Answer
    with_sum: bool
    category: str | None
    proposal_id: int  # whose answer it was kept from
    uses: int


class Templates:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list(self, aimak_ids: Collection[int]) -> list[Template]:
        """Lists the templates of some aimaks, the earliest first."""
        rows = await self._connection.execute(
            select(answer_templates)
            .where(answer_templates.c.aimak_id.in_(list(aimak_ids)))
            .order_by(answer_templates.c.id)
        )
        return [self._template_of(row) for row in rows]

    async def has_any(self, aimak_ids: Collection[int]) -> bool:
        """Whether some aimaks have any template."""
        some = select(answer_templates.c.id).where(answer_templates.c.aimak_id.in_(list(aimak_ids))).limit(1)
        return await self._connection.scalar(some) is not None

    async def get(self, id: int) -> Template | None:
        """Finds a template."""
        row = (await self._connection.execute(select(answer_templates).where(answer_templates.c.id == id))).first()
        return None if row is None else self._template_of(row)

    async def add(
        self,
        aimak_id: int,
        *,
        name: str,
        answer: Answer,
        with_sum: bool,
        category: str | None,
        proposal_id: int,
        quotes: bool,
        by: int,
        at: int,
    ) -> int:
        """Keeps a template of the answer to a proposal (id), and returns its id. quotes: it may hold words of the author."""
        id: int | None = await self._connection.scalar(
            insert(self._connection, answer_templates)
            .values(
                aimak_id=aimak_id,
                name=self._seal.seal(name),
                decision=answer.decision.value,
                reason=answer.reason_code.value if answer.reason_code else None,
                budget_line=answer.budget_line,
                with_sum=with_sum,
                category=category,
                proposal_id=proposal_id,
                quotes=quotes,
                kept_by=by,
                kept_at=at,
                **self._words(answer),
            )
            .returning(answer_templates.c.id)
        )
        assert id is not None
        return id

    async def rename(self, id: int, *, name: str) -> None:
        """Gives a template another name."""
        await self._update(id, name=self._seal.seal(name))

    async def rewrite(self, id: int, *, answer: Answer, quotes: bool) -> None:
        """Writes other sentences into a template; quotes as in add."""
        await self._update(id, quotes=quotes, **self._words(answer))

    async def note_use(self, id: int) -> None:
        """Counts that an answer was begun from it."""
        await self._update(id, uses=answer_templates.c.uses + 1)

    async def remove(self, id: int) -> bool:
        """Removes a template; false where there is none."""
        done = await self._connection.execute(delete(answer_templates).where(answer_templates.c.id == id))
        return bool(done.rowcount)

    async def _update(self, id: int, **values: Any) -> None:
        await self._connection.execute(update(answer_templates).where(answer_templates.c.id == id).values(**values))

    def _words(self, answer: Answer) -> dict[str, str | None]:
        other = self._seal.seal(answer.other) if answer.other else None
        return {
            "sentence": self._seal.seal(answer.sentence),
            "other": other,
            "other_in": answer.other_in if other else None,
        }

    def _template_of(self, row: Row[Any]) -> Template:
        answer = Answer(
            Decision(row.decision),
            Reason(row.reason) if row.reason else None,
            self._seal.open(row.sentence),
            budget_line=row.budget_line,
            other=self._seal.open(row.other) if row.other is not None else "",
            other_in=row.other_in or "",
        )
        return Template(
            row.id,
            row.aimak_id,
            self._seal.open(row.name),
            answer,
            row.with_sum,
            row.category,
            row.proposal_id,
            row.uses,
        )
