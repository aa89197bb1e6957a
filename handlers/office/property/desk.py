"""The property list at the desk: how many items stand there, a table to fill in, a filled one taken."""

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office import staff
from bot.office.property import listing
from bot.office.property.waiting import PROPERTY_LIST
from bot.office.sheets import expected
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu


class PropertyDesk(AtWork):
    """The property list as its office sees it."""

    open = State()


async def _permit(talk: Talk) -> int:
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.PROPERTY, aimak_id=aimak_id)
    return aimak_id


@desk.on(choice="property_desk", opens=True)
async def on_property_desk_wanted(talk: Talk) -> Reply:
    """Shows what is listed."""
    return await talk.ask(PropertyDesk.open)


@desk.screen(PropertyDesk.open)
async def ask_what_to_do(talk: Talk) -> Reply:
    """How many items there are, and how a list is sent."""
    every, empty = await listing.count_items(talk.store, aimak_id=await _permit(talk))
    n, m = talk.words.number(every), talk.words.number(empty)
    lines = [talk.say("Property list: items — {n}, of them empty — {m}.", n=n, m=m)]
    lines.append(talk.say("«Excel» sends the table. Fill it in and send the file here: it becomes the whole list."))
    choices: tuple[Choice, ...] = (talk.make_choice("property_sheet", "Excel"),)
    if every:
        choices += (talk.make_choice("property", "As residents see it"),)
    return Reply("\n".join(lines), choices, (talk.back(),))


@desk.on(PropertyDesk.open, choice=BACK)
async def on_property_desk_left(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@desk.on(PropertyDesk.open, choice="property_sheet")
async def on_property_sheet_wanted(talk: Talk) -> Replies:
    """Sends the list as a spreadsheet; it is made when the message leaves."""
    document = {"kind": "property", "aimak_id": await _permit(talk), "language": talk.words.language}
    return Reply(talk.say("Property list"), document=document), await show_here(talk)


@desk.on(PropertyDesk.open, kind=Kind.MEDIA)
async def on_property_file_given(talk: Talk) -> Reply:
    """Takes a filled list; of any other file nothing is kept."""
    media, aimak_id = talk.incoming.media, await _permit(talk)
    if len(media) == 1 and media[0].spreadsheet:
        reference = media[0].reference
        if await expected.expect(talk.store, PROPERTY_LIST, reference=reference, by=talk.person, aimak_id=aimak_id):
            said = talk.say("The list is being looked through. In a moment you hear what became of it.")
            return put_above(said, await talk.ask_again())
    return put_above(talk.say("Here only the property list is taken, as one .xlsx file."), await talk.ask_again())
