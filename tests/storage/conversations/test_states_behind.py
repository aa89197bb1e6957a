"""Files are written behind the commit. What is kept is known at once, and many files are one trip to the thread."""

import asyncio

import storage.conversations.states as states_module
from bot.chat.fsm import StorageKey
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates
from storage.database.seal import Seal
from tests.storage.conversations.conversations import AIGUL, SECRET


async def test_what_is_kept_is_known_at_once_and_the_files_follow_in_one_trip(states, folder, monkeypatch):
    trips = []
    real = states_module._write_all

    async def counted(files):
        trips.append(len(files))
        return await real(files)

    monkeypatch.setattr(states_module, "_write_all", counted)
    keys = [StorageKey(1, n, n) for n in range(30)]
    for n, key in enumerate(keys, 1):
        states.keep(key, Conversation(n, "Propose:text", {"n": n}))
    assert states.recall(keys[0], 1) == Conversation(1, "Propose:text", {"n": 1})
    assert states.recall(keys[0], 2) is None
    assert [(await states.read(key)).data["n"] for key in keys] == list(range(1, 31))
    assert await states.update_data(keys[0], {"more": True}) == {"n": 1, "more": True}
    await states.flush()
    assert trips == [30, 1]
    other = FileStates(folder, Seal(SECRET))
    assert [(await other.read(key)).data["n"] for key in keys] == list(range(1, 31))
    assert await other.get_value(keys[0], "more") is True


async def test_the_newest_of_what_is_kept_in_a_row_is_what_its_file_says(states, folder):
    for version in range(1, 20):
        states.keep(AIGUL, Conversation(version, None, {}))
        await asyncio.sleep(0)
    await states.close()
    assert await FileStates(folder, Seal(SECRET)).read(AIGUL) == Conversation(19)


async def test_what_was_kept_and_erased_stays_erased(states, folder):
    states.keep(AIGUL, Conversation(1, "Propose:text", {"text": "x"}))
    await states.erase(AIGUL)
    await states.flush()
    assert states.recall(AIGUL, 1) is None
    assert await states.read(AIGUL) == Conversation()
    assert not [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_that_cannot_be_written_behind_is_logged_once_and_the_others_are(
    states, folder, monkeypatch, caplog
):
    real = states_module._write_whole

    def refusing(path, content):
        if path == states._find_path(states._name(AIGUL)):
            raise PermissionError("no")
        real(path, content)

    monkeypatch.setattr(states_module, "_write_whole", refusing)
    states.keep(AIGUL, Conversation(1, "Propose:text", {}))
    states.keep(StorageKey(1, 2, 2), Conversation(2, "Propose:text", {}))
    await states.flush()
    assert states.recall(AIGUL, 1) == Conversation(1, "Propose:text", {})
    assert await states.read(StorageKey(1, 2, 2)) == Conversation(2, "Propose:text", {})
    assert await states.read(AIGUL) == Conversation()
    states.keep(AIGUL, Conversation(2, "Propose:text", {}))
    await states.flush()
    monkeypatch.undo()
    states.keep(AIGUL, Conversation(3, "Propose:text", {}))
    await states.flush()
    said = [record.getMessage() for record in caplog.records]
    assert len([one for one in said if "could not be written" in one]) == 1
    assert len([one for one in said if "can be written again" in one]) == 1
