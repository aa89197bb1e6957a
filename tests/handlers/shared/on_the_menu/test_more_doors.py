"""What is open only now and then stands behind «Дагы» on a resident's menu, and nowhere while it is shut."""

import pytest

from handlers.shared import more_doors


@pytest.fixture
def opened(monkeypatch):
    """A door that a test opens and shuts; it leads to help, which has a handler."""
    doors = {"poll": False}

    async def is_open(talk):
        return doors["poll"]

    monkeypatch.setattr(more_doors, "_DOORS", {"help": ("Help", is_open)})
    return doors


async def test_an_open_door_stands_behind_more_and_goes_when_it_is_shut(village, opened):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("/cancel")
    five = [id for id, _ in aigul.heard[-1].choices]
    assert five == ["propose", "mine", "hearings", "budget", "help"]
    assert aigul.heard[-1].ways == []
    opened["poll"] = True
    await aigul.says("/cancel")
    assert [id for id, _ in aigul.heard[-1].choices] == five
    assert [title for _, title in aigul.heard[-1].ways] == ["Дагы"]
    await aigul.says("дагы")
    assert [id for id, _ in aigul.heard[-1].choices] == ["help"]
    opened["poll"] = False
    await aigul.says("/cancel")
    assert [id for id, _ in aigul.heard[-1].choices] == five


async def test_whoever_comes_back_to_the_menu_sees_the_five_items(village, opened):
    opened["poll"] = True
    aigul = await village.in_menu("Айгүл")
    await aigul.says("Дагы")
    await aigul.taps("propose")
    await aigul.says("/cancel")
    assert [id for id, _ in aigul.heard[-1].choices][0] == "propose"
