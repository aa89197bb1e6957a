"""The same conversation written for other libraries, keeping their state in their own way; nothing is sent by any."""

import json
import os
import shutil
import warnings
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiofiles
import aiofiles.os
from aiogram import Bot, Dispatcher, F
from aiogram import types as aio
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from tests.bench.figures import STEPS, TEXT, TOKEN, Json, message, tap

DATA = {"language": "ky", "propose": "propose", "side": "spending", "consent": "yes", "send": "send"}
SCREENS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "language": ("Тилди тандаңыз. Выберите язык.", [("ky", "Кыргызча"), ("ru", "Русский")]),
    "menu": ("Саламатсызбы! Бул жерде бюджет боюнча сунуш бересиз.", [("propose", "Сунуш берүү")]),
    "side": ("1/3. Сунушуңуз эмне жөнүндө?", [("revenue", "Киреше"), ("spending", "Чыгаша"), ("unsure", "Билбейм")]),
    "text": ("2/3. Сунушуңузду жазыңыз.", []),
    "consent": ("3/3. Текшериңиз: {side}. «{text}»", [("yes", "Макулмун"), ("no", "Азыр эмес")]),
    "send": ("3/3. Текшериңиз: {side}. «{text}»", [("send", "Жөнөтүү"), ("change", "Өзгөртүү")]),
    "receipt": ("Рахмат! Сунушуңуз кабыл алынды, номери — {number:04}.", []),
}


class Peer:
    """Somebody else's way of doing it."""

    name = ""
    at_once = True
    said: deque[Any]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = deque(maxlen=64)

    async def open(self) -> None:
        """Gets ready."""

    async def close(self) -> None:
        """Lets go."""

    def update(self, person: int, step: str) -> Json:
        """What this person does at a step."""
        if step == "start":
            return message(person, "/start a_kokjar")
        return message(person, TEXT) if step == "text" else tap(person, DATA[step])

    async def take(self, update: Json) -> None:
        """Handles an update; when it returns, all is as durable as it will be."""
        raise NotImplementedError

    async def take_unkept(self, update: Json) -> None:
        """Handles an update of somebody who is only to be there."""
        await self.take(update)

    async def populate(self, people: Sequence[int]) -> None:
        """Has these people propose, without being measured."""
        for person in people:
            for step in STEPS:
                await self.take_unkept(self.update(person, step))

    async def settle(self) -> None:
        """What happens between the measured updates."""

    async def proposals(self) -> int:
        """How many proposals were made, so that nobody is quick by doing nothing."""
        raise NotImplementedError


class Nowhere(BaseRequest):
    """Answers every request itself."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        """Nothing."""

    async def shutdown(self) -> None:
        """Nothing."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Says who the bot is, whatever is asked."""
        return 200, json.dumps(
            {"ok": True, "result": {"id": 424242, "is_bot": True, "first_name": "S", "username": "s_bot"}}
        ).encode()


