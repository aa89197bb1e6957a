"""A street's head is given intake alone: enters proposals of others, tells them their answers, and sees nothing else."""

import re

import pytest
from pypdf import PdfReader

from bot.budget.permissions import Role
from bot.budget.proposal import Side
from bot.channels.contract import Throttled
from bot.export.attachments import Documents
from bot.office.answers import answers
from bot.settings import Settings
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.office.intake.test_entering import ROAD, begins, by_number, forwards
from tests.handlers.offices import removed, taps
from tests.office.offices import refusing

PHONE = "0555 123456 Асан Усенов"


async def enters(who, *texts, author=""):
    """Several proposals of others, one after another; of the first the author is named."""
    await begins(who)
    for nth, text in enumerate(texts):
        await who.says(text)
        if author and not nth:
            await who.presses("Аты, телефону")
            await who.says(author)
        await who.presses("Каттоо")


async def answered(village, clerk, *numbers):
    """The office answers proposals; returns the answers (ids)."""
    person, found = await clerk.person(), []
    for number in numbers:
        proposal = await by_number(village, number)
        sent = await village.database.write(
            lambda store, id=proposal.id: answers.send(
                store, id=id, answer=refusing(SENTENCE), by=person, at=village.clock()
            )
        )
        found.append(sent.id)
    await village.tells()
    return found


@pytest.fixture
async def sapar(village):
    return await village.worker("Сапар", role=Role.INTAKE)


async def test_the_head_invites_by_a_link_or_code_and_takes_it_away_at_once(village):
    head = await village.worker("Токтогул", role=Role.HEAD)
    await head.taps("team")
    await head.presses("Чакыруу")
    code = re.search(r"/start (i_[\w-]+).*\b(\d{10})\b", await head.presses("Сунуш кабылдоочу"))
    sapar = await village.in_menu("Сапар")
    said = await sapar.says(code[2])
    assert "сунуш кабылдоочу, Көк-Жар" in said
    assert [title for _, title in sapar.heard[-1].choices][:2] == ["Башка адамдын сунушу", "Айта турган адамдар"]
    assert "Жооп күткөндөр" not in said
    assert "сунуш кабылдоочу" in await head.taps("team")
    await head.presses("сунуш кабылдоочу")
    await head.presses("Чыгаруу")
    assert "укугуңуз жок" in await sapar.taps("intake")
    assert "укугуңуз жок" in await sapar.taps("to_tell")


async def test_what_is_entered_is_the_authors_own_and_counts(village, sapar, tell):
    await enters(sapar, LIGHT, ROAD)
    await sapar.says("/cancel")
    assert "Бул кимдин сунушу?" in await forwards(sapar, "Көпүрөнү оңдоп бергиле, суу ташкындайт")
    await sapar.presses("Тургундуку")
    await sapar.presses("Каттоо")
    found = [await by_number(village, n) for n in (1, 2, 3)]
    me = await sapar.person()
    assert {one.entered_by for one in found} == {me.id}
    assert me.id not in {one.author_id for one in found}
    assert len({one.author_id for one in found}) == 3
    year = found[0].budget_year
    shapes = await village.database.read(
        lambda store: store.shapes.count(aimak_id=me.aimak_id, year=year, results_on=None, by_hand=[])
    )
    assert (sum(one.count for one in shapes), {one.by_office for one in shapes}) == (3, {False})
    tell("entered by intake alone", proposals=len(found), by_office=0)
    assert await sapar.proposals() == []
    assert found[0].side is Side.SPENDING


async def test_the_answer_comes_to_whoever_entered_it_to_be_told_by_hand(village, sapar):
    clerk = await village.worker("Гүлнара")
    await enters(sapar, LIGHT, author=PHONE)
    await answered(village, clerk, 1)
    told = await sapar.reads()
    assert told.startswith("№ 0001 сунушунун авторуна ушул жоопту айтып коюңуз.")
    assert SENTENCE in told
    assert [title for _, title in sapar.heard[-1].choices] == ["Авторуна айтылды", "Айта турган адамдар"]
    assert sapar.heard[-1].links[0][0].startswith("https://wa.me/996555123456?text=")
    shown = await sapar.presses("Айта турган адамдар")
    assert "1 жоопту авторуна айтуу керек" in shown
    assert "№ 0001, долбоорго кирген жок: Асан Усенов, +996 555 123 456" in shown
    one = await sapar.presses("№ 0001")
    assert SENTENCE in one
    assert sapar.heard[-1].links
    assert "белгиленди" in await sapar.presses("Авторуна айтылды")
    assert "Азырынча айта турган жооп жок" in sapar.heard[-1].text
    assert "№ 0001" not in await clerk.taps("desk_list:undelivered")


async def test_the_office_hears_of_what_is_entered_outside_of_it_and_not_of_what_it_enters_itself(village, sapar):
    clerk, other = await village.worker("Гүлнара"), await village.worker("Нурлан")
    await enters(sapar, LIGHT)
    assert f"Жаңы сунуш № 0001: «{LIGHT}»" in await clerk.reads()
    since = len(other.heard)
    await enters(clerk, ROAD)
    await other.reads()
    assert not any("№ 0002" in message.text for message in other.heard[since:])


async def test_several_are_noted_at_once_but_not_what_was_answered_anew_meanwhile(village, sapar, tell):
    clerk = await village.worker("Гүлнара")
    await enters(sapar, LIGHT, ROAD, "Көпүрөнү оңдоп бергиле, суу ташкындайт")
    await answered(village, clerk, 1, 2)
    await sapar.taps("to_tell")
    assert "№ 0001, № 0002" in await sapar.presses("Баары айтылды")
    await answered(village, clerk, 3)
    asked = await sapar.taps("told_sure")
    assert "2 авторго айтылганы белгиленди" in asked
    assert "1 жоопту авторуна айтуу керек" in asked
    tell("told together", shown=2, noted=2, left=1)


