"""A clerk enters proposals for others one after another, and the answers come back to be passed on."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Side, Source
from bot.budget.workdays import find_day
from bot.chat.message import Kind, Media
from storage.database.schema import media, proposals
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.office.hearings.card_steps import count

ROAD = "Жолду оңдоп, чуңкурларды толтуруу керек"
MARKET = "Базардан жыйноо алынса, бюджетке акча түшөт"


async def by_number(village, number):
    return await village.database.read(lambda store: store.proposals.find_by_number(1, number))


async def phone_of(village, proposal):
    return await village.database.read(lambda store: store.people.find_phone(proposal.author_id))


async def begins(clerk, source="Кагаздан", day="Бүгүн"):
    await clerk.starts()
    await clerk.says("Башка адамдын сунушу")
    await clerk.says(source)  # also one of another page
    await (clerk.presses(day) if day in {"Бүгүн", "Кечээ"} else clerk.says(day))
    asked = clerk.heard[-1]
    return await clerk.presses("Айтылган жок") if "айылдан" in asked.text else asked.text


async def forwards(clerk, text="", kind="", *, reference="file", written_at=0):
    files = (Media(kind, reference),) if kind else ()
    new = replace(
        clerk._new(Kind.MEDIA if kind else Kind.TEXT, text), media=files, forwarded=True, written_at=written_at
    )
    said = await clerk._hears(new)
    if said:
        return said
    clerk.village.clock.later(minutes=1 / 60)  # in which what is forwarded in one go is gathered
    return await clerk.reads()


async def test_many_in_a_row_take_two_acts_each_and_keep_source_and_day(village, tell):
    clerk = await village.worker("Гүлнара")
    asked = await begins(clerk, day="12.11")
    assert "Кагаз түрүндө, 2026-жылдын 12-ноябры" in asked
    acts, texts = 0, [LIGHT, ROAD, MARKET]
    for text in texts:
        assert "Текшериңиз" in await clerk.says(text)
        said = await clerk.presses("Каттоо")
        acts += 2
        assert "Кагаз түрүндө, 2026-жылдын 12-ноябры" in said  # the next one at once
    first, _, third = [await by_number(village, n) for n in (1, 2, 3)]
    assert (first.source, first.side, third.side) == (Source.PAPER, Side.SPENDING, Side.REVENUE)
    assert find_day(first.received_at) == date(2026, 11, 12)
    assert first.due_on == date(2026, 12, 2)  # the 14th working day after the 12th
    assert first.entered_by == (await clerk.person()).id
    assert (first.author_name, await phone_of(village, first), first.peer_id) == (None, None, None)
    tell("entered from paper, acts", proposals=len(texts), acts=acts)


async def test_side_name_telephone_and_photo_of_the_sheet_go_with_it(village):
    clerk = await village.worker("Ольга", language="ru")
    await clerk.says("Записать за жителя")
    await clerk.presses("По телефону")
    await clerk.presses("Вчера")
    if "села" in clerk.heard[-1].text:
        await clerk.presses("Не указано")
    assert "Файл сохранён" in await clerk.sends("photo")
    assert "Проверьте: расходы" in await clerk.says("Отремонтировать мост у школы")
    assert "Проверьте: доходы" in await clerk.presses("Доходы: откуда взять")
    await clerk.presses("Расходы: на что")
    await clerk.presses("Имя и телефон")
    assert "не хватает цифр" in await clerk.says("Асан 0700 12")
    shown = await clerk.says("Асан Усенов 0700 12-34-56")
    assert "Автор: Асан Усенов, +996 700 123 456" in shown
    said = await clerk.presses("Зарегистрировать")
    assert "№ 0001" in said
    found = await by_number(village, 1)
    assert (found.source, found.author_name, found.language) == (Source.PHONE, "Асан Усенов", "ru")
    assert find_day(found.received_at) == find_day(village.clock()) - timedelta(1)
    assert await phone_of(village, found) == "+996700123456"
    assert found.photos == 1
    card = await clerk.taps(f"desk_one:{found.id}")
    assert "Записано в айыл окмоту: по телефону, 22 ноября 2026" in card
    assert "Телефон: +996 700 123 456" in card


async def test_the_answer_comes_back_with_a_link_and_counts_only_once_it_was_told(village, tell):
    clerk, other = await village.worker("Гүлнара"), await village.worker("Нурлан")
    await begins(clerk)
    await clerk.says(LIGHT)
    await clerk.presses("Аты, телефону")
    await clerk.says("0555 123456 Асан Усенов")
    await clerk.presses("Каттоо")
    found = await by_number(village, 1)
    await other.taps(f"desk_one:{found.id}")
    await other.follows_script("Жооп берүү", "3", "1", SENTENCE)
    assert "дареги жок: өзүнө айтып коюңуз" in await other.says("1")
    told = await clerk.reads()
    assert told.startswith(
        "№ 0001 сунушунун авторуна ушул жоопту айтып коюңуз.\nСунуштун автору: Асан Усенов, +996 555 123 456"
    )
    assert SENTENCE in told
    (link,) = clerk.heard[-1].links
    assert link[0].startswith("https://wa.me/996555123456?text=")
    assert len(link[0]) <= 2000
    assert SENTENCE in unquote(link[0])
    assert link[1] == "WhatsApp'тан жазуу"
    card = await other.taps(f"desk_one:{found.id}")
    assert other.heard[-1].links == [link]
    assert "Өзүнө айтылды" in card
    assert found.label in await other.taps("desk_list:undelivered")
    noted = await clerk.presses("Авторуна айтылды")
    assert "белгиленди" in noted
    assert not clerk.heard[-1].links
    assert found.label not in await other.taps("desk_list:undelivered")
    (notice,) = [one for one in clerk.heard if one.links]
    again = await clerk.taps(notice.choices[0][0])
    assert "белгиленди" not in again
    head = await village.worker("Башчы", role=Role.HEAD)
    assert "(kokjar), 2027" in await head.taps("tally")
    tell("answers passed on by hand", asked=1, told=1, twice=0)


async def test_what_a_clerk_forwards_is_asked_whose_it_is(village, tell):
    clerk = await village.worker("Гүлнара")
    asked = await forwards(clerk, LIGHT)
    assert asked.startswith(f"Бул кимдин сунушу? «{LIGHT}»")
    assert "Бул 2 билдирүү кимдики?" in await forwards(clerk, "Өрт чыкты, суу жок: суу түтүгүн оңдогула")
    assert "Бул 3 билдирүү кимдики?" in await forwards(clerk, kind="voice")
    shown = await clerk.presses("Тургундуку")
    assert "Мессенджерден жөнөтүлгөн, 2026-жылдын 23-ноябры" in shown
    assert "Дагы 2 сунуш күтүп турат." in shown
    assert "Дагы 3 сунуш күтүп турат." in await forwards(clerk, ROAD)
    for left in (2, 1, 0):
        said = await clerk.presses("Каттоо")
        assert (f"Дагы {left} сунуш" in said) == (left > 0)
    await clerk.presses("Каттоо")
    kept = [await by_number(village, n) for n in (1, 2, 3, 4)]
    assert {one.source for one in kept} == {Source.FORWARDED}
    assert [one.text for one in kept] == [LIGHT, "Өрт чыкты, суу жок: суу түтүгүн оңдогула", "", ROAD]
    assert [one.voices for one in kept] == [0, 0, 1, 0]
    assert await clerk.proposals() == []
    tell("forwarded by a clerk", messages=4, proposals=len(kept), the_clerks_own=0)


@pytest.mark.parametrize("begun", [False, True], ids=["asked whose", "while one is entered"])
async def test_ten_messages_forwarded_in_one_go_are_answered_once(village, begun, tell):
    clerk = await village.worker("Гүлнара")
    if begun:
        await forwards(clerk, MARKET)
        await clerk.presses("Тургундуку")
    before = len(village.chats.sent)
    for n in range(10):
        await village.receive(replace(clerk._new(Kind.TEXT, f"{LIGHT} {n}"), forwarded=True))
        await village.courier.carry()
    assert len(village.chats.sent) == before + 1  # whoever forwards one alone waits for nothing
    village.clock.later(minutes=1 / 60)
    said = await clerk.reads()
    assert ("Дагы 10 сунуш күтүп турат." if begun else "Бул 10 билдирүү кимдики?") in said
    assert len(village.chats.sent) == before + 2
    assert village.chats.sent[-1][1].hints.edits  # the first is written over, once for all nine
    village.clock.later(minutes=1 / 60)
    assert "11 " in await forwards(clerk, ROAD)
    assert village.chats.sent[-1][1].hints.edits  # it is written over
    village.clock.later(minutes=1)
    assert "12 " in await forwards(clerk, ROAD)  # later it stands below, and is said anew
    assert village.chats.sent[-1][1].hints.edits == ""
    tell("ten messages forwarded in one go", questions=1, edited=1)


async def test_what_is_the_clerks_own_goes_their_own_way_and_nothing_is_kept_of_the_rest(village):
    clerk = await village.worker("Гүлнара")
    await clerk.sends("voice")
    assert "Сакталган жок." in await clerk.presses("Артка")
    await clerk.sends("photo", caption=LIGHT)
    assert "1/3. Сунушуңуз эмне жөнүндө?" in await clerk.presses("Меники")
    resident = await village.in_menu("Айгүл")
    assert "кимдин" not in await forwards(resident, LIGHT)
    observer = await village.worker("Байкоочу", role=Role.OBSERVER)
    assert "кимдин" not in await forwards(observer, LIGHT)
    assert "укугуңуз жок" in await observer.taps("intake")
    assert "укугуңуз жок" in await resident.taps("intake")


async def test_what_is_half_entered_comes_again_after_what_was_forwarded(village):
    clerk = await village.worker("Гүлнара")
    await begins(clerk, source="Жыйындан", day="Кечээ")
    await clerk.says(ROAD)
    await clerk.presses("Аты, телефону")
    await clerk.says("Бермет 0777 111222")
    await clerk.presses("Артка")
    await forwards(clerk, LIGHT)
    await clerk.presses("Тургундуку")
    shown = await clerk.presses("Каттоо")
    assert "Жыйында, 2026-жылдын 22-ноябры" in shown
    assert "Бермет, +996 777 111 222" in shown
    await clerk.presses("Каттоо")
    first, second = await by_number(village, 1), await by_number(village, 2)
    assert (first.source, first.text, first.author_name) == (Source.FORWARDED, LIGHT, None)
    assert (second.source, second.text, second.author_name) == (Source.GATHERING, ROAD, "Бермет")


async def test_more_words_at_the_check_are_asked_about(village):
    clerk = await village.worker("Гүлнара")
    await begins(clerk)
    await clerk.says(LIGHT)
    assert "Бул ошол эле сунушка кошулабы?" in await clerk.says(ROAD)
    said = await clerk.presses("Бул кийинкиси")
    assert "№ 0001" in said
    assert ROAD in said
    await clerk.says("Көпүрө да керек")
    shown = await clerk.presses("Кошулсун")
    assert f"{ROAD}. Көпүрө да керек" in shown
    keep = clerk.heard[-1].choices[0][0]
    await clerk.taps(keep)
    await clerk.taps(keep)  # pressed twice it is one
    assert await count(village, proposals) == 2


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("30.11", "келе элек"), ("12.05.2024", "келе элек"), ("31.11", "30"), ("билбейм", "күн")],
)
async def test_days_that_cannot_be_are_refused_kindly(village, typed, heard):
    clerk = await village.worker("Гүлнара")
    said = await begins(clerk, day=typed)
    assert heard in said
    assert "кайсы күнү түштү" in said


async def test_a_photo_of_a_sheet_in_an_album_stays_one_message(village):
    clerk = await village.worker("Гүлнара")
    await clerk.sends_album(LIGHT, "", "")
    shown = await clerk.presses("Тургундуку")
    assert "3 сүрөт" in shown
    await clerk.presses("Каттоо")
    found = await by_number(village, 1)
    assert (found.text, found.photos) == (LIGHT, 3)
    assert await count(village, media) == 3


async def test_a_photo_of_a_filled_list_is_entered_row_by_row_and_stays_with_each(village, tell):
    clerk = await village.worker("Гүлнара")
    await begins(clerk, source="Курултайдан")
    assert "Файл сакталды" in await clerk.sends("photo", reference="sheet")
    assert "Тизменин 1-сабы" in await clerk.presses("Бул тизме")
    for row, text in enumerate((LIGHT, ROAD, MARKET), 1):
        assert "1 сүрөт" in await clerk.says(text)
        assert f"Тизменин {row + 1}-сабы" in await clerk.presses("Каттоо")
    assert "Тизме бүттү: 3 сап катталды." in await clerk.presses("Тизме бүттү")
    await clerk.says("Көпүрөнү оңдоо керек")
    await clerk.presses("Каттоо")
    kept = [await by_number(village, n) for n in (1, 2, 3, 4)]
    assert [(one.text, one.photos) for one in kept] == [(LIGHT, 1), (ROAD, 1), (MARKET, 1), ("Көпүрөнү оңдоо керек", 0)]
    assert {one.source for one in kept} == {Source.KURULTAI}
    assert len({one.author_id for one in kept}) == 4
    tell("rows of a photographed list", rows=3, with_its_photo=sum(one.photos for one in kept))
    head = await village.worker("Башчы", role=Role.HEAD)
    await head.taps(f"desk_one:{kept[1].id}")
    assert "тизменин башка саптарынан да" in await head.presses("Маалыматын өчүрүү")
    await head.presses("Сурады: өчүрүү")
    left = [await by_number(village, n) for n in (1, 2, 3)]
    assert [(one.text, one.photos) for one in left] == [(LIGHT, 0), ("", 0), (MARKET, 0)]  # its name stood on the photo


async def test_the_head_erases_whoever_asked_and_the_number_stays(village, tell):
    clerk, head = await village.worker("Гүлнара"), await village.worker("Башчы", role=Role.HEAD)
    await begins(clerk)
    await clerk.says(LIGHT)
    await clerk.presses("Аты, телефону")
    await clerk.says("Асан Усенов 0700 123456")
    await clerk.presses("Каттоо")
    found = await by_number(village, 1)
    assert "Маалыматын өчүрүү" not in await clerk.taps(f"desk_one:{found.id}")
    assert "укугуңуз жок" in await clerk.taps("intake_erase_sure") or await phone_of(village, found)
    await head.taps(f"desk_one:{found.id}")
    assert "аты, телефону, тексти" in (await head.presses("Маалыматын өчүрүү")).casefold()
    assert "Өчүрүлдү." in await head.presses("Сурады: өчүрүү")
    kept = await by_number(village, 1)
    assert (kept.label, kept.text, kept.author_name, await phone_of(village, kept)) == ("0001", "", None, None)
    (entry,) = [
        one for one in await village.database.read(lambda store: store.audit.list_entries()) if one.act == "erase"
    ]
    assert "asked" in entry.details
    assert "Маалыматын өчүрүү" not in await head.taps(f"desk_one:{found.id}")
    tell("somebody an office entered a proposal for, erased by the head", left=0)


async def test_what_is_forwarded_is_received_on_the_day_it_was_written_to_the_clerk(village):
    clerk, day = await village.worker("Гүлнара"), 24 * 3_600_000
    await forwards(clerk, LIGHT, written_at=village.clock() - 5 * day)
    await forwards(clerk, ROAD)  # from another messenger nobody says it
    await forwards(clerk, MARKET, written_at=village.clock() - 900 * day)  # longer ago than a year
    assert "2026-жылдын 18-ноябры" in await clerk.presses("Тургундуку")
    for _ in range(3):
        await clerk.presses("Каттоо")
    kept = [await by_number(village, n) for n in (1, 2, 3)]
    assert [find_day(one.received_at) for one in kept] == [date(2026, 11, 18), date(2026, 11, 23), date(2026, 11, 23)]
    assert kept[0].due_on == date(2026, 12, 8)


@pytest.mark.parametrize("typed", ["болду, бүттүм", "башка жок", "готово"])
async def test_whoever_says_that_there_are_no_more_enters_no_proposal_of_that_name(village, typed):
    clerk = await village.worker("Гүлнара")
    await begins(clerk)
    await clerk.says(LIGHT)
    await clerk.presses("Каттоо")
    said = await clerk.says(typed)
    assert "Текшериңиз" not in said
    assert "Жооп күткөндөр" in said  # the menu
