"""A menu asks the database once for roles, and for whether the aimak is one for practice."""

from collections import Counter

from storage.aimaks import Aimaks
from storage.roles import Roles


def _counted(monkeypatch) -> Counter[str]:
    asked: Counter[str] = Counter()

    def count(of: type, name: str) -> None:
        before = getattr(of, name)

        async def read(self, *given):
            asked[name] += 1
            return await before(self, *given)

        monkeypatch.setattr(of, name, read)

    count(Roles, "list_standings")
    count(Aimaks, "is_practice")
    return asked


async def test_a_resident_who_comes_to_the_menu_has_their_roles_read_once(village, monkeypatch):
    aigul = await village.in_menu("Айгүл")
    asked = _counted(monkeypatch)
    await aigul.says("/menu")
    assert asked == {"list_standings": 1, "is_practice": 1}


async def test_a_receipt_and_the_menu_below_it_ask_once_whether_it_is_for_practice(village, monkeypatch):
    aigul = await village.at_check("Айгүл", "Көпүрөнүн тактайы чирип, балдар өтө албай калды")
    asked = _counted(monkeypatch)
    assert "Рахмат" in await aigul.presses("Жөнөтүү")
    assert asked["is_practice"] == 1
