"""The day of an office at nine. It comes once for each day and person, on working days only, whatever the clock does."""

from dataclasses import replace
from datetime import date

import pytest

from bot.budget.permissions import Role
from bot.budget.workdays import make_moment
from bot.chat.message import Message
from bot.office import rules
from bot.office.answers import answers, handling
from bot.office.days_off import own
from bot.office.hearings import group_owners
from bot.office.wording import unreached
from bot.service.mornings import tell_once
from storage.database.schema import aimaks, outbox, peers, proposals
from storage.queue.outbox import State
from tests.office.offices import Office, refusing

NINE = make_moment(date(2026, 11, 24), 9, 0)  # a Tuesday; what the office has was due on the Monday before
DAY = 24 * 3600 * 1000
MINUTE = 60_000


@pytest.fixture
async def office(sqlite_database):
    office = await Office(sqlite_database).opens()
    for name, role in (("Бакыт", Role.STAFF), ("Гүлнара", Role.STAFF), ("Токтогул", Role.HEAD), ("Айгүл", None)):
        await office.meets(name, role)
    return office


async def at(office, moment):
    """What is queued at a moment: for each kind to whom, and what."""

    def work(store):
        return store.connection.execute(outbox.select().order_by(outbox.c.id))

    before = len((await office.database.read(work)).all())
    while await tell_once(office.database, lambda: moment):
        pass
    names = {person.peer_id: name for name, person in office.people.items()}
    rows = (await office.database.read(work)).all()[before:]

    async def read(store):
        return [
            (row.kind, names.get(row.peer_id, "?"), Message.from_json(store.outbox._seal.open(row.body)))
            for row in rows
        ]

    return await office.database.read(read)


def kinds(said):
    return sorted((kind, to) for kind, to, _ in said)


MORNING = [("morning", "Бакыт"), ("morning", "Гүлнара"), ("morning", "Токтогул")]


async def test_the_day_is_said_once_with_its_counts_and_what_is_late_once_to_author_and_head(office, tell):
    late, other = [await office.filed(office.people["Айгүл"]) for _ in range(2)]
    await office.does(answers.take, id=late.id, by=office.people["Бакыт"])
    said = await at(office, NINE)
    assert kinds(said) == [("late", "Айгүл"), ("late", "Айгүл"), ("late_told", "Токтогул"), *MORNING]
    head = next(message for kind, _, message in said if kind == "late_told")
    assert f"адис Бакыт · 1: № {late.label}" in head.text
    assert f"Азырынча эч ким алган жок · 1: № {other.label}" in head.text
    author = next(message for kind, _, message in said if kind == "late")
    assert author.text == (
        f"№ {late.label}. Жооп 2026-жылдын 23-ноябры келиши керек эле, кечигип жатат. "
        "Келгенде ушул жерге жетет; айыл өкмөтүнөн сурасаңыз болот."
    )
    day = next(message for kind, _, message in said if kind == "morning")
    assert day.text.splitlines() == ["Бүгүнкү иш: Kokjar.", "Жаңы сунуштар · 2", "Мөөнөтү өттү · 2"]
    assert [choice for choice, _ in day.choices] == ["desk_list:waiting", "desk_list:overdue"]

    again = [await at(office, NINE + later) for later in (1, MINUTE, -MINUTE, 5 * 3600_000, -DAY)]
    assert again == [[]] * 5, "restarted, later, set back a minute, in the afternoon, set back a day"
    tomorrow = await at(office, NINE + DAY)
    assert kinds(tomorrow) == MORNING, "what is late was said"
    assert tomorrow[0][2].text.splitlines()[1:] == ["Мөөнөтү өттү · 2"], "nothing is new"
    sent = await office.does(
        answers.send, id=late.id, answer=refusing("Бул жолду район карайт экен."), by=office.people["Бакыт"]
    )
    assert sent.revision == 1, "a late answer is still an answer"
    tell("the day of an office", said=6, late_to_authors=2, twice=0)


