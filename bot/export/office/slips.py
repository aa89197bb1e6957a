"""The answers that are handed out on paper, in the language of each author. They are read a few at a time."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from bot.budget.workdays import BISHKEK, find_day
from bot.chat.texts import LANGUAGES, Words
from bot.export.pdf.answer_slips import AnswerSlip, draw_slips
from bot.export.spreadsheet import check
from bot.export.whole_file import open_whole_file
from bot.language.kyrgyz import clean
from bot.office.practice_words import list_marks
from bot.office.wording.answers.answer_words import compose_sent
from storage.aimaks import Aimak
from storage.answers import SentAnswer
from storage.database.engine import Database
from storage.log.printed import Chosen
from storage.proposals import Proposal
from storage.store import Store

MOST = 5_000  # slips of one file
_AT_ONCE = 50  # of which one transaction reads


async def write_slips(database: Database, *, path: Path, chosen: Chosen, both: bool, language: str, day: date) -> int:
    """Writes the answers that were chosen and nobody has told yet to path, a PDF; returns how many.

    Each is in its author's language, or in that and the other. language is that of whoever prints.
    Raises ExportRefused for a path with another ending, with something there already, or without a folder.
    """
    check(path, "pdf")
    aimak, ids = await database.read(lambda store: _list(store, chosen))
    slips: list[AnswerSlip] = []
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        slips += await database.read(lambda store, some=some: _compose(store, aimak, some, both=both))  # type: ignore[misc]
    words = Words(language)
    title = words.say("Answers to hand out: {aimak}", aimak=clean(aimak.name(language)))

    def write() -> int:
        with open_whole_file(path) as file:
            return draw_slips(
                file,
                slips,
                title=title,
                notes=(words.say("No answer waits to be told by hand."),),
                footer=(title, words.long_day(day), *list_marks(aimak)),
                made=datetime.combine(day, time(), BISHKEK),
            )

    return await asyncio.to_thread(write)


async def _list(store: Store, chosen: Chosen) -> tuple[Aimak, list[int]]:
    assert chosen.list is not None
    found = await store.lists.list_answers(
        chosen.list, chosen.aimak_id, also=chosen.also, narrow=chosen.narrow, limit=MOST
    )
    return await store.aimaks.get(chosen.aimak_id), [id for id, _ in found]


async def _compose(store: Store, aimak: Aimak, answer_ids: Sequence[int], *, both: bool) -> list[AnswerSlip]:
    slips = []
    for answer_id in answer_ids:
        sent = await store.answers.get(answer_id)
        proposal = await store.proposals.get(sent.proposal_id) if sent is not None else None
        if sent is None or proposal is None:
            continue
        # Whoever shares a telephone may not want their own words on a paper that others see.
        box = await store.people.find_mailbox(proposal.author_id)
        slips.append(_make_slip(aimak, proposal, sent, both=both, quotes=box is None or box.quotes))
    return slips


def _make_slip(aimak: Aimak, proposal: Proposal, sent: SentAnswer, *, both: bool, quotes: bool) -> AnswerSlip:
    theirs = Words(proposal.language)
    spoken = [theirs, *(Words(one) for one in LANGUAGES if both and one != theirs.language)]
    texts = tuple(compose_sent(words, proposal, sent, quotes=quotes) for words in spoken)
    to = theirs.say("For: {name}", name=clean(proposal.author_name)) if proposal.author_name else ""
    below = f"{clean(aimak.name(theirs.language))}, {theirs.long_day(find_day(sent.sent_at))}"
    return AnswerSlip(to, texts, "\n".join((below, *list_marks(aimak))))
