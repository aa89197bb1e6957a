"""What a person does once, in two messengers: a table of acts, and of orders of doing, joining and parting."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.budget.contest.rules import Kind
from bot.budget.hearing import HearingKind, Terms
from bot.budget.permissions import Role
from bot.budget.trust.answers import Group
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest import contests, judging
from bot.office.contest.contests import NewEntry
from bot.office.hearings import attendance, hearings
from bot.office.hearings.hearings import Announcement
from bot.office.messengers import codes, own_messengers
from bot.office.polls import polls
from bot.office.together import supports
from bot.office.trust import surveys
from bot.office.watch import reporting, watching
from storage.people import Person
from storage.store import Store
from tests.office.offices import YEAR, Office
from tests.storage.rows import rows_of

POLL = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп"


@dataclass
class Act:
    """An act as a person does it, and how many of it stand."""

    office: Office

    async def prepare(self) -> None: ...

    async def does(self, by: Person) -> None: ...

    async def count(self) -> int: ...


class Poll(Act):
    async def prepare(self) -> None:
        given = {"year": YEAR, "text": POLL, "closes_at": self.office.now + polls.DAY}
        self.id = await self.office.does(polls.open_poll, aimak_id=self.office.aimak_id, by=None, **given)

    async def does(self, by: Person) -> None:
        await self.office.does(polls.vote, id=self.id, picks=(1,), by=by, since=self.office.now)

    async def count(self) -> int:
        return (await rows_of(self.office.database, "polls"))[0]["ballots"]


class Survey(Act):
    async def prepare(self) -> None:
        given = {"year": YEAR, "closes_at": self.office.now + polls.DAY}
        self.id = await self.office.does(surveys.open_survey, aimak_id=self.office.aimak_id, by=None, **given)

    async def does(self, by: Person) -> None:
        given: dict[str, Any] = {"answers": (1, 1, 1), "group": Group.UNSAID, "since": self.office.now}
        await self.office.does(surveys.answer_survey, id=self.id, by=by, **given)

    async def count(self) -> int:
        return sum(row["n"] for row in await rows_of(self.office.database, "trust_counts")) // 3


class Place(Act):
    async def prepare(self) -> None:
        made = await self.office.does(
            watching.open_watch, key="one", aimak_id=self.office.aimak_id, year=YEAR, line="Жол оңдоо", by=None
        )
        self.id, self.token = made.id, made.token

    async def does(self, by: Person) -> None:
        before = await self.count()
        await self.office.does(reporting.join, token=self.token, by=by)
        if await self.count() == before:
            raise Refusal  # they were there

    async def count(self) -> int:
        return len(await rows_of(self.office.database, "watch_members"))


class Rating(Place):
    async def prepare(self) -> None:
        await super().prepare()
        await self.office.database.write(lambda store: store.watches.finish(self.id, at=self.office.now))

    async def does(self, by: Person) -> None:
        await self.office.does(reporting.rate, id=self.id, stars=4, word="", by=by)

    async def count(self) -> int:
        return len(await rows_of(self.office.database, "watch_ratings"))


class Support(Act):
    async def prepare(self) -> None:
        author = await self.office.meets("Нурлан")
        self.id = (await self.office.filed(author)).id
        await self.office.database.write(lambda store: store.public_consents.set_public(self.id, public=True, at=1))

    async def does(self, by: Person) -> None:
        await self.office.database.write(lambda store: store.people.set_consent(by.id, version=4, at=self.office.now))
        before = await self.count()
        writes = await self.office.database.read(lambda store: store.people.find_by_peer(by.peer_id))
        await self.office.does(supports.support, id=self.id, by=writes)
        if await self.count() == before:
            raise Refusal  # they did

    async def count(self) -> int:
        return len(await rows_of(self.office.database, "supports"))


class Seat(Act):
    async def prepare(self) -> None:
        async def enter(store: Store) -> int:
            at = self.office.now
            made = await contests.begin(store, kind=Kind.BUDGET, year=YEAR, today=find_day(at), by=None, at=at)
            about = {"ky": "Шарк", "ru": "Шарк", "rayon_ky": "Кара-Суу", "rayon_ru": "Кара-Суу"}
            await contests.enter(store, id=made.id, codes=[], new=[NewEntry(about, {})], by=None, at=at)
            (entry,) = await contests.draw_codes(store, id=made.id, by=None, at=at)
            self.code = entry.code
            return made.id

        self.id = await self.office.database.write(enter)

    async def does(self, by: Person) -> None:
        async def grant(store: Store) -> None:
            if not await store.roles.list_standings(by.id):
                await staff.grant(store, role=Role.JUROR, aimak_id=None, to=by, by_id=None, at=self.office.now)

        await self.office.database.write(grant)
        if await self.office.does(judging.put_marks, given={(self.code, 1): 5}, by=by) == 0:
            raise Refusal  # the same mark of the same seat

    async def count(self) -> int:
        return len(await rows_of(self.office.database, "contest_jurors"))


class Coming(Act):
    async def prepare(self) -> None:
        terms = Terms(self.office.now + 30 * polls.DAY, "Көк-Жар маданият үйү")
        announcement = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=YEAR)
        clerk = await self.office.meets("Бакыт", Role.STAFF)
        made, _ = await self.office.does(
            hearings.announce, announcement=announcement, aimak_id=self.office.aimak_id, by=clerk
        )
        self.id = made.id

    async def does(self, by: Person) -> None:
        before = await self.count()
        await self.office.does(attendance.say_coming, id=self.id, coming=True, companions=2, by=by)
        if await self.count() == before:
            raise Refusal  # they come already

    async def count(self) -> int:
        found = await self.office.database.read(lambda store: store.hearings.count_expected(self.id))
        assert found.companions == 2 * found.coming
        return found.coming


ACTS = (Poll, Survey, Place, Rating, Support, Seat, Coming)


class Two:
    """Aigul in Telegram and in WhatsApp."""

    def __init__(self, office: Office, act: Act) -> None:
        self.office, self.act = office, act

    async def meet(self) -> None:
        await self.act.prepare()
        self.first = await self.office.meets("Айгүл")
        self.second = await self.office.meets("Айгүл", channel="whatsapp")

    async def writes(self, which: str) -> Person:
        of = self.first if which == "first" else self.second
        found = await self.office.database.read(lambda store: store.people.find_by_peer(of.peer_id))
        assert found is not None
        return found

    async def join(self) -> None:
        first, second = await self.writes("first"), await self.writes("second")
        works = await self.office.database.read(lambda store: store.roles.list_standings(second.id))
        owner, other = (second, first) if works else (first, second)
        code = await self.office.does(codes.make_code, by=owner)
        offer = await self.office.does(codes.open_code, key=code.payload, by=other)
        await self.office.does(codes.agree, made_at=offer.made_at, owner_id=offer.owner.id, by=other)
        if offer.both_agree:
            await self.office.does(codes.agree_too, by=owner)

    async def part(self) -> None:
        found = await self.office.database.read(lambda store: store.joins.list_of(self.first.id))
        found += await self.office.database.read(lambda store: store.joins.list_of(self.second.id))
        by = await self.writes("first")
        await self.office.does(own_messengers.part, peer_id=found[0].peer_id, by=by)

    async def do(self, steps: str) -> None:
        for step in steps.split():
            self.office.now += 60_000
            if step in {"join", "part"}:
                await getattr(self, step)()
            else:
                await self.act.does(await self.writes(step))


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


REFUSED = [
    "first first",
    "first join second",
    "second join first",
    "join first second",
    "join second first",
    "first join part second",
    "second join part first",
    "join first part second",
    "join second part first",
    "first join part join second",
    "join first part join part second",
]


@pytest.mark.parametrize("steps", REFUSED)
@pytest.mark.parametrize("make", ACTS)
async def test_one_person_does_it_once_however_they_join_and_part(office, make, steps):
    act = make(office)
    two = Two(office, act)
    await two.meet()
    *before, last = steps.split()
    await two.do(" ".join(before))
    assert await act.count() == 1
    with pytest.raises(Refusal):
        await two.do(last)
    assert await act.count() == 1


@pytest.mark.parametrize("make", [Place, Rating, Support, Coming])
async def test_what_both_did_as_strangers_is_one_once_they_are_joined(office, make):
    act = make(office)
    two = Two(office, act)
    await two.meet()
    await two.do("first second join")
    assert await act.count() == 1


@pytest.mark.parametrize("make", ACTS)
async def test_whoever_did_nothing_before_they_parted_is_a_person_of_their_own(office, make):
    act = make(office)
    two = Two(office, act)
    await two.meet()
    if make is Seat:
        await two.do("join part first")
        with pytest.raises(Refusal):  # a commission has few seats: the two were one
            await two.do("second")
        return
    await two.do("join part first second")
    assert await act.count() == 2


async def test_two_who_have_marked_in_one_contest_are_not_joined_while_it_is_open(office):
    act = Seat(office)
    two = Two(office, act)
    await two.meet()
    await two.do("first second")
    (member,) = [one for one in await rows_of(office.database, "roles") if one["person_id"] == two.second.id]
    await office.does(staff.remove, member_id=member["id"], by=None)
    with pytest.raises(codes.BothJudge):
        await two.do("join")
    await office.database.write(lambda store: store.contests.set_moment(act.id, "closed_at", office.now))
    await two.do("join")


async def test_who_was_joined_and_forgotten_takes_no_second_seat_from_either_chat(office):
    act = Seat(office)
    two = Two(office, act)
    await two.meet()
    await two.do("first join")
    await office.database.write(lambda store: store.erasures.erase(two.first.id, keeps_public=False, at=office.now))
    again = await office.meets("Айгүл", channel="whatsapp")
    with pytest.raises(judging.NoSeat):
        await act.does(again)


@pytest.mark.parametrize("make", [Poll, Survey])
async def test_a_chat_that_moves_to_another_number_has_voted_there_too(office, make):
    act = make(office)
    two = Two(office, act)
    await two.meet()
    await two.do("second")
    await office.database.write(
        lambda store: store.people.move(two.second.peer_id, "whatsapp", "bot", address="996700999999")
    )
    with pytest.raises(Refusal):
        await two.do("second")
    assert await act.count() == 1


async def test_a_juror_is_tied_to_the_aimak_of_a_messenger_they_have_parted(office):
    act = Seat(office)
    two = Two(office, act)
    await two.meet()
    await two.do("join part")
    lives = await office.database.read(lambda store: store.contest_ties.list_aimaks(two.first.id))
    await office.database.write(lambda store: store.people.set_aimak(two.first.peer_id, None))
    assert await office.database.read(lambda store: store.contest_ties.list_aimaks(two.first.id)) == lives != set()


async def test_nobody_supports_what_they_wrote_before_they_parted(office):
    two = Two(office, Support(office))
    await two.meet()
    await two.do("join")
    mine = await office.filed(await two.writes("first"))
    await office.database.write(lambda store: store.public_consents.set_public(mine.id, public=True, at=1))
    await two.do("part")
    await office.database.write(lambda store: store.people.set_consent(two.second.id, version=4, at=office.now))
    with pytest.raises(supports.NotForSupport):
        await office.does(supports.support, id=mine.id, by=await two.writes("second"))
