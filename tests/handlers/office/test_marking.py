"""A juror marks in the chat: without an aimak, one by one or in a line."""

import re

import pytest

from bot.budget.contest.rules import Kind
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.office import staff
from bot.office.contest import contests, judging, outcome
from tests.office.contest.commission import make_other


@pytest.fixture
async def contest(village):
    """A contest of two entries for two jurors, its codes drawn."""

    async def begin(store):
        at = village.clock()
        rules = contests.read_rules(contests.FIRST[Kind.BUDGET].write().replace('"jurors": 4', '"jurors": 2'))
        await contests.set_rules(store, kind=Kind.BUDGET, rules=rules, valid_from=find_day(at), by=None, at=at)
        made = await contests.begin(store, kind=Kind.BUDGET, year=2027, today=find_day(at), by=None, at=at)
        await contests.enter(
            store, id=made.id, codes=["kokjar"], new=[make_other(1)], by=None, at=at
        )  # fmt: skip
        return [entry.code for entry in await contests.draw_codes(store, id=made.id, by=None, at=at)]

    return await village.database.write(begin)


async def seated(village, name, role=Role.JUROR):
    """A juror, or another member of the whole install, who came in by an invite."""
    fresh = await village.database.write(
        lambda store: staff.invite(store, role=role, aimak_id=None, by=None, at=village.clock())
    )
    juror = village.resident(name)
    await juror.starts()
    await juror.taps("language:ky")
    said = await juror.says(fresh.code)
    assert role is not Role.JUROR or "сынактын калысы" in said
    return juror


async def test_a_juror_marks_without_an_aimak_and_reads_no_name(village, contest):
    juror = await seated(village, "Асан")
    heard = [await juror.taps("contest")]
    assert "18 баа" in heard[0]
    heard.append(await juror.taps(f"entry:{contest[0]}"))
    assert "1. Маалымат өнөктүгү, салмагы 15" in heard[-1]
    heard.append(await juror.says("7"))
    assert "2. Катышуучулар" in heard[-1]
    heard.append(await juror.says("11"))
    assert "«11» туура келбейт: 0–10 арасындагы бүтүн сан керек. Эч нерсе өзгөргөн жок." in heard[-1]
    heard.append(await juror.says("8 9 10 1 2 3 4 5 6"))
    assert "Сиз жазган баалар: 9, бул жерде керектүүсү эң көбү 8. Эч нерсе өзгөргөн жок." in heard[-1]
    heard.append(await juror.says("8 9 16"))
    assert "Катардагы 3-орун: «16» туура келбейт: 0–10" in heard[-1]
    assert "Сиз жазган баалар: 3" in heard[-1]
    heard.append(await juror.says("8 9 10 1 2 3 4 5"))
    assert f"№ {contest[0]} · 9/9" in heard[-1]
    assert "9 баа" in heard[-1]
    assert not re.search("Көк-Жар|Ноокат|Сырт", " ".join(heard))


@pytest.mark.parametrize("role", [Role.JUROR, Role.ADMIN, Role.OBSERVER])
async def test_a_member_of_the_whole_install_is_asked_for_an_aimak_only_to_propose(village, role):
    await village.in_menu("Бермет", aimak="kokjar")
    member = await seated(village, "Асан", role)
    first = member.heard[-1].choices[0]
    await member.starts()
    assert first in member.heard[-1].choices
    for said in ("/menu", "меню", "/cancel", "/start", "/hearings", "Жаз келди, асман ачык", first[1], "/menu"):
        assert "Облусуңузду" not in await member.says(said), said
    assert first in member.heard[-1].choices
    assert "mine" not in str(member.heard[-1].choices)
    await member.says("/forget")
    await member.taps("back")
    assert first in member.heard[-1].choices
    for leaves in (lambda: member.says("0"), lambda: member.says("/cancel"), member.starts):
        assert "Облусуңузду" in await member.taps("propose")
        await leaves()
        assert first in member.heard[-1].choices
    assert (await member.person()).aimak_id is None


