"""The files of an answer in the rows, on both engines: behind its words, once. They go with it, and with its author."""

import json

import pytest
from sqlalchemy import select

from bot.budget.permissions import Role
from bot.budget.proposal import Side, Source
from bot.budget.workdays import find_day
from bot.chat.message import Message
from bot.export.proposals import write_export
from bot.office import proposals
from bot.office.answers import answers, linked, take_back, told
from bot.office.answers.files import enclosed
from bot.office.reads.alike import list_alike
from bot.office.rules import BEGINNING
from bot.office.together import links, supports
from bot.office.wording import unreached
from storage.database.beside import read_beside
from storage.database.schema import media, outbox
from storage.personal.reading import read_person
from storage.queue.letters import ANSWER, ANSWER_FILE, SUPPORTED_FILE, State
from tests.office.offices import Office, refusing
from tests.storage.rows import rows_of

KINDS = {"voice": ("voice", ".ogg"), "photo": ("photo", ".jpg"), "document": ("document", ".pdf")}


@pytest.fixture
async def office(database):
    """An office with two clerks and a head; an answer leaves at once."""
    office = await Office(database).opens()
    await database.write(lambda store: store.meta.set("take_back", "0", valid_from=BEGINNING))
    roles = {"Нурлан": Role.STAFF, "Чынара": Role.STAFF, "Айгүл": None, "Бакыт": None}
    for name, role in roles.items():
        await office.meets(name, role)
    return office


async def put_beside(office, *kinds: str) -> tuple[int, ...]:
    """Files of Нурлан's that lie in the media folder (ids)."""
    clerk = office.people["Нурлан"]

    async def work(store) -> tuple[int, ...]:
        files = [(kind, f"{kind}-{n}") for n, kind in enumerate(kinds)]
        ids = await enclosed.take(store, media=files, beside=(), by=clerk, at=office.now)
        for id, kind in zip(ids, kinds, strict=True):
            form, ending = KINDS[kind]
            await store.media.keep(id, kind=kind, digest=f"{id:064}", size=9, form=form, ending=ending)
        return ids

    return await office.database.write(work)


def spoken(ids: tuple[int, ...], sentence: str = "Бул маселени район карайт экен."):
    """An answer with these files beside it."""
    answer = refusing(sentence)
    return type(answer)(answer.decision, answer.reason_code, answer.sentence, files=ids)


async def rows(office, to: str, *kinds: str) -> list[tuple[str, int, State]]:
    """What was queued for somebody: the kind, the revision, where it stands, in the order in which it leaves."""
    found = select(outbox.c.kind, outbox.c.revision, outbox.c.state).where(
        outbox.c.peer_id == office.people[to].peer_id, outbox.c.kind.in_(kinds)
    )

    async def ask(store):
        queued = await store.connection.execute(found.order_by(outbox.c.id))
        return [(row.kind, row.revision, State(row.state)) for row in queued]

    return await office.database.read(ask)


async def ends(office, to: str, kind: str, code: str, state: State) -> None:
    """The first row of a kind that has not ended does so, and whoever is to hear is told."""

    async def work(store) -> None:
        row = await store.connection.scalar(
            select(outbox.c.id).where(
                outbox.c.kind == kind, outbox.c.peer_id == office.people[to].peer_id, outbox.c.finished_at.is_(None)
            ).order_by(outbox.c.id).limit(1)
        )  # fmt: skip
        await store.connection.execute(
            outbox.update()
            .where(outbox.c.id == row)
            .values(
                state=int(state),
                code=code,
                finished_at=office.now,
                arrived_at=office.now if state is State.SENT else None,
            )
        )
        await store.outbox.promote(office.people[to].peer_id)
        await unreached.tell(store, ids=[row], at=office.now)

    await office.database.write(work)


