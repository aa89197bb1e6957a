"""A hearing that is not announced yet, inside a conversation: begun once, filled by steps, kept until sent."""

import datetime
from dataclasses import dataclass, field, replace
from datetime import date

from bot.budget.hearing import HearingKind, HearingState, InThePast, Paper, PlaceMissing, Terms, find_year_heard
from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong, check_text
from bot.budget.workdays import find_day, make_moment
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean
from bot.office import staff, years
from bot.office.hearings import hearings
from bot.office.reads import public
from bot.office.wording import hearing_notices
from handlers.office.hearings.states import Announce
from handlers.shared.router import Talk, router
from storage.aimaks import Aimak
from storage.hearings import Hearing

STEPS: dict[str, State] = {
    "kind": Announce.kind,
    "day": Announce.day,
    "time": Announce.time,
    "place": Announce.place,
    "pin": Announce.pin,
    "agenda": Announce.agenda,
    "papers": Announce.papers,
}
LONGEST_NOTICE = 1800  # characters of an announcement in the clerk's own words; both languages fit one post in a group
COMPULSORY = ("kind", "day", "time", "place")


@dataclass(frozen=True)
class AnnouncementDraft(Memory, under="announcing"):
    """A hearing that is being announced, filled step by step; None where something was not said yet."""

    key: str = ""  # drawn when it is begun, so that it is one hearing however often it is sent
    aimak: int | None = None
    kind: HearingKind | None = None
    day: date | None = None
    time: datetime.time | None = None
    place: str | None = None
    pin: tuple[float, float] | None = None  # latitude, longitude
    agenda: str | None = None
    files: tuple[tuple[Paper, str, str], ...] = ()  # of each paper the kind of file and the channel's reference
    unnamed: tuple[tuple[str, str], ...] = ()  # files, as kind and reference, of which is not said yet what they are
    paper: Paper | None = None  # the one that is asked for
    left: tuple[str, ...] = ()  # steps that were done or skipped
    changing: bool = False  # one thing is changed, and the check comes next
    texts: dict[str, str] = field(default_factory=dict)  # the announcement in the clerk's own words, by language
    old_texts: dict[str, str] = field(default_factory=dict)  # own words that name earlier facts, to be shown once more
    editing: str = ""  # the language in which own words are asked for
    late_at: int | None = None  # when it would leave, ms UTC: asked about, since it is late
    alike: int | None = None  # the hearing that looks the same: asked about
    send_at: int | None = None  # when it was to leave, ms UTC, before that was asked

    @property
    def missing(self) -> list[str]:
        """The steps without which no hearing is announced, of those that were not done."""
        return [step for step in COMPULSORY if getattr(self, step) is None]


@dataclass(frozen=True)
class Offered(Memory):
    """Whether an unfinished announcement was offered back."""

    announcing_offered: bool = False


