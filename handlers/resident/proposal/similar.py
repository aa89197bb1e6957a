"""Before a proposal is sent, those like it are shown. Its author joins one of them, leaves it again, or goes on."""

from collections.abc import Sequence
from dataclasses import replace

from bot.budget.proposal import write_number
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.in_words.supported import read_supported, says_support
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.reads import public
from bot.office.together import supports
from bot.office.wording.notices import N_
from bot.office.wording.supporters import compose_supported
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.proposal import receipt
from handlers.resident.proposal.similar_shown import SimilarShown
from handlers.resident.states import Mine
from handlers.resident.unsent.putting_off import on_put_off
from handlers.shared import proposal_draft
from handlers.shared.guidance import ask_unclear, reads_first, show_here, show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import say_standing_of
from storage.together.supports import Shown, Supported

BEGINNING = 60  # characters shown of another's proposal
MOST_LISTED = 5  # of what somebody supports, the newest first

# Whoever only reads here answers what came last.
router.idle |= {str(Mine.supported)}


@router.screen(Propose.similar)
async def ask_similar(talk: Talk) -> Reply:
    """Shows number, beginning and state of each; never how many support it."""
    shown = SimilarShown.of(talk)
    found = await supports.find_shown(talk.store, ids=shown.ids, by=talk.person)
    if not found or shown.key != proposal_draft.find(talk).key:
        return await talk.ask(proposal_draft.find_next_step(talk))
    lines = [
        talk.say("Something like it was proposed already. If it is the same, join it: you hear its answer too."),
        *(_say_line(talk, one) for one in found),
    ]
    other = talk.make_choice(f"mine_other:{shown.key}", "Mine is different", means=(Intent.NO, Intent.SEND))
    return Reply("\n".join(lines), (*_list_joinings(talk, found), other), list_ways(talk, later=True))


def _say_line(talk: Talk, one: Shown | Supported) -> str:
    values = {"number": one.label, "standing": say_standing_of(talk, None, one.decision)}
    if not one.beginning:
        return talk.say("№ {number}, {standing}", **values)
    return talk.say("№ {number}, {standing}: {quote}", quote=put_in_quotes(quote(one.beginning, BEGINNING)), **values)


def _list_joinings(talk: Talk, found: Sequence[Shown]) -> tuple[Choice, ...]:
    if len(found) == 1:
        return (
            talk.make_choice(f"support:{found[0].id}", "I support it", synonyms=(found[0].label,), means=(Intent.YES,)),
        )
    return tuple(_make_numbered(talk, f"support:{one.id}", N_("I support № {number}"), one.label) for one in found)


def _make_numbered(talk: Talk, id: str, title: str, label: str) -> Choice:
    titles = tuple(Words(language).say(title, number=label) for language in LANGUAGES)
    return Choice(id, talk.say(title, number=label), titles, (label,))


@reads_first
async def support_by_number(talk: Talk) -> Reply | None:
    """Asks whether the proposal is joined whose number is supported in words: «37-сунушту колдойм»; None of other words.

    Of a text that is not for others it is said honestly that it cannot be joined.
    """
    number = None if talk.incoming.media else read_supported(talk.text)
    if number is None or talk.person.aimak_id is None or talk.person.language is None:
        return None
    proposal = await supports.find_numbered(talk.store, number=number, by=talk.person)
    if proposal is None:
        return put_above(
            talk.say("There is no proposal № {number} here.", number=write_number(number)), await show_here(talk)
        )
    if proposal.author_id == talk.person.id:
        return put_above(talk.say("№ {number} is your own proposal.", number=proposal.label), await show_here(talk))
    shown = await supports.find_shown(talk.store, ids=(proposal.id,), by=talk.person)
    if not shown:
        said = talk.say(
            "The text of № {number} is not shown to others, so it cannot be joined. Write the same in your own words: the "
            "ayil okmotu sees both.",
            number=proposal.label,
        )
        return put_above(said, await show_here(talk))
    if asking := await ask_first_to_agree(talk, then=f"support:{proposal.id}"):
        return asking
    question = await show_here(talk)
    joining = _make_numbered(talk, f"support:{proposal.id}", N_("I support № {number}"), proposal.label)
    return put_above(_say_line(talk, shown[0]), replace(question, choices=(joining, *question.choices)))


