"""Fair turns: whoever was let in longest ago goes first, and a place is never lost."""

import asyncio

from bot.channels.fair import FairTurns


async def come(turns: FairTurns, who: str, seen: list[str], done: asyncio.Event | None = None) -> None:
    async with turns.turn(who):
        seen.append(who)
        if done is not None:
            await done.wait()


async def test_whoever_was_let_in_longest_ago_goes_first_and_a_newcomer_before_them():
    turns, seen, done = FairTurns(places=1), list[str](), asyncio.Event()
    for who in ("Асан", "Бермет"):
        await come(turns, who, seen)
    held = asyncio.create_task(come(turns, "Чолпон", seen, done))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(come(turns, who, seen)) for who in ("Чолпон", "Бермет", "Асан", "Эркин", "Гүлнара")]
    await asyncio.sleep(0)
    done.set()
    await asyncio.gather(held, *waiting)
    assert seen == ["Асан", "Бермет", "Чолпон", "Эркин", "Гүлнара", "Асан", "Бермет", "Чолпон"]


async def test_a_place_given_to_somebody_who_is_gone_goes_to_the_next():
    turns, seen = FairTurns(places=1), list[str]()
    async with turns.turn("Асан"):
        gone = [asyncio.create_task(come(turns, who, seen)) for who in ("Бермет", "Чолпон")]
        last = asyncio.create_task(come(turns, "Эркин", seen))
        await asyncio.sleep(0)
        gone[1].cancel()  # while it waits
    gone[0].cancel()  # once the place is hers
    await asyncio.gather(*gone, last, return_exceptions=True)
    assert seen == ["Эркин"]
    async with asyncio.timeout(1), turns.turn("Гүлнара"):
        pass


async def test_whoever_others_wait_for_goes_next():
    turns, seen, done = FairTurns(places=1), list[str](), asyncio.Event()
    held = asyncio.create_task(come(turns, "Асан", seen, done))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(come(turns, who, seen)) for who in ("Бермет", "Чолпон", "Асан", "Асан")]
    await asyncio.sleep(0)
    turns.hurry("Асан")
    turns.hurry("Эркин")  # who does not wait
    done.set()
    await asyncio.gather(held, *waiting)
    assert seen == ["Асан", "Асан", "Асан", "Бермет", "Чолпон"]
