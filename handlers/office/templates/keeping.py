"""«Үлгү катары сактоо»: a template as it would be kept, with its blanks, its words changed first where need be."""

from dataclasses import dataclass, replace

from bot.budget.proposal import Answer, Reason, SentenceTooShort
from bot.budget.proposal_text.blanks import Blank, UnknownBlank, name_blank, show_blanks
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import NameTaken, NoTemplate, SumUnused, TemplateWords, TooManyTemplates
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from handlers.office.queue.card.answer_lines import say_other_language
from handlers.office.staff_only import Desk, Templating, desk
from handlers.shared.guidance import ask_unclear, show_here
from handlers.shared.router import Talk
from storage.answering.templates import Template


@dataclass(frozen=True)
class TemplateBeingKept(Memory, under="template"):
    """A template with the words it has now. It is one that is there (id), or not kept yet (of an answer, id)."""

    proposal: int = 0  # whose answer it is made of; this memory is cleared where its author is erased
    answer_id: int = 0
    id: int = 0
    name: str = ""
    sentence: str = ""
    other: str = ""
    other_in: str = ""
    asks_other: bool = False  # the sentence in the other language is being asked for

    @property
    def words(self) -> TemplateWords:
        return TemplateWords(self.sentence, self.other, self.other_in)

    @property
    def wanted_in(self) -> str:
        """The language in which the second sentence is asked for."""
        return self.other_in or ("ky" if guess_language(self.sentence) == "ru" else "ru")


@desk.on(Desk.sent, choice="template_of")
async def on_template_wanted(talk: Talk) -> Reply:
    """Shows what would be kept of an answer that was sent."""
    answer_id = read_row_id(talk.chosen)
    made = await templates.suggest(talk.store, answer_id=answer_id, by=talk.person, words=talk.words)
    answer = made.answer
    kept = TemplateBeingKept(made.proposal_id, answer_id, 0, made.name, answer.sentence, answer.other, answer.other_in)
    await kept.keep(talk)
    return await talk.ask(Templating.card)


async def show_template(talk: Talk, template: Template) -> Reply:
    """Shows a template that is kept."""
    answer = template.answer
    kept = TemplateBeingKept(
        template.proposal_id, 0, template.id, template.name, answer.sentence, answer.other, answer.other_in
    )
    await kept.keep(talk)
    return await talk.ask(Templating.card)


@desk.screen(Templating.card)
async def ask_about_template(talk: Talk) -> Reply:
    """A template whole, what of it may be a resident's own, and what can be done to it."""
    kept = TemplateBeingKept.of(talk)
    read = await templates.read_words(
        talk.store, answer_id=kept.answer_id, id=kept.id, words=kept.words, by=talk.person
    )
    lines = [
        talk.say("Template «{name}»", name=quote(kept.name)),
        *_list_lines(talk, read.answer, with_sum=read.with_sum),
        _personal_line(talk, read.personal),
        "" if kept.id else talk.say("Please check that no resident's name, words or telephone stand in it."),
    ]
    (
        talk.make_choice("template_remove", "Remove the template")
        if kept.id
        else talk.make_choice("template_keep", "Keep the template")
    )
    choices = [talk.make_choice("template_words", "Change the words")] if kept.sentence else []
    if kept.sentence:
        in_kyrgyz = talk.make_choice("template_other_words", "In Kyrgyz too")
        choices.append(
            in_kyrgyz if kept.wanted_in == "ky" else talk.make_choice("template_other_words", "In Russian too")
        )
    choices.append(talk.make_choice("template_name", "Another name"))
    if kept.id:
        every = (*choices, talk.make_choice("template_remove", "Remove the template"))
    else:
        every = (talk.make_choice("template_keep", "Keep the template"), *choices)
    return Reply("\n".join(filter(None, lines)), every, list_ways(talk))


def _list_lines(talk: Talk, answer: Answer, *, with_sum: bool) -> list[str]:
    language = talk.words.language
    reason = talk.say(REASON_BUTTONS[answer.reason_code]) if isinstance(answer.reason_code, Reason) else ""
    lines = [". ".join(filter(None, [name_decision(talk.words, answer.decision), reason])) + "."]
    if with_sum:
        lines.append(talk.say("The sum is asked each time."))
    if answer.budget_line:
        lines.append(talk.say("Budget line: {line}.", line=quote(answer.budget_line)))
    if answer.sentence:
        lines.append(put_in_quotes(clean(show_blanks(answer.sentence, language))))
    if answer.other:
        lines.append(say_other_language(talk, show_blanks(answer.other, language), answer.other_in))
    return lines


def _personal_line(talk: Talk, personal: list[str]) -> str:
    if not personal:
        return ""
    words = ", ".join(put_in_quotes(quote(one, 60)) for one in personal[:3])
    return talk.say("This may be a resident's own: {words}. Please take it out.", words=words)


@desk.on(Templating.card, choice="template_keep")
async def on_template_kept(talk: Talk) -> Replies:
    kept = TemplateBeingKept.of(talk)
    if kept.id:
        return await talk.ask_again()
    template = await templates.keep(
        talk.store, answer_id=kept.answer_id, name=kept.name, words=kept.words,
        by=talk.person, at=talk.now,
    )  # fmt: skip
    await TemplateBeingKept.forget(talk)
    said = talk.say("The template «{name}» is kept. It is under «{button}» on each proposal.",
                    name=quote(template.name), button=talk.say("Templates"))  # fmt: skip
    return put_above(said, await talk.ask(Desk.sent))


@desk.on(Templating.card, choice="template_words")
async def on_words_wanted(talk: Talk) -> Reply:
    """Asks for other words."""
    await replace(TemplateBeingKept.of(talk), asks_other=False).keep(talk)
    return await talk.ask(Templating.words)


