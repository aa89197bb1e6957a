"""The kit for a hall where the connection may fail: facts, sign-in, slips, proposals, questions, the budget, minutes."""

from collections.abc import Sequence

from bot.export.bilingual import Both, say_hearing_title
from bot.export.facts import HearingFacts, KitBudget, KitProposal


def draw_kit(
    facts: HearingFacts,
    proposals: Sequence[KitProposal],
    budget: KitBudget,
    *,
    questions: Sequence[str] = (),
    languages: Sequence[str] = ("ky", "ru"),
    slips: int = 40,
    sign_in_rows: int = 120,
) -> bytes:
    """Returns all the forms of a hearing as one PDF, each in all the languages at once."""
    from bot.export.pdf import at_the_door, hand_out, minutes
    from bot.export.pdf.proposals import draw_proposals
    from bot.export.pdf.sheets import Sheets

    both = Both(languages)
    sheets = Sheets(
        at_the_door.say_footer(both, facts), title=say_hearing_title(both.words[0], facts), made=facts.start
    )
    at_the_door.draw_facts_page(sheets, both, facts)
    at_the_door.draw_sign_in(sheets, both, facts, sign_in_rows)
    at_the_door.draw_slips(sheets, both, facts, slips)
    at_the_door.draw_journal(sheets, both, facts, slips)
    draw_proposals(sheets, both, proposals)
    if questions:
        minutes.draw_questions(sheets, both, questions)
    hand_out.draw_hand_out(sheets, both, facts, proposals, budget)
    minutes.draw_minutes(sheets, both, facts)
    return bytes(sheets.output())
