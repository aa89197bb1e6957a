"""A hearing in Көк-Жар and what was proposed for it."""

import io
from collections.abc import Iterator
from functools import lru_cache

from pypdf import PdfReader

from bot.export.facts import HearingFacts, KitBudget, KitProposal

LINK = "https://t.me/kokjar_sunush_bot?start=h_12"

HEARING = HearingFacts(
    id=12,
    revision=3,
    kind="draft",
    budget_year=2027,
    starts_at=1_797_393_600_000,  # 16 December 2026, 10:00 in Bishkek
    place="Маданият үйү, Ленин көчөсү, 12",
    agenda="1. Бюджеттин долбоору\n2. Тургундардын сунуштары",
    point=(40.25, 72.75),
    code="kokjar",
    aimaks={"ky": "Көк-Жар", "ru": "Кок-Жар"},
    phone="0777 12 34 56",
    link=LINK,
    said_at=1_795_406_400_000,  # 23 November 2026, 10:00 in Bishkek
)

LIGHT = KitProposal(
    label="0042",
    side="spending",
    text="Мектептин жанына жарык керек, балдар караңгыда келатышат",
    decision="not_included",
    sentence="Мектептин көчөсү 2028-жылдын планына киргизилет.",
)
RENT = KitProposal(
    label="0043",
    side="revenue",
    text="Сдать в аренду пустующее здание старой конторы",
    decision="included",
    amount=96_000,
    category=("Имарат ижарасы", "Аренда зданий"),
)
BUDGET = KitBudget(12_500_000, 13_100_000)


@lru_cache(1)
def pages(pdf: bytes) -> list[str]:
    """The text of each page, its spaces and line breaks single spaces; of the same paper it is read once."""
    return list(_read(pdf))


def page_of(pdf: bytes, heading: str) -> str:
    """The text of the first page that begins with a heading."""
    return next(page for page in _read(pdf) if page.startswith(heading))


def _read(pdf: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(pdf)).pages:
        yield " ".join(page.extract_text().split())
