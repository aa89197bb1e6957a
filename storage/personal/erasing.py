"""Erases a person: names, addresses, words, files and all that was said are gone, numbers and decisions stay without them.

What goes stands here table by table, of proposals in `blanking.py`. A new table with somebody's words finds its
place here. What is left to do behind the commit is counted in `left_behind.py`.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Select, and_, delete, func, literal, literal_column, or_, select, update

from storage.conversations.events import DEAD
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aliases,
    answers,
    desk_done,
    desk_links,
    desk_pages,
    desk_sessions,
    dialogue,
    events,
    follows,
    hearing_questions,
    initiative_steps,
    joins,
    link_codes,
    media,
    outbox,
    peers,
    people,
    pings,
    poll_marks,
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
from storage.personal.blanking import Blanking
from storage.personal.left_behind import LeftBehind, select_peers
from storage.personal.open_erasures import Left
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
        self._left = LeftBehind(connection, seal)
        self._blanking = Blanking(connection, seal)

    async def erase(self, person_id: int, *, keeps_public: bool, at: int) -> Left:
        """Erases the rows of a person. Texts stay where they are public, unless keeps_public says no.

        Proposals whose text goes and that await an answer are withdrawn with it.
        """
        own = select(proposals.c.id).where(proposals.c.author_id == person_id)
        stays = and_(proposals.c.public_text.is_(True), proposals.c.withdrawn_at.is_(None), literal(keeps_public))
        blanked = list(await self._connection.scalars(own.where(~stays)))
        left = replace(
            await self._left.count(person_id, own, keeps_public=keeps_public), proposals=tuple(sorted(blanked))
        )
        await DeskPages(self._connection, self._seal).clear_of(set(left.offices))
        await self._forget_offices_notices(person_id, own, at=at)
        await self._blanking.blank(own, blanked, at=at)
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
        await self._connection.execute(delete(media).where(media.c.peer_id.in_(select_peers(person_id))))
        # The keyed hash stays until the result is told, so that nobody votes twice by being forgotten between.
        await self._connection.execute(
            update(poll_marks).where(poll_marks.c.peer_id.in_(select_peers(person_id))).values(peer_id=None)
        )
        await self._blank_chats(person_id, at=at)
        others = select(joins.c.other_id).where(joins.c.person_id == person_id)
        await self._connection.execute(
            update(people)
            .where(or_(people.c.id == person_id, people.c.id.in_(others)))
            .values(name=None, phone=None, consent_version=None, consent_withdrawn_at=at, erased_at=at)
        )
        own_rows = or_(joins.c.person_id == person_id, joins.c.peer_id.in_(select_peers(person_id)))
        await self._connection.execute(delete(joins).where(own_rows))
        return left

    async def erase_text(self, proposal_id: int, *, at: int) -> Left:
        """Erases what one proposal says: text, name, place, files, what was said of it, the words of its answer.

        Its row, number, decision and sum stay. One that awaits an answer is withdrawn with it.
        """
        own = select(proposals.c.id).where(proposals.c.id == proposal_id)
        left = await self._left.count_of_one(proposal_id, own)
        await DeskPages(self._connection, self._seal).clear_of(set(left.offices))
        told = _list_told(own)
        answered = select(answers.c.id).where(answers.c.proposal_id.in_(own))
        for kinds, objects in (*told, (_TO_AUTHOR, own), ((ANSWER,), answered)):
            await self._empty_notices(kinds, objects, at=at)
        await self._blanking.blank(own, [proposal_id], at=at)
        return left

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
