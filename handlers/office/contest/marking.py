"""A juror marks in the chat: the codes, one entry criterion by criterion, the second look."""

from dataclasses import dataclass

from bot.budget.contest.marks import MarkOutside, read_mark
from bot.budget.permissions import Act, may
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.company import names_number
from bot.language.intents import Intent
from bot.language.kyrgyz import fold, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest import judging, waiting
from bot.office.contest.figures import say_figures, say_spread
from bot.office.contest.judging import OwnSheet
from bot.office.contest.refused import REFUSED, say_refused
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu


class Judging(AtWork):
    """The entries of a contest under their codes, and one of them."""

    list = State()
    mark = State()


@dataclass(frozen=True)
class Marking(Memory):
    """The entry (code) and the criterion (number) that are marked now."""

    code: int = 0
    criterion: int = 0


_NONE = {fold(word) for word in ("ноль", "нөл", "нуль")}
_LONGEST_CODE = 3  # digits
PAGES = paged(desk, Judging.list, leave=Menu.open, key="contest_page")


@desk.refuses(*REFUSED)
async def say_why_not(talk: Talk, refused: Refusal) -> Reply:
    """Says in one sentence why there is nothing to mark."""
    return put_above(say_refused(talk.words, type(refused)), await talk.ask(Menu.open))


@desk.on(choice="contest", opens=True)
async def on_contest_opened(talk: Talk) -> Reply:
    """Shows a juror the entries of the newest contest."""
    await PAGES.begin(talk)
    return await talk.ask(Judging.list)


@desk.screen(Judging.list)
async def ask_entry(talk: Talk) -> Reply:
    """The codes, each with how many of its criteria are marked; what is asked again stands first."""
    own = await judging.read_own(talk.store, by=talk.person, at=talk.now)
    is_asked = own.juror.looked_at is None and own.contest.closed_at is None
    again = {code for code, _ in own.again} if is_asked else set()
    codes = sorted(own.entries, key=lambda code: (code not in again, not _is_open(own, code), code))
    page = await PAGES.of(talk, codes)
    choices = tuple(
        Choice(f"entry:{code}", str(code), (str(code),), line=_say_entry(talk, own, code, again)) for code in page.rows
    )
    beside = [talk.make_choice("marks_sheet", "Excel")]
    if again:
        beside.insert(0, talk.make_choice("marks_stay", "My marks stay"))
    return Reply("\n".join(_list_state(talk, own, again)), choices, page.ways(talk, *beside))


def _is_open(own: OwnSheet, code: int) -> bool:
    return any((code, number) not in own.marks for number in own.rules.numbers)


def _say_entry(talk: Talk, own: OwnSheet, code: int, again: set[int]) -> str:
    n = sum((code, number) in own.marks for number in own.rules.numbers)
    name, asked = talk.say("Entry {code}", code=code), talk.say("look again")
    line = f"{name} · {n}/{len(own.rules.numbers)}"
    return f"{line} · {asked}" if code in again else line


def _list_state(talk: Talk, own: OwnSheet, again: set[int]) -> list[str]:
    if own.contest.closed_at is not None:
        return [talk.say("The contest is closed: no mark changes any more.")]
    if own.contest.looked_at is not None:
        lines = [talk.say("All marks of the contest are in: now you see how far they are apart.")]
        more = talk.say_n("Please look again at {n} mark.", "Please look again at {n} marks.", len(own.again))
        return [*lines, more] if again else lines
    left = len(own.missing)
    if not left:
        return [talk.say("You have given all your marks. Until the others have, only you see them.")]
    return [
        talk.say_n("{n} mark is still to give.", "{n} marks are still to give.", left),
        talk.say("Only you see your marks until all jurors have given theirs."),
    ]


@desk.on(Judging.list, choice="entry")
async def on_entry_chosen(talk: Talk) -> Reply:
    """Opens an entry at the first criterion that is not marked, or that is looked at again."""
    own = await judging.read_own(talk.store, by=talk.person, at=talk.now)
    code = read_row_id(talk.chosen)
    if code not in own.entries:
        raise judging.UnknownCode
    await Marking(code, _find_first(own, code)).keep(talk)
    return await talk.ask(Judging.mark)


