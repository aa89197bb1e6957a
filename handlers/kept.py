"""Kept answers sent at once: a preview of each, one button, and what became of them."""

from bot.budget.kyrgyz import quote, shown
from bot.budget.people import NotAllowed
from bot.chat.message import BACK, Reply
from bot.chat.router import Replies
from bot.chat.typed import YES
from bot.office import kept
from bot.office.notices import REASONS, decision_title
from handlers.desk import for_staff, not_allowed
from handlers.hearing_desk import chosen
from handlers.states import Desk, HearingDesk
from handlers.talk import Talk, above, router, value, ways
from storage.answers import DraftAnswer
from storage.proposals import Proposal

A_MESSAGE = 8  # previewed answers in one message


@router.on(Desk.list, choice="send_kept")
async def sending_wanted(talk: Talk) -> Replies:
    """Shows what would go out, and asks."""
    return await _shown(talk, int(talk.person.aimak_id or 0))


@router.on(HearingDesk.one, choice="send_kept")
async def sending_after_results(talk: Talk) -> Replies:
    """Shows what would go out now that the results are published, and asks."""
    try:
        hearing = await chosen(talk)
    except NotAllowed:
        return await not_allowed(talk)
    await talk.state.update_data(list="drafted", page=0)
    return await _shown(talk, hearing.aimak_id)


async def _shown(talk: Talk, aimak_id: int) -> Replies:
    try:
        found = await kept.ready(talk.store, aimak_id=aimak_id, by=talk.person)
    except NotAllowed:
        return await not_allowed(talk)
    if not found:
        return above(talk.say("None of these is yours to send."), await talk.ask(Desk.list))
    await talk.state.update_data(kept_shown=[[proposal.id, draft.saved_at] for proposal, draft in found])
    lines = [_line(talk, proposal, draft) for proposal, draft in found]
    pages = [Reply("\n".join(lines[at : at + A_MESSAGE]), stays=True) for at in range(0, len(lines), A_MESSAGE)]
    return (*pages, await talk.ask(Desk.kept))


def _line(talk: Talk, proposal: Proposal, draft: DraftAnswer) -> str:
    answer = draft.answer
    parts = [f"№ {proposal.label}: {decision_title(talk.words, answer.decision)}."]
    if answer.amount is not None:
        parts.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)) + ".")
    if answer.reason_code is not None:
        parts.append(
            talk.say("Reason: {reason}. {sentence}", reason=talk.say(REASONS[answer.reason_code]), sentence="")
        )
    return " ".join([" ".join(parts).strip(), quote(shown(answer.sentence), 200)]).strip()


@router.screen(Desk.kept)
@for_staff
async def ask_whether_to_send(talk: Talk) -> Reply:
    """Asks whether all that was shown goes out."""
    count = len(await value(talk, "kept_shown", []))
    question = talk.say_n("{n} answer goes out. Send it?", "{n} answers go out. Send them?", count)
    return Reply(question, (talk.choice("kept_sure", "Send them", synonyms=YES),), ways(talk))


@router.on(Desk.kept, choice="kept_sure")
async def sent(talk: Talk) -> Replies:
    """Sends what was shown, and says what became of it."""
    listed = [(int(proposal_id), int(saved_at)) for proposal_id, saved_at in await value(talk, "kept_shown", [])]
    try:
        done = await kept.send(talk.store, shown=listed, by=talk.person, at=talk.now)
    except NotAllowed:
        return await not_allowed(talk)
    await talk.state.update_data(kept_shown=[])
    said = [talk.say_n("{n} answer is on its way.", "{n} answers are on their way.", done.sent)]
    if done.waiting:
        said.append(talk.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", done.waiting))
    if done.staying:
        numbers = ", ".join(f"№ {label}" for label in done.staying)
        said.append(talk.say("These changed meanwhile and stay: {numbers}.", numbers=numbers))
    return above("\n".join(said), await talk.ask(Desk.list))


@router.on(Desk.kept, choice=BACK)
async def nothing_sent(talk: Talk) -> Reply:
    """Sends nothing."""
    return await talk.ask(Desk.list)
