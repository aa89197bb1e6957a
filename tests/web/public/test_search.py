"""The search of the public page forgives slips of the finger and knows budget lines. What is not shown is never found."""

from dataclasses import replace

import pytest

from bot.office.reads.page.near_words import MOST, find_near
from tests.seeds import dice
from tests.sizes import sized
from tests.web.public.readers import INCLUDED, Village

TEXT = "Мектептин жанына освещение керек, автобус аялдамасы жок"
LIKELY = "Эң окшоштору"


async def finds(village: Village, typed: str) -> str:
    village.passes()
    found = await village.line.get("/kokjar/proposals", params={"q": typed, "lang": "ky"})
    assert found.status_code == 200
    return found.text


async def test_a_slip_of_the_finger_finds_what_was_meant_and_says_so(village: Village, tell):
    made = await village.proposed("Айгүл", TEXT, public=True, category=None)
    await village.looked(made)
    await village.proposed("Бакыт", "Көпүрө бузулуп калды", category="sp_roads")
    slips = ["мектп", "mekdep", "мекетп", "меектеп", "освещ3ние", "асвещение", "автобсу аялдама", "автобуз"]
    for typed in slips:
        said = await finds(village, typed)
        assert f"№ {made.label}" in said, typed
        assert "№ 0002" not in said, typed
        assert LIKELY in said, typed
    assert LIKELY not in await finds(village, "мектеп")
    tell("words typed with a slip on the public page", typed=len(slips), found=len(slips), others=0)


@pytest.mark.parametrize("typed", ["ме", "мектептер жок болсо", "топтук", "0002", "кыйшайган", "' OR 1=1"])
async def test_what_is_more_than_a_slip_away_finds_nothing(village: Village, typed: str):
    made = await village.proposed("Айгүл", TEXT, public=True, category=None)
    await village.looked(made)
    assert f"№ {made.label}" not in await finds(village, typed)


async def test_a_slip_finds_no_text_that_is_not_shown_and_tells_nothing_of_it(village: Village):
    await village.proposed("Айгүл", TEXT, public=False, category=None)
    for typed in ("мектп", "мектеп", "mekdep"):
        said = await finds(village, typed)
        assert "№ 0001" not in said
        assert LIKELY not in said


@pytest.mark.parametrize("typed", ["7.3", "7.3 жарык", "жарыкка", "jaryk", "жаырк"])
async def test_a_budget_line_finds_what_went_into_it(village: Village, typed: str):
    made = await village.proposed("Айгүл", TEXT, public=False, category=None)
    await village.answered(made, INCLUDED)
    other = await village.proposed("Бакыт", TEXT, public=False, category=None)
    said = await finds(village, typed)
    assert f"№ {made.label}" in said
    assert f"№ {other.label}" not in said


async def test_a_corrected_answer_is_found_by_its_line_in_force_alone(village: Village):
    made = await village.proposed("Айгүл", TEXT, public=False, category=None)
    await village.answered(made, INCLUDED)
    await village.answered(made, replace(INCLUDED, budget_line="9.1 Көпүрөлөр"), revision=2)
    assert f"№ {made.label}" in await finds(village, "көпүрөлөр")
    assert f"№ {made.label}" not in await finds(village, "7.3 жарык")


def test_near_words_are_few_and_nearer_than_the_others():
    drawn = dice("near words")
    known = {"".join(drawn.choices("абвгдежзиклмн", k=drawn.randrange(3, 12))) for _ in range(sized(2_000, 20_000))}
    known |= {"мектеп", "мектел", "көпүрө"}
    (near,) = find_near([["мектеп"]], known)
    assert near[0] == "мектеп"
    assert len(near) <= MOST
    assert find_near([["мектеп"], ["ыыыыыыы"]], known) == []
    assert find_near([["2027"]], {"2026", "2028"}) == []
