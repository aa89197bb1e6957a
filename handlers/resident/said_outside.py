"""What is written where nothing is asked: it is held, and its author says whether it is a proposal.

Past 300 lines, since all that may answer that question stands beside it.
"""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.budget.proposal_text.agreed import (
    calls_itself_one,
    cut_after_a_yes,
    is_thrown_back,
    names_the_first,
    says_to_write_it,
)
from bot.budget.proposal_text.denied import denies, denies_danger, says_none
from bot.budget.proposal_text.in_sentence.incomplete import says_incomplete
from bot.budget.proposal_text.parted import Parting, read_parting
from bot.budget.proposal_text.side_first import read_side_first
from bot.budget.referral.doors import Door, find_door
from bot.budget.referral.within import wants_something
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.in_words.asked_of_the_bot import read_asked
from bot.language.in_words.told_at_a_step import names_the_unsent, urges
from bot.language.intents import NO_FIRST, Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.meanings.yes import is_bare_consent, is_resigned
from bot.office.guessing.guess import names_a_matter
from bot.office.messengers.codes import read_code
from bot.office.wording.notices import N_
from handlers.office.answers.sheet import take_sheet
from handlers.office.contest.marking import take_marks
from handlers.office.intake.forwarded import ask_about_forwarded
from handlers.office.queue.search import look_for, search_desk_word
from handlers.resident.budget_papers import on_budget_wanted
from handlers.resident.choose_aimak import ask_other_aimak
from handlers.resident.dialogue.said import (
    find_recent_answer,
    list_answer_choices,
    offer_objection,
    offer_reply,
    on_held_is_objection,
)
from handlers.resident.dialogue.unfinished import hear_unfinished
from handlers.resident.forgetting import on_forgetting_wanted
from handlers.resident.hearings.coming import take_word_of_several
from handlers.resident.hearings.hearing_list import on_hearings_wanted
from handlers.resident.hearings.questions import offer_hearing
from handlers.resident.invites import CODE, take_invite
from handlers.resident.listening.named_early import note_place
from handlers.resident.messengers.opening import open_code
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.proposal.asked_after import wants_all_erased
from handlers.resident.proposal.asked_more import offer_addition
from handlers.resident.proposal.begin import on_proposal_wanted
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.resident.reactions import on_answer_not_agreed
from handlers.resident.unsent.waiting import on_unsent_wanted
from handlers.resident.wishes.to_latest import offer_latest
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import come_in, open_door, read_first, show_here, show_not_understood, show_stale
from handlers.shared.held_text import find_held_before
from handlers.shared.meant import on_not_clear_to_them
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import list_likely_choices, list_other_choices, say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group
from handlers.shared.wording import quote_draft, say_whom_to_call

_BOTH = (
    "экөө тең",
    "экөөнү тең",
    "экөөнү бирге",
    "чогуу",
    "бирге",
    "оба",
    "обе",
    "оба вместе",
    "вместе",
    "добавь",
    "кош",
)


_YES = (Intent.YES, Intent.SEND, Intent.PROPOSE)


