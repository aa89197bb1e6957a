"""Who may do what: the roles, and one table from which every act reads its right."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.language.refusal import Refusal


class Role(StrEnum):
    """What somebody is in an aimak, or, with no aimak, on the whole install; everybody is a resident besides."""

    STAFF = "staff"
    HEAD = "head"
    ADMIN = "admin"
    OBSERVER = "observer"
    INTAKE = "intake"  # enters proposals of others, and tells them their answers: nothing else of an office
    JUROR = "juror"  # marks the entries of a contest under their codes: nothing of any office


class Act(StrEnum):
    """What staff can do; each stands under this name in the audit."""

    READ_QUEUE = "read_queue"
    TAKE = "take"
    SORT = "sort"
    ANSWER = "answer"
    TEMPLATE = "template"
    NOTE = "note"
    SET_DAYS_OFF = "set_days_off"
    APPROVE = "approve"
    ASK_AUTHOR = "ask_author"
    EXCLUDE = "exclude"
    CONFIRM = "confirm"
    TELL_IN_PERSON = "tell_in_person"
    SET_YEAR = "set_year"
    SEE_TEAM = "see_team"
    INVITE = "invite"
    REMOVE = "remove"
    SET_APPROVAL = "set_approval"
    TALLY = "tally"
    FREEZE = "freeze"
    EXPORT = "export"
    EXPORT_NAMED = "export_named"
    SEE_HEARINGS = "see_hearings"
    ANNOUNCE = "announce"
    MOVE_HEARING = "move_hearing"
    CANCEL_HEARING = "cancel_hearing"
    HOLD_HEARING = "hold_hearing"
    PUBLISH_RESULTS = "publish_results"
    COUNT_PEOPLE = "count_people"
    ADD_PAPER = "add_paper"
    BROADCAST = "broadcast"
    POST = "post"
    ENTER = "enter"
    PASS_ON = "pass_on"
    GIVE_GROUP = "give_group"
    ERASE = "erase"
    ERASE_TEXT = "erase_text"
    LINK = "link"
    WORK = "work"
    PLAN = "plan"
    POLL = "poll"
    PROPERTY = "property"
    INFORM = "inform"
    NEEDS = "needs"
    TRUST = "trust"
    LOOK = "look"
    SET_PAGE = "set_page"
    POSTER = "poster"
    RUN_CONTEST = "run_contest"
    MARK = "mark"
    SEE_INITIATIVES = "see_initiatives"
    CALL = "call"
    JUDGE = "judge"
    SEE_WATCHES = "see_watches"
    WATCH = "watch"
    ANSWER_WATCH = "answer_watch"
    OPENNESS = "openness"


class NotAllowed(Refusal):
    """The person's roles do not allow this act in this aimak."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One role of a person; aimak_id None means the whole install."""

    role: Role
    aimak_id: int | None


_OFFICE = frozenset({Role.STAFF, Role.HEAD})
_TAKERS = _OFFICE | {Role.INTAKE}
_READERS = frozenset({Role.HEAD, Role.ADMIN, Role.OBSERVER})

