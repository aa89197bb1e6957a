"""What tells of a matter. A stem that very many proposals have tells of none, and is counted no farther than that."""

from storage.log import alike
from tests.handlers.offices import proposed


async def test_words_that_stand_in_very_many_proposals_make_none_alike(village, monkeypatch):
    monkeypatch.setattr(alike, "_COMMON", 2)
    aigul = await village.in_menu("Айгүл")
    for text in ("Көпүрө керек экен, тезирээк", "Мектеп керек экен, тезирээк", "Клуб керек экен, тезирээк"):
        await proposed(village, aigul, text)

    async def choose(store):
        return await alike.choose_telling(store.connection, 1, "Көпүрө керек экен, тезирээк")

    assert len(await village.database.read(choose)) < 3  # what two have at the most
    assert await village.database.read(choose)
