"""A proposal that was spoken at a hearing: the office takes down text, side and, where given, the name."""

import uuid
from dataclasses import dataclass, field, replace

from bot.budget.hearing import HearingKind
from bot.budget.permissions import Act
from bot.budget.proposal import Side, Source, TextTooLong, check_text
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import UNSAID, Memory, Unsaid
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.letters import in_words
from bot.office import proposals
from bot.office.guessing.guess import guess, read_ahead
from bot.office.proposals import ProposalToSend
from handlers.office.hearings.card import HearingCard, find_chosen, show_hearing
from handlers.office.hearings.states import HearingDesk, Spoken
from handlers.office.staff_only import hearing_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.wording import say_category, say_side

LONGEST_NAME = 100
MOST_WAITING = 10  # hearings at which a proposal is half written


@dataclass(frozen=True)
class SpokenProposal(Memory, under="spoken"):
    """A proposal that is being taken down, at one hearing."""

    key: str = ""  # drawn when it is begun, so that it is one proposal however often it is sent
    hearing: int = 0
    text: str = ""
    side: Side | None = None
    category: str | None = None
    name: str | None | Unsaid = UNSAID  # None: it was left out


@dataclass(frozen=True)
class WaitingElsewhere(Memory):
    """What is half written at other hearings, by the id of the hearing."""

    spoken_elsewhere: dict[str, SpokenProposal] = field(default_factory=dict)


def _recall(talk: Talk) -> SpokenProposal:
    return SpokenProposal.of(talk)


async def _begin(talk: Talk, hearing_id: int) -> None:
    await SpokenProposal(key=uuid.uuid4().hex, hearing=hearing_id).keep(talk)


async def _turn_to(talk: Talk, hearing_id: int) -> None:
    """Goes on with what was begun at a hearing; what is written at another one waits there."""
    kept, waiting = _recall(talk), WaitingElsewhere.of(talk).spoken_elsewhere
    begun = waiting.pop(str(hearing_id), None)
    if kept.text:
        waiting = dict([*waiting.items(), (str(kept.hearing), kept)][-MOST_WAITING:])
    await WaitingElsewhere(waiting).keep(talk)
    if begun:
        await begun.keep(talk)
    else:
        await _begin(talk, hearing_id)


@hearing_desk.on(HearingDesk.one, choice="hearing_spoken")
async def on_taking_down_wanted(talk: Talk) -> Reply:
    """Begins a proposal that was spoken, or goes on with the one that was not finished."""
    hearing_id = HearingCard.of(talk).hearing
    if _recall(talk).hearing != hearing_id:
        await _turn_to(talk, hearing_id)
    return await talk.ask(_find_next_step(_recall(talk)))


def _find_next_step(kept: SpokenProposal) -> State:
    if not kept.text:
        return Spoken.text
    if kept.side is None:
        return Spoken.side
    return Spoken.name if kept.name is UNSAID else Spoken.check


@hearing_desk.screen(Spoken.text)
async def ask_text(talk: Talk) -> Reply:
    """Asks what was proposed."""
    await find_chosen(talk, Act.ENTER)
    asked = talk.say("1/4. What was proposed at the hearing? Write it in the speaker's words.")
    text = _recall(talk).text
    if not text:
        return Reply(asked, ways=list_ways(talk), free_text=True)
    now = talk.say("Now it reads: {quote}. Write it anew, or skip.", quote=put_in_quotes(quote(text)))
    return Reply(now, ways=(talk.make_choice("skip", "Skip"), *list_ways(talk)), free_text=True)


@hearing_desk.on(Spoken.text, kind=Kind.TEXT)
async def on_text_given(talk: Talk) -> Reply:
    text = check_text(talk.text)
    await replace(_recall(talk), text=text).keep(talk)
    return await talk.ask(Spoken.side)


@hearing_desk.on(Spoken.text, choice="skip")
async def on_text_left(talk: Talk) -> Reply:
    """Leaves the text that is there."""
    return await talk.ask(Spoken.side if _recall(talk).text else Spoken.text)


@hearing_desk.screen(Spoken.side)
async def ask_side(talk: Talk) -> Reply:
    await find_chosen(talk, Act.ENTER)
    return Reply(
        talk.say("2/4. Which side of the budget is it about?"),
        (
            talk.make_choice("side:revenue", "Revenue: money in", means=(Intent.REVENUE,)),
            talk.make_choice("side:spending", "Spending: money out", means=(Intent.SPENDING,)),
            talk.make_choice(f"side:{Side.UNSURE}", "I do not know", means=(Intent.UNSURE,)),
        ),
        list_ways(talk),
    )


