"""A voice, photos or a document beside a written answer.

They come at any of its steps or its preview, and can be taken off.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.routing.found import Handler
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_files, list_ways
from bot.language.kyrgyz import quote
from bot.office.answers.files import enclosed, sending
from bot.office.reads import answer_files
from bot.office.wording.notices import N_, quote_with_files
from handlers.office.answers.being_written import AnswerBeingWritten, Answering
from handlers.office.answers.both_languages import on_other_given
from handlers.office.answers.sheet import take_sheet
from handlers.office.answers.steps.sentence import on_sentence_given
from handlers.office.answers.steps.sum_and_line import on_amount_given, on_line_given
from handlers.office.answers.typed import on_decision_typed, on_reason_typed
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from storage.answering.files import AnswerFile
from storage.attachments.media import KEPT, WANTED

_KINDS = {"voice": N_("Voice message"), "photo": N_("Photo")}
_TAKES_WORDS: dict[str, Handler] = {
    str(Answering.decision): on_decision_typed,
    str(Answering.reason): on_reason_typed,
    str(Answering.amount): on_amount_given,
    str(Answering.line): on_line_given,
    str(Answering.sentence): on_sentence_given,
    str(Answering.other): on_other_given,
}


@proposal_desk.on(
    Answering.decision, Answering.reason, Answering.amount, Answering.line, Answering.sentence, Answering.other,
    Answering.preview,
    kind=Kind.MEDIA,
)  # fmt: skip
async def on_file_given(talk: Talk) -> Replies:
    """Keeps a voice, photo or document for the answer. Words below it are taken as if they were typed there."""
    if (table := await take_sheet(talk)) is not None:
        return table
    written = AnswerBeingWritten.of(talk)
    if written.several:
        talk.add_remark(talk.say("An answer for several authors goes in writing: a file goes with an answer for one."))
        return await talk.ask_again()
    try:
        kept = await enclosed.take(
            talk.store, media=list_files(talk), beside=written.files, by=talk.person, at=talk.now
        )  # fmt: skip
    except enclosed.TooManyFiles:
        talk.add_remark(talk.say("No more than {most} files go with one answer.", most=enclosed.MOST))
        return await talk.ask_again()
    await replace(written, files=kept).keep(talk)
    here = talk.state.state or ""
    if talk.text.strip():
        if (takes := _TAKES_WORDS.get(here)) is not None:
            return await takes(talk)
        said, change = quote(talk.text), talk.say("Change")
        talk.add_remark(
            talk.say(
                "The words below the file are not in the answer: «{words}». «{button}» takes them.",
                words=said,
                button=change,
            )
        )
    elif here in _TAKES_WORDS:  # the preview says so itself
        goes = quote_with_files(talk.words, "", await answer_files.count_kinds(talk.store, ids=kept))
        talk.add_remark(talk.say("Goes with the answer: {files}.", files=goes))
        if here == Answering.sentence and not written.sentence:
            talk.add_remark(talk.say("The written answer is needed as well."))
    return await talk.ask_again()


@proposal_desk.on(Answering.preview, choice="answer_files")
async def on_files_wanted(talk: Talk) -> Reply:
    """Shows what goes with the answer."""
    return await talk.ask(Answering.files)


@proposal_desk.screen(Answering.files)
async def ask_which_to_take_off(talk: Talk) -> Reply:
    """Lists the files, each with the way to take it off."""
    found = await list_present(talk, AnswerBeingWritten.of(talk).files)
    if not found:
        return await talk.ask(Answering.preview)
    choices = [
        Choice(f"file_off:{file.id}", talk.say("Take off {n}", n=n), line=_name(talk, file))
        for n, file in enumerate(found, 1)
    ]
    hear = talk.make_choice("files_hear", "Listen, look")
    return Reply(talk.say("Goes with the answer. What is to be taken off?"), (*choices, hear), list_ways(talk))


def _name(talk: Talk, file: AnswerFile) -> str:
    said = talk.say(_KINDS.get(file.kind, N_("Document")))
    return said if file.state == KEPT else talk.say("{file}, has not come yet", file=said)


async def list_present(talk: Talk, ids: Sequence[int]) -> list[AnswerFile]:
    """The files (ids) of an answer that is written which are there, or still come."""
    return [one for one in await answer_files.list_files(talk.store, ids=ids) if one.state in {KEPT, WANTED}]


@proposal_desk.on(Answering.files, choice="file_off")
async def on_file_taken_off(talk: Talk) -> Reply:
    """Takes one file off the answer, and shows what stays."""
    written, gone = AnswerBeingWritten.of(talk), read_row_id(talk.chosen)
    if gone not in written.files:
        return await show_stale(talk)
    await replace(written, files=tuple(id for id in written.files if id != gone)).keep(talk)
    await enclosed.leave_out(talk.store, [gone])
    talk.add_remark(talk.say("It is taken off."))
    return await talk.ask_again()


@proposal_desk.on(Answering.files, choice="files_hear")
async def on_files_heard(talk: Talk) -> Replies:
    """Brings what goes with the answer."""
    written = AnswerBeingWritten.of(talk)
    proposal, _ = await answer_files.read_of_draft(talk.store, proposal_id=written.proposal, by=talk.person)
    found = await list_present(talk, written.files)
    return (*sending.show_files(talk.words, proposal.label, found), await talk.ask_again())


@proposal_desk.on(Answering.files, choice=BACK)
async def on_back_to_preview(talk: Talk) -> Replies:
    return await talk.ask(Answering.preview)


@proposal_desk.refuses(enclosed.FileNotHere)
async def say_not_here(talk: Talk, refused: enclosed.FileNotHere) -> Reply:
    """Says that a file is still on its way. One that cannot be kept is left out of the answer."""
    if not refused.is_lost:
        return put_above(
            talk.say("The file has not come yet. Please press once more in a moment."), await show_here(talk)
        )
    written = AnswerBeingWritten.of(talk)
    present = await list_present(talk, written.files)
    await replace(written, files=tuple(one.id for one in present)).keep(talk)
    return put_above(talk.say("A file of this answer could not be kept and is left out."), await show_here(talk))
