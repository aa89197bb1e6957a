"""The hearings of an aimak, as its office sees them: the list."""

from bot.budget.workdays import move_to_bishkek
from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.chat.talk import list_ways
from bot.language.kyrgyz import quote
from bot.office.hearings import hearings
from bot.office.wording import hearing_words
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.router import Talk
from handlers.shared.states import Menu

PAGES = paged(hearing_desk, HearingDesk.list, leave=Menu.open)


@hearing_desk.on(choice="hearing_list")
async def on_list_wanted(talk: Talk) -> Reply:
    """Shows the hearings of the aimak."""
    await PAGES.begin(talk)
    return await talk.ask(HearingDesk.list)


@hearing_desk.screen(HearingDesk.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the hearings in pages, those to come first."""
    found = await hearings.list_for_office(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
    if not found:
        return Reply(talk.say("No hearing has been announced here yet."), ways=list_ways(talk))
    page = await PAGES.of(talk, found)
    lines = [talk.say_n("{n} hearing.", "{n} hearings.", len(found))]
    for hearing in page.rows:
        when = move_to_bishkek(hearing.terms.starts_at).date()
        lines.append(
            talk.say(
                "{day}, {place}: {standing}",
                day=talk.words.long_day(when),
                place=quote(hearing.terms.place, 60),
                standing=talk.say(hearing_words.say_state(hearing, at=talk.now)),
            )
        )
    choices = [
        Choice(f"hearing_desk:{one.id}", f"{move_to_bishkek(one.terms.starts_at):%d.%m.%Y %H:%M}") for one in page.rows
    ]
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))
