"""Answers at hand on a card, and the form of an answer. Each stands there as the author will read it."""

from dataclasses import replace
from typing import Any

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.chat.texts import LANGUAGES, Words, find_words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.answers.templates import filling
from bot.office.reads import alike, proposals
from bot.office.reads.proposals import BeforeAnswer, ProposalForOffice
from bot.office.together.voices import is_missing
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS, compose_answer
from bot.web.desk.answers.beside import list_beside, say_beside, say_field
from bot.web.desk.answers.fields import read_file_ids
from bot.web.desk.forms import Form, make_key
from handlers.office.answers.being_written import WITH_SUM, find_other_language, may_approve
from handlers.office.answers.for_all_words import list_linked, warn_of_same_words
from handlers.office.queue.card.answer_lines import say_other_language
from handlers.shared.router import Talk

MOST_OF_A_KIND = 2  # answers of earlier proposals, and of templates, that are shown at once


async def list_ready_answers(
    talk: Talk, known: ProposalForOffice, *, most: int = 2 * MOST_OF_A_KIND
) -> list[dict[str, Any]]:
    """The likeliest answers of earlier proposals and of templates, each with its preview and the fields that send it."""
    proposal = known.proposal
    if known.sent or known.draft or not may_be_answered(known) or proposal.side is Side.UNSURE:
        return []
    before = await proposals.read_to_preview(talk.store, id=proposal.id, by=talk.person)
    found, shown = list[dict[str, Any]](), set[Answer]()

    async def add(title: str, answer: Answer, *, template: int = 0, needs_sum: bool = False) -> None:
        if answer not in shown:
            shown.add(answer)
            also = " ".join(f"{one.id}.{one.revision}" for one in before.linked)
            fields = list_fields(answer) | {"template": str(template or ""), "hand": "1", "linked": also}
            # What takes its time to count is said at the press: then the preview comes before it is sent.
            read = [] if needs_sum else await list_preview(talk, before, answer, warns=False)
            found.append(
                {
                    "title": title,
                    "answer": answer,
                    "read": read,
                    "fields": fields,
                    "key": make_key(),
                    "needs_sum": needs_sum,
                }
            )

    for one in (await alike.list_alike(talk.store, id=proposal.id, by=talk.person))[: min(most, MOST_OF_A_KIND)]:
        await add(talk.say("As № {number}", number=one.label), replace(one.answer, files=()))
    if len(found) >= most:
        return found
    fitting = await filling.list_fitting(talk.store, ids=[proposal.id], by=talk.person)
    for template in fitting.templates[:MOST_OF_A_KIND]:
        title = put_in_quotes(quote(template.name))
        if template.with_sum:
            await add(title, template.answer, template=template.id, needs_sum=True)
        else:
            answer = await filling.show(
                talk.store, id=template.id, proposal_id=proposal.id, amount=None, by=talk.person
            )
            await add(title, answer, template=template.id)
    return found


def may_be_answered(known: ProposalForOffice) -> bool:
    """Whether whoever reads a card may write an answer to it now."""
    leaves = known.draft is not None and known.draft.leaves_at is not None
    missing = known.sent is None and is_missing(known.proposal)
    return known.may_answer and known.proposal.withdrawn_at is None and not leaves and not missing


def list_fields(answer: Answer) -> dict[str, str]:
    """An answer as the fields of a form."""
    return {
        "decision": answer.decision.value,
        "reason": answer.reason_code.value if answer.reason_code else "",
        "amount": str(answer.amount) if answer.amount is not None else "",
        "line": answer.budget_line or "",
        "sentence": answer.sentence,
        "other": answer.other,
        "files": " ".join(map(str, answer.files)),
    }


