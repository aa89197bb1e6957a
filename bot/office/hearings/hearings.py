"""What happens to hearings: announce, move, cancel, hold, count who came, publish the results. One function, one act."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from bot.budget.attendance import MOST_PEOPLE, Attendance, AttendanceUnreadable
from bot.budget.hearing import (
    LONGEST_AGENDA,
    LONGEST_PLACE,
    HearingKind,
    HearingState,
    InThePast,
    NothingChanged,
    NotPossibleNow,
    Paper,
    PlaceMissing,
    Terms,
    days_ahead,
)
from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.proposal import Decision, Side, TextTooLong, checked_text, storable
from bot.budget.workdays import day_of
from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import quote
from bot.language.refusal import Refusal
from bot.office import years
from bot.office.broadcasts import announced, broadcasts
from bot.office.broadcasts.announced import Unheard
from bot.office.criteria.proposal_log import pages
from bot.office.rules import rules_on
from bot.office.staff import permit, record, standings
from bot.office.wording import hearing_notices
from bot.office.wording.hearing_notices import Results, SideCount
from bot.office.wording.notices import button, tell_office
from storage.aimaks import Aimak
from storage.hearings import Expected, Hearing
from storage.people import Mailbox, Person
from storage.queue.broadcasts import REMINDERS, BroadcastKind
from storage.store import Store

MOST_COMPANIONS = 20
LONGEST_QUESTION = 1000
COMMONEST = 3  # reasons in the results
YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Announcement:
    """A hearing before it is announced; key was drawn when it began. files are (what paper, kind, the channel's reference).

    texts are the notice in each language where the clerk wrote their own; send_at, in milliseconds UTC, None for now.
    """

    key: str
    kind: HearingKind
    terms: Terms
    budget_year: int
    texts: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[Paper, str, str], ...] = ()
    send_at: int | None = None


def papers_of(announcement: Announcement) -> set[Paper]:
    """The papers that come with an announcement."""
    return {paper for paper, _, _ in announcement.files}


class AnnouncedAlready(Refusal):
    """An open hearing of the aimak has the same start, or the same notice left to the same people a short while ago."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(f"hearing {hearing.id}")
        self.hearing = hearing


def checked_terms(terms: Terms, *, at: int) -> Terms:
    """Returns terms that can be announced. Raises InThePast, PlaceMissing, TextTooLong."""
    place, agenda = " ".join(storable(terms.place).split()), storable(terms.agenda).strip()
    if not place:
        raise PlaceMissing
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(LONGEST_PLACE)
    if len(agenda) > LONGEST_AGENDA:
        raise TextTooLong(LONGEST_AGENDA)
    if terms.starts_at <= at or day_of(terms.starts_at).year > day_of(at).year + YEARS_AHEAD:
        raise InThePast
    return replace(terms, place=place, agenda=agenda)


async def announce(
    store: Store, *, announcement: Announcement, by: Person | None, aimak_id: int, at: int, sure: bool = False
) -> tuple[Hearing, bool]:
    """Announces a hearing: its notice to every subscriber, now or later, and its reminders.

    The same announcement sent twice is one hearing: the second time it is returned with False. Raises NotAllowed,
    InThePast, PlaceMissing, TextTooLong, and AnnouncedAlready unless sure.
    """
    await permit(store, by=by, act=Act.ANNOUNCE, aimak_id=aimak_id)
    terms = checked_terms(announcement.terms, at=at)
    if announcement.send_at is not None and not at <= announcement.send_at < terms.starts_at:
        raise InThePast
    await store.aimaks.lock(aimak_id)  # of two clerks at one moment the second is asked
    if not sure and await store.hearings.by_key(announcement.key) is None:
        alike = await _alike(store, announcement, terms, aimak_id=aimak_id, at=at)
        if alike is not None:
            raise AnnouncedAlready(alike)
    hearing, fresh = await store.hearings.add(
        key=announcement.key,
        aimak_id=aimak_id,
        budget_year=announcement.budget_year,
        kind=announcement.kind,
        terms=terms,
        by=by.id if by else None,
        at=at,
    )
    if not fresh:
        return hearing, False
    for paper, kind, reference in announcement.files:
        await add_paper(store, hearing=hearing, paper=paper, file=(kind, reference), by=by, at=at)
    aimak = await store.aimaks.get(aimak_id)
    await record(
        store, Act.ANNOUNCE, by=by, aimak_id=aimak_id, at=at, object="hearing", object_id=hearing.id,
        kind=hearing.kind.value, starts_at=terms.starts_at, send_at=announcement.send_at,
    )  # fmt: skip
    await broadcasts.make(
        store,
        hearing=hearing,
        kind=BroadcastKind.NOTICE,
        say=lambda words: (
            announcement.texts.get(words.language)
            or hearing_notices.notice(words, hearing, aimak, papers_of(announcement))
        ),
        starts_at=announcement.send_at,
        expires_at=terms.starts_at,
        by=by,
        at=at,
        by_hand=announcement.send_at is None,
    )
    await broadcasts.remind(store, hearing=hearing, by=by, since=announcement.send_at or at, at=at)
    return hearing, True


async def _alike(store: Store, announcement: Announcement, terms: Terms, *, aimak_id: int, at: int) -> Hearing | None:
    for hearing in await list_open(store, aimak_id=aimak_id):
        if hearing.terms.starts_at == terms.starts_at:
            return hearing
        aimak = await store.aimaks.get(aimak_id)
        planned = replace(hearing, kind=announcement.kind, budget_year=announcement.budget_year, terms=terms)
        texts = {
            words.language: announcement.texts.get(words.language)
            or hearing_notices.notice(words, planned, aimak, papers_of(announcement))
            for words in map(Words, LANGUAGES)
        }
        if await announced.said_lately(store, hearing=hearing, texts=texts, at=at):
            return hearing
    return None


async def announced_before(store: Store, *, key: str, by: Person) -> Hearing | None:
    """Returns what was announced under a key, to somebody who may see it."""
    hearing = await store.hearings.by_key(key)
    if hearing is None or not may(await standings(store, by), Act.SEE_HEARINGS, hearing.aimak_id):
        return None
    return hearing


async def audience(store: Store, *, by: Person | None, aimak_id: int) -> dict[tuple[str, str], int]:
    """Counts whom a notice would reach now, by channel and language. Raises NotAllowed."""
    await permit(store, by=by, act=Act.ANNOUNCE, aimak_id=aimak_id)
    return await store.broadcasts.audience(BroadcastKind.NOTICE, aimak_id=aimak_id, hearing_id=0)


async def list_for_office(store: Store, *, by: Person | None, aimak_id: int) -> list[Hearing]:
    """Every hearing of an aimak, those to come first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_HEARINGS, aimak_id=aimak_id)
    return await store.hearings.of_aimak(aimak_id)


async def opened(store: Store, *, id: int, by: Person | None, act: Act = Act.SEE_HEARINGS) -> Hearing:
    """Returns a hearing to somebody who may do an act on it. Raises NotAllowed, also for one that does not exist."""
    hearing = await store.hearings.lock(id)
    await permit(store, by=by, act=act, aimak_id=hearing.aimak_id if hearing else -1)
    if hearing is None:
        raise NotAllowed(act)
    return hearing


async def _to_end(store: Store, *, id: int, by: Person | None, act: Act) -> Hearing:
    # Whether anybody was told is decided on, so no notice may begin meanwhile.
    hearing = await opened(store, id=id, by=by, act=act)
    await store.broadcasts.lock_of_hearing(id)
    return hearing


@dataclass(frozen=True, slots=True)
class News:
    """What leaves when a hearing is moved, and to whom.

    known are the terms people were told last; unheard where no subscriber was told yet: then say is the notice that leaves
    later, if one does, and only the coming hear at once, by to_comers. own are the office's own words of a notice, which
    are replaced.
    """

    say: Callable[[Words], str]
    to_comers: Callable[[Words], str]
    known: Terms
    unheard: Unheard | None = None
    coming: int = 0
    own: dict[str, str] = field(default_factory=dict)


async def news_of_move(store: Store, *, hearing: Hearing, terms: Terms, texts: Mapping[str, str] | None = None) -> News:
    """What would leave if a hearing were moved to these terms; texts are a later notice in the office's own words."""
    aimak, changed = await store.aimaks.get(hearing.aimak_id), replace(hearing, terms=terms)
    unheard, papers = await announced.unheard(store, hearing), await handed_out(store, hearing)

    def to_comers(words: Words) -> str:
        return hearing_notices.moved(words, changed, aimak, hearing.terms, papers, to_comers=True)

    if unheard is not None:
        return News(
            lambda words: (texts or {}).get(words.language) or hearing_notices.notice(words, changed, aimak, papers),
            to_comers,
            hearing.terms,
            unheard,
            (await store.hearings.expected(hearing.id)).coming,
            _own_words(unheard, hearing, aimak),
        )
    known = await store.hearings.terms(hearing.id, await announced.told_revision(store, hearing=hearing))
    assert known is not None
    if known == terms:  # moved back before anybody heard of it, it is where it was
        return News(lambda words: hearing_notices.notice(words, changed, aimak, papers), to_comers, known)
    return News(lambda words: hearing_notices.moved(words, changed, aimak, known, papers), to_comers, known)


async def handed_out(store: Store, hearing: Hearing) -> set[Paper]:
    """The papers of a hearing that residents can read."""
    return {paper.kind for paper in await store.papers.latest(hearing.aimak_id, hearing_id=hearing.id)}


def _own_words(unheard: Unheard, hearing: Hearing, aimak: Aimak) -> dict[str, str]:
    if unheard.notice is None:
        return {}
    said = {language: Message.from_json(text).text for language, text in announced.texts_of(unheard.notice).items()}
    return {one: text for one, text in said.items() if text not in hearing_notices.notices(Words(one), hearing, aimak)}


async def move(
    store: Store, *, id: int, terms: Terms, by: Person | None, at: int, texts: Mapping[str, str] | None = None
) -> Hearing:
    """Moves a hearing to another day, time or place; the old reminders die.

    Subscribers are told at once; where none was told of it yet, its notice leaves when it was to, with the new terms or in
    the office's own words (texts). Raises NotAllowed, NotPossibleNow, NothingChanged, InThePast, PlaceMissing, TextTooLong.
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.MOVE_HEARING)
    if hearing.state is not HearingState.SCHEDULED:
        raise NotPossibleNow
    if terms == hearing.terms:
        raise NothingChanged
    checked = checked_terms(terms, at=at)
    news = await news_of_move(store, hearing=hearing, terms=checked, texts=texts)
    changed = await store.hearings.revise(hearing, checked, at=at)
    await record(
        store, Act.MOVE_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id,
        revision=changed.revision, starts_at=changed.terms.starts_at,
    )  # fmt: skip
    await broadcasts.end_of_hearing(store, hearing=hearing, code="moved", at=at)
    urgent = _is_urgent(min(news.known.starts_at, hearing.terms.starts_at, checked.starts_at), at)
    since: int | None = at
    if news.unheard is None:
        await broadcasts.make(
            store,
            hearing=changed,
            kind=BroadcastKind.NOTICE if news.known == checked else BroadcastKind.MOVED,
            say=news.say,
            starts_at=None,
            expires_at=checked.starts_at,
            by=by,
            at=at,
            by_hand=urgent,
        )
    else:
        since = news.unheard.leaves_at(checked, at)
        await _announce_later(store, hearing=changed, news=news, starts_at=since, by=by, at=at)
        await _tell_comers(store, hearing=changed, by=by, at=at, by_hand=urgent, say=news.to_comers)
    await broadcasts.remind(store, hearing=changed, by=by, since=since, at=at)
    return changed


async def _announce_later(
    store: Store, *, hearing: Hearing, news: News, starts_at: int | None, by: Person | None, at: int
) -> None:
    # A notice the office had stopped stays stopped, and one it had paused stays paused.
    if starts_at is None:
        return
    made = await broadcasts.make(
        store,
        hearing=hearing,
        kind=BroadcastKind.NOTICE,
        say=news.say,
        starts_at=starts_at,
        expires_at=hearing.terms.starts_at,
        by=by,
        at=at,
    )
    if made is not None and news.unheard is not None and news.unheard.is_paused:
        await broadcasts.pause(store, id=made.id, by=by, at=at)


async def _tell_comers(
    store: Store, *, hearing: Hearing, by: Person | None, at: int, by_hand: bool, say: Callable[[Words], str]
) -> None:
    # Who said that they come, by a link or the list, was promised to hear of every change.
    if (await store.hearings.expected(hearing.id)).coming:
        await broadcasts.make(
            store,
            hearing=hearing,
            kind=BroadcastKind.COMERS,
            say=say,
            starts_at=None,
            expires_at=max(hearing.terms.starts_at, at + broadcasts.KEPT_NEWS),
            by=by,
            at=at,
            by_hand=by_hand,
            again=0 if hearing.is_open else 1,
        )


async def cancel(store: Store, *, id: int, by: Person | None, at: int) -> Hearing:
    """Cancels a hearing that was not held; subscribers are told at once, its reminders die.

    Raises NotAllowed, NotPossibleNow.
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.CANCEL_HEARING)
    if hearing.state is not HearingState.SCHEDULED:
        raise NotPossibleNow
    await store.hearings.end(id, HearingState.CANCELLED, at=at)
    await record(store, Act.CANCEL_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    unheard = await announced.unheard(store, hearing)
    await broadcasts.end_of_hearing(store, hearing=hearing, code="cancelled", at=at)
    cancelled = replace(hearing, state=HearingState.CANCELLED, ended_at=at)
    aimak = await store.aimaks.get(hearing.aimak_id)
    urgent = _is_urgent(hearing.terms.starts_at, at)

    def say(words: Words) -> str:
        return hearing_notices.cancelled(words, cancelled, aimak)

    if unheard is not None:
        await _tell_comers(store, hearing=cancelled, by=by, at=at, by_hand=urgent, say=say)
        return cancelled
    await broadcasts.make(
        store,
        hearing=cancelled,
        kind=BroadcastKind.CANCELLED,
        say=say,
        starts_at=None,
        expires_at=max(hearing.terms.starts_at, at + broadcasts.KEPT_NEWS),
        by=by,
        at=at,
        by_hand=urgent,
    )
    return cancelled


def _is_urgent(starts_at: int, at: int) -> bool:
    # Whoever sets out early in the morning must hear of it in the night.
    return starts_at - at < broadcasts.URGENT


async def hold(store: Store, *, id: int, by: Person | None, at: int) -> Hearing:
    """Notes that a hearing was held; one on the draft gives its year the day of the hearing, if no results are out yet.

    Raises NotAllowed, NotPossibleNow (also before the day it is announced for).
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.HOLD_HEARING)
    if hearing.state is not HearingState.SCHEDULED or day_of(hearing.terms.starts_at) > day_of(at):
        raise NotPossibleNow
    await store.hearings.end(id, HearingState.HELD, at=at)
    await broadcasts.end_of_hearing(store, hearing=hearing, code="held", at=at)
    await record(store, Act.HOLD_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    if hearing.kind is HearingKind.DRAFT:
        with suppress(years.DayOutOfOrder):  # after the results: the year keeps the day of the earlier one
            await years.set_year(
                store,
                aimak_id=hearing.aimak_id,
                year=hearing.budget_year,
                by=by,
                at=at,
                hearing_on=day_of(hearing.terms.starts_at),
            )
    return replace(hearing, state=HearingState.HELD, ended_at=at)


async def count_people(
    store: Store, *, id: int, women: int, men: int, whole: bool, by: Person | None, at: int
) -> Attendance:
    """Counts who came: the whole, or some more at the door (less, where one was counted by mistake).

    The budget year gets the sum of its hearings on the draft. Counting begins on the day of the hearing.
    Raises NotAllowed, NotPossibleNow, AttendanceUnreadable.
    """
    hearing = await opened(store, id=id, by=by, act=Act.COUNT_PEOPLE)
    if hearing.state is HearingState.CANCELLED or day_of(hearing.terms.starts_at) > day_of(at):
        raise NotPossibleNow
    before = await store.hearings.attendance(id) or Attendance(0, 0)
    after = Attendance(women, men) if whole else Attendance(before.women + women, before.men + men)
    if min(after.women, after.men) < 0 or after.people > MOST_PEOPLE:
        raise AttendanceUnreadable
    await store.hearings.count(id, women=women, men=men, whole=whole, by=by.id if by else None, at=at)
    await record(
        store, Act.COUNT_PEOPLE, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id,
        women=after.women, men=after.men,
    )  # fmt: skip
    if hearing.kind is HearingKind.DRAFT:
        came = await store.hearings.people_of_year(hearing.aimak_id, hearing.budget_year)
        await store.years.put(hearing.aimak_id, hearing.budget_year, at=at, attendance=came)
    return after


async def add_paper(
    store: Store,
    *,
    hearing: Hearing,
    paper: Paper,
    by: Person | None,
    at: int,
    file: tuple[str, str] | None = None,
    text: str | None = None,
) -> None:
    """Keeps a paper of a hearing, a file or a text; the earlier ones stay. Raises NotAllowed, TextTooLong, TextTooShort."""
    await permit(store, by=by, act=Act.ADD_PAPER, aimak_id=hearing.aimak_id)
    added = await store.papers.add(
        aimak_id=hearing.aimak_id,
        budget_year=hearing.budget_year,
        hearing_id=hearing.id,
        kind=paper,
        by=by.id if by else None,
        at=at,
        text=checked_text(text) if text is not None else None,
        file=file,
        channel=by.channel if by else "",
        account=by.account if by else "",
    )
    await record(
        store, Act.ADD_PAPER, by=by, aimak_id=hearing.aimak_id, at=at, object="paper", object_id=added, kind=paper.value
    )


async def results_of(store: Store, *, aimak_id: int, year: int) -> Results:
    """Counts what became of the proposals of a year, by side, and why; withdrawn and excluded ones are left out."""
    counts: dict[Side, Counter[str]] = {side: Counter() for side in Side}
    reasons: Counter[str] = Counter()
    went_in: list[tuple[Side, str | None]] = []
    async for page in pages(store, aimak_id=aimak_id, year=year):
        for row in page:
            if row.excluded is not None:
                continue
            answer = row.latest.answer if row.latest else None
            counts[row.filed.side][hearing_notices.counted(answer.decision if answer else None)] += 1
            if answer is not None and answer.decision in {Decision.INCLUDED, Decision.PARTLY}:
                went_in.append((row.filed.side, answer.budget_line))
            if answer is not None and answer.reason_code is not None and answer.decision is not Decision.INCLUDED:
                reasons[answer.reason_code] += 1
    sides = {side: SideCount(received=counter.total(), **counter) for side, counter in counts.items()}
    ranked = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:COMMONEST]
    lines, unlined = hearing_notices.corrections(went_in)
    return Results(sides[Side.REVENUE], sides[Side.SPENDING], tuple(ranked), lines, unlined)  # type: ignore[arg-type]


async def digest(store: Store, hearing: Hearing) -> Callable[[Words], str]:
    """The results of a hearing as residents read them: what became of the proposals, or how the budget was heard."""
    aimak, came = await store.aimaks.get(hearing.aimak_id), await store.hearings.attendance(hearing.id)
    people = came.people if came else None
    if hearing.kind is HearingKind.EXECUTION:
        return lambda words: hearing_notices.execution_results(words, hearing, aimak, people)
    found = await results_of(store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
    facts = await store.years.get(hearing.aimak_id, hearing.budget_year)
    table = facts.table_place if hearing.kind is HearingKind.DRAFT else None
    return lambda words: hearing_notices.results(words, hearing, aimak, found, people=people, table=table)


async def same_results(store: Store, hearing: Hearing, *, at: int) -> Hearing | None:
    """Another hearing on the same year whose results, with the same figures, went to the subscribers a short while ago."""
    if hearing.kind is HearingKind.EXECUTION:
        return None
    for other in await store.hearings.of_aimak(hearing.aimak_id, states=[HearingState.PUBLISHED]):
        if other.budget_year != hearing.budget_year or other.kind is HearingKind.EXECUTION or other.id == hearing.id:
            continue
        say = await digest(store, replace(hearing, kind=other.kind))
        texts = {words.language: say(words) for words in map(Words, LANGUAGES)}
        if await announced.said_lately(store, hearing=other, texts=texts, at=at, kinds={BroadcastKind.RESULTS}):
            return other
    return None


async def publish_results(
    store: Store,
    *,
    id: int,
    table_place: str | None,
    by: Person | None,
    at: int,
    on: date | None = None,
    sure: bool = False,
) -> Hearing:
    """Publishes the results of a hearing that was held: every subscriber gets one digest.

    For a hearing on the draft the day counts as the results day of its budget year. Raises NotAllowed, NotPossibleNow,
    DayOutOfOrder, TextTooLong, and unless sure Unanswered, or SentLately where the same figures went out a short while ago.
    """
    hearing = await opened(store, id=id, by=by, act=Act.PUBLISH_RESULTS)
    if hearing.state is not HearingState.HELD:
        raise NotPossibleNow
    if not sure and hearing.kind is not HearingKind.EXECUTION:
        labels = await years.unanswered(store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
        if labels and hearing.kind is HearingKind.OTHER:  # of the draft its year says so
            raise years.Unanswered(labels)
        if not labels and await same_results(store, hearing, at=at) is not None:
            raise broadcasts.SentLately
    if hearing.kind is HearingKind.DRAFT:
        await years.publish_results(
            store,
            aimak_id=hearing.aimak_id,
            year=hearing.budget_year,
            on=on or day_of(at),
            table_place=table_place,
            by=by,
            at=at,
            sure=sure,
        )
    await store.hearings.end(id, HearingState.PUBLISHED, at=at)
    await record(store, Act.PUBLISH_RESULTS, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    published = replace(hearing, state=HearingState.PUBLISHED, published_at=at)
    await broadcasts.make(
        store,
        hearing=published,
        kind=BroadcastKind.RESULTS,
        say=await digest(store, published),
        starts_at=None,
        expires_at=at + broadcasts.KEPT_NEWS,
        by=by,
        at=at,
    )
    return published


# Residents


async def list_open(store: Store, *, aimak_id: int) -> list[Hearing]:
    """The hearings of an aimak that are still to come, the next one first."""
    return await store.hearings.of_aimak(aimak_id, states=[HearingState.SCHEDULED])


async def list_for_residents(store: Store, *, aimak_id: int, at: int) -> list[Hearing]:
    """The hearings residents see: those to come, then the others; one that was cancelled until its day."""
    found, today = await store.hearings.of_aimak(aimak_id), day_of(at)
    return [one for one in found if one.state is not HearingState.CANCELLED or day_of(one.terms.starts_at) >= today]


async def say_coming(
    store: Store, *, id: int, coming: bool, by: Person, at: int, companions: int | None = None
) -> Hearing:
    """Notes whether somebody comes, and how many with them. Raises NotPossibleNow where it is over or does not exist."""
    hearing = await store.hearings.get(id)
    if hearing is None or not hearing.is_open or hearing.terms.starts_at <= at:
        raise NotPossibleNow
    said = await store.hearings.rsvp_of(id, by.id)
    along = companions if companions is not None else (said.companions if said and said.coming else 0)
    along = min(max(along, 0), MOST_COMPANIONS) if coming else 0
    await store.hearings.rsvp(id, by.id, coming=coming, companions=along, at=at)
    if not coming:
        await store.broadcasts.drop_person(
            by.id, aimak_id=hearing.aimak_id, code="not_coming", at=at, hearing_id=id, kinds=REMINDERS
        )
    return hearing


async def ask(store: Store, *, id: int, text: str, by: Person, at: int) -> Hearing:
    """Keeps a resident's question for a hearing and shows it to the office.

    Raises NotPossibleNow, TextTooShort, TextTooLong.
    """
    hearing = await store.hearings.get(id)
    if hearing is None or not hearing.is_open:
        raise NotPossibleNow
    question = checked_text(text)
    if len(question) > LONGEST_QUESTION:
        raise TextTooLong(LONGEST_QUESTION)
    asked = await store.hearings.ask(id, by.id, question, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("A question for the hearing: «{question}»", question=quote(question, LONGEST_QUESTION))
        return Reply(text, (button(words, f"hearing_desk:{id}", "Open"),))

    await tell_office(store, aimak_id=hearing.aimak_id, kind="hearing_asked", object_id=asked, at=at, say=say)
    return hearing


async def expected(store: Store, *, id: int, by: Person | None) -> Expected:
    """Counts who said that they come. Raises NotAllowed."""
    await opened(store, id=id, by=by)
    return await store.hearings.expected(id)


async def is_late(store: Store, *, starts_at: int, at: int) -> int | None:
    """How many days before a hearing its notice would be, where that is fewer than it should be; else None."""
    ahead = days_ahead(at, starts_at)
    return ahead if ahead < (await rules_on(store, day_of(at))).notice_days else None