async def test_files_wait_behind_the_words_for_author_and_supporter_and_a_second_pressing_adds_none(office, tell):
    proposal = await office.proposed(office.people["Айгүл"])
    ids, bakyt = await put_beside(office, "voice", "photo"), office.people["Бакыт"]
    await office.database.write(lambda store: store.supports.add(proposal.id, bakyt.id, at=office.now))
    await office.does(answers.send, id=proposal.id, answer=spoken(ids), by=office.people["Нурлан"])
    with pytest.raises(answers.AnsweredBy):
        await office.does(answers.send, id=proposal.id, answer=spoken(ids), by=office.people["Нурлан"])
    await office.database.write(lambda store: supports.tell_news(store, proposal_id=proposal.id, at=office.now))
    of_author = await rows(office, "Айгүл", ANSWER, ANSWER_FILE)
    assert of_author == [(ANSWER, 1, State.READY), (ANSWER_FILE, 1, State.WAITING), (ANSWER_FILE, 2, State.WAITING)]
    of_supporter = await rows(office, "Бакыт", "supported", SUPPORTED_FILE)
    assert [row[:2] for row in of_supporter] == [("supported", 1), (SUPPORTED_FILE, 1), (SUPPORTED_FILE, 2)]
    lanes = {row["lane"] for row in await rows_of(office.database, "outbox") if row["kind"] in {ANSWER, ANSWER_FILE}}
    assert len(lanes) == 1
    found = await office.database.read(lambda store: store.answers.find_latest(proposal.id))
    assert (found.answer.files, found.files) == (ids, 2)
    tell("files of an answer queued behind it", for_author=2, for_supporter=2, doubled=0)


async def test_where_the_words_reach_nobody_the_files_stay_and_a_lost_file_is_told_once(office):
    first, second = [await office.proposed(office.people["Айгүл"]) for _ in range(2)]
    nurlan = office.people["Нурлан"]
    ids = await put_beside(office, "voice", "photo")
    await office.does(answers.send, id=first.id, answer=spoken(ids), by=nurlan)
    await ends(office, "Айгүл", ANSWER, "rejected", State.FAILED)
    assert [row[2] for row in await rows(office, "Айгүл", ANSWER_FILE)] == [State.SKIPPED, State.SKIPPED]
    assert (await office.notices(nurlan, "not_reached"), await office.notices(nurlan, "file_not_told")) == (1, 0)
    await office.does(answers.send, id=second.id, answer=spoken(ids, "Экинчи жообубуз да ушундай."), by=nurlan)
    await ends(office, "Айгүл", ANSWER, "", State.SENT)
    await ends(office, "Айгүл", ANSWER_FILE, "rejected", State.FAILED)
    await ends(office, "Айгүл", ANSWER_FILE, "no_file", State.FAILED)
    assert await office.notices(nurlan, "file_not_told") == 1
    sent = await office.database.read(lambda store: store.answers.find_latest(second.id))
    assert await office.database.read(lambda store: told.has_reached(store, sent)) is True


async def test_whoever_lets_us_in_again_gets_words_and_files_unless_they_were_told(office):
    proposal, nurlan = await office.proposed(office.people["Айгүл"]), office.people["Нурлан"]
    ids, aigul = await put_beside(office, "voice"), office.people["Айгүл"]
    sent = await office.does(answers.send, id=proposal.id, answer=spoken(ids), by=nurlan)

    async def turned_away(store) -> int:
        await store.outbox.skip_waiting(aigul.peer_id, code="blocked", at=office.now)
        return await store.outbox.revive(aigul.peer_id)

    await office.database.write(turned_away)
    assert [row[0] for row in await rows(office, "Айгүл", ANSWER, ANSWER_FILE)] == [ANSWER, ANSWER_FILE]
    assert {row[2] for row in await rows(office, "Айгүл", ANSWER, ANSWER_FILE)} == {State.READY, State.WAITING}
    await office.database.write(lambda store: store.outbox.skip_waiting(aigul.peer_id, code="blocked", at=office.now))
    await office.database.write(lambda store: store.answers.tell(sent.id, by=nurlan.id, at=office.now))
    await office.database.write(lambda store: store.outbox.revive(aigul.peer_id))
    assert {row[2] for row in await rows(office, "Айгүл", ANSWER, ANSWER_FILE)} == {State.SKIPPED}


