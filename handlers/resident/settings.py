"""What a person can set: language, aimak, notices of hearings, quoting; and the question about notices itself."""

from dataclasses import replace

from bot.budget.referral.within import wants_something
from bot.chat.message import BACK, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Over, Replies, list_ways
from bot.chat.texts import say_in_every_language
from bot.language.in_words.told_at_a_step import says_no_and_why, wants_telling
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.language.matter.topics import names_only_hearings
from bot.office import residents
from bot.office.reads import own, public
from bot.office.wording.notices import N_
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.hearings.entering import AfterNotices
from handlers.resident.hearings.hearing_list import offer_notices
from handlers.resident.proposal.asked_more import AskedMore, ask_more
from handlers.resident.states import Decidable, Notices, Settings
from handlers.shared.coming_in import BeforeSettings, ChoosingAimak
from handlers.shared.guidance import come_in, show_here, show_stale
from handlers.shared.meant import OTHER_WORDS
from handlers.shared.menu import go_on
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Start, find_group

router.titles |= {N_("Tell me"): "notices:yes", N_("Another messenger"): "messengers"}


def _read_wished(text: str) -> str | None:
    if wants_telling(text):
        return "notices:yes"
    return "notices:later" if says_no_and_why(text) and not wants_something(text) else None


router.reads_choice["notices"] = _read_wished
OTHER_WORDS[str(Notices.ask)] = N_(
    "At a hearing the ayil okmotu shows the draft of the budget and hears the people. We write when one is announced."
)


@router.screen(Notices.ask)
async def ask_notices(talk: Talk) -> Reply:
    """Asks once whether to tell of budget hearings."""
    return Reply(
        talk.say("Shall we tell you of budget hearings?"),
        (
            talk.make_choice("notices:yes", "Tell me", means=(Intent.YES, Intent.NOTICES)),
            talk.make_choice(
                "notices:later",
                "Not now",
                means=(Intent.NO, Intent.LATER, Intent.SKIP, Intent.BACK, Intent.UNSURE),
                synonyms=say_in_every_language("Skip"),
            ),
        ),
    )


@router.on(choice="notices", opens=True)
async def on_notices_answered(talk: Talk) -> Reply:
    """Keeps whether the person wants notices; «Not now» leaves what they are told of a hearing they come to."""
    aimak_id = talk.person.aimak_id
    if aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if talk.chosen == "no":
        return await end_subscriptions(talk)
    wanted = talk.chosen == "yes"
    if wanted and (asks := await ask_first_to_agree(talk, then="notices:yes")):
        return asks
    if talk.chosen == "later" and talk.person.consent_version is not None:
        await residents.decline_subscription(talk.store, by=talk.person, aimak_id=aimak_id, at=talk.now)
    elif talk.person.consent_version is not None:
        await residents.set_subscription(talk.store, by=talk.person, aimak_id=aimak_id, wanted=wanted, at=talk.now)
    said = (
        talk.say("Good, we will tell you of each hearing. To stop: /stop")
        if wanted
        else talk.say("All right, no notices. To change that: /settings")
    )
    return await _leave_question(talk, said)


async def end_everything(talk: Talk) -> Reply:
    """Ends every notice of somebody who wants nothing more; no question stands open. Answers to them come."""
    return await end_subscriptions(talk, talk.say("An answer to what you sent comes here all the same."), asks_on=False)


async def end_named(talk: Talk, more: str = "") -> Reply:
    """Ends the notices of hearings where only these are named and themes are on; else every notice."""
    if not names_only_hearings(talk.text) or not await own.list_topics(talk.store, by=talk.person):
        return await end_subscriptions(talk, more)
    await residents.end_hearings(talk.store, by=talk.person, at=talk.now)
    said = talk.say("All right, no notices of hearings. To change that: /settings")
    return await _leave_question(talk, f"{said} {more}".strip())


async def end_subscriptions(talk: Talk, more: str = "", *, asks_on: bool = True) -> Reply:
    """Ends every notice of hearings, villages and themes; more is said behind it. Not asks_on: no question goes on."""
    comes = await own.list_coming_to(talk.store, by=talk.person)
    await residents.end_subscriptions(talk.store, by=talk.person, at=talk.now)
    if talk.person.language is None:
        return put_above(talk.say("You get no notices now."), await come_in(talk))
    said = talk.say("All right, no notices of hearings, villages and themes. To change that: /settings")
    if comes:
        said = talk.say("All right, no notices. If the hearing you come to changes, you see it in /hearings only.")
    said = f"{said}\n{more}".strip()
    return await _leave_question(talk, said) if asks_on else await _leave_every_question(talk, said)


async def _leave_every_question(talk: Talk, said: str) -> Reply:
    # What is being written stays; what the bot asked of itself is asked no more.
    stands = AfterNotices.of(talk).after_notices if talk.state.state == Notices.ask else talk.state.state
    await replace(AfterNotices.of(talk), after_notices=None).keep(talk)
    await AskedMore.forget(talk)
    await Over.forget(talk)
    await talk.state.set_state(Menu.open if stands is None or find_group(stands) in _ASKED_UNASKED else stands)
    return await go_on(talk, said)


_ASKED_UNASKED = {Notices.__name__, Decidable.__name__}


