"""What the head, the admin and the commission read: criterion 6 and the export, for the aimaks they may see."""

from bot import hearing_files
from bot.budget.kyrgyz import quote
from bot.budget.people import Act
from bot.chat.message import Reply
from bot.office import evidence, journal, sheet, staff, years
from handlers.desk import not_allowed
from handlers.lead import here
from handlers.talk import Talk, above, router
from storage.aimaks import Aimak

MOST_SHEETS = 5
MOST_HEARINGS = 2  # of each aimak


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


@router.on(choice="campaign")
async def campaign_wanted(talk: Talk) -> Reply:
    """Shows criteria 1 and 2 of the latest hearings: how people were told and reached, and who came."""
    aimaks = await _aimaks(talk, Act.TALLY)
    if not aimaks:
        return await not_allowed(talk)
    texts = []
    for aimak in aimaks[:MOST_SHEETS]:
        for hearing in (await talk.store.hearings.of_aimak(aimak.id))[:MOST_HEARINGS]:
            found = await evidence.campaign(talk.store, hearing)
            texts.append("\n".join([quote(aimak.name(talk.words.language)), *evidence.lines(talk.words, found)]))
        await staff.record(talk.store, Act.TALLY, by=talk.person, aimak_id=aimak.id, at=talk.now, what="campaign")
    if not texts:
        texts.append(talk.say("No budget hearing is announced yet."))
    return above("\n\n".join(texts), await here(talk))


@router.on(choice="hearing_years")
async def years_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends hearings and people by year, the republic's beside the install's own: the figures, and a chart of them."""
    if not await _aimaks(talk, Act.TALLY):
        return await not_allowed(talk)
    everything = None in await staff.where_allowed(talk.store, by=talk.person, act=Act.TALLY)
    aimak_id = None if everything else talk.person.aimak_id
    figures = await hearing_files.stats_text(talk.store, talk.words.language, aimak_id=aimak_id)
    chart = {"kind": "chart", "language": talk.words.language, "aimak_id": aimak_id}
    return Reply(figures, stays=True), Reply(talk.say("The same as a chart."), document=chart), await here(talk)


async def _aimaks(talk: Talk, act: Act) -> list[Aimak]:
    # The aimak somebody is at comes first; an install-wide role sees the others that have anything to show.
    allowed = await staff.where_allowed(talk.store, by=talk.person, act=act)
    if None in allowed:
        known = [aimak for aimak in await talk.store.aimaks.all() if await talk.store.years.known(aimak.id)]
    else:
        known = [await talk.store.aimaks.get(aimak_id) for aimak_id in sorted(filter(None, allowed))]
    return sorted(known, key=lambda aimak: (aimak.id != talk.person.aimak_id, aimak.code))
