"""sunush invite and sunush year: who works in an office, and the facts of its budget year."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.running import Refused, do_act, find_aimak, read_day, refuse_unanswered
from bot.language.kyrgyz import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.office.messenger_accounts.links import Door
    from bot.office.staff import FreshInvite
    from storage.aimaks import Aimak
    from storage.roles import Member
    from storage.store import Store
    from storage.years import BudgetYear


@click.command()
@click.option("--aimak", "code", metavar="CODE", help="Whose office; an admin or observer without it sees every aimak.")
@click.option("--role", type=click.Choice(["staff", "head", "admin", "observer", "intake", "juror"]), required=True)
def invite(code: str | None, role: str) -> None:
    """Invite one person. It prints the payload of a link and a code of ten digits, good for 7 days and one use."""
    from bot.budget.permissions import Role

    if code is None and role in {"staff", "head", "intake"}:
        raise Refused("--aimak CODE must say whose office it is; «sunush aimak list» shows the codes.")
    if code is not None and role in {"admin", "juror"}:
        raise Refused(f"{'An admin' if role == 'admin' else 'A juror'} serves the whole install: leave out --aimak.")

    async def act(store: Store, at: int) -> tuple[FreshInvite, list[Door]]:
        from bot.office import staff
        from bot.office.messenger_accounts import links

        aimak_id = (await find_aimak(store, code)).id if code is not None else None
        fresh = await staff.invite(store, role=Role(role), aimak_id=aimak_id, by=None, at=at)
        return fresh, await links.list_doors(store, fresh.payload, aimak_id=aimak_id, local=True)

    fresh, doors = do_act(act)
    for door in doors:
        click.echo(f"{door.channel:<14}{door.link}")
    click.echo(f"link payload  {fresh.payload}")
    click.echo(f"typed code    {fresh.code}")
    click.echo(
        f"good until    {datetime.fromtimestamp(fresh.expires_at / 1000, UTC):%Y-%m-%d %H:%M} UTC, for one person"
    )


@click.group()
def team() -> None:
    """Who works in an office, or for the whole install."""


@team.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Whose office; without it all offices and the whole install.")
def team_list(code: str | None) -> None:
    """List who has a role: its number, the role, the aimak and the post."""

    async def read(store: Store, _at: int) -> list[tuple[str, Member]]:
        if code is not None:
            return [("", one) for one in await store.roles.list_members((await find_aimak(store, code)).id)]
        everybody = [("", one) for one in await store.roles.list_members(None)]
        for aimak in await store.aimaks.list_all(practice=True):
            everybody += [(aimak.code, one) for one in await store.roles.list_members(aimak.id)]
        return everybody

    members = do_act(read, writes=False)
    for place, member in members:
        where = f" ({place})" if place else ""
        click.echo(f"{member.id:>6}  {member.role:10}{clean(member.title or member.name or '-')}{where}")
    if not members:
        click.echo("Nobody has a role there: «sunush invite» gives one.", err=True)


@team.command("remove")
@click.argument("number", type=click.IntRange(1, 2**62), metavar="ID")
def team_remove(number: int) -> None:
    """Take a role away; ID is the number that «sunush team list» shows."""
    from bot.budget.permissions import NotAllowed

    async def act(store: Store, at: int) -> Member:
        from bot.office import staff

        return await staff.remove(store, member_id=number, by=None, at=at)

    try:
        member = do_act(act)
    except NotAllowed as error:
        raise Refused(f"There is no role {number}: «sunush team list» shows those there are.") from error
    click.echo(f"{member.id} is taken away: {member.role}")


@click.group()
def year() -> None:
    """The budget year of an aimak: its hearing, its results, the totals of the draft."""


_AIMAK = click.option("--aimak", "code", metavar="CODE", required=True)
_YEAR = click.option(
    "--year", "number", type=click.IntRange(2000, 2100), help="Default: the one proposals are made for."
)


@year.command("set")
@_AIMAK
@_YEAR
@click.option("--hearing", metavar="DATE", help="The day of the hearing, as in 2026-12-16.")
@click.option("--attendance", type=click.IntRange(1, 100_000), help="How many people came.")
@click.option("--revenue", type=click.IntRange(0), help="The draft's revenue in som.")
@click.option("--spending", type=click.IntRange(0), help="The draft's spending in som.")
@click.option("--head-approves", type=click.Choice(["yes", "no"]), help="Whether answers wait for the head.")
def year_set(
    *,
    code: str,
    number: int | None,
    hearing: str | None,
    attendance: int | None,
    revenue: int | None,
    spending: int | None,
    head_approves: str | None,
) -> None:
    """Enter facts of a budget year; what is not named stays as it is."""
    day = read_day(hearing) if hearing is not None else None
    if all(fact is None for fact in (day, attendance, revenue, spending, head_approves)):
        raise Refused("Say what to enter: --hearing, --attendance, --revenue, --spending or --head-approves.")

    async def act(store: Store, aimak: Aimak, number: int, at: int) -> None:
        from bot.office import staff, years

        if head_approves is not None:
            await staff.set_approval(store, aimak_id=aimak.id, approves=head_approves == "yes", by=None, at=at)
        await years.set_year(
            store, aimak_id=aimak.id, year=number, by=None, at=at, hearing_on=day, attendance=attendance,
            draft_revenue=revenue, draft_spending=spending,
        )  # fmt: skip

    _show(*_do(code, number, act))


@year.command("results")
@_AIMAK
@_YEAR
@click.option("--on", "on", metavar="DATE", required=True, help="The day the results were published.")
@click.option("--table", metavar="PLACE", help="Where the table of decisions is posted for all to see.")
@click.option("--sure", is_flag=True, help="Enter it though proposals have no answer yet.")
def year_results(code: str, number: int | None, on: str, table: str | None, sure: bool) -> None:
    """Enter the day the hearing's results were published: decisions count from that day on."""
    day = read_day(on)

    async def act(store: Store, aimak: Aimak, number: int, at: int) -> None:
        from bot.office import years

        await years.publish_results(
            store, aimak_id=aimak.id, year=number, on=day, table_place=table, by=None, at=at, sure=sure
        )

    _show(*_do(code, number, act))


