"""The card of a hearing as the clerk meets it, and the list.

Some only read; there are the kit, the calendar, the text to pass on.
"""

import re

import pytest

from bot.budget.permissions import Role
from bot.office.hearings import attendance, hearings
from tests.handlers.office.hearings.announce_steps import clerk, sent_to, subscriber
from tests.handlers.office.hearings.card_steps import PLACE, all_offered, does, now_of
from tests.handlers.offices import joined


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_the_list_and_the_card_say_what_is_known(village, hearing, language):
    worker = await clerk(village, "Гүлнара", language=language)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    person = await aigul.person()

    async def said(store):
        await attendance.say_coming(store, id=hearing.id, coming=True, companions=3, by=person, at=village.clock())
        await hearings.ask(store, id=hearing.id, text="Жолго канча акча кетет?", by=person, at=village.clock())

    await village.database.write(said)
    await village.tells()
    listed = await worker.taps("hearing_list")
    assert PLACE in listed
    card = await worker.says("1")
    assert "16-декабры" in card or "16 декабря" in card
    assert re.search(r"(келчүлөр|ещё).? ?3|ещё 3", card)
    assert re.search("1 суроо|1 вопрос", card)
    assert re.search("1 кишиден 1|1 из 1", card)
    await worker.taps("more")
    await worker.taps("more")
    asked = await worker.taps("hearing_questions")
    assert "Жолго канча акча кетет?" in asked


async def test_long_questions_are_read_to_their_last_word(village, hearing):
    worker, aigul = await clerk(village, "Гүлнара"), await subscriber(village, "Айгүл")
    person = await aigul.person()

    async def said(store):
        for n in range(7):
            text = f"баш{n} " + "жол " * 240 + f"аяк{n}"
            await hearings.ask(store, id=hearing.id, text=text, by=person, at=village.clock())

    await village.database.write(said)
    await village.tells()
    assert "аяк6»" in await worker.reads()
    await worker.taps("hearing_list")
    await worker.says("1")
    before = len(worker.heard)
    await worker.taps("hearing_questions")
    asked = [message.text for message in worker.heard[before:] if "баш" in message.text]
    assert len(asked) == 3
    assert all(f"{n + 1}. баш{n} " in "\n".join(asked) and f"аяк{n}" in "\n".join(asked) for n in range(7))


async def test_an_observer_and_an_admin_only_read(village, hearing):
    reads = {"Таратуу үчүн текст", "Зал үчүн баракчалар", "Календарь файлы", "Жөнөтүлгөн кабарлар"}
    for role in (Role.OBSERVER, Role.ADMIN):
        visitor = await joined(village, str(role), role)
        assert "Угуулар" in (await visitor.says("/start")) + (await visitor.taps("more"))
        await visitor.taps("hearing_list")
        assert PLACE in await visitor.says("1")
        assert await all_offered(visitor) == reads
        for forced in ("hearing_move", "hearing_cancel", "hearing_count", "hearing_papers", "hearing_post",
                       "hearing_again", "publish_results", "hearing_held", "hearing_spoken"):  # fmt: skip
            said = await does(visitor, hearing, forced)
            if forced in {"hearing_move", "hearing_cancel"}:
                said += await visitor.taps("cancel_sure:yes")
            assert "укугуңуз жок" in said, forced
    assert (await now_of(village, hearing)).is_open


async def test_a_resident_sees_no_desk(village, hearing):
    aigul = await village.in_menu("Айгүл")
    for choice in ("hearing_list", f"hearing_desk:{hearing.id}", "bc_pause:1", "bc_lost:1", "bc_cancel:1"):
        assert "укугуңуз жок" in await aigul.taps(choice), choice


# Notices on their way


async def test_the_kit_the_calendar_and_the_text_to_pass_on(village, worker, hearing):
    since = len(village.chats.sent)
    await does(worker, hearing, "hearing_kit")
    await does(worker, hearing, "hearing_calendar")
    documents = [one.document for one in sent_to(village, "Бакыт", since) if one.document]
    assert documents == [
        {"kind": "kit", "hearing_id": hearing.id},
        {"kind": "calendar", "language": "ky", "hearing_id": hearing.id},
    ]
    said = await does(worker, hearing, "hearing_forward")
    assert "БЮДЖЕТ УГУУСУ" in said
    assert "16 декабря 2026 года" in said
