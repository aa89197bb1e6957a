"""A complaint about somebody beside a proposal is told from it. What only names a neighbour is none."""

import pytest

from bot.budget.referral.within import part_complaint

ROAD, LIGHT = "Почините дорогу у школы.", "Мектепке жарык керек."


@pytest.mark.parametrize(("text", "parts"), [
    (f"{ROAD} И еще сосед сливает воду на улицу, хам, накажите его",
     [ROAD, "И еще сосед сливает воду на улицу, хам, накажите его"]),
    (f"{LIGHT} Анан кошунам таштандысын көчөгө төгүп жатат, чара көргүлө",
     [LIGHT, "Анан кошунам таштандысын көчөгө төгүп жатат, чара көргүлө"]),
    (f"{LIGHT} Башчы пара сурап жатат, кызматтан алгыла.", [LIGHT, "Башчы пара сурап жатат, кызматтан алгыла."]),
    (f"Соседи шумят по ночам. {ROAD}", [ROAD, "Соседи шумят по ночам."]),
    (f"1. {ROAD} 2. Сосед Асан ворует воду, оштрафуйте.", [f"1. {ROAD}", "2. Сосед Асан ворует воду, оштрафуйте."]),
    ("Соседи просят фонари. Поставьте их на Манаса.", []),
    ("Мы живём на Ленина. Сосед сливает воду, накажите", []),
    ("кошуна айылга жол салып бергиле. Суу да керек.", []),
    (ROAD, []), ("", []),
])  # fmt: skip
def test_a_complaint_beside_a_proposal_is_a_part_of_its_own(text, parts):
    assert part_complaint(text) == parts


@pytest.mark.parametrize("text", [
    "кошуналар уй жанындагы жерин тосуп кенейтип алды, салыгы болсо эски олчом менен. кайра олчоп туура эсептегиле",
    "Сосед захватил кусок общей земли и огородил. Пересчитайте ему земельный налог и взыщите",
    "Коншум жайытты басып алып айдап жатат. Ижара акысын алып, бюджетке түшүргүлө",
    "Соседи воруют воду из общего арыка. Поставьте счётчики и берите плату",
    "koshunam jerin tosup aldy. salygyn kairadan eseptep bergile",
])  # fmt: skip
def test_what_a_neighbour_owes_the_budget_is_one_proposal(text):
    assert part_complaint(text) == []


@pytest.mark.parametrize("text", [
    "Соседи шумят по ночам. Поднимите налог на магазины.",
    "Сосед ворует воду, налог не платит. Почините дорогу у школы.",
    "Башчы пара сурап жатат. Жердин салыгын кайра эсептеп бергиле.",
])  # fmt: skip
def test_dues_of_others_and_an_official_leave_the_complaint_apart(text):
    assert len(part_complaint(text)) == 2
