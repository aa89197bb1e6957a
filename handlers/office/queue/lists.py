"""The lists of an office: what awaits an answer, is late, is kept, did not arrive, or was searched for."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.budget.permissions import Act, may
from bot.budget.proposal import Side
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import PAGE, paged
from bot.chat.talk import list_ways
from bot.chat.texts import Words
from bot.export.legend.log_words import SOURCES
from bot.language.kyrgyz import quote
from bot.language.matter.stems import list_searched
from bot.office import staff
from bot.office.reads import office_lists, proposals
from bot.office.reads.list_titles import LIST_TITLES, say_awaiting, say_more_than_counted
from bot.office.wording.answers.answer_words import name_decision
from handlers.office.colleagues import say_taken_by_line
from handlers.office.queue.card.answer_lines import say_returned
from handlers.office.queue.card.screen import show_one
from handlers.office.staff_only import Desk, desk, list_own_words, proposal_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import find_village_name, mark_language, quote_parts, say_category, say_side
from storage.log.office_lists import ENTERED, MOST_COUNTED, UNANSWERED, Narrow, OfficeList
from storage.log.proposal_lists import Listed, Page

# While a list is shown, what is typed may answer a notice that came after it.
router.idle |= {str(Desk.list)}

# Lists in which the next proposal is shown as soon as one is answered.
WORK = UNANSWERED | {OfficeList.DRAFTED, OfficeList.FOR_HEAD, OfficeList.FOUND}

A_REMARK = 150  # characters shown in a list of what the head said

# Lists of which several proposals can be answered together.
_MARKED = UNANSWERED | {OfficeList.FOUND}

# Lists that have a button to the templates of answers.
_TEMPLATES = {OfficeList.WAITING, OfficeList.DRAFTED, OfficeList.ANSWERED}


@dataclass(frozen=True)
class ChosenList(Memory):
    """Which of the office's lists is looked at, and what it is narrowed to. An empty category and village 0 mean «none»."""

    list: OfficeList = OfficeList.WAITING
    side: Side | None = None
    category: str | None = None
    village: int | None = None
    source: str | None = None
    searched: str = ""

    @property
    def narrow(self) -> Narrow:
        """What the list is narrowed to, as a list of the database is."""
        words = tuple(map(tuple, list_searched(self.searched))) if self.list is OfficeList.FOUND else ()
        return Narrow(side=self.side, category=self.category, village_id=self.village, source=self.source, words=words)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of it."""
        return any(one is not None for one in (self.side, self.category, self.village, self.source))


PAGES = paged(desk, Desk.list, leave=Menu.open)


@proposal_desk.on(choice="desk_one", opens=True)
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one proposal, from the list or from a notice."""
    if talk.state.state != Desk.list:
        await leave_old_list(talk)
    return await show_one(talk, read_row_id(talk.chosen))


async def leave_old_list(talk: Talk) -> None:
    """Forgets a list that a proposal was not opened from: behind it comes what awaits an answer.

    A list of what awaits one is still worked through.
    """
    if ChosenList.of(talk).list not in UNANSWERED:
        await PAGES.begin(talk)
        await ChosenList().keep(talk)


@desk.on(choice="desk_list")
async def on_list_wanted(talk: Talk) -> Reply:
    """Shows one of the office's lists, whole."""
    if talk.chosen not in set(OfficeList) - {OfficeList.FOUND, OfficeList.TO_TELL}:
        return await show_stale(talk)
    return await show_list(talk, ChosenList(list=OfficeList(talk.chosen)))


async def show_list(talk: Talk, chosen: ChosenList) -> Reply:
    """Shows the first page of a list."""
    await PAGES.begin(talk)
    await chosen.keep(talk)
    return await talk.ask(Desk.list)


async def read_page(talk: Talk, chosen: ChosenList, number: int = 0) -> Page:
    """Reads a page of a list of the office that somebody works in."""
    return await office_lists.list_proposals(
        talk.store,
        which=chosen.list,
        by=talk.person,
        aimak_id=int(talk.person.aimak_id or 0),
        at=talk.now,
        page=number,
        size=PAGE,
        narrow=chosen.narrow,
    )


