"""The reports of one watch, one of them with its photos, and the answer that is carried back."""

from collections.abc import Sequence
from dataclasses import replace

from bot.budget.permissions import Act, may
from bot.budget.watch.watching import AnswerTooShort
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.messengers.languages import list_languages
from bot.office.watch import answering
from bot.office.watch.words import SEEN, say_report
from handlers.office.colleagues import say_name
from handlers.office.watch.memory import WatchDesk, WatchRead, watch_desk
from handlers.shared.router import Talk
from handlers.shared.wording import mark_language, say_author_language, show_files
from storage.watch.reports import Report


@watch_desk.refuses(AnswerTooShort)
async def say_too_short(talk: Talk, refused: Refusal) -> Reply:
    """Asks for a whole sentence."""
    return put_above(talk.say("Please answer in a whole sentence."), await talk.ask(WatchDesk.answer))


@watch_desk.refuses(answering.ReportWithdrawn)
async def say_withdrawn(talk: Talk, refused: Refusal) -> Reply:
    """Says that its author is gone."""
    return put_above(talk.say("Its author has left: there is nobody to answer."), await talk.ask(WatchDesk.reports))


@watch_desk.refuses(answering.AnsweredMeanwhile)
async def say_answered_meanwhile(talk: Talk, refused: answering.AnsweredMeanwhile) -> Reply:
    """Says who answered and what, and shows the own words again: sent now, they correct that answer."""
    one = refused.report
    await replace(WatchRead.of(talk), over=one.answered_at).keep(talk)
    who = say_name(talk, refused.by)
    said = talk.say("Meanwhile answered: {who}, «{text}». Yours was not sent.", who=who, text=quote(one.answer))
    return put_above(said, await talk.ask(WatchDesk.send))


@watch_desk.on(WatchDesk.one, choice="watch_reports")
async def on_reports_wanted(talk: Talk) -> Reply:
    await PAGES.begin(talk)
    return await talk.ask(WatchDesk.reports)


PAGES = paged(watch_desk, WatchDesk.reports, leave=WatchDesk.one, key="watch_reports_page")


@watch_desk.screen(WatchDesk.reports)
async def ask_which(talk: Talk) -> Reply:
    """Lists the reports, what awaits an answer first. Raises NoWatch, NotAllowed."""
    found = await answering.list_reports(talk.store, watch_id=WatchRead.of(talk).watch, by=talk.person)
    page = await PAGES.of(talk, found)
    reads = await _list_languages(talk, page.rows)
    choices = tuple(
        Choice(f"watch_report:{one.id}", f"№ {one.label}", (one.label,), line=_say_line(talk, one, reads.get(one.id)))
        for one in page.rows
    )
    return Reply(talk.say("Reports of residents:"), choices, page.ways(talk))


async def _list_languages(talk: Talk, found: Sequence[Report]) -> dict[int, str]:
    if not found:
        return {}
    aimak_id = found[0].aimak_id  # of one watch, so of one aimak
    return await list_languages(talk.store, of=found, act=Act.SEE_WATCHES, aimak_id=aimak_id, by=talk.person)


def _say_line(talk: Talk, one: Report, reads: str | None) -> str:
    said = talk.say("№ {number}: {seen}", number=one.label, seen=talk.say(SEEN[one.seen]))
    if one.is_waiting:
        said = talk.say("{report}, answer by {day}", report=said, day=talk.words.day(one.due_on))
    return " ".join(filter(None, [said, mark_language(talk.words, reads)]))


@watch_desk.on(choice="watch_report", opens=True)
async def on_report_chosen(talk: Talk) -> Reply:
    """Shows one report. Raises NoWatch, NotAllowed."""
    one, _ = await answering.read_report(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await WatchRead(watch=one.watch_id, report=one.id).keep(talk)
    return await talk.ask(WatchDesk.report)


@watch_desk.screen(WatchDesk.report)
async def ask_report(talk: Talk) -> Reply:
    """Shows a report whole, with what can be done."""
    one, files = await answering.read_report(talk.store, id=WatchRead.of(talk).report, by=talk.person)
    await replace(WatchRead.of(talk), over=one.answered_at).keep(talk)
    lines = [put_in_quotes(quote(one.line)), *say_report(talk.words, one, limit=1_000)]
    reads = await _list_languages(talk, [one])
    lines += [say_author_language(talk.words, reads[one.id])] if one.id in reads else []
    choices = []
    standings = await staff.list_standings(talk.store, talk.person)
    if one.withdrawn_at is None and may(standings, Act.ANSWER_WATCH, one.aimak_id):
        if one.answered_at is None:
            choices.append(talk.make_choice("watch_answer", "Answer"))
        else:
            choices.append(talk.make_choice("watch_answer", "Correct the answer"))
    if files:
        choices.append(talk.make_choice("watch_photos", "Photos"))
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


@watch_desk.on(WatchDesk.report, choice="watch_photos")
async def on_photos_wanted(talk: Talk) -> Replies:
    """Brings the photos and voices of a report. Raises NoWatch, NotAllowed."""
    one, files = await answering.list_files(talk.store, id=WatchRead.of(talk).report, by=talk.person)
    return await show_files(talk, one.label, files)


@watch_desk.on(WatchDesk.report, choice="watch_answer")
async def on_answer_wanted(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.answer)


@watch_desk.screen(WatchDesk.answer)
async def ask_answer(talk: Talk) -> Reply:
    return Reply(talk.say("Write the answer in a sentence or two."), ways=list_ways(talk), free_text=True)


@watch_desk.on(WatchDesk.answer, kind=Kind.TEXT)
async def on_answer_given(talk: Talk) -> Reply:
    """Keeps the words and shows them before they leave."""
    await replace(WatchRead.of(talk), said=clean(talk.text).strip()).keep(talk)
    return await talk.ask(WatchDesk.send)


@watch_desk.screen(WatchDesk.send)
async def ask_to_send(talk: Talk) -> Reply:
    said = talk.say("The author of the report reads: {text}", text=put_in_quotes(quote(WatchRead.of(talk).said, 1_000)))
    send = talk.make_choice("watch_send", "Send the answer", means=(Intent.YES, Intent.SEND))
    return Reply(said, (send, talk.make_choice("watch_answer_anew", "Change", means=(Intent.CHANGE,))), list_ways(talk))


@watch_desk.on(WatchDesk.send, choice="watch_answer_anew")
@watch_desk.on(WatchDesk.send, choice=BACK)
async def on_answer_anew(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.answer)


@watch_desk.on(WatchDesk.send, choice="watch_send")
async def on_answer_sent(talk: Talk) -> Reply:
    """Sends the answer. Raises NoWatch, NotAllowed, ReportWithdrawn, AnswerTooShort, TextTooLong."""
    kept = WatchRead.of(talk)
    is_told = await answering.answer(
        talk.store, id=kept.report, text=kept.said, by=talk.person, at=talk.now, over=kept.over
    )
    await replace(kept, said="").keep(talk)
    said = (
        talk.say("The answer is on its way.")
        if is_told
        else talk.say("It is kept. The author has no address here: please tell them.")
    )
    return put_above(said, await talk.ask(WatchDesk.reports))


@watch_desk.on(WatchDesk.answer, choice=BACK)
async def on_back_to_report(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.report)


@watch_desk.on(WatchDesk.report, choice=BACK)
async def on_back_to_reports(talk: Talk) -> Reply:
    return await talk.ask(WatchDesk.reports)
