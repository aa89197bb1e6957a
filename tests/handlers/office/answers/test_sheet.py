"""A filled spreadsheet comes through the chat."""

import uuid

from bot.chat.message import Incoming, Kind, Media


async def test_words_beside_a_filled_table_are_said_to_be_unread(village):
    nurlan = await village.worker("Нурлан")

    async def sends(caption):
        media = (Media("document", uuid.uuid4().hex, spreadsheet=True),)
        return await nurlan._hears(Incoming(uuid.uuid4().hex, nurlan.peer, Kind.MEDIA, caption, media=media))

    bare = await sends("")
    assert "Таблица" in bare
    assert "окулбайт" not in bare
    assert "окулбайт: «№ 12ге башкача жооп берели»" in await sends("№ 12ге башкача жооп берели")
