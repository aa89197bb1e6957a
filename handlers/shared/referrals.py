"""The right door for what is no proposal, said above the question whether it is one: nothing is lost."""

from bot.budget.proposal_text.likeness import find_most_alike
from bot.budget.proposal_text.swearing import without_swearing
from bot.budget.referral.doors import Door, find_door
from bot.budget.workdays import find_day
from bot.chat.message import Choice, Reply
from bot.language.gist.at_step import OWN, find_meant_at
from bot.language.gist.nearest import OPENS_A_DOOR, find_nearest_door, find_nearest_meanings
from bot.language.gist.reading import find_near_gist, is_spoken_of
from bot.language.in_words.company_told import comes_along
from bot.language.intents import Intent, find_likely_meanings, find_meanings
from bot.language.kyrgyz import fold, quote
from bot.language.latin import search_keys, to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.office.guessing.guess import names_a_matter, read_ahead
from bot.office.hearings import hearings
from bot.office.reads import own
from bot.office.rules import read_rules
from bot.office.wording import hearing_words
from bot.office.wording.notices import N_
from handlers.shared import held_text
from handlers.shared.proposal_draft import list_unsent
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import quote_draft, quote_parts, say_standing_of, say_when_answered, say_whom_to_call
from storage.log.proposal_lists import Listed

_NUMBER = compile_late(r"(?<!\d)\d{1,6}(?!\d)")
_SAID_FIRST = {Door.EMERGENCY, Door.COMPLAINT}  # said too often rather than once too seldom
_LEAST_LEFT = 2  # words beside those that swear
_LOOKED_THROUGH = 100  # of a person's own proposals, the newest first
_ASKED = {Intent.STATUS: Door.STATUS, Intent.HEARINGS: Door.HEARING}


async def say_right_door(talk: Talk) -> str:
    """Where to turn with what was just written, or its answer; empty where it may well be a proposal."""
    meant = find_meanings(talk.text)
    asked = next((door for intent, door in _ASKED.items() if intent in meant), None)
    match find_door(talk.text) or asked or await _door_it_resembles(talk.text):
        case Door.EMERGENCY:
            first = talk.say("If there is danger, call 112 at once: here you are not answered at once.")
            return f"{first} {await say_whom_to_call(talk)}"
        case Door.COMPLAINT:
            return await say_complaint_door(talk)
        case Door.SWEARING:
            if await is_about_something(talk.text):
                return talk.say("We see that this has made you angry. Nothing is sent before you say so.")
            return talk.say(
                "These words are no proposal and go to nobody. What should change in the village? Write it without insults."
            )
        case Door.ADVERTISEMENT:
            return talk.say(
                "Advertisements are not taken here, and nobody reads them: only proposals on the budget are."
            )
        case Door.QUESTION:
            return " ".join([talk.say("The bot does not know that."), await say_whom_to_call(talk)])
        case Door.HEARING:
            return await _say_next_hearing(talk)
        case Door.STATUS:
            return await _find_proposal_asked_after(talk)
    return ""


async def say_complaint_door(talk: Talk) -> str:
    """Where a complaint about a person goes, with the telephones that are known."""
    first = talk.say(
        "A complaint about a person or a bribe goes to the ayil kenesh, the prosecutor, the Ombudsman or the "
        "anti-corruption line."
    )
    police = talk.say("If you are asked for a bribe or threatened, call 102.")
    read_by = talk.say("What is sent here, the ayil okmotu itself reads.")
    said = [first, await _say_complaint_phones(talk), police, read_by]
    return (" " if talk.person.language is not None else "\n").join(said)


# Whom a complaint is made to, as it is named before its telephone.
_COMPLAINT_DOORS = {
    "prosecutor": N_("prosecutor"),
    "ombudsman": N_("Ombudsman"),
    "anticorruption": N_("anti-corruption line"),
    "kenesh": N_("ayil kenesh"),
}


async def _say_complaint_phones(talk: Talk) -> str:
    phones = (await read_rules(talk.store, find_day(talk.now))).list_complaint_phones()
    named = [f"{talk.say(name)} — {phones[door]}" for door, name in _COMPLAINT_DOORS.items() if door in phones]
    if named:
        return talk.say("Telephones: {phones}.", phones=", ".join(named))
    return talk.say("Their telephones stand at prokuror.kg and ombudsman.kg.")


