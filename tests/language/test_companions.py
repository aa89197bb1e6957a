"""How many people come along, as people write it."""

import pytest

from bot.language.companions import (
    CompanionsOpen,
    CompanionsUnreadable,
    parse_companions,
    parse_companions_told,
    speaks_of_people,
)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("0", 0), ("4", 4), (" 4 ", 4), ("4 киши", 4), ("+3", 3), ("дагы 3 тууганым", 3), ("около 5 человек", 5), ("4киши", 4),
        ("500", 500), ("99999", 99_999), ("9" * 5000, 999_999_999),
        ("Экөө", 2), ("эч ким", 0), ("никого", 0), ("беш адам", 5), ("биз үй-бүлө менен беш адам", 5), ("нас пятеро", 4),
        ("биз 6 адам", 5), ("нас будет пятеро", 4), ("мен менен 3 киши", 3),
        ("он беш киши", 15), ("он", 10), ("жыйырма", 20), ("двадцать человек", 20), ("бир киши", 1), ("Бир бала менен", 1),
        ("семь", 7), ("две соседки", 2), ("алты бала", 6),
    ],
)  # fmt: skip
def test_a_number_is_read_in_digits_and_in_words_alone_and_in_a_short_phrase(typed, count):
    assert parse_companions(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "-1", "−2", " – 3", "көп", "5-6", "2.5", "с мужем и детьми", "один", "үй-бүлөм менен", "киши жок", "", "?",
        "0555 123 456",
        "Көчөгө 2 жарык керек", "Көчөгө эки жарык керек", "Мектептин жанына 2 жарык керек, балдар караңгыда келатышат",
    ],
)  # fmt: skip
def test_anything_else_is_no_number_of_people(typed):
    with pytest.raises(CompanionsUnreadable):
        parse_companions(typed)


@pytest.mark.parametrize(
    ("typed", "does"),
    [("үй-бүлөм менен", True), ("впятером", True), ("мы с мужем и детьми", True), ("биз көп киши", True), ("-1", True),
     ("Көчөгө эки жарык керек", False),
     ("Жол керек", False)],
)  # fmt: skip
def test_who_comes_along_is_told_from_anything_else(typed, does):
    assert speaks_of_people(typed) is does


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("жалгыз барам", 0), ("өзүм барам", 0), ("буду одна", 0), ("экөөбүз барабыз", 1), ("jalgyz baram", 0),
        ("4 киши барабыз", 4),
    ],
)  # fmt: skip
def test_who_comes_alone_or_says_it_with_the_coming_is_counted(typed, count):
    assert parse_companions(typed) == count


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("вдвоём", 1), ("втроем придем", 2), ("vdvoem", 1), ("впятером", 4), ("экөөбүз", 1), ("үчөөбүз", 2), ("ekoobuz", 1),
        ("beshoo", 5), ("beshoobuz barabyz", 4), ("экөөлөп барабыз", 1), ("балам экөөбүз", 1), ("вдвоём с мужем", 1),
        ("с мужем", 1), ("я и муж", 1), ("мы с женой придём", 1), ("с двумя детьми", 2), ("с мужем и двумя детьми", 3),
        ("приду с мужем и с 3 детьми", 4), ("күйөөм менен", 1), ("kuyoom menen", 1), ("күйөөм жана эки балам менен", 3),
        ("апам менен келем", 1), ("нас двое с мужем", 1), ("нас трое: я, муж и сын", 2), ("с семью внуками", 7),
        ("возьму двоих соседей", 2), ("үч кошунам менен барабыз", 3), ("биз 5 кишибиз", 4),
    ],
)  # fmt: skip
def test_who_comes_along_is_counted_where_they_are_named(typed, count):
    assert parse_companions(typed) == count


@pytest.mark.parametrize(
    "typed", ["с семьёй", "возьму семью", "с мужем и семьёй", "вдвоём, нет, втроём", "муж починит дорогу"]
)
def test_whose_number_is_not_said_is_asked_for(typed):
    with pytest.raises(CompanionsUnreadable):
        parse_companions(typed)


@pytest.mark.parametrize(
    ("typed", "counts"),
    [("3-4 киши", (3, 4)), ("беш алты киши", (5, 6)), ("три-четыре человека", (3, 4)), ("нас 3-4 человека", (2, 3))],
)
def test_of_two_numbers_it_is_asked_which(typed, counts):
    with pytest.raises(CompanionsOpen) as refused:
        parse_companions(typed)
    assert refused.value.counts == counts


@pytest.mark.parametrize(
    ("text", "along"),
    [("4 болуп барабыз", 3), ("төрт болуп келебиз", 3), ("придём четверо", 3), ("5 человек придём", 4),
     ("4 киши", 4), ("эки кошунам менен барабыз", 2), ("үч бала менен барабыз", 3), ("с мужем придём", 1),
     ("жалгыз барабыз", 0), ("4 кишини ээрчитип барам", 4)],
)  # fmt: skip
def test_whoever_says_we_come_as_so_many_is_one_of_them(text, along):
    assert parse_companions(text) == along


def test_who_comes_alone_counts_nobody_beside():
    for text in ("бир өзүм", "бир өзүм барам", "только я", "жалгыз өзүм", "мен эле", "я один приду"):
        assert parse_companions(text) == 0, text


def test_by_what_they_come_counts_nobody():
    assert parse_companions_told("төртөөбүз бир машинада") == 3
    assert parse_companions_told("үчөөбүз бир такси менен") == 2
    assert parse_companions_told("мен эле барам") == 0


def test_three_that_will_be_there_are_two_beside_the_speaker():
    assert parse_companions("үчөө болобуз") == 2
