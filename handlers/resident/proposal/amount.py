"""The sum of a proposal in som: typed or spoken, chosen where two were named, read back, then kept."""

from dataclasses import dataclass, replace

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, parse_amount
from bot.budget.proposal_text.denied import names_another_sum
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply
from bot.chat.talk import Replies, list_ways
from bot.language.in_words.sum_within import find_sum_within
from bot.language.intents import Intent
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from handlers.resident.proposal.details import ask_freely, go_to_check
from handlers.shared import held_text, proposal_draft
from handlers.shared.guidance import show_not_understood
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose

_NO_FIRST = {"жок", "йок", "нет", "неа", "не"}
_DRAWN_OUT = compile_late(r"(\w)\1+")
_FEW = 4  # words behind a no that may not be a text of their own


@dataclass(frozen=True)
class AmountRead(Memory):
    """A sum that was typed, before it is confirmed; som."""

    amount: int | None = None


@router.screen(Propose.amount)
async def ask_amount(talk: Talk) -> Reply:
    """Asks for a sum in som."""
    return await ask_freely(talk, talk.say("About how many som is it? For example: 150 000."))


@router.on(Propose.amount, kind=Kind.TEXT)
async def on_amount_given(talk: Talk) -> Reply:
    """Reads the sum and asks back before it is kept; of «100-150 миң» it asks which."""
    return await read_back(talk)


async def read_back(talk: Talk) -> Reply:
    """Reads a sum that was typed, also where another step stood, and asks whether it was read rightly."""
    try:
        amount = _read_sum(talk.text)
    except AmountOpen as either:
        sums = tuple(Choice(f"amount_is:{one}", talk.words.som(one)) for one in (either.least, either.most))
        return Reply(talk.say("Which sum do you mean?"), sums, list_ways(talk))
    await AmountRead(amount=amount).keep(talk)
    return await talk.ask(Propose.amount_sure)


def _read_sum(text: str) -> int:
    # A sentence that names one sum says it: it is read back before it is kept.
    try:
        return parse_amount(text)
    except AmountUnreadable:
        within = find_sum_within(text)
        if not within:
            raise
        return parse_amount(within)


@router.on(Propose.amount, choice="amount_is")
async def on_amount_chosen(talk: Talk) -> Replies:
    """Takes the one of two sums that was chosen, as if it had been written."""
    talk.incoming = replace(talk.incoming, text=talk.chosen)
    return await on_amount_given(talk)


@router.screen(Propose.amount_sure)
async def ask_amount_sure(talk: Talk) -> Reply:
    """Asks whether the sum was read rightly."""
    return Reply(
        talk.say("{sum}: is that right?", sum=talk.words.som(AmountRead.of(talk).amount or 0)),
        (
            talk.make_choice("amount:yes", "Yes", means=(Intent.YES,)),
            talk.make_choice("amount:no", "No", means=(Intent.NO, Intent.CHANGE)),
        ),
        list_ways(talk),
    )


def _begins_with_a_no(word: str) -> bool:
    said = fold(to_cyrillic(word))
    return said in _NO_FIRST or _DRAWN_OUT.sub(r"\1", said) in _NO_FIRST  # «неее», «жооок»


@router.on(Propose.amount_sure, kind=Kind.TEXT)
async def on_amount_given_instead(talk: Talk) -> Replies:
    """Reads another sum that is written in place of a yes or a no: «жок, 200 миң». A «no» and no sum asks again."""
    first, _, rest = talk.text.strip().partition(" ")
    is_no = _begins_with_a_no(first)
    written = rest if is_no else talk.text
    if is_no and (within := find_sum_within(rest)):
        written = within  # «жок, мен кырк миң дегем»
    try:
        parse_amount(written)
    except AmountOpen:
        pass
    except (AmountUnreadable, AmountOutOfRange):
        if names_another_sum(talk.text):
            return await talk.ask(Propose.amount)
        says_no = is_no and (len(rest.split()) <= _FEW or not await held_text.may_be_meant(rest))
        return await talk.ask(Propose.amount) if says_no else await show_not_understood(talk)
    talk.incoming = replace(talk.incoming, text=written)
    return await on_amount_given(talk)


@router.on(Propose.amount_sure, choice="amount")
async def on_amount_confirmed(talk: Talk) -> Reply:
    """Keeps the sum, or asks again."""
    if talk.chosen != "yes":
        return await talk.ask(Propose.amount)
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), amount=AmountRead.of(talk).amount))
    return await go_to_check(talk)
