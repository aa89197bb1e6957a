"""The same dialogues of residents and clerks end in the same rows: Telegram, WhatsApp, the web chat, the terminal."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.budget.permissions import Role
from bot.channels.telegram import Telegram
from bot.channels.telegram.channel import CAPABILITIES as OF_TELEGRAM
from bot.channels.telegram.parse import parse as read_update
from bot.channels.terminal import Terminal
from bot.channels.terminal import parse as read_line
from bot.channels.web import Web
from bot.channels.web.channel import CAPABILITIES as OF_WEB
from bot.channels.web.parse import read_posted
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.build import CAPABILITIES as OF_WHATSAPP
from bot.channels.whatsapp.build import build
from bot.channels.whatsapp.parse import Written
from bot.channels.whatsapp.parse import parse as read_webhook
from bot.chat.message import Incoming, Message, Peer
from bot.chat.texts import find_words
from bot.config_accounts import WhatsAppSettings
from bot.office import staff
from bot.web.chat.page_messages import show
from storage.database.schema import answers, dialogue, follows, people, proposal_texts, proposals, reactions
from storage.database.seal import Seal
from storage.store import Store
from tests.handlers.conftest import Village, open_village
from tests.sizes import sized
from tests.whatsapp.fake.graph import Shown
from tests.whatsapp.payloads import NUMBER, message, value, webhook

pytestmark = pytest.mark.slow

TOKEN = "7012345678:AAF-a-token-for-the-tests_of-35-signs00"
SEAL = Seal(b"k" * 32)
IDS = count(1)
MANY = sized(6, 40)


class InTelegram:
    """Raw updates in, inline keyboards out."""

    name, account, capabilities = "telegram", TOKEN.partition(":")[0], OF_TELEGRAM

    def __init__(self) -> None:
        self.bot = Telegram(TOKEN, seal=SEAL)

    def address(self, number: int) -> str:
        return str(501_000_000 + number)

    def writes(self, address: str, said: str) -> Incoming:
        chat = {"id": int(address), "type": "private", "first_name": "Айгүл"}
        body = {"message_id": next(IDS), "from": chat, "chat": chat, "date": 1, "text": said}
        return self._read({"message": body})

    def starts(self, address: str, payload: str) -> Incoming:
        return self.writes(address, f"/start {payload}")

    def taps(self, address: str, shown: Message, id: str, title: str) -> Incoming | None:
        keyboard = self.bot.keyboard(shown, address)
        rows = [] if keyboard is None else [button for row in keyboard.inline_keyboard for button in row]
        data = next((button.callback_data for button in rows if button.text == title), None)
        if data is None:
            return None
        chat = {"id": int(address), "type": "private", "first_name": "Айгүл"}
        on = {"message_id": int(id), "chat": chat, "date": 1}
        return self._read({"callback_query": {"id": f"tap{next(IDS)}", "from": chat, "message": on, "data": data}})

    def _read(self, update: dict[str, Any]) -> Incoming:
        raw = {"update_id": next(IDS), **update}
        found = read_update(raw, account=self.account, username="sunush_bot", mac=self.bot.mac).incoming
        assert found is not None
        return found


class InWhatsApp:
    """Signed bodies in, interactive messages out."""

    name, account, capabilities = "whatsapp", NUMBER, OF_WHATSAPP

    def __init__(self) -> None:
        self.number = WhatsApp(WhatsAppSettings("EAAG", NUMBER), seal=SEAL)

    def address(self, number: int) -> str:
        return f"KG.{number}" if number % 2 else f"99655500{number:04}"

    def writes(self, address: str, said: str) -> Incoming:
        return self._read(address, "text", {"body": said})

    def starts(self, address: str, payload: str) -> Incoming:
        return self.writes(address, payload)

    def taps(self, address: str, shown: Message, id: str, title: str) -> Incoming | None:
        *_, body = build(shown, address, words=find_words("ky"), mac=self.number.mac)
        found = Shown(id, body).buttons.get(title)
        if found is None:
            return None
        form, signed = found
        return self._read(
            address, "interactive", {"type": form, form: {"id": signed, "title": title}}, context={"id": id}
        )

    def _read(self, address: str, kind: str, content: Any, **more: Any) -> Incoming:
        who = {"from": address} if address.isdigit() else {"from": None, "from_user_id": address}
        said = message(kind, content, id=f"wamid.{next(IDS)}", **more) | who
        (item,) = read_webhook(webhook(value(said, contacts=[])), account=NUMBER, mac=self.number.mac)
        assert isinstance(item, Written)
        return item.incoming


class InWeb:
    """What a page posts in, what a page is shown out."""

    name, account, capabilities = "web", "chat", OF_WEB

    def __init__(self) -> None:
        self.web = Web(seal=SEAL, url="", uploads=Path("none"))

    def address(self, number: int) -> str:
        return f"{number:064x}"

    def writes(self, address: str, said: str) -> Incoming:
        return self._read(address, {"text": said})

    def starts(self, address: str, payload: str) -> Incoming:
        return self._read(address, {"start": payload, "language": ""})

    def taps(self, address: str, shown: Message, id: str, title: str) -> Incoming | None:
        page = show(id, shown, address=address, language="ky", mac=self.web.mac)
        buttons = {named: choice for choice, named in [*page.get("choices", []), *page.get("ways", [])]}
        return self._read(address, {"choice": buttons[title], "message": id}) if title in buttons else None

    def _read(self, address: str, said: dict[str, str]) -> Incoming:
        posted = json.dumps({"id": f"page-{next(IDS):012}", **said}).encode()
        return read_posted(posted, self.web.make_peer(address), mac=self.web.mac)


class InTerminal:
    """Lines in; what can be pressed is typed."""

    name, account, capabilities = "terminal", "room", Terminal.capabilities

    def address(self, number: int) -> str:
        return f"p{number}"

    def writes(self, address: str, said: str) -> Incoming:
        return read_line(said, Peer(self.name, self.account, address), folder=Path.cwd())

    def starts(self, address: str, payload: str) -> Incoming:
        return self.writes(address, f"/start {payload}")

    def taps(self, address: str, shown: Message, id: str, title: str) -> Incoming | None:
        return None


@dataclass
class Somebody:
    """A person at one messenger: taps where something can be tapped, and types where not."""

    village: Village
    messenger: Any
    number: int
    heard: list[tuple[str, Message]] = field(default_factory=list)
    _seen: int = 0

    @property
    def address(self) -> str:
        return self.messenger.address(self.number)

    async def starts(self, payload: str) -> None:
        await self._does(self.messenger.starts(self.address, payload))

    async def says(self, said: str) -> None:
        await self._does(self.messenger.writes(self.address, said))

    async def presses(self, title: str) -> None:
        await self.reads()
        shown = [(id, one) for id, one in self.heard if title in {name for _, name in [*one.choices, *one.ways]}]
        assert shown, f"«{title}» is nowhere, last: {self.heard[-1][1].text}"
        id, newest = shown[-1]
        tapped = self.messenger.taps(self.address, newest, id, title)
        await self._does(tapped or self.messenger.writes(self.address, title))

    async def reads(self) -> None:
        await self.village.courier.carry()
        sent = self.village.chats.sent
        for at, (to, one, _) in enumerate(sent[self._seen :], self._seen + 1):
            if to == self.address:
                self.heard.append((one.hints.edits or str(at), one))
        self._seen = len(sent)

    async def _does(self, incoming: Incoming) -> None:
        await self.village.receive(incoming)
        await self.reads()


KY = {
    "language": "Кыргызча", "propose": "Сунуш берүү", "yes": "Макулмун", "send": "Жөнөтүү", "notices": "Кабар алам",
    "later": "Азыр эмес", "sides": ("Киреше: акча түшөт", "Чыгаша: акча кетет", "Билбейм"),
    "reactions": ("Түшүнүктүү", "Суроом бар", "Макул эмесмин"),
}  # fmt: skip
RU = {
    "language": "Русский", "propose": "Подать предложение", "yes": "Разрешаю", "send": "Отправить",
    "notices": "Сообщать", "later": "Не сейчас", "sides": ("Доходы", "Расходы", "Не знаю"),
    "reactions": ("Понятно", "Есть вопрос", "Не согласен"),
}  # fmt: skip
TEXTS = {
    "Кыргызча": ("Мектептин жанына жарык керек", "Эски кеңсени ижарага берүү керек", "Көпүрөнү оңдоо керек"),
    "Русский": ("Нужно освещение возле школы", "Сдать в аренду старую контору", "Починить мост через арык"),
}
SENTENCE = "Кеңешүүдөн кийин 2027-жылдын планына киргизилет."
ANSWERS = ("1", "3", "4")  # decisions, as their numbers stand


async def talk(village: Village, messenger: Any, dialogues: list[tuple[Any, ...]]) -> None:
    """Plays each dialogue: somebody proposes, a clerk answers, and the author says what they think of it."""
    clerk = Somebody(village, messenger, 0)
    await clerk.starts(await village.database.write(_invite(village)))
    await clerk.presses("Кыргызча")
    await clerk.says("бюджет адиси")
    for number, (words, side, decision, reaction) in enumerate(dialogues, 1):
        author = Somebody(village, messenger, number)
        await author.starts("a_kokjar")
        await author.presses(words["language"])
        await author.presses(words["propose"])
        await author.presses(_last_choices(author)[side])
        await author.says(f"{TEXTS[words['language']][side]}, {number}-үй")
        await author.presses(words["yes"])
        await author.presses(words["send"])
        await author.presses(_last_choices(author)[number % 2])

        await clerk.says(f"{number:04}")
        await answer(clerk, decision)
        await author.reads()
        await author.presses(_last_choices(author)[reaction])
        if reaction:
            await author.says("Качан башталат?" if words is KY else "Когда начнётся?")
        village.clock.later(minutes=1)


def _last_choices(somebody: Somebody) -> list[str]:
    return [title for _, title in next(one for _, one in reversed(somebody.heard) if one.choices).choices]


async def answer(clerk: Somebody, decision: str) -> None:
    """From the card to the sent answer, by whatever is asked."""
    await clerk.presses("Жооп берүү")
    await clerk.says(decision)
    explained = False
    for _ in range(12):
        asked = clerk.heard[-1][1]
        titles = [title for _, title in asked.choices]
        ways = [title for _, title in asked.ways if title != "Артка"]
        if "Жооп жөнөтүү" in titles:
            await clerk.presses("Жооп жөнөтүү")
            return
        if titles:
            await clerk.says("1")
        elif "150 000" in asked.text.replace("\xa0", " "):
            await clerk.says("200 000")
        elif explained and ways:  # the same in the other language, which may be left out
            await clerk.presses(ways[0])
        else:
            explained = True
            await clerk.says(SENTENCE)
    raise AssertionError(f"no answer leaves: {clerk.heard[-1][1]}")


def _invite(village: Village) -> Callable[[Store], Any]:
    async def make(store: Store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=village.clock())).payload

    return make


of = proposals.c
ROWS = {
    "proposals": select(of.label, of.side, of.category, of.language, of.budget_year, of.due_on).order_by(of.id),
    "texts": select(proposal_texts.c.proposal_id, proposal_texts.c.text).order_by(proposal_texts.c.id),
    "answers": select(
        answers.c.proposal_id, answers.c.decision, answers.c.reason, answers.c.sentence, answers.c.amount
    ).order_by(answers.c.id),
    "reactions": select(reactions.c.answer_id, reactions.c.reaction).order_by(
        reactions.c.answer_id, reactions.c.reaction
    ),
    "dialogue": select(dialogue.c.proposal_id, dialogue.c.kind, dialogue.c.text).order_by(dialogue.c.id),
    "people": select(func.count(), func.sum(people.c.consent_version)).select_from(people),
    "follows": select(func.count(), func.sum(follows.c.notices)).select_from(follows),
}


async def list_rows(village: Village) -> dict[str, list[tuple[Any, ...]]]:
    """What is kept of all of it, without who and when."""

    async def read(store: Store) -> dict[str, list[tuple[Any, ...]]]:
        found = {name: [tuple(row) for row in await store.connection.execute(rows)] for name, rows in ROWS.items()}
        return found | {"dialogue": [(of, kind, SEAL.open(said)) for of, kind, said in found["dialogue"]]}

    return await village.database.read(read)


async def test_the_same_dialogues_end_in_the_same_rows(tmp_path: Path, tell):
    dialogues = [*product((KY, RU), (0, 1, 2), ANSWERS, (0, 1, 2))]
    dialogues = [dialogues[at * 7 % len(dialogues)] for at in range(MANY)]
    found = {}
    for messenger in (InTelegram(), InWhatsApp(), InWeb(), InTerminal()):
        folder = tmp_path / messenger.name
        folder.mkdir()
        async with open_village(folder) as village:
            for name in ("name", "account", "capabilities"):
                setattr(village.chats, name, getattr(messenger, name))
            await talk(village, messenger, dialogues)
            found[messenger.name] = await list_rows(village)
    assert len(found["telegram"]["proposals"]) == len(found["telegram"]["answers"]) == MANY
    for name in ROWS:
        for other in ("whatsapp", "web", "terminal"):
            assert found[other][name] == found["telegram"][name], (other, name)
    rows = sum(len(of) for of in found["telegram"].values())
    tell("the same dialogues through four channels", dialogues=MANY, rows=rows, different=0)
