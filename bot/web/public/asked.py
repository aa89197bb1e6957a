"""What a request asks of the public page, read so that no address whatever can break anything."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from bot.budget.proposal import Decision, Side
from bot.language.kyrgyz import clean
from bot.office.reads.page.search import LONGEST
from bot.web.chat.page import choose_spoken

OPEN = "open"  # instead of a decision: there is none yet
_DIGITS = 9  # of a number in an address


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; it is also what a page is kept under. page counts from 1."""

    aimak: str
    language: str
    year: int | None
    side: Side | None
    decision: Decision | None
    is_open: bool
    words: str
    page: int

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Reads a request; whatever makes no sense is as if it had not been said."""
        query = request.query_params
        side, decision = query.get("side", ""), query.get("decision", "")
        return cls(
            aimak=request.path_params.get("aimak", "").casefold(),
            language=choose_spoken(request),
            year=read_number(request.path_params.get("year") or query.get("year", "")),
            side=Side(side) if side in set(Side) else None,
            decision=Decision(decision) if decision in set(Decision) else None,
            is_open=decision == OPEN,
            words=" ".join(clean(query.get("q", "")[:LONGEST]).split()),
            page=max(1, read_number(query.get("page", "")) or 1),
        )

    def link(self, *parts: object, **query: object) -> str:
        """The address of a page of this aimak, in the language that is read."""
        return make_link("/".join(["", self.aimak, *map(str, parts)]), **query, lang=self.language)


def read_number(text: str) -> int | None:
    """A whole number of an address, None where it is none, or too long a one."""
    return int(text) if 0 < len(text) <= _DIGITS and text.isascii() and text.isdecimal() else None


def make_link(path: str, **query: object) -> str:
    """An address of ours with its query; what is empty is left out."""
    said = urlencode({name: value for name, value in query.items() if value not in {None, ""}})
    return f"{path}?{said}" if said else path
