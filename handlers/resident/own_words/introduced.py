"""Somebody introduces themselves. No name is needed; it is put with their proposal only if they say so."""

from dataclasses import dataclass, replace

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn
from bot.chat.memory import Memory
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.details_named import read_name_told
from bot.language.kyrgyz import quote
from bot.language.wishes.introduced import read_introduction
from bot.office import proposals, staff
from bot.office.reads import own
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.proposal.details import LONGEST_NAME
from handlers.resident.states import Consent, Decidable, Hearings, Mine, Notices, Papers
from handlers.shared import proposal_draft
from handlers.shared.guidance import come_in, show_here, show_stale
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, Start, find_group
from storage.proposals import Proposal

_SOON = 86_400_000  # milliseconds after its receipt
_HEARD = {
    None,
    *map(str, Start),
    *map(str, Menu),
    *(str(one) for one in Propose if one not in {Propose.name, Propose.place, Propose.amount, Propose.village}),
    *map(str, (Mine.list, Mine.one, Mine.correct, Mine.add, Decidable.ask, Notices.ask, Consent.ask)),
    *map(str, (Hearings.list, Hearings.one, Papers.list)),
}
_ASKED_FIRST = {str(Propose.join), str(Propose.split)}
_DRAFT = 0  # in place of a proposal's id: the one that is being written


@dataclass(frozen=True)
class Introduced(Memory, under="introduced"):
    """A name that was told, and the proposal (id) it may be put with, until its author says so."""

    name: str = ""
    proposal: int = _DRAFT


@router.hear_first
async def hear_introduction(talk: Talk, step: Step) -> Replies | None:
    """Says that no name is needed, and offers to put it with the proposal at hand. None of other words."""
    if not step.is_answered and not Introduced.of(talk).is_empty:
        await Introduced.forget(talk)  # no yes was said to it
    if talk.incoming.kind is not Kind.TEXT or talk.state.state not in _HEARD:
        return None
    in_a_draft = find_group(talk.state.state) == Propose.__name__
    name = read_introduction(talk.text) or (read_name_told(talk.text) if in_a_draft and not step.is_free else "")
    if len(talk.text.split()) == 1 and talk.person.aimak_id is None:
        return None  # there an aimak is looked for, and some are called as people are
    name = name[:LONGEST_NAME]
    if not name or (step.is_answered and not step.is_free):
        return None
    if talk.person.language is None or talk.person.aimak_id is None:
        return put_above(_greet(talk, name), await come_in(talk))
    if await staff.list_standings(talk.store, talk.person):
        return None
    if talk.state.state in _ASKED_FIRST:
        first = talk.say("Choose first. The sum and the name can be written after that.")
        return put_above(first, await talk.ask_again())
    if in_a_draft:
        asked = talk.say(
            "No name is needed. Shall the ayil okmotu see it with this proposal: «{name}»?", name=quote(name)
        )
        return await _ask(talk, Introduced(name), asked)
    found = await _find_sent(talk)
    if found is None or found.author_name == name:
        return put_above(_greet(talk, name), await show_here(talk))
    asked = talk.say(
        "No name is needed. Shall the ayil okmotu see it with № {number}: «{name}»?",
        number=found.label,
        name=quote(name),
    )
    return await _ask(talk, Introduced(name, found.id), asked)


def _greet(talk: Talk, name: str) -> str:
    return talk.say("Good day, {name}! No name is needed here.", name=quote(name))


async def _ask(talk: Talk, introduced: Introduced, asked: str) -> Reply:
    await introduced.keep(talk)
    return Reply(asked, talk.offer_yes_or_no("introduced"))


async def _find_sent(talk: Talk) -> Proposal | None:
    # The one that is looked at; else the newest, where it was sent lately. An answered one has the name it has.
    if talk.state.state in {str(Mine.one), str(Mine.correct), str(Mine.add)}:
        id = OwnProposal.of(talk).mine_proposal
    else:
        sent = await own.list_proposals(talk.store, by=talk.person, most=1)
        id = sent[0].id if sent else 0
    if not id:
        return None
    try:
        found = await proposals.get_correctable(talk.store, id=id, by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        return None
    is_meant = talk.state.state in {str(Mine.one), str(Mine.correct), str(Mine.add)}
    return found if is_meant or talk.now - found.received_at <= _SOON else None


@router.on(choice="introduced")
async def on_introduction_answered(talk: Talk) -> Replies:
    """Puts the name with the proposal, or nowhere."""
    introduced = Introduced.of(talk)
    await Introduced.forget(talk)
    if not introduced.name:
        return await show_stale(talk)
    if talk.chosen != "yes":
        return put_above(talk.say("All right, no name is written."), await show_here(talk))
    if introduced.proposal == _DRAFT:
        if find_group(talk.state.state) != Propose.__name__:
            return await show_stale(talk)
        await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), name=introduced.name))
        return put_above(talk.say("The name is written with it."), await show_here(talk))
    try:
        proposal = await proposals.put_name(talk.store, id=introduced.proposal, name=introduced.name, by=talk.person)
    except (AlreadyAnswered, AlreadyWithdrawn):
        return put_above(talk.say("This proposal can no longer be changed."), await show_here(talk))
    said = talk.say("The name stands with № {number}.", number=proposal.label)
    off = talk.say("To take it off, open it and press «{button}».", button=talk.say("Without my name"))
    return put_above(f"{said} {off}", await show_here(talk))
