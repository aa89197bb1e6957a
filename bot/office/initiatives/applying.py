"""A group applies to a call, says how its work goes, and may withdraw; the office hears it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.budget.initiative.application import MOST_PHOTOS, Application, check_application
from bot.budget.initiative.bounds import check_asked
from bot.budget.initiative.call import CallClosed, takes_applications
from bot.budget.initiative.course import Course, Happened, Step, follow
from bot.budget.proposal import NotYours, TextTooLong, make_storable
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.initiatives import words as initiative_words
from bot.office.wording import notices
from storage.initiatives.initiatives import Entry, Initiative
from storage.people import Mailbox, Person
from storage.store import Store

if TYPE_CHECKING:
    from storage.initiatives.calls import Call

LONGEST_WORDS = 1_000  # characters of what is said of the work
MOST_A_CALL = 5  # applications of one person to one call
File = tuple[str, str]  # a file's kind, and the channel's reference
OF_GROUP = (Step.MILESTONE, Step.SPENT, Step.REPORTED)  # what a group says itself of its work


class TooManyApplications(Refusal):
    """One person has sent MOST_A_CALL applications to a call."""


class MadeAlready(Refusal):
    """An initiative was made of this proposal before."""


async def list_open_calls(store: Store, *, aimak_id: int | None, at: int) -> "list[Call]":
    """Lists the calls of an aimak to which somebody may apply now."""
    return await store.initiative_calls.list_open(aimak_id, today=find_day(at)) if aimak_id is not None else []


async def apply(
    store: Store,
    *,
    key: str,
    call_id: int,
    answers: Application,
    files: Sequence[File] = (),
    shown: bool = False,
    proposal_id: int | None = None,
    by: Person,
    at: int,
) -> Initiative:
    """Takes an application once under a key, gives it a number, and tells the office.

    Raises CallClosed, TooManyApplications, MadeAlready, NotYours, AnswerMissing, NoSums, SumsMixed, TextTooLong,
    AskedTooMuch.
    """
    if (known := await store.initiatives.find(key)) is not None:
        if known.author_id != by.id:
            raise NotYours
        return known
    call = await store.initiative_calls.lock(call_id)
    today = find_day(at)
    if call is None or not takes_applications(call.terms.last_day, is_closed=call.closed_at is not None, today=today):
        raise CallClosed
    check_application(answers)
    check_asked(answers.asked, call.terms.largest)
    if proposal_id is not None:
        proposal = await store.proposals.lock(proposal_id)
        if proposal is None or proposal.author_id != by.id:
            raise NotYours
        if await store.initiatives.is_made_of(proposal_id):
            raise MadeAlready
    own = [one for one in await store.initiatives.list_own(by.id) if one.call_id == call.id]
    if len(own) >= MOST_A_CALL:
        raise TooManyApplications
    number = await store.initiative_calls.take_number(call.id)
    id = await store.initiatives.add(
        call.id, key=key, label=write_label(call.number, number), author_id=by.id, peer_id=by.peer_id,
        proposal_id=proposal_id, answers=answers, shown=shown, at=at,
    )  # fmt: skip
    await _keep_files(store, id, files, by=by, at=at)
    one = await store.initiatives.get(id)
    assert one is not None
    await _tell_office(store, one, at=at)
    return one


def write_label(call: int, number: int) -> str:
    """The number of an initiative as it is dictated: of the second call the third is «Д2-03»."""
    return f"Д{call}-{number:02d}"


async def _keep_files(
    store: Store, id: int, files: Sequence[File], *, by: Person, at: int, step_id: int | None = None
) -> None:
    ids = [
        await store.media.want_paper(by.channel, by.account, kind=kind, reference=reference, at=at)
        for kind, reference in files[:MOST_PHOTOS]
    ]
    await store.initiatives.add_files(id, ids, step_id=step_id)


async def _tell_office(store: Store, one: Initiative, *, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        said = words.say(
            "New initiative № {number}: {text} Asked of the budget: {sum}.",
            number=one.label, text=f"{put_in_quotes(quote(one.answers.doing, 200))}.", sum=words.som(one.asked),
        )  # fmt: skip
        return Reply(said, (notices.make_button(words, f"initiative_one:{one.id}", "Open"),))

    await notices.tell_office(store, aimak_id=one.aimak_id, kind="initiative_new", object_id=one.id, at=at, say=say)


async def get_own(store: Store, *, id: int, by: Person) -> Initiative:
    """Finds an application of somebody's own. Raises NotYours."""
    one = await store.initiatives.get(id)
    if one is None or one.author_id != by.id:
        raise NotYours
    return one


