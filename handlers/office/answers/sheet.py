"""The spreadsheet of answers in the chat: asked for by «Excel», sent back filled in, shown, then kept or sent."""

from dataclasses import dataclass

from bot.budget.permissions import Act, may
from bot.chat.memory import Memory
from bot.chat.message import Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office import residents, staff
from bot.office.sheets import waiting
from bot.office.sheets.waiting import Step
from bot.office.sheets.wording import say_row
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk

PAGES = paged(desk, Desk.sheet, leave=Desk.list, key="sheet_page")


@dataclass(frozen=True)
class SheetShown(Memory):
    """The filled spreadsheet (id of its file) that is looked through."""

    sheet: int = 0


@desk.on(choice="excel")
async def on_sheet_wanted(talk: Talk) -> Replies:
    """Sends the open proposals as a spreadsheet to fill in; it is made when the message leaves."""
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.ANSWER, aimak_id=aimak_id)
    await staff.record(talk.store, Act.EXPORT, by=talk.person, aimak_id=aimak_id, at=talk.now, what="answers")
    document = {"kind": "answers", "aimak_id": aimak_id, "language": talk.words.language}
    said = talk.say("Fill in the coloured columns and send the file back here. The second sheet says how.")
    return Reply(said, document=document), await show_here(talk)


async def take_sheet(talk: Talk) -> Reply | None:
    """Takes a spreadsheet from somebody who answers for their office; None for anything else."""
    media, aimak_id = talk.incoming.media, int(talk.person.aimak_id or 0)
    if len(media) != 1 or not media[0].spreadsheet:
        return None
    if not may(await staff.list_standings(talk.store, talk.person), Act.ANSWER, aimak_id):
        return None
    reference = media[0].reference
    if not await waiting.expect(talk.store, aimak_id=aimak_id, reference=reference, by=talk.person):
        return None
    said = [talk.say("The table is being looked through. In a moment you hear what is in it; nothing is sent yet.")]
    if talk.text.strip():
        words = quote(talk.text)
        said.append(
            talk.say("The words beside the table are not read: «{words}». Please send them apart.", words=words)
        )
    return put_above("\n".join(said), await show_here(talk))


@desk.on(choice="sheet", opens=True)
async def on_sheet_opened(talk: Talk) -> Reply:
    """Shows what a filled spreadsheet says, page by page."""
    await PAGES.begin(talk)
    await SheetShown(read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Desk.sheet)


@desk.screen(Desk.sheet)
async def ask_what_to_do(talk: Talk) -> Reply:
    """Shows the answers of a page beside the texts they answer, and asks whether all are kept or sent."""
    shown = await waiting.show(talk.store, id=SheetShown.of(talk).sheet, by=talk.person)
    if shown is None or shown.step is not Step.SHOWN:
        return put_above(_is_over(talk), await talk.ask(Desk.list))
    page = await PAGES.of(talk, shown.rows)
    aimak = await residents.find_aimak(talk.store, talk.person)
    lines = [
        shown.counts,
        *[say_row(talk.words, row) for row in await waiting.quote_rows(talk.store, rows=page.rows, by=talk.person)],
    ]
    if aimak is not None and aimak.head_approves:
        lines.append(talk.say("It goes to the head first."))
    choices = (
        talk.make_choice("sheet_keep", "Keep all", means=(Intent.LATER,)),
        talk.make_choice("sheet_send", "Send all", means=(Intent.SEND,)),
    )
    return Reply("\n\n".join(lines), choices, page.ways(talk))


@desk.on(Desk.sheet, choice="sheet_keep")
async def on_sheet_kept(talk: Talk) -> Reply:
    """Lets every answer be kept."""
    return await _show_decided(talk, send=False)


@desk.on(Desk.sheet, choice="sheet_send")
async def on_sheet_answers_sent(talk: Talk) -> Reply:
    """Lets every answer be sent."""
    return await _show_decided(talk, send=True)


async def _show_decided(talk: Talk, *, send: bool) -> Reply:
    sheet = SheetShown.of(talk).sheet
    if not await waiting.decide(talk.store, id=sheet, send=send, by=talk.person, at=talk.now):
        return put_above(_is_over(talk), await talk.ask(Desk.list))
    await SheetShown.forget(talk)
    said = talk.say("It is being done. You hear at once what became of each answer.")
    return put_above(said, await talk.ask(Desk.list))


def _is_over(talk: Talk) -> str:
    return talk.say("This table is done with.")
