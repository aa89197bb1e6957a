"""A clerk puts the charter into the library in five steps. A resident finds it in any spelling and gets the file."""

import uuid

from bot.budget.permissions import Role
from bot.chat.message import Incoming, Kind, Media
from storage.database.schema import media
from tests.handlers.offices import joined


async def puts_in(village, clerk, kind, title, year):
    await clerk.taps("library_desk")
    await clerk.taps("library_new")
    await clerk.taps(f"library_kind:{kind}")
    await clerk.says(title)
    await clerk.says(year)
    await clerk.taps("library_language:both")
    file = (Media("document", uuid.uuid4().hex),)
    return await clerk._hears(Incoming(uuid.uuid4().hex, clerk.peer, Kind.MEDIA, "", media=file))


async def came(store):
    """The files that are wanted have come."""
    for id in list(await store.connection.scalars(media.select().with_only_columns(media.c.id))):
        await store.media.keep(id, kind="document", digest=f"{id:064}", size=9, form="document", ending=".pdf")


async def test_a_charter_is_put_in_found_in_any_spelling_and_sent(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    assert "китепканага коюлду" in await puts_in(village, clerk, "charter", "Көк-Жар айыл кеңешинин уставы", "2024")
    await puts_in(village, clerk, "seop", "Өнүктүрүү программасы", "2025")
    aigul = await village.in_menu("Айгүл")
    assert "Устав, пландар" in await aigul.taps("budget")
    assert "Документтер — 2" in await aigul.taps("library")
    assert "келе элек" in await aigul.taps("library_one:1")
    await village.database.write(came)
    for words in ("кок жар устав", "ustav", "устаф"):
        await aigul.taps("library_search")
        said = await aigul.says(words)
        assert "Устав: Көк-Жар айыл кеңешинин уставы, 2024" in said, words
        assert "программасы" not in said, words
    await aigul.taps("library_search")
    assert "табылган жок" in await aigul.says("коруктар")
    await aigul.taps("back")
    await aigul.taps("library_one:1")
    files = [message.document for _, message, _ in village.chats.sent if message.document]
    assert [one["paper_id"] for one in files] == [1]
    stranger = await village.in_menu("Нурбек", aimak="shark")
    assert "кеңешинин" not in await stranger.taps("library_one:1")
    await clerk.taps("library_shown:1")
    assert "алынды" in await clerk.taps("library_off:1")
    assert "кеңешинин" not in await aigul.taps("library_one:1")
    assert await village.database.read(lambda store: store.papers.list_years(1)) == []