async def list_own(store: Store, *, by: Person) -> list[tuple[Initiative, Course]]:
    """Lists somebody's applications, the newest first, each with what became of it."""
    found = await store.initiatives.list_own(by.id)
    courses = await store.initiatives.read_all(found)
    return [(one, courses[one.id]) for one in found]


async def read_own(store: Store, *, id: int, by: Person) -> tuple[Initiative, Course, list[Entry]]:
    """Reads an application of somebody's own, what became of it, and its steps. Raises NotYours."""
    one = await get_own(store, id=id, by=by)
    entries = (await store.initiatives.list_steps([id]))[id]
    return one, await store.initiatives.read_course(one), entries


async def set_shown(store: Store, *, id: int, shown: bool, by: Person) -> None:
    """Keeps whether its words may stand where all read them. Raises NotYours."""
    await get_own(store, id=id, by=by)
    await store.initiatives.set_shown(id, shown=shown)


async def withdraw(store: Store, *, id: int, by: Person, at: int) -> Initiative:
    """Withdraws an application before its agreement, and tells the office. Raises NotYours, OutOfTurn."""
    return await _say(store, id=id, happened=Happened(Step.WITHDRAWN), by=by, at=at)


async def say_of_work(
    store: Store, *, id: int, happened: Happened, by: Person, at: int, files: Sequence[File] = ()
) -> Initiative:
    """Keeps what a group says of its work: news with photos, money spent, the report. The office hears it.

    Raises NotYours, OutOfTurn, TooMuch, MoneyLeft, TextTooLong.
    """
    if happened.step not in OF_GROUP:
        raise NotYours
    return await _say(store, id=id, happened=happened, by=by, at=at, files=files)


async def _say(
    store: Store, *, id: int, happened: Happened, by: Person, at: int, files: Sequence[File] = ()
) -> Initiative:
    await store.initiatives.lock(id)
    one = await get_own(store, id=id, by=by)
    follow(await store.initiatives.read_course(one), happened)
    if len(happened.text) > LONGEST_WORDS:
        raise TextTooLong(LONGEST_WORDS)
    kept = Happened(happened.step, happened.what, happened.amount, make_storable(happened.text).strip())
    step_id = await store.initiatives.say(id, kept, by=by.id, at=at)
    await _keep_files(store, id, files, by=by, at=at, step_id=step_id)

    def say(words: Words, _box: Mailbox) -> Reply:
        if kept.step is Step.WITHDRAWN:
            said = words.say("Initiative № {number} is withdrawn by its author.", number=one.label)
        else:
            entry = Entry(step_id, id, kept, by.id, at)
            said = words.say("Initiative № {number}. {step}", number=one.label,
                             step=initiative_words.say_step(words, entry))  # fmt: skip
        return Reply(said, (notices.make_button(words, f"initiative_one:{id}", "Open"),))

    await notices.tell_office(store, aimak_id=one.aimak_id, kind="initiative_said", object_id=step_id, at=at, say=say)
    return one


async def can_be_made_of(store: Store, *, proposal_id: int, by: Person, at: int) -> bool:
    """Whether its author can make an initiative of a proposal now. A call is open, and none was made."""
    if not await list_open_calls(store, aimak_id=by.aimak_id, at=at):
        return False
    return not await store.initiatives.is_made_of(proposal_id)


async def has_applied(store: Store, *, by: Person) -> bool:
    """Whether somebody has applied to any call."""
    return await store.initiatives.has_own(by.id)
