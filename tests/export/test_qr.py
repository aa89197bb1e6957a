"""The code of a link is a code of that link, with the white around it that a camera needs."""

import io

import segno
from PIL import Image

from bot.export.qr import QUIET, draw_qr_png, make_qr_modules
from tests.export.hall import LINK


def test_the_picture_is_the_code_module_by_module():
    picture = Image.open(io.BytesIO(draw_qr_png(LINK))).convert("L")
    rows = make_qr_modules(LINK)
    side = len(rows) + 2 * QUIET
    assert picture.size == (side * 12, side * 12)
    read = [[picture.getpixel((12 * x + 6, 12 * y + 6)) < 128 for x in range(side)] for y in range(side)]
    assert [row[QUIET:-QUIET] for row in read[QUIET:-QUIET]] == [list(row) for row in rows]
    assert not any(any(row) for row in read[:QUIET] + read[-QUIET:])


def test_the_code_is_of_the_link():
    assert make_qr_modules(LINK) == tuple(tuple(map(bool, row)) for row in segno.make_qr(LINK, error="m").matrix)
    assert make_qr_modules(LINK) != make_qr_modules(LINK + "3")
