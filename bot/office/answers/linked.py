"""One answer for linked proposals. It is sent, kept, approved and given back together, each as an answer of its own.

Those that cannot be answered with the others stay as they are. They are answered or withdrawn, taken or kept by a
colleague, or changed since they were read. All of one press are taken back together (take_back.py).
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import Answer
from bot.budget.proposal_text.blanks import renumber
from bot.language.refusal import Refusal
from bot.office.answers import answers, approving, before_head, take_back
from bot.office.answers.access import NotReady
from bot.office.answers.take_back import Pressed
from bot.office.wording.notices import OFFICE
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store
from storage.together.links import Repeated

Read = tuple[int, int]  # a proposal's id, and the revision of its text that was read


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one answer: of the proposal it was written for, and the linked ones (numbers) without it.

    unready are those whose side, or whose voice in words, must be given first.
    """

    of_first: SentAnswer | Pressed | None
    left_out: tuple[str, ...] = ()
    unready: tuple[str, ...] = ()


async def list_open(store: Store, *, id: int, by: Person) -> list[Repeated]:
    """Lists those linked with a proposal that its first answer goes to as well. Raises NotAllowed."""
    first = await answers.authorised(store, id=id, by=by)
    if await store.answers.find_latest(id) is not None:
        return []
    linked = [one for one in await store.links.list_linked(id) if one.decision is None and not one.is_excluded]
    if not linked:
        return []
    # Read together: fifty of them are looked at before each preview.
    colleagues = set(await store.roles.list_colleagues(first.aimak_id, OFFICE))
    drafts = await store.answer_drafts.find_answer_drafts([id, *(one.id for one in linked)])
    return [one for one in linked if _is_free(one, first, drafts, colleagues, by=by)]


async def add_linked(store: Store, *, ids: Sequence[int], by: Person) -> list[int]:
    """The proposals (ids) with those linked with any of them whose answer would be the same; each stands once."""
    found = dict.fromkeys(ids)
    for id in ids:
        found |= dict.fromkeys(one.id for one in await list_open(store, id=id, by=by))
    return list(found)


def _is_free(
    one: Repeated, first: Proposal, drafts: Mapping[int, AnswerDraft], colleagues: Collection[int], *, by: Person
) -> bool:
    # What a colleague wrote for it stays, unless it is the very answer that the first one has.
    kept, draft = drafts.get(one.id), drafts.get(first.id)
    if kept is None:
        return one.taken_by not in colleagues or one.taken_by in {by.id, first.taken_by}
    if kept.leaves_at is not None:
        return False
    return kept.written_by == by.id or (
        draft is not None and name_itself(draft.answer, first, one.label) == kept.answer
    )


def name_itself(answer: Answer, first: Proposal, label: str) -> Answer:
    """The answer of the first proposal as one linked with it (label) gets it: it names that one's number."""
    said, other = (renumber(one, number=first.number, label=label) for one in (answer.sentence, answer.other))
    return replace(answer, sentence=said, other=other)


async def send(
    store: Store, *, id: int, answer: Answer, by: Person, at: int, linked: Sequence[Read] = (), **given: Any
) -> Done:
    """Sends an answer as take_back.send does, and the same to those linked that were read with it."""
    await _lock(store, id, *(other for other, _ in linked))
    of_first = await take_back.send(store, id=id, answer=answer, by=by, at=at, **given)

    first = await _get(store, id)

    async def one(other: int, read: int) -> SentAnswer | Pressed | None:
        own = name_itself(answer, first, (await _get(store, other)).label)
        return await take_back.send(store, id=other, answer=own, by=by, at=at, read=read, tells=False)

    return await _for_each(store, of_first, linked, one, by=by)


async def save(
    store: Store, *, id: int, answer: Answer, by: Person, at: int, linked: Sequence[Read] = (), **given: Any
) -> tuple[AnswerDraft | None, Done]:
    """Keeps an answer as answers.save does, and the same for those linked that were read with it."""
    await _lock(store, id, *(other for other, _ in linked))
    kept = await answers.save(store, id=id, answer=answer, by=by, at=at, **given)

    first = await _get(store, id)

    async def one(other: int, read: int) -> None:
        own = name_itself(answer, first, (await _get(store, other)).label)
        await answers.save(store, id=other, answer=own, by=by, at=at, read=read)

    return kept, await _for_each(store, None, linked, one, by=by)


