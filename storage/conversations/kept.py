"""What whoever carries a conversation on needs of where it is kept: files on one computer, rows for many workers."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.chat.fsm import StateType, StorageKey
from storage.conversations.conversation import Conversation


class States(Protocol):
    """The coroutines of aiogram's BaseStorage, and five of our own."""

    def recall(self, key: StorageKey, version: int) -> Conversation | None:
        """Returns the conversation at a version, out of memory; None where it is not there."""

    def keep(self, key: StorageKey, conversation: Conversation) -> None:
        """Notes what a commit has made true."""

    async def read(self, key: StorageKey, *, version: int | None = None) -> Conversation:
        """Returns the conversation; an empty one, version 0, where there is none."""

    async def erase(self, key: StorageKey) -> None:
        """Removes what is kept of it beside the rows of its person."""

    async def flush(self) -> None:
        """Waits until what was kept is written."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Replaces the state; data stay."""

    async def get_state(self, key: StorageKey) -> str | None:
        """Returns the name of the state."""

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replaces the data; the state stays."""

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Returns the data."""

    async def get_value(self, storage_key: StorageKey, dict_key: str, default: Any | None = None) -> Any | None:
        """Returns one value of the data, or the default where there is none."""

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Adds to the data and returns all of it; the state stays."""

    async def close(self) -> None:
        """Ends the use."""
