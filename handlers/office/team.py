"""Joining an office by an invite, and the head's list of who works there."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act, NotAllowed, Role, may
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LABEL
from bot.language.kyrgyz import clean, quote
from bot.office import residents, staff
from bot.office.hearings import group_owners
from bot.office.messenger_accounts import links
from bot.office.reads import list_titles, office_lists, public
from bot.office.wording.notices import N_
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import come_in, show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from storage.roles import Member


class Team(AtWork):
    """Who works in the office, and how it works."""

    open = State()
    one = State()
    invite = State()
    late = State()
    groups = State()


ROLES = {
    Role.STAFF: N_("staff of the ayil okmotu"),
    Role.HEAD: N_("head of the ayil okmotu"),
    Role.ADMIN: N_("administrator"),
    Role.OBSERVER: N_("observer of the commission"),
    Role.INTAKE: N_("intake of proposals"),
    Role.JUROR: N_("juror of a contest"),
}


@dataclass(frozen=True)
class ChosenMember(Memory):
    """Who of the office is looked at."""

    member: int = 0


async def use_invite(talk: Talk, key: str) -> Reply:
    """Uses an invite's token or code; a member of an office is then asked for their post."""
    try:
        standing = await staff.join(talk.store, key=key, by=talk.person, at=talk.now)
    except staff.TooManyTries:
        return put_above(talk.say("Too many codes were tried. Please try again in an hour."), await show_here(talk))
    except staff.InviteUnknown:
        return put_above(
            talk.say("This invite is not valid: it was used, or is too old. Ask for a new one."), await show_here(talk)
        )
    except staff.HasRoleAlready:
        return put_above(talk.say("You have this role already."), await show_here(talk))
    if standing.aimak_id is not None:
        aimak = await public.read_aimak(talk.store, id=standing.aimak_id)
        talk.person = replace(talk.person, aimak_id=aimak.id)
        where = aimak.name(talk.words.language)
        said = talk.say("You are now {role}: {aimak}.", role=_say_role(talk, standing.role), aimak=where)
    else:
        said = talk.say("You are now {role}.", role=_say_role(talk, standing.role))
    if standing.role in {Role.STAFF, Role.HEAD} and standing.aimak_id is not None:
        n, _ = await office_lists.count_overdue(talk.store, by=talk.person, aimak_id=standing.aimak_id, at=talk.now)
        if n:
            said = f"{said} {list_titles.say_awaiting(talk.words, n)}"
        return put_above(said, await talk.ask(Desk.title))
    return put_above(said, await come_in(talk))


PAGES = paged(desk, Team.open)
GROUPS = paged(desk, Team.groups, leave=Team.open, key="groups_page")


@desk.on(choice="team")
async def on_team_wanted(talk: Talk) -> Reply:
    """Lists who works in the office."""
    await PAGES.begin(talk)
    return await _show(talk)


async def _show(talk: Talk) -> Reply:
    return await talk.ask(Team.open)


