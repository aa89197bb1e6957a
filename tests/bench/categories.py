"""Measures the guess of side and category: how often it is right, and how long it takes a text.

python -m tests.bench.categories [FILE ...] [--texts N]

Without a file: the texts kept apart. Times are of the processor, in milliseconds, each text guessed for the first time.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from bot.office.guessing import guess
from bot.office.guessing.measured import Labelled, measure_each, read_labelled
from tests.bench.figures import machine, milliseconds, table

KEPT_APART = Path(__file__).parents[1] / "office" / "guessing" / "kept_apart.jsonl"
LONGEST = 2_000  # characters that are read


def took(act: Callable[[], object]) -> float:
    """Seconds of the processor."""
    begins = time.process_time()
    act()
    return time.process_time() - begins


def times(texts: list[str]) -> list[float]:
    """How long each text takes, the table being there."""
    return [took(lambda text=text: guess.weigh(text)) for text in texts]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[KEPT_APART])
    parser.add_argument("--texts", type=int, help="only so many of each file")
    arguments = parser.parse_args()
    print(f"Sunush: the guess of side and category. {machine()}\n")
    loaded = took(lambda: guess.weigh("жол"))
    for file in arguments.files:
        rows: list[Labelled] = read_labelled(file.read_bytes())[: arguments.texts]
        print(f"{file.name}\n")
        texts = [row.text for row in rows]
        whole = " ".join(texts)
        long = [whole[at : at + LONGEST] for at in range(0, max(1, len(whole) - LONGEST), LONGEST)]
        for size, measured in (
            ("as written", times([f"{text} " for text in texts])),
            (f"{LONGEST} characters", times(long)),
        ):
            median, most = milliseconds(measured)
            print(f"{size}: median {median} ms, 95th percentile {most} ms")
        shares = [
            (spelling, side, str(one.n), f"{one.side:.1%}", f"{one.top1:.1%}", f"{one.top3:.1%}")
            for spelling, side, one in measure_each(rows)
        ]
        print(f"\n{table(('spelling', 'side', 'n', 'side right', 'first', 'three'), shares)}\n")
    print(f"the first guess of a process, with keywords and table read: {1_000 * loaded:.0f} ms")


if __name__ == "__main__":
    main()