async def say_kenesh_phone(talk: Talk) -> str:
    """The telephone of the council, where it is entered; else that of a person at the office."""
    phones = (await read_rules(talk.store, find_day(talk.now))).list_complaint_phones()
    if "kenesh" not in phones:
        return await say_whom_to_call(talk)
    return talk.say("Telephones: {phones}.", phones=f"{talk.say(_COMPLAINT_DOORS['kenesh'])} — {phones['kenesh']}")


async def _door_it_resembles(text: str) -> Door | None:
    # Said above the question whether it is a proposal; a matter of the budget has no other door.
    near = "" if comes_along(text) else find_nearest_door(text)
    is_plain = near in _SAID_FIRST or bool(find_nearest_door(text, above=OPENS_A_DOOR))
    return Door(near) if near and (is_plain or not await held_text.may_be_meant(text)) else None


async def is_about_something(text: str) -> bool:
    """Whether somebody who swears speaks of a matter of the budget besides."""
    left = without_swearing(text)
    if len(left.split()) < _LEAST_LEFT:
        return False
    await read_ahead(left)
    return names_a_matter(left)


async def _say_next_hearing(talk: Talk) -> str:
    if talk.person.aimak_id is None:
        return ""
    found = await hearings.list_open(talk.store, aimak_id=talk.person.aimak_id)
    ahead = next((one for one in found if one.terms.starts_at > talk.now), None)
    if ahead is None:
        return talk.say("No budget hearing is announced yet.")
    said = talk.say(
        "The next budget hearing: {when}. More: /hearings", when=hearing_words.say_when(talk.words, ahead.terms)
    )
    if not _ASKS_WHERE.search(fold(to_cyrillic(talk.text[:_READ]))):
        return said
    return f"{said}\n{hearing_words.say_where(talk.words, ahead.terms)}"


_READ = 200  # characters
_ASKS_WHERE = compile_late(
    r"(?:^| )(?:кайда\w*|каерде|каяк\w*|кайсы жер\w*|где|куда|адрес\w*|дарек\w*|даре[гк]\w*)(?= |$)"
)


# What a text that is not understood may have meant, in the order of their buttons.
_MEANT = {
    Intent.PROPOSE: ("propose", N_("Make a proposal")),
    Intent.STATUS: ("mine", N_("My proposals")),
    Intent.HEARINGS: ("hearings", N_("Budget hearings")),
    Intent.BUDGET: ("budget", N_("Budget")),
    Intent.FORGET: ("forget_me", N_("Erase my data")),
    Intent.LANGUAGE: ("change_language", N_("The language")),
    Intent.KYRGYZ: ("language:ky", "Кыргызча"),
    Intent.RUSSIAN: ("language:ru", "Русский"),
    Intent.CALL: ("call", N_("Telephone")),
    Intent.WHO: ("help", N_("Help")),
    Intent.UNCLEAR: ("help", N_("Help")),
    Intent.HELP: ("help", N_("Help")),
}


def list_likely_choices(talk: Talk, text: str) -> tuple[Choice, ...]:
    """The buttons of the two likeliest meanings of a text that was not understood; none where none comes near."""
    offered = [
        _MEANT[one]
        for one in (*find_near_gist(text), *find_nearest_meanings(text)[:1], *find_likely_meanings(text))
        if one in _MEANT
    ]
    return tuple(talk.make_choice(id, title) for id, title in list(dict.fromkeys(offered))[:2])


def list_other_choices(talk: Talk, likely: tuple[Choice, ...], question: Reply) -> tuple[Choice, ...]:
    """Two such buttons that the question has not itself: the likeliest, then a person and help."""
    shown = {one.id for one in (*question.choices, *question.ways)}
    more = (talk.make_choice("call", "Telephone"), talk.make_choice("help", "Help"))
    return tuple({one.id: one for one in (*likely, *more) if one.id not in shown}.values())[:2]


async def find_numbered(talk: Talk) -> Listed | None:
    """The person's own proposal whose number stands in what was typed; None where there is no such one."""
    numbers = _NUMBER.findall(talk.text)
    if len(numbers) != 1:
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    return next((one for one in sent if int(one.label) == int(numbers[0])), None)


