"""One message holds several proposals: each is offered a number of its own; what is left waits unsent.

A complaint or a question beside a proposal is none. It has a door of its own, and the proposal goes on without it.
"""

import uuid
from dataclasses import replace

from bot.budget.proposal import Side
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.parted import read_parting
from bot.budget.referral.doors import Door, find_door
from bot.budget.referral.within import is_of_somebody
from bot.chat.message import BACK, Kind, Reply
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office import quotas
from bot.office.wording.notices import N_
from handlers.resident.proposal.said_beside.went_on import on_text_went_on
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import say_complaint_door, say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose

_EACH = (
    "өз өзүнчө", "өз өзүнчө болсун", "өзүнчө", "өзүнчө болсун", "өзүнчө өзүнчө", "ар бири өзүнчө болсун", "бөлүп бергиле",
    "бөлүп бериңиз", "бөлүңүз", "бөлүнсүн", "бөлгүлө", "бөлүп жөнөтүңүз", "отдельно", "по отдельности", "раздельно",
    "каждое отдельно", "каждый отдельно", "пусть отдельно", "разделите", "разделить", "разделить их",
)  # fmt: skip
_AS_ONE = (
    "чогуу", "чогуу болсун", "бирге", "бирге болсун", "бир эле сунуш", "бөлбөңүз", "бөлбө", "бөлбөгүлө", "вместе",
    "всё вместе", "пусть вместе", "одно", "одним", "одним предложением", "не разделяйте", "не делите",
)  # fmt: skip
_ASKED = {Door.HEARING, Door.STATUS, Door.QUESTION}
_LEAST_SPLIT = 2  # proposals
_NOT_NOW = ("азыр эмес", "азырынча жок", "не сейчас", "пока нет", "пока не надо")  # elsewhere a no: here no decision


@router.screen(Propose.split)
async def ask_split(talk: Talk) -> Reply:
    """Lists what looks like several proposals, and asks whether each is to be one."""
    parts = proposal_draft.list_parts(proposal_draft.find(talk))
    complaints = _list_complaints(parts)
    if complaints:
        return _ask_without(talk, parts)
    asked = list_questions(parts)
    if asked and len(parts) - len(asked) < _LEAST_SPLIT:
        return _ask_without(talk, parts, of_question=True)
    listed = [part for part in parts if part not in asked]
    if asked:
        answered = talk.say("A question among them is answered here, and is sent to nobody.")
        talk.add_remark(answered)
    said = talk.say("These look like {n} proposals. Shall each have its own number and its own answer?", n=len(listed))
    return Reply(
        "\n".join([said, *(f"• {put_in_quotes(quote(part, 80))}" for part in listed)]),
        (
            talk.make_choice("split:each", "Each its own", synonyms=_EACH, means=(Intent.YES,)),
            talk.make_choice("split:one", "One proposal", synonyms=_AS_ONE, means=(Intent.NO,)),
        ),
        (*list_ways(talk), replace(talk.offer_later(), synonyms=_NOT_NOW)),
    )


def _list_complaints(parts: list[str]) -> list[str]:
    # Of complaints alone nothing would be left to send.
    complaints = [part for part in parts if is_of_somebody(part)]
    return complaints if len(complaints) < len(parts) else []


def list_questions(parts: list[str]) -> list[str]:
    """Lists the questions among the parts of a message. Of questions alone nothing would be left to send."""
    asked = [part for part in parts if find_door(part) in _ASKED and not says_a_wish(part)]
    return asked if len(asked) < len(parts) else []


def _ask_without(talk: Talk, parts: list[str], *, of_question: bool = False) -> Reply:
    if of_question:
        said = talk.say("A question is answered here, and is sent to nobody. Shall the proposal go without it?")
    else:
        said = talk.say("A complaint about a person goes elsewhere. Shall the proposal go without it?")
    title = N_("Without the question") if of_question else N_("Without the complaint")
    return Reply(
        "\n".join([said, *(f"• {put_in_quotes(quote(part, 80))}" for part in parts)]),
        (
            talk.make_choice("split:each", title, synonyms=_EACH, means=(Intent.YES,)),
            talk.make_choice("split:one", "One proposal", synonyms=_AS_ONE, means=(Intent.NO,)),
        ),
        (*list_ways(talk), replace(talk.offer_later(), synonyms=_NOT_NOW)),
    )


