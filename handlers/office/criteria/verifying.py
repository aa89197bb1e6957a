"""A frozen sheet of criterion 6 checked in the chat: the file is sent, and the verdict comes."""

from bot.budget.permissions import Act
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.office import staff
from bot.office.criteria.verifying import FROZEN_SHEET
from bot.office.sheets import expected
from handlers.office.criteria.evidence import Criteria, find_place
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk


@desk.on(Criteria.figures, choice="verify")
async def on_check_wanted(talk: Talk) -> Reply:
    """Asks for the file."""
    aimak, _ = await find_place(talk)
    await staff.permit(talk.store, by=talk.person, act=Act.FREEZE, aimak_id=aimak.id)
    return await talk.ask(Criteria.check)


@desk.screen(Criteria.check)
async def ask_for_the_file(talk: Talk) -> Reply:
    """Says which file is wanted, and what it is held against."""
    said = talk.say("Send the .json file of a frozen sheet here. It is held against the log and the audit of today.")
    return Reply(said, ways=list_ways(talk))


@desk.on(Criteria.check, choice=BACK)
async def on_check_left(talk: Talk) -> Reply:
    """Shows the figures again."""
    return await talk.ask(Criteria.figures)


@desk.on(Criteria.check, kind=Kind.MEDIA)
async def on_frozen_file_given(talk: Talk) -> Reply:
    """Takes one file; of anything else nothing is kept."""
    media = talk.incoming.media
    aimak, _ = await find_place(talk)
    if len(media) != 1 or media[0].kind != "document":
        return put_above(talk.say("Here only the .json file of a frozen sheet is taken."), await show_here(talk))
    if not await expected.expect(
        talk.store, FROZEN_SHEET, reference=media[0].reference, by=talk.person, aimak_id=aimak.id
    ):
        return put_above(talk.say("The file did not come. Please send it again."), await show_here(talk))
    return put_above(talk.say("The file is being checked. In a moment you hear what was found."), await show_here(talk))
