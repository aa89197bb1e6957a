"""One clerk over Telegram answers what a village proposes: half in the chat, half by a spreadsheet; nobody is forgotten."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.budget.workdays import make_moment
from tests.seeds import dice
from tests.sizes import sized
from tests.telegram.desk import criterion, village
from tests.telegram.desk.clerk import number_of
from tests.telegram.desk.heard import TELLING, Heard
from tests.telegram.desk.office import Office, opened
from tests.telegram.desk.reader import Shown, labels_of, titles_of
from tests.telegram.desk.village import Resident, Wish
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess

pytestmark = pytest.mark.slow

PROPOSALS, RESIDENTS = sized(20, 200), sized(12, 120)
AT_ONCE = 12  # residents who write at the same time
RESULTS = date(2028, 11, 14)  # a Tuesday
FIRST_DAY, SECOND_DAY = make_moment(RESULTS, 9, 30), make_moment(RESULTS + timedelta(1), 9, 0)  # milliseconds UTC
TAKE_BACK = 61  # seconds, after which nothing is taken back
AT_ONCE_OF = (2, 3)  # of what is answered in the chat, so many are answered at once with others of their category
MOST_ACTS = sized(9, 3)  # for an answer in the chat, on average; of few proposals most are the only ones of their kind
BY_TEMPLATE = sized(1, 5)  # cards that are answered by it


async def test_one_clerk_answers_everybody_and_each_hears_it_once_in_their_language(
    telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Callable[..., None]
):
    own, through = village.draw(PROPOSALS, dice("wishes"))
    residents = village.settle(process_user, own, RESIDENTS)
    async with opened(telegram_process, tmp_path, process_user, FIRST_DAY) as office:
        clerk, process = office.clerk, office.process
        await propose(residents, own)
        await clerk.enters([wish for wish in through if wish.form == "paper"])
        await clerk.forwards([wish for wish in through if wish.form == "forwarded"])
        wishes = {wish.label: wish for wish in [*own, *through]}
        assert sorted(wishes) == [f"{n:04}" for n in range(1, PROPOSALS + 1)]
        await process.does("year", "results", "--aimak", "kokjar", "--on", f"{RESULTS}", "--table", "такта", "--sure")
        clerk.counted_as = "in the chat"
        await answer_in_chat(office, wishes)
        in_chat, acts = len(clerk.answered), clerk.acts["in the chat"]
        ways = Counter(clerk.answered.values())
        await begin_second_day(office)
        clerk.counted_as = "by spreadsheet"
        await answer_by_sheet(office, wishes)
        process.passes(TAKE_BACK)
        await process.everything_has_left()
        await react(residents)
        told = await pass_on(office)
        await process.everything_has_left()
        heard = Heard(residents, through, clerk)
        tell("one clerk, in the chat", answers=in_chat, acts=acts, acts_each=f"{acts / in_chat:.2f}", **ways)
        tell("one clerk, by spreadsheet", answers=PROPOSALS - in_chat, acts=clerk.acts["by spreadsheet"])
        tell("two hundred proposals, who heard", proposals=PROPOSALS, answered=len(clerk.answered), **heard.counts())
        assert sorted(clerk.answered) == sorted(wishes)
        assert acts / in_chat <= MOST_ACTS
        assert (heard.lost, heard.doubled, heard.wrong, heard.in_other_language, heard.without_link) == (0,) * 5
        await agree_with_the_log(office, told)
        process.has_kept_silent()


async def propose(residents: list[Resident], own: list[Wish]) -> None:
    """Everybody proposes, some at the same time; some support what others let everybody read."""
    for first in range(0, len(residents), AT_ONCE):
        await asyncio.gather(*[one.talks() for one in residents[first : first + AT_ONCE]])
    public = [wish for wish in own if wish.public and wish.form != "voice"]
    joining = [(one, public[n % len(public)]) for n, one in enumerate(residents[::3])]
    await asyncio.gather(*[one.joins(wish) for one, wish in joining if wish.author is not one])


async def begin_second_day(office: Office) -> None:
    """The program is stopped for the night; at nine both hear their day."""
    await office.process.stop()
    office.process.stands_at(SECOND_DAY)
    await office.process.start()
    day = ("Бүгүнкү иш", "Дела на сегодня")
    for reader, button in ((office.clerk, "Жооп күткөндөр"), (office.head, "Ждут ответа")):
        said = await reader.sees(
            lambda shown: shown["at"] * 1000 >= SECOND_DAY and shown["text"].startswith(day), "the day"
        )
        assert button in titles_of(said)


# Half of them in the chat.


async def answer_in_chat(office: Office, wishes: dict[str, Wish]) -> None:
    """Category by category at once, then card after card. One is taken back, one asks its author, one becomes a template."""
    clerk, half = office.clerk, len(wishes) // 2
    together = half * AT_ONCE_OF[0] // AT_ONCE_OF[1]
    await clerk.opens_queue()
    while len(clerk.answered) < together and (category := await clerk.narrows()):
        await clerk.answers_several(category, together - len(clerk.answered))
    card = await clerk.first_card()
    once, template, kept_of, used = {"take back", "ask", "template"}, "", "", 0
    while card and len(clerk.answered) < half:
        label = number_of(card) or ""
        wish = wishes[label]
        if "ask" in once and wish.author and wish.form == "text":
            once.discard("ask")
            card = await ask_author(office, card, wish.author)
        if others := list_repeats(wish, wishes, clerk.answered):
            card = await clerk.links(card, others)
        if used < BY_TEMPLATE and template and wish.form != "voice" and clerk.is_of(card, kept_of):
            used += 1
            await clerk.answers_by_template(card, template)
        else:
            await clerk.answers(card, wish.text[:100] if wish.form == "voice" else "")
        if "take back" in once:
            once.discard("take back")
            await clerk.takes_back()
        card = await clerk.next_card(*clerk.answered)
        if "template" in once and (kept_of := clerk.refused_first()):
            once.discard("template")
            office.process.passes(TAKE_BACK)
            await office.process.everything_has_left()
            template = await clerk.keeps_template(kept_of)
            card = await clerk.first_card()
    for wish in wishes.values():  # a spreadsheet has no ears
        if wish.form == "voice" and wish.label not in clerk.answered:
            await clerk.answers(await clerk.opens(wish.label), wish.text[:100])
            await clerk.next_card(*clerk.answered)


def list_repeats(wish: Wish, wishes: dict[str, Wish], but: dict[str, str]) -> list[str]:
    """The numbers of the others that ask for the same."""
    return [
        one.label for one in wishes.values() if one.theme is wish.theme and one is not wish and one.label not in but
    ]


async def ask_author(office: Office, card: Shown, author: Resident) -> Shown:
    """Asks the author of a card something, and opens the card again by the notice of the reply."""
    clerk, label = office.clerk, number_of(card)
    await clerk.asks(card, "Бул кайсы көчөдө, канча үйгө керек?")
    await author.replies()
    notice = await clerk.sees(lambda shown: "Ачуу" in titles_of(shown) and f"№ {label}" in shown["text"], "the reply")
    await clerk.presses("Ачуу", on=notice)
    return await clerk.sees(lambda shown: number_of(shown) == label, "the card")


# The other half by the spreadsheet.


async def answer_by_sheet(office: Office, wishes: dict[str, Wish]) -> None:
    """What repeats another takes over its answer."""
    clerk, same_as = office.clerk, dict[str, str]()
    for label in sorted(wishes):
        first = min(
            (one for one in [label, *list_repeats(wishes[label], wishes, {})] if one not in clerk.answered),
            default=label,
        )
        if first != label:
            same_as[label] = first
    content = await clerk.takes_sheet()
    await clerk.sends_sheet(clerk.fills(content, same_as))
    await clerk.presses("Баарын жөнөтүү")
    await clerk.hears("жооп жөнөтүлдү")


# What comes of it.


async def react(residents: list[Resident]) -> None:
    """Some say that the answer is clear, some that they do not agree."""
    for n, resident in enumerate(residents[::2]):
        titles = (("Түшүнүктүү", "Понятно"), ("Макул эмесмин", "Есть возражение"))[n % 4 == 3]
        for label, _, message in resident.answers()[:1]:
            pressed = [title for title in titles_of(message) if title in titles]
            if pressed and any(wish.label == label for wish in resident.wishes):
                await resident.reader.presses(pressed[0], on=message)


async def pass_on(office: Office) -> set[str]:
    """The clerk tells every second of those who wrote on paper, and hands the others slips. Returns all numbers."""
    clerk, told = office.clerk, set()
    brought = [one for one in clerk.messages() if TELLING in one["text"]]
    for back in brought[::2]:
        await clerk.presses("Авторуна айтылды", on=back)
        await clerk.hears("айтылганы белгиленди")
        told.add(labels_of(back["text"])[0])
    left = {labels_of(back["text"])[0] for back in brought} - told
    if left:
        assert Counter(await clerk.prints_slips()) == Counter(left)
    return told | left


async def agree_with_the_log(office: Office, told: set[str]) -> None:
    """The tally says of every row what is counted anew from the export."""
    process = office.process
    await process.does("export", "proposals", "--aimak", "kokjar", "--output", "log.jsonl")
    rows = [json.loads(line) for line in (process.folder / "log.jsonl").read_text("utf-8").splitlines()]
    (tally,) = json.loads(await process.does("tally", "--aimak", "kokjar", "--format", "json", "--rows"))
    assert tally["rows"] == criterion.find_rows(rows, results=RESULTS)
    assert abs(tally["score"] - float(criterion.count_score(rows, results=RESULTS))) < 0.01
    assert {row["number"] for row in rows if row["delivery"] == "told"} == told
