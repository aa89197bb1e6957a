"""A resident votes in a priorities poll: three picks one after the other, a check, one ballot."""

import re
from dataclasses import dataclass, replace

from bot.budget.polls.sittings import Sittings
from bot.budget.polls.sittings import go_on as go_on_sitting
from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LABEL
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal
from bot.office.polls import polls
from bot.office.reads import public
from bot.office.wording.notices import N_
from handlers.resident.choose_aimak import change_to
from handlers.resident.consent import ask_first_to_agree
from handlers.shared.guidance import come_in, show_not_understood
from handlers.shared.menu import go_on
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.polls.polls import Poll

_NUMBER = compile_late(r"\d{1,4}", re.ASCII)
_BETWEEN = frozenset(["жана", "и", "да", "дагы", "плюс"])


class Voting(StatesGroup):
    """One ballot: a pick, and the check before it is given."""

    pick = State()
    check = State()


@dataclass(frozen=True)
class Ballot(Memory):
    """The ballot that is being filled: the poll (id), the picks in order, when it was begun (ms UTC).

    typed_early are picks that were named right after the notice, and wait for consent.
    """

    poll: int = 0
    picks: tuple[int, ...] = ()
    typed_early: tuple[int, ...] = ()
    begun: int = 0
    sittings: Sittings = ()


PAGES = paged(router, Voting.pick, leave=Menu.open, key="poll_page")


async def _is_open(talk: Talk) -> bool:
    poll = await polls.find_open(talk.store, aimak_id=talk.person.aimak_id or 0, at=talk.now)
    return poll is not None and not await polls.has_voted(talk.store, id=poll.id, by=talk.person)


add_door("poll", N_("Vote"), _is_open)
# What people type who know of the poll.
router.titles |= {N_("I vote"): "poll", N_("I want to vote"): "poll"}


@router.refuses(polls.PollClosed, polls.NoPoll)
async def say_closed(talk: Talk, refused: Refusal) -> Reply:
    """Says that nobody votes now."""
    await Ballot.forget(talk)
    return put_above(talk.say("This poll is closed. Nobody votes in it any more."), await talk.ask(Menu.open))


@router.refuses(polls.VotedAlready)
async def say_voted(talk: Talk, refused: Refusal) -> Reply:
    """Says that one ballot is one person's, in whichever messenger."""
    await Ballot.forget(talk)
    said = talk.say("You have voted already. The result comes here after the poll.")
    return put_above(said, await talk.ask(Menu.open))


