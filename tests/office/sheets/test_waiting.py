"""A filled spreadsheet on its way through the chat: what comes next for it."""

import pytest

from bot.budget.permissions import Role
from bot.office import staff
from bot.office.answers import take_back
from bot.office.personal import erasure
from bot.office.rules import BEGINNING
from bot.office.sheets import waiting
from bot.office.sheets.columns import Column
from bot.office.sheets.waiting import Step
from tests.office.offices import Office
from tests.office.sheets.filled import NO, checked, fill, made


@pytest.fixture
async def office(database):
    return await Office(database).opens()


async def test_a_sheet_that_waits_for_its_clerk_is_looked_through_anew_when_it_is_sent_again(office, tmp_path):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    await office.filed(aigul, "Көпүрө керек")
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), NO), tmp_path)
    given = {"aimak_id": office.aimak_id, "reference": "file"}

    async def arrives(store):
        await store.media.note_arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        assert await waiting.expect(store, **given, by=clerk)
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


async def decided(office, clerk, found) -> int:
    """A filled file that came, was looked through and is to be sent; returns its id."""

    async def work(store):
        await store.media.note_arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        await waiting.expect(store, aimak_id=office.aimak_id, reference="file", by=clerk)
        [sheet] = await waiting.list_waiting(store)
        await waiting.note_checked(store, sheet=sheet, checked=found, at=office.now)
        whole = await waiting.show(store, id=sheet.id, by=clerk)
        assert [row.label for row in whole.rows] == [row.label for row in found.open]
        await waiting.decide(store, id=sheet.id, send=True, by=clerk, at=office.now)
        return sheet.id

    return await office.database.write(work)


async def goes_on(office, act, **given):
    while await office.database.write(lambda store: act(store, at=office.now, **given)):
        office.now += 1000


async def test_each_part_is_written_once_and_dropped_when_it_is_done(office, tmp_path, monkeypatch, tell):
    monkeypatch.setattr("bot.office.sheets.waiting.AT_ONCE", 2)
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    for n in range(5):
        await office.filed(aigul, f"{n}-көпүрө керек")
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), *[NO] * 5), tmp_path)

    id = await decided(office, clerk, found)

    def parts(store):
        return store.meta.list_beginning("filled_")

    before, more, seen = dict(await office.database.read(parts)), True, []
    while more:
        more = await office.database.write(lambda store: waiting.go_on(store, id=id, at=office.now))
        left = dict(await office.database.read(parts))
        seen.append(len(left))
        assert left.items() <= before.items()  # what is left is not sealed anew
    assert seen == [2, 1, 0]
    tell("parts of a filled table", rows=5, parts=3, sealed_anew=0)


async def test_what_waits_for_its_clerk_goes_with_the_author_it_is_about_and_the_rest_stays(office, tmp_path, tell):
    clerk, aigul, bakyt = (
        await office.meets("Нурлан", Role.STAFF),
        await office.meets("Айгүл"),
        await office.meets("Бакыт"),
    )
    gone, stays = await office.filed(aigul, "Көпүрө керек"), await office.filed(bakyt, "Жарык керек")
    rows = [NO | {Column.IN_KYRGYZ: f"{name} айткан ишке быйыл каражат жок."} for name in ("Айгүл", "Бакыт")]
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), *rows), tmp_path)

    async def waits(store):
        await store.media.note_arrived(
            clerk.peer_id, clerk.channel, clerk.account, kind="document", reference="file", at=office.now
        )
        await waiting.expect(store, aimak_id=office.aimak_id, reference="file", by=clerk)
        [sheet] = await waiting.list_waiting(store)
        await waiting.note_checked(store, sheet=sheet, checked=found, at=office.now)
        await erasure.forget(store, by=aigul, keeps_public=False, at=office.now)
        return sheet.id, await store.meta.list_sealed("filled_")

    id, parts = await office.database.write(waits)
    shown = await office.database.read(lambda store: waiting.show(store, id=id, by=clerk))
    assert [row.key.proposal_id for row in shown.rows] == [stays.id]
    words = sum("Айгүл" in part for _, part in parts)
    tell("a filled table that waits while an author in it is forgotten", of_theirs=words, of_others=len(shown.rows))
    assert words == 0
    assert gone.id != stays.id
    await office.database.write(lambda store: erasure.forget(store, by=bakyt, keeps_public=False, at=office.now))
    assert await office.database.read(lambda store: waiting.show(store, id=id, by=clerk)) is None


@pytest.mark.parametrize("then", ["leaves", "taken back", "head approves", "clerk gone"])
async def test_what_a_table_sent_can_be_taken_back_as_a_whole_until_it_leaves(office, tmp_path, monkeypatch, then):
    monkeypatch.setattr("bot.office.sheets.waiting.AT_ONCE", 2)
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    head = await office.meets("Токтогул", Role.HEAD)
    made_now = [await office.filed(aigul, f"{n}-көпүрө керек") for n in range(5)]
    await office.database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    found = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "a.xlsx"), *[NO] * 5), tmp_path)
    id, pressed_at = await decided(office, clerk, found), office.now

    await goes_on(office, waiting.go_on, id=id)  # it takes seconds, and all of them leave together
    office.now += 59_000
    await goes_on(office, take_back.go_on)
    assert [await office.relays(one) for one in made_now] == [0] * 5
    again = await checked(office, clerk, fill(await made(office, clerk, tmp_path / "b.xlsx")), tmp_path)
    assert again.rows == ()  # what leaves awaits no answer
    match then:
        case "taken back":
            taken = await office.does(take_back.take_back, pressed_at=pressed_at, by=clerk)
            assert [draft.proposal_id for draft in taken] == [one.id for one in made_now]
        case "head approves":
            await office.does(staff.set_approval, aimak_id=office.aimak_id, approves=True, by=head)
        case "clerk gone":
            await office.does(staff.remove, member_id=(await office.member(clerk)).id, by=head)
    office.now += 2_000
    await goes_on(office, take_back.go_on)
    sent, drafts = [await office.relays(one) for one in made_now], [await office.draft(one) for one in made_now]
    assert sent == [int(then == "leaves")] * 5
    assert [draft is not None and draft.for_approval for draft in drafts] == [then == "head approves"] * 5
    assert [draft is not None for draft in drafts] == [then != "leaves"] * 5
    assert await office.notices(head, "approval") == int(then == "head approves")  # one message of all five
    told = await office.notices(clerk, "not_left"), await office.notices(head, "not_left")
    assert told == {"head approves": (1, 0), "clerk gone": (0, 1)}.get(then, (0, 0))
