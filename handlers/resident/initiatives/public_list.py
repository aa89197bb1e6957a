"""The public list of initiatives, under «Бюджет»: numbers, sums, decisions; words only where their author lets them stand."""

from bot.chat.message import Reply
from bot.chat.paging import paged
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.initiatives import public
from bot.office.initiatives.words import PHASES
from handlers.resident.initiatives.draft import AllInitiatives
from handlers.shared.menu import show_nothing_yet
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu


@router.on(choice="initiatives", opens=True)
async def on_list_wanted(talk: Talk) -> Reply:
    """Shows the list, or says that there is nothing yet."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if not await public.list_shown(talk.store, aimak_id=talk.person.aimak_id):
        return await show_nothing_yet(talk, talk.say("No initiatives were sent here yet."))
    await PAGES.begin(talk)
    return await talk.ask(AllInitiatives.list)


router.idle |= {str(AllInitiatives.list)}
PAGES = paged(router, AllInitiatives.list, leave=Menu.open, key="all_initiatives_page")


@router.screen(AllInitiatives.list)
async def show_list(talk: Talk) -> Reply:
    """Shows a page of it."""
    rows = await public.list_shown(talk.store, aimak_id=int(talk.person.aimak_id or 0))
    page = await PAGES.of(talk, rows)
    lines = [talk.say("Local initiatives: {n}.", n=talk.words.number(len(rows)))]
    lines += [_say_row(talk, row) for row in page.rows]
    return Reply("\n".join(lines), ways=page.ways(talk))


def _say_row(talk: Talk, row: public.Shown) -> str:
    said = talk.say(
        "№ {number}: asked {asked}, granted {granted}; {standing}.",
        number=row.label, asked=talk.words.som(row.asked), granted=talk.words.som(row.course.granted),
        standing=talk.say(PHASES[row.course.phase]),
    )  # fmt: skip
    return f"{said} {put_in_quotes(quote(row.text, 100))}" if row.text else said
