"""What stands of somebody outside their own chat goes with them.

A clerk typed and looked for it, they wrote it in a group, or nobody could read it.
"""

from pathlib import Path

from bot.budget.permissions import Role
from bot.chat.message import Incoming, Kind, Peer
from bot.delivery.after_erasure import Erasing
from bot.delivery.incoming.conversations import make_state_key
from bot.office.personal.on_paper import find_author, forget_author
from bot.settings import Settings
from storage.personal.ledger import Ledger
from tests.handlers.office.intake.test_entering import begins, by_number
from tests.handlers.offices import joined
from tests.handlers.resident.personal.test_forgetting import all_words, found_in_files

CANARY = "Канарейка"


async def test_what_a_clerk_typed_for_somebody_goes_with_them(village, tmp_path, tell):
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    clerk, head = await village.worker("Гүлнара"), await joined(village, "Асан", Role.HEAD)
    await begins(clerk)
    for typed in (f"{CANARY}-текст: көпүрөнү оңдоп бериңиздер", "Аты, телефону", f"{CANARY} Усенов 0700 112233"):
        village.clock.later(minutes=40)
        await clerk.says(typed)
    await clerk.presses("Каттоо")
    entered = await by_number(village, 1)
    await village.states.flush()
    assert CANARY in await all_words(village.database)
    village.clock.later(minutes=5)
    await clerk.taps("desk_list:waiting")
    await clerk.taps("desk_search")
    assert "0001" in await clerk.says(CANARY)
    await village.states.flush()
    chief = await head.person()

    async def forget(store) -> None:
        author = await find_author(store, aimak_id=1, number=entered.number, year=None, by=chief)
        await forget_author(store, author=author, keeps_public=False, by=chief, at=village.clock())

    await village.database.write(forget)
    await village.courier.carry()
    ledger = Ledger(settings.erasures_file, village.database.seal)
    village.clock.later(minutes=5)
    erasing = Erasing(
        database=village.database, states=village.states, ledger=ledger, settings=settings, now=village.clock
    )
    assert await erasing.finish()
    await village.states.flush()
    rows = [one for one in (await all_words(village.database)).splitlines() if CANARY in one or "112233" in one]
    kept = str(await village.states.read(make_state_key("telegram", "bot", "Гүлнара")))
    tell("an author for whom a clerk typed, erased", words=len(rows), conversations=int(CANARY in kept))
    assert rows == []
    assert CANARY not in kept
    assert "тизме бош" in await clerk.taps("desk_list:waiting")
    assert not found_in_files(Path(tmp_path))


async def test_what_somebody_wrote_in_a_group_and_what_could_not_be_read_goes_with_them(village, tmp_path, tell):
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    resident, other = await village.in_menu("7000000017"), await village.in_menu("7000000018")
    group = Peer("telegram", "bot", "-1001")
    raw = f'{{"from": {{"id": 7000000017, "first_name": "{CANARY}"}}, "text": "@bot {CANARY}"}}'
    await village.receive(Incoming("in a group", group, Kind.GROUP, "@bot"), raw)
    await village.receive.bury("telegram", "bot", "1:unreadable", raw, "Unreadable")
    theirs = raw.replace("7000000017", "7000000018").replace(CANARY, "Башка")
    await village.receive.bury("telegram", "bot", "2:unreadable", theirs, "Unreadable")
    assert (await all_words(village.database)).count(f"@bot {CANARY}") == 1  # what could not be read
    await resident.says("/forget")
    await resident.says("Баарын өчүрүү")
    village.clock.later(minutes=5)
    ledger = Ledger(settings.erasures_file, village.database.seal)
    erasing = Erasing(
        database=village.database, states=village.states, ledger=ledger, settings=settings, now=village.clock
    )
    assert await erasing.finish()
    left = [one for one in (await all_words(village.database)).splitlines() if CANARY in one or "7000000017" in one]
    tell("somebody forgotten who wrote in a group and what could not be read", words=len(left))
    assert left == []
    assert "Башка" in await all_words(village.database)
    assert other