async def test_what_is_taken_back_is_a_draft_with_its_files_and_a_colleague_sends_them(office):
    await office.database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    proposal, nurlan = await office.proposed(office.people["Айгүл"]), office.people["Нурлан"]
    ids = await put_beside(office, "voice", "photo", "document")
    await office.does(take_back.send, id=proposal.id, answer=spoken(ids), by=nurlan, read=1)
    kept = await office.does(take_back.take_back, pressed_at=office.now, by=nurlan)
    assert [one.answer.files for one in kept] == [ids]
    assert await rows(office, "Айгүл", ANSWER, ANSWER_FILE) == []
    # A colleague takes it over, and leaves the photo out: it belongs to nobody any more.
    chynara, fewer = office.people["Чынара"], (ids[0], ids[2])
    await office.does(answers.take, id=proposal.id, by=chynara, over=True)
    await office.does(take_back.send, id=proposal.id, answer=spoken(fewer), by=chynara, read=1, over=True)
    office.now += 61_000
    while await office.database.write(lambda store: take_back.go_on(store, at=office.now)):
        pass
    assert [row[:2] for row in await rows(office, "Айгүл", ANSWER_FILE)] == [(ANSWER_FILE, 1), (ANSWER_FILE, 2)]
    gone, digests = await office.database.write(lambda store: store.media.forget_unsent(before=office.now, limit=9))
    assert (gone, digests) == (1, {f"{ids[1]:064}"})
    # A correction shares what was sent.
    corrected = spoken(fewer, "Оңдолгон жооп: бул маселени район карайт.")
    await office.database.write(lambda store: store.meta.set("take_back", "0", valid_from=BEGINNING))
    await office.does(answers.send, id=proposal.id, answer=corrected, by=chynara, revision=2)
    assert len(await rows(office, "Айгүл", ANSWER_FILE)) == 4
    assert await office.database.write(lambda store: store.media.forget_unsent(before=office.now, limit=9)) == (
        0,
        set(),
    )


async def test_files_go_with_the_author_and_with_the_closed_year_but_stay_with_a_linked_answer(office, tell):
    mine, other = await office.proposed(office.people["Айгүл"]), await office.proposed(office.people["Бакыт"])
    nurlan, shared, own = office.people["Нурлан"], *[await put_beside(office, kind) for kind in ("voice", "photo")]
    await office.does(answers.send, id=mine.id, answer=spoken((*shared, *own)), by=nurlan)
    await office.does(answers.send, id=other.id, answer=spoken(shared, "Бул да ошондой каралат экен."), by=nurlan)
    aged = await office.database.read(lambda store: store.aged_media.list_of_years(2027))
    assert {one.id for one in aged.files} == {*shared, *own}
    assert (await office.database.read(lambda store: store.aged_media.list_of_years(2026))).files == ()
    left = await office.database.write(
        lambda store: store.erasures.erase(office.people["Айгүл"].id, keeps_public=False, at=office.now)
    )
    ids = [row["id"] for row in await rows_of(office.database, "media")]
    assert ids == list(shared)
    assert await office.database.read(lambda store: store.media.list_unused(left.files)) == [f"{own[0]:064}"]
    blanked = await office.database.read(lambda store: store.answers.find_latest(mine.id))
    stays = await office.database.read(lambda store: store.answers.find_latest(other.id))
    assert (blanked.answer.files, stays.answer.files) == ((), shared)
    tell("files of an answer where its author is forgotten", left=0, of_others_gone=0)


async def test_a_file_that_has_not_come_or_is_lost_lets_no_answer_leave(office):
    proposal, nurlan = await office.proposed(office.people["Айгүл"]), office.people["Нурлан"]
    (id,) = await put_beside(office, "voice")
    for state, is_lost in (("wanted", False), ("lost", True), ("expired", True)):
        change = media.update().where(media.c.id == id).values(state=state)
        await office.database.write(lambda store, change=change: store.connection.execute(change))
        for act in (answers.send, answers.save):
            with pytest.raises(enclosed.FileNotHere) as refused:
                await office.does(act, id=proposal.id, answer=spoken((id,)), by=nurlan)
            assert refused.value.is_lost is is_lost
    files = [("photo", f"extra-{n}") for n in range(enclosed.MOST + 1)]

    async def too_many(store) -> None:  # it is said, and what came for nothing goes at the next clearing
        with pytest.raises(enclosed.TooManyFiles):
            await enclosed.take(store, media=files, beside=(), by=nurlan, at=office.now)

    await office.database.write(too_many)
    gone, _ = await office.database.write(lambda store: store.media.forget_unsent(before=office.now, limit=9))
    assert gone == len(files)