@pytest.mark.parametrize(
    ("moment", "is_said"),
    [
        (NINE - 1, False),
        (make_moment(date(2026, 11, 28), 9, 0), False),  # a Saturday
        (make_moment(date(2026, 12, 5), 9, 0), True),  # a Saturday that is worked
        (make_moment(date(2026, 12, 31), 9, 0), False),  # a day off by decree
        (make_moment(date(2027, 1, 1), 9, 0), False),  # a public holiday
        (make_moment(date(2026, 11, 24), 22, 0), False),  # quiet hours
        (make_moment(date(2026, 11, 24), 21, 59), True),  # the program came back late
    ],
)
async def test_it_is_said_on_working_days_outside_quiet_hours(office, moment, is_said):
    await office.database.write(
        lambda store: rules.adopt(
            store, answer_days=None, extra_days_off=frozenset({date(2026, 12, 31)}),
            extra_working_days=frozenset({date(2026, 12, 5)}), notice_days=None, quiet_hours=None,
            numbers=dict.fromkeys(rules.NUMBERS), today=date(2026, 11, 1),
        )
    )  # fmt: skip
    await office.filed(office.people["Айгүл"])
    assert bool(await at(office, moment)) is is_said


async def test_whoever_took_it_is_reminded_two_working_days_before_once(office):
    """The last day is Monday the 23rd: two working days before it is Thursday the 19th."""
    taken, _ = [await office.filed(office.people["Айгүл"]) for _ in range(2)]
    await office.does(answers.take, id=taken.id, by=office.people["Бакыт"])
    days = {day: await at(office, make_moment(date(2026, 11, day), 9, 0)) for day in (18, 19, 20, 23)}
    reminded = {day: [one for one in said if one[0] == "due_soon"] for day, said in days.items()}
    assert {day: [to for _, to, _ in some] for day, some in reminded.items()} == {18: [], 19: ["Бакыт"], 20: [], 23: []}
    assert reminded[19][0][2].text == (
        f"Сиз алган 1 сунушка жооп берүү мөөнөтү жакындады.\n№ {taken.label}: 2026-жылдын 23-ноябрына чейин."
    )
    assert not any(kind in {"late", "late_told"} for said in days.values() for kind, *_ in said), "its day is not past"


async def takes_off(office, *days):
    """The head enters days off of the office, a week before."""
    for day in days:
        office.now = NINE - 12 * DAY
        await office.does(
            own.enter_days_off, aimak_id=office.aimak_id, first=day, last=day, by=office.people["Токтогул"]
        )


async def test_on_its_own_day_off_an_office_and_its_authors_hear_nothing_and_all_on_the_next_day(office):
    await office.filed(office.people["Айгүл"])
    await takes_off(office, date(2026, 11, 24))
    assert await at(office, NINE) == [], "nobody is there to be called"
    assert await at(office, NINE + 5 * 3600_000) == []
    assert kinds(await at(office, NINE + DAY)) == [("late", "Айгүл"), ("late_told", "Токтогул"), *MORNING]


async def test_a_day_off_that_was_taken_back_is_a_morning_like_others(office):
    await office.filed(office.people["Айгүл"])
    await takes_off(office, date(2026, 11, 24))
    day = date(2026, 11, 24)
    await office.does(own.remove_day_off, aimak_id=office.aimak_id, day=day, by=office.people["Токтогул"])
    assert kinds(await at(office, NINE)) == [("late", "Айгүл"), ("late_told", "Токтогул"), *MORNING]


async def test_a_reminder_counts_the_working_days_of_its_own_office(office):
    """The last day is Monday the 23rd. On Friday nobody is there, so two working days before is Wednesday the 18th."""
    taken = await office.filed(office.people["Айгүл"])
    await office.does(answers.take, id=taken.id, by=office.people["Бакыт"])
    await takes_off(office, date(2026, 11, 20))
    said = await at(office, make_moment(date(2026, 11, 18), 9, 0))
    assert [to for kind, to, _ in said if kind == "due_soon"] == ["Бакыт"]


async def test_what_a_colleague_took_who_has_gone_keeps_no_other_from_being_reminded(office, monkeypatch):
    gone, stays = office.people["Гүлнара"], office.people["Бакыт"]
    monkeypatch.setattr("bot.office.mornings.late.AT_ONCE", 1)
    for by in (gone, stays):
        taken = await office.filed(office.people["Айгүл"])
        await office.does(answers.take, id=taken.id, by=by)
    await office.database.write(lambda store: _dismiss(store, gone, office.aimak_id))
    said = await at(office, make_moment(date(2026, 11, 19), 9, 0))
    assert [to for kind, to, _ in said if kind == "due_soon"] == ["Бакыт"]


