"""A messenger of the state machine."""

from typing import Any

from bot.channels.contract import Capabilities, Gone


class Phones:
    """A messenger that refuses the messages to some addresses."""

    account = "bot"
    pace = None
    capabilities = Capabilities(True, True, None, None, None, None, None)

    def __init__(self, name: str) -> None:
        self.name = name
        self.refusing: dict[str, type[Exception]] = {}

    async def send(self, address: str, message: Any, *, language: str) -> str:
        if address in self.refusing:
            raise self.refusing[address]("refused")
        return "accepted"

    async def fetch(self, reference: str) -> bytes:
        raise Gone(reference)