@desk.screen(Team.open)
async def ask_team(talk: Talk) -> Reply:
    """The members, and what can be done."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    if aimak is None:
        raise NotAllowed
    members = await staff.list_team(talk.store, by=talk.person, aimak_id=aimak.id)
    page = await PAGES.of(talk, members)
    approval = (
        talk.say("Answers wait for the head: yes") if aimak.head_approves else talk.say("Answers wait for the head: no")
    )
    people = len({member.person_id for member in members})  # some have two roles
    lines = [talk.say_n("{n} person has a role here.", "{n} people have a role here.", people), approval]
    choices = [Choice(f"member:{member.id}", _name(talk, member, members)) for member in page.rows]
    without, with_head = (
        talk.make_choice("approval:no", "Without the head"),
        talk.make_choice("approval:yes", "The head approves"),
    )
    late = talk.make_choice("late_by", "Who is late")
    beside = (
        late,
        talk.make_choice("team_invite", "Invite"),
        talk.make_choice("team_groups", "Groups"),
        without if aimak.head_approves else with_head,
    )
    return Reply("\n".join(lines), tuple(choices), (*beside, *page.ways(talk)))


@desk.on(Team.open, choice="team_groups")
async def on_groups_wanted(talk: Talk) -> Reply:
    """Shows the groups of the office."""
    await GROUPS.begin(talk)
    return await talk.ask(Team.groups)


@desk.screen(Team.groups)
async def show_groups(talk: Talk) -> Reply:
    """Each group with who reads there; pressed, it becomes that of the staff, or of residents again."""
    found = await group_owners.list_groups(talk.store, aimak_id=int(talk.person.aimak_id or 0), by=talk.person)
    if not found:
        return Reply(
            talk.say("The bot is in no group yet: add it to one, and it asks who reads there."), ways=list_ways(talk)
        )
    page = await GROUPS.of(talk, found)
    choices = []
    for group in page.rows:
        title = clean(group.title)
        of_staff = talk.say("{title}: our staff alone", title=quote(title, 60))
        of_residents = talk.say("{title}: residents too", title=quote(title, 60))
        id, line = ("group_residents", of_staff) if group.of_staff else ("group_staff", of_residents)
        choices.append(Choice(f"{id}:{group.peer_id}", title[:LABEL], (title,), line=line))
    return Reply(talk.say("Who reads in each group? Press one to change it."), tuple(choices), page.ways(talk))


@desk.on(choice="late_by")
async def on_late_wanted(talk: Talk) -> Reply:
    """Shows who is late, and with how many answers."""
    return await talk.ask(Team.late)


@desk.screen(Team.late)
async def show_late(talk: Talk) -> Reply:
    """Each who took something late, by name and count; what nobody has taken stands apart."""
    aimak_id = int(talk.person.aimak_id or 0)
    late = await staff.list_late(talk.store, by=talk.person, aimak_id=aimak_id, at=talk.now)
    members = await _list_members(talk)
    if not late:
        return Reply(talk.say("Nobody is late."), ways=list_ways(talk))
    every = sum(n for _, n in late)
    lines = [talk.say_n("{n} answer is late.", "{n} answers are late.", every)]
    lines += [
        f"{_name(talk, member, members) if member else talk.say('Nobody has taken it')} · {talk.words.number(n)}"
        for member, n in late
    ]
    standings = await staff.list_standings(talk.store, talk.person)
    reads = may(standings, Act.READ_QUEUE, aimak_id)
    choices = (talk.make_choice("desk_list:overdue", "Overdue"),) if reads else ()
    return Reply("\n".join(lines), choices, list_ways(talk))


@desk.on(Team.open, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    await PAGES.begin(talk)
    return await talk.ask(Menu.open)


@desk.on(Team.open, choice="approval")
async def on_approval_set(talk: Talk) -> Reply:
    """Makes answers wait for the head, or leave at once."""
    await staff.set_approval(
        talk.store,
        aimak_id=int(talk.person.aimak_id or 0),
        approves=talk.chosen == "yes",
        by=talk.person,
        at=talk.now,
    )
    return await _show(talk)


@desk.on(Team.open, choice="member")
async def on_member_chosen(talk: Talk) -> Reply:
    await replace(ChosenMember.of(talk), member=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Team.one) if await _find_member(talk) else await show_stale(talk)


async def _find_member(talk: Talk) -> Member | None:
    chosen = ChosenMember.of(talk).member
    return next((member for member in await _list_members(talk) if member.id == chosen), None)


async def _list_members(talk: Talk) -> list[Member]:
    return await staff.list_team(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))


@desk.screen(Team.one)
async def ask_member(talk: Talk) -> Reply:
    """One member, who can be removed."""
    member = await _find_member(talk)
    members = await _list_members(talk)
    name = _name(talk, member, members) if member else talk.say("A colleague")
    return Reply(
        talk.say("Remove from the office: {name}?", name=name),
        (talk.make_choice("remove:yes", "Remove"), talk.make_choice("remove:no", "No")),
        list_ways(talk),
    )


@desk.on(Team.one, choice="remove")
async def on_removed(talk: Talk) -> Reply:
    """Takes the role away; it holds from that person's next message on."""
    if talk.chosen != "yes":
        return await _show(talk)
    await staff.remove(talk.store, member_id=ChosenMember.of(talk).member, by=talk.person, at=talk.now)
    return put_above(talk.say("The role is taken away."), await _show(talk))


@desk.on(Team.open, choice="team_invite")
async def on_invite_wanted(talk: Talk) -> Reply:
    """Asks for which role the invite is."""
    return await talk.ask(Team.invite)


@desk.screen(Team.invite)
async def ask_role(talk: Talk) -> Reply:
    return Reply(
        talk.say(
            "For which role is the invite? Whoever takes in proposals enters those of others, and reads nothing else."
        ),
        (
            talk.make_choice("invite_role:staff", "Staff"),
            talk.make_choice("invite_role:head", "Head"),
            talk.make_choice("invite_role:intake", "Intake of proposals"),
        ),
        list_ways(talk),
    )


@desk.on(Team.invite, choice="invite_role")
async def on_role_chosen(talk: Talk) -> Replies:
    """Makes an invite for one person, in a message of its own: a link, its QR code, and ten digits."""
    if talk.chosen not in {Role.STAFF, Role.HEAD, Role.INTAKE}:
        return await show_stale(talk)
    fresh = await staff.invite(
        talk.store, role=Role(talk.chosen), aimak_id=talk.person.aimak_id, by=talk.person, at=talk.now
    )
    link = await links.link(talk.store, fresh.payload, channel=talk.person.channel, aimak_id=talk.person.aimak_id)
    if link is None:
        said = talk.say(
            "Invite for one person, good for 7 days: /start {payload} or the code {code}.",
            payload=fresh.payload,
            code=fresh.code,
        )
        return put_above(said, await _show(talk))
    said = talk.say(
        "Invite for one person, good for 7 days: open {link} or write the code {code} to the bot.",
        link=link,
        code=fresh.code,
    )
    return Reply(said, document={"kind": "qr", "link": link, "form": "photo"}, stays=True), await _show(talk)


@desk.on(Team.one, Team.invite, Team.late, choice=BACK)
async def on_back_to_team(talk: Talk) -> Reply:
    return await _show(talk)


def _say_role(talk: Talk, role: Role) -> str:
    return talk.say(ROLES[role])


def _name(talk: Talk, member: Member, members: list[Member]) -> str:
    # Two that would look the same have their number in the office beside it. Of two roles of one person each is named.
    name = _written(talk, member)
    alike = [one for one in members if one.id != member.id and _written(talk, one) == name]
    if any(one.person_id == member.person_id and one.role != member.role for one in alike):
        name = f"{name} ({talk.say(ROLES[member.role])})"
    return f"{name}, {member.nth}" if any(one.person_id != member.person_id for one in alike) else name


def _written(talk: Talk, member: Member) -> str:
    title = clean(member.title) if member.title else talk.say(ROLES[member.role])
    return f"{clean(member.name)}, {title}" if member.name else title
