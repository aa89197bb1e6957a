"""Whom the code of a board led here is counted: people once, few not told apart, nobody named."""

from datetime import date

import pytest

from bot.budget.permissions import Role
from bot.office import residents
from bot.office.messenger_accounts import boards, links
from bot.office.messenger_accounts.boards import Board, NoBoardName
from bot.office.personal import erasure
from bot.office.together import merging
from tests.office.offices import Office


@pytest.fixture
async def office(database):
    return await Office(database).opens()


async def come(office, board, n, *, proposes=0):
    """Lets n people come by a board and agree; the first of them propose."""
    for at in range(n):
        person = await office.meets(f"{board} {at}")
        aimak = await office.database.read(lambda store: store.aimaks.get(office.aimak_id))
        await office.database.write(
            lambda store, person=person, aimak=aimak: residents.choose_aimak(
                store, by=person, aimak=aimak, at=office.now, board=board
            )
        )
        await office.does(residents.agree, by=person)
        if at < proposes:
            await office.proposed(person)


async def listed(office, by=None):
    return await office.database.read(lambda store: boards.list_boards(store, aimak_id=office.aimak_id, by=by))


async def named(office, title, by=None):
    return await office.does(boards.name_board, aimak_id=office.aimak_id, title=title, by=by)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("bazar", "bazar"), ("Базар", "bazar"), ("Базар алды", "bazar-aldy"), ("ФАП №2", "fap-2"),
        ("Мектеп (эски)", "mektep-eski"), ("Жаңы-Жол, дүкөн", "jany-jol-dukon"), ("а" * 90, "a" * 24),
    ],
)  # fmt: skip
def test_the_code_of_a_board_follows_its_name(title, code):
    assert boards.read_code(title) == code


@pytest.mark.parametrize("title", ["", "  ", "—!", "市場", "\u202e"])
def test_a_name_without_letters_we_know_is_refused(title):
    with pytest.raises(NoBoardName):
        boards.read_code(title)


async def test_people_are_counted_by_board_and_few_are_not_told_apart(office):
    clerk = await office.meets("Нурлан", Role.STAFF)
    await named(office, "Базар", clerk)
    await named(office, "ФАП", clerk)
    await named(office, "Мектеп", clerk)
    await come(office, "bazar", 6, proposes=5)
    await come(office, "fap", 2, proposes=1)
    await come(office, "hand-made", 4)
    assert await listed(office, clerk) == [
        Board("bazar", "Базар", 6, 5), Board("fap", "ФАП", None, None), Board("mektep", "Мектеп", 0, 0),
    ]  # fmt: skip
    await come(office, "HAND-made", 5)
    assert Board("hand-made", "hand-made", 9, 0) in await listed(office)


async def test_a_board_keeps_its_name_when_it_is_given_by_its_code_and_is_renamed_by_another_name(office):
    for title, kept in (
        ("Базар алды", "Базар алды"), ("bazar-aldy", "Базар алды"), ("базар АЛДЫ", "Базар алды"),
        ("Bazar aldy", "Bazar aldy"),
    ):  # fmt: skip
        assert (await named(office, title)).title == kept
        assert await listed(office) == [Board("bazar-aldy", kept)]


async def test_a_board_is_left_behind_with_its_aimak_and_kept_while_one_stays(office):
    akmuz = await Office(office.database, "akmuz").opens()
    await come(office, "bazar", 5)
    aimaks = await office.database.read(lambda store: store.aimaks.list_all())
    person = office.people["bazar 0"]
    for aimak in (office.aimak_id, akmuz.aimak_id):
        moved_to = next(one for one in aimaks if one.id == aimak)
        await office.does(residents.choose_aimak, by=person, aimak=moved_to)
        expected = [Board("bazar", "bazar", 5, 0)] if aimak == office.aimak_id else []
        assert await listed(office) == expected
    assert await listed(akmuz) == []


async def test_two_messengers_of_one_person_are_one_and_a_merged_aimak_brings_its_boards(office):
    akmuz = await Office(office.database, "akmuz").opens()
    await named(akmuz, "Көпүрө")
    await come(akmuz, "kopuro", 5, proposes=1)
    await named(office, "Базар")
    await come(office, "bazar", 5)
    whatsapp = await office.meets("Айгүл", channel="whatsapp")
    aimak = await office.database.read(lambda store: store.aimaks.get(office.aimak_id))
    await office.does(residents.choose_aimak, by=whatsapp, aimak=aimak, board="bazar")
    first = office.people["bazar 0"]
    await office.database.write(
        lambda store: store.joins.join(whatsapp.peer_id, other_id=whatsapp.id, to=first.id, at=office.now)
    )
    assert await listed(office) == [Board("bazar", "Базар", 5, 0)]
    await merge(akmuz, office)
    assert await listed(office) == [Board("bazar", "Базар", 5, 0), Board("kopuro", "Көпүрө", 5, None)]


async def merge(akmuz, office):
    async def work(store):
        aimak, into = await store.aimaks.get(akmuz.aimak_id), await store.aimaks.get(office.aimak_id)
        await merging.merge(store, aimak=aimak, into=into, on=date(2026, 11, 1), at=office.now)

    await office.database.write(work)


async def test_who_is_forgotten_is_counted_no_more(office):
    await come(office, "bazar", 6)
    await office.does(erasure.forget, by=office.people["bazar 5"], keeps_public=False)
    assert await listed(office) == [Board("bazar", "bazar", 5, 0)]


@pytest.mark.parametrize("there", ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost", "https://a.kg"])
async def test_an_address_of_this_computer_alone_is_on_no_poster(office, there):
    async def keep(store):
        await links.keep(store, "web", "chat", bare=f"{there}/chat", with_payload=f"{there}/chat#PAYLOAD")
        return await boards.is_reachable(store, aimak_id=office.aimak_id)

    assert await office.database.write(keep) is there.startswith("https")
