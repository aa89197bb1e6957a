"""A peer's conversation between two turns: read where it is newest, its file written behind the commit."""

from bot.chat.fsm import StorageKey
from storage.conversations.conversation import Conversation, since
from storage.conversations.kept import States
from storage.people import Person
from storage.store import Store


def make_state_key(channel: str, account: str, address: str) -> StorageKey:
    """The key of a peer's conversation: our account stands for the bot, the address for chat and user."""
    return StorageKey(bot_id=f"{channel}:{account}", chat_id=address, user_id=address)


async def read(states: States, store: Store, person: Person) -> Conversation:
    """Returns the conversation at the version of the peer's row: out of memory, else from the event's row.

    Its file is asked only where the row has none any more. On SQLite that costs a trip to the loop.
    """
    version = person.state_version
    if version == 0:
        return Conversation()
    key = make_state_key(person.channel, person.account, person.address)
    remembered = states.recall(key, version)
    if remembered is not None:
        return remembered
    written = await store.events.read_conversation(version)
    if written is not None:
        before = since(written)
        whole = await store.events.read_conversation(before) if before else None
        if whole is not None or not before:
            return Conversation.of(version, written, whole)
    kept = await states.read(key)
    if kept.version == version:
        return kept
    # What has changed since a row that is gone is all that is left.
    return Conversation.of(version, written) if written is not None else Conversation(version=version)


def remember(states: States, person: Person, conversation: Conversation) -> None:
    """Keeps what the commit has made true; the file follows."""
    states.keep(make_state_key(person.channel, person.account, person.address), conversation)
