"""Learns what is meant by messages typed at each step: python -m tests.handlers.learn_at_steps [--without].

A linear model (softmax over what the step can mean), made by stochastic gradient descent in a fixed order. With --without
each quarter of the tables is left out in turn and then guessed. apart.txt is never learned from.
"""

import json
import math
import random
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.language import intent_words
from bot.language.gist import at_step
from bot.language.gist.at_step import COUNT, FIRST_SIGN, MIDDLE, OWN, STEPS, TABLE, Table, cut
from bot.language.intents import Intent
from bot.office.guessing.learn import TEXTS
from tests.handlers.learn import APART, TYPED, tables

EPOCHS, RATE, SLOWER = 6, 4.0, 0.5
_LEAST = 2  # messages in which a piece must stand
_FAINT = 0.15  # a weight below it is left out
_SURE = 0.003  # what is guessed as well as that changes nothing
_MOST_STEPS = 46  # of a weight, up or down
_ANYWHERE = "*"  # of a phrase of the tables of intents
_PROPOSED_AT = ("menu", "side", "text", "check", "answered", "hearing")  # where a labelled proposal is typed
_ALSO_AT_MENU = {"answered", "hearing"}  # they stand at the menu when no notice is in sight
_OWN = {"held", "kept", "text", "reply", "name", "place", "said", "begun", "join", "draft", "rewritten", "to:Mine:one",
        "yesmore"}  # fmt: skip
_SAID = {
    "sent": "send", "agree": "yes", "follow": "notices", "nofollow": "stop", "mine": "status", "mine_list": "status",
    "callearly": "call", "side:revenue": "revenue", "side:spending": "spending", "side:unsure": "unsure",
    "lang:ky": "kyrgyz", "lang:ru": "russian", "apart": "apart", "anew": "apart", "notjoined": "apart", "joined": "yes",
    "refuse": "erase",
}  # fmt: skip
_SAID_AT = {
    ("amount_sure", "to:Propose:check"): "yes", ("amount_sure", "to:Propose:amount"): "no", ("erase", "to:None"): "yes",
    ("erase", "to:Propose:check"): "no", ("check", "to:Propose:check"): "no",
}  # fmt: skip
_NO_MEANING = {"same", "first", "button", "nosuch", "plain"}  # what the bot says, whatever was meant


@dataclass(frozen=True)
class Typed:
    """A message typed at a step, what it means, and how much it counts."""

    step: str
    code: str
    pieces: frozenset[str]
    weight: float


def meant_at(step: str, outcome: str) -> str | None:
    """What a message means at a step by what must come of it; None where that tells of no meaning."""
    if outcome in _NO_MEANING or step == "category":
        return None
    if outcome in _OWN:
        return OWN
    if outcome.startswith(("count:", "amount")):
        return COUNT if outcome.startswith("count:") else "amount"
    return _SAID_AT.get((step, outcome)) or _SAID.get(outcome, outcome)


def rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """The messages of a table: the step, what is meant there, what is typed."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            step, outcome, *typed = line.split(" | ")
            meant = meant_at(step, outcome)
            yield from ((step, meant, text) for text in typed if meant is not None)


def list_typed(paths: Iterable[Path]) -> list[Typed]:
    """All that is learned from: tables, the phrases of each intent, and the labelled proposals."""
    found = []
    for path in paths:
        for step, meant, text in rows(path):
            pieces = frozenset(cut(text))
            found.append(Typed(step, meant, pieces, 1.0))
            if step in _ALSO_AT_MENU:
                found.append(Typed("menu", meant, pieces, 1.0))
    for intent in Intent:
        phrases = intent_words.WORDS[intent][0].replace("\n", " ").replace("~", "").split(",")
        found += [Typed(_ANYWHERE, str(intent), frozenset(cut(one)), 0.5) for one in phrases if one.strip()]
    for line in files("bot.office.guessing").joinpath(TEXTS).read_text("utf-8").splitlines():
        pieces = frozenset(cut(json.loads(line)["text"]))
        found += [Typed(step, OWN, pieces, 1 / len(_PROPOSED_AT)) for step in _PROPOSED_AT]
    return found


def make(paths: Iterable[Path]) -> str:
    """Learns from tables and returns the table of weights as text."""
    typed = list_typed(paths)
    counted = Counter(piece for one in typed for piece in one.pieces)
    possible: dict[str, set[str]] = defaultdict(lambda: {OWN})
    for one in typed:
        possible[one.step].add(one.code)
    codes = sorted({one.code for one in typed} | {OWN})
    steps = sorted(step for step in possible if step != _ANYWHERE)
    pieces = [*sorted(piece for piece, n in counted.items() if n >= _LEAST), *(f"@{step}" for step in steps)]
    weights = _learn(typed, pieces, codes, possible)
    places = {code: at for at, code in enumerate(codes)}
    meant = {step: [places[code] for code in sorted(possible[step])] for step in steps}
    named = {"learned": len(typed), "codes": codes, "steps": meant}
    lines = [json.dumps(named, ensure_ascii=False)]
    for at, piece in enumerate(pieces):
        signs = "".join(
            chr(FIRST_SIGN + place) + chr(MIDDLE + max(-_MOST_STEPS, min(_MOST_STEPS, round(weight[at] * STEPS))))
            for place, weight in enumerate(weights)
            if abs(weight[at]) >= _FAINT
        )
        lines += [f"{piece}\t{signs}"] if signs else []
    return "\n".join(lines) + "\n"


def _learn(
    typed: list[Typed], pieces: list[str], codes: list[str], possible: dict[str, set[str]]
) -> "list[array[float]]":
    ids, places = {piece: at for at, piece in enumerate(pieces)}, {code: at for at, code in enumerate(codes)}
    meant = {step: [places[code] for code in sorted(found)] for step, found in possible.items()}
    meant[_ANYWHERE] = list(range(len(codes)))
    weights = [array("d", bytes(8 * len(pieces))) for _ in codes]
    examples = []
    for one in typed:
        known = sorted(ids[piece] for piece in {*one.pieces, f"@{one.step}"} if piece in ids)
        examples.append((meant[one.step], places[one.code], known, len(known) ** -0.5, one.weight))
    shuffled = random.Random(7)
    for epoch in range(EPOCHS):
        shuffled.shuffle(examples)
        rate = RATE / (1 + SLOWER * epoch)
        for listed, right, known, norm, counts in examples:
            scores = [norm * sum(map(weights[at].__getitem__, known)) for at in listed]
            most = max(scores)
            shares = [math.exp(score - most) for score in scores]
            total = sum(shares)
            for at, share in zip(listed, shares, strict=True):
                wrong = share / total - (at == right)
                if abs(wrong) > _SURE:
                    change, weight = rate * counts * norm * wrong, weights[at]
                    for piece in known:
                        weight[piece] -= change
    return weights


def count_right(table: Table, path: Path) -> tuple[int, int, int, int, int]:
    """Messages of a table; how many mean what was meant first, or second. Then own texts, and those taken for a wish."""
    n = first = second = own = taken = 0
    for step, meant, text in rows(path):
        shares = table.weigh(step, text) if step in table.steps else {}
        best = sorted(shares, key=lambda code: -shares[code])
        n, own = n + 1, own + (meant == OWN)
        first, second = first + (best[:1] == [meant]), second + (meant in best[:2])
        taken += meant == OWN and best[:1] != [OWN]
    return n, first, second, own, taken


def main() -> None:
    """Writes the table into the tree, or says how well it would do without each quarter of the tables."""
    if "--without" not in sys.argv:
        path = Path(str(files(at_step.__package__ or "").joinpath(TABLE)))
        path.write_text(make(tables()), "utf-8")
        print(f"{path.name}: {path.stat().st_size // 1024} KB")
        return
    listed = tables()
    for left in range(4):
        table = Table.read(make([path for at, path in enumerate(listed) if at % 4 != left]))
        for path in [*listed[left::4], *([TYPED / APART] if not left else [])]:
            n, first, second, own, taken = count_right(table, path)
            print(
                f"{path.name}: {n} messages, right {first / n:.0%}, of two {second / n:.0%}; texts taken {taken} of {own}"
            )


if __name__ == "__main__":
    main()
