"""What an erasure leaves to do behind its commit: files, conversations, and the chats in which words may lie."""

from sqlalchemy import Select, case, func, or_, select

from storage.attachments.media import KEPT
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    answer_files,
    dialogue,
    hearing_questions,
    hearings,
    media,
    peers,
    proposals,
    roles,
    supports,
)
from storage.database.seal import Seal
from storage.information import personal as of_information
from storage.initiatives import personal as of_initiatives
from storage.personal.open_erasures import Left, OpenErasures
from storage.watch import personal as of_watches
from storage.works.contests import match_contested_by, match_files_contested_by

UNFINISHED = 31 * 24 * 3600 * 1000  # milliseconds; longer than an event is kept as it came


class LeftBehind:
    """Counts what is left to do, before the rows that tell it are gone."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal
        self._open = OpenErasures(connection, seal)

    async def count_of_one(self, proposal_id: int, own: Select[tuple[int]]) -> Left:
        """What the erasure of the text of one proposal (own selects it) leaves to do."""
        row = (
            await self._connection.execute(
                select(proposals.c.key, proposals.c.aimak_id, proposals.c.author_id, proposals.c.received_at).where(
                    proposals.c.id == proposal_id
                )
            )
        ).one()
        of_answers = select(answer_files.c.media_id).where(answer_files.c.proposal_id.in_(own))
        whose = or_(media.c.proposal_id.in_(own), media.c.id.in_(of_answers))
        kept = select(media.c.hash, media.c.copy_hash).where(whose, media.c.state == KEPT)
        digests = {digest for found in await self._connection.execute(kept) for digest in found}
        since = row.received_at - UNFINISHED  # what was typed lay unfinished before it was received
        merged = select(aimaks.c.merged_into_id).where(
            aimaks.c.id == row.aimak_id, aimaks.c.merged_into_id.is_not(None)
        )
        places = {row.aimak_id, *await self._connection.scalars(merged)}
        offices = (
            select(peers.c.id)
            .join(roles, roles.c.person_id == peers.c.person_id)
            .where(or_(roles.c.aimak_id.in_(places), roles.c.aimak_id.is_(None)))
            .distinct()
        )
        authors = select(peers.c.id).where(peers.c.person_id == row.author_id)
        heard = {*await self._connection.scalars(offices), *await self._connection.scalars(authors)}
        heard |= {*await self._list_readers(row.author_id, since=since)}
        return Left(
            who=(self._open.mark_of_text(row.key),),
            files=tuple(sorted(digest for digest in digests if digest)),
            offices=tuple(sorted(heard)),
            since=since,
            proposals=(proposal_id,),
        )

    async def count(self, person_id: int, own: Select[tuple[int]], *, keeps_public: bool) -> Left:
        """What the erasure of a person leaves to do; own selects their proposals."""
        addresses = await self._connection.execute(
            select(
                peers.c.id, peers.c.channel, peers.c.account, peers.c.address, peers.c.address_hash, peers.c.created_at
            )
            .where(peers.c.person_id == person_id)
            .order_by(peers.c.id)
        )
        found = addresses.all()
        unaddressed = select(proposals.c.key).where(proposals.c.author_id == person_id, proposals.c.peer_id.is_(None))
        keys = list(await self._connection.scalars(unaddressed.order_by(proposals.c.id)))
        whose = or_(
            media.c.proposal_id.in_(own),
            media.c.peer_id.in_(select_peers(person_id)),
            match_files_contested_by(person_id),
            of_initiatives.match_files_of(person_id),
            of_watches.match_files_of(person_id),
            media.c.id.in_(select(answer_files.c.media_id).where(answer_files.c.proposal_id.in_(own))),
        )
        kept = select(media.c.hash, media.c.copy_hash).where(whose, media.c.state == KEPT)
        digests = {digest for row in await self._connection.execute(kept) for digest in row}
        places = await self._list_places(person_id)
        written_in = {aimak_id for aimak_id, _ in places}
        # Whoever works in the aimak that one of these has become part of reads it as well.
        merged = select(aimaks.c.merged_into_id).where(
            aimaks.c.id.in_(written_in), aimaks.c.merged_into_id.is_not(None)
        )
        written_in |= set(await self._connection.scalars(merged))
        offices = (
            select(peers.c.id)
            .join(roles, roles.c.person_id == peers.c.person_id)
            .where(or_(roles.c.aimak_id.in_(written_in), roles.c.aimak_id.is_(None)), peers.c.person_id != person_id)
            .distinct()
        )
        since = min((since for _, since in places), default=0)
        readers = await self._list_readers(person_id, since=since)
        heard = {*(await self._connection.scalars(offices) if places else ()), *readers}
        return Left(
            who=(
                *(self._open.mark_of(row.channel, row.account, row.address_hash) for row in found),
                *(self._open.mark_of_row(row.id, row.created_at) for row in found),
                *(self._open.mark_of_key(key) for key in keys),
            ),
            keeps_public=keeps_public,
            files=tuple(sorted(digest for digest in digests if digest)),
            conversations=tuple((row.channel, row.account, self._seal.open(row.address)) for row in found),
            offices=tuple(sorted(heard)),
            since=since,
        )

    async def _list_places(self, person_id: int) -> list[tuple[int, int]]:
        """Lists where somebody has written: the aimak (id), and since when (ms UTC)."""
        asked = hearing_questions.c.person_id == person_id
        # What a clerk enters for somebody is typed and shown before it is received, and may lie unfinished meanwhile.
        begun = case(
            (proposals.c.entered_by.is_(None), proposals.c.received_at), else_=proposals.c.received_at - UNFINISHED
        )
        written = select(proposals.c.aimak_id, func.min(begun)).where(proposals.c.author_id == person_id)
        questions = (
            select(hearings.c.aimak_id, func.min(hearing_questions.c.asked_at))
            .join(hearings, hearings.c.id == hearing_questions.c.hearing_id)
            .where(asked)
        )
        contested = (
            select(proposals.c.aimak_id, func.min(dialogue.c.said_at))
            .join(proposals, proposals.c.id == dialogue.c.proposal_id)
            .where(*match_contested_by(person_id))
            .group_by(proposals.c.aimak_id)
        )
        return [
            *(await self._connection.execute(contested)).all(),
            *(await self._connection.execute(of_information.select_places(person_id))).all(),
            *(await self._connection.execute(of_initiatives.select_places(person_id))).all(),
            *(await self._connection.execute(of_watches.select_places(person_id))).all(),
            *(await self._connection.execute(written.group_by(proposals.c.aimak_id))).all(),
            *(await self._connection.execute(questions.group_by(hearings.c.aimak_id))).all(),
        ]

    async def _list_readers(self, person_id: int, *, since: int) -> list[int]:
        """Lists peers (ids) of residents whom the beginning of a text that was public once may have been shown to."""
        of_author = select(proposals.c.aimak_id).where(
            proposals.c.author_id == person_id, proposals.c.public_text.is_not(None)
        )
        places = set(await self._connection.scalars(of_author))
        if not places:
            return []
        merged = select(aimaks.c.merged_into_id).where(aimaks.c.id.in_(places), aimaks.c.merged_into_id.is_not(None))
        places |= set(await self._connection.scalars(merged))
        joined = (
            select(supports.c.person_id)
            .join(proposals, proposals.c.id == supports.c.proposal_id)
            .where(proposals.c.author_id == person_id)
        )
        near = or_(peers.c.aimak_id.in_(places), peers.c.person_id.in_(joined))
        chosen = select(peers.c.id).where(near, peers.c.person_id != person_id, peers.c.last_in_at >= since)
        return list(await self._connection.scalars(chosen))


def select_peers(person_id: int) -> Select[tuple[int]]:
    """Selects the addresses (ids) of a person."""
    return select(peers.c.id).where(peers.c.person_id == person_id)
