"""Information boards of an office. One is named when a poster is made for it; whom each led here is counted."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.language.kyrgyz import canon, clean, fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.messenger_accounts import links
from storage.joined.boards import Led
from storage.people import Person
from storage.store import Store

FEW = 5  # people and proposals; fewer are not told apart, or one would know who
LONGEST_TITLE = 60
LONGEST_CODE = 24
_CODE = compile_late(r"[a-z0-9-]{1,32}")
_OTHERS = compile_late(r"[^a-z0-9]+")
_PAIRS = (
    "а a|б b|в v|г g|д d|е e|ё yo|ж j|з z|и i|й i|к k|л l|м m|н n|ң n|о o|ө o|п p|р r|с s|т t|у u|ү u|ф f|х h|ц ts|ч ch|"
    "ш sh|щ sh|ъ |ы y|ь |э e|ю yu|я ya"
)
_LATIN = {ord(one[0]): one[2:] for one in _PAIRS.split("|")}


class NoBoardName(Refusal):
    """What was given has no letter or digit by which a board can be known."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board, and what its code led here; None is «fewer than FEW, and somebody»."""

    code: str
    title: str
    people: int | None = 0
    proposals: int | None = 0


def read_code(title: str) -> str:
    """The code that stands in the links of a board: «Базар алды» is «bazar-aldy». Raises NoBoardName."""
    written = canon(title).casefold()
    code = written if _CODE.fullmatch(written) else _OTHERS.sub("-", written.translate(_LATIN))[:LONGEST_CODE]
    code = code.strip("-")
    if not code:
        raise NoBoardName
    return code


def find_code(payload: str) -> str | None:
    """The code of a board as a link bore it; None where somebody typed what none of our posters has."""
    return payload.casefold() if _CODE.fullmatch(payload.casefold()) else None


async def name_board(store: Store, *, aimak_id: int, title: str, by: Person | None, at: int) -> Board:
    """Keeps what the office calls a board. One that is known by this code keeps the name it has. Raises NoBoardName."""
    await staff.permit(store, by=by, act=Act.POSTER, aimak_id=aimak_id)
    title = " ".join(clean(title).split())[:LONGEST_TITLE]
    code = read_code(title)
    named = await store.boards.list_named([aimak_id])
    if code in named and (title.casefold() == code or fold(title) == fold(named[code])):
        return Board(code, named[code])
    await store.boards.name(aimak_id, code, title)
    await staff.record(store, Act.POSTER, by=by, aimak_id=aimak_id, at=at, board=code)
    return Board(code, title)


async def list_boards(store: Store, *, aimak_id: int, by: Person | None) -> list[Board]:
    """Lists the boards of an aimak and of those that became part of it, most people first.

    A code that nobody named, as a hand-made link may bear it, is listed once it led FEW people here.
    """
    await staff.permit(store, by=by, act=Act.POSTER, aimak_id=aimak_id)
    within = [aimak_id, *await store.aimaks.list_within(aimak_id)]
    named, led = await store.boards.list_named(within), await store.boards.count(within)
    seen = named | {code: clean(code) for code, one in led.items() if code not in named and one.people >= FEW}
    listed = [_show(code, title, led.get(code, Led())) for code, title in seen.items()]
    return sorted(listed, key=lambda one: (-(FEW - 1 if one.people is None else one.people), one.title))


def _show(code: str, title: str, led: Led) -> Board:
    return Board(code, title, _hide(led.people), _hide(led.proposals))


def _hide(n: int) -> int | None:
    return None if 0 < n < FEW else n


async def is_reachable(store: Store, *, aimak_id: int) -> bool:
    """Whether any messenger leads to an aimak: else a poster would lead nowhere."""
    return bool(await links.list_doors(store, "", aimak_id=aimak_id))