async def test_once_all_are_in_the_spread_is_shown_and_a_second_look_is_asked(village, contest):
    asan, bermet = await seated(village, "Асан"), await seated(village, "Бермет")
    for juror, marks in ((asan, "5 5 5 5 5 5 5 5 5"), (bermet, "5 5 5 5 5 9 5 5 5")):
        for code in contest:
            await juror.taps("contest")
            await juror.taps(f"entry:{code}")
            await juror.says(marks)
    said = await asan.taps("contest")
    assert "2 бааны кайра карап чыгыңыз" in said
    said = await asan.taps(f"entry:{contest[1]}")
    assert "6. Калкка жооп берүү" in said
    assert "Бардык калыстар: 5 — 9" in said
    assert "Сакталды" in await asan.says("8")
    assert "Баам ошол бойдон" in str(asan.heard[-1].ways)
    await asan.taps("marks_stay")
    person = await asan.person()
    own = await village.database.write(lambda store: judging.read_own(store, by=person, at=village.clock()))
    assert own.marks[contest[1], 6] == 8
    assert own.juror.looked_at is not None
    assert "кайра караңыз" in await bermet.taps("contest")
    await village.database.write(lambda store: outcome.close(store, with_gaps=False, by=None, at=village.clock()))
    said = await bermet.taps("contest")
    assert "Сынак жабылды" in said
    assert "кайра караңыз" not in said


async def test_whoever_has_chosen_the_aimak_of_an_entry_is_refused_in_one_sentence(village, contest):
    juror = await village.in_menu("Жийде", aimak="kokjar")
    person = await juror.person()
    await village.database.write(
        lambda store: store.roles.grant(person.id, role=Role.JUROR, aimak_id=None, by=None, at=village.clock())
    )
    assert "баа койбойсуз" in await juror.taps("contest")


async def test_the_spreadsheet_goes_out_to_the_juror_alone(village, contest):
    juror = await seated(village, "Асан")
    await juror.taps("contest")
    await juror.taps("marks_sheet")
    assert any(one.document and one.document["kind"] == "marks" for one in juror.heard)


async def test_marks_in_words_are_taken_and_another_code_opens_its_entry(village, contest):
    juror = await seated(village, "Асан")
    await juror.taps("contest")
    first, second = sorted(contest)
    await juror.taps(f"entry:{first}")
    assert "2. Катышуучулар" in await juror.says("тогуз")
    assert "5. Сунуштардын" in await juror.says("сегиз, девять; нөл")
    assert "«9,5» туура келбейт: 0–10 арасындагы бүтүн сан керек." in await juror.says("9,5")
    assert f"№ {second}. Критерий 1." in await juror.says(str(second))
    assert f"№ {first}. Критерий 5." in await juror.says(f"№ {first}")
    own = await village.database.read(lambda store: store.contest_marks.read(1))
    assert [mark.mark for _, mark in sorted(own.items())] == [9, 8, 9, 0]


async def test_marks_parted_by_commas_alone_are_taken(village, contest):
    juror = await seated(village, "Асан")
    await juror.taps("contest")
    await juror.taps(f"entry:{contest[0]}")
    assert "Катардагы 2-орун: «16» туура келбейт" in await juror.says("7,16,9")
    assert "4. Презентация" in await juror.says("7,8,9")
    assert "«8,5» туура келбейт" in await juror.says("8,5")
    own = await village.database.read(lambda store: store.contest_marks.read(1))
    assert [mark.mark for _, mark in sorted(own.items())] == [7, 8, 9]


async def test_who_may_change_no_mark_is_asked_for_none(village, contest):
    asan, bermet = await seated(village, "Асан"), await seated(village, "Бермет")
    wanted = "бааны жазыңыз"
    for juror, marks in ((asan, "5 5 5 5 5 5 5 5 5"), (bermet, "5 5 5 5 5 9 5 5 5")):
        for code in contest:
            await juror.taps("contest")
            assert wanted in await juror.taps(f"entry:{code}")
            await juror.says(marks)
    await asan.taps("contest")
    assert wanted in await asan.taps(f"entry:{contest[0]}"), "it is looked at again"
    await village.database.write(lambda store: outcome.close(store, with_gaps=False, by=None, at=village.clock()))
    await asan.taps("contest")
    said = await asan.taps(f"entry:{contest[0]}")
    assert (wanted in said, "Сынак жабылды: баалар эми өзгөрбөйт." in said) == (False, True)