@year.command("show")
@_AIMAK
@_YEAR
def year_show(code: str, number: int | None) -> None:
    """Show what is known of a budget year."""

    async def act(store: Store, aimak: Aimak, number: int, at: int) -> None:
        return None

    _show(*_do(code, number, act))


def _do(
    code: str, number: int | None, act: Callable[[Store, Aimak, int, int], Awaitable[None]]
) -> tuple[Aimak, BudgetYear]:
    from bot.budget.proposal import AmountOutOfRange, TextTooLong
    from bot.language.letters import WordsMissing
    from bot.office.years import DayOutOfOrder, DayOutOfRange, Unanswered

    async def inside(store: Store, at: int) -> tuple[Aimak, BudgetYear]:
        from bot.office import years

        aimak = await find_aimak(store, code)
        wanted = number or years.find_current_year(aimak, at=at)
        await act(store, aimak, wanted, at)
        return await store.aimaks.get(aimak.id), await store.years.get(aimak.id, wanted)

    try:
        done = do_act(inside)
    except Unanswered as error:
        raise refuse_unanswered(error.labels) from error
    except DayOutOfOrder as error:
        raise Refused("The results come after the hearing and not on a day to come: mend --on or --hearing.") from error
    except DayOutOfRange as error:
        raise Refused("A day lies in the years 2000 to 2100: mend --on or --hearing.") from error
    except TextTooLong as error:
        raise Refused(f"--table is too long: at most {error.limit} characters.") from error
    except WordsMissing as error:
        raise Refused("--table must name a place in words: a board, a page, a site.") from error
    except AmountOutOfRange as error:
        raise Refused("A total is between 0 and 1 000 000 000 000 som.") from error
    return done


def _show(aimak: Aimak, facts: BudgetYear) -> None:
    shown = {
        "aimak": f"{aimak.code} ({aimak.name('ky')})",
        "budget year": facts.year,
        "hearing": facts.hearing_on,
        "attendance": facts.attendance,
        "results": facts.results_on,
        "table of decisions": facts.table_place,
        "revenue, som": facts.draft_revenue,
        "spending, som": facts.draft_spending,
        "head approves": "yes" if aimak.head_approves else "no",
    }
    for name, value in shown.items():
        click.echo(f"{name:20}{'-' if value is None else value}")