def _find_first(own: OwnSheet, code: int) -> int:
    asked = [n for one, n in own.again if one == code]
    left = [n for n in own.rules.numbers if (code, n) not in own.marks]
    return next(iter([*asked, *left, *own.rules.numbers]))


@desk.screen(Judging.mark)
async def ask_mark(talk: Talk) -> Reply:
    """Asks for the mark of one criterion, beside what the log says. Several marks in a line go to those that follow."""
    own, at = await judging.read_own(talk.store, by=talk.person, at=talk.now), Marking.of(talk)
    if at.code not in own.entries or at.criterion not in own.rules.numbers:
        return await talk.ask(Judging.list)
    criterion = own.rules.find(at.criterion)
    title = f"{criterion.number}. {criterion.name(talk.words.language)}"
    lines = [talk.say("Entry {code}, criterion {title}, weight {n}.", code=at.code, title=title, n=criterion.weight)]
    if said := say_figures(talk.words, dict(own.entries[at.code].get(str(at.criterion), {}))):
        lines.append(said)
    where = (at.code, at.criterion)
    if where in own.marks:
        lines.append(talk.say("Your mark: {mark}.", mark=own.marks[where]))
    if where in own.spread:
        lines.append(say_spread(talk.words, *own.spread[where]))
    lines.append(_say_wanted(talk, own, where))
    following = talk.make_choice("mark_next", "Next criterion", means=(Intent.SKIP,))
    return Reply("\n".join(lines), ways=(following, talk.back()), free_text=True)


def _say_wanted(talk: Talk, own: OwnSheet, where: tuple[int, int]) -> str:
    if own.contest.closed_at is not None:
        return talk.say("The contest is closed: no mark changes any more.")
    if own.contest.looked_at is not None and where not in own.again:
        return talk.say("All marks are in: only where jurors are far apart may a mark still change.")
    return talk.say("Please write a mark from {low} to {high}.", low=own.rules.low, high=own.rules.high)


@desk.on(Judging.mark, kind=Kind.TEXT)
async def on_mark_given(talk: Talk) -> Reply:
    """Keeps the mark, or several of them: those that follow go to the criteria that follow."""
    own, at = await judging.read_own(talk.store, by=talk.person, at=talk.now), Marking.of(talk)
    if at.code not in own.entries or at.criterion not in own.rules.numbers:
        return await talk.ask(Judging.list)
    numbers = own.rules.numbers[own.rules.numbers.index(at.criterion) :]
    typed = [_read_word(one) for one in _part(talk.text)]
    if (code := _find_other_code(own, at.code, typed)) is not None:
        await Marking(code, _find_first(own, code)).keep(talk)
        return await talk.ask(Judging.mark)
    if why := _say_wrong(talk, own, typed, len(numbers)):
        return put_above(f"{why} {talk.say('Nothing is changed.')}", await talk.ask(Judging.mark))
    given = {(at.code, n): read_mark(one, own.rules) for n, one in zip(numbers, typed, strict=False)}
    await judging.put_marks(talk.store, given=given, by=talk.person, at=talk.now)
    return put_above(talk.say("It is kept."), await _go_on(talk, numbers[len(typed) - 1]))


def _part(text: str) -> list[str]:
    # «7,8,9» are three marks. «8,5» may mean eight and a half, which is none.
    parts = text.replace(";", " ").replace(", ", " ").replace("№", " ").split()
    return [each for one in parts for each in (one.split(",") if one.count(",") > 1 else [one]) if each]


def _read_word(said: str) -> str:
    # A mark in words, «тогуз» or «девять», as figures; anything else as it is.
    number = 0 if fold(said) in _NONE else names_number(said)
    return said if number is None else str(number)


def _find_other_code(own: OwnSheet, code: int, typed: list[str]) -> int | None:
    # Whoever writes another code alone goes there. A number of the scale is a mark first.
    if len(typed) != 1 or not (typed[0].isascii() and typed[0].isdigit()) or len(typed[0]) > _LONGEST_CODE:
        return None
    other = int(typed[0])
    return other if other in own.entries and other != code and other > own.rules.high else None


