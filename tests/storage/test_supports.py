"""Supporters in the database: once each, told some at a time, nobody twice; and how quickly the like is found."""

import time
import uuid
from datetime import date

from sqlalchemy import func, select

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Side
from bot.budget.proposal_text.likeness import list_stems
from bot.budget.quiet_hours import QuietHours
from bot.delivery.feeder import Broadcasting
from bot.language.kyrgyz import fold
from bot.office import proposals
from bot.office.aimaks import add_samples
from bot.office.answers import answers
from bot.office.together import supports
from bot.office.wording.supporters import AT_ONCE, tell_supporters
from storage.database.schema import outbox
from storage.proposals import NewProposal

NOW = 1_795_406_400_000
NEW = {
    "budget_year": 2027, "peer_id": None, "side": Side.SPENDING, "category": None, "amount": None, "village_id": None,
    "place": None, "author_name": None, "source": "telegram", "language": "ky", "received_at": NOW,
    "due_on": date(2026, 12, 11), "due_days": 14,
}  # fmt: skip
LIGHT = "Мектептин жанындагы Ленин көчөсүнө жарык керек"


async def _people(store, n):
    aimak = await store.aimaks.find_by_code("kokjar")
    met = []
    for at in range(n):
        person = await store.people.meet("telegram", "bot", f"{uuid.uuid4()}", at=NOW)
        await store.people.set_language(person.peer_id, "ru" if at % 2 else "ky")
        await store.people.set_aimak(person.peer_id, aimak.id)
        await store.people.set_consent(person.id, version=3, at=NOW)
        met.append(await store.people.find("telegram", "bot", person.address))
    return met


async def _public(store, author, text=LIGHT):
    draft = proposals.ProposalToSend(key=uuid.uuid4().hex, side=Side.SPENDING, text=text)
    sent, _ = await proposals.submit(store, draft=draft, by=author, aimak_id=author.aimak_id, language="ky", at=NOW)
    await store.public_consents.set_public(sent.id, public=True, at=NOW)
    return sent


async def test_many_supporters_are_told_in_several_units_each_once(database, tell):
    many = AT_ONCE + 20

    async def prepare(store):
        await add_samples(store)
        author, clerk, *others = await _people(store, many + 2)
        await store.roles.grant(clerk.id, role=Role.STAFF, aimak_id=author.aimak_id, by=None, at=NOW)
        sent = await _public(store, author)
        for one in [*others, others[0]]:  # twice is once
            await supports.support(store, id=sent.id, by=one, at=NOW)
        return sent, clerk

    sent, clerk = await database.write(prepare)
    assert await database.read(lambda store: store.supports.count(sent.id)) == many
    answer = Answer(Decision.INCLUDED, amount=100_000)
    await database.write(lambda store: answers.send(store, id=sent.id, answer=answer, by=clerk, at=NOW))
    assert len(await database.read(lambda store: store.supports.list_behind(limit=1000))) == many - AT_ONCE
    feeder = Broadcasting(database=database, now=lambda: NOW, quiet=QuietHours(), wake=lambda: None)
    assert await feeder.step()
    assert not await feeder.step()
    assert await database.write(lambda store: tell_supporters(store, at=NOW)) == 0
    rows = select(func.count()).where(outbox.c.kind == "supported")
    queued = await database.read(lambda store: store.connection.scalar(rows))
    tell("supporters of an answered proposal", supporters=many, told=queued, twice=0)
    assert queued == many


async def test_the_like_is_found_among_hundreds_in_time_that_does_not_grow(sqlite_database, tell):
    async def prepare(store):
        await add_samples(store)
        author, reader = await _people(store, 2)
        await _public(store, author)
        for n in range(supports.LOOKED_THROUGH - 1):
            text = f"Көчө {n} үчүн жол оңдоо, {n}-көпүрө, асфальт төшөө {'сөз ' * 400}"
            new = {**NEW, "key": str(n), "aimak_id": author.aimak_id, "author_id": author.id}
            filed = await store.proposals.add(NewProposal(**new), text=text, fold=fold(text))
            await store.public_consents.set_public(filed.id, public=True, at=NOW)
        return reader

    reader = await sqlite_database.write(prepare)

    async def look(store, text):
        return await supports.find_similar(
            store, by=reader, aimak_id=reader.aimak_id, text=text, side=Side.SPENDING, category=None, village_id=None,
            at=NOW,
        )  # fmt: skip

    took = {}
    for length in (50, 8_000):
        began = time.process_time()
        found = await sqlite_database.read(lambda store, length=length: look(store, (LIGHT + " ") * (length // 47)))
        took[length] = time.process_time() - began
        assert [one.beginning for one in found] == [LIGHT]
    tell("ms to look for the like among 200 shown", **{f"characters_{n}": round(s * 1000) for n, s in took.items()})
    assert max(took.values()) < 0.25


def test_the_likeness_of_texts():
    words = list_stems(fold("Бизге мектептин жанына ЖАРЫК керек, 5 үй"))
    assert words == {"мекте", "жанын", "жарык"}
    assert len(list_stems("а" * 100_000)) == 1
