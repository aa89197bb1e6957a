"""Help, privacy, cancel: what can be asked for at any step without losing it."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes
from bot.office import residents
from bot.office.messenger_accounts import links
from bot.office.personal.privacy import list_privacy
from handlers.resident.states import Privacy
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.guidance import come_in, has_menu, say_commands, show_here
from handlers.shared.menu import begin_menu, list_desk_choices, list_desk_items, show_menu_for
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import say_whom_to_call


@router.on(command="help")
@router.on(choice="help")
@router.on(means=Intent.HELP)
async def on_help_wanted(talk: Talk) -> Reply:
    """Says what can be done here and names a person's telephone, then goes on where the person was."""
    if await list_desk_choices(talk):
        return put_above(await _say_help_at_work(talk), await show_here(talk))
    lines = [
        talk.say("Here you make proposals on the revenue and the spending of the local budget; each is answered here."),
        talk.say(
            "A message here is not an official appeal: that one is brought on paper or sent to the official e-mail."
        ),
        await say_whom_to_call(talk),
        talk.say("In an emergency call 112."),
        await _say_which_bot(talk),
        say_commands(talk),
    ]
    return put_above("\n".join(lines), await show_here(talk))


async def _say_which_bot(talk: Talk) -> str:
    # Whoever imitates the bot wants money; its true link hangs in the office, and the telephone there is a person.
    free = talk.say("This bot never asks for money, a password or a code.")
    name = await links.link(talk.store, channel=talk.person.channel, account=talk.person.account)
    if name is None:
        return free
    return " ".join(
        [free, talk.say("Its only address is {link}: the same stands on the paper in the ayil okmotu.", link=name)]
    )


async def _say_help_at_work(talk: Talk) -> str:
    # Whoever works for an office reads what they can do there; their own rights only.
    titles = ", ".join(put_in_quotes(talk.say(title)) for _, _, title in await list_desk_items(talk))
    lines = [
        talk.say("You work here for the ayil okmotu. Your screens: {titles}.", titles=titles),
        talk.say("Type the name of a screen, or the number of a proposal such as 0002, and it opens."),
        talk.say("Answer: open a proposal, press «{button}», choose, explain. You read it before it leaves.",
                 button=talk.say("Answer")),
        talk.say("To reply to an author's question, answer its message (swipe), or press the button below it."),
        say_commands(talk),
    ]  # fmt: skip
    return "\n".join(lines)


@router.on(command="cancel")
async def on_cancelled(talk: Talk) -> Reply:
    """Leaves what was being done; a draft stays and is offered again."""
    if talk.person.language is None or not await has_menu(talk):
        return await come_in(talk)
    await held_text.leave_aside(talk)
    await talk.state.set_state(Menu.open)
    await begin_menu(talk)
    if not draft_pieces.has_content(proposal_draft.find(talk)):
        return await show_menu_for(talk, talk.say("Stopped."))
    await replace(Drafts.of(talk), offered=False).keep(talk)
    if talk.person.consent_version is None:
        return await show_menu_for(talk, talk.say("Stopped. What you wrote is kept for 24 hours."))
    return await show_menu_for(talk, talk.say("Stopped. What you wrote is kept."))


@router.on(command="menu")
@router.on(means=Intent.MENU)
async def on_menu_wanted(talk: Talk) -> Replies:
    """Shows the menu; whoever is in the middle of something leaves it, as by `/cancel`."""
    if talk.state.state != Menu.open or not await has_menu(talk):
        return await on_cancelled(talk)
    await begin_menu(talk)
    return await talk.ask_again()


@dataclass(frozen=True)
class BeforePrivacy(Memory):
    """The state in which it was asked what is kept."""

    before_privacy: str | None = None


@router.on(command="privacy")
async def on_privacy_wanted(talk: Talk) -> Reply:
    """Says who runs the bot and what is kept; a step that waits is asked again on return."""
    if talk.state.state != Privacy.open:
        await BeforePrivacy(before_privacy=talk.state.state).keep(talk)
    return await talk.ask(Privacy.open)


@router.screen(Privacy.open)
async def ask_privacy(talk: Talk) -> Reply:
    """The consent text in force; with the way to take consent back where it was given, which erases (forgetting.py)."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    lines = list_privacy(talk.words, aimak)
    if talk.person.consent_version is None:
        return Reply("\n".join(lines), ways=list_ways(talk))
    return Reply("\n".join(lines), (talk.make_choice("revoke", "Take consent back"),), list_ways(talk))


@router.on(Privacy.open, choice=BACK)
async def on_back_from_privacy(talk: Talk) -> Reply:
    """Goes on where /privacy was asked."""
    return await _go_on(talk)


async def _go_on(talk: Talk) -> Reply:
    before = BeforePrivacy.of(talk).before_privacy
    await BeforePrivacy.forget(talk)
    if before in talk.screens:
        await talk.state.set_state(before)
        return await talk.ask_again()
    return await come_in(talk)
