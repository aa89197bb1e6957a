"""Whichever worker is asked for `/metrics`, it shows the figures of all."""

import re

from bot.service.workers.figures import share_figures
from bot.web.figures_of_workers import LARGEST, STALE, FiguresOfWorkers
from bot.web.metrics import list_own


class Workers:
    """Workers that hear each other, also themselves, as PostgreSQL lets them."""

    def __init__(self, seal, *names: str) -> None:
        self.now, self.said = 0, []
        self.all = [FiguresOfWorkers(one, seal, self._announce, steady=lambda: self.now) for one in names]

    async def _announce(self, topic: str, said: str) -> None:
        assert topic == "figures"
        self.said.append(said)
        for one in self.all:
            one.hear(said)


async def test_each_worker_shows_what_all_have_counted_by_their_names_and_whoever_is_gone_is_left_out(seal):
    workers = Workers(seal, "ala:1:x", "ala:2:y")
    counts = [{"lease lost": 1}, {"lease lost": 40}]
    for worker, counted in zip(workers.all, counts, strict=True):
        worker.list_own = lambda counted=counted: list(list_own(None, {}, 0, counted))
        await worker.tell()
    first, second = (worker.list_lines() for worker in workers.all)
    assert first == second
    assert 'sunush_counted_total{what="lease lost",worker="ala:1"} 1' in first
    assert 'sunush_counted_total{what="lease lost",worker="ala:2"} 40' in first
    assert len([line for line in first if re.match(r"sunush_memory_bytes{worker=", line)]) == 2
    assert [line for line in first if line.startswith("# TYPE sunush_counted")] == [
        "# TYPE sunush_counted_total counter"
    ]
    counts[0]["lease lost"] = 5
    assert workers.all[0].list_lines() == second, "a count never goes back, so it grows at all of them at once"
    workers.now += STALE - 1
    await workers.all[0].tell()
    workers.now += 1
    assert {line for line in workers.all[1].list_lines() if "lease lost" in line} == {
        'sunush_counted_total{what="lease lost",worker="ala:1"} 5'
    }
    assert not any("lease" in said for said in workers.said)


async def test_many_accounts_are_told_in_pieces_and_a_lost_piece_changes_nothing(seal):
    workers = Workers(seal, "ala:1:x", "ala:2:y")
    teller, other = workers.all
    teller.list_own = lambda: [
        "# TYPE sunush_heard gauge",
        *(f'sunush_heard{{account="{hash(n)}{n * n}"}} 1' for n in range(9_000)),
    ]
    await teller.tell()
    assert len(workers.said) > 2
    assert max(map(len, workers.said)) <= LARGEST + 100
    assert len(other.list_lines()) == 9_001
    teller.list_own = list
    other.hear(workers.said[0])
    other.hear(workers.said[2])
    other.hear("")
    assert len(other.list_lines()) == 9_001


def test_on_sqlite_nobody_is_told():
    class Alone:
        wakeups = None

    assert share_figures(Alone(), dict) is None
