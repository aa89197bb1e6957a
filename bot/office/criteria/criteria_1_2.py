"""Criteria 1 and 2 of the contest from the log: how people were told of a hearing, and who came."""

from dataclasses import dataclass

from bot.budget.hearing import HearingState, count_days_ahead
from bot.budget.share_of_women import WOMEN_PERCENT, Attendance
from bot.budget.workdays import find_day, move_to_bishkek
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes
from bot.office.rules import read_rules
from bot.office.wording import broadcast_progress, hearing_words
from storage.aimaks import Aimak
from storage.hearings import Expected, Hearing
from storage.log.evidence import Reach
from storage.queue.broadcasts import Broadcast, BroadcastKind, Progress
from storage.store import Store

_NOTICES = {BroadcastKind.NOTICE, BroadcastKind.MOVED}


@dataclass(frozen=True, slots=True)
class Told:
    """One broadcast of a hearing and how far it came."""

    broadcast: Broadcast
    progress: Progress
    reach: tuple[Reach, ...]

    @property
    def reached_at(self) -> int | None:
        """When it first reached somebody, in milliseconds UTC; None where it has reached nobody."""
        return min((one.since for one in self.reach if one.since is not None), default=None)


@dataclass(frozen=True, slots=True)
class Campaign:
    """Everything the log knows of one hearing's information campaign and of who came; times in milliseconds UTC."""

    hearing: Hearing
    aimak: Aimak
    notice_days: int
    told: tuple[Told, ...]
    groups: tuple[str, ...]
    papers: tuple[str, ...]
    expected: Expected
    questions: int
    attendance: Attendance | None

    @property
    def announcements(self) -> list[Told]:
        """The announcements that reached somebody, the first one first: as announced, as moved, sent once more."""
        return [one for one in self.told if one.broadcast.kind in _NOTICES and one.reached_at is not None]

    @property
    def announcement(self) -> Told | None:
        """The first announcement that reached somebody."""
        return next(iter(self.announcements), None)

    @property
    def noticed_at(self) -> int | None:
        """When the first announcement reached somebody."""
        return self.announcement.reached_at if self.announcement else None

    @property
    def days_ahead(self) -> int | None:
        """How many days before the hearing its first announcement reached somebody."""
        return None if self.noticed_at is None else count_days_ahead(self.noticed_at, self.hearing.terms.starts_at)

    @property
    def languages(self) -> list[str]:
        """The languages in which the first announcement reached people."""
        return sorted({reach.language for reach in self._reached})

    @property
    def channels(self) -> list[str]:
        """The channels on which the first announcement reached people."""
        return sorted({reach.channel for reach in self._reached})

    @property
    def _reached(self) -> list[Reach]:
        return [reach for reach in (self.announcement.reach if self.announcement else ()) if reach.reached]


