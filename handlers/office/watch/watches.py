"""«Мониторинг»: what residents watch, a new watch, its link, its end, the table."""

import uuid
from dataclasses import replace

from bot.budget.permissions import Act, may
from bot.budget.watch.watching import LineWrong
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.messenger_accounts import links
from bot.office.watch import watching
from bot.office.watch.words import say_rated, say_rating, say_watch
from handlers.office.budget_year import find_year_now
from handlers.office.watch.memory import WatchDesk, WatchDraft, WatchRead, watch_desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from storage.watch.watches import Watch

_MOST_SAID = 10  # words of ratings in one message


@watch_desk.refuses(watching.NoWatch)
async def say_none(talk: Talk, refused: Refusal) -> Reply:
    return await show_stale(talk)


@watch_desk.refuses(watching.WatchClosed, watching.FinishedAlready)
async def say_over(talk: Talk, refused: Refusal) -> Reply:
    """Says that this has been done."""
    return put_above(talk.say("This is not possible now."), await talk.ask(WatchDesk.one))


@watch_desk.refuses(LineWrong)
async def say_line_wrong(talk: Talk, refused: Refusal) -> Reply:
    """Says how long a line is."""
    return put_above(talk.say("Please name it in 3 to 120 characters."), await talk.ask(WatchDesk.line))


@watch_desk.refuses(watching.NotInBudget)
async def say_not_in_budget(talk: Talk, refused: Refusal) -> Reply:
    """Says which proposals have a work."""
    said = talk.say("No proposal with this number went into the budget of this year.")
    return put_above(said, await talk.ask(WatchDesk.line))


async def _may_watch(talk: Talk) -> bool:
    return may(await staff.list_standings(talk.store, talk.person), Act.WATCH, talk.person.aimak_id or 0)


@watch_desk.on(choice="watch_desk", opens=True)
async def on_desk_wanted(talk: Talk) -> Reply:
    """Lists the watches. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.SEE_WATCHES, aimak_id=talk.person.aimak_id)
    await PAGES.begin(talk)
    return await talk.ask(WatchDesk.list)


PAGES = paged(watch_desk, WatchDesk.list, leave=Menu.open, key="watches_page")


@watch_desk.screen(WatchDesk.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the watches, what awaits an answer first; with none it says how to begin."""
    found = await watching.list_of_aimak(
        talk.store, aimak_id=int(talk.person.aimak_id or 0), by=talk.person, at=talk.now
    )
    page = await PAGES.of(talk, found)
    beside = [talk.make_choice("watch_new", "New watch")] if await _may_watch(talk) else []
    if not found:
        said = talk.say("Residents watch nothing yet. The head names a line or a work, and gets a link for a group.")
        return Reply(said, ways=(*beside, *list_ways(talk)))
    choices = tuple(
        Choice(f"watch_one:{one.id}", f"М{one.number}", line=_say_line(talk, one, counted.waiting))
        for one, counted in page.rows
    )
    beside.append(talk.make_choice("watch_table", "Excel"))
    return Reply(talk.say("What residents watch:"), choices, page.ways(talk, *beside))


def _say_line(talk: Talk, watch: Watch, waiting: int) -> str:
    said = say_watch(talk.words, watch)
    return talk.say("{watch}, unanswered · {n}", watch=said, n=talk.words.number(waiting)) if waiting else said


@watch_desk.on(WatchDesk.list, choice="watch_table")
async def on_table_wanted(talk: Talk) -> Replies:
    """Sends the reports of all watches as a spreadsheet, without names."""
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.SEE_WATCHES, aimak_id=aimak_id)
    await staff.record(talk.store, Act.SEE_WATCHES, by=talk.person, aimak_id=aimak_id, at=talk.now, what="table")
    document = {"kind": "watches", "aimak_id": aimak_id, "language": talk.words.language, "at": talk.now}
    return Reply(talk.say("The reports of residents, without names."), document=document, stays=True), await show_here(
        talk
    )


@watch_desk.on(WatchDesk.list, choice="watch_new")
async def on_new_wanted(talk: Talk) -> Reply:
    """Begins a watch. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.WATCH, aimak_id=talk.person.aimak_id)
    await WatchDraft(key=uuid.uuid4().hex).keep(talk)
    return await talk.ask(WatchDesk.line)


@watch_desk.screen(WatchDesk.line)
async def ask_line(talk: Talk) -> Reply:
    said = talk.say("What is watched? Write the number of a proposal in the budget, or name a line or a work.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@watch_desk.on(WatchDesk.line, kind=Kind.TEXT)
async def on_line_given(talk: Talk) -> Reply:
    """Takes a proposal's number or the name of a line. Raises NotInBudget, LineWrong."""
    aimak_id, year = await find_year_now(talk)
    line, work = await watching.find_watched(talk.store, aimak_id=aimak_id, year=year, said=talk.text, by=talk.person)
    await replace(WatchDraft.of(talk), line=line, work=work).keep(talk)
    return await talk.ask(WatchDesk.check)


@watch_desk.screen(WatchDesk.check)
async def ask_to_make(talk: Talk) -> Reply:
    """Shows what will be watched, and by how many."""
    rules, draft = await watching.read_rules(talk.store, at=talk.now), WatchDraft.of(talk)
    named = await watching.name_drafted(talk.store, line=draft.line, proposal_id=draft.work)
    said = talk.say(
        "A group of up to {n} people gets a link to watch: {line}. All read this name.",
        n=rules.members, line=put_in_quotes(quote(named)),
    )  # fmt: skip
    make = talk.make_choice("watch_make", "Make the link", means=(Intent.YES, Intent.SEND))
    return Reply(said, (make, talk.make_choice("watch_anew", "Change", means=(Intent.CHANGE,))), list_ways(talk))


