"""Whether the text of a proposal may be public, as its author said, and what they were asked."""

from sqlalchemy import update

from storage.database.connection import AsyncConnection
from storage.database.schema import proposals


class PublicConsents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note_public_asked(self, proposal_id: int, *, at: int) -> bool:
        """Notes that the author is asked whether the text may be public; false if that was asked before."""
        done = await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id, proposals.c.public_asked_at.is_(None))
            .values(public_asked_at=at)
        )
        return done.rowcount > 0

    async def note_page_asked(self, proposal_id: int) -> bool:
        """Notes that the author of a public text is asked about the page; false if that was asked before.

        Until they say yes it is a no.
        """
        done = await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id, proposals.c.public_text.is_(True), proposals.c.on_page.is_(None))
            .values(on_page=False)
        )
        return done.rowcount > 0

    async def set_public(self, proposal_id: int, *, public: bool, at: int, page: bool | None = None) -> None:
        """Writes whether the text may be public, and whether on the page too; None leaves that as it is.

        What is not public stands on no page.
        """
        on_page = {} if page is None and public else {"on_page": public and page}
        await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id)
            .values(public_text=public, public_asked_at=at, **on_page)
        )
