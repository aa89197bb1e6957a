"""What a person sends costs time in proportion to its length: every function that reads a text, found by itself.

A new function is walked as well. If it asks for something that GIVEN does not name, this file says so.
"""

import inspect
import pkgutil
import sys
import time
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import bot.budget
import bot.language
from bot.budget.contest.rules import FIRST, Kind
from bot.budget.initiative.marks import MarkRules
from bot.budget.proposal_text.blanks import Blank
from bot.budget.proposal_text.decidable import Need
from bot.budget.proposal_text.decided import DECIDED
from bot.budget.workdays import Calendar
from bot.channels import fitting
from bot.channels.telegram import parse, words
from bot.chat import texts, typed
from bot.chat.message import Choice, Reply, read_asked
from bot.language.in_words import numerals, sums, which
from bot.language.intents import Intent
from bot.language.matter.keywords import KeywordIndex, Words
from bot.language.refusal import Refusal
from bot.language.wishes.figures import read_figures
from bot.language.wishes.of_oneself import whole
from bot.office.categories import list_categories
from bot.office.guessing import guess
from bot.office.guessing.guess import find_matter
from storage.attachments.active_content import has_template_from_elsewhere, is_active
from storage.attachments.file_types import find_ending
from storage.attachments.markup import Markup
from tests.sizes import sized

SIZES = sized((500, 5_000, 50_000), (1_000, 10_000, 100_000))  # characters
LONGEST = 0.06  # seconds of the processor for the text of the middle size: a message, which holds everybody else up
TIMES, BESIDE = 25, 0.004  # ten times the text may take so many times as long, and some seconds beside that

