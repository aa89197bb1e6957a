"""A table sent outside its room is led there, and not read as a table of answers."""

import pytest
from openpyxl import Workbook

from bot.budget.permissions import Role
from bot.delivery.files.sheets import Sheets
from bot.export.needs.sheet import write_needs_sheet
from bot.office.sheets import waiting
from storage.media.folder import MediaFolder
from tests.office.offices import Office
from tests.storage.rows import rows_of


def make_other() -> Workbook:
    book = Workbook()
    book.active.append(["Башка", "таблица", "эмес"])
    return book


@pytest.mark.parametrize(("which", "said"), [("needs", '"needs"'), ("other", "Excel")])
async def test_a_table_of_needs_sent_at_the_menu_is_led_to_its_room(sqlite_database, tmp_path, which, said):
    office = await Office(sqlite_database).opens()
    clerk, came = await office.meets("Нурлан", Role.STAFF), tmp_path / "came.xlsx"
    if which == "needs":
        came.write_bytes(write_needs_sheet([], [], language="ky"))
    else:
        make_other().save(came)
    (tmp_path / "media").mkdir()
    media = MediaFolder(tmp_path / "media")
    digest, size = media.keep(came, sqlite_database.seal)

    async def arrives(store):
        await store.media.note_arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        assert await waiting.expect(store, aimak_id=office.aimak_id, reference="file", by=clerk)
        [sheet] = await waiting.list_waiting(store)
        await store.media.keep(sheet.id, kind="document", digest=digest, size=size, ending=".xlsx", form="document")

    await sqlite_database.write(arrives)
    sheets = Sheets(database=sqlite_database, now=lambda: office.now, media=media, wake=lambda: None)
    await sheets.work()
    told = [sqlite_database.seal.open(row["body"]) for row in await rows_of(sqlite_database, "outbox")]
    assert said in told[-1]
    assert await sqlite_database.read(waiting.list_waiting) == []
