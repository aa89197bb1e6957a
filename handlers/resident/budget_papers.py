"""«Бюджет»: the citizens' budget and other papers, by year or by hearing, and a question about a line."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged, split_in_parts
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean
from bot.office.hearings import hearings
from bot.office.initiatives import public as public_initiatives
from bot.office.library import library
from bot.office.property import listing
from bot.office.reads import public
from bot.office.wording.hearing_words import PAPERS
from handlers.resident.hearings.entering import HearingsRead
from handlers.resident.hearings.questions import take_question
from handlers.resident.my_proposals.one import PART
from handlers.resident.states import Hearings, Papers
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import show_nothing_yet
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, find_group
from handlers.shared.wording import say_whom_to_call
from storage.budget_papers import KeptPaper


@dataclass(frozen=True)
class PapersRead(Memory):
    """Which papers of the budget somebody reads, and where they came from."""

    papers_of: int | None = None  # the hearing whose papers are listed; None: those of a year
    papers_year: int | None = None  # the year; None: the latest
    paper: int = 0
    before_paper: str | None = None  # the state in which a paper was opened
    before_papers: str | None = None  # the state in which the list was asked for


@router.on(command="budget")
@router.on(choice="budget")
@router.on(means=Intent.BUDGET)
async def on_budget_wanted(talk: Talk) -> Reply:
    """Lists the papers of the latest budget year, or says that there are none."""
    return await show_budget(talk)


async def show_budget(talk: Talk) -> Reply:
    """Lists the papers of the latest budget year to whoever asks for them in any way."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if not await _list_years(talk):
        nothing = await show_nothing_yet(talk, talk.say("The budget is not published here yet."))
        return replace(nothing, ways=(*await _list_beside(talk), *nothing.ways))
    return await _show_list(talk)


@router.on(choice="papers_of")
async def on_papers_of_hearing(talk: Talk) -> Reply:
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if hearing is None or talk.person.language is None:
        return await show_stale(talk)
    return await _show_list(talk, papers_of=hearing.id)


@router.on(Papers.list, choice="papers_year")
async def on_earlier_year_wanted(talk: Talk) -> Reply:
    return await _show_list(talk, papers_year=read_row_id(talk.chosen))


async def _show_list(talk: Talk, *, papers_of: int | None = None, papers_year: int | None = None) -> Reply:
    if find_group(talk.state.state) != Papers.__name__:
        await replace(PapersRead.of(talk), before_papers=talk.state.state).keep(talk)
    await replace(PapersRead.of(talk), papers_of=papers_of, papers_year=papers_year).keep(talk)
    return await talk.ask(Papers.list)


async def _list_years(talk: Talk) -> list[int]:
    return await public.list_paper_years(talk.store, aimak_id=talk.person.aimak_id)


async def _read_year(talk: Talk, years: list[int]) -> int:
    chosen = PapersRead.of(talk).papers_year
    return chosen if chosen in years else years[0]


async def _find_papers(talk: Talk) -> list[KeptPaper]:
    hearing = await public.find_hearing(talk.store, id=PapersRead.of(talk).papers_of or 0)
    if hearing is not None:
        return await public.list_papers_of_hearing(talk.store, hearing=hearing)
    if years := await _list_years(talk):
        return await public.list_papers_of_year(
            talk.store, aimak_id=talk.person.aimak_id, year=await _read_year(talk, years)
        )
    return []


@router.screen(Papers.list)
async def ask_which(talk: Talk) -> Reply:
    """Names the papers there are of a year, with the year before it, or of a hearing."""
    papers = await _find_papers(talk)
    if not papers:
        return await talk.ask(Menu.open)
    choices = tuple(talk.make_choice(f"paper:{paper.id}", PAPERS[paper.kind]) for paper in papers)
    if PapersRead.of(talk).papers_of:
        return Reply(talk.say("Papers of the hearing: what would you like to read?"), choices, list_ways(talk))
    year = papers[0].budget_year
    before = [_make_year(talk, one) for one in await _list_years(talk) if one < year][:1]
    return Reply(
        talk.say("The budget for {year}: what would you like to read?", year=year),
        (*choices, talk.make_choice("budget_ask", "Ask about a line")),
        (*before, *await _list_beside(talk), *list_ways(talk)),
    )


