"""Requests for information: asked by a resident, answered by the office within days of a rule.

They are counted apart. Criterion 6 never weighs one.
"""

from collections.abc import Sequence
from datetime import date

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import NotYours, TextTooShort, check_text, make_storable
from bot.budget.reminders import remind_until
from bot.budget.workdays import Calendar, find_day, start_of
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.language.refusal import Refusal
from bot.office.days_off.counting import count_due, read_office_calendar
from bot.office.mornings.late import say_late
from bot.office.rules import BEGINNING, read_rules
from bot.office.staff import permit, record
from bot.office.wording import notices
from storage.aimaks import Aimak
from storage.information.requests import Counted, InformationRequest
from storage.people import Mailbox, Person
from storage.queue.outbox import Lane
from storage.store import Store

DAYS = 14  # working days, until a setting says otherwise: the law's own number was not confirmed
MOST_A_DAY = 5  # requests of one person
AT_ONCE = 50
MOST_SOON = 200  # requests of an office of which it is reminded in one morning
SETTING = "information_days"


class RequestsUsedUp(Refusal):
    """Somebody has sent as many requests as fit into a day."""


class AnsweredAlready(Refusal):
    """The request has its answer."""


async def read_days(store: Store, day: date) -> int:
    """How many working days an answer may take, in force on a Bishkek day."""
    return int((await store.meta.read_settings_on(day)).get(SETTING, DAYS))


async def set_days(store: Store, *, days: int, valid_from: date, at: int) -> None:
    """Puts a number of working days in force from a day on, at the command line. Earlier requests keep theirs."""
    kept = await store.meta.read_settings_on(valid_from)
    await store.meta.set(SETTING, str(days), valid_from=valid_from if SETTING in kept else max(valid_from, BEGINNING))
    await record(store, Act.INFORM, by=None, aimak_id=None, at=at, what="days", days=days)


async def ask(
    store: Store, *, key: str, text: str, by: Person, aimak_id: int, at: int
) -> InformationRequest:  # fmt: skip
    """Registers a request; a draft sent before is what it became. Raises TextTooShort, TextTooLong, RequestsUsedUp."""
    known = await store.information.find_by_key(key)
    if known is not None:
        if known.author_id != by.id:
            raise NotYours
        return known
    said, day = make_storable(check_text(text)), find_day(at)
    aimak = await store.aimaks.settle(aimak_id)
    await store.aimaks.lock(aimak.id)
    if await store.information.count_since(by.id, start_of(day)) >= MOST_A_DAY:
        raise RequestsUsedUp
    rules, days = await read_rules(store, day), await read_days(store, day)
    due_on = await count_due(store, rules, aimak_id=aimak.id, day=day, n=days)
    id = await store.information.add(
        aimak_id=aimak.id, key=key, author_id=by.id, peer_id=by.peer_id, text=said, at=at, due_on=due_on, due_days=days
    )
    one = await store.information.find(id)
    assert one is not None

    def say(words: Words, _box: Mailbox) -> Reply:
        asked = words.say(
            "New request for information № {number}. Answer it {until}.", number=one.label, until=words.until(due_on)
        )
        return Reply(asked, (notices.make_button(words, f"inform_one:{id}", "Open"),))

    await notices.tell_office(store, aimak_id=aimak.id, kind="information_new", object_id=id, at=at, say=say)
    return one


async def list_own(store: Store, *, by: Person) -> list[InformationRequest]:
    """Lists somebody's requests, the newest first."""
    return await store.information.list_own(by.id)


async def read_own(store: Store, *, id: int, by: Person) -> InformationRequest:
    """Reads a request of somebody's own. Raises NotYours."""
    one = await store.information.find(id)
    if one is None or one.author_id != by.id:
        raise NotYours
    return one


async def _list_with(store: Store, aimak_id: int) -> list[int]:
    return [aimak_id, *await store.aimaks.list_within(aimak_id)]


async def list_page(
    store: Store, *, aimak_id: int, offset: int, limit: int, late: bool, at: int, by: Person | None
) -> list[InformationRequest]:
    """A page of the requests to an office, those that wait first; late leaves only what is late. Raises NotAllowed."""
    await permit(store, by=by, act=Act.INFORM, aimak_id=aimak_id)
    within = await _list_with(store, aimak_id)
    return await store.information.list_of(within, offset=offset, limit=limit, late_on=find_day(at) if late else None)


async def count(store: Store, *, aimak_id: int, at: int, by: Person | None) -> Counted:
    """Counts the requests to an office: all, those that wait, are due soon, are late. Raises NotAllowed."""
    await permit(store, by=by, act=Act.INFORM, aimak_id=aimak_id)
    day = find_day(at)
    rules = await read_rules(store, day)
    working = await read_office_calendar(store, rules, aimak_id=aimak_id, day=day)
    return await count_for_day(store, aimak_id=aimak_id, working=working, at=at)


async def read(store: Store, *, id: int, by: Person | None) -> InformationRequest:
    """Reads a request to somebody's office. Raises NotAllowed, also where there is none."""
    one = await store.information.find(id)
    aimak_id = (await store.aimaks.settle(one.aimak_id)).id if one is not None else -1
    await permit(store, by=by, act=Act.INFORM, aimak_id=aimak_id)
    if one is None:
        raise NotAllowed(Act.INFORM)
    return one


