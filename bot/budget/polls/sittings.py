"""When somebody fills in what nobody may learn: the times of it, so that only these are emptied afterwards."""

GAP = 15 * 60 * 1000  # milliseconds; whoever comes back later begins another sitting
MOST = 50  # sittings that are told apart
SLACK = 5_000  # milliseconds by which an event may be written later than it was taken up

Sittings = tuple[tuple[int, int], ...]  # of each its first and last moment (ms UTC)


def go_on(sittings: Sittings, at: int) -> Sittings:
    """Adds a moment: to the latest sitting, or as one of its own."""
    if sittings and at - sittings[-1][1] <= GAP:
        return (*sittings[:-1], (sittings[-1][0], at))
    if len(sittings) == MOST:
        (first, _), (_, last), *rest = sittings
        sittings = ((first, last), *rest)
    return (*sittings, (at, at))
