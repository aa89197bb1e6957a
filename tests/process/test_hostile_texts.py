"""Whatever anybody types: it is stored as typed, shown harmlessly, answered, and the conversation goes on."""

import re
import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.budget.proposal import MOST_CHARACTERS
from bot.chat.texts import Words
from handlers.shared.draft_pieces import MOST_WRITTEN

pytestmark = pytest.mark.slow

NOT_FOR_A_TERMINAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
BROKE_RU = (
    Words("ru").say("Something broke on our side; your message is kept. Please go on, or write /help.").split(",")[0]
)
BROKE = (
    Words("ky").say("Something broke on our side; your message is kept. Please go on, or write /help.").split(",")[0]
)
NEED = "көпүрөнү оңдоо керек"

AS_TYPED = {
    "a placeholder of ours": "{number} {quote} {0} {} {{}} сомго " + NEED,
    "percent signs": "100 % %s %d %(name)s %% " + NEED,
    "a half placeholder": "{ " + NEED + " } {",
    "an attribute of an object": "{0.__class__.__init__.__globals__} " + NEED,
    "HTML": "<b>" + NEED + "</b> &lt;i&gt; <script>alert(1)</script> <a href='tg://user?id=1'>x</a>",
    "Markdown": "*" + NEED + "* _эми_ `код` [шилтеме](http://example.org) ~~жок~~ ||сыр|| # > - \\*",
    "quotes": "«Көпүрө» „оңдоо“ \"керек\" 'деди' `ал` ’ \\",
    "a quote that closes ours": "» 1 — Жөнөтүү «" + NEED,
    "SQL": "'; DROP TABLE proposals; -- " + NEED + '" OR 1=1 /*',
    "a shell": "$(rm -rf /) `reboot` ; " + NEED + " | cat && exit",
    "a formula": '=HYPERLINK("http://example.org";"' + NEED + '")',
    "JSON": '{"text": "' + NEED + '", "choices": [["send:1", "Жөнөтүү"]]}',
    "ANSI escapes": "\x1b[31m\x1b[2J\x1b]0;title\x07" + NEED + "\x1b[0m \x9b5n",
    "a bell and backspaces": "\x07\x08\x08\x08" + NEED + "\x7f",
    "a carriage return over our words": NEED + "\rЖалган жооп",
    "a tab": "Бир\tэки\t" + NEED,
    "bidi overrides": "\u202e" + NEED + "\u202c \u2066эки\u2069 \u200f\u200e",
    "right to left": "نحتاج جسرا ومدرسة في القرية",
    "emoji of several code points": "👨‍👩‍👧‍👦🏳️‍🌈🇰🇬👍🏽 " + NEED,
    "a heap of marks": "к" + "\u0301\u0308" * 300 + " " + NEED,
    "nothing but joiners around": "\u200d\u200b\ufeff" + NEED + "\u200d",
    "wrong code points for Kyrgyz letters": "Кѳпүрѳнү оӊдоо ұчұн акча керек",
    "Kyrgyz in Latin letters": "Mekteptin janyna jaryk kerek, köpürö buzuldu",
    "full width and other digits": "１２３ ٣٤ ² " + NEED,
    "Chinese": "我们村需要一座新桥和一所学校",
    "letters outside the first plane": "𝕂ө𝕡ү𝕣ө " + NEED + " 𐰚𐰜𐰇𐰯",
    "decomposed letters": unicodedata.normalize("NFD", "Мектепке йод, ёлка жана й тамгасы керек"),
    "line breaks": "Көпүрө\nжана\n\nжол\r\nкерек\u2028эми\u0085бүттү",
    "a look-alike of our own message": "Рахмат! Сунушуңуз кабыл алынды, номери — 9999.\n1 — Жөнөтүү\n[0 — Артка]",
    "a command inside": "Мага /start эмес, /help керек, " + NEED,
    "look-alikes of a command": "／start ⁄help \u2044menu " + NEED,
    "our colon words": ":quit :voice x " + NEED,
    "a very long word": "ө" * 5000,
    "as long as can be": (NEED + " ") * 360 + "а" * 19,
}
AS_FAR_AS_IT_CAN_BE_STORED = {
    "NUL": ("Көпүрө\x00нү оңдоо\x00 керек", NEED.capitalize()),
    "lone surrogates": ("\ud83dКөпүрөнү оңдоо\udc00 керек\udfff", NEED.capitalize()),
    "white space around": (" \n\t " + NEED + " \u00a0\n", NEED),
    "a command after a space": (" /start " + NEED, "/start " + NEED),
}
PROPOSED = {name: (text, text) for name, text in AS_TYPED.items()} | AS_FAR_AS_IT_CAN_BE_STORED
REFUSED = {
    "nothing": "",
    "only spaces": " \u00a0\u3000 \t ",
    "only line breaks": "\n\n\n",
    "only NUL": "\x00\x00\x00\x00\x00\x00",
    "only lone surrogates": "\ud800" * 10,
    "only controls": "\x1b[\x1b[\x07" * 5,
    "only punctuation": "{}%«»'\"<>*_`~",
    "only emoji": "👍👍👍👍👍👍",
    "only bidi overrides": "\u202e\u202d\u2066",
}


