"""Templates of an office's answers: kept from a sent one, renamed, written anew, removed."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import Answer, Decision, TextTooLong
from bot.budget.proposal_text import blanks
from bot.budget.proposal_text.blanks import Blank
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, fold
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from storage.aimaks import Village
from storage.answering.templates import Template
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

MOST = 50  # templates of one aimak
LONGEST_NAME = 20  # characters: it is a button
LONGEST = 1500  # characters of a sentence
WITH_SUM = {Decision.INCLUDED, Decision.PARTLY}


class TooManyTemplates(Refusal):
    """The aimak has as many templates as it may have."""


class NameTaken(Refusal):
    """Another template of the aimak has this name."""


class NoTemplate(Refusal):
    """The template was removed meanwhile, or its sentence does not go with the proposal."""


class SumUnused(Refusal):
    """The blank of a sum stands in a sentence whose decision has no sum."""


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """The sentences of a template: one, and the same in the other language, which is named («ky», «ru») or empty."""

    sentence: str
    other: str = ""
    other_in: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a template would say: its name where one was looked for, its answer, words that may be a resident's."""

    name: str
    answer: Answer
    with_sum: bool
    personal: list[str]
    proposal_id: int  # whose answer it is


async def suggest(store: Store, *, answer_id: int, by: Person, words: Words) -> Suggested:
    """Returns the template that a sent answer would make; nothing is kept yet. Raises NotAllowed."""
    proposal, answer = await _find_sent(store, answer_id, by)
    village = await find_village(store, proposal)
    names = set(village.names.values()) if village else set[str]()

    def make(text: str) -> str:
        return blanks.make_blanks(
            text, number=proposal.number, villages=names, year=proposal.budget_year, amount=answer.amount
        )

    with_sum = answer.amount is not None
    blanked = replace(answer, sentence=make(answer.sentence), other=make(answer.other), amount=None)
    title = (
        words.say(REASON_BUTTONS[answer.reason_code]) if answer.reason_code else name_decision(words, answer.decision)
    )
    taken = {fold(one.name) for one in await list_of_office(store, proposal.aimak_id)}
    name = next(one for n in range(1, MOST + 2) if fold(one := _numbered(title, n)) not in taken)
    return Suggested(name, blanked, with_sum, await find_personal(store, proposal, blanked), proposal.id)


def _numbered(title: str, n: int) -> str:
    end = f" {n}" if n > 1 else ""
    return title[: LONGEST_NAME - len(end)].rstrip() + end


async def _find_sent(store: Store, answer_id: int, by: Person) -> tuple[Proposal, Answer]:
    sent = await store.answers.get(answer_id)
    proposal = await store.proposals.get(sent.proposal_id) if sent is not None else None
    await permit(store, by=by, act=Act.TEMPLATE, aimak_id=proposal.aimak_id if proposal else -1)
    if sent is None or proposal is None:
        raise NotAllowed(Act.TEMPLATE)
    return proposal, sent.answer


async def read_words(store: Store, *, answer_id: int, id: int, words: TemplateWords, by: Person) -> Suggested:
    """Returns what a template (id) says in other words. With id 0 it is one that would be kept of a sent answer.

    Raises NotAllowed, NoTemplate and what check_words refuses.
    """
    if id:
        found = await read_template(store, id=id, by=by)
        proposal, answer, with_sum, name = (
            await store.proposals.get(found.proposal_id),
            found.answer,
            found.with_sum,
            found.name,
        )
    else:
        proposal, answer = await _find_sent(store, answer_id, by)
        with_sum, name = answer.amount is not None, ""
    assert proposal is not None
    checked = check_words(answer, words)
    return Suggested(name, checked, with_sum, await find_personal(store, proposal, checked), proposal.id)


async def check_name(store: Store, *, answer_id: int, name: str, by: Person) -> str:
    """Returns a name that a template of a sent answer can be kept under. Raises NotAllowed, and as rename does."""
    proposal, _ = await _find_sent(store, answer_id, by)
    return _checked_name(name, await list_of_office(store, proposal.aimak_id))


async def keep(store: Store, *, answer_id: int, name: str, words: TemplateWords, by: Person, at: int) -> Template:
    """Keeps a template of a sent answer in these words. Raises NotAllowed, TooManyTemplates, and as rewrite and rename."""
    proposal, answer = await _find_sent(store, answer_id, by)
    await store.aimaks.lock(proposal.aimak_id)
    there = await list_of_office(store, proposal.aimak_id)
    if len(there) >= MOST:
        raise TooManyTemplates
    written = check_words(answer, words)
    personal = await find_personal(store, proposal, written)
    id = await store.templates.add(
        proposal.aimak_id, name=_checked_name(name, there), answer=written, with_sum=answer.amount is not None,
        category=proposal.category, proposal_id=proposal.id, quotes=bool(personal), by=by.id, at=at,
    )  # fmt: skip
    await _record(store, "keep_template", id, aimak_id=proposal.aimak_id, by=by, at=at)
    return await _get(store, id)


