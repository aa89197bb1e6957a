"""An answer before it leaves: shown as its author will read it, then sent, put before the head, or kept."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, ReasonMissing, SentenceTooShort
from bot.chat.message import Choice, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import Words
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.answers import access, answers, linked, told
from bot.office.answers.linked import Done
from bot.office.answers.take_back import Pressed
from bot.office.reads import answer_files, proposals
from bot.office.reads.proposals import BeforeAnswer
from bot.office.wording.answers.answer_words import compose_answer
from bot.office.wording.notices import quote_proposal, quote_with_files
from handlers.office.answers.being_written import (
    LONGEST_SENTENCE,
    AnswerBeingWritten,
    Answering,
    change_text,
    find_other_language,
    may_approve,
)
from handlers.office.answers.both_languages import OTHER
from handlers.office.answers.for_all_words import list_linked, say_left_out, warn_of_same_words
from handlers.office.answers.offered_back import offer_back
from handlers.office.colleagues import say_answered_by, say_on_its_way, say_taken_by
from handlers.office.queue.card.answer_lines import say_other_language
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.lists import show_next
from handlers.office.staff_only import proposal_desk
from handlers.shared.router import Talk
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.attachments.media import WANTED
from storage.proposals import Proposal
from storage.roles import Member

BESIDE = 500  # characters of a proposal's text beside its answer


@proposal_desk.screen(Answering.preview)
async def ask_to_send(talk: Talk) -> Reply:
    """Shows the answer exactly as its author will read it, in the author's language."""
    known = await proposals.read_to_preview(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    answer = AnswerBeingWritten.of(talk).answer
    await replace(AnswerBeingWritten.of(talk), with_linked=tuple(_read(known))).keep(talk)
    approving = await _is_approved(talk, known.proposal, known.draft, answer)
    by = known.drafted_by if approving else known.writer
    lines = [*list_beside(talk, known), talk.say("The author will read:"), "", _as_read(talk, known, answer, by)]
    if answer.other and answer.other_in != _find_language(known):
        lines += ["", say_other_language(talk, answer.other, answer.other_in)]
    lines += await _list_files(talk)
    if said := find_other_language(talk, _find_language(known), answer):
        lines += ["", said]
    lines += await list_linked(talk, known.linked, answer)
    if not answer.is_reasoned:
        lines += ["", talk.say("Without a sum or a budget line it does not count as reasoned.")]
    answered = dict.fromkeys((known.proposal.id, *(one.id for one in known.linked)), answer)
    if said := await warn_of_same_words(talk, known.proposal.aimak_id, known.proposal.budget_year, answered):
        lines += ["", said]
    if known.aimak.head_approves and not await may_approve(talk, known.proposal):
        lines += ["", talk.say("It goes to the head first.")]
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("send_answer", "Send the answer", means=(Intent.SEND,)),
            talk.make_choice("keep_answer", "Keep it", means=(Intent.LATER,)),
            talk.make_choice("change_answer", "Change", means=(Intent.CHANGE,)),
            *_list_both(talk, answer),
            *((talk.make_choice("answer_files", "Files of the answer"),) if answer.files else ()),
            *_others(talk),
        ),
        list_ways(talk),
    )


def _read(known: BeforeAnswer) -> Iterator[str]:
    # What is shown here, and nothing else, gets the answer.
    return (f"{one.id}.{one.revision}" for one in known.linked)


async def _list_files(talk: Talk) -> list[str]:
    # What goes with it; what could not be kept goes with nothing and is no longer counted.
    ids = AnswerBeingWritten.of(talk).files
    found = await answer_files.list_files(talk.store, ids=ids)
    counted = quote_with_files(talk.words, "", await answer_files.count_kinds(talk.store, ids=ids))
    waiting = sum(one.state == WANTED for one in found)
    said = [
        talk.say("Goes with the answer: {files}.", files=counted) if counted else "",
        talk.say_n("{n} file has not come yet.", "{n} files have not come yet.", waiting) if waiting else "",
    ]
    return ["", *filter(None, said)] if any(said) else []


def _list_both(talk: Talk, answer: Answer) -> list[Choice]:
    # The way to the sentence in the language it is not written in.
    if not answer.sentence:
        return []
    if (answer.other_in or OTHER.get(guess_language(answer.sentence) or "ky")) == "ru":
        return [talk.make_choice("other_language", "In Russian too")]
    return [talk.make_choice("other_language", "In Kyrgyz too")]


def _others(talk: Talk) -> list[Choice]:
    # What was taken from elsewhere can be taken from another one.
    written = AnswerBeingWritten.of(talk)
    if written.template:
        return [talk.make_choice("template_other", "Another template")]
    return [talk.make_choice("alike_other", "Another answer")] if written.like else []


def list_beside(talk: Talk, known: BeforeAnswer) -> list[str]:
    # An answer that was written for another proposal is read beside the text it is to answer now.
    written, proposal = AnswerBeingWritten.of(talk), known.proposal
    if not written.like and not written.template:
        return []
    shown = talk.say("№ {number}: {quote}", number=proposal.label, quote=quote_proposal(talk.words, proposal, BESIDE))
    if written.template:
        return [shown, talk.say("From the template «{name}».", name=quote(written.template)), ""]
    return [shown, talk.say("This is how № {number} was answered.", number=written.like), ""]


