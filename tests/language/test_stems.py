"""What a word is searched by: the same for every ending, alphabet and spelling."""

import pytest

from bot.language.matter.stems import LONGEST, MOST_STEMS, MOST_WORDS, list_searched, list_stems

SAME = [
    "жол жолду жолго жолдор жолдорду жолубуз жолдоруна zhol jol",
    "мектеп мектепке мектебин мектебибиз мектептин mektep Мектебинде",
    "школа школы школу школой школами shkola школаларды",
    "дорога дороги дорогу дорогой дорогами дорог",
    "көпүрө көпүрөнү копуро көпүрөлөр kopuro köpürö көпүрөсү",
    "суу сууну суусуз сууга суулар suu",
    "жарык жарыгы жарыкты жарыкка jaryk ЖАРЫК",
    "улица улицы улицу", "площадка площадки площадку", "фонарь фонари фонарей", "бакча бакчага бакчасы",
]  # fmt: skip


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms.split()[0])
def test_a_word_is_found_by_each_of_its_forms(forms):
    words = forms.split()
    for asked in words:
        (stems,) = list_searched(asked)
        for written in words:
            assert set(stems) & set(list_stems(f"Айылга {written} керек")), (asked, written)


def test_other_words_are_not_found():
    (stems,) = list_searched("мектеп")
    assert not set(stems) & set(list_stems("Көпүрөнү оңдоп, арыкты тазалап бергиле"))


def test_what_is_kept_and_what_is_searched_for_is_bounded():
    many = " ".join(f"сөз{n}" for n in range(2_000))
    assert len(list_stems(many)) == MOST_STEMS
    assert len(list_searched(many)) == MOST_WORDS
    assert max(map(len, list_stems("көк" * 2_000))) <= LONGEST
    assert list_searched(" ...  ") == []
    assert [word[0] for word in list_searched("а жол")] == ["жол"]
