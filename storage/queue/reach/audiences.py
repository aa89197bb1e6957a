"""Whom a broadcast is for, as SQL: subscribers, those who said that they come. It says who is left out, too."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, union

from storage.database.schema import follows, peers, people, recipients, rsvps, topics
from storage.people import PAGE, is_gone
from storage.queue.broadcast_values import REMINDERS, Broadcast, BroadcastKind
from storage.together.counted import may_hear


def select_mailbox(person_id: ColumnElement[int]) -> Any:
    """The address (peer id) somebody chose for notices, else the one they last wrote from. A blocked one is the last.

    One whose account is served no more comes behind even that.

    A page comes before that one only: it brings nothing to whoever is away.
    """
    box = peers.alias("box")
    return (
        select(box.c.id)
        .where(box.c.person_id == person_id)
        .order_by(
            is_gone(box),
            box.c.blocked_at.is_not(None),
            box.c.chosen_at.is_(None),
            box.c.channel == PAGE,
            box.c.last_in_at.desc(),
            box.c.id.desc(),
        )
        .limit(1)
        .scalar_subquery()
    )


def choose_audience(
    kind: BroadcastKind,
    aimak_id: int,
    hearing_id: int,
    *,
    about: Collection[str] = (),
    after: int,
    up_to: int | None = None,
    limit: int | None,
) -> Select[tuple[int]]:
    """The people (ids) of a broadcast in their order, after one and up to another, at most limit.

    Of villages and themes (about) they are those who asked for any of them.
    """
    if kind is BroadcastKind.TOPIC:
        return (
            select(topics.c.person_id)
            .where(
                *_asked(aimak_id, about),
                *_between(topics.c.person_id, after, up_to),
                _is_there(topics.c.person_id),
                may_hear(aimak_id, topics.c.person_id),
            )
            .distinct()
            .order_by(topics.c.person_id)
            .limit(limit)
        )
    # Subscribers, and whoever said that they come. Each part gives its first ones, so that nothing is read to the end.
    said = and_(rsvps.c.hearing_id == hearing_id, rsvps.c.person_id == follows.c.person_id)
    wants = [follows.c.aimak_id == aimak_id, follows.c.notices, *_between(follows.c.person_id, after, up_to)]
    if kind is not BroadcastKind.RESULTS:
        wants.append(~follows.c.far_away)
    if kind in REMINDERS:
        wants.append(~exists().where(said, ~rsvps.c.coming))
    wants += [_is_there(follows.c.person_id), may_hear(aimak_id, follows.c.person_id)]
    subscribers = select(follows.c.person_id).where(*wants).order_by(follows.c.person_id).limit(limit)
    refused = exists().where(
        follows.c.person_id == rsvps.c.person_id,
        follows.c.aimak_id == aimak_id,
        ~follows.c.notices,
        follows.c.changed_at > rsvps.c.said_at,
    )
    here = _between(rsvps.c.person_id, after, up_to)
    coming = (
        select(rsvps.c.person_id)
        .where(
            rsvps.c.hearing_id == hearing_id,
            rsvps.c.coming,
            *here,
            ~refused,
            _is_there(rsvps.c.person_id),
            may_hear(aimak_id, rsvps.c.person_id),
        )
        .order_by(rsvps.c.person_id)
        .limit(limit)
    )
    only_comers = {BroadcastKind.IN_2_HOURS, BroadcastKind.COMERS}
    parts = [coming] if kind in only_comers else [subscribers]
    if kind not in {*only_comers, BroadcastKind.RESULTS}:
        parts.append(coming)
    firsts = [select(part.subquery().c.person_id) for part in parts]
    everyone = (union(*firsts) if len(firsts) > 1 else firsts[0]).subquery()
    return select(everyone.c.person_id).order_by(everyone.c.person_id).limit(limit)


def _asked(aimak_id: int, about: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return topics.c.aimak_id == aimak_id, topics.c.topic.in_(sorted(about))


def _between(person_id: ColumnElement[int], after: int, up_to: int | None) -> list[ColumnElement[bool]]:
    return [person_id > after] if up_to is None else [person_id > after, person_id <= up_to]


def _is_there(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    # Asked within each part, or a part that is full of people who were erased would look like the last.
    return exists().where(people.c.id == person_id, people.c.erased_at.is_(None))


def list_reasons_against(broadcast: Broadcast) -> list[tuple[str, ColumnElement[bool]]]:
    """Why a listed recipient gets nothing after all, each with its condition."""
    blocked = exists().where(peers.c.id == recipients.c.peer_id, peers.c.blocked_at.is_not(None))
    if broadcast.kind is BroadcastKind.TOPIC:
        asked = _asked(broadcast.aimak_id, broadcast.topics)
        return [
            ("blocked", blocked),
            ("unsubscribed", ~exists().where(topics.c.person_id == recipients.c.person_id, *asked)),
        ]
    theirs = [follows.c.person_id == recipients.c.person_id, follows.c.aimak_id == broadcast.aimak_id]
    said = [rsvps.c.person_id == recipients.c.person_id, rsvps.c.hearing_id == broadcast.hearing_id]
    # It stands two queries deep, where nothing says of itself that recipients are those of the outermost.
    comes_since = select(rsvps.c.said_at).where(*said, rsvps.c.coming).correlate(recipients).scalar_subquery()
    reasons: list[tuple[str, ColumnElement[bool]]] = [
        ("blocked", blocked),
        (
            "unsubscribed",
            exists().where(*theirs, ~follows.c.notices, follows.c.changed_at > func.coalesce(comes_since, 0)),
        ),
    ]
    if broadcast.kind is not BroadcastKind.RESULTS:
        comes = exists().where(*said, rsvps.c.coming)
        reasons.append(("far_away", and_(exists().where(*theirs, follows.c.far_away), ~comes)))
    if broadcast.kind in REMINDERS:
        reasons.append(("not_coming", exists().where(*said, ~rsvps.c.coming)))
    return reasons
