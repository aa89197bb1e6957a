"""Every button that is offered anywhere has a handler, and no handler waits for a button that nobody offers."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.chat.message import BACK, LATER, MORE
from handlers import router
from handlers.shared.menu import _MENU, DESK
from handlers.shared.more_doors import _DOORS
from handlers.shared.referrals import _MEANT

ROOT = Path(__file__).parents[3]
WAYS = {BACK, LATER, MORE}  # Talk offers them
# What the router says itself: a choice without a handler in this state, and a swipe.
ITSELF = {"stale", "own_draft", "own_held", "erase_about"}

# Which argument of a call names the choice.
CALLS = {"make_choice": 0, "offer_yes_or_no": 0, "Choice": 0, "make_button": 1, "_make_choice": 1, "_offer": 1}


def offered() -> set[str]:
    """The ids of choices: before the colon, of buttons, albums, replies by a swipe, and of the menu's tables."""
    paths = [path for room in ("handlers", "bot/office", "bot/chat") for path in (ROOT / room).rglob("*.py")]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    constants = {name: value for tree in trees for name, value in _strings(tree)}
    ids = {constants.get(named, named) for tree in trees for named in _named(tree)}
    return {
        id.partition(":")[0]
        for id in (*ids, *_MENU, *_DOORS, *(id for _, id, _ in DESK), *(id for id, _ in _MEANT.values()))
    }


def _strings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield ast.unparse(node.targets[0]), node.value.value


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        at = CALLS.get(called)
        named = [node.args[at]] if at is not None and len(node.args) > at else []
        named += [keyword.value for keyword in node.keywords if keyword.arg in {"rest", "about"}]
        for value in named:
            first = value.values[0] if isinstance(value, ast.JoinedStr) else value
            first = first.value if isinstance(first, ast.FormattedValue) else first
            if isinstance(first, ast.Constant):
                yield str(first.value)
            elif isinstance(first, ast.Name) and first.id.isupper():
                yield first.id


def test_every_button_that_is_offered_has_a_handler():
    unhandled = offered() - router.choices - WAYS
    assert unhandled == set()
    assert len(offered()) > 130  # the reader of the code has not gone blind


def test_no_handler_waits_for_a_button_that_nobody_offers():
    unoffered = router.choices - offered() - WAYS - ITSELF
    assert unoffered == set()


def test_what_can_be_typed_without_a_button_has_a_handler():
    assert {id.partition(":")[0] for id in router.titles.values()} <= router.choices
    known = {what for _, what in router._handlers}
    assert {f"means:{intent}" for state in router.listens.values() for intent in state} <= known


def test_the_buttons_that_stay_useful_are_those_that_open_something():
    assert router.opens == {
        *("desk_one", "sheet", "explain", "hearing", "come", "decline", "notices", "mine", "topics"),
        *("poll", "poll_desk", "needs", "trust", "trust_desk"),
        *("property", "property_desk", "library", "library_desk"),
        *("poll", "poll_desk", "needs"),
        *("property", "property_desk", "library", "library_desk", "information", "inform_desk", "inform_one"),
        *("hearing_desk", "bc_pause", "bc_resume", "bc_cancel", "bc_lost", "post_again", "resend"),
        *("hear", "hear_answer", "hear_draft", "contest"),
        *("initiative_begin", "initiatives_mine", "initiative_mine", "initiatives", "own_share"),
        *("initiative_desk", "initiative_one", "shelf"),
        *("openness", "plan_desk"),
        *("watch_desk", "watch_report", "watching", "watch_mine", "rate_works", "rate_work"),
    }


def test_no_file_of_a_conversation_is_forgotten():
    files = {path.relative_to(ROOT).with_suffix("") for path in (ROOT / "handlers").rglob("*.py")}
    assert {".".join(path.parts).removesuffix(".__init__") for path in files} <= set(sys.modules)
