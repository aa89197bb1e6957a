"""What the author says to an answer: clear, a question, not agreed and why. They also agree, or do not, to an exclusion.

Past 300 lines: whether the text may be shown is asked behind each of them.
"""

import re
from dataclasses import replace

from bot.budget.tally import Reaction
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Over, Replies, list_files, list_ways
from bot.chat.texts import LANGUAGES, Words, is_label
from bot.language.in_words.answered import lets_it_go, read_showing
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.kyrgyz import quote
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.explaining import asks_to_explain
from bot.office import proposals
from bot.office.answers import dialogue, exclusions
from bot.office.public import asking
from bot.office.public.switch import find_address
from bot.office.reads import own
from bot.office.wording.notices import N_
from handlers.resident.dialogue.explained import explain_answer
from handlers.resident.dialogue.said import LATEST, ask_clerk, find_recent_answer, say_objection_passed_on
from handlers.resident.dialogue.to_office import SayingMore, ask_for, go_back, send_to_office
from handlers.resident.states import Dialogue, Mine
from handlers.shared.guidance import (
    ask_unclear,
    asks_over,
    greet,
    put_over,
    show_here,
    show_not_understood,
    show_stale,
)
from handlers.shared.meant import ReasonTyped, on_courtesy, on_not_clear_to_them
from handlers.shared.menu import go_on
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import quote_parts
from storage.proposals import Proposal

PUBLIC = "public"
_BEFORE_A_REASON = compile_late(r"[,.;:!—\n]| (?=себеби|анткени|потому что|так как|ибо)", re.IGNORECASE)


# «Можно» answers «may it be shown?»; elsewhere it asks for something.
_MAY_BE_SHOWN = ("можно", "можно показать", "показывайте", "пусть показывают", "можете", "көрсөтсө болот", "көрсөтө бериңиз",
                 "көрсөткүлө", "мүмкүн")  # fmt: skip


@router.on(choice="clear")
async def on_answer_clear(talk: Talk) -> Reply:
    return await _keep_reaction(talk, Reaction.CLEAR, talk.say("Thank you, it is noted."))


@router.on(choice="disagree")
async def on_answer_not_agreed(talk: Talk) -> Reply:
    """Keeps that the author does not agree, which is no bad mark, and asks once why."""
    return await _disagree(talk, read_row_id(talk.chosen))


async def _disagree(talk: Talk, answer_id: int) -> Reply:
    before = await own.find_reaction(talk.store, answer_id=answer_id, by=talk.person)
    said = talk.say("Thank you, your objection is noted. The kenesh decides last.")
    talk.chosen = str(answer_id)
    if before is Reaction.DISAGREE:
        return await _keep_reaction(talk, Reaction.DISAGREE, said)
    await dialogue.react(talk.store, answer_id=answer_id, reaction=Reaction.DISAGREE, by=talk.person, at=talk.now)
    if reason := ReasonTyped.of(talk).reason:
        talk.incoming = replace(talk.incoming, text=reason)
        return await _object(talk, answer_id)  # it was typed already
    return put_above(said, await ask_for(talk, Dialogue.why, replace(SayingMore.of(talk), answer=answer_id)))


@router.screen(Dialogue.why)
async def ask_why(talk: Talk) -> Reply:
    """Asks why the author does not agree; it may be left out."""
    skip = talk.make_choice("skip", "Skip", means=(Intent.SKIP, Intent.NO, Intent.LATER))
    question = talk.say("Will you write why? The clerk who answered reads it.")
    return Reply(question, ways=(skip, *list_ways(talk)), free_text=True)


@router.on(Dialogue.why, kind=Kind.TEXT)
@router.on(Dialogue.why, kind=Kind.MEDIA)
async def on_why_given(talk: Talk) -> Replies:
    """Carries the reason to the clerk; it stands on the card of the proposal."""
    meant = find_meanings(talk.text)
    if not talk.incoming.media and lets_it_go(talk.text):
        return await on_why_left(talk)
    if not talk.incoming.media and Intent.YES in meant:
        return await talk.ask_again()
    if not talk.incoming.media and (meant or is_label(talk.text)):
        return await ask_unclear(talk)
    return await _object(talk, SayingMore.of(talk).answer)


