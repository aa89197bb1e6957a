"""The day of an office in one message at nine. It counts what is new, due soon, late, asked about, kept, not reached."""

from dataclasses import dataclass
from datetime import timedelta

from bot.budget.permissions import Act, write_act_right
from bot.budget.reminders import find_morning, remind_until
from bot.budget.workdays import find_day, start_of
from bot.chat.message import Message, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.days_off.counting import read_office_calendar
from bot.office.days_off.working_days import make_calendar
from bot.office.information import requests
from bot.office.mornings import late
from bot.office.openness.reminding import count_to_publish
from bot.office.rules import Rules, read_rules
from bot.office.window.months import list_ceilings, say_ceiling
from bot.office.wording.notices import N_, OFFICE, make_button, tell
from storage.aimaks import Aimak
from storage.log.office_lists import Narrow, OfficeList
from storage.people import Mailbox
from storage.queue.outbox import Lane
from storage.store import Store

_TITLES = {
    OfficeList.SOON: N_("Due within 3 days"),
    OfficeList.OVERDUE: N_("Overdue"),
    OfficeList.QUESTIONED: N_("Questions"),
    OfficeList.UNDELIVERED: N_("Answers not reached"),
    OfficeList.DRAFTED: N_("Kept answers"),
}


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning that is to be said: since when (ms UTC), by which rules, in which aimaks."""

    since: int
    rules: Rules
    aimaks: tuple[Aimak, ...] = ()


async def find_to_tell(store: Store, *, at: int) -> Morning | None:
    """Finds whose day is to be said now; None where it is no working day, or not nine yet.

    An aimak that is closed, merged or a sample beside real ones hears nothing, nor one without an office. Nor does an
    office on its own day off. In one for practice those who practise hear it, marked as all that is said there, and no
    group does.
    """
    day = find_day(at)
    rules = await read_rules(store, day)
    working = make_calendar((day.year, day.year + 1), rules.extra_days_off, rules.extra_working_days)
    since = find_morning(at, quiet=rules.quiet, working=working)
    if since is None:
        return None
    heard, with_office = await store.mornings.list_heard(since), await store.roles.list_with_office()
    every = [*await store.aimaks.open_on(day), *await store.aimaks.list_practising()]
    aimaks = [one for one in every if one.id in with_office and one.id not in heard]
    closed = await store.days_off.list_closed([one.id for one in aimaks], day=day)
    return Morning(since, rules, tuple(one for one in aimaks if one.id not in closed))


async def tell_late(store: Store, *, morning: Morning, aimak: Aimak, at: int) -> bool:
    """Says some of what is late to its authors, and of what is due soon to its takers, each once.

    Returns whether there is more.
    """
    day = find_day(at)
    working = await read_office_calendar(store, morning.rules, aimak_id=aimak.id, day=day)
    reminded = await late.remind(store, aimak=aimak, until=remind_until(day, working), at=at)
    informed = await requests.tell_late(store, aimak=aimak, at=at)
    return await late.tell_authors(store, aimak=aimak, at=at) + reminded + informed > 0


async def tell_day(store: Store, *, morning: Morning, aimak: Aimak, at: int) -> int:
    """Tells everybody of an office its day, once, and the heads who is late; returns how many heard the day.

    Where nothing is to do, nobody is told.
    """
    also = await store.aimaks.list_within(aimak.id)
    before = await store.mornings.begin(aimak.id, also=also, since=morning.since, at=at)
    if before is None:
        return 0
    await late.tell_heads(store, aimak=aimak, since=morning.since, at=at)
    day, told = find_day(at), 0
    narrow = Narrow(today=day)
    new = await store.mornings.count_new(aimak.id, after=before.last_id)
    counts = await store.lists.count(aimak.id, also=also, narrow=narrow)
    unreached = await store.mornings.count_undelivered(aimak.id, also=also)
    values = {which: unreached if which is OfficeList.UNDELIVERED else getattr(counts, which) for which in _TITLES}
    reports = await store.watch_reports.count_waiting(aimak.id)
    to_publish = await count_to_publish(store, aimak, today=day, at=at)
    ceilings = [one for one in await list_ceilings(store, aimak.id, at=at, before=before.at) if one.is_near]
    working = await read_office_calendar(store, morning.rules, aimak_id=aimak.id, day=day)
    await requests.tell_soon(store, aimak=aimak, working=working, at=at)
    asked = await requests.count_for_day(store, aimak_id=aimak.id, working=working, at=at)
    is_quiet = not new and not reports and not asked.waiting and not to_publish.is_new
    if is_quiet and not any(values.values()) and not any(one.is_new for one in ceilings):
        return 0

    def count_up(words: Words) -> str:
        lines = [words.say("The work of today: {aimak}.", aimak=quote(aimak.name(words.language), 60))]
        lines += [words.say("New proposals · {n}", n=new)] if new else []
        lines += [f"{words.say(_TITLES[which])} · {n}" for which, n in values.items() if n]
        rows = to_publish.rows
        lines += [words.say("Documents to publish, near their day or late · {n}", n=rows)] if rows else []
        lines += [words.say("Reports on works without an answer · {n}", n=reports)] if reports else []
        if asked.waiting:
            values_of = {"n": asked.waiting, "soon": asked.soon, "late": asked.late}
            lines.append(words.say("Requests for information · {n}, due soon · {soon}, late · {late}", **values_of))
        return "\n".join([*lines, *(say_ceiling(words, one) for one in ceilings)])

    def say(words: Words, _box: Mailbox) -> Reply:
        waiting = make_button(words, "desk_list:waiting", "Awaiting an answer")
        choices = [make_button(words, f"desk_list:{which}", _TITLES[which]) for which, n in values.items() if n]
        watched = [make_button(words, "watch_desk", "Monitoring")] if reports else []
        watched += [make_button(words, "inform_desk", "Information asked")] if asked.waiting else []
        return Reply(count_up(words), (*([waiting] if counts.waiting else []), *choices, *watched))

    right, end = write_act_right(Act.READ_QUEUE, aimak.id), start_of(day + timedelta(1))
    for person_id in await store.roles.list_colleagues(aimak.id, OFFICE):
        told += await tell(
            store, to=person_id, kind="morning", object_id=aimak.id, revision=day.toordinal(), at=at, say=say,
            right=right, lane=Lane.DAY_NOTICE, expires_at=end,
        )  # fmt: skip
    for group in await store.groups.list_of(aimak.id) if aimak.practice_of_id is None else ():
        if group.of_staff:  # where others may read, nothing of an office is said
            words = Words(group.language)
            await store.outbox.queue(
                group.peer_id, group.channel, group.account, kind="group_day", object_id=aimak.id,
                revision=day.toordinal(), lane=Lane.DAY_NOTICE, language=words.language,
                body=Message(count_up(words), stays=True).to_json(), at=at, expires_at=end,
            )  # fmt: skip
    return told
