"""What happens to proposals: submit, enter for somebody else, correct, withdraw. Each act runs inside one transaction."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.budget.permissions import Act
from bot.budget.proposal import (
    AlreadyAnswered,
    AlreadyWithdrawn,
    NotYours,
    Side,
    Source,
    check_text,
    find_default_budget_year,
    make_storable,
)
from bot.budget.workdays import find_day, start_of
from bot.language.latin import search_keys
from bot.language.refusal import Refusal
from bot.office.days_off.counting import count_due
from bot.office.mornings.pings import tell_new_proposal
from bot.office.property.listing import note_item
from bot.office.quotas import check_files, check_proposal
from bot.office.rules import read_rules
from bot.office.staff import permit, record
from bot.office.together import supports, voices
from bot.office.wording.answers.telling import tell_corrected, tell_withdrawn
from bot.office.wording.notices import OFFICE
from storage.attachments.media import OWN_TEXT
from storage.people import Person
from storage.proposals import NewProposal, Proposal
from storage.store import Store

OLDEST = timedelta(366)  # what was said longer ago belongs to no budget of now
NOON = 12 * 60 * 60 * 1000  # milliseconds


class DayNotPossible(Refusal):
    """What is entered for somebody was said today or earlier, and not longer ago than a year."""


@dataclass(frozen=True, slots=True)
class ProposalToSend:
    """A proposal before it is sent; key was drawn when it began. media are pairs of kind and the channel's reference."""

    key: str
    side: Side
    text: str
    category: str | None = None
    amount: int | None = None
    village_id: int | None = None
    place: str | None = None
    author_name: str | None = None
    media: tuple[tuple[str, str], ...] = field(default=())
    item_id: int | None = None  # of the property list, where it is about one
    rest: str = ""  # what was written beyond the text; it is kept as a document


async def submit(
    store: Store, *, draft: ProposalToSend, by: Person, aimak_id: int, language: str, at: int
) -> tuple[Proposal, bool]:
    """Registers a proposal and gives it its number; a draft sent before returns what it became, and False.

    It goes to the aimak that the named one has become part of, where it has been merged.

    Raises TextTooShort (unless there is a voice), TextTooLong, and ProposalsUsedUp or FilesUsedUp for the rest of the day.
    NotYours: somebody else sent one under this key.
    """
    sent = await store.proposals.find_by_key(draft.key)
    if sent is not None and sent.author_id != by.id:
        raise NotYours
    if sent is not None:
        return sent, False
    day = find_day(at)
    rules = await read_rules(store, day)
    await check_proposal(store, rules, by=by, at=at)
    new_files = await store.media.count_unnoted(by.channel, by.account, [reference for _, reference in draft.media])
    await check_files(store, by=by, files=new_files, at=at)
    text = _check_text(draft)
    aimak = await store.aimaks.settle(aimak_id)
    new = NewProposal(
        key=draft.key,
        aimak_id=aimak.id,
        budget_year=aimak.budget_year or find_default_budget_year(day),
        author_id=by.id,
        peer_id=by.peer_id,
        side=draft.side,
        category=draft.category,
        amount=draft.amount,
        village_id=await _find_village(store, draft, aimak.id),
        place=draft.place,
        author_name=draft.author_name,
        source=by.channel,
        language=language,
        received_at=at,
        due_on=await count_due(store, rules, aimak_id=aimak.id, day=day, n=rules.answer_days),
        due_days=rules.answer_days,
    )
    proposal = await store.proposals.add(new, text=text, fold=search_keys(text))
    proposal = await _with_files(store, proposal, draft, by=by, at=at)
    await note_item(store, proposal=proposal, item_id=draft.item_id)
    await tell_new_proposal(store, proposal=proposal, quiet=rules.quiet, at=at)
    return proposal, True


async def _find_village(store: Store, draft: ProposalToSend, aimak_id: int) -> int | None:
    # A village of another aimak is none.
    village = await store.aimaks.find_village(draft.village_id) if draft.village_id is not None else None
    return village.id if village is not None and village.aimak_id == aimak_id else None


def _check_text(draft: ProposalToSend) -> str:
    spoken = any(kind == "voice" for kind, _ in draft.media)
    return make_storable(draft.text).strip() if spoken else check_text(draft.text)


async def _with_files(store: Store, proposal: Proposal, draft: ProposalToSend, *, by: Person, at: int) -> Proposal:
    files = [*draft.media, *([("document", OWN_TEXT + make_storable(draft.rest))] if draft.rest else [])]
    if not files:
        return proposal
    for kind, reference in files:
        await store.media.want(proposal.id, by.channel, by.account, kind=kind, reference=reference, at=at)
    kinds = Counter(kind for kind, _ in files)
    return replace(proposal, voices=kinds["voice"], photos=kinds["photo"], documents=kinds["document"])