async def _list_beside(talk: Talk) -> tuple[Choice, ...]:
    # What else all may read of the aimak's money.
    has_calls = await public_initiatives.has_any(talk.store, aimak_id=talk.person.aimak_id)
    beside = [talk.make_choice("initiatives", "Local initiatives")] if has_calls else []
    if (await listing.count_items(talk.store, aimak_id=talk.person.aimak_id))[0]:
        beside.append(talk.make_choice("property", "Property list"))
    if await library.list_documents(talk.store, aimak_id=talk.person.aimak_id):
        beside.append(talk.make_choice("library", "Charter and plans"))
    beside.append(talk.make_choice("information", "Ask for information"))
    return tuple(beside)


def _make_year(talk: Talk, year: int) -> Choice:
    return Choice(f"papers_year:{year}", talk.say("The year {year}", year=year), synonyms=(str(year),))


@router.on(Papers.list, choice=BACK)
async def on_back_from_list(talk: Talk) -> Reply:
    """Shows the year after an earlier one, or goes on where the papers were asked for."""
    hearing_id, years = PapersRead.of(talk).papers_of, await _list_years(talk)
    later = [one for one in years if one > await _read_year(talk, years)]
    if later and not hearing_id:
        return await _show_list(talk, papers_year=later[-1])
    before = PapersRead.of(talk).before_papers
    if before == Hearings.one and hearing_id:
        await replace(HearingsRead.of(talk), hearing=hearing_id).keep(talk)
    await talk.state.set_state(before)
    await replace(PapersRead.of(talk), before_papers=None).keep(talk)
    return await show_here(talk)


@router.on(choice="paper")
async def on_paper_chosen(talk: Talk) -> Replies:
    """Shows a paper that is a text, sends one that is a file."""
    paper = await public.find_paper(talk.store, id=read_row_id(talk.chosen))
    if paper is None or not await _may_read(talk, paper):
        return await show_stale(talk)
    if paper.text:
        if talk.state.state != Papers.one:
            await replace(PapersRead.of(talk), before_paper=talk.state.state).keep(talk)
        await PARTS.begin(talk)
        await replace(PapersRead.of(talk), paper=paper.id).keep(talk)
        return await talk.ask(Papers.one)
    if paper.digest is None:
        return put_above(talk.say("The file has not come yet."), await show_here(talk))
    return await show_here(talk), Reply(
        _say_title(talk, paper), document={"kind": "paper", "paper_id": paper.id, "form": paper.form}
    )


async def _may_read(talk: Talk, paper: KeptPaper) -> bool:
    # Those of a hearing are read also by who follows another aimak.
    if paper.aimak_id == talk.person.aimak_id:
        return True
    return paper.hearing_id is not None and paper.hearing_id == PapersRead.of(talk).papers_of


def _say_title(talk: Talk, paper: KeptPaper) -> str:
    return talk.say("{paper}, {year}", paper=talk.say(PAPERS[paper.kind]), year=paper.budget_year)


@router.screen(Papers.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a paper, a long one in parts."""
    paper = await public.find_paper(talk.store, id=PapersRead.of(talk).paper)
    if paper is None or not paper.text:
        return await talk.ask(Papers.list)
    part = await PARTS.of(talk, split_in_parts(clean(paper.text), PART))
    return Reply(
        f"{_say_title(talk, paper)}\n\n{''.join(part.rows)}",
        () if PapersRead.of(talk).papers_of else (talk.make_choice("budget_ask", "Ask about a line"),),
        part.ways(talk),
    )


async def leave_paper(talk: Talk) -> Reply:
    """Goes on where the paper was chosen."""
    await talk.state.set_state(PapersRead.of(talk).before_paper)
    return await show_here(talk)


PARTS = paged(router, Papers.one, leave=leave_paper, key="part", size=1)


@router.on(choice="budget_ask")
async def on_question_about_budget(talk: Talk) -> Reply:
    """Takes a question to the next hearing; where none is open, a person is named."""
    coming = await hearings.list_open(talk.store, aimak_id=talk.person.aimak_id or 0)
    ahead = [hearing for hearing in coming if hearing.terms.starts_at > talk.now]
    if not ahead:
        return put_above(await say_whom_to_call(talk), await show_here(talk))
    return await take_question(talk, ahead[0])
