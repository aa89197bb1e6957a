"""Templates that are not taken, and a day's limit that is reached: nothing is lost, and nothing goes twice."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.channels.contract import ChatsUsedUp, Pace, TemplateUnusable
from bot.channels.intake import Became, DeliveryReport, LimitNews, TemplateNews
from bot.chat.message import Message
from bot.delivery.courier import Courier
from bot.delivery.endings import note_delivery, note_news
from bot.delivery.pacing.new_chats import DAY, allow
from bot.delivery.pacing.openings import PAUSED
from bot.delivery.under_way import BATCH
from storage.queue.letters import OPENER
from storage.queue.openings import DayLimit
from storage.queue.outbox import Lane, State
from tests.channels.doubles import RecordingChannel
from tests.delivery.letters import carry_all, write_to
from tests.storage.rows import NOW, meet, rows_of

PEOPLE = 18
WAITING = "message_waiting"


class Meta(RecordingChannel):
    """Takes no template that it has paused, and asks no more people in 24 hours than it lets."""

    def __init__(self, clock) -> None:
        super().__init__()
        self.capabilities = replace(self.capabilities, window_hours=24, reports_delivery=True)
        self.pace = Pace(10_000, 10_000)
        self.paused: set[str] = set()
        self.most = 10_000
        self.refused = Counter[str]()
        self.given: list[tuple[int, str]] = []
        self._clock = clock

    async def send(self, address: str, message: Message, *, language: str) -> str:
        if message.template is not None:
            if message.template["name"] in self.paused:
                self.refused["paused"] += 1
                raise TemplateUnusable("132015")
            if sum(at > self._clock() - DAY for at, _ in self.given) >= self.most:
                self.refused["limit"] += 1
                raise ChatsUsedUp(3600)
            self.given.append((self._clock(), address))
        return await super().send(address, message, language=language)

    @property
    def people(self) -> Counter[str]:
        """How often each person was asked."""
        return Counter(address for _, address in self.given)


@pytest.fixture
async def meta(database, clock):
    return Meta(clock)


@pytest.fixture
def courier(database, meta, clock):
    return Courier(database=database, channels=[meta], now=clock)


@pytest.fixture
async def village(database, clock):
    """People who wrote two days ago, and each of whom a notice waits for."""
    people = [await meet(database, f"99655500{n:04}") for n in range(PEOPLE)]
    clock.now = NOW + 2 * DAY
    for number, person in enumerate(people):
        await write_to(database, person, number, lane=Lane.NOTICE)
    return people


async def openers(database, *states):
    rows = [row for row in await rows_of(database, "outbox") if row["kind"] == OPENER]
    return [row for row in rows if row["state"] in states]


async def test_a_paused_template_is_tried_by_one_row_for_all_once_an_hour_and_its_success_lets_all_go(
    database, courier, meta, clock, village, tell
):
    meta.paused = {WAITING}
    await carry_all(courier, database, clock)
    at_first = meta.refused["paused"]
    by_hour = []
    for _ in range(3):
        before = meta.refused["paused"]
        clock.move(seconds=PAUSED / 1000)
        await carry_all(courier, database, clock)
        by_hour.append(meta.refused["paused"] - before)
    assert not meta.given
    assert at_first <= BATCH
    assert by_hour == [1] * 3
    meta.paused = set()
    clock.move(seconds=PAUSED / 1000)
    await carry_all(courier, database, clock)
    assert set(meta.people.values()) == {1}
    assert len(meta.people) == PEOPLE
    tell("a paused template, tried by one for all", recipients=PEOPLE, at_first=at_first, each_hour=by_hour,
         asked=len(meta.people), asked_twice=0)  # fmt: skip


async def test_the_messengers_own_word_holds_a_template_and_lets_it_go_at_once(database, courier, meta, clock, village):
    meta.paused = {WAITING}
    await note_news(meta, database, clock, lambda: None, TemplateNews(WAITING, "ky", is_taken=False))
    await carry_all(courier, database, clock)
    assert not meta.refused
    clock.move(seconds=60)
    meta.paused = set()
    await note_news(meta, database, clock, lambda: None, TemplateNews(WAITING, "ru", is_taken=True))  # another one
    await carry_all(courier, database, clock)
    assert not meta.given
    for _ in range(2):  # it comes twice
        await note_news(meta, database, clock, lambda: None, TemplateNews(WAITING, "ky", is_taken=True))
        await carry_all(courier, database, clock)
    assert len(meta.people) == len(meta.given) == PEOPLE


async def test_what_another_template_asks_for_is_asked_meanwhile(database, courier, meta, clock, village):
    meta.paused = {WAITING}
    await carry_all(courier, database, clock)
    (aigul, *_) = village

    async def answer(store):
        await store.outbox.queue(
            aigul.peer_id, aigul.channel, aigul.account, kind="asked", object_id=77, revision=0, lane=Lane.ANSWER,
            language="ru", body=Message("?").to_json(), at=clock(),
        )  # fmt: skip

    meta.paused = set()
    await database.write(answer)  # in Russian: that template was never refused
    await carry_all(courier, database, clock)
    assert meta.people == {aigul.address: 1}


async def test_the_row_that_tries_may_die_and_another_tries_an_hour_later(database, courier, meta, clock, village):
    meta.paused = {WAITING}
    await carry_all(courier, database, clock)
    meta.paused = set()
    for person in village:
        meta.will(person.address, ConnectionResetError())  # nothing of what comes next is foreseen
    clock.move(seconds=PAUSED / 1000)
    await carry_all(courier, database, clock)
    assert len(await openers(database, State.FAILED)) == 1
    for person in village:
        meta._outcomes[person.address].clear()
    clock.move(seconds=PAUSED / 1000)
    await carry_all(courier, database, clock)
    assert len(meta.people) == PEOPLE


async def test_a_limit_that_is_reached_in_the_middle_is_learned_and_each_day_more_are_tried(
    database, courier, meta, clock, village, tell
):
    meta.most = 5
    days, refused = [], []
    while len(meta.people) < PEOPLE:
        asked, before = len(meta.given), meta.refused["limit"]
        for _ in range(24):
            await carry_all(courier, database, clock)
            clock.move(seconds=3600)
        days.append(len(meta.given) - asked)
        refused.append(meta.refused["limit"] - before)
        if len(days) == 4:
            meta.most = 1000  # Meta has raised it
        assert len(days) < 12
    limit = await database.read(lambda store: store.openings.read_limit(meta.name, meta.account))
    tell("a day's limit that nobody had set, learned from refusals", recipients=PEOPLE, limit=[5, 1000], by_day=days,
         refused=refused, asked_twice=sum(n > 1 for n in meta.people.values()))  # fmt: skip
    assert set(meta.people.values()) == {1}
    assert max(days[:4]) <= 5
    assert max(refused) <= BATCH
    assert 1 <= limit.most < 5 + BATCH
    assert all(row["code"] in {None, "window"} for row in await rows_of(database, "outbox") if row["kind"] != OPENER)


async def test_whoever_writes_is_answered_while_the_limit_is_reached(database, courier, meta, clock, village):
    meta.most = 0
    await carry_all(courier, database, clock)
    (aigul, *_) = village

    async def writes(store):
        await store.people.note_heard(aigul.peer_id, at=clock(), state_version=None)
        await store.outbox.open_window(aigul.peer_id, at=clock())

    await database.write(writes)
    await write_to(database, aigul, 500)
    await carry_all(courier, database, clock)
    assert meta.texts == ["letter 500", "letter 0"]
    assert not meta.given


async def test_news_of_a_larger_limit_ends_the_rest_at_once(database, courier, meta, clock, village):
    meta.most = 5
    await carry_all(courier, database, clock)
    assert len(meta.given) == 5
    meta.most = 1000
    await note_news(meta, database, clock, lambda: None, LimitNews(1000))
    await carry_all(courier, database, clock)
    assert len(meta.people) == PEOPLE


@pytest.mark.parametrize("code", ["template", "used_up"])
async def test_a_template_that_fails_later_holds_what_waits_and_loses_nothing(
    database, courier, meta, clock, village, code
):
    meta.most = 1
    await carry_all(courier, database, clock)
    (asked,) = await openers(database, State.SENT)
    report = DeliveryReport(Became.FAILED, asked["external_id"], code=code)
    for _ in range(2):  # idempotent
        assert await note_delivery(meta, database, clock, lambda: None, report)
        await carry_all(courier, database, clock)
    lost = [row for row in await rows_of(database, "outbox") if row["state"] == State.FAILED]
    assert lost == []
    meta.most = 1000
    for _ in range(40):
        clock.move(seconds=6 * 3600)
        await carry_all(courier, database, clock)
    assert len(meta.people) == PEOPLE
    assert max(meta.people.values()) == 2  # whom the failed one did not reach
    assert len(meta.given) == PEOPLE + 1


@pytest.mark.parametrize(
    ("setting", "limit", "days", "allowed"),
    [
        (250, DayLimit(), 0, 250),
        (None, DayLimit(), 0, None),
        (2000, DayLimit(250), 100, 250),  # Meta's own word stands
        (2000, DayLimit(100, NOW), 0, 100),
        (2000, DayLimit(100, NOW), 1, 100),
        (2000, DayLimit(100, NOW), 2, 200),
        (2000, DayLimit(100, NOW), 4, 800),
        (2000, DayLimit(100, NOW), 30, 2000),
        (None, DayLimit(100, NOW), 10_000, 100 << 60),
        (2000, DayLimit(100, NOW), -1, 100),  # a clock that was set back
    ],
)
def test_a_learned_limit_is_doubled_each_day_up_to_the_setting(setting, limit, days, allowed):
    assert allow(setting, limit, NOW + days * DAY) == allowed
