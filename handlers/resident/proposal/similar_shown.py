"""Whether there are proposals like a draft, which its author has not seen yet."""

from dataclasses import dataclass

from bot.budget.proposal import Side
from bot.chat.memory import Memory
from bot.office.together import supports
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.router import Talk


@dataclass(frozen=True)
class SimilarShown(Memory, under="similar"):
    """For which draft (its key) others' proposals were shown, which ones (ids), and whether its author's is another."""

    key: str = ""
    ids: tuple[int, ...] = ()
    is_other: bool = False


async def find_new(talk: Talk, draft: ProposalDraft) -> bool:
    """Whether there are proposals like a draft that its author has not said it differs from; they are shown next."""
    shown = SimilarShown.of(talk)
    if shown.key == draft.key and shown.is_other:
        return False
    found = await supports.find_similar(
        talk.store,
        by=talk.person,
        aimak_id=int(talk.person.aimak_id or 0),
        text=draft.text,
        side=Side(str(draft.side)),
        category=draft.category,
        village_id=draft.village_id,
        at=talk.now,
    )
    await SimilarShown(draft.key, tuple(one.id for one in found)).keep(talk)
    return bool(found)
