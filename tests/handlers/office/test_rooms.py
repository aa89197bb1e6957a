"""Staff are asked for by room: no handler and no screen of an office stands outside a door."""

import re
from pathlib import Path

import pytest

OFFICE = Path(__file__).parents[3] / "handlers" / "office"


@pytest.mark.parametrize("path", sorted(OFFICE.rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_of_an_office_is_registered_for_everybody(path):
    assert not re.search(r"\brouter\.(on|screen)\(", path.read_text("utf-8"))


@pytest.mark.parametrize("choice", ["desk_list:nothing", "my_post", "bc_pause:1", "announce_now:0"])
async def test_a_resident_who_forges_a_button_of_the_office_is_told_so_and_sees_the_menu(village, choice):
    resident = await village.in_menu("aigul")
    said = await resident.taps(choice)
    assert said.startswith("Бул жерде буга укугуңуз жок")
    assert "Сунуш берүү" in said
