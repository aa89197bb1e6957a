"""What a list of the office is narrowed to. Which list, and of it a side, a category or a village, each with its count."""

from dataclasses import dataclass, replace
from typing import Any

from bot.budget.proposal import BY_HAND, Side, Source
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.talk import Replies
from bot.chat.texts import LABEL, fold_short, say_in_every_language
from bot.language.kyrgyz import clean, fold
from bot.office.categories import list_categories
from bot.office.guessing.guess import find_by_words
from bot.office.reads import office_lists, public
from bot.office.reads.list_titles import LIST_TITLES, say_counted
from bot.office.wording.notices import N_
from handlers.office.queue.lists import ChosenList, say_narrowed, say_source, show_list
from handlers.office.queue.search import look_for, search_desk_word
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.wording import SIDE_NAMES, find_village_name, say_category, say_side
from storage.log.office_lists import ENTERED, By, OfficeList

_BY = {By.CATEGORY: N_("By category"), By.VILLAGE: N_("By village"), By.SIDE: N_("By side"), By.SOURCE: N_("By source")}
# What is chosen most where many wait stands on the first page; what the menu itself opens comes last.
_ORDER: tuple[OfficeList | By, ...] = (
    By.CATEGORY, By.VILLAGE, OfficeList.OVERDUE, OfficeList.SOON, By.SIDE,
    OfficeList.MINE, OfficeList.DRAFTED, OfficeList.QUESTIONED, OfficeList.FOR_HEAD, By.SOURCE,
    OfficeList.UNDELIVERED, OfficeList.ANSWERED, OfficeList.WAITING,
)  # fmt: skip
_MOST_WORDS = 3  # of what names a value to narrow by; more is looked for
_A_VILLAGE = frozenset({"айылы", "айыл", "айылынан", "село", "сел", "с"})  # words beside its name
_COUNTED = {
    OfficeList.WAITING, OfficeList.SOON, OfficeList.OVERDUE, OfficeList.MINE, OfficeList.DRAFTED, OfficeList.QUESTIONED
}  # fmt: skip


@dataclass(frozen=True)
class NarrowedBy(Memory):
    """By what a list is being narrowed."""

    narrowed_by: By = By.VILLAGE


LISTS = paged(desk, Desk.filter, leave=Desk.list, key="filter_page")
VALUES = paged(desk, Desk.filter_by, leave=Desk.filter, key="filter_by_page")


@desk.on(Desk.list, choice="desk_filter")
async def on_filter_wanted(talk: Talk) -> Reply:
    """Asks what the list shall show."""
    await LISTS.begin(talk)
    return await talk.ask(Desk.filter)


@desk.screen(Desk.filter)
async def ask_what_to_show(talk: Talk) -> Reply:
    """Asks which list it shall be, with how much stands in each, and by what it is narrowed."""
    chosen = ChosenList.of(talk)
    counts = await office_lists.count_lists(
        talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), at=talk.now, narrow=chosen.narrow
    )
    items = [
        talk.make_choice(f"desk_by:{one.value}", _BY[one])
        if isinstance(one, By)
        else _make_counted(
            talk,
            talk.make_choice(f"desk_show:{one.value}", LIST_TITLES[one]),
            getattr(counts, one) if one in _COUNTED else None,
        )
        for one in _ORDER
    ]
    page = await LISTS.of(talk, items)
    whole = (talk.make_choice("desk_whole", "Show everything"),) if chosen.is_narrowed else ()
    lines = [talk.say("What shall the list show?"), await say_narrowed(talk, chosen)]
    return Reply("\n".join(filter(None, lines)), tuple(page.rows), (*whole, *page.ways(talk)))


@desk.on(Desk.filter, choice="desk_show")
async def on_list_chosen(talk: Talk) -> Reply:
    """Shows another list, narrowed as the one before."""
    if talk.chosen not in LIST_TITLES:
        return await show_stale(talk)
    return await show_list(talk, replace(ChosenList.of(talk), list=OfficeList(talk.chosen), searched=""))


@desk.on(Desk.filter, choice="desk_whole")
async def on_whole_list_wanted(talk: Talk) -> Reply:
    """Shows the list with nothing left out."""
    return await show_list(talk, ChosenList(list=_find_narrowable(ChosenList.of(talk)).list))


@desk.on(Desk.filter, choice="desk_by")
async def on_narrowing_wanted(talk: Talk) -> Reply:
    """Asks for the village, the category or the side."""
    if talk.chosen not in set(By):
        return await show_stale(talk)
    await VALUES.begin(talk)
    await NarrowedBy(By(talk.chosen)).keep(talk)
    return await talk.ask(Desk.filter_by)


@desk.on(Desk.filter, kind=Kind.TEXT)
async def on_filter_typed(talk: Talk) -> Replies:
    """Takes a list, or what it is narrowed by or to, by its name, also one of another page. Else it is searched for."""
    typed = fold_short(talk.text)
    items = ((f"desk_show:{which.value}", title) for which, title in LIST_TITLES.items())
    for id, title in (*items, *((f"desk_by:{by.value}", title) for by, title in _BY.items())):
        if typed and typed in map(fold, say_in_every_language(title)):
            found = router.find(str(Desk.filter), replace(talk.incoming, kind=Kind.CHOICE, choice=id), {})
            talk.chosen = found.chosen
            return await found.handler(talk)
    if (narrowed := await _find_named(talk, tuple(By))) is not None:
        return await show_list(talk, narrowed)
    return await search_desk_word(talk) or await look_for(talk) or await show_here(talk)


