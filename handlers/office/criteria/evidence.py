"""The proposed figures of an aimak's year in the chat, with the sheet, the table and the chart of them."""

from bot.budget.permissions import Act, NotAllowed, may
from bot.chat.fsm import State
from bot.chat.message import Reply
from bot.chat.talk import Replies, list_ways
from bot.office import staff, years
from bot.office.criteria import proposed
from bot.office.criteria.in_words import list_figures
from bot.office.reads import hearings as reads
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork
from storage.aimaks import Aimak

_FILES = {"pdf", "xlsx", "png"}


class Criteria(AtWork):
    """The figures of an aimak's year, what criterion 6 is frozen for, a frozen sheet checked."""

    figures = State()
    purpose = State()
    check = State()


async def find_place(talk: Talk) -> tuple[Aimak, int]:
    """The aimak whose figures somebody may read, their own before others, and its current year. Raises NotAllowed."""
    found = await reads.list_aimaks_with_figures(talk.store, act=Act.TALLY, by=talk.person)
    if not found:
        raise NotAllowed(Act.TALLY)
    aimak = next((one for one in found if one.id == talk.person.aimak_id), found[0])
    return aimak, years.find_current_year(aimak, at=talk.now)


@desk.on(choice="criteria")
async def on_criteria_wanted(talk: Talk) -> Reply:
    """Shows the proposed figures."""
    return await talk.ask(Criteria.figures)


@desk.screen(Criteria.figures)
async def ask_what_of_figures(talk: Talk) -> Reply:
    """All criteria, a line each; the files say how each is counted."""
    aimak, year = await find_place(talk)
    found = await proposed.propose_all(talk.store, aimak_id=aimak.id, year=year, by=talk.person, at=talk.now)
    await staff.record(
        talk.store, Act.TALLY, by=talk.person, aimak_id=aimak.id, at=talk.now, year=year, what="criteria"
    )
    choices = [
        talk.make_choice("criteria_file:pdf", "Sheet on paper"),
        talk.make_choice("criteria_file:xlsx", "Table of rows"),
        talk.make_choice("criteria_file:png", "Chart"),
    ]
    if may(await staff.list_standings(talk.store, talk.person), Act.FREEZE, aimak.id):
        choices += [
            talk.make_choice("freeze", "Freeze criterion 6"),
            talk.make_choice("verify", "Check a frozen file"),
        ]
    return Reply("\n".join(list_figures(talk.words, found)), tuple(choices), list_ways(talk))


@desk.on(Criteria.figures, choice="criteria_file")
async def on_file_wanted(talk: Talk) -> Replies:
    """Sends the sheet, the table or the chart; it is made as the message leaves."""
    if talk.chosen not in _FILES:
        return await show_stale(talk)
    aimak, year = await find_place(talk)
    document = {
        "kind": "criteria", "form": talk.chosen, "aimak_id": aimak.id, "year": year, "at": talk.now,
        "language": talk.words.language,
    }  # fmt: skip
    said = talk.say("Each criterion with its formula, as the log has it now.")
    return Reply(said, document=document, stays=True), await talk.ask(Criteria.figures)


@desk.on(choice="freeze")
async def on_freeze_wanted(talk: Talk) -> Reply:
    """Asks what it is frozen for."""
    aimak, _ = await find_place(talk)
    await staff.permit(talk.store, by=talk.person, act=Act.FREEZE, aimak_id=aimak.id)
    return await talk.ask(Criteria.purpose)