async def test_of_the_queue_and_of_other_peoples_words_nothing_is_shown(village, sapar):
    clerk = await village.worker("Гүлнара")
    await village.with_proposal("Айгүл", "Мектептин чатыры агып жатат")
    await enters(clerk, ROAD)
    await answered(village, clerk, 1, 2)
    other = (await by_number(village, 2)).id
    since = len(sapar.heard)
    forged = ("desk_one:1", f"tell_one:{other}", f"passed_on:{other}", "hear_answer:2", "desk_list:waiting", "told_all",
              "desk_list:to_tell", "desk_search", "export", "print", "team", "tally", "excel", "history")  # fmt: skip
    for tap in forged:
        await sapar.taps(tap)
    for typed in ("0001", "№2", "чатыры", "Экспорт"):
        await sapar.says(typed)
    seen = "\n".join(message.text for message in sapar.heard[since:])
    assert "чатыры агып" not in seen
    assert ROAD not in seen
    assert SENTENCE not in seen
    assert await village.database.read(lambda store: store.answers.find_when_told(2)) is None


async def test_when_the_role_is_gone_the_office_hears_instead(village, sapar):
    clerk = await village.worker("Гүлнара")
    await enters(sapar, LIGHT)
    await removed(village, sapar)
    await answered(village, clerk, 1)
    assert "авторуна ушул жоопту айтып коюңуз" in await clerk.reads()
    assert not any("айтып коюңуз" in message.text for message in sapar.heard)
    assert "№ 0001" in await clerk.taps("desk_list:undelivered")


async def test_a_clerk_who_enters_has_the_same_list_while_there_is_anybody_to_tell(village):
    clerk, other = await village.worker("Гүлнара"), await village.worker("Нурлан")
    await enters(clerk, LIGHT, ROAD)
    assert "Айта турган адамдар" not in await clerk.taps("cancel") + await clerk.says("/cancel")
    await answered(village, other, 1)
    for _ in range(2):
        assert "№ 0001" in await clerk.taps("to_tell")
    assert "Азырынча айта турган жооп жок" in await other.taps("to_tell")


def brought(village, name):
    """The files that somebody was sent."""
    return [message.document for address, message, _ in village.chats.sent if address == name and message.document]


async def test_the_answers_come_as_slips_to_cut_apart_and_are_noted_by_hand_afterwards(village, sapar, tmp_path, seal):
    clerk = await village.worker("Гүлнара")
    await enters(sapar, LIGHT, ROAD)
    await answered(village, clerk, 1, 2)
    await sapar.taps("to_tell")
    since = len(sapar.heard)
    assert "2 жоопту авторуна айтуу керек" in await sapar.presses("Кесме баракчалар")
    await sapar.presses("Кесме: эки тилде")
    assert "Басып, кесип, тапшыра турган 2 жооп" in sapar.heard[since].text
    own, both = brought(village, "Сапар")
    assert (own["both"], both["both"], own["narrow"]["person_id"]) == (False, True, (await sapar.person()).id)
    make = Documents(settings=Settings(tmp_path, "", tmp_path / "key"), database=village.database, seal=seal)
    for document, languages in ((own, 1), (both, 2)):
        pages = " ".join(page.extract_text() for page in PdfReader(await make(document)).pages)
        assert pages.count("№ 0002") == languages
    entries = await village.database.read(lambda store: store.audit.list_entries(own["aimak_id"]))
    assert ["slips" in entry.details for entry in entries if entry.act == "export"] == [True, True]


async def test_the_queue_prints_the_slips_of_the_whole_office_and_notes_all_at_once(village, sapar):
    clerk = await village.worker("Гүлнара")
    await clerk.taps("desk_list:undelivered")
    await clerk.presses("Басып чыгаруу")
    assert "бериле турган жооп жок" in await clerk.presses("Кесме баракчалар")
    await enters(sapar, LIGHT)
    await enters(clerk, ROAD)
    await answered(village, clerk, 1, 2)
    await clerk.taps("desk_list:undelivered")
    await clerk.presses("Басып чыгаруу")
    await clerk.presses("Кесме баракчалар")
    (document,) = brought(village, "Гүлнара")
    assert document["list"] == "undelivered"
    assert "№ 0001, № 0002" in await clerk.presses("Баары айтылды")
    assert "2 авторго айтылганы белгиленди" in await clerk.presses("Ооба, баары")
    assert "Азырынча айта турган жооп жок" in await sapar.taps("to_tell")


@pytest.mark.parametrize("throttled", [False, True])
async def test_whoever_lost_the_role_gets_no_slips_also_behind_a_rate_limit(village, sapar, monkeypatch, throttled):
    clerk = await village.worker("Гүлнара")
    await enters(sapar, LIGHT)
    await answered(village, clerk, 1)
    await sapar.taps("to_tell")
    if throttled:
        send = village.chats.send

        async def refuse(address, message, **given):
            if message.document:
                monkeypatch.setattr(village.chats, "send", send)
                raise Throttled(30)
            return await send(address, message, **given)

        monkeypatch.setattr(village.chats, "send", refuse)
        await sapar.taps("slips:own")
    else:
        await taps(village, "Сапар", "slips:own")
    await removed(village, sapar)
    await village.passes(120)
    assert brought(village, "Сапар") == []
