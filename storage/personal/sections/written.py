"""What a person did and wrote in the chat, and what was written to them."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from bot.chat.message import Message
from storage.conversations.conversation import Conversation, since
from storage.database.schema import (
    audit,
    events,
    outbox,
    peers,
)
from storage.personal.sections.reader import Reader, Record, read_time
from storage.queue.letters import MENU


def read_acts(reader: Reader) -> Iterator[Record]:
    """Yields: their acts in the log."""
    for row in reader.stream_rows(select(audit).where(audit.c.person_id.in_(reader.everyone)).order_by(audit.c.id)):
        yield {"act": row.act, "object": row.object, "details": json.loads(row.details), "at": read_time(row.at)}


def read_conversation(reader: Reader) -> Iterator[Record]:
    """Yields: where their conversation stands."""
    version = select(peers.c.state_version).where(peers.c.person_id == reader.person_id)
    for row in reader.stream_rows(select(events.c.conversation).where(events.c.id.in_(version))):
        if row.conversation:
            yield {"state": json.loads(_read_whole(reader, reader.seal.open(row.conversation)))}


def _read_whole(reader: Reader, written: str) -> str:
    # A long one is written whole once, and then by what has changed.
    before = since(written)
    whole = reader.connection.scalar(select(events.c.conversation).where(events.c.id == before)) if before else None
    return Conversation.of(before, written, reader.open_sealed(whole)).text


def read_received(reader: Reader) -> Iterator[Record]:
    """Yields: what came from them, as it came."""
    came = select(events.c.raw, events.c.received_at).where(events.c.peer_id.in_(reader.boxes))
    for row in reader.stream_rows(came.where(events.c.raw.is_not(None)).order_by(events.c.id)):
        yield {"at": read_time(row.received_at), "message": reader.open_sealed(row.raw)}


def read_sent(reader: Reader) -> Iterator[Record]:
    """Yields: what was sent to them."""
    left = select(outbox.c.body, outbox.c.kind, outbox.c.finished_at).where(
        outbox.c.peer_id.in_(reader.boxes), outbox.c.kind != MENU
    )
    for row in reader.stream_rows(left.order_by(outbox.c.id)):
        text = Message.from_json(reader.seal.open(row.body)).text if row.body else ""
        yield {"at": read_time(row.finished_at), "kind": row.kind, "text": text}
