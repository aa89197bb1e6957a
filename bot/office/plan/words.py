"""The words of plans: an item in a line, what a file brought, the faults of its cells."""

from collections.abc import Sequence

from bot.budget.plan.file import HEADINGS
from bot.budget.plan.items import Plan, Source
from bot.budget.sheets.cells import CellFault
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.plan.items import Imported
from bot.office.plan.names import PLANS, SOURCES
from bot.office.plan.tying import Named
from bot.office.sheets import cells

_LINE = 90


def say_faults(words: Words, faults: Sequence[CellFault]) -> str:
    """What is to be mended, a line a cell; nothing was changed."""
    return cells.say_faults(words, faults, HEADINGS)


def say_imported(words: Words, plan: Plan, done: Imported) -> str:
    """What a file brought."""
    return words.say(
        "{plan}: new items — {new}, changed — {changed}, the same — {same}.", plan=words.say(PLANS[plan]),
        new=words.number(done.new), changed=words.number(done.changed), same=words.number(done.same),
    )  # fmt: skip


def say_named(words: Words, one: Named) -> str:
    """What a proposal can be tied to, in a line. It says which plan or gathering that is of."""
    kind = words.say(PLANS[one.kind] if isinstance(one.kind, Plan) else SOURCES[Source(one.kind)])
    return f"{kind} · {quote(clean(f'{one.code} {one.text}'.strip()), _LINE)}"
