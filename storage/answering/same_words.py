"""The mark of the sentence that a decision is reasoned by.

Two decisions share it where criterion 6 takes them for one text.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from bot.budget.proposal import Answer
from bot.budget.proposal_text.blanks import leave_out_blanks
from bot.budget.reasoning import pick_own_words
from storage.database.connection import AsyncConnection
from storage.database.schema import proposals, village_names, villages

_AT_ONCE = 500  # proposals that one statement names
_FACTS = proposals.c.id, proposals.c.number, proposals.c.budget_year, proposals.c.aimak_id


def mark_of_words(answer: Answer) -> str:
    """Returns a mark that two decisions share if they are reasoned by the same sentence; empty where by none."""
    words = pick_own_words(answer)
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest() if words else ""


async def mark_words(connection: AsyncConnection, answered: Mapping[int, Answer]) -> dict[int, str]:
    """Returns the mark of each answer by its proposal (id). What a template fills in for a proposal makes no other text."""
    columns, wanted, rows = select(*_FACTS), list(answered), list[Row[Any]]()
    for first in range(0, len(wanted), _AT_ONCE):
        some = columns.where(proposals.c.id.in_(wanted[first : first + _AT_ONCE]))
        rows += await connection.execute(some)
    names = await _list_villages(connection, {row.aimak_id for row in rows})
    return {
        row.id: mark_of_words(
            replace(
                answered[row.id],
                sentence=leave_out_blanks(
                    answered[row.id].sentence,
                    number=row.number,
                    villages=names.get(row.aimak_id, ()),
                    year=row.budget_year,
                    amount=answered[row.id].amount,
                ),
            )
        )
        for row in rows
    }


async def _list_villages(connection: AsyncConnection, aimak_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = await connection.execute(
        select(villages.c.aimak_id, village_names.c.name)
        .join(village_names, village_names.c.village_id == villages.c.id)
        .where(villages.c.aimak_id.in_(list(aimak_ids)))
    )
    for row in rows:
        found.setdefault(row.aimak_id, set()).add(row.name)
    return found