async def _object(talk: Talk, answer_id: int) -> Reply:
    media = list_files(talk)
    return await send_to_office(
        talk,
        lambda: dialogue.object_to(
            talk.store, answer_id=answer_id, text=talk.text, by=talk.person, at=talk.now, media=media
        ),
        lambda number: say_objection_passed_on(talk, number),
    )


@router.on(Dialogue.why, choice="skip")
@router.on(Dialogue.why, means=Intent.NAMELESS)
async def on_why_left(talk: Talk) -> Reply:
    """Goes on without a reason."""
    answer_id = SayingMore.of(talk).answer
    await go_back(talk)
    talk.chosen = str(answer_id)
    return await _keep_reaction(talk, Reaction.DISAGREE, talk.say("Good, it is noted."))


async def _keep_reaction(talk: Talk, reaction: Reaction, said: str) -> Reply:
    proposal = await dialogue.react(
        talk.store, answer_id=read_row_id(talk.chosen), reaction=reaction, by=talk.person, at=talk.now
    )
    return await ask_whether_public(talk, said, proposal)


async def ask_whether_public(talk: Talk, said: str, proposal: Proposal) -> Reply:
    """Says something and asks whether the text may be public."""
    question = await offer_public_question(talk, proposal)
    return put_above(said, question) if question is not None else await go_on(talk, said)


async def offer_public_question(talk: Talk, proposal: Proposal) -> Reply | None:
    """Asks whether the text may be shown without its author's name, at the hall and elsewhere. None: it is not asked.

    It is asked once for each proposal, and only of somebody who is not in the middle of something. Of the public page it
    speaks only while that is on.
    """
    if talk.state.state not in router.idle or not proposal.text:
        return None
    asked = await asking.ask_whether_public(talk.store, id=proposal.id, by=talk.person, at=talk.now)
    if asked is None:
        return None
    await talk.state.set_state(Menu.open)
    await put_over(talk, PUBLIC, f"{proposal.id}.{'page' if asked.page else ''}.{'only' if asked.only_page else ''}")
    return _ask_public(talk, proposal, asked)


@asks_over(PUBLIC)
async def ask_public_again(talk: Talk, value: str) -> Reply | None:
    """Asks the same again of a proposal that stands."""
    id, page, only_page = value.split(".")
    proposal = await proposals.get_own(talk.store, by=talk.person, id=int(id))
    if proposal.withdrawn_at is not None:
        return None
    address = await find_address(talk.store, aimak_id=proposal.aimak_id) if page else None
    return _ask_public(talk, proposal, asking.PublicQuestion(bool(page), bool(only_page), address))


def _ask_public(talk: Talk, proposal: Proposal, asked: asking.PublicQuestion) -> Reply:
    yes, no = (f".{asking.ON_PAGE}" if asked.page else ""), (f".{asking.IN_HALL}" if asked.only_page else "")
    choices = (
        talk.make_choice(f"public_yes:{proposal.id}{yes}", "Yes", means=(Intent.YES,), synonyms=_MAY_BE_SHOWN),
        talk.make_choice(f"public_no:{proposal.id}{no}", "No", means=(Intent.NO,)),
        talk.make_choice("public_later", "Skip", means=(Intent.SKIP, Intent.LATER, Intent.UNSURE)),
    )
    return Reply(_ask_of_text(talk, proposal, asked), choices)


