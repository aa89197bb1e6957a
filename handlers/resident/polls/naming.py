"""Choices of a poll typed as words, at its question or right after its notice. They are picks, never a proposal."""

from collections.abc import Collection
from dataclasses import replace

from bot.budget.polls.named import Named, read_named
from bot.budget.polls.sittings import go_on
from bot.budget.referral.doors import find_door
from bot.chat.message import Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import is_label
from bot.language.gist.reading import find_gist
from bot.language.intents import find_meanings
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.guessing.guess import weigh
from bot.office.polls import polls
from handlers.resident.polls.voting import Ballot, Voting, list_shown, on_poll_wanted, read_places, take_named
from handlers.shared.guidance import show_not_understood
from handlers.shared.router import Step, Talk, router

_STEPS = {str(Voting.pick), str(Voting.check)}
_MOST_UNKNOWN = 2  # words beside those that name choices; of more it is a sentence of its own
_FEW = 3  # words, none of which is a choice: they name one that is not there


def _list_matters(text: str) -> Collection[str]:
    return [category.code for category in weigh(text).told]


@router.hear_first
async def hear_choices(talk: Talk, step: Step) -> Replies | None:
    """Takes choices named in words; None of other words, and where no poll was just asked about."""
    text = talk.text.strip()
    if text.startswith("/") or is_label(text) or find_meanings(text):
        return None
    if talk.state.state in _STEPS:
        return await _hear_at_ballot(talk)
    id = _find_told(step)
    return await _begin_with(talk, id) if id and talk.state.state in router.idle and not step.is_free else None


def _find_told(step: Step) -> int:
    # The poll of the notice that came last; 0 where none did.
    ids = [str(one["id"]) for one in (step.notice or {}).get("choices", ())]
    return next((read_row_id(id.partition(":")[2]) for id in ids if id.startswith("poll:")), 0)


async def _hear_at_ballot(talk: Talk) -> Reply | None:
    if read_places(talk.text):
        return None  # numbers of the list are read as they stand
    choices, shown = await list_shown(talk)
    named = read_named(talk.text, choices, places=shown, list_matters=_list_matters)
    if named.is_whole:
        return await take_named(talk, named.picks)
    if find_door(talk.text) is not None:
        return None
    some = named.picks or named.open
    if len(named.unknown) > (_MOST_UNKNOWN if some else _FEW) or not (some or named.unknown):
        return None
    if not some and (talk.state.state != str(Voting.pick) or any(map(str.isdigit, talk.text)) or find_gist(talk.text)):
        return None
    return put_above("\n".join(_say_left(talk, named, choices)), await take_named(talk, named.picks, is_all=False))


def _say_left(talk: Talk, named: Named, choices: dict[int, str]) -> list[str]:
    # What was understood, what may be one of several, and what is no choice.
    lines = []
    if named.picks:
        picked = ", ".join(quote(choices[one]) for one in named.picks)
        lines.append(talk.say("Chosen so far: {choices}.", choices=picked))
    for words, may in named.open:
        which = ", ".join(quote(choices[one]) for one in may)
        lines.append(
            talk.say("{words} may be several: {choices}. Please choose one.", words=quote(words), choices=which)
        )
    if named.unknown:
        unknown = quote(" ".join(named.unknown))
        lines.append(talk.say("{words} is not among the choices. Please choose from the list.", words=unknown))
    return lines


async def _begin_with(talk: Talk, id: int) -> Replies | None:
    # Right after the notice: the words must name choices, since anything else may be said at the menu.
    poll = await polls.find_open(talk.store, aimak_id=talk.person.aimak_id or 0, at=talk.now)
    if poll is None or poll.id != id or await polls.has_voted(talk.store, id=id, by=talk.person):
        return None
    choices = dict(await polls.list_choices(talk.store, id=id))
    named = read_named(talk.text, choices, places=list(choices), list_matters=_list_matters)
    if len(named.picks) + len(named.open) < 2 and (not named.is_whole or await _may_mean_else(talk)):
        return None
    if not named.is_whole and (find_door(talk.text) is not None or len(named.unknown) > _MOST_UNKNOWN):
        return None
    talk.chosen = str(id)
    before = Ballot.of(talk)
    ballot = before if before.poll == id and before.begun else Ballot(id, begun=talk.now)
    await replace(ballot, typed_early=named.picks, sittings=go_on(ballot.sittings, talk.now)).keep(talk)
    said = [] if named.is_whole else _say_left(talk, replace(named, picks=()), choices)
    begun = await on_poll_wanted(talk)
    return put_above("\n".join(said), begun) if said and isinstance(begun, Reply) else begun


async def _may_mean_else(talk: Talk) -> bool:
    # One word of a clerk is looked for at the desk, and a lone number is a button.
    return talk.text.strip().isdigit() or bool(await staff.list_standings(talk.store, talk.person))


@router.on(choice="poll_words")
async def on_notice_answered(talk: Talk) -> Replies:
    """Takes choices that are written in reply to the notice; of other words it is asked what they are."""
    taken = await _begin_with(talk, read_row_id(talk.chosen))
    return taken if taken is not None else await show_not_understood(talk)