@router.on(Propose.split, choice="split")
async def on_split_answered(talk: Talk) -> Reply:
    """Makes a proposal of each, one checked after the other, or leaves it one. A complaint beside them is left out."""
    draft = proposal_draft.find(talk)
    parts = proposal_draft.list_parts(draft)
    if talk.chosen == "each":
        complaints = _list_complaints(parts)
        parts = [part for part in parts if part not in complaints]
        for complaint in complaints:
            left = talk.say("This is not sent to anybody: {quote}.", quote=put_in_quotes(quote(complaint)))
            talk.add_remark(f"{await say_complaint_door(talk)}\n{left}")
        parts = await _answer_questions(talk, parts)
    if talk.chosen == "each" and len(parts) > 1:
        together = await _split(talk, parts)
        if together:
            talk.add_remark(
                talk.say(
                    "No more unsent proposals fit: the last {n} stay together, and are parted when their turn comes.",
                    n=together,
                )
            )
    else:
        if talk.chosen == "each":
            whole = [draft_pieces.Piece("", parts[0], draft.media)]
            draft = replace(draft_pieces.make_whole(draft, whole), category=None, by_hand=False)
        await proposal_draft.keep(talk, replace(draft, as_one=True))
    await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


async def _answer_questions(talk: Talk, parts: list[str]) -> list[str]:
    # Each is answered as if it were typed alone; what is left are the proposals.
    asked, typed = list_questions(parts), talk.incoming
    for one in asked:
        talk.incoming = replace(typed, kind=Kind.TEXT, text=one, choice="")
        said = await say_right_door(talk)
        talk.add_remark(f"{put_in_quotes(quote(one, 80))}: {said}" if said else "")
    talk.incoming = typed
    return [part for part in parts if part not in asked]


async def _split(talk: Talk, parts: list[str]) -> int:
    """Makes a draft of each of these proposals that the draft holds. The first goes on, the others wait behind it in order.

    Its files and what was said about it stay with the first. Returns how many stay together in the last one, since no
    more drafts fit; 0 where each has its own. Raises UnsentUsedUp where not even two fit.
    """
    drafts, draft = Drafts.of(talk), proposal_draft.find(talk)
    room = await quotas.count_room(talk.store, drafts=len(proposal_draft.list_unsent(talk)) - 1, at=talk.now)
    await quotas.check_drafts(talk.store, drafts=len(proposal_draft.list_unsent(talk)) + 1, at=talk.now)
    fit, together = parts[: room - 1], parts[room - 1 :]
    texts = [*fit, "\n".join(together)] if len(parts) > room else parts
    first = replace(
        draft_pieces.make_whole(draft, [draft_pieces.Piece("", texts[0], draft.media)]),
        as_one=True,
        part=f"1/{len(parts)}",
        category=None,
        by_hand=False,
    )
    others = [
        draft_pieces.make_whole(
            draft_pieces.ProposalDraft(
                key=uuid.uuid4().hex,
                aimak=draft.aimak,
                side=Side.UNSURE,
                touched=talk.now,
                as_one=at < len(texts) or texts == parts,
                part=f"{at}/{len(parts)}",
            ),
            [draft_pieces.Piece("", text)],
        )
        for at, text in enumerate(texts[1:], 2)
    ]
    await replace(drafts, draft=first, earlier=(*drafts.earlier, *reversed(others)), offered=False).keep(talk)
    return 0 if texts == parts else len(together)


@router.on(Propose.split, choice=BACK)
async def on_back_to_words(talk: Talk) -> Reply:
    """One step back: the text, which stays."""
    return await talk.ask(Propose.text)


@router.on(Propose.split, kind=Kind.TEXT)
async def on_more_than_that(talk: Talk) -> Replies:
    """Takes an answer in words of one's own, «ооба, экөө тең сунуш»; asks about what else is written meanwhile."""
    if (parting := read_parting(talk.text)) is not None:
        talk.chosen = parting.value
        return await on_split_answered(talk)
    return await on_text_went_on(talk)
