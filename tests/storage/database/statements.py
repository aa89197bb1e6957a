"""Every statement of the product, heard while every function of the store is called with values of its parameters' kinds."""

import inspect
import re
import sqlite3
import types
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints
from unittest.mock import patch

from sqlalchemy import Select, select

from bot.budget.contest.rules import FIRST, Kind
from bot.budget.hearing import Terms
from bot.budget.initiative.application import Application
from bot.budget.initiative.call import Regime
from bot.budget.initiative.call import Terms as CallTerms
from bot.budget.initiative.course import Happened, Step
from bot.budget.initiative.marks import MarkRules
from bot.budget.needs.meetings import Facts, Meeting
from bot.budget.needs.meetings import Kind as MetAs
from bot.budget.permissions import Role
from bot.budget.plan.items import Plan
from bot.budget.plan.items import Source as Named
from bot.budget.property.items import ReadProperty
from bot.budget.proposal import Answer, Decision, Side, Source
from bot.budget.watch.watching import Seen
from storage.aimaks import NewAimak
from storage.database.engine import Database
from storage.database.failures import DatabaseUnusable
from storage.database.schema import peers
from storage.desk.pages import KeptPage
from storage.hearings import Hearing
from storage.initiatives.initiatives import Initiative
from storage.log.office_lists import Narrow
from storage.page.shown import Found
from storage.plan.ties import Target
from storage.proposals import NewProposal
from storage.queue.broadcasts import Broadcast
from storage.queue.letters import Letter, Lost, Sent
from storage.store import Store
from tests.bench.filled import NOW, STRANGER, YEAR
from tests.storage.rows import JANY_ARYK

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b|\bNULL\b")
_LIST = re.compile(r"\(\s*\?(?:\s*,\s*\?)*\s*\)")
_SCAN = re.compile(r"^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?")
_ALIAS = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+(\w+)\s+AS\s+(\w+)", re.IGNORECASE)

Act = Callable[..., Awaitable[Any]]


class _Undone(Exception):
    """Undoes what a call wrote."""