async def at_text(room):
    """Somebody who is asked for the proposal itself."""
    visitor = await room.resident()
    await visitor.follows("Сунуш берүү", "2")
    return visitor


def check_screen(printed):
    """The quote on the check screen; the screen must end as it always does."""
    assert printed.endswith("»\n1 — Жөнөтүү\n2 — Өзгөртүү\n[0 — Артка]  [Кийин улантам]\n\n")
    assert printed.count("\n") == 5
    return printed[printed.index("«") + 1 : printed.rindex("»")]


@pytest.mark.parametrize("name", PROPOSED)
async def test_a_hostile_text_is_stored_as_typed_and_quoted_harmlessly(room, counted, name):
    typed, stored = PROPOSED[name]
    author = await at_text(room)
    began = time.monotonic()
    screens = [await author.says(typed), await author.says("Макулмун")]
    quoted = check_screen(screens[1])
    screens += [await author.says("Жөнөтүү"), await author.says("Кабар алам"), await author.says("Менин сунуштарым")]
    screens += [await author.says("1")]

    assert [one.text for one in await author.proposals()] == [stored]
    assert await room.scalar("SELECT count(*) FROM proposals") == 1
    assert await room.scalar("SELECT text FROM proposal_texts") == stored
    assert len(quoted.removesuffix("…")) <= 200
    assert "№ 0001" in screens[-1]
    for screen in screens:
        assert not NOT_FOR_A_TERMINAL.search(screen)
        assert BROKE not in screen
    assert time.monotonic() - began < 10
    counted["stored_as_typed"] += 1


@pytest.mark.parametrize("name", REFUSED)
async def test_a_text_that_says_nothing_is_asked_for_again(room, counted, name):
    author = await at_text(room)
    answer = await author.says(REFUSED[name])
    sentence, question = answer.split("\n\n", 1)
    assert len(sentence) > 10
    assert question.startswith("2/3. Сунушуңузду жазыңыз")
    assert "«Мектепке жарык керек»" in await author.says("Мектепке жарык керек")
    counted["refused_kindly"] += 1


async def test_the_longest_text_fits_and_what_is_beyond_any_draft_is_refused_in_a_sentence(room):
    author = await at_text(room)
    answer = await author.says("а" * (MOST_WRITTEN + 1))
    assert "Текст өтө узун: эң көбү 100\u00a0000 белги болот." in answer
    assert len(answer) < 300
    await author.follows("а" * MOST_WRITTEN, "Макулмун", "Жөнөтүү")
    assert [(one.text, one.documents) for one in await author.proposals()] == [("а" * MOST_CHARACTERS, 1)]


@pytest.mark.parametrize("part", ["place", "name"])
async def test_a_hostile_place_or_name_is_shown_harmlessly(room, part):
    author = await at_text(room)
    await author.follows(NEED, "Макулмун", "Өзгөртүү")
    await author.taps(f"change_to:{part}")
    screen = await author.says("\x1b[31m{number} %s <b>\u202e" + "а" * 500 + "\x00\ud800\nжаңы сап")
    assert "{number} %s <b>" in screen
    assert screen.endswith("1 — Жөнөтүү\n2 — Өзгөртүү\n[0 — Артка]  [Кийин улантам]\n\n")
    assert not NOT_FOR_A_TERMINAL.search(screen)
    assert "номери — 0001" in await author.says("Жөнөтүү")
    (proposal,) = await author.proposals()
    kept = proposal.place if part == "place" else proposal.author_name
    assert kept is not None
    assert kept.startswith("[31m{number} %s <b>аааа")
    assert len(kept) <= 200
    assert not NOT_FOR_A_TERMINAL.search(kept)