@router.on(kind=Kind.TEXT)
@router.on(kind=Kind.MEDIA)
async def on_said_outside(talk: Talk) -> Replies:
    """Holds what may be a proposal and asks; a text that is too long is refused kindly."""
    if CODE.fullmatch(talk.text.strip()):
        return await take_invite(talk, talk.text.strip())
    if read_code(talk.text) is not None:
        return await open_code(talk, talk.text)
    if (taken := await take_sheet(talk) or await take_marks(talk)) is not None:
        return taken
    if (asked := await ask_about_forwarded(talk)) is not None:
        return asked
    if (unfinished := await hear_unfinished(talk)) is not None:
        return unfinished
    if (found := await search_desk_word(talk) or await take_word_of_several(talk) or await look_for(talk)) is not None:
        return found
    if names_the_unsent(talk.text):
        return await on_unsent_wanted(talk)
    if talk.state.state == Menu.open and urges(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    if talk.state.state == Menu.open and (named := await ask_other_aimak(talk)) is not None:
        return named
    if talk.person.language is None and await note_place(talk):
        return await come_in(talk)
    is_one = calls_itself_one(talk.text) and names_a_matter(talk.text) and find_door(talk.text) is None
    if is_one and talk.state.state == Menu.open:
        await held_text.keep_aside(talk)  # where there is no room for one more it is held as ever
        return await _lead_on(talk, Drafts.of(talk).aside)
    return await show_not_understood(talk)


@router.screen(Menu.held)
async def ask_held(talk: Talk) -> Reply:
    """Offers back what was written outside a flow; what was held just before it is shown too."""
    first, aside = find_held_before(talk), Drafts.of(talk).aside
    if first is None and not aside.media and find_door(aside.text) is Door.EMERGENCY:
        # Whoever is in danger is not asked about proposals, but hears that nobody was told.
        said = talk.say("This is not sent to anybody: {quote}.", quote=quote_draft(talk, aside))
        if find_group(Drafts.of(talk).before_held) == Propose.__name__:  # there it may be the reason of one
            return Reply(said, (talk.make_choice("held:yes", "It is my text", means=_YES),), list_ways(talk))
        return Reply(said, (talk.make_choice("held:yes", "Make a proposal", means=_YES),), list_ways(talk))
    asked = N_("Is this a proposal? {quote}")
    is_complaint = find_door(aside.text) is Door.COMPLAINT
    if is_complaint:
        asked = N_("This is not sent to anybody: {quote}. Shall the ayil okmotu get it all the same?")
    lines = [talk.say(asked, quote=quote_draft(talk, aside))]
    if first is not None:
        lines.append(talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, first)))
    if is_complaint:
        yes = talk.make_choice("held:yes", "Yes", means=_YES)
        no = talk.make_choice("held:no", "No", means=(Intent.NO, Intent.ERASE))
        return Reply("\n".join(lines), (*await offer_reply(talk), yes, no), list_ways(talk))
    both = [talk.make_choice("held:both", "Both as one", synonyms=_BOTH)] if first is not None else []
    objection = await offer_objection(talk, Drafts.of(talk).aside.text)
    if objection is not None:
        # Whoever begins with not agreeing means the answer, most likely: it stands first, and the other way beside it.
        is_incomplete = says_incomplete(aside.text)
        questions = (await list_answer_choices(talk))[:1] if is_incomplete else ()
        question = tuple(replace(one, means=(Intent.WHY,)) for one in questions)
        means = (Intent.PROPOSE,) if is_incomplete else _YES
        proposal = talk.make_choice("held:yes", "Make a proposal", means=means)
        lines[0] = f"{talk.say('Which of these do you mean?')} {quote_draft(talk, aside)}"
        return Reply("\n".join(lines), (*question, objection, proposal, *both), list_ways(talk))
    reply = await offer_reply(talk)
    if reply and not aside.media and not wants_something(aside.text):
        lines[0] = talk.say("Is this your reply to the ayil okmotu? {quote}", quote=quote_draft(talk, aside))
        proposal = talk.make_choice("held:yes", "Make a proposal", means=(Intent.PROPOSE,))
        no = talk.make_choice("held:no", "No", means=(Intent.NO, Intent.ERASE))
        replies = (replace(reply[0], means=(Intent.YES, Intent.SEND)), *reply[1:])
        more = await offer_addition(talk) or await offer_latest(talk)
        return Reply("\n".join(lines), (*replies, no, proposal, *both, *more), list_ways(talk))
    return Reply(
        "\n".join(lines),
        (
            *reply,
            *await offer_hearing(talk, Drafts.of(talk).aside.text),
            talk.make_choice("held:yes", "Yes", means=_YES),
            talk.make_choice("held:no", "No", means=(Intent.NO, Intent.ERASE)),
            *both,
            *await list_answer_choices(talk),
            *(await offer_addition(talk) or await offer_latest(talk)),
            *(
                one for one in list_likely_choices(talk, Drafts.of(talk).aside.text) if one.id != "propose"
            ),  # that is the yes
        ),
        list_ways(talk),
    )


@router.on(Menu.held, choice="held")
async def on_held_answered(talk: Talk) -> Replies:
    """Leads the held text through the missing steps, or says where else to turn."""
    if talk.chosen == "no" and (sent := await _find_answer_objected_to(talk)) is not None:
        talk.chosen = str(sent)
        return await on_answer_not_agreed(talk)
    if talk.chosen == "no" and (answer := await _find_answer_held_against(talk)) is not None:
        talk.chosen = str(answer)
        return await on_held_is_objection(talk)
    if talk.chosen == "no" and talk.incoming.kind is Kind.TEXT and wants_all_erased(talk.text):
        return await on_forgetting_wanted(talk)  # more than what is held
    if talk.chosen == "yes" and _wants_another(talk):
        await held_text.leave_aside(talk)
        return await on_proposal_wanted(talk)
    if talk.chosen == "both" and not await held_text.join_held(talk):
        return await show_stale(talk)
    aside = Drafts.of(talk).aside
    if (
        talk.chosen == "yes"
        and talk.incoming.kind is Kind.TEXT
        and (is_bare_consent(talk.text) or is_resigned(talk.text))
    ):
        # It was meant for the consent one screen before, and says nothing of what is held.
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    if talk.chosen not in {"yes", "both"}:
        return await _let_go(talk)
    return await _lead_on(talk, aside)


