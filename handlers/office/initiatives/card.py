"""One call with its initiatives, one initiative whole, the papers that were seen, closing the call."""

from dataclasses import replace

from bot.budget.initiative.call import ApplicantsWait, CallStillOpen
from bot.budget.initiative.course import Course, OutOfTurn, Paper, Step, may_happen
from bot.budget.initiative.marks import Criterion, count_points
from bot.budget.permissions import Act
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import PAGE, paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.office.initiatives import calls, judging
from bot.office.initiatives.calls import NoCall
from bot.office.initiatives.judging import NoInitiative
from bot.office.initiatives.words import (
    CRITERIA,
    DECISIONS,
    PAPERS,
    STEPS,
    list_answers,
    say_money,
    say_standing,
    say_step,
    say_sums,
)
from bot.office.messengers.languages import list_languages
from handlers.office.initiatives.announcing import say_call
from handlers.office.initiatives.memory import CallDesk, Judging, initiative_desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.wording import ON, mark_language, say_author_language, show_files
from storage.initiatives.calls import Call

MOST_LINES = 8  # of what happened, on a card


@initiative_desk.refuses(NoCall, NoInitiative)
async def say_none(talk: Talk, refused: NoCall) -> Reply:
    return await show_stale(talk)


@initiative_desk.refuses(OutOfTurn)
async def say_out_of_turn(talk: Talk, refused: OutOfTurn) -> Reply:
    """Says that this cannot happen now, and shows where the initiative stands."""
    return put_above(talk.say("This is not possible now."), await talk.ask(CallDesk.one))


@initiative_desk.on(choice="call_one")
async def on_call_chosen(talk: Talk) -> Reply:
    """Lists the initiatives of a call. Raises NoInitiative, NotAllowed."""
    await judging.list_of_call(talk.store, call_id=read_row_id(talk.chosen), by=talk.person)
    await Judging(call=read_row_id(talk.chosen)).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(CallDesk.call)


PAGES = paged(initiative_desk, CallDesk.call, leave=CallDesk.calls, key="call_page")


@initiative_desk.screen(CallDesk.call)
async def ask_which(talk: Talk) -> Reply:
    """Lists the initiatives of a call with where each stands, and its rules of marking."""
    call, found = await judging.list_of_call(talk.store, call_id=Judging.of(talk).call, by=talk.person)
    page = await PAGES.of(talk, found)
    of = [one for one, _ in page.rows]
    reads = await list_languages(
        talk.store, of=of, act=Act.SEE_INITIATIVES, aimak_id=call.aimak_id, by=talk.person
    )  # fmt: skip
    choices = tuple(
        Choice(f"initiative_one:{one.id}", f"№ {one.label}", (one.label,), line=" ".join(filter(None, [
            say_standing(talk.words, one, course), mark_language(talk.words, reads.get(one.id))
        ])))
        for one, course in page.rows
    )  # fmt: skip
    waiting = sum(not course.is_answered for _, course in found)
    lines = [
        say_call(talk, call),
        say_rules(talk, call),
        talk.say("Initiatives: {n}. Without a decision: {waiting}.", n=len(found), waiting=waiting),
    ]
    close = (talk.make_choice("call_close", "Close the call"),) if call.closed_at is None else ()
    return Reply("\n".join(lines), choices, page.ways(talk, *close))


def say_rules(talk: Talk, call: Call) -> str:
    """The scale and the weights a call is marked by."""
    weights = ", ".join(f"{talk.say(CRITERIA[one])} {call.rules.weights[one]}" for one in Criterion)
    return talk.say("Marks 0 to {scale}; weights: {weights}.", scale=call.rules.scale, weights=weights)


@initiative_desk.on(CallDesk.call, choice="call_close")
async def on_closing(talk: Talk) -> Reply:
    """Closes the call. Raises CallStillOpen, ApplicantsWait, CallClosed."""
    await calls.close(talk.store, id=Judging.of(talk).call, by=talk.person, at=talk.now)
    return put_above(talk.say("The call is closed; everybody has a decision."), await talk.ask(CallDesk.call))


@initiative_desk.refuses(CallStillOpen)
async def say_still_open(talk: Talk, refused: CallStillOpen) -> Reply:
    return put_above(talk.say("Its last day is not over: people may still apply."), await show_here(talk))


