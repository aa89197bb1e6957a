"""A sentence in both languages: each author reads their own. A button's name that is typed at the sentence is asked back."""

from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.offices import texts

RUSSIAN = "Освещение школьной улицы включено в план на 2028 год."


async def test_each_author_reads_the_sentence_in_their_language(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Борис", "Нужно освещение у школы", language="ru")
    await nurlan.reads()
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    asked = await nurlan.follows_script(
        "Бир нечесине жооп", "№ 0001", "№ 0002", "Жооп жазуу", "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE
    )
    assert "ошол эле сүйлөмдү орусча да жазыңыз" in asked  # one of the two reads Russian
    assert "биринчи сүйлөмүңүздүн тилинде" in await nurlan.says("Быйыл каражат жетпейт, кийинки жылга калат.")
    assert "20 белги" in await nurlan.says("Нет денег")
    shown = await nurlan.says(RUSSIAN)
    assert shown.count(f"Орусча: {RUSSIAN}") == 2
    await nurlan.presses("Жөнөтө бериңиз")
    kyrgyz, russian = texts(village, "Айгүл")[-1], texts(village, "Борис")[-1]
    assert (SENTENCE in kyrgyz, RUSSIAN in kyrgyz) == (True, False)
    assert (SENTENCE in russian, RUSSIAN in russian) == (False, True)
    assert "на киргизском" not in russian
    assert "по-кыргызски:" not in russian


async def test_one_button_in_the_preview_adds_the_other_language_and_the_same_answer_carries_it(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Борис", "Нужно освещение у школы", language="ru")
    assert "[Өткөрүп жиберүү]" not in await answers(nurlan, "3", "1", SENTENCE)  # its author reads Kyrgyz
    await nurlan.presses("Орусча да жазуу")
    preview = await nurlan.says(RUSSIAN)
    assert f"Орусча: {RUSSIAN}" in preview
    await nurlan.presses("Жооп жөнөтүү")
    preview = await nurlan.says("Ушундай эле жооп")
    assert RUSSIAN in preview
    assert "өз тилинде" not in preview
    await nurlan.presses("Жооп жөнөтүү")
    assert RUSSIAN in texts(village, "Борис")[-1]
    assert SENTENCE not in texts(village, "Борис")[-1]


async def test_where_only_one_is_there_the_reader_is_told_its_language(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Борис", "Нужно освещение у школы", language="ru")
    asked = await answers(nurlan, "3", "1", SENTENCE)
    assert "орусча да жазыңыз" in asked
    await nurlan.presses("Өткөрүп жиберүү")
    await nurlan.presses("Жооп жөнөтүү")
    assert f"{SENTENCE}" in texts(village, "Борис")[-1]
    assert (
        "Айыл окмоту написал по-кыргызски" in texts(village, "Борис")[-1] or "кыргызски" in texts(village, "Борис")[-1]
    )


async def test_who_says_to_send_where_the_other_language_is_asked_for_sees_the_preview(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Борис", "Нужно освещение у школы", language="ru")
    assert "орусча да жазыңыз" in await answers(nurlan, "3", "1", SENTENCE)
    assert "Автор мындай окуйт" in await nurlan.says("Жооп жөнөтүү")
    await nurlan.presses("Жооп жөнөтүү")
    assert SENTENCE in texts(village, "Борис")[-1]


async def test_the_name_of_a_button_is_asked_about_before_it_becomes_the_sentence(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    asked = await answers(nurlan, "Долбоорго кирди", "Өткөрүп жиберүү", "Өткөрүп жиберүү", "Каражат жетпейт")
    assert "«Каражат жетпейт» — баскычтын аты." in asked
    assert "Автор мындай окуйт" in await nurlan.presses("Менин сүйлөмүм")
    await nurlan.says("0")
    await nurlan.says("Долбоорго кирген жок")
    assert "Себеби эмне?" in await nurlan.presses("Бул чечим")
    asked = await nurlan.follows_script("Каражат жетпейт", "Планда бар")
    assert "Бул себеби" in asked
    assert "өз сөзүңүз менен" in await nurlan.presses("Бул себеби")
    assert "каражат жетпейт" not in await nurlan.says(SENTENCE)


async def test_the_same_answer_is_offered_only_where_something_like_it_was_answered(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Мектептин жанына жарык керек")
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    assert "Ушундай эле жооп" not in await nurlan.says("1")
    assert "Ушундай эле жооп" in await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")
