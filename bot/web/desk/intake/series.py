"""What stays the same from one entered proposal to the next, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.budget.proposal import Source
from bot.chat.texts import Words
from bot.office.wording.notices import N_

TITLES = {
    Source.PAPER: N_("On paper"),
    Source.PHONE: N_("By telephone"),
    Source.GATHERING: N_("From a gathering"),
    Source.FORWARDED: N_("From WhatsApp"),
    Source.BOOK: N_("The book of claims"),
    Source.KURULTAI: N_("From a kurultai"),
    Source.SURVEY: N_("A needs survey"),
    Source.SOCIAL: N_("A social network"),
}
TURNS = ("0", "1", "2", "3")  # quarters of a turn that a photo is shown in


@dataclass(frozen=True, slots=True)
class Series:
    """Where proposals came from, on which day (as typed), from which village, with which photo, how that is turned."""

    source: str = ""
    on: str = ""
    village: str = ""
    sheet: str = ""  # the photo, as a page of this person may name it
    turn: str = "0"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Series":
        """What an address or a form says of it; whatever is none of ours is left out."""
        source, turn = given.get("source", ""), given.get("turn", "0")
        return cls(
            source if source in set(TITLES) else "",
            given.get("on", "")[:40],
            given.get("village", "")[:15],
            given.get("sheet", "")[:200],
            turn if turn in TURNS else "0",
        )

    def write(self, **more: str) -> str:
        """It as the end of an address."""
        kept = {
            "source": self.source, "on": self.on, "village": self.village, "sheet": self.sheet, "turn": self.turn, **more
        }  # fmt: skip
        return urlencode({name: value for name, value in kept.items() if value and value != "0"})

    def list_sources(self, words: Words) -> list[tuple[str, str]]:
        """Where a proposal may come from, to choose from."""
        return [(source.value, words.say(title)) for source, title in TITLES.items()]
