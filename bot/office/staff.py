"""Who works in an office: invites, joining, removal, and the one check of rights that every act begins with."""

import secrets
from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, Role, Standing, list_aimaks_where, may, may_grant
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.answers.openings import open_office
from bot.office.wording import notices
from storage.contest.ties import LEFT
from storage.people import Mailbox, Person
from storage.roles import Invite, Member
from storage.store import Store

INVITE_KEPT = 7 * 24 * 60 * 60 * 1000  # milliseconds
LINK = "i_"
TRIES = 5
TRIES_WINDOW = 60 * 60 * 1000  # milliseconds
CODE_DIGITS = 10


class InviteUnknown(Refusal):
    """There is no such invite, or it was used, or it is too old."""


class TooManyTries(Refusal):
    """Too many codes were tried within an hour."""


class WrongPlace(Refusal):
    """Staff and a head work in an aimak, an admin and a juror for the whole install."""


class HasRoleAlready(Refusal):
    """The person has this role already."""


@dataclass(frozen=True, slots=True)
class FreshInvite:
    """What is handed over once and never kept: the payload of a link, and ten digits to type."""

    payload: str
    code: str
    expires_at: int


async def list_standings(store: Store, person: Person) -> list[Standing]:
    """Lists a person's roles as they are now; read anew for every act, so that a removal holds at once."""
    return await store.roles.list_standings(person.id)


async def permit(store: Store, *, by: Person | None, act: Act, aimak_id: int | None) -> None:
    """Checks a permission: raises NotAllowed unless a person may do an act in an aimak. None is the command line."""
    if by is not None and not may(await list_standings(store, by), act, aimak_id):
        raise NotAllowed(act)


async def list_allowed_aimaks(store: Store, *, by: Person, act: Act) -> set[int | None]:
    """The aimaks in which a person may do an act; None among them means in every one."""
    return list_aimaks_where(await list_standings(store, by), act)


async def record(
    store: Store,
    act: Act | str,
    *,
    by: Person | None,
    aimak_id: int | None,
    at: int,
    object: str | None = None,
    object_id: int | None = None,
    **details: object,
) -> None:
    """Writes an act of staff into the audit. Details carry ids and codes, never a text a person wrote."""
    await store.audit.add(
        str(act),
        person_id=by.id if by else None,
        aimak_id=aimak_id,
        at=at,
        object=object,
        object_id=object_id,
        **details,
    )


async def invite(store: Store, *, role: Role, aimak_id: int | None, by: Person | None, at: int) -> FreshInvite:
    """Makes an invite for one person, good for 7 days; only hashes are kept. Raises NotAllowed, WrongPlace."""
    if by is not None and not may_grant(await list_standings(store, by), role, aimak_id):
        raise NotAllowed(Act.INVITE)
    if role is not Role.OBSERVER and (aimak_id is None) is not (role in {Role.ADMIN, Role.JUROR}):
        raise WrongPlace
    if aimak_id is not None:
        aimak_id = (await store.aimaks.settle(aimak_id)).id
    token = secrets.token_urlsafe(16)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    await store.roles.add_invite(
        token=token,
        code=code,
        role=role,
        aimak_id=aimak_id,
        by=by.id if by else None,
        at=at,
        expires_at=at + INVITE_KEPT,
    )
    await record(store, Act.INVITE, by=by, aimak_id=aimak_id, at=at, role=role)
    return FreshInvite(LINK + token, code, at + INVITE_KEPT)


async def join(store: Store, *, key: str, by: Person, at: int) -> Standing:
    """Uses an invite's token or code; one for a role the person has already stays good for somebody else.

    Raises TooManyTries, InviteUnknown (also where whoever made it may give that role no more), HasRoleAlready.
    """
    if await store.roles.count_try(by.peer_id, at=at, window=TRIES_WINDOW) > TRIES:
        raise TooManyTries
    found = await store.roles.invite(key, at=at)
    if found is not None and not await _still_stands(store, found):
        raise InviteUnknown
    if found is not None and Standing(found.role, found.aimak_id) in await list_standings(store, by):
        raise HasRoleAlready
    if found is not None and found.aimak_id is not None:
        await store.aimaks.settle(found.aimak_id)  # a merger moves the invite before it is used, or the role after it
    used = await store.roles.use_invite(key, person_id=by.id, at=at)
    if used is None:
        raise InviteUnknown
    await grant(store, role=used.role, aimak_id=used.aimak_id, to=by, by_id=used.created_by, at=at)
    return Standing(used.role, used.aimak_id)


async def _still_stands(store: Store, invite: Invite) -> bool:
    if invite.created_by is None:
        return True
    return may_grant(await store.roles.list_standings(invite.created_by), invite.role, invite.aimak_id)


