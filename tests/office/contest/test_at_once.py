"""Two acts of one contest at the same moment: the later one waits until the earlier is over."""

import asyncio

from bot.office.contest import contests, judging, outcome
from bot.office.contest.contests import AlreadyDone
from tests.office.contest.commission import Commission, make_other


async def beside(commission, first, second, *, waits):
    """The first act has done all but its commit when the second begins; returns what the second came to."""
    done, go_on = asyncio.Event(), asyncio.Event()

    async def early(store):
        found = await first(store)
        done.set()
        await go_on.wait()
        return found

    one = asyncio.create_task(commission.database.write(early))
    await done.wait()
    two = asyncio.create_task(commission.database.write(second))
    assert not (await asyncio.wait([two], timeout=0.2 if waits else 0))[0]
    go_on.set()
    return await one, (await asyncio.gather(two, return_exceptions=True))[0]


async def test_acts_of_one_contest_wait_for_one_another(database):
    commission = await Commission(database).begins(aimaks=0, others=2)
    waits = not database.sqlite
    acts = {"by": None, "at": commission.now}
    new = [make_other(9)]
    _, refused = await beside(
        commission,
        lambda store: contests.draw_codes(store, id=commission.id, **acts),
        lambda store: contests.enter(store, id=commission.id, codes=(), new=new, **acts),
        waits=waits,
    )
    assert isinstance(refused, AlreadyDone)
    asan, bermet = await commission.meets("Асан"), await commission.meets("Бермет")

    def sit(person):
        return lambda store: judging.read_own(store, by=person, at=commission.now)

    one, two = await beside(commission, sit(asan), sit(bermet), waits=waits)
    assert (one.juror.number, two.juror.number) == (1, 2)
    codes = list(one.entries)
    await commission.marks("Асан", {(codes[0], 1): 5})

    def put(mark):
        return lambda store: judging.put_marks(store, given={(codes[1], 1): mark}, by=bermet, at=commission.now)

    def close(store):
        return outcome.close(store, with_gaps=True, **acts)

    told, refused = await beside(commission, close, put(9), waits=waits)
    assert isinstance(refused, judging.Closed)
    kept = await commission.does(outcome.read_outcome, by=None)
    assert (kept.ranked, kept.marks) == (told.ranked, told.marks)