async def _leave_question(talk: Talk, said: str) -> Reply:
    if talk.state.state != Notices.ask:
        return await go_on(talk, said)
    after = AfterNotices.of(talk).after_notices
    await replace(AfterNotices.of(talk), after_notices=None).keep(talk)
    await talk.state.set_state(after or Menu.open)
    if not after and (question := await ask_more(talk)):
        return put_above(said, question)
    return await go_on(talk, said)


@router.on(means=Intent.NOTICES)
async def on_notices_meant(talk: Talk) -> Replies:
    """Takes the wish to be told of hearings as the button for it."""
    talk.chosen = "yes"
    return await on_notices_answered(talk)


@router.on(means=Intent.AIMAK)
async def on_other_aimak_meant(talk: Talk) -> Replies:
    """Lets the person choose another aimak, wherever it is asked for."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if find_group(talk.state.state) != Start.__name__:
        await BeforeSettings(before_settings=talk.state.state).keep(talk)
    return await on_other_aimak_wanted(talk)


@router.on(choice="far")
async def on_far_away_answered(talk: Talk) -> Reply:
    """Keeps whether somebody is far away, so that they are told of results only."""
    aimak_id, far_away = talk.person.aimak_id, talk.chosen == "yes"
    if aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if asks := await ask_first_to_agree(talk, then=f"far:{talk.chosen}"):
        return asks
    if not far_away and not await own.find_subscription(talk.store, by=talk.person, aimak_id=aimak_id):
        return await show_stale(talk)
    await residents.set_far_away(talk.store, by=talk.person, aimak_id=aimak_id, far_away=far_away, at=talk.now)
    said = (
        talk.say("Good, we will tell you only of the results of hearings. To stop: /stop")
        if far_away
        else talk.say("Good, we will tell you of each hearing. To stop: /stop")
    )
    return await go_on(talk, said)


@router.on(command="settings")
@router.on(means=Intent.SETTINGS)
async def on_settings_wanted(talk: Talk) -> Reply:
    """Shows what can be set."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if talk.state.state != Settings.open:
        await BeforeSettings(before_settings=talk.state.state).keep(talk)
    return await talk.ask(Settings.open)


@router.screen(Settings.open)
async def ask_settings(talk: Talk) -> Reply:
    """Shows how things are set, and a button for each change."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    following = await own.list_subscriptions(talk.store, by=talk.person)
    topics = await own.list_topics(talk.store, by=talk.person)
    lines = [
        talk.say("Ayil aimak: {name}", name=quote(aimak.name(talk.words.language)) if aimak else "—"),
        await _say_told_of(talk, following),
        talk.say("Notices by village and theme: {n}", n=talk.words.number(len(topics)))
        if topics
        else talk.say("Notices by village and theme: no"),
        talk.say("Your text is quoted in answers: yes")
        if talk.person.quotes
        else talk.say("Your text is quoted in answers: no"),
    ]
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("change_language", "The language"),
            talk.make_choice("change_aimak", "Another ayil aimak"),
            *((talk.make_choice("notices:no", "Do not tell me"),) if following or topics else ()),
            *await offer_notices(talk),
            talk.make_choice("quotes:no", "Do not quote")
            if talk.person.quotes
            else talk.make_choice("quotes:yes", "Quote my text"),
        ),
        (
            talk.make_choice("others", "Other aimaks too"),
            talk.make_choice("topics", "By village and theme"),
            talk.make_choice("messengers", "Another messenger"),
            *list_ways(talk),
        ),
    )


async def _say_told_of(talk: Talk, following: list[int]) -> str:
    aimak_id = talk.person.aimak_id or 0
    if not following:
        return talk.say("Notices of budget hearings: no")
    if following != [aimak_id]:
        aimaks = ", ".join([await _say_told_from(talk, one) for one in following])
        return talk.say("Notices of budget hearings come from: {aimaks}", aimaks=aimaks)
    if await own.is_far_away(talk.store, by=talk.person, aimak_id=aimak_id):
        return talk.say("Notices of budget hearings: results only, you are far away")
    return talk.say("Notices of budget hearings: yes")


async def _say_told_from(talk: Talk, aimak_id: int) -> str:
    name = quote((await public.read_aimak(talk.store, id=aimak_id)).name(talk.words.language))
    far_away = await own.is_far_away(talk.store, by=talk.person, aimak_id=aimak_id)
    return talk.say("{aimak} (results only)", aimak=name) if far_away else name


@router.on(Settings.open, choice="quotes")
async def on_quotes_answered(talk: Talk) -> Reply:
    """Keeps whether answers may quote the person's text (no, on a shared phone)."""
    await residents.set_quotes(talk.store, by=talk.person, quotes=talk.chosen == "yes")
    talk.person = replace(talk.person, quotes=talk.chosen == "yes")
    return await talk.ask_again()


@router.on(Settings.open, choice="change_aimak")
async def on_other_aimak_wanted(talk: Talk) -> Reply:
    """Lets the person choose another aimak; proposals made to the first one stay there."""
    await ChoosingAimak.forget(talk)
    return await talk.ask(Start.oblast)


@router.on(Settings.open, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    """Goes on where /settings was asked."""
    before = BeforeSettings.of(talk).before_settings
    await BeforeSettings.forget(talk)
    await talk.state.set_state(before if before != Settings.open else Menu.open)
    return await show_here(talk)