@router.on(Propose.similar, kind=Kind.TEXT)
async def on_said_of_similar(talk: Talk) -> Replies:
    """Joins the one that is shown where somebody says so in words of their own; else it is asked again."""
    if not says_support(talk.text):
        return await ask_unclear(talk)
    found = await supports.find_shown(talk.store, ids=SimilarShown.of(talk).ids, by=talk.person)
    if len(found) != 1:
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    talk.chosen = str(found[0].id)
    return await on_joined(talk)


@router.on(choice="mine_other")
async def on_own_is_other(talk: Talk) -> Replies:
    """Sends the author's own proposal."""
    if talk.incoming.kind is Kind.TEXT and Intent.REFUSE in find_meanings(talk.text):
        return await on_put_off(talk)  # «нет, не надо»: neither this nor that is wanted
    draft = proposal_draft.find(talk)
    if draft.key == talk.chosen:
        await replace(SimilarShown.of(talk), key=draft.key, is_other=True).keep(talk)
    return await receipt.on_confirmed(talk)


@router.on(choice="support")
async def on_joined(talk: Talk) -> Reply:
    """Joins another's proposal; what the person wrote stays an unfinished proposal of theirs."""
    try:
        done = await supports.support(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    except supports.NotForSupport:
        return await show_stale(talk)
    except supports.SupportedAlready:
        said = talk.say("You support this already, in another messenger of yours: the answer comes there.")
        return put_above(said, await show_here(talk))
    said = talk.say("You support № {number}. You hear every answer to it here.", number=done.proposal.label)
    if done.sent is not None:
        said = compose_supported(talk.words, done.proposal, done.sent, quotes=done.quotes)
    if talk.state.state != Propose.similar:
        return put_above(said, await show_here(talk))
    await SimilarShown.forget(talk)
    await replace(Drafts.of(talk), offered=True).keep(talk)
    lines = [said, talk.say("What you wrote yourself is not sent, and is kept.")]
    return replace(await show_menu_for(talk, "\n".join(lines)), stays=True)


@router.on(Propose.similar, choice=BACK)
async def on_back_to_check(talk: Talk) -> Reply:
    """Goes back to the check, everything kept."""
    return await talk.ask(Propose.check)


router.titles |= {N_("What I support"): "supported"}


@router.on(choice="supported")
async def on_supported_wanted(talk: Talk) -> Reply:
    """Lists what the person supports."""
    return await talk.ask(Mine.supported)


@router.screen(Mine.supported)
async def ask_supported(talk: Talk) -> Reply:
    """Lists what somebody supports, the newest first, each with the way to leave it."""
    found = await supports.list_supported(talk.store, by=talk.person, most=MOST_LISTED)
    if not found:
        return await show_menu_for(talk, talk.say("You support no proposal of others."))
    lines = [talk.say("You support:"), *[await _say_supported(talk, one) for one in found]]
    choices = [_make_numbered(talk, f"unsupport:{one.id}", N_("Leave № {number}"), one.label) for one in found]
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


async def _say_supported(talk: Talk, one: Supported) -> str:
    aimak = "" if one.aimak_id == talk.person.aimak_id else await _find_aimak_name(talk, one.aimak_id)
    return f"{_say_line(talk, one)} ({aimak})" if aimak else _say_line(talk, one)


async def _find_aimak_name(talk: Talk, aimak_id: int) -> str:
    return quote((await public.read_aimak(talk.store, id=aimak_id)).name(talk.words.language))


@router.on(Mine.supported, choice=BACK)
async def on_back_from_supported(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@router.on(choice="unsupport")
async def on_left(talk: Talk) -> Reply:
    """Ends a support: nothing more is heard of that proposal."""
    proposal = await supports.leave(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    if proposal is None:
        return await show_stale(talk)
    said = talk.say("You support № {number} no more.", number=proposal.label)
    return put_above(said, await show_here(talk))
