"""The question about a held text: is it a proposal, a reply, an objection, a question to a hearing?"""

from collections.abc import Sequence
from dataclasses import replace

from bot.budget.proposal_text.in_sentence.incomplete import says_incomplete
from bot.budget.referral.doors import Door, find_door
from bot.budget.referral.within import wants_something
from bot.chat.message import Choice, Reply
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from handlers.resident.dialogue.said import list_answer_choices, offer_objection, offer_reply
from handlers.resident.hearings.questions import offer_hearing
from handlers.resident.proposal.asked_more import offer_addition
from handlers.resident.wishes.to_latest import offer_latest
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.held_text import find_held_before
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import list_likely_choices
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group
from handlers.shared.wording import quote_draft

_BOTH = (
    "экөө тең", "экөөнү тең", "экөөнү бирге", "чогуу", "бирге", "оба", "обе", "оба вместе", "вместе", "добавь", "кош",
)  # fmt: skip
_YES = (Intent.YES, Intent.SEND, Intent.PROPOSE)
_NO = (Intent.NO, Intent.ERASE)


@router.screen(Menu.held)
async def ask_held(talk: Talk) -> Reply:
    """Asks what a text is that was written outside a flow; what was held just before it is shown too."""
    first, aside = find_held_before(talk), Drafts.of(talk).aside
    door = find_door(aside.text)
    if first is None and not aside.media and door is Door.EMERGENCY:
        return _ask_in_danger(talk, aside)
    before = (talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, first)),) if first else ()
    both = (talk.make_choice("held:both", "Both as one", synonyms=_BOTH),) if first else ()
    quote = quote_draft(talk, aside)
    if door is Door.COMPLAINT:
        asked = talk.say(
            "This is not sent to anybody: {quote}. Shall the ayil okmotu get it all the same?", quote=quote
        )
        choices = (*await offer_reply(talk), _make_yes(talk), _make_no(talk))
    elif (objection := await offer_objection(talk, aside.text)) is not None:
        asked = f"{talk.say('Which of these do you mean?')} {quote}"
        choices = (*await _list_of_an_objection(talk, aside, objection), *both)
    elif (reply := await offer_reply(talk)) and not aside.media and not wants_something(aside.text):
        asked = talk.say("Is this your reply to the ayil okmotu? {quote}", quote=quote)
        proposal = talk.make_choice("held:yes", "Make a proposal", means=(Intent.PROPOSE,))
        replies = (replace(reply[0], means=(Intent.YES, Intent.SEND)), *reply[1:])
        choices = (*replies, _make_no(talk), proposal, *both, *await _list_added_to(talk))
    else:
        asked = talk.say("Is this a proposal? {quote}", quote=quote)
        choices = (*reply, *await _list_of_a_proposal(talk, aside, both))
    return Reply("\n".join((asked, *before)), choices, list_ways(talk))


def _ask_in_danger(talk: Talk, aside: ProposalDraft) -> Reply:
    # Whoever is in danger is not asked about proposals, but hears that nobody was told.
    said = talk.say("This is not sent to anybody: {quote}.", quote=quote_draft(talk, aside))
    yes = talk.make_choice("held:yes", "Make a proposal", means=_YES)
    if find_group(Drafts.of(talk).before_held) == Propose.__name__:  # there it may be the reason of one
        yes = talk.make_choice("held:yes", "It is my text", means=_YES)
    return Reply(said, (yes,), list_ways(talk))


async def _list_of_an_objection(talk: Talk, aside: ProposalDraft, objection: Choice) -> tuple[Choice, ...]:
    # Whoever begins with not agreeing means the answer, most likely: it stands first, and the other way beside it.
    is_incomplete = says_incomplete(aside.text)
    questions = (await list_answer_choices(talk))[:1] if is_incomplete else ()
    means = (Intent.PROPOSE,) if is_incomplete else _YES
    proposal = talk.make_choice("held:yes", "Make a proposal", means=means)
    return (*(replace(one, means=(Intent.WHY,)) for one in questions), objection, proposal)


async def _list_of_a_proposal(talk: Talk, aside: ProposalDraft, both: Sequence[Choice]) -> tuple[Choice, ...]:
    likely = [one for one in list_likely_choices(talk, aside.text) if one.id != "propose"]  # that is the yes
    return (
        *await offer_hearing(talk, aside.text),
        _make_yes(talk),
        _make_no(talk),
        *both,
        *await list_answer_choices(talk),
        *await _list_added_to(talk),
        *likely,
    )


async def _list_added_to(talk: Talk) -> Sequence[Choice]:
    # What the text may belong to that was sent before.
    return await offer_addition(talk) or await offer_latest(talk)


def _make_yes(talk: Talk) -> Choice:
    return talk.make_choice("held:yes", "Yes", means=_YES)


def _make_no(talk: Talk) -> Choice:
    return talk.make_choice("held:no", "No", means=_NO)
