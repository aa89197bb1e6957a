"""Fair turns: whom we know goes first, of these whoever was let in longest ago. A place is never lost."""

import asyncio

from bot.channels.fair import KEPT, FairTurns


async def come(
    turns: FairTurns, who: str, seen: list[str], done: asyncio.Event | None = None, *, is_group: bool = False
) -> None:
    async with turns.turn(who, is_group=is_group):
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


async def test_whom_we_know_goes_before_newcomers_and_a_person_before_a_group_and_none_waits_for_ever():
    turns, seen, done = FairTurns(places=1), list[str](), asyncio.Event()
    held = asyncio.create_task(come(turns, "Асан", seen, done))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(come(turns, f"топ {n}", seen, is_group=True)) for n in range(3)]
    waiting += [asyncio.create_task(come(turns, f"жаңы {n}", seen)) for n in range(5)]
    await asyncio.sleep(0)
    turns.recognise([f"тааныш {n}" for n in range(16)])
    waiting += [asyncio.create_task(come(turns, f"тааныш {n}", seen)) for n in range(16)]
    waiting.append(asyncio.create_task(come(turns, "Бермет", seen)))  # who is recognised while she waits
    await asyncio.sleep(0)
    turns.recognise(["Бермет"])
    done.set()
    await asyncio.gather(held, *waiting)
    kinds = [who.split()[0] for who in seen]
    assert kinds[1:7] == ["тааныш", "жаңы", "топ", "тааныш", "тааныш", "тааныш"]
    assert kinds[:21].count("тааныш") + kinds[:21].count("Бермет") >= 15
    assert len(seen) == 26, "nobody is left"


async def test_newcomers_alone_and_groups_alone_take_all_turns():
    turns, seen, done = FairTurns(places=1), list[str](), asyncio.Event()
    held = asyncio.create_task(come(turns, "Асан", seen, done))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(come(turns, f"топ {n}", seen, is_group=True)) for n in range(30)]
    await asyncio.sleep(0)
    done.set()
    await asyncio.gather(held, *waiting)
    held = asyncio.create_task(come(turns, "Асан", seen, again := asyncio.Event()))
    await asyncio.sleep(0)
    last = [asyncio.create_task(come(turns, who, seen, is_group=who == "топ")) for who in ("топ", "жаңы")]
    await asyncio.sleep(0)
    again.set()
    await asyncio.gather(held, *last)
    assert seen[-2:] == ["жаңы", "топ"], "turns taken while nobody else waited are held against nobody"


async def test_whoever_is_recognised_while_a_place_is_left_free_takes_it_at_once():
    turns, seen, done = FairTurns(places=4), list[str](), asyncio.Event()
    crowd = [asyncio.create_task(come(turns, f"жаңы {n}", seen, done)) for n in range(4)]
    await asyncio.sleep(0)
    turns.recognise(["жаңы 3"])
    await asyncio.sleep(0)
    assert seen == ["жаңы 0", "жаңы 1", "жаңы 3"]
    done.set()
    await asyncio.gather(*crowd)


async def test_newcomers_and_groups_leave_places_free_for_whom_we_know_and_take_none_that_is_given_back_before():
    turns, seen, done = FairTurns(places=4), list[str](), asyncio.Event()
    crowd = [asyncio.create_task(come(turns, f"жаңы {n}", seen, done)) for n in range(9)]
    crowd += [asyncio.create_task(come(turns, f"топ {n}", seen, done, is_group=True)) for n in range(9)]
    await asyncio.sleep(0)
    assert len(seen) == 4 - KEPT
    turns.recognise(["Айгүл", "Бакыт", "Чолпон"])
    known = [asyncio.create_task(come(turns, who, seen, done)) for who in ("Айгүл", "Бакыт", "Чолпон")]
    await asyncio.sleep(0)
    assert seen[-2:] == ["Айгүл", "Бакыт"], "who joins at once"
    done.set()
    await asyncio.gather(*crowd, *known)
    assert seen.index("Чолпон") <= 5
    assert len(seen) == 21
