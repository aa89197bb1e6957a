"""The words of the chat's desk, said on a page: its cards and lists are told by the same functions."""

from bot.chat.fsm import FSMContext
from bot.chat.message import Incoming, Kind, Peer
from bot.web.desk.guard import Seen
from handlers.shared.router import Talk
from storage.store import Store


def make_talk(store: Store, seen: Seen, at: int) -> Talk:
    """A turn in which nothing was said: whoever reads a page, and the language they read it in."""
    peer = Peer(seen.person.channel, seen.person.account, seen.person.address)
    incoming = Incoming("", peer, Kind.CHOICE)
    return Talk(incoming, store, seen.person, FSMContext(None, {}), seen.words, at)
