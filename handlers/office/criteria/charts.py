"""The charts of an aimak's year in the chat: the figures as text, and the same as a picture."""

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.message import Reply
from bot.chat.talk import Replies, list_ways
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.reads.drawn import charts
from bot.office.reads.drawn.figures import read_year
from bot.office.wording.notices import N_
from handlers.office.criteria.evidence import find_place
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork

_TITLES = {
    charts.CATEGORIES: N_("By category"),
    charts.WEEKS: N_("By week"),
    charts.PEOPLE: N_("At hearings"),
    charts.CORRECTIONS: N_("Corrections"),
}


class Charts(AtWork):
    """Which chart of a year is wanted."""

    open = State()


@desk.on(choice="year_charts")
async def on_charts_wanted(talk: Talk) -> Reply:
    """Asks which chart is wanted."""
    await find_place(talk)
    return await talk.ask(Charts.open)


@desk.screen(Charts.open)
async def ask_which_chart(talk: Talk) -> Reply:
    """The charts of the current year."""
    aimak, year = await find_place(talk)
    said = talk.say("{aimak}, {year}: which chart?", aimak=quote(aimak.name(talk.words.language)), year=year)
    choices = [talk.make_choice(f"year_chart:{name}", title) for name, title in _TITLES.items()]
    return Reply(said, tuple(choices), list_ways(talk))


@desk.on(Charts.open, choice="year_chart")
async def on_chart_wanted(talk: Talk) -> Replies:
    """Sends the figures as text, then the picture, which is made as the message leaves."""
    if talk.chosen not in charts.NAMES:
        return await show_stale(talk)
    aimak, year = await find_place(talk)
    found = await read_year(talk.store, aimak_id=aimak.id, year=year, by=talk.person)
    await staff.record(
        talk.store, Act.TALLY, by=talk.person, aimak_id=aimak.id, at=talk.now, year=year, what=f"chart {talk.chosen}"
    )
    chart = charts.make_chart(talk.words, talk.chosen, found)
    screen = await talk.ask(Charts.open)
    text = Reply("\n".join(charts.write_lines(talk.words, chart)), stays=True)
    if not chart.rows:
        return text, screen
    document = {
        "kind": "year_chart", "chart": talk.chosen, "aimak_id": aimak.id, "year": year, "language": talk.words.language,
    }  # fmt: skip
    return text, Reply(talk.say("The same as a chart."), document=document), screen
