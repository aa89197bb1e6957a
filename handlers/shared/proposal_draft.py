"""The draft of a proposal inside a conversation: begun once, filled by steps, kept until sent or replaced.

Past 300 lines: all that changes which draft is the present one stands together.
"""

import asyncio
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bot.budget.proposal import Side, split_text
from bot.budget.proposal_text.several import split_proposals
from bot.budget.referral.within import part_complaint
from bot.chat.fsm import State
from bot.chat.memory import UNSAID, Memory
from bot.chat.texts import is_label
from bot.language.in_words.told_at_a_step import is_at_random
from bot.language.intents import find_meanings
from bot.language.letters import is_letter
from bot.office import quotas, residents
from bot.office.guessing.guess import find_matter
from bot.office.proposals import ProposalToSend
from handlers.shared.draft_pieces import (
    NONE,
    Piece,
    Pieces,
    ProposalDraft,
    edit_pieces,
    has_content,
    has_letters,
    has_voice,
    has_words,
    join_pieces,
    list_pieces,
    make_whole,
    with_words_added,
    without_piece,
)
from handlers.shared.router import Talk
from handlers.shared.states import Propose
from handlers.shared.wording import say_let_go

_AT_ONCE = 300  # characters that are parted in about a millisecond
PIECES_WITHIN = 120_000  # milliseconds in which what is written next may be the rest of the same text


MOST_SENT = 5  # proposals whose messages are known when one is edited


@dataclass(frozen=True)
class Drafts(Memory):
    """Everything a person wrote that is not sent."""

    draft: ProposalDraft = NONE  # the one that is being made
    earlier: tuple[ProposalDraft, ...] = ()  # those that stepped back for it, the latest last
    aside: ProposalDraft = NONE  # what was written outside a flow, until its author says whether it is a proposal
    waits: bool = False  # that is said to be a proposal, and there is no room for it yet
    passed_on: bool = False  # that was forwarded, not written
    before_held: str | None = None  # the state in which that was written
    beside: str = ""  # the key of what was held just before it, which stepped back
    begun: ProposalDraft = NONE  # a text that is too short still, while more of it is written
    joining: ProposalDraft = NONE  # what was written later: asked about, whether it belongs to the draft
    after: ProposalDraft = NONE  # what was written while that was asked: asked about in its turn
    offered: bool = False  # the draft was offered back


@dataclass(frozen=True)
class SentText:
    """Which messages the text of a proposal came in."""

    proposal: int
    pieces: Pieces = ()


@dataclass(frozen=True)
class SentTexts(Memory):
    """The same of the proposals that were sent last, for the case that a message is edited."""

    sent: tuple[SentText, ...] = ()


def find(talk: Talk) -> ProposalDraft:
    """Finds the draft as it stands, empty if none was begun."""
    return Drafts.of(talk).draft


def read_draft(talk: Talk) -> ProposalDraft:
    """The draft to go on with: as it stands, or a new one (its key drawn) where there is none."""
    draft = find(talk)
    return ProposalDraft(key=uuid.uuid4().hex, aimak=talk.person.aimak_id) if draft.is_empty else draft


async def keep(talk: Talk, draft: ProposalDraft) -> None:
    """Keeps the draft as it stands now."""
    await replace(Drafts.of(talk), draft=draft).keep(talk)


async def begin(talk: Talk, first: ProposalDraft = NONE) -> None:
    """Begins a new draft; an unfinished one steps back and is offered when this one is over.

    Where there is no room the oldest goes that nobody said to be a proposal, and that is said. Raises UnsentUsedUp.
    """
    if await quotas.count_room(talk.store, drafts=len(list_unsent(talk)), at=talk.now) < 1:
        say_let_go(talk, await let_go_of_unsaid(talk))
    drafts, earlier = Drafts.of(talk), list_unsent(talk)
    await quotas.check_drafts(talk.store, drafts=len(earlier) + 1, at=talk.now)
    aimak = talk.person.aimak_id if first.aimak is UNSAID else first.aimak
    draft = replace(first, key=uuid.uuid4().hex, aimak=aimak, unsaid=False)
    await replace(drafts, draft=draft, earlier=earlier, begun=NONE).keep(talk)


