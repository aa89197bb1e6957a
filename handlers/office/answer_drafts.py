"""Kept answers sent at once: a preview of each, one button, and what became of them."""

from bot.chat.message import BACK, Reply
from bot.chat.router import Replies
from bot.chat.typed import YES
from bot.language.kyrgyz import quote, shown
from bot.office.answers import answer_drafts
from bot.office.wording.notices import REASONS, decision_title
from handlers.office.hearings.card import chosen
from handlers.office.hearings.results import results_wanted
from handlers.office.queue import PAGES
from handlers.office.staff_only import desk
from handlers.shared.states import Desk, HearingDesk
from handlers.shared.talk import Talk, above, value, ways
from storage.answers import KeptAnswer

A_MESSAGE = 8  # previewed answers in one message


@desk.on(Desk.list, choice="send_kept")
async def sending_wanted(talk: Talk) -> Replies:
    """Shows what would go out, and asks."""
    return await _shown(talk, int(talk.person.aimak_id or 0))


@desk.on(HearingDesk.one, choice="send_kept")
async def sending_after_results(talk: Talk) -> Replies:
    """Shows what would go out now that the results are published, and asks."""
    hearing = await chosen(talk)
    await PAGES.begin(talk)
    await talk.state.update_data(list="drafted")
    return await _shown(talk, hearing.aimak_id)


@desk.on(HearingDesk.results, choice="send_kept")
async def sending_before_results(talk: Talk) -> Replies:
    """Shows what of the year would go out, and asks; then the results are shown once more."""
    hearing = await chosen(talk)
    return await _shown(talk, hearing.aimak_id, before_results_of=hearing.budget_year)


async def _shown(talk: Talk, aimak_id: int, *, before_results_of: int | None = None) -> Replies:
    await talk.state.update_data(kept_before_results=before_results_of is not None)
    found = await answer_drafts.ready(talk.store, aimak_id=aimak_id, by=talk.person, year=before_results_of)
    if not found:
        return await _back(talk, talk.say("None of these is yours to send."))
    await talk.state.update_data(kept_shown=[[kept.draft.proposal_id, kept.draft.saved_at] for kept in found])
    lines = [_line(talk, kept) for kept in found]
    pages = [Reply("\n".join(lines[at : at + A_MESSAGE]), stays=True) for at in range(0, len(lines), A_MESSAGE)]
    return (*pages, await talk.ask(Desk.kept))


def _line(talk: Talk, kept: KeptAnswer) -> str:
    answer = kept.draft.answer
    parts = [f"№ {kept.label}: {decision_title(talk.words, answer.decision)}."]
    if answer.amount is not None:
        parts.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)) + ".")
    if answer.reason_code is not None:
        parts.append(
            talk.say("Reason: {reason}. {sentence}", reason=talk.say(REASONS[answer.reason_code]), sentence="")
        )
    return " ".join([" ".join(parts).strip(), quote(shown(answer.sentence), 200)]).strip()


@desk.screen(Desk.kept)
async def ask_whether_to_send(talk: Talk) -> Reply:
    """Asks whether all that was shown goes out."""
    count = len(await value(talk, "kept_shown", []))
    question = talk.say_n("{n} answer goes out. Send it?", "{n} answers go out. Send them?", count)
    return Reply(question, (talk.choice("kept_sure", "Send them", synonyms=YES),), ways(talk))


@desk.on(Desk.kept, choice="kept_sure")
async def sent(talk: Talk) -> Replies:
    """Sends what was shown, and says what became of it."""
    listed = [(int(proposal_id), int(saved_at)) for proposal_id, saved_at in await value(talk, "kept_shown", [])]
    done = await answer_drafts.send(talk.store, shown=listed, by=talk.person, at=talk.now)
    await talk.state.update_data(kept_shown=[])
    said = [talk.say_n("{n} answer is on its way.", "{n} answers are on their way.", done.sent)]
    if done.waiting:
        said.append(talk.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", done.waiting))
    if done.staying:
        numbers = ", ".join(f"№ {label}" for label in done.staying)
        said.append(talk.say("These changed meanwhile and stay: {numbers}.", numbers=numbers))
    return await _back(talk, "\n".join(said))


@desk.on(Desk.kept, choice=BACK)
async def nothing_sent(talk: Talk) -> Replies:
    """Sends nothing."""
    return await _back(talk)


async def _back(talk: Talk, said: str = "") -> Replies:
    if not await value(talk, "kept_before_results", False):
        listed = await talk.ask(Desk.list)
        return above(said, listed) if said else listed
    shown = await results_wanted(talk)
    replies = shown if isinstance(shown, tuple) else (shown,)
    return (Reply(said, stays=True), *replies) if said else replies