async def enter_for(
    store: Store,
    *,
    draft: ProposalToSend,
    source: Source,
    on: date,
    aimak_id: int,
    language: str,
    by: Person | None,
    at: int,
    year: int | None = None,
    phone: str | None = None,
) -> tuple[Proposal, bool]:
    """Registers for somebody else what was said aloud, brought on paper or forwarded, under the next number.

    on is the real day of receipt, from which the deadline counts (law № 67: oral and written ones alike). phone is the
    author's, in international form, sealed. The author has no address: whoever entered it is asked to tell them the
    answer. A draft entered before returns what it became, and False.
    Raises NotAllowed, DayNotPossible, TextTooShort (unless there is a voice), TextTooLong.
    """
    await permit(store, by=by, act=Act.ENTER, aimak_id=aimak_id)
    aimak = await store.aimaks.settle(aimak_id)
    entered = await store.proposals.find_by_key(draft.key)
    if entered is not None and entered.aimak_id in {aimak.id, aimak_id}:
        return entered, False
    today = find_day(at)
    if entered is not None or not today - OLDEST <= on <= today:
        raise DayNotPossible
    text, rules = _check_text(draft), await read_rules(store, on)
    author_id = await store.people.add(at=at)
    if phone is not None:
        await store.people.set_phone(author_id, phone)
    new = NewProposal(
        key=draft.key,
        aimak_id=aimak.id,
        budget_year=year or aimak.budget_year or find_default_budget_year(on),
        author_id=author_id,
        peer_id=None,
        side=draft.side,
        category=draft.category,
        amount=draft.amount,
        village_id=await _find_village(store, draft, aimak.id),
        place=draft.place,
        author_name=draft.author_name,
        source=source,
        language=language,
        received_at=at if on == today else start_of(on) + NOON,
        due_on=await count_due(store, rules, aimak_id=aimak.id, day=on, n=rules.answer_days),
        due_days=rules.answer_days,
        entered_by=by.id if by is not None else None,
    )
    proposal = await store.proposals.add(new, text=text, fold=search_keys(text))
    if by is not None:
        proposal = await _with_files(store, proposal, draft, by=by, at=at)
    await record(
        store, Act.ENTER, by=by, aimak_id=aimak.id, at=at, object="proposal", object_id=proposal.id,
        source=source.value, on=on,
    )  # fmt: skip
    if by is not None and by.id not in await store.roles.list_colleagues(aimak.id, OFFICE):
        await tell_new_proposal(store, proposal=proposal, quiet=rules.quiet, at=at)  # its office did not see it come
    return proposal, True


async def find_sent(store: Store, *, key: str, by: Person) -> Proposal | None:
    """Returns what a person's draft with this key became, if it was sent."""
    proposal = await store.proposals.find_by_key(key)
    return proposal if proposal is not None and proposal.author_id == by.id else None


async def get_own(store: Store, *, by: Person, id: int) -> Proposal:
    """Returns a proposal to its author; raises NotYours to anyone else, and for a number that does not exist."""
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    return proposal


async def get_correctable(store: Store, *, by: Person, id: int) -> Proposal:
    """Returns a proposal to its author who may still change it. Raises NotYours, AlreadyWithdrawn, AlreadyAnswered."""
    proposal = await get_own(store, by=by, id=id)
    if proposal.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if await store.answers.find_latest(id) is not None:
        raise AlreadyAnswered
    return proposal


async def correct(
    store: Store, *, id: int, text: str, by: Person, at: int, media: tuple[tuple[str, str], ...] = ()
) -> Proposal:
    """Adds a revision of the text, or a voice, photo or document; the earlier ones stay.

    Raises NotYours, AlreadyWithdrawn, AlreadyAnswered, TextTooShort, TextTooLong, FilesUsedUp.
    """
    await store.proposals.lock(id)
    proposal = await get_correctable(store, by=by, id=id)
    new_files = await store.media.count_unnoted(by.channel, by.account, [reference for _, reference in media])
    await check_files(store, by=by, files=new_files, at=at)
    checked = check_text(text) if text or not media else proposal.text
    if proposal.summary_by is not None and not text and any(kind == "voice" for kind, _ in media):
        checked = ""  # the line a clerk wrote is of the voice before this one
    for kind, reference in media:
        await store.media.want(id, by.channel, by.account, kind=kind, reference=reference, at=at)
    if checked != proposal.text or media:
        await store.proposals.rewrite(
            id, revision=proposal.revision + 1, text=checked, fold=search_keys(checked), at=at
        )
        if proposal.summary_by is not None:
            await voices.decide_category(store, proposal, checked)
        await tell_corrected(store, proposal=await get_own(store, by=by, id=id), at=at)
    return await get_own(store, by=by, id=id)


async def add_files(store: Store, *, id: int, by: Person, at: int, media: tuple[tuple[str, str], ...]) -> Proposal:
    """Adds the rest of an album to a correction the office was told of. Raises NotYours, AlreadyWithdrawn, AlreadyAnswered."""
    await store.proposals.lock(id)
    await get_correctable(store, by=by, id=id)
    for kind, reference in media:
        await store.media.want(id, by.channel, by.account, kind=kind, reference=reference, at=at)
    return await get_own(store, by=by, id=id)


async def withdraw(store: Store, *, id: int, by: Person, at: int) -> Proposal:
    """Takes a proposal back until it is answered; nothing is deleted. Raises NotYours, AlreadyAnswered, AlreadyWithdrawn."""
    await store.proposals.lock(id)
    await get_own(store, by=by, id=id)
    if await store.answers.find_latest(id) is not None:
        raise AlreadyAnswered
    if not await store.proposals.withdraw(id, at=at):
        raise AlreadyWithdrawn
    proposal = await get_own(store, by=by, id=id)
    await tell_withdrawn(store, proposal=proposal, at=at)
    await supports.tell_news(store, proposal_id=id, at=at)
    return proposal


async def put_name(store: Store, *, id: int, name: str, by: Person) -> Proposal:
    """Puts the author's name with a proposal. Raises NotYours, AlreadyWithdrawn, AlreadyAnswered."""
    await get_correctable(store, id=id, by=by)
    await store.proposals.put_name(id, name)
    return await get_own(store, by=by, id=id)


async def hide_name(store: Store, *, id: int, by: Person) -> Proposal:
    """Removes the author's name from a proposal. Raises NotYours."""
    await get_own(store, by=by, id=id)
    await store.proposals.hide_name(id)
    return await get_own(store, by=by, id=id)