@initiative_desk.refuses(ApplicantsWait)
async def say_who_waits(talk: Talk, refused: ApplicantsWait) -> Reply:
    """Names who has no decision yet."""
    named = ", ".join(refused.numbers[:20])
    return put_above(
        talk.say("Everybody gets a decision first. Still waiting: {numbers}.", numbers=named), await show_here(talk)
    )


@initiative_desk.on(choice="initiative_one", opens=True)
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one initiative. Raises NoInitiative, NotAllowed."""
    one, _, _, call = await judging.read(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await Judging(call=call.id, initiative=one.id).keep(talk)
    return await talk.ask(CallDesk.one)


@initiative_desk.screen(CallDesk.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows an initiative whole, with what can be done to it now."""
    one, course, entries, call = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    points = count_points(course.marks, call.rules)
    told = [entry for entry in entries if entry.happened.step in STEPS]
    reads = await list_languages(
        talk.store, of=[one], act=Act.SEE_INITIATIVES, aimak_id=one.aimak_id, by=talk.person
    )  # fmt: skip
    lines = [
        say_standing(talk.words, one, course),
        say_author_language(talk.words, reads[one.id]) if one.id in reads else "",
        *list_answers(talk.words, one.answers, limit=300),
        say_sums(talk.words, one.answers),
        talk.say("Papers seen: {n} of {all}.", n=len(course.seen), all=len(Paper)),
        talk.say("Points: {points} of 100.", points=talk.words.percent(float(points))) if points is not None else "",
        talk.say("Decision: {decision}.", decision=talk.say(DECISIONS[course.decision])) if course.decision else "",
        *say_money(talk.words, course),
        *(say_step(talk.words, entry) for entry in told[-MOST_LINES:]),
    ]
    files = await judging.count_files(talk.store, id=one.id, by=talk.person)
    return Reply("\n".join(filter(None, lines)), _list_acts(talk, course, has_files=bool(files)), list_ways(talk))


def _list_acts(talk: Talk, course: Course, *, has_files: bool) -> tuple[Choice, ...]:
    choices = []
    if may_happen(course, Step.SEEN):
        choices.append(talk.make_choice("initiative_papers", "Papers seen"))
    if may_happen(course, Step.MARKED):
        choices.append(talk.make_choice("initiative_marks", "Marks"))
    if may_happen(course, Step.DECIDED):
        choices.append(talk.make_choice("initiative_decide", "Decide"))
    if any(may_happen(course, step) for step in judging.BY_OFFICE):
        choices.append(talk.make_choice("initiative_money", "Money and work"))
    if has_files:
        choices.append(talk.make_choice("initiative_photos", "Photos"))
    return tuple(choices[:PAGE])


@initiative_desk.on(CallDesk.one, choice="initiative_photos")
async def on_photos_wanted(talk: Talk) -> Replies:
    """Brings the photos and voices of an initiative."""
    one, files = await judging.list_files(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    return await show_files(talk, one.label, files)


@initiative_desk.on(CallDesk.one, choice="initiative_papers")
async def on_papers_wanted(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.papers)


@initiative_desk.screen(CallDesk.papers)
async def ask_papers(talk: Talk) -> Reply:
    """Lists the papers, ticked where they were seen; no copy is kept."""
    _, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    choices = tuple(
        replace(
            talk.make_choice(f"paper_seen:{paper}", title),
            line=f"{ON} {talk.say(title)}" if paper in course.seen else "",
        )
        for paper, title in PAPERS.items()
    )
    return Reply(talk.say("Which papers have you seen? A tick is kept, no copy."), choices, list_ways(talk))


@initiative_desk.on(CallDesk.papers, choice="paper_seen")
async def on_paper_ticked(talk: Talk) -> Reply:
    """Ticks a paper, or takes the tick off. Raises NotAllowed, OutOfTurn."""
    if talk.chosen not in set(Paper):
        return await show_stale(talk)
    await judging.tick(
        talk.store, id=Judging.of(talk).initiative, paper=Paper(talk.chosen), by=talk.person, at=talk.now
    )
    return await talk.ask_again()


@initiative_desk.on(CallDesk.one, choice=BACK)
async def on_back_to_call(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.call)


@initiative_desk.on(CallDesk.papers, CallDesk.marks, CallDesk.decide, CallDesk.money, choice=BACK)
async def on_back_to_one(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.one)
