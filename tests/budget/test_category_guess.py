import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.budget.proposal import Side
from bot.language.wordforms import is_form
from bot.office.categories import list_categories
from bot.office.guessing.guess import guess, weigh

HERE = Path(__file__).parent


def proposals(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def code(text, side=None):
    _, category = guess(text, side)
    return category and category.code


def decide_side(text):
    return weigh(text).side


@pytest.mark.parametrize(
    ("word", "keyword"),
    [
        ("көпүрөнү", "көпүрө"),
        ("копурону", "көпүрө"),
        ("жарыгын", "жарык"),
        ("мектебин", "мектеп"),
        ("мектептердеги", "мектеп"),
        ("көчөлөрүбүздүн", "көчө"),
        ("жолдогу", "жол"),
        ("акысын", "акы"),
        ("малдын", "мал"),
        ("иттер", "ит"),
        ("билетсиз", "билет"),
        ("мусорду", "мусор"),
        ("жарыктандыруу", "жарыктандыр-"),
    ],
)
def test_a_keyword_is_known_by_its_kyrgyz_endings(word, keyword):
    assert is_form(word, keyword)


@pytest.mark.parametrize(
    ("word", "keyword"), [("дороги", "дорога"), ("детскому", "детский"), ("моста", "мост"), ("школ", "школа")]
)
def test_a_keyword_is_known_by_its_russian_endings(word, keyword):
    assert is_form(word, keyword, russian=True)


@pytest.mark.parametrize(
    ("word", "keyword"),
    [
        ("кең", "кен"),
        ("кеңеш", "кен"),
        ("кенеш", "кен"),
        ("азыр", "аз"),
        ("итог", "ит"),
        ("жолдош", "жол"),
        ("жашыл", "жаш"),
        ("малай", "мал"),
        ("акыл", "акы"),
        ("канализация", "канал"),
        ("парковка", "парк"),
        ("село", "сель"),
        ("сезим", "сел"),
        ("дамба", "аб"),
    ],
)
def test_a_keyword_is_not_found_inside_another_word(word, keyword):
    assert not is_form(word, keyword)
    assert not is_form(word, keyword, russian=True)


@pytest.mark.parametrize(
    "text",
    [
        "Кара-Суу айылында той болду",
        "кара суу айылынан",
        "КАРА-СУУ",
        "Базар-Коргондо жашайм",
        "кең жерде азыр сезип турам",
        "Бул жолу келе албайм",
        "Подведите итоги",
    ],
)
def test_a_name_or_an_idiom_suggests_nothing(text):
    assert code(text) is None


def test_a_landmark_is_not_the_matter():
    assert code("Мектептин жанына жарык керек, балдар караңгыда келатышат") == "sp_lighting"
    assert code("Поставьте скамейки возле школы") == "sp_greening"


def test_the_same_matter_is_found_on_the_side_the_author_chose():
    assert code("Таштанды", Side.SPENDING) == "sp_waste"
    assert code("Таштанды", Side.REVENUE) == "rev_waste_fee"


def test_money_coming_in_makes_it_revenue():
    assert decide_side("мусор вывозить эткенге акы жыйнасак") is Side.REVENUE
    assert decide_side("Сдать в аренду пустующее здание") is Side.REVENUE
    assert decide_side("роялти") is Side.REVENUE


def test_money_going_out_makes_it_spending():
    assert decide_side("Салык төлөйбүз, бирок жолдор оңдолбойт.") is Side.SPENDING
    assert decide_side("Эмгек акыны көбөйткүлө") is Side.SPENDING
    assert decide_side("") is Side.SPENDING


@pytest.mark.parametrize(
    ("name", "side_at_least", "category_at_least"),
    [("proposals.jsonl", 1.0, 0.96), ("more_proposals.jsonl", 0.97, 0.93)],
)
def test_most_proposals_are_understood(name, side_at_least, category_at_least, capsys):
    rows = proposals(name)
    guesses = [guess(row["text"]) for row in rows]
    side = sum(guessed == row["side"] for (guessed, _), row in zip(guesses, rows, strict=True)) / len(rows)
    category = sum(
        c is not None and c.code == row["category"] for (_, c), row in zip(guesses, rows, strict=True)
    ) / len(rows)
    with capsys.disabled():
        print(f"\n{name}: side {side:.1%}, category {category:.1%} of {len(rows)}")
    assert side >= side_at_least
    assert category >= category_at_least


def test_every_category_has_names_short_enough_for_a_button():
    assert len(list_categories()) == 47
    assert [category.side for category in list_categories()].count(Side.REVENUE) == 21
    for category in list_categories():
        assert 0 < len(category.shorts["ky"]) <= 24
        assert 0 < len(category.shorts["ru"]) <= 24
        assert category.code.endswith("_other") or (category.keywords["ky"] and category.keywords["ru"])


def test_every_keyword_finds_its_category():
    for category in list_categories():
        for keyword in (*category.keywords["ky"], *category.keywords["ru"]):
            likeliest = weigh(keyword.replace("-", "")).likeliest(category.side)
            assert category in likeliest[:6], keyword


def test_what_several_categories_share_tells_none_of_them():
    assert code("салык", Side.REVENUE) is None
    assert code("жер салыгы", Side.REVENUE) == "rev_land_tax"


@settings(deadline=None)  # the first text in Latin letters reads the table of another library
@given(st.text(max_size=200))
def test_any_text_has_a_side_and_a_category_or_none(text):
    side, category = guess(text)
    assert category is None or category.side is side
    assert len(weigh(text).likeliest()) == 47
