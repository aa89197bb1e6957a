"""Answer drafts, sent at once: what was previewed goes out, what changed meanwhile stays."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, Role, Standing
from bot.budget.proposal import Answer
from bot.language.refusal import Refusal
from bot.office.answers import answers
from bot.office.answers.access import NotReady
from bot.office.answers.files.enclosed import without_files
from bot.office.staff import permit
from bot.office.wording.notices import OFFICE
from storage.answering.drafts import NumberedDraft
from storage.people import Person
from storage.store import Store

Shown = tuple[int, int]  # a proposal's id, and when the answer draft that was previewed was saved


async def list_ready(store: Store, *, aimak_id: int, by: Person, year: int | None = None) -> list[NumberedDraft]:
    """Lists the answer drafts somebody may send at once, of a budget year or of all years.

    A clerk sends their own, the head all.
    Where the head approves, the head sends what waits for them, and their own. What a clerk has not put before them or
    was given back stays. What a colleague has taken from its writer is nobody's to send. Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    is_head = Standing(Role.HEAD, aimak_id) in await store.roles.list_standings(by.id)
    also = await store.aimaks.list_within(aimak_id)
    approves = (await store.aimaks.get(aimak_id)).head_approves
    colleagues = await store.roles.list_colleagues(aimak_id, OFFICE)
    return await store.answer_drafts.list_drafts(
        aimak_id,
        also=also,
        year=year,
        own_of=by.id if approves or not is_head else None,
        waiting=is_head,
        holders=[person_id for person_id in colleagues if person_id != by.id],
    )


@dataclass(frozen=True, slots=True)
class KeptForAll:
    """What became of one answer for several proposals: the answer drafts there are now, and the numbers left out.

    unready are those whose side, or whose voice in words, must be given first. They are not taken.
    """

    kept: tuple[Shown, ...]
    left_out: tuple[str, ...]
    unready: tuple[str, ...] = ()


async def save_for_all(store: Store, *, answered: Mapping[int, Answer], by: Person, at: int) -> KeptForAll:
    """Takes some proposals (ids) and keeps the answer of each, to be previewed and sent together.

    Files go with none of them. What is answered, taken by a colleague or withdrawn is left out. So is what has an
    answer draft already, or is not ready. Raises NotAllowed where nothing may be answered at all, and what
    Answer.checked refuses.
    """
    kept, left_out, unready = list[Shown](), list[str](), list[str]()
    for id, answer in answered.items():
        checked = without_files(answer).checked()
        proposal = await answers.authorised(store, id=id, by=by)
        if await store.answer_drafts.find_answer_draft(id) is not None:
            left_out.append(proposal.label)
            continue
        try:
            answers.must_be_ready(proposal)
            await answers.take(store, id=id, by=by, at=at)
            draft = await answers.save(store, id=id, answer=checked, by=by, at=at, read=proposal.revision)
        except NotReady:
            unready.append(proposal.label)
            continue
        except (Refusal, NotAllowed):
            left_out.append(proposal.label)
            continue
        assert draft is not None
        kept.append((id, draft.saved_at))
    return KeptForAll(tuple(kept), tuple(left_out), tuple(unready))
