"""A post or a place is halved only where one half is plainly Kyrgyz and the other plainly Russian."""

import pytest

from bot.chat.texts import Words
from bot.office.wording.as_written import show_as_written


@pytest.mark.parametrize(
    "text",
    [
        "ул. Ленина 5 / ул. Советская",
        "Айыл өкмөтү / 2-этаж",
        "Көк-Жар клубу / Жаңы-Жер мектеби",
        "бухгалтер / экономист",
        "Айыл өкмөтү / улица Ленина",
        "Көк-Жар клубу / школа № 5",
        "башчы / башчынын орун басары",
        "Айыл өкмөтү, 2-кабат / здание управы, 3 этаж",
        "мугалим / тренер",
        "мектеп / школа / клуб",
    ],
)
def test_two_places_or_posts_are_shown_whole(text):
    assert {show_as_written(Words(language), text).strip("«»") for language in ("ky", "ru")} == {text}


@pytest.mark.parametrize(
    ("ky", "ru"),
    [
        ("бюджет адиси", "специалист по бюджету"),
        ("айыл өкмөтүнүн башчысы", "глава айыл окмоту"),
        ("мектеп", "школа"),
        ("башкы адис", "главный специалист"),
        ("Айыл өкмөтүнүн имараты, 2-кабат", "Здание управы, 2 этаж"),
        ("Мектептин чоң залы", "большой зал школы"),
        ("айыл клубу", "сельский клуб"),
    ],
)
def test_of_a_text_and_its_translation_each_reads_theirs(ky, ru):
    for text in (f"{ky} / {ru}", f"{ru} / {ky}"):
        assert (show_as_written(Words("ky"), text), show_as_written(Words("ru"), text)) == (ky, ru)
