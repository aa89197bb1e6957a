"""A link as a code to scan."""

import io
from collections.abc import Iterator

QUIET = 4  # modules of white that the standard asks for around the code


def draw_qr_png(link: str) -> bytes:
    """Returns the code of a link as a PNG, black on white, large enough for a poster."""
    import segno

    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=12, border=QUIET)
    return picture.getvalue()


def make_qr_modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """Returns the code's rows of dark and light modules, without the white around it."""
    import segno

    return tuple(tuple(bool(module) for module in row) for row in segno.make_qr(link, error="m").matrix)


def list_runs(link: str) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """The modules of a side of a code with the white around it. With it the dark runs: across, down, how many modules."""
    rows = make_qr_modules(link)

    def walk() -> Iterator[tuple[int, int, int]]:
        for down, row in enumerate(rows):
            across = 0
            while across < len(row):
                run = across
                while run < len(row) and row[run] == row[across]:
                    run += 1
                if row[across]:
                    yield QUIET + across, QUIET + down, run - across
                across = run

    return len(rows) + 2 * QUIET, walk()
