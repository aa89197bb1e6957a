"""sunush broadcast: how far each broadcast has come; pause it, let it go on, cancel it, send it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.cli.hearing_acts import HEARING_ID, do, explain_broadcast, print_moment
from bot.cli.running import Number, Refused, find_aimak, make_progress_bar, read_settings, run
from bot.language.kyrgyz import put_in_quotes

if TYPE_CHECKING:
    from storage.queue.broadcasts import Broadcast, Progress
    from storage.store import Store

THEMES = ("water", "roads", "power", "schools", "health", "land", "clean", "money")  # of bot/language/matter/topics.py


@click.group()
def broadcast() -> None:
    """Notices to many: how far each has come; pause, go on, cancel."""


@broadcast.command("list")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
def broadcast_list(code: str | None) -> None:
    """List the latest broadcasts: number, hearing or topics, kind, state, how many were reached."""

    async def act(store: Store, at: int) -> list[tuple[Broadcast, Progress, int]]:
        from bot.office.broadcasts import reach

        aimak_id = (await find_aimak(store, code)).id if code is not None else None
        found = await store.broadcasts.list_of_aimak(aimak_id)
        return [
            (
                one,
                await store.broadcasts.count_progress(one.id),
                await reach.leaves_at(store, one, at=at) or one.starts_at,
            )
            for one in found
        ]

    found = do(act)
    for one, progress, leaves in found:
        about = f"hearing {one.hearing_id}" if one.hearing_id else "topics"
        click.echo(
            f"{one.id:>6}  {about:13} {one.kind.value:10} {one.state.value:10} "
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
    from bot.office.wording.broadcast_progress import say_progress

    click.echo(say_progress(Words(language), one, progress, leaves=leaves))


async def _follow(number: int) -> None:
    import asyncio

    from bot.app import open_install

    async with open_install(read_settings()) as office:
        one = await office.database.read(lambda store: store.broadcasts.get(number))
        progress = await office.database.read(lambda store: store.broadcasts.count_progress(number))
        with make_progress_bar(f"broadcast {number}", max(progress.people, 1)) as bar:
            while one is not None and one.finished_at is None:
                progress = await office.database.read(lambda store: store.broadcasts.count_progress(number))
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
@click.argument("number", type=Number(1, 2**62), metavar="[ID]", required=False)
@click.option("--aimak", "code", metavar="CODE", help="With --village or --theme: the aimak whose office sends it.")
@click.option("--village", "villages", metavar="NAME", multiple=True, help="To those who asked for this village.")
@click.option("--theme", "themes", type=click.Choice(THEMES), multiple=True, help="To those who asked for this theme.")
@click.option("--text", help="With --village or --theme: the words of the notice.")
@click.option("--dry-run", is_flag=True, help="With --village or --theme: only count whom it would reach.")
@click.option("--sure", is_flag=True, help="Send it though the same was sent lately.")
@click.option("--now", "sent_now", is_flag=True, help="With ID: send it at once though it is night and wakes people.")
def broadcast_send(
    *,
    number: int | None,
    code: str | None,
    villages: tuple[str, ...],
    themes: tuple[str, ...],
    text: str | None,
    dry_run: bool,
    sure: bool,
    sent_now: bool,
) -> None:
    """Send a notice of a hearing to come, or results that were stopped, once more: ID.

    Or send a notice of villages and themes to those who asked for any of them: --aimak, --village, --theme, --text.
    Such a one waits until the night is over. Whatever is not a hearing reaches nobody else.
    """
    if number is not None:
        if code is not None or villages or themes or text is not None or dry_run:
            raise Refused("Give the ID of a broadcast, or --aimak with --village or --theme and --text, not both.")
        _send_again(number, sure=sure, sent_now=sent_now)
        return
    if code is None or not (villages or themes) or not (text or dry_run) or sent_now:
        raise Refused("Give the ID of a broadcast, or --aimak with --village or --theme, and --text.")
    _send_topics(code, villages, themes, text or "", dry_run=dry_run, sure=sure)


def _send_topics(
    code: str, villages: tuple[str, ...], themes: tuple[str, ...], text: str, *, dry_run: bool, sure: bool
) -> None:
    async def act(store: Store, at: int) -> tuple[Broadcast | None, int]:
        import uuid

        from bot.budget.proposal import TextTooLong, TextTooShort
        from bot.office.broadcasts import topics
        from bot.office.broadcasts.broadcasts import SentLately

        aimak_id = (await find_aimak(store, code)).id
        chosen = [*themes, *[await _find_village(store, aimak_id, name) for name in villages]]
        people = await topics.count_reached(store, aimak_id=aimak_id, topics=chosen, by=None)
        if dry_run:
            return None, people
        try:
            made = await topics.send(
                store, key=uuid.uuid4().hex, aimak_id=aimak_id, topics=chosen, text=text, by=None, at=at, sure=sure
            )
        except TextTooLong as error:
            raise Refused(f"The text has more than {error.limit} characters: make it shorter.") from error
        except TextTooShort as error:
            raise Refused("The text is empty or very short: say what, where and when in --text.") from error
        except SentLately as error:
            raise Refused("The same was sent a short while ago: to send it again add --sure.") from error
        return made, people

    made, people = do(act)
    if made is None:
        click.echo(f"would reach {people}")
    else:
        click.echo(f"broadcast {made.id}: to {people}")
    if not people:
        click.echo("nobody has asked for notices of this yet", err=True)


async def _find_village(store: Store, aimak_id: int, name: str) -> str:
    """Returns the topic of a village by its name in any language, however it is spelt. Raises Refused."""
    from bot.language.kyrgyz import clean, fold
    from bot.language.latin import to_cyrillic
    from storage.topics import make_village_key

    known, spelt = await store.aimaks.list_villages(aimak_id), {fold(name), fold(to_cyrillic(name))}
    for one in known:
        if not spelt.isdisjoint(map(fold, one.names.values())):
            return make_village_key(one.id)
    names = ", ".join(one.name("ky") for one in known) or "none"
    raise Refused(f"There is no village {put_in_quotes(clean(name))} in this aimak; there are: {names}.")


def _send_again(number: int, *, sure: bool, sent_now: bool) -> None:
    async def act(store: Store, at: int) -> Broadcast:
        from bot.office.broadcasts import broadcasts

        try:
            if await store.broadcasts.get(number) is not None:
                await _spread_by_day(store, at, sent_now=sent_now)
            return await broadcasts.send_again(store, id=number, by=None, at=at, sure=sure)
        except broadcasts.SentLately as error:
            raise Refused(f"Broadcast {number} was sent a short while ago: to send it again add --sure.") from error
        except broadcasts.OverAlready as error:
            raise Refused(f"Broadcast {number} cannot be sent again: only notices of a hearing to come, or results or a "
                          "cancellation that were stopped.") from error  # fmt: skip

    click.echo(f"broadcast {do(act, explain_broadcast, number).id}: being sent")


async def _spread_by_day(store: Store, at: int, *, sent_now: bool) -> None:
    """Raises Refused where it is night and nobody said that people may be woken."""
    from bot.budget.workdays import find_day
    from bot.office.rules import read_rules

    quiet = (await read_rules(store, find_day(at))).quiet
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
            await _spread_by_day(store, at, sent_now=sent_now)
        return await broadcasts.resume(store, id=number, by=None, at=at)

    click.echo(f"broadcast {do(act, explain_broadcast, number).id}: goes on")


_add_change("cancel", "cancelled", "End a broadcast; who was not reached yet is not.")
