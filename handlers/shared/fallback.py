"""The last resort: texts outside a flow, old buttons, unknown commands, things we cannot read. Everyone gets a word."""

from dataclasses import replace

from bot.budget.proposal import MOST_CHARACTERS
from bot.chat.message import BACK, MORE, Kind, Reply
from bot.chat.router import Replies
from bot.chat.typed import NO, YES
from handlers.resident.help import commands
from handlers.resident.reactions import question_choice
from handlers.resident.start import CODE, take_invite
from handlers.shared import proposal_draft
from handlers.shared.guidance import here, not_understood, stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.states import Menu, Start
from handlers.shared.talk import Talk, above, noted, router, ways, whom_to_call
from handlers.shared.wording import not_taken, quoted


@router.on(kind=Kind.TEXT)
@router.on(kind=Kind.MEDIA)
async def said_outside(talk: Talk) -> Reply:
    """Holds what may be a proposal and asks; a text that is too long is refused kindly."""
    if len(talk.text) > MOST_CHARACTERS:
        return above(
            talk.say(
                "This text is too long. At most {limit} characters fit.", limit=talk.words.number(MOST_CHARACTERS)
            ),
            await here(talk),
        )
    if CODE.fullmatch(talk.text.strip()):
        return await take_invite(talk, talk.text.strip())
    return await not_understood(talk)


@router.screen(Menu.held)
async def ask_held(talk: Talk) -> Reply:
    """Offers back what was written outside a flow."""
    return Reply(
        talk.say("Is this a proposal? {quote}", quote=quoted(talk, Drafts.of(talk).aside)),
        (
            talk.choice("held:yes", "Yes", synonyms=YES),
            talk.choice("held:no", "No", synonyms=NO),
            *await question_choice(talk),
        ),
        ways(talk),
    )


@router.on(Menu.held, choice="held")
async def held_answered(talk: Talk) -> Reply:
    """Leads the held text through the missing steps, or says where else to turn."""
    aside = Drafts.of(talk).aside
    if talk.chosen != "yes":
        return above(await whom_to_call(talk), await _where_it_was(talk))
    await proposal_draft.begin(talk, aside)
    await replace(Drafts.of(talk), aside=proposal_draft.NONE).keep(talk)
    return await talk.ask(proposal_draft.next_step(talk))


@router.on(Menu.held, choice=BACK)
async def back_from_held(talk: Talk) -> Reply:
    """Goes on where the text was written; it was no proposal."""
    return await _where_it_was(talk)


async def _where_it_was(talk: Talk) -> Reply:
    await replace(Drafts.of(talk), aside=proposal_draft.NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await here(talk)


@router.on(choice="stale")
@router.on(choice=BACK)
@router.on(choice=MORE)
async def old_button(talk: Talk) -> Reply:
    """A button whose question is over."""
    return await stale(talk)


@router.on(command="unknown")
async def command_unknown(talk: Talk) -> Reply:
    """Says which commands there are."""
    said = talk.say("There is no such command. There are:")
    return above(f"{said}\n{commands(talk)}", await here(talk))


@router.on(kind=Kind.TOO_LARGE)
@router.on()
async def file_not_taken(talk: Talk) -> Replies:
    """Says why a file is not taken; the words that came with it are heard as if they had been written alone."""
    why = not_taken(talk)
    if not talk.text.strip():
        return noted(why, await here(talk))
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT)
    if (talk.state.state or "").partition(":")[0] == Start.__name__:
        return noted(why, await not_understood(talk))  # kept: it is hardly the name of an aimak
    found = router.find(talk.state.state, talk.incoming, {"free": True})
    talk.chosen = found.chosen
    replies = await found.handler(talk)
    first, *others = replies if isinstance(replies, tuple) else (replies,)
    return noted(why, first), *others
