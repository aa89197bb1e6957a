"""An erasure beside the writing of a kept page leaves nothing of it, on both databases, whoever is first."""

import asyncio
import uuid

import pytest

from bot.office.desk import kept_pages, sign_in
from bot.office.personal import one_text
from storage.desk.pages import KeptPage
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import serve_desk
from tests.web.desk.test_answering import LAMP, NO_MONEY, proposed

PAGE = KeptPage(None, "ky", 200, LAMP.encode())


@pytest.fixture
async def served(database, tmp_path):
    return await serve_desk(await Office(database).opens(), tmp_path)


@pytest.fixture
async def office(served):
    await proposed(served, LAMP)
    await served.clerk()
    return served.office


async def forget(office, store):
    """Erases Aigul as /forget does, within a unit of work."""
    left = await store.erasures.erase(office.people["Айгүл"].id, keeps_public=False, at=office.now)
    await store.open_erasures.add(uuid.uuid4().hex, at=office.now, left=left.to_json())


async def session_of(office):
    [row] = await rows_of(office.database, "desk_sessions")
    bakyt = office.people["Бакыт"]
    [session] = await office.database.read(lambda store: store.desk_sessions.list_of(bakyt.id, at=office.now))
    assert session.id == row["id"]
    return session


def write_page(office, session, erased):
    key = kept_pages.make_key()
    return office.database.write(
        lambda store: kept_pages.keep(
            store, PAGE, session=session, key=key, path="/desk/p/1", erased=erased, at=office.now
        )
    )


@pytest.mark.parametrize("of_one", [False, True], ids=["a person", "one text"])
async def test_a_page_made_before_an_erasure_is_not_written_after_it(office, of_one):
    session, erased = await session_of(office), await office.database.read(kept_pages.find_erased)
    if of_one:
        await office.does(one_text.erase_text, id=1, by=office.people["Айгүл"])
    else:
        await office.database.write(lambda store: forget(office, store))
    assert await write_page(office, session, erased) is False
    assert await rows_of(office.database, "desk_pages") == []
    assert await write_page(office, session, await office.database.read(kept_pages.find_erased)), "what is made now"


async def test_a_page_written_while_an_erasure_is_not_committed_yet_leaves_nothing(office):
    session, erased = await session_of(office), await office.database.read(kept_pages.find_erased)
    has_cleared, goes_on = asyncio.Event(), asyncio.Event()

    async def erase(store):
        await forget(office, store)
        has_cleared.set()
        await goes_on.wait()

    erasing = asyncio.create_task(office.database.write(erase))
    await has_cleared.wait()
    writing = asyncio.create_task(write_page(office, session, erased))
    done, _ = await asyncio.wait([writing], timeout=0.3)  # it waits its turn
    goes_on.set()
    await erasing
    assert (not done, await writing) == (True, False)
    assert await rows_of(office.database, "desk_pages") == []


async def test_an_erasure_waits_for_a_page_that_is_being_written_and_removes_it(office):
    session, erased = await session_of(office), await office.database.read(kept_pages.find_erased)
    is_written, goes_on = asyncio.Event(), asyncio.Event()

    async def keep(store):
        await kept_pages.keep(store, PAGE, session=session, key="k" * 22, path="/desk/p/1", erased=erased, at=1)
        is_written.set()
        await goes_on.wait()

    writing = asyncio.create_task(office.database.write(keep))
    await is_written.wait()
    erasing = asyncio.create_task(office.database.write(lambda store: forget(office, store)))
    await asyncio.wait([erasing], timeout=0.3)
    goes_on.set()
    await asyncio.gather(writing, erasing)
    assert await rows_of(office.database, "desk_pages") == []


async def test_a_form_answered_while_its_author_is_erased_is_shown_and_kept_nowhere(served, office, monkeypatch):
    browser = await served.signs_in(office.people["Бакыт"])
    await browser.opens("/desk/p/1")
    keep = kept_pages.keep

    async def erased_meanwhile(store, page, **more):
        await forget(office, store)
        return await keep(store, page, **more)

    monkeypatch.setattr(kept_pages, "keep", erased_meanwhile)
    await browser.posts("/desk/p/1/preview", **NO_MONEY)
    assert (browser.status, browser.at) == (200, "/desk/p/1/preview")
    assert await rows_of(office.database, "desk_pages") == []
    monkeypatch.undo()
    assert LAMP not in await browser.opens("/desk/p/1/preview")


async def test_a_session_that_ends_beside_the_writing_of_its_page_breaks_neither(served, office):
    session, erased = await session_of(office), await office.database.read(kept_pages.find_erased)
    bakyt = office.people["Бакыт"]
    await office.does(sign_in.sign_out, by=bakyt)
    assert await write_page(office, session, erased) is False
    for _ in range(10):
        browser = await served.signs_in(bakyt)
        await browser.opens("/desk/p/1")
        [session] = await office.database.read(lambda store: store.desk_sessions.list_of(bakyt.id, at=office.now))
        out = asyncio.create_task(office.does(sign_in.sign_out, by=bakyt))
        pages = [write_page(office, session, erased) for _ in range(3)]
        await asyncio.gather(out, *pages)
        assert await rows_of(office.database, "desk_pages") == []


async def test_only_those_who_may_have_seen_it_lose_their_pages(office):
    session, erased = await session_of(office), await office.database.read(kept_pages.find_erased)
    await write_page(office, session, erased)
    chats = list(range(10_000, 12_000))
    await office.database.write(lambda store: store.desk_pages.clear_of(chats))
    assert len(await rows_of(office.database, "desk_pages")) == 1
    await office.database.write(lambda store: store.desk_pages.clear_of([*chats, session.peer_id]))
    assert await rows_of(office.database, "desk_pages") == []
