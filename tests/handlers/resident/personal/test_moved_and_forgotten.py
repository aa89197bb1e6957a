"""Whoever had another number before is forgotten in copies of that time too; whoever has that number now is not."""

from pathlib import Path

from sqlalchemy import select

from bot.delivery.after_erasure import Erasing
from bot.office.personal.erasure import apply_erasures
from bot.settings import Settings
from storage.copies.copying import copy_sqlite
from storage.database.engine import Database, make_database_url
from storage.database.schema import proposal_texts
from storage.personal.ledger import Ledger

BRIDGE, LIGHT = "Канарейка көпүрөсүн оңдоп бериңиздер", "Мектептин жанына жарык керек"


async def read_texts(database: Database) -> list[str]:
    """The texts of all proposals that are left."""
    rows = await database.read(lambda store: store.connection.scalars(select(proposal_texts.c.text)))
    return sorted(filter(None, rows))


async def test_whoever_moved_is_forgotten_in_a_copy_from_before_and_the_next_owner_of_the_number_stays(
    village, tmp_path, tell
):
    file = Path(str(village.database.url.database))
    aigul = await village.with_proposal("Эски номер", BRIDGE)
    copy_sqlite(file, tmp_path / "before" / "sunush.db")
    person = await aigul.person()
    await village.database.write(
        lambda store: store.people.move(person.peer_id, person.channel, person.account, address="Жаңы номер")
    )
    await village.with_proposal("Эски номер", LIGHT)  # Bakyt, who was given the number
    copy_sqlite(file, tmp_path / "after" / "sunush.db")
    aigul = village.resident("Жаңы номер")
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    ledger = Ledger(settings.erasures_file, village.database.seal)
    parts = {"database": village.database, "states": village.states, "settings": settings, "now": village.clock}
    village.clock.later(minutes=5)
    assert await Erasing(ledger=ledger, **parts).finish()

    left = {}
    for when in ("before", "after"):
        copy = Database(make_database_url(f"sqlite:///{tmp_path / when / 'sunush.db'}"), village.database.seal)
        assert await apply_erasures(copy, ledger) == 1
        left[when] = await read_texts(copy)
        await copy.close()
    theirs = sum(BRIDGE in one for one in left.values())
    tell("somebody whose number changed, in copies from before and after", theirs=theirs, others=len(left["after"]))
    assert left == {"before": [], "after": [LIGHT]}
    assert await read_texts(village.database) == [LIGHT]
