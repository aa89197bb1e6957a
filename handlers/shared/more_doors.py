"""What a resident can do only now and then, such as an open poll: the second page of the menu."""

from collections.abc import Awaitable, Callable

from bot.chat.message import Choice
from handlers.shared.router import Talk, router

IsOpen = Callable[[Talk], Awaitable[bool]]

_DOORS: dict[str, tuple[str, IsOpen]] = {}


def add_door(id: str, title: str, is_open: IsOpen) -> None:
    """Puts an item on the menu of the residents for whom it is open.

    title is marked by N_, and at most 20 characters in either language. is_open is asked each time the menu is shown.
    So it reads one row by an index while nothing is open. What somebody has finished is open to them no more.
    """
    _DOORS[id] = (title, is_open)
    router.titles |= {title: id}


async def list_open_doors(talk: Talk) -> list[Choice]:
    """The items that are open to somebody now, in the order of their adding; none before an aimak is chosen."""
    if talk.person.aimak_id is None:
        return []
    return [talk.make_choice(id, title) for id, (title, is_open) in _DOORS.items() if await is_open(talk)]
