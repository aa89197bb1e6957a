"""What stands first in a message or is typed instead of a button: a side, a number, a decision."""

import pytest

from bot.budget.proposal import Decision, Reason, Side
from bot.budget.proposal_text.agreed import calls_itself_another, calls_itself_one, cut_after_a_yes
from bot.budget.proposal_text.decided import DECIDED, EXCLUDED, REASONED, name_typed
from bot.budget.proposal_text.side_first import read_side_first, without_mark

SPENDING, REVENUE = Side.SPENDING, Side.REVENUE
SIDE_FIRST = {
    "2 Нужен мост": (SPENDING, "Нужен мост", True),
    "2) нужен мост": (SPENDING, "нужен мост", True),
    "2. көпүрө керек": (SPENDING, "көпүрө керек", True),
    "2 — Көпүрө керек": (SPENDING, "Көпүрө керек", True),
    "1: базардан акы алынсын": (REVENUE, "базардан акы алынсын", True),
    "3, көпүрө керек": (None, "көпүрө керек", True),
    "2 көпүрө керек": (SPENDING, "көпүрө керек", False),
    "3 балага жардам керек": (None, "балага жардам керек", False),
    "чыгаша көпүрө керек": (SPENDING, "көпүрө керек", True),
    "Чыгаша: көпүрө": (SPENDING, "көпүрө", True),
    "расход нужен мост": (SPENDING, "нужен мост", True),
    "киреше\nБазардан акы алуу": (REVENUE, "Базардан акы алуу", True),
    "rashod: nuzhen most": (SPENDING, "nuzhen most", True),
    "билбейм, көпүрө керек": (None, "көпүрө керек", True),
}
WHOLE = (
    "2-мектепке жарык керек",
    "2.5 км жол оңдолсун",
    "12 үйгө суу керек",
    "5 көпүрө керек",
    "2",
    "2 оо",
    "чыгаша",
    "Расходы на школу нужно увеличить",
    "доходы нужно увеличить",
    "чыгашаны азайтуу керек",
    "1) Мост нужен 2) Дорога нужна",
    "Көпүрө керек",
)


def test_a_side_that_stands_first_is_no_text():
    for typed, (side, text, is_sure) in SIDE_FIRST.items():
        found = read_side_first(typed)
        assert found is not None, typed
        assert (found.side, found.text, found.is_sure) == (side, text, is_sure), typed


def test_what_belongs_to_the_text_stays_there():
    for typed in WHOLE:
        assert read_side_first(typed) is None, typed


def test_a_number_that_only_marks_a_text_is_left_out():
    marked = {"1) Нужен мост": "Нужен мост", "2. Көпүрө керек": "Көпүрө керек", "2 көпүрө керек": "2 көпүрө керек"}
    several = "1. Мост нужен\n2. Дорога нужна"
    for typed, text in {**marked, several: several, "2.5 км жол": "2.5 км жол"}.items():
        assert without_mark(typed) == text


@pytest.mark.parametrize(
    ("listed", "typed", "meant"),
    [
        (DECIDED, "Не вошло", Decision.NOT_INCLUDED),
        (DECIDED, "вошло", Decision.INCLUDED),
        (DECIDED, "нет, не вошло", Decision.NOT_INCLUDED),
        (DECIDED, "киргизилди", Decision.INCLUDED),
        (DECIDED, "кирбейт", Decision.NOT_INCLUDED),
        (DECIDED, "kirbeit", Decision.NOT_INCLUDED),
        (DECIDED, "ne voshlo!", Decision.NOT_INCLUDED),
        (DECIDED, "бир болугу кирди", Decision.PARTLY),
        (DECIDED, "Кийинки жылга", Decision.DEFERRED),
        (DECIDED, "передали", Decision.REDIRECTED),
        (REASONED, "денег нет", Reason.NO_MONEY),
        (REASONED, "биздин милдет эмес", Reason.NOT_OURS),
        (EXCLUDED, "это спам", "spam"),
        (EXCLUDED, "Реклама.", "spam"),
        (EXCLUDED, "сыноо", "test"),
        (DECIDED, "не вошло, потому что нет денег", None),
        (DECIDED, "жок", None),
        (DECIDED, "", None),
        (DECIDED, "вошло " * 200, None),
    ],
)
def test_a_choice_in_a_clerks_own_words_is_that_choice(listed, typed, meant):
    assert name_typed(typed, listed) == meant


def test_a_text_that_calls_itself_a_proposal_is_known_by_its_beginning():
    for text in ("Сунуш: көпүрө керек", "Моё предложение такое: починить мост", "хочу предложить поставить фонарь",
                 "Биз сунуштайбыз: көчөгө жарык", "Экинчи сунушум - суу тартылсын", "предлогаю убрать мусор"):  # fmt: skip
        assert calls_itself_one(text), text
    for text in ("сунуш", "хочу предложить", "предложение", "көпүрө керек", "Сунуш: ", "сунушум кана"):
        assert not calls_itself_one(text), text


def test_only_one_more_calls_itself_another():
    for text in ("Экинчи сунушум: суу керек", "Предложение второе: фонарь", "Ещё одно предложение — мост у школы",
                 "Сунуш 2: жарык", "жаңы сунуш: бала бакча"):  # fmt: skip
        assert calls_itself_another(text), text
    for text in ("Сунуш: көпүрө керек", "Моё предложение такое: починить мост", "предлагаю убрать мусор"):
        assert not calls_itself_another(text), text


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("ооба, дагы жол оңдолсун", "дагы жол оңдолсун"),
        ("Да, это предложение. И ещё нужен мост", "И ещё нужен мост"),
        ("ооба дагы суу керек", "дагы суу керек"),
        ("да когда же вы построите мост", ""),
        ("ооба", ""),
        ("жок, жол оңдолсун", ""),
    ],
)
def test_what_stands_behind_a_yes(text, more):
    assert cut_after_a_yes(text) == more
