"""sunush hearing, sunush broadcast and sunush hearings: hearings, their notices, and the figures over the years."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from bot.cli.running import (
    Number,
    Refused,
    day_of_text,
    entered_aimak,
    progress_bar,
    run,
    settings,
    unanswered,
    write_bytes,
)
from bot.language.kyrgyz import shown

KINDS = ("draft", "execution", "other")


def _clock(text: str, *, sure: bool) -> tuple[int, int]:
    """The time of a hearing as the chat reads it: 2 is 14:00; one at night must be meant."""
    from bot.language.times import TimeUnreadable, is_at_night, parse_hearing_time

    try:
        hour, minute = parse_hearing_time(text)
    except TimeUnreadable:
        raise Refused(f"«{text}» is no time: write it as in 10:00.") from None
    if is_at_night(hour) and not sure:
        raise Refused(f"«{text}» is {hour}:{minute:02}, at night: give another --time, or add --sure.")
    return hour, minute


def _moment(day: str, hour: int, minute: int) -> int:
    from bot.budget.workdays import BISHKEK, ms

    return ms(datetime.combine(day_of_text(day), time(hour, minute), BISHKEK))


def _told(at: int) -> str:
    from bot.export.spreadsheet import moment

    return moment(at) or ""


async def hearing_stands(store: Any, number: int) -> str:
    """Why something cannot be done with a hearing, and what can."""
    from bot.budget.hearing import HearingState

    found = await store.hearings.get(number)
    if found is None:
        return f"There is no hearing {number}: «sunush hearing list» shows those there are."
    match found.state:
        case HearingState.CANCELLED:
            return f"Hearing {number} is cancelled: «sunush hearing add» announces another one."
        case HearingState.HELD:
            return f"Hearing {number} was held and stays as it is: «sunush hearing results {number}» publishes its results."
        case HearingState.PUBLISHED:
            return f"The results of hearing {number} are published: «--dry-run» prints them, nothing changes any more."
    when = _told(found.terms.starts_at)
    return f"Hearing {number} of {when} was not held yet: «sunush hearing held {number}» notes it, from that day on."


async def _broadcast_stands(store: Any, number: int) -> str:
    found = await store.broadcasts.get(number)
    if found is None:
        return f"There is no broadcast {number}: «sunush broadcast list» shows those there are."
    return f"Broadcast {number} is over ({found.state.value}): «sunush broadcast list» shows those that are not."


def _done(act: Any, stands: Any = None, number: int = 0) -> Any:
    """Runs one act of the office on the store, given the time; what it refuses becomes one line.

    stands says of the hearing or the broadcast with that number why the act cannot be done.
    """
    from bot.budget.attendance import MOST_PEOPLE, AttendanceUnreadable
    from bot.budget.hearing import LONGEST_AGENDA, InThePast, NothingChanged, NotPossibleNow, PlaceMissing
    from bot.budget.permissions import NotAllowed
    from bot.budget.proposal import TextTooLong
    from bot.office.broadcasts.broadcasts import OverAlready
    from bot.office.hearings.hearings import AnnouncedAlready
    from bot.office.years import DayOutOfOrder, Unanswered

    async def work() -> Any:
        from bot.app import now, opened

        async with opened(settings()) as office:
            try:
                return await office.database.write(lambda store: act(store, now()))
            except (NotAllowed, NotPossibleNow, OverAlready) as error:
                raise Refused(await office.database.read(lambda store: stands(store, number))) from error

    try:
        return run(work())
    except AnnouncedAlready as error:
        one = error.hearing
        raise Refused(
            f"Hearing {one.id} is like it: {_told(one.terms.starts_at)}, {shown(one.terms.place)}. To announce this one "
            "as well add --sure."
        ) from error
    except InThePast as error:
        raise Refused("The hearing must lie ahead, within two years: give another --date or --time.") from error
    except PlaceMissing as error:
        raise Refused("--place must say where the hearing is.") from error
    except TextTooLong as error:
        which = "The agenda" if error.limit == LONGEST_AGENDA else "The place"
        raise Refused(f"{which} is too long: at most {error.limit} characters fit.") from error
    except NothingChanged as error:
        raise Refused("Nothing has changed: give another --date, --time or --place.") from error
    except AttendanceUnreadable as error:
        raise Refused(f"Give --women and --men as they were counted: at most {MOST_PEOPLE} together.") from error
    except Unanswered as error:
        raise unanswered(error.labels) from error
    except DayOutOfOrder as error:
        raise Refused("The results come after the hearing, and not on a day to come: give another --on.") from error


@click.group()
def hearing() -> None:
    """Budget hearings of an aimak: announce, move, cancel, hold, publish the results."""


_ID = click.argument("number", type=Number(1, 2**62), metavar="ID")
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
    from bot.budget.hearing import HearingKind, Terms, year_heard
    from bot.budget.workdays import day_of

    if send_on and sent_now:
        raise Refused("Give --send-on or --now, not both.")
    heard, starts_at = HearingKind(kind), _moment(day, *_clock(clock, sure=sure))
    send_at = _moment(send_on, 9, 0) if send_on else None

    async def act(store: Any, at: int) -> Any:
        import uuid

        from bot.office import years
        from bot.office.hearings import hearings
        from storage.queue.broadcasts import BroadcastKind

        aimak = await entered_aimak(store, code)
        if send_at is not None and at < starts_at and not at <= send_at < starts_at:
            raise Refused("The notice leaves on --send-on at 9:00: that must lie ahead, and before the hearing.")
        announcement = hearings.Announcement(
            key=uuid.uuid4().hex,
            kind=heard,
            terms=Terms(starts_at, place, agenda),
            budget_year=year or year_heard(heard, on=day_of(starts_at), current=years.current_year(aimak, at=at)),
            send_at=send_at,
        )
        made, _ = await hearings.announce(
            store, announcement=announcement, by=None, aimak_id=aimak.id, at=at, sure=sure
        )
        if send_at is None and not sent_now:
            await _must_be_day(store, at)
        audience = await store.broadcasts.audience(BroadcastKind.NOTICE, aimak_id=aimak.id, hearing_id=made.id)
        return made, audience, await hearings.is_late(store, starts_at=starts_at, at=send_at or at)

    made, audience, late = _done(act)
    click.echo(f"hearing {made.id}: {_told(made.terms.starts_at)}, {shown(made.terms.place)}")
    for (channel, language), people in sorted(audience.items()):
        click.echo(f"  to be told: {channel}, {language}: {people}")
    if not audience:
        click.echo("  nobody has subscribed to notices yet")
    if late is not None:
        click.echo(f"The notice is out {late} days before the hearing: that is late.", err=True)


async def _must_be_day(store: Any, at: int) -> None:
    from bot.budget.workdays import day_of
    from bot.office.rules import rules_on

    quiet = (await rules_on(store, day_of(at))).quiet
    if quiet.covers(at):
        raise Refused(
            f"It is night until {quiet.end}:00, and the notice would wake people: give --send-on DATE, or --now to send "
            "it all the same."
        )


@hearing.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
def hearing_list(code: str | None) -> None:
    """List the hearings: number, state, when, where."""

    async def act(store: Any, _at: int) -> Any:
        aimak_id = (await entered_aimak(store, code)).id if code is not None else None
        codes = {one.id: one.code for one in await store.aimaks.all()}
        return [(codes[one.aimak_id], one) for one in await store.hearings.of_aimak(aimak_id, limit=10_000)]

    found = _done(act)
    for aimak, one in found:
        moved = f" (moved {one.revision - 1})" if one.revision > 1 else ""
        click.echo(
            f"{one.id:>6}  {aimak:16} {one.kind.value:9} {one.state.value + moved:20} "
            f"{_told(one.terms.starts_at)}  {shown(one.terms.place)}"
        )
    if not found:
        click.echo("No hearing yet: «sunush hearing add» announces one.", err=True)


@hearing.command("move")
@_ID
@click.option("--date", "day", metavar="DATE")
@click.option("--time", "clock", metavar="TIME")
@click.option("--place")
@click.option("--sure", is_flag=True, help="Move it though it is at night.")
def hearing_move(number: int, day: str | None, clock: str | None, place: str | None, sure: bool) -> None:
    """Move a hearing; what is not named stays. Subscribers are told old and new, if they were told of it at all."""
    from dataclasses import replace

    given = _clock(clock, sure=sure) if clock else None

    async def act(store: Any, at: int) -> Any:
        from bot.budget.workdays import bishkek
        from bot.office.hearings import hearings

        found = await hearings.opened(store, id=number, by=None)
        before = found.terms
        was = bishkek(before.starts_at)
        starts_at = _moment(day or f"{was:%Y-%m-%d}", *(given or (was.hour, was.minute)))
        terms = replace(before, starts_at=starts_at, place=place if place is not None else before.place)
        if place is not None and place != before.place:
            terms = replace(terms, latitude=None, longitude=None)
        news = await hearings.news_of_move(store, hearing=found, terms=terms)
        return await hearings.move(store, id=number, terms=terms, by=None, at=at), news

    made, news = _done(act, hearing_stands, number)
    click.echo(f"hearing {made.id}: {_told(made.terms.starts_at)}, {shown(made.terms.place)}")
    if news.own:
        click.echo("The notice had the office's own words; it is composed anew from the facts.", err=True)


@hearing.command("cancel")
@_ID
def hearing_cancel(number: int) -> None:
    """Cancel a hearing; subscribers are told."""

    async def act(store: Any, at: int) -> Any:
        from bot.office.hearings import hearings

        return await hearings.cancel(store, id=number, by=None, at=at)

    click.echo(f"hearing {_done(act, hearing_stands, number).id}: cancelled")


@hearing.command("held")
@_ID
@click.option("--women", type=Number(0, 100_000))
@click.option("--men", type=Number(0, 100_000))
def hearing_held(number: int, women: int | None, men: int | None) -> None:
    """Note that a hearing was held, and who came."""
    if (women is None) != (men is None):
        raise Refused("Give both --women and --men, or neither.")

    async def act(store: Any, at: int) -> Any:
        from bot.budget.hearing import HearingState
        from bot.office.hearings import hearings

        found = await hearings.opened(store, id=number, by=None)
        if found.state not in {HearingState.HELD, HearingState.PUBLISHED}:
            await hearings.hold(store, id=number, by=None, at=at)
        if women is not None and men is not None:
            return await hearings.count_people(store, id=number, women=women, men=men, whole=True, by=None, at=at)
        return await store.hearings.attendance(number)

    came = _done(act, hearing_stands, number)
    said = f", {came.people} people, {came.percent_women:.1f} % women" if came else ", nobody counted yet"
    click.echo(f"hearing {number}: held{said}")


@hearing.command("results")
@_ID
@click.option("--on", "day", metavar="DATE", help="The day they were published; default: today.")
@click.option("--table", metavar="PLACE", help="Where the table of decisions hangs for all to see.")
@click.option(
    "--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text printed."
)
@click.option("--dry-run", is_flag=True, help="Only print what would go out.")
@click.option("--sure", is_flag=True, help="Publish though proposals have no answer yet, or the same was sent lately.")
def hearing_results(
    *, number: int, day: str | None, table: str | None, language: str, dry_run: bool, sure: bool
) -> None:
    """Publish the results: every subscriber gets one digest, and decisions count for criterion 6 from then on."""
    on = day_of_text(day) if day is not None else None

    async def act(store: Any, at: int) -> Any:
        from bot.budget.hearing import HearingKind
        from bot.chat.texts import Words
        from bot.office.broadcasts.broadcasts import SentLately
        from bot.office.hearings import hearings
        from bot.office.years import Unanswered

        found = await hearings.opened(store, id=number, by=None)
        if not dry_run:
            same = await hearings.same_results(store, found, at=at)
            try:
                found = await hearings.publish_results(
                    store, id=number, table_place=table, by=None, at=at, on=on, sure=sure
                )
            except Unanswered as error:
                raise Refused(" ".join([unanswered(error.labels).message, *_sent_lately(same)])) from error
            except SentLately as error:
                raise Refused(" ".join([*_sent_lately(same), "To send them again add --sure."])) from error
        text = (await hearings.digest(store, found))(Words(language))
        if found.kind is HearingKind.EXECUTION:
            return text, 0
        counts = await hearings.results_of(store, aimak_id=found.aimak_id, year=found.budget_year)
        return text, counts.unanswered

    text, waiting = _done(act, hearing_stands, number)
    click.echo(text)
    if waiting:
        click.echo(f"{waiting} proposals have no answer yet.", err=True)


def _sent_lately(same: Any) -> list[str]:
    return [f"The results of hearing {same.id}, with the same figures, were sent a short while ago."] if same else []


@hearing.command("kit")
@_ID
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="A new file.")
def hearing_kit(number: int, output: Path) -> None:
    """Write the papers for the hall as one PDF: sign-in sheet, slips, proposals, hand-out, minutes, code to scan."""
    _new_file(output, ".pdf")

    async def act(store: Any, _at: int) -> Any:
        from bot.budget.hearing import HearingState, NotPossibleNow
        from bot.export.hearing_files import kit_of, link_of
        from bot.office.hearings import hearings

        found = await hearings.opened(store, id=number, by=None)
        if found.state is HearingState.CANCELLED:
            raise NotPossibleNow
        return await kit_of(store, found), await link_of(store, number)

    made, link = _done(act, hearing_stands, number)
    write_bytes(output, made)
    click.echo(f"{output}: {len(made) // 1024} kB")
    if link is None:
        click.echo("No code to scan is in it: it needs the bot's name, known after «sunush run» has started.", err=True)


@hearing.command("evidence")
@_ID
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
def hearing_evidence(number: int, language: str) -> None:
    """Print criteria 1 and 2 of one hearing: how people were told and reached, and who came."""

    async def act(store: Any, _at: int) -> Any:
        from bot.chat.texts import Words
        from bot.office.criteria import criteria_1_2
        from bot.office.hearings import hearings

        found = await hearings.opened(store, id=number, by=None)
        return criteria_1_2.lines(Words(language), await criteria_1_2.campaign(store, found))

    click.echo("\n".join(_done(act, hearing_stands, number)))


def _new_file(path: Path, ending: str) -> None:
    if path.suffix.lower() != ending:
        raise Refused(f"{path} does not end in {ending}: name it so.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}: make it first, or name another.")
    if path.exists():
        raise Refused(f"{path} is there already: name a new file.")


@click.group()
def broadcast() -> None:
    """Notices to many: how far each has come; pause, go on, cancel."""


@broadcast.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
def broadcast_list(code: str | None) -> None:
    """List the latest broadcasts: number, hearing, kind, state, how many were reached."""

    async def act(store: Any, _at: int) -> Any:
        aimak_id = (await entered_aimak(store, code)).id if code is not None else None
        found = await store.broadcasts.of_aimak(aimak_id)
        return [(one, await store.broadcasts.progress(one.id)) for one in found]

    found = _done(act)
    for one, progress in found:
        click.echo(
            f"{one.id:>6}  hearing {one.hearing_id:<5} {one.kind.value:10} {one.state.value:10} "
            f"{_told(one.starts_at)}  {progress.reached}/{progress.people}"
        )
    if not found:
        click.echo("Nothing was broadcast yet: «sunush hearing add» announces a hearing.", err=True)


@broadcast.command("show")
@_ID
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--follow", is_flag=True, help="Show a progress bar until it is over.")
def broadcast_show(number: int, language: str, form: str, follow: bool) -> None:
    """Show how far a broadcast has come: reached, waiting, and not reached by reason."""

    async def act(store: Any, at: int) -> Any:
        from bot.office.broadcasts import reach

        one, progress = await reach.show(store, id=number, by=None)
        return one, progress, await reach.leaves_at(store, one, at=at)

    one, progress, leaves = _done(act, _broadcast_stands, number)
    if follow:
        run(_followed(number))
        one, progress, leaves = _done(act, _broadcast_stands, number)
    if form == "json":
        figures = {"reached": progress.reached, "waiting": progress.waiting, "not_reached": progress.not_reached}
        click.echo(json.dumps({"id": one.id, "kind": one.kind.value, "state": one.state.value, **figures}, indent=2))
        return
    from bot.chat.texts import Words
    from bot.office.wording.broadcast_progress import progress_text

    click.echo(progress_text(Words(language), one, progress, leaves=leaves))


async def _followed(number: int) -> None:
    import asyncio

    from bot.app import opened

    async with opened(settings()) as office:
        one = await office.database.read(lambda store: store.broadcasts.get(number))
        progress = await office.database.read(lambda store: store.broadcasts.progress(number))
        with progress_bar(f"broadcast {number}", max(progress.people, 1)) as bar:
            while one is not None and one.finished_at is None:
                progress = await office.database.read(lambda store: store.broadcasts.progress(number))
                bar.length = max(progress.people, 1)
                bar.update(progress.people - progress.waiting - bar.pos)
                await asyncio.sleep(1)
                one = await office.database.read(lambda store: store.broadcasts.get(number))


def _changes(name: str, said: str, help: str) -> None:
    @broadcast.command(name, help=help)
    @_ID
    def change(number: int) -> None:
        async def act(store: Any, at: int) -> Any:
            from bot.office.broadcasts import broadcasts

            return await getattr(broadcasts, name)(store, id=number, by=None, at=at)

        click.echo(f"broadcast {_done(act, _broadcast_stands, number).id}: {said}")


@broadcast.command("send")
@_ID
@click.option("--sure", is_flag=True, help="Send it though the same was sent lately.")
def broadcast_send(number: int, sure: bool) -> None:
    """Send a notice of a hearing to come, or results that were stopped, once more."""

    async def act(store: Any, at: int) -> Any:
        from bot.office.broadcasts import broadcasts

        try:
            return await broadcasts.send_again(store, id=number, by=None, at=at, sure=sure)
        except broadcasts.SentLately as error:
            raise Refused(f"Broadcast {number} was sent a short while ago: to send it again add --sure.") from error
        except broadcasts.OverAlready as error:
            raise Refused(f"Broadcast {number} cannot be sent again: only notices of a hearing to come, or results or a "
                          "cancellation that were stopped.") from error  # fmt: skip

    click.echo(f"broadcast {_done(act, _broadcast_stands, number).id}: being sent")


_changes("pause", "paused", "Stop a broadcast until it goes on.")
_changes("resume", "goes on", "Let a paused broadcast go on.")
_changes("cancel", "cancelled", "End a broadcast; who was not reached yet is not.")


@click.group("hearings")
def hearings_group() -> None:
    """All hearings together."""


@hearings_group.command("stats")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak's own hearings beside the republic's.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw the chart into a new file.")
def hearings_stats(code: str | None, language: str, chart: Path | None) -> None:
    """Print hearings and people by year: the republic's table, and what this install has held."""
    if chart is not None:
        _new_file(chart, ".png")

    async def act(store: Any, _at: int) -> Any:
        from bot.export.hearing_files import chart_of, stats_text

        aimak_id = (await entered_aimak(store, code)).id if code is not None else None
        drawn = await chart_of(store, language, aimak_id=aimak_id) if chart is not None else b""
        return await stats_text(store, language, aimak_id=aimak_id), drawn

    text, drawn = _done(act)
    click.echo(text)
    if chart is not None:
        write_bytes(chart, drawn)
        click.echo(str(chart))