def _ask_of_text(talk: Talk, proposal: Proposal, asked: asking.PublicQuestion) -> str:
    named = {"number": proposal.label, "quote": quote_parts(talk, quote(proposal.text, 60), {})}
    if asked.only_page:
        question = talk.say(
            "May the text of № {number}, {quote}, stand on the public page too, without your name?", **named
        )
    elif asked.page:
        question = talk.say(
            "May the text of № {number}, {quote}, be shown without your name: in the list at the hearing, on the "
            "information board and on the public page?",
            **named,
        )
    else:
        return talk.say(
            "May the text of № {number}, {quote}, be shown without your name: in the list at the hearing and on the "
            "information board?",
            **named,
        )
    where = talk.say("The page: {address}", address=asked.address) if asked.address else ""
    return "\n".join(filter(None, (question, where)))


def _read_showing(text: str) -> str | None:
    may_be = read_showing(text)
    return None if may_be is None else "public_yes" if may_be else "public_no"


router.reads_choice["public_later"] = _read_showing


@router.on(choice="public_later")
async def on_left_open(talk: Talk) -> Replies:
    """Keeps nothing: the text is shown to the office only, until its author says otherwise under the proposal."""
    await Over.forget(talk)
    return await show_here(talk)


@router.on(choice="public_yes")
async def on_text_public(talk: Talk) -> Reply:
    """Keeps that the text may be public, and whether on the page too."""
    id, of = await _read_public(talk)
    await asking.make_public(
        talk.store, id=id, public=True, page=of == asking.ON_PAGE or None, by=talk.person, at=talk.now
    )
    said = [talk.say("Thank you, it is noted.")]
    if of == asking.ON_PAGE:
        said.append(talk.say("The text stands on the page once a clerk has looked at it."))
    return await go_on(talk, " ".join(said))


@router.on(choice="public_no")
async def on_text_not_public(talk: Talk) -> Reply:
    """Keeps that the text may not be public, or not on the page. From that moment nobody reads it there."""
    id, of = await _read_public(talk)
    is_hall = of == asking.IN_HALL
    stood = await asking.make_public(talk.store, id=id, public=is_hall, page=False, by=talk.person, at=talk.now)
    said = talk.say("Thank you, it is noted.")
    return await go_on(talk, talk.say("It is noted: nobody reads the text on the page now.") if stood else said)


async def _read_public(talk: Talk) -> tuple[int, str]:
    await Over.forget(talk)
    id, _, of = (talk.chosen or "").partition(".")
    return read_row_id(id), of


@router.on(choice="question")
async def on_question_wanted(talk: Talk) -> Reply:
    """Takes what was written in reply to an answer, or asks for the question where only the button was pressed."""
    if talk.taken:
        return await take_words(talk, read_row_id(talk.chosen))
    is_bare = talk.incoming.kind is Kind.TEXT and asks_to_explain(talk.text)  # by a swipe on the answer
    if is_bare and (explained := await explain_answer(talk, read_row_id(talk.chosen))) is not None:
        return explained
    return await ask_for(talk, Dialogue.question, replace(SayingMore.of(talk), answer=read_row_id(talk.chosen)))


async def take_words(talk: Talk, answer_id: int) -> Reply:
    """Takes what was written in reply to an answer: thanks, an objection with its reason, or a question."""
    # «Макул эмесмин, себеби …» is an objection with its reason; everything else is a question.
    if not talk.incoming.media and is_courtesy(talk.text):
        return put_above(greet(talk), await show_here(talk))
    if says_not_agreed(talk.text):
        return await _object(talk, answer_id)
    is_bare = not talk.incoming.media and asks_to_explain(talk.text)
    if is_bare and (explained := await explain_answer(talk, answer_id)) is not None:
        return explained
    return await ask_clerk(talk, answer_id)


def says_not_agreed(text: str) -> bool:
    """Whether a text begins with saying that its author does not agree; a reason may follow."""
    return Intent.DISAGREE in find_meanings(_BEFORE_A_REASON.split(text, maxsplit=1)[0])


