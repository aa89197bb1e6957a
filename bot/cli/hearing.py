"""sunush hearing add, list, move, cancel and held: what is announced, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli import hearing_results
from bot.cli.hearing_acts import (
    HEARING_ID,
    do,
    explain_hearing,
    print_moment,
    read_clock,
    read_moment,
)
from bot.cli.running import Number, Refused, find_aimak
from bot.language.in_words.counted import write_counted
from bot.language.kyrgyz import clean

if TYPE_CHECKING:
    from bot.budget.share_of_women import Attendance
    from bot.office.hearings.changes import News
    from storage.hearings import Hearing
    from storage.store import Store

KINDS = ("draft", "execution", "other")


@click.group()
def hearing() -> None:
    """Budget hearings of an aimak: announce, move, cancel, hold, publish the results."""


for command in (hearing_results.hearing_results, hearing_results.hearing_kit, hearing_results.hearing_evidence):
    hearing.add_command(command)

_AIMAK = click.option("--aimak", "code", metavar="CODE", required=True)


@hearing.command("add")
@_AIMAK
@click.option("--kind", type=click.Choice(KINDS), default="draft", show_default=True)
@click.option("--date", "day", required=True, metavar="DATE", help="The day of the hearing, as in 2026-12-16.")
@click.option("--time", "clock", required=True, metavar="TIME", help="Bishkek time, as in 10:00.")
@click.option("--place", required=True)
@click.option("--agenda", default="")
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    help="The budget year; default: the one drafted now, of an execution the one carried out.",
)
@click.option("--send-on", metavar="DATE", help="Send the notice on this day at 9:00; default: at once.")
@click.option("--now", "sent_now", is_flag=True, help="Send it at once though it is night and wakes people.")
@click.option("--sure", is_flag=True, help="Announce it though it is at night, or one like it is announced.")
def hearing_add(
    *,
    code: str,
    kind: str,
    day: str,
    clock: str,
    place: str,
    agenda: str,
    year: int | None,
    send_on: str | None,
    sent_now: bool,
    sure: bool,
) -> None:
    """Announce a hearing; the running bot sends the notice to every subscriber."""
    from bot.budget.hearing import HearingKind, Terms, find_year_heard
    from bot.budget.workdays import find_day

    if send_on and sent_now:
        raise Refused("Give --send-on or --now, not both.")
    heard, starts_at = HearingKind(kind), read_moment(day, *read_clock(clock, sure=sure))
    send_at = read_moment(send_on, 9, 0) if send_on else None

    async def act(store: Store, at: int) -> tuple[Hearing, dict[tuple[str, str], int], int | None]:
        import uuid

        from bot.office import years
        from bot.office.hearings import hearings
        from storage.queue.broadcasts import BroadcastKind

        aimak = await find_aimak(store, code)
        if send_at is not None and at < starts_at and not at <= send_at < starts_at:
            raise Refused("The notice leaves on --send-on at 9:00: that must lie ahead, and before the hearing.")
        announcement = hearings.Announcement(
            key=uuid.uuid4().hex,
            kind=heard,
            terms=Terms(starts_at, place, agenda),
            budget_year=year
            or find_year_heard(heard, on=find_day(starts_at), current=years.find_current_year(aimak, at=at)),
            send_at=send_at,
        )
        made, _ = await hearings.announce(
            store, announcement=announcement, by=None, aimak_id=aimak.id, at=at, sure=sure
        )
        if send_at is None and not sent_now:
            await _must_be_day(store, at)
        audience = await store.broadcasts.count_audience(BroadcastKind.NOTICE, aimak_id=aimak.id, hearing_id=made.id)
        return made, audience, await hearings.is_late(store, starts_at=starts_at, at=send_at or at)

    made, audience, late = do(act)
    click.echo(f"hearing {made.id}: {print_moment(made.terms.starts_at)}, {clean(made.terms.place)}")
    for (channel, language), people in sorted(audience.items()):
        click.echo(f"  to be told: {channel}, {language}: {people}")
    if not audience:
        click.echo("  nobody has subscribed to notices yet")
    if late is not None:
        click.echo(f"The notice is out {write_counted(late, 'day')} before the hearing: that is late.", err=True)


async def _must_be_day(store: Store, at: int) -> None:
    from bot.budget.workdays import find_day
    from bot.office.rules import read_rules

    quiet = (await read_rules(store, find_day(at))).quiet
    if quiet.covers(at):
        raise Refused(
            f"It is night until {quiet.end}:00, and the notice would wake people: give --send-on DATE, or --now to send "
            "it all the same."
        )


@hearing.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
def hearing_list(code: str | None) -> None:
    """List the hearings: number, state, when, where."""

    async def act(store: Store, _at: int) -> list[tuple[str, Hearing]]:
        aimak_id = (await find_aimak(store, code)).id if code is not None else None
        codes = {one.id: one.code for one in await store.aimaks.list_all(practice=True)}
        return [(codes[one.aimak_id], one) for one in await store.hearings.list_of_aimak(aimak_id, limit=10_000)]

    found = do(act)
    for aimak, one in found:
        moved = f" (moved {one.revision - 1})" if one.revision > 1 else ""
        click.echo(
            f"{one.id:>6}  {aimak:16} {one.kind.value:9} {one.state.value + moved:20} "
            f"{print_moment(one.terms.starts_at)}  {clean(one.terms.place)}"
        )
    if not found:
        click.echo("No hearing yet: «sunush hearing add» announces one.", err=True)


@hearing.command("move")
@HEARING_ID
@click.option("--date", "day", metavar="DATE")
@click.option("--time", "clock", metavar="TIME")
@click.option("--place")
@click.option("--sure", is_flag=True, help="Move it though it is at night.")
def hearing_move(number: int, day: str | None, clock: str | None, place: str | None, sure: bool) -> None:
    """Move a hearing; what is not named stays. Subscribers are told old and new, if they were told of it at all."""
    from dataclasses import replace

    given = read_clock(clock, sure=sure) if clock else None

    async def act(store: Store, at: int) -> tuple[Hearing, News]:
        from bot.budget.workdays import move_to_bishkek
        from bot.office.hearings import changes, hearings

        found = await hearings.authorised(store, id=number, by=None)
        before = found.terms
        was = move_to_bishkek(before.starts_at)
        starts_at = read_moment(day or f"{was:%Y-%m-%d}", *(given or (was.hour, was.minute)))
        terms = replace(before, starts_at=starts_at, place=place if place is not None else before.place)
        if place is not None and place != before.place:
            terms = replace(terms, latitude=None, longitude=None)
        news = await changes.compose_news(store, hearing=found, terms=terms)
        return await changes.move(store, id=number, terms=terms, by=None, at=at), news

    made, news = do(act, explain_hearing, number)
    click.echo(f"hearing {made.id}: {print_moment(made.terms.starts_at)}, {clean(made.terms.place)}")
    if news.own:
        click.echo("The notice had the office's own words; it is composed anew from the facts.", err=True)


@hearing.command("cancel")
@HEARING_ID
def hearing_cancel(number: int) -> None:
    """Cancel a hearing; subscribers are told."""

    async def act(store: Store, at: int) -> Hearing:
        from bot.office.hearings import changes

        return await changes.cancel(store, id=number, by=None, at=at)

    click.echo(f"hearing {do(act, explain_hearing, number).id}: cancelled")


@hearing.command("held")
@HEARING_ID
@click.option("--women", type=Number(0, 100_000))
@click.option("--men", type=Number(0, 100_000))
def hearing_held(number: int, women: int | None, men: int | None) -> None:
    """Note that a hearing was held, and who came."""
    if (women is None) != (men is None):
        raise Refused("Give both --women and --men, or neither.")

    async def act(store: Store, at: int) -> Attendance | None:
        from bot.budget.hearing import HearingState
        from bot.office.hearings import attendance, changes, hearings

        found = await hearings.authorised(store, id=number, by=None)
        if found.state not in {HearingState.HELD, HearingState.PUBLISHED}:
            await changes.hold(store, id=number, by=None, at=at)
        if women is not None and men is not None:
            return await attendance.count_people(store, id=number, women=women, men=men, whole=True, by=None, at=at)
        return await store.hearings.find_attendance(number)

    came = do(act, explain_hearing, number)
    said = (
        f", {write_counted(came.people, 'person', 'people')}, {came.percent_women:.1f} % women"
        if came
        else ", nobody counted yet"
    )
    click.echo(f"hearing {number}: held{said}")
