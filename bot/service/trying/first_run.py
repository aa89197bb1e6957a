"""What `sunush run` does where no messenger is set up. It enters sample aimaks, and says where to look in a browser."""

from dataclasses import dataclass

from bot.app import Office, now
from bot.budget.permissions import Role
from bot.office import staff
from bot.office.aimaks import add_samples
from bot.office.public import switch
from bot.office.reads import public
from bot.settings import Settings
from storage.store import Store

SAMPLE = "kokjar"
_NEXT = (
    "To go on: your own aimak by «sunush aimak add», or many by «sunush aimak import FILE»: the samples then go.",
    "Telegram: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN, and start again. Ctrl-C stops.",
)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where somebody can look who has just begun."""

    code: str
    invite: str  # the payload of a link for one clerk; empty where the office is here already
    next_steps: tuple[str, ...] = _NEXT


async def prepare_first_run(office: Office) -> Ways | None:
    """Enters the samples with their pages into an empty install, and invites a clerk. None where aimaks were entered."""

    async def prepare(store: Store) -> Ways | None:
        await add_samples(store)
        aimak = await public.find_aimak_by_code(store, code=SAMPLE)
        if aimak is None or not aimak.sample:
            return None
        await switch.begin_samples(store, at=now())
        if await public.has_office(store, aimak_id=aimak.id):
            return Ways(aimak.code, "")
        invite = await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())
        return Ways(aimak.code, invite.payload)

    return await office.database.write(prepare)


def say_ways(settings: Settings, ways: Ways) -> str:
    """The lines that are printed."""
    base = settings.web.url or settings.web.local_url
    chat = f"{base}/chat/{ways.code}"
    lines = [
        "Sunush runs on this computer. Open in a browser:",
        f"  a resident writes here:       {chat}",
        f"  everybody reads here:         {base}/{ways.code}",
        *([f"  a clerk comes in here, once:  {chat}#{ways.invite}"] if ways.invite else []),
        *(["                                (in a private window, or both are one person)"] if ways.invite else []),
    ]
    return "\n".join([*lines, *ways.next_steps])
