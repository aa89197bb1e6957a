"""What a person asked and took part in: information, initiatives, polls, hearings, questions."""

import json
from collections.abc import Iterator

from sqlalchemy import select

from storage.database.schema import (
    hearing_questions,
    hearing_terms,
    information_requests,
    initiative_calls,
    initiative_files,
    initiative_steps,
    initiatives,
    media,
    poll_marks,
    polls,
    rsvps,
)
from storage.personal.sections.reader import Reader, Record, name_file, read_time


def read_information(reader: Reader) -> Iterator[Record]:
    """Yields: their requests for information."""
    own = select(information_requests).where(information_requests.c.author_id == reader.person_id)
    for row in reader.stream_rows(own.order_by(information_requests.c.id)):
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "text": reader.open_sealed(row.text),
            "received": read_time(row.received_at),
            "due": row.due_on,
            "answers": reader.open_sealed(row.answer) if row.answer else None,
        }


def read_initiatives(reader: Reader) -> Iterator[Record]:
    """Yields: their local initiatives."""
    own = select(initiatives, initiative_calls.c.aimak_id).join(
        initiative_calls, initiative_calls.c.id == initiatives.c.call_id
    )
    for row in reader.stream_rows(own.where(initiatives.c.author_id == reader.person_id).order_by(initiatives.c.id)):
        steps = select(initiative_steps).where(initiative_steps.c.initiative_id == row.id)
        files = select(media).join(initiative_files, initiative_files.c.media_id == media.c.id)
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "amount": row.asked,
            "text_may_be_public": row.shown,
            "received": read_time(row.received_at),
            "texts": [said for said in json.loads(reader.open_sealed(row.answers) or "{}").values() if said],
            "dialogue": [
                {
                    "kind": one.kind,
                    "amount": one.amount or None,
                    "text": reader.open_sealed(one.text),
                    "said": read_time(one.at),
                }
                for one in reader.stream_rows(steps.order_by(initiative_steps.c.id))
            ],
            "files": [
                {
                    "kind": one.kind,
                    "state": one.state,
                    "size": one.size,
                    "file": name_file(row.label, one.id, one.kind),
                }
                for one in reader.stream_rows(
                    files.where(initiative_files.c.initiative_id == row.id).order_by(media.c.id)
                )
            ],
        }


def read_polls(reader: Reader) -> Iterator[Record]:
    """Yields: polls they took part in.

    Only that somebody took part; what they chose joins to nobody.
    """
    took_part = select(poll_marks.c.poll_id).where(poll_marks.c.peer_id.in_(reader.boxes))
    for row in reader.stream_rows(select(polls).where(polls.c.id.in_(took_part)).order_by(polls.c.id)):
        yield {"poll": row.title, "aimak": reader.find_aimak(row.aimak_id), "year": row.year}


def read_hearings(reader: Reader) -> Iterator[Record]:
    """Yields: hearings they said they come to."""
    for row in reader.stream_rows(select(rsvps).where(rsvps.c.person_id == reader.person_id)):
        terms = select(hearing_terms.c.starts_at).where(hearing_terms.c.hearing_id == row.hearing_id)
        starts_at = reader.connection.scalar(terms.order_by(hearing_terms.c.revision.desc()).limit(1))
        yield {
            "hearing": read_time(starts_at),
            "coming": row.coming,
            "companions": row.companions,
            "said": read_time(row.said_at),
        }


def read_questions(reader: Reader) -> Iterator[Record]:
    """Yields: questions for hearings."""
    asked = select(hearing_questions).where(hearing_questions.c.person_id == reader.person_id)
    for row in reader.stream_rows(asked.order_by(hearing_questions.c.id)):
        yield {"question": reader.open_sealed(row.text), "asked": read_time(row.asked_at)}