async def count_campaign(store: Store, hearing: Hearing) -> Campaign:
    """Gathers what the log knows of a hearing."""
    made = await store.broadcasts.list_of_hearing(hearing.id)
    reach: dict[int, list[Reach]] = {one.id: [] for one in made}
    for one in await store.evidence.reach(list(reach)):
        reach[one.broadcast_id].append(one)
    papers = await store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id)
    return Campaign(
        hearing=hearing,
        aimak=await store.aimaks.get(hearing.aimak_id),
        notice_days=(await read_rules(store, find_day(hearing.announced_at))).notice_days,
        told=tuple([Told(one, await store.broadcasts.count_progress(one.id), tuple(reach[one.id])) for one in made]),
        groups=tuple(await store.evidence.list_posted_in(hearing.id)),
        papers=tuple(paper.kind.value for paper in papers),
        expected=await store.hearings.count_expected(hearing.id),
        questions=await store.evidence.count_questions(hearing.id),
        attendance=await store.hearings.find_attendance(hearing.id),
    )


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The hearings that were held in one calendar year, and who came."""

    year: int
    hearings: int = 0
    people: int = 0
    women: int = 0


async def count_own_years(store: Store, *, aimak_id: int | None = None) -> list[OwnYear]:
    """Counts the hearings held through this install, and who came, by the year they were held in."""
    found: dict[int, OwnYear] = {}
    for hearing_id in await store.evidence.list_held(aimak_id):
        hearing = await store.hearings.get(hearing_id)
        assert hearing is not None
        came = await store.hearings.find_attendance(hearing_id) or Attendance(0, 0)
        year = move_to_bishkek(hearing.terms.starts_at).year
        before = found.get(year, OwnYear(year))
        found[year] = OwnYear(year, before.hearings + 1, before.people + came.people, before.women + came.women)
    return [found[year] for year in sorted(found)]


def list_lines(words: Words, found: Campaign) -> list[str]:
    """Criteria 1 and 2 of one hearing in words."""
    said = [hearing_words.say_title(words, found.hearing), hearing_words.say_when(words, found.hearing.terms)]
    if found.hearing.state is HearingState.CANCELLED:
        said.append(words.say("The hearing was cancelled."))
    said += [words.say("Criterion 1: how people were told"), *_say_reach(words, found)]
    return [*said, words.say("Criterion 2: who came"), *_list_came(words, found)]


def _say_reach(words: Words, found: Campaign) -> list[str]:
    said = []
    if found.announcement is None or found.days_ahead is None:
        said.append(words.say("No notice has reached anybody yet."))
    else:
        said.append(_say_when(words, found, found.announcement))
        if found.days_ahead < found.notice_days:
            said.append(
                words.say("It should be out {wanted}.", wanted=hearing_words.say_days_before(words, found.notice_days))
            )
        for reach in found.announcement.reach:
            said.append(
                words.say(
                    "{channel}, {language}: reached {reached}, not reached {lost}, waiting {waiting}.",
                    channel=hearing_words.name_channel(words, reach.channel),
                    language=hearing_words.name_language(words, reach.language),
                    reached=words.number(reach.reached),
                    lost=words.number(reach.not_reached),
                    waiting=words.number(reach.waiting),
                )
            )
        said += [_say_when(words, found, one) for one in found.announcements[1:]]
    for told in (one for one in found.told if one.broadcast.began_at is not None):
        said.append(broadcast_progress.say_progress(words, told.broadcast, told.progress))
    if found.groups:
        said.append(
            words.say("Posted in groups: {titles}.", titles=", ".join(put_in_quotes(title) for title in found.groups))
        )
    said.append(words.say("Papers put up to read: {n}.", n=len(found.papers)))
    said.append(words.say("Questions asked beforehand: {n}.", n=words.number(found.questions)))
    return said


def _say_when(words: Words, found: Campaign, told: Told) -> str:
    assert told.reached_at is not None
    ahead = count_days_ahead(told.reached_at, found.hearing.terms.starts_at)
    return words.say(
        "{kind}: {day}, {ahead}.",
        kind=words.say(broadcast_progress.KINDS[told.broadcast.kind]),
        day=words.long_day(find_day(told.reached_at)),
        ahead=hearing_words.say_days_before(words, ahead),
    )


def _list_came(words: Words, found: Campaign) -> list[str]:
    expected, came = found.expected, found.attendance
    said = [
        words.say(
            "Said that they come: {coming}, with them {along}; cannot come: {declined}.",
            coming=words.number(expected.coming),
            along=words.number(expected.companions),
            declined=words.number(expected.not_coming),
        )
    ]
    if came is None:
        return [*said, words.say("Nobody has counted who came.")]
    said.append(
        words.say(
            "Came: {people}, women {women} ({percent} %), men {men}.",
            people=words.number(came.people),
            women=words.number(came.women),
            men=words.number(came.men),
            percent=words.percent(came.percent_women),
        )
    )
    if came.percent_women < WOMEN_PERCENT:
        said.append(words.say("Fewer than {n} % were women.", n=WOMEN_PERCENT))
    return said
