"""Files of conversations that are cut, changed, foreign or killed in the middle of a write."""

import json
import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.chat.fsm import StorageKey
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates
from storage.database.seal import Seal
from tests.seeds import dice, kills_seed
from tests.sizes import sized
from tests.storage.conversations.conversations import AIGUL, only_file

ROOT = Path(__file__).parents[3]
# Kills

WRITER = """
import asyncio, os, sys
from pathlib import Path
from bot.chat.fsm import StorageKey
from storage.database.seal import Seal
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates

async def main():
    states, key = FileStates(Path(sys.argv[1]), Seal(b"k" * 32)), StorageKey(42, 7, 7)
    version = (await states.read(key)).version
    while True:
        version += 1
        text = f"draft {version} " * (1 + version % 7 * 800)
        await states.write(key, Conversation(version, f"Propose:step{version}", {"text": text}))
        os.write(1, b"%d\\n" % version)

asyncio.run(main())
"""


def acknowledged_by_a_killed_writer(folder, delay):
    """Runs the writer, kills it `delay` seconds after its first acknowledgement, and returns all it acknowledged."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        try:
            assert select.select([child.stdout], [], [], 30)[0], "the writer never began"
            acks = os.read(child.stdout.fileno(), 65536)
            time.sleep(delay)
        finally:
            child.kill()
        acks += child.stdout.read()
    assert child.returncode == -9, "the writer ended by itself"
    return [int(line) for line in acks.split()]


@pytest.mark.slow
async def test_kills_lose_nothing_and_tear_nothing(states, folder, tell):
    seed, chance = kills_seed(), random.Random(kills_seed())
    kills, writes, ahead, stale = sized(12, 50), 0, 0, 0
    for _ in range(kills):
        acks = acknowledged_by_a_killed_writer(folder, chance.uniform(0, 0.012))
        version = (await states.read(StorageKey(42, 7, 7))).version
        whole = Conversation(version, f"Propose:step{version}", {"text": f"draft {version} " * (1 + version % 7 * 800)})
        assert await states.read(StorageKey(42, 7, 7)) == whole, f"torn, seed {seed}"
        assert version in (acks[-1], acks[-1] + 1), f"acknowledged {acks[-1]}, kept {version}, seed {seed}"
        writes += len(acks)
        ahead += version == acks[-1] + 1
        stale += await states.sweep()
    assert only_file(folder).suffix == ".json"
    tell("conversation files and kill -9", seed=seed, kills=kills, acknowledged_writes=writes, lost=0, torn=0,
         written_and_not_yet_acknowledged=ahead, temporary_files_swept=stale)  # fmt: skip


# Damage


@pytest.fixture
async def sound(states, folder):
    """A conversation, and the file it is kept in."""
    conversation = Conversation(12, "Propose:text", {"text": "Мектепке көпүрө"})
    await states.write(AIGUL, conversation)
    return conversation, only_file(folder)


async def test_every_truncation_reads_as_nothing(states, sound):
    _, path = sound
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert await states.read(AIGUL) == Conversation()


async def test_every_flipped_byte_reads_as_nothing_or_as_the_truth(states, sound):
    conversation, path = sound
    whole = path.read_bytes()
    chance = dice("bytes")
    for place in range(len(whole)):
        torn = bytearray(whole)
        torn[place] ^= chance.randrange(1, 256)
        path.write_bytes(torn)
        assert await states.read(AIGUL) in (conversation, Conversation())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 500,
        b"null",
        b"[]",
        b"5",
        b"{}",
        b'"text"',
        b"[" * 100_000,
        b"1" * 5000,
        b"\xff\xfe",
        b'{"version": 9, "state": "Propose:text", "data": {}}',
        b'{"version": 9, "state": "Propose:text", "data": "{}", "mark": null}',
        b'{"version": 9, "state": "Propose:text", "data": "\xd1\x81", "mark": 5}',
    ],
    ids=lambda content: repr(content[:20]),
)
async def test_a_foreign_file_reads_as_nothing_and_is_written_over(states, sound, content):
    conversation, path = sound
    path.write_bytes(content)
    assert await states.read(AIGUL) == Conversation()
    await states.write(AIGUL, conversation)
    assert await states.read(AIGUL) == conversation


@pytest.mark.parametrize(
    "change", [{"version": 13}, {"version": "12"}, {"state": "Propose:side"}, {"state": None}, {"mark": ""}]
)
async def test_what_stands_in_clear_cannot_be_changed_unnoticed(states, sound, change):
    _, path = sound
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert await states.read(AIGUL) == Conversation()


async def test_the_file_of_another_conversation_reads_as_nothing(states, folder, sound):
    _, path = sound
    other = StorageKey(42, 8, 8)
    await states.write(other, Conversation(1))
    [theirs] = [each for each in folder.rglob("*.json") if each != path]
    theirs.write_bytes(path.read_bytes())
    assert await states.read(other) == Conversation()


async def test_a_directory_in_its_place_reads_as_nothing(states, sound):
    _, path = sound
    path.unlink()
    path.mkdir()
    assert await states.read(AIGUL) == Conversation()
    with pytest.raises(OSError):
        await states.write(AIGUL, Conversation(1))
    assert list(path.parent.iterdir()) == [path]


async def test_a_file_in_the_place_of_its_folder_reads_as_nothing(states, sound):
    _, path = sound
    path.unlink()
    path.parent.rmdir()
    path.parent.write_bytes(b"")
    assert await states.read(AIGUL) == Conversation()


async def test_a_file_sealed_with_another_key_reads_as_nothing(folder, sound):
    _, path = sound
    stranger = FileStates(folder, Seal(b"x" * 32))
    assert await stranger.read(AIGUL) == Conversation()
    await stranger.write(AIGUL, Conversation(1))
    [theirs] = [each for each in folder.rglob("*.json") if each != path]
    theirs.write_bytes(path.read_bytes())
    assert await stranger.read(AIGUL) == Conversation()
