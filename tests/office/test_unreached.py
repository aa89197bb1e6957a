"""Who hears of a message that reached nobody. Every kind of outbox row is tried, with every way in which it can end."""

import ast
from pathlib import Path

import pytest

from bot.budget.permissions import Act, Role, write_act_right
from bot.chat.message import Message
from bot.office.answers import answers, dialogue, exclusions
from bot.office.polls import polls
from bot.office.wording import unreached
from storage.database.schema import outbox
from storage.queue.letters import ANSWER_FILE, NEVER, OPENER, SUPPORTED_FILE
from storage.queue.outbox import ANSWER, BROADCAST, POST, REPLY, Lane, State
from tests.office.offices import Office, refusing
from tests.office.test_rights import announce_today

ROOT = Path(__file__).parents[2]
ENDS = {
    "blocked": State.FAILED, "rejected": State.FAILED, "unreachable": State.FAILED, "window_closed": State.FAILED,
    "no_file": State.FAILED, "put_out": State.FAILED, "uncertain": State.UNCERTAIN, "reclaimed": State.UNCERTAIN,
    "expired": State.SKIPPED, "no_right": State.SKIPPED, **dict.fromkeys(NEVER, State.SKIPPED),
}  # fmt: skip
TO_AUTHOR = {
    "asked",
    "explained",
    "exclusion",
    "counted_again",
    "sorted",
    "late",
    "text_erased",
    "understood",
    "work",
    "information",
    "initiative",
    "watch",
}
CLERK, OTHERS, ADMIN, AUTHOR = "Бакыт", {"Гүлнара", "Токтогул"}, "Эркин", "Айгүл"


def kinds_in_the_code() -> set[str]:
    """The kinds that are named where something is queued or told; the names in capitals are those of letters.py."""
    import storage.queue.letters as letters
    from bot.office.wording import notices

    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            named = getattr(call.func, "attr", getattr(call.func, "id", ""))
            of = "notice" if named == "Expected" else "kind" if named.startswith(("tell", "queue")) else ""
            found |= {value for one in call.keywords if one.arg == of for value in [_value(one.value)] if value}
    return {
        getattr(letters, one, getattr(notices, one, getattr(unreached, one, getattr(polls, one, one)))) for one in found
    }


