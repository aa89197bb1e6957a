"""The link of a hearing: newcomers, people of another aimak, and a link in the middle of a proposal."""

import pytest

from tests.handlers.resident.hearing_steps import LIGHT, PLACE, announced, said_of, subscriber

# The link


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_newcomer_chooses_the_language_gets_the_hearings_aimak_and_sees_it(village, language):
    hearing = await announced(village, aimak="shark")
    aigul = village.resident("Айгүл")
    assert "Тилди тандаңыз." in await aigul.starts(f"h_{hearing.id}")
    answer = await aigul.says("Кыргызча" if language == "ky" else "Русский")
    assert PLACE in answer
    assert (await aigul.person()).aimak_id == hearing.aimak_id
    back = await aigul.says("0")
    assert "1 — " in back
    assert "Шарк" in back


async def test_a_hearing_of_another_aimak_opens_by_its_link_and_the_own_aimak_stays(village):
    hearing = await announced(village, aimak="shark")
    aigul = await subscriber(village, "Айгүл")
    own = (await aigul.person()).aimak_id
    assert PLACE in await aigul.starts(f"h_{hearing.id}")
    await aigul.says("1")
    await aigul.says("2")
    assert (await said_of(village, aigul, hearing)).companions == 2
    assert (await aigul.person()).aimak_id == own
    assert PLACE not in await aigul.taps("hearings")


async def test_a_link_in_the_middle_of_a_proposal_keeps_it(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert PLACE in await aigul.starts(f"h_{hearing.id}")
    assert f"«{LIGHT}»" in await aigul.says("0")


async def test_what_was_written_before_the_link_is_led_on_afterwards(village):
    hearing = await announced(village)
    aigul = village.resident("Айгүл")
    await aigul.says(LIGHT)
    await aigul.starts(f"h_{hearing.id}")
    await aigul.says("1")
    answer = await aigul.says("0")
    assert f"Бул сунушпу? «{LIGHT}»" in answer
    assert "1/3." in await aigul.says("ооба")


@pytest.mark.parametrize("payload", ["h_999", "h_", "h_x", "h_" + "9" * 60])
async def test_an_unknown_link_says_so_and_goes_on(village, payload):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.starts(payload)
    assert "шилтемедеги угуу табылган жок" in answer
    assert "1 — Сунуш берүү" in answer
    stranger = village.resident("Бирөө")
    await stranger.starts(payload)
    answer = await stranger.says("ru")
    assert "Слушания по этой ссылке не найдены" in answer
    assert "область" in answer