@dataclass
class Heard:
    """The statements SQLite was given: without their values, each with the first one that came so; and every SELECT."""

    statements: dict[str, str] = field(default_factory=dict)
    selects: list[str] = field(default_factory=list)

    def add(self, statement: str) -> None:
        """Takes a statement with its values, as SQLite's trace gives it."""
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            self.statements.setdefault(without_values(statement), statement)
        if statement.startswith("SELECT"):
            self.selects.append(statement)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hears what is executed on every connection that is opened meanwhile, whoever opens it."""
    heard, connect = Heard(), sqlite3.connect

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*given, **named)
        connection.set_trace_callback(heard.add)
        return connection

    with patch("sqlite3.connect", traced), patch("sqlite3.dbapi2.connect", traced):
        yield heard


def without_values(statement: str) -> str:
    """Returns a statement with «?» for each value and «(?)» for each list of them, on one line."""
    return " ".join(_LIST.sub("(?)", _LITERAL.sub("?", statement)).split())


def scans(connection: sqlite3.Connection, statement: str) -> list[str]:
    """Lists what a statement walks through from end to end: a table, or the index it walks along instead."""
    names = {alias: table for table, alias in _ALIAS.findall(statement)}
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    walks = [match for *_, detail in plan if (match := _SCAN.match(detail))]
    return [match[2] or name for match in walks if (name := names.get(match[1], match[1])) in tables]


async def call_everything(database: Database) -> list[str]:
    """Calls every function of every subject of the store; returns the names of those that never came to their end."""
    unfinished = []
    await database.write(_begin_contest)
    await database.write(_name_what_is_tied)
    await database.write(_open_polls)
    await database.write(_list_property)
    await database.write(_hold_meetings)
    await database.write(_ask_of_trust)
    await database.write(_sign_in)
    for subject, name in await database.read(_functions):
        outcomes = [
            await _called(database, subject, name, given) for given in await database.read(_calls(subject, name))
        ]
        if not any(outcomes):
            unfinished.append(f"{subject}.{name}")
    return unfinished


async def _begin_contest(store: Store) -> None:
    contest = await store.contests.add(kind=Kind.CSO, year=YEAR, rules=FIRST[Kind.CSO], at=NOW)
    await store.contests.add_entry(contest, aimak_id=None, about={"ru": "Шарк"}, figures={})
    await store.contest_marks.add_juror(contest, 5, 1, at=NOW)


async def _name_what_is_tied(store: Store) -> None:
    of = {"aimak_id": 1, "text": "Суу", "by": None, "at": NOW}
    for code in ("1", "2", "3"):
        await store.priorities.add(year=YEAR, source=Named.POLL, village_id=None, origin=code, **of)
        await store.plan_items.put(plan=Plan.BAP, code=code, from_year=None, to_year=None, amount=None, **of)


async def _open_polls(store: Store) -> None:
    for at in (NOW, NOW + 1, NOW + 2):
        of = {"aimak_id": 1, "year": YEAR, "title": "Эмне биринчи?", "by": None, "at": at, "closes_at": at + 10}
        await store.polls.add(choices=["Суу", "Жол", "Жарык", "Мектеп"], **of)


async def _list_property(store: Store) -> None:
    for code in ("1", "2", "3"):
        await store.property_items.put(1, ReadProperty(code, "Үй", "", "", "", None, "", empty=True), by=None, at=NOW)


async def _sign_in(store: Store) -> None:
    of = {"aimak_id": 1, "language": "ky"}
    for token in ("a", "b", "c"):
        await store.desk_sessions.add(token, person_id=5, peer_id=5, browser="", at=NOW, until=NOW + 10, **of)


async def _ask_of_trust(store: Store) -> None:
    for at in (NOW, NOW + 1, NOW + 2):
        await store.trust_surveys.add(aimak_id=1, year=YEAR, by=None, at=at, closes_at=at + 10)


async def _hold_meetings(store: Store) -> None:
    for day in (1, 2, 3):
        met = Meeting(MetAs.SURVEY, Facts(date(2026, 3, day)), ("Суу",))
        await store.needs_meetings.add(1, YEAR, met, by=None, at=NOW)


async def _functions(store: Store) -> list[tuple[str, str]]:
    return [
        (subject, name)
        for subject, rows in vars(store).items()
        if not subject.startswith("_") and rows is not store.connection and type(rows).__module__.startswith("storage.")
        for name, _ in inspect.getmembers(type(rows), inspect.iscoroutinefunction)
        if not name.startswith("_")
    ]


async def _called(database: Database, subject: str, name: str, given: dict[str, Any]) -> bool:
    extra, several = given.pop("**", {}), given.pop("*", [])

    async def work(store: Store) -> None:
        await getattr(getattr(store, subject), name)(*several, **given, **extra)
        raise _Undone

    try:
        await database.write(work)
    except _Undone:
        return True
    except DatabaseUnusable:  # a value that is there already: the statement was executed
        return False
    raise AssertionError("unreachable")


def _calls(subject: str, name: str) -> Callable[[Store], Awaitable[list[dict[str, Any]]]]:
    """The arguments of each call: all of them; only required ones; once with each other value one may have."""

    async def work(store: Store) -> list[dict[str, Any]]:
        function = getattr(getattr(store, subject), name)
        kinds = get_type_hints(function)
        values, optional = {}, set()
        for one in inspect.signature(function).parameters.values():
            if one.kind is one.VAR_KEYWORD:
                values["**"] = [NAMED[f"{subject}.{name}"]]
                continue
            if one.kind is one.VAR_POSITIONAL:
                values["*"] = [[3, 5]]
                continue
            values[one.name] = await _values(store, f"{subject}.{name}", one.name, kinds[one.name])
            if one.default is not one.empty:
                optional.add(one.name)
        usual = {name: some[0] for name, some in values.items()}
        calls = [usual, {name: value for name, value in usual.items() if name not in optional}]
        calls += [usual | {name: value} for name, some in values.items() for value in some[1:]]
        return [dict(call) for call in calls]

    return work


_INITIATIVE = Initiative(3, 3, 1, "Д1-03", 3, 3, None, Application(), 0, 0, 50_000, False, NOW)
# The arguments of functions that take columns by their names.
NAMED: dict[str, dict[str, Any]] = {
    "audit.add": {"year": YEAR},
    "broadcasts.note": {"began_at": NOW},
    "years.put": {"attendance": 100},
}
BY_NAME: dict[str, Any] = {
    "channel": "telegram",
    "account": "bot",
    "address": "clerk-1-2",
    "people.move.address": "moved",
    "strangers.erase_stranger.person_id": STRANGER,
    "strangers.erase_stranger.peer_id": STRANGER,
    "answer_id": 3,
    "answer_ids": [3, 5, 7],
    "language": "ky",
    "accounts": [("telegram", "bot")],
    "after": (0, 0),
    "proposal_log.after": (0, 0, 0),
    "proposals.list_waiting.after": 0,
    "audit.list_newer_of.after": 0,
    "broadcasts.audience.after": 0,
    "merging.list_chats.after": 0,
    "merging.merge.into": 2,
    "bodies": {"ky": "{}"},
    "year": YEAR,
    "budget_year": YEAR,
    "broadcast_id": 2,
    "hearing_id": 2,
    "code": "a",
    "broadcasts.code": "cancelled",
    "outbox.skip.code": "cancelled",
    "lease": "lease",
    "living": ["other"],
    "per_second": 30.0,
    "limit": 5,
    "size": 5,
    "skip": 0,
    "texts": {"ky": "Угуу", "ru": "Слушания"},
    "file": ("photo", "reference"),
    "accounts.served": [("telegram", "bot")],
    "accounts.gone": [("telegram", "gone")],
    "backlog.rows": {"7": "{}"},
    "proposal_log.texts": True,
    "replaces": lambda _: True,
    "say_why": lambda _: "x",
    "narrow": Narrow(today=date(2026, 11, 23), person_id=3, source="paper", words=(("жол",), ("суу",))),
    "openings.template": ("hearing_notice", "ky"),
    "leaving.drafts": [(3, NOW)],
    "answered": {3: Answer(Decision.INCLUDED, sentence="", amount=5)},
    "lists.after": 3,
    "rules": FIRST[Kind.CSO],
    "property_items.item": ReadProperty("1", "Үй", "Ленин", "", "бош", None, "", empty=True),
    "poll_id": 1,
    "polls.choices": ["Жол", "Суу"],
    "polls.marks": {1: "mark"},
    "polls.has_voted.marks": ["mark"],
    "polls.picks": (1, 2),
    "needs_meetings.meeting": Meeting(MetAs.KURULTAI, Facts(date(2026, 3, 12)), ("Суу", "Жол")),
    "contest_id": 1,
    "juror_id": 1,
    "contests.add_entry.aimak_id": 1,
    "contests.set_moment.name": "coded_at",
    "contests.about": {"ru": "Шарк"},
    "contests.figures": {"6": {"proposed": 80.0}},
    "contest_marks.put.marks": {(1, 1): 7},
    "mornings.after": 3,
    "initiative_calls.terms": CallTerms(Regime.LOCAL, 50_000, date(2026, 12, 10), date(2027, 4, 30)),
    "initiative_calls.rules": MarkRules(),
    "initiative_calls.into": 2,
    "initiatives.happened": Happened(Step.MILESTONE, text="x"),
    "initiatives.answers": Application(who="x"),
    "watch_reports.seen": Seen.POOR,
    "watch_id": 1,
    "initiatives.one": _INITIATIVE,
    "initiatives.found": [_INITIATIVE],
    "shown.found": Found(frozenset({1, 2, 3}), frozenset({"sp_roads"}), frozenset({"7.3"})),
}


async def _values(store: Store, function: str, name: str, kind: Any) -> list[Any]:
    """The values a parameter is given: by its name where one must fit, else by its type. The first is the usual one."""
    subject = function.partition(".")[0]
    named = (f"{function}.{name}", f"{subject}.{name}", name)
    given = next((BY_NAME[one] for one in named if one in BY_NAME), None)
    members = list(get_args(kind)) if get_origin(kind) in {Union, types.UnionType} else [kind]
    others = [None] if type(None) in members else []
    if given is not None:
        return [given, *others]
    return [*await _of_type(store, next(one for one in members if one is not type(None)), name), *others]


async def _of_type(store: Store, kind: Any, name: str) -> list[Any]:
    plain: dict[Any, list[Any]] = {
        int: [NOW if _is_moment(name) else 3],
        str: ["x"],
        float: [1.0],
        bool: [True, False],
        date: [date(2026, 11, 23)],
        Answer: [Answer(Decision.INCLUDED, sentence="", amount=5)],
        Terms: [Terms(NOW, "Клуб", "Бюджет")],
        NewAimak: [JANY_ARYK],
        NewProposal: [_NEW],
        Letter: [_LETTER],
        Lost: [_LOST],
        Sent: [Sent(_LETTER, NOW, "x")],
        Select[tuple[int]]: [select(peers.c.id.label("peer_id")).where(peers.c.id == 3)],
        Role: list(Role),
        Target: [Target(item=3), Target(priority=3)],
        KeptPage: [KeptPage("answer", "ky", 200, b"x")],
    }
    if kind in plain:
        return plain[kind]
    if kind is Broadcast:
        return [await store.broadcasts.get(2)]
    if kind is Hearing:
        return [await store.hearings.get(2)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    if issubclass(get_origin(kind) or object, Collection):
        (inner, *_) = get_args(kind)
        return [await _of_type(store, inner, name) if inner is not int else [1, 2, 3]]
    raise AssertionError(f"say in BY_NAME what {name}: {kind} may be")


_LOST = Lost(3, 3, 3, "telegram", "bot", "answer", 3, 1, "ky", "{}", "blocked")
_LETTER = Letter(3, 3, "x", "answer", 3, "ky", "{}", 1, "lease", None)
_NEW = NewProposal(
    key="x", aimak_id=1, budget_year=YEAR, author_id=3, peer_id=3, side=Side.SPENDING, category=None, amount=None,
    village_id=None, place=None, author_name=None, source=Source.TELEGRAM, language="ky", received_at=NOW,
    due_on=date(2026, 12, 10), due_days=14,
)  # fmt: skip


def _is_moment(name: str) -> bool:
    return name in {"at", "now", "before", "moment", "since", "until"} or name.endswith(
        ("_at", "_until", "_before", "as_of")
    )
