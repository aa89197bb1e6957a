"""What people type at each step, and what must come of it: a table, in both languages and several spellings."""

import pytest

LIGHT = "Мектептин жанына жарык керек"
AGREES = (
    "ооба | албетте | да, конечно | жөнөтүңүз | жөнөтүп коюңузчу | jonotuu | otpravit | ОТПРАВЬТЕ | "
    "макул | кетсин | ооба макул | 👍 | жонот"
)
LATER = "кийин | кийинчерээк жазам | позже | потом допишу | kiyin | эртең жазам"
LOST = "түшүнбөдүм | кантип? | не понимаю | непонятно | ? | tushunbodum | эмне кылам"
NAMELESS = "анонимно | кереги жок | жок | атым көрүнбөсүн | не хочу | аты жок | anonimno | без имени | жашыруун"
SPEND = "чыгаша | расход | chygasha | чыгашалар | акча кетет | второе | эки | 2. | chygashaga"
UNSURE = "билбейм да | незнаю | не знаю | bilbeym | кирешеби чыгашабы билбейм"
LEADS = (
    ("сунуш берем | сунуш бергим келет | хочу подать предложение | sunush | предложение бар | сунушум бар", "1/3."),
    ("угуу качан? | когда слушания | uguu | угуулар | бюджет угуусу качан болот", "бюджет угуусу жок"),
    ("адам менен сүйлөшсөм болобу | телефон номери | позвоните мне", "0000 00 00 00"),
    ("салам алейкум | саламатсызбы байке | salam", "Саламатсызбы!"),
    ("чоң рахмат сизге | рахмат байке | spasibo | 🙏", "Сизге да рахмат!"),
    ("орусча | русский | переключи на русский | po russki", "Что вы хотите"),
    ("маалыматымды өчүрүңүз | удалите мои данные | udalite moi dannye", "өчүр"),
    ("менин сунушум кайда? | жооп барбы? | мои предложения | № 7 сунушум эмне болду", "сунуш бере элексиз"),
    ("сиз роботсузбу? | кто это? | бул ким", "адам эмес"),
)
EMERGENCY = "Өрт! Үй күйүп жатат, жардам бергиле | Пожар начался, помогите | Бала сууга түшүп кетти, чөгүп жатат"


async def _at(village, step: str, name: str):
    one = await village.in_menu(name)
    for state, said in (("side", "1"), ("text", "2"), ("check0", LIGHT), ("check", "макул")):
        if step != "menu":
            await one.says(said)
        if step in {"menu", state}:
            return one
    await one.says("Өзгөртүү")
    await one.taps("change_to:name")
    return one


def _each(said: str) -> list[str]:
    return [text.strip() for text in said.split("|")]


ROWS = [
    *(("check", text, "кабыл алынды") for text in _each(AGREES)),
    *(("check0", text, "1 — Жөнөтүү") for text in _each(AGREES)),
    *((step, text, "Сунуш берүү") for step in ("side", "text", "check", "check0") for text in _each(LATER)),
    *(("side", text, "1/3.") for text in _each(LOST)),
    *(("text", text, "2/3.") for text in _each(LOST)),
    *(("check", text, "1 — Жөнөтүү") for text in _each(LOST)),
    *(("name", text, "3/3.") for text in _each(NAMELESS)),
    *(("side", text, "2/3.") for text in (*_each(SPEND), *_each(UNSURE))),
    *(("menu", text, answer) for said, answer in LEADS for text in _each(said)),
    *((step, text, "112") for step in ("menu", "side", "text", "check0", "check") for text in _each(EMERGENCY)),
    *((step, "токтот", "Эмнени токтотобуз?") for step in ("side", "text", "check")),
    *((step, text, "") for step in ("menu", "side", "text", "name") for text in _each("макул | рахмат | кыргыз тили")),
]  # fmt: skip
_PLAIN = str.maketrans("өүңӨҮҢ", "оунОУН")
ROWS += [(step, text.translate(_PLAIN), answer) for step, text, answer in ROWS if text != text.translate(_PLAIN)]
ROWS += [(step, text.upper(), answer) for step, text, answer in ROWS[::3]]


@pytest.mark.slow
async def test_what_is_typed_at_each_step_does_what_is_meant_and_is_never_kept(village, tell):
    missed, kept = [], []
    for at, (step, text, answer) in enumerate(ROWS):
        one = await _at(village, step, f"resident {at}")
        came = await one.says(text)
        if answer not in came:
            missed.append((step, text, came[:90]))
        said = came.replace(f"«{LIGHT}»", "")
        if f"«{text}»" in said and answer != "112" or f"Атыңыз: {text}" in said:
            kept.append((step, text))
    tell(
        "messages typed at the steps",
        rows=len(ROWS),
        kept_as_what_they_are_not=len(kept),
        understood=len(ROWS) - len(missed),
    )
    assert not kept
    assert len(missed) <= len(ROWS) // 20, missed


@pytest.mark.parametrize(("typed", "language"), [("Көк-Жар", "1"), ("kok jar", "Кыргызча")])
async def test_the_name_of_an_aimak_at_the_question_of_the_language_is_remembered_and_no_proposal(
    village, typed, language
):
    one = village.resident("Айгүл")
    await one.starts()
    assert "Сакталды" not in await one.says(typed)
    assert "Көк-Жар" in await one.says(language)
    await one.says("ооба")
    assert "бүтпөй калган" not in (await one.says("сунуш берем")).casefold()


async def test_a_second_text_on_the_check_screen_can_be_another_proposal_or_take_the_place_of_the_first(village):
    one = await village.at_check("Айгүл", LIGHT)
    await one.says("Көпүрөнү оңдоп бергиле")
    assert f"«{LIGHT}»" not in await one.presses("Ордуна коюлсун")
    assert "«Көпүрөнү оңдоп бергиле»" in one.heard[-1].text
    await one.says("Суу түтүгүн алмаштырып бергиле")
    assert "1/3." in await one.presses("Жаңы сунуш")


async def test_a_number_where_a_choice_is_asked_is_no_word_of_the_proposal(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кошулсунбу" not in await aigul.says("7")
    assert "кошулсунбу" not in await aigul.says("👍")
