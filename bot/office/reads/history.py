"""What happened to a proposal, as its office reads it: who by post, what and when."""

from dataclasses import dataclass

from bot.office.answers.answers import authorised
from storage.log.history import Post, Step
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """The acts on a proposal, the earliest first. With them stands how its office calls its people (by person id)."""

    proposal: Proposal
    steps: list[Step]
    posts: dict[int, Post]


async def read_history(store: Store, *, id: int, by: Person) -> ReadHistory:
    """Returns what happened to a proposal to somebody of its office. Raises NotAllowed."""
    found = await authorised(store, id=id, by=by)
    also = await store.aimaks.list_within(found.aimak_id)
    steps = await store.history.list_steps([id], aimak_id=found.aimak_id, also=also)
    return ReadHistory(found, steps, await store.history.list_posts(found.aimak_id, also=also))