@router.on(choice="poll", opens=True)
async def on_poll_wanted(talk: Talk) -> Reply:
    """Begins a ballot in the poll that is open."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    poll = await polls.find_open(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    named = await polls.find(talk.store, id=read_row_id(talk.chosen)) if talk.chosen else None
    if named is not None and named.aimak_id != talk.person.aimak_id:  # they follow notices of another aimak
        return await _say_whose(talk, named)
    if named is not None and (poll is None or named.id != poll.id):
        raise polls.PollClosed
    if poll is None:
        return await go_on(talk, talk.say("There is no poll now."))
    if asks := await ask_first_to_agree(talk, then="poll"):
        return asks
    await polls.check_may_vote(talk.store, id=poll.id, by=talk.person, at=talk.now)
    await PAGES.begin(talk)
    before = Ballot.of(talk)  # picks of a ballot that was left stand in what was said since its own beginning
    begun = before.begun if before.poll == poll.id and before.begun else talk.now
    await Ballot(poll.id, begun=begun, sittings=before.sittings if begun == before.begun else ()).keep(talk)
    early = before.typed_early if before.poll == poll.id else ()
    return await take_named(talk, early) if early else await talk.ask(Voting.pick)


async def list_shown(talk: Talk) -> tuple[dict[int, str], list[int]]:
    """The choices of the poll (number and text), and those on the page that is shown, in their order."""
    _, ballot, choices = await _find(talk)
    page = await PAGES.of(talk, [number for number, _ in choices if number not in ballot.picks])
    return dict(choices), [] if talk.state.state == str(Voting.check) else list(page.rows)


async def take_named(talk: Talk, named: tuple[int, ...], *, is_all: bool = True) -> Reply:
    """Takes choices that were named in words: at the check in place of the picks, else beside them.

    Of too many it takes none and says how many may be. is_all tells that nothing was left open, so the check may come.
    """
    poll, ballot, _ = await _find(talk)
    most = (await polls.find_sizes(talk.store, poll)).poll_picks
    picks = tuple(dict.fromkeys(named if talk.state.state == str(Voting.check) else (*ballot.picks, *named)))
    if len(picks) > most:
        await replace(ballot, picks=()).keep(talk)
        await PAGES.begin(talk)
        return put_above(talk.say("You named {n}. Choose up to {most}.", n=len(picks), most=most),
                         await talk.ask(Voting.pick))  # fmt: skip
    await replace(ballot, picks=picks).keep(talk)
    await PAGES.begin(talk)
    is_enough = len(picks) == most or len(named) > 1 or talk.state.state == str(Voting.check)
    return await talk.ask(Voting.check if is_all and picks and is_enough else Voting.pick)


async def _say_whose(talk: Talk, poll: Poll) -> Reply:
    aimak = await public.read_aimak(talk.store, id=poll.aimak_id)
    said = talk.say("Residents of {aimak} vote in this poll.", aimak=quote(aimak.name(talk.words.language)))
    return await go_on(talk, said)


async def _find(talk: Talk) -> tuple[Poll, Ballot, list[tuple[int, str]]]:
    ballot = Ballot.of(talk)
    poll = await polls.check_may_vote(talk.store, id=ballot.poll, by=talk.person, at=talk.now)
    ballot = replace(ballot, sittings=go_on_sitting(ballot.sittings, talk.now))
    await ballot.keep(talk)
    return poll, ballot, await polls.list_choices(talk.store, id=poll.id)


@router.screen(Voting.pick)
async def ask_pick(talk: Talk) -> Reply:
    """Asks for the next pick among those that are left."""
    poll, ballot, choices = await _find(talk)
    most = (await polls.find_sizes(talk.store, poll)).poll_picks
    left = [(number, text) for number, text in choices if number not in ballot.picks]
    page = await PAGES.of(talk, left)
    n = len(ballot.picks) + 1
    lines = [talk.say("{n}/{all}. {title}", n=n, all=most, title=quote(poll.title))]
    if not ballot.picks:
        lines.append(talk.say("Choose up to {n}. Nobody learns what you chose.", n=most))
    rows = tuple(
        Choice(f"pick:{number}", text[:LABEL], (text,), line=text if len(text) > LABEL else "")
        for number, text in page.rows
    )
    beside = [talk.make_choice("picked", "That is all")] if ballot.picks else []
    return Reply("\n".join(lines), rows, page.ways(talk, *beside))


@router.on(Voting.pick, choice="pick")
async def on_picked(talk: Talk) -> Reply:
    """Takes a pick; after the last comes the check."""
    poll, ballot, choices = await _find(talk)
    most = (await polls.find_sizes(talk.store, poll)).poll_picks
    number = read_row_id(talk.chosen)
    picks = ballot.picks
    if number in {one for one, _ in choices} and number not in picks:
        picks = (*picks, number)[:most]
    await replace(ballot, picks=picks).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Voting.check if len(picks) == most else Voting.pick)


@router.on(Voting.pick, kind=Kind.TEXT)
async def on_numbers_typed(talk: Talk) -> Reply:
    """Takes several numbers of the list that is shown, such as «2 3 5» or «2,3 жана 5»."""
    poll, ballot, choices = await _find(talk)
    most = (await polls.find_sizes(talk.store, poll)).poll_picks
    page = await PAGES.of(talk, [number for number, _ in choices if number not in ballot.picks])
    places = read_places(talk.text)
    wanted = [page.rows[one - 1] for one in places if 0 < one <= len(page.rows)]
    picks = (*ballot.picks, *wanted)
    if len(wanted) < 2 or len(wanted) < len(places) or len(set(picks)) < len(picks) or len(picks) > most:
        return await show_not_understood(talk)
    await replace(ballot, picks=picks).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Voting.check)


def read_places(text: str) -> list[int]:
    """The numbers that a text is made of; none where it has other words."""
    words = re.findall(r"\w+", text.casefold())
    if not all(_NUMBER.fullmatch(word) or word in _BETWEEN for word in words):
        return []
    return [int(word) for word in words if word.isdecimal()]


@router.on(Voting.pick, choice="picked")
async def on_enough_picked(talk: Talk) -> Reply:
    """Goes to the check with fewer picks than may be."""
    return await talk.ask(Voting.check if Ballot.of(talk).picks else Voting.pick)


@router.screen(Voting.check)
async def ask_to_give(talk: Talk) -> Reply:
    """Shows the picks before they are given."""
    _, ballot, choices = await _find(talk)
    named = dict(choices)
    lines = [talk.say("Please check what you chose:"), *(f"— {named[one]}" for one in ballot.picks)]
    give = talk.make_choice("poll_give", "Vote", means=(Intent.YES, Intent.SEND))
    return Reply("\n".join(lines), (give, talk.make_choice("poll_anew", "Choose anew")), (talk.back(),))


@router.on(Voting.check, choice="back")
@router.on(Voting.check, choice="poll_anew")
async def on_anew(talk: Talk) -> Reply:
    """Begins the picks anew."""
    ballot = Ballot.of(talk)
    await replace(ballot, picks=()).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Voting.pick)


@router.on(Voting.check, choice="poll_give")
async def on_given(talk: Talk) -> Reply:
    """Gives the ballot; nothing of it stays in the conversation."""
    ballot = Ballot.of(talk)
    await polls.vote(
        talk.store, id=ballot.poll, picks=ballot.picks, by=talk.person, since=ballot.begun, at=talk.now,
        sittings=go_on_sitting(ballot.sittings, talk.now),
    )  # fmt: skip
    await Ballot.forget(talk)
    said = talk.say("Thank you, your vote is counted. The result comes here after the poll.")
    return put_above(said, await talk.ask(Menu.open))


async def open_linked(talk: Talk, id: str) -> Replies:
    """Leads whoever came by a poll's link to it, once the language and the aimak are known."""
    poll = await polls.find(talk.store, id=read_row_id(id)) if id.isdecimal() else None
    if poll is not None and talk.person.aimak_id is None:
        await change_to(talk, await public.read_aimak(talk.store, id=poll.aimak_id))
    if poll is None or talk.person.aimak_id != poll.aimak_id or talk.person.language is None:
        return await come_in(talk)
    return await on_poll_wanted(talk)