@desk.on(Templating.card, choice="template_other_words")
async def on_other_words_wanted(talk: Talk) -> Reply:
    """Asks for the sentence in the other language."""
    await replace(TemplateBeingKept.of(talk), asks_other=True).keep(talk)
    return await talk.ask(Templating.words)


@desk.screen(Templating.words)
async def ask_words(talk: Talk) -> Reply:
    """Shows the sentence as it is, to be copied and changed, and which blanks there are."""
    kept, language = TemplateBeingKept.of(talk), talk.words.language
    if not kept.asks_other:
        question = talk.say("Write the sentence anew.")
    elif kept.wanted_in == "ru":
        question = talk.say("Write the same sentence in Russian.")
    else:
        question = talk.say("Write the same sentence in Kyrgyz.")
    names = ", ".join(name_blank(blank, language) for blank in Blank)
    explained = talk.say("These are filled in by themselves: {blanks}.", blanks=names)
    now = show_blanks(kept.other if kept.asks_other else kept.sentence, language)
    off = (
        (talk.make_choice("take_off", "Take it off", means=(Intent.ERASE,)),) if kept.asks_other and kept.other else ()
    )
    lines = [question, explained, *([clean(now)] if now else [])]
    return Reply("\n".join(lines), ways=(*off, *list_ways(talk)), free_text=True)


@desk.on(Templating.words, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Replies:
    """Keeps the words where they can be a template's."""
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    kept = TemplateBeingKept.of(talk)
    if not kept.asks_other:
        return await _put(talk, replace(kept, sentence=talk.text))
    return await _put(talk, replace(kept, other=talk.text, other_in=kept.wanted_in))


@desk.on(Templating.words, choice="take_off")
async def on_other_taken_off(talk: Talk) -> Replies:
    """Leaves the template in one language."""
    return await _put(talk, replace(TemplateBeingKept.of(talk), other="", other_in=""))


async def _put(talk: Talk, kept: TemplateBeingKept) -> Replies:
    try:
        if kept.id:
            template = await templates.rewrite(
                talk.store, id=kept.id, words=kept.words, by=talk.person, at=talk.now
            )  # fmt: skip
            return put_above(talk.say("It is kept."), await show_template(talk, template))
        read = await templates.read_words(talk.store, answer_id=kept.answer_id, id=0, words=kept.words, by=talk.person)
    except SentenceTooShort as refused:
        least = talk.words.number(refused.least)
        return put_above(talk.say("Please write at least {least} characters.", least=least), await talk.ask_again())
    await replace(kept, sentence=read.answer.sentence, other=read.answer.other).keep(talk)
    return await talk.ask(Templating.card)


@desk.on(Templating.card, choice="template_name")
async def on_name_wanted(talk: Talk) -> Reply:
    """Asks for another name."""
    return await talk.ask(Templating.name)


@desk.screen(Templating.name)
async def ask_template_name(talk: Talk) -> Reply:
    """Asks for a short name: it is a button."""
    longest = templates.LONGEST_NAME
    question = talk.say("What is the template called? At most {most} characters.", most=longest)
    return Reply(question, ways=(skip(talk), *list_ways(talk)), free_text=True)


@desk.on(Templating.name, kind=Kind.TEXT)
async def on_template_name_given(talk: Talk) -> Replies:
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    kept = TemplateBeingKept.of(talk)
    if kept.id:
        template = await templates.rename(talk.store, id=kept.id, name=talk.text, by=talk.person, at=talk.now)
        return put_above(talk.say("It is kept."), await show_template(talk, template))
    name = await templates.check_name(talk.store, answer_id=kept.answer_id, name=talk.text, by=talk.person)
    await replace(kept, name=name).keep(talk)
    return await talk.ask(Templating.card)


@desk.on(Templating.name, choice="skip")
async def on_template_name_skipped(talk: Talk) -> Reply:
    return await talk.ask(Templating.card)


@desk.on(Templating.words, Templating.name, Templating.sure, choice=BACK)
async def on_back_to_template(talk: Talk) -> Reply:
    return await talk.ask(Templating.card)


@desk.refuses(UnknownBlank)
async def say_unknown_blank(talk: Talk, refused: UnknownBlank) -> Reply:
    """Says which blanks there are."""
    names = ", ".join(name_blank(blank, talk.words.language) for blank in Blank)
    said = talk.say("There is no blank «{name}». There are: {blanks}.", name=quote(refused.name, 30), blanks=names)
    return put_above(said, await show_here(talk))


@desk.refuses(SumUnused)
async def say_sum_unused(talk: Talk, _refused: SumUnused) -> Reply:
    """Says where a sum can stand."""
    return put_above(talk.say("A sum stands only in an answer that includes the proposal."), await show_here(talk))


@desk.refuses(NameTaken)
async def say_name_taken(talk: Talk, _refused: NameTaken) -> Reply:
    """Asks for another name."""
    return put_above(talk.say("Another template has this name."), await talk.ask(Templating.name))


@desk.refuses(TooManyTemplates)
async def say_too_many(talk: Talk, _refused: TooManyTemplates) -> Reply:
    """Says how many there can be."""
    said = talk.say("An office keeps at most {most} templates. Please remove one first.", most=templates.MOST)
    return put_above(said, await talk.ask(Templating.list))


@desk.refuses(NoTemplate)
async def say_removed(talk: Talk, _refused: NoTemplate) -> Reply:
    """Says that a colleague removed it."""
    return put_above(talk.say("This template is not there any more."), await talk.ask(Templating.list))
