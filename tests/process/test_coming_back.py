"""Whoever comes back to the terminal is never shown an empty screen."""

import sqlite3
from contextlib import closing

from storage.queue.outbox import MENU, State


async def reads(window, words):
    """Waits until something is printed that has these words."""
    while not any(words in block for block in window.blocks):
        await window.words()


async def test_whoever_was_cut_off_before_the_command_menu_was_set_is_shown_what_was_said_last(window, tmp_path):
    aigul = window("Айгүл", data_dir=tmp_path / "data")
    await aigul.open()
    await reads(aigul, "Тилди тандаңыз")
    aigul.write("Кыргызча")
    await reads(aigul, "Ош облусу")
    assert await aigul.close() == 0
    with closing(sqlite3.connect(tmp_path / "data" / "sunush.db")) as connection, connection:
        menus = connection.execute("UPDATE outbox SET state = ? WHERE kind = ?", (int(State.READY), MENU)).rowcount
    assert menus == 1
    await aigul.open()
    await reads(aigul, "Ош облусу")
    assert await aigul.close() == 0
