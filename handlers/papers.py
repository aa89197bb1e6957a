"""«Бюджет»: the citizens' budget and the other papers of the latest year, and a question about a line of it."""

from bot.budget.hearing import Paper
from bot.budget.kyrgyz import shown
from bot.chat.message import BACK, MORE, Reply
from bot.chat.router import Replies
from bot.office import hearings
from bot.office.notices import N_
from handlers.hearings import take_question
from handlers.lead import come_in, here, stale
from handlers.menu import nothing_yet
from handlers.mine import PART
from handlers.states import Menu, Papers
from handlers.talk import Talk, above, router, row_id, value, ways, whom_to_call
from storage.papers import KeptPaper

TITLES = {
    Paper.CITIZENS_BUDGET: N_("Citizens' budget"),
    Paper.BRIEF: N_("Brief description"),
    Paper.PRESENTATION: N_("Presentation"),
    Paper.MINUTES: N_("Minutes"),
}
REST_OF_PAPER = "paper_rest"


@router.on(command="budget")
@router.on(choice="budget")
async def budget_wanted(talk: Talk) -> Reply:
    """Lists the papers of the latest budget year, or says that there are none."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    if not await _latest(talk):
        return await nothing_yet(talk, talk.say("The budget is not published here yet."))
    if (talk.state.state or "").partition(":")[0] != Papers.__name__:
        await talk.state.update_data(before_papers=talk.state.state)
    return await talk.ask(Papers.list)


async def _latest(talk: Talk) -> list[KeptPaper]:
    aimak_id = talk.person.aimak_id or 0
    newest = await talk.store.papers.latest(aimak_id)
    if not newest:
        return []
    year = max(paper.budget_year for paper in newest)
    return await talk.store.papers.latest(aimak_id, budget_year=year)


@router.on(choice=REST_OF_PAPER)
async def more_than_a_paper(talk: Talk) -> Reply:
    """Says to a clerk that of an album the first file is the paper."""
    said = talk.say("One file makes a paper: the first one is kept. Send several pages as one document.")
    return above(said, await here(talk))


def which_paper(talk: Talk, unnamed: list[list[str]]) -> str:
    """Asks a clerk which paper a file is that came first, of several the first one."""
    if len(unnamed) == 1:
        return talk.say("Which paper is this file?")
    return talk.say("{n} files came. Which paper is the first of them?", n=len(unnamed))


@router.screen(Papers.list)
async def ask_which(talk: Talk) -> Reply:
    """Names the papers there are."""
    papers = await _latest(talk)
    if not papers:
        return await talk.ask(Menu.open)
    return Reply(
        talk.say("The budget for {year}: what would you like to read?", year=papers[0].budget_year),
        (
            *(talk.choice(f"paper:{paper.id}", TITLES[paper.kind]) for paper in papers),
            talk.choice("budget_ask", "Ask about a line"),
        ),
        ways(talk),
    )


@router.on(Papers.list, choice=BACK)
async def back_from_list(talk: Talk) -> Reply:
    """Goes on where the papers were asked for."""
    await talk.state.set_state(await value(talk, "before_papers"))
    await talk.state.update_data(before_papers=None)
    return await here(talk)


@router.on(choice="paper")
async def paper_chosen(talk: Talk) -> Replies:
    """Shows a paper that is a text, sends one that is a file."""
    paper = await talk.store.papers.get(row_id(talk.chosen))
    if paper is None or paper.aimak_id != talk.person.aimak_id:
        return await stale(talk)
    if paper.text:
        if talk.state.state != Papers.one:
            await talk.state.update_data(before_paper=talk.state.state)
        await talk.state.update_data(paper=paper.id, part=0)
        return await talk.ask(Papers.one)
    if paper.digest is None:
        return above(talk.say("The file has not come yet."), await here(talk))
    return await here(talk), Reply(_title(talk, paper), document={"kind": "paper", "paper_id": paper.id})


def _title(talk: Talk, paper: KeptPaper) -> str:
    return talk.say("{paper}, {year}", paper=talk.say(TITLES[paper.kind]), year=paper.budget_year)


@router.screen(Papers.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a paper, a long one in parts."""
    paper = await talk.store.papers.get(await value(talk, "paper", 0))
    if paper is None or not paper.text:
        return await talk.ask(Papers.list)
    text, part = shown(paper.text), await value(talk, "part", 0)
    last = max(0, (len(text) - 1) // PART)
    return Reply(
        f"{_title(talk, paper)}\n\n{text[part * PART : (part + 1) * PART]}",
        (talk.choice("budget_ask", "Ask about a line"),),
        ways(talk, more=part < last),
    )


@router.on(Papers.one, choice=MORE)
async def next_part(talk: Talk) -> Reply:
    """Shows the next part of a long text."""
    await talk.state.update_data(part=await value(talk, "part", 0) + 1)
    return await talk.again()


@router.on(Papers.one, choice=BACK)
async def back_from_one(talk: Talk) -> Reply:
    """Shows the part before, or the list of papers."""
    part = await value(talk, "part", 0)
    if part > 0:
        await talk.state.update_data(part=part - 1)
        return await talk.again()
    await talk.state.set_state(await value(talk, "before_paper"))
    return await here(talk)


@router.on(choice="budget_ask")
async def question_about_budget(talk: Talk) -> Reply:
    """Takes a question to the next hearing; where none is open, a person is named."""
    coming = await hearings.list_open(talk.store, aimak_id=talk.person.aimak_id or 0)
    ahead = [hearing for hearing in coming if hearing.terms.starts_at > talk.now]
    if not ahead:
        return above(await whom_to_call(talk), await here(talk))
    return await take_question(talk, ahead[0])
