"""The sixth step of an announcement: the papers, each a photo or a document."""

from dataclasses import replace

from bot.budget.hearing import Paper
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.office.wording.hearing_words import PAPERS
from handlers.office.hearings.announcing.announcement_draft import AnnouncementDraft, announcers
from handlers.office.hearings.papers import REST_OF_PAPER, say_which_paper
from handlers.office.hearings.states import Announce
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk

OFFERED_PAPERS = (Paper.CITIZENS_BUDGET, Paper.BRIEF, Paper.PRESENTATION)


@announcers.screen(Announce.papers)
async def ask_papers(talk: Talk) -> Reply:
    """The sixth step: the papers, each one by itself; a file that came first is asked what it is."""
    kept = AnnouncementDraft.of(talk)
    here = {paper for paper, _, _ in kept.files}
    choices = tuple(talk.make_choice(f"paper:{one.value}", PAPERS[one]) for one in OFFERED_PAPERS)
    if unnamed := kept.unnamed:
        return Reply(say_which_paper(talk, unnamed), choices, list_ways(talk, later=True))
    added = [talk.say(PAPERS[one]) for one in OFFERED_PAPERS if one in here]
    question = talk.say("6/7. Which paper do you add? Each is a photo or a document.")
    asked = Reply(question, choices, (skip(talk), *list_ways(talk, later=True)))
    return put_above(talk.say("Added: {papers}.", papers=", ".join(added)), asked) if added else asked


@announcers.on(Announce.papers, choice="paper")
async def on_paper_chosen(talk: Talk) -> Reply:
    """Asks for the file, or takes the one that came before."""
    if talk.chosen not in {one.value for one in OFFERED_PAPERS}:
        return await show_stale(talk)
    if unnamed := AnnouncementDraft.of(talk).unnamed:
        await replace(AnnouncementDraft.of(talk), unnamed=unnamed[1:]).keep(talk)
        return await _show_paper_added(talk, Paper(talk.chosen), *unnamed[0])
    await replace(AnnouncementDraft.of(talk), paper=Paper(talk.chosen)).keep(talk)
    return await talk.ask(Announce.paper)


@announcers.screen(Announce.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the file of a paper."""
    asked_for = AnnouncementDraft.of(talk).paper
    if asked_for is None:
        return await talk.ask(Announce.papers)
    paper = talk.say(PAPERS[asked_for])
    return Reply(talk.say("{paper}: send it as a photo or a document.", paper=paper), ways=list_ways(talk, later=True))


@announcers.on(Announce.paper, kind=Kind.MEDIA)
async def on_paper_given(talk: Talk) -> Reply:
    """Keeps the file with the announcement."""
    file = talk.incoming.media[-1]
    paper = AnnouncementDraft.of(talk).paper
    return await _show_paper_added(talk, paper, file.kind, file.reference) if paper else await talk.ask(Announce.papers)


async def _show_paper_added(talk: Talk, paper: Paper, kind: str, reference: str) -> Reply:
    if kind == "voice":
        return put_above(talk.say("A paper is a photo or a document."), await talk.ask_again())
    before = AnnouncementDraft.of(talk).files
    others = tuple(one for one in before if one[0] != paper)
    await replace(AnnouncementDraft.of(talk), files=(*others, (paper, kind, reference)), paper=None).keep(talk)
    question = await talk.ask(Announce.papers)
    if len(others) < len(before):
        said = talk.say("The new file takes the place of the earlier one: {paper}.", paper=talk.say(PAPERS[paper]))
        question = put_above(said, question)
    return replace(question, rest=REST_OF_PAPER)


@announcers.on(Announce.papers, kind=Kind.MEDIA)
async def on_file_came_first(talk: Talk) -> Reply:
    """Keeps a file until it is said which paper it is; of several each is asked about in turn."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return put_above(talk.say("A paper is a photo or a document."), await talk.ask_again())
    kept = AnnouncementDraft.of(talk)
    await replace(kept, unnamed=(*kept.unnamed, (file.kind, file.reference))).keep(talk)
    return replace(await talk.ask_again(), rest=REST_OF_PAPER)


@announcers.on(Announce.paper, choice=BACK)
async def on_paper_left(talk: Talk) -> Reply:
    return await talk.ask(Announce.papers)
