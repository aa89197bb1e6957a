"""How far the work of proposals is. It stands in lines of the dialogue whose kind begins with «work:», with their photos."""

from dataclasses import dataclass

from sqlalchemy import exists, func, literal, select

from bot.budget.proposal import Decision
from bot.budget.works.stages import CONTESTED, Stage, count_corrections
from storage.answering.dialogue import Said
from storage.attachments.media import FORMS, KEPT, KeptFile
from storage.database.connection import AsyncConnection
from storage.database.schema import answers, dialogue, media, proposal_texts, proposals, supports
from storage.database.seal import Seal
from storage.log.dialogue_kinds import CONTEST, WORK
from storage.together.supports import select_latest


@dataclass(frozen=True, slots=True)
class Works:
    """How many of a year's proposals that went in are at each stage or none, and the number of corrections."""

    stages: dict[Stage, int]
    unsaid: int
    corrections: int  # made because residents said that something is not finished


@dataclass(frozen=True, slots=True)
class DoneWork:
    """Work that is said to be done: what was said (id), the number of its proposal, how its text begins."""

    said_id: int
    label: str
    beginning: str


class WorkLog:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_said(self, proposal_id: int) -> list[Said]:
        """Lists what was said of the work of a proposal by office and residents, the earliest first."""
        rows = await self._connection.execute(
            select(dialogue)
            .where(dialogue.c.proposal_id == proposal_id, dialogue.c.kind.startswith(WORK))
            .order_by(dialogue.c.id)
        )
        return [Said(**{**row, "text": self._seal.open(row["text"])}) for row in rows.mappings()]

    async def latest(self, proposal_id: int) -> Said | None:
        """What the office said last of the work of a proposal."""
        return next((one for one in reversed(await self.list_said(proposal_id)) if one.kind != CONTEST), None)

    async def list_done_of(self, person_id: int, *, limit: int) -> list[DoneWork]:
        """Lists the works of what somebody wrote or supports that the office said last to be done, the newest first."""
        own = select(proposals.c.id).where(proposals.c.author_id == person_id, proposals.c.withdrawn_at.is_(None))
        theirs = own.union(select(supports.c.proposal_id).where(supports.c.person_id == person_id))
        later = dialogue.alias("later_said")
        rows = await self._connection.execute(
            select(dialogue.c.id, proposals.c.label, select_latest(proposal_texts.c.text, "beginning"))
            .select_from(proposals.join(dialogue, dialogue.c.proposal_id == proposals.c.id))
            .where(
                proposals.c.id.in_(theirs),
                proposals.c.withdrawn_at.is_(None),
                dialogue.c.kind == f"{WORK}{Stage.DONE}",
                ~exists().where(
                    later.c.proposal_id == proposals.c.id,
                    later.c.id > dialogue.c.id,
                    later.c.kind.startswith(WORK),
                    later.c.kind != CONTEST,
                ),
            )
            .order_by(dialogue.c.id.desc())
            .limit(limit)
        )
        return [DoneWork(row.id, row.label, row.beginning or "") for row in rows]

    async def get(self, said_id: int) -> Said | None:
        """Finds what was said of some work by its id."""
        found = select(dialogue).where(dialogue.c.id == said_id, dialogue.c.kind.startswith(WORK))
        row = (await self._connection.execute(found)).mappings().first()
        return None if row is None else Said(**{**row, "text": self._seal.open(row["text"])})

    async def count_said_by(self, proposal_id: int, person_id: int, *, since: int) -> int:
        """How often somebody contested the work of a proposal since a moment (ms UTC)."""
        counted = select(func.count()).where(
            dialogue.c.proposal_id == proposal_id,
            dialogue.c.kind == CONTEST,
            dialogue.c.person_id == person_id,
            dialogue.c.said_at >= since,
        )
        return await self._connection.scalar(counted) or 0

    async def list_photos(self, proposal_id: int, said_id: int) -> list[KeptFile]:
        """Lists the files in the media folder that came with what was said."""
        rows = await self._connection.execute(
            select(media.c.kind, media.c.hash, media.c.copy_hash, media.c.size, media.c.form, media.c.ending)
            .where(media.c.proposal_id == proposal_id, media.c.said_id == said_id, media.c.state == KEPT)
            .order_by(media.c.id)
        )
        return [
            KeptFile(
                row.kind, row.copy_hash or row.hash, row.size, row.form or FORMS.get(row.kind, "document"), row.ending
            )
            for row in rows
        ]

    async def share_photos(self, proposal_id: int, said_id: int, *, with_: tuple[int, int]) -> None:
        """Copies the kept files of what was said to the same word under another proposal (with_: proposal id, said id)."""
        same = [column for column in media.c if column.name not in {"id", "proposal_id", "said_id"}]
        kept = select(literal(with_[0]), literal(with_[1]), *same).where(
            media.c.proposal_id == proposal_id, media.c.said_id == said_id, media.c.state == KEPT
        )
        names = ["proposal_id", "said_id", *(column.name for column in same)]
        await self._connection.execute(media.insert().from_select(names, kept))

    async def count(self, *, aimak_id: int, year: int) -> Works:
        """Counts the works of a year: of proposals that went in whole or in part."""
        later = answers.alias("later_answer")
        newest = select(func.max(later.c.revision)).where(later.c.proposal_id == proposals.c.id).scalar_subquery()
        went_in = answers.c.decision.in_([Decision.INCLUDED.value, Decision.PARTLY.value])
        year_of = (
            proposals.c.aimak_id == aimak_id,
            proposals.c.budget_year == year,
            proposals.c.withdrawn_at.is_(None),
        )
        total = await self._connection.scalar(
            select(func.count())
            .select_from(proposals.join(answers, answers.c.proposal_id == proposals.c.id))
            .where(*year_of, answers.c.revision == newest, went_in)
        )
        rows = await self._connection.execute(
            select(dialogue.c.proposal_id, dialogue.c.kind)
            .join(proposals, proposals.c.id == dialogue.c.proposal_id)
            .where(*year_of, dialogue.c.kind.startswith(WORK))
            .order_by(dialogue.c.id)
        )
        said: dict[int, list[str]] = {}
        for row in rows:
            said.setdefault(row.proposal_id, []).append(row.kind.removeprefix(WORK))
        stages: dict[Stage, int] = {}
        for kinds in said.values():
            last = Stage(next(kind for kind in reversed(kinds) if kind != CONTESTED))
            stages[last] = stages.get(last, 0) + 1
        corrections = sum(map(count_corrections, said.values()))
        return Works(stages, max(0, (total or 0) - sum(stages.values())), corrections)
