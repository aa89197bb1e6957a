"""«I do not know»: where the words do not tell the side either, the office chooses it. Its author hears which it is."""

import json

import pytest

from bot.budget.proposal import Side
from bot.export.proposals import write_export
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from tests.handlers.office.answers.test_answer import SENTENCE
from tests.handlers.offices import proposed, texts


async def side_of(village) -> Side:
    found = await village.database.read(lambda store: store.proposals.find_by_number(1, 1))
    return found.side


@pytest.mark.parametrize("by", ["voice", "text"])
async def test_the_side_waits_for_the_office_and_its_author_hears_of_it(village, tmp_path, by):
    nurlan = await village.worker("Нурлан")
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.presses("Билбейм")
    if by == "voice":
        said = await aigul.sends("voice")
    else:  # what names no matter is asked about first
        assert "Бул менин текстим" in await aigul.says("Ушуну бир карап коюңуздарчы, сурайбыз")
        said = await aigul.presses("Бул менин текстим")
    assert "киреше же чыгаша экенин айыл өкмөтү чечет" in said
    await aigul.presses("Макулмун")
    await aigul.presses("Жөнөтүү")
    assert any("айыл өкмөтү аныктап, сизге кабарлайт" in text for text in texts(village, "Айгүл"))
    assert await side_of(village) is Side.UNSURE

    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.presses("Тандап көрүү")
    while "Тарабы боюнча" not in nurlan.heard[-1].numbered():
        await nurlan.presses("Дагы")
    assert "тарабы аныктала элек · 1" in (await nurlan.presses("Тарабы боюнча")).casefold()
    await nurlan.says("1")
    card = await nurlan.says("0001")
    assert "тарабы аныктала элек" in card.casefold()
    await write_export(
        village.database,
        village.database.seal,
        path=tmp_path / "a.jsonl",
        form="jsonl",
        aimak_id=1,
        year=None,
        pseudonymous=False,
    )
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["side"] == "unsure"

    asked = await nurlan.presses("Жооп берүү")
    if by == "voice":  # it is put into one line first
        asked = await nurlan.says("Ушуну бир карап коюңуздарчы, сурайбыз")
    assert "1 — Киреше: акча түшөт" in asked  # no answer leaves before its side is known
    assert "Кандай чечим" in await nurlan.says("1")
    assert await side_of(village) is Side.REVENUE
    assert any("киреше" in text for text in texts(village, "Айгүл")[-1:])
    await nurlan.follows_script("1", "5000", "Ижара", SENTENCE, "Жооп жөнөтүү")
    assert "2027-жылдын кирешесинде" in texts(village, "Айгүл")[-1]
    for_all = [
        await village.database.read(lambda store, how=how: how(store, aimak_id=1, year=2027))
        for how in (count, count_tally)
    ]
    assert for_all[0].tally.answered == for_all[1].tally.answered == 1


async def test_what_was_pressed_goes_on_once_the_side_is_chosen(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.in_menu("Айгүл")
    for _ in range(2):
        await proposed(village, aigul, "Ушуну бир карап коюңуздарчы, сурайбыз")
    await nurlan.starts()
    await nurlan.says("0001")
    await nurlan.follows_script("Каражат жетпейт", SENTENCE, "Жооп жөнөтүү")
    await village.database.write(lambda store: store.proposals.sort(2, side=Side.UNSURE, category=None))
    await nurlan.says("/start")
    await nurlan.says("0002")
    assert "1 — Киреше: акча түшөт" in await nurlan.presses("Ушундай эле жооп")
    assert SENTENCE in await nurlan.says("2")  # the like answer, as it was pressed