async def _dismiss(store, person, aimak_id):
    member = await store.roles.find_member_of(person.id, aimak_id)
    await store.roles.revoke(member.id, by=None, at=NINE - 10 * DAY)


async def test_whoever_it_was_handed_to_is_reminded_though_another_was(office):
    bakyt, gulnara = office.people["Бакыт"], office.people["Гүлнара"]
    handed, over = [await office.filed(office.people["Айгүл"]) for _ in range(2)]
    for one in (handed, over):
        await office.does(answers.take, id=one.id, by=bakyt)
    said = await at(office, make_moment(date(2026, 11, 19), 9, 0))
    assert [to for kind, to, _ in said if kind == "due_soon"] == ["Бакыт"]
    await office.does(handling.hand_over, id=handed.id, to=(await office.member(gulnara)).id, by=bakyt)
    await office.does(answers.take, id=over.id, by=gulnara, over=True)
    said = await at(office, make_moment(date(2026, 11, 20), 9, 0))
    (reminder,) = [(to, message) for kind, to, message in said if kind == "due_soon"]
    assert reminder[0] == "Гүлнара"
    assert [f"№ {one.label}: 2026-жылдын 23-ноябрына чейин." in reminder[1].text for one in (handed, over)] == [
        True
    ] * 2
    again = await at(office, NINE - DAY)
    assert not [one for one in again if one[0] == "due_soon"]


async def test_the_head_hears_once_of_all_that_is_late_and_who_could_not_be_told(office, tell):
    """More is late than one transaction says; two authors have no chat any more, one blocks the bot only now."""
    for _ in range(60):
        await office.filed(office.people["Айгүл"])
    gone = [await office.filed(await office.meets(f"Кеткен {n}")) for n in range(2)]

    async def lose(store):
        for n in range(2):
            peer = office.people[f"Кеткен {n}"].peer_id
            await store.connection.execute(peers.update().where(peers.c.id == peer).values(blocked_at=NINE - DAY))

    await office.database.write(lose)
    said = await at(office, NINE)
    (head,) = [message for kind, to, message in said if (kind, to) == ("late_told", "Токтогул")]
    assert head.text.splitlines()[0] == "62 сунушка жооп өз мөөнөтүндө берилген жок."
    numbers = ", ".join(f"№ {one.label}" for one in gone)
    assert head.text.splitlines()[-1] == f"2 авторго кабар жеткен жок, чалып коюңуз: {numbers}."
    assert len([one for one in said if one[0] == "late"]) == 62  # whoever has unblocked the bot hears after all
    tell("late answers said to a head", late=62, messages=1, unheard=2)


async def test_an_author_whom_the_news_of_a_late_answer_does_not_reach_is_named_to_whoever_took_it(office):
    late = await office.filed(office.people["Айгүл"])
    await office.does(answers.take, id=late.id, by=office.people["Бакыт"])
    await at(office, NINE)

    async def fail(store):
        row = (await store.connection.execute(outbox.select().where(outbox.c.kind == "late"))).one()
        failed = {"state": int(State.FAILED), "code": "unreachable", "finished_at": NINE}
        await store.connection.execute(outbox.update().where(outbox.c.id == row.id).values(**failed))
        await unreached.tell(store, ids=[row.id], at=NINE)
        told = (await store.connection.execute(outbox.select().where(outbox.c.kind == "not_told"))).one()
        return told.peer_id, Message.from_json(store.outbox._seal.open(told.body)).text

    peer, text = await office.database.write(fail)
    assert peer == office.people["Бакыт"].peer_id
    assert text == f"№ {late.label} сунуштун ээсине жообу кечиккени айтылбай калды: чалып коюңуз."


