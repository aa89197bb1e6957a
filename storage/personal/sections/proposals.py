"""A person's proposals, what they did not send, what they support, and what they said of works."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from storage.database.schema import (
    aimaks,
    answer_files,
    answers,
    dialogue,
    media,
    proposal_texts,
    proposals,
    reactions,
    supports,
)
from storage.log.dialogue_kinds import CONTEST
from storage.personal.sections.reader import UNSENT, Reader, Record, name_file, read_time
from storage.works.contests import is_of_another, match_contested_by


def read_proposals(reader: Reader) -> Iterator[Record]:
    """Yields: proposals, with texts, answers, dialogue and files."""
    own = select(proposals, aimaks.c.code).join(aimaks, aimaks.c.id == proposals.c.aimak_id)
    for row in reader.stream_rows(own.where(proposals.c.author_id == reader.person_id).order_by(proposals.c.id)):
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "year": row.budget_year,
            "side": row.side,
            "category": row.category,
            "amount": row.amount,
            "village": reader.find_village(row.village_id),
            "place": reader.open_sealed(row.place),
            "name": reader.open_sealed(row.author_name),
            "received": read_time(row.received_at),
            "due": row.due_on,
            "withdrawn": read_time(row.withdrawn_at),
            "text_may_be_public": row.public_text,
            "text_may_be_on_page": row.on_page,
            "texts": [one.text for one in _list_of(reader, proposal_texts, row.id, proposal_texts.c.revision)],
            "answers": [
                {
                    "decision": one.decision,
                    "reason": one.reason,
                    "sentence": one.sentence,
                    "sentence_too": one.other,
                    "amount": one.amount,
                    "budget_line": one.budget_line,
                    "sent": read_time(one.sent_at),
                    "files": _list_kinds(reader, one.id) if one.files else [],
                    "you_said": _list_said(reader, one.id),
                }
                for one in _list_of(reader, answers, row.id, answers.c.revision)
            ],
            "dialogue": [
                {"kind": one.kind, "text": reader.open_sealed(one.text), "said": read_time(one.said_at)}
                for one in _list_of(reader, dialogue, row.id, dialogue.c.id)
                if one.kind != CONTEST or one.person_id == reader.person_id
            ],
            "files": [
                {
                    "kind": one.kind,
                    "state": one.state,
                    "size": one.size,
                    "file": name_file(row.label, one.id, one.kind),
                }
                for one in reader.stream_rows(
                    select(media)
                    .where(media.c.proposal_id == row.id, ~is_of_another(reader.person_id))
                    .order_by(media.c.id)
                )
            ],
        }


def _list_of(reader: Reader, table: Any, proposal_id: int, order: Any) -> Iterator[Any]:
    return reader.stream_rows(select(table).where(table.c.proposal_id == proposal_id).order_by(order))


def _list_kinds(reader: Reader, answer_id: int) -> list[Record]:
    # The office's own files are named here; their author's are handed over.
    kinds = select(media.c.kind).join(answer_files, answer_files.c.media_id == media.c.id)
    rows = reader.stream_rows(kinds.where(answer_files.c.answer_id == answer_id).order_by(answer_files.c.id))
    return [{"kind": row.kind} for row in rows]


def _list_said(reader: Reader, answer_id: int) -> list[str]:
    said = select(reactions.c.reaction).where(
        reactions.c.answer_id == answer_id, reactions.c.person_id == reader.person_id
    )
    return [row.reaction for row in reader.stream_rows(said.order_by(reactions.c.id))]


def read_unsent(reader: Reader) -> Iterator[Record]:
    """Yields: files that came with no proposal yet."""
    own = select(media).where(media.c.peer_id.in_(reader.boxes)).order_by(media.c.id)
    for row in reader.stream_rows(own):
        yield {
            "kind": row.kind,
            "state": row.state,
            "size": row.size,
            "file": name_file(UNSENT, row.id, row.kind),
            "received": read_time(row.created_at or None),
        }


def read_supports(reader: Reader) -> Iterator[Record]:
    """Yields: what they support."""
    said = proposals.c.label, proposals.c.aimak_id, proposals.c.budget_year, proposals.c.category
    joined = select(*said, supports.c.at).join(supports, supports.c.proposal_id == proposals.c.id)
    for row in reader.stream_rows(joined.where(supports.c.person_id == reader.person_id).order_by(supports.c.at)):
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "year": row.budget_year,
            "category": row.category,
            "at": read_time(row.at),
        }


def read_works(reader: Reader) -> Iterator[Record]:
    """Yields: what they said of the works of others."""
    said = select(dialogue.c.text, dialogue.c.said_at, proposals.c.label, proposals.c.aimak_id).join(
        proposals, proposals.c.id == dialogue.c.proposal_id
    )
    theirs = said.where(*match_contested_by(reader.person_id), proposals.c.author_id != reader.person_id)
    for row in reader.stream_rows(theirs.order_by(dialogue.c.id)):
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "text": reader.open_sealed(row.text),
            "said": read_time(row.said_at),
        }
