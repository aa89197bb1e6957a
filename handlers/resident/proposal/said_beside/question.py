"""The question whether what was written later belongs to the proposal."""

from dataclasses import dataclass, replace

from bot.budget.proposal_text.agreed import says_instead
from bot.budget.proposal_text.in_sentence.joining import read_joining
from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply
from bot.chat.talk import list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import Intent, find_likely_meanings
from bot.language.wishes.put_right import agrees_to_put_right
from handlers.resident.proposal.said_beside.mistaken import find_put_right
from handlers.resident.proposal.side_and_text import list_sides
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import list_likely_choices
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose
from handlers.shared.wording import quote_draft


@dataclass(frozen=True)
class NumberFirst(Memory):
    """The number before the text that is asked about. It is a choice, or belongs to the text after all."""

    number_first: int = 0


def _list_waiting(after: ProposalDraft) -> list[ProposalDraft]:
    return [draft_pieces.make_whole(after, [one]) for one in draft_pieces.list_pieces(after)]


_MOST_SHOWN = 3  # of what waits


@router.screen(Propose.join)
async def ask_join(talk: Talk) -> Reply:
    """Asks whether something written later belongs to this proposal, or is one where there is none yet."""
    joining, after = quote_draft(talk, Drafts.of(talk).joining), Drafts.of(talk).after
    if draft_pieces.has_content(after):
        waiting = [after] if after.media else _list_waiting(after)
        quoted = ", ".join(quote_draft(talk, one) for one in waiting[:_MOST_SHOWN])
        next_one = talk.say("You also wrote: {quote}. It is asked about next.", quote=quoted)
        joining = f"{joining}\n{next_one}"
    both = (talk.make_choice("join:both", "Both as one"),) if draft_pieces.has_content(after) else ()
    yes = talk.make_choice("join:yes", "Yes", means=(Intent.YES, Intent.ADD, Intent.PROPOSE))
    no = talk.make_choice("join:no", "No", means=(Intent.NO, Intent.ERASE))
    if number := NumberFirst.of(talk).number_first:
        with_it = Choice("join:number", talk.say("With the {number}", number=number), _with_number(number))
        return Reply(
            talk.say("Is this a proposal? {quote}", quote=joining),
            (yes, with_it, no, *both),
            list_ways(talk, later=True),
        )
    if not draft_pieces.has_content(proposal_draft.find(talk)):
        text = Drafts.of(talk).joining.text
        sides = set(find_likely_meanings(text)) & {Intent.REVENUE, Intent.SPENDING, Intent.UNSURE}
        likely = (*(one for one in list_sides(talk) if sides & set(one.means)), *list_likely_choices(talk, text))
        return Reply(
            talk.say("Is this a proposal? {quote}", quote=joining),
            (yes, no, *both, *likely),
            list_ways(talk, later=True),
        )
    if (right := find_put_right(talk)) is not None:
        return Reply(
            talk.say("Shall it read like this? {quote}", quote=quote_draft(talk, right)),
            (
                talk.make_choice("join:right", "Yes", means=(Intent.YES, Intent.CHANGE)),
                talk.make_choice("join:yes", "Add it", means=(Intent.ADD,)),
                talk.make_choice("join:new", "A new proposal", means=(Intent.ANEW, Intent.PROPOSE)),
                no,
            ),
            list_ways(talk),
        )
    return Reply(
        talk.say("Shall this be added to the proposal? {quote}", quote=joining),
        (
            replace(yes, means=(Intent.YES, Intent.ADD)),
            talk.make_choice("join:instead", "In place of it", synonyms=_INSTEAD),
            talk.make_choice("join:new", "A new proposal", means=(Intent.ANEW, Intent.PROPOSE)),
            no,
            *both,
        ),
        list_ways(talk),
    )


_INSTEAD = ("ордуна кой", "ордуна коюңуз", "ордуна койгула", "ордуна жаз", "ордуна болсун", "муну кой", "алмаштыр",
            "алмаштырыңыз", "алмаштырып кой", "алмаштырып коюңуз", "вместо", "вместо того", "вместо этого", "вместо него",
            "замени", "замените", "заменить", "поменяй", "поменяйте", "вот это вместо", "ушунусу болсун",
            "ушуну кой")  # fmt: skip


def _read_joining(text: str) -> str | None:
    if agrees_to_put_right(text):
        return "join:right"
    said = "instead" if says_instead(text) else read_joining(text)
    return f"join:{said}" if said else None


router.reads_choice["join"] = _read_joining


def _with_number(number: int) -> tuple[str, ...]:
    return tuple(Words(one).say("With the {number}", number=number) for one in LANGUAGES)
