"""What an office may read of proposals: one with everything about it, its files, an answer that is being written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.budget.permissions import Act, NotAllowed, Role, Standing, may
from bot.budget.proposal import AlreadyWithdrawn, Answer, Reason
from bot.budget.proposal_text.decidable import Need
from bot.budget.reasoning import LIKELIEST
from bot.budget.tally import Reaction
from bot.office import staff
from bot.office.answers import linked
from bot.office.answers.access import must_not_be_leaving
from bot.office.answers.answers import authorised
from bot.office.answers.files.enclosed import count_kinds
from bot.office.answers.passing_on import is_entered
from bot.office.answers.templates import filling
from bot.office.answers.told import has_reached
from bot.office.days_off.counting import list_moving
from bot.office.personal.one_text import is_text_erased
from bot.office.property import listing
from bot.office.public.switch import is_page_on
from bot.office.reads import alike, public
from bot.office.together.additions import find_missing
from storage.aimaks import Aimak, Village
from storage.answering.dialogue import Said
from storage.answering.drafts import AnswerDraft
from storage.answering.notes import Note
from storage.answering.templates import Template
from storage.answers import SentAnswer
from storage.attachments.media import LOST, WANTED, KeptFile
from storage.log.dialogue_kinds import CONTEST, WORK
from storage.people import Mailbox, Person, choose_mailbox
from storage.property.items import PropertyItem
from storage.proposals import Proposal
from storage.public.looks import ToLook
from storage.roles import Member
from storage.store import Store
from storage.together.links import Repeated


@dataclass(frozen=True, slots=True)
class ProposalForOffice:
    """One proposal with all that its office may see of it."""

    proposal: Proposal
    sent: SentAnswer | None  # the answer in force
    draft: AnswerDraft | None  # the answer draft
    is_excluded: bool  # it is out of the count
    reached: bool | None  # whether the answer reached its author; None where it is on its way, or there is none
    read_at: int | None  # when its author read it, where the messenger says so (ms UTC)
    said: list[Said]  # the dialogue, the latest last
    author_language: str  # the language its author reads
    lost: int  # files that could not be kept
    has_files: bool  # attachments came with it
    village: Village | None
    taken_by: Member | None  # the colleague who has taken it, where they have a role here
    may_release: bool  # whoever reads this has taken it, or is the head
    may_answer: bool  # whoever reads this may answer it
    supporters: int  # residents who said that they need the same
    reaction: Reaction | None  # what its author tapped last under the answer in force
    missing: tuple[Need, ...]  # what would still have to be asked before it can be decided
    has_alike: bool  # something like it was answered this year
    is_questioned: bool  # its author asked or does not agree, and nothing was explained since
    may_erase: bool = False  # it was entered for somebody, and whoever reads this may erase them
    may_erase_text: bool = False  # whoever reads this may erase its text for its author, and there is one
    phone: str | None = None  # of the author of what was entered for somebody, in international form
    may_approve: bool = False  # an answer waits, and whoever reads this may approve it
    drafted_by: Member | None = None  # whoever wrote the answer draft
    has_templates: bool = False  # its office has templates of answers
    template: Template | None = None  # the likeliest, where it was kept from an answer of the same category
    reasons: tuple[Reason, ...] = ()  # the likeliest, by which it can be refused at once
    is_erased: bool = False  # no word stays, since its author was forgotten
    is_text_erased: bool = False  # its author had its text erased, and nothing else of theirs
    work: Said | None = None  # what the office said last of the work
    contests: tuple[Said, ...] = ()  # what residents have said of it
    linked: tuple[Repeated, ...] = ()  # those that get one answer with it
    approved_with: tuple[Repeated, ...] = ()  # of them those whose answers are approved with its own
    with_draft: Mapping[str, int] = field(default_factory=dict)  # files of the answer draft, by kind
    with_answer: Mapping[str, int] = field(default_factory=dict)  # files of the answer in force, by kind
    item: PropertyItem | None = None  # of the property list, where it is about one
    can_tie: bool = False  # its aimak has plan items or priorities that it can be tied to
    note: Note | None = None  # of the office for itself
    moved_by: tuple[date, ...] = ()  # days off of its office, by which its due date is later
    noted_by: Member | None = None  # whoever wrote it, where they have a role here
    for_page: ToLook | None = None  # its text, while the public page is on and its author lets it stand there


async def read_proposal(store: Store, *, id: int, by: Person, offers: bool = True) -> ProposalForOffice:
    """Returns a proposal to somebody of its office. Raises NotAllowed, also for one that does not exist.

    Without offers nothing is looked up by which it could be answered: has_alike, templates and reasons stay empty.
    """
    found = await store.proposals.get(id)
    standings = await staff.list_standings(store, by)
    if found is None or not may(standings, Act.READ_QUEUE, found.aimak_id):
        raise NotAllowed(Act.READ_QUEUE)
    sent, box = await store.answers.find_latest(id), await _find_mailbox(store, found)
    said = await store.dialogue.list_dialogue(id)
    taken_by = await store.roles.find_member_of(found.taken_by, found.aimak_id) if found.taken_by is not None else None
    draft, note = await store.answer_drafts.find_answer_draft(id), await store.notes.find(id)
    fitting = await filling.list_fitting(store, ids=[id], by=by) if sent is None and offers else filling.Fitting([], 0)
    return ProposalForOffice(
        proposal=found,
        sent=sent,
        draft=draft,
        is_excluded=await store.exclusions.find_exclusion(id) is not None,
        reached=await has_reached(store, sent) if sent is not None else None,
        read_at=await store.answers.find_when_read(sent.id) if sent is not None else None,
        said=[one for one in said if not _is_work(one)],
        author_language=(box.language if box else None) or found.language,
        lost=(await store.media_counts.count_states(id)).get(LOST, 0),
        has_files=await store.media_counts.has_any(id),
        village=await public.find_village(store, id=found.village_id),
        taken_by=taken_by,
        may_release=taken_by is not None
        and (found.taken_by == by.id or Standing(Role.HEAD, found.aimak_id) in standings),
        may_answer=may(standings, Act.ANSWER, found.aimak_id),
        may_approve=draft is not None and draft.for_approval and may(standings, Act.APPROVE, found.aimak_id),
        drafted_by=await store.roles.find_member_of(draft.written_by, found.aimak_id) if draft is not None else None,
        supporters=await store.supports.count(id),
        reaction=await store.dialogue.find_reaction(sent.id, found.author_id) if sent is not None else None,
        has_alike=sent is None
        and offers
        and await store.alike.has_answered(
            id, aimak_id=found.aimak_id, year=found.budget_year, category=found.category, text=found.text
        ),
        is_questioned=await store.dialogue.is_questioned(id),
        missing=find_missing(found, said) if sent is None and found.withdrawn_at is None else (),
        may_erase=is_entered(found)
        and may(standings, Act.ERASE, found.aimak_id)
        and not await store.erasures.is_erased(found.author_id),
        may_erase_text=may(standings, Act.ERASE_TEXT, found.aimak_id)
        and (
            bool(found.text)
            or not (await is_text_erased(store, id=id) or await store.erasures.is_erased(found.author_id))
        ),
        phone=await store.people.find_phone(found.author_id) if is_entered(found) else None,
        has_templates=fitting.is_any,
        template=next((one for one in fitting.templates[:1] if one.category == found.category), None),
        reasons=tuple((await alike.list_reasons(store, id=id, by=by))[:LIKELIEST])
        if sent is None and draft is None and offers
        else (),
        is_erased=not found.text and await store.erasures.is_erased(found.author_id),
        is_text_erased=not found.text and await is_text_erased(store, id=id),
        work=next((one for one in reversed(said) if _is_work(one) and one.kind != CONTEST), None),
        contests=tuple(one for one in said if one.kind == CONTEST),
        linked=tuple(await store.links.list_linked(id)),
        approved_with=tuple(await linked.list_waiting(store, id=id, by=by)),
        item=(await listing.read_of(store, proposals=[id])).get(id),
        can_tie=offers and await store.ties.has_targets(found.aimak_id, found.budget_year),
        note=note,
        moved_by=tuple(await list_moving(store, proposal=found)) if sent is None else (),
        noted_by=await store.roles.find_member_of(note.written_by, found.aimak_id) if note is not None else None,
        for_page=await store.looks.find(id) if await is_page_on(store, aimak_id=found.aimak_id) else None,
        with_draft=await _count_files(store, draft.answer) if draft is not None else {},
        with_answer=await _count_files(store, sent.answer) if sent is not None else {},
    )


async def _count_files(store: Store, answer: Answer) -> dict[str, int]:
    found = await store.answer_files.list_files(answer.files)
    return count_kinds([one for one in found if one.kept is not None])


def _is_work(said: Said) -> bool:
    return said.kind.startswith(WORK)


async def read_answers(store: Store, *, id: int, by: Person) -> tuple[Proposal, list[SentAnswer]]:
    """Returns a proposal with every revision of its answer that was sent, the earliest first. Raises NotAllowed."""
    found = await authorised(store, id=id, by=by)
    return found, await store.answers.list_sent(id)


@dataclass(frozen=True, slots=True)
class Files:
    """The attachments of a proposal: those that are kept, how many are lost, how many are still being fetched."""

    proposal: Proposal
    kept: list[KeptFile]
    lost: int
    waiting: int


async def read_files(store: Store, *, id: int, by: Person) -> Files:
    """Returns the attachments of a proposal to somebody of its office. Raises NotAllowed."""
    found = await authorised(store, id=id, by=by)
    states = await store.media_counts.count_states(id)
    return Files(found, await store.media.list_kept(id), states.get(LOST, 0), states.get(WANTED, 0))


@dataclass(frozen=True, slots=True)
class BeingAnswered:
    """A proposal with the answer in force and the answer draft."""

    proposal: Proposal
    sent: SentAnswer | None
    draft: AnswerDraft | None


async def read_to_answer(store: Store, *, id: int, by: Person) -> BeingAnswered:
    """Returns what an answer is begun from. Raises NotAllowed."""
    found = await authorised(store, id=id, by=by)
    return BeingAnswered(found, await store.answers.find_latest(id), await store.answer_drafts.find_answer_draft(id))


@dataclass(frozen=True, slots=True)
class BeforeAnswer:
    """What the preview of an answer is made of."""

    proposal: Proposal
    aimak: Aimak
    author: Mailbox | None  # None: they can no longer be written to
    writer: Member | None  # whoever answers, as their office knows them
    draft: AnswerDraft | None  # the answer draft that is there
    drafted_by: Member | None  # whoever wrote it
    linked: list[Repeated]  # those linked with it that its first answer goes to as well


async def read_to_preview(store: Store, *, id: int, by: Person) -> BeforeAnswer:
    """Returns what the preview of somebody's answer is made of. Raises NotAllowed."""
    found, draft = await authorised(store, id=id, by=by), await store.answer_drafts.find_answer_draft(id)
    return BeforeAnswer(
        proposal=found,
        aimak=await store.aimaks.get(found.aimak_id),
        author=await _find_mailbox(store, found),
        writer=await store.roles.find_member_of(by.id, found.aimak_id),
        draft=draft,
        drafted_by=await store.roles.find_member_of(draft.written_by, found.aimak_id) if draft is not None else None,
        linked=await linked.list_open(store, id=id, by=by),
    )


