"""A clerk answers and the head approves over Telegram, some at once and one given back. Beside them others only practise."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seeds import dice
from tests.sizes import sized
from tests.telegram.desk import village
from tests.telegram.desk.clerk import Clerk, number_of
from tests.telegram.desk.heard import Heard
from tests.telegram.desk.office import AN_ACT, Office, opened
from tests.telegram.desk.reader import Reader, labels_of, titles_of
from tests.telegram.desk.test_two_hundred import FIRST_DAY, TAKE_BACK
from tests.telegram.desk.village import Resident, Wish
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess

pytestmark = pytest.mark.slow

PROPOSALS, RESIDENTS = sized(6, 60), sized(4, 30)
ONE_BY_ONE = sized(2, 15)  # answers that the head approves on their cards
REMARK = "Мөөнөтүн жана көчөсүн да жазып коюңуз."
PRACTISED = "Машыгуу үчүн гана: мектептин жанына көпүрө салынсын"


async def test_what_the_head_approves_reaches_its_author_once_and_practice_reaches_nobody(
    telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Callable[..., None]
):
    own, _ = village.draw(PROPOSALS, dice("approved wishes"))
    residents = village.settle(process_user, own, RESIDENTS)
    async with opened(telegram_process, tmp_path, process_user, FIRST_DAY) as office:
        clerk, head, process = office.clerk, office.head, office.process
        await process.does("year", "set", "--aimak", "kokjar", "--head-approves", "yes")
        for resident in residents:
            await resident.talks()
        wishes = {wish.label: wish for resident in residents for wish in resident.wishes}
        practising, learner = await practise(office, process_user)
        put_before = await answer_by_turns(clerk, wishes)
        assert put_before == set(wishes)
        returned = await approve(office)
        await clerk.hears("башчы кайтарды")
        await answer_again(clerk, returned)
        at_once = await approve_the_rest(head)
        process.passes(TAKE_BACK)
        await process.everything_has_left()
        heard = Heard(residents, [], clerk)
        seen = [
            one["text"] for reader in (clerk, head, *(one.reader for one in residents)) for one in reader.messages()
        ]
        leaked = sum("Машыгуу" in text for text in seen)
        approved = [
            int(n) for one in clerk.messages() for n in re.findall(r"Башчы (\d+) жообуңузду бекитти", one["text"])
        ]
        (tally,) = json.loads(await process.does("tally", "--aimak", "kokjar", "--format", "json"))
        counts = {"lost": heard.lost, "doubled": heard.doubled, "wrong": heard.wrong}
        tell(
            "a head who approves, over Telegram",
            proposals=len(wishes),
            one_by_one=ONE_BY_ONE,
            at_once=at_once,
            returned=1,
            **counts,
        )
        tell("practice beside it", answered=len(learner.answers()), to_others=leaked, counted=tally["N"] - len(wishes))
        assert (heard.lost, heard.doubled, heard.wrong, heard.in_other_language) == (0,) * 4
        assert sum(approved) == len(wishes)  # its clerk heard it of each
        assert [label for label, _, _ in learner.answers()] == list(practising.answered)
        assert (leaked, tally["N"]) == (0, len(wishes))
        process.has_kept_silent()


async def practise(office: Office, people: People) -> tuple[Clerk, Resident]:
    """Somebody learns the desk in the aimak for that, with a proposal that somebody else makes there."""
    process = office.process
    await process.does("aimak", "practice", "kokjar")
    invite = (
        (await process.does("invite", "--aimak", "kokjarprac", "--role", "staff")).split("link payload")[1].split()[0]
    )
    learner = Resident(
        Reader(people("Жаңыл", "ky")), "ky", [Wish(PRACTISED, "ky", "spending", "sp_roads")], aimak="kokjarprac"
    )
    await learner.talks()
    practising = Clerk(people("Мээрим", "ky"), lambda: process.passes(AN_ACT))
    await practising.joins(invite, "адис / специалист")
    card = await practising.first_card()
    assert card
    await practising.answers(card)
    return practising, learner


async def answer_by_turns(clerk: Clerk, wishes: dict[str, Wish]) -> set[str]:
    """Sends every second answer, and keeps the others, which are then sent together: all of them to the head."""
    card, n = await clerk.first_card(), 0
    while card:
        wish = wishes[number_of(card) or ""]
        summary = wish.text[:100] if wish.form == "voice" else ""
        await clerk.answers(card, summary, by=("Жооп жөнөтүү", "Сактап коюу")[n % 2])
        card, n = await clerk.next_card(*clerk.answered), n + 1
    clerk.writes("/start")
    await clerk.presses("Сакталган жооптор", "Баарын жөнөтүү")
    while "Дагы" in titles_of(shown := await clerk.shown("Жөнөтө бериңиз", "Дагы")):
        await clerk.presses("Дагы", on=shown)
    await clerk.presses("Жөнөтө бериңиз")
    await clerk.hears("башчынын макулдугун күтүүдө")
    return set(clerk.answered)


async def approve(office: Office) -> str:
    """The head gives the first answer back, and approves some of the others on their cards; returns the first's number."""
    head = office.head
    head.writes("ждут утверждения")  # in words of one's own
    listed = await head.hears("согласия главы")
    first = next(title for title in titles_of(listed) if title.startswith("№ "))
    await head.presses(first, on=listed)
    await head.presses("На доработку")
    await head.hears("что изменить в ответе?")
    head.writes(REMARK)
    await head.hears("Ответ возвращён")
    for _ in range(ONE_BY_ONE):
        await head.presses("Утвердить")
        await head.shown("Утвердить")
    return first[2:]


async def answer_again(clerk: Clerk, label: str) -> None:
    """Reads the remark, and puts another sentence before the head."""
    card = await clerk.opens(label)
    assert REMARK in card["text"]
    await clerk.presses("Жооп берүү", on=card)
    await clerk.shown("Жооп жөнөтүү")
    clerk.writes("Бул Манас көчөсү, иш 2028-жылдын май айында башталат.")
    if "Өткөрүп жиберүү" in titles_of(await clerk.shown("Өткөрүп жиберүү", "Жооп жөнөтүү")):  # its author reads Russian
        await clerk.presses("Өткөрүп жиберүү")
    await clerk.presses("Жооп жөнөтүү")
    await clerk.hears("башчынын макулдугун күтүүдө")


async def approve_the_rest(head: Reader) -> int:
    """The head reads page after page of what waits, and approves all of it; returns how many that were."""
    head.writes("/start")
    await head.presses("Черновики ответов", "Отправить все")
    read = list[str]()
    while "Ещё" in titles_of(shown := await head.shown("Отправить их", "Ещё")):
        read += labels_of(shown["text"])
        await head.presses("Ещё", on=shown)
    read += labels_of(shown["text"])
    await head.presses("Отправить их", on=shown)
    await head.hears("Вернуть можно ещё")
    return len(set(read))
