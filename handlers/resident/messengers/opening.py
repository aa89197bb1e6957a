"""A code that was opened: what it would join is said, and nothing happens before a yes."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.language.refusal import Refusal
from bot.office import residents, staff
from bot.office.messengers import codes, own_messengers
from bot.office.messengers.names import name_messenger
from bot.office.wording.notices import N_
from handlers.resident.states import Messengers
from handlers.shared.guidance import come_in, show_here
from handlers.shared.router import Talk, router
from handlers.shared.states import Start


@dataclass(frozen=True)
class Offered(Memory):
    """Whose code (person id) was opened, when it was made (ms UTC), and the state in which it was opened."""

    offered_by: int = 0
    offered_at: int = 0
    before_offer: str | None = None


async def open_code(talk: Talk, key: str) -> Reply:
    """Asks whoever opened or typed a code; before they have a language that is chosen first."""
    try:
        offer = await codes.open_code(talk.store, key=key, by=talk.person, at=talk.now)
    except staff.TooManyTries:
        return put_above(talk.say("Too many codes were tried. Please try again in an hour."), await show_here(talk))
    before = Offered.of(talk).before_offer if talk.state.state == Messengers.offer else talk.state.state
    await Offered(offer.owner.id, offer.made_at, before).keep(talk)
    return await talk.ask(Start.language if talk.person.language is None else Messengers.offer)


@router.screen(Messengers.offer)
async def ask_offer(talk: Talk) -> Reply:
    """Names both messengers, the aimak, and what follows; never who made the code."""
    offer = await _find(talk)
    there, here = name_messenger(offer.owner.channel), name_messenger(talk.person.channel)
    aimak = await residents.find_aimak(talk.store, offer.owner)
    named = quote(aimak.name(talk.words.language)) if aimak is not None else "—"
    lines = [
        talk.say("A code was made in {there} (ayil aimak {aimak}) to join it with {here}.", there=there, aimak=named,
                 here=here),
        talk.say("Joined, your proposals and their answers are seen in both."),
        talk.say("Did somebody else send you the code? Press «{button}», or they would see all of yours.",
                 button=talk.words.title("It was not me")),
    ]  # fmt: skip
    if talk.person.aimak_id is not None and talk.person.aimak_id != offer.owner.aimak_id:
        lines.insert(2, talk.say("Language and ayil aimak stay as they are in each."))
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("join_sure:yes", "Join them", means=(Intent.YES,)),
            talk.make_choice("join_sure:no", "It was not me", means=(Intent.NO, Intent.LATER)),
        ),
        list_ways(talk),
    )


async def _find(talk: Talk) -> codes.Offer:
    kept = Offered.of(talk)
    return await codes.find_offer(
        talk.store, made_at=kept.offered_at, owner_id=kept.offered_by, by=talk.person, at=talk.now
    )


@router.on(Messengers.offer, choice="join_sure")
async def on_offer_answered(talk: Talk) -> Reply:
    """Joins, or asks in the first messenger as well, or leaves both as they are."""
    kept = Offered.of(talk)
    if talk.chosen != "yes":
        return put_above(talk.say("All right, nothing is joined."), await _leave(talk))
    offer = await codes.agree(
        talk.store, made_at=kept.offered_at, owner_id=kept.offered_by, by=talk.person, at=talk.now
    )
    names = {"here": name_messenger(talk.person.channel), "there": name_messenger(offer.owner.channel)}
    if offer.both_agree:
        said = talk.say("Now press «{button}» in {there} too: there are 15 minutes for it.",
                        button=talk.words.title("Join them"), there=names["there"])  # fmt: skip
        return put_above(said, await _leave(talk))
    talk.person = await own_messengers.find_writer(talk.store, by=talk.person)
    said = talk.say("{here} and {there} are joined now: your proposals and answers are in both.", **names)
    how = talk.say("To part them: /settings")
    return put_above(f"{said} {how}", await _leave(talk))


@router.on(Messengers.offer, choice=BACK)
async def on_offer_left(talk: Talk) -> Reply:
    """Leaves both as they are."""
    return await _leave(talk)


async def _leave(talk: Talk) -> Reply:
    if talk.state.state != Messengers.offer:  # a code of which nothing was asked
        return await show_here(talk)
    before = Offered.of(talk).before_offer
    await Offered.forget(talk)
    if before in talk.screens and before != Messengers.offer and talk.person.aimak_id is not None:
        await talk.state.set_state(before)
        return await show_here(talk)
    return await come_in(talk)


@router.on(choice="join_too")
async def on_owner_answered(talk: Talk) -> Replies:
    """Joins what whoever has a role made a code for, once they agree here as well."""
    if talk.chosen != "yes":
        await codes.refuse(talk.store, by=talk.person)
        return put_above(talk.say("All right, nothing is joined."), await show_here(talk))
    other = await codes.agree_too(talk.store, by=talk.person, at=talk.now)
    names = {"here": name_messenger(talk.person.channel), "there": name_messenger(other.channel)}
    said = talk.say("{here} and {there} are joined now: your proposals and answers are in both.", **names)
    return put_above(said, await show_here(talk))


_REFUSED = {
    codes.CodeUnknown: N_("This code is not valid: it was used, or is too old. Get a new one in the other messenger."),
    codes.OwnCode: N_("This code is yours: open it in the other messenger, not here."),
    codes.JoinedAlready: N_("These messengers are joined already."),
    codes.SameMessenger: N_("This code is from the same messenger: it joins two different messengers of one person."),
    codes.JoinedElsewhere: N_("This messenger is joined with another one: part them first, in /settings."),
    codes.TooManyMessengers: N_("No more messengers can be joined."),
    codes.WorksHere: N_(
        "You work for the office here: make the code here, in /settings, and open it in the other one."
    ),
    codes.BothJudge: N_("Both have marked in a contest. They can be joined once its marking has ended."),
    codes.BothWork: N_("Both have a role in an office. Ask the head to take one of them away, then join them."),
}


@router.refuses(*_REFUSED)
async def say_not_possible(talk: Talk, refused: Refusal) -> Reply:
    """Says why a code joins nothing, and what can be done."""
    return put_above(talk.say(_REFUSED[type(refused)]), await _leave(talk))
