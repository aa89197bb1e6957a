"""Consent asked before something is kept that is no proposal: that somebody comes, a question, a wish for notices."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import say_in_every_language
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.office import residents, staff
from bot.office.reads import own
from handlers.resident.states import Consent
from handlers.shared import held_text, proposal_draft
from handlers.shared.coming_in import agree
from handlers.shared.draft_pieces import NONE, has_content
from handlers.shared.guidance import ask_unclear, come_in, show_here
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Start
from handlers.shared.wording import quote_draft


@dataclass(frozen=True)
class AskingConsent(Memory):
    """Where consent was asked in between, and the choice to go on with."""

    before_consent: str | None = None  # the state
    after_consent: str | None = None  # the id of the choice
    words: str = ""  # what was typed with it
    was_reply: bool = False  # those words were written in reply to a message of ours


async def ask_first_to_agree(talk: Talk, *, then: str) -> Reply | None:
    """Asks for consent and remembers the choice to go on with; None where it was given before."""
    if talk.person.consent_version is not None:
        return None
    if talk.state.state != Consent.ask:
        await replace(AskingConsent.of(talk), before_consent=talk.state.state).keep(talk)
    asking = replace(AskingConsent.of(talk), after_consent=then, words=talk.text, was_reply=talk.taken)
    await asking.keep(talk)
    return await talk.ask(Consent.ask)


@router.screen(Consent.ask)
async def ask_consent(talk: Talk) -> Reply:
    """Asks for consent, and says where it can be read what is kept."""
    return Reply(
        talk.say("If you go on, the ayil okmotu keeps your answer. What exactly is kept: /privacy"),
        (
            talk.make_choice("consent:yes", "I agree", means=(Intent.YES,)),
            talk.make_choice("consent:no", "Not now", means=(Intent.NO, Intent.LATER)),
        ),
        list_ways(talk),
    )


@router.on(Consent.ask, kind=Kind.TEXT)
@router.on(Consent.ask, kind=Kind.MEDIA)
async def on_said_before_consent(talk: Talk) -> Reply:
    """Keeps what is written instead of an answer, and asks again: it comes back once that is answered."""
    if not talk.incoming.media and not proposal_draft.may_be_a_proposal(talk.text):
        return await ask_unclear(talk)
    await held_text.keep_aside(talk)
    kept = talk.say("Kept so far: {quote}.", quote=quote_draft(talk, proposal_draft.Drafts.of(talk).aside))
    first = talk.say("Please answer this first.")
    return put_above(f"{kept} {first}", await talk.ask_again())


# Of a choice that consent was asked for: what takes the words that were written meanwhile. None: it takes none.
TAKING: dict[str, Callable[[Talk, str], Awaitable[Reply | None]]] = {}


async def _bring_back(talk: Talk, replies: Replies, then: str) -> Replies:
    # What was written instead of the answer is asked about now, or is what the choice asks for next.
    drafts = proposal_draft.Drafts.of(talk)
    if not _is_written_here(drafts):
        return replies
    takes = TAKING.get(then.partition(":")[0])
    if takes is not None and not drafts.aside.media and (taken := await takes(talk, drafts.aside.text)) is not None:
        await replace(drafts, aside=NONE, before_held=None).keep(talk)
        return taken
    await replace(drafts, before_held=talk.state.state).keep(talk)
    said = replies if isinstance(replies, tuple) else (replies,)
    return *(replace(one, choices=(), ways=()) for one in said), await talk.ask(Menu.held)


def _is_written_here(drafts: proposal_draft.Drafts) -> bool:
    return has_content(drafts.aside) and drafts.before_held == str(Consent.ask)


@router.on(Consent.ask, choice="consent")
async def on_consent_answered(talk: Talk) -> Replies:
    """Keeps consent and goes on with what was tapped, or keeps nothing."""
    asking = AskingConsent.of(talk)
    then = asking.after_consent or ""
    await _return(talk)
    if talk.chosen != "yes":
        return await _take_no(talk)
    await agree(talk)
    found = router.find(talk.state.state, replace(talk.incoming, kind=Kind.CHOICE, choice=then), {})
    talk.chosen, talk.taken = found.chosen, asking.was_reply
    talk.incoming = replace(talk.incoming, text=asking.words)
    return await _bring_back(talk, await found.handler(talk), then)


@router.on(Consent.ask, choice=BACK)
async def on_consent_left(talk: Talk) -> Reply:
    """Goes on where it was asked; nothing is kept."""
    await _return(talk)
    drafts = proposal_draft.Drafts.of(talk)
    if _is_written_here(drafts):
        await replace(drafts, before_held=talk.state.state).keep(talk)
        return await talk.ask(Menu.held)
    return await show_here(talk)


async def _return(talk: Talk) -> None:
    await talk.state.set_state(AskingConsent.of(talk).before_consent)
    await AskingConsent.forget(talk)


async def _take_no(talk: Talk) -> Reply:
    # Somebody who has sent or written something keeps it: this was about one tap only. «Not now» erases nothing.
    if _is_written_here(proposal_draft.Drafts.of(talk)):
        await held_text.leave_aside(talk)
    if (
        talk.incoming.kind is not Kind.TEXT
        or is_not_now(talk.text)
        or await staff.list_standings(talk.store, talk.person)
        or await own.list_proposals(talk.store, by=talk.person, most=1)
        or proposal_draft.is_any(talk)
    ):
        return put_above(talk.say("All right, nothing of it is kept."), await show_here(talk))
    return await forget(talk)


def is_not_now(text: str) -> bool:
    """Whether a text is the button «not now», or puts off without a no."""
    is_label = fold(text) in {fold(title) for title in say_in_every_language("Not now")}
    return is_label or Intent.LATER in find_meanings(text)


async def forget(talk: Talk) -> Reply:
    """Erases what was kept of somebody who does not agree."""
    await residents.decline(talk.store, by=talk.person)
    await talk.state.clear()
    talk.erased = True
    said = talk.say(
        "All right, what you wrote is erased and nothing is kept. To begin again, press the button, or your link anew."
    )
    return Reply(said, (talk.make_choice("begin_again", "Begin again"),))


@router.on(choice="begin_again")
async def on_begun_again(talk: Talk) -> Reply:
    """Asks the first thing still missing."""
    return await talk.ask(Start.language) if talk.person.language is None else await come_in(talk)
