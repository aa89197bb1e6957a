"""Announcing a hearing: it is begun, offered back, or put off. Then come the steps, the papers, the preview and sending."""

import uuid

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.message import LATER, Reply
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.office import residents, staff
from bot.office.reads import public
from bot.office.wording import hearing_words
from handlers.office.date_picker import MonthShown
from handlers.office.hearings.announcing.announcement_draft import (
    AnnouncementDraft,
    Offered,
    announcers,
    go_on,
    read_aimak_id,
)
from handlers.office.hearings.states import Announce
from handlers.office.staff_only import desk
from handlers.shared.guidance import offers_back
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk
from handlers.shared.states import Menu


@desk.on(command="announce")
@desk.on(choice="announce")
async def on_announcing_wanted(talk: Talk) -> Replies:
    """Begins an announcement, or first offers back the one that was not finished."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    await staff.permit(talk.store, by=talk.person, act=Act.ANNOUNCE, aimak_id=aimak.id if aimak else None)
    if AnnouncementDraft.of(talk).kind:
        return await talk.ask(Announce.resume)
    return await _begin(talk)


async def _begin(talk: Talk) -> Reply:
    await AnnouncementDraft(key=uuid.uuid4().hex, aimak=talk.person.aimak_id).keep(talk)
    await Offered.forget(talk)
    await MonthShown.forget(talk)
    return await talk.ask(Announce.kind)


@offers_back
async def offer_announcement(talk: Talk) -> State | None:
    """Offers an unfinished announcement back once to whoever comes in."""
    begun = AnnouncementDraft.of(talk).kind and not Offered.of(talk).announcing_offered
    return Announce.resume if begun else None


@announcers.screen(Announce.resume)
async def ask_resume(talk: Talk) -> Reply:
    """Offers an unfinished announcement back."""
    await Offered(announcing_offered=True).keep(talk)
    return Reply(
        talk.say("A hearing is not announced yet: {what}. Go on with it?", what=await _name_draft(talk)),
        (
            talk.make_choice("hearing_resume:yes", "Yes", means=(Intent.YES,)),
            talk.make_choice("hearing_resume:no", "Erase, a new one", means=(Intent.NO,)),
        ),
        list_ways(talk, back=False, later=True),
    )


async def _name_draft(talk: Talk) -> str:
    kept = AnnouncementDraft.of(talk)
    aimak = await public.read_aimak(talk.store, id=await read_aimak_id(talk))
    what = [
        clean(aimak.name(talk.words.language)),
        talk.say(hearing_words.KIND_BUTTONS[kept.kind]) if kept.kind else "",
        talk.words.long_day(kept.day) if kept.day else "",
        quote(kept.place or "", 60),
    ]
    return ", ".join(filter(None, what))


@announcers.on(Announce.resume, choice="hearing_resume")
async def on_resume_answered(talk: Talk) -> Replies:
    """Goes on where it was left, or begins anew and says what is erased."""
    if AnnouncementDraft.of(talk).is_empty:
        return await _begin(talk)
    if talk.chosen == "yes":
        return await go_on(talk)
    talk.add_remark(talk.say("What was begun is erased: {what}.", what=await _name_draft(talk)))
    return await _begin(talk)


@announcers.on(
    Announce.resume, Announce.kind, Announce.day, Announce.time, Announce.place, Announce.pin, Announce.agenda,
    Announce.papers, Announce.paper, Announce.check, Announce.change, Announce.text, Announce.when, Announce.night,
    Announce.again, choice=LATER,
)  # fmt: skip
async def on_put_off(talk: Talk) -> Reply:
    """Keeps the announcement and returns to the menu."""
    if talk.state.state != Announce.resume:  # what was put off when it was offered back is not offered once more
        await Offered.forget(talk)
    if not AnnouncementDraft.of(talk).kind:
        return await talk.ask(Menu.open)
    await talk.state.set_state(Menu.open)
    return await show_menu_for(
        talk, talk.say("It is kept. Press «{button}» to go on.", button=talk.say("Announce a hearing"))
    )
