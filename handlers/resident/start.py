"""Coming in: by a link or without one, and the language."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.budget.proposal_text.decidable import says_a_wish
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, InEveryLanguage
from bot.language.gist.reading import find_gist
from bot.language.in_words.which import find_language_asked, find_wished_language, names_both_languages
from bot.language.intents import Intent, find_meanings
from bot.office import staff
from bot.office.messenger_accounts import boards
from bot.office.messengers import codes
from bot.office.polls import polls
from bot.office.reads import public
from bot.office.watch import watching
from handlers.office.team import use_invite
from handlers.resident.choose_aimak import change_to, find_named
from handlers.resident.hearings import hearing_card
from handlers.resident.hearings.coming import take_word_of_several
from handlers.resident.invites import CODE, take_invite
from handlers.resident.listening.named_early import note_name
from handlers.resident.messengers.opening import Offered, open_code
from handlers.resident.messengers.own_messengers import on_code_wanted
from handlers.resident.polls import voting
from handlers.resident.states import Messengers
from handlers.resident.watch import joining
from handlers.resident.watch.memory import WatchLinked
from handlers.shared import held_text
from handlers.shared.coming_in import ComingIn, find_own_to_move_to, say_elsewhere, speak
from handlers.shared.guidance import come_in, show_here, show_not_understood
from handlers.shared.menu import begin_menu
from handlers.shared.router import Talk, router
from handlers.shared.states import Start
from storage.aimaks import Aimak

LINK = "a_"
# A start word may be typed on other keys before it is sent: «а_көкжар».
_CYRILLIC = str.maketrans("аһіл", "ahil")


@router.on(command="start")
async def on_started(talk: Talk) -> Replies:
    """Somebody came, perhaps by a link or a QR code that names the aimak and the board it hung on."""
    said = ""
    await begin_menu(talk)
    if not talk.chosen and talk.person.aimak_id is not None:
        await held_text.leave_aside(talk)
    kind, payload = talk.chosen[:2].casefold().translate(_CYRILLIC), talk.chosen[2:]
    if talk.incoming.language in LANGUAGES and talk.person.language is None:
        await speak(talk, talk.incoming.language)
    if kind in _LEADS:
        return await _LEADS[kind](talk, payload)
    if kind == codes.WANTED:
        return await on_code_wanted(talk)
    if kind == LINK:
        code, _, board = payload.partition("_")
        aimak = await public.find_aimak_by_code(talk.store, code=code.casefold()) or await _find_by_name(talk, code)
        if aimak is None:
            said = talk.say("This link names an aimak we do not know.")
        elif elsewhere := await say_elsewhere(talk, aimak):
            said = elsewhere
        else:
            said = await change_to(talk, aimak, boards.find_code(board))
    elif (own := await find_own_to_move_to(talk)) is not None:
        said = await change_to(talk, own)
    reply = await come_in(talk)
    return put_above(said, reply) if said else reply


async def _find_by_name(talk: Talk, name: str) -> Aimak | None:
    found = await find_named(talk, name)
    return found[0] if len(found) == 1 else None


async def _go_to_hearing(talk: Talk, id: str) -> Reply:
    # Whoever has no language yet chooses it first; the hearing then brings its aimak along.
    await hearing_card.Linked(linked=id[:20] or "0").keep(talk)
    return await talk.ask(Start.language) if talk.person.language is None else await hearing_card.show_linked(talk)


# What a link of each kind leads to, by the letters its start word begins with.
_LEADS: dict[str, Callable[[Talk, str], Awaitable[Replies]]] = {
    staff.LINK: take_invite,
    codes.LINK: open_code,
    hearing_card.LINK: _go_to_hearing,
    polls.LINK: voting.open_linked,
    watching.LINK: joining.open_linked,
}


@router.screen(Start.language)
async def ask_language(talk: Talk) -> Reply:
    """Asks in both languages; each is named in itself."""
    both = InEveryLanguage(ComingIn.of(talk).opens_in).say("Choose the language.")
    back = (talk.back(),) if ComingIn.of(talk).after_language else ()
    return Reply(both, (Choice("language:ky", "Кыргызча"), Choice("language:ru", "Русский")), back)


@router.on(command="language")
@router.on(choice="change_language")
@router.on(means=Intent.LANGUAGE)
async def on_language_wanted(talk: Talk) -> Reply:
    """Asks the language anew and remembers where to go on."""
    await _remember_step(talk)
    return await talk.ask(Start.language)


async def _remember_step(talk: Talk) -> None:
    if talk.state.state != Start.language and talk.person.language is not None:
        await replace(ComingIn.of(talk), after_language=talk.state.state).keep(talk)


@router.on(means=Intent.KYRGYZ)
@router.on(means=Intent.RUSSIAN)
async def on_language_meant(talk: Talk) -> Replies:
    """Takes a language that is named in whatever words."""
    meant = [
        one for one in (*find_meanings(talk.text), *find_gist(talk.text)) if one in {Intent.KYRGYZ, Intent.RUSSIAN}
    ]
    wished = find_wished_language(talk.text)
    if wished is None and names_both_languages(talk.text):
        return await on_language_wanted(talk)  # «русский или кыргызский, мне всё равно»
    talk.chosen = wished or ("ky" if meant[:1] == [Intent.KYRGYZ] else "ru")
    return await on_language_chosen(talk)


@router.on(choice="language")
async def on_language_chosen(talk: Talk) -> Reply:
    """Goes on in the chosen language, at the step where the person was."""
    if talk.chosen not in LANGUAGES:
        return await show_here(talk)
    await _remember_step(talk)
    await speak(talk, talk.chosen)
    return await _go_on_in_language(talk)


async def _go_on_in_language(talk: Talk) -> Reply:
    invite = ComingIn.of(talk).invite
    if invite:
        await replace(ComingIn.of(talk), invite=None).keep(talk)
        return await use_invite(talk, invite)
    if Offered.of(talk).offered_by:
        return await talk.ask(Messengers.offer)
    if WatchLinked.of(talk).watch_link:
        return await joining.show_linked(talk)
    if hearing_card.Linked.of(talk).linked:
        return await hearing_card.show_linked(talk)
    step = ComingIn.of(talk).after_language
    if step in talk.screens and step != Start.language and talk.person.aimak_id is not None:
        await replace(ComingIn.of(talk), after_language=None).keep(talk)
        await talk.state.set_state(step)
        return await talk.ask_again()
    return await come_in(talk)


@router.on(Start.language, choice=BACK)
async def on_language_left(talk: Talk) -> Reply:
    return await _go_on_in_language(talk)


@router.on(Start.language, kind=Kind.TEXT)
async def on_language_typed(talk: Talk) -> Replies:
    """Takes the code of an invite; anything longer is kept, since it may be the proposal itself."""
    if CODE.fullmatch(talk.text.strip()):
        return await take_invite(talk, talk.text.strip())
    if codes.read_code(talk.text) is not None:
        return await open_code(talk, talk.text)
    if (early := await take_word_of_several(talk)) is not None:
        return early
    if (asked := find_language_asked(talk.text)) is not None and not says_a_wish(talk.text):
        talk.chosen = asked
        return await on_language_chosen(talk)
    if talk.person.aimak_id is None and await note_name(talk):
        return await talk.ask_again()
    return await show_not_understood(talk)
