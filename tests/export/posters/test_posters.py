"""A poster is read from a wall: its codes by a decoder, its words in both languages. Nothing is cut."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader

from bot.export.posters.facts import PosterFacts, Way
from bot.export.posters.layout import HEIGHT, WIDTH, lay_out
from bot.export.posters.making import make_poster
from bot.export.posters.marks import DOTS, Code, Line, measure
from tests.export.hall import HEARING

TELEGRAM = Way("Telegram", "@kokjar_sunush_bot", "https://t.me/kokjar_sunush_bot?start=a_kokjar_bazar")
WHATSAPP = Way("WhatsApp", "+996 555 12 34 56", "https://wa.me/996555123456?text=a_kokjar_bazar")
WEB = Way(
    "Веб-чат", "sunush.kokjar-okmotu.gov.kg/chat/kokjar", "https://sunush.kokjar-okmotu.gov.kg/chat/kokjar?board=bazar"
)
WAYS = (TELEGRAM, WHATSAPP, WEB)
POSTER = PosterFacts(
    {"ky": "Көк-Жар", "ru": "Кок-Жар"}, WAYS, date(2026, 11, 30), "0777 12 34 56", "Базардын кире бериши", HEARING
)
LONG = "Ысык-Ата районунун Интернационалдуу-Достук-Жаңы-Жол-Кызыл-Октябрь-Мамбеталиев атындагы чоң айылдар"
PRACTICE = "ОКУУ АЙМАГЫ: бул жерде эч нерсе эсептелбейт."


def printed(made: bytes, form: str) -> Image.Image:
    """What a printer of 200 dots an inch puts on paper."""
    if form == "png":
        return Image.open(io.BytesIO(made)).convert("L")
    with pypdfium2.PdfDocument(made) as opened:
        return opened[0].render(scale=DOTS / 72).to_pil().convert("L")


def links_in(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def from_afar(picture: Image.Image) -> Image.Image:
    """The same as a cheap telephone sees it: a quarter of the dots, out of focus, in poor light."""
    small = picture.resize((picture.width // 4, picture.height // 4), Image.Resampling.BILINEAR)
    return small.filter(ImageFilter.GaussianBlur(0.7)).point(lambda light: 70 + light // 3)


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_each_code_is_read_as_it_is_printed_and_from_afar(form):
    picture = printed(make_poster(POSTER, form=form), form)
    assert links_in(picture) == [way.link for way in WAYS]
    assert sorted(links_in(from_afar(picture))) == sorted(way.link for way in WAYS)


def test_a_poster_says_in_both_languages_what_one_can_do_and_what_the_bot_never_asks():
    (page,) = PdfReader(io.BytesIO(make_poster(POSTER))).pages
    text = " ".join(page.extract_text().split()).replace("\xa0", " ")
    for words in (
        "Көк-Жар айыл аймагы", "Айылный аймак Кок-Жар",
        "Бул бот акча сурабайт.", "Этот бот не просит денег.",
        "Чыныгы аты / Настоящее имя:", "@kokjar_sunush_bot", "+996 555 12 34 56",
        "Айыл өкмөтүнүн жообу ошол эле жерге келет.", "Ответ айыл окмоту придёт туда же.",
        "0777 12 34 56", "Такта: Базардын кире бериши", "2026-жылдын 30-ноябры",
        "2026-жылдын 16-декабры, шаршемби, саат 10:00", "16 декабря 2026 года, среда, в 10:00",
        "Маданият үйү, Ленин көчөсү, 12",
    ):  # fmt: skip
        assert words in text
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_one_language_alone_and_no_hearing_that_is_not_announced():
    (page,) = PdfReader(io.BytesIO(make_poster(replace(POSTER, hearing=None), language="ru", paper="a3"))).pages
    text = " ".join(page.extract_text().split())
    assert "Этот бот не просит денег." in text
    for absent in ("акча сурабайт", "16 декабря", "слушания"):
        assert absent not in text
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 1191)


FACTS = {
    "usual": POSTER,
    "one way": replace(POSTER, ways=(TELEGRAM,)),
    "two ways": replace(POSTER, ways=(TELEGRAM, WEB), phone=None),
    "five ways": replace(POSTER, ways=(*WAYS, WHATSAPP, TELEGRAM), marks=(PRACTICE,)),
    "a long name": replace(POSTER, aimaks={"ky": LONG, "ru": LONG}, board=LONG[:60], marks=(PRACTICE,)),
    "one word": replace(POSTER, aimaks={"ky": "Ш" * 100, "ru": "Щ" * 100}, hearing=replace(HEARING, place="Ы" * 300)),
    "marks on letters": replace(POSTER, aimaks={"ky": "А" + "\u0301" * 90, "ru": "<b>&</b> \u202e مرحبا 🏔"}),
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_nothing_is_cut_and_nothing_lies_on_anything_else(facts):
    sheet = lay_out(facts, ("ky", "ru"))
    lines = [mark for mark in sheet.marks if isinstance(mark, Line)]
    codes = [mark for mark in sheet.marks if isinstance(mark, Code)]
    assert [code.link for code in codes] == [way.link for way in facts.ways]
    assert all(code.side >= 50 for code in codes)
    boxes = [(code.x, code.y, code.x + code.side, code.y + code.side) for code in codes]
    for line in lines:
        wide = measure(line.text, line.size, bold=line.bold)
        left = line.x - wide / 2 if line.centred else line.x
        assert line.size >= 1.8  # 5 points
        boxes.append((left, line.y - line.size * 0.76, left + wide, line.y + line.size * 0.2))
    assert all(left >= 0 and top >= 0 and right <= WIDTH and low <= HEIGHT for left, top, right, low in boxes)
    for at, (left, top, right, low) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < low), (at, other)
    if facts.aimaks["ky"] in {LONG, "Ш" * 100}:
        together = "".join(line.text for line in lines).replace(" ", "")
        assert together.count(facts.aimaks["ky"].replace(" ", "")) >= 1
        assert facts.aimaks["ru"].replace(" ", "") in together
