"""What an office does with an initiative: papers seen, marks, the decision, the agreement, its money."""

from collections.abc import Sequence

from bot.budget.initiative.bounds import check_grant, find_most
from bot.budget.initiative.course import Course, Decision, Happened, Paper, Step, follow
from bot.budget.initiative.marks import Criterion, check_mark
from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong, make_storable
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.initiatives import words as initiative_words
from bot.office.initiatives.applying import LONGEST_WORDS, File
from bot.office.staff import permit, record
from bot.office.wording import notices
from storage.attachments.media import KeptFile
from storage.initiatives.calls import Call
from storage.initiatives.initiatives import Entry, Initiative
from storage.people import Mailbox, Person
from storage.store import Store

BY_OFFICE = (Step.AGREED, Step.PAID, Step.MILESTONE, Step.SPENT, Step.RETURNED, Step.REPORTED)


class NoInitiative(Refusal):
    """There is no such initiative."""


class DecidedMeanwhile(Refusal):
    """Another decision was told than the one that stood on the page of whoever decides."""


async def read(store: Store, *, id: int, by: Person | None) -> tuple[Initiative, Course, list[Entry], Call]:
    """Reads an initiative of an office, what became of it, its steps and its call. Raises NoInitiative, NotAllowed."""
    one = await store.initiatives.get(id)
    if one is None:
        raise NoInitiative
    await permit(store, by=by, act=Act.SEE_INITIATIVES, aimak_id=one.aimak_id)
    call = await store.initiative_calls.get(one.call_id)
    assert call is not None
    entries = (await store.initiatives.list_steps([id]))[id]
    return one, await store.initiatives.read_course(one), entries, call


async def list_files(store: Store, *, id: int, by: Person | None) -> tuple[Initiative, list[KeptFile]]:
    """Lists the photos and voices of an initiative that are here. Raises NoInitiative, NotAllowed."""
    one, _, _, _ = await read(store, id=id, by=by)
    return one, await store.initiatives.list_files(id)


async def count_files(store: Store, *, id: int, by: Person | None) -> int:
    """Counts its files, also those on their way. Raises NoInitiative, NotAllowed."""
    await read(store, id=id, by=by)
    return await store.initiatives.count_files(id)


async def list_of_call(
    store: Store, *, call_id: int, by: Person | None
) -> tuple[Call, list[tuple[Initiative, Course]]]:
    """Lists the applications to a call with what became of each. Raises NoInitiative, NotAllowed."""
    call = await store.initiative_calls.get(call_id)
    if call is None:
        raise NoInitiative
    await permit(store, by=by, act=Act.SEE_INITIATIVES, aimak_id=call.aimak_id)
    found = await store.initiatives.list_of_call(call_id)
    courses = await store.initiatives.read_all(found)
    return call, [(one, courses[one.id]) for one in found]


async def list_calls(store: Store, *, aimak_id: int, by: Person | None) -> list[Call]:
    """Lists the calls of an aimak, the newest first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_INITIATIVES, aimak_id=aimak_id)
    return await store.initiative_calls.list_of(aimak_id)


async def count_waiting(store: Store, *, aimak_id: int, by: Person | None) -> int:
    """Counts the applications of an aimak that await a decision. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_INITIATIVES, aimak_id=aimak_id)
    return await store.initiatives.count_waiting(aimak_id)


async def tick(store: Store, *, id: int, paper: Paper, by: Person | None, at: int) -> Course:
    """Ticks a paper as seen, or takes the tick off; no copy is kept. Raises NoInitiative, NotAllowed, OutOfTurn."""
    one = await _lock(store, id=id, by=by)
    course = await store.initiatives.read_course(one)
    step = Step.UNSEEN if paper in course.seen else Step.SEEN
    after, _ = await _say(store, one, Happened(step, paper.value), by=by, at=at)
    return after


async def give_mark(
    store: Store, *, id: int, criterion: Criterion, mark: int, reason: str, by: Person | None, at: int
) -> Course:
    """Marks one criterion with its reason; the latest mark counts.

    Raises NoInitiative, NotAllowed, OutOfTurn, MarkOutside, ReasonTooShort, TextTooLong.
    """
    one = await _lock(store, id=id, by=by)
    call = await store.initiative_calls.get(one.call_id)
    assert call is not None
    reason = _check(reason)
    check_mark(mark, reason, call.rules)
    after, _ = await _say(store, one, Happened(Step.MARKED, criterion.value, mark, reason), by=by, at=at)
    return after


async def check_decision(
    store: Store, *, id: int, decision: Decision, amount: int, why: str, by: Person | None
) -> None:
    """Says whether a decision could be told now; of the whole sum the amount does not matter. Nothing is written.

    Raises NoInitiative, NotAllowed, OutOfTurn, TooMuch, WhyTooShort, TextTooLong.
    """
    one, course, _, _ = await read(store, id=id, by=by)
    await _permit_decision(store, one, by=by)
    check_grant(course, decision)
    given = {Decision.GRANTED: find_most(course), Decision.REFUSED: 0}.get(decision, amount)
    follow(course, Happened(Step.DECIDED, decision.value, given, _check(why)))


