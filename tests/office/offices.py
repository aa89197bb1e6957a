"""An office to race and attack: an aimak, its clerks and authors, each act in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.workdays import start_of
from bot.office import proposals
from storage.aimaks import NewAimak
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.database.engine import Database
from storage.database.schema import answers, audit, outbox
from storage.people import Person
from storage.proposals import NewProposal, Proposal
from storage.roles import Member

MINUTE = 60_000
YEAR = 2027
MONDAY = start_of(date(2026, 11, 2)) + 10 * 60 * MINUTE
LIGHT = "Мектептин жанына жарык керек"


def refusing(sentence: str) -> Answer:
    """A decision whose sentence tells it from the others."""
    return Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, sentence)


@dataclass
class Office:
    """One aimak's office; its clock stands still unless somebody moves it."""

    database: Database
    code: str = "kokjar"
    now: int = MONDAY
    aimak_id: int = 0
    _drawn: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    async def opens(self) -> "Office":
        """Enters the aimak."""
        osh, nookat, name = ({"ky": one, "ru": one} for one in ("Ош", "Ноокат", self.code.title()))
        new = NewAimak(self.code, osh, nookat, name, f" {self.code}")

        async def work(store: Any) -> int:
            await store.aimaks.put(new)
            return (await store.aimaks.find_by_code(self.code)).id

        self.aimak_id = await self.database.write(work)
        return self

    async def meets(self, name: str, role: Role | None = None, *, channel: str = "telegram") -> Person:
        """Somebody who writes from a telephone, and has a role here if one is named."""

        async def work(store: Any) -> Person:
            person = await store.people.meet(channel, "bot", f"{self.code} {name}", at=self.now)
            await store.people.set_aimak(person.peer_id, self.aimak_id)
            if role is not None:
                await store.roles.grant(
                    person.id, role=role, aimak_id=self.aimak_id, by=None, at=self.now, title=f"адис {name}"
                )
            found = await store.people.find(channel, "bot", f"{self.code} {name}")
            assert found is not None
            return found

        self.people[name] = await self.database.write(work)
        return self.people[name]

    async def proposed(self, author: Person, text: str = LIGHT) -> Proposal:
        """A proposal as its author sends it."""
        self._drawn += 1
        draft = proposals.ProposalToSend(key=f"{self.code} {self._drawn}", side=Side.SPENDING, text=text)
        proposal, _ = await self.does(proposals.submit, draft=draft, by=author, aimak_id=self.aimak_id, language="ky")
        return proposal

    async def filed(self, author: Person, text: str = LIGHT) -> Proposal:
        """A proposal of which nobody is told, for tests that need many."""
        self._drawn += 1
        new = NewProposal(
            key=f"{self.code} {self._drawn}", aimak_id=self.aimak_id, budget_year=YEAR, author_id=author.id,
            peer_id=author.peer_id, side=Side.SPENDING, category=None, amount=None, village_id=None, place=None,
            author_name=None, source=Source.TELEGRAM, language="ky", received_at=self.now,
            due_on=date(2026, 11, 23), due_days=14,
        )  # fmt: skip
        return await self.database.write(lambda store: store.proposals.add(new, text=text, fold=""))

    def does(self, act: Callable[..., Awaitable[Any]], *, by: Person, **given: Any) -> Awaitable[Any]:
        """One act by one person, in a transaction of its own."""
        at = given.pop("at", self.now)
        return self.database.write(lambda store: act(store, by=by, at=at, **given))

    async def sent(self, proposal: Proposal) -> list[SentAnswer]:
        """Every revision of the answer to a proposal."""
        return await self.database.read(lambda store: store.proposal_log.list_answers([proposal.id]))

    async def now_of(self, proposal: Proposal) -> Proposal:
        """A proposal as it stands now."""
        found = await self.database.read(lambda store: store.proposals.get(proposal.id))
        assert found is not None
        return found

    async def draft(self, proposal: Proposal) -> AnswerDraft | None:
        """The answer kept for a proposal."""
        return await self.database.read(lambda store: store.answer_drafts.find_answer_draft(proposal.id))

    async def member(self, person: Person) -> Member:
        """What somebody is in this office."""
        found = await self.database.read(lambda store: store.roles.find_member_of(person.id, self.aimak_id))
        assert found is not None
        return found

    async def notices(self, to: Person, kind: str) -> int:
        """How many messages of a kind were queued for somebody."""
        count = select(func.count()).where(outbox.c.kind == kind, outbox.c.peer_id == to.peer_id)
        return await self.database.read(lambda store: store.connection.scalar(count))

    async def relays(self, proposal: Proposal) -> int:
        """How many messages carry answers to a proposal's author."""
        mine = select(answers.c.id).where(answers.c.proposal_id == proposal.id)
        count = select(func.count()).where(outbox.c.kind == "answer", outbox.c.object_id.in_(mine))
        return await self.database.read(lambda store: store.connection.scalar(count))

    async def recorded(self, act: str, object_id: int) -> int:
        """How often an act stands in the audit."""
        count = select(func.count()).where(audit.c.act == act, audit.c.object_id == object_id)
        return await self.database.read(lambda store: store.connection.scalar(count))

    async def chain_holds(self) -> bool:
        """Whether the audit's chain of hashes is whole."""
        return await self.database.read(lambda store: store.audit.find_break()) is None
