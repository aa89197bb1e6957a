"""Somebody comes by the link of a group, and joins it; what they watch, and what became of their reports."""

from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.reads import public
from bot.office.watch import reporting, watching
from bot.office.watch.words import say_report, say_watch
from bot.office.wording.notices import N_
from handlers.resident.choose_aimak import change_to
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.watch.memory import ReportDraft, Watching, WatchLinked
from handlers.shared.menu import go_on
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Start

MOST_REPORTS = 3  # of one's own, on the card of a watch


async def has_own(talk: Talk) -> bool:
    """Whether somebody watches anything."""
    return await reporting.has_own(talk.store, by=talk.person)


add_door("watching", N_("I watch a work"), has_own)


@router.refuses(watching.NoWatch)
async def say_no_watch(talk: Talk, refused: Refusal) -> Reply:
    """Says that the link leads nowhere."""
    await WatchLinked.forget(talk)
    return put_above(talk.say("This link leads to no work that is watched."), await _leave(talk))


@router.refuses(watching.WatchClosed)
async def say_closed(talk: Talk, refused: Refusal) -> Reply:
    """Says that it is over."""
    await WatchLinked.forget(talk)
    return put_above(talk.say("Nobody watches this work any more."), await _leave(talk))


@router.refuses(reporting.WatchesAlready)
async def say_watches_already(talk: Talk, refused: Refusal) -> Reply:
    """Says that they are of the group elsewhere."""
    await WatchLinked.forget(talk)
    said = talk.say("You are of this group already, in another messenger of yours. One person has one place.")
    return put_above(said, await _leave(talk))


@router.refuses(reporting.GroupFull)
async def say_full(talk: Talk, refused: reporting.GroupFull) -> Reply:
    """Says how large a group is."""
    await WatchLinked.forget(talk)
    said = talk.say("The group is full: {n} people watch this work. You can still make a proposal.", n=refused.most)
    return put_above(said, await _leave(talk))


async def _leave(talk: Talk) -> Reply:
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    return await talk.ask(Menu.open)


async def open_linked(talk: Talk, token: str) -> Reply:
    """Leads whoever came by a group's link to it, the language first."""
    await WatchLinked(watch_link=token[:40]).keep(talk)
    return await talk.ask(Start.language) if talk.person.language is None else await show_linked(talk)


async def show_linked(talk: Talk) -> Reply:
    """Shows what is watched to whoever came by a link. Raises NoWatch, WatchClosed."""
    watch = await reporting.find_linked(talk.store, token=WatchLinked.of(talk).watch_link)
    if talk.person.aimak_id is None:
        await change_to(talk, await public.read_aimak(talk.store, id=watch.aimak_id))
    return await talk.ask(Watching.invited)


@router.screen(Watching.invited)
async def ask_to_join(talk: Talk) -> Reply:
    """Says what is watched, and asks whether to join."""
    if not WatchLinked.of(talk).watch_link:
        return await talk.ask(Menu.open)
    watch = await reporting.find_linked(talk.store, token=WatchLinked.of(talk).watch_link)
    said = talk.say(
        "A group watches how this is done: {line}. You tell what you see, the office answers.",
        line=put_in_quotes(quote(watch.line)),
    )
    join = talk.make_choice("watch_join", "I will watch", means=(Intent.YES,))
    return Reply(said, (join, talk.make_choice("watch_not", "Not now", means=(Intent.NO, Intent.LATER))))


@router.on(choice="watch_not")
async def on_not_joined(talk: Talk) -> Reply:
    """Keeps nothing."""
    await WatchLinked.forget(talk)
    return await go_on(talk, talk.say("Good. The link works later too."))


@router.on(choice="watch_join")
async def on_joined(talk: Talk) -> Reply:
    """Lets them into the group, after consent. Raises NoWatch, WatchClosed, WatchesAlready, GroupFull."""
    if not WatchLinked.of(talk).watch_link:
        return await talk.ask(Menu.open)
    if asks := await ask_first_to_agree(talk, then="watch_join"):
        return asks
    watch = await reporting.join(talk.store, token=WatchLinked.of(talk).watch_link, by=talk.person, at=talk.now)
    await WatchLinked.forget(talk)
    await ReportDraft(watch=watch.id).keep(talk)
    return put_above(talk.say("You are of the group now."), await talk.ask(Watching.one))


@router.on(choice="watching", opens=True)
async def on_own_wanted(talk: Talk) -> Reply:
    """Lists what somebody watches; the only one is shown at once."""
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    found = await reporting.list_own(talk.store, by=talk.person)
    if len(found) == 1:
        await _open(talk, found[0].id)
        return await talk.ask(Watching.one)
    await PAGES.begin(talk)
    return await talk.ask(Watching.list)


async def _open(talk: Talk, id: int) -> None:
    draft = ReportDraft.of(talk)
    if draft.watch != id:  # what was begun of another is not sent to this one
        await ReportDraft(watch=id).keep(talk)


router.idle |= {str(Watching.list), str(Watching.one)}
PAGES = paged(router, Watching.list, leave=Menu.open, key="watching_page")


@router.screen(Watching.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists what somebody watches."""
    found = await reporting.list_own(talk.store, by=talk.person)
    page = await PAGES.of(talk, found)
    if not found:
        return Reply(talk.say("You watch no work yet. The ayil okmotu gives a link for it."), ways=page.ways(talk))
    choices = tuple(
        Choice(f"watch_mine:{one.id}", f"М{one.number}", line=say_watch(talk.words, one)) for one in page.rows
    )
    return Reply(talk.say("What you watch:"), choices, page.ways(talk))


@router.on(choice="watch_mine", opens=True)
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one of one's own. Raises NoWatch."""
    watch, _ = await reporting.read_own(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await _open(talk, watch.id)
    return await talk.ask(Watching.one)


@router.screen(Watching.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a watch, one's own reports with their answers, and what can be done."""
    watch, reports = await reporting.read_own(talk.store, id=ReportDraft.of(talk).watch, by=talk.person)
    lines = [say_watch(talk.words, watch)]
    for one in reports[:MOST_REPORTS]:
        lines += say_report(talk.words, one, limit=100)
    choices = []
    if watch.closed_at is None:
        choices.append(talk.make_choice("watch_tell", "Tell what I see"))
        is_to_rate = watch.finished_at is not None and any(
            one.id == watch.id for one in await reporting.list_to_rate(talk.store, by=talk.person)
        )
        if is_to_rate:
            choices.append(talk.make_choice(f"rate_work:{watch.id}", "Rate the work"))
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


@router.on(Watching.one, choice=BACK)
async def on_back_from_one(talk: Talk) -> Reply:
    """Back to the list where there are several, else to the menu."""
    several = len(await reporting.list_own(talk.store, by=talk.person)) > 1
    return await talk.ask(Watching.list if several else Menu.open)
