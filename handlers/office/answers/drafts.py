"""Answer drafts sent at once: a preview of each, one button, and what became of them."""

from dataclasses import dataclass, replace

from bot.budget.proposal import Answer
from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.chat.routing.found import Handler
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.answers import answer_drafts, take_back
from bot.office.reads import answer_files, proposals
from bot.office.wording.answers.answer_words import REASONS, name_decision
from bot.office.wording.notices import quote_with_files
from handlers.office.answers.being_written import LONGEST_SENTENCE, find_other_language
from handlers.office.answers.for_all_words import say_left_out, warn_of_same_words
from handlers.office.answers.offered_back import offer_back
from handlers.office.queue.card.answer_lines import say_other_language, say_returned
from handlers.office.queue.lists import ChosenList
from handlers.office.staff_only import Desk, desk
from handlers.shared.router import Talk
from storage.answering.drafts import NumberedDraft
from storage.log.office_lists import OfficeList

A_TEXT, A_SENTENCE = 300, 500  # characters shown of a proposal, and of the sentence that answers it

# How a conversation goes on that led here; hearings/answer_drafts enters the one that goes on to the results.
GO_ON: dict[str, Handler] = {}


@dataclass(frozen=True)
class DraftsShown(Memory):
    """Which answer drafts were shown to be sent together."""

    kept_shown: tuple[tuple[int, int], ...] = ()  # of each the id of the proposal, and when it was saved, ms UTC
    kept_before_results: bool = False  # the results of a hearing are shown afterwards
    kept_of: int = 0  # the aimak (id) whose they are
    kept_read: bool = False  # the last page of them was shown


@desk.on(Desk.list, choice="send_drafts")
async def on_sending_wanted(talk: Talk) -> Replies:
    """Shows what would go out, and asks."""
    waiting = ChosenList.of(talk).list is OfficeList.FOR_HEAD
    return await show_ready(talk, int(talk.person.aimak_id or 0), waiting=waiting)


async def show_ready(
    talk: Talk, aimak_id: int, *, before_results_of: int | None = None, waiting: bool = False
) -> Replies:
    """Shows what of an aimak would go out, and asks. Before a budget year's results, only that year counts.

    waiting: only what waits for the head.
    """
    await replace(DraftsShown.of(talk), kept_before_results=before_results_of is not None).keep(talk)
    found = await answer_drafts.list_ready(talk.store, aimak_id=aimak_id, by=talk.person, year=before_results_of)
    found = [one for one in found if one.draft.for_approval] if waiting else found
    if not found:
        return await _back(talk, talk.say("None of these is yours to send."))
    return await show_drafts(
        talk, aimak_id, tuple((drafted.draft.proposal_id, drafted.draft.saved_at) for drafted in found)
    )


async def show_drafts(talk: Talk, aimak_id: int, shown: tuple[tuple[int, int], ...]) -> Reply:
    """Shows these answer drafts of an aimak, and asks whether they go out."""
    await replace(DraftsShown.of(talk), kept_shown=shown, kept_of=aimak_id, kept_read=False).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Desk.drafts)


def _say_line(talk: Talk, drafted: NumberedDraft, language: str) -> str:
    answer = drafted.draft.answer
    text = (
        put_in_quotes(quote(drafted.beginning, A_TEXT)) if drafted.beginning else talk.say("(voice, photo or document)")
    )
    shown = talk.say("№ {number}: {quote}", number=drafted.label, quote=text)
    if drafted.draft.remark:
        shown = f"{shown}\n{say_returned(talk, drafted.draft.remark)}"
    parts = [f"{name_decision(talk.words, answer.decision)}."]
    if answer.amount is not None:
        parts.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)) + ".")
    if answer.budget_line:
        parts.append(talk.say("Budget line: {line}.", line=quote(answer.budget_line)))
    if answer.reason_code is not None:
        parts.append(
            talk.say("Reason: {reason}. {sentence}", reason=talk.say(REASONS[answer.reason_code]), sentence="").rstrip()
        )
    # What a head approves is read whole.
    parts.append(quote(clean(answer.sentence), LONGEST_SENTENCE if drafted.draft.for_approval else A_SENTENCE))
    lines = [shown, f"→ {' '.join(filter(None, parts))}"]
    if answer.other:
        lines.append(say_other_language(talk, quote(answer.other, LONGEST_SENTENCE), answer.other_in))
    lines.append(find_other_language(talk, language, answer))
    return "\n".join(filter(None, lines))