TABLE: dict[Act, frozenset[Role]] = {
    Act.READ_QUEUE: _OFFICE,
    Act.TAKE: _OFFICE,
    Act.SORT: _OFFICE,
    Act.ANSWER: _OFFICE,
    Act.TEMPLATE: _OFFICE,  # kept, changed, removed
    Act.NOTE: _OFFICE,  # what the office notes of a proposal for itself
    Act.SET_DAYS_OFF: frozenset({Role.HEAD}),  # on which the office does not work besides the holidays
    Act.LINK: _OFFICE,
    Act.WORK: _OFFICE,
    Act.PLAN: _OFFICE,  # items of plans and priorities, and what is tied to them
    Act.POLL: _OFFICE,  # opens it, enters ballots of paper, tells the result
    Act.PROPERTY: _OFFICE,  # the list of what the aimak owns, taken from a file
    Act.TRUST: frozenset({Role.HEAD, Role.ADMIN}),  # a trust survey: opened, closed, its shares
    Act.NEEDS: _OFFICE,  # focus groups and meetings: entered, corrected, removed
    Act.INFORM: _OFFICE,  # reads and answers requests for information
    Act.LOOK: _OFFICE,  # at a text, before it stands on the public page
    Act.SET_PAGE: frozenset({Role.HEAD, Role.ADMIN}),
    Act.APPROVE: frozenset({Role.HEAD}),
    Act.ASK_AUTHOR: _OFFICE,
    Act.EXCLUDE: _OFFICE,
    Act.CONFIRM: _OFFICE,
    Act.TELL_IN_PERSON: _OFFICE,
    Act.SET_YEAR: _OFFICE,
    Act.SEE_TEAM: frozenset({Role.HEAD, Role.ADMIN}),
    Act.INVITE: frozenset({Role.HEAD, Role.ADMIN}),
    Act.REMOVE: frozenset({Role.HEAD, Role.ADMIN}),
    Act.SET_APPROVAL: frozenset({Role.HEAD, Role.ADMIN}),
    Act.SEE_HEARINGS: _OFFICE | {Role.OBSERVER, Role.ADMIN},
    Act.ANNOUNCE: _OFFICE,
    Act.MOVE_HEARING: _OFFICE,
    Act.CANCEL_HEARING: _OFFICE,
    Act.HOLD_HEARING: _OFFICE,
    Act.PUBLISH_RESULTS: _OFFICE,
    Act.COUNT_PEOPLE: _OFFICE,
    Act.ADD_PAPER: _OFFICE,
    Act.BROADCAST: _OFFICE,
    Act.POST: _OFFICE,
    Act.POSTER: _OFFICE,  # made for a board, and what its code led here
    Act.SEE_INITIATIVES: _OFFICE | {Role.OBSERVER, Role.ADMIN},
    Act.CALL: _OFFICE,  # for local initiatives: announced, closed
    Act.JUDGE: _OFFICE,  # an initiative: papers, marks, decision, agreement, its money
    Act.SEE_WATCHES: _OFFICE | {Role.OBSERVER, Role.ADMIN},
    Act.WATCH: frozenset({Role.HEAD}),  # a line or a work: made with its link, finished, closed
    Act.ANSWER_WATCH: _OFFICE,  # what residents report of it
    Act.OPENNESS: _OFFICE,  # what was published is entered, taken off, and the sheet made
    Act.ENTER: _TAKERS,
    Act.PASS_ON: _TAKERS,  # of what one has entered oneself
    Act.GIVE_GROUP: _OFFICE | {Role.ADMIN},  # of an office that nobody is in any more an admin decides
    Act.ERASE: frozenset({Role.HEAD, Role.ADMIN}),  # of whoever asks for it by paper
    Act.ERASE_TEXT: _OFFICE,  # of one proposal, for its author who asks by paper or telephone
    Act.TALLY: _READERS,
    Act.FREEZE: frozenset({Role.HEAD, Role.ADMIN}),  # criterion 6, for a commission
    Act.EXPORT: _READERS,
    Act.EXPORT_NAMED: frozenset({Role.HEAD, Role.ADMIN}),  # with the names that authors gave
    Act.RUN_CONTEST: frozenset({Role.ADMIN}),
    Act.MARK: frozenset({Role.JUROR}),
}


def may(standings: Iterable[Standing], act: Act, aimak_id: int | None) -> bool:
    """Whether any of a person's roles allows an act in an aimak; in no aimak only install-wide roles count."""
    return any(standing.role in TABLE[act] and standing.aimak_id in {None, aimak_id} for standing in standings)


def write_act_right(act: Act, aimak_id: int | None) -> dict[str, Any]:
    """The right that a notice to an office needs when it leaves (JSON): its reader may still do the act."""
    return {"act": act.value, "aimak": aimak_id}


def write_right(standings: Iterable[Standing]) -> dict[str, Any]:
    """The right that a reply to staff needs when it leaves (JSON): its reader still has all these roles."""
    return {"held": [[standing.role.value, standing.aimak_id] for standing in standings]}


def still_allows(right: dict[str, Any], standings: Iterable[Standing]) -> bool:
    """Whether somebody with these roles may still read what asked for a right, as write_act_right or write_right wrote it."""
    standings = list(standings)
    if "act" in right:
        return may(standings, Act(right["act"]), right["aimak"])
    return {Standing(Role(role), aimak_id) for role, aimak_id in right["held"]} <= set(standings)


def may_grant(standings: Iterable[Standing], role: Role, aimak_id: int | None) -> bool:
    """Whether somebody may give or take a role. A head may for the own office and its intake, an admin for every role."""
    standings = list(standings)
    if any(standing.role is Role.ADMIN and standing.aimak_id is None for standing in standings):
        return True
    return role in _TAKERS and may(standings, Act.INVITE, aimak_id)


def list_aimaks_where(standings: Iterable[Standing], act: Act) -> set[int | None]:
    """The aimaks in which a person may do an act; None among them means in every one."""
    return {standing.aimak_id for standing in standings if standing.role in TABLE[act]}
