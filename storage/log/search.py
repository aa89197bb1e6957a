"""The search of an office: for each proposal, the stems of its text and of its author's village. Only this room writes them.

They are written in the transaction that changes what they are made of. A text that was withdrawn or erased has none.
Proposals older than the search get theirs when the install is opened, some hundreds in each transaction.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, delete, exists, func, or_, select, update

from bot.language.matter.stems import list_stems
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import people, proposal_stems, proposal_texts, proposals, village_names
from storage.meta import Meta

FROM = "search_from"  # a fact about the install: up to which proposal (id) the older ones have their stems
AT_ONCE = 500  # older proposals in one transaction
MOST_FOUND = 200  # proposals one search gives: the newest of those that fit

_every = proposal_texts.alias("every_text")
_OF = ready(
    select(proposals.c.aimak_id, proposals.c.village_id, proposals.c.withdrawn_at, proposal_texts.c.text)
    .join(proposal_texts, proposal_texts.c.proposal_id == proposals.c.id)
    .join(people, people.c.id == proposals.c.author_id)
    .where(proposals.c.id == bindparam("proposal"), or_(proposal_texts.c.text != "", people.c.erased_at.is_(None)))
    .where(
        proposal_texts.c.revision
        == select(func.max(_every.c.revision))
        .where(_every.c.proposal_id == bindparam("proposal"))
        .correlate(None)
        .scalar_subquery()
    )
)
_NAMES = ready(select(village_names.c.name).where(village_names.c.village_id == bindparam("village")))
_DROP = ready(delete(proposal_stems).where(proposal_stems.c.proposal_id == bindparam("proposal")))
_ADD = ready(proposal_stems.insert())


async def add(
    connection: AsyncConnection, proposal_id: int, *, aimak_id: int, village_id: int | None, text: str
) -> None:
    """Writes what a proposal is found by that has nothing yet."""
    names = await connection.scalars(_NAMES, {"village": village_id}) if village_id is not None else ()
    keys = {"aimak_id": aimak_id, "proposal_id": proposal_id}
    if stems := list_stems(" ".join([*names, text])):
        await connection.execute(_ADD, [{**keys, "stem": stem} for stem in stems])


async def index(connection: AsyncConnection, proposal_id: int) -> None:
    """Writes anew what a proposal is found by."""
    of = {"proposal": proposal_id}
    await connection.execute(_DROP, of)
    row = (await connection.execute(_OF, of)).first()
    if row is not None and row.withdrawn_at is None:
        await add(connection, proposal_id, aimak_id=row.aimak_id, village_id=row.village_id, text=row.text)


async def index_older(connection: AsyncConnection) -> bool:
    """Writes the stems of the next few hundred proposals that are older than the search. False: all have them."""
    facts = Meta(connection)
    after = await facts.get(FROM)
    if after is None:
        return False
    older = select(proposals.c.id).where(proposals.c.id > int(after)).order_by(proposals.c.id).limit(AT_ONCE)
    ids = list(await connection.scalars(older))
    for proposal_id in ids:
        await index(connection, proposal_id)
    await (facts.put(FROM, str(ids[-1])) if ids else facts.drop(FROM))
    return bool(ids)


async def empty(connection: AsyncConnection, proposal_ids: Iterable[int]) -> None:
    """Lets nothing find some proposals any more, not even the village: their author was forgotten."""
    for proposal_id in proposal_ids:
        await connection.execute(_DROP, {"proposal": proposal_id})


async def move(connection: AsyncConnection, proposal_ids: Collection[int], into: int) -> None:
    """Lets another aimak find some proposals that became its own."""
    for proposal_id in proposal_ids:
        moved = update(proposal_stems).where(proposal_stems.c.proposal_id == proposal_id)
        await connection.execute(moved.values(aimak_id=into))


async def find(connection: AsyncConnection, aimak_ids: Collection[int], words: Sequence[Collection[str]]) -> list[int]:
    """Lists proposals (ids) of some aimaks that have a stem of each word, the newest first, 200 at the most.

    Each word is read along the primary key of the stems. The first is walked through, the others are only looked up.
    """
    if not words:
        return []
    first = proposal_stems.alias("first_stem")
    others = []
    for word in words[1:]:
        other = proposal_stems.alias()
        others.append(
            exists().where(
                other.c.aimak_id == first.c.aimak_id,
                other.c.stem.in_(list(word)),
                other.c.proposal_id == first.c.proposal_id,
            )
        )
    found = await connection.scalars(
        select(first.c.proposal_id)
        .distinct()
        .where(first.c.aimak_id.in_(list(aimak_ids)), first.c.stem.in_(list(words[0])), *others)
        .order_by(first.c.proposal_id.desc())
        .limit(MOST_FOUND)
    )
    return list(found)
