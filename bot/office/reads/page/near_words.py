"""Words a slip of the finger away from those of a search. A letter is left out, doubled, swapped or mistaken."""

from collections.abc import Collection, Sequence

LEAST, LONG = 4, 8  # letters of a stem that may have one slip, and two
MOST = 12  # stems that one may stand for


def find_near(wanted: Sequence[Collection[str]], known: Collection[str]) -> list[list[str]]:
    """Returns for each word the known stems that are nearest to it, itself among them where it is known.

    Empty where some word is near to nothing. Each word is compared with each stem once, in time that grows with both.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = []
    for stems in wanted:
        near: dict[str, int] = {}
        for stem in stems:
            slips = 0 if len(stem) < LEAST or stem.isdigit() else 1 if len(stem) < LONG else 2
            for one, distance, _ in process.extract(
                stem, known, scorer=OSA.distance, score_cutoff=slips, limit=MOST, processor=None
            ):
                near[one] = min(int(distance), near.get(one, slips))
        if not near:
            return []
        found.append(sorted(near, key=lambda one: (near[one], one))[:MOST])
    return found
