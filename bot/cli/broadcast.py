"""sunush broadcast: how far each broadcast has come; pause it, let it go on, cancel it, send it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.cli.hearing_acts import HEARING_ID, do, explain_broadcast, print_moment
from bot.cli.running import Refused, find_aimak, progress_bar, run, settings

if TYPE_CHECKING:
    from storage.queue.broadcasts import Broadcast, Progress
    from storage.store import Store


@click.group()
def broadcast() -> None:
    """Notices to many: how far each has come; pause, go on, cancel."""


@broadcast.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
def broadcast_list(code: str | None) -> None:
    """List the latest broadcasts: number, hearing, kind, state, how many were reached."""

    async def act(store: Store, at: int) -> list[tuple[Broadcast, Progress, int]]:
        from bot.office.broadcasts import reach

        aimak_id = (await find_aimak(store, code)).id if code is not None else None
        found = await store.broadcasts.of_aimak(aimak_id)
        return [
            (one, await store.broadcasts.progress(one.id), await reach.leaves_at(store, one, at=at) or one.starts_at)
            for one in found
        ]

    found = do(act)
    for one, progress, leaves in found:
        click.echo(
            f"{one.id:>6}  hearing {one.hearing_id:<5} {one.kind.value:10} {one.state.value:10} "
            f"{print_moment(leaves)}  {progress.reached}/{progress.people}"
        )
    if not found:
        click.echo("Nothing was broadcast yet: «sunush hearing add» announces a hearing.", err=True)


@broadcast.command("show")
@HEARING_ID
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--follow", is_flag=True, help="Show a progress bar until it is over.")
def broadcast_show(number: int, language: str, form: str, follow: bool) -> None:
    """Show how far a broadcast has come: reached, waiting, and not reached by reason."""

    async def act(store: Store, at: int) -> tuple[Broadcast, Progress, int | None]:
        from bot.office.broadcasts import reach

        one, progress = await reach.show(store, id=number, by=None)
        return one, progress, await reach.leaves_at(store, one, at=at)

    one, progress, leaves = do(act, explain_broadcast, number)
    if follow:
        run(_follow(number))
        one, progress, leaves = do(act, explain_broadcast, number)
    if form == "json":
        figures = {"reached": progress.reached, "waiting": progress.waiting, "not_reached": progress.not_reached}
        click.echo(json.dumps({"id": one.id, "kind": one.kind.value, "state": one.state.value, **figures}, indent=2))
        return
    from bot.chat.texts import Words
    from bot.office.wording.broadcast_progress import progress_text

    click.echo(progress_text(Words(language), one, progress, leaves=leaves))


async def _follow(number: int) -> None:
    import asyncio

    from bot.app import open_install

    async with open_install(settings()) as office:
        one = await office.database.read(lambda store: store.broadcasts.get(number))
        progress = await office.database.read(lambda store: store.broadcasts.progress(number))
        with progress_bar(f"broadcast {number}", max(progress.people, 1)) as bar:
            while one is not None and one.finished_at is None:
                progress = await office.database.read(lambda store: store.broadcasts.progress(number))
                bar.length = max(progress.people, 1)
                bar.update(progress.people - progress.waiting - bar.pos)
                await asyncio.sleep(1)
                one = await office.database.read(lambda store: store.broadcasts.get(number))


def _add_change(name: str, said: str, help: str) -> None:
    @broadcast.command(name, help=help)
    @HEARING_ID
    def change(number: int) -> None:
        async def act(store: Store, at: int) -> Broadcast:
            from bot.office.broadcasts import broadcasts

            changed: Broadcast = await getattr(broadcasts, name)(store, id=number, by=None, at=at)
            return changed

        click.echo(f"broadcast {do(act, explain_broadcast, number).id}: {said}")


@broadcast.command("send")
@HEARING_ID
@click.option("--sure", is_flag=True, help="Send it though the same was sent lately.")
@click.option("--now", "sent_now", is_flag=True, help="Send it at once though it is night and wakes people.")
def broadcast_send(number: int, sure: bool, sent_now: bool) -> None:
    """Send a notice of a hearing to come, or results that were stopped, once more."""

    async def act(store: Store, at: int) -> Broadcast:
        from bot.office.broadcasts import broadcasts

        try:
            if await store.broadcasts.get(number) is not None:
                await _by_day(store, at, sent_now=sent_now)
            return await broadcasts.send_again(store, id=number, by=None, at=at, sure=sure)
        except broadcasts.SentLately as error:
            raise Refused(f"Broadcast {number} was sent a short while ago: to send it again add --sure.") from error
        except broadcasts.OverAlready as error:
            raise Refused(f"Broadcast {number} cannot be sent again: only notices of a hearing to come, or results or a "
                          "cancellation that were stopped.") from error  # fmt: skip

    click.echo(f"broadcast {do(act, explain_broadcast, number).id}: being sent")


async def _by_day(store: Store, at: int, *, sent_now: bool) -> None:
    """Raises Refused where it is night and nobody said that people may be woken."""
    from bot.budget.workdays import day_of
    from bot.office.rules import read_rules

    quiet = (await read_rules(store, day_of(at))).quiet
    if quiet.covers(at) and not sent_now:
        raise Refused(f"It is night until {quiet.end}:00, and this would wake people: wait, or add --now.")


_add_change("pause", "paused", "Stop a broadcast until it goes on.")


@broadcast.command("resume")
@HEARING_ID
@click.option("--now", "sent_now", is_flag=True, help="Let one go on at night that does not wait for the morning.")
def broadcast_resume(number: int, sent_now: bool) -> None:
    """Let a paused broadcast go on."""

    async def act(store: Store, at: int) -> Broadcast:
        from bot.office.broadcasts import broadcasts

        paused = await store.broadcasts.get(number)
        if paused is not None and paused.by_hand and paused.finished_at is None:
            await _by_day(store, at, sent_now=sent_now)
        return await broadcasts.resume(store, id=number, by=None, at=at)

    click.echo(f"broadcast {do(act, explain_broadcast, number).id}: goes on")


_add_change("cancel", "cancelled", "End a broadcast; who was not reached yet is not.")
