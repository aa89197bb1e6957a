"""Notices of villages and themes. They are off until asked for, on by a tap or a word, sent to each once."""

import pytest

from bot.budget.workdays import find_day
from bot.language.matter.topics import Theme
from bot.office.together import merging
from storage.database.schema import topics, villages
from tests.handlers.resident.hearing_steps import announced, asked, rows, subscriber
from tests.storage.rows import JANY_ARYK, enter

OUTAGE = "Дүйшөмбүдө Көк-Жар айылында саат 9дан 14кө чейин суу болбойт. Сурасаңыз: 0312 00 00 00"
HOME = JANY_ARYK.code


@pytest.fixture
async def village(village):
    """An aimak of two villages."""
    await enter(village.database)
    return village


async def on(resident):
    """What a resident has turned on: the names of themes, and «village»."""
    person = await resident.person()
    found = await asked(resident.village, lambda store: store.topics.list_of_person(person.id))
    return sorted(one.topic.partition(":")[0] for one in found)


async def villages_of(village, aimak=HOME):
    """The aimak's id, and its villages by Kyrgyz name."""

    async def read(store):
        found = await store.aimaks.find_by_code(aimak)
        return found.id, {one.names["ky"]: one.id for one in await store.aimaks.list_villages(found.id)}

    return await asked(village, read)


async def agreed(village, name, *, language="ky", aimak=HOME):
    """Somebody who has agreed to what is kept, gets no notices of hearings, and stands in the menu."""
    resident = await village.in_menu(name, language=language, aimak=aimak)
    await resident.taps("notices:yes")
    await resident.taps("consent:yes")
    await resident.taps("notices:no")
    return resident


async def composes(clerk, *chosen, text=OUTAGE):
    """A clerk goes as far as the last question; returns it."""
    await clerk.taps("topic_notice")
    for one in chosen:
        await clerk.taps(f"topic_take:{one}")
    await clerk.taps("topic_next")
    return await clerk.says(text)


def got(village, resident, text=OUTAGE):
    """How many messages with these words a resident has."""
    return sum(address == resident.name and text in message.text for address, message, _ in village.chats.sent)


async def test_nothing_is_on_until_it_is_turned_on_and_a_tap_or_a_word_turns_it_off(village):
    aimak_id, known = await villages_of(village)
    aigul = await agreed(village, "Айгүл")
    assert "Айыл жана тема боюнча кабарлар: жок" in await aigul.says("/settings")
    shown = await aigul.presses("Айыл, тема боюнча")
    assert "Азырынча эч нерсе тандалган жок" in shown
    assert await on(aigul) == []
    name, id = next(iter(known.items()))
    assert f"✓ {name}" in await aigul.presses(name)
    for _ in range(2):  # pressed twice it is the same
        await aigul.taps(f"topic_on:{aimak_id}/water")
    assert await on(aigul) == ["village", "water"]
    await aigul.taps(f"topic_off:{aimak_id}/village:{id}")
    assert await on(aigul) == ["water"]
    elsewhere, _ = await villages_of(village, "kokjar")  # where they lived before
    person = await aigul.person()
    for topic in ("water", "roads"):
        await village.database.write(
            lambda store, topic=topic: store.topics.add(person.id, elsewhere, topic, at=village.clock())
        )
    said = await aigul.says("суу боюнча кабарлардын кереги жок")
    assert "келбейт: Суу; Суу (Көк-Жар)" in said
    assert "Тандалганы: Жол, транспорт (Көк-Жар)" in said
    assert await on(aigul) == ["roads"]
    await aigul.taps(f"topic_off:{elsewhere}/roads")
    assert await on(aigul) == []
    await aigul.says("жол жана мектеп боюнча кабарлар")
    assert await on(aigul) == ["roads", "schools"]
    await aigul.says("/stop")
    assert await on(aigul) == []


@pytest.mark.parametrize(
    ("language", "text", "themes"),
    [
        ("ky", "суу боюнча кабарлар", ["water"]),
        ("ky", "suu boyuncha kabarlar", ["water"]),
        ("ky", "жол боюнча кабар алам", ["roads"]),
        ("ru", "новости о воде", ["water"]),
        ("ru", "кабарлар по воде", ["water"]),
        ("ru", "подпишите меня на новости про школу", ["schools"]),
    ],
)
async def test_a_wish_in_words_is_heard_and_needs_consent_first(village, language, text, themes):
    resident = await village.in_menu("Бакыт", language=language, aimak=HOME)
    assert "/privacy" in await resident.says(text)
    assert await on(resident) == []
    await resident.taps("consent:yes")
    assert await on(resident) == themes
    assert await resident.proposals() == []


async def test_a_button_that_nobody_offered_turns_nothing_on(village):
    aimak_id, _ = await villages_of(village)
    elsewhere, _ = await villages_of(village, "kokjar")
    aigul = await agreed(village, "Айгүл")
    forged = [
        f"{aimak_id}/",
        f"{aimak_id}/village:999999",
        f"{aimak_id}/gold",
        f"{elsewhere}/water",
        "",
        "/",
        "x/water",
    ]
    for one in forged:
        await aigul.taps(f"topic_on:{one}")
        await aigul.taps(f"topic_off:{one}")
    assert await on(aigul) == []


