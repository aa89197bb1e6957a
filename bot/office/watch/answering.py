"""What an office does with the reports on a work: it reads them, and answers each. The answer is carried back."""

from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong, make_storable
from bot.budget.watch.watching import LEAST_ANSWER, LONGEST_WORDS, AnswerTooShort
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from bot.office.watch.watching import NoWatch
from bot.office.wording import notices
from bot.office.wording.answers import answer_words
from storage.attachments.media import KeptFile
from storage.people import Mailbox, Person
from storage.roles import Member
from storage.store import Store
from storage.watch.reports import Report

UNREAD = -1  # whoever answers has read no answer before: at the command line


class ReportWithdrawn(Refusal):
    """Its author was erased: there is nobody to answer."""


class AnsweredMeanwhile(Refusal):
    """A colleague answered the report, or corrected the answer, while another one was written."""

    def __init__(self, report: Report, by: Member | None) -> None:
        super().__init__(report.id)
        self.report, self.by = report, by


async def list_reports(store: Store, *, watch_id: int, by: Person | None) -> list[Report]:
    """Lists the reports of a watch, what awaits an answer first. Raises NoWatch, NotAllowed."""
    watch = await store.watches.get(watch_id)
    if watch is None:
        raise NoWatch
    await permit(store, by=by, act=Act.SEE_WATCHES, aimak_id=watch.aimak_id)
    return await store.watch_reports.list_of(watch_id)


async def read_report(store: Store, *, id: int, by: Person | None) -> tuple[Report, int]:
    """Reads a report and how many files came with it. Raises NoWatch, NotAllowed."""
    one = await store.watch_reports.get(id)
    if one is None:
        raise NoWatch
    await permit(store, by=by, act=Act.SEE_WATCHES, aimak_id=one.aimak_id)
    return one, await store.watch_reports.count_files(id)


async def list_files(store: Store, *, id: int, by: Person | None) -> tuple[Report, list[KeptFile]]:
    """Lists the photos and voices of a report that are here. Raises NoWatch, NotAllowed."""
    one, _ = await read_report(store, id=id, by=by)
    return one, await store.watch_reports.list_files(id)


async def answer(store: Store, *, id: int, text: str, by: Person | None, at: int, over: int | None = UNREAD) -> bool:
    """Answers a report, or corrects the answer, and tells its author; says whether they can be told.

    over is when the answer was given that its writer has read (ms UTC). None: there was none. UNREAD: nothing was read.
    Where answers wait for the head, the head answers. Raises AnsweredMeanwhile, NoWatch, NotAllowed, ReportWithdrawn,
    AnswerTooShort, TextTooLong.
    """
    one = await store.watch_reports.lock(id)
    if one is None:
        raise NoWatch
    await permit(store, by=by, act=Act.ANSWER_WATCH, aimak_id=one.aimak_id)
    if (await store.aimaks.get(one.aimak_id)).head_approves:
        await permit(store, by=by, act=Act.APPROVE, aimak_id=one.aimak_id)
    if one.withdrawn_at is not None:
        raise ReportWithdrawn
    if over not in {UNREAD, one.answered_at}:
        who = await store.roles.find_member_of(one.answered_by, one.aimak_id) if one.answered_by is not None else None
        raise AnsweredMeanwhile(one, who)
    text = make_storable(text).strip()
    if len(text) < LEAST_ANSWER:
        raise AnswerTooShort
    if len(text) > LONGEST_WORDS:
        raise TextTooLong(LONGEST_WORDS)
    await store.watch_reports.answer(id, text=text, by=by.id if by else None, at=at)
    await record(
        store, Act.ANSWER_WATCH, by=by, aimak_id=one.aimak_id, at=at, object="watch_report", object_id=id,
        what="corrected" if one.answered_at is not None else "answered",
    )  # fmt: skip
    asker = {"person": by.id if by else None, "aimak": one.aimak_id, "watch_report": id, "label": one.label}

    def say(words: Words, _box: Mailbox) -> Reply:
        lines = [
            words.say("ANSWER TO YOUR REPORT № {number}", number=one.label),
            put_in_quotes(quote(one.line)),
            answer_words.say_in_which_language(words, quote(text, LONGEST_WORDS)),
        ]
        return Reply("\n".join(lines), (notices.make_button(words, f"watch_mine:{one.watch_id}", "Open"),))

    return await notices.tell(
        store, to=one.author_id, peer_id=one.peer_id, kind="watch", object_id=id, revision=None, at=at, say=say,
        asker=asker,
    )  # fmt: skip
