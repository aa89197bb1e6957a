"""Being told of the hearings of other aimaks too, without moving there."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import LABEL
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import quote
from bot.office import residents
from bot.office.reads import own, public
from handlers.resident.choose_aimak import find_named
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.states import Settings
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk, router
from storage.aimaks import Aimak

MOST_SHOWN = 5


@dataclass(frozen=True)
class Following(Memory):
    """A part of the name of an aimak somebody wants to be told of too."""

    follow_typed: str = ""


@router.on(Settings.open, choice="others")
async def on_others_wanted(talk: Talk) -> Reply:
    """Asks for the name of another aimak."""
    await Following.forget(talk)
    return await talk.ask(Settings.others)


@router.screen(Settings.others)
async def ask_others(talk: Talk) -> Reply:
    """Lists what was found under a typed name, or the other aimaks one is told of. Each has a way to leave it."""
    mine = talk.person.aimak_id or 0
    told_of = [one for one in await own.list_subscriptions(talk.store, by=talk.person) if one != mine]
    if typed := Following.of(talk).follow_typed:
        named = [one for one in await find_named(talk, typed) if one.id != mine]
        found = [one for one in named if one.id not in told_of][:MOST_SHOWN]
        if found:
            choices = tuple(_make_choice(talk, "follow", one) for one in found)
            return Reply(talk.say("Of whose hearings shall we tell you too?"), choices, list_ways(talk))
        # Whoever follows more than are shown finds each of them by its name.
        told_of = [one.id for one in named] or told_of
    followed = [await public.read_aimak(talk.store, id=one) for one in told_of[:MOST_SHOWN]]
    lines = [talk.say("Write the name of another ayil aimak: you are told of its hearings too, and stay in yours.")]
    if followed:
        lines.append(talk.say("To hear no more of one, press it."))
    return Reply("\n".join(lines), tuple(_make_choice(talk, "unfollow", one) for one in followed), list_ways(talk))


def _make_choice(talk: Talk, what: str, aimak: Aimak) -> Choice:
    whole = f"{aimak.name(talk.words.language)} ({aimak.rayon(talk.words.language)})"
    return Choice(
        f"{what}:{aimak.id}", aimak.name(talk.words.language)[:LABEL], (*aimak.names.values(), whole), line=whole
    )


@router.on(Settings.others, kind=Kind.TEXT)
async def on_other_named(talk: Talk) -> Reply:
    """Looks a typed name up."""
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    if not await find_named(talk, talk.text):
        await Following.forget(talk)
        return put_above(talk.say("No such name was found. Write it otherwise."), await talk.ask_again())
    await Following(talk.text[:100]).keep(talk)
    return await talk.ask_again()


@router.on(choice="follow")
async def on_followed(talk: Talk) -> Reply:
    """Tells the person of that aimak's hearings from now on."""
    chosen = read_row_id(talk.chosen)
    aimak = next((one for one in await residents.list_aimaks(talk.store, at=talk.now) if one.id == chosen), None)
    if aimak is None or talk.person.language is None:
        return await show_stale(talk)
    if asks := await ask_first_to_agree(talk, then=f"follow:{chosen}"):
        return asks
    await residents.set_subscription(talk.store, by=talk.person, aimak_id=chosen, wanted=True, at=talk.now)
    await Following.forget(talk)
    said = talk.say("You are told of the hearings of {aimak} too.", aimak=quote(aimak.name(talk.words.language)))
    return put_above(said, await talk.ask(Settings.others))


@router.on(choice="unfollow")
async def on_unfollowed(talk: Talk) -> Reply:
    """Tells the person no more of that aimak's hearings."""
    chosen = read_row_id(talk.chosen)
    if chosen not in await own.list_subscriptions(talk.store, by=talk.person):
        return await show_stale(talk)
    await residents.set_subscription(talk.store, by=talk.person, aimak_id=chosen, wanted=False, at=talk.now)
    name = quote((await public.read_aimak(talk.store, id=chosen)).name(talk.words.language))
    return put_above(talk.say("You hear no more of {aimak}.", aimak=name), await talk.ask(Settings.others))


@router.on(Settings.others, choice=BACK)
@router.on(Settings.others, means=Intent.REFUSE)
async def on_back_to_settings(talk: Talk) -> Reply:
    await Following.forget(talk)
    return await talk.ask(Settings.open)
