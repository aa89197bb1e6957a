"""What stands on a poster, and where it is read from."""

from dataclasses import dataclass
from datetime import date

from bot.budget.hearing import HearingState
from bot.budget.workdays import find_day
from bot.export.facts import HearingFacts
from bot.export.hearing_files import collect_facts
from bot.language.by_language import Texts
from bot.office.messenger_accounts import links
from bot.office.messengers.names import name_messenger
from bot.office.practice_words import list_marks
from storage.aimaks import Aimak
from storage.store import Store

AIMAK = "a_"  # begins the payload that leads to an aimak
_WEB = "web"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the bot: what the code holds, and what somebody without a camera looks for by hand."""

    messenger: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """What one poster says; ways are as many as there are messengers. hearing is the next one that is announced."""

    aimaks: Texts  # its name in each language
    ways: tuple[Way, ...]
    day: date  # on which it was made
    phone: str | None = None
    board: str = ""  # what the office calls the board
    hearing: HearingFacts | None = None
    marks: tuple[str, ...] = ()  # that the aimak is for practice


async def collect_poster(store: Store, aimak_id: int, *, board: str = "", at: int) -> PosterFacts:
    """What a poster of an aimak says at a moment (ms UTC); board is the code that its links bear."""
    aimak = await store.aimaks.get(aimak_id)
    title = (await store.boards.list_named([aimak_id])).get(board, "")
    return PosterFacts(
        aimaks=aimak.names,
        ways=await list_ways(store, aimak, board),
        day=find_day(at),
        phone=aimak.phone,
        board=title or board,
        hearing=await _find_next(store, aimak.id, at),
        marks=list_marks(aimak),
    )


async def list_ways(store: Store, aimak: Aimak, board: str = "") -> tuple[Way, ...]:
    """The ways to an aimak, one a messenger; board is the code of the board that they bear."""
    payload = f"{AIMAK}{aimak.code}" + (f"_{board}" if board else "")
    ways = []
    for door in await links.list_doors(store, payload, aimak_id=aimak.id):
        name = await links.find_name(store, door.channel, door.account)
        link = door.link
        if door.channel == _WEB:  # there an aimak has an address that can be typed
            page = f"{door.bare}/{aimak.code}"
            link, name = page + (f"?board={board}" if board else ""), page.partition("//")[2]
        elif name and name[0].isalpha():
            name = f"@{name}"
        ways.append(Way(name_messenger(door.channel), name or door.bare.partition("//")[2], link))
    return tuple(ways)


async def _find_next(store: Store, aimak_id: int, at: int) -> HearingFacts | None:
    found = await store.hearings.list_of_aimak(aimak_id, states=[HearingState.SCHEDULED])
    ahead = [one for one in found if one.terms.starts_at > at]
    return await collect_facts(store, min(ahead, key=lambda one: one.terms.starts_at)) if ahead else None
