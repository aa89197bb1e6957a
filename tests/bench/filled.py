"""A filled install: residents, proposals and all that became of them, written in bulk through the tables of storage.

Everything follows from the number of the row, so that two installs of one size are alike.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection

from bot.budget.initiative.marks import MarkRules
from bot.budget.workdays import find_day, start_of
from storage.database.engine import Database
from storage.database.schema import metadata
from storage.database.seal import Seal
from storage.log import search
from storage.queue.outbox import State

NOW = start_of(date(2026, 11, 23)) + 10 * 3_600_000  # a Monday; milliseconds UTC
YEAR = 2027
LANGUAGES = ("ky", "ru")
STRANGER = 2**40  # the id of somebody who never agreed
CODES = "abcdefghijklmnopqrstuvwxyz"

_BATCH = 50_000  # rows kept in memory before they are written
_MINUTE = 60_000
_DAY = 24 * 60 * _MINUTE
_SUBJECTS = ("көпүрө", "жарык", "жол", "суу", "мектеп", "бала бакча", "таштанды", "стадион", "арык", "клуб")
_CLERKS = 4  # an office, its head among them
_LONG = 200  # every so many proposals one text is long
_EVENTS = 7  # a proposal


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows an install has: proposals, aimaks they are spread over evenly, and events a proposal."""

    proposals: int
    aimaks: int = 10
    events: int = _EVENTS


