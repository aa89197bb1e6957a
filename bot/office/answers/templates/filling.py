"""A template is filled for a proposal: which fit it, what each would say, which blanks stay empty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.budget.proposal import Answer
from bot.budget.proposal_text import blanks
from bot.budget.proposal_text.blanks import Blank
from bot.chat.texts import LANGUAGES, Words
from bot.language.in_words.which import guess_language
from bot.office.answers.answers import authorised
from bot.office.answers.templates.templates import WITH_SUM, NoTemplate, find_village, list_of_office, read_template
from storage.answering.templates import Template
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Fitting:
    """The templates that a proposal can be answered by, the likeliest first.

    left_out counts those that need a village it lacks.
    """

    templates: list[Template]
    left_out: int

    @property
    def is_any(self) -> bool:
        """Whether the office has any."""
        return bool(self.templates) or self.left_out > 0


async def list_fitting(store: Store, *, ids: Sequence[int], by: Person) -> Fitting:
    """Lists the templates that any of some proposals (ids) can be answered by.

    Those of the first one's category come first, then the most used.
    Raises NotAllowed.
    """
    found = [await authorised(store, id=id, by=by) for id in ids]
    every, has_village = (
        await list_of_office(store, found[0].aimak_id),
        any(one.village_id is not None for one in found),
    )
    fitting = [one for one in every if has_village or Blank.VILLAGE not in list_blanks(one)]
    fitting.sort(key=lambda one: (one.category != found[0].category, -one.uses, -one.id))
    return Fitting(fitting, len(every) - len(fitting))


def list_blanks(template: Template) -> frozenset[Blank]:
    """The blanks of a template's sentences."""
    return blanks.list_blanks(f"{template.answer.sentence}\n{template.answer.other}")


async def fill(store: Store, *, id: int, proposal_id: int, amount: int | None, by: Person) -> Answer:
    """Returns the answer that a template makes for a proposal. amount is the sum in som, None where it is left out.

    Raises NotAllowed, NoTemplate where it was removed or where a blank has nothing to be filled with.
    """
    filled = await show(store, id=id, proposal_id=proposal_id, amount=amount, by=by)
    await store.templates.note_use(id)
    return filled


async def note_used(store: Store, *, id: int, by: Person) -> None:
    """Counts that an answer which was only shown was sent. Raises NotAllowed, NoTemplate."""
    await read_template(store, id=id, by=by)
    await store.templates.note_use(id)


async def show(store: Store, *, id: int, proposal_id: int, amount: int | None, by: Person) -> Answer:
    """Returns the same as fill, which is only looked at: no use is counted."""
    proposal = await authorised(store, id=proposal_id, by=by)
    template, village = await read_template(store, id=id, by=by), await find_village(store, proposal)
    wanted, answer = list_blanks(template), template.answer
    if (Blank.VILLAGE in wanted and village is None) or (Blank.SUM in wanted and amount is None):
        raise NoTemplate

    def said(text: str, language: str) -> str:
        values = {Blank.NUMBER: proposal.label, Blank.YEAR: str(proposal.budget_year)}
        values[Blank.VILLAGE] = village.name(language) if village else ""
        values[Blank.SUM] = Words(language).som(amount) if amount is not None else ""
        return blanks.fill_blanks(text, values)

    written_in = _language_of(answer)
    filled = replace(answer, sentence=said(answer.sentence, written_in), other=said(answer.other, answer.other_in))
    return replace(filled, amount=amount if answer.decision in WITH_SUM else None)


@dataclass(frozen=True, slots=True)
class FilledForAll:
    """What a template makes for several proposals, by id. left_out are the numbers of those for which a blank stays empty."""

    answered: dict[int, Answer]
    left_out: tuple[str, ...]


async def fill_for_all(store: Store, *, id: int, ids: Sequence[int], amount: int | None, by: Person) -> FilledForAll:
    """Returns the answer that a template makes for each of some proposals (ids). Raises NotAllowed, NoTemplate as fill does."""
    await read_template(store, id=id, by=by)
    answered, left_out = dict[int, Answer](), list[str]()
    for one in ids:
        try:
            answered[one] = await fill(store, id=id, proposal_id=one, amount=amount, by=by)
        except NoTemplate:
            left_out.append((await authorised(store, id=one, by=by)).label)
    return FilledForAll(answered, tuple(left_out))


def _language_of(answer: Answer) -> str:
    if answer.other_in:
        return next(language for language in LANGUAGES if language != answer.other_in)
    return guess_language(answer.sentence) or LANGUAGES[0]