async def answer(
    store: Store, *, id: int, text: str = "", file: tuple[str, str] | None = None, by: Person, at: int
) -> InformationRequest:
    """Answers a request once, in words, by a file or both. Its author hears at once.

    Raises NotAllowed, AnsweredAlready, TextTooShort, TextTooLong.
    """
    one = await read(store, id=id, by=by)
    await store.aimaks.lock(one.aimak_id)
    one = await read(store, id=id, by=by)
    if one.answered_at is not None:
        raise AnsweredAlready
    if not text.strip() and file is None:
        raise TextTooShort
    said = make_storable(check_text(text)) if text.strip() and file is None else make_storable(text).strip()
    await store.information.answer(id, text=said, file=file, channel=by.channel, account=by.account, by=by.id, at=at)
    await record(
        store, Act.INFORM, by=by, aimak_id=one.aimak_id, at=at, object="information", object_id=id, what="answered"
    )

    def say(words: Words, _box: Mailbox) -> Reply:
        lines = [words.say("Answer to your request for information № {number}.", number=one.label)]
        lines += [said] if said else []
        lines += [words.say("A file goes with the answer.")] if file is not None else []
        got = (notices.make_button(words, f"information_file:{id}", "Get the file"),) if file is not None else ()
        against = notices.make_button(words, f"information_disagree:{id}", "I do not agree", (Intent.DISAGREE,))
        return Reply("\n".join(lines), (*got, against))

    asker = {"person": by.id, "aimak": one.aimak_id, "request": id, "label": one.label}
    await notices.tell(
        store, to=one.author_id, peer_id=one.peer_id, kind="information", object_id=id, at=at, say=say, asker=asker
    )
    answered = await store.information.find(id)
    assert answered is not None
    return answered


async def tell_late(store: Store, *, aimak: Aimak, at: int) -> int:
    """Tells some authors once that their answer is late; returns of how many, 0 after the last."""
    late = await store.information.list_late(await _list_with(store, aimak.id), before=find_day(at), limit=AT_ONCE)
    for one in late:
        await store.information.note_late(one.id, at=at)

        def say(words: Words, _box: Mailbox, one: InformationRequest = one) -> Reply:
            return Reply(f"№ {one.label}. {say_late(words, one.due_on, aimak.phone)}")

        await notices.tell(
            store, to=one.author_id, peer_id=one.peer_id, kind="information_late", object_id=one.id, at=at, say=say,
            lane=Lane.DAY_NOTICE,
        )  # fmt: skip
    return len(late)


async def tell_soon(store: Store, *, aimak: Aimak, working: Calendar, at: int) -> None:
    """Tells an office once of each request that is due within the days of a reminder."""
    first = find_day(at)
    last = remind_until(first, working)
    within = await _list_with(store, aimak.id)
    for one in await store.information.list_soon(within, first=first, last=last, limit=MOST_SOON):

        def say(words: Words, _box: Mailbox, one: InformationRequest = one) -> Reply:
            said = words.say(
                "The request for information № {number} waits for its answer {until}.", number=one.label,
                until=words.until(one.due_on),
            )  # fmt: skip
            return Reply(said, (notices.make_button(words, f"inform_one:{one.id}", "Open"),))

        await notices.tell_office(
            store, aimak_id=aimak.id, kind="information_soon", object_id=one.id, at=at, say=say, lane=Lane.DAY_NOTICE
        )


async def count_for_day(store: Store, *, aimak_id: int, working: Calendar, at: int) -> Counted:
    """Counts the requests to an office, for its day."""
    day = find_day(at)
    within = await _list_with(store, aimak_id)
    return await store.information.count(within, today=day, soon=remind_until(day, working))


async def count_in_time(store: Store, *, aimak_ids: Sequence[int], year: int, at: int) -> tuple[int, int]:
    """How many requests of a calendar year were answered by their day, and how many had to be by now."""
    since, until = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
    return await store.information.count_in_time(aimak_ids, since=since, until=until, today=find_day(at))


def say_days(words: Words, days: int) -> str:
    """In how many working days a request is answered, and that no source confirmed it. It stands on every sheet."""
    return words.say(
        "A request is answered in {n} working days. No source confirmed this number: it is a setting.", n=days
    )


def say_standing(words: Words, one: InformationRequest, *, today: date) -> str:
    """Where a request stands: withdrawn, answered, late, or until when it waits."""
    if one.is_withdrawn:
        return words.say("withdrawn")
    if one.answered_at is not None:
        return words.say("answered {day}", day=words.day(find_day(one.answered_at)))
    return words.say("late since {day}", day=words.day(one.due_on)) if one.is_late(today) else words.until(one.due_on)


def say_line(words: Words, one: InformationRequest, *, today: date) -> str:
    """A request in a line: its number, where it stands, its first words."""
    return f"№ {one.label}, {say_standing(words, one, today=today)}. {quote(one.text, 80)}"
