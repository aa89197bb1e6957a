"""Who works in an office: the list, an invite, a role taken away, whether the head approves answers."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, Role
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office import staff
from bot.office.desk import sign_in
from bot.office.messenger_accounts import links
from bot.office.staff import FreshInvite
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab, lead
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.papers.listed import find_place
from bot.web.desk.refused import choose_status
from storage.aimaks import Aimak
from storage.roles import Member
from storage.store import Store

PATH = f"{sign_in.PATH}/team"
TAB = Tab(PATH, N_("The staff"), Act.SEE_TEAM)
ROLES = {
    Role.STAFF: N_("staff of the ayil okmotu"),
    Role.HEAD: N_("head of the ayil okmotu"),
    Role.ADMIN: N_("administrator"),
    Role.OBSERVER: N_("observer of the commission"),
    Role.INTAKE: N_("intake of proposals"),
    Role.JUROR: N_("juror of a contest"),
}
INVITED = (Role.STAFF, Role.HEAD, Role.INTAKE)


@dataclass(frozen=True, slots=True)
class Team:
    """Who works in an office, how many late answers each has taken (by person; None: nobody has), an invite's link."""

    aimak: Aimak
    members: list[Member]
    late: dict[int | None, int]
    link: str | None


async def on_team(desk: Desk, seen: Seen, request: Request) -> Response:
    """Who works in the office."""
    return await _show(desk, seen, request, request.query_params.get("aimak", "")[:32])


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    code: str,
    *,
    fresh: FreshInvite | None = None,
    asked: int = 0,
    alert: str = "",
) -> Response:
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> Team | None:
        aimak = await find_place(store, seen, code, Act.SEE_TEAM)
        if aimak is None:
            return None
        link = None
        if fresh is not None:
            link = await links.link(store, fresh.payload, channel=seen.person.channel, aimak_id=aimak.id)
        members = await staff.list_team(store, by=seen.person, aimak_id=aimak.id)
        late = await staff.list_late(store, by=seen.person, aimak_id=aimak.id, at=at)
        return Team(aimak, members, {one.person_id if one else None: n for one, n in late}, link)

    team = await desk.office.database.read(read)
    return await desk.show(
        seen, request, "team/team.html", title=words.say("The staff"), alert=alert,
        status=choose_status(alert),
        fresh=_say_fresh(words, fresh, team.link if team else None),
        roles=[(one.value, words.say(ROLES[one])) for one in INVITED],
        **_say_team(words, team, seen, asked=asked),
    )  # fmt: skip


def _say_team(words: Words, team: Team | None, seen: Seen, *, asked: int) -> dict[str, Any]:
    late = team.late if team else {}
    members = team.members if team else []
    people = len({one.person_id for one in members})  # some have two roles
    untaken = late.get(None, 0)
    approves = bool(team and team.aimak.head_approves)
    return {
        "code": team.aimak.code if team else "",
        "named": team.aimak.name(words.language) if team else "",
        "rows": [_say_member(words, one, seen, late=late.get(one.person_id, 0), asked=asked) for one in members],
        "people": words.say_n("{n} person has a role here.", "{n} people have a role here.", people),
        "untaken": words.say_n("{n} late answer is taken by nobody.", "{n} late answers are taken by nobody.", untaken)
        if untaken
        else "",
        "approves": approves,
        "said": {
            "remove": words.say("Remove"),
            "sure": words.say("Is this role really taken away?"),
            "yes": words.say("Yes, remove"),
            "no": words.say("No"),
            "invite": words.say("Invite"),
            "invite_about": words.say("An invite is for one person, and good for 7 days."),
            "role": words.say("For which role"),
            "fresh": words.say("The invite is shown once. Copy it now:"),
            "approval": words.say("Answers wait for the head: yes")
            if approves
            else words.say("Answers wait for the head: no"),
            "approve": words.say("The head approves"),
            "without": words.say("Without the head"),
        },
    }


def _say_member(words: Words, member: Member, seen: Seen, *, late: int, asked: int) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": clean(member.name) if member.name else "",
        "title": show_as_written(words, member.title) if member.title else "",
        "role": words.say(ROLES[member.role]),
        "late": words.say_n("{n} answer is late.", "{n} answers are late.", late) if late else "",
        "asked": member.id == asked,
        "own": member.person_id == seen.person.id,
        "here": member.aimak_id is not None,
    }


def _say_fresh(words: Words, fresh: FreshInvite | None, link: str | None) -> list[str]:
    if fresh is None:
        return []
    return [link or f"/start {fresh.payload}", words.say("Or the code: {code}", code=fresh.code)]


async def _find_aimak_id(desk: Desk, seen: Seen, code: str, act: Act) -> int:
    async def read(store: Store) -> int:
        aimak = await find_place(store, seen, code, act)
        await staff.permit(store, by=seen.person, act=act, aimak_id=aimak.id if aimak else -1)
        return aimak.id if aimak else -1

    return await desk.office.database.read(read)


async def on_invited(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Makes an invite; it stands on this page alone, since only its hash is kept."""
    code, at = form["aimak"][:32], desk.clock()
    if form["role"] not in set(INVITED):
        return lead(f"{PATH}?aimak={code}" if code.isalnum() and code.isascii() else PATH)
    aimak_id = await _find_aimak_id(desk, seen, code, Act.INVITE)
    role = Role(form["role"])
    fresh = await desk.office.database.write(
        lambda store: staff.invite(store, role=role, aimak_id=aimak_id, by=seen.person, at=at)
    )
    return await _show(desk, seen, request, code, fresh=fresh)


async def on_removed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a role away, once it was asked; it holds from that person's next request on."""
    id, code, at = form.read_id("id"), form["aimak"][:32], desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, code, asked=id)
    back = f"{PATH}?aimak={code}" if code.isalnum() and code.isascii() else PATH

    async def act(store: Store) -> str:
        await staff.remove(store, member_id=id, by=seen.person, at=at)
        return back

    return await desk.do_once(seen, form, act)


async def on_approval(desk: Desk, seen: Seen, _: Request, form: Form) -> Response:
    """Makes answers wait for the head, or leave at once."""
    code, at = form["aimak"][:32], desk.clock()
    aimak_id = await _find_aimak_id(desk, seen, code, Act.SET_APPROVAL)

    async def act(store: Store) -> str:
        await staff.set_approval(store, aimak_id=aimak_id, approves=form["approves"] == "yes", by=seen.person, at=at)
        return f"{PATH}?aimak={code}" if code.isalnum() and code.isascii() else PATH

    return await desk.do_once(seen, form, act)


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.SEE_TEAM, on_team),
    DeskAct(f"{PATH}/invite", Act.INVITE, on_invited),
    DeskAct(f"{PATH}/remove", Act.REMOVE, on_removed),
    DeskAct(f"{PATH}/approval", Act.SET_APPROVAL, on_approval),
)
