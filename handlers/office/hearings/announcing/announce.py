"""Announcing a hearing: it is begun, offered back, or put off. Then come the steps, the papers, the preview and sending."""

import uuid
from datetime import date
from typing import Any

from bot.budget.hearing import HearingKind
from bot.budget.permissions import Act
from bot.chat.message import LATER, Reply
from bot.chat.router import Replies
from bot.chat.typed import NO, YES
from bot.language.kyrgyz import quote, shown
from bot.office import residents, staff
from bot.office.wording import hearing_notices
from handlers.office.hearings.announcing.announcement_draft import aimak_id_of, announcers, go_on, kept_of
from handlers.office.staff_only import desk
from handlers.resident.menu import menu_for
from handlers.shared.states import Announce, Menu
from handlers.shared.talk import Talk, ways


@desk.on(command="announce")
@desk.on(choice="announce")
async def announcing_wanted(talk: Talk) -> Replies:
    """Begins an announcement, or first offers back the one that was not finished."""
    aimak = await residents.aimak_of(talk.store, talk.person)
    await staff.permit(talk.store, by=talk.person, act=Act.ANNOUNCE, aimak_id=aimak.id if aimak else None)
    if (await kept_of(talk)).get("kind"):
        return await talk.ask(Announce.resume)
    return await _begin(talk)


async def _begin(talk: Talk) -> Reply:
    begun: dict[str, Any] = {"key": uuid.uuid4().hex, "aimak": talk.person.aimak_id, "files": []}
    await talk.state.update_data(announcing=begun, announcing_offered=None, calendar=None)
    return await talk.ask(Announce.kind)


@announcers.screen(Announce.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Offers an unfinished announcement back."""
    await talk.state.update_data(announcing_offered=True)
    kept = await kept_of(talk)
    aimak = await talk.store.aimaks.get(await aimak_id_of(talk))
    what = [
        shown(aimak.name(talk.words.language)),
        talk.say(hearing_notices.KIND_BUTTONS[HearingKind(kept["kind"])]),
        talk.words.long_day(date.fromisoformat(kept["day"])) if kept.get("day") else "",
        quote(kept.get("place", ""), 60),
    ]
    return Reply(
        talk.say("A hearing is not announced yet: {what}. Go on with it?", what=", ".join(filter(None, what))),
        (
            talk.choice("hearing_resume:yes", "Yes", synonyms=YES),
            talk.choice("hearing_resume:no", "Erase, a new one", synonyms=NO),
        ),
        ways(talk, back=False, later=True),
    )


@announcers.on(Announce.resume, choice="hearing_resume")
async def resume_answered(talk: Talk) -> Replies:
    """Goes on where it was left, or begins anew."""
    if talk.chosen == "yes" and await kept_of(talk):
        return await go_on(talk)
    return await _begin(talk)


@announcers.on(
    Announce.resume, Announce.kind, Announce.day, Announce.time, Announce.place, Announce.pin, Announce.agenda,
    Announce.papers, Announce.paper, Announce.check, Announce.change, Announce.text, Announce.when, Announce.night,
    Announce.again, choice=LATER,
)  # fmt: skip
async def put_off(talk: Talk) -> Reply:
    """Keeps the announcement and returns to the menu."""
    if talk.state.state != Announce.resume:  # what was put off when it was offered back is not offered once more
        await talk.state.update_data(announcing_offered=None)
    if not (await kept_of(talk)).get("kind"):
        return await talk.ask(Menu.open)
    await talk.state.set_state(Menu.open)
    return await menu_for(
        talk, talk.say("It is kept. Press «{button}» to go on.", button=talk.say("Announce a hearing"))
    )
