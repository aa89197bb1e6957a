"""Somebody wants one part of theirs erased: name, contact or photo. They are led to that part, and all stays at hand."""

from dataclasses import replace

from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.wishes.of_oneself.parts import Part, read_part_erased
from bot.office import proposals, staff
from bot.office.reads import own
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.my_proposals.erasing import on_text_erasing_wanted
from handlers.resident.states import Decidable, Forgetting, Mine, Notices
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group, is_at_work

_LOOKED_THROUGH = 100  # of a person's own proposals, the newest first
_AT_SENT = {str(one) for one in (Menu.open, Decidable.ask, Notices.ask, Mine.list, Mine.one)}
_FILES = {"photo", "document", "video"}


@router.hear_first
async def hear_part_erased(talk: Talk, _step: Step) -> Replies | None:
    """Takes the part off, or says where it goes. None of other words, and of whoever works in an office."""
    state = talk.state.state
    if talk.incoming.kind is not Kind.TEXT or is_at_work(state) or state == Forgetting.ask:
        return None
    part = read_part_erased(talk.text)
    if part is None or talk.person.language is None or await staff.list_standings(talk.store, talk.person):
        return None
    if part is Part.ANY_PHOTO and not await _is_photo_meant(talk):
        return None
    if part is Part.CONTACT:
        kept = talk.say("The office never sees your number or account: only this chat's address is kept, sealed.")
        goes = talk.say("It goes when all of yours is erased.")
        return await _beside_all(talk, f"{kept} {goes}")
    return await (_hide_name(talk) if part is Part.NAME else _drop_files(talk))


async def _beside_all(talk: Talk, said: str) -> Reply:
    question = await show_here(talk)
    everything = talk.make_choice("forget_me", "Erase my data")
    return put_above(said, replace(question, ways=(everything, *question.ways)))


async def _hide_name(talk: Talk) -> Replies:
    hidden = False
    if find_group(talk.state.state) == Propose.__name__ and proposal_draft.find(talk).name:
        await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), name=None))
        hidden = True
    for one in await _list_sent(talk):
        proposal = await proposals.get_own(talk.store, id=one, by=talk.person)
        if proposal.author_name:
            await proposals.hide_name(talk.store, id=one, by=talk.person)
            hidden = True
    if hidden:
        return await _beside_all(talk, talk.say("Your name is no longer shown."))
    return await _beside_all(talk, talk.say("No name of yours stands under what you wrote here."))


@router.on(Mine.list, Mine.one, means=Intent.NAMELESS)
async def on_name_unwanted(talk: Talk) -> Replies:
    """Takes the name off what was sent: «атымды жазбай эле кой», said where one's own proposals stand."""
    return await _hide_name(talk)


async def _is_photo_meant(talk: Talk) -> bool:
    # Within a proposal the files of what is being written are meant.
    if find_group(talk.state.state) == Propose.__name__:
        has_photo = any(kind != "voice" for kind, _ in proposal_draft.find(talk).media)
        return has_photo or talk.state.state == Propose.check  # there it is said that there is none
    if talk.state.state not in _AT_SENT:
        return False
    return bool(await _list_with_files(talk))


async def _list_with_files(talk: Talk) -> list[int]:
    counted = [(id, await own.count_files(talk.store, id=id, by=talk.person)) for id in await _list_sent(talk)]
    return [id for id, files in counted if files.waiting or _FILES & set(files.kept)]


async def _drop_files(talk: Talk) -> Replies:
    draft = proposal_draft.find(talk)
    if find_group(talk.state.state) == Propose.__name__ and draft_pieces.has_content(draft):
        if any(kind != "voice" for kind, _ in draft.media):
            await proposal_draft.drop_files(talk)
            return put_above(talk.say("Photos and documents are taken off."), await show_here(talk))
        return put_above(talk.say("There is no photo or document with it."), await show_here(talk))
    with_files = await _list_with_files(talk)
    if not with_files:
        return await _beside_all(talk, talk.say("There is no photo or document of yours here."))
    talk.add_remark(talk.say("What was sent with a proposal goes with its text."))
    talk.chosen = str(with_files[0])
    return await on_text_erasing_wanted(talk)


async def _list_sent(talk: Talk) -> list[int]:
    if talk.state.state == Mine.one:
        return [OwnProposal.of(talk).mine_proposal]
    return [one.id for one in await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)]