def _wants_another(talk: Talk) -> bool:
    # «Жок уулум, сунуш бермекмин»: what is held is none, and one is to come.
    first = fold(talk.text).split(" ")[0] if talk.incoming.kind is Kind.TEXT else ""
    return first in NO_FIRST and Intent.PROPOSE in find_meanings(talk.text)


async def _find_answer_objected_to(talk: Talk) -> int | None:
    # «Жок, макул эмесмин» right below an answer is no «no» to words that were held before it came.
    if talk.incoming.kind is not Kind.TEXT or Intent.DISAGREE not in find_meanings(talk.text):
        return None
    recent = await find_recent_answer(talk)
    return recent[0].id if recent is not None and recent[0].sent_at > Drafts.of(talk).aside.touched else None


async def _find_answer_held_against(talk: Talk) -> int | None:
    # «Макул эмес» is no «no»: what is held is why.
    if talk.incoming.kind is not Kind.TEXT or Intent.DISAGREE not in find_meanings(talk.text):
        return None
    recent = await find_recent_answer(talk)
    return recent[0].id if recent is not None else None


async def _lead_on(talk: Talk, aside: ProposalDraft, more: str = "") -> Reply:
    # The held text becomes the draft; what was said beside the yes is asked about.
    begun = proposal_draft.find(talk)
    in_between = find_group(Drafts.of(talk).before_held) == Propose.__name__
    if in_between and begun.side and not draft_pieces.has_content(begun):
        aside = replace(aside, side=begun.side)  # it was written where the proposal itself was asked for
    if aside.side is None and len(aside.pieces) < 2 and not aside.media:
        aside = _with_side(talk, aside)
    await proposal_draft.begin(talk, aside)
    await replace(Drafts.of(talk), aside=draft_pieces.NONE).keep(talk)
    await let_words_decide(talk)
    if more:
        joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, more)
        await replace(Drafts.of(talk), joining=joining).keep(talk)
        return await talk.ask(Propose.join)
    return await talk.ask(proposal_draft.find_next_step(talk))


def _with_side(talk: Talk, aside: ProposalDraft) -> ProposalDraft:
    # «Чыгаша: көпүрө керек» names its side; at the menu a number before a text is none.
    said = read_side_first(aside.text)
    if said is None or said.number:
        return aside
    written = draft_pieces.make_whole(aside, [replace(one, text=said.text) for one in draft_pieces.list_pieces(aside)])
    return replace(written, side=said.side or Side.UNSURE)


@router.on(Menu.held, means=Intent.REVENUE)
@router.on(Menu.held, means=Intent.SPENDING)
async def on_held_side_named(talk: Talk) -> Reply:
    """Whoever names a side says by it that what is held is a proposal of that side."""
    named, aside = find_meanings(talk.text) & {Intent.REVENUE, Intent.SPENDING}, Drafts.of(talk).aside
    if len(named) == 1:
        aside = replace(aside, side=Side.REVENUE if Intent.REVENUE in named else Side.SPENDING)
    return await _lead_on(talk, aside)


@router.on(Menu.held, means=Intent.CHANGE)
async def on_held_changed(talk: Talk) -> Reply:
    """Asks for the text anew; what is held stands there until it is written otherwise."""
    await _lead_on(talk, Drafts.of(talk).aside)
    return await talk.ask(Propose.text)


@router.on(Menu.held, means=Intent.NO)
async def on_held_left(talk: Talk) -> Reply:
    """Leaves what was held where no button says «no»."""
    return await _let_go(talk)


async def _let_go(talk: Talk) -> Reply:
    # What is not kept is named, and the likeliest way on stands beside the question.
    text = Drafts.of(talk).aside.text
    await held_text.leave_aside(talk)
    question = await _go_back(talk)
    beside = replace(
        question, ways=(*list_other_choices(talk, list_likely_choices(talk, text), question), *question.ways)
    )
    # The office's own telephone is no help to whoever complains of it.
    return put_above(await say_whom_to_call(talk), beside) if find_door(text) not in {None, Door.COMPLAINT} else beside


@router.on(Menu.held, means=Intent.LATER)
async def on_held_put_off(talk: Talk) -> Reply:
    """Keeps what was held for a day, to be asked about when a proposal is wanted. A call in danger is no such text."""
    aside = Drafts.of(talk).aside
    door = find_door(aside.text)
    if door is Door.COMPLAINT or (door is Door.EMERGENCY and not aside.media):
        return await _let_go(talk)
    said = talk.say("It is kept for 24 hours. Press «{button}» to go on.", button=talk.say("Make a proposal"))
    await talk.state.set_state(Drafts.of(talk).before_held)
    return put_above(said, await show_here(talk))


