"""The form of proposals: what was proposed and what the office decided, revenue and spending apart."""

from collections.abc import Mapping, Sequence

from bot.budget.proposal import Decision, Side
from bot.export.bilingual import Both, Lines, join_inline, say_side_count
from bot.export.facts import KitProposal
from bot.export.pdf.lines import name_category, split_paragraphs
from bot.export.pdf.sheets import Column, Sheets, Text


def draw_proposals(sheets: Sheets, both: Both, made: Sequence[KitProposal]) -> None:
    """What was proposed and what the office decided, revenue and spending apart."""
    sheets.form(both.say("Proposals and the decisions on them"))
    sheets.both(both.say("The final decision is made by the ayil kenesh."), bold=False)
    columns = (
        Column(("№",), 18),
        Column(both.say("What is proposed"), 94),
        Column(both.say("Decision of the ayil okmotu"), 68),
    )
    for side in Side:
        of_side = [proposal for proposal in made if Side(proposal.side) is side]
        if side is Side.UNSURE and not of_side:
            continue
        sheets.ln(5)
        if sheets.room < 40:
            sheets.add_page()
        sheets.heading(say_side_count(both.say_n, side, len(of_side)), size=13)
        if of_side:
            sheets.grid(
                columns, ([_write_number(p), _compose_proposed(both, p), _compose_decided(both, p)] for p in of_side)
            )
        else:
            sheets.both(both.say("There are no proposals on this side yet."), bold=False)


def _write_number(proposal: KitProposal) -> list[Text]:
    return [(proposal.label, True)]


def _compose_proposed(both: Both, proposal: KitProposal) -> list[Text]:
    cell = [(join_inline(name_category(both, proposal.category)), True)] if proposal.category else []
    lines: list[str] = []
    if proposal.text is None:
        lines += both.say("The text is not shown: its author has not agreed that everyone may read it.")
    else:
        lines += split_paragraphs(proposal.text)
    lines += _list_files(both, proposal.files)
    if proposal.asked is not None:
        asked = proposal.asked
        lines += both.say("The author's sum: {sum}", sum=lambda words: words.som(asked))
    return cell + [(line, False) for line in lines]


def _list_files(both: Both, files: Mapping[str, int]) -> list[str]:
    said = []
    if voices := files.get("voice"):
        said.append(join_inline(both.say_n("{n} voice message", "{n} voice messages", voices)))
    if photos := files.get("photo"):
        said.append(join_inline(both.say_n("{n} photo", "{n} photos", photos)))
    if documents := files.get("document"):
        said.append(join_inline(both.say_n("{n} document", "{n} documents", documents)))
    return said


def _compose_decided(both: Both, proposal: KitProposal) -> list[Text]:
    decision = _write_decision(both, Decision(proposal.decision)) if proposal.decision else both.say("No decision yet")
    cell = [(line, not at) for at, line in enumerate(decision)]
    if proposal.amount is not None:
        amount = proposal.amount
        cell += [(line, False) for line in both.say("Sum: {sum}", sum=lambda words: words.som(amount))]
    cell += [(paragraph, False) for paragraph in split_paragraphs(proposal.sentence or "")]
    if n := proposal.answer_files:
        cell.append((join_inline(both.say_n("With the answer: {n} file", "With the answer: {n} files", n)), False))
    return cell


def _write_decision(both: Both, decision: Decision) -> Lines:
    match decision:
        case Decision.INCLUDED:
            return both.say("In the draft")
        case Decision.PARTLY:
            return both.say("Partly in the draft")
        case Decision.NOT_INCLUDED:
            return both.say("Not in the draft")
        case Decision.DEFERRED:
            return both.say("Next year")
        case Decision.REDIRECTED:
            return both.say("To another body")
