"""Coming in: the language, the aimak from a link, a list or a typed name, and the menu."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.chat.message import BACK, MORE, Choice, Kind, Reply
from bot.chat.router import Replies
from bot.chat.texts import LABEL, LANGUAGES, InEveryLanguage, language_of
from bot.chat.typed import NO, YES
from bot.language.by_language import FIRST
from bot.language.kyrgyz import fold, shown
from bot.language.latin import in_cyrillic
from bot.office import residents, staff
from handlers.office.team import joined
from handlers.resident import hearings
from handlers.shared import proposal_draft
from handlers.shared.guidance import come_in, here, not_understood
from handlers.shared.referrals import danger
from handlers.shared.states import Settings, Start
from handlers.shared.talk import Talk, above, move_to, page_of, router, row_id, speak, value, ways
from storage.aimaks import Aimak

LINK = "a_"
MOST_WORDS_OF_A_NAME = 2
CODE = re.compile(r"[0-9]{10}")  # an invite, typed


@router.on(command="start")
async def started(talk: Talk) -> Reply:
    """Somebody came, perhaps by a link or a QR code that names the aimak and the board it hung on."""
    said = ""
    await talk.state.update_data(menu_page=0)
    if talk.chosen.startswith(staff.LINK):
        return await take_invite(talk, talk.chosen.removeprefix(staff.LINK))
    if talk.incoming.language in LANGUAGES and talk.person.language is None:
        await speak(talk, talk.incoming.language)
    if talk.chosen.startswith(hearings.LINK):
        return await _to_hearing(talk, talk.chosen.removeprefix(hearings.LINK))
    if talk.chosen.startswith(LINK):
        code, _, board = talk.chosen.removeprefix(LINK).partition("_")
        aimak = await talk.store.aimaks.by_code(code)
        unknown = talk.say("This link names an aimak we do not know.")
        said = unknown if aimak is None else await _change_to(talk, aimak, board[:32] or None)
    reply = await come_in(talk)
    return above(said, reply) if said else reply


async def _change_to(talk: Talk, aimak: Aimak, board: str | None = None) -> str:
    """Moves to an aimak; returns what whoever has something unsent must know: it goes there now."""
    leaves = talk.person.aimak_id not in {None, aimak.id}
    village_left = leaves and await proposal_draft.leave_aimak(talk)
    await move_to(talk, aimak, board)
    if not leaves or not await proposal_draft.is_any(talk):
        return ""
    name = shown(aimak.name(talk.words.language))
    said = [talk.say("You are in another ayil aimak now: {name}. What you send goes there.", name=name)]
    if village_left:
        said.append(talk.say("Please choose the village anew."))
    return "\n".join(said)


async def _to_hearing(talk: Talk, id: str) -> Reply:
    # Whoever has no language yet chooses it first; the hearing then brings its aimak along.
    await talk.state.update_data(linked=id[:20] or "0")
    return await talk.ask(Start.language) if talk.person.language is None else await hearings.linked(talk)


async def take_invite(talk: Talk, key: str) -> Reply:
    """Uses an invite; one that comes before the language is kept until it is chosen."""
    if talk.person.language is None:
        await talk.state.update_data(invite=key)
        return await talk.ask(Start.language)
    return await joined(talk, key)


@router.screen(Start.language)
async def ask_language(talk: Talk) -> Reply:
    """Asks in both languages; each is named in itself."""
    both = InEveryLanguage().say("Choose the language.")
    back = (talk.back(),) if await value(talk, "after_language") else ()
    return Reply(both, (Choice("language:ky", "Кыргызча"), Choice("language:ru", "Русский")), back)


@router.on(command="language")
@router.on(choice="change_language")
async def language_wanted(talk: Talk) -> Reply:
    """Asks the language anew and remembers where to go on."""
    await _remember_step(talk)
    return await talk.ask(Start.language)


async def _remember_step(talk: Talk) -> None:
    if talk.state.state != Start.language and talk.person.language is not None:
        await talk.state.update_data(after_language=talk.state.state)


@router.on(choice="language")
async def language_chosen(talk: Talk) -> Reply:
    """Goes on in the chosen language, at the step where the person was."""
    if talk.chosen not in LANGUAGES:
        return await here(talk)
    await _remember_step(talk)
    await speak(talk, talk.chosen)
    return await _after_language(talk)


async def _after_language(talk: Talk) -> Reply:
    invite = await value(talk, "invite")
    if invite:
        await talk.state.update_data(invite=None)
        return await joined(talk, invite)
    if await value(talk, "linked"):
        return await hearings.linked(talk)
    step = await value(talk, "after_language")
    if step in talk.screens and step != Start.language and talk.person.aimak_id is not None:
        await talk.state.update_data(after_language=None)
        await talk.state.set_state(step)
        return await talk.again()
    return await come_in(talk)


@router.on(Start.language, choice=BACK)
async def language_left(talk: Talk) -> Reply:
    """Leaves the language as it is."""
    return await _after_language(talk)


@router.on(Start.language, kind=Kind.TEXT)
async def language_typed(talk: Talk) -> Reply:
    """Takes a language by its name; anything longer is kept, since it may be the proposal itself."""
    language = language_of(talk.text)
    if language is not None:
        await speak(talk, language)
        return await _after_language(talk)
    if CODE.fullmatch(talk.text.strip()):
        return await take_invite(talk, talk.text.strip())
    return await not_understood(talk)


@router.screen(Start.oblast)
async def ask_oblast(talk: Talk) -> Reply:
    """Lists the oblasts, or at once the aimaks where there are few."""
    found = await _open_aimaks(talk)
    if not found:
        return Reply(talk.say("No ayil aimak is entered yet. Please write again later."))
    if len(found) == 1:
        await move_to(talk, found[0])
        return await come_in(talk)
    firsts = _firsts(found, lambda aimak: aimak.oblast(FIRST))
    return await _list(
        talk,
        talk.say("Choose your oblast, or write a part of the name of your ayil aimak."),
        [Choice(f"oblast:{a.id}", a.oblast(talk.words.language), tuple(a.oblasts.values())) for a in firsts],
        back=bool(await value(talk, "before_settings")),
    )


@router.on(Start.oblast, choice="oblast")
async def oblast_chosen(talk: Talk) -> Reply:
    """Goes on to the rayons of an oblast."""
    await talk.state.update_data(near=row_id(talk.chosen), page=0)
    return await talk.ask(Start.rayon)


@router.screen(Start.rayon)
async def ask_rayon(talk: Talk) -> Reply:
    """Lists the rayons of the chosen oblast."""
    found = await _open_aimaks(talk)
    near = await _near(talk, found)
    firsts = _firsts([a for a in found if a.oblasts == near.oblasts], lambda aimak: aimak.rayon(FIRST))
    return await _list(
        talk,
        talk.say("Choose your rayon."),
        [Choice(f"rayon:{a.id}", a.rayon(talk.words.language), tuple(a.rayons.values())) for a in firsts],
    )


@router.on(Start.rayon, choice="rayon")
async def rayon_chosen(talk: Talk) -> Reply:
    """Goes on to the aimaks of a rayon."""
    await talk.state.update_data(near=row_id(talk.chosen), page=0)
    return await talk.ask(Start.aimak)


@router.screen(Start.aimak)
async def ask_aimak(talk: Talk) -> Reply:
    """Lists the aimaks of the chosen rayon."""
    found = await _open_aimaks(talk)
    near = await _near(talk, found)
    here = [a for a in found if (a.oblasts, a.rayons) == (near.oblasts, near.rayons)]
    return await _list(
        talk,
        talk.say("Choose your ayil aimak."),
        [Choice(f"aimak:{a.id}", a.name(talk.words.language), tuple(a.names.values())) for a in here],
    )


@router.screen(Start.found)
async def ask_found(talk: Talk) -> Reply:
    """Lists the aimaks whose name holds what was typed, each with its rayon, since names repeat."""
    found = _matching(await _open_aimaks(talk), await value(talk, "typed", ""))
    listed = [_with_rayon(f"aimak:{a.id}", a.name(talk.words.language), a.rayon(talk.words.language), a) for a in found]
    if len(listed) == 1:
        listed = [replace(listed[0], synonyms=YES)]
    return await _list(
        talk, talk.say("Is your ayil aimak among these? Choose it, or write the name otherwise."), listed
    )


@router.on(Start.found, kind=Kind.TEXT)
async def found_typed(talk: Talk) -> Replies:
    """A «yes» to several names says not which; «no» goes back to the list; all else is looked up."""
    typed = fold(talk.text)
    if typed in map(fold, YES):
        return above(talk.say("Please press a button, or write only its number."), await talk.again())
    if typed in map(fold, NO):
        await talk.state.update_data(page=0)
        return await talk.ask(Start.oblast)
    return await name_typed(talk)


def _with_rayon(id: str, name: str, rayon: str, aimak: Aimak) -> Choice:
    # The button says of the rayon what it has room for; the line beside its number says all of it.
    whole = f"{name} ({rayon})"
    shorter = (whole, f"{name}, {rayon.partition(' ')[0]}", name[:LABEL])
    title = next(words for words in shorter if len(words) <= LABEL)
    return Choice(id, title, (*aimak.names.values(), whole), line=whole)


@router.on(choice="aimak")
async def aimak_chosen(talk: Talk) -> Reply:
    """Goes on with the chosen aimak."""
    found = [aimak for aimak in await _open_aimaks(talk) if str(aimak.id) == talk.chosen]
    if not found:
        return await talk.ask(Start.oblast)
    said = await _change_to(talk, found[0])
    await talk.state.update_data(near=None, typed=None, page=0, before_settings=None)
    reply = await come_in(talk)
    return above(said, reply) if said else reply


@router.on(Start.oblast, Start.rayon, Start.aimak, kind=Kind.TEXT)
async def name_typed(talk: Talk) -> Reply:
    """Looks a typed part of a name up; any other text is kept, since it may be the proposal itself."""
    if CODE.fullmatch(talk.text.strip()):
        return await joined(talk, talk.text.strip())
    if _matching(await _open_aimaks(talk), talk.text):
        await talk.state.update_data(typed=talk.text[:100], page=0)
        return await talk.ask(Start.found)
    if len(talk.text.split()) > MOST_WORDS_OF_A_NAME and await proposal_draft.hold(talk):
        kept = [await danger(talk), talk.say("Your text is kept. First choose the ayil aimak.")]
        return above("\n".join(filter(None, kept)), await talk.again())
    return above(talk.say("No such name was found. Write it otherwise, or choose from the list."), await talk.again())


@router.on(Start.oblast, Start.rayon, Start.aimak, Start.found, kind=Kind.MEDIA)
async def media_before_aimak(talk: Talk) -> Reply:
    """Keeps a voice, photo or document that came before the aimak."""
    await proposal_draft.hold(talk)
    return above(talk.say("It is kept. First choose the ayil aimak."), await talk.again())


@router.on(Start.oblast, Start.rayon, Start.aimak, Start.found, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page of a list."""
    await talk.state.update_data(page=await value(talk, "page", 0) + 1)
    return await talk.again()


