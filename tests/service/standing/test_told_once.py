"""What stands wrong is told to the admin once, and once when it has ended, also after a restart."""

from datetime import date
from pathlib import Path

import pytest

from bot.budget.permissions import Role
from bot.channels.contract import Unreachable
from bot.channels.intake import Intake
from bot.office.quotas import tell_of_room
from bot.service.alarm import Alarm
from bot.service.copies.backup import LABEL
from bot.service.standing import found
from bot.service.standing.fault import BEGUN, ENDED, Fault
from bot.service.standing.watch import GONE, SELDOM, Watch
from storage.queue.outbox import Lane
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import BOT, JANY_ARYK, NOW, enter, meet, new_proposal

DAY = 24 * 3600


@pytest.fixture
async def admins(sqlite_database):
    """Aigul reads Kyrgyz, Boris Russian; both are admins."""
    for name, language in (("Айгүл", "ky"), ("Борис", "ru")):
        person = await meet(sqlite_database, name)

        async def settle(store, person=person, language=language):
            await store.people.set_language(person.peer_id, language)
            await store.roles.grant(person.id, role=Role.ADMIN, aimak_id=None, by=None, at=NOW)

        await sqlite_database.write(settle)


@pytest.fixture
async def line(sqlite_database, admins):
    """The channel, and a maker of watches over it that look for what the test puts there."""
    channel, standing = RecordingChannel(), {}

    async def find():
        return standing["now"]

    async def make(kind: str, *, each: int = 1) -> Watch:
        alarm = Alarm([channel], Clock(NOW))
        await alarm.learn(sqlite_database)
        return Watch(sqlite_database, alarm, {kind: (find, each)})

    return channel, standing, make


async def test_each_is_told_once_as_it_begins_and_once_when_it_has_ended_in_both_languages(line):
    channel, standing, make = line
    for kind in BEGUN:
        watch = await make(kind)
        before = len(channel.texts)
        for standing["now"] in [{Fault(kind)}] * 3 + [set()] * (GONE + 2):
            await watch.look()
        assert len(set(channel.texts[before:])) == len(channel.texts[before:]) == 4, "each in a language of its own"
    assert set(ENDED) == set(BEGUN)


async def test_after_a_restart_nothing_is_told_twice_and_the_end_is_told(line):
    channel, standing, make = line
    standing["now"] = {Fault("overdue", "kokjar"), Fault("overdue", "janyaryk")}
    await (await make("overdue")).look()
    assert [text.splitlines()[1:] for text in channel.texts] == [["janyaryk", "kokjar"]] * 2
    again = await make("overdue", each=SELDOM)
    await again.look()
    assert len(channel.texts) == 2
    standing["now"] = {Fault("overdue", "kokjar")}
    for _ in range(SELDOM):
        await again.look()
    assert [text.splitlines()[1:] for text in channel.texts[2:]] == [["janyaryk"]] * 2


async def test_what_comes_and_goes_is_told_once_and_what_cannot_be_known_neither_begins_nor_ends(line):
    channel, standing, make = line
    watch = await make("late")
    for standing["now"] in [{Fault("late")}, set(), set(), {Fault("late")}, set(), None, None, None, None, set()]:
        await watch.look()
    assert len(channel.texts) == 2


async def test_what_nobody_could_be_told_is_told_once_the_line_is_back(line):
    channel, standing, make = line
    watch = await make("silent")
    standing["now"] = {Fault("silent", "Telegram 7")}
    for name in ("Айгүл", "Борис"):
        channel.always(name, Unreachable("away"))
    await watch.look()
    for name in ("Айгүл", "Борис"):
        channel.always(name, None)
    await watch.look()
    await watch.look()
    assert len(channel.texts) == 2
    assert all(text.endswith("\nTelegram 7") for text in channel.texts)


async def test_a_long_list_of_offices_names_ten(line):
    channel, standing, make = line
    standing["now"] = {Fault("overdue", f"aimak{n:03d}") for n in range(230)}
    await (await make("overdue")).look()
    assert [len(text.splitlines()) for text in channel.texts] == [12, 12]
    assert all(text.endswith("220") for text in channel.texts)


# What is found


