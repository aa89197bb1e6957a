"""A proposal is sent: its number, and the words of the receipt with the day its answer comes."""

from dataclasses import replace

from bot.budget.proposal import Side, TextTooLong, TextTooShort
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.kyrgyz import quote
from bot.office import proposals
from bot.office.reads import own, public
from handlers.resident.hearings.entering import is_notices_question_due
from handlers.resident.proposal.asked_more import ask_more, remember
from handlers.resident.proposal.similar_shown import find_new
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.resident.states import Notices
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.referrals import say_unsent
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_parts
from storage.proposals import Proposal


async def _compose_receipt(talk: Talk, proposal: Proposal) -> str:
    accepted = await _say_accepted(talk, proposal)
    if proposal.side is Side.UNSURE:
        decides = talk.say("The ayil okmotu decides whether it is about revenue or spending, and you hear it.")
        accepted = f"{accepted} {decides}"
    if not await public.has_taken_in(talk.store, aimak_id=proposal.aimak_id):
        return accepted
    # After a merger its author may know the office by the earlier name only.
    aimak = await public.read_aimak(talk.store, id=proposal.aimak_id)
    name = quote(aimak.name(talk.words.language))
    return " ".join([accepted, talk.say("The ayil okmotu {aimak} answers it.", aimak=name)])


async def _say_accepted(talk: Talk, proposal: Proposal) -> str:
    # Where nobody of the office is here yet, no day is promised in their name.
    if not await public.has_office(talk.store, aimak_id=proposal.aimak_id):
        kept = talk.say(
            "Thank you! Your proposal is accepted, its number is {number}. This ayil okmotu has not joined the bot yet: the "
            "proposal is kept.",
            number=proposal.label,
        )
        return " ".join([kept, talk.say("Once they are here, you are told by which day the answer comes.")])
    return talk.say(
        "Thank you! Your proposal is accepted, its number is {number}. The answer comes here {until}.",
        number=proposal.label,
        until=talk.words.until(proposal.due_on),
    )


@router.on(choice="send")
async def on_confirmed(talk: Talk) -> Reply | tuple[Reply, ...]:
    """Sends the proposal. However often it is pressed there is one row and one number."""
    await proposal_draft.drop_lost(talk)
    unfinished = proposal_draft.find(talk)
    if unfinished.key != talk.chosen:
        sent = await proposals.find_sent(talk.store, key=talk.chosen, by=talk.person)
        if sent is None:
            return await show_stale(talk)
        said = talk.say("It was accepted before, its number is {number}.", number=sent.label)
        return Reply(said) if talk.state.state in {None, str(Menu.open)} else put_above(said, await show_here(talk))
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    step = proposal_draft.find_next_step(talk)
    if step != Propose.check or talk.person.consent_version is None:
        return await talk.ask(step)
    if await find_new(talk, unfinished):
        return await talk.ask(Propose.similar)
    try:
        proposal, _ = await proposals.submit(
            talk.store,
            draft=proposal_draft.finish_draft(unfinished),
            by=talk.person,
            aimak_id=int(talk.person.aimak_id or 0),
            language=talk.words.language,
            at=talk.now,
        )
    except (TextTooShort, TextTooLong):
        return await talk.ask(Propose.text)
    await proposal_draft.note_sent(talk, proposal.id, draft_pieces.list_pieces(unfinished))
    await proposal_draft.end(talk)
    await talk.state.set_state(Menu.open)
    lines = [await _compose_receipt(talk, proposal), *await _list_files(talk, proposal), say_unsent(talk)]
    receipt = "\n".join(filter(None, lines))
    if proposal_draft.find(talk).part and unfinished.part:
        await let_words_decide(talk)
        return Reply(receipt, stays=True), await talk.ask(proposal_draft.find_next_step(talk))
    unsent = (talk.make_choice("unsent_list", "Not sent yet"),) if proposal_draft.list_unsent(talk) else ()
    told = Reply(receipt, ways=unsent, stays=True, about=f"added:{proposal.id}")
    if await is_notices_question_due(talk):
        await remember(talk, proposal.id)
        return told, await talk.ask(Notices.ask)
    if question := await ask_more(talk, proposal.id):
        return told, question
    menu = await show_menu_for(talk, receipt)
    more = [way for way in unsent if way.id not in {one.id for one in (*menu.choices, *menu.ways)}]
    return replace(menu, ways=(*more, *menu.ways), stays=True, about=f"added:{proposal.id}")


async def _list_files(talk: Talk, proposal: Proposal) -> list[str]:
    # What is kept by now is counted. The rest is still being fetched; its author hears if it is lost.
    if not (proposal.voices or proposal.photos or proposal.documents):
        return []
    files = await own.count_files(talk.store, id=proposal.id, by=talk.person)
    kept, waiting = quote_parts(talk, "", files.kept), files.waiting
    return [
        talk.say("Kept with it: {files}.", files=kept) if kept else "",
        talk.say_n("{n} file is still on its way.", "{n} files are still on their way.", waiting) if waiting else "",
    ]