async def _permit_decision(store: Store, one: Initiative, *, by: Person | None) -> None:
    await permit(store, by=by, act=Act.JUDGE, aimak_id=one.aimak_id)
    if (await store.aimaks.get(one.aimak_id)).head_approves:
        await permit(store, by=by, act=Act.APPROVE, aimak_id=one.aimak_id)


async def decide(
    store: Store, *, id: int, decision: Decision, amount: int, why: str, by: Person | None, at: int,
    over: int | None = None,
) -> tuple[Course, bool]:  # fmt: skip
    """Decides, or corrects the decision before an agreement, and tells the applicant. Says whether that can be done.

    over is the step (id) of the decision that was seen before, 0: none; None: whichever stands is replaced.

    Where answers wait for the head, the head decides. Raises NoInitiative, NotAllowed, OutOfTurn, TooMuch, WhyTooShort,
    TextTooLong, DecidedMeanwhile.
    """
    one = await _lock(store, id=id, by=by)
    await _permit_decision(store, one, by=by)
    if over is not None:
        steps = (await store.initiatives.list_steps([id]))[id]
        if over != max([entry.id for entry in steps if entry.happened.step is Step.DECIDED], default=0):
            raise DecidedMeanwhile
    why = _check(why)
    check_grant(await store.initiatives.read_course(one), decision)
    amount = 0 if decision is Decision.REFUSED else amount
    after, step_id = await _say(store, one, Happened(Step.DECIDED, decision.value, amount, why), by=by, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(initiative_words.compose_decision(words, one, after, why), (_own(words, one),))

    return after, await _tell(store, one, step_id, say, by=by, at=at)


async def say_of_work(
    store: Store, *, id: int, happened: Happened, by: Person | None, at: int, files: Sequence[File] = ()
) -> tuple[Course, bool]:
    """Keeps the agreement, money paid or returned, news of the work, money spent or the report; the group is told.

    Raises NoInitiative, NotAllowed, OutOfTurn, TooMuch, MoneyLeft, TextTooLong, AgreementUnnamed.
    """
    one = await _lock(store, id=id, by=by)
    assert happened.step in BY_OFFICE
    kept = Happened(happened.step, happened.what, happened.amount, _check(happened.text))
    after, step_id = await _say(store, one, kept, by=by, at=at)
    if by is not None:
        ids = [
            await store.media.want_paper(by.channel, by.account, kind=kind, reference=reference, at=at)
            for kind, reference in files
        ]
        await store.initiatives.add_files(id, ids, step_id=step_id)
    entry = Entry(step_id, id, kept, by.id if by else None, at)

    def say(words: Words, _box: Mailbox) -> Reply:
        said = words.say("Initiative № {number}. {step}", number=one.label,
                         step=initiative_words.say_step(words, entry))  # fmt: skip
        return Reply("\n".join([said, *initiative_words.say_money(words, after)]), (_own(words, one),))

    return after, await _tell(store, one, step_id, say, by=by, at=at)


def _own(words: Words, one: Initiative) -> Choice:
    return notices.make_button(words, f"initiative_mine:{one.id}", "Open")


async def _lock(store: Store, *, id: int, by: Person | None) -> Initiative:
    one = await store.initiatives.lock(id)
    if one is None:
        raise NoInitiative
    await permit(store, by=by, act=Act.JUDGE, aimak_id=one.aimak_id)
    return one


async def _say(store: Store, one: Initiative, happened: Happened, *, by: Person | None, at: int) -> tuple[Course, int]:
    after = follow(await store.initiatives.read_course(one), happened)
    step_id = await store.initiatives.say(one.id, happened, by=by.id if by else None, at=at)
    await record(
        store, Act.JUDGE, by=by, aimak_id=one.aimak_id, at=at, object="initiative", object_id=one.id,
        what=happened.step.value, of=happened.what, amount=happened.amount,
    )  # fmt: skip
    return after, step_id


async def _tell(
    store: Store, one: Initiative, step_id: int, say: notices.Telling, *, by: Person | None, at: int
) -> bool:
    asker = {"person": by.id if by else None, "aimak": one.aimak_id, "initiative": one.id, "label": one.label}
    return await notices.tell(
        store, to=one.author_id, peer_id=one.peer_id, kind="initiative", object_id=step_id, at=at, say=say, asker=asker
    )


def _check(text: str) -> str:
    text = make_storable(text).strip()
    if len(text) > LONGEST_WORDS:
        raise TextTooLong(LONGEST_WORDS)
    return text
