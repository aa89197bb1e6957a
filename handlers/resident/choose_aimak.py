"""Choosing an aimak, from the lists of oblasts and rayons or by a typed name."""

from collections.abc import Callable
from dataclasses import replace

from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LABEL
from bot.language.by_language import FIRST
from bot.language.gist.endings import spell_by_vowels
from bot.language.intents import Intent, find_meanings, names_nothing
from bot.language.kyrgyz import clean, fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.yes import is_signed_yes
from bot.office import residents
from bot.office.messengers.codes import read_code
from handlers.office.team import use_invite
from handlers.resident.hearings.coming import take_word_of_several
from handlers.resident.invites import CODE
from handlers.resident.listening.aimak_names import (
    DENIALS,
    KIND_STEMS,
    KINDS,
    LEAST_STEM,
    MOST_WORDS,
    NOT_HERE,
    READ,
    cut_denied,
    find_places,
    leave_out_kind,
    list_named_in_sentence,
    list_told_of,
)
from handlers.resident.messengers.opening import open_code
from handlers.resident.states import Settings
from handlers.shared import held_text, proposal_draft
from handlers.shared.coming_in import BeforeSettings, ChoosingAimak, list_served_here, move_to, say_only
from handlers.shared.guidance import ask_unclear, come_in, has_menu
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Start
from storage.aimaks import Aimak

MOST_WORDS_OF_A_NAME = 2
_LEAST_PART = 3  # letters of a part of a name; what is shorter is a name of its own, such as «Ош»
_ENDING = compile_late("(?:(?:[днт][аео]н|[дт][аео]|[лдт][ыиу]к)(?:м[ыиу]н|[бп][ыиу]з)?|м[ыиу]н|[бп][ыиу]з|[ауеы])$")


async def change_to(talk: Talk, aimak: Aimak, board: str | None = None) -> str:
    """Moves to an aimak; returns what whoever has something unsent must know: it goes there now."""
    leaves = talk.person.aimak_id not in {None, aimak.id}
    village_left = leaves and await proposal_draft.leave_aimak(talk)
    await move_to(talk, aimak, board)
    if not leaves or not proposal_draft.is_any(talk):
        return ""
    name = clean(aimak.name(talk.words.language))
    said = [talk.say("You are in another ayil aimak now: {name}. What you send goes there.", name=name)]
    if village_left:
        said.append(talk.say("Please choose the village anew."))
    return "\n".join(said)


@router.screen(Start.oblast)
async def ask_oblast(talk: Talk) -> Reply:
    """Lists the oblasts, or at once the aimaks where there are few."""
    found = await list_served_here(talk)
    if not found:
        return Reply(talk.say("No ayil aimak is entered yet. Please write again later."))
    if len(found) == 1:
        said = say_only(talk, found[0]) if talk.person.aimak_id is not None else ""
        await move_to(talk, found[0])
        await BeforeSettings.forget(talk)
        reply = await come_in(talk)
        return put_above(said, reply) if said else reply
    firsts = _list_first(found, lambda aimak: aimak.oblast(FIRST))
    return await _show_list(
        talk,
        talk.say("Choose your oblast, or write a part of the name of your ayil aimak."),
        [Choice(f"oblast:{a.id}", a.oblast(talk.words.language), tuple(a.oblasts.values())) for a in firsts],
        back=bool(BeforeSettings.of(talk).before_settings) or await has_menu(talk),
    )


@router.on(Start.oblast, choice="oblast")
async def on_oblast_chosen(talk: Talk) -> Reply:
    """Goes on to the rayons of an oblast."""
    await PAGES.begin(talk)
    await replace(ChoosingAimak.of(talk), near=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Start.rayon)


@router.screen(Start.rayon)
async def ask_rayon(talk: Talk) -> Reply:
    """Lists the rayons of the chosen oblast."""
    found = await list_served_here(talk)
    near = await _find_near(talk, found)
    firsts = _list_first([a for a in found if a.oblasts == near.oblasts], lambda aimak: aimak.rayon(FIRST))
    return await _show_list(
        talk,
        talk.say("Choose your rayon."),
        [Choice(f"rayon:{a.id}", a.rayon(talk.words.language), tuple(a.rayons.values())) for a in firsts],
    )


@router.on(Start.rayon, choice="rayon")
async def on_rayon_chosen(talk: Talk) -> Reply:
    """Goes on to the aimaks of a rayon."""
    await PAGES.begin(talk)
    await replace(ChoosingAimak.of(talk), near=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Start.aimak)


