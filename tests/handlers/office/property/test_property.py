"""A clerk sends the property list in the chat. A resident proposes what an empty house could bring."""

import uuid
from functools import partial

from bot.budget.permissions import Role
from bot.budget.property.file import read_table
from bot.budget.proposal import Answer, Decision, Side
from bot.chat.message import Incoming, Kind, Media
from bot.export.board_sheet.facts import collect_board
from bot.office.answers import answers
from bot.office.property import listing
from bot.office.property.waiting import PROPERTY_LIST
from bot.office.sheets import expected
from tests.handlers.offices import joined, texts
from tests.office.property.test_listing import HEAD, OLD, SHOP


async def sent(village, clerk, *rows):
    """A list sent as a file; its cells are read in a process of its own elsewhere."""
    media = (Media("document", uuid.uuid4().hex, spreadsheet=True),)
    await clerk._hears(Incoming(uuid.uuid4().hex, clerk.peer, Kind.MEDIA, "", media=media))
    [listed] = await village.database.read(partial(expected.list_waiting, kind=PROPERTY_LIST))
    take = partial(expected.take, kind=PROPERTY_LIST, waiting=listed, content=read_table([HEAD, *rows]))
    await village.database.write(partial(take, at=village.clock()))
    await village.courier.carry()
    return texts(village, "Бакыт")[-1]


async def test_an_empty_house_of_the_list_becomes_a_revenue_proposal_that_names_it(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    assert "баары — 0" in await clerk.taps("property_desk")
    assert "B2" in await sent(village, clerk, ["1", "", "x", "", "бош"])
    assert "Жаңы — 2" in await sent(village, clerk, SHOP, OLD)
    aigul = await village.in_menu("Айгүл")
    assert "Мүлк тизмеси" in await aigul.taps("budget")
    said = await aigul.taps("property")
    assert "Эски кеңсе, Мектеп көчөсү, 3 · бош турат" in said
    aimak_id = (await aigul.person()).aimak_id
    empty, shop = await village.database.read(lambda store: listing.list_items(store, aimak_id=aimak_id))
    assert "96 000 сом" in (await aigul.taps(f"property_item:{shop.id}")).replace("\xa0", " ")
    assert "Бош турат, сунушуңуз барбы?" in await aigul.taps(f"property_item:{empty.id}")
    assert "Эски кеңсе" in await aigul.taps(f"property_propose:{empty.id}")
    said = await aigul.says("Эски кеңсени ижарага берсек, бюджетке акча түшөт")
    assert "Мүлк: Эски кеңсе" in said
    await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    [made] = await aigul.proposals()
    assert made.side is Side.REVENUE
    card = await clerk.taps(f"desk_one:{made.id}")
    assert "Мүлк: Эски кеңсе, Мектеп көчөсү, 3" in card
    answer = Answer(Decision.INCLUDED, amount=60_000, sentence="")
    await village.database.write(
        partial(answers.send, id=made.id, answer=answer, revision=1, by=await clerk.person(), at=village.clock())
    )
    facts = await village.database.read(lambda store: collect_board(store, aimak_id=aimak_id, year=made.budget_year))
    assert [one.item for one in facts.rows] == ["Эски кеңсе, Мектеп көчөсү, 3"]


async def test_an_item_of_another_aimak_is_neither_read_nor_proposed_on(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.taps("property_desk")
    await sent(village, clerk, OLD)
    stranger = await village.in_menu("Нурбек", aimak="shark")
    assert "жарыялана элек" in await stranger.taps("property")
    for forged in ("property_item:1", "property_propose:1"):
        assert "Эски кеңсе" not in await stranger.taps(forged)
    assert "Эски кеңсе" not in await stranger.taps("property_desk")
