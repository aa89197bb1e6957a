"""The figures for Prometheus: what they count, who reads them, and that they say nothing of anybody."""

import json
import re
from collections import Counter
from pathlib import Path

from bot.channels.durations import Durations
from bot.channels.intake import Intake
from bot.chat.message import Incoming, Kind, Message, Peer
from bot.web.figures import Figures
from storage.queue.outbox import Lane
from tests.channels.doubles import Clock
from tests.storage.rows import BOT, meet
from tests.web.doors import NOON, open_door

ROOT = Path(__file__).parents[2]
TOKEN = "f" * 32
ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
SAMPLE = re.compile(r'(sunush_\w+)(\{\w+="[^"\\]*"(,\w+="[^"\\]*")*\})? -?[0-9.e+]+')
BEGUN = {"# HELP", "# TYPE"}


def held(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("#"))


async def queue(database, name: str, lane: Lane, *, at: int, times: int = 1) -> None:
    person = await meet(database, name, at=at)

    async def work(store):
        for n in range(times):
            await store.outbox.queue(
                person.peer_id, *BOT, kind="letter", object_id=at + n, revision=0, lane=lane, language="ky",
                body=Message("Көчөгө жарык керек").to_json(), at=at,
            )  # fmt: skip

    await database.write(work)


async def test_what_waits_what_was_taken_in_and_the_disk_are_told_and_nothing_of_anybody(sqlite_database, tmp_path):
    clock, counts = Clock(NOON), Counter({"lease lost": 3})

    async def receive(_incoming, _raw):
        clock.move(seconds=0.04)

    async def bury(*_):
        """Nothing is buried here."""

    await queue(sqlite_database, "Айгүл", Lane.REPLY, at=NOON - 31_000, times=3)
    await queue(sqlite_database, "Бакыт", Lane.REPLY, at=NOON - 1_000)
    await queue(sqlite_database, "Чынара", Lane.DAY_NOTICE, at=NOON + 3_600_000)
    intake = Intake(receive=receive, bury=bury, now=clock, steady=clock)
    figures = Figures(sqlite_database, tmp_path, steady=clock, counts=lambda: counts)
    async with open_door(figures=figures) as door:
        door.health.own = {BOT: intake}
        intake.good_at = NOON - 130_000
        for n in range(40):
            await intake.take(
                Incoming(f"{n}", Peer(*BOT, "Айгүл"), Kind.TEXT, "Мектепке жарык керек"), "", written=NOON
            )
        _, text = await door.asks("GET", "/metrics")
        of = 'channel="telegram",account="sunush_bot"'
        for line in (
            f'sunush_queue_ready{{{of},lane="reply"}} 2',
            f'sunush_queue_ready{{{of},lane="day_notice"}} 1',
            f'sunush_queue_age_seconds{{{of},lane="day_notice"}} 0.0',
            'sunush_queue_behind{lane="reply"} 2',
            f"sunush_dropped_total{{{of}}} 10",
            f"sunush_turn_p95_seconds{{{of}}} 0.04",
            f'sunush_turn_seconds_bucket{{{of},le="0.025"}} 0',
            f'sunush_turn_seconds_bucket{{{of},le="0.05"}} 31',
            f'sunush_turn_seconds_bucket{{{of},le="+Inf"}} 31',
            f"sunush_turn_seconds_count{{{of}}} 31",
            'sunush_counted_total{what="lease lost"} 3',
            "sunush_database_read 1",
        ):
            assert line in text.splitlines(), text
        assert re.search(r"sunush_memory_bytes \d{7,}\nsunush_open_files \d+\nsunush_tasks \d+\n", held(text))
        assert re.search(r"sunush_disk_free_bytes \d{6,}\n", text)
        for line in text.splitlines():
            assert line[:6] in BEGUN or SAMPLE.fullmatch(line), line
        for theirs in ("Айгүл", "Чынара", "жарык"):
            assert theirs not in text


async def test_others_read_the_figures_by_the_token_alone(sqlite_database):
    async with open_door(token=TOKEN) as door:
        assert (await door.asks("GET", "/metrics", headers=ELSEWHERE))[0] == 404
        for said in ("", "Bearer ", f"Bearer {TOKEN[:-1]}", TOKEN, f"bearer {TOKEN}ү"):
            assert (await door.asks("GET", "/metrics", headers={**ELSEWHERE, "Authorization": said}))[0] == 404
        told = {**ELSEWHERE, "Authorization": f"Bearer {TOKEN}"}
        assert (await door.asks("GET", "/metrics", headers=told))[0] == 200
        assert "pigeon north ok" in (await door.asks("GET", "/readyz", headers=told))[1]
    async with open_door() as door:
        assert (await door.asks("GET", "/metrics", headers={**ELSEWHERE, "Authorization": "Bearer "}))[0] == 404


def test_a_percentile_is_of_the_latest_turns_and_nothing_of_them_grows():
    durations = Durations()
    assert durations.find_p95() is None
    for took in range(1, 101):
        durations.note(took)
    assert durations.find_p95() == 95
    for _ in range(5_000):
        durations.note(7)
    assert durations.find_p95() == 7
    assert (sum(durations.counts), len(durations.latest)) == (5_100, 1_000)


async def test_rules_and_dashboard_ask_for_figures_that_there_are(sqlite_database, tmp_path):
    await queue(sqlite_database, "Айгүл", Lane.REPLY, at=NOON)
    figures = Figures(sqlite_database, tmp_path, steady=Clock(NOON), counts=lambda: {"lease lost": 1})
    async with open_door(figures=figures) as door:
        text = (await door.asks("GET", "/metrics"))[1]
    known = set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
    known |= {f"sunush_turn_seconds_{part}" for part in ("bucket", "sum", "count")}
    folder = ROOT / "deploy" / "prometheus"
    board, rules = (folder / "dashboard.json").read_text("utf-8"), (folder / "alerts.yaml").read_text("utf-8")
    assert json.loads(board)["panels"]
    for asked in (board, rules):
        named = set(re.findall(r"\bsunush_\w+", asked))
        assert named
        assert named <= known, named - known