async def test_a_clerk_sees_whom_it_reaches_and_each_of_them_gets_it_once(village, tell):
    aimak_id, known = await villages_of(village)
    (first, first_id), (_second, second_id) = list(known.items())[:2]
    clerk = await village.worker("Гүлнара", aimak=HOME)
    both = await agreed(village, "Айгүл")  # of the village and the theme
    neighbour = await agreed(village, "Бакыт", language="ru")  # of the other village
    hears_hearings = await subscriber(village, "Чолпон", aimak=HOME)  # asked for hearings, and for nothing else
    for choice in (f"{aimak_id}/village:{first_id}", f"{aimak_id}/water"):
        await both.taps(f"topic_on:{choice}")
    await neighbour.taps(f"topic_on:{aimak_id}/village:{second_id}")

    assert "Кабар кайсы айыл" in await clerk.says("тургундарга кабар")  # typed, it is no wish of the clerk's own
    await clerk.says("0")
    assert "эч ким сураган жок" in await composes(clerk, "health")
    assert all(title != "Жөнөтүү" for _, title in clerk.heard[-1].choices)
    await clerk.presses("Кимге")
    await clerk.taps("topic_drop:health")
    await clerk.taps(f"topic_take:village:{first_id}")
    chosen = await clerk.taps("topic_take:water")
    assert "Бул кабар 1 кишиге жетет" in chosen
    assert f"{first}; Суу" in chosen
    shown = await clerk.taps("topic_next")
    assert OUTAGE in shown
    assert "1 кишиге жетет" in shown
    send = next(id for id, title in clerk.heard[-1].choices if title == "Жөнөтүү")
    assert "1 кишиге жөнөтүлүүдө" in await clerk.taps(send)
    assert "мурда жөнөтүлгөн" in await clerk.taps(send)
    await village.tells()
    assert [got(village, one) for one in (both, neighbour, hears_hearings)] == [1, 0, 0]
    await clerk.reads()
    assert "Айыл жана тема боюнча кабар" in clerk.heard[-1].text

    await announced(village, aimak=HOME)  # a hearing is told to whoever subscribed to hearings, to nobody else
    await village.tells()
    assert [got(village, one, "БЮДЖЕТ УГУУСУ") for one in (both, hears_hearings)] == [0, 1]
    asked_not = got(village, hears_hearings) + got(village, neighbour) + got(village, both, "БЮДЖЕТ УГУУСУ")
    tell("notices by village and theme", told_twice=got(village, both) - 1, told_unasked=asked_not)


async def test_who_turns_it_off_before_it_leaves_is_not_told_but_keeps_what_they_want_of_another_topic(village):
    aimak_id, _ = await villages_of(village)
    clerk = await village.worker("Гүлнара", aimak=HOME)
    aigul, bakyt = await agreed(village, "Айгүл"), await agreed(village, "Бакыт")
    for one in (aigul, bakyt):
        await one.taps(f"topic_on:{aimak_id}/water")
    await bakyt.taps(f"topic_on:{aimak_id}/roads")
    await composes(clerk, "water", "roads")
    await clerk.presses("Жөнөтүү")
    await village.broadcasting.step()  # it is queued
    for one in (aigul, bakyt):
        await one.taps(f"topic_off:{aimak_id}/water")
    await village.tells()
    assert [got(village, one) for one in (aigul, bakyt)] == [0, 1]


async def test_it_waits_for_the_morning_and_can_be_paused_and_stopped(village):
    aimak_id, _ = await villages_of(village)
    clerk, aigul = await village.worker("Гүлнара", aimak=HOME), await agreed(village, "Айгүл")
    await aigul.taps(f"topic_on:{aimak_id}/water")
    village.clock.later(minutes=13 * 60)  # 23:00
    assert "Азыр түн" in await composes(clerk, "water")
    await clerk.presses("Жөнөтүү")
    await village.tells()
    assert got(village, aigul) == 0
    (made,) = await asked(village, lambda store: store.broadcasts.list_of_aimak(aimak_id))
    await clerk.taps(f"bc_pause:{made.id}")
    village.clock.later(minutes=11 * 60)
    await village.tells()
    assert got(village, aigul) == 0
    await clerk.taps(f"bc_resume:{made.id}")
    await village.tells()
    assert got(village, aigul) == 1
    assert "жакында" in await composes(clerk, "water")  # the same once more is said to be so
    await clerk.presses("Жөнөтүү")
    again, _ = await asked(village, lambda store: store.broadcasts.list_of_aimak(aimak_id))
    assert "дагы 1 кишиге жете элек" in await clerk.taps(f"bc_cancel:{again.id}")
    await clerk.says("ооба")
    await village.tells()
    assert got(village, aigul) == 1


async def made_of(village, aimak_id):
    """The topics of each notice of an aimak, the first one first."""
    return [one.topics for one in await asked(village, lambda store: store.broadcasts.list_of_aimak(aimak_id))]


