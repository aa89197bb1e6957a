"""«Telegram'да улантуу» on the page of the web chat: its link joins the person, and the answer comes there."""

import re
from dataclasses import dataclass, replace

from bot.chat.message import Peer
from bot.delivery.courier import Courier
from bot.export.reports import Reports
from bot.office.messenger_accounts import links
from storage.store import Store
from tests.handlers.conftest import Chats, Resident, Village
from tests.handlers.resident.personal.test_two_messengers import LIGHT, answered


class Page(Chats):
    """The page of the web chat."""

    name = "web"
    account = "chat"


@dataclass
class OnThePage(Resident):
    """Somebody who writes there."""

    @property
    def peer(self) -> Peer:
        return Peer("web", "chat", self.name)


async def test_the_button_of_the_page_joins_its_person_with_their_telegram(village: Village):
    page = Page()
    village.courier = Courier(
        database=village.database, channels=[village.chats, page], now=village.clock, reports=Reports(village.database)
    )

    async def serve(store: Store) -> None:
        await links.keep(
            store, "telegram", "bot", bare="https://t.me/bot", with_payload="https://t.me/bot?start=PAYLOAD"
        )

    await village.database.write(serve)
    aigul = OnThePage(replace(village, chats=page), "Айгүл")
    await aigul.starts("a_kokjar")
    await aigul.taps("language:ky")
    for choice in ("propose", "side:spending"):
        await aigul.taps(choice)
    await aigul.says(LIGHT)
    await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    await aigul.taps("notices:no")
    await aigul.starts("m_")  # what the button of the page posts
    ((link, _),) = aigul.heard[-1].links
    found = re.fullmatch(r"https://t\.me/bot\?start=(l_\d{20})", link)
    assert found is not None
    there = Resident(village, "Айгүл Telegram'да")
    await there.starts(found[1])
    await there.taps("language:ky")
    await there.taps("join_sure:yes")
    await village.tells()
    assert "«Ажыратуу» басыңыз" in await aigul.reads(), "the page that made the code hears of it"
    assert "«Ажыратуу» басыңыз" not in await there.reads()
    assert (await there.person()).id == (await aigul.person()).id
    assert LIGHT in await there.taps("mine")
    clerk = await village.worker("Бакыт")
    await answered(village, clerk, 1)
    await village.tells()
    assert "ДОЛБООРГО КИРГЕН ЖОК" in "\n".join([await aigul.reads(), await there.reads()])
