"""What the head, the admin and the commission read: criterion 6 and the export, for the aimaks they may see."""

from dataclasses import replace

from bot.budget.permissions import Act, NotAllowed
from bot.chat.message import Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.export import hearing_files
from bot.language.kyrgyz import quote
from bot.office import staff, years
from bot.office.criteria import criteria_1_2
from bot.office.reads import hearings as reads
from bot.office.window import months
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import Menu

MOST_SHEETS = 5
HEARINGS_A_PAGE = 2
PAGES = paged(desk, Desk.campaign, leave=Menu.open, size=HEARINGS_A_PAGE)


@desk.on(command="tally")
@desk.on(choice="tally")
async def on_tally_wanted(talk: Talk) -> Reply:
    """Shows criterion 6 of the current budget year, each aimak by itself; it is counted when the message leaves."""
    aimaks = await reads.list_aimaks_with_figures(talk.store, act=Act.TALLY, by=talk.person)
    if not aimaks:
        raise NotAllowed(Act.TALLY)
    shown = [(aimak.id, years.find_current_year(aimak, at=talk.now)) for aimak in aimaks[:MOST_SHEETS]]
    for aimak_id, year in shown:
        await staff.record(talk.store, Act.TALLY, by=talk.person, aimak_id=aimak_id, at=talk.now, year=year)
    reply, left = await show_here(talk), len(aimaks) - len(shown)
    if left > 0:
        reply = put_above(
            talk.say_n("{n} more aimak is not shown here.", "{n} more aimaks are not shown here.", left), reply
        )
    report = {"kind": "criterion_6", "language": talk.words.language, "aimaks": shown}
    return replace(reply, report=report)


@desk.on(command="export")
@desk.on(choice="export")
async def on_export_wanted(talk: Talk) -> Replies:
    """Sends the log of proposals as a spreadsheet; the file is made when the message leaves."""
    return await _export(talk, Act.EXPORT)


@desk.on(choice="export_named")
async def on_named_export_wanted(talk: Talk) -> Replies:
    """Sends it with the names that authors gave."""
    return await _export(talk, Act.EXPORT_NAMED)


async def _export(talk: Talk, act: Act) -> Replies:
    aimaks = await reads.list_aimaks_with_figures(talk.store, act=act, by=talk.person)
    if not aimaks:
        raise NotAllowed(act)
    everything = None in await staff.list_allowed_aimaks(talk.store, by=talk.person, act=act)
    aimak_id = None if everything else aimaks[0].id
    await staff.record(talk.store, act, by=talk.person, aimak_id=aimak_id, at=talk.now)
    document = {"kind": "export", "form": "xlsx", "aimak_id": aimak_id, "language": talk.words.language}
    if act is Act.EXPORT_NAMED:
        said = talk.say(
            "The log of proposals with the names that authors gave. Please show it to nobody outside the office."
        )
        return Reply(said, document=document | {"named": True}), await show_here(talk)
    return Reply(talk.say("The log of proposals."), document=document), await show_here(talk)


@desk.on(choice="campaign")
async def on_campaign_wanted(talk: Talk) -> Reply:
    """Shows criteria 1 and 2 of every hearing: how people were told and reached, and who came."""
    await PAGES.begin(talk)
    return await talk.ask(Desk.campaign)


@desk.screen(Desk.campaign)
async def ask_campaign(talk: Talk) -> Reply:
    """The hearings of each aimak in pages, so that a page is one message."""
    aimaks = await reads.list_aimaks_with_figures(talk.store, act=Act.TALLY, by=talk.person)
    if not aimaks:
        raise NotAllowed(Act.TALLY)
    found = [
        (aimak, hearing)
        for aimak in aimaks
        for hearing in await reads.list_hearings(talk.store, aimak_id=aimak.id, by=talk.person)
    ]
    if not found:
        return Reply(talk.say("No budget hearing is announced yet."), ways=list_ways(talk))
    page = await PAGES.of(talk, found)
    texts = [talk.say_n("{n} hearing.", "{n} hearings.", len(found))]
    for aimak, hearing in page.rows:
        told = await criteria_1_2.count_campaign(talk.store, hearing)
        texts.append("\n".join([quote(aimak.name(talk.words.language)), *criteria_1_2.list_lines(talk.words, told)]))
        await staff.record(
            talk.store, Act.TALLY, by=talk.person, aimak_id=aimak.id, at=talk.now, object="hearing",
            object_id=hearing.id, what="campaign",
        )  # fmt: skip
    return Reply("\n\n".join(texts), ways=page.ways(talk))


@desk.on(choice="messenger_costs")
async def on_costs_wanted(talk: Talk) -> Reply:
    """Shows what the messages of this month cost, where a messenger charges for them."""
    aimaks = await reads.list_aimaks_with_figures(talk.store, act=Act.TALLY, by=talk.person)
    if not aimaks:
        raise NotAllowed(Act.TALLY)
    texts = []
    for aimak in aimaks[:MOST_SHEETS]:
        head = talk.say("What left this month: {aimak}.", aimak=quote(aimak.name(talk.words.language)))
        lines = await months.list_month(talk.store, talk.words, aimak_id=aimak.id, by=talk.person, at=talk.now)
        texts.append("\n".join([head, *lines]))
    return put_above("\n\n".join(texts), await show_here(talk))


@desk.on(choice="hearing_years")
async def on_years_wanted(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends hearings and people by year, the republic's beside the install's own: the figures, and a chart of them."""
    if not await reads.list_aimaks_with_figures(talk.store, act=Act.TALLY, by=talk.person):
        raise NotAllowed(Act.TALLY)
    everything = None in await staff.list_allowed_aimaks(talk.store, by=talk.person, act=Act.TALLY)
    aimak_id = None if everything else talk.person.aimak_id
    figures = await hearing_files.write_stats(talk.store, talk.words.language, aimak_id=aimak_id)
    chart = {"kind": "chart", "language": talk.words.language, "aimak_id": aimak_id}
    return Reply(figures, stays=True), Reply(talk.say("The same as a chart."), document=chart), await show_here(talk)
