"""The hearings of an aimak, as its office sees them: the list."""

from bot.budget.workdays import bishkek
from bot.chat.message import BACK, MORE, Choice, Reply
from bot.language.kyrgyz import quote
from bot.office.hearings import hearings
from bot.office.wording import hearing_notices
from handlers.office.staff_only import for_staff
from handlers.shared.states import HearingDesk, Menu
from handlers.shared.talk import Talk, page_of, router, value, ways


@router.on(choice="hearing_list")
async def list_wanted(talk: Talk) -> Reply:
    """Shows the hearings of the aimak."""
    await talk.state.update_data(page=0)
    return await talk.ask(HearingDesk.list)


@router.screen(HearingDesk.list)
@for_staff
async def ask_which(talk: Talk) -> Reply:
    """Lists the hearings in pages, those to come first."""
    found = await hearings.list_for_office(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
    if not found:
        return Reply(talk.say("No hearing has been announced here yet."), ways=ways(talk))
    here, page, more = page_of(found, await value(talk, "page", 0))
    await talk.state.update_data(page=page)
    lines = [talk.say_n("{n} hearing.", "{n} hearings.", len(found))]
    for hearing in here:
        when = bishkek(hearing.terms.starts_at).date()
        lines.append(
            talk.say(
                "{day}, {place}: {standing}",
                day=talk.words.long_day(when),
                place=quote(hearing.terms.place, 60),
                standing=talk.say(hearing_notices.standing(hearing, at=talk.now)),
            )
        )
    choices = [Choice(f"hearing_desk:{one.id}", f"{bishkek(one.terms.starts_at):%d.%m.%Y %H:%M}") for one in here]
    return Reply("\n".join(lines), tuple(choices), ways(talk, more=more))


@router.on(HearingDesk.list, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page."""
    await talk.state.update_data(page=await value(talk, "page", 0) + 1)
    return await talk.again()


@router.on(HearingDesk.list, choice=BACK)
async def back_to_menu(talk: Talk) -> Reply:
    """Turns a page back, or returns to the menu."""
    page = await value(talk, "page", 0)
    await talk.state.update_data(page=max(0, page - 1))
    return await talk.again() if page else await talk.ask(Menu.open)
