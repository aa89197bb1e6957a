"""Reads all that is kept of one person, by sections and row by row, with a connection of its own.

A few lines over 300: every section of it stands beside the others.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from bot.chat.message import Message
from bot.language.by_language import choose_language
from storage.attachments.media import KEPT
from storage.conversations.conversation import Conversation, since
from storage.database.schema import (
    aimak_names,
    aimaks,
    answer_files,
    answers,
    audit,
    contest_entries,
    contest_jurors,
    contest_marks,
    contests,
    dialogue,
    events,
    follows,
    hearing_questions,
    hearing_terms,
    information_requests,
    initiative_calls,
    initiative_files,
    initiative_steps,
    initiatives,
    joins,
    media,
    outbox,
    peers,
    people,
    pings,
    poll_marks,
    polls,
    proposal_texts,
    proposals,
    reactions,
    roles,
    rsvps,
    supports,
    topics,
    village_names,
    watch_files,
    watch_members,
    watch_ratings,
    watch_reports,
    watches,
)
from storage.database.seal import Seal
from storage.log.dialogue_kinds import CONTEST
from storage.queue.letters import MENU
from storage.topics import read_village
from storage.works.contests import is_of_another, match_contested_by, match_files_contested_by

UNSENT = "draft"  # what the name of a file begins with that came with no proposal yet
Record = dict[str, Any]
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
    reader = _Reader(connection, seal, person_id, language)
    yield "person", reader.read_person()
    yield "addresses", reader.read_addresses()
    yield "subscriptions", reader.read_subscriptions()
    yield "topics", reader.read_topics()
    yield "proposals", reader.read_proposals()
    yield "unsent", reader.read_unsent()
    yield "supports", reader.read_supports()
    yield "works", reader.read_works()
    yield "information", reader.read_information()
    yield "initiatives", reader.read_initiatives()
    yield "watches", reader.read_watches()
    yield "reports", reader.read_reports()
    yield "polls", reader.read_polls()
    yield "hearings", reader.read_hearings()
    yield "questions", reader.read_questions()
    yield "roles", reader.read_roles()
    yield "marks", reader.read_marks()
    yield "acts", reader.read_acts()
    yield "conversation", reader.read_conversation()
    yield "received", reader.read_received()
    yield "sent", reader.read_sent()


class _Reader:
    def __init__(self, connection: Connection, seal: Seal, person_id: int, language: str) -> None:
        self._connection = connection
        self._seal = seal
        self._person_id = person_id
        self._language = language
        self._boxes = select(peers.c.id).where(peers.c.person_id == person_id)
        # What somebody was in a chat before it was joined to theirs, they still did.
        others = connection.scalars(select(joins.c.other_id).where(joins.c.person_id == person_id))
        self._everyone = [person_id, *others]

    def _stream_rows(self, statement: Select[Any]) -> Iterator[Any]:
        # Read to its end before anything is asked in between: one connection serves them all.
        return iter(self._connection.execute(statement).all())

    def _open_sealed(self, sealed: str | None) -> str | None:
        return self._seal.open(sealed) if sealed else None

    def read_person(self) -> Iterator[Record]:
        for row in self._stream_rows(select(people).where(people.c.id == self._person_id)):
            yield {
                "name": self._open_sealed(row.name),
                "phone": self._open_sealed(row.phone),
                "known_since": _read_time(row.created_at),
                "consent_version": row.consent_version,
                "consent_given": _read_time(row.consent_at),
                "text_quoted_in_answers": row.quotes,
            }

    def read_addresses(self) -> Iterator[Record]:
        own = select(peers, joins.c.at.label("joined_at")).outerjoin(joins, joins.c.peer_id == peers.c.id)
        for row in self._stream_rows(own.where(peers.c.person_id == self._person_id).order_by(peers.c.id)):
            yield {
                "channel": row.channel,
                "address": self._open_sealed(row.address),
                "language": row.language,
                "aimak": self._find_aimak(row.aimak_id),
                "board": row.board,
                "last_wrote": _read_time(row.last_in_at),
                "joined": _read_time(row.joined_at),
                "notices_here": row.chosen_at is not None,
            }

    def read_subscriptions(self) -> Iterator[Record]:
        for row in self._stream_rows(select(follows).where(follows.c.person_id == self._person_id)):
            yield {
                "aimak": self._find_aimak(row.aimak_id),
                "wanted": row.notices,
                "results_only": row.far_away,
                "said": _read_time(row.changed_at),
            }

    def read_topics(self) -> Iterator[Record]:
        for row in self._stream_rows(select(topics).where(topics.c.person_id == self._person_id).order_by(topics.c.at)):
            village = read_village(row.topic)
            yield {
                "aimak": self._find_aimak(row.aimak_id),
                "village": self._find_village(village),
                "theme": row.topic if village is None else None,
                "said": _read_time(row.at),
            }

    def read_proposals(self) -> Iterator[Record]:
        own = select(proposals, aimaks.c.code).join(aimaks, aimaks.c.id == proposals.c.aimak_id)
        for row in self._stream_rows(own.where(proposals.c.author_id == self._person_id).order_by(proposals.c.id)):
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "year": row.budget_year,
                "side": row.side,
                "category": row.category,
                "amount": row.amount,
                "village": self._find_village(row.village_id),
                "place": self._open_sealed(row.place),
                "name": self._open_sealed(row.author_name),
                "received": _read_time(row.received_at),
                "due": row.due_on,
                "withdrawn": _read_time(row.withdrawn_at),
                "text_may_be_public": row.public_text,
                "text_may_be_on_page": row.on_page,
                "texts": [one.text for one in self._list_of(proposal_texts, row.id, proposal_texts.c.revision)],
                "answers": [
                    {
                        "decision": one.decision,
                        "reason": one.reason,
                        "sentence": one.sentence,
                        "sentence_too": one.other,
                        "amount": one.amount,
                        "budget_line": one.budget_line,
                        "sent": _read_time(one.sent_at),
                        "files": self._list_kinds(one.id) if one.files else [],
                        "you_said": self._list_said(one.id),
                    }
                    for one in self._list_of(answers, row.id, answers.c.revision)
                ],
                "dialogue": [
                    {"kind": one.kind, "text": self._open_sealed(one.text), "said": _read_time(one.said_at)}
                    for one in self._list_of(dialogue, row.id, dialogue.c.id)
                    if one.kind != CONTEST or one.person_id == self._person_id
                ],
                "files": [
                    {
                        "kind": one.kind,
                        "state": one.state,
                        "size": one.size,
                        "file": name_file(row.label, one.id, one.kind),
                    }
                    for one in self._stream_rows(
                        select(media)
                        .where(media.c.proposal_id == row.id, ~is_of_another(self._person_id))
                        .order_by(media.c.id)
                    )
                ],
            }

    def _list_of(self, table: Any, proposal_id: int, order: Any) -> Iterator[Any]:
        return self._stream_rows(select(table).where(table.c.proposal_id == proposal_id).order_by(order))

    def _list_kinds(self, answer_id: int) -> list[Record]:
        # The office's own files are named here; their author's are handed over.
        kinds = select(media.c.kind).join(answer_files, answer_files.c.media_id == media.c.id)
        rows = self._stream_rows(kinds.where(answer_files.c.answer_id == answer_id).order_by(answer_files.c.id))
        return [{"kind": row.kind} for row in rows]

    def _list_said(self, answer_id: int) -> list[str]:
        said = select(reactions.c.reaction).where(
            reactions.c.answer_id == answer_id, reactions.c.person_id == self._person_id
        )
        return [row.reaction for row in self._stream_rows(said.order_by(reactions.c.id))]

    def read_unsent(self) -> Iterator[Record]:
        own = select(media).where(media.c.peer_id.in_(self._boxes)).order_by(media.c.id)
        for row in self._stream_rows(own):
            yield {
                "kind": row.kind,
                "state": row.state,
                "size": row.size,
                "file": name_file(UNSENT, row.id, row.kind),
                "received": _read_time(row.created_at or None),
            }

    def read_supports(self) -> Iterator[Record]:
        said = proposals.c.label, proposals.c.aimak_id, proposals.c.budget_year, proposals.c.category
        joined = select(*said, supports.c.at).join(supports, supports.c.proposal_id == proposals.c.id)
        for row in self._stream_rows(joined.where(supports.c.person_id == self._person_id).order_by(supports.c.at)):
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "year": row.budget_year,
                "category": row.category,
                "at": _read_time(row.at),
            }

    def read_works(self) -> Iterator[Record]:
        said = select(dialogue.c.text, dialogue.c.said_at, proposals.c.label, proposals.c.aimak_id).join(
            proposals, proposals.c.id == dialogue.c.proposal_id
        )
        theirs = said.where(*match_contested_by(self._person_id), proposals.c.author_id != self._person_id)
        for row in self._stream_rows(theirs.order_by(dialogue.c.id)):
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "text": self._open_sealed(row.text),
                "said": _read_time(row.said_at),
            }

    def read_information(self) -> Iterator[Record]:
        own = select(information_requests).where(information_requests.c.author_id == self._person_id)
        for row in self._stream_rows(own.order_by(information_requests.c.id)):
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "text": self._open_sealed(row.text),
                "received": _read_time(row.received_at),
                "due": row.due_on,
                "answers": self._open_sealed(row.answer) if row.answer else None,
            }

    def read_initiatives(self) -> Iterator[Record]:
        own = select(initiatives, initiative_calls.c.aimak_id).join(
            initiative_calls, initiative_calls.c.id == initiatives.c.call_id
        )
        for row in self._stream_rows(own.where(initiatives.c.author_id == self._person_id).order_by(initiatives.c.id)):
            steps = select(initiative_steps).where(initiative_steps.c.initiative_id == row.id)
            files = select(media).join(initiative_files, initiative_files.c.media_id == media.c.id)
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "amount": row.asked,
                "text_may_be_public": row.shown,
                "received": _read_time(row.received_at),
                "texts": [said for said in json.loads(self._open_sealed(row.answers) or "{}").values() if said],
                "dialogue": [
                    {
                        "kind": one.kind,
                        "amount": one.amount or None,
                        "text": self._open_sealed(one.text),
                        "said": _read_time(one.at),
                    }
                    for one in self._stream_rows(steps.order_by(initiative_steps.c.id))
                ],
                "files": [
                    {
                        "kind": one.kind,
                        "state": one.state,
                        "size": one.size,
                        "file": name_file(row.label, one.id, one.kind),
                    }
                    for one in self._stream_rows(
                        files.where(initiative_files.c.initiative_id == row.id).order_by(media.c.id)
                    )
                ],
            }

    def read_watches(self) -> Iterator[Record]:
        own = select(watches, watch_members.c.at.label("joined_at"), watch_ratings.c.stars, watch_ratings.c.word)
        is_member = (watch_members.c.watch_id == watches.c.id) & (watch_members.c.person_id == self._person_id)
        is_rater = (watch_ratings.c.watch_id == watches.c.id) & (watch_ratings.c.person_id == self._person_id)
        rows = own.outerjoin(watch_members, is_member).outerjoin(watch_ratings, is_rater)
        theirs = rows.where(or_(watch_members.c.at.is_not(None), watch_ratings.c.at.is_not(None)))
        for row in self._stream_rows(theirs.order_by(watches.c.id)):
            yield {
                "number": f"М{row.number}",
                "aimak": self._find_aimak(row.aimak_id),
                "budget_line": row.line,
                "joined": _read_time(row.joined_at),
                "stars": row.stars,
                "text": self._open_sealed(row.word) or None,
            }

    def read_reports(self) -> Iterator[Record]:
        own = select(watch_reports, watches.c.aimak_id, watches.c.line).join(
            watches, watches.c.id == watch_reports.c.watch_id
        )
        theirs = own.where(watch_reports.c.author_id == self._person_id).order_by(watch_reports.c.id)
        for row in self._stream_rows(theirs):
            files = select(media).join(watch_files, watch_files.c.media_id == media.c.id)
            yield {
                "number": row.label,
                "aimak": self._find_aimak(row.aimak_id),
                "budget_line": row.line,
                "seen": row.seen,
                "text": self._open_sealed(row.text),
                "received": _read_time(row.received_at),
                "due": row.due_on,
                "answers": self._open_sealed(row.answer) or None,
                "files": [
                    {
                        "kind": one.kind,
                        "state": one.state,
                        "size": one.size,
                        "file": name_file(row.label, one.id, one.kind),
                    }
                    for one in self._stream_rows(files.where(watch_files.c.report_id == row.id).order_by(media.c.id))
                ],
            }

    def read_marks(self) -> Iterator[Record]:
        # A juror's own; the entries stand under their codes.
        own = (
            select(contests.c.year, contest_entries.c.code, contest_marks)
            .join(contest_jurors, contest_jurors.c.id == contest_marks.c.juror_id)
            .join(contest_entries, contest_entries.c.id == contest_marks.c.entry_id)
            .join(contests, contests.c.id == contest_jurors.c.contest_id)
            .where(contest_jurors.c.person_id.in_(self._everyone))
        )
        order = contests.c.id, contest_entries.c.code, contest_marks.c.criterion
        for row in self._stream_rows(own.order_by(*order)):
            yield {
                "year": row.year,
                "code": row.code,
                "criterion": row.criterion,
                "mark": row.mark,
                "first_mark": row.first if row.first != row.mark else None,
                "at": _read_time(row.marked_at),
            }

    def read_polls(self) -> Iterator[Record]:
        # Only that somebody took part; what they chose joins to nobody.
        took_part = select(poll_marks.c.poll_id).where(poll_marks.c.peer_id.in_(self._boxes))
        for row in self._stream_rows(select(polls).where(polls.c.id.in_(took_part)).order_by(polls.c.id)):
            yield {"poll": row.title, "aimak": self._find_aimak(row.aimak_id), "year": row.year}

    def read_hearings(self) -> Iterator[Record]:
        for row in self._stream_rows(select(rsvps).where(rsvps.c.person_id == self._person_id)):
            terms = select(hearing_terms.c.starts_at).where(hearing_terms.c.hearing_id == row.hearing_id)
            starts_at = self._connection.scalar(terms.order_by(hearing_terms.c.revision.desc()).limit(1))
            yield {
                "hearing": _read_time(starts_at),
                "coming": row.coming,
                "companions": row.companions,
                "said": _read_time(row.said_at),
            }

    def read_questions(self) -> Iterator[Record]:
        asked = select(hearing_questions).where(hearing_questions.c.person_id == self._person_id)
        for row in self._stream_rows(asked.order_by(hearing_questions.c.id)):
            yield {"question": self._open_sealed(row.text), "asked": _read_time(row.asked_at)}

    def read_roles(self) -> Iterator[Record]:
        for row in self._stream_rows(select(roles).where(roles.c.person_id.in_(self._everyone)).order_by(roles.c.id)):
            yield {
                "role": row.role,
                "aimak": self._find_aimak(row.aimak_id),
                "post": row.title,
                "from": _read_time(row.granted_at),
                "until": _read_time(row.revoked_at),
                "new_proposals": self._find_ping(row.aimak_id) if row.revoked_at is None else None,
            }

    def _find_ping(self, aimak_id: int | None) -> str | None:
        chosen = select(pings.c.mode).where(pings.c.person_id == self._person_id, pings.c.aimak_id == aimak_id)
        return self._connection.scalar(chosen)

    def read_acts(self) -> Iterator[Record]:
        for row in self._stream_rows(select(audit).where(audit.c.person_id.in_(self._everyone)).order_by(audit.c.id)):
            yield {"act": row.act, "object": row.object, "details": json.loads(row.details), "at": _read_time(row.at)}

    def read_conversation(self) -> Iterator[Record]:
        version = select(peers.c.state_version).where(peers.c.person_id == self._person_id)
        for row in self._stream_rows(select(events.c.conversation).where(events.c.id.in_(version))):
            if row.conversation:
                yield {"state": json.loads(self._read_whole(self._seal.open(row.conversation)))}

    def _read_whole(self, written: str) -> str:
        # A long one is written whole once, and then by what has changed.
        before = since(written)
        whole = self._connection.scalar(select(events.c.conversation).where(events.c.id == before)) if before else None
        return Conversation.of(before, written, self._open_sealed(whole)).text

    def read_received(self) -> Iterator[Record]:
        came = select(events.c.raw, events.c.received_at).where(events.c.peer_id.in_(self._boxes))
        for row in self._stream_rows(came.where(events.c.raw.is_not(None)).order_by(events.c.id)):
            yield {"at": _read_time(row.received_at), "message": self._open_sealed(row.raw)}

    def read_sent(self) -> Iterator[Record]:
        left = select(outbox.c.body, outbox.c.kind, outbox.c.finished_at).where(
            outbox.c.peer_id.in_(self._boxes), outbox.c.kind != MENU
        )
        for row in self._stream_rows(left.order_by(outbox.c.id)):
            text = Message.from_json(self._seal.open(row.body)).text if row.body else ""
            yield {"at": _read_time(row.finished_at), "kind": row.kind, "text": text}

    def _find_aimak(self, aimak_id: int | None) -> str | None:
        rows = select(aimak_names.c.language, aimak_names.c.name)
        return self._find_names(rows.where(aimak_names.c.aimak_id == (aimak_id or 0)))

    def _find_village(self, village_id: int | None) -> str | None:
        rows = select(village_names.c.language, village_names.c.name)
        return self._find_names(rows.where(village_names.c.village_id == (village_id or 0)))

    def _find_names(self, names: Select[Any]) -> str | None:
        return choose_language(known, self._language) if (known := dict(map(tuple, self._stream_rows(names)))) else None


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


def name_file(label: str, media_id: int, kind: str) -> str:
    """The name of a file, without its ending: the number of its proposal, its kind, a number of its own."""
    return f"{label}-{kind}-{media_id}"


def _read_time(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at // 1000, UTC)
