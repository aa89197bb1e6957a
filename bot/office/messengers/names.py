"""How messengers are called, and which there are beside somebody's own."""

from dataclasses import dataclass

from bot.chat.texts import Words
from bot.office.messenger_accounts import links
from storage.people import Person
from storage.store import Store

_NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp", "web": "Веб-чат", "terminal": "sunush chat"}


_ON_THIS_COMPUTER = "terminal"  # nobody goes on there


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another messenger of the install: its name, and the link that opens it; empty while none is known."""

    name: str
    link: str


def name_messenger(channel: str) -> str:
    """How people call a messenger, by its channel's name."""
    return _NAMES.get(channel, channel)


def say_why_here(words: Words, channel: str) -> str:
    """What stands above words that another messenger of their reader did not bring."""
    return words.say("{messenger} could not bring you this, so it comes here:", messenger=name_messenger(channel))


async def list_elsewhere(store: Store, *, by: Person, payload: str) -> list[Elsewhere]:
    """Lists the messengers of the install beside somebody's own, each with a link that hands over a payload.

    One that has made no link yet is there as well, once somebody wrote to it.
    """
    known = {channel for channel, _ in await store.addresses.list_accounts()}
    others = sorted((known | await links.list_channels(store)) - {by.channel, _ON_THIS_COMPUTER})
    return [
        Elsewhere(name_messenger(one), await links.link(store, payload, channel=one, aimak_id=by.aimak_id) or "")
        for one in others
    ]