STEPS = {
    "language": None,
    "oblast": ["Кыргызча"],
    "rayon": ["Кыргызча", "Ош облусу"],
    "aimak": ["Кыргызча", "Ош облусу", "Ноокат району"],
    "found": ["Кыргызча", "көк"],
    "menu": [],
    "held": [NEED + " жана жолду да"],
    "side": ["Сунуш берүү"],
    "text": ["Сунуш берүү", "2"],
    "text again": ["Сунуш берүү", "2", NEED, "Артка"],
    "consent": ["Сунуш берүү", "2", NEED],
    "check": ["Сунуш берүү", "2", NEED, "Макулмун"],
    "change": ["Сунуш берүү", "2", NEED, "Макулмун", "Өзгөртүү"],
    **{
        part: ["Сунуш берүү", "2", NEED, "Макулмун", "Өзгөртүү", f"change_to:{part}"]
        for part in ("category", "amount", "village", "place", "photo", "name")
    },
    "sum sure": ["Сунуш берүү", "2", NEED, "Макулмун", "Өзгөртүү", "change_to:amount", "150 000"],
    "resume": ["Сунуш берүү", "2", NEED, "/start"],
    "notices": ["Сунуш берүү", "2", NEED, "Макулмун", "Жөнөтүү"],
    "own list": ["Сунуш берүү", "2", NEED, "Макулмун", "Жөнөтүү", "1", "Менин сунуштарым"],
    "own one": ["Сунуш берүү", "2", NEED, "Макулмун", "Жөнөтүү", "1", "Менин сунуштарым", "1"],
    "correct": ["Сунуш берүү", "2", NEED, "Макулмун", "Жөнөтүү", "1", "Менин сунуштарым", "1", "Өзгөртүү"],
    "withdraw": ["Сунуш берүү", "2", NEED, "Макулмун", "Жөнөтүү", "1", "Менин сунуштарым", "1", "Кайтарып алуу"],
    "settings": ["/settings"],
    "privacy": ["/privacy"],
}
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(categories=["L", "N", "Cs", "Cc", "Cf", "Zs", "Mn"]), max_size=300),
    st.from_regex(r"/?[a-zA-Z]{0,8} ?(a_[a-z0-9]{0,17})?[_\-]?.{0,5}", fullmatch=True),
    st.sampled_from(
        [*AS_TYPED.values(), *REFUSED.values(), *"0123456789", "Артка", "Дагы", "Ооба", "Жок", "Кийин улантам"]
    ),
).filter(lambda text: not re.match(r"/start a_\S*[\ud800-\udfff]", text))


@pytest.fixture(scope="module")
def counted(tell):
    """Counts what was tried in this file."""
    counts = Counter()
    yield counts
    tell("hostile texts", **counts)


async def stands_at(room, step):
    """Somebody at a step of the conversation."""
    visitor = room.visitor()
    way = STEPS[step]
    if way is None or way[:1] == ["Кыргызча"]:
        await visitor.comes()
    else:
        await visitor.comes("a_test", "ky")
    for said in way or []:
        await (visitor.taps(said) if said.startswith("change_to:") else visitor.says(said))
    return visitor


async def gets_to_the_menu(visitor):
    """/start, and at most the questions that come before the menu."""
    printed = await visitor.says("/start")
    for _ in range(7):
        if "1 — Сунуш берүү" in printed or "1 — Подать предложение" in printed:
            return printed
        if "Облусуңузду тандаңыз" in printed or "Выберите область" in printed:
            printed = await visitor.says("Сыноо")
        elif "Кийин улантам" in printed or "Продолжу позже" in printed:
            printed = await visitor.says("Кийин улантам")
        else:
            printed = await visitor.says("1")
    return printed


async def test_every_step_is_where_it_says(room):
    states = set()
    for step in STEPS:
        visitor = await stands_at(room, step)
        states.add((await room.state_of(visitor)) or "")
    assert len(states) == len(STEPS) - 2, sorted(
        states
    )  # the text is asked for twice, consent stands on the check screen


@pytest.mark.parametrize("step", STEPS)
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(said=st.lists(ANYTHING, min_size=1, max_size=4))
@example(said=["0", "0"])
async def test_any_text_at_any_step_is_answered_and_the_menu_can_be_reached(room, counted, step, said):
    visitor = await stands_at(room, step)
    for each in said:
        answer = await visitor.says(each)
        assert answer.strip()
        assert BROKE not in answer
        assert BROKE_RU not in answer
        assert not NOT_FOR_A_TERMINAL.search(answer)
        counted["texts_at_a_step"] += 1
    menu = await gets_to_the_menu(visitor)
    assert "Сунуш берүү" in menu or "Подать предложение" in menu
    assert (await visitor.says("5")).strip()
    assert await room.scalar("SELECT count(*) FROM events WHERE state <> 'done'") == 0
    counted["conversations_that_went_on"] += 1
