"""Somebody's messengers in the settings: a code for another one, parting, and where notices come."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.office import staff
from bot.office.messengers import codes, own_messengers
from bot.office.messengers.names import list_elsewhere
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.settings import on_settings_wanted
from handlers.resident.states import Messengers, Settings
from handlers.shared.guidance import show_stale
from handlers.shared.menu import go_on
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, find_group


@dataclass(frozen=True)
class Parting(Memory):
    """Which chat (peer id) is asked about."""

    parting: int = 0


@router.on(choice="messengers")
@router.on(means=Intent.MESSENGERS)
async def on_messengers_wanted(talk: Talk) -> Replies:
    """Shows the messengers of a person; with one alone, a code for another."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    own = await own_messengers.list_messengers(talk.store, by=talk.person)
    return await talk.ask(Messengers.open) if len(own) > 1 else await on_code_wanted(talk)


@router.screen(Messengers.open)
async def ask_messengers(talk: Talk) -> Reply:
    """Which messengers are joined, where notices come, and what can be changed."""
    own = await own_messengers.list_messengers(talk.store, by=talk.person)
    told = next((one.name for one in own if one.gets_notices), "—")
    lines = [
        talk.say("Joined: {messengers}.", messengers=", ".join(one.name for one in own)),
        talk.say("Answers come where the proposal was made. Notices come to {messenger}.", messenger=told),
    ]
    notices = [
        Choice(f"notices_to:{one.peer_id}", one.name, line=talk.say("Notices to {messenger}", messenger=one.name))
        for one in own
        if not one.gets_notices and not one.blocked
    ]
    parts = [
        Choice(f"part:{one.peer_id}", one.name, line=talk.say("Part {messenger}", messenger=one.name))
        for one in own
        if one.is_joined
    ]
    return Reply(
        "\n".join(lines), (*notices, *parts, talk.make_choice("link_code", "One more messenger")), list_ways(talk)
    )


@router.on(choice="link_code")
async def on_code_wanted(talk: Talk) -> Replies:
    """Shows a fresh code: as a link to each other messenger, and as digits to type."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if asks := await ask_first_to_agree(talk, then="link_code"):
        return asks
    if not await list_elsewhere(talk.store, by=talk.person, payload=""):
        return await go_on(talk, talk.say("There is no other messenger here yet."))
    code = await codes.make_code(talk.store, by=talk.person, at=talk.now)
    others = await list_elsewhere(talk.store, by=talk.person, payload=code.payload)
    names = ", ".join(one.name for one in others)
    lines = [
        talk.say("Open the bot in {messengers} within 15 minutes by the link, or write it this code: {code}",
                 messengers=names, code=code.typed),
        talk.say("It is good once. Give it to nobody: it is for your own telephone."),
    ]  # fmt: skip
    if await staff.list_standings(talk.store, talk.person):
        lines.append(talk.say("You work for the office: your rights would work there too."))
    links = tuple((one.link, one.name) for one in others if one.link)
    return replace(await _go_on(talk, "\n".join(lines)), links=links)


async def _go_on(talk: Talk, said: str) -> Reply:
    # At the menu, unless somebody is in the middle of something else.
    if find_group(talk.state.state) in {Messengers.__name__, Settings.__name__}:
        await talk.state.set_state(Menu.open)
    return await go_on(talk, said)


@router.on(Messengers.open, choice="notices_to")
async def on_notices_moved(talk: Talk) -> Reply:
    """Keeps where notices come."""
    await own_messengers.choose_notices(talk.store, peer_id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    return await talk.ask_again()


@router.on(Messengers.open, choice="part")
async def on_parting_wanted(talk: Talk) -> Reply:
    """Asks before a messenger is parted."""
    await Parting(read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Messengers.part)


@router.screen(Messengers.part)
async def ask_parting(talk: Talk) -> Reply:
    """Says what stays where."""
    own = await own_messengers.list_messengers(talk.store, by=talk.person)
    name = next((one.name for one in own if one.peer_id == Parting.of(talk).parting), "—")
    lines = [
        talk.say("Part {messenger}?", messenger=name),
        talk.say("What was sent from it goes with it; all else stays, and so does a role in an office."),
    ]
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("part_sure:yes", "Part them", means=(Intent.YES,)),
            talk.make_choice("part_sure:no", "No", means=(Intent.NO,)),
        ),
        list_ways(talk),
    )


@router.on(Messengers.part, choice="part_sure")
async def on_parting_answered(talk: Talk) -> Reply:
    """Parts it, or leaves it joined."""
    if talk.chosen != "yes":
        return await talk.ask(Messengers.open)
    return await _part(talk, Parting.of(talk).parting)


@router.on(choice="part_now")
async def on_parted_at_once(talk: Talk) -> Reply:
    """Parts what somebody says was not them; there is nothing to ask."""
    return await _part(talk, read_row_id(talk.chosen))


async def _part(talk: Talk, peer_id: int) -> Reply:
    parted = await own_messengers.part(talk.store, peer_id=peer_id, by=talk.person, at=talk.now)
    talk.person = await own_messengers.find_writer(talk.store, by=talk.person)
    said = (
        talk.say("This chat is by itself again: here is what was sent from here.")
        if parted.is_here
        else talk.say("{messenger} is parted: what was sent from there is no more seen here.", messenger=parted.name)
    )
    return await _go_on(talk, said)


@router.refuses(own_messengers.NotJoined)
async def say_not_joined(talk: Talk, refused: own_messengers.NotJoined) -> Reply:
    """What is parted already needs no more."""
    return await show_stale(talk)


@router.on(Messengers.open, choice=BACK)
async def on_messengers_left(talk: Talk) -> Replies:
    """Goes back to the settings."""
    return await on_settings_wanted(talk)


@router.on(Messengers.part, choice=BACK)
async def on_parting_left(talk: Talk) -> Reply:
    """Goes back to the messengers."""
    return await talk.ask(Messengers.open)
