"""A filled spreadsheet on its way through the chat: what comes next for it."""

import pytest

from bot.budget.permissions import Role
from bot.office.sheets import waiting
from bot.office.sheets.waiting import Step
from tests.office.offices import Office
from tests.office.sheets.filled import NO, checked, fill, made


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def test_a_sheet_that_waits_for_its_clerk_is_looked_through_anew_when_it_is_sent_again(office, tmp_path):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    await office.filed(aigul, "Көпүрө керек")
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), NO), tmp_path)
    given = {"aimak_id": office.aimak_id, "reference": "file"}

    async def arrives(store):
        await store.media.arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        assert await waiting.expect(store, **given, by=clerk, at=office.now)
        return await waiting.list_waiting(store)

    [sheet] = await office.database.write(arrives)
    assert sheet.step is Step.READ
    await office.database.write(lambda store: waiting.note_checked(store, sheet=sheet, checked=found, at=office.now))
    assert await office.database.read(waiting.list_waiting) == []
    shown = await office.database.read(lambda store: waiting.show(store, id=sheet.id, by=clerk))
    assert shown.step is Step.SHOWN
    assert await office.database.write(arrives) == [sheet]
    await office.database.write(lambda store: waiting.note_checked(store, sheet=sheet, checked=found, at=office.now))
    assert await office.notices(clerk, "sheet") == 2
    assert await office.database.write(lambda store: waiting.decide(store, id=sheet.id, send=False, by=clerk, at=1))
    [deciding] = await office.database.write(arrives)  # what is decided is done, and not asked about again
    assert deciding.step is Step.KEEP


async def test_each_part_is_written_once_and_dropped_when_it_is_done(office, tmp_path, monkeypatch, tell):
    monkeypatch.setattr("bot.office.sheets.waiting.AT_ONCE", 2)
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    for n in range(5):
        await office.filed(aigul, f"{n}-көпүрө керек")
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), *[NO] * 5), tmp_path)

    async def shown(store):
        await store.media.arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        await waiting.expect(store, aimak_id=office.aimak_id, reference="file", by=clerk, at=office.now)
        [sheet] = await waiting.list_waiting(store)
        await waiting.note_checked(store, sheet=sheet, checked=found, at=office.now)
        whole = await waiting.show(store, id=sheet.id, by=clerk)
        assert [row.label for row in whole.rows] == [row.label for row in found.open]
        await waiting.decide(store, id=sheet.id, send=True, by=clerk, at=office.now)
        return sheet.id

    def parts(store):
        return store.meta.list_beginning("filled_")

    id = await office.database.write(shown)
    before, more, seen = dict(await office.database.read(parts)), True, []
    while more:
        more = await office.database.write(lambda store: waiting.go_on(store, id=id, at=office.now))
        left = dict(await office.database.read(parts))
        seen.append(len(left))
        assert left.items() <= before.items()  # what is left is not sealed anew
    assert seen == [2, 1, 0]
    tell("parts of a filled table", rows=5, parts=3, sealed_anew=0)
