"""A key that another aimak, or another person, used before gives nothing of theirs back, and makes nothing.

Every act of the office that takes a key stands in the table below. The last test looks for others.
"""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

import bot.office
from bot.budget.hearing import HOUR, HearingKind
from bot.budget.hearing import Terms as HearingTerms
from bot.budget.initiative.call import Regime
from bot.budget.initiative.call import Terms as CallTerms
from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import NotYours, Side, Source
from bot.budget.watch.watching import Seen
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from bot.office import proposals
from bot.office.broadcasts import topics
from bot.office.hearings import hearings
from bot.office.information import requests
from bot.office.initiatives import applying, calls
from bot.office.watch import reporting, watching
from tests.office.offices import YEAR, Office
from tests.office.test_rights import ANSWERS

KEY = "one key"


@dataclass
class Settled:
    """One of two aimaks: its office, its head and a resident."""

    office: Office
    head: Any
    author: Any
    call: int
    watch: int


async def settled(database, code):
    office = await Office(database, code).opens()
    head, author = await office.meets("Асел", Role.HEAD), await office.meets("Айгүл")
    day = find_day(office.now)
    terms = CallTerms(Regime.LOCAL, 300_000, day + timedelta(10), day + timedelta(100))
    of = {"aimak_id": office.aimak_id, "by": head}
    call = await office.does(calls.announce, key=f"{code} call", terms=terms, **of)
    watch = await office.does(watching.open_watch, key=f"{code} watch", year=YEAR, line="Жол оңдоо", **of)
    await office.does(reporting.join, token=watch.token, by=author)
    return Settled(office, head, author, call.id, watch.id)


def announcement(office):
    terms = HearingTerms(office.now + 20 * 24 * HOUR, "Көк-Жар айылы", "Жолдор")
    return hearings.Announcement(KEY, HearingKind.DRAFT, terms, YEAR)


def proposed(side):
    draft = proposals.ProposalToSend(key=KEY, side=Side.SPENDING, text="Мектептин жанына жарык керек")
    return {"draft": draft, "aimak_id": side.office.aimak_id, "language": "ky"}


def called(side):
    day = find_day(side.office.now)
    return {"terms": CallTerms(Regime.LOCAL, 300_000, day + timedelta(10), day + timedelta(100))}


# What each act is given beside the key, who does it, and what another is refused with.
ACTS = {
    proposals.submit: (proposed, "author", NotYours),
    proposals.enter_for: (
        lambda side: proposed(side) | {"source": Source.PAPER, "on": find_day(side.office.now)}, "head", Refusal,
    ),
    hearings.announce: (
        lambda side: {"announcement": announcement(side.office), "aimak_id": side.office.aimak_id}, "head", NotAllowed,
    ),
    topics.send: (
        lambda side: {"key": KEY, "aimak_id": side.office.aimak_id, "topics": ["water"], "text": "Суу эртең берилет"},
        "head", NotAllowed,
    ),
    calls.announce: (
        lambda side: {"key": KEY, "aimak_id": side.office.aimak_id} | called(side), "head", calls.NoCall,
    ),
    applying.apply: (lambda side: {"key": KEY, "call_id": side.call, "answers": ANSWERS}, "author", NotYours),
    watching.open_watch: (
        lambda side: {"key": KEY, "aimak_id": side.office.aimak_id, "year": YEAR, "line": "Көпүрө"}, "head",
        watching.NoWatch,
    ),
    reporting.report: (
        lambda side: {"key": KEY, "id": side.watch, "seen": Seen.POOR, "text": "Жарык жок"}, "author",
        reporting.NoWatch,
    ),
    requests.ask: (
        lambda side: {"key": KEY, "aimak_id": side.office.aimak_id, "text": "Бюджеттин аткарылышы керек"}, "author",
        NotYours,
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.__module__.rpartition('.')[2]}.{act.__name__}")
async def test_a_known_key_of_others_gives_nothing_back_and_makes_nothing(sqlite_database, act):
    make, who, refusal = ACTS[act]
    mine, theirs = [await settled(sqlite_database, code) for code in ("kokjar", "sary")]

    async def do(side):
        made = await side.office.does(act, by=getattr(side, who), **make(side))
        return made[0] if isinstance(made, tuple) else made

    own = await do(mine)
    assert (await do(mine)).id == own.id
    with pytest.raises(refusal):
        await do(theirs)
    assert (await do(mine)).id == own.id


# Theirs is no key of a thing that is made. It opens something, or is asked of one person.
OTHERS = {
    "kept_pages.keep",
    "kept_pages.find",
    "join",
    "open_code",
    "do_once",
    "find_sent",
    "find_announced",
    "tell_given_back",
    "list_left_alone",
}


def test_every_act_that_takes_a_key_stands_in_the_table():
    found = set()
    for module in pkgutil.walk_packages(bot.office.__path__, "bot.office."):
        for name, act in vars(importlib.import_module(module.name)).items():
            is_act = inspect.iscoroutinefunction(act) and act.__module__ == module.name and not name.startswith("_")
            if is_act and inspect.signature(act).parameters.keys() & {"key", "draft", "announcement"}:
                found.add(act)
    unnamed = {f"{act.__module__.rpartition('.')[2]}.{act.__name__}" for act in found - ACTS.keys()}
    unnamed = {act for act in unnamed if not OTHERS & {act, act.rpartition(".")[2]}}
    assert unnamed == set()
