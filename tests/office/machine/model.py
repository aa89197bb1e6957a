"""A plain model of the log of proposals, written from the rules: what the tally must be."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from bot.budget.proposal import Answer, Decision, Reason, ReasonMissing, SentenceTooShort
from bot.budget.tally import Entry, Reaction, Settings, tally
from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.language.refusal import Refusal
from bot.office.days_off.working_days import make_calendar
from storage.database.seal import Seal
from tests.office.offices import MINUTE

SEAL = Seal(b"k" * 32)
CALENDAR = make_calendar(range(2026, 2030))
AUTHORS = {"Айгүл": "telegram", "Бурул": "telegram", "Жыпар": "whatsapp"}
ON_PAPER = "кагаз"  # whose author has no address
CLERKS = ("Бакыт", "Гүлнара", "Токтогул")  # the last one is the head
DAY = 24 * 60 * MINUTE
WAIT = 10 * MINUTE  # in which an answer that was sent can be taken back


@dataclass(frozen=True)
class Written:
    """An answer, whether it is reasoned by itself, and what its clerk's own words are known by (empty: none needed)."""

    answer: Answer
    reasoned: bool
    words: str = ""
    refused: type[Refusal] | None = None


WRITTEN = (
    Written(Answer(Decision.INCLUDED, amount=150_000), True),
    Written(Answer(Decision.INCLUDED, budget_line="Көчө жарыгы"), True),
    Written(Answer(Decision.INCLUDED, sentence="Долбоорго кирди, рахмат сизге."), False),
    Written(
        Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жолду район карайт, бизге берилген эмес."), True, "район"
    ),
    Written(
        Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "  бул ЖОЛДУ район карайт: бизге берилген эмес!"), True, "район"
    ),
    Written(Answer(Decision.DEFERRED, Reason.NO_MONEY, "Бюджетте буга азыр акча жок, кечиресиз."), False, "акча жок"),
    Written(Answer(Decision.DEFERRED, Reason.NO_MONEY, "Мектептин көчөсү 2028-жылы жарык болот."), True, "2028"),
    Written(Answer(Decision.PARTLY, Reason.PHASED, "Быйыл беш мамыча коюлат, калганы кийин.", 90_000), True, "мамыча"),
    Written(Answer(Decision.REDIRECTED, Reason.NOT_OURS, "Кыска сүйлөм"), False, "", SentenceTooShort),
    Written(Answer(Decision.PARTLY, sentence="Себеби көрсөтүлбөгөн бирок узун сүйлөм."), False, "", ReasonMissing),
)


@dataclass
class Sent:
    """One revision of an answer as the model knows it."""

    id: int
    written: Written
    at: int
    confirmed: list[int] = field(default_factory=list)
    told: bool = False
    letter: str = "waiting"


@dataclass
class Asked:
    """A clarifying question as the model knows it; to whoever has no address none is sent."""

    at: int
    letter: str = "waiting"


@dataclass(frozen=True)
class Leaving:
    """That an answer was sent, by whom and when, and until when it can be taken back."""

    by: str
    at: int
    until: int


@dataclass
class Row:
    """One proposal as the model knows it."""

    id: int
    number: int
    author: str
    received: int
    withdrawn: int | None = None
    taken: str | None = None
    asked: list[Asked] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    taps: list[tuple[int, Reaction]] = field(default_factory=list)
    excluded: bool = False
    agreed: bool | None = None
    draft: tuple[Written, str, bool] | None = None
    remark: str | None = None  # of the draft
    leaving: Leaving | None = None  # the draft was sent, and leaves in a moment
    linked: set[int] = field(default_factory=set)  # those that get one answer with it
    unsaid: bool = False  # a voice that nobody has put into words
    summarised: bool = False  # its text is a clerk's line of a voice, and whether its author says that it is so
    understood: bool | None = None
    work: tuple[int, Stage] | None = None  # what was said last of the work (id), and how it stands
    corrected: int = -1  # when its author changed the text last


@dataclass
class Year:
    """What is known of the budget year."""

    hearing: date | None = None
    attendance: int = 0
    results: date | None = None
    table: str | None = None


def counts(at: int, year: Year) -> bool:
    return year.results is not None and find_day(at) >= year.results


def entry_of(row: Row, year: Year, copied: set[str]) -> Entry:
    """A row as criterion 6 asks for it."""
    last = row.sent[-1] if row.sent else None
    made = [sent.at for sent in row.sent] + [at for sent in row.sent for at in sent.confirmed]
    counted = [at for at in made if counts(at, year)]
    heard = [one.at for one in row.asked if one.letter == "sent" and row.author in AUTHORS]
    first = min(heard + [sent.at for sent in row.sent], default=None)
    decided = min(counted) if counted else last.at if last else None
    in_count = {sent.id for sent in row.sent if any(counts(at, year) for at in [sent.at, *sent.confirmed])}
    taps = [reaction for id, reaction in row.taps if id in in_count]
    arrived = last is not None and (last.told or last.letter == "sent" and row.author in AUTHORS)
    return Entry(
        received=find_day(row.received),
        first_reply=None if first is None else find_day(first),
        decision=last.written.answer.decision if last else None,
        decided=None if decided is None else find_day(decided),
        reasoned=last is not None and last.written.reasoned and last.written.words not in copied,
        delivered=arrived,
        reaction=taps[-1] if taps else None,
        published=last is not None and year.results is not None and year.table is not None,
        excluded="out" if row.withdrawn is not None or row.excluded else None,
        excluded_by_author=row.withdrawn is not None or row.excluded and row.agreed is True,
    )


def own_words_copied(rows: list[Row]) -> set[str]:
    """What stands in more than 30 % of ten or more decisions. Linked ones that stand on one sentence are one decision."""
    decided = [row for row in rows if row.sent and row.withdrawn is None and not row.excluded]
    said = {(min({row.id, *row.linked}), row.sent[-1].written.words) for row in decided}
    own = [words for _, words in said]
    return {words for words, n in Counter(own).items() if words and len(own) >= 10 and n / len(own) > 0.3}


def expected(rows: list[Row], year: Year):
    """Criterion 6 of the model."""
    known = [row for row in rows if year.results is None or find_day(row.received) <= year.results]
    return tally(
        [entry_of(row, year, own_words_copied(known)) for row in known],
        hearing_at=year.hearing,
        results_at=year.results,
        settings=Settings(target=max(10.0, 0.15 * year.attendance), calendar=CALENDAR),
    )