async def list_preview(
    talk: Talk, before: BeforeAnswer, answer: Answer, *, revision: int = 1, warns: bool = True
) -> list[tuple[str, str]]:
    """What the author will read and what is said beside it: pairs of a kind («read», «note») and a text.

    Without warns it is not counted under how many decisions the same sentence stands: that takes its time.
    """
    approving = await is_approval(talk, before, answer)
    by = before.drafted_by if approving else before.writer
    language = find_author_language(before)
    read = compose_answer(
        Words(language), before.proposal, answer, revision=revision, who=by.title if by else None,
        role=by.role if by else Role.STAFF, quotes=before.author.quotes if before.author else True,
    )  # fmt: skip
    notes = (
        [say_other_language(talk, answer.other, answer.other_in)]
        if answer.other and answer.other_in != language
        else []
    )
    notes.append(find_other_language(talk, language, answer))
    notes += await list_linked(talk, before.linked, answer) if revision == 1 else []
    notes.append(await say_beside(talk, answer.files))
    if not answer.is_reasoned:
        notes.append(talk.say("Without a sum or a budget line it does not count as reasoned."))
    answered = dict.fromkeys((before.proposal.id, *(one.id for one in before.linked)), answer)
    if warns:
        notes.append(await warn_of_same_words(talk, before.proposal.aimak_id, before.proposal.budget_year, answered))
    if before.aimak.head_approves and not await may_approve(talk, before.proposal):
        notes.append(talk.say("It goes to the head first."))
    return [("read", read), *(("note", one) for one in notes if one)]


def find_author_language(before: BeforeAnswer) -> str:
    """The language that the author reads."""
    return (before.author.language if before.author else None) or before.proposal.language


async def is_approval(talk: Talk, before: BeforeAnswer, answer: Answer) -> bool:
    """Whether a head sends what a clerk put before them, unchanged: it goes out as the clerk's."""
    draft = before.draft
    is_theirs = draft is not None and draft.for_approval and draft.answer == answer
    return is_theirs and await may_approve(talk, before.proposal)


async def make_answer_form(talk: Talk, known: ProposalForOffice, typed: Form) -> dict[str, Any] | None:
    """The form of an answer with what was typed, else the draft, else the answer in force."""
    if not may_be_answered(known):
        return None
    proposal, draft, sent = known.proposal, known.draft, known.sent
    begun = draft.answer if draft else sent.answer if sent else None
    values = list_fields(begun) if begun else dict.fromkeys(list_fields(Answer(Decision.INCLUDED)), "")
    if any(typed[name] for name in ("decision", "sentence", "reason", "files")):
        values = {name: typed[name] for name in values}
    before = await proposals.read_to_preview(talk.store, id=proposal.id, by=talk.person)
    reasons = await alike.list_reasons(talk.store, id=proposal.id, by=talk.person)
    return {
        **make_form_words(talk.words, reasons),
        "values": values,
        "beside": await list_beside(talk, proposal.id, read_file_ids(Form({"files": [values["files"]]}))),
        "revision": sent.revision + 1 if sent else 1,
        "linked": [f"{one.id}.{one.revision}" for one in before.linked] if sent is None else [],
        "other_open": bool(values["other"]) or find_author_language(before) != talk.words.language,
        "small": typed["small"],
        "is_correction": sent is not None,
    }


def make_form_words(words: Words, reasons: list[Reason]) -> dict[str, Any]:
    """The words of the form of an answer, and what can be chosen in it."""
    other = next(one for one in LANGUAGES if one != words.language)
    return {
        "decisions": [(one.value, words.say(title), one in WITH_SUM) for one, title in DECISIONS.items()],
        "reasons": [(one.value, words.say(REASON_BUTTONS[one])) for one in reasons],
        "say": {
            "answer": words.say("Answer"),
            "correct": words.say("Correct the answer"),
            "decision": words.say("What is decided?"),
            "reason": words.say("What is the reason?"),
            "amount": words.say("Sum in som"),
            "line": words.say("Line of the budget"),
            "sentence": words.say("A sentence of your own for the author"),
            "other": find_words(words.language).say("In Russian too") if other == "ru" else words.say("In Kyrgyz too"),
            "preview": words.say("Show before sending"),
            "keep": words.say("Keep it"),
            "choose": words.say("choose"),
            **say_field(words),
        },
    }