async def grant(store: Store, *, role: Role, aimak_id: int | None, to: Person, by_id: int | None, at: int) -> None:
    """Gives a role. Raises HasRoleAlready."""
    if aimak_id is not None:
        aimak_id = (await store.aimaks.settle(aimak_id)).id
    joins_office = aimak_id is not None and role in {Role.STAFF, Role.HEAD}
    empty_since = await store.roles.find_office_gone_since(aimak_id or 0) if joins_office else None
    if not await store.roles.grant(to.id, role=role, aimak_id=aimak_id, by=by_id, at=at):
        raise HasRoleAlready
    if aimak_id is not None:
        await keep_tie(store, by=to, to_aimak_id=aimak_id, at=at)
        await store.people.set_aimak(to.peer_id, aimak_id)
    if aimak_id is not None and empty_since is not None:
        await open_office(store, aimak_id=aimak_id, since=empty_since, at=at)
    await record(store, "join", by=to, aimak_id=aimak_id, at=at, object="person", object_id=to.id, role=role)


async def keep_tie(store: Store, *, by: Person, to_aimak_id: int, at: int) -> None:
    """Notes the aimak that a juror leaves for another: they judge no contest in which it is entered."""
    if by.aimak_id in {None, to_aimak_id}:
        return
    if any(one.role is Role.JUROR for one in await list_standings(store, by)):
        await record(store, LEFT, by=by, aimak_id=None, at=at, object="aimak", object_id=by.aimak_id)


async def list_team(store: Store, *, by: Person, aimak_id: int) -> list[Member]:
    """Lists who works in an aimak's office, to an admin with those of the whole install. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_TEAM, aimak_id=aimak_id)
    above = await store.roles.list_members(None) if await _is_admin(store, by) else []
    return [*await store.roles.list_members(aimak_id), *above]


async def _is_admin(store: Store, person: Person) -> bool:
    return Standing(Role.ADMIN, None) in await list_standings(store, person)


async def remove(store: Store, *, member_id: int, by: Person | None, at: int) -> Member:
    """Takes a role away; it holds from the person's next message on. Raises NotAllowed, also for a role not there."""
    member = await store.roles.find_member(member_id)
    if member is None:
        raise NotAllowed(Act.REMOVE)
    if by is not None and not may_grant(await list_standings(store, by), member.role, member.aimak_id):
        raise NotAllowed(Act.REMOVE)
    await store.roles.revoke(member_id, by=by.id if by else None, at=at)
    await record(
        store, Act.REMOVE, by=by, aimak_id=member.aimak_id, at=at, object="person", object_id=member.person_id,
        role=member.role,
    )  # fmt: skip
    if by is None or by.id != member.person_id:
        await _tell_removed(store, member, at)
    return member


async def _tell_removed(store: Store, member: Member, at: int) -> None:
    if any(one.aimak_id == member.aimak_id for one in await store.roles.list_standings(member.person_id)):
        return  # they work there still, in another role
    aimak = None if member.aimak_id is None else await store.aimaks.get(member.aimak_id)

    def say(words: Words, _box: Mailbox) -> Reply:
        if aimak is None or member.role not in notices.OFFICE:
            return Reply(words.say("Your role here was taken away."))
        where = aimak.name(words.language)
        return Reply(
            words.say("You no longer work here for {aimak}. The answers you kept stay with the office.", aimak=where)
        )

    await notices.tell(store, to=member.person_id, kind="removed", object_id=member.id, at=at, say=say)


async def set_title(store: Store, *, title: str, by: Person, at: int) -> None:
    """Keeps what the residents of an aimak are told of who answered: a post, not necessarily a name.

    Raises NotAllowed without a role in the aimak somebody is at, WordsMissing for a title that names nothing.
    """
    if all(standing.aimak_id != by.aimak_id for standing in await list_standings(store, by)):
        raise NotAllowed("set_title")
    await store.roles.set_title(by.id, by.aimak_id, in_words(title))
    await record(store, "set_title", by=by, aimak_id=by.aimak_id, at=at)


async def set_name(store: Store, *, name: str, by: Person, at: int) -> None:
    """Keeps how somebody of an office is called among their colleagues. Raises NotAllowed without a role, WordsMissing."""
    await permit(store, by=by, act=Act.ANSWER, aimak_id=by.aimak_id)
    await store.people.set_name(by.id, in_words(name))
    await record(store, "set_name", by=by, aimak_id=by.aimak_id, at=at)


async def find_own(store: Store, *, by: Person) -> Member | None:
    """How the office somebody works in knows them; None where they work in none."""
    return await store.roles.find_member_of(by.id, by.aimak_id) if by.aimak_id is not None else None


async def list_late(store: Store, *, by: Person, aimak_id: int, at: int) -> list[tuple[Member | None, int]]:
    """Who of an office has how many late answers, the most first; last what nobody has who works there. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SEE_TEAM, aimak_id=aimak_id)
    also = await store.aimaks.list_within(aimak_id)
    members = {member.person_id: member for member in await store.roles.list_members(aimak_id)}
    counted = await store.lists.count_late(aimak_id, also=also, today=find_day(at))
    late = [(members[taker], n) for taker, n in counted if taker in members]
    untaken = sum(n for taker, n in counted if taker not in members)
    return [*late, *([(None, untaken)] if untaken else [])]


async def set_approval(store: Store, *, aimak_id: int, approves: bool, by: Person | None, at: int) -> None:
    """Makes answers wait for the head, or leave at once. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SET_APPROVAL, aimak_id=aimak_id)
    await store.aimaks.set_head_approves(aimak_id, approves)
    await record(store, Act.SET_APPROVAL, by=by, aimak_id=aimak_id, at=at, approves=approves)
