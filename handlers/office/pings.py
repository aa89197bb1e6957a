"""How often somebody of an office hears of new proposals."""

from bot.chat.message import Choice, Reply
from bot.office.mornings import pings
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import stale
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, above, ways
from storage.mornings.pings import Ping


@desk.on(choice="pings")
async def pings_wanted(talk: Talk) -> Reply:
    """Asks how often new proposals are to be told."""
    return await talk.ask(Desk.pings)


@desk.screen(Desk.pings)
async def ask_how_often(talk: Talk) -> Reply:
    """Names the three ways."""
    choices: list[Choice] = [talk.choice(f"ping:{mode}", title) for mode, title in pings.MODES.items()]
    said = talk.say(
        "How often shall you be told of new proposals? Gathered: the first at once, then at most every 30 minutes."
    )
    return Reply(said, tuple(choices), ways(talk))


@desk.on(choice="ping")
async def mode_chosen(talk: Talk) -> Reply:
    """Keeps it."""
    if talk.chosen not in set(Ping):
        return await stale(talk)
    await pings.choose(
        talk.store, aimak_id=int(talk.person.aimak_id or 0), mode=Ping(talk.chosen), by=talk.person, at=talk.now
    )
    return above(talk.say("It is kept."), await talk.ask(Menu.open))
