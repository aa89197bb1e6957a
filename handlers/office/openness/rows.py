"""«Текшерүү тизмеси»: the rows with their days, one row with what was entered, the sheet as PDF and XLSX."""

from dataclasses import replace

from bot.budget.openness.due import find_row, name_row
from bot.budget.openness.rows import Row
from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import find_day
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.openness import entering
from bot.office.openness.checklist import Line, read_lines
from bot.office.openness.words import CHANNELS, LANGUAGES, ROWS
from handlers.office.budget_year import find_year_now
from handlers.office.openness.memory import OpennessDesk, OpennessRead, openness_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from handlers.shared.wording import ON
from storage.openness.entries import OpennessEntry

MOST_SHOWN = 3  # entries on the card of a row
_FORMS = frozenset({"pdf", "xlsx"})


@openness_desk.on(choice="openness", opens=True)
async def on_list_wanted(talk: Talk) -> Reply:
    """Shows the checklist of the current budget year. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.OPENNESS, aimak_id=talk.person.aimak_id)
    await PAGES.begin(talk)
    return await talk.ask(OpennessDesk.list)


PAGES = paged(openness_desk, OpennessDesk.list, leave=Menu.open, key="openness_page")


@openness_desk.screen(OpennessDesk.list)
async def ask_which(talk: Talk) -> Reply:
    """The rows in pages: what is published, what is due and what is late."""
    aimak_id, year = await find_year_now(talk)
    found = await read_lines(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    page = await PAGES.of(talk, found.lines)
    choices = tuple(
        replace(talk.make_choice(f"openness_row:{name_row(line.row)}", ROWS[line.row]), line=_say_line(talk, line))
        for line in page.rows
    )
    said = talk.say("The budget of {year}: published {n} / {all}.", year=year, n=found.done, all=len(found.lines))
    return Reply(said, choices, page.ways(talk, talk.make_choice("openness_sheet", "Sheet")))


def _say_line(talk: Talk, line: Line) -> str:
    name = " · ".join(filter(None, (talk.say(ROWS[line.row]), line.counted)))
    if line.published is not None:
        day = line.published.day
        return f"{ON} {name}" + (f", {talk.words.day(day)}" if day else "")
    if line.is_late(find_day(talk.now)):
        return talk.say("{name}, late", name=name)
    return talk.say("{name}, due {day}", name=name, day=talk.words.long_day(line.due)) if line.due else name


@openness_desk.on(OpennessDesk.list, choice="openness_row")
async def on_row_chosen(talk: Talk) -> Reply:
    if find_row(talk.chosen) is None:
        return await show_stale(talk)
    await OpennessRead(row=talk.chosen).keep(talk)
    return await talk.ask(OpennessDesk.row)


def read_row(talk: Talk) -> Row:
    """The row that is read; the first where nothing is kept."""
    return find_row(OpennessRead.of(talk).row) or Row.DRAFT


@openness_desk.screen(OpennessDesk.row)
async def ask_row(talk: Talk) -> Reply:
    """Shows a row, what was entered of it, and what can be done."""
    aimak_id, year = await find_year_now(talk)
    row = read_row(talk)
    found = await read_lines(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    line = next(one for one in found.lines if one.row is row)
    entries = await entering.list_entries(talk.store, aimak_id=aimak_id, year=year, row=row, by=talk.person)
    lines = [_say_line(talk, line)]
    lines += [_say_entry(talk, one) for one in entries[-MOST_SHOWN:]]
    choices = [talk.make_choice("openness_enter", "It is published")]
    if entries:
        choices.append(Choice(f"openness_remove:{entries[-1].id}", talk.say("Take the last off"), line=""))
        if entries[-1].media_id is not None:
            choices.append(Choice(f"openness_photo:{entries[-1].id}", talk.say("Photo")))
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


def _say_entry(talk: Talk, one: OpennessEntry) -> str:
    parts = [talk.say(CHANNELS[one.channel]), talk.say(LANGUAGES[one.language]), talk.words.long_day(one.day)]
    return ", ".join([*parts, *([quote(one.place, 100)] if one.place else [])])


@openness_desk.on(OpennessDesk.row, choice="openness_remove")
async def on_removed(talk: Talk) -> Reply:
    """Takes an entry off the list. Raises NotAllowed."""
    await entering.remove(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    return put_above(talk.say("It is taken off the list."), await talk.ask(OpennessDesk.row))


@openness_desk.on(OpennessDesk.row, choice="openness_photo")
async def on_photo_wanted(talk: Talk) -> Replies:
    """Brings the photo of an entry. Raises NotAllowed."""
    file = await entering.find_photo(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    here = await talk.ask(OpennessDesk.row)
    if file is None:
        return put_above(talk.say("The file has not come yet."), here)
    name = f"openness-{read_row_id(talk.chosen)}{file.ending or ''}"
    document = {"kind": "media", "digest": file.digest, "name": name, "form": file.form}
    return Reply(talk.say(ROWS[read_row(talk)]), document=document), here


@openness_desk.on(OpennessDesk.list, choice="openness_sheet")
async def on_sheet_wanted(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.sheet)


@openness_desk.screen(OpennessDesk.sheet)
async def ask_form(talk: Talk) -> Reply:
    choices = (
        Choice("openness_form:pdf", "PDF", ("PDF",)),
        Choice("openness_form:xlsx", "Excel", ("Excel",)),
    )
    return Reply(talk.say("The checklist in both languages to print, or as a table. Which?"), choices, list_ways(talk))


@openness_desk.on(OpennessDesk.sheet, choice="openness_form")
async def on_form_chosen(talk: Talk) -> Replies:
    """Sends the sheet; it is made as the message leaves. Raises NotAllowed."""
    if talk.chosen not in _FORMS:
        return await show_stale(talk)
    aimak_id, year = await find_year_now(talk)
    if not aimak_id:
        raise NotAllowed(Act.OPENNESS)
    await staff.permit(talk.store, by=talk.person, act=Act.OPENNESS, aimak_id=aimak_id)
    await staff.record(
        talk.store, Act.OPENNESS, by=talk.person, aimak_id=aimak_id, at=talk.now, what="sheet", year=year,
        form=talk.chosen,
    )  # fmt: skip
    document = {
        "kind": "openness", "aimak_id": aimak_id, "year": year, "form": talk.chosen,
        "language": talk.words.language, "at": talk.now,
    }  # fmt: skip
    return Reply(talk.say("The checklist of documents."), document=document, stays=True), await talk.ask(
        OpennessDesk.list
    )


@openness_desk.on(OpennessDesk.row, OpennessDesk.sheet, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.list)