def _value(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.Name(id=name) | ast.Attribute(attr=name) if name.isupper():
            return name
    return ""  # handed on by a function of its own


def test_every_kind_of_message_has_its_rule():
    in_code = kinds_in_the_code() | {
        "replied",
        "question",
        "objected",
        BROADCAST,
        ANSWER_FILE,
        SUPPORTED_FILE,
    }  # dialogue.py, sending.py and storage hand these on
    assert in_code == set(unreached.WHO_HEARS)


@pytest.fixture
async def office(sqlite_database):
    office = await Office(sqlite_database).opens()
    for name, role in ((CLERK, Role.STAFF), ("Гүлнара", Role.STAFF), ("Токтогул", Role.HEAD), (AUTHOR, None)):
        await office.meets(name, role)
    admin = await office.meets(ADMIN)
    await office.database.write(
        lambda store: store.roles.grant(admin.id, role=Role.ADMIN, aimak_id=None, by=None, at=office.now)
    )
    return office


def hears(kind: str, code: str) -> set[str]:
    """Whoever is to hear."""
    if code in unreached.MEANT or unreached.WHO_HEARS[kind] is None:
        return set()
    if kind == OPENER:
        return set()  # who hears of the row that waited for its reader hears of that
    if kind == REPLY:
        return set() if code in {"blocked", "window_closed", "expired", "put_out"} else {AUTHOR}
    if kind in TO_AUTHOR | {ANSWER, ANSWER_FILE, POST}:
        return {CLERK}
    return {ADMIN} if kind == "instead" else OTHERS


async def test_of_every_kind_and_every_end_the_right_people_hear_and_nobody_else(office, tell):
    clerk, author = office.people[CLERK], office.people[AUTHOR]
    proposal = await office.filed(author)
    sent = await office.does(answers.send, id=proposal.id, answer=refusing("Бул жолду район карайт экен."), by=clerk)
    hearing = await announce_today(office, "жаңы", clerk)
    names = {person.peer_id: name for name, person in office.people.items()}
    walked, told = 0, 0

    async def work(store):
        nonlocal walked, told
        group = await store.people.meet("telegram", "bot", "-1001", at=office.now)
        await store.groups.put(group.peer_id, aimak_id=office.aimak_id, title="Көк-Жар", by=clerk.id, at=office.now)
        about = {"person": clerk.id, "aimak": office.aimak_id, "proposal": proposal.id, "label": proposal.label}
        for n, (kind, code) in enumerate((kind, code) for kind in unreached.WHO_HEARS for code in ENDS):
            undone = await store.connection.begin_nested()
            to_author = kind in {*TO_AUTHOR, REPLY, ANSWER, ANSWER_FILE}
            to = group if kind == POST else author if to_author else clerk
            message = Message(
                f"№ {n}",
                right=None if to_author or kind == POST else write_act_right(Act.READ_QUEUE, office.aimak_id),
                asker=about if kind in TO_AUTHOR or kind == POST else None,
            )
            number = sent.id if kind in {ANSWER, ANSWER_FILE} else hearing.id if kind == POST else 10_000 + n
            row = await store.outbox.queue(
                to.peer_id,
                "telegram",
                "bot",
                kind=kind,
                object_id=number,
                revision=7,
                lane=Lane.ANSWER,
                language="ky",
                body=message.to_json(),
                at=office.now,
            )
            await store.connection.execute(
                outbox.update()
                .where(outbox.c.id == row)
                .values(state=int(ENDS[code]), code=code, finished_at=office.now)
            )
            await unreached.tell(store, ids=[row], at=office.now)
            new = await store.connection.execute(outbox.select().where(outbox.c.id > row))
            heard = {names[one.peer_id] for one in new}
            assert heard == hears(kind, code), (kind, code)
            walked, told = walked + 1, told + bool(heard)
            await undone.rollback()

    await office.database.write(work)
    tell("endings of messages, by kind", walked=walked, somebody_told=told, nobody_who_could_do_anything=walked - told)


async def test_what_others_of_the_office_got_is_not_said_to_them_twice(office):
    proposal = await office.proposed(office.people[AUTHOR])

    async def lose(store):
        rows = (await store.connection.execute(outbox.select().where(outbox.c.kind == "new_proposal"))).all()
        assert len(rows) == 3
        for row in rows:
            await store.outbox.skip_waiting(row.peer_id, code="blocked", at=office.now)
            before = await store.connection.scalar(
                outbox.select().with_only_columns(outbox.c.id).order_by(outbox.c.id.desc())
            )
            await unreached.tell(store, ids=[row.id], at=office.now)
            yield [one.kind for one in await store.connection.execute(outbox.select().where(outbox.c.id > before))]

    async def work(store):
        return [told async for told in lose(store)]

    told = await office.database.write(work)
    assert told[:2] == [[], []], "others have it"
    assert set(told[2]) == {"instead"}, f"nobody has № {proposal.label}"


async def test_an_exclusion_that_is_taken_back_before_it_left_says_nothing_and_after_it_left_is_taken_back_aloud(
    office,
):
    clerk, author = office.people[CLERK], office.people[AUTHOR]
    unsent, left = await office.filed(author), await office.filed(author)
    for proposal in (unsent, left):
        await office.does(exclusions.exclude, id=proposal.id, reason="test", by=clerk)
    (*_, last) = await rows_to(office, author)
    await office.database.write(
        lambda store: store.connection.execute(
            outbox.update().where(outbox.c.id == last.id).values(state=int(State.SENT), finished_at=office.now)
        )
    )
    for proposal in (unsent, left):
        await office.does(exclusions.include_again, id=proposal.id, by=clerk)
    rows = [(row.kind, State(row.state), row.code) for row in await rows_to(office, author)]
    assert rows[0] == ("exclusion", State.SKIPPED, "taken_back")
    assert rows[1][:2] == ("exclusion", State.SENT)
    assert [row[0] for row in rows[2:]] == ["counted_again"]


async def rows_to(office, person):
    async def ask(store):
        return (
            await store.connection.execute(
                outbox.select().where(outbox.c.peer_id == person.peer_id).order_by(outbox.c.id)
            )
        ).all()

    return await office.database.read(ask)


async def test_what_a_removed_clerk_was_asked_goes_to_the_others(office):
    clerk, author = office.people[CLERK], office.people[AUTHOR]
    proposal = await office.filed(author)
    await office.does(dialogue.ask_author, id=proposal.id, text="Кайсы көчө?", by=clerk)
    await office.does(dialogue.reply, id=proposal.id, text="Борбордук көчө", by=author)
    (row,) = [row for row in await rows_to(office, clerk) if row.kind == "replied"]

    async def lose(store):
        await store.connection.execute(
            outbox.update().where(outbox.c.id == row.id).values(state=int(State.SKIPPED), code="no_right")
        )
        await unreached.tell(store, ids=[row.id], at=office.now)

    await office.database.write(lose)
    for name in OTHERS:
        assert await office.notices(office.people[name], "instead") == 1
    assert await office.notices(clerk, "instead") == 0
