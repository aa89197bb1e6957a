"""Learns which meanings typed messages resemble: python -m tests.handlers.learn [--without].

apart.txt is never learned from. With --without each table in turn is left out and then guessed: how well it does unseen.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from bot.budget.referral.doors import Door
from bot.language import intent_words
from bot.language.gist import nearest
from bot.language.gist.nearest import DOOR, HOW, OWN, TABLE, cut_letters
from bot.language.intents import Intent, find_meanings
from bot.language.matter.learned import Learned, learn
from bot.office.guessing.learn import TEXTS

TYPED = Path(__file__).parent / "shared" / "typed"
APART, NEIGHBOURS = "apart.txt", "neighbours"  # what is never learned from: a table, and a folder
_STANDS_FOR = 2  # phrases of the tables of intents
# What must come of a message, and what it means; an outcome that is no meaning is left out.
_OWN = {"kept", "held", "text", "reply", "name", "place", "said", "begun", "join"}
_SAID = {
    "lang:ky": Intent.KYRGYZ, "lang:ru": Intent.RUSSIAN, "follow": Intent.NOTICES, "nofollow": Intent.STOP,
    "sent": Intent.SEND, "agree": Intent.YES, "mine": Intent.STATUS, "mine_list": Intent.WITHDRAW,
    "callearly": Intent.CALL, "correcting": Intent.CHANGE, "side:revenue": Intent.REVENUE, "side:spending": Intent.SPENDING,
    "side:unsure": Intent.UNSURE, "door:ad": f"{DOOR}{Door.ADVERTISEMENT}",
}  # fmt: skip
DOORS = tuple(f"{DOOR}{one}" for one in (Door.EMERGENCY, Door.COMPLAINT, Door.ADVERTISEMENT, Door.QUESTION))
CODES = (*map(str, Intent), *DOORS, OWN)


def meant_of(outcome: str, text: str) -> str | None:
    """What a message means by what must come of it: a meaning, a door, a text of its own. Else it is None."""
    if outcome in _OWN:
        return None if find_meanings(text) else OWN
    code = str(_SAID.get(outcome, outcome))
    return code if code in CODES else None


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """The messages of a table with what they mean."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            _, outcome, *typed = line.split(" | ")
            yield from ((meant, text) for text in typed if (meant := meant_of(outcome, text)) is not None)


def tables() -> list[Path]:
    """The tables that are learned from."""
    return [path for path in sorted(TYPED.rglob("*.txt")) if path.name != APART and path.parent.name != NEIGHBOURS]


def make(paths: list[Path]) -> Learned:
    """Learns from tables, the phrases of each intent, and the labelled proposals."""
    examples = [(cut_letters(text), meant, _STANDS_FOR) for path in paths for meant, text in rows(path)]
    for intent in Intent:
        for phrase in intent_words.WORDS[intent][0].replace("\n", " ").replace("~", "").split(","):
            examples += [(cut_letters(phrase), str(intent), 1)] if phrase.strip() else []
    for line in files("bot.office.guessing").joinpath(TEXTS).read_text("utf-8").splitlines():
        examples.append((cut_letters(json.loads(line)["text"]), OWN, 1))
    return learn(examples, CODES, HOW)


def main() -> None:
    """Writes the table into the tree, or says how well it would do without each of the tables."""
    if "--without" not in sys.argv:
        path = Path(str(files(nearest.__package__ or "").joinpath(TABLE)))
        path.write_text(make(tables()).written(), "utf-8")
        print(f"{path.name}: {path.stat().st_size // 1024} KB")
        return
    for left_out in [*tables(), TYPED / APART]:
        learned = make([path for path in tables() if path != left_out])
        first = second = taken = own = n = 0
        for meant, text in rows(left_out):
            weights = learned.weigh((word, 1.0) for word in cut_letters(text))
            best = sorted(weights, key=lambda code: -weights[code])
            n, own = n + 1, own + (meant == OWN)
            first, second = first + (best[0] == meant), second + (meant in best[:2])
            taken += meant == OWN and best[0] != OWN
        print(
            f"{left_out.name}: {n} messages, right {first / n:.0%}, of two {second / n:.0%}; texts taken {taken} of {own}"
        )


if __name__ == "__main__":
    main()
