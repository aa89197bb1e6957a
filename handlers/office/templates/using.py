"""«Үлгүлөр»: a proposal is answered by a template; the likeliest stand first, and a sum that is missing is asked."""

from dataclasses import dataclass, replace

from bot.budget.proposal import parse_amount
from bot.budget.proposal_text.blanks import Blank, show_blanks
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.answers.templates import filling, templates
from bot.office.answers.templates.templates import NoTemplate
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from handlers.office.answers.being_written import AnswerBeingWritten, Answering
from handlers.office.answers.for_all import show_several
from handlers.office.answers.steps.begun import take_to_answer
from handlers.office.answers.steps.sum_and_line import LEAST_SUM, ask_small_again
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.router import Talk
from storage.answering.templates import Template

A_SENTENCE = 120  # characters shown of a template in a list


@dataclass(frozen=True)
class TemplateUsed(Memory):
    """Which template (id) a proposal is answered by."""

    template_used: int = 0


async def back_to_proposal(talk: Talk) -> Reply:
    """Returns to the proposal, or to the decision that a template was looked for instead of."""
    kept = AnswerBeingWritten.of(talk)
    if kept.several or kept.revision > 1:
        return await talk.ask(Answering.decision)
    return await show_one(talk, kept.proposal)


PAGES = paged(proposal_desk, Answering.templates, leave=back_to_proposal, key="template_page")


@proposal_acts.on(Desk.one, choice="templates")
async def on_templates_wanted(talk: Talk) -> Reply:
    """Lists the templates that the proposal can be answered by."""
    begun = await _begin(talk, "templates")
    if isinstance(begun, Reply):
        return begun
    await PAGES.begin(talk)
    return await talk.ask(Answering.templates)


async def _begin(talk: Talk, by: str) -> Reply | None:
    # A first answer to the proposal on the card, by a button.
    begun = await take_to_answer(talk, by)
    if isinstance(begun, Reply):
        return begun
    if begun.sent is not None:
        return await show_one(talk)
    saved_at = begun.draft.saved_at if begun.draft else None
    await AnswerBeingWritten(proposal=begun.proposal.id, draft=saved_at, read=begun.proposal.revision).keep(talk)
    await replace(OfficeCard.of(talk), over=None).keep(talk)
    return None


@proposal_desk.on(Answering.decision, choice="templates")
async def on_templates_wanted_instead(talk: Talk) -> Reply:
    """Lists them in place of a decision, also over a sent answer and for several proposals."""
    await PAGES.begin(talk)
    return await talk.ask(Answering.templates)


@proposal_desk.screen(Answering.templates)
async def ask_which_template(talk: Talk) -> Reply:
    """Lists them, each with its decision and how its sentence begins."""
    kept = AnswerBeingWritten.of(talk)
    found = await filling.list_fitting(talk.store, ids=kept.several or (kept.proposal,), by=talk.person)
    page = await PAGES.of(talk, found.templates)
    lines = [talk.say("Which template fits?"), *page.numbered(say_template(talk, one) for one in page.rows)]
    if found.left_out:
        lines.append(talk.say("Not offered, since this proposal names no village: {n}.", n=found.left_out))
    choices = [Choice(f"template_use:{one.id}", one.name, (one.name,)) for one in page.rows]
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))


def say_template(talk: Talk, one: Template) -> str:
    """A template in a list: its name, its decision and reason, how its sentence begins."""
    answer = one.answer
    parts = [
        name_decision(talk.words, answer.decision),
        talk.say(REASON_BUTTONS[answer.reason_code]) if answer.reason_code is not None else "",
        quote(clean(show_blanks(answer.sentence, talk.words.language)), A_SENTENCE),
    ]
    return f"{put_in_quotes(quote(one.name))}: {'. '.join(filter(None, parts))}"


@proposal_desk.on(Answering.preview, choice="template_other")
async def on_another_template_wanted(talk: Talk) -> Reply:
    """Lists the templates again."""
    return await talk.ask(Answering.templates)


@proposal_acts.on(Desk.one, choice="template_use")
async def on_template_chosen_at_card(talk: Talk) -> Replies:
    """Shows the answer that the likeliest template makes."""
    wanted, begun = talk.chosen, await _begin(talk, f"template_use:{talk.chosen}")
    if isinstance(begun, Reply):
        return begun
    talk.chosen = wanted
    return await on_template_chosen(talk)


@proposal_desk.on(Answering.templates, choice="template_use")
async def on_template_chosen(talk: Talk) -> Replies:
    """Shows the answer it makes; where a sum belongs to it, that is asked first."""
    template = await templates.read_template(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await TemplateUsed(template.id).keep(talk)
    if template.with_sum:
        return await talk.ask(Answering.template_sum)
    return await _fill(talk, None)


@proposal_desk.screen(Answering.template_sum)
async def ask_template_sum(talk: Talk) -> Reply:
    """Asks for the sum; it can be left out where the sentence does not name it."""
    template = await templates.read_template(talk.store, id=TemplateUsed.of(talk).template_used, by=talk.person)
    named = Blank.SUM in filling.list_blanks(template)
    beside = list_ways(talk) if named else (skip(talk), *list_ways(talk))
    question = talk.say("How many som stand in the draft? For example: 150 000.")
    return put_above(put_in_quotes(quote(template.name)), Reply(question, ways=beside, free_text=True))


@proposal_desk.on(Answering.template_sum, kind=Kind.TEXT)
async def on_template_sum_given(talk: Talk) -> Replies:
    """Shows the answer with that sum."""
    amount = parse_amount(talk.text)
    if amount < LEAST_SUM and (asked_back := await ask_small_again(talk, amount)) is not None:
        return asked_back
    return await _fill(talk, amount)


@proposal_desk.on(Answering.template_sum, choice="skip")
async def on_template_sum_skipped(talk: Talk) -> Replies:
    """Shows the answer without a sum."""
    return await _fill(talk, None)


@proposal_desk.on(Answering.template_sum, choice=BACK)
async def on_back_to_templates(talk: Talk) -> Reply:
    return await talk.ask(Answering.templates)


async def _fill(talk: Talk, amount: int | None) -> Replies:
    kept, id = AnswerBeingWritten.of(talk), TemplateUsed.of(talk).template_used
    if kept.several:
        filled = await filling.fill_for_all(talk.store, id=id, ids=kept.several, amount=amount, by=talk.person)
        return await show_several(talk, filled.answered, filled.left_out)
    template = await templates.read_template(talk.store, id=id, by=talk.person)
    answer = await filling.fill(talk.store, id=id, proposal_id=kept.proposal, amount=amount, by=talk.person)
    taken = replace(
        AnswerBeingWritten.over(answer), proposal=kept.proposal, draft=kept.draft, read=kept.read, files=kept.files
    )
    await replace(taken, revision=kept.revision, template=template.name).keep(talk)
    return await talk.ask(Answering.preview)


@proposal_desk.refuses(NoTemplate)
@proposal_acts.refuses(NoTemplate)
async def say_no_template(talk: Talk, _refused: NoTemplate) -> Reply:
    """Says that it is there no more, or does not go with this proposal."""
    return put_above(talk.say("This template is not there any more."), await talk.ask(Answering.templates))
