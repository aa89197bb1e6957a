"""When a table of decisions can be looked up: by its address, or at its place from a day on."""

from datetime import date

import pytest

from bot.budget.public.table import is_address, is_named

DAY = date(2026, 12, 20)


@pytest.mark.parametrize(
    "place",
    ["kokjar.kg", "https://kokjar.kg/budget", "сайтта: kokjar.kg/2027", "http://xn--80a.kg", "t.me/kokjar", "көк-жар.рф",
     "барак (www.facebook.com/kokjar)", "KOKJAR.KG."],
)  # fmt: skip
def test_an_address_needs_no_day(place):
    assert is_address(place)
    assert is_named(place, None)


@pytest.mark.parametrize(
    "place", ["айыл өкмөтүнүн тактасы", "3.бөлмө", "Борб. көчө 12", "aigul@mail.ru", "стенд в клубе", "№ 4.2", "сайтта"]
)
def test_a_place_needs_the_day_from_which_it_hangs_there(place):
    assert not is_address(place)
    assert not is_named(place, None)
    assert is_named(place, DAY)


def test_nowhere_is_nowhere_also_with_a_day():
    assert not is_named(None, DAY)
    assert not is_named("", DAY)
