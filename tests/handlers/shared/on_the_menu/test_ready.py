"""What each menu and each step of a proposal asks the database is compiled once, not anew for every message."""

from bot.delivery.incoming.turn import TakeTurn
from storage.database.ready import ReadyStatements


async def test_from_the_link_to_the_receipt_every_statement_of_a_turn_is_ready(village, monkeypatch):
    find, take, built_anew = ReadyStatements.find, TakeTurn.__call__, []
    within = False

    def note(self, statement, parameters):
        found = find(self, statement, parameters)
        if within and found is None:
            built_anew.append(" ".join(str(statement).split()))
        return found

    async def take_noted(*told):
        nonlocal within
        within = True
        turn = await take(*told)
        within = False
        return turn

    monkeypatch.setattr(ReadyStatements, "find", note)
    monkeypatch.setattr(TakeTurn, "__call__", take_noted)
    aigul = await village.at_check("Айгүл", "Көпүрөнүн тактайы чирип, балдар өтө албай калды")
    assert "Рахмат" in await aigul.presses("Жөнөтүү")
    assert built_anew == []
