"""A notice to people whose 24 hours are over. A template pauses in the middle, a day has its limit, answers are lost."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.channels.contract import Pace, TemplateUnusable, Uncertain
from bot.channels.intake import Became, DeliveryReport
from bot.chat.message import Message
from bot.delivery.courier import Courier
from bot.delivery.endings import note_delivery
from bot.delivery.pacing.new_chats import DAY
from storage.queue.outbox import Lane
from tests.channels.doubles import RecordingChannel
from tests.delivery.letters import carry_all, write_to
from tests.sizes import sized
from tests.storage.rows import NOW, meet, rows_of

PEOPLE = sized(36, 2000)
LOST = 20  # of so many messages that are taken one answer never comes


class Meta(RecordingChannel):
    """Takes templates until it pauses them; some of its answers are lost, and its reports come later."""

    def __init__(self) -> None:
        super().__init__()
        self.capabilities = replace(self.capabilities, window_hours=24, reports_delivery=True)
        self.pace = Pace(10_000, 10_000, chats_a_day=PEOPLE // 3)
        self.is_paused = False
        self.refused = self.lost = 0
        self.templates, self.words = Counter[str](), Counter[str]()
        self.reports: list[DeliveryReport] = []

    async def send(self, address: str, message: Message, *, language: str) -> str:
        if message.template is not None and self.is_paused:
            self.refused += 1
            raise TemplateUnusable("132015")
        taken = self.words if message.template is None else self.templates
        taken[address] += 1
        id = f"wamid.{len(self.reports)}"
        self.reports.append(DeliveryReport(Became.DELIVERED, id, message.hints.letter))
        if len(self.reports) % LOST == 7:
            self.lost += 1
            raise Uncertain("no answer")
        return id


@pytest.mark.slow
async def test_everybody_is_asked_once_and_reads_the_notice_once(database, clock, tell):
    meta = Meta()
    courier = Courier(database=database, channels=[meta], now=clock)
    people = [await meet(database, f"9965{n:08}") for n in range(PEOPLE)]
    clock.now = NOW + 2 * DAY
    for number, person in enumerate(people):
        await write_to(database, person, number, lane=Lane.NOTICE)
    told, days = 0, 0
    while sum(meta.words.values()) < PEOPLE and days < 9:
        meta.is_paused = days == 1  # a whole day, in the middle
        for _ in range(12):
            await carry_all(courier, database, clock)
            for report in meta.reports[told:]:
                assert await note_delivery(meta, database, clock, lambda: None, report)
            told = len(meta.reports)
            for person in people:
                if meta.templates[person.address] and not meta.words[person.address]:
                    await database.write(lambda store, who=person: store.people.note_heard(
                        who.peer_id, at=clock(), state_version=None))  # fmt: skip
                    await database.write(lambda store, who=person: store.outbox.open_window(who.peer_id, at=clock()))
            clock.move(seconds=7200)
        days += 1
    tell(
        "a notice by templates, paused for a day, a third of the people a day",
        recipients=PEOPLE,
        days=days,
        refused=meta.refused,
        answers_lost=meta.lost,
        unreached=PEOPLE - len(meta.words),
        asked_twice=sum(n > 1 for n in meta.templates.values()),
        read_twice=sum(n > 1 for n in meta.words.values()),
    )
    assert len(meta.words) == len(meta.templates) == PEOPLE
    assert set(meta.words.values()) == set(meta.templates.values()) == {1}
    assert meta.refused
    assert meta.lost
    waiting = [row for row in await rows_of(database, "outbox") if row["finished_at"] is None]
    assert waiting == []