class _Rows:
    """Rows on their way into their tables, written in the order in which the tables refer to each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: defaultdict[str, dict[tuple[str, ...], list[tuple[Any, ...]]]] = defaultdict(dict)
        self._count = 0

    def add(self, table: str, **values: Any) -> None:
        self._waiting[table].setdefault(tuple(values), []).append(tuple(values.values()))
        self._count += 1
        if self._count >= _BATCH:
            self.flush()

    def flush(self) -> None:
        for table in metadata.sorted_tables:
            for names, rows in self._waiting.pop(table.name, {}).items():
                places = ", ".join("?" * len(names))
                into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - our own names
                self._connection.exec_driver_sql(into, rows)
        self._count = 0


async def fill(database: Database, seal: Seal, size: Size) -> None:
    """Fills an empty migrated SQLite database. The first aimak is «a», its clerks write from «clerk-1-1» and on."""
    await database.run_sync(_fill, seal, size)
    while await database.write(lambda store: search.index_older(store.connection)):
        pass


def _fill(connection: Connection, seal: Seal, size: Size) -> None:
    rows = _Rows(connection)
    _offices(rows, seal, size)
    rows.flush()
    sealed = seal.seal('{"text": "' + "x" * 390 + '"}')
    for n in range(1, size.proposals + 1):
        _proposal(rows, seal, size, n, sealed)
    rows.flush()
    for aimak in range(1, size.aimaks + 1):
        _hearings(rows, size, aimak, sealed)
        _initiatives(rows, seal, aimak)
        _watches(rows, seal, aimak)
    rows.add("people", id=STRANGER, created_at=NOW - _DAY)
    rows.add(
        "peers", id=STRANGER, person_id=STRANGER, channel="telegram", account="bot", address=sealed, address_hash="stranger",
        created_at=NOW - _DAY, last_in_at=NOW - 2 * _DAY,
    )  # fmt: skip
    rows.flush()
    for kept in ("0014_weighed", "0018_desk"):
        import_module(f"storage.migrations.versions.{kept}").fill(connection)


def _initiatives(rows: _Rows, seal: Seal, aimak: int) -> None:
    # A call, five applications to it, a photo and two steps of each.
    answers, nothing = seal.seal(json.dumps({"who": "Топ", "doing": "Аянтча"})), seal.seal("")
    rows.add(
        "initiative_calls", id=aimak, key=f"call {aimak}", aimak_id=aimak, number=1, regime="local", largest=50_000,
        last_day=_day(NOW + _DAY), done_by=_day(NOW + 90 * _DAY), rules=MarkRules().to_json(), last=5, opened_at=NOW,
    )  # fmt: skip
    for n in range(1, 6):
        id = 5 * (aimak - 1) + n
        rows.add(
            "initiatives", id=id, key=f"initiative {id}", call_id=aimak, label=f"Д1-{n:02d}", author_id=_clerk(aimak, 1),
            answers=answers, total=9_000, asked=9_000, shown=True, received_at=NOW,
        )  # fmt: skip
        for kind, what in (("seen", "passport"), ("marked", "costs")):
            rows.add(
                "initiative_steps", initiative_id=id, kind=kind, what=what, amount=7, text=nothing,
                person_id=_clerk(aimak, 1), at=NOW,
            )  # fmt: skip


def _watches(rows: _Rows, seal: Seal, aimak: int) -> None:
    # A watch, its group of three, a report and a rating of each.
    nothing = seal.seal("")
    rows.add(
        "watches", id=aimak, key=f"watch {aimak}", aimak_id=aimak, number=1, year=YEAR, token=f"token {aimak}",
        line="Жол", last=3, opened_at=NOW, finished_at=NOW,
    )  # fmt: skip
    rows.add(
        "openness_entries", id=aimak, aimak_id=aimak, year=YEAR, row="draft", channel="board", language="ky",
        day=_day(NOW), place="Клуб", entered_at=NOW,
    )  # fmt: skip
    for n in range(1, 4):
        who = _clerk(aimak, 1) + n - 1
        rows.add("watch_members", watch_id=aimak, person_id=who, at=NOW)
        rows.add(
            "watch_reports", id=3 * (aimak - 1) + n, key=f"report {aimak} {n}", watch_id=aimak, label=f"М1-{n:02d}",
            author_id=who, seen="going", text=nothing, received_at=NOW, due_on=_day(NOW + 20 * _DAY), answer=nothing,
        )  # fmt: skip
        rows.add("watch_ratings", watch_id=aimak, person_id=who, stars=n, word=nothing, at=NOW)


@cache
def _day_of(day: int) -> str:
    return find_day(day * _DAY).isoformat()


def _day(moment: int) -> str:
    return _day_of(moment // _DAY)


def _code(aimak: int) -> str:
    return "".join(CODES[int(digit)] for digit in str(aimak + 9))


def _offices(rows: _Rows, seal: Seal, size: Size) -> None:
    for aimak in range(1, size.aimaks + 1):
        code = _code(aimak)
        rows.add("aimaks", id=aimak, code=code, fold=f" аймак {code}", budget_year=YEAR)
        for language in LANGUAGES:
            rows.add(
                "aimak_names", aimak_id=aimak, language=language, oblast="Нарын", rayon="Жумгал", name=f"Аймак {code}"
            )
        for village in range(1, 6):
            rows.add("villages", id=5 * aimak + village, aimak_id=aimak)
            for language in LANGUAGES:
                rows.add("village_names", village_id=5 * aimak + village, language=language, name=f"Айыл {village}")
        rows.add(
            "budget_years", aimak_id=aimak, year=YEAR, hearing_on=_day(NOW - 18 * _DAY), attendance=120,
            results_on=_day(NOW - 7 * _DAY), table_place="айыл өкмөтүнүн тактасы", table_on=_day(NOW - 7 * _DAY),
        )  # fmt: skip
        rows.add("counters", aimak_id=aimak, budget_year=YEAR, last=size.proposals)
        for clerk in range(1, _CLERKS + 1):
            person = _clerk(aimak, clerk)
            address = f"clerk-{aimak}-{clerk}"
            _person(rows, seal, person, aimak, address=address, sealed=seal.seal(address))
            rows.add(
                "roles", id=person, person_id=person, aimak_id=aimak, role="head" if clerk == 1 else "staff",
                title="бюджет адиси", granted_at=NOW - 90 * _DAY,
            )  # fmt: skip


def _clerk(aimak: int, clerk: int) -> int:
    return (aimak - 1) * _CLERKS + clerk


def _person(rows: _Rows, seal: Seal, person: int, aimak: int, *, address: str, sealed: str) -> None:
    met = NOW - (20 + person % 60) * _DAY
    rows.add("people", id=person, created_at=met, consent_version=1, consent_at=met, quotes=True)
    rows.add(
        "peers", id=person, person_id=person, channel="telegram", account="bot", language="ru" if person % 5 == 0 else "ky",
        address=sealed, address_hash=seal.mark("peer", "telegram", "bot", address), aimak_id=aimak,
        created_at=met, last_in_at=NOW - person % 1000 * _MINUTE,
    )  # fmt: skip


def _author(size: Size, n: int) -> int:
    return size.aimaks * _CLERKS + (n + 1) // 2


def _aimak(size: Size, n: int) -> int:
    return min(size.aimaks, (n - 1) * size.aimaks // max(1, size.proposals) + 1)


def _proposal(rows: _Rows, seal: Seal, size: Size, n: int, sealed: str) -> None:
    aimak, author = _aimak(size, n), _author(size, n)
    if n % 2 == 1:
        _person(rows, seal, author, aimak, address=f"resident-{author}", sealed=sealed)
        rows.add("follows", person_id=author, aimak_id=aimak, notices=True, changed_at=NOW)
    received = NOW - (8 + n % 60) * _DAY + n % 500 * _MINUTE
    subject = _SUBJECTS[n % len(_SUBJECTS)]
    text = f"{subject.capitalize()} керек, {n}-үйдүн жанында балдар караңгыда жана суусуз жүрөт, жаңыртып бергиле."
    rows.add(
        "proposals", id=n, key=f"key-{n}", aimak_id=aimak, budget_year=YEAR, number=n, label=f"{n:04d}", author_id=author,
        peer_id=author, side="revenue" if n % 9 == 0 else "spending", category="rev_land_tax", language="ky",
        village_id=5 * aimak + n % 5 + 1, source="paper" if n % 50 == 0 else "telegram", received_at=received,
        due_on=_day(received + 20 * _DAY), due_days=14, amount=n * 1000 if n % 3 == 0 else None,
        author_name=sealed if n % 10 == 0 else None, withdrawn_at=received + _DAY if n % 100 == 7 else None,
        taken_by=_clerk(aimak, 2) if n % 11 == 0 else None, taken_at=received + _DAY if n % 11 == 0 else None,
        public_text=True if n % 4 == 0 else None, on_page=True if n % 4 == 0 else None,
    )  # fmt: skip
    folded = f"{subject} {n}"
    whole = text * 100 if n % _LONG == 0 else text
    for revision in range(1, 3 if n % 20 == 0 else 2):
        rows.add(
            "proposal_texts", proposal_id=n, revision=revision, text=whole, fold=folded,
            written_at=received + (revision - 1) * _MINUTE,
        )  # fmt: skip
    for event in range(size.events):
        old = received < NOW - 30 * _DAY
        rows.add(
            "events", channel="telegram", account="bot", external_id=f"{n}-{event}", peer_id=author, state="done",
            received_at=received - event * 1000, raw=None if old else sealed,
            conversation=None if event or old else sealed,
        )  # fmt: skip
    if n % 3 == 0:
        rows.add(
            "media", proposal_id=n, kind="voice" if n % 2 else "photo", state="wanted" if n % 900 == 0 else "kept",
            channel="telegram", account="bot", reference=sealed, hash=f"{n:064x}", size=20_000, not_before=received,
            created_at=received,
        )  # fmt: skip
    if n % 12 == 0:
        for kind, person in (("asked", _clerk(aimak, 2)), ("replied", author)):
            rows.add(
                "dialogue", proposal_id=n, kind=kind, person_id=person, text=seal.seal(text), said_at=received + _DAY
            )
    _letters(rows, n, author, received, sealed)
    if n % 4 == 0:
        _left_open(rows, n, aimak, received, sealed)
    else:
        _answered(rows, n, aimak, author, received, sealed)


def _letters(rows: _Rows, n: int, author: int, received: int, sealed: str) -> None:
    for reply in range(2):
        rows.add(
            "outbox", channel="telegram", account="bot", peer_id=author, kind="reply", object_id=2 * n + reply, revision=0,
            lane=0, state=int(State.SENT), language="ky", body=sealed, not_before=received, attempts=1,
            external_id=f"{2 * n + reply}", created_at=received, finished_at=received, arrived_at=received,
        )  # fmt: skip


def _left_open(rows: _Rows, n: int, aimak: int, received: int, sealed: str) -> None:
    if n % 48 == 0:
        rows.add(
            "exclusions", proposal_id=n, reason="spam", excluded_by=_clerk(aimak, 2), excluded_at=received + _DAY,
            author_agreed=True if n % 96 == 0 else None, author_said_at=received + 2 * _DAY if n % 96 == 0 else None,
        )  # fmt: skip
    elif n % 40 == 0:
        rows.add(
            "answer_drafts", proposal_id=n, decision="included", sentence=sealed, amount=50_000, written_by=_clerk(aimak, 2),
            saved_at=received + _DAY, for_approval=n % 80 == 0, read=1,
        )  # fmt: skip


def _answered(rows: _Rows, n: int, aimak: int, author: int, received: int, sealed: str) -> None:
    clerk = _clerk(aimak, 2 + n % 3)
    for revision in range(1, 3 if n % 25 == 0 else 2):
        answer, sent_at = 2 * n + revision, received + (3 + n % 20) * _DAY + revision * _MINUTE
        included = n % 5 < 2
        rows.add(
            "answers", id=answer, proposal_id=n, revision=revision, decision="included" if included else "not_included",
            reason=None if included else "not_ours", amount=100_000 if included else None,
            sentence="" if included else f"Бул маселе № {n} боюнча райондук мекеменин карамагында турат.",
            answered_by=clerk, sent_at=sent_at, who="бюджет адиси", role="staff", reasoned=True,
            own_words="" if included else f"{n:016x}",
        )  # fmt: skip
        lost = n % 33 == 0
        rows.add(
            "outbox", channel="telegram", account="bot", peer_id=author, kind="answer", object_id=answer,
            revision=revision, lane=1, language="ky", body=sealed, not_before=sent_at, created_at=sent_at, attempts=1,
            state=int(State.FAILED if lost else State.SENT), code="blocked" if lost else None,
            finished_at=sent_at + _MINUTE, external_id=None if lost else f"a{answer}",
            arrived_at=None if lost else sent_at + _MINUTE,
        )  # fmt: skip
        if n % 66 == 0:
            rows.add("told", answer_id=answer, told_by=clerk, told_at=sent_at + _DAY)
        if n % 5 < 2:
            reaction = ("clear", "disagree", "question")[n % 3]
            rows.add("reactions", answer_id=answer, person_id=author, reaction=reaction, tapped_at=sent_at + _DAY)
        if n % 10 == 1:
            rows.add("confirmations", answer_id=answer, confirmed_by=clerk, confirmed_at=NOW - 2 * _DAY)
        rows.add(
            "audit", at=sent_at, person_id=clerk, aimak_id=aimak, act="answer", object="proposal", object_id=n,
            details="{}", hash=f"{answer:064x}",
        )  # fmt: skip


def _residents(size: Size, aimak: int) -> Iterator[int]:
    a, b = ((aimak - 1) * size.proposals // size.aimaks, aimak * size.proposals // size.aimaks)
    first, last = _author(size, a + 1), _author(size, b)
    yield from range(first + (a % 2), last + 1)


def _hearings(rows: _Rows, size: Size, aimak: int, sealed: str) -> None:
    for nth, (state, starts) in enumerate((("held", NOW - 18 * _DAY), ("scheduled", NOW + 12 * _DAY)), 1):
        hearing = 2 * aimak + nth - 2
        rows.add(
            "hearings", id=hearing, aimak_id=aimak, budget_year=YEAR, kind="draft", state=state, key=f"hearing-{hearing}",
            announced_at=starts - 15 * _DAY, announced_by=_clerk(aimak, 1), ended_at=starts if nth == 1 else None,
        )  # fmt: skip
        rows.add(
            "hearing_terms", hearing_id=hearing, revision=1, starts_at=starts, place="Клуб", agenda="Бюджет",
            entered_at=starts - 15 * _DAY,
        )  # fmt: skip
        rows.add(
            "broadcasts", id=hearing, aimak_id=aimak, hearing_id=hearing, revision=1, kind="notice", key=f"cast-{hearing}",
            state="sending" if nth == 2 else "done", by_hand=False, hearing_at=starts, starts_at=starts - 15 * _DAY,
            expires_at=starts, cursor=2**40, listed=True, made_at=starts - 15 * _DAY, began_at=starts - 15 * _DAY,
            finished_at=None if nth == 2 else starts,
        )  # fmt: skip
        for language, text in (("ky", "Угуу болот."), ("ru", "Слушания.")):
            rows.add("broadcast_texts", broadcast_id=hearing, language=language, text=text)
        for person in _residents(size, aimak):
            told = nth == 1 or person % 3 == 0
            rows.add(
                "recipients",
                broadcast_id=hearing,
                person_id=person,
                peer_id=person,
                state="queued" if told else "listed",
            )
            if told:
                lost = person % 40 == 0
                rows.add(
                    "outbox", channel="telegram", account="bot", peer_id=person, kind="broadcast", object_id=hearing,
                    revision=1, lane=2, language="ky", body="", not_before=starts - 15 * _DAY, attempts=1,
                    state=int(State.FAILED if lost else State.SENT), code="blocked" if lost else None,
                    created_at=starts - 15 * _DAY, finished_at=starts - 14 * _DAY, external_id=f"b{hearing}-{person}",
                    arrived_at=None if lost else starts - 14 * _DAY,
                )  # fmt: skip
            if person % 7 == 0:
                rows.add(
                    "rsvps",
                    hearing_id=hearing,
                    person_id=person,
                    coming=person % 2 == 0,
                    companions=1,
                    said_at=NOW - _DAY,
                )
        rows.add("hearing_questions", hearing_id=hearing, person_id=_clerk(aimak, 2), text=sealed, asked_at=NOW)
        if nth == 1:
            rows.add("attendances", hearing_id=hearing, women=70, men=50, whole=True, entered_at=starts)