async def test_an_account_is_silent_once_no_process_has_polled_it_for_two_minutes(sqlite_database):
    clock, silent = Clock(NOW), {Fault("silent", "Telegram sunush_bot")}

    async def nothing(*_):
        """Nothing comes here."""

    async def find(intake: Intake | None, *, since: int = 0):
        return await found.find_silent({BOT: intake}, {}, sqlite_database, since=since, now=clock())

    intake = Intake(receive=nothing, bury=nothing, now=clock, steady=clock)
    assert await find(intake) == set(), "a webhook asks nobody"
    intake.note_answer(None)
    clock.move(seconds=120)
    assert await find(intake) == set()
    clock.move(seconds=1)
    assert await find(intake) == silent
    assert await find(intake, since=clock()) == set(), "it has just begun"
    await sqlite_database.write(lambda store: store.accounts.note_heard(*BOT, at=clock()))
    assert await find(intake) == await find(None) == set(), "another process polls it"
    clock.move(seconds=121)
    intake.good_at, intake.complaint = 0, "no line"
    assert await find(intake) == silent


async def test_a_reply_that_could_have_left_half_a_minute_ago_is_late_and_a_notice_is_not(sqlite_database):
    person = await meet(sqlite_database, "Чынара")

    async def queue(store):
        for n, lane in enumerate((Lane.NOTICE, Lane.REPLY)):
            other = person if n else await store.people.meet(*BOT, "Данияр", at=NOW)
            await store.outbox.queue(
                other.peer_id, *BOT, kind="letter", object_id=n, revision=0, lane=lane, language="ky", body="{}",
                at=NOW + n * 60_000,
            )  # fmt: skip

    await sqlite_database.write(queue)
    assert await found.find_late(sqlite_database, now=NOW + 90_000) == set()
    assert await found.find_late(sqlite_database, now=NOW + 90_001) == {Fault("late")}


async def test_an_office_is_named_from_the_day_after_the_last_one_of_an_answer(sqlite_database):
    aimak_id, author = await enter(sqlite_database), await meet(sqlite_database, "Эркин")

    async def add(store):
        await store.proposals.add(new_proposal(author, aimak_id, due_on=date(2026, 11, 18)), text="Суу", fold="суу")

    await sqlite_database.write(add)
    assert await found.find_overdue(sqlite_database, now=NOW) == set(), "it is that day"
    assert await found.find_overdue(sqlite_database, now=NOW + DAY * 1000) == {Fault("overdue", JANY_ARYK.code)}


def test_a_copy_is_old_after_two_days_and_so_is_none(tmp_path: Path):
    assert found.find_old_copy(tmp_path / "away", now=NOW) == {Fault("old_copy")}
    (tmp_path / "20261116-030000-000000").mkdir()
    made = 1_794_798_000_000
    assert found.find_old_copy(tmp_path, now=made) == {Fault("old_copy")}, "it was broken off"
    (tmp_path / "20261116-030000-000000" / LABEL).touch()
    assert found.find_old_copy(tmp_path, now=made + 2 * DAY * 1000) == set()
    assert found.find_old_copy(tmp_path, now=made + 2 * DAY * 1000 + 1) == {Fault("old_copy")}


async def test_a_certificate_ends_within_two_weeks_or_nothing_is_known():
    for last, expected in ((NOW + 15 * DAY * 1000, set()), (NOW - 1, {Fault("certificate")}), (None, None)):

        async def ask(_url: str, last=last):
            return last

        assert await found.find_ending("https://sunush.example.kg", now=NOW, ask=ask) == expected


async def test_that_the_disk_has_room_again_is_told_once(sqlite_database, admins):
    async def tell(store, *, full, clear, at):
        await tell_of_room(store, is_full=full, is_clear=clear, free=1, at=at)
        return len(await store.depths.list_ready()) and sum((await store.depths.count_behind()).values())

    told = []
    for n, (full, clear) in enumerate([(True, False), (True, False), (False, False), (False, True), (False, True)]):
        told.append(
            await sqlite_database.write(
                lambda store, n=n, full=full, clear=clear: tell(store, full=full, clear=clear, at=NOW + n)
            )
        )
    assert told == [0, 0, 0, 2, 2]
