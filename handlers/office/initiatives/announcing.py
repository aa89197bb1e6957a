"""«Демилгелер»: the calls of an aimak, and a new one in four short steps with its preview."""

import uuid
from dataclasses import replace
from datetime import date

from bot.budget.initiative.call import CallTermsWrong, Regime, Terms
from bot.budget.permissions import Act
from bot.budget.proposal import parse_amount
from bot.budget.workdays import find_day
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.office import residents, staff
from bot.office.initiatives import calls, judging
from bot.office.initiatives.words import BASES, REGIMES
from bot.office.rules import find_end_of_night
from bot.office.wording.notices import N_
from handlers.office.date_picker import MonthShown, asks_for_day
from handlers.office.initiatives.memory import Announcing, CallDesk, CallDraft, initiative_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from storage.initiatives.calls import Call

_BUTTONS = {Regime.LOCAL: N_("Small local grant"), Regime.STATE: N_("State subsidy")}


@initiative_desk.on(choice="initiative_desk", opens=True)
async def on_desk_wanted(talk: Talk) -> Reply:
    """Lists the calls. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.SEE_INITIATIVES, aimak_id=talk.person.aimak_id)
    await PAGES.begin(talk)
    return await talk.ask(CallDesk.calls)


PAGES = paged(initiative_desk, CallDesk.calls, leave=Menu.open, key="calls_page")


@initiative_desk.screen(CallDesk.calls)
async def ask_which_call(talk: Talk) -> Reply:
    """Lists the calls, the newest first; with none it says how to begin."""
    aimak_id = int(talk.person.aimak_id or 0)
    found = await judging.list_calls(talk.store, aimak_id=aimak_id, by=talk.person)
    page = await PAGES.of(talk, found)
    new = (talk.make_choice("call_new", "New call"),)
    if not found:
        said = talk.say("No call for initiatives was announced yet. Press «{button}» to begin.", button=new[0].title)
        return Reply(said, ways=(*new, *list_ways(talk)))
    choices = tuple(
        Choice(f"call_one:{call.id}", talk.say("Call {n}", n=call.number), line=say_call(talk, call))
        for call in page.rows
    )
    table = talk.make_choice("initiatives_table", "Excel")
    return Reply(talk.say("Calls for local initiatives:"), choices, page.ways(talk, *new, table))


@initiative_desk.on(CallDesk.calls, choice="initiatives_table")
async def on_table_wanted(talk: Talk) -> Replies:
    """Sends all initiatives as a spreadsheet, without names. Raises NotAllowed."""
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.SEE_INITIATIVES, aimak_id=aimak_id)
    await staff.record(talk.store, Act.SEE_INITIATIVES, by=talk.person, aimak_id=aimak_id, at=talk.now, what="table")
    document = {"kind": "initiatives", "aimak_id": aimak_id, "language": talk.words.language}
    said = talk.say("The initiatives of this office, without names.")
    return Reply(said, document=document, stays=True), await talk.ask(CallDesk.calls)


def say_call(talk: Talk, call: Call) -> str:
    """A call in one line: its number, regime, largest sum, last day, whether it is closed."""
    said = talk.say(
        "Call {n}: {regime}, up to {sum}, until {day}",
        n=call.number, regime=talk.say(REGIMES[call.terms.regime]), sum=talk.words.som(call.terms.largest),
        day=talk.words.long_day(call.terms.last_day),
    )  # fmt: skip
    return talk.say("{call} (closed)", call=said) if call.closed_at is not None else said


@initiative_desk.on(choice="call_new")
async def on_new_call(talk: Talk) -> Reply:
    """Begins a call. Raises NotAllowed."""
    await staff.permit(talk.store, by=talk.person, act=Act.CALL, aimak_id=talk.person.aimak_id)
    await CallDraft(key=uuid.uuid4().hex).keep(talk)
    await MonthShown.forget(talk)
    return await talk.ask(Announcing.regime)


@initiative_desk.screen(Announcing.regime)
async def ask_regime(talk: Talk) -> Reply:
    choices = tuple(
        replace(talk.make_choice(f"call_regime:{one}", title), line=f"{talk.say(title)}. {talk.say(BASES[one])}")
        for one, title in _BUTTONS.items()
    )
    return Reply(talk.say("1/4. Under which rules is the money given?"), choices, list_ways(talk))


@initiative_desk.on(Announcing.regime, choice="call_regime")
async def on_regime_chosen(talk: Talk) -> Reply:
    if talk.chosen not in set(Regime):
        return await show_stale(talk)
    await replace(CallDraft.of(talk), regime=Regime(talk.chosen)).keep(talk)
    return await talk.ask(Announcing.largest)


@initiative_desk.screen(Announcing.largest)
async def ask_largest(talk: Talk) -> Reply:
    said = talk.say("2/4. What is the largest sum of one initiative, in som? For example: 50 000.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@initiative_desk.on(Announcing.largest, kind=Kind.TEXT)
async def on_largest_given(talk: Talk) -> Reply:
    """Keeps the sum. Raises AmountUnreadable."""
    await replace(CallDraft.of(talk), largest=parse_amount(talk.text)).keep(talk)
    return await talk.ask(Announcing.last_day)


async def _ask_last_day(talk: Talk) -> Reply:
    return Reply(
        talk.say("3/4. Until which day may people apply? Press a month, or write the day."), ways=list_ways(talk)
    )


async def _take_last_day(talk: Talk, day: date) -> Reply:
    await replace(CallDraft.of(talk), last_day=day).keep(talk)
    await MonthShown.forget(talk)
    return await talk.ask(Announcing.done_by)


async def _ask_done_by(talk: Talk) -> Reply:
    return Reply(talk.say("4/4. By which day must the work be done?"), ways=list_ways(talk))


async def _take_done_by(talk: Talk, day: date) -> Reply:
    await replace(CallDraft.of(talk), done_by=day).keep(talk)
    await MonthShown.forget(talk)
    return await talk.ask(Announcing.check)


async def _back_to_largest(talk: Talk) -> Reply:
    return await talk.ask(Announcing.largest)


async def _back_to_last_day(talk: Talk) -> Reply:
    return await talk.ask(Announcing.last_day)


asks_for_day(initiative_desk, Announcing.last_day, question=_ask_last_day, given=_take_last_day, back=_back_to_largest)
asks_for_day(initiative_desk, Announcing.done_by, question=_ask_done_by, given=_take_done_by, back=_back_to_last_day)


@initiative_desk.on(Announcing.regime, choice=BACK)
async def on_back_to_calls(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.calls)


@initiative_desk.on(Announcing.largest, choice=BACK)
async def on_back_to_regime(talk: Talk) -> Reply:
    return await talk.ask(Announcing.regime)


@initiative_desk.on(Announcing.check, choice=BACK)
async def on_back_to_done_by(talk: Talk) -> Reply:
    return await talk.ask(Announcing.done_by)


def _read_terms(draft: CallDraft) -> Terms | None:
    if draft.regime is None or draft.last_day is None or draft.done_by is None or not draft.largest:
        return None
    return Terms(draft.regime, draft.largest, draft.last_day, draft.done_by)


@initiative_desk.screen(Announcing.check)
async def ask_to_announce(talk: Talk) -> Reply:
    """Shows the notice as it is read, and whom it reaches."""
    terms = _read_terms(CallDraft.of(talk))
    aimak = await residents.find_aimak(talk.store, talk.person)
    if terms is None or aimak is None:
        return await talk.ask(CallDesk.calls)
    people = await calls.count_reached(talk.store, aimak_id=aimak.id, by=talk.person)
    lines = [
        calls.compose(talk.words, aimak, terms).text,
        talk.say_n("It reaches {n} person.", "It reaches {n} people.", people),
    ]
    hour = await find_end_of_night(talk.store, at=talk.now)
    if hour is not None:
        lines.append(talk.say("It is night: it leaves at {hour}:00.", hour=hour))
    choices = (
        talk.make_choice("call_announce", "Announce", means=(Intent.SEND, Intent.YES)),
        talk.make_choice("call_anew", "Change", means=(Intent.CHANGE,)),
    )
    return Reply("\n\n".join(lines), choices, list_ways(talk))


@initiative_desk.on(Announcing.check, choice="call_anew")
async def on_change_wanted(talk: Talk) -> Reply:
    return await talk.ask(Announcing.regime)


@initiative_desk.on(Announcing.check, choice="call_announce")
async def on_announced(talk: Talk) -> Reply:
    """Announces the call once, and lists the calls. Raises NotAllowed, CallTermsWrong."""
    draft = CallDraft.of(talk)
    terms = _read_terms(draft)
    if terms is None:
        return await show_stale(talk)
    await calls.announce(
        talk.store, key=draft.key, aimak_id=int(talk.person.aimak_id or 0), terms=terms, by=talk.person, at=talk.now
    )
    await CallDraft.forget(talk)
    said = talk.say("The call is announced. Whoever follows notices is told, and it stands in the menu.")
    return put_above(said, await talk.ask(CallDesk.calls))


@initiative_desk.refuses(CallTermsWrong)
async def say_terms_wrong(talk: Talk, refused: CallTermsWrong) -> Reply:
    """Says which part cannot be meant, and asks it once more."""
    match refused.field:
        case "largest":
            said, state = talk.say("This sum is too large or too small."), Announcing.largest
        case "last_day":
            said, state = talk.say("This day is over."), Announcing.last_day
        case _:
            said = talk.say("The work ends after the last day of applications, and within three years.")
            state = Announcing.done_by
    today = talk.words.long_day(find_day(talk.now))
    return put_above(talk.say("{why} Today is {day}.", why=said, day=today), await talk.ask(state))