def list_unsent(talk: Talk) -> tuple[ProposalDraft, ...]:
    """What was begun and not sent, the present draft last; without what nobody said to be a proposal yet."""
    drafts = Drafts.of(talk)
    return (*drafts.earlier, *([drafts.draft] if has_content(drafts.draft) else []))


async def bring_back(talk: Talk, key: str) -> bool:
    """Makes one of the unsent drafts the present one; the others step back. False where none has this key."""
    found = [one for one in list_unsent(talk) if one.key == key]
    if found:
        others = tuple(one for one in list_unsent(talk) if one.key != key)
        await replace(Drafts.of(talk), draft=found[0], earlier=others).keep(talk)
    return bool(found)


async def let_go_of_unsaid(talk: Talk) -> ProposalDraft | None:
    """Lets go of the oldest one that nobody has said to be a proposal. None: there is none such."""
    unsaid = [one for one in list_unsent(talk) if one.unsaid]
    if not unsaid:
        return None
    oldest, drafts = min(unsaid, key=lambda one: one.touched), Drafts.of(talk)
    if drafts.draft.key == oldest.key:
        await end(talk)
    else:
        earlier = tuple(one for one in drafts.earlier if one.key != oldest.key)
        await replace(drafts, earlier=earlier).keep(talk)
    return oldest


async def end(talk: Talk) -> None:
    """Ends the draft, sent or given up; one that had stepped back for it is there again, to be offered."""
    drafts = Drafts.of(talk)
    draft = drafts.earlier[-1] if drafts.earlier else NONE
    await replace(drafts, draft=draft, earlier=drafts.earlier[:-1], offered=False).keep(talk)


async def add(talk: Talk, text: str) -> None:
    """Adds what was just written, and its voice, photos or documents, to the draft."""
    await keep(talk, with_words_added(read_draft(talk), talk, text))


async def reword(talk: Talk, written: ProposalDraft) -> None:
    """Puts what was written in place of the draft's words. Its files stay; a mere «ok» beside them is none."""
    draft = read_draft(talk)
    anew = has_words(draft)
    earlier = [Piece(piece.id, "" if anew else piece.text, piece.media) for piece in list_pieces(draft)]
    left = make_whole(draft, [piece for piece in earlier if piece.text or piece.media])
    await keep(talk, replace(join_pieces(left, talk, list_pieces(written)), touched=talk.now))


async def edit(talk: Talk) -> tuple[str, bool]:
    """Puts an edited message in place of what it was.

    Returns where that is kept ("" if nowhere), and whether it differs.

    Raises TextTooLong and TextTooShort.
    """
    drafts = Drafts.of(talk)
    for place in ("draft", "aside", "begun", "joining", "after"):
        before: ProposalDraft = getattr(drafts, place)
        after = edit_pieces(before, talk)
        if after is not None:
            changed: dict[str, Any] = {place: after}
            await replace(drafts, **changed).keep(talk)
            return place, after != before
    for at, before in enumerate(drafts.earlier):
        after = edit_pieces(before, talk)
        if after is not None:
            earlier = (*drafts.earlier[:at], after, *drafts.earlier[at + 1 :])
            await replace(drafts, earlier=earlier).keep(talk)
            return "earlier", after != before
    return "", False


async def take_out(talk: Talk) -> str:
    """Takes out a message that its author has deleted; returns where it was ("" if nowhere)."""
    drafts = Drafts.of(talk)
    for place in ("draft", "aside", "begun", "joining", "after"):
        before: ProposalDraft = getattr(drafts, place)
        after = without_piece(before, talk.incoming.own_id)
        if after is not None:
            left: dict[str, Any] = {place: after if has_content(after) or place == "draft" else NONE}
            await replace(drafts, **left).keep(talk)
            return place
    for at, before in enumerate(drafts.earlier):
        after = without_piece(before, talk.incoming.own_id)
        if after is not None:
            kept = (after,) if has_content(after) else ()
            await replace(drafts, earlier=(*drafts.earlier[:at], *kept, *drafts.earlier[at + 1 :])).keep(talk)
            return "earlier"
    return ""


async def note_sent(talk: Talk, proposal_id: int, pieces: list[Piece]) -> None:
    """Remembers which messages the text of a proposal came in."""
    others = [one for one in SentTexts.of(talk).sent if one.proposal != proposal_id]
    counted = SentText(proposal_id, tuple((piece.id, len(piece.text), 0) for piece in pieces))
    await SentTexts((*others, counted)[-MOST_SENT:]).keep(talk)


