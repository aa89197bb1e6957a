"""A text written outside a flow is held until its author says whether it is a proposal. Nothing held goes unmentioned."""

import uuid
from dataclasses import replace

from bot.budget.proposal import TextTooLong
from bot.budget.proposal_text.agreed import cut_after_a_no
from bot.budget.proposal_text.cut_texts import ends_open
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.denied import denies
from bot.budget.proposal_text.side_first import without_mark
from bot.budget.referral.doors import Door, find_door
from bot.language.common_speech.reading import say_commonly
from bot.language.matter.complaint import announces_complaint
from bot.office import quotas
from bot.office.guessing.guess import names_a_matter, read_ahead
from handlers.shared.draft_pieces import (
    MOST_WRITTEN,
    NONE,
    ProposalDraft,
    fits,
    has_content,
    join_pieces,
    list_pieces,
    with_words_added,
)
from handlers.shared.proposal_draft import PIECES_WITHIN, Drafts, let_go_of_unsaid, list_unsent, may_be_a_proposal
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from handlers.shared.wording import quote_draft, say_let_go

_NOTHING_ASKED = {None, str(Menu.open), str(Menu.held)}  # there a no answers nothing, or was taken before
HELD_FOR = 86_400_000  # milliseconds after which a text that was held is offered no more


async def keep_aside(talk: Talk, *, beside: bool = False) -> None:
    """Keeps what was written outside a flow, until its author says whether it is a proposal.

    With beside the text held before is one that these words answer, so it steps back whatever it says.

    It stands alone. Only files, what a text that ends open goes on with, and what is forwarded in one go are joined.
    Chatter held before that nobody said to be a proposal is let go of, and that is said. Where there is no room for
    both, so is the oldest text of that kind. Raises UnsentUsedUp where what waits was said to be a proposal.
    """
    drafts, age = Drafts.of(talk), talk.now - Drafts.of(talk).aside.touched
    said = without_mark((await cut_no(talk) if _find_step(talk) not in _NOTHING_ASKED else "") or talk.text)
    if age > HELD_FOR and has_content(drafts.aside):
        say_let_go(talk, drafts.aside)
        drafts = replace(drafts, aside=NONE)
    is_held = talk.state.state == Menu.held or _find_step(talk) is None
    passed_on = talk.incoming.forwarded
    is_part = bool(talk.incoming.media or drafts.aside.media) or ends_open(drafts.aside.text)
    is_part = is_part or (passed_on and drafts.passed_on)
    if not (is_held and age <= PIECES_WITHIN and is_part):
        is_real = beside or drafts.waits or await _may_be_meant(drafts.aside)  # it steps back for what is new
        is_again = drafts.aside.text == said and not drafts.aside.media
        before = drafts.beside if is_again else ""
        if has_content(drafts.aside) and not is_real:
            if not is_again:
                say_let_go(talk, drafts.aside)
        elif not (drafts.aside.is_empty or is_again):
            aside = replace(drafts.aside, key=drafts.aside.key or uuid.uuid4().hex, unsaid=not drafts.waits)
            if await _make_room(talk):
                drafts = replace(drafts, earlier=(*Drafts.of(talk).earlier, aside), draft=Drafts.of(talk).draft)
                before = aside.key
            else:
                say_let_go(talk, aside)
        drafts = replace(drafts, aside=NONE, waits=False, beside=before)
        drafts = replace(drafts, before_held=drafts.before_held if is_held else _find_step(talk))
    await replace(drafts, aside=with_words_added(drafts.aside, talk, said), passed_on=passed_on).keep(talk)


async def _may_be_meant(aside: ProposalDraft) -> bool:
    # A call in danger or a complaint about somebody is no proposal that waits, whatever it names.
    door = find_door(aside.text)
    if door is Door.COMPLAINT:
        return False
    return bool(aside.media) or (door is not Door.EMERGENCY and await may_be_meant(aside.text))


async def hold(talk: Talk) -> bool:
    """Holds what was written before the language or the aimak. A greeting, a digit or a question is not kept.

    Raises UnsentUsedUp.
    """
    is_asked = find_door(talk.text) in {Door.QUESTION, Door.HEARING, Door.STATUS} or announces_complaint(talk.text)
    worth = (may_be_a_proposal(talk.text) and not is_asked) or bool(talk.incoming.media)
    if worth:
        await keep_aside(talk)
    return worth