KINDS: dict[str, Callable[[int], str]] = {
    "Cyrillic": lambda n: ("мектептин жанына жарык керек " * (n // 29 + 1))[:n],
    "Latin": lambda n: ("mekteptin janyna jaryk kerek " * (n // 29 + 1))[:n],
    "one letter a word": lambda n: ("ү к" * n)[:n],
    "one unbroken run": lambda n: "a" * n,
    "one unbroken run of letters that differ": lambda n: ("ถนน" * n)[:n],
    "one unbroken run of words parted by a hyphen": lambda n: ("көчө-a" * n)[:n],
    "only digits": lambda n: "1" * n,
    "digits and dots": lambda n: ("1." * n)[:n],
    "numbers": lambda n: ("1 22.5," * n)[:n],
    "only spaces": lambda n: " " * n,
    "combining marks": lambda n: "а" + ("\u0301\u0316" * n)[: n - 1],
    "letters and marks": lambda n: ("е\u0308и\u0306" * n)[:n],
    "slashes, links and names": lambda n: ("/a@b t.me/a?start=b " * n)[:n],
}

YES_OR_NO = read_asked(
    Reply("?", (Choice("yes", "Ооба", synonyms=("макул",)), Choice("no", "Жок", synonyms=("керек эмес",))))
)
GIVEN: dict[str, Any] = {  # what a function asks for beside its text
    "of": "мектеп",
    "longest": 1_000_000,
    "told": read_figures("не 5, 8"),
    "wish": whole.Wish((whole.words("керек | нужно"),)),
    "rules": FIRST[Kind.BUDGET],
    "bot.budget.initiative.marks.rules": MarkRules(),
    "mark": 5,
    "choices": 12,
    "today": date(2026, 11, 23),
    "day": date(2026, 12, 16),
    "calendar": Calendar(),
    "on": date(2026, 12, 20),
    "hour": 10,
    "place": "Борбордук көчө 12",
    "matter_of": find_matter,
    "text": "мектепке жарык керек",
    "step": "menu",
    "wrong": "мектептин",
    "right": "бакчанын",
    "other": "көпүрө оңдолсун",
    "word": "көчөнү",
    "keyword": "көчө",
    "vocabulary": "суу, жол",
    "aimak": "Көк-Жар",
    "language": "ky",
    "texts": {"ky": "бир", "ru": "один"},
    "items": ["мектепке жарык керек", "көпүрө оңдолсун"],
    "categories": list_categories(),
    "asked": YES_OR_NO,
    "intents": frozenset(Intent),
    "meant": Intent.YES,
    "username": "sunush_bot",
    "account": "1",
    "choice": "yes",
    "address": "1",
    "stays": False,
    "mac": lambda address, choice: "m",
    "limit": 200,
    "title": "Жөнөтүү",
    "message": "Yes",
    "code": "sp_roads",
    "name": "one",
    "side": None,
    "content": {},
    "wanted": frozenset({"жарык", "мекте"}),
    "least": 2,
    "raw": {},
    "number": 1,
    "id": "x",
    "case": {},
    "size": 3000,
    "values": dict.fromkeys(Blank, ""),
    "amount": None,
    "category": "sp_roads",
    "need": Need.STREET,
    "said": frozenset(),
    "bot.budget.referral.advertisement.said": Words((), KeywordIndex(())),
    "n": 2,
    "listed": DECIDED,
    "stem": "сунуш",
    "label": "0001",
    "letters": "сунуш",
    "rest": "бергиле",
    "most": 1,
    "blank": Blank.SUM,
    "villages": ("Көк-Жар",),
    "year": 2027,
    "proposal": "мектептин жанына жарык керек",
    "names": ("Айгүл",),
    "known": frozenset({"сунуш"}),
    "is_known": {"сунуш", "бергиле"}.__contains__,
    "near": "сунуш",
}
# Parameters that no person fills: ids, codes, words of our own lists.
OURS = {
    "keyword",
    "vocabulary",
    "ky",
    "ru",
    "character",
    "language",
    "code",
    "account",
    "username",
    "choice",
    "address",
    "question",
    "message",
    "name",
    "aimak",
    "one",
    "many",
}
WALKED = (texts, typed, fitting, guess, words, parse, numerals, sums, which)


def modules() -> Iterator[ModuleType]:
    for package in (bot.language, bot.budget):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield import_module(found.name)
    yield from WALKED


def readers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Each public function once for each of its texts; of one that takes a whole message, a message."""
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isroutine):
            is_here = getattr(function, "__module__", "") == module.__name__
            if name.startswith("_") or not is_here or inspect.iscoroutinefunction(function):
                continue
            called = f"{module.__name__.removeprefix('bot.')}.{name}"
            for parameter, make in read_by(function):
                yield f"{called}({parameter})", filled(function, parameter, make)


def read_by(function: Callable[..., object]) -> Iterator[tuple[str, Callable[[str], object]]]:
    hints = typing.get_type_hints(inspect.unwrap(function))
    for parameter in inspect.signature(function).parameters:
        if function in (parse.parse, words.collect_words, words.names_in) and parameter in {"raw", "message"}:
            whole = function is parse.parse
            for field in ("text", "caption", "poll", "checklist", "venue"):
                yield (
                    f"{parameter} with {field}",
                    lambda text, field=field, whole=whole: message(text, field, whole=whole),
                )
        elif hints.get(parameter) in (str, str | None) and parameter not in OURS:
            yield parameter, str
        elif parameter == "sentences":
            yield parameter, lambda text: [text] * 12


def message(text: str, field: str, *, whole: bool) -> dict[str, Any]:
    """A message whose text stands in a field, with a mark on each tenth character. whole is the update around it."""
    chat = {"id": 1, "type": "private"}
    lines = [{"text": text[at : at + 100]} for at in range(0, len(text), 100)]
    marks = [
        {"type": kind, "offset": at, "length": len(text), "url": "https://a.kg"}
        for at in range(0, len(text), 10)
        for kind in ("text_link", "mention")
    ]
    place = {"latitude": 42.8, "longitude": 74.5}
    said: dict[str, dict[str, Any]] = {
        "text": {"text": text, "entities": marks},
        "caption": {"caption": text, "caption_entities": marks, "voice": {"file_id": "v"}},
        "poll": {"poll": {"question": text, "options": lines}},
        "checklist": {"checklist": {"title": text, "tasks": lines}},
        "venue": {"location": place, "venue": {"title": text, "address": text}},
    }
    found = {"message_id": 1, "chat": chat, "from": chat, "date": 1, **said[field]}
    return {"update_id": 1, "message": found} if whole else found


def _find_given(function: Callable[..., object], name: str) -> object:
    return GIVEN.get(f"{function.__module__}.{name}", GIVEN[name])


def filled(function: Callable[..., object], parameter: str, make: Callable[[str], object]) -> Callable[[str], object]:
    asks = inspect.signature(function).parameters
    name = parameter.partition(" ")[0]
    others = {one for one, about in asks.items() if one != name and about.default is inspect.Parameter.empty}
    unknown = others - GIVEN.keys()
    assert not unknown, f"{function.__qualname__} asks for {unknown}: say in GIVEN what stands for it"

    def call(text: str) -> object:
        given = {one: _find_given(function, one) for one in others} | {name: make(text)}
        placed = [given.pop(one) for one, about in asks.items() if one in given and about.kind is about.POSITIONAL_ONLY]
        return function(*placed, **given)

    return call


def took(call: Callable[[str], object], text: str, *, tries: int) -> float:
    """The least time of several tries, in seconds of this thread alone; a refusal is an answer like any other."""
    least = 1e9
    for _ in range(tries):
        for remembers in REMEMBER:
            remembers.cache_clear()
        begins = time.thread_time()
        with suppress(ValueError, LookupError, Refusal):
            call(text)
        least = min(least, time.thread_time() - begins)
    return least


ALL = dict(readers())
# What is remembered of the last texts would make each further try take nothing.
REMEMBER = [
    found
    for name, module in list(sys.modules.items())
    if name.startswith("bot.") and module is not None
    for found in vars(module).values()
    if hasattr(found, "cache_parameters") and found.cache_parameters()["maxsize"] is not None
]


def test_all_that_read_a_text_are_found(tell):
    known = {"language.kyrgyz.fold(text)", "language.days.parse_moment(text)", "budget.referral.doors.find_door(text)"}
    known |= {"office.guessing.guess.guess(text)", "channels.telegram.parse.parse(raw with text)"}
    assert known <= ALL.keys()
    assert len(ALL) > 50
    tell(
        "time by length", readers=len(ALL), kinds_of_text=len(KINDS), characters_at_most=SIZES[-1], times_at_most=TIMES
    )


# The looks at a file run in a process with a limit of seconds. A small file must not spend everybody's seconds.
FILES: dict[str, Callable[[str], object]] = {
    "a table": lambda text: find_ending(f"a;b\n1{text}2".encode()),
    "rich text": lambda text: is_active(text.encode(), ".rtf"),
    "the template of an old document": lambda text: has_template_from_elsewhere(text.encode()),
    "a part of an office document": lambda text: Markup().runs(text.encode() + b"<"),
}
KINDS_OF_FILES: dict[str, Callable[[int], str]] = {
    "tabs": lambda n: "\t" * n,
    "tabs and spaces": lambda n: ("\t " * n)[:n],
    "marks of cells": lambda n: (';," |' * n)[:n],
    "signs": lambda n: (";-" * n)[:n],
    "fields": lambda n: ("\\fldinst" * n)[:n],
    "beginnings of addresses": lambda n: "\\" * n,
    "tags that nothing closes": lambda n: ("<w:instrtext " * n)[:n],
    "attributes that nothing closes": lambda n: ("instr=" * n)[:n],
}


@pytest.mark.parametrize("reader", FILES)
def test_a_file_of_ten_times_the_size_takes_about_ten_times_as_long(reader):
    for kind, make in KINDS_OF_FILES.items():
        assert_grows_evenly(FILES[reader], kind, make)


def test_fields_of_rich_text_that_stand_close_cost_no_more_than_its_words():
    look = FILES["rich text"]
    fields, words = (took(look, word * (200_000 // len(word)), tries=3) for word in ("\\fldinst", "\\fldinsx"))
    assert fields < 15 * words + 0.1
    for written in (r"\fldinst {\b d}{de}", r"\fldinst x\fldinst DDE", "\\fldinst" + " " * 380 + r"\fldinst dde"):
        assert is_active(written.encode(), ".rtf")
    assert not is_active(rb"\fldinst d\fldinst de", ".rtf")


def test_many_beginnings_of_addresses_cost_no_more_than_other_bytes():
    look = FILES["the template of an old document"]
    slashes, others = (took(look, sign * 100_000, tries=3) for sign in "\\/")
    assert slashes < 30 * others + 0.05
    for written in (
        b"\\\\a.dot",
        b"HTTPS://A.KG/x.DOT",
        b"\\\\" + b"a" * 300 + b".dotm",
        b"h\0t\0t\0p\0:\0/\0/\0a\0.\0d\0o\0t",
    ):
        assert has_template_from_elsewhere(written)
    for written in (b"\\\\.dot", b"https://a\n.dot", b"\\\\" + b"a" * 400 + b".dot", b"a.dot \\\\a"):
        assert not has_template_from_elsewhere(written)


@pytest.mark.parametrize("reader", ALL)
def test_ten_times_the_text_takes_about_ten_times_as_long(reader):
    for kind, make in KINDS.items():
        assert_grows_evenly(ALL[reader], kind, make, longest=LONGEST)


def assert_grows_evenly(
    call: Callable[[str], object], kind: str, make: Callable[[int], str], *, longest: float = float("inf")
) -> None:
    call_once = [make(size) for size in SIZES]
    took(call, call_once[0], tries=1)  # what is worked out once is worked out here
    for tries in (1, 3, 9):  # a slow moment of the machine is looked at again
        times = [took(call, text, tries=tries) for text in call_once]
        grows = all(later <= TIMES * sooner + BESIDE for sooner, later in zip(times, times[1:], strict=False))
        if grows and times[1] <= longest:  # what reads a bounded beginning may take too long for that alone
            return
    pytest.fail(f"{kind}: {[f'{1000 * one:.1f} ms' for one in times]}")