@router.on(Menu.held, kind=Kind.TEXT)
async def on_more_said(talk: Talk) -> Replies:
    """A no in a sentence of one's own leaves the question.

    More beside a yes is asked about; anything else is held in its turn.
    """
    if read_parting(talk.text) is Parting.EACH:
        return await _lead_on(talk, Drafts.of(talk).aside)  # «нет, это два предложения»: a yes, and more than one
    if read_asked(talk.text) is not None and (answered := await read_first(talk)) is not None:
        return answered  # of the bot itself: what is held stays
    if says_none(talk.text):
        return await _denied(talk) or await on_held_left(talk)
    if find_door(Drafts.of(talk).aside.text) is Door.EMERGENCY and denies_danger(talk.text):
        return await _lead_on(talk, Drafts.of(talk).aside)  # «өрт эмес, көпүрө чирик дейм»: the words before are meant
    if says_to_write_it(talk.text):
        return await _lead_on(talk, Drafts.of(talk).aside)
    if names_the_first(talk.text) and (first := find_held_before(talk)) is not None:
        await held_text.choose_first(talk, first)
        return await _lead_on(talk, Drafts.of(talk).aside)
    if is_thrown_back(talk.text) and not await held_text.may_be_meant(talk.text):
        return await on_not_clear_to_them(talk)  # a question to the bot: what is held stays
    if (named := await ask_other_aimak(talk)) is not None:
        return named
    if await _goes_on_objecting(talk):
        await replace(
            Drafts.of(talk), aside=draft_pieces.with_words_added(Drafts.of(talk).aside, talk, talk.text)
        ).keep(talk)
        return await talk.ask_again()
    if (meant := await held_text.cut_no(talk)) and not talk.incoming.forwarded:
        # «Нет, хочу …»: a no to what is held, and what is meant.
        await held_text.leave_aside(talk)
        talk.incoming = replace(talk.incoming, text=meant)
        return await on_said_outside(talk)
    more = cut_after_a_yes(talk.text)
    if more and proposal_draft.may_be_a_proposal(more) and not talk.incoming.forwarded:
        aside = Drafts.of(talk).aside
        return await _lead_on(talk, aside, "" if fold(more) == fold(aside.text) else more)
    return await _denied(talk) or await on_said_outside(talk)


async def _goes_on_objecting(talk: Talk) -> bool:
    # «Макул эмесмин. …», and a sentence more: both are about the answer, unless the second calls itself a proposal.
    aside = Drafts.of(talk).aside
    says_more = proposal_draft.may_be_a_proposal(talk.text) and not calls_itself_one(talk.text)
    return says_more and not cut_after_a_yes(talk.text) and await offer_objection(talk, aside.text) is not None


@router.on(Menu.held, door=Door.COMPLAINT)
@router.on(Menu.held, door=Door.QUESTION)
async def on_no_with_a_door(talk: Talk) -> Reply:
    """Says the right door; «no, this is a complaint» answers the question besides."""
    return await _denied(talk) or await open_door(talk)


async def _denied(talk: Talk) -> Reply | None:
    if not denies(talk.text) or (names_a_matter(talk.text) and find_door(talk.text) is None):
        return None
    said, question = await say_right_door(talk), await _let_go(talk)
    return put_above(said, question) if said else question


# What was held was a question, and its button answers it: it is not spoken of again. What may be a proposal waits.
@router.on(Menu.held, choice="mine")
async def on_own_asked_for(talk: Talk) -> Replies:
    """Lists the person's proposals."""
    await held_text.drop_chatter(talk)
    return await on_mine_wanted(talk)


@router.on(Menu.held, choice="hearings")
async def on_hearings_asked_for(talk: Talk) -> Replies:
    await held_text.drop_chatter(talk)
    return await on_hearings_wanted(talk)


@router.on(Menu.held, choice="budget")
async def on_budget_asked_for(talk: Talk) -> Replies:
    """Shows the papers of the budget."""
    await held_text.drop_chatter(talk)
    return await on_budget_wanted(talk)


@router.on(Menu.held, choice=BACK)
async def on_back_from_held(talk: Talk) -> Reply:
    """Goes on where the text was written; it was no proposal."""
    return await _go_back(talk)


async def _go_back(talk: Talk) -> Reply:
    await replace(Drafts.of(talk), aside=draft_pieces.NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await show_here(talk)
