"""How many voices, photos and documents came with a proposal: the columns, and what is made of them."""

from typing import Any

from sqlalchemy import Label, func, select

from storage.attachments.media import LOST
from storage.database.schema import media, proposals

_COLUMNS = {"voices": "voice", "photos": "photo", "documents": "document"}


class CountsFiles:
    """What a proposal has whose columns are those of count_files."""

    __slots__ = ()

    voices: int
    photos: int
    documents: int

    @property
    def files(self) -> dict[str, int]:
        """How many files of each kind came with it."""
        return {kind: getattr(self, column) for column, kind in _COLUMNS.items()}


def count_files() -> list[Label[Any]]:
    """Makes the columns voices, photos and documents of a proposal.

    Files that were lost or came with its dialogue are not counted.
    """
    return [
        select(func.count())
        .select_from(media)
        .where(
            media.c.proposal_id == proposals.c.id,
            media.c.kind == kind,
            media.c.said_id.is_(None),
            media.c.state != LOST,
        )
        .correlate(proposals)
        .scalar_subquery()
        .label(column)
        for column, kind in _COLUMNS.items()
    ]
