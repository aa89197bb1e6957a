"""Whoever is forgotten is forgotten by their office too. Words were said there instead, given back, or become a template."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.chat.memory import Memory
from bot.delivery.after_erasure import Erasing
from bot.office.answers import answers, approving, dialogue
from bot.office.wording.unreached import WHO_HEARS
from bot.settings import Settings
from storage.personal.erasing import EMPTIED
from storage.personal.ledger import Ledger
from tests.handlers.offices import joined, proposed
from tests.handlers.resident.personal.test_forgetting import all_words

CANARY = "Канарейка"
REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, f"{CANARY} көчөсүнө быйыл каражат жок экен.", None, None)


async def forgotten(village: Any, folder: Any, who: Any) -> list[str]:
    """Somebody asks to be forgotten and all of it is finished; returns what is left with their words."""
    await who.says("/forget")
    await who.says("Баарын өчүрүү")
    await village.courier.carry()
    village.clock.later(minutes=5)
    settings = Settings(data_dir=folder, database_url="", key_file=folder / "key")
    ledger = Ledger(settings.erasures_file, village.database.seal)
    parts = {"database": village.database, "states": village.states, "settings": settings, "now": village.clock}
    assert await Erasing(ledger=ledger, **parts).finish()
    await village.states.flush()
    return [line for line in (await all_words(village.database)).splitlines() if CANARY in line]


async def test_what_a_colleague_heard_instead_and_what_a_head_gave_back_goes_with_the_author(village, tmp_path, tell):
    taker, head = await joined(village, "Бакыт", Role.STAFF), await joined(village, "Асан", Role.HEAD)
    writer, aigul = await joined(village, "Гүлнара", Role.STAFF), await village.in_menu("Айгүл")
    road = await proposed(village, aigul, "Көчөнү оңдоп бериңиздер, чуңкур көп")
    by, chief, author = await taker.person(), await head.person(), await aigul.person()
    colleague = await writer.person()
    village.chats.blocked.add("Бакыт")

    async def work(store: Any) -> None:
        at = village.clock()
        await store.aimaks.set_head_approves(road.aimak_id, True)
        await answers.take(store, id=road.id, by=by, at=at)
        await dialogue.ask_author(store, id=road.id, text="Кайсы жери?", by=by, at=at)
        await dialogue.reply(store, id=road.id, text=f"{CANARY} дүкөнүнүн жанында", by=author, at=at)
        await answers.send(store, id=road.id, answer=REFUSED, by=colleague, at=at, over=True)
        remark = f"{CANARY} үйүндө эле, чакырып сураңыз"
        await approving.give_back(store, id=road.id, answer=REFUSED, remark=remark, by=chief, at=at)

    await village.database.write(work)
    assert f"«{CANARY} дүкөнүнүн жанында»" in await head.reads()  # Bakyt has blocked the bot, so the others hear
    left = await forgotten(village, tmp_path, aigul)
    tell("an author forgotten, of whom colleagues heard instead and a head wrote back", left=len(left))
    assert left == []


async def test_no_template_is_made_of_an_answer_once_its_author_is_forgotten(village, tmp_path, tell):
    clerk, aigul = await joined(village, "Бакыт", Role.STAFF), await village.in_menu("Айгүл")
    road = await proposed(village, aigul, "Көчөнү оңдоп бериңиздер, чуңкур көп")
    by = await clerk.person()
    sent = await village.database.write(
        lambda store: answers.send(store, id=road.id, answer=REFUSED, by=by, at=village.clock())
    )
    await clerk.taps(f"desk_one:{road.id}")
    await clerk.says("Жөнөтүлгөн жооптор")
    assert CANARY in await clerk.taps(f"template_of:{sent.id}")
    left = await forgotten(village, tmp_path, aigul)
    await clerk.says("Үлгүнү сактоо")
    await clerk.taps(f"template_of:{sent.id}")
    await clerk.says("Үлгүнү сактоо")
    left += [line for line in (await all_words(village.database)).splitlines() if CANARY in line]
    kept = await village.database.read(lambda store: store.templates.list([road.aimak_id]))
    tell("a template that was being made of an answer whose author was forgotten", words=len(left), kept=len(kept))
    assert (left, kept) == ([], [])


# Kinds that go to somebody of an office, or to a group. They say only numbers, names of lists and words of the bot.
WORDLESS = {
    "template", "used_up", "missed", "new_proposals", "not_so", "handed", "unadded", "approved", "not_agreed", "not_reached",
    "file_not_told", "not_left", "not_told", "not_posted", "office_lost", "group_left", "group_asked", "group_answer",
    "outage", "set_aside", "sheet", "year_closing", "year_closed", "due_soon", "late_told", "morning", "group_day",
    "group_marked", "no_staff", "disk", "post", "progress", "support_end", "merged", "merged_office", "removed",
    "account_gone", "parked", "ceiling", "deleted", "joined_role", "poll_result", "contest_begun",
    "contest_in", "contest_full", "marks", "property", "information_new", "information_late",
    "information_soon", "watch_done", "needs_file",
    "plan_file", "frozen_check",
}  # fmt: skip
# Kinds that stand in the chat of whom they are about, which is emptied whole. An office's notices to many are here too.
IN_THEIR_CHAT = {
    "answer", "counted_again", "erased", "exclusion", "file_lost", "late", "menu", "office_here", "opener", "reply",
    "sorry", "sorted", "understood", "broadcast", "joined", "join_asked", "initiative", "watch", "information",
    "text_erased",
}  # fmt: skip
WORDS = {"text", "texts", "sentence", "other", "remark", "agenda"}
OF_NOBODY = {
    "Answered",
    "AnnouncementDraft",
    "Moving",
    "NoticeDraft",
    "SpokenProposal",
}  # about no proposal that was received


def test_of_each_kind_of_message_it_is_said_whether_it_goes_with_whom_it_quotes():
    assert set(WHO_HEARS) == EMPTIED | WORDLESS | IN_THEIR_CHAT
    assert not (EMPTIED & WORDLESS | EMPTIED & IN_THEIR_CHAT | WORDLESS & IN_THEIR_CHAT)


def memories(of: type[Memory] = Memory) -> Iterator[type[Memory]]:
    for one in of.__subclasses__():
        yield one
        yield from memories(one)


def test_whatever_a_clerk_writes_about_a_proposal_is_kept_with_the_proposal_it_is_about():
    held = {one.__name__: {field.name for field in fields(one)} for one in memories() if "office" in one.__module__}
    assert {name for name, names in held.items() if names & WORDS and "proposal" not in names} == OF_NOBODY
