"""A clerk's note in the chat: written, read by a colleague, changed, erased; its author hears nothing."""

NOTE = "Жол кызматына чалуу керек"


async def test_a_note_is_written_read_by_a_colleague_and_erased(village):
    await village.with_proposal("Айгүл", "Мектептин жанына жарык керек, караңгы")
    nurlan, chynara = await village.worker("Нурлан"), await village.worker("Чынара")
    await nurlan.taps("desk_one:1")
    assert "Автор аны көрбөйт" in await nurlan.presses("Эскертме")
    said = await nurlan.says(NOTE)
    assert "Эскертме сакталды" in said
    assert f"«{NOTE}»" in await chynara.taps("desk_one:1")
    assert NOTE in await chynara.says("эскертме")
    assert "Эскертме өчүрүлдү" in await chynara.presses("Эскертмени өчүрүү")
    assert NOTE not in await nurlan.taps("desk_one:1")
    assert all(NOTE not in one.text for to, one, _ in village.chats.sent if to == "Айгүл")
