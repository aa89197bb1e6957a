"""Facts of which the papers are made: those of a hearing, its proposals, its budget and the years."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.budget.workdays import BISHKEK
from bot.language.by_language import Texts, choose_language

LASTS = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """A hearing as it stands in one of its revisions; kind is draft, execution or other, starts_at milliseconds UTC."""

    id: int
    revision: int
    kind: str
    budget_year: int
    starts_at: int
    place: str
    agenda: str
    point: tuple[float, float] | None
    code: str  # of the aimak
    aimaks: Texts  # its name in each language
    phone: str | None
    link: str | None
    said_at: int  # when this revision was said, or that it is cancelled; milliseconds UTC
    cancelled: bool = False
    marks: tuple[str, ...] = ()  # that the aimak is for practice, in each language

    @property
    def start(self) -> datetime:
        """When it starts, in UTC."""
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self.starts_at)

    @property
    def day(self) -> date:
        """The Bishkek day it is on."""
        return self.start.astimezone(BISHKEK).date()

    @property
    def time(self) -> str:
        """The Bishkek time it starts at: 10:00."""
        return f"{self.start.astimezone(BISHKEK):%H:%M}"

    def aimak(self, language: str) -> str:
        """The name of the ayil aimak in a language."""
        return choose_language(self.aimaks, language)


@dataclass(frozen=True, slots=True)
class KitProposal:
    """A proposal as the hall reads it: side and decision are the values of Side and Decision.

    text is None where its author has not agreed that everyone may read it. category is its name in Kyrgyz and Russian.
    amount (som) and line (of the budget) are what was decided; asked is what its author named. files counts by kind
    what came with it; answer_files what went with the answer.
    """

    label: str
    side: str
    text: str | None
    decision: str | None = None
    sentence: str | None = None
    amount: int | None = None
    category: tuple[str, str] | None = None
    line: str | None = None
    asked: int | None = None
    files: Mapping[str, int] = field(default_factory=dict)
    answer_files: int = 0


@dataclass(frozen=True, slots=True)
class KitBudget:
    """What is known of the budget that is heard: the totals of its draft (som) that have been entered.

    brief is the office's own brief description where that is a text. papers are the values of Paper that can be read.
    """

    draft_revenue: int | None = None
    draft_spending: int | None = None
    brief: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearOfHearings:
    """A year's hearings and the people at them.

    counted is «municipalities» where a source counts those that held hearings; women_percent stands where it gives no
    number of women.
    """

    year: int
    hearings: int
    people: int
    women: int | None = None
    women_percent: int | None = None
    counted: str = "hearings"

    @property
    def share(self) -> int | None:
        """The share of women in whole percent, as far as it is known."""
        if self.women is None or not self.people:
            return self.women_percent
        return (200 * self.women + self.people) // (2 * self.people)
