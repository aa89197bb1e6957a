"""In which order tests are run: each process begins with its share of what is slow.

So none is left alone with a long test at the end. `--dist worksteal` first gives each process a part of the list, all of
one size. Where the whole list begins with what is slow, one process has all of it.
"""

from collections.abc import Callable, Iterable
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def put_in_order(tests: Iterable[T], file: Callable[[T], Path], slow: Callable[[T], bool], processes: int) -> list[T]:
    """Returns the tests in one part for each process, which begins with its share of the slow ones.

    The slow ones of a file stay together, since they may share what is made for all of them. Files with few of them go
    first: whatever takes longest stands alone, and a file with hundreds has short ones.
    """
    known = sorted(tests, key=file)
    quick = iter([one for one in known if not slow(one)])
    shares: list[list[list[T]]] = [[] for _ in range(processes)]
    files = [list(group) for _, group in groupby((one for one in known if slow(one)), file)]
    for group in sorted(files, key=len, reverse=True):
        min(shares, key=lambda share: sum(map(len, share))).append(group)
    ordered: list[T] = []
    for at, share in enumerate(shares):
        begin, left = len(ordered), len(known) - len(ordered)
        for group in reversed(share):
            ordered += group
        ordered += islice(quick, max(0, begin + left // (processes - at) - len(ordered)))
    return ordered