@desk.screen(Desk.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists proposals in pages, the soonest due first."""
    chosen = ChosenList.of(talk)
    found = await read_page(talk, chosen, await PAGES.number(talk))
    page = await PAGES.settle(talk, found, found.number, more=found.more)
    narrowed = await say_narrowed(talk, chosen)
    beside: tuple[Choice, ...] = (talk.make_choice("desk_filter", "Filter"), talk.make_choice("desk_search", "Search"))
    if chosen.list in UNANSWERED:
        beside = (*beside, talk.make_choice("excel", "Excel"), *await _list_who_is_late(talk))
    if chosen.list is not OfficeList.FOUND:
        beside = (*beside, talk.make_choice("print", "Print"))
    if chosen.list is OfficeList.UNDELIVERED and found.total > 1:
        beside = (*beside, talk.make_choice("told_all:undelivered", "All of them told"))
    if chosen.list in _TEMPLATES:
        beside = (*beside, talk.make_choice("template_list", "Templates"))
    beside = list_own_words(beside)
    if not found.total:
        return Reply(
            "\n".join(filter(None, [talk.say("There is nothing here."), narrowed])), ways=(*beside, *list_ways(talk))
        )
    kept = chosen.list in {OfficeList.DRAFTED, OfficeList.FOR_HEAD}
    reads = await proposals.list_languages(talk.store, ids=[one.id for one in found], by=talk.person)
    lines = [
        say_list_head(talk, chosen, found.total),
        narrowed,
        _say_for_head(talk, found.for_head),
        *[await list_line(talk, one, drafts=kept, reads=reads.get(one.id)) for one in found],
    ]
    choices = [Choice(f"desk_one:{proposal.id}", f"№ {proposal.label}", (proposal.label,)) for proposal in found]
    at_once = list_own_words(_list_at_once(talk, chosen))
    is_markable = chosen.list in _MARKED and found.total > 1
    several = list_own_words([talk.make_choice("mark", "Several at once")] if is_markable else [])
    return Reply("\n".join(filter(None, lines)), tuple(choices), (*at_once, *several, *page.ways(talk, *beside)))


def _list_at_once(talk: Talk, chosen: ChosenList) -> list[Choice]:
    # Kept answers go out together, and the head approves together what waits; each is read before.
    if chosen.is_narrowed:
        return []
    if chosen.list is OfficeList.DRAFTED:
        return [talk.make_choice("send_drafts", "Send all of them")]
    return [talk.make_choice("send_drafts", "Approve all")] if chosen.list is OfficeList.FOR_HEAD else []


async def _list_who_is_late(talk: Talk) -> tuple[Choice, ...]:
    standings = await staff.list_standings(talk.store, talk.person)
    seen = may(standings, Act.SEE_TEAM, talk.person.aimak_id)
    return (talk.make_choice("late_by", "Who is late"),) if seen else ()


async def show_next(talk: Talk, after: int, but: Collection[int] = ()) -> Reply:
    """Shows the proposal that awaits an answer next in the list somebody works through, none of but; else the list."""
    chosen = ChosenList.of(talk)
    found = (
        await office_lists.find_next(
            talk.store,
            which=chosen.list,
            by=talk.person,
            aimak_id=int(talk.person.aimak_id or 0),
            at=talk.now,
            after=after,
            but=but,
            narrow=chosen.narrow,
        )
        if chosen.list in WORK
        else None
    )
    return await (talk.ask(Desk.list) if found is None else show_one(talk, found))


def say_list_head(talk: Talk, chosen: ChosenList, n: int) -> str:
    """What a list is, and how many stand in it."""
    if n > MOST_COUNTED and chosen.list in LIST_TITLES:
        return say_more_than_counted(talk.words, chosen.list)
    match chosen.list:
        case OfficeList.SOON:
            return talk.say_n("{n} proposal is due within 3 days.", "{n} proposals are due within 3 days.", n)
        case OfficeList.OVERDUE:
            return talk.say_n("{n} proposal is overdue.", "{n} proposals are overdue.", n)
        case OfficeList.MINE:
            return talk.say_n("You have taken {n} proposal.", "You have taken {n} proposals.", n)
        case OfficeList.DRAFTED:
            return talk.say_n("{n} answer is kept and not sent.", "{n} answers are kept and not sent.", n)
        case OfficeList.FOR_HEAD:
            return _say_for_head(talk, n)
        case OfficeList.QUESTIONED:
            return talk.say_n("{n} answer waits for an explanation.", "{n} answers wait for an explanation.", n)
        case OfficeList.UNDELIVERED:
            return talk.say_n("{n} answer did not reach anyone.", "{n} answers did not reach anyone.", n)
        case OfficeList.ANSWERED:
            return talk.say_n("{n} proposal is answered.", "{n} proposals are answered.", n)
        case OfficeList.FOUND:
            words = quote(chosen.searched, 60)
            return talk.say_n(
                "{n} proposal is found: «{words}».", "{n} proposals are found: «{words}».", n, words=words
            )
    return say_awaiting(talk.words, n)


def _say_for_head(talk: Talk, n: int) -> str:
    if n > MOST_COUNTED:
        return say_more_than_counted(talk.words, OfficeList.FOR_HEAD)
    return talk.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", n) if n else ""


async def say_narrowed(talk: Talk, chosen: ChosenList) -> str:
    """Says what a list is narrowed to; empty where it is whole."""
    parts = []
    if chosen.side is not None:
        parts.append(say_side(talk.words, chosen.side))
    if chosen.category is not None:
        parts.append(say_category(talk.words, chosen.category or None))
    if chosen.village is not None:
        parts.append(quote(await find_village_name(talk, chosen.village) or talk.say("no village")))
    if chosen.source is not None:
        parts.append(say_source(talk.words, chosen.source))
    return talk.say("Only: {what}.", what=", ".join(parts)) if parts else ""


def say_source(words: Words, source: str) -> str:
    """Where proposals came from, as a list is narrowed to it."""
    return words.say("Entered by the office") if source == ENTERED else words.say(SOURCES.get(source, source))


async def list_line(talk: Talk, listed: Listed, *, drafts: bool = False, reads: str | None = None) -> str:
    """One proposal of a list: its number, how it stands, how its text begins, and who works on it.

    drafts: it stands there for the answer that is kept, so of a correction the new decision is named. reads is the
    language its author reads, which is marked where it is another than the clerk's.
    """
    values = {
        "number": listed.label,
        "quote": quote_parts(talk, quote(listed.beginning, 60), listed.files),
    }
    if listed.decision is not None:
        correction = listed.drafted if drafts else None
        standing = name_decision(talk.words, correction or listed.decision, inside=True)
        line = talk.say("№ {number}, {standing}: {quote}", standing=standing, **values)
        work = await say_work_on(talk, listed) if correction else ""
        return " ".join(filter(None, [line, mark_language(talk.words, reads), work]))
    values["until"] = talk.words.until(listed.due_on)
    line = (
        talk.say("№ {number}, late, was due {until}: {quote}", **values)
        if listed.due_on < find_day(talk.now)
        else talk.say("№ {number}, due {until}: {quote}", **values)
    )
    return " ".join(filter(None, [line, mark_language(talk.words, reads), await say_work_on(talk, listed)]))


async def say_work_on(talk: Talk, listed: Listed) -> str:
    """Who works on a proposal of a list, or how its answer stands; empty where nobody does."""
    if listed.leaving:
        return talk.say("(an answer leaves in a moment)")
    if listed.draft is not None:
        if listed.remark:
            return f"({say_returned(talk, quote(listed.remark, A_REMARK))})"
        return talk.say("(waits for the head)") if listed.draft else talk.say("(an answer is kept)")
    taken = await say_taken_by_line(talk, listed.taken_by, listed.aimak_id)
    return f"({taken.rstrip('.')})" if taken else ""