async def _for_each(
    store: Store,
    of_first: SentAnswer | Pressed | None,
    linked: Sequence[Read],
    act: Callable[[int, int], Awaitable[SentAnswer | Pressed | None]],
    *,
    by: Person,
) -> Done:
    left_out, unready, shown = list[str](), list[str](), list(of_first.leaving) if isinstance(of_first, Pressed) else []
    for id, read in linked:
        try:
            done = await act(id, read)
        except NotReady:
            unready.append((await answers.authorised(store, id=id, by=by)).label)
            continue
        except (Refusal, NotAllowed):
            left_out.append((await answers.authorised(store, id=id, by=by)).label)
            continue
        shown += done.leaving if isinstance(done, Pressed) else ()
    pressed = replace(of_first, leaving=tuple(shown)) if isinstance(of_first, Pressed) else of_first
    return Done(pressed, tuple(left_out), tuple(unready))


async def list_waiting(store: Store, *, id: int, by: Person) -> list[Repeated]:
    """Lists those linked with a proposal whose answers wait for the head with its own, in the same words.

    One whose side, or what its voice says, is still to be said waits for itself. Raises NotAllowed.
    """
    first = await answers.authorised(store, id=id, by=by)
    draft = await store.answer_drafts.find_answer_draft(id)
    if draft is None or not draft.for_approval:
        return []
    linked = await store.links.list_linked(id)
    drafts, found = await store.answer_drafts.find_answer_drafts([one.id for one in linked]), list[Repeated]()
    for one in linked:
        other = drafts.get(one.id)
        if other is None or not other.for_approval or other.leaves_at is not None:
            continue
        if other.answer == name_itself(draft.answer, first, one.label) and other.read in {None, one.revision}:
            found += [one] if answers.is_ready(await _get(store, one.id)) else []
    return found


async def approve(
    store: Store, *, id: int, by: Person, at: int, answer: Answer, read: int | None = None
) -> SentAnswer | Pressed:
    """Sends the answer a clerk prepared as take_back.approve does, with those linked that wait in the same words."""
    waiting = await _lock_waiting(store, id=id, by=by)
    draft = await store.answer_drafts.find_answer_draft(id)
    sent = await take_back.approve(store, id=id, by=by, at=at, answer=answer, read=read, tells=not waiting)
    shown, proposals = list(sent.leaving) if isinstance(sent, Pressed) else [], [await _get(store, id)]
    for one in waiting:
        own = name_itself(answer, proposals[0], one.label)
        done = await take_back.approve(store, id=one.id, by=by, at=at, answer=own, read=one.revision, tells=False)
        shown += done.leaving if isinstance(done, Pressed) else ()
        proposals.append(await _get(store, one.id))
    if isinstance(sent, Pressed):
        return replace(sent, leaving=tuple(shown))
    if waiting and draft is not None and draft.written_by != by.id:
        await before_head.tell_approved(store, proposals=proposals, to=draft.written_by, at=at)
    return sent


async def give_back(store: Store, *, id: int, answer: Answer, remark: str, by: Person, at: int) -> bool:
    """Gives an answer back as approving.give_back does, with those linked that wait in the same words."""
    waiting = await _lock_waiting(store, id=id, by=by)
    first, told = (
        await _get(store, id),
        await approving.give_back(store, id=id, answer=answer, remark=remark, by=by, at=at),
    )
    for one in waiting:
        own = name_itself(answer, first, one.label)
        await approving.give_back(store, id=one.id, answer=own, remark=remark, by=by, at=at, tells=False)
    return told


async def _lock_waiting(store: Store, *, id: int, by: Person) -> list[Repeated]:
    await _lock(store, id, *(one.id for one in await store.links.list_linked(id)))
    return await list_waiting(store, id=id, by=by)


async def _lock(store: Store, *ids: int) -> None:
    # Always in one order: two who answer for the same ones would wait for each other.
    for id in sorted(set(ids)):
        await store.proposals.lock(id)


async def _get(store: Store, id: int) -> Proposal:
    found = await store.proposals.get(id)
    assert found is not None
    return found
