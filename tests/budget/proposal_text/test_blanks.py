"""The blanks of an answer's template: what becomes one, and their names. What may be a resident's own words is found."""

import pytest

from bot.budget.proposal_text.blanks import (
    Blank,
    UnknownBlank,
    fill_blanks,
    find_persons_words,
    leave_out_blanks,
    list_blanks,
    make_blanks,
    read_blanks,
    show_blanks,
)
from bot.language.kyrgyz import fold

PLACES = {"Көк-Жар", "Кок-Жар"}


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("№ 0037 боюнча", "№ {number} боюнча"),
        ("№37, № 37.", "№ {number}, № {number}."),
        ("№ 371 башка", "№ 371 башка"),
        ("37-мектеп", "37-мектеп"),
        ("Көк-Жар айылында", "{village} айылында"),
        ("Көк-Жардын көчөсү", "Көк-Жардын көчөсү"),
        ("в селе Кок-Жар.", "в селе {village}."),
        ("Жаңы-Көк-Жар", "Жаңы-Көк-Жар"),
        ("2027-жылы", "{year}-жылы"),
        ("в 2027 году", "в {year} году"),
        ("12.03.2027 күнү, 12027", "12.03.2027 күнү, 12027"),
        ("150 000 сом бөлүндү", "{sum} бөлүндү"),
        ("150000 сомов выделено", "{sum} выделено"),
        ("150.000, 150\u00a0000 сома", "{sum}, {sum}"),
        ("150 000 сомго", "150 000 сомго"),
        ("1 150 000 сом, 150 000 000", "1 150 000 сом, 150 000 000"),
    ],
)
def test_what_names_this_proposal_becomes_a_blank_where_it_stands_as_a_word(sentence, made):
    assert make_blanks(sentence, number=37, villages=PLACES, year=2027, amount=150_000) == made


def test_blanks_are_read_in_both_languages_and_shown_in_the_clerks():
    kept = read_blanks("{айыл}, [село], { ЖЫЛ }, {год}, {номер}, [сумма], [көчө]")
    assert kept == "{village}, {village}, {year}, {year}, {number}, {sum}, [көчө]"
    assert read_blanks(kept) == kept
    assert show_blanks(kept, "ru") == "{село}, {село}, {год}, {год}, {номер}, {сумма}, [көчө]"
    assert list_blanks(kept) == set(Blank)
    # What is filled in is not filled a second time.
    assert fill_blanks("{village} {year}", {Blank.VILLAGE: "{year}", Blank.YEAR: "2027"}) == "{year} 2027"
    with pytest.raises(UnknownBlank):
        read_blanks("{көчө}")


def test_a_residents_words_name_and_telephone_are_found():
    said = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
    text = "Айгүл Асанова, мектептин ЖАНЫНА жарык керек дедиңиз: +996 700 123-456, 0700123456, 150 000 000 сом."
    found = find_persons_words(text, said, ["Асанова А."])
    assert found == ["мектептин ЖАНЫНА жарык керек", "Асанова", "+996 700 123-456", "0700123456"]
    assert find_persons_words("Бул ишке каражат каралган эмес, кийин карайбыз.", said) == []


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("№ 0007 боюнча каражат жок, кезекте турат.", "№12 боюнча каражат жок, кезекте турат."),
        ("№ {номер} боюнча каражат жок, кезекте турат.", "№12 боюнча каражат жок, кезекте турат."),
        ("0007 сунушуңуз кийинкиге калды, план толду.", "0012 сунушуңуз кийинкиге калды, план толду."),
        ("{айыл} айылында быйыл жол салынбайт экен.", "Барскоон айылында быйыл жол салынбайт экен."),
        ("В селе Тамга дорога будет позже, ждём район.", "В селе Барскоону дорога будет позже, ждём район."),
        ("Барскоондо суу түтүгү район менен чечилет.", "Тамгада суу түтүгү район менен чечилет."),
        ("2027-жылы план толду, кийинки жылга калды.", "{жыл}-жылы план толду, кийинки жылга калды."),
        ("Жарымына 150 000 сом каралды, калганы кийин.", "Жарымына {сумма} каралды, калганы кийин."),
    ],
)
def test_sentences_that_differ_by_what_a_template_fills_in_are_one(one, another):
    def left(text, number):
        said = leave_out_blanks(text, number=number, villages=("Барскоон", "Тамга"), year=2027, amount=150_000)
        return fold(said)

    assert left(one, 7) == left(another, 12) != left(f"{another} Кечиресиз.", 12)


def test_of_another_number_or_year_a_sentence_keeps_what_it_says():
    given = {"number": 7, "villages": ("Тамга",), "year": 2027, "amount": None}
    for text in ("Кезекте 70 үй бар, 2028-жылы бүтөт.", "Тамгачы таш жылдырылбайт экен.", "[текст] 0075 боюнча."):
        assert leave_out_blanks(text, **given) == text