def _find_step(talk: Talk) -> str | None:
    # Whoever is only coming in is led on from there, not back.
    return talk.state.state if talk.person.language is not None and talk.person.aimak_id is not None else None


async def _make_room(talk: Talk) -> bool:
    # What was held steps back for what was just written. What nobody said to be a proposal never takes the last room.
    if await quotas.count_room(talk.store, drafts=len(list_unsent(talk)), at=talk.now) > 0:
        return True
    if (gone := await let_go_of_unsaid(talk)) is not None:
        say_let_go(talk, gone)
        return True
    if not Drafts.of(talk).waits:
        return False
    try:
        await quotas.check_drafts(talk.store, drafts=len(list_unsent(talk)) + 1, at=talk.now)
    except quotas.UnsentUsedUp:
        written = with_words_added(NONE, talk, talk.text)
        talk.add_remark(
            talk.say("This is not kept, please send it again later: {quote}.", quote=quote_draft(talk, written))
        )
        raise
    return True


def find_held_before(talk: Talk) -> ProposalDraft | None:
    """What was held just before the text that is held now, and stepped back for it; None where nothing did."""
    drafts = Drafts.of(talk)
    return next((one for one in drafts.earlier if drafts.beside and one.key == drafts.beside), None)


async def choose_first(talk: Talk, first: ProposalDraft) -> None:
    """Asks about what was held first. What came after it is let go of, and the author is told so."""
    drafts = Drafts.of(talk)
    if has_content(drafts.aside):
        say_let_go(talk, drafts.aside)
    earlier = tuple(one for one in drafts.earlier if one.key != first.key)
    await replace(drafts, aside=replace(first, key=""), earlier=earlier, beside="").keep(talk)


async def join_held(talk: Talk) -> bool:
    """Makes one text of the two that were held one after the other; false where there are not two. Raises TextTooLong."""
    drafts, first = Drafts.of(talk), find_held_before(talk)
    if first is None or not has_content(drafts.aside):
        return False
    if not fits(first, drafts.aside.text):
        raise TextTooLong(MOST_WRITTEN)
    aside = replace(join_pieces(first, talk, list_pieces(drafts.aside)), key="", touched=talk.now)
    earlier = tuple(one for one in drafts.earlier if one.key != first.key)
    await replace(drafts, aside=aside, earlier=earlier, beside="").keep(talk)
    return True


async def set_aside(talk: Talk, written: ProposalDraft) -> None:
    """Holds a draft that could not be begun, to be asked about when there is room. Raises TextTooLong."""
    drafts = Drafts.of(talk)
    if not fits(drafts.aside, written.text):
        raise TextTooLong(MOST_WRITTEN)
    aside = join_pieces(drafts.aside, talk, list_pieces(written)) if has_content(drafts.aside) else written
    before = drafts.before_held if has_content(drafts.aside) else talk.state.state
    await replace(drafts, aside=replace(aside, touched=talk.now), before_held=before).keep(talk)


async def leave_aside(talk: Talk) -> None:
    """Lets go of what was held, or asked about in a proposal, and never said to be one; says so."""
    drafts = Drafts.of(talk)
    written = [one for one in (drafts.aside, drafts.joining, drafts.after) if has_content(one)]
    for one in written:
        say_let_go(talk, one)
    if written:
        await replace(drafts, aside=NONE, joining=NONE, after=NONE).keep(talk)


async def drop_chatter(talk: Talk) -> None:
    """Lets go of a line that was answered otherwise, and says nothing of it. What may be a proposal goes on waiting."""
    drafts = Drafts.of(talk)
    if has_content(drafts.aside) and not await _may_be_meant(drafts.aside):
        await replace(drafts, aside=NONE).keep(talk)


async def cut_no(talk: Talk) -> str:
    """What is meant behind a no that answers a question, «нет, хочу …»; empty where nothing of weight stands there."""
    rest = cut_after_a_no(talk.text)
    is_one = bool(rest) and may_be_a_proposal(rest) and not (denies(talk.text) and find_door(talk.text) is not None)
    return rest if is_one and await may_be_meant(rest) else ""


async def may_be_meant(text: str) -> bool:
    """Whether a line wishes something or names a matter of the budget.

    Then only its author can say that it is no proposal.
    """
    if says_a_wish(text) or says_a_wish(say_commonly(text)):
        return True  # «мактабга пол керак» wishes it in Uzbek
    await read_ahead(text)
    return names_a_matter(text)
