"""Asks which meaning a text has: the likeliest guesses, and beside them all that the step itself offers."""

from collections.abc import Iterable
from dataclasses import replace

from bot.chat.message import Choice, Reply
from bot.chat.talk import Replies
from bot.language.gist.against import is_against
from bot.language.gist.reading import names_a_loss
from bot.language.in_words.no_hindrance import without_a_denied_hindrance
from bot.language.intents import Intent
from bot.language.kyrgyz import fold, put_in_quotes, quote
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.office.wording.notices import N_
from handlers.shared.guidance import show_here
from handlers.shared.meant import OTHER_WORDS, TITLES, Written
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import is_any_answered, is_any_hearing_ahead, list_told_of_waiting, may_be_of_coming
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group
from handlers.shared.wording import quote_draft

MOST_OFFERED = 2  # meanings a text is asked about by
MOST_BUTTONS = 10  # in all: a list of WhatsApp has no more
_LOSING = frozenset({Intent.ERASE, Intent.FORGET, Intent.WITHDRAW})
_OF_AN_ANSWER = {
    f"meant:{one}" for one in (Intent.CLEAR, Intent.DISAGREE, Intent.WHY)
}  # offered where the office's answer is looked at
_COMING = {f"meant:{Intent.COME}", f"meant:{Intent.DECLINE}"}  # offered only where there is a hearing to come to
_BARE = frozenset({Intent.YES, Intent.NO})


@router.between
async def on_which_is_meant(talk: Talk) -> Replies:
    """Asks which of two is meant.

    Two questions that what was typed fits, or a wish to the bot and a text.
    """
    first = talk.between[0]
    if first.id.startswith("said:"):
        await Written(talk.text).keep(talk)
        title = "To the author" if first.id.startswith("said:explain:") else "To the ayil okmotu"
        choices = (talk.make_choice(first.id, title), talk.make_choice(talk.between[1].id, "To this question"))
        quoted = put_in_quotes(quote(talk.text))
        return Reply(talk.say("Which question does this answer? {quote}", quote=quoted), choices)
    if len(talk.between) > 1:
        return Reply(talk.say("Which of these do you mean?"), talk.between)
    return await on_what_it_resembles(talk)


@router.near
async def on_what_it_resembles(talk: Talk) -> Replies:
    """Asks which wish to the bot is meant, or whether it is a text of its own. Nothing is done before that."""
    waiting = [Choice(f"meant:{one}", "") for one in await list_told_of_waiting(talk) if one in TITLES]
    is_of_coming = may_be_of_coming(talk.text)
    offered = [one for one in waiting or talk.between if may_be_meant(talk.text, one)]
    offered = [one for one in offered if one.id not in _COMING or (is_of_coming and await is_any_hearing_ahead(talk))]
    offered = [one for one in offered if one.id not in _OF_AN_ANSWER or await is_any_answered(talk)]
    offered = _without_contraries(talk.text, offered)
    if not offered:
        return await router.plain_text(talk.state.state)(talk)
    await Written(talk.text).keep(talk)
    return await _ask_which(talk, [_titled(talk, one) for one in offered])


_CONTRARIES = ((Intent.DECLINE, Intent.COME), (Intent.STOP, Intent.NOTICES), (Intent.DISAGREE, Intent.CLEAR))


_I_DO_NOT = compile_late(r"(?:^| )\w+[бп][аеоу]й(?:м|мын|мин|быз|биз)(?= |$)")  # «жетишпейм», «бара албайбыз»


def _says_a_no(text: str) -> bool:
    read = without_a_denied_hindrance(fold(to_cyrillic(text)))
    return _HAS_A_NO.search(read) is not None or _I_DO_NOT.search(read) is not None


