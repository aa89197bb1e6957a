"""Papers of a hearing at the desk: the citizens' budget, its description, a presentation, minutes."""

from dataclasses import replace
from typing import Any

from bot.budget.hearing import Paper
from bot.budget.permissions import Act
from bot.chat.message import BACK, Kind, Reply
from bot.office.hearings import hearings
from handlers.office.hearings.card import chosen, show_hearing
from handlers.office.staff_only import hearing_desk
from handlers.resident.budget_papers import REST_OF_PAPER, TITLES, which_paper
from handlers.shared.guidance import stale
from handlers.shared.states import HearingDesk
from handlers.shared.talk import Talk, above, value, ways


@hearing_desk.on(HearingDesk.one, choice="hearing_papers")
async def papers_wanted(talk: Talk) -> Reply:
    """Shows which papers there are."""
    await talk.state.update_data(unnamed=None)
    return await talk.ask(HearingDesk.papers)


@hearing_desk.screen(HearingDesk.papers)
async def ask_which_paper(talk: Talk) -> Reply:
    """Lists the papers of the hearing and asks which one is to be added; a file that came first is asked what it is."""
    hearing = await chosen(talk, Act.ADD_PAPER)
    there = await talk.store.papers.latest(hearing.aimak_id, hearing_id=hearing.id)
    added = ", ".join(talk.say(TITLES[one.kind]) for one in there)
    choices = tuple(talk.choice(f"paper:{one.value}", title) for one, title in TITLES.items())
    if unnamed := await value(talk, "unnamed"):
        return Reply(which_paper(talk, unnamed), choices, ways(talk))
    asked = Reply(talk.say("Which paper do you add? Each is a photo, a document or a text."), choices, ways(talk))
    return above(talk.say("Added: {papers}.", papers=added), asked) if added else asked


@hearing_desk.on(HearingDesk.papers, choice="paper")
async def paper_chosen(talk: Talk) -> Reply:
    """Asks for the paper, or takes the file that came before."""
    if talk.chosen not in set(Paper):
        return await stale(talk)
    await talk.state.update_data(paper=talk.chosen)
    if unnamed := await value(talk, "unnamed"):
        await talk.state.update_data(unnamed=unnamed[1:])
        return await _paper_added(talk, file=tuple(unnamed[0]))
    return await talk.ask(HearingDesk.paper)


@hearing_desk.on(HearingDesk.papers, kind=Kind.MEDIA)
async def file_came_first(talk: Talk) -> Reply:
    """Keeps a file until it is said which paper it is; of several each is asked about in turn."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return above(talk.say("A paper is a photo or a document."), await talk.again())
    unnamed = await value(talk, "unnamed") or []
    await talk.state.update_data(unnamed=[*unnamed, [file.kind, file.reference]])
    return replace(await talk.again(), rest=REST_OF_PAPER)


@hearing_desk.on(HearingDesk.papers, choice=BACK)
async def papers_left(talk: Talk) -> Reply:
    """Leaves a file out that came before, or returns to the hearing."""
    if unnamed := await value(talk, "unnamed"):
        await talk.state.update_data(unnamed=unnamed[1:])
        return await talk.again()
    return await show_hearing(talk)


@hearing_desk.screen(HearingDesk.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the paper: a file or a text."""
    await chosen(talk, Act.ADD_PAPER)
    paper = talk.say(TITLES[Paper(await value(talk, "paper"))])
    return Reply(
        talk.say("{paper}: send it as a photo or a document, or write it.", paper=paper),
        ways=ways(talk),
        free_text=True,
    )


@hearing_desk.on(HearingDesk.paper, kind=Kind.MEDIA)
async def paper_sent(talk: Talk) -> Reply:
    """Keeps the file."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return above(talk.say("A paper is a photo or a document."), await talk.again())
    return await _paper_added(talk, file=(file.kind, file.reference))


@hearing_desk.on(HearingDesk.paper, kind=Kind.TEXT)
async def paper_written(talk: Talk) -> Reply:
    """Keeps the text."""
    return await _paper_added(talk, text=talk.text)


async def _paper_added(talk: Talk, **given: Any) -> Reply:
    hearing = await chosen(talk, Act.ADD_PAPER)
    await hearings.add_paper(
        talk.store, hearing=hearing, paper=Paper(await value(talk, "paper")), by=talk.person, at=talk.now, **given
    )
    added = above(talk.say("It is kept with the hearing."), await talk.ask(HearingDesk.papers))
    return replace(added, rest=REST_OF_PAPER)


@hearing_desk.on(HearingDesk.paper, choice=BACK)
async def back_to_papers(talk: Talk) -> Reply:
    """Adds nothing."""
    return await talk.ask(HearingDesk.papers)
