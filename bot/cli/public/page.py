"""sunush page: the public page of an aimak turned on and off, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.running import Refused, do_act, find_aimak

if TYPE_CHECKING:
    from bot.office.public.switch import Switch
    from storage.store import Store

_TURNED = {"on": True, "off": False}


@click.command("page")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose page.")
@click.option("--contact", metavar="TEXT", help="Whom to ask for something to be taken down; empty: the office.")
@click.argument("what", type=click.Choice(["on", "off", "status"]), default="status")
def page(code: str, contact: str | None, what: str) -> None:
    """Turn an aimak's public page on or off, as its head does in the chat, or say how it stands."""
    from bot.budget.proposal import TextTooLong
    from bot.language.letters import WordsMissing
    from bot.office.public.switch import ContactUnreadable

    async def act(store: Store, at: int) -> tuple[Switch, int]:
        from bot.office.public import looks, switch

        aimak = await find_aimak(store, code)
        if aimak.merged_into_id is not None:
            into = await store.aimaks.get(aimak.merged_into_id)
            raise Refused(f"{code} has become part of {into.code}: its page is that of {into.code}.")
        if contact is not None:
            await switch.set_contact(store, aimak_id=aimak.id, contact=contact or None, by=None, at=at)
        if what in _TURNED:
            await switch.set_page(store, aimak_id=aimak.id, is_on=_TURNED[what], by=None, at=at)
        shown = await switch.show_page(store, aimak_id=aimak.id, by=None)
        return shown, await looks.count_to_look(store, aimak_id=aimak.id, by=None)

    try:
        shown, waiting = do_act(act)
    except ContactUnreadable as error:
        raise Refused(
            "--contact cannot be called: write it as 0312 61 23 45, or an e-mail address, or a place."
        ) from error
    except WordsMissing as error:
        raise Refused("--contact must name somebody: a telephone, an e-mail address or a place.") from error
    except TextTooLong as error:
        raise Refused(f"--contact is too long: at most {error.limit} characters.") from error
    click.echo(f"{code}: the page is {'on' if shown.is_on else 'off'}")
    click.echo(f"address  {shown.address or '- (SUNUSH_WEB_URL is not set, or «sunush run» has not started since)'}")
    click.echo(f"contact  {shown.contact or '-'}")
    if shown.changed_at is not None:
        click.echo(f"changed  {datetime.fromtimestamp(shown.changed_at / 1000, UTC):%Y-%m-%d %H:%M} UTC")
    if waiting:
        click.echo(f"texts that wait for a clerk's look  {waiting}")
