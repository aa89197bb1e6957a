"""Hearings: announce, list, ask a question, add a paper. One function, one act; what follows later is in the modules beside."""

from dataclasses import dataclass, field, replace

from bot.budget.hearing import (
    LONGEST_AGENDA,
    LONGEST_PLACE,
    HearingKind,
    HearingState,
    InThePast,
    NotPossibleNow,
    Paper,
    PlaceMissing,
    Terms,
    count_days_ahead,
)
from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.proposal import TextTooLong, check_text, make_storable
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import quote
from bot.language.letters import has_words
from bot.language.refusal import Refusal
from bot.office.broadcasts import announced, broadcasts
from bot.office.rules import read_rules
from bot.office.staff import list_standings, permit, record
from bot.office.window import costs
from bot.office.wording import hearing_notices
from bot.office.wording.notices import make_button, tell_office
from storage.hearings import Hearing
from storage.people import Mailbox, Person
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store

LONGEST_QUESTION = 1000
YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Announcement:
    """A hearing before it is announced; key was drawn when it began. files are (what paper, kind, the channel's reference).

    texts are the announcement in each language where the clerk wrote their own; send_at, in milliseconds UTC, None for now.
    """

    key: str
    kind: HearingKind
    terms: Terms
    budget_year: int
    texts: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[Paper, str, str], ...] = ()
    send_at: int | None = None


def list_papers(announcement: Announcement) -> set[Paper]:
    """The papers that come with an announcement."""
    return {paper for paper, _, _ in announcement.files}


class AnnouncedAlready(Refusal):
    """An open hearing of the aimak has the same start, or its announcement said the same a short while ago."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(f"hearing {hearing.id}")
        self.hearing = hearing


def check_terms(terms: Terms, *, at: int) -> Terms:
    """Returns terms that can be announced. Raises InThePast, PlaceMissing, TextTooLong."""
    place, agenda = " ".join(make_storable(terms.place).split()), make_storable(terms.agenda).strip()
    if not has_words(place):
        raise PlaceMissing
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(LONGEST_PLACE)
    if len(agenda) > LONGEST_AGENDA:
        raise TextTooLong(LONGEST_AGENDA)
    if terms.starts_at <= at or find_day(terms.starts_at).year > find_day(at).year + YEARS_AHEAD:
        raise InThePast
    return replace(terms, place=place, agenda=agenda)


async def announce(
    store: Store, *, announcement: Announcement, by: Person | None, aimak_id: int, at: int, sure: bool = False
) -> tuple[Hearing, bool]:
    """Announces a hearing: its announcement to every subscriber, now or later, and its reminders.

    The same announcement sent twice is one hearing: the second time it is returned with False. Raises NotAllowed,
    InThePast, PlaceMissing, TextTooLong, and AnnouncedAlready unless sure.
    """
    await permit(store, by=by, act=Act.ANNOUNCE, aimak_id=aimak_id)
    aimak = await store.aimaks.settle(
        aimak_id, alone=True
    )  # locked: of two clerks who announce at once, the second is asked
    aimak_id = aimak.id
    terms = check_terms(announcement.terms, at=at)
    if announcement.send_at is not None and not at <= announcement.send_at < terms.starts_at:
        raise InThePast
    if not sure and await store.hearings.find_by_key(announcement.key) is None:
        alike = await _find_alike(store, announcement, terms, aimak_id=aimak_id, at=at)
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
    if not fresh and hearing.aimak_id != aimak_id:
        raise NotAllowed(Act.ANNOUNCE)  # it is another aimak's, and not even that is told
    if not fresh:
        return hearing, False
    for paper, kind, reference in announcement.files:
        await add_paper(store, hearing=hearing, paper=paper, file=(kind, reference), by=by, at=at)
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
            or hearing_notices.compose_announcement(words, hearing, aimak, list_papers(announcement))
        ),
        starts_at=announcement.send_at,
        expires_at=terms.starts_at,
        by=by,
        at=at,
        by_hand=announcement.send_at is None,
    )
    await broadcasts.remind(store, hearing=hearing, by=by, since=announcement.send_at or at, at=at)
    return hearing, True


async def _find_alike(
    store: Store, announcement: Announcement, terms: Terms, *, aimak_id: int, at: int
) -> Hearing | None:
    for hearing in await list_open(store, aimak_id=aimak_id):
        if hearing.terms.starts_at == terms.starts_at:
            return hearing
        aimak = await store.aimaks.get(aimak_id)
        planned = replace(hearing, kind=announcement.kind, budget_year=announcement.budget_year, terms=terms)
        texts = {
            words.language: announcement.texts.get(words.language)
            or hearing_notices.compose_announcement(words, planned, aimak, list_papers(announcement))
            for words in map(Words, LANGUAGES)
        }
        if await announced.was_said_lately(store, hearing=hearing, texts=texts, at=at):
            return hearing
    return None


async def find_announced(store: Store, *, key: str, by: Person) -> Hearing | None:
    """Returns what was announced under a key, to somebody who may see it."""
    hearing = await store.hearings.find_by_key(key)
    if hearing is None or not may(await list_standings(store, by), Act.SEE_HEARINGS, hearing.aimak_id):
        return None
    return hearing


async def count_audience(store: Store, *, by: Person | None, aimak_id: int) -> dict[tuple[str, str], int]:
    """Counts whom an announcement would reach now, by channel and language. Raises NotAllowed."""
    await permit(store, by=by, act=Act.ANNOUNCE, aimak_id=aimak_id)
    return await store.broadcasts.count_audience(BroadcastKind.NOTICE, aimak_id=aimak_id, hearing_id=0)


async def list_costs(store: Store, words: Words, *, by: Person | None, aimak_id: int, at: int) -> list[str]:
    """Says how many are asked by a paid template first, by messenger. Raises NotAllowed."""
    await permit(store, by=by, act=Act.ANNOUNCE, aimak_id=aimak_id)
    return await costs.list_costs(store, words, BroadcastKind.NOTICE, aimak_id=aimak_id, at=at)


async def list_for_office(store: Store, *, by: Person | None, aimak_id: int) -> list[Hearing]:
    """Every hearing of an aimak, those to come first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_HEARINGS, aimak_id=aimak_id)
    return await store.hearings.list_of_aimak(aimak_id)