async def may_announce(talk: Talk) -> None:
    """Lets in whoever may announce a hearing where this one is prepared. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.ANNOUNCE, aimak_id=await read_aimak_id(talk))


announcers = router.room(may_announce)


async def read_aimak_id(talk: Talk) -> int:
    """The aimak it was begun in, wherever the clerk looks meanwhile."""
    return AnnouncementDraft.of(talk).aimak or talk.person.aimak_id or 0


async def go_on(talk: Talk) -> Replies:
    """The first step that was not done, or the check."""
    kept = AnnouncementDraft.of(talk)
    missing = [
        step for step in STEPS if getattr(kept, step, None) is None and (step in COMPULSORY or step not in kept.left)
    ]
    return await talk.ask(STEPS[missing[0]]) if missing else await check_draft(talk)


def make_terms(kept: AnnouncementDraft) -> Terms:
    """When and where, and about what. Raises LookupError where a step is missing."""
    if kept.day is None or kept.time is None or kept.place is None:
        raise LookupError("the day, the time or the place is missing")
    latitude, longitude = kept.pin or (None, None)
    starts_at = make_moment(kept.day, kept.time.hour, kept.time.minute)
    return Terms(starts_at, kept.place, kept.agenda or "", latitude, longitude)


def find_hearing(kept: AnnouncementDraft, aimak: Aimak, at: int) -> Hearing:
    """The hearing as it would be announced now. Raises LookupError where a step is missing."""
    kind, terms = kept.kind, make_terms(kept)
    if kind is None:
        raise LookupError("what is heard is missing")
    year = find_year_heard(kind, on=find_day(terms.starts_at), current=years.find_current_year(aimak, at=at))
    return Hearing(0, aimak.id, year, kind, HearingState.SCHEDULED, at, None, None, 1, terms)


def say_time_is_over(talk: Talk) -> str:
    """Says that no hearing begins at a time that is over."""
    return talk.say("This time is over. Please name one to come.")


async def check_draft(talk: Talk) -> Replies:
    """The announcement in each language as a resident reads it, and the last question; or what is missing before it."""
    kept = AnnouncementDraft.of(talk)
    if kept.missing:
        return await talk.ask(STEPS[kept.missing[0]])
    kept = replace(kept, changing=False, editing="", alike=None, late_at=None)
    await kept.keep(talk)
    try:
        hearings.check_terms(make_terms(kept), at=talk.now)
    except InThePast:
        await replace(kept, changing=True).keep(talk)
        return put_above(say_time_is_over(talk), await talk.ask(Announce.day))
    except (PlaceMissing, TextTooLong):
        return await talk.ask(Announce.place)
    question = await talk.ask(Announce.check)
    await staff.permit(talk.store, by=talk.person, act=Act.ANNOUNCE, aimak_id=await read_aimak_id(talk))
    aimak = await public.read_aimak(talk.store, id=await read_aimak_id(talk))
    hearing = find_hearing(kept, aimak, talk.now)
    old = show_replaced_words(talk, kept.old_texts)
    await replace(AnnouncementDraft.of(talk), old_texts={}).keep(talk)
    return (*old, *(_as_read(Words(language), kept, hearing, aimak) for language in LANGUAGES), question)


def show_replaced_words(talk: Talk, texts: dict[str, str]) -> list[Reply]:
    """The clerk's own words of an announcement whose facts are changed, to be copied."""
    said = talk.say("The facts are changed, so the notice is composed anew. Your own words were:")
    return [Reply(f"{said}\n\n{text}", stays=True) for text in texts.values()]


def own_words_question(talk: Talk, language: str) -> str:
    """Asks for an announcement in the clerk's own words."""
    if language == "ru":
        return talk.say("Write the notice in Russian; name the day, the time, the place and whom to call.")
    return talk.say("Write the notice in Kyrgyz; name the day, the time, the place and whom to call.")


def read_own_words(talk: Talk) -> str:
    """The clerk's own words as they were typed. Raises TextTooShort, TextTooLong."""
    text = check_text(clean(talk.text))
    if len(text) > LONGEST_NOTICE:
        raise TextTooLong(LONGEST_NOTICE)
    return text


def make_text(words: Words, kept: AnnouncementDraft, hearing: Hearing, aimak: Aimak) -> str:
    """The announcement in one language: in the clerk's own words, or as it is composed."""
    papers = {paper for paper, _, _ in kept.files}
    return kept.texts.get(words.language) or hearing_notices.compose_announcement(words, hearing, aimak, papers)


def _as_read(words: Words, kept: AnnouncementDraft, hearing: Hearing, aimak: Aimak) -> Reply:
    text = make_text(words, kept, hearing, aimak)
    offered = (*hearing_notices.offer_coming(words, hearing), *hearing_notices.offer_ways(words))
    buttons = " ".join(f"[{choice.title}]" for choice in offered)
    return Reply(f"{words.say('Residents will read:')}\n\n{text}\n\n{buttons}", stays=True)
