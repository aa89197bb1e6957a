"""Kept answers sent at once: a preview of each, one button, and what became of them."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.chat.router import Handler
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.office.answers import answer_drafts
from bot.office.wording.notices import REASONS, name_decision
from handlers.office.staff_only import Desk, desk
from handlers.shared.talk import Talk, above, ways
from storage.answers import NumberedDraft

A_MESSAGE = 8  # previewed answers in one message

# How a conversation goes on that led here; hearings/answer_drafts enters the one that goes on to the results.
GO_ON: dict[str, Handler] = {}


@dataclass(frozen=True)
class DraftsShown(Memory):
    """Which answer drafts were shown to be sent together."""

    kept_shown: tuple[tuple[int, int], ...] = ()  # of each the id of the proposal, and when it was saved, ms UTC
    kept_before_results: bool = False  # the results of a hearing are shown afterwards


@desk.on(Desk.list, choice="send_kept")
async def sending_wanted(talk: Talk) -> Replies:
    """Shows what would go out, and asks."""
    return await show_ready(talk, int(talk.person.aimak_id or 0))


async def show_ready(talk: Talk, aimak_id: int, *, before_results_of: int | None = None) -> Replies:
    """Shows what of an aimak would go out, and asks. Before a budget year's results, only that year counts."""
    await replace(DraftsShown.of(talk), kept_before_results=before_results_of is not None).keep(talk)
    found = await answer_drafts.list_ready(talk.store, aimak_id=aimak_id, by=talk.person, year=before_results_of)
    if not found:
        return await _back(talk, talk.say("None of these is yours to send."))
    shown_now = tuple((drafted.draft.proposal_id, drafted.draft.saved_at) for drafted in found)
    await replace(DraftsShown.of(talk), kept_shown=shown_now).keep(talk)
    lines = [_line(talk, drafted) for drafted in found]
    pages = [Reply("\n".join(lines[at : at + A_MESSAGE]), stays=True) for at in range(0, len(lines), A_MESSAGE)]
    return (*pages, await talk.ask(Desk.drafts))


def _line(talk: Talk, drafted: NumberedDraft) -> str:
    answer = drafted.draft.answer
    parts = [f"№ {drafted.label}: {name_decision(talk.words, answer.decision)}."]
    if answer.amount is not None:
        parts.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)) + ".")
    if answer.reason_code is not None:
        parts.append(
            talk.say("Reason: {reason}. {sentence}", reason=talk.say(REASONS[answer.reason_code]), sentence="")
        )
    return " ".join([" ".join(parts).strip(), quote(clean(answer.sentence), 200)]).strip()


@desk.screen(Desk.drafts)
async def ask_whether_to_send(talk: Talk) -> Reply:
    """Asks whether all that was shown goes out."""
    count = len(DraftsShown.of(talk).kept_shown)
    question = talk.say_n("{n} answer goes out. Send it?", "{n} answers go out. Send them?", count)
    return Reply(question, (talk.choice("kept_sure", "Send them", means=(Intent.YES,)),), ways(talk))


@desk.on(Desk.drafts, choice="kept_sure")
async def sent(talk: Talk) -> Replies:
    """Sends what was shown, and says what became of it."""
    listed = [(int(proposal_id), int(saved_at)) for proposal_id, saved_at in DraftsShown.of(talk).kept_shown]
    done = await answer_drafts.send(talk.store, shown=listed, by=talk.person, at=talk.now)
    await replace(DraftsShown.of(talk), kept_shown=()).keep(talk)
    said = [talk.say_n("{n} answer is on its way.", "{n} answers are on their way.", done.sent)]
    if done.waiting:
        said.append(talk.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", done.waiting))
    if done.staying:
        numbers = ", ".join(f"№ {label}" for label in done.staying)
        said.append(talk.say("These changed meanwhile and stay: {numbers}.", numbers=numbers))
    return await _back(talk, "\n".join(said))


@desk.on(Desk.drafts, choice=BACK)
async def nothing_sent(talk: Talk) -> Replies:
    """Sends nothing."""
    return await _back(talk)


async def _back(talk: Talk, said: str = "") -> Replies:
    if not DraftsShown.of(talk).kept_before_results:
        listed = await talk.ask(Desk.list)
        return above(said, listed) if said else listed
    shown = await GO_ON["results"](talk)
    replies = shown if isinstance(shown, tuple) else (shown,)
    return (Reply(said, stays=True), *replies) if said else replies