async def authorised(store: Store, *, id: int, by: Person | None, act: Act = Act.SEE_HEARINGS) -> Hearing:
    """Checks the permission for an act on a hearing, and returns it. Raises NotAllowed, also for one that does not exist."""
    hearing = await store.hearings.lock(id)
    await permit(store, by=by, act=act, aimak_id=hearing.aimak_id if hearing else -1)
    if hearing is None:
        raise NotAllowed(act)
    return hearing


async def list_handed_out(store: Store, hearing: Hearing) -> set[Paper]:
    """The papers of a hearing that residents can read."""
    return {paper.kind for paper in await store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id)}


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
        text=check_text(text) if text is not None else None,
        file=file,
        channel=by.channel if by else "",
        account=by.account if by else "",
    )
    await record(
        store, Act.ADD_PAPER, by=by, aimak_id=hearing.aimak_id, at=at, object="paper", object_id=added, kind=paper.value
    )


async def list_open(store: Store, *, aimak_id: int) -> list[Hearing]:
    """The hearings of an aimak that are still to come, the next one first."""
    return await store.hearings.list_of_aimak(aimak_id, states=[HearingState.SCHEDULED])


async def list_for_residents(store: Store, *, aimak_id: int, at: int) -> list[Hearing]:
    """The hearings residents see: those to come, then the others; one that was cancelled until its day."""
    found, today = await store.hearings.list_of_aimak(aimak_id), find_day(at)
    return [one for one in found if one.state is not HearingState.CANCELLED or find_day(one.terms.starts_at) >= today]


async def ask(store: Store, *, id: int, text: str, by: Person, at: int) -> Hearing:
    """Keeps a resident's question for a hearing and shows it to the office.

    Raises NotPossibleNow, TextTooShort, TextTooLong.
    """
    hearing = await store.hearings.get(id)
    if hearing is None or not hearing.is_open:
        raise NotPossibleNow
    question = check_text(text)
    if len(question) > LONGEST_QUESTION:
        raise TextTooLong(LONGEST_QUESTION)
    asked = await store.hearings.ask(id, by.id, question, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("A question for the hearing: «{question}»", question=quote(question, LONGEST_QUESTION))
        return Reply(text, (make_button(words, f"hearing_desk:{id}", "Open"),))

    await tell_office(store, aimak_id=hearing.aimak_id, kind="hearing_asked", object_id=asked, at=at, say=say)
    return hearing


async def is_late(store: Store, *, starts_at: int, at: int) -> int | None:
    """How many days before a hearing its announcement would be, where that is fewer than it should be; else None."""
    ahead = count_days_ahead(at, starts_at)
    return ahead if ahead < (await read_rules(store, find_day(at))).notice_days else None