async def test_the_day_is_said_in_the_group_of_the_staff_as_numbers_and_in_no_other(office, tell):
    bakyt, author = office.people["Бакыт"], office.people["Айгүл"]
    await office.filed(author, "Мектепке жарык керек")

    async def let_in(store):
        for n in (1, 2):
            await group_owners.join(store, address=f"-100{n}", title=f"Топ {n}", by=bakyt, at=office.now)
        groups = [group.peer_id for group in await store.groups.list_of(office.aimak_id)]
        by = replace(bakyt, language="ru")
        await group_owners.mark(store, id=groups[0], of_staff=True, by=by, at=office.now)
        return groups

    ours, theirs = await office.database.write(let_in)

    def rows(store):
        return store.connection.execute(outbox.select().where(outbox.c.kind == "group_day"))

    said = [message for kind, _, message in await at(office, NINE) if kind == "group_day"]
    assert [row.peer_id for row in (await office.database.read(rows)).all()] == [ours]
    assert [one.text for one in said] == ["Дела на сегодня: Kokjar.\nНовые предложения · 1\nПросрочено · 1"]
    assert [*said[0].choices, *said[0].ways] == []
    assert [one.peer_id for one in await office.database.read(lambda s: s.groups.list_of_aimak(office.aimak_id))] == [
        theirs
    ]
    # Marked back before it left, it does not leave; let in anew, the group is asked about anew.
    await office.database.write(lambda s: group_owners.mark(s, id=ours, of_staff=False, by=bakyt, at=NINE + 1))
    assert [row.state for row in (await office.database.read(rows)).all()] == [int(State.SKIPPED)]
    assert [one for one in await at(office, NINE + DAY) if one[0] == "group_day"] == []
    await office.database.write(lambda s: group_owners.mark(s, id=ours, of_staff=True, by=bakyt, at=NINE + 2))
    await office.database.write(lambda s: group_owners.join(s, address="-1001", title="Топ 1", by=bakyt, at=NINE + 3))
    assert [one for one in await at(office, NINE + 2 * DAY) if one[0] == "group_day"] == []
    tell("the day of an office in a group", of_staff=1, of_residents=0)


@pytest.mark.parametrize("values", [{"merged_into_id": 1}, {"valid_to": date(2026, 11, 1)}, {"sample": True}])
async def test_a_closed_merged_or_sample_aimak_hears_nothing(office, values):
    other = await Office(office.database, code="other").opens()
    await other.meets("Нурлан", Role.STAFF)
    await other.filed(await other.meets("Асан"))
    here = aimaks.update().where(aimaks.c.id == other.aimak_id).values(**values)
    await office.database.write(lambda store: store.connection.execute(here))
    await at(office, NINE)
    assert await other.notices(other.people["Нурлан"], "morning") == 0


async def test_a_kill_in_between_loses_nothing_and_repeats_nothing(office, monkeypatch, tell):
    """More is late than one transaction says; the program ends before each write in turn."""
    many = 120
    for _ in range(many):
        await office.filed(office.people["Айгүл"])
    write, said, kills = office.database.write, [], 0
    for allowed in range(10):
        left = allowed

        async def dying(work):
            nonlocal left
            if not left:
                raise KeyboardInterrupt
            left -= 1
            return await write(work)

        with monkeypatch.context() as patched:
            patched.setattr(office.database, "write", dying)
            try:
                said += await at(office, NINE)
                break
            except KeyboardInterrupt:
                kills += 1
    heard = await office.notices(office.people["Айгүл"], "late")
    assert (heard, await office.notices(office.people["Бакыт"], "morning")) == (many, 1)
    late = proposals.select().with_only_columns(proposals.c.id)
    assert len((await office.database.read(lambda store: store.connection.execute(late))).all()) == many
    tell("mornings broken off", kills=kills, lost=0, doubled=0)


async def test_in_a_practice_aimak_those_who_practise_hear_the_day_and_no_group_does(office):
    from bot.office.together import practice

    async def make(store):
        return await practice.make(store, beside=await store.aimaks.find_by_code(office.code), at=office.now)

    made = await office.database.write(make)
    office.aimak_id = made.id
    zarina = await office.meets("Зарина", Role.STAFF)
    await office.filed(zarina)
    said = await at(office, NINE)
    (text,) = [message.text for kind, to, message in said if (kind, to) == ("morning", "Зарина")]
    assert text.startswith("МАШЫГУУ АЙМАГЫ")
    assert "Мөөнөтү өттү · 1" in text
    assert {to for kind, to, _ in said} == {"Зарина"}
    assert [kind for kind, _, _ in said if kind == "group_day"] == []
