"""A juror has no aimak. Whoever asks for what belongs to one hears why, and what can be done."""

import pytest

from bot.budget.permissions import Role
from bot.office import staff


@pytest.mark.parametrize(("command", "language"), [
    ("/hearings", "ky"), ("/budget", "ky"), ("/budget", "ru"), ("/settings", "ky"), ("Бюджет", "ky"), ("угуу качан", "ky"),
])  # fmt: skip
async def test_a_juror_hears_why_nothing_of_an_aimak_opens(village, command, language):
    invite = await village.database.write(
        lambda store: staff.invite(store, role=Role.JUROR, aimak_id=None, by=None, at=village.clock())
    )
    juror = village.resident("Калыс")
    await juror.starts(invite.payload)
    menu = await juror.taps(f"language:{language}")
    why = {"ky": "айыл аймагын тандаган эмессиз", "ru": "айылный аймак вы не выбрали"}[language]
    assert why not in menu
    said = await juror.says(command)
    assert why in said, said
    assert {"ky": "Сунуш берүү", "ru": "Подать предложение"}[language] in said
    assert why not in await juror.says("/menu")