async def _is_approved(talk: Talk, proposal: Proposal, draft: AnswerDraft | None, answer: Answer) -> bool:
    # What a clerk put before the head goes out as theirs, as long as the head changes nothing.
    is_theirs = draft is not None and draft.for_approval and draft.answer == answer
    return is_theirs and await may_approve(talk, proposal)


def _find_language(known: BeforeAnswer) -> str:
    return (known.author.language if known.author else None) or known.proposal.language


def _as_read(talk: Talk, known: BeforeAnswer, answer: Answer, member: Member | None) -> str:
    box = known.author
    return compose_answer(
        Words(_find_language(known)),
        known.proposal,
        answer,
        revision=AnswerBeingWritten.of(talk).revision,
        who=member.title if member else None,
        role=member.role if member else Role.STAFF,
        quotes=box.quotes if box else True,
    )


@proposal_desk.on(Answering.preview, choice="send_answer")
async def on_answer_sent(talk: Talk) -> Replies:
    """Sends the answer, or puts it before the head; tells who was first if a colleague was."""
    return await _do(talk, _send)


@proposal_desk.on(Answering.preview, choice="keep_answer")
async def on_answer_kept(talk: Talk) -> Replies:
    """Keeps the answer for later."""
    return await _do(talk, _keep)


async def _send(talk: Talk, proposal: Proposal, answer: Answer, **given: Any) -> tuple[str | Pressed, Done]:
    draft = (await proposals.read_to_answer(talk.store, id=proposal.id, by=talk.person)).draft
    if await _is_approved(talk, proposal, draft, answer):
        given = {"read": given["read"]}
        done = Done(
            await linked.approve(talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now, **given)
        )
    else:
        done = await linked.send(
            talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now,
            revision=AnswerBeingWritten.of(talk).revision, linked=_pairs(AnswerBeingWritten.of(talk)),
            **given,
        )  # fmt: skip
    sent = done.of_first
    if isinstance(sent, Pressed):
        return sent, done
    if sent is None:
        return talk.say("The answer waits for the head."), done
    if await told.has_reached(talk.store, sent) is False:
        return talk.say("The answer is sent. Its author has no address here: please tell them."), done
    return talk.say("The answer is on its way."), done


def _pairs(written: AnswerBeingWritten) -> list[tuple[int, int]]:
    pairs = (one.partition(".") for one in written.with_linked)
    return [(int(id), int(read)) for id, _, read in pairs]


async def _keep(talk: Talk, proposal: Proposal, answer: Answer, **given: Any) -> tuple[str | Pressed, Done]:
    pairs = _pairs(AnswerBeingWritten.of(talk))
    kept, done = await linked.save(
        talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now, linked=pairs, **given
    )
    waits = kept is not None and kept.for_approval
    said = talk.say("The answer waits for the head.") if waits else talk.say("The answer is kept and not sent.")
    return said, done


async def _do(talk: Talk, act: Callable[..., Awaitable[tuple[str | Pressed, Done]]]) -> Replies:
    kept = AnswerBeingWritten.of(talk)
    proposal_id, over = kept.proposal, OfficeCard.of(talk).over == kept.proposal
    try:
        proposal = await answers.authorised(talk.store, id=proposal_id, by=talk.person)
        answer = kept.answer.checked()
        if over and kept.revision == 1:
            await answers.take(talk.store, id=proposal_id, by=talk.person, at=talk.now, over=True)
        said, done = await act(talk, proposal, answer, read=kept.read, over=over)
    except answers.AnsweredBy as refused:
        lines = [await say_answered_by(talk, refused), *_list_unsent(talk, kept.answer, refused.sent)]
        return put_above("\n".join(lines), await show_one(talk, proposal_id))
    except answers.TakenBy as refused:
        await replace(OfficeCard.of(talk), over=proposal_id).keep(talk)
        return put_above(await say_taken_by(talk, refused, proposal_id), await talk.ask_again())
    except answers.TextChanged:
        return await change_text(talk, proposal_id)
    except access.OnItsWay:  # a colleague was first: what was written stays in the preview
        return put_above(say_on_its_way(talk), await talk.ask_again())
    except (ReasonMissing, SentenceTooShort):
        return await talk.ask(Answering.decision)
    await AnswerBeingWritten.forget(talk)
    await replace(OfficeCard.of(talk), over=None).keep(talk)
    left_out = say_left_out(talk, done.left_out, done.unready)
    shown = await show_next(talk, proposal_id, [id for id, _ in _pairs(kept)])
    if not isinstance(said, Pressed):
        return put_above("\n".join(filter(None, (said, left_out))), shown)
    offered = await offer_back(talk, said, proposal.label if len(said.leaving) == 1 else "")
    return (put_above(left_out, offered) if left_out else offered), shown


def _list_unsent(talk: Talk, answer: Answer, sent: SentAnswer) -> list[str]:
    # The words of whoever was second, whole, so that they can be copied into a correction.
    if not answer.sentence or answer.sentence == sent.answer.sentence:
        return []
    own = put_in_quotes(quote(answer.sentence, LONGEST_SENTENCE))
    return [talk.say("This was not sent and is not kept: {quote}.", quote=own)]


@proposal_desk.on(Answering.preview, choice="change_answer")
async def on_answer_changed(talk: Talk) -> Reply:
    """Goes through the steps again; what comes of them is no longer the answer another proposal got."""
    await replace(AnswerBeingWritten.of(talk), like="", template="").keep(talk)
    return await talk.ask(Answering.decision)
