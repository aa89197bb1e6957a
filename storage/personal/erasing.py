"""Erases a person: names, addresses, words, files and all that was said are gone, numbers and decisions stay without them.

This is the whole list of what goes, table by table; hence its lines over 300. A new table with somebody's words
finds its place here.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Select, and_, case, delete, func, literal, literal_column, or_, select, update

from storage.attachments.media import KEPT
from storage.conversations.events import DEAD
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    aliases,
    answer_drafts,
    answer_files,
    answer_templates,
    answers,
    desk_done,
    desk_links,
    desk_pages,
    desk_sessions,
    dialogue,
    events,
    follows,
    hearing_questions,
    hearings,
    initiative_steps,
    joins,
    link_codes,
    media,
    office_notes,
    outbox,
    peers,
    people,
    pings,
    poll_marks,
    proposal_texts,
    proposals,
    roles,
    rsvps,
    supports,
    topics,
    tries,
)
from storage.database.seal import Seal
from storage.desk.pages import DeskPages
from storage.information import personal as of_information
from storage.initiatives import personal as of_initiatives
from storage.log import search
from storage.log.weights import weigh
from storage.personal.open_erasures import Left, OpenErasures
from storage.queue.letters import ANSWER, ANSWER_FILE, INSTEAD, SUPPORTED_FILE, UNDERSTOOD
from storage.queue.outbox import Outbox
from storage.watch import personal as of_watches
from storage.works.contests import match_contested_by, match_files_contested_by

# What the office is told of a proposal, of its author's words about it, of a question for a hearing.
_OF_PROPOSALS = ("new_proposal", "corrected", "withdrawn", "approval", "given_back")
_OF_DIALOGUE = (
    "question", "replied", "asked", "explained", "objected", "added", "work", "work_too", "work_photo", "contested",
)  # fmt: skip
_OF_HEARINGS = ("hearing_asked",)
_OF_INITIATIVES = (of_initiatives.OFFICE_NEWS,)
_OF_STEPS = (of_initiatives.OFFICE_SAID,)
_OF_WATCHES = (of_watches.OFFICE_NEWS,)
UNREADABLE = 1_000  # events that could not be read and are looked through for an address
UNFINISHED = 31 * 24 * 3600 * 1000  # milliseconds; longer than an event is kept as it came
# Notices of an office that may name the erased person. «supported» quotes a text that was public.
# «pass_on» names an author without an address, and a file may hold a voice.
_TO_AUTHOR = (UNDERSTOOD, "late", "sorted")  # what its author is told of a proposal
_OF_ANSWERS = ("supported", "pass_on", ANSWER_FILE, SUPPORTED_FILE)
EMPTIED = {
    *_OF_PROPOSALS,
    *_OF_DIALOGUE,
    *_OF_HEARINGS,
    *_OF_ANSWERS,
    *_OF_INITIATIVES,
    *_OF_STEPS,
    *_OF_WATCHES,
    INSTEAD,
}  # kinds that say words of residents to others


class Erasures:
    def __init__(self, connection: AsyncConnection, seal: Seal, outbox_of_store: Outbox) -> None:
        self._connection = connection
        self._seal = seal
        self._outbox = outbox_of_store
        self._open = OpenErasures(connection, seal)

    async def erase(self, person_id: int, *, keeps_public: bool, at: int) -> Left:
        """Erases the rows of a person. Texts stay where they are public, unless keeps_public says no.

        Proposals whose text goes and that await an answer are withdrawn with it.
        """
        own = select(proposals.c.id).where(proposals.c.author_id == person_id)
        stays = and_(proposals.c.public_text.is_(True), proposals.c.withdrawn_at.is_(None), literal(keeps_public))
        blanked = list(await self._connection.scalars(own.where(~stays)))
        left = replace(
            await self._count_left(person_id, own, keeps_public=keeps_public), proposals=tuple(sorted(blanked))
        )
        await DeskPages(self._connection, self._seal).clear_of(set(left.offices))
        await self._forget_offices_notices(person_id, own, at=at)
        await self._blank_proposals(own, blanked, at=at)
        await self._blank_contests(person_id, at=at)
        await of_information.erase_of(self._connection, self._seal, person_id, at=at)
        await of_initiatives.erase_of(self._connection, self._seal, person_id, at=at)
        await of_watches.erase_of(self._connection, self._seal, person_id, at=at)
        nothing = self._seal.seal("")
        await self._connection.execute(
            update(hearing_questions).where(hearing_questions.c.person_id == person_id).values(text=nothing)
        )
        for table in (follows, pings, rsvps, supports, topics):
            await self._connection.execute(delete(table).where(table.c.person_id == person_id))
        await self._connection.execute(
            update(roles)
            .where(roles.c.person_id == person_id)
            .values(title=None, revoked_at=func.coalesce(roles.c.revoked_at, at))
        )
        await self._connection.execute(delete(media).where(media.c.peer_id.in_(_peers_of(person_id))))
        # The keyed hash stays until the result is told, so that nobody votes twice by being forgotten between.
        await self._connection.execute(
            update(poll_marks).where(poll_marks.c.peer_id.in_(_peers_of(person_id))).values(peer_id=None)
        )
        await self._blank_chats(person_id, at=at)
        others = select(joins.c.other_id).where(joins.c.person_id == person_id)
        await self._connection.execute(
            update(people)
            .where(or_(people.c.id == person_id, people.c.id.in_(others)))
            .values(name=None, phone=None, consent_version=None, consent_withdrawn_at=at, erased_at=at)
        )
        own_rows = or_(joins.c.person_id == person_id, joins.c.peer_id.in_(_peers_of(person_id)))
        await self._connection.execute(delete(joins).where(own_rows))
        return left

    async def erase_text(self, proposal_id: int, *, at: int) -> Left:
        """Erases what one proposal says: text, name, place, files, what was said of it, the words of its answer.

        Its row, number, decision and sum stay. One that awaits an answer is withdrawn with it.
        """
        own = select(proposals.c.id).where(proposals.c.id == proposal_id)
        left = await self._count_left_of_one(proposal_id, own)
        await DeskPages(self._connection, self._seal).clear_of(set(left.offices))
        told = _list_told(own)
        answered = select(answers.c.id).where(answers.c.proposal_id.in_(own))
        for kinds, objects in (*told, (_TO_AUTHOR, own), ((ANSWER,), answered)):
            await self._empty_notices(kinds, objects, at=at)
        await self._blank_proposals(own, [proposal_id], at=at)
        return left

    async def _count_left_of_one(self, proposal_id: int, own: Select[tuple[int]]) -> Left:
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

    async def _count_left(self, person_id: int, own: Select[tuple[int]], *, keeps_public: bool) -> Left:
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
            media.c.peer_id.in_(_peers_of(person_id)),
            match_files_contested_by(person_id),
            of_initiatives.match_files_of(person_id),
            of_watches.match_files_of(person_id),
            media.c.id.in_(select(answer_files.c.media_id).where(answer_files.c.proposal_id.in_(own))),
        )
        kept = select(media.c.hash, media.c.copy_hash).where(whose, media.c.state == KEPT)
        digests = {digest for row in await self._connection.execute(kept) for digest in row}
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
        places = [
            *(await self._connection.execute(contested)).all(),
            *(await self._connection.execute(of_information.select_places(person_id))).all(),
            *(await self._connection.execute(of_initiatives.select_places(person_id))).all(),
            *(await self._connection.execute(of_watches.select_places(person_id))).all(),
            *(await self._connection.execute(written.group_by(proposals.c.aimak_id))).all(),
            *(await self._connection.execute(questions.group_by(hearings.c.aimak_id))).all(),
        ]
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

    async def _blank_proposals(self, own: Select[tuple[int]], blanked: list[int], *, at: int) -> None:
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

    async def _blank_contests(self, person_id: int, *, at: int) -> None:
        # What they said of the work of others' proposals.
        said = select(dialogue.c.id).where(*match_contested_by(person_id))
        await self._empty_notices(("contested",), said, at=at)
        await self._connection.execute(delete(media).where(match_files_contested_by(person_id)))
        await self._connection.execute(update(dialogue).where(dialogue.c.id.in_(said)).values(text=self._seal.seal("")))

    async def _forget_offices_notices(self, person_id: int, own: Select[tuple[int]], *, at: int) -> None:
        asked = select(hearing_questions.c.id).where(hearing_questions.c.person_id == person_id)
        applied = of_initiatives.select_own(person_id)
        steps = select(initiative_steps.c.id).where(initiative_steps.c.initiative_id.in_(applied))
        told = (
            *_list_told(own), (_OF_HEARINGS, asked),
            (_OF_INITIATIVES, applied), (_OF_STEPS, steps), (_OF_WATCHES, of_watches.select_own(person_id)),
        )  # fmt: skip
        for kinds, objects in told:
            await self._empty_notices(kinds, objects, at=at)

    async def _empty_notices(self, kinds: Collection[str], objects: Select[tuple[int]], *, at: int) -> None:
        # What reached nobody was said to others, word by word.
        lost = select(outbox.c.id).where(outbox.c.kind.in_(kinds), outbox.c.object_id.in_(objects))
        await self._outbox.empty((INSTEAD,), lost, at=at)
        await self._outbox.empty(kinds, objects, at=at)

    async def _blank_chats(self, person_id: int, *, at: int) -> None:
        boxes = list(await self._connection.scalars(select(peers.c.id).where(peers.c.person_id == person_id)))
        await self._outbox.forget_chats(boxes, at=at)
        await self._connection.execute(
            update(events).where(events.c.peer_id.in_(boxes)).values(raw=None, conversation=None)
        )
        await self._empty_unreadable(boxes)
        await self._connection.execute(delete(tries).where(tries.c.peer_id.in_(boxes)))
        await self._connection.execute(delete(aliases).where(aliases.c.peer_id.in_(boxes)))
        codes = or_(link_codes.c.peer_id.in_(boxes), link_codes.c.opened_by.in_(boxes))
        await self._connection.execute(delete(link_codes).where(codes))
        signed_in = select(desk_sessions.c.id).where(desk_sessions.c.person_id == person_id)
        await self._connection.execute(delete(desk_pages).where(desk_pages.c.session_id.in_(signed_in)))
        for table in (desk_links, desk_sessions, desk_done):
            await self._connection.execute(delete(table).where(table.c.person_id == person_id))
        for peer_id in boxes:
            await self._connection.execute(
                update(peers)
                .where(peers.c.id == peer_id)
                .values(
                    address=self._seal.seal(""),
                    address_hash=f"erased {peer_id}",
                    language=None,
                    aimak_id=None,
                    board=None,
                    blocked_at=at,
                    state_version=0,
                    chosen_at=None,
                )
            )

    async def _empty_unreadable(self, boxes: list[int]) -> None:
        # Nobody knows whose an unreadable event is. It lies sealed and says the address of whoever wrote.
        addresses = await self._connection.scalars(select(peers.c.address).where(peers.c.id.in_(boxes)))
        opened = filter(None, map(self._seal.open, addresses))
        named = [re.compile(rf"(?<!\w){re.escape(one)}(?!\w)") for one in opened]
        dead = events.c.state == literal_column(f"'{DEAD}'")  # written out, or the partial index would not be used
        unread = select(events.c.id, events.c.raw).where(dead, events.c.peer_id.is_(None), events.c.raw.is_not(None))
        latest = unread.order_by(events.c.received_at.desc()).limit(UNREADABLE)
        theirs = [
            row.id
            for row in await self._connection.execute(latest)
            if any(one.search(self._seal.open(row.raw)) for one in named)
        ]
        await self._connection.execute(update(events).where(events.c.id.in_(theirs)).values(raw=None))

    async def is_erased(self, person_id: int) -> bool:
        return await self._connection.scalar(select(people.c.erased_at).where(people.c.id == person_id)) is not None


def _list_told(own: Select[tuple[int]]) -> tuple[tuple[Collection[str], Select[tuple[int]]], ...]:
    # What was told of some proposals: the kinds of rows, and the objects (ids) they are about.
    said = select(dialogue.c.id).where(dialogue.c.proposal_id.in_(own))
    sent = select(answers.c.id).where(answers.c.proposal_id.in_(own))
    return (_OF_PROPOSALS, own), (_OF_DIALOGUE, said), (_OF_ANSWERS, sent)


def _peers_of(person_id: int) -> Select[tuple[int]]:
    return select(peers.c.id).where(peers.c.person_id == person_id)
