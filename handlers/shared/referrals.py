"""The right door for what is no proposal: said above the question whether it is one, so that nothing is lost."""

from bot.budget.referral import Door, door_of
from bot.language.kyrgyz import quote
from bot.office.hearings import hearings
from bot.office.reads import own
from bot.office.wording import hearing_words
from handlers.shared.talk import Talk, whom_to_call
from handlers.shared.wording import quoted_parts, standing_of


async def right_door(talk: Talk) -> str:
    """Where to turn with what was just written, or its answer; empty where it may well be a proposal."""
    match door_of(talk.text):
        case Door.EMERGENCY:
            first = talk.say("If there is danger, call 112 at once: here you are not answered at once.")
            return f"{first} {await whom_to_call(talk)}"
        case Door.COMPLAINT:
            return talk.say(
                "A complaint about a person goes to the ayil kenesh, the prosecutor or the Ombudsman. "
                "What is sent here, the ayil okmotu itself reads."
            )
        case Door.HEARING:
            return await _next_hearing(talk)
        case Door.STATUS:
            return await _latest_proposal(talk)
    return ""


async def danger(talk: Talk) -> str:
    """What is said at once, before a language or an aimak is chosen: the door of an emergency or a complaint, else nothing."""
    return await right_door(talk) if door_of(talk.text) in {Door.EMERGENCY, Door.COMPLAINT} else ""


async def _next_hearing(talk: Talk) -> str:
    if talk.person.aimak_id is None:
        return ""
    found = await hearings.list_open(talk.store, aimak_id=talk.person.aimak_id)
    ahead = next((one for one in found if one.terms.starts_at > talk.now), None)
    if ahead is None:
        return talk.say("No budget hearing is announced yet.")
    return talk.say(
        "The next budget hearing: {when}. More: /hearings", when=hearing_words.say_when(talk.words, ahead.terms)
    )


async def _latest_proposal(talk: Talk) -> str:
    sent = await own.list_proposals(talk.store, by=talk.person, most=1)
    if not sent:
        return ""
    one = sent[0]
    quoted = quoted_parts(talk, quote(one.beginning, 60), one.files)
    where = standing_of(talk, one.withdrawn_at, one.decision)
    return talk.say("№ {number}, {standing}: {quote}", number=one.label, standing=where, quote=quoted)