@router.on(Menu.open, means=Intent.DISAGREE)
@router.on(Menu.open, means=Intent.WHY)
async def on_word_to_an_answer(talk: Talk) -> Replies:
    """Takes «макул эмесмин» and «эмне үчүн?» where nothing is asked: they are about the answer that came last."""
    meant, recent = find_meanings(talk.text), await find_recent_answer(talk)
    if recent is None or Intent.UNCLEAR in meant:
        return await (on_not_clear_to_them if Intent.UNCLEAR in meant else ask_unclear)(talk)
    saying = replace(SayingMore.of(talk), answer=recent[0].id)
    if Intent.WHY in meant:
        return await ask_for(talk, Dialogue.question, saying)
    return await _disagree(talk, recent[0].id)


@router.on(Mine.list, means=Intent.DISAGREE)
@router.on(Mine.list, means=Intent.WHY)
@router.on(Mine.list, means=Intent.CLEAR)
async def on_word_over_the_list(talk: Talk) -> Replies:
    """Takes «макул эмесмин» over the list of own proposals: where several were answered, it asks which is meant."""
    found = await own.list_answers(talk.store, by=talk.person, most=LATEST)
    meant = find_meanings(talk.text)
    if not found or Intent.UNCLEAR in meant:
        no_answer = talk.say("None of your proposals is answered yet.")
        return await ask_unclear(talk) if Intent.UNCLEAR in meant else put_above(no_answer, await show_here(talk))
    id, title = next(offered for intent, offered in _OVER_THE_LIST if intent in meant)
    choices = tuple(_over(talk, f"{id}:{sent.id}", title, listed.label) for sent, listed in found)
    if len(choices) > 1:
        return Reply(talk.say("Which answer do you mean?"), choices, list_ways(talk))
    talk.chosen = choices[0].id.partition(":")[2]
    if id == "disagree":
        return await on_answer_not_agreed(talk)
    return await (on_answer_clear(talk) if id == "clear" else on_question_wanted(talk))


_OVER_THE_LIST = (
    (Intent.DISAGREE, ("disagree", N_("Not agreed: № {number}"))),
    (Intent.WHY, ("question", N_("Question on № {number}"))),
    (Intent.CLEAR, ("clear", N_("Clear: № {number}"))),
)


def _over(talk: Talk, id: str, title: str, label: str) -> Choice:
    titles = tuple(Words(one).say(title, number=label) for one in LANGUAGES)
    return Choice(id, talk.say(title, number=label), titles, (label,))


@router.on(Menu.open, means=Intent.CLEAR)
async def on_clear_after_an_answer(talk: Talk) -> Replies:
    """Takes «баары түшүнүктүү» where nothing is asked: it is about the answer that came last and has no reaction yet."""
    meant, recent = find_meanings(talk.text), await find_recent_answer(talk)
    is_open = recent is not None and await own.find_reaction(talk.store, answer_id=recent[0].id, by=talk.person) is None
    is_bare_yes = Intent.YES in meant and len(talk.text.split()) == 1  # «макул» may be a yes to anything
    if recent is None or not is_open or is_bare_yes:
        return await (on_courtesy if is_courtesy(talk.text) else show_not_understood)(talk)
    talk.chosen = str(recent[0].id)
    return await on_answer_clear(talk)


@router.on(choice="exclusion_yes")
async def on_exclusion_agreed(talk: Talk) -> Reply:
    """Keeps that the author agrees that it is no proposal."""
    return await _keep_exclusion(talk, agreed=True)


@router.on(choice="exclusion_no")
async def on_exclusion_not_agreed(talk: Talk) -> Reply:
    """Keeps that the author does not agree, and tells the office."""
    return await _keep_exclusion(talk, agreed=False)


async def _keep_exclusion(talk: Talk, *, agreed: bool) -> Reply:
    found = await exclusions.answer_exclusion(
        talk.store, id=read_row_id(talk.chosen), agreed=agreed, by=talk.person, at=talk.now
    )
    return await go_on(talk, talk.say("Thank you, it is noted.")) if found else await show_stale(talk)
