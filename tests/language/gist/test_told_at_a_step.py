"""What a short answer tells: a later answer, a side, who may read it, people without the speaker."""

import pytest

from bot.language.companions import parse_companions
from bot.language.gist.promised import promises_later
from bot.language.gist.side_told import read_side_told
from bot.language.in_words.answered import read_showing
from bot.language.meanings.yes import loses_nothing


@pytest.mark.parametrize(
    "text",
    ["посоветуюсь с роднёй и напишу", "вернусь с поля, тогда и отвечу", "кошунадан сурап туруп айтам", "эртең карап жазам",
     "soodagerden bilip berem"],
)  # fmt: skip
def test_a_promise_of_a_later_answer_is_none_yet(text):
    assert promises_later(text)


@pytest.mark.parametrize(
    "text", ["отвечу: сорок метров", "скажу, когда 12 домов", "напишите потом", "суу келсе жол оңдойбуз", "отвечу?", ""]
)
def test_an_answer_is_no_promise(text):
    assert not promises_later(text)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("бул казынага акча алып келет", "revenue"), ("от этого в бюджет придут средства", "revenue"),
        ("мындан пайда түшөт", "revenue"), ("бюджеттен каражат кетет", "spending"), ("казна на это потратится", "spending"),
        ("из казны деньги уйдут", "spending"), ("акча түшөт, кайра кетет", ""), ("акча кетпейт", ""), ("жол керек", ""),
        ("мал базарын ачсак акча түшөт", ""), ("деньги придут?", ""),
    ],
)  # fmt: skip
def test_what_money_does_names_the_side(text, side):
    assert read_side_told(text) == side


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("пусть и другие смотрят", True), ("эч кимге көрсөтпөңүз", False), ("не хочу чтобы соседи знали", False),
        ("элге жайбагыла", False), ("ким көрөт?", None), ("кто увидит", None),
    ],
)  # fmt: skip
def test_who_may_read_it_is_said_in_other_words(text, may):
    assert read_showing(text) is may


@pytest.mark.parametrize(("text", "count"), [("өзүмдү эсептебегенде алты киши", 6), ("жетөө, менсиз", 7)])
def test_people_are_counted_without_whoever_says_so(text, count):
    assert parse_companions(text) == count


@pytest.mark.parametrize("text", ["отставить удаление", "стоп, не туда", "токто", "калтыр анда"])
def test_whoever_calls_a_halt_loses_nothing(text):
    assert loses_nothing(text)
