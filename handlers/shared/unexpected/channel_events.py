"""What only some messengers have: a place, a flood, a group the bot is called in, enters or leaves."""

from dataclasses import replace

from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean, quote
from bot.language.letters import has_letters
from bot.office.hearings import group_owners, groups
from handlers.shared import proposal_draft
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose


@router.on(kind=Kind.LOCATION)
async def on_place_shown(talk: Talk) -> Reply:
    """Keeps a place with the proposal that is being made, or with the hearing that is being announced."""
    if proposal_draft.find(talk).is_empty:
        return put_above(talk.say("A place can be added to a proposal: begin one first."), await show_here(talk))
    place = f"{clean(talk.incoming.named)} ({talk.text})" if has_letters(talk.incoming.named) else talk.text
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), place=place))
    if talk.state.state == Propose.place:
        return await talk.ask(Propose.check)
    return put_above(talk.say("The place is kept with your proposal."), await show_here(talk))


@router.on(kind=Kind.REACTION)
async def on_reaction_shown(_talk: Talk) -> Replies:
    """A sign put on a message is kept, and is no answer to what was asked."""
    return ()


@router.on(kind=Kind.FLOOD)
async def on_too_fast(talk: Talk) -> Reply:
    """Says that messages came faster than they are read, so that they are sent again."""
    return put_above(
        talk.say("You write faster than I can read: please send the last messages again, slowly."),
        await show_here(talk),
    )


@router.on(kind=Kind.GROUP)
async def on_called_in_group(talk: Talk) -> Replies:
    """In a group nothing private is said. Now and then everybody is asked into the private chat, in both languages."""
    if not await groups.may_be_answered(talk.store, group=talk.person, at=talk.now):
        return ()
    link = await groups.find_way_in(talk.store, group=talk.person)
    return Reply("\n".join([*(_say_privately(Words(language)) for language in LANGUAGES), *([link] if link else [])]))


@router.on(kind=Kind.GROUP_JOINED)
async def on_let_into_group(talk: Talk) -> Replies:
    """Binds a group to the aimak of the clerk who let the bot in, and tells them. Strangers bind nothing."""
    address, _, title = talk.text.partition(" ")
    joined = await group_owners.join(talk.store, address=address, title=clean(title), by=talk.person, at=talk.now)
    if joined is None:
        return ()
    if joined.asked is not None:
        said = talk.say(
            "The group «{title}» belongs to {aimak}: their office is asked first.",
            title=quote(title, 60),
            aimak=quote(joined.asked.name(talk.words.language), 60),
        )
        return put_above(said, await show_here(talk))
    said = talk.say(
        "The group «{title}» now belongs to {aimak}: hearings can be posted there.",
        title=quote(title, 80),
        aimak=quote(joined.aimak.name(talk.words.language)),
    )
    question = talk.say("Who reads there? In the group of the staff the work of the day is said at nine, as numbers.")
    choices = (
        talk.make_choice(f"group_residents:{joined.group}", "Residents too"),
        talk.make_choice(f"group_staff:{joined.group}", "Our staff alone"),
    )
    return Reply(f"{said}\n{question}", choices, stays=True), await show_here(talk)


@router.on(kind=Kind.GROUP_LEFT)
async def on_put_out_of_group(talk: Talk) -> Replies:
    """Posts nothing more to a group that put the bot out."""
    await group_owners.leave(talk.store, address=talk.text.partition(" ")[0], by=talk.person, at=talk.now)
    return ()


@router.on(kind=Kind.GROUP_MOVED)
async def on_group_moved(talk: Talk) -> Replies:
    """Follows a group that has become another chat."""
    await group_owners.move(talk.store, group=talk.person, address=talk.text, at=talk.now)
    return ()


def _say_privately(words: Words) -> str:
    return words.say("Please open my page and write to me privately: here everybody reads along.")
