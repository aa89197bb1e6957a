"""Who somebody is to us: name, addresses, what they follow, their roles."""

from collections.abc import Iterator

from sqlalchemy import select

from storage.database.schema import (
    follows,
    joins,
    peers,
    people,
    pings,
    roles,
    topics,
)
from storage.personal.sections.reader import Reader, Record, read_time
from storage.topics import read_village


def read_person(reader: Reader) -> Iterator[Record]:
    """Yields: name, telephone and consent."""
    for row in reader.stream_rows(select(people).where(people.c.id == reader.person_id)):
        yield {
            "name": reader.open_sealed(row.name),
            "phone": reader.open_sealed(row.phone),
            "known_since": read_time(row.created_at),
            "consent_version": row.consent_version,
            "consent_given": read_time(row.consent_at),
            "text_quoted_in_answers": row.quotes,
        }


def read_addresses(reader: Reader) -> Iterator[Record]:
    """Yields: the messengers they write from, when one was joined, or has parted from another."""
    own = select(peers, joins.c.at.label("since"), joins.c.person_id.label("of"), joins.c.other_id.label("other"))
    own = own.outerjoin(joins, joins.c.peer_id == peers.c.id)
    for row in reader.stream_rows(own.where(peers.c.person_id == reader.person_id).order_by(peers.c.id)):
        yield {
            "channel": row.channel,
            "address": reader.open_sealed(row.address),
            "language": row.language,
            "aimak": reader.find_aimak(row.aimak_id),
            "board": row.board,
            "last_wrote": read_time(row.last_in_at),
            "joined": read_time(row.since) if row.of != row.other else None,
            "parted": read_time(row.since) if row.of == row.other else None,
            "notices_here": row.chosen_at is not None,
        }


def read_subscriptions(reader: Reader) -> Iterator[Record]:
    """Yields: the aimaks they follow."""
    for row in reader.stream_rows(select(follows).where(follows.c.person_id == reader.person_id)):
        yield {
            "aimak": reader.find_aimak(row.aimak_id),
            "wanted": row.notices,
            "results_only": row.far_away,
            "said": read_time(row.changed_at),
        }


def read_topics(reader: Reader) -> Iterator[Record]:
    """Yields: villages and themes they follow."""
    for row in reader.stream_rows(select(topics).where(topics.c.person_id == reader.person_id).order_by(topics.c.at)):
        village = read_village(row.topic)
        yield {
            "aimak": reader.find_aimak(row.aimak_id),
            "village": reader.find_village(village),
            "theme": row.topic if village is None else None,
            "said": read_time(row.at),
        }


def read_roles(reader: Reader) -> Iterator[Record]:
    """Yields: their roles in offices."""
    for row in reader.stream_rows(select(roles).where(roles.c.person_id.in_(reader.everyone)).order_by(roles.c.id)):
        yield {
            "role": row.role,
            "aimak": reader.find_aimak(row.aimak_id),
            "post": row.title,
            "from": read_time(row.granted_at),
            "until": read_time(row.revoked_at),
            "new_proposals": _find_ping(reader, row.aimak_id) if row.revoked_at is None else None,
        }


def _find_ping(reader: Reader, aimak_id: int | None) -> str | None:
    chosen = select(pings.c.mode).where(pings.c.person_id == reader.person_id, pings.c.aimak_id == aimak_id)
    return reader.connection.scalar(chosen)