@router.screen(Start.aimak)
async def ask_aimak(talk: Talk) -> Reply:
    """Lists the aimaks of the chosen rayon."""
    found = await list_served_here(talk)
    near = await _find_near(talk, found)
    here = [a for a in found if (a.oblasts, a.rayons) == (near.oblasts, near.rayons)]
    return await _show_list(
        talk,
        talk.say("Choose your ayil aimak."),
        [Choice(f"aimak:{a.id}", a.name(talk.words.language), tuple(a.names.values())) for a in here],
    )


@router.screen(Start.found)
async def ask_found(talk: Talk) -> Reply:
    """Lists the aimaks whose name holds what was typed, each with its rayon, since names repeat."""
    found = _list_matching(await list_served_here(talk), ChoosingAimak.of(talk).typed or "")
    listed = [_with_rayon(f"aimak:{a.id}", a.name(talk.words.language), a.rayon(talk.words.language), a) for a in found]
    if len(listed) == 1:
        listed = [replace(listed[0], means=(Intent.YES,))]
    return await _show_list(
        talk, talk.say("Is your ayil aimak among these? Choose it, or write the name otherwise."), listed
    )


@router.on(Start.found, kind=Kind.TEXT)
async def on_found_typed(talk: Talk) -> Replies:
    """A «yes» to several names says not which; «no» goes back to the list; all else is looked up."""
    meant = find_meanings(talk.text)
    if Intent.YES in meant or is_signed_yes(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    if meant & {Intent.NO, Intent.ABSENT}:
        await PAGES.begin(talk)
        return await talk.ask(Start.oblast)
    return await on_name_typed(talk)


def _with_rayon(id: str, name: str, rayon: str, aimak: Aimak) -> Choice:
    # The button says of the rayon what it has room for; the line beside its number says all of it.
    whole = f"{name} ({rayon})"
    shorter = (whole, f"{name}, {rayon.partition(' ')[0]}", name[:LABEL])
    title = next(words for words in shorter if len(words) <= LABEL)
    return Choice(id, title, (*aimak.names.values(), whole), line=whole)


@router.on(choice="aimak")
async def on_aimak_chosen(talk: Talk) -> Reply:
    """Goes on with the chosen aimak."""
    found = [aimak for aimak in await list_served_here(talk) if str(aimak.id) == talk.chosen]
    if not found:
        return await talk.ask(Start.oblast)
    said = await change_to(talk, found[0])
    await PAGES.begin(talk)
    await ChoosingAimak.forget(talk)
    await BeforeSettings.forget(talk)
    reply = await come_in(talk)
    return put_above(said, reply) if said else reply


@router.on(Start.oblast, Start.rayon, Start.aimak, kind=Kind.TEXT)
async def on_name_typed(talk: Talk) -> Replies:
    """Looks a typed part of a name up; any other text is kept, since it may be the proposal itself."""
    if CODE.fullmatch(talk.text.strip()):
        return await use_invite(talk, talk.text.strip())
    if read_code(talk.text) is not None:
        return await open_code(talk, talk.text)
    if names_nothing(talk.text):
        return await ask_unclear(talk)  # «ок» is no part of «Көк-Жар»
    if _list_matching(await list_served_here(talk), talk.text):
        await PAGES.begin(talk)
        await replace(ChoosingAimak.of(talk), typed=talk.text[:100]).keep(talk)
        return await talk.ask(Start.found)
    if (early := await take_word_of_several(talk)) is not None:
        return early
    if len(talk.text.split()) > MOST_WORDS_OF_A_NAME and await held_text.hold(talk):
        return put_above(talk.say("Your text is kept. First choose the ayil aimak."), await talk.ask_again())
    return put_above(
        talk.say("No such name was found. Write it otherwise, or choose from the list."), await talk.ask_again()
    )


@router.on(Start.oblast, Start.rayon, Start.aimak, Start.found, kind=Kind.MEDIA)
async def on_media_before_aimak(talk: Talk) -> Reply:
    """Keeps a voice, photo or document that came before the aimak."""
    await held_text.hold(talk)
    return put_above(talk.say("It is kept. First choose the ayil aimak."), await talk.ask_again())


async def go_up(talk: Talk) -> Reply:
    """Goes one list up. The first list leads to the settings, or to the menu of a member without an aimak."""
    if talk.state.state == Start.oblast and talk.person.aimak_id is not None:
        return await talk.ask(Settings.open)
    if talk.state.state == Start.oblast and await has_menu(talk):
        return await come_in(talk)
    return await talk.ask(Start.rayon if talk.state.state == Start.aimak else Start.oblast)


PAGES = paged(router, Start.oblast, Start.rayon, Start.aimak, Start.found, leave=go_up)


async def _show_list(talk: Talk, text: str, choices: list[Choice], *, back: bool = True) -> Reply:
    page = await PAGES.of(talk, choices)
    return Reply(text, tuple(page.rows), page.ways(talk, back=back))


async def _find_near(talk: Talk, found: list[Aimak]) -> Aimak:
    near = ChoosingAimak.of(talk).near
    return next((aimak for aimak in found if aimak.id == near), found[0])


def _list_first(found: list[Aimak], name: Callable[[Aimak], str]) -> list[Aimak]:
    return list({name(aimak): aimak for aimak in reversed(found)}.values())[::-1]


async def find_named(talk: Talk, typed: str) -> list[Aimak]:
    """Finds the aimaks whose name holds what was typed, as it is looked up when one is chosen."""
    return _list_matching(await residents.list_aimaks(talk.store, at=talk.now), typed[:100])


async def find_named_here(talk: Talk, typed: str) -> list[Aimak]:
    """Finds the same among those that are served here: one where the bot or number is for it alone."""
    return _list_matching(await list_served_here(talk), typed[:100])


async def ask_other_aimak(talk: Talk) -> Reply | None:
    """Offers another aimak to whoever says that they live there, or not in this one; None where more is said."""
    words = fold(to_cyrillic(talk.text[:READ])).split() if not talk.incoming.media else []
    if not words or len(words) > MOST_WORDS or len(talk.text) > READ or talk.person.aimak_id is None:
        return None
    named: list[Aimak] = []
    is_denied = False
    covered = {at for at, word in enumerate(words) if word in KINDS | NOT_HERE or word.startswith(KIND_STEMS)}
    for aimak in await list_served_here(talk):
        for name in {fold(one) for one in aimak.names.values()}:
            found = find_places(name.split(), words)
            covered |= found
            if found and aimak.id == talk.person.aimak_id:
                is_denied = not DENIALS.isdisjoint(words)
            elif found and aimak not in named:
                named.append(aimak)
    if not (named or is_denied) or len(covered) < len(words):
        return None
    await BeforeSettings(before_settings=Menu.open.state).keep(talk)
    await PAGES.begin(talk)
    if not named:
        await ChoosingAimak.forget(talk)
        return await talk.ask(Start.oblast)
    await replace(ChoosingAimak.of(talk), typed=named[0].name(FIRST)).keep(talk)
    return await talk.ask(Start.found)


def _list_matching(found: list[Aimak], written: str) -> list[Aimak]:
    typed = cut_denied(written)
    bare = leave_out_kind(typed)
    keys = [key for key in dict.fromkeys([fold(typed), fold(to_cyrillic(typed)), bare]) if len(key) > 1]
    near = {aimak.id: fold(" ".join((*aimak.rayons.values(), *aimak.oblasts.values()))) for aimak in found}
    if all(len(key) < _LEAST_PART for key in keys):
        return [aimak for aimak in found if any(f" {key} " in f" {aimak.fold} {near[aimak.id]} " for key in keys)]
    ways_to_match: tuple[Callable[[Aimak, str], bool], ...] = (
        lambda aimak, key: f" {key}" in aimak.fold,
        lambda aimak, key: key in aimak.fold,
        lambda aimak, key: key.replace(" ", "") in aimak.fold.replace(" ", ""),
        lambda aimak, key: f" {key}" in f" {near[aimak.id]}",
    )
    for matches in ways_to_match:
        if hits := [aimak for aimak in found if any(matches(aimak, key) for key in keys)]:
            return hits
    if said := list_named_in_sentence(found, typed) or list_told_of(found, written):
        return said
    heard = spell_by_vowels(bare)  # «мангит» is «Мангыт»
    if len(bare) > LEAST_STEM and (alike := [a for a in found if f" {heard} " in f" {spell_by_vowels(a.fold)} "]):
        return alike
    # «Мен Көк-Жарданмын», «из Көк-Жара»: the name without its ending, and of a long enough one all of it.
    stem = _ENDING.sub("", bare)
    if stem == bare or len(stem) < LEAST_STEM:
        return []
    named = [aimak for aimak in found if f" {stem} " in f"{aimak.fold} "]
    # «Ноокаттан болом»: the rayon or the oblast, whose aimaks are all shown.
    return named or [aimak for aimak in found if f" {stem} " in f" {near[aimak.id]} "]
