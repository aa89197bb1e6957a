"""The sixth step of an announcement: the papers, each a photo or a document."""

from dataclasses import replace

from bot.budget.hearing import Paper
from bot.chat.message import BACK, Kind, Reply
from handlers.office.hearings.announcing.announcement_draft import announcers, kept_of, put
from handlers.resident.budget_papers import REST_OF_PAPER, TITLES, which_paper
from handlers.shared.guidance import stale
from handlers.shared.states import Announce
from handlers.shared.talk import Talk, above, ways

OFFERED_PAPERS = (Paper.CITIZENS_BUDGET, Paper.BRIEF, Paper.PRESENTATION)


@announcers.screen(Announce.papers)
async def ask_papers(talk: Talk) -> Reply:
    """The sixth step: the papers, each one by itself; a file that came first is asked what it is."""
    kept = await kept_of(talk)
    here = {file[0] for file in kept["files"]}
    choices = tuple(talk.choice(f"paper:{one.value}", TITLES[one]) for one in OFFERED_PAPERS)
    if unnamed := kept.get("unnamed"):
        return Reply(which_paper(talk, unnamed), choices, ways(talk, later=True))
    added = [talk.say(TITLES[one]) for one in OFFERED_PAPERS if one.value in here]
    question = talk.say("6/7. Which paper do you add? Each is a photo or a document.")
    asked = Reply(question, choices, (talk.choice("skip", "Skip"), *ways(talk, later=True)))
    return above(talk.say("Added: {papers}.", papers=", ".join(added)), asked) if added else asked


@announcers.on(Announce.papers, choice="paper")
async def paper_chosen(talk: Talk) -> Reply:
    """Asks for the file, or takes the one that came before."""
    if talk.chosen not in {one.value for one in OFFERED_PAPERS}:
        return await stale(talk)
    if unnamed := (await kept_of(talk)).get("unnamed"):
        await put(talk, unnamed=unnamed[1:])
        return await _paper_added(talk, talk.chosen, unnamed[0])
    await put(talk, paper=talk.chosen)
    return await talk.ask(Announce.paper)


@announcers.screen(Announce.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the file of a paper."""
    paper = talk.say(TITLES[Paper((await kept_of(talk))["paper"])])
    return Reply(talk.say("{paper}: send it as a photo or a document.", paper=paper), ways=ways(talk, later=True))


@announcers.on(Announce.paper, kind=Kind.MEDIA)
async def paper_given(talk: Talk) -> Reply:
    """Keeps the file with the announcement."""
    file = talk.incoming.media[-1]
    return await _paper_added(talk, (await kept_of(talk))["paper"], [file.kind, file.reference])


async def _paper_added(talk: Talk, paper: str, file: list[str]) -> Reply:
    if file[0] == "voice":
        return above(talk.say("A paper is a photo or a document."), await talk.again())
    before = (await kept_of(talk))["files"]
    others = [one for one in before if one[0] != paper]
    await put(talk, files=[*others, [paper, *file]], paper=None)
    question = await talk.ask(Announce.papers)
    if len(others) < len(before):
        said = talk.say(
            "The new file takes the place of the earlier one: {paper}.", paper=talk.say(TITLES[Paper(paper)])
        )
        question = above(said, question)
    return replace(question, rest=REST_OF_PAPER)


@announcers.on(Announce.papers, kind=Kind.MEDIA)
async def file_came_first(talk: Talk) -> Reply:
    """Keeps a file until it is said which paper it is; of several each is asked about in turn."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return above(talk.say("A paper is a photo or a document."), await talk.again())
    unnamed = (await kept_of(talk)).get("unnamed") or []
    await put(talk, unnamed=[*unnamed, [file.kind, file.reference]])
    return replace(await talk.again(), rest=REST_OF_PAPER)


@announcers.on(Announce.paper, choice=BACK)
async def paper_left(talk: Talk) -> Reply:
    """Returns to the list of papers."""
    return await talk.ask(Announce.papers)
