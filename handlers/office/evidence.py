"""The evidence folder at the desk: one ZIP for the commission of a contest, without names or with them."""

from bot.budget.permissions import Act, NotAllowed
from bot.chat.message import Reply
from bot.chat.talk import Replies
from bot.office import staff, years
from bot.office.reads import hearings as reads
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk


@desk.on(choice="evidence")
async def on_evidence_wanted(talk: Talk) -> Replies:
    """Sends the folder of the current budget year; it is made as the message leaves, and says what is missing."""
    # Criterion 6 is frozen in it, so only who may freeze gets it.
    aimaks = await reads.list_aimaks_with_figures(talk.store, act=Act.FREEZE, by=talk.person)
    own = next((one for one in aimaks if one.id == talk.person.aimak_id), None)
    if own is None:
        raise NotAllowed(Act.FREEZE)
    year = years.find_current_year(own, at=talk.now)
    await staff.record(talk.store, Act.EXPORT, by=talk.person, aimak_id=own.id, at=talk.now, what="evidence", year=year)
    document = {"kind": "evidence", "aimak_id": own.id, "year": year, "at": talk.now, "peer": talk.person.peer_id}
    said = talk.say("The evidence folder for a contest, without names. Open index.html in it: it says what is missing.")
    return Reply(said, document=document, stays=True), await show_here(talk)
