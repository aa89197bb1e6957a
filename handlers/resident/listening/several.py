"""One message holds several proposals: each is offered a number of its own; what is left waits unsent."""

from dataclasses import replace

from bot.budget.written.parted import read_parting
from bot.chat.message import BACK, Kind, Reply
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from handlers.resident.proposal.said_more import text_went_on
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import proposal_draft
from handlers.shared.states import Propose
from handlers.shared.talk import Talk, router, ways

_EACH = (
    "өз өзүнчө", "өз өзүнчө болсун", "өзүнчө", "өзүнчө болсун", "өзүнчө өзүнчө", "ар бири өзүнчө болсун", "бөлүп бергиле",
    "бөлүп бериңиз", "бөлүңүз", "бөлүнсүн", "бөлгүлө", "бөлүп жөнөтүңүз", "отдельно", "по отдельности", "раздельно",
    "каждое отдельно", "каждый отдельно", "пусть отдельно", "разделите", "разделить", "разделить их",
)  # fmt: skip
_AS_ONE = (
    "чогуу", "чогуу болсун", "бирге", "бирге болсун", "бир эле сунуш", "бөлбөңүз", "бөлбө", "бөлбөгүлө", "вместе",
    "всё вместе", "пусть вместе", "одно", "одним", "одним предложением", "не разделяйте", "не делите",
)  # fmt: skip
_NOT_NOW = ("азыр эмес", "азырынча жок", "не сейчас", "пока нет", "пока не надо")  # elsewhere a no: here no decision


@router.screen(Propose.split)
async def ask_split(talk: Talk) -> Reply:
    """Lists what looks like several proposals, and asks whether each is to be one."""
    parts = proposal_draft.list_parts(proposal_draft.find(talk))
    said = talk.say("These look like {n} proposals. Shall each have its own number and its own answer?", n=len(parts))
    return Reply(
        "\n".join([said, *(f"• «{quote(part, 80)}»" for part in parts)]),
        (
            talk.choice("split:each", "Each its own", synonyms=_EACH, means=(Intent.YES,)),
            talk.choice("split:one", "One proposal", synonyms=_AS_ONE, means=(Intent.NO,)),
        ),
        (*ways(talk), replace(talk.later(), synonyms=_NOT_NOW)),
    )


@router.on(Propose.split, choice="split")
async def split_answered(talk: Talk) -> Reply:
    """Makes a proposal of each, one checked after the other, or leaves it one."""
    if talk.chosen == "each":
        together = await proposal_draft.split(talk)
        if together:
            talk.remark(
                talk.say(
                    "No more unsent proposals fit: the last {n} stay together, and are parted when their turn comes.",
                    n=together,
                )
            )
    else:
        await proposal_draft.keep(talk, replace(proposal_draft.find(talk), as_one=True))
    await let_words_decide(talk)
    return await talk.ask(proposal_draft.next_step(talk))


@router.on(Propose.split, choice=BACK)
async def back_to_words(talk: Talk) -> Reply:
    """One step back: the text, which stays."""
    return await talk.ask(Propose.text)


@router.on(Propose.split, kind=Kind.TEXT)
async def more_than_that(talk: Talk) -> Replies:
    """Takes an answer in words of one's own, «ооба, экөө тең сунуш»; asks about what else is written meanwhile."""
    if (parting := read_parting(talk.text)) is not None:
        talk.chosen = parting.value
        return await split_answered(talk)
    return await text_went_on(talk)
