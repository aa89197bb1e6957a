"""What author and office said about a proposal, and what authors tapped under answers."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.budget.tally import Reaction
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    answers,
    dialogue,
    proposals,
    reactions,
)
from storage.database.seal import Seal
from storage.log.dialogue_kinds import ADDED
from storage.log.weights import weigh, weigh_answered

# Read for each screen of a proposal, so built once.
_OF = bindparam("proposal", type_=proposals.c.id.type)
_DIALOGUE = ready(select(dialogue).where(dialogue.c.proposal_id == _OF).order_by(dialogue.c.id))
_QUESTIONED = ready(select(proposals.c.questioned).where(proposals.c.id == _OF))


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the dialogue about a proposal: asked or explained by staff, replied or questioned by the author."""

    id: int
    proposal_id: int
    kind: str
    person_id: int
    text: str
    said_at: int


@dataclass(frozen=True, slots=True)
class Tap:
    """What the author of a proposal tapped under an answer, at in UTC ms."""

    answer_id: int
    reaction: Reaction
    at: int


class Dialogue:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def say(self, proposal_id: int, *, kind: str, by: int, text: str, at: int) -> int:
        """Adds a line to the dialogue and returns its id."""
        said_id: int | None = await self._connection.scalar(
            insert(self._connection, dialogue)
            .values(proposal_id=proposal_id, kind=kind, person_id=by, text=self._seal.seal(text), said_at=at)
            .returning(dialogue.c.id)
        )
        assert said_id is not None
        if not kind.startswith(ADDED):
            await weigh(self._connection, [proposal_id])
        return said_id

    async def unsay(self, said_id: int) -> None:
        """Takes a line out of the dialogue; of what the bot asked only, which no criterion weighs."""
        await self._connection.execute(
            delete(dialogue).where(dialogue.c.id == said_id, dialogue.c.kind.startswith(ADDED))
        )

    async def list_dialogue(self, proposal_id: int) -> list[Said]:
        """Lists what was said about a proposal, the earliest first."""
        rows = await self._connection.execute(_DIALOGUE, {"proposal": proposal_id})
        return [Said(**{**row, "text": self._seal.open(row["text"])}) for row in rows.mappings()]

    async def react(self, answer_id: int, *, by: int, reaction: Reaction, at: int) -> None:
        """Adds what somebody tapped under an answer; the latest counts."""
        await self._connection.execute(
            insert(self._connection, reactions).values(
                answer_id=answer_id, person_id=by, reaction=reaction.value, tapped_at=at
            )
        )
        await weigh_answered(self._connection, [answer_id])

    async def find_reaction(self, answer_id: int, person_id: int) -> Reaction | None:
        """Finds what somebody tapped last under an answer."""
        found = await self._connection.scalar(
            select(reactions.c.reaction)
            .where(reactions.c.answer_id == answer_id, reactions.c.person_id == person_id)
            .order_by(reactions.c.id.desc())
            .limit(1)
        )
        return Reaction(found) if found else None

    async def is_questioned(self, proposal_id: int) -> bool:
        """Whether the author waits for an explanation of the answer, as kept on the row (see storage/log/facts.py)."""
        return bool(await self._connection.scalar(_QUESTIONED, {"proposal": proposal_id}))

    async def find_last_tap(self, proposal_id: int, person_id: int) -> Tap | None:
        """Finds what somebody tapped last under any answer to a proposal; criterion 6 counts that one."""
        rows = await self._connection.execute(
            select(reactions.c.answer_id, reactions.c.reaction, reactions.c.tapped_at)
            .join(answers, answers.c.id == reactions.c.answer_id)
            .where(answers.c.proposal_id == proposal_id, reactions.c.person_id == person_id)
            .order_by(reactions.c.id.desc())
            .limit(1)
        )
        row = rows.first()
        return None if row is None else Tap(row.answer_id, Reaction(row.reaction), row.tapped_at)
