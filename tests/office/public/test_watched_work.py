"""A watch of a proposal's work is named by what all may read of that proposal today."""

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from bot.export.watch.table import write_watches
from bot.office.answers import answers
from bot.office.watch import public, watching
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from tests.office.offices import YEAR, Office
from tests.storage.rows import rows_of

SAID = "Көпүрө керек, 0555123456"


async def test_a_watched_work_is_named_by_what_all_may_read_of_its_proposal_now(migrated, tmp_path):
    database = Database(make_database_url(f"sqlite:///{migrated}"), Seal(b"k" * 32))
    office = await Office(database).opens()
    head, aigul = await office.meets("Асан", Role.HEAD), await office.meets("Айгүл")
    one = await office.proposed(aigul, SAID)
    await office.does(answers.send, id=one.id, answer=Answer(Decision.INCLUDED, None, "", 90_000), by=head)

    async def show(shown):
        async def write(store):
            await store.public_consents.set_public(one.id, public=shown, page=shown, at=office.now)
            await store.looks.put(one.id, revision=1, shown=True, by=head.id, at=office.now)

        await database.write(write)

    async def named():
        [row] = await database.read(lambda store: public.list_shown(store, aimak_id=office.aimak_id, at=office.now))
        return row.watch.line

    await show(True)
    line, work = await database.read(
        lambda store: watching.find_watched(store, aimak_id=office.aimak_id, year=YEAR, said="1", by=head)
    )
    of = {"key": "w", "aimak_id": office.aimak_id, "year": YEAR, "proposal_id": work}
    await office.does(watching.open_watch, line=line, by=head, **of)
    bare = f"№ {one.label}"
    assert await named() == f"{bare}: Көпүрө керек, ***"
    assert await database.read(lambda store: watching.name_drafted(store, line=line, proposal_id=work)) == await named()
    await show(False)
    assert await named() == bare
    await show(True)
    await database.write(lambda store: store.erasures.erase(aigul.id, keeps_public=False, at=office.now))
    assert await named() == bare
    assert "Көпүрө" not in str(await rows_of(database, "watches"))
    table = {"language": None, "codes": True, "words": False, "aimak_id": office.aimak_id, "at": office.now}
    await write_watches(database, path=tmp_path / "folder.csv", form="csv", **table)
    assert "Көпүрө" not in (tmp_path / "folder.csv").read_text("utf-8-sig")
    await database.close()