@dataclass(frozen=True, slots=True)
class StandsNow:
    """How a proposal stands: the answer in force, and whether it is out of the count."""

    sent: SentAnswer | None
    is_excluded: bool


async def read_standing(store: Store, *, id: int, by: Person) -> StandsNow:
    """Returns how a proposal stands now. Raises NotAllowed, AlreadyWithdrawn, OnItsWay."""
    await must_stand(store, id=id, by=by)
    await must_not_be_leaving(store, id)
    return StandsNow(await store.answers.find_latest(id), await store.exclusions.find_exclusion(id) is not None)


async def must_stand(store: Store, *, id: int, by: Person) -> None:
    """Raises AlreadyWithdrawn where the author took a proposal back, and NotAllowed."""
    if (await authorised(store, id=id, by=by)).withdrawn_at is not None:
        raise AlreadyWithdrawn


async def list_languages(store: Store, *, ids: Collection[int], by: Person) -> dict[int, str]:
    """Which language the author of each of some proposals (ids) reads. Raises NotAllowed."""
    found = await store.authors.list_addressed(ids)
    standings = await staff.list_standings(store, by)
    if len(found) < len(set(ids)) or not all(may(standings, Act.READ_QUEUE, one.aimak_id) for one in found):
        raise NotAllowed(Act.READ_QUEUE)
    boxes = await store.people.list_mailboxes([one.author_id for one in found])
    languages = {}
    for one in found:
        box = choose_mailbox(boxes.get(one.author_id, []), one.peer_id)
        languages[one.id] = (box.language if box else None) or one.language
    return languages


async def list_labels(store: Store, *, ids: Collection[int], by: Person) -> list[str]:
    """The numbers of some proposals (ids), as they are shown. Raises NotAllowed."""
    return [(await authorised(store, id=id, by=by)).label for id in ids]


async def find_by_number(store: Store, *, aimak_id: int, number: int, by: Person) -> Proposal | None:
    """Returns the latest proposal with a number of an aimak, else of one that became part of it. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    for one in (aimak_id, *await store.aimaks.list_within(aimak_id)):
        if (found := await store.proposals.find_by_number(one, number)) is not None:
            return found
    return None


async def find_colleague(store: Store, *, person_id: int, aimak_id: int, by: Person) -> Member | None:
    """Returns how the office of an aimak knows one of its people. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.roles.find_member_of(person_id, aimak_id)


async def _find_mailbox(store: Store, proposal: Proposal) -> Mailbox | None:
    return await store.people.find_mailbox(proposal.author_id, peer_id=proposal.peer_id)
