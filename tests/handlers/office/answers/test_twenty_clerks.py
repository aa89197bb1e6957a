"""Twenty clerks at twenty telephones, each with an answer to the same proposal on the screen."""

import asyncio

import pytest

from bot.budget.permissions import Role
from tests.handlers.offices import joined, kept_by, proposed, read_by, removed, taps, texts, writes

pytestmark = pytest.mark.slow

CLERKS = 20
ROUNDS = 5
SENT = "Жооп жөнөтүлдү."
LIGHT = "Мектептин жанына жарык керек"


async def answers_to(village, proposal):
    return await village.database.read(lambda store: store.proposal_log.list_answers([proposal.id]))


def write_own_words(title):
    return f"Муну {title} өзү жазып койду."


async def to_preview(village, name, proposal_id, words):
    await taps(village, name, f"desk_one:{proposal_id}", "answer", "answer", "decision:not_included", "reason:not_ours")
    await writes(village, name, words)


async def test_one_of_twenty_answers_and_the_others_read_who_and_what_and_keep_their_words(
    village, random_numbers, capsys
):
    titles = {f"клерк {n}": f"{n}-адис" for n in range(CLERKS)}
    clerks = {name: await joined(village, name, Role.STAFF, title=title) for name, title in titles.items()}
    aigul = await village.in_menu("Айгүл")
    told = pressed_again = 0
    for n in range(ROUNDS):
        proposal = await proposed(village, aigul, f"{LIGHT}, {n}")
        await village.courier.carry()
        await asyncio.gather(
            *[to_preview(village, name, proposal.id, write_own_words(titles[name])) for name in titles]
        )
        assert all(write_own_words(titles[name]) in text for name, text in (await read_by(village, *titles)).items())
        names = random_numbers.sample(sorted(titles), len(titles))
        await asyncio.gather(*[taps(village, name, "send_answer") for name in names])
        heard = await read_by(village, *titles)
        (winner,) = [name for name in titles if heard[name].startswith(SENT)]
        others = set(titles) - {winner}
        again = [name for name in others if heard[name].startswith(f"Муну {titles[winner]} карап жатат.")]
        await asyncio.gather(*[taps(village, name, "send_answer") for name in again])
        heard |= await read_by(village, *again)
        for name in others:
            assert heard[name].startswith(f"Жооп мурун берилген: {titles[winner]}, Долбоорго кирген жок.")
            assert (await kept_by(village, name))["answering"]["sentence"] == write_own_words(titles[name])
        (answer,) = await answers_to(village, proposal)
        assert (answer.revision, answer.answered_by) == (1, (await clerks[winner].person()).id)
        assert answer.answer.sentence == write_own_words(titles[winner])
        assert (
            sum(write_own_words(title) in text for title in titles.values() for text in texts(village, "Айгүл"))
            == n + 1
        )
        told, pressed_again = told + len(others), pressed_again + len(again)
    with capsys.disabled():
        print(
            f"\n20 clerks' chats send at once: rounds {ROUNDS}, told {told}, of them after a second press {pressed_again}"
        )


async def test_a_clerk_whose_proposal_was_taken_over_sends_by_pressing_once_more(village):
    bakyt = await joined(village, "Бакыт", Role.STAFF, title="Бакыт")
    await joined(village, "Гүлнара", Role.STAFF, title="Гүлнара")
    proposal = await proposed(village, await village.in_menu("Айгүл"), LIGHT)
    await to_preview(village, "Бакыт", proposal.id, write_own_words("Бакыт"))
    await taps(village, "Гүлнара", f"desk_one:{proposal.id}", "take", "take")
    screen = await bakyt.taps("send_answer")
    assert "Муну Гүлнара карап жатат." in screen
    assert write_own_words("Бакыт") in screen
    assert SENT in await bakyt.taps("send_answer")
    assert write_own_words("Бакыт") in texts(village, "Айгүл")[-1]


async def test_two_presses_of_send_are_one_answer(village):
    await joined(village, "Бакыт", Role.STAFF)
    aigul = await village.in_menu("Айгүл")
    for n in range(3):
        proposal = await proposed(village, aigul, f"{LIGHT}, {n}")
        await taps(village, "Бакыт", f"desk_one:{proposal.id}", "answer", "decision:included", "skip", "skip", "skip")
        await asyncio.gather(taps(village, "Бакыт", "send_answer"), taps(village, "Бакыт", "send_answer"))
        await taps(village, "Бакыт", "send_answer")
        await village.courier.carry()
        assert [answer.revision for answer in await answers_to(village, proposal)] == [1]
        assert sum("ДОЛБООРУНА КИРДИ" in text for text in texts(village, "Айгүл")) == n + 1


async def test_a_clerk_removed_at_the_preview_sends_nothing_and_is_told(village):
    bakyt = await joined(village, "Бакыт", Role.STAFF)
    proposal = await proposed(village, await village.in_menu("Айгүл"), LIGHT)
    await taps(village, "Бакыт", f"desk_one:{proposal.id}", "answer", "decision:included", "skip", "skip", "skip")
    await removed(village, bakyt)
    assert "укугуңуз жок" in await bakyt.taps("send_answer")
    assert await answers_to(village, proposal) == []