def _say_wrong(talk: Talk, own: OwnSheet, typed: list[str], awaited: int) -> str:
    # Empty where all of it is taken. Else the first mark outside the scale, and how many marks are awaited.
    low, high = own.rules.low, own.rules.high
    place = next((n for n, one in enumerate(typed, 1) if not _is_mark(one, own)), 0)
    what = quote(typed[place - 1], 20) if place else ""
    counted = talk.say("You wrote {n}, and here at most {left} are still to give.", n=len(typed), left=awaited)
    if len(typed) == 1:
        return (
            talk.say("«{what}» is no whole number from {low} to {high}.", what=what, low=low, high=high)
            if place
            else ""
        )
    if place:
        outside = talk.say(
            "Place {n} in the line: «{what}» is no whole number from {low} to {high}.",
            n=place,
            what=what,
            low=low,
            high=high,
        )
        return f"{outside} {counted}"
    return "" if 0 < len(typed) <= awaited else counted


def _is_mark(said: str, own: OwnSheet) -> bool:
    try:
        read_mark(said, own.rules)
    except MarkOutside:
        return False
    return True


@desk.on(Judging.mark, choice="mark_next")
async def on_next_wanted(talk: Talk) -> Reply:
    """Leaves a criterion as it is."""
    return await _go_on(talk, Marking.of(talk).criterion)


async def _go_on(talk: Talk, criterion: int) -> Reply:
    own, at = await judging.read_own(talk.store, by=talk.person, at=talk.now), Marking.of(talk)
    later = [n for n in own.rules.numbers if n > criterion]
    if own.contest.looked_at is not None:
        later = [n for n in later if (at.code, n) in own.again]
    if not later:
        return await talk.ask(Judging.list)
    await Marking(at.code, later[0]).keep(talk)
    return await talk.ask(Judging.mark)


@desk.on(Judging.mark, choice="back")
async def on_back_to_entries(talk: Talk) -> Reply:
    """Goes back to the codes."""
    return await talk.ask(Judging.list)


@desk.on(Judging.list, choice="marks_stay")
async def on_marks_left(talk: Talk) -> Reply:
    """Keeps that a juror looked again and leaves the marks as they are."""
    await judging.look_again(talk.store, by=talk.person, at=talk.now)
    return put_above(talk.say("It is kept."), await talk.ask(Judging.list))


@desk.on(Judging.list, choice="marks_sheet")
async def on_marks_sheet_wanted(talk: Talk) -> Replies:
    """Sends a juror's own spreadsheet; it is made when the message leaves."""
    own = await judging.read_own(talk.store, by=talk.person, at=talk.now)
    await staff.record(
        talk.store, Act.EXPORT, by=talk.person, aimak_id=None, at=talk.now, object="contest",
        object_id=own.contest.id, what="marks",
    )  # fmt: skip
    document = {"kind": "marks", "peer": talk.person.peer_id, "contest": own.contest.id,
                "language": talk.words.language}  # fmt: skip
    said = talk.say("Choose the marks in the coloured cells and send the file back here.")
    return Reply(said, document=document), await show_here(talk)


async def take_marks(talk: Talk) -> Reply | None:
    """Takes a filled spreadsheet of marks from a juror; None for anything else."""
    media = talk.incoming.media
    if len(media) != 1 or not media[0].spreadsheet:
        return None
    if not may(await staff.list_standings(talk.store, talk.person), Act.MARK, None):
        return None
    if not await waiting.expect(talk.store, reference=media[0].reference, by=talk.person):
        return None
    said = talk.say("The table is being looked through. In a moment you hear what became of your marks.")
    return put_above(said, await show_here(talk))


@desk.on(Judging.list, Judging.mark, kind=Kind.MEDIA)
async def on_marks_file_given(talk: Talk) -> Reply:
    """Takes the filled spreadsheet; of any other file nothing is kept."""
    if (taken := await take_marks(talk)) is not None:
        return taken
    return put_above(talk.say("Here only the filled table of marks is taken."), await talk.ask_again())
