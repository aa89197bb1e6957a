"""What `sunush run` does where no messenger is set up. It enters sample aimaks, and says where to look in a browser."""

from dataclasses import dataclass

from bot.app import Office, now
from bot.budget.permissions import Role
from bot.config import Settings
from bot.office import staff
from bot.office.aimaks import add_samples
from bot.office.public import switch
from bot.office.reads import public
from storage.store import Store

SAMPLE = "kokjar"


@dataclass(frozen=True, slots=True)
class Ways:
    """Where somebody can look who has just begun."""

    code: str
    invite: str  # the payload of a link for one clerk; empty where the office is here already


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
    chat = f"{settings.web.url or f'http://{settings.web.listen}'}/chat/{ways.code}"
    lines = [f"A resident writes here:      {chat}"]
    if ways.invite:
        lines.append(f"A clerk comes in here, once: {chat}#{ways.invite}   (in a private window, as somebody else)")
    lines += [
        "The aimaks are samples. Yours: sunush aimak import FILE",
        "Telegram: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN. Ctrl-C stops.",
    ]
    return "\n".join(lines)
