"""The accounts that a start finds in the settings. They are kept, and compared with those of the last start."""

from collections.abc import Sequence

import structlog

from bot.channels.contract import Channel
from bot.channels.terminal import NAME as TERMINAL
from bot.install.refused import CannotStart
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served
from bot.office.messengers.diversion import divert_all
from bot.office.wording.outages import tell_gone
from bot.settings import Settings
from storage.store import Store

log = structlog.get_logger(__name__)


async def note_accounts(store: Store, settings: Settings, channels: Sequence[Channel], *, at: int) -> None:
    """Keeps which accounts are served, and tells once of each that is served no more. at is in ms UTC.

    Raises CannotStart where an account is to be for an aimak that nobody entered.
    """
    unknown = await find_unknown_aimak(store, settings)
    if unknown:
        raise CannotStart(unknown)
    await links.keep_web(store, settings.web.url)
    own = {(one.channel, one.account): one.aimak for one in settings.accounts}
    most = {(one.channel, one.account): getattr(one, "notices_a_month", None) for one in settings.accounts}
    served = [
        Served(one.name, one.account, own.get((one.name, one.account), ""), most.get((one.name, one.account)))
        for one in channels
    ]
    before = await listed.list_served(store)
    await listed.keep(store, served)
    away = [(one.channel, one.account) for one in await list_gone(store, served)]
    await store.accounts.note_served([(one.channel, one.account) for one in served], away, at=at)
    for channel, account in away:
        if n := await divert_all(store, channel, account, at=at):
            log.info("what waited at an account that is served no more goes elsewhere", channel=channel, chats=n)
    for gone in await list_gone(store, served, before=before):
        log.warning("an account is served no more", channel=gone.channel, account=gone.account)
        await tell_gone(store, gone, served=served, at=at)


async def find_unknown_aimak(store: Store, settings: Settings) -> str:
    """What is said where an account is to be for an aimak that nobody entered; empty where all are there."""
    for one in settings.accounts:
        if one.aimak and await store.aimaks.find_by_code(one.aimak) is None:
            return (
                f"SUNUSH_CHANNELS_FILE: {settings.channels_file}, [{one.name}]: there is no aimak «{one.aimak}»: «sunush "
                "aimak add» enters it."
            )
    return ""


async def list_gone(store: Store, served: Sequence[Served], *, before: Sequence[Served] = ()) -> list[Served]:
    """Lists the accounts that are not served, of those before; where none were kept, of those anybody ever wrote to."""
    here = {(one.channel, one.account) for one in served}
    known = before or [Served(*one) for one in await store.addresses.list_accounts()]
    return [one for one in known if (one.channel, one.account) not in here and one.channel != TERMINAL]