@desk.screen(Desk.drafts)
async def ask_whether_to_send(talk: Talk) -> Reply:
    """Shows each proposal beside its answer, in pages, and asks whether all of them go out."""
    kept = DraftsShown.of(talk)
    ready = await answer_drafts.list_ready(talk.store, aimak_id=kept.kept_of, by=talk.person)
    shown = {(one.draft.proposal_id, one.draft.saved_at): one for one in ready}
    found = [shown[one] for one in kept.kept_shown if one in shown]
    page = await PAGES.of(talk, found)
    count = len(kept.kept_shown)
    if not page.more:
        await replace(kept, kept_read=True).keep(talk)
    languages = await proposals.list_languages(
        talk.store, ids=[one.draft.proposal_id for one in page.rows], by=talk.person
    )
    texts = [
        "\n".join([_say_line(talk, one, languages[one.draft.proposal_id]), *await _list_files(talk, one)])
        for one in page.rows
    ]
    hear = [
        Choice(f"hear_draft:{one.draft.proposal_id}", talk.say("Files № {number}", number=one.label))
        for one in page.rows
        if one.draft.answer.files
    ]
    if page.more and not kept.kept_read and any(one.draft.for_approval for one in found):
        asked = talk.say_n(
            "{n} answer is to be read. On the last page they are approved together.",
            "{n} answers are to be read. On the last page they are approved together.",
            count,
        )
        return Reply("\n\n".join([*texts, asked]), tuple(hear), page.ways(talk))
    question = talk.say_n("{n} answer goes out. Send it?", "{n} answers go out. Send them?", count)
    lines = [*texts, *await _list_warnings(talk, kept.kept_of, found), question]
    return Reply(
        "\n\n".join(lines),
        (talk.make_choice("kept_sure", "Send them", means=(Intent.YES, Intent.SEND)), *hear),
        page.ways(talk),
    )


async def _list_files(talk: Talk, one: NumberedDraft) -> list[str]:
    counted = await answer_files.count_kinds(talk.store, ids=one.draft.answer.files)
    return (
        [talk.say("Goes with the answer: {files}.", files=quote_with_files(talk.words, "", counted))] if counted else []
    )


async def _list_warnings(talk: Talk, aimak_id: int, found: list[NumberedDraft]) -> list[str]:
    years: dict[int, dict[int, Answer]] = {}
    for one in found:
        years.setdefault(one.year, {})[one.draft.proposal_id] = one.draft.answer
    said = [await warn_of_same_words(talk, aimak_id, year, answered) for year, answered in years.items()]
    return list(filter(None, said))


@desk.on(Desk.drafts, choice="kept_sure")
async def on_sent(talk: Talk) -> Replies:
    """Sends what was shown, and says what became of it."""
    shown = DraftsShown.of(talk)
    listed = [(int(proposal_id), int(saved_at)) for proposal_id, saved_at in shown.kept_shown]
    # Of several pages what waits for the head goes out once all were shown. Results that are shown next count what was sent.
    done = await take_back.send_drafts(
        talk.store, aimak_id=shown.kept_of, shown=listed, by=talk.person, at=talk.now, approving=shown.kept_read,
        now=shown.kept_before_results,
    )  # fmt: skip
    await replace(shown, kept_shown=()).keep(talk)
    said = []
    if done.staying:
        numbers = ", ".join(f"№ {label}" for label in done.staying)
        said.append(talk.say("These changed meanwhile and stay: {numbers}.", numbers=numbers))
    if done.unready:
        said.append(say_left_out(talk, (), done.unready))
    if done.seconds:
        listed_now = await _back(talk, "\n".join(said))
        return (await offer_back(talk, done), *(listed_now if isinstance(listed_now, tuple) else (listed_now,)))
    await take_back.go_on(talk.store, at=talk.now)  # the first of them; the others leave right behind
    n = len(done.leaving)
    if done.to_head:
        said.insert(0, talk.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", n))
    else:
        said.insert(0, talk.say_n("{n} answer is on its way.", "{n} answers are on their way.", n))
    return await _back(talk, "\n".join(said))


async def send_nothing(talk: Talk) -> Replies:
    """Sends nothing: what was shown stays kept."""
    return await _back(talk)


PAGES = paged(desk, Desk.drafts, leave=send_nothing, key="kept_page", size=3)


async def _back(talk: Talk, said: str = "") -> Replies:
    if not DraftsShown.of(talk).kept_before_results:
        listed = await talk.ask(Desk.list)
        return put_above(said, listed) if said else listed
    shown = await GO_ON["results"](talk)
    replies = shown if isinstance(shown, tuple) else (shown,)
    return (Reply(said, stays=True), *replies) if said else replies
