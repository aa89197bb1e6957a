"""An office's menu is two pages: what is not needed each day stands on shelves."""

from bot.budget.permissions import Role
from handlers.shared.menu import DESK, MOST_ON_MENU, SHELVES
from tests.handlers.offices import joined

ON_SHELVES = [id for _, ids in SHELVES.values() for id in ids]


def titles(said):
    return [line.partition(" — ")[2] for line in said.splitlines() if " — " in line]


def test_every_item_stands_on_one_shelf_or_on_the_menu_itself():
    known = [id for _, id, _ in DESK]
    assert sorted(ON_SHELVES) == sorted(set(ON_SHELVES))
    assert set(ON_SHELVES) <= set(known)
    waits_or_comes = {"contest", "desk_list:for_head", "to_look", "to_tell"}  # there only while something waits
    daily = set(known) - set(ON_SHELVES) - waits_or_comes
    assert len(daily) + len(SHELVES) <= MOST_ON_MENU, f"a new item belongs on a shelf: {daily}"


async def test_a_head_finds_everything_within_two_pages_and_a_shelf(village):
    head = await joined(village, "Токтогул", Role.HEAD)
    first = titles(await head.says("/start"))
    second = titles(await head.presses("Дагы"))
    assert len(first) == len(second) == 5
    assert "Жооп күткөндөр" in first
    shelves = ("Тургундар менен", "Сынак, сандар", "Айыл өкмөтү")
    assert [one for one in second if one in shelves] == list(shelves)
    assert "Демилгелер" in titles(await head.presses("Тургундар менен"))
    back = titles(await head.presses("Артка"))
    assert back == first
    await head.says("айыл өкмөтү")
    assert "Бюджет жылы" in titles(head.heard[-1].numbered())


async def test_whoever_comes_back_from_a_screen_stands_at_the_shelf_again(village):
    head = await joined(village, "Токтогул", Role.HEAD)
    await head.says("/start")
    await head.presses("Дагы")
    there = titles(await head.presses("Тургундар менен"))
    await head.presses("Демилгелер")
    assert titles(await head.presses("Артка")) == there
    assert "Жооп күткөндөр" in titles(await head.says("/start"))


async def test_an_intake_has_a_flat_menu(village):
    intake = await joined(village, "Назира", Role.INTAKE)
    said = await intake.says("/start")
    assert "Тургундар менен" not in said