async def find_personal(store: Store, proposal: Proposal, answer: Answer) -> list[str]:
    """Lists what of an answer's sentences may be its author's own words, name or telephone."""
    names = [proposal.author_name] if proposal.author_name else []
    said = " ".join([proposal.text, *(one.text for one in await store.dialogue.list_dialogue(proposal.id))])
    found = [blanks.find_persons_words(text, said, names) for text in (answer.sentence, answer.other) if text]
    return list(dict.fromkeys(one for some in found for one in some))


async def list_templates(store: Store, *, aimak_id: int, by: Person) -> list[Template]:
    """Lists the templates of an aimak and of those that became part of it, by their names. Raises NotAllowed."""
    await permit(store, by=by, act=Act.TEMPLATE, aimak_id=aimak_id)
    return sorted(await list_of_office(store, aimak_id), key=lambda one: (fold(one.name), one.id))


async def read_template(store: Store, *, id: int, by: Person) -> Template:
    """Returns a template to somebody of its office. Raises NotAllowed, NoTemplate."""
    found = await store.templates.get(id)
    if found is None:
        raise NoTemplate
    await _permit(store, found, by)
    return found


async def has_any(store: Store, *, aimak_id: int) -> bool:
    """Whether the office of an aimak has any template."""
    return await store.templates.has_any([aimak_id, *await store.aimaks.list_within(aimak_id)])


async def rename(store: Store, *, id: int, name: str, by: Person, at: int) -> Template:
    """Gives a template another name. Raises NotAllowed, NoTemplate, NameTaken, TextTooLong, WordsMissing."""
    found = await read_template(store, id=id, by=by)
    await store.aimaks.lock(found.aimak_id)
    there = [one for one in await list_of_office(store, found.aimak_id) if one.id != id]
    await store.templates.rename(id, name=_checked_name(name, there))
    await _record(store, "rename_template", id, aimak_id=found.aimak_id, by=by, at=at)
    return await _get(store, id)


async def rewrite(store: Store, *, id: int, words: TemplateWords, by: Person, at: int) -> Template:
    """Writes other sentences into a template.

    Raises NotAllowed, NoTemplate, UnknownBlank, SumUnused, TextTooLong and what Answer.checked refuses.
    """
    found = await read_template(store, id=id, by=by)
    written = check_words(found.answer, words)
    proposal = await store.proposals.get(found.proposal_id)
    quotes = proposal is not None and bool(await find_personal(store, proposal, written))
    await store.templates.rewrite(id, answer=written, quotes=quotes)
    await _record(store, "change_template", id, aimak_id=found.aimak_id, by=by, at=at)
    return await _get(store, id)


async def remove(store: Store, *, id: int, by: Person, at: int) -> None:
    """Removes a template; the answers that were made of it stay. Raises NotAllowed, NoTemplate."""
    found = await read_template(store, id=id, by=by)
    if not await store.templates.remove(id):
        raise NoTemplate
    await _record(store, "remove_template", id, aimak_id=found.aimak_id, by=by, at=at)


def check_words(answer: Answer, words: TemplateWords) -> Answer:
    """Returns a template's answer with other sentences, in which the blanks stand as they are kept.

    Raises UnknownBlank, SumUnused, TextTooLong, and as Answer.checked for what is left without the blanks.
    """
    if max(len(words.sentence), len(words.other)) > LONGEST:
        raise TextTooLong(LONGEST)
    sentence, other = blanks.read_blanks(words.sentence.strip()), blanks.read_blanks(words.other.strip())
    if Blank.SUM in blanks.list_blanks(f"{sentence}\n{other}") and answer.decision not in WITH_SUM:
        raise SumUnused
    nothing = dict.fromkeys(Blank, "")
    replace(answer, sentence=blanks.fill_blanks(sentence, nothing), amount=None).checked()
    return replace(answer, sentence=sentence, other=other, other_in=words.other_in, amount=None).checked()


def _checked_name(name: str, there: list[Template]) -> str:
    name = " ".join(clean(name).split())
    if len(name) > LONGEST_NAME:
        raise TextTooLong(LONGEST_NAME)
    in_words(name)
    if fold(name) in {fold(one.name) for one in there}:
        raise NameTaken
    return name


async def _permit(store: Store, template: Template, by: Person) -> None:
    # Of an aimak that became part of another, the office of that one works with its templates.
    into = (await store.aimaks.get(template.aimak_id)).merged_into_id
    await permit(store, by=by, act=Act.TEMPLATE, aimak_id=into or template.aimak_id)


async def find_village(store: Store, proposal: Proposal) -> Village | None:
    """Returns the village of a proposal, if it names one."""
    return await store.aimaks.find_village(proposal.village_id) if proposal.village_id is not None else None


async def list_of_office(store: Store, aimak_id: int) -> list[Template]:
    """Lists the templates of an aimak and of those that became part of it; the permission is not checked."""
    return await store.templates.list([aimak_id, *await store.aimaks.list_within(aimak_id)])


async def _get(store: Store, id: int) -> Template:
    found = await store.templates.get(id)
    assert found is not None
    return found


async def _record(store: Store, act: str, id: int, *, aimak_id: int, by: Person, at: int) -> None:
    await record(store, act, by=by, aimak_id=aimak_id, at=at, object="template", object_id=id)
