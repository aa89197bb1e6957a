"""The acts of the spreadsheet of answers: list what is open, check what was filled in, keep or send it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from bot.budget.permissions import Act, NotAllowed, Role, Standing, may
from bot.budget.proposal import Answer, Decision, Side
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.answers import answers, before_head, linked, take_back
from bot.office.answers.access import find_colleague, find_holder
from bot.office.answers.take_back import Pressed
from bot.office.reads import public
from bot.office.sheets.checked import OPEN, CheckedRow, CheckedSheet, RowState
from bot.office.sheets.columns import MOST_ROWS, RowKey
from bot.office.sheets.rows import Fault, FilledRow, ReadSheet, follow_same
from bot.office.together import voices
from storage.aimaks import Village
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.log.office_lists import OfficeList
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

_PAGE = 100
_QUOTED = 200  # characters


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A row of the spreadsheet before it is filled: a proposal, the answer draft there is, who reads which language."""

    proposal: Proposal
    draft: AnswerDraft | None
    language: str
    village: Village | None

    @property
    def key(self) -> RowKey:
        """What the row is known by when it comes back."""
        return RowKey(self.proposal.id, self.proposal.revision, 0, self.draft.saved_at if self.draft else 0)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of rows: kept, sent, put before the head, done before, and the numbers of those left alone.

    leaving were sent and leave in a moment: until then they can be taken back.
    """

    kept: int = 0
    sent: int = 0
    waiting: int = 0
    before: int = 0
    staying: tuple[str, ...] = ()
    leaving: int = 0

    def __add__(self, other: "Done") -> "Done":
        """What became of both."""
        return Done(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


async def list_open(store: Store, *, aimak_id: int, by: Person | None) -> list[OpenProposal]:
    """Lists what awaits an answer in an office, the soonest due first, at most MOST_ROWS. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    also = await store.aimaks.list_within(aimak_id)
    found: list[OpenProposal] = []
    for number in range(MOST_ROWS // _PAGE):
        page = await store.lists.list_of_office(OfficeList.WAITING, aimak_id, also=also, page=number, size=_PAGE)
        if page.number != number:
            break
        for listed in page.rows:
            proposal = await store.proposals.get(listed.id)
            assert proposal is not None
            found.append(
                OpenProposal(
                    proposal,
                    await store.answer_drafts.find_answer_draft(listed.id),
                    await _guess_language(store, proposal),
                    await public.find_village(store, id=proposal.village_id),
                )
            )
        if not page.more:
            break
    return found


async def check(store: Store, *, aimak_id: int, sheet: ReadSheet, by: Person) -> CheckedSheet:
    """Checks what a file says against what is known now; it changes nothing. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    found, faults = await _find(store, aimak_id, sheet.rows), list(sheet.faults)
    sources = follow_same(sheet.rows, {at: proposal.budget_year for at, proposal in found.items()})
    checked: list[CheckedRow] = []
    named, authors = {row.key.proposal_id for row in sheet.rows}, set[int]()
    for row in sheet.rows:
        proposal = found.get(row.at)
        if proposal is None:
            faults.append(Fault(row.number_cell, "elsewhere"))
            continue
        if int(proposal.label) != row.number:
            faults.append(Fault(row.number_cell, "other_number"))
            continue
        language = await _guess_language(store, proposal)
        if len(twins := await _find_twins(store, aimak_id, row, proposal, by.language or "")) > 1:
            faults.append(Fault(row.same_cell, "same_two", ", ".join(twins)))
            continue
        answer = await _answer_of(store, aimak_id, sources[row.at], language=language, year=proposal.budget_year)
        if answer is None:
            faults.append(Fault(row.same_cell, "same_unanswered", f"{row.same:04}"))
            continue
        if answer.decision is not Decision.INCLUDED and not answer.sentence:
            # Its author was forgotten, and the words went along.
            faults.append(Fault(row.same_cell, "same_erased", f"{row.same:04}"))
            continue
        answer = await _with_own_files(store, proposal, answer)
        state = await _find_state(store, proposal, row.key, answer, by)
        checked.append(
            CheckedRow(row.key, proposal.label, language, answer, state, proposal.text[:_QUOTED], row.number_cell)
        )
        if state not in OPEN:
            continue
        authors.add(proposal.author_id)
        for one in await linked.list_open(store, id=proposal.id, by=by):
            if one.id in named:
                continue
            named.add(one.id)
            other = await store.proposals.get(one.id)
            assert other is not None
            language = await _guess_language(store, other)
            answer = await _answer_of(store, aimak_id, sources[row.at], language=language, year=proposal.budget_year)
            assert answer is not None
            kept = await store.answer_drafts.find_answer_draft(one.id)
            key = RowKey(one.id, other.revision, 0, kept.saved_at if kept else 0)
            own = linked.name_itself(answer, proposal, other.label)
            state = await _find_state(store, other, key, own, by)
            checked.append(
                CheckedRow(key, other.label, language, own, state, other.text[:_QUOTED], with_row=proposal.label)
            )
            authors |= {other.author_id} if state in OPEN else set()
    return CheckedSheet(tuple(checked), sheet.empty, tuple(faults), len(authors))


async def act(
    store: Store, *, aimak_id: int, rows: Sequence[CheckedRow], send: bool, by: Person, at: int, leaves_at: int = 0
) -> Done:
    """Keeps the answers of some rows, or sends them, each by the chat's own act. A proposal that changed stays as it is.

    A row that was done before is done no second time. at is when it was pressed: the same for every part of a file. What
    is sent leaves at leaves_at (ms UTC), or when take_back.release says, after the last part. Raises NotAllowed.
    """
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    done, approved = Done(), defaultdict[int, list[Proposal]](list)  # by whoever wrote the answer
    for row in rows:
        proposal = await store.proposals.get(row.key.proposal_id)
        state = RowState.GONE if proposal is None else await _find_state(store, proposal, row.key, row.answer, by)
        if state is RowState.SENT or (state is RowState.KEPT and not send):
            done = replace(done, before=done.before + 1)
            continue
        try:
            if state not in OPEN:
                raise answers.TextChanged
            given: dict[str, Any] = {
                "id": row.key.proposal_id,
                "answer": row.answer,
                "by": by,
                "at": at,
                "read": row.key.read,
            }
            if not send:
                await answers.save(store, **given)
                done = replace(done, kept=done.kept + 1)
            elif state is RowState.KEPT and await _awaits_head(store, row.key.proposal_id):
                # It goes out as the clerk's who wrote it; where it leaves in a moment they are told then.
                came = await take_back.approve(store, leaves_at=leaves_at, tells=False, **given)
                done = done + _count_sent(came)
                if proposal is not None and isinstance(came, SentAnswer) and came.answered_by != by.id:
                    approved[came.answered_by].append(proposal)
            else:
                done += _count_sent(
                    await take_back.send(store, revision=row.key.sent + 1, leaves_at=leaves_at, **given)
                )
        except (Refusal, NotAllowed):
            done = replace(done, staying=(*done.staying, row.label))
    for written_by, proposals in approved.items():
        await before_head.tell_approved(store, proposals=proposals, to=written_by, at=at)
    return done


def _count_sent(came: SentAnswer | Pressed | None) -> Done:
    match came:
        case None:
            return Done(waiting=1)
        case Pressed():
            return Done(leaving=1)
    return Done(sent=1)


async def _awaits_head(store: Store, id: int) -> bool:
    draft = await store.answer_drafts.find_answer_draft(id)
    return draft is not None and draft.for_approval


async def _find(store: Store, aimak_id: int, rows: Sequence[FilledRow]) -> dict[int, Proposal]:
    """The proposals of an office by the place of their row; those of other offices are not there."""
    ours = {aimak_id, *await store.aimaks.list_within(aimak_id)}
    found = {row.at: await store.proposals.get(row.key.proposal_id) for row in rows}
    return {at: proposal for at, proposal in found.items() if proposal is not None and proposal.aimak_id in ours}


async def _find_twins(store: Store, aimak_id: int, row: FilledRow, proposal: Proposal, language: str) -> list[str]:
    """The proposals, with their aimaks, that «same as №» of a row may name. They are of the row's year, else the latest.

    An aimak that has become part of another keeps its numbers. So one number may be two proposals.
    """
    if row.same is None:
        return []
    ours = [await store.aimaks.get(one) for one in (aimak_id, *await store.aimaks.list_within(aimak_id))]
    for year in (proposal.budget_year, None):
        found = [(one, await store.proposals.find_by_number(one.id, row.same, year=year)) for one in ours]
        named = [f"№ {twin.label} ({one.name(language)})" for one, twin in found if twin is not None]
        if named:
            return named
    return []


async def _answer_of(
    store: Store, aimak_id: int, source: FilledRow | None, *, language: str, year: int
) -> Answer | None:
    """The answer of the row it comes from, else of the proposal that row names, which was answered. None: there is none."""
    if source is None:
        return None
    if source.written is None:
        return await _answer_before(store, aimak_id, int(source.same or 0), year)
    return source.written.answer(language).checked()


async def _with_own_files(store: Store, proposal: Proposal, answer: Answer) -> Answer:
    """A row carries no files. Those that were sent to the bot for this proposal stay with its answer; no others come."""
    sent, draft = await store.answers.find_latest(proposal.id), await store.answer_drafts.find_answer_draft(proposal.id)
    there = draft.answer.files if draft is not None else sent.answer.files if sent is not None else ()
    return replace(answer, files=there)


async def _answer_before(store: Store, aimak_id: int, number: int, year: int) -> Answer | None:
    for one in (aimak_id, *await store.aimaks.list_within(aimak_id)):
        for wanted in (year, None):
            other = await store.proposals.find_by_number(one, number, year=wanted)
            if other is None:
                continue
            sent, draft = (
                await store.answers.find_latest(other.id),
                await store.answer_drafts.find_answer_draft(other.id),
            )
            if sent is not None or draft is not None:
                return sent.answer if sent is not None else draft.answer if draft is not None else None
    return None


async def _find_state(store: Store, proposal: Proposal, key: RowKey, answer: Answer, by: Person) -> RowState:
    standings = await staff.list_standings(store, by)
    if not may(standings, Act.ANSWER, proposal.aimak_id):
        return RowState.GONE
    sent, draft = await store.answers.find_latest(proposal.id), await store.answer_drafts.find_answer_draft(proposal.id)
    is_head = Standing(Role.HEAD, proposal.aimak_id) in standings
    if sent is not None and sent.answer == answer:
        return RowState.SENT
    if draft is not None and draft.for_approval and draft.answer == answer and not is_head:
        return RowState.SENT
    if sent is not None and sent.revision > key.sent:
        return RowState.ANSWERED
    if proposal.withdrawn_at is not None or await store.exclusions.find_exclusion(proposal.id) is not None:
        return RowState.GONE
    if proposal.revision != key.read:
        return RowState.CHANGED
    if sent is None and proposal.side is Side.UNSURE:
        return RowState.SIDE
    if sent is None and voices.is_missing(proposal):
        return RowState.VOICE
    holder = await find_holder(store, proposal)
    if holder is not None and holder != by.id and not is_head:
        return RowState.TAKEN
    if draft is not None and draft.answer == answer:
        return RowState.SENT if draft.leaves_at is not None else RowState.KEPT
    if draft is not None and draft.saved_at != key.draft:
        writer = await find_colleague(store, draft.written_by, aimak_id=proposal.aimak_id)
        if writer not in {None, by.id}:
            return RowState.TAKEN
    return RowState.READY


async def _guess_language(store: Store, proposal: Proposal) -> str:
    box = await store.people.find_mailbox(proposal.author_id, peer_id=proposal.peer_id)
    return (box.language if box else None) or proposal.language