class Ptb(Peer):
    """python-telegram-bot's own: one pickle for everybody, written anew after each update, without fsync."""

    name = "PTB ConversationHandler, PicklePersistence"
    at_once = False  # a ConversationHandler takes one update after the other

    async def open(self) -> None:
        """Makes the application."""
        self._persistence = PicklePersistence(self.folder / "ptb.pickle", on_flush=True)
        builder = Application.builder().token(TOKEN).persistence(self._persistence).updater(None)
        self._app = builder.request(Nowhere()).get_updates_request(Nowhere()).build()
        states = {
            "language": [CallbackQueryHandler(self._language, pattern="^(ky|ru)$")],
            "menu": [CallbackQueryHandler(self._propose, pattern="^propose$")],
            "side": [CallbackQueryHandler(self._side, pattern="^(revenue|spending|unsure)$")],
            "text": [MessageHandler(filters.TEXT & ~filters.COMMAND, self._text)],
            "consent": [CallbackQueryHandler(self._consent, pattern="^yes$")],
            "send": [CallbackQueryHandler(self._send, pattern="^send$")],
        }
        entry: list[Any] = [CommandHandler("start", self._start)]
        warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
        self._app.add_handler(ConversationHandler(entry, states, [], name="proposal", persistent=True))  # type: ignore[arg-type]
        await self._app.initialize()

    async def close(self) -> None:
        """Closes it."""
        await self._app.shutdown()

    async def take(self, update: Json) -> None:
        """Handles, then writes everything."""
        await self._app.process_update(Update.de_json(update, self._app.bot))
        await self._app.update_persistence()
        await self._persistence.flush()

    async def take_unkept(self, update: Json) -> None:
        """Handles; the first measured update writes everybody."""
        await self._app.process_update(Update.de_json(update, self._app.bot))

    async def proposals(self) -> int:
        """As its memory has them."""
        return sum(len(data.get("proposals", [])) for data in self._app.user_data.values())

    def _say(self, screen: str, **words: Any) -> str:
        text, choices = SCREENS[screen]
        rows = [[InlineKeyboardButton(title, callback_data=data)] for data, title in choices]
        self.said.append((text.format(**words), InlineKeyboardMarkup(rows)))
        return screen

    async def _start(self, _: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        context.user_data["aimak"] = context.args[0]  # type: ignore[index]
        return self._say("language")

    async def _language(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        context.user_data["language"] = update.callback_query.data  # type: ignore[index, union-attr]
        return self._say("menu")

    async def _propose(self, *_: Any) -> str:
        return self._say("side")

    async def _side(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        context.user_data["side"] = update.callback_query.data  # type: ignore[index, union-attr]
        return self._say("text")

    async def _text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        data: Any = context.user_data
        data["text"] = update.message.text  # type: ignore[union-attr]
        return self._say("consent", side=data["side"], text=data["text"])

    async def _consent(self, _: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        data: Any = context.user_data
        data["agreed"] = True
        return self._say("send", side=data["side"], text=data["text"])

    async def _send(self, _: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        data: Any = context.user_data
        number = context.bot_data["last"] = context.bot_data.get("last", 0) + 1
        data.setdefault("proposals", []).append({"number": number, "side": data["side"], "text": data["text"]})
        self._say("receipt", number=number)
        return ConversationHandler.END


class JsonFiles(BaseStorage):
    """A JSON file a person through aiofiles, read once and written once an update: temporary file, fsync, replace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[StorageKey, dict[str, Any]] = {}
        folder.mkdir()

    def _path(self, key: StorageKey) -> Path:
        return self._folder / f"{key.bot_id}_{key.chat_id}_{key.user_id}.json"

    async def _read(self, key: StorageKey) -> dict[str, Any]:
        if key not in self._open:
            try:
                async with aiofiles.open(self._path(key), encoding="utf-8") as file:
                    self._open[key] = json.loads(await file.read())
            except FileNotFoundError:
                self._open[key] = {"state": None, "data": {}}
        return self._open[key]

    async def keep(self, chat: int) -> None:
        """Writes what a person's update changed."""
        for key in [key for key in self._open if key.chat_id == chat]:
            path, record = self._path(key), self._open.pop(key)
            temporary = path.with_suffix(".tmp")
            async with aiofiles.open(temporary, "w", encoding="utf-8") as file:
                await file.write(json.dumps(record, ensure_ascii=False))
                await file.flush()
                await aiofiles.os.wrap(os.fsync)(file.fileno())
            await aiofiles.os.replace(temporary, path)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """As aiogram asks for it."""
        (await self._read(key))["state"] = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        """As aiogram asks for it."""
        return (await self._read(key))["state"]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """As aiogram asks for it."""
        (await self._read(key))["data"] = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """As aiogram asks for it."""
        return dict((await self._read(key))["data"])

    async def close(self) -> None:
        """Nothing."""


class AioMemory(Peer):
    """aiogram with nothing on disk."""

    name = "aiogram, MemoryStorage (nothing kept)"

    async def open(self) -> None:
        """Makes the dispatcher."""
        self.storage = self.made_storage()
        self._last = 0
        self._bot = Bot(TOKEN)
        self._dispatcher = talks = Dispatcher(storage=self.storage, events_isolation=SimpleEventIsolation())
        talks.message.register(self._start, CommandStart(deep_link=True))
        talks.message.register(self._text, State("text"), F.text)
        for at, handler in (("language", self._language), ("menu", self._propose), ("side", self._side)):
            talks.callback_query.register(handler, State(at))
        talks.callback_query.register(self._consent, State("consent"), F.data == "yes")
        talks.callback_query.register(self._send, State("send"), F.data == "send")

    def made_storage(self) -> BaseStorage:
        """Where conversations are kept."""
        return MemoryStorage()

    async def close(self) -> None:
        """Closes it."""
        await self._bot.session.close()

    async def proposals(self) -> int:
        """As they were numbered."""
        return self._last

    async def take(self, update: Json) -> None:
        """Handles."""
        await self._dispatcher.feed_raw_update(self._bot, update)

    async def _say(self, state: FSMContext, screen: str, **words: Any) -> None:
        text, choices = SCREENS[screen]
        rows = [[aio.InlineKeyboardButton(text=title, callback_data=data)] for data, title in choices]
        self.said.append((text.format(**words), aio.InlineKeyboardMarkup(inline_keyboard=rows)))
        await state.set_state(None if screen == "receipt" else State(screen))

    async def _start(self, said: aio.Message, state: FSMContext) -> None:
        await state.update_data(aimak=(said.text or "").partition(" ")[2])
        await self._say(state, "language")

    async def _language(self, query: aio.CallbackQuery, state: FSMContext) -> None:
        await state.update_data(language=query.data)
        await self._say(state, "menu")

    async def _propose(self, _: aio.CallbackQuery, state: FSMContext) -> None:
        await self._say(state, "side")

    async def _side(self, query: aio.CallbackQuery, state: FSMContext) -> None:
        await state.update_data(side=query.data)
        await self._say(state, "text")

    async def _text(self, said: aio.Message, state: FSMContext) -> None:
        data = await state.update_data(text=said.text)
        await self._say(state, "consent", side=data["side"], text=data["text"])

    async def _consent(self, _: aio.CallbackQuery, state: FSMContext) -> None:
        data = await state.update_data(agreed=True)
        await self._say(state, "send", side=data["side"], text=data["text"])

    async def _send(self, _: aio.CallbackQuery, state: FSMContext) -> None:
        data = await state.get_data()
        self._last += 1
        proposal = {"number": self._last, "side": data["side"], "text": data["text"]}
        await state.update_data(proposals=[*data.get("proposals", []), proposal])
        await self._say(state, "receipt", number=self._last)


class AioJson(AioMemory):
    """aiogram with a file a person."""

    name = "aiogram, a JSON file a person (fsync, replace)"
    storage: JsonFiles

    def made_storage(self) -> BaseStorage:
        """Files."""
        return JsonFiles(self.folder / "json")

    async def take(self, update: Json) -> None:
        """Handles, then writes the person's file."""
        await super().take(update)
        await self.storage.keep(_chat_of(update))

    async def populate(self, people: Sequence[int]) -> None:
        """Has the first one propose, and copies the file."""
        first, *others = people
        await super().populate([first])
        for person in others:
            name = f"{self._bot.id}_{{0}}_{{0}}.json".format
            shutil.copyfile(self.folder / "json" / name(first), self.folder / "json" / name(person))
        self._last += len(others)


def _chat_of(update: Json) -> int:
    said = update.get("message") or update["callback_query"]["message"]
    return int(said["chat"]["id"])