@desk.on(Desk.filter_by, kind=Kind.TEXT)
async def on_value_typed(talk: Talk) -> Replies:
    """Takes a village, category or side by its name, also one of another page. Any other words are searched for."""
    if (narrowed := await _find_named(talk, (NarrowedBy.of(talk).narrowed_by,))) is not None:
        return await show_list(talk, narrowed)
    return await search_desk_word(talk) or await look_for(talk) or await show_here(talk)


async def _find_named(talk: Talk, ways: tuple[By, ...]) -> ChosenList | None:
    # «Жол», «Сай айылы», «киреше»: of what is in the list that which is named; None where nothing is.
    typed = fold_short(talk.text)
    if not typed or len(typed.split()) > _MOST_WORDS:
        return None
    village = " ".join(word for word in typed.split() if word not in _A_VILLAGE)
    for by in ways:
        values = [value for value, _ in await _count_values(talk, by) if value is not None]
        chosen = _find_narrowable(ChosenList.of(talk))
        if by is By.SIDE:
            named = [one for one in values if typed in map(fold, say_in_every_language(SIDE_NAMES[Side(one)]))]
            if named:
                return replace(chosen, side=Side(named[0]))
        elif by is By.CATEGORY:
            for category in find_by_words(talk.text, None):
                if category.code in values:
                    return replace(chosen, category=category.code)
        elif by is By.VILLAGE and village:
            for one in await public.list_villages(talk.store, aimak_id=talk.person.aimak_id):
                if one.id in values and village in map(fold, one.names.values()):
                    return replace(chosen, village=one.id)
    return None


async def _count_values(talk: Talk, by: By) -> list[tuple[Any, int]]:
    chosen = _find_narrowable(ChosenList.of(talk))
    return await office_lists.count_by(
        talk.store,
        column=by,
        which=chosen.list,
        by=talk.person,
        aimak_id=int(talk.person.aimak_id or 0),
        at=talk.now,
        narrow=_without(chosen, by).narrow,
    )


@desk.screen(Desk.filter_by)
async def ask_value(talk: Talk) -> Reply:
    """Asks for the village, category or side that alone is shown; those with the most proposals come first."""
    by = NarrowedBy.of(talk).narrowed_by
    counted = await _count_values(talk, by)
    entered = sum(n for value, n in counted if value in BY_HAND)
    if by is By.SOURCE and entered:
        counted = [(ENTERED, entered), *counted]
    page = await VALUES.of(talk, counted)
    choices = [await _make_value(talk, by, value, n) for value, n in page.rows]
    question = talk.say("Which one?") if counted else talk.say("There is nothing here.")
    return Reply(question, tuple(choices), page.ways(talk))


@desk.on(Desk.filter_by, choice="desk_only")
async def on_value_chosen(talk: Talk) -> Reply:
    chosen, value = _find_narrowable(ChosenList.of(talk)), talk.chosen
    match NarrowedBy.of(talk).narrowed_by:
        case By.SIDE if value in set(Side):
            return await show_list(talk, replace(chosen, side=Side(value)))
        case By.CATEGORY if not value or value in {one.code for one in list_categories()}:
            return await show_list(talk, replace(chosen, category=value))
        case By.VILLAGE:
            return await show_list(talk, replace(chosen, village=read_row_id(value)))
        case By.SOURCE if value in {ENTERED, *Source}:
            return await show_list(talk, replace(chosen, source=value))
    return await show_stale(talk)


def _find_narrowable(chosen: ChosenList) -> ChosenList:
    # What was searched for is a list by itself.
    return replace(chosen, list=OfficeList.WAITING, searched="") if chosen.list is OfficeList.FOUND else chosen


def _without(chosen: ChosenList, by: By) -> ChosenList:
    match by:
        case By.SIDE:
            return replace(chosen, side=None)
        case By.CATEGORY:
            return replace(chosen, category=None)
        case By.SOURCE:
            return replace(chosen, source=None)
    return replace(chosen, village=None)


def _make_counted(talk: Talk, choice: Choice, n: int | None) -> Choice:
    return choice if n is None else replace(choice, line=f"{choice.title} · {say_counted(talk.words, n)}")


async def _make_value(talk: Talk, by: By, value: Any, n: int) -> Choice:
    match by:
        case By.SIDE:
            title = say_side(talk.words, Side(value))
        case By.CATEGORY:
            title = say_category(talk.words, value)
        case By.VILLAGE:
            title = clean(await find_village_name(talk, value) or talk.say("no village"))
        case By.SOURCE:
            title = say_source(talk.words, value)
    return Choice(f"desk_only:{value if value is not None else ''}", title[:LABEL], (title,), line=f"{title} · {n}")
