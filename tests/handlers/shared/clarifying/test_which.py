"""The clarifying question keeps what its step offers. It offers no contrary of what was said, and no loss nobody named."""

import pytest

from bot.chat.message import Choice
from bot.language.intents import Intent
from handlers.shared.clarifying.which import MOST_BUTTONS, may_be_meant

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
WHICH = "Ушулардын кайсынысын айттыңыз?"


async def test_the_question_keeps_what_its_step_offers(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    said = await aigul.says("түшкөндө жөнөтөм, жайлоодомун")
    assert "Сиз айтмайынча эч нерсе жөнөтүлбөйт." in said
    assert WHICH in said
    screen = aigul.heard[-1]
    titles = [title for _, title in [*screen.choices, *screen.ways]]
    assert titles[titles.index("Бул менин текстим") + 1 :] == ["Жөнөтүү", "Артка"]
    assert len(titles) <= MOST_BUTTONS
    assert len(set(titles)) == len(titles)
    assert "номери — 0001" in await aigul.presses("Жөнөтүү")


async def test_a_bare_yes_is_said_to_the_guess_and_sends_nothing(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert WHICH in await aigul.says("түшкөндө жөнөтөм, жайлоодомун")
    await aigul.says("ооба")
    assert not await aigul.proposals()


async def test_what_is_asked_about_is_named_again_with_its_answers(village):
    azamat = await village.in_menu("Азамат")
    await azamat.says(LIGHT)
    assert f"Сөз бул жөнүндө: «{LIGHT}».\n{WHICH}" in await azamat.says("аваа, сунуш мнки")
    assert {"Ооба", "Жок"} <= {title for _, title in [*azamat.heard[-1].choices, *azamat.heard[-1].ways]}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("өчүрбө дедим, жол керек мага!", Intent.ERASE), ("не надо убирать это", Intent.WITHDRAW),
        ("жаңы эмес, ошол эле жол жөнүндө", Intent.ANEW), ("кыргызча жазчы, орусча түшүнбөйм", Intent.RUSSIAN),
        ("po russki ne nado", Intent.RUSSIAN), ("не, не пиши мне про собрания", Intent.NOTICES),
        ("uguu tuuraluu kabar kerek emes", Intent.NOTICES), ("отправлять пока не надо", Intent.SEND),
        ("jonotpo azyr", Intent.SEND), ("не менять ничего", Intent.CHANGE), ("барбайм дедим го", Intent.COME),
        ("акча бербейм, бекер болсо гана", Intent.ERASE), ("макул, бирок баарыңар окугула", Intent.FORGET),
    ],
)  # fmt: skip
def test_no_contrary_and_no_loss_that_nobody_named_is_offered(text, meant):
    assert not may_be_meant(text, Choice(f"meant:{meant}", ""))
    assert not may_be_meant(text, Choice("of_the_step", "", means=(meant,)), is_asked=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("өчүрүп салчы", Intent.ERASE), ("бул сунушту алып сал", Intent.WITHDRAW), ("убери это", Intent.FORGET),
        ("орусча жазчы, кыргызча түшүнбөйм", Intent.RUSSIAN), ("жиберчи эми", Intent.SEND),
    ],
)  # fmt: skip
def test_what_was_named_may_be_offered(text, meant):
    assert may_be_meant(text, Choice(f"meant:{meant}", ""))


async def test_of_two_contraries_a_no_leaves_the_one_that_says_no(village):
    author = await village.with_proposal("Айгүл", LIGHT)
    clerk = await village.worker("Нурлан")
    await clerk.taps(f"desk_one:{(await author.proposals())[0].id}")
    await clerk.follows_script("Жооп берүү", "3", "1", "Жарык 2028-жылдын планына киргизилет.", "Жооп жөнөтүү")
    await author.reads()
    await author.says("/menu")
    assert WHICH in await author.says("макул эмесмин! алдап жатасыңар")
    titles = [title for _, title in author.heard[-1].choices]
    assert titles[0] == "Макул эмесмин"
    assert "Түшүнүктүү" not in titles


async def test_a_question_beside_a_consent_is_answered_and_not_kept(village):
    bermet = await village.in_menu("Бермет", language="ru")
    await bermet.taps("propose")
    await bermet.taps("side:spending")
    await bermet.says("За школой нужен стадион")
    said = await bermet.says("Разрешаю. А фото нужно? Камера в телефоне сломана.")
    assert "Фото или документ можно добавить на последнем шаге" in said
    assert "Разрешаю" in {title for _, title in bermet.heard[-1].choices}


async def test_a_bare_word_at_the_menu_is_answered_and_a_halt_says_what_stops(village):
    isa = await village.in_menu("Иса")
    assert "Каалаган убакта жазсаңыз болот" in await isa.says("xop")
    assert "угуу, айыл жана тема боюнча кабар жөнөтпөйбүз" in await isa.says("стоп")
    assert "көчүрмөсү: /mydata" in await isa.says("копиясын")
