"""What aiogram has of conversation states; imported where it is used, since aiogram takes seconds to import."""

from datetime import UTC, datetime

from aiogram import Router
from aiogram.client.session.base import BaseSession
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Chat, Message

__all__ = ["BaseStorage", "FSMContext", "MemoryStorage", "State", "StatesGroup", "StorageKey"]


class Theirs(StatesGroup):
    side = State()


class RecordingSession(BaseSession):
    """Sends nothing: keeps what was to be sent and answers as Telegram would."""

    def __init__(self):
        super().__init__()
        self.sent = []

    async def make_request(self, bot, method, *args, **kwargs):
        self.sent.append((method.chat_id, method.text))
        return Message(message_id=len(self.sent), date=datetime.now(UTC), chat=Chat(id=method.chat_id, type="private"))

    async def stream_content(self, *args, **kwargs):
        yield b""

    async def close(self):
        pass


def make_router():
    """Asks for a side and says what was given."""
    router = Router()

    @router.message(Theirs.side)
    async def side_given(message, state):
        data = await state.update_data(side=message.text)
        await state.clear()
        await message.answer(f"{data['name']}: {data['side']}")

    @router.message()
    async def begun(message, state):
        await state.set_state(Theirs.side)
        await state.update_data(name=message.from_user.first_name)
        await message.answer("Which side?")

    return router
