"""The answers that were sent, every revision as its author read it, for whoever reads the queue."""

from bot.budget.permissions import Act, may
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.paging import paged
from bot.office import staff
from bot.office.answers.answers import read_again
from bot.office.reads import answer_files, proposals
from bot.office.wording.notices import quote_with_files
from handlers.office.colleagues import say_who_sent
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.router import Talk
from storage.proposals import Proposal

REVISIONS = paged(proposal_acts, Desk.sent, leave=show_one, key="sent_page", size=1)


@proposal_acts.on(Desk.one, choice="sent_answers")
async def on_answers_wanted(talk: Talk) -> Reply:
    """Shows the answer in force first."""
    await REVISIONS.begin(talk)
    return await talk.ask(Desk.sent)


@proposal_acts.screen(Desk.sent)
async def show_answers(talk: Talk) -> Reply:
    """One revision a screen, the newest first, in the words of whoever reads it here."""
    proposal, sent = await proposals.read_answers(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    page = await REVISIONS.of(talk, sent[::-1])
    if not page.rows:
        return Reply(talk.say("No answer was sent yet."), ways=page.ways(talk))
    (one,) = page.rows
    day = talk.words.long_day(find_day(one.sent_at))
    head = talk.say(
        "Answer {n} of {all}. {who}, {day}.", n=one.revision, all=len(sent), who=say_who_sent(talk, one), day=day
    )
    counted = await answer_files.count_kinds(talk.store, ids=one.answer.files)
    files = (
        [talk.say("Goes with the answer: {files}.", files=quote_with_files(talk.words, "", counted))] if counted else []
    )
    hear = (talk.make_choice(f"hear_answer:{one.id}", "Files of the answer"),) if counted else ()
    keep = (talk.make_choice(f"template_of:{one.id}", "Keep as a template"),) if await _may_keep(talk, proposal) else ()
    lines = [f"{head}\n\n{read_again(proposal, one, talk.words)}", *files]
    return Reply("\n".join(lines), (*hear, *keep), page.ways(talk))


async def _may_keep(talk: Talk, proposal: Proposal) -> bool:
    return may(await staff.list_standings(talk.store, talk.person), Act.TEMPLATE, proposal.aimak_id)