def sends(clerk):
    """The button that sends what a clerk is shown."""
    return next(id for said in reversed(clerk.heard) for id, title in said.choices if title == "Жөнөтүү")


async def test_a_button_sends_what_its_own_screen_showed_and_nothing_else(village, tell):
    aimak_id, _ = await villages_of(village)
    clerk, aigul = await village.worker("Гүлнара", aimak=HOME), await agreed(village, "Айгүл")
    await aigul.taps(f"topic_on:{aimak_id}/water")
    await composes(clerk, "water")
    shown = [sends(clerk)]
    await clerk.taps("topic_to")
    assert "мурунку суроо" in await clerk.taps(shown[0])  # away from that screen
    await clerk.taps("topic_take:roads")
    await clerk.taps("topic_next")
    shown.append(sends(clerk))
    await clerk.taps("topic_words")
    await clerk.says(f"{OUTAGE} — такталды")
    shown.append(sends(clerk))
    for earlier in (*shown[:2], "topic_send", "topic_send:", "topic_send:nothing"):
        assert "такталды" in await clerk.taps(earlier)  # the present screen once more
    wrong = len(await made_of(village, aimak_id))
    assert "1 кишиге жөнөтүлүүдө" in await clerk.taps(shown[2])
    assert await made_of(village, aimak_id) == [("roads", "water")]
    assert "мурда жөнөтүлгөн" in await clerk.taps(shown[2])

    # A colleague sends the same while it is being read: this screen did not say so.
    colleague = await village.worker("Чынара", aimak=HOME)
    for one in (clerk, colleague):
        await composes(one, "water")
    await colleague.presses("Жөнөтүү")
    silent = sends(clerk)
    assert "жакында" in await clerk.taps(silent)
    wrong += len(await made_of(village, aimak_id)) - 2
    assert "жакында" in await clerk.taps(silent)  # the first screen's button is no yes to the second
    wrong += len(await made_of(village, aimak_id)) - 2
    await clerk.presses("Жөнөтүү")
    assert len(await made_of(village, aimak_id)) == 3
    tell("buttons of earlier previews of a notice by village and theme", sent_unshown=wrong)


async def test_a_village_that_is_gone_is_said_and_a_merger_shows_the_notice_anew(village):
    aimak_id, known = await villages_of(village)
    gone = f"village:{next(iter(known.values()))}"
    clerk, aigul = await village.worker("Гүлнара", aimak=HOME), await agreed(village, "Айгүл")
    for topic in (gone, "water"):
        await aigul.taps(f"topic_on:{aimak_id}/{topic}")
    await composes(clerk, gone, "water")

    async def move(store):  # as another aimak's
        into = await store.aimaks.find_by_code("kokjar")
        where = villages.c.id == int(gone.partition(":")[2])
        await store.connection.execute(villages.update().where(where).values(aimak_id=into.id))

    await village.database.write(move)
    said = await clerk.presses("Жөнөтүү")
    assert "✓" not in said.partition("✓ Суу")[0]
    assert "айыл аймагында жок" in said
    assert "✓ Суу (1)" in said
    assert "Жаңы-Арык" in await clerk.taps("topic_next")
    shown = sends(clerk)

    async def merge(store):
        old, into = await store.aimaks.find_by_code(HOME), await store.aimaks.find_by_code("kokjar")
        at = village.clock()
        await merging.merge(store, aimak=old, into=into, on=find_day(at), at=at)
        return into.id

    into = await village.database.write(merge)
    await clerk.taps(shown)
    anew = next(said.text for said in reversed(clerk.heard) if OUTAGE in said.text)
    assert "Жаңы-Арык" not in anew  # who sends it stands in it
    assert await made_of(village, into) == []
    await clerk.taps(sends(clerk))
    assert await made_of(village, into) == [("water",)]


async def test_only_whoever_may_broadcast_writes_one_and_erasing_goes_back_to_the_menu(village):
    aimak_id, _ = await villages_of(village)
    resident = await agreed(village, "Айгүл")
    await resident.taps("topic_notice")
    await resident.taps("topic_send:")
    await resident.taps("topic_take:water")
    assert await asked(village, lambda store: store.broadcasts.list_of_aimak(aimak_id)) == []
    clerk = await village.worker("Гүлнара", aimak=HOME)
    for refused in ("…", "а" * 1001):
        assert OUTAGE not in await composes(clerk, "water", text=refused)
        assert clerk.heard[-1].choices == []
    await clerk.says(OUTAGE)
    assert "өчүрүлдү" in await clerk.presses("Өчүрүү")
    assert await asked(village, lambda store: store.broadcasts.list_of_aimak(aimak_id)) == []


async def test_they_are_among_ones_own_data_and_go_with_them(village):
    aimak_id, known = await villages_of(village)
    aigul = await agreed(village, "Айгүл")
    for theme in (*Theme, f"village:{next(iter(known.values()))}"):
        await aigul.taps(f"topic_on:{aimak_id}/{theme}")
    assert await asked(village, lambda store: rows(store, topics)) == len(Theme) + 1
    await aigul.follows_script("/privacy", "1", "ооба")
    assert await asked(village, lambda store: rows(store, topics)) == 0