@hearing_desk.on(Spoken.side, choice="side")
async def on_side_chosen(talk: Talk) -> Reply:
    """Keeps the side; «I do not know» lets the words decide."""
    if talk.chosen not in set(Side):
        return await show_stale(talk)
    text = _recall(talk).text
    await read_ahead(text)
    side, category = guess(text, None if talk.chosen == Side.UNSURE else Side(talk.chosen))
    await replace(_recall(talk), side=side, category=category.code if category else None).keep(talk)
    return await talk.ask(Spoken.name)


@hearing_desk.screen(Spoken.name)
async def ask_name(talk: Talk) -> Reply:
    """Asks who said it, if they gave their name."""
    await find_chosen(talk, Act.ENTER)
    return Reply(
        talk.say("3/4. Who said it? Only a name that was given for the record."),
        ways=(skip(talk), *list_ways(talk)),
        free_text=True,
    )


@hearing_desk.on(Spoken.name, kind=Kind.TEXT)
async def on_name_given(talk: Talk) -> Reply:
    name = " ".join(clean(talk.text).split())
    if len(name) > LONGEST_NAME:
        raise TextTooLong(LONGEST_NAME)
    await replace(_recall(talk), name=in_words(name)).keep(talk)
    return await talk.ask(Spoken.check)


@hearing_desk.on(Spoken.name, choice="skip")
async def on_name_skipped(talk: Talk) -> Reply:
    """Goes on without a name."""
    await replace(_recall(talk), name=None).keep(talk)
    return await talk.ask(Spoken.check)


@hearing_desk.screen(Spoken.check)
async def ask_check(talk: Talk) -> Reply:
    """Everything as it will be kept."""
    hearing, kept = await find_chosen(talk, Act.ENTER), _recall(talk)
    if kept.side is None:
        return await talk.ask(_find_next_step(kept))
    lines = [
        talk.say(
            "4/4. Check: {side}, {category}. {quote}",
            side=say_side(talk.words, kept.side),
            category=say_category(talk.words, kept.category),
            quote=put_in_quotes(quote(kept.text)),
        ),
        talk.say("Author: {name}", name=quote(kept.name)) if isinstance(kept.name, str) else "",
        talk.say("Heard on: {day}.", day=talk.words.long_day(find_day(hearing.terms.starts_at))),
    ]
    choices = (
        talk.make_choice(f"spoken_keep:{kept.key}", "Register it", means=(Intent.YES, Intent.SEND)),
        talk.make_choice("spoken_change", "Change", means=(Intent.CHANGE,)),
    )
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk))


@hearing_desk.on(Spoken.check, choice="spoken_change")
async def on_change_wanted(talk: Talk) -> Reply:
    """Goes through the steps again."""
    return await talk.ask(Spoken.text)


@hearing_desk.on(choice="spoken_keep")
async def on_kept(talk: Talk) -> Reply:
    """Gives it a number and asks for the next one; pressed twice it is one proposal."""
    draft = _recall(talk)
    if draft.key != talk.chosen or draft.side is None or _find_next_step(draft) != Spoken.check:
        return await show_stale(talk)
    await replace(HearingCard.of(talk), hearing=draft.hearing).keep(talk)
    hearing = await find_chosen(talk, Act.ENTER)
    proposal, _ = await proposals.enter_for(
        talk.store,
        draft=ProposalToSend(
            key=draft.key,
            side=draft.side,
            text=draft.text,
            category=draft.category,
            author_name=draft.name if isinstance(draft.name, str) else None,
        ),
        source=Source.HEARING,
        on=find_day(hearing.terms.starts_at),
        year=hearing.budget_year if hearing.kind is HearingKind.DRAFT else None,
        aimak_id=hearing.aimak_id,
        language=talk.words.language,
        by=talk.person,
        at=talk.now,
    )
    await _begin(talk, hearing.id)
    said = talk.say(
        "It is kept under № {number}, to be answered {until}.",
        number=proposal.label,
        until=talk.words.until(proposal.due_on),
    )
    return put_above(said, await talk.ask(Spoken.text))


_BEFORE = {str(Spoken.side): Spoken.text, str(Spoken.name): Spoken.side, str(Spoken.check): Spoken.name}


@hearing_desk.on(Spoken.text, Spoken.side, Spoken.name, Spoken.check, choice=BACK)
async def on_one_back(talk: Talk) -> Reply:
    """One step back with everything kept; from the first step to the hearing."""
    before = _BEFORE.get(talk.state.state or "")
    return await talk.ask(before) if before else await show_hearing(talk)