async def test_of_what_came_on_paper_the_clerk_gets_the_files_and_hears_that_they_go_by_hand(office):
    nurlan, ids = office.people["Нурлан"], await put_beside(office, "voice")
    entered, _ = await office.does(
        proposals.enter_for, draft=proposals.ProposalToSend("k", Side.SPENDING, "Көпүрө керек"), source=Source.PAPER,
        on=find_day(office.now), aimak_id=office.aimak_id, language="ky", by=nurlan,
    )  # fmt: skip
    await office.does(answers.send, id=entered.id, answer=spoken(ids), by=nurlan)
    (asked,) = [row for row in await rows_of(office.database, "outbox") if row["kind"] == "pass_on"]
    message = Message.from_json(office.database.seal.open(asked["body"]))
    assert "файлдары өзү кетпейт" in message.text
    assert [title for id, title in message.choices if id.startswith("hear_answer:")] == ["Жооптун файлдары"]
    assert ANSWER_FILE not in {row["kind"] for row in await rows_of(office.database, "outbox")}


async def test_a_linked_proposal_gets_the_same_voice_and_one_answered_alike_does_not(office):
    first, other = await office.proposed(office.people["Айгүл"]), await office.proposed(office.people["Бакыт"])
    nurlan, ids = office.people["Нурлан"], await put_beside(office, "voice", "photo")
    await office.does(links.link, id=other.id, to=first.id, by=nurlan)
    await office.does(linked.send, id=first.id, answer=spoken(ids), by=nurlan, linked=[(other.id, 1)])
    for name in ("Айгүл", "Бакыт"):
        assert [row[:2] for row in await rows(office, name, ANSWER, ANSWER_FILE)] == [
            (ANSWER, 1), (ANSWER_FILE, 1), (ANSWER_FILE, 2)
        ]  # fmt: skip
    third = await office.proposed(office.people["Айгүл"])
    found = await office.database.read(lambda store: list_alike(store, id=third.id, by=nurlan))
    assert [one.answer.files for one in found] == [()]


async def test_the_log_the_history_and_ones_own_data_say_how_many_there_were(office, tmp_path):
    proposal, nurlan = await office.proposed(office.people["Айгүл"]), office.people["Нурлан"]
    await office.does(
        answers.send, id=proposal.id, answer=spoken(await put_beside(office, "voice", "photo")), by=nurlan
    )
    aigul = office.people["Айгүл"]

    def read(connection):
        whose = {"person_id": aigul.id, "peer_id": aigul.peer_id, "language": "ky"}
        sections = dict(read_person(connection, office.database.seal, **whose))
        return [one["files"] for own in sections["proposals"] for one in own["answers"]]

    mine = await read_beside(office.database, read)
    steps = await office.database.read(lambda store: store.history.list_steps([proposal.id], aimak_id=office.aimak_id))
    given = {"form": "jsonl", "aimak_id": office.aimak_id, "year": None, "pseudonymous": False}
    await write_export(office.database, office.database.seal, path=tmp_path / "log.jsonl", **given)
    exported = json.loads((tmp_path / "log.jsonl").read_text("utf-8"))["answer_files"]
    assert mine == [[{"kind": "voice"}, {"kind": "photo"}]]
    assert [one.details for one in steps if one.act == "sent"] == [("not_included", "with_files")]
    assert exported == 2


async def test_an_aimak_that_is_emptied_lets_the_files_of_its_answers_and_drafts_go(office):
    answered, kept = [await office.proposed(office.people["Айгүл"]) for _ in range(2)]
    nurlan, ids = office.people["Нурлан"], await put_beside(office, "voice", "photo")
    await office.does(answers.send, id=answered.id, answer=spoken(ids[:1]), by=nurlan)
    await office.does(answers.save, id=kept.id, answer=spoken(ids[1:]), by=nurlan)
    today = find_day(office.now)
    await office.database.write(
        lambda store: store.practice.close(office.aimak_id, code="old", on=today, at=office.now)
    )
    gone, digests = await office.database.write(lambda store: store.media.forget_unsent(before=office.now, limit=9))
    assert (gone, digests) == (2, {f"{id:064}" for id in ids})
