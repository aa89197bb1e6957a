"""The played month of `sunush demo` in a browser: served from its own folder, on this computer alone."""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.app import Office, now
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.office import staff
from bot.office.public import switch
from bot.office.reads import public
from bot.service.serve import serve
from bot.service.trying.demo import AIMAK
from bot.service.trying.first_run import Ways
from bot.settings import LISTEN, Settings, WebSettings
from storage.store import Store

PAUSE = 20 * 60_000  # milliseconds from the last act to the first who looks in


def list_settings(settings: Settings, folder: Path) -> Settings:
    """The settings by which a played folder is served: of an install's own nothing but the port."""
    return replace(
        Settings(folder / "data", f"sqlite:///{folder / 'data' / 'sunush.db'}", folder / "sunush.key", take_back=0),
        web=WebSettings(listen=_keep_to_this_computer(settings.web), chat="1"),
    )


def _keep_to_this_computer(web: WebSettings) -> str:
    host, port = web.address
    try:
        is_ours = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_ours = False
    return web.listen if is_ours else f"{LISTEN.partition(':')[0]}:{port}"


async def serve_played(settings: Settings, *, ended: int, say: Callable[[str], object]) -> None:
    """Serves a played folder until the process is asked to stop. Raises CannotStart.

    Its clock goes on from the end of the play (ms UTC). What is to come there is still to come.
    """
    ahead = ended + PAUSE - now()
    clock = partial(_tell_time, ahead)
    await serve(settings, say=say, begin=partial(_prepare, settings.data_dir.parent, clock), wall=clock)


def _tell_time(ahead: int) -> int:
    return now() + ahead


async def _prepare(folder: Path, clock: Callable[[], int], office: Office) -> Ways:
    async def prepare(store: Store) -> Ways:
        aimak = await public.find_aimak_by_code(store, code=AIMAK)
        assert aimak is not None  # the play has entered it
        await switch.begin_samples(store, at=clock())
        invite = await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=clock())
        today = f"In this village it is {find_day(clock()):%d.%m.%Y}: its clock goes on from the end of the play."
        files = f"All of it lies in {folder}: remove that folder, and it is gone. Ctrl-C stops."
        return Ways(aimak.code, invite.payload, (today, files))

    return await office.database.write(prepare)