def _without_contraries(text: str, offered: list[Choice]) -> list[Choice]:
    # Of a wish and its contrary whoever says a no means the one that says no.
    named = [{Intent(one.id.partition(":")[2])} if one.id.startswith("meant:") else set(one.means) for one in offered]
    said = set[Intent]().union(*named)
    left_out = {wish for no, wish in _CONTRARIES if {no, wish} <= said} if _says_a_no(text) else set()
    return [one for one, means in zip(offered, named, strict=True) if left_out.isdisjoint(means)]


async def _ask_which(talk: Talk, guessed: Iterable[Choice]) -> Reply:
    wishes = tuple({one.title: one for one in guessed}.values())[:MOST_OFFERED]
    if len(wishes) == 1:
        wishes = (replace(wishes[0], means=(*wishes[0].means, Intent.YES)),)
    own = talk.make_choice("as_written", "It is my text", means=(Intent.NO,))
    kept = await _list_choices_of_the_step(talk, wishes)
    simpler = _say_simpler(talk)
    which = talk.say("Which of these do you mean?")
    return Reply(f"{simpler}\n{which}" if simpler else which, (*wishes, own), kept[: MOST_BUTTONS - len(wishes) - 1])


async def _list_choices_of_the_step(talk: Talk, guessed: tuple[Choice, ...]) -> tuple[Choice, ...]:
    # What the step offers stays at hand without a number: the numbers are of what is asked now. A yes or a no is said to
    # the guess, unless the step has a button of that name.
    question = await show_here(talk)
    beside = {one.id for one in guessed} | {one.title for one in guessed}
    kept = [one for one in (*question.choices, *question.ways) if beside.isdisjoint({one.id, one.title})]
    return tuple(
        replace(one, means=tuple(meant for meant in one.means if meant not in _BARE), line="")
        for one in kept
        if may_be_meant(talk.text, one, is_asked=True)
    )


_HAS_A_NO = compile_late(r"(?:^| )(?:не|ни|нет|жок|йок|эмес|эмеспиз|эмесмин|неа)(?= |$)")
# What may be meant by a button that means yes as well: «не слезу» is no denial of notices.
_SAID_BESIDE = frozenset({Intent.NO, Intent.NOTICES})


def may_be_meant(text: str, choice: Choice, *, is_asked: bool = False) -> bool:
    """Whether a button may be offered for a text.

    It is neither the contrary of what was said, nor a loss that nobody named. is_asked: the step itself asks it.
    """
    name, _, value = choice.id.partition(":")
    means = {Intent(value)} if name == "meant" else set(choice.means)
    if any(is_against(text, one) for one in means - _BARE):
        return False
    answers = (
        {Intent.NO} if is_asked else _BARE
    )  # asked about an erasure, a yes or a no answers that question and wishes no other erasure
    if not means.isdisjoint(_LOSING) and answers.isdisjoint(means) and not names_a_loss(text):
        return False
    if is_asked or Intent.YES not in means or not _SAID_BESIDE.isdisjoint(means):
        return True
    return not _says_a_no(text)  # «это не хорошо», «кошпойм»


def _titled(talk: Talk, choice: Choice) -> Choice:
    name, _, value = choice.id.partition(":")
    return talk.make_choice(choice.id, TITLES.get(Intent(value), N_("Help"))) if name == "meant" else choice


_SIMPLER = {
    str(Propose.side): N_("Here you say whether money comes in or is spent."),
    str(Propose.text): N_("Here you write what is needed, and where."),
    str(Propose.check): N_("Nothing is sent before you say so."),
    str(Propose.change): N_("Here you choose what is to be changed."),
}


def _say_simpler(talk: Talk) -> str:
    # What the step asks, in a few words: its own question stands further up.
    state = talk.state.state or ""
    drafts = Drafts.of(talk)
    about = {str(Menu.held): drafts.aside, str(Propose.join): drafts.joining}.get(state)
    if about is not None:
        return talk.say("We ask about this: {quote}.", quote=quote_draft(talk, about))
    if state in _SIMPLER:
        return talk.say(_SIMPLER[state])
    return talk.say(OTHER_WORDS[state]) if state in OTHER_WORDS and find_group(state) != "Mine" else ""