@watch_desk.on(WatchDesk.check, choice="watch_anew")
@watch_desk.on(WatchDesk.check, choice=BACK)
async def on_anew(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.line)


@watch_desk.on(WatchDesk.check, choice="watch_make")
async def on_made(talk: Talk) -> Replies:
    """Makes the watch once, and sends its link. Raises NotAllowed."""
    draft = WatchDraft.of(talk)
    if not draft.key or not draft.line:
        return await show_stale(talk)
    aimak_id, year = await find_year_now(talk)
    made = await watching.open_watch(
        talk.store, key=draft.key, aimak_id=aimak_id, year=year, line=draft.line, proposal_id=draft.work,
        by=talk.person, at=talk.now,
    )  # fmt: skip
    await WatchDraft.forget(talk)
    await WatchRead(watch=made.id).keep(talk)
    return (*await _make_links(talk, made), await talk.ask(WatchDesk.one))


async def _make_links(talk: Talk, watch: Watch) -> tuple[Reply, ...]:
    doors = await links.list_doors(talk.store, f"{watching.LINK}{watch.token}", aimak_id=watch.aimak_id, local=True)
    texts = []
    for words in map(Words, LANGUAGES):
        said = words.say("You can watch this work with us: {line}", line=put_in_quotes(quote(watch.line)))
        lines = [door.link for door in doors] or [f"/start {watching.LINK}{watch.token}"]
        texts.append(Reply("\n".join([said, *lines]), stays=True))
    if doors:
        qr = {"kind": "qr", "link": doors[0].link, "form": "photo"}
        texts.append(Reply(talk.say("The same link as a code to scan."), document=qr, stays=True))
    return tuple(texts)


@watch_desk.on(WatchDesk.line, choice=BACK)
@watch_desk.on(WatchDesk.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.list)


@watch_desk.on(WatchDesk.list, choice="watch_one")
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one watch. Raises NoWatch, NotAllowed."""
    watch, _ = await watching.read(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    await WatchRead(watch=watch.id).keep(talk)
    return await talk.ask(WatchDesk.one)


@watch_desk.screen(WatchDesk.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a watch with its counts, and what can be done with it."""
    watch, counted = await watching.read(talk.store, id=WatchRead.of(talk).watch, by=talk.person, at=talk.now)
    rules = await watching.read_rules(talk.store, at=talk.now)
    lines = [
        say_watch(talk.words, watch),
        talk.say("People in the group: {n} of {most}.", n=counted.members, most=rules.members),
        talk.say("Reports: {n}. Unanswered: {waiting}.", n=counted.reports, waiting=counted.waiting),
    ]
    if watch.finished_at is not None:
        lines.append(say_rating(talk.words, counted, shown_from=rules.shown_from))
        said = await watching.list_words(talk.store, id=watch.id, by=talk.person, at=talk.now)
        lines += say_rated(talk.words, said, most=_MOST_SAID)
    choices = [talk.make_choice("watch_reports", "Reports")] if counted.reports else []
    if watch.closed_at is None and await _may_watch(talk):
        choices.append(talk.make_choice("watch_link", "Link and code"))
        if watch.finished_at is None:
            choices.append(talk.make_choice("watch_end:finish", "Work is finished"))
        choices.append(talk.make_choice("watch_end:close", "End the watch"))
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


@watch_desk.on(WatchDesk.one, choice="watch_link")
async def on_link_wanted(talk: Talk) -> Replies:
    """Sends the link once more. Raises NoWatch, NotAllowed."""
    watch, _ = await watching.read(talk.store, id=WatchRead.of(talk).watch, by=talk.person, at=talk.now)
    await staff.permit(talk.store, by=talk.person, act=Act.WATCH, aimak_id=watch.aimak_id)
    return (*await _make_links(talk, watch), await talk.ask_again())


@watch_desk.on(WatchDesk.one, choice="watch_end")
async def on_end_wanted(talk: Talk) -> Reply:
    """Asks once whether it ends, or the work is finished."""
    if talk.chosen not in {"finish", "close"}:
        return await show_stale(talk)
    await replace(WatchRead.of(talk), ends=talk.chosen).keep(talk)
    return await talk.ask(WatchDesk.sure)


@watch_desk.screen(WatchDesk.sure)
async def ask_whether(talk: Talk) -> Reply:
    if WatchRead.of(talk).ends == "finish":
        said = talk.say("The group hears that the work is finished, and residents can rate it. Go on?")
    else:
        said = talk.say("Nobody joins, reports or rates any more. What is there stays. End the watch?")
    return Reply(said, talk.offer_yes_or_no("watch_end_sure"), list_ways(talk))


@watch_desk.on(WatchDesk.sure, choice="watch_end_sure")
async def on_end_sure(talk: Talk) -> Reply:
    """Finishes or closes. Raises NoWatch, NotAllowed, WatchClosed, FinishedAlready."""
    kept = WatchRead.of(talk)
    if talk.chosen != "yes" or not kept.ends:
        return await talk.ask(WatchDesk.one)
    await replace(kept, ends="").keep(talk)
    if kept.ends == "finish":
        told = await watching.finish(talk.store, id=kept.watch, by=talk.person, at=talk.now)
        said = talk.say_n("It is noted; {n} person is told.", "It is noted; {n} people are told.", told)
        return put_above(said, await talk.ask(WatchDesk.one))
    await watching.close(talk.store, id=kept.watch, by=talk.person, at=talk.now)
    return put_above(talk.say("The watch is over."), await talk.ask(WatchDesk.one))


@watch_desk.on(WatchDesk.sure, choice=BACK)
async def on_not_ended(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.one)
