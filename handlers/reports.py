"""What the head, the admin and the commission read: criterion 6 and the export, for the aimaks they may see."""

from bot.budget.people import Act
from bot.chat.message import Reply
from bot.office import journal, sheet, staff, years
from handlers.desk import not_allowed
from handlers.lead import here
from handlers.talk import Talk, above, router
from storage.aimaks import Aimak

MOST_SHEETS = 5


@router.on(command="tally")
@router.on(choice="tally")
async def tally_wanted(talk: Talk) -> Reply:
    """Shows criterion 6 of the current budget year, each aimak by itself."""
    aimaks = await _aimaks(talk, Act.TALLY)
    if not aimaks:
        return await not_allowed(talk)
    texts = []
    for aimak in aimaks[:MOST_SHEETS]:
        year = years.current_year(aimak, at=talk.now)
        found = await journal.tally_of(talk.store, aimak_id=aimak.id, year=year)
        texts.append(sheet.lines(talk.words, found))
        await staff.record(talk.store, Act.TALLY, by=talk.person, aimak_id=aimak.id, at=talk.now, year=year)
    left = len(aimaks) - len(texts)
    if left > 0:
        texts.append(talk.say_n("{n} more aimak is not shown here.", "{n} more aimaks are not shown here.", left))
    return above("\n\n".join(texts), await here(talk))


@router.on(command="export")
@router.on(choice="export")
async def export_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the log of proposals as a spreadsheet; the file is made when the message leaves."""
    aimaks = await _aimaks(talk, Act.EXPORT)
    if not aimaks:
        return await not_allowed(talk)
    everything = None in await staff.where_allowed(talk.store, by=talk.person, act=Act.EXPORT)
    aimak_id = None if everything else aimaks[0].id
    await staff.record(talk.store, Act.EXPORT, by=talk.person, aimak_id=aimak_id, at=talk.now)
    document = {"kind": "export", "form": "xlsx", "aimak_id": aimak_id}
    return Reply(talk.say("The log of proposals."), document=document), await here(talk)


async def _aimaks(talk: Talk, act: Act) -> list[Aimak]:
    # The aimak somebody is at comes first; an install-wide role sees the others that have anything to show.
    allowed = await staff.where_allowed(talk.store, by=talk.person, act=act)
    if None in allowed:
        known = [aimak for aimak in await talk.store.aimaks.all() if await talk.store.years.known(aimak.id)]
    else:
        known = [await talk.store.aimaks.get(aimak_id) for aimak_id in sorted(filter(None, allowed))]
    return sorted(known, key=lambda aimak: (aimak.id != talk.person.aimak_id, aimak.code))
