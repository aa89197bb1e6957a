"""States named as aiogram names them, its dispatcher and context over our storage; many at once lose nothing."""

import asyncio
import gc
from dataclasses import astuple, fields
from datetime import UTC, datetime

import pytest

from bot.chat.fsm import State, StatesGroup, StorageKey, name_of
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates
from tests.patience import patient
from tests.storage.conversations.conversations import AIGUL, OTHERS, Propose, only_file

pytestmark = pytest.mark.slow  # aiogram takes seconds to import

# aiogram's names and keys


def test_states_are_named_as_aiogram_names_them():
    from tests.storage.conversations import theirs

    class Theirs(theirs.StatesGroup):
        side = theirs.State()
        named = theirs.State("otherwise")

        class Photo(theirs.StatesGroup):
            waiting = theirs.State()

    class Ours(StatesGroup):
        side = State()
        named = State("otherwise")

        class Photo(StatesGroup):
            waiting = State()

    assert [state.state.replace("Ours", "Theirs") for state in Ours] == [state.state for state in Theirs]
    assert theirs.State("alone").state == State("alone").state
    assert name_of(Theirs.side) == "Theirs:side"


def test_our_key_has_the_fields_and_defaults_of_aiograms():
    from tests.storage.conversations.theirs import StorageKey as TheirKey

    assert [(each.name, each.default) for each in fields(StorageKey)] == [
        (each.name, each.default) for each in fields(TheirKey)
    ]


# aiogram's Dispatcher


async def test_aiograms_dispatcher_takes_our_storage_and_each_reads_what_the_other_wrote(states, folder):
    from aiogram import Bot, Dispatcher
    from aiogram.types import Chat, Message, Update, User

    from tests.storage.conversations import theirs

    theirs.BaseStorage.register(FileStates)
    dispatcher = Dispatcher(storage=states)
    dispatcher.include_router(theirs.make_router())
    session = theirs.RecordingSession()
    bot = Bot("42:TEST", session=session)
    updates = iter(range(1, 100))

    async def says(user, text):
        who = User(id=user, is_bot=False, first_name={7: "Aigul", 8: "Bakyt"}[user])
        chat = Chat(id=user, type="private")
        number = next(updates)
        message = Message(message_id=number, date=datetime.now(UTC), chat=chat, from_user=who, text=text)
        await dispatcher.feed_update(bot, Update(update_id=number, message=message))

    ours, same = StorageKey(42, 7, 7), theirs.StorageKey(bot_id=42, chat_id=7, user_id=7)
    await says(7, "hello")
    assert session.sent.pop() == (7, "Which side?")
    assert await states.read(ours) == Conversation(0, "Theirs:side", {"name": "Aigul"})
    assert await states.read(same) == await states.read(ours)
    only_file(folder)

    await says(8, "hello")
    assert session.sent.pop() == (8, "Which side?")
    await says(7, "road")
    assert session.sent.pop() == (7, "Aigul: road")
    assert await states.read(ours) == Conversation()
    assert await states.get_data(StorageKey(42, 8, 8)) == {"name": "Bakyt"}

    await states.write(ours, Conversation(5, "Theirs:side", {"name": "Айгүл"}))
    await says(7, "суу")
    assert session.sent.pop() == (7, "Айгүл: суу")
    assert await states.read(ours) == Conversation(5, None, {})
    await dispatcher.storage.close()
    assert not session.sent


@pytest.mark.parametrize("key", [AIGUL, *OTHERS.values()], ids=["plain", *OTHERS])
async def test_aiograms_key_and_ours_are_the_same_file(states, folder, key):
    from tests.storage.conversations.theirs import StorageKey as TheirKey

    await states.write(TheirKey(*astuple(key)), Conversation(3, "Propose:text", {"side": "road"}))
    assert await states.read(key) == Conversation(3, "Propose:text", {"side": "road"})
    await states.update_data(key, {"side": "water"})
    assert await states.get_data(TheirKey(*astuple(key))) == {"side": "water"}
    only_file(folder)


# At the same time


async def test_fifty_updates_at_once_lose_nothing(states):
    await asyncio.gather(*(states.update_data(AIGUL, {f"field {n}": n}) for n in range(50)))
    assert await states.get_data(AIGUL) == {f"field {n}": n for n in range(50)}


async def test_states_and_data_set_at_once_lose_nothing(states):
    await states.write(AIGUL, Conversation(4))
    await asyncio.gather(
        *(states.update_data(AIGUL, {str(n): n}) for n in range(20)),
        *(states.set_state(AIGUL, f"Propose:step{n}") for n in range(20)),
    )
    assert await states.read(AIGUL) == Conversation(4, "Propose:step19", {str(n): n for n in range(20)})


async def test_the_lock_table_does_not_grow(states):
    await asyncio.gather(*(states.set_state(StorageKey(42, n, n), Propose.side) for n in range(100)))
    with pytest.raises(TypeError):
        await states.set_data(AIGUL, {"bad": object()})
    gc.collect()
    assert len(states._locks) == 0


async def test_one_who_waits_does_not_hold_up_another(states):
    aigul = states._lock(states._name(AIGUL))
    async with aigul, patient(5):
        await states.set_state(StorageKey(42, 8, 8), Propose.side)