def say_unsent(talk: Talk) -> str:
    """Says what somebody wrote and did not send; empty where there is nothing such."""
    waiting = list_unsent(talk)
    if not waiting:
        return ""
    last = quote_draft(talk, waiting[-1])
    if len(waiting) == 1:
        return talk.say("Written here and not sent yet: {quote}.", quote=last)
    return talk.say("{n} of yours are not sent yet, the latest: {quote}.", n=len(waiting), quote=last)


async def _find_proposal_asked_after(talk: Talk) -> str:
    return "\n".join(filter(None, [await _find_sent_asked_after(talk), say_unsent(talk)]))


async def _find_sent_asked_after(talk: Talk) -> str:
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    if not sent:
        return ""
    named = (
        find_most_alike(search_keys(talk.text), [search_keys(one.beginning) for one in sent]) if len(sent) > 1 else 0
    )
    one = await find_numbered(talk) or sent[named or 0]
    quoted = quote_parts(talk, quote(one.beginning, 60), one.files)
    where = say_standing_of(talk, one.withdrawn_at, one.decision)
    said = talk.say("№ {number}, {standing}: {quote}", number=one.label, standing=where, quote=quoted)
    return "\n".join(filter(None, (said, await say_when_answered(talk, one))))


# What waits for a word while somebody stands at the menu: an answer, a hearing.
_LATEST = 5  # of a person's own proposals
_TOLD = {Intent.COME, Intent.DECLINE, Intent.CLEAR, Intent.DISAGREE, Intent.WHY}
_OF_A_HEARING = {Intent.COME, Intent.DECLINE}  # said beside what a village needs as well: «рейс в Ош»
_LEAST = 0.2  # how likely such a word must be
_OWN_COUNTS = 0.5  # of the share of a text of one's own


def may_be_of_coming(text: str) -> bool:
    """Whether words may say that somebody comes to a hearing, or cannot: «назад», «да» and a lone noun do not."""
    meant = find_meanings(text)
    if meant:
        return not meant.isdisjoint(_OF_A_HEARING)
    return len(text.split()) > 1 or any(is_spoken_of(text, one) for one in _OF_A_HEARING)


async def is_any_hearing_ahead(talk: Talk) -> bool:
    """Whether a hearing is announced that one could come to."""
    if talk.person.aimak_id is None:
        return False
    found = await hearings.list_open(talk.store, aimak_id=talk.person.aimak_id)
    return any(one.terms.starts_at > talk.now for one in found)


async def is_any_answered(talk: Talk) -> bool:
    """Whether one of somebody's latest proposals is answered."""
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LATEST)
    return any(one.decision is not None for one in sent)


async def weigh_with_waiting(talk: Talk) -> dict[str, float]:
    """Returns how likely each meaning is at the menu, with what waits there; nothing where nothing waits."""
    if talk.state.state != Menu.open or talk.incoming.media:
        return {}
    steps = ["hearing"] if await is_any_hearing_ahead(talk) else []
    steps += ["answered"] if await is_any_answered(talk) else []
    if not steps:
        return {}
    shares = dict(find_meant_at("menu", talk.text))
    for step in steps:
        for code, share in find_meant_at(step, talk.text):
            shares[code] = shares.get(code, 0.0) + share / len(steps)
    return {code: share / 2 for code, share in shares.items()}


async def list_told_of_waiting(talk: Talk) -> tuple[Intent, ...]:
    """Returns the two likeliest meanings where the first is a word on what waits; nothing where it is none."""
    shares = await weigh_with_waiting(talk)
    if not may_be_of_coming(talk.text):
        shares = {code: share for code, share in shares.items() if code not in _OF_A_HEARING}
    own_share = shares.pop(OWN, 0.0) * _OWN_COUNTS
    best = sorted(shares, key=lambda code: -shares[code])[:2]
    told = _OF_A_HEARING if router.speaks_of_a_matter(talk.text) else _TOLD
    if not best or best[0] not in told or shares[best[0]] < max(_LEAST, own_share):
        return ()
    return tuple(Intent(one) for one in best if one in set(Intent))