async def drop_files(talk: Talk) -> None:
    """Takes the files off the draft, all but the voices."""
    draft = read_draft(talk)
    earlier = [
        Piece(piece.id, piece.text, tuple(file for file in piece.media if file[0] == "voice"))
        for piece in list_pieces(draft)
    ]
    await keep(talk, make_whole(draft, [piece for piece in earlier if piece.text or piece.media]))


async def drop_lost(talk: Talk) -> None:
    """Takes off the draft what could not be kept; whoever sent it was told so."""
    draft, person = find(talk), talk.person
    references = {reference for _, reference in draft.media}
    lost = await residents.list_lost_files(talk.store, by=person, references=references) if references else set()
    if not lost:
        return
    pieces = [
        replace(piece, media=tuple(file for file in piece.media if file[1] not in lost)) for piece in list_pieces(draft)
    ]
    await keep(talk, make_whole(draft, [piece for piece in pieces if piece.text or piece.media]))


def is_from_elsewhere(draft: ProposalDraft, talk: Talk) -> bool:
    """Whether a draft was begun in another aimak than the one it would be sent to now."""
    return isinstance(draft.aimak, int) and draft.aimak != talk.person.aimak_id


def is_any(talk: Talk) -> bool:
    """Whether anything a person wrote waits to be sent or asked about."""
    drafts = Drafts.of(talk)
    return any(has_content(draft) for draft in (drafts.draft, *drafts.earlier, drafts.aside))


def is_to_be_offered(talk: Talk) -> bool:
    """Whether there is a draft that has not been offered back yet."""
    return has_content(find(talk)) and not Drafts.of(talk).offered


async def leave_aimak(talk: Talk) -> bool:
    """Takes village and property off every draft: they belong to the aimak that was left. True if one had a village."""
    drafts = Drafts.of(talk)
    every = (drafts.draft, *drafts.earlier)
    if not any(draft.village_id or draft.item_id for draft in every):
        return False
    earlier = tuple(replace(draft, village_id=None, item_id=None) for draft in drafts.earlier)
    left = replace(drafts.draft, village_id=None, item_id=None)
    await replace(drafts, draft=left, earlier=earlier).keep(talk)
    return any(draft.village_id for draft in every)


def find_next_step(talk: Talk) -> State:
    """The first step that is still missing."""
    draft = find(talk)
    if not draft.side:
        return Propose.side
    if not has_words(draft) and not has_voice(draft):
        return Propose.text
    return Propose.check if draft.as_one or len(list_parts(draft)) < 2 else Propose.split


def list_parts(draft: ProposalDraft) -> list[str]:
    """The proposals that a draft's text looks like."""
    return list(_cut_parts(draft.text, len(draft.pieces) < 2))


async def read_part_ahead(draft: ProposalDraft) -> None:
    """Parts a long text in a thread, so that `list_parts` finds that done, and the loop never waits for it."""
    if len(draft.text) > _AT_ONCE:
        await asyncio.to_thread(list_parts, draft)


@lru_cache(maxsize=64)
def _cut_parts(text: str, in_one_message: bool) -> tuple[str, ...]:
    parts = split_proposals(text, in_one_message=in_one_message, matter_of=find_matter)
    return tuple(part_complaint(text) or parts if len(parts) < 2 else parts)


def may_be_a_proposal(text: str) -> bool:
    """Whether a text outside a flow is worth asking about: long enough, and more than an intent or a label."""
    return has_letters(text) and may_belong(text) and not is_at_random(text)


def may_belong(text: str) -> bool:
    """Whether a text may be a word more of the proposal just written: no greeting, no intent, no label."""
    words = any(is_letter(one) and not one.isdigit() for one in text)
    return words and not is_label(text) and not find_meanings(text)


def finish_draft(draft: ProposalDraft) -> ProposalToSend:
    """The draft as it is submitted."""
    text, rest = split_text(draft.text)
    return ProposalToSend(
        key=draft.key,
        side=Side(str(draft.side)),
        text=text,
        rest=rest,
        category=draft.category,
        amount=draft.amount,
        village_id=draft.village_id,
        place=draft.place,
        author_name=draft.name,
        media=draft.media,
        item_id=draft.item_id,
    )
