"""The rows of the openness checklist: documents, access, participation; its score is «n / m» and nothing else.

No source gave the indicators of the official index, so this is never called by its name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """The three directions of openness."""

    DOCUMENTS = "documents"
    ACCESS = "access"
    PARTICIPATION = "participation"


class Row(StrEnum):
    """What an office publishes of a budget year, in the order of the sheet."""

    DRAFT = "draft budget"
    APPROVED = "approved budget"
    EXECUTION = "execution"
    CITIZENS_BUDGET = "citizens' budget or brief"
    PROCUREMENT = "procurement plan and results"
    PROPERTY = "property list"
    STRATEGY = "СЭӨП"
    PRIORITIES = "БАП"
    PAGE = "public page"
    BOARD = "table of decisions is posted"
    NOTICE = "notice of the hearing"
    ATTENDANCE = "who came, by sex"
    MINUTES = "minutes"
    RESULTS = "results of the hearing"
    INFORMATION = "requests for information answered in time"


PARTS = {
    row: Part.PARTICIPATION
    if row in (Row.NOTICE, Row.ATTENDANCE, Row.MINUTES, Row.RESULTS)
    else Part.ACCESS
    if row in (Row.PAGE, Row.BOARD, Row.INFORMATION)
    else Part.DOCUMENTS
    for row in Row
}


@dataclass(frozen=True, slots=True)
class Published:
    """That a row was published: the Bishkek day, and by which way. Without a day only the fact is known."""

    row: Row
    day: date | None
    where: str  # site, board, chat or paper
    place: str = ""  # a place or a link
    language: str = ""


def keep_first(found: Collection[Published]) -> dict[Row, Published]:
    """Keeps of each row its first publication, in the order of the sheet; one without a day comes last."""
    ordered = sorted(found, key=lambda one: (one.day is None, one.day or date.max))
    return {row: one for row in Row for one in reversed(ordered) if one.row is row}
