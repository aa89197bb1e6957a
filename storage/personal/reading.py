"""Reads all that is kept of one person, by sections and row by row, with a connection of its own."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, or_, select

from storage.attachments.media import KEPT
from storage.database.schema import (
    initiative_files,
    initiatives,
    media,
    peers,
    people,
    proposals,
    watch_files,
    watch_reports,
)
from storage.database.seal import Seal
from storage.personal.sections import proposals as of_proposals
from storage.personal.sections import taken_part, watched, who, written
from storage.personal.sections.reader import UNSENT, Reader, Record, name_file
from storage.works.contests import is_of_another, match_files_contested_by

Section = tuple[str, Iterator[Record]]


class NotTheirs(LookupError):
    """The person does not write from that peer any more, or is forgotten: nothing is handed over."""


def read_person(
    connection: Connection, seal: Seal, *, person_id: int, peer_id: int, language: str
) -> Iterator[Section]:
    """Yields the name of each section and its records, all of one person; raises NotTheirs for anybody else's peer.

    Instants are datetimes in UTC, days are dates. Places have their names in a language, where they have one in it.
    """
    theirs = select(peers.c.id).join(people, people.c.id == peers.c.person_id)
    theirs = theirs.where(peers.c.id == peer_id, people.c.id == person_id, people.c.erased_at.is_(None))
    if connection.scalar(theirs) is None:
        raise NotTheirs
    reader = Reader(connection, seal, person_id, language)
    yield "person", who.read_person(reader)
    yield "addresses", who.read_addresses(reader)
    yield "subscriptions", who.read_subscriptions(reader)
    yield "topics", who.read_topics(reader)
    yield "proposals", of_proposals.read_proposals(reader)
    yield "unsent", of_proposals.read_unsent(reader)
    yield "supports", of_proposals.read_supports(reader)
    yield "works", of_proposals.read_works(reader)
    yield "information", taken_part.read_information(reader)
    yield "initiatives", taken_part.read_initiatives(reader)
    yield "watches", watched.read_watches(reader)
    yield "reports", watched.read_reports(reader)
    yield "polls", taken_part.read_polls(reader)
    yield "hearings", taken_part.read_hearings(reader)
    yield "questions", taken_part.read_questions(reader)
    yield "roles", who.read_roles(reader)
    yield "marks", watched.read_marks(reader)
    yield "acts", written.read_acts(reader)
    yield "conversation", written.read_conversation(reader)
    yield "received", written.read_received(reader)
    yield "sent", written.read_sent(reader)


def list_kept_files(connection: Connection, *, person_id: int, peer_id: int, ids: list[int]) -> list[tuple[str, str]]:
    """Returns the digest and the name of each of some files. Those that are not the person's own are left out."""
    theirs = select(peers.c.id).where(peers.c.id == peer_id, peers.c.person_id == person_id)
    if connection.scalar(theirs) is None:
        raise NotTheirs
    rows = connection.execute(
        select(
            media.c.id,
            media.c.hash,
            media.c.kind,
            func.coalesce(proposals.c.label, initiatives.c.label, watch_reports.c.label).label("label"),
        )
        .outerjoin(proposals, proposals.c.id == media.c.proposal_id)
        .outerjoin(initiative_files, initiative_files.c.media_id == media.c.id)
        .outerjoin(initiatives, initiatives.c.id == initiative_files.c.initiative_id)
        .outerjoin(watch_files, watch_files.c.media_id == media.c.id)
        .outerjoin(watch_reports, watch_reports.c.id == watch_files.c.report_id)
        .outerjoin(peers, peers.c.id == media.c.peer_id)
        .where(
            or_(
                proposals.c.author_id == person_id,
                initiatives.c.author_id == person_id,
                watch_reports.c.author_id == person_id,
                peers.c.person_id == person_id,
                match_files_contested_by(person_id),
            ),
            ~is_of_another(person_id),
            media.c.state == KEPT,
            media.c.id.in_(ids),
        )
        .order_by(media.c.id)
    )
    return [(row.hash, name_file(row.label or UNSENT, row.id, row.kind)) for row in rows]
