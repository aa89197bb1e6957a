"""Looks whether each stored value is one that its column can hold; whoever reads it takes that for granted.

A failing disk, or somebody's own SQL, leaves rows that a database still reads.
PostgreSQL keeps types and references itself.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    Table,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
)

from bot.budget.contest import rules as contest
from bot.budget.hearing import HearingKind, HearingState, Paper
from bot.budget.initiative.call import Regime
from bot.budget.initiative.course import Step
from bot.budget.initiative.marks import MarkRules
from bot.budget.needs import meetings
from bot.budget.permissions import Role
from bot.budget.plan.items import Plan, Source
from bot.budget.proposal import Decision, Reason, Side
from bot.budget.tally import Reaction
from bot.budget.watch.watching import Seen
from bot.language.by_language import FIRST
from storage.database.connection import AsyncConnection
from storage.database.failures import UNREADABLE
from storage.database.schema import Moment, aimak_names, aimaks, metadata, settings
from storage.mornings.pings import Ping
from storage.queue.broadcast_values import BroadcastKind, BroadcastState
from storage.queue.letters import Lane, State

LATEST = 253_402_300_799_999  # milliseconds: the end of the year 9999
_PARTS_WEIGHED = 12  # of what criterion 6 weighs of a proposal

# What reads a column takes these words alone.
KINDS: Mapping[str, type[Enum]] = {
    "proposals.side": Side,
    "answers.decision": Decision,
    "answers.reason": Reason,
    "answers.role": Role,
    "answer_drafts.decision": Decision,
    "answer_drafts.reason": Reason,
    "answer_templates.decision": Decision,
    "answer_templates.reason": Reason,
    "reactions.reaction": Reaction,
    "roles.role": Role,
    "invites.role": Role,
    "hearings.kind": HearingKind,
    "hearings.state": HearingState,
    "papers.kind": Paper,
    "pings.mode": Ping,
    "plan_items.plan": Plan,
    "priorities.source": Source,
    "contests.kind": contest.Kind,
    "initiative_calls.regime": Regime,
    "initiative_steps.kind": Step,
    "needs_meetings.kind": meetings.Kind,
    "watch_reports.seen": Seen,
    "broadcasts.kind": BroadcastKind,
    "broadcasts.state": BroadcastState,
    "outbox.lane": Lane,
    "outbox.state": State,
}
_JSON = {"audit.details", "contest_entries.figures", "broadcast_texts.text"}
_READ: Mapping[str, Callable[[str], object]] = {
    "contests.rules": contest.read_rules,
    "initiative_calls.rules": MarkRules.from_json,
}
_WRONG: tuple[type[Exception], ...] = (*UNREADABLE, contest.RulesWrong)
_YEARS = {"year", "budget_year", "from_year", "to_year"}


async def find_wrong_values(
    connection: AsyncConnection, *, readers: Mapping[str, Callable[[str], object]], most: int = 3
) -> list[str]:
    """Names the first columns in which a row holds what cannot be; never the value. Reads every table once.

    readers: what reads each setting, by its name; each raises one of UNREADABLE, or contest.RulesWrong.
    """
    found: list[str] = []
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        for row in await connection.execute(text("PRAGMA foreign_key_check")):
            found.append(f"{row[0]}: row {row[1]} leads to no row of {row[2]}")
            if len(found) >= most:
                return found
    for table in metadata.sorted_tables:
        found += [f"{table.name}: {name} holds what it cannot" for name in await _find_in(connection, table, sqlite)]
        if len(found) >= most:
            return found[:most]
    found += [one async for one in _find_unread(connection, readers)]
    named = exists().where(aimak_names.c.aimak_id == aimaks.c.id, aimak_names.c.language == FIRST)
    if (id := await connection.scalar(select(aimaks.c.id).where(~named).limit(1))) is not None:
        found.append(f"aimak_names: aimak {id} has no name")
    return found[:most]


async def _find_in(connection: AsyncConnection, table: Table, sqlite: bool) -> list[str]:
    # One pass over a table: of each column, whether any row is wrong.
    wrong = {column.name: is_wrong for column in table.c if (is_wrong := _say_wrong(column, sqlite)) is not None}
    if not wrong:
        return []
    asked = select(*(func.sum(is_wrong).label(name) for name, is_wrong in wrong.items())).select_from(table)
    row = (await connection.execute(asked)).one()
    return [name for name, n in zip(wrong, row, strict=True) if n]


def _say_wrong(column: Column[Any], sqlite: bool) -> Any:
    name = f"{column.table.name}.{column.name}"
    here: Any = literal_column(f'"{column.table.name}"."{column.name}"')
    whole = isinstance(column.type, Integer)
    asked: list[Any] = []
    if sqlite:
        stored = {"integer"} if whole or isinstance(column.type, Boolean) else {"text"}
        if isinstance(column.type, Float):
            stored = {"real", "integer"}
        asked.append(func.typeof(here).not_in(stored | {"null"}))
        if not column.nullable:
            asked.append(here.is_(None))
        if isinstance(column.type, Date):
            asked.append(func.coalesce(func.date(here), "") != func.coalesce(here, ""))
        if name in _JSON:
            asked.append(and_(here.is_not(None), func.json_valid(here) == 0))
    if kinds := KINDS.get(name):
        asked.append(here.not_in([one.value for one in kinds]))
    if whole and (column.name in _YEARS):
        asked.append(~(here.between(1, 9999)))
    elif whole and isinstance(column.type, Moment) and column.name.endswith("_at"):
        asked.append(~(here.between(-LATEST, LATEST)))
    elif whole and column.primary_key and column.name == "id":
        asked.append(here < 0)
    if name == "proposals.weighed":
        asked.append(func.length(here) - func.length(func.replace(here, ";", "")) != _PARTS_WEIGHED - 1)
    return func.coalesce(or_(*asked), false()).cast(Integer) if asked else None


async def _find_unread(
    connection: AsyncConnection, readers: Mapping[str, Callable[[str], object]]
) -> AsyncIterator[str]:
    for row in await connection.execute(select(settings.c.name, settings.c.value, settings.c.valid_from)):
        read = readers.get(row.name)
        if read is not None and not _can_read(read, row.value):
            yield f"settings: «{row.name}» of {row.valid_from} holds what it cannot"
    for name, read in _READ.items():
        table, column = name.split(".")
        values = await connection.scalars(select(metadata.tables[table].c[column]))
        if not all(_can_read(read, value) for value in values):
            yield f"{table}: {column} holds what it cannot"


def _can_read(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except _WRONG:
        return False
    return True
