"""What an office may read of earlier answers: those that fit a proposal, its likeliest reasons, the same words."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.proposal import Answer, Reason
from bot.budget.reasoning import is_copied, rank_reasons
from bot.office.answers.answers import authorised
from bot.office.answers.templates import templates
from bot.office.criteria.criterion_6 import count_decisions
from bot.office.staff import permit
from storage.log.alike import AnsweredAlike
from storage.people import Person
from storage.store import Store

AT_MOST = 10  # answers that are offered


async def list_alike(store: Store, *, id: int, by: Person) -> list[AnsweredAlike]:
    """Lists how proposals like one were answered in its aimak and budget year, the likeliest first. Raises NotAllowed."""
    one = await authorised(store, id=id, by=by)
    return await store.alike.list_answered(
        id, aimak_id=one.aimak_id, year=one.budget_year, category=one.category, text=one.text, size=AT_MOST
    )


@dataclass(frozen=True, slots=True)
class Patterns:
    """By what an answer can be made: whether an earlier one is like it, and whether its office has templates."""

    alike: bool
    templates: bool


async def find_patterns(store: Store, *, id: int, by: Person) -> Patterns:
    """Says by what an answer to a proposal can be made. Raises NotAllowed."""
    one = await authorised(store, id=id, by=by)
    found = await store.alike.has_answered(
        id, aimak_id=one.aimak_id, year=one.budget_year, category=one.category, text=one.text
    )
    return Patterns(found, await templates.has_any(store, aimak_id=one.aimak_id))


async def list_reasons(store: Store, *, id: int, by: Person) -> list[Reason]:
    """Lists every reason: first the three that proposals of its category were given most often. Raises NotAllowed."""
    one = await authorised(store, id=id, by=by)
    counts = await store.alike.count_reasons(aimak_id=one.aimak_id, year=one.budget_year, category=one.category)
    return rank_reasons(counts)


async def count_same_words(
    store: Store, *, aimak_id: int, year: int, answered: dict[int, Answer], by: Person
) -> tuple[int, int] | None:
    """How many of how many decisions would stand on the same sentence, once some proposals (id) are answered so.

    None where that is as criterion 6 wants it: 30 % at the most, or fewer than ten decisions. Linked proposals count as
    one. Of several sentences it is the one most shared. What a template fills in makes no other sentence. Raises
    NotAllowed.
    """
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    marks = await store.answers.mark_words(answered)
    decisions, counts = await count_decisions(store, aimak_id=aimak_id, year=year, marks=marks)
    most = max(counts.values(), default=0)
    return (most, decisions) if is_copied(most, of=decisions) else None
