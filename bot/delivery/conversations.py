"""A peer's conversation between two turns: read where it is newest, its file written behind the commit."""

import json
from dataclasses import replace

import structlog

from bot.chat.fsm import StorageKey
from storage.conversations.states import Conversation, FileStates
from storage.people import Person
from storage.store import Store

log = structlog.get_logger(__name__)


def state_key(channel: str, account: str, address: str) -> StorageKey:
    """The key of a peer's conversation: our account stands for the bot, the address for chat and user."""
    return StorageKey(bot_id=f"{channel}:{account}", chat_id=address, user_id=address)


def to_json(conversation: Conversation) -> str:
    """The form kept on the event's row; its version is that event's id."""
    return json.dumps({"state": conversation.state, "data": conversation.data}, ensure_ascii=False)


async def read(states: FileStates, store: Store, person: Person) -> Conversation:
    """Returns the conversation at the version of the peer's row.

    A file that is behind (or torn, or gone) is brought up to date from the event row.
    """
    key = state_key(person.channel, person.account, person.address)
    kept = await states.read(key, version=person.state_version)
    if kept.version == person.state_version:
        return kept
    written = await store.events.conversation(person.state_version)
    if written is None:
        return Conversation(version=person.state_version)
    return replace(Conversation(**json.loads(written)), version=person.state_version)


async def remember(states: FileStates, person: Person, conversation: Conversation) -> None:
    """Writes the file; one that cannot be written is only logged, since the database has the conversation."""
    try:
        await states.write(state_key(person.channel, person.account, person.address), conversation)
    except OSError as error:
        log.warning("a conversation file could not be written; the database has it", error=type(error).__name__)
