"""The category at the check: the likeliest five first, and a word that is typed, misspelled too."""

import pytest

from bot.budget.proposal import Side
from bot.office.guessing.guess import find_by_words

BRIDGE = "Көпүрөнүн тактайы чирип, балдар өтө албай калды"
MONEY = "Суунун акысын эсептегич менен алып, насосту оңдосок"


async def at_categories(village, text):
    aigul = await village.at_check("Айгүл", text)
    return aigul, await aigul.follows_script("2", "Түрү")


async def test_the_likeliest_five_come_first_and_all_others_behind_them(village):
    aigul, _ = await at_categories(village, BRIDGE)
    shown = titles(aigul)
    assert shown[0] == "Жол, көпүрө"
    seen = list(shown)
    while any(id == "more" for id, _ in aigul.heard[-1].ways):
        await aigul.taps("more")
        seen += titles(aigul)
    assert len(seen) == len(set(seen)) == 26


def titles(person):
    return [title for _, title in person.heard[-1].choices]


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("жол", "жол, көпүрө"),
        ("дорога", "жол, көпүрө"),
        ("мусор", "таштанды, тазалык"),
        ("korustondu", "көрүстөн"),
        ("школа", "мектеп"),
        ("Интернет жөнүндө", "интернет"),
    ],
)
async def test_a_typed_word_is_the_category_it_names_alone(village, typed, category):
    aigul, _ = await at_categories(village, BRIDGE)
    said = await aigul.says(typed)
    assert said.startswith("3/3.")
    assert f"чыгаша, {category}" in said


MISSPELLED = {
    "дарога": "sp_roads",
    "муссор": "sp_waste",
    "щкола": "sp_school",
    "интирнет": "sp_digital",
    "кладбеще": "sp_cemetery",
    "мектепп": "sp_school",
}


@pytest.mark.parametrize(("typed", "first"), MISSPELLED.items())
def test_a_misspelled_word_finds_what_it_resembles(typed, first):
    found = find_by_words(typed, Side.SPENDING)
    assert 1 <= len(found) <= 5
    assert found[0].code == first


async def test_a_misspelled_word_shows_the_likeliest_first_and_leads_on(village):
    aigul, _ = await at_categories(village, BRIDGE)
    said = await aigul.says("интирнет")
    assert not said.startswith("3/3.")
    assert titles(aigul)[0] == "Интернет, санарип"
    assert "чыгаша, интернет" in await aigul.says("1")


@pytest.mark.parametrize("typed", ["жер", "ъъъ", "Бул жерде дагы бир узун сөз айткым келип турат"])
async def test_what_names_none_is_said_back_and_changes_nothing(village, typed):
    aigul, _ = await at_categories(village, BRIDGE)
    said = await aigul.says(typed)
    assert not said.startswith("3/3.")
    assert "чыгаша, жол, көпүрө" in await aigul.follows_script("0", "0")


async def test_whoever_left_the_side_to_the_words_may_choose_of_both(village):
    aigul = await village.at_check("Айгүл", MONEY)
    for choice in ("change", "change_to:side", "side:unsure"):
        said = await aigul.taps(choice)
    assert "киреше, суу акысы" in said
    for choice in ("change", "change_to:category"):
        await aigul.taps(choice)
    shown = [id for id, _ in aigul.heard[-1].choices]
    assert shown[0] == "category:rev_water_fee"
    assert {code.partition(":")[2][:3] for code in shown} == {"rev", "sp_"}
    said = await aigul.says("Ичүүчү суу")
    assert "чыгаша, ичүүчү суу" in said
