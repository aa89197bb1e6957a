"""How often somebody of an office hears of new proposals."""

from bot.chat.message import Choice, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.office.mornings import pings
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from storage.mornings.pings import Ping


@desk.on(choice="pings")
async def on_pings_wanted(talk: Talk) -> Reply:
    """Asks how often new proposals are to be told."""
    return await talk.ask(Desk.pings)


@desk.screen(Desk.pings)
async def ask_how_often(talk: Talk) -> Reply:
    """Names the three ways."""
    choices: list[Choice] = [talk.make_choice(f"ping:{mode}", title) for mode, title in pings.MODES.items()]
    said = talk.say(
        "How often shall you be told of new proposals? Gathered: the first at once, then at most every 30 minutes."
    )
    return Reply(said, tuple(choices), list_ways(talk))


@desk.on(choice="ping")
async def on_mode_chosen(talk: Talk) -> Reply:
    if talk.chosen not in set(Ping):
        return await show_stale(talk)
    await pings.choose(
        talk.store, aimak_id=int(talk.person.aimak_id or 0), mode=Ping(talk.chosen), by=talk.person, at=talk.now
    )
    return put_above(talk.say("It is kept."), await talk.ask(Menu.open))
