"""Papers of a hearing at the desk: the citizens' budget, its description, a presentation, minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.budget.hearing import Paper
from bot.budget.permissions import Act
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.office.hearings import hearings
from bot.office.reads import public
from bot.office.wording.hearing_words import PAPERS
from handlers.office.hearings.card import find_chosen, show_hearing
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import desk, hearing_desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk


@dataclass(frozen=True)
class AddingPapers(Memory):
    """A paper that is being added to a hearing."""

    paper: Paper | None = None  # which one is asked for
    unnamed: tuple[tuple[str, str], ...] = ()  # files, as kind and reference, of which is not said yet what they are


REST_OF_PAPER = "paper_rest"


@desk.on(choice=REST_OF_PAPER)
async def on_more_than_a_paper(talk: Talk) -> Reply:
    """Says to a clerk that of an album the first file is the paper."""
    said = talk.say("One file makes a paper: the first one is kept. Send several pages as one document.")
    return put_above(said, await show_here(talk))


def say_which_paper(talk: Talk, unnamed: Sequence[tuple[str, str]]) -> str:
    """Asks a clerk which paper a file is that came first, of several the first one."""
    if len(unnamed) == 1:
        return talk.say("Which paper is this file?")
    return talk.say("{n} files came. Which paper is the first of them?", n=len(unnamed))


@hearing_desk.on(HearingDesk.one, choice="hearing_papers")
async def on_papers_wanted(talk: Talk) -> Reply:
    """Shows which papers there are."""
    await replace(AddingPapers.of(talk), unnamed=()).keep(talk)
    return await talk.ask(HearingDesk.papers)


@hearing_desk.screen(HearingDesk.papers)
async def ask_which_paper(talk: Talk) -> Reply:
    """Lists the papers of the hearing and asks which to add. Of a file that came first it asks what it is."""
    hearing = await find_chosen(talk, Act.ADD_PAPER)
    there = await public.list_papers_of_hearing(talk.store, hearing=hearing)
    added = ", ".join(talk.say(PAPERS[one.kind]) for one in there)
    choices = tuple(talk.make_choice(f"paper:{one.value}", title) for one, title in PAPERS.items())
    if unnamed := AddingPapers.of(talk).unnamed:
        return Reply(say_which_paper(talk, unnamed), choices, list_ways(talk))
    asked = Reply(talk.say("Which paper do you add? Each is a photo, a document or a text."), choices, list_ways(talk))
    return put_above(talk.say("Added: {papers}.", papers=added), asked) if added else asked


@hearing_desk.on(HearingDesk.papers, choice="paper")
async def on_paper_chosen(talk: Talk) -> Reply:
    """Asks for the paper, or takes the file that came before."""
    if talk.chosen not in PAPERS:
        return await show_stale(talk)
    await replace(AddingPapers.of(talk), paper=Paper(talk.chosen)).keep(talk)
    if unnamed := AddingPapers.of(talk).unnamed:
        await replace(AddingPapers.of(talk), unnamed=unnamed[1:]).keep(talk)
        return await _show_paper_added(talk, file=unnamed[0])
    return await talk.ask(HearingDesk.paper)


@hearing_desk.on(HearingDesk.papers, kind=Kind.MEDIA)
async def on_file_came_first(talk: Talk) -> Reply:
    """Keeps a file until it is said which paper it is; of several each is asked about in turn."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return put_above(talk.say("A paper is a photo or a document."), await talk.ask_again())
    kept = AddingPapers.of(talk)
    await replace(kept, unnamed=(*kept.unnamed, (file.kind, file.reference))).keep(talk)
    return replace(await talk.ask_again(), rest=REST_OF_PAPER)


@hearing_desk.on(HearingDesk.papers, choice=BACK)
async def on_papers_left(talk: Talk) -> Reply:
    """Leaves a file out that came before, or returns to the hearing."""
    if unnamed := AddingPapers.of(talk).unnamed:
        await replace(AddingPapers.of(talk), unnamed=unnamed[1:]).keep(talk)
        return await talk.ask_again()
    return await show_hearing(talk)


@hearing_desk.screen(HearingDesk.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the paper: a file or a text."""
    await find_chosen(talk, Act.ADD_PAPER)
    chosen_paper = AddingPapers.of(talk).paper
    if chosen_paper is None:
        return await talk.ask(HearingDesk.papers)
    paper = talk.say(PAPERS[chosen_paper])
    return Reply(
        talk.say("{paper}: send it as a photo or a document, or write it.", paper=paper),
        ways=list_ways(talk),
        free_text=True,
    )


@hearing_desk.on(HearingDesk.paper, kind=Kind.MEDIA)
async def on_paper_sent(talk: Talk) -> Reply:
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return put_above(talk.say("A paper is a photo or a document."), await talk.ask_again())
    return await _show_paper_added(talk, file=(file.kind, file.reference))


@hearing_desk.on(HearingDesk.paper, kind=Kind.TEXT)
async def on_paper_written(talk: Talk) -> Reply:
    return await _show_paper_added(talk, text=talk.text)


async def _show_paper_added(talk: Talk, **given: Any) -> Reply:
    paper = AddingPapers.of(talk).paper
    if paper is None:
        return await talk.ask(HearingDesk.papers)
    hearing = await find_chosen(talk, Act.ADD_PAPER)
    await hearings.add_paper(talk.store, hearing=hearing, paper=paper, by=talk.person, at=talk.now, **given)
    added = put_above(talk.say("It is kept with the hearing."), await talk.ask(HearingDesk.papers))
    return replace(added, rest=REST_OF_PAPER)


@hearing_desk.on(HearingDesk.paper, choice=BACK)
async def on_back_to_papers(talk: Talk) -> Reply:
    """Adds nothing."""
    return await talk.ask(HearingDesk.papers)
