"""Nothing lands elsewhere than the clerk has read: changed texts, notices in between, colleagues at the same proposal."""

import pytest

from bot.budget.permissions import Role
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.offices import joined, proposed

ANEW = "ФАПтын жанына жарык керек, мектептин жаны жарык"


async def preview(village, clerk, proposal) -> str:
    """Brings a clerk to the preview of an answer to a proposal."""
    await clerk.taps(f"desk_one:{proposal.id}")
    return await clerk.follows_script("Жооп берүү", "3", "1", SENTENCE)


async def corrects(author, proposal, text: str = ANEW) -> None:
    """An author changes a proposal; where it may be meant beside what stands there, it replaces that."""
    for choice in ("mine", f"mine_one:{proposal.id}", "correct"):
        await author.taps(choice)
    if "Ордуна коюлсун" in await author.says(text):
        await author.presses("Ордуна коюлсун")


async def test_an_answer_to_a_text_the_author_has_changed_is_not_sent_before_the_new_one_is_read(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await preview(village, nurlan, proposal)
    await corrects(aigul, proposal)
    assert f"№ 0001 сунушту автору өзгөрттү: «{ANEW}»" in await nurlan.reads()
    refused = await nurlan.taps("send_answer")
    assert "Автору текстти өзгөрттү. Сураныч, жооп берүүдөн мурун кайра окуңуз." in refused
    assert ANEW in refused
    assert "КИРГЕН ЖОК" not in await aigul.reads()
    again = await nurlan.says("Жооп берүү")
    assert SENTENCE in again
    assert "Бул жазылгандан кийин" in again
    assert "Жооп жөнөтүлдү." in await nurlan.taps("send_answer")
    assert "ДОЛБООРГО КИРГЕН ЖОК" in await aigul.reads()


async def test_a_card_that_shows_an_earlier_text_is_shown_anew_before_the_answer_begins(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await corrects(aigul, proposal)
    assert ANEW in await nurlan.taps("answer")
    assert "Кандай чечим" in await nurlan.taps("answer")


@pytest.mark.parametrize("head_approves", [False, True])
async def test_an_answer_kept_or_before_the_head_tells_that_the_text_has_changed_since(village, head_approves):
    head, nurlan = await village.worker("Башчы", role=Role.HEAD), await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    if head_approves:
        await head.taps("team")
        await head.taps("approval:yes")
    await preview(village, nurlan, proposal)
    await nurlan.taps("send_answer" if head_approves else "keep_answer")
    await corrects(aigul, proposal)
    sender = head if head_approves else nurlan
    await sender.taps(f"desk_one:{proposal.id}")
    assert "Бул жазылгандан кийин автору текстти өзгөрттү." in await sender.taps("answer")
    await corrects(aigul, proposal, f"{ANEW}, тезирээк")
    assert "кайра окуңуз" in await sender.taps("send_answer")
    await sender.taps("answer")
    assert "Жооп жөнөтүлдү." in await sender.taps("send_answer")


async def test_an_explanation_given_in_between_leaves_the_answer_with_its_own_author(village):
    nurlan = await village.worker("Нурлан")
    bakyt = await village.with_proposal("Бакыт", "Көпүрөнү оңдоо керек")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await bakyt.reads()
    await bakyt.says("2")
    await bakyt.says("Качан башталат деги?")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (asked,), (proposal,) = await bakyt.proposals(), await aigul.proposals()
    await preview(village, nurlan, proposal)
    await nurlan.taps(f"explain:{asked.id}")
    assert "№ 0001 сунуштун авторуна" in await nurlan.says("Жайында, июнь айында башталат")
    back = await nurlan.presses("Жөнөтүү")
    assert "Түшүндүрмөңүз авторго жөнөтүлдү." in back
    assert f"«{LIGHT}»" in back
    await nurlan.taps(f"explain:{asked.id}")
    assert "Автор мындай окуйт" in await nurlan.taps("back")
    assert "Жооп жөнөтүлдү." in await nurlan.taps("send_answer")
    assert "ДОЛБООРГО КИРГЕН ЖОК\n№ 0002" in await aigul.reads()
    assert "КИРГЕН ЖОК" not in await bakyt.reads()


async def test_an_explanation_that_comes_too_late_leads_back_to_the_answer(village):
    nurlan = await village.worker("Нурлан")
    bakyt, aigul = (
        await village.with_proposal("Бакыт", "Көпүрөнү оңдоо керек"),
        await village.with_proposal("Айгүл", LIGHT),
    )
    (asked,), (proposal,) = await bakyt.proposals(), await aigul.proposals()
    await preview(village, nurlan, proposal)
    await nurlan.taps(f"explain:{asked.id}")
    late = await nurlan.says("Жайында, июнь айында башталат")
    assert "кылууга болбойт" in late
    assert SENTENCE in late


async def test_an_own_proposal_looked_at_in_between_does_not_take_the_place_of_the_one_at_the_desk(village):
    nurlan = await village.worker("Нурлан")
    mine = await proposed(village, nurlan, "Суу түтүгүн алмаштыруу керек")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.taps("mine")
    await nurlan.taps(f"mine_one:{mine.id}")
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE)
    await nurlan.taps("mine")
    await nurlan.taps(f"mine_one:{mine.id}")
    assert "ката кетти" not in await nurlan.taps("correct")
    assert (await nurlan.proposals())[0].id == mine.id


async def test_what_was_typed_is_still_there_after_another_way(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.follows_script("Жооп берүү", "Бөлүгү кирди", "96 000", "Көчө жарыгы")
    await nurlan.starts()
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "Себеби эмне?" in await nurlan.says("Жооп берүү")
    await nurlan.follows_script("1", SENTENCE, "0", "0", "0", "0")
    assert SENTENCE in await nurlan.says("Жооп берүү")


async def test_keeping_an_answer_neither_overwrites_a_colleagues_nor_takes_it_from_the_head(village):
    head, nurlan, chynara = [
        await village.worker(name, role=role)
        for name, role in (("Башчы", Role.HEAD), ("Нурлан", Role.STAFF), ("Чынара", Role.STAFF))
    ]
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await head.taps("team")
    await head.taps("approval:yes")
    await preview(village, nurlan, proposal)
    await chynara.taps(f"desk_one:{proposal.id}")
    await chynara.taps("take")
    await chynara.taps("take")
    assert "Муну Чынара, айыл өкмөтүнүн адиси карап жатат." in await nurlan.taps("keep_answer")
    assert await village.database.read(lambda store: store.answer_drafts.find_answer_draft(proposal.id)) is None
    await preview(village, chynara, proposal)
    await chynara.taps("send_answer")
    await chynara.taps(f"desk_one:{proposal.id}")
    await chynara.taps("answer")
    assert "күтүүдө" in await chynara.taps("keep_answer")
    draft = await village.database.read(lambda store: store.answer_drafts.find_answer_draft(proposal.id))
    assert draft.for_approval


async def test_an_answer_names_for_ever_who_answered_then(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await preview(village, nurlan, proposal)
    await nurlan.taps("send_answer")
    await nurlan.taps("my_post")
    await nurlan.says("башкы адис")
    await aigul.taps("mine")
    read = await aigul.taps(f"mine_one:{proposal.id}")
    assert "Жооп берген: Нурлан, айыл өкмөтүнүн адиси." in read


async def test_an_answered_proposal_is_not_left_out_of_the_count(village):
    nurlan, chynara = await village.worker("Нурлан"), await village.worker("Чынара")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await chynara.taps(f"desk_one:{proposal.id}")
    await chynara.taps("exclude")
    await preview(village, nurlan, proposal)
    await nurlan.taps("send_answer")
    refused = await chynara.taps("excluded:spam")
    assert "Нурлан, айыл өкмөтүнүн адиси, Долбоорго кирген жок" in refused
    assert await village.database.read(lambda store: store.exclusions.find_exclusion(proposal.id)) is None


@pytest.mark.parametrize("typed", ["1", "№ 1", "0001", "№0001"])
async def test_a_number_opens_its_proposal(village, typed):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await nurlan.taps("desk_list:waiting")
    assert LIGHT in await nurlan.says(typed)
    assert nurlan.heard[-1].numbered().count("Авторго суроо") == 1


async def test_a_number_inside_a_sentence_opens_nothing(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await nurlan.taps("desk_list:answered")
    said = await nurlan.says("эртең 1 саатка кечигем")
    assert "Эч нерсе табылган жок: «эртең 1 саатка кечигем»." in said
    assert "№ 0001" not in said


async def test_a_question_may_be_spoken_and_its_file_is_not_counted_with_the_proposal(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    await aigul.says("2")
    assert "Сурооңуз берилди." in await aigul.sends("voice")
    assert "суроосун үн же сүрөт менен" in await nurlan.reads()
    (proposal,) = await aigul.proposals()
    assert (proposal.voices, proposal.photos) == (0, 0)
    assert "Угуу, көрүү" in await nurlan.says("Ачуу")


async def test_what_is_too_long_for_an_answer_is_refused_and_not_cut(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    assert "200" in await answers(nurlan, "1", "96 000", "а" * 201)
    await nurlan.says("Көчө жарыгы")
    assert "1\u00a0500" in await nurlan.says("сүйлөм " * 300)
    assert SENTENCE in await nurlan.says(SENTENCE)


@pytest.mark.parametrize("day", ["16.12.1926", "16.12.2926"])
async def test_no_hearing_is_in_another_century(village, day):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("year")
    await nurlan.taps("year_set:hearing")
    assert "Мындай күн жок." in await nurlan.says(day)


async def test_who_answered_themselves_is_told_so(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await preview(village, nurlan, proposal)
    await nurlan.taps("send_answer")
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "Сиз буга мурун жооп бергенсиз: Долбоорго кирген жок" in await nurlan.taps("take")


async def test_an_admin_sees_and_removes_those_of_the_whole_install(village):
    admin, observer = await village.worker("Администратор", role=Role.ADMIN), await joined(village, "Байкоочу", None)
    person = await observer.person()
    await village.database.write(
        lambda store: store.roles.grant(person.id, role=Role.OBSERVER, aimak_id=None, by=None, at=village.clock())
    )
    head = await village.worker("Башчы", role=Role.HEAD)
    assert "байкоочу" not in (await head.taps("team")).casefold()
    assert "байкоочу" in (await admin.taps("team")).casefold()
    member = await village.database.read(lambda store: store.roles.list_members(None))
    await admin.taps(f"member:{member[-1].id}")
    await admin.taps("remove:yes")
    assert await village.database.read(lambda store: store.roles.list_standings(person.id)) == []


async def test_rights_at_a_proposal_are_those_of_its_own_aimak(village):
    nurlan = await village.worker("Нурлан", aimak="kokjar")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.starts("a_shark")
    assert "Жооп берүү" in await nurlan.taps(f"desk_one:{proposal.id}")


async def test_an_approval_stands_as_such_in_the_audit_and_the_tally_too(village):
    head, nurlan = await village.worker("Башчы", role=Role.HEAD), await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await head.taps("team")
    await head.taps("approval:yes")
    await preview(village, nurlan, proposal)
    await nurlan.taps("send_answer")
    await head.taps(f"desk_one:{proposal.id}")
    await head.taps("answer")
    await head.taps("send_answer")
    await head.says("/tally")
    acts = [entry.act for entry in await village.database.read(lambda store: store.audit.list_entries())]
    assert acts[-2:] == ["approve", "tally"]


async def test_more_aimaks_than_fit_are_counted_and_an_admins_export_is_of_all(village):
    admin = await village.worker("Администратор", role=Role.ADMIN)

    async def years(store):
        for aimak in (await store.aimaks.list_all())[:7]:
            await store.years.put(aimak.id, 2027, at=village.clock(), attendance=80)

    await village.database.write(years)
    assert "Дагы 2 аймак бул жерде көрсөтүлгөн жок." in await admin.says("/tally")
    await admin.says("/export")
    assert [message.document for message in admin.heard if message.document][-1]["aimak_id"] is None


async def test_after_what_a_clerk_says_as_a_resident_the_desk_comes_back(village):
    nurlan = await village.worker("Нурлан")
    assert "Жооп күткөндөр" in await nurlan.taps("mine")