@router.on(Start.oblast, Start.rayon, Start.aimak, Start.found, choice=BACK)
async def one_back(talk: Talk) -> Reply:
    """Turns a page back, or goes one list up."""
    page = await value(talk, "page", 0)
    if page > 0:
        await talk.state.update_data(page=page - 1)
        return await talk.again()
    if talk.state.state == Start.oblast and talk.person.aimak_id is not None:
        return await talk.ask(Settings.open)
    return await talk.ask(Start.rayon if talk.state.state == Start.aimak else Start.oblast)


async def _list(talk: Talk, text: str, choices: list[Choice], *, back: bool = True) -> Reply:
    here, page, more = page_of(choices, await value(talk, "page", 0))
    return Reply(text, tuple(here), ways(talk, back=back or page > 0, more=more))


async def _open_aimaks(talk: Talk) -> list[Aimak]:
    return await residents.open_aimaks(talk.store, at=talk.now)


async def _near(talk: Talk, found: list[Aimak]) -> Aimak:
    near = await value(talk, "near")
    return next((aimak for aimak in found if aimak.id == near), found[0])


def _firsts(found: list[Aimak], name: Callable[[Aimak], str]) -> list[Aimak]:
    return list({name(aimak): aimak for aimak in reversed(found)}.values())[::-1]


def _matching(found: list[Aimak], typed: str) -> list[Aimak]:
    keys = [key for key in dict.fromkeys([fold(typed), fold(in_cyrillic(typed))]) if len(key) > 1]
    near = {aimak.id: fold(" ".join((*aimak.rayons.values(), *aimak.oblasts.values()))) for aimak in found}
    ways_to_match: tuple[Callable[[Aimak, str], bool], ...] = (
        lambda aimak, key: f" {key}" in aimak.fold,
        lambda aimak, key: key in aimak.fold,
        lambda aimak, key: key.replace(" ", "") in aimak.fold.replace(" ", ""),
        lambda aimak, key: f" {key}" in f" {near[aimak.id]}",
    )
    for matches in ways_to_match:
        if hits := [aimak for aimak in found if any(matches(aimak, key) for key in keys)]:
            return hits
    return []
