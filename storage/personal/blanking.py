"""Blanks proposals: names and places, texts, what the office wrote of them, files, the photos of their sheets."""

from sqlalchemy import Select, delete, or_, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import (
    answer_drafts,
    answer_files,
    answer_templates,
    answers,
    dialogue,
    media,
    office_notes,
    proposal_texts,
    proposals,
)
from storage.database.seal import Seal
from storage.log import search
from storage.log.weights import weigh


class Blanking:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def blank(self, own: Select[tuple[int]], blanked: list[int], *, at: int) -> None:
        """Takes what names their author from all of own (selected ids), and the words of those that are blanked (ids).

        Of the others the text in force stays. What awaits an answer is withdrawn where its text goes.
        """
        answered = select(answers.c.proposal_id).where(answers.c.proposal_id.in_(blanked))
        gone = proposals.c.id.in_(blanked)
        await self._connection.execute(
            update(proposals).where(proposals.c.id.in_(own)).values(author_name=None, place=None)
        )
        await self._connection.execute(
            update(proposals).where(gone, proposals.c.public_text.is_not(None)).values(public_text=False)
        )
        await self._connection.execute(
            update(proposals)
            .where(gone, proposals.c.withdrawn_at.is_(None), proposals.c.id.not_in(answered))
            .values(withdrawn_at=at)
        )
        later = proposal_texts.alias("later_text")
        is_earlier = (
            select(later.c.id)
            .where(later.c.proposal_id == proposal_texts.c.proposal_id, later.c.revision > proposal_texts.c.revision)
            .exists()
        )
        await self._connection.execute(
            update(proposal_texts)
            .where(
                proposal_texts.c.proposal_id.in_(own),
                or_(proposal_texts.c.proposal_id.in_(blanked), is_earlier),
            )
            .values(text="", fold="")
        )
        # What the office writes may quote the author, so it goes where the text goes. Whether it was a reason is kept
        # beside.
        await self._connection.execute(
            update(answers).where(answers.c.proposal_id.in_(blanked)).values(sentence="", other=None)
        )
        await self._connection.execute(delete(answer_drafts).where(answer_drafts.c.proposal_id.in_(blanked)))
        await self._connection.execute(delete(office_notes).where(office_notes.c.proposal_id.in_(own)))
        await self._remove_answer_files(blanked)
        await self._connection.execute(
            delete(answer_templates).where(answer_templates.c.proposal_id.in_(own), answer_templates.c.quotes.is_(True))
        )
        await weigh(self._connection, blanked)
        await search.empty(self._connection, blanked)
        await self._connection.execute(
            update(dialogue).where(dialogue.c.proposal_id.in_(own)).values(text=self._seal.seal(""))
        )
        # The photo of a list shows the name of each who stands on it. So it goes from all the rows that were entered
        # from it.
        shared = await self._list_same_sheets(own)
        await self._connection.execute(delete(media).where(or_(media.c.proposal_id.in_(own), media.c.id.in_(shared))))

    async def _remove_answer_files(self, blanked: list[int]) -> None:
        # A voice of the office may name the author; one that answers linked proposals as well stays with those.
        of = answer_files.c.proposal_id.in_(blanked)
        went = list(await self._connection.scalars(select(answer_files.c.media_id).where(of)))
        await self._connection.execute(delete(answer_files).where(of))
        used = select(answer_files.c.id).where(answer_files.c.media_id == media.c.id).exists()
        await self._connection.execute(delete(media).where(media.c.id.in_(went), ~used))

    async def _list_same_sheets(self, own: Select[tuple[int]]) -> list[int]:
        entered = select(media.c.id, media.c.hash, media.c.reference, proposals.c.entered_by).join(
            proposals, proposals.c.id == media.c.proposal_id
        )
        entered = entered.where(media.c.kind == "photo", proposals.c.entered_by.is_not(None))
        mine = (await self._connection.execute(entered.where(media.c.proposal_id.in_(own)))).all()
        hashes = {row.hash for row in mine if row.hash}
        found = list(await self._connection.execute(entered.where(media.c.hash.in_(hashes)))) if hashes else []
        # What has not been fetched yet is known by what it is fetched by.
        references = {self._seal.open(row.reference) for row in mine if not row.hash}
        if references:
            clerks = {row.entered_by for row in mine}
            waiting = entered.where(media.c.hash.is_(None), proposals.c.entered_by.in_(clerks))
            rows = (await self._connection.execute(waiting)).all()
            found += [row for row in rows if self._seal.open(row.reference) in references]
        return [row.id for row in found]
