"""The whole loop: a clerk answers, the resident hears, asks and reacts; and the desk around it."""

import re

import pytest

from bot.budget.permissions import Role

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."


async def answers(clerk, *steps: str) -> str:
    """Opens the first waiting proposal and answers it in steps."""
    await clerk.starts()
    await clerk.presses("Жооп күткөндөр")
    await clerk.says("1")
    return await clerk.follows_script("Жооп берүү", *steps)


async def test_a_new_proposal_is_told_to_the_office_in_each_ones_language(village):
    nurlan = await village.worker("Нурлан")
    olga = await village.worker("Ольга", language="ru")
    other = await village.worker("Башка", aimak="shark")
    await village.with_proposal("Айгүл", LIGHT)
    assert (await nurlan.reads()).startswith(f"Жаңы сунуш № 0001: «{LIGHT}». Жообу 2026-жылдын 11-декабрына чейин.")
    assert (await olga.reads()).startswith(f"Новое предложение № 0001: «{LIGHT}». Ответ нужен до 11 декабря 2026 года.")
    assert await other.reads() == ""


async def test_a_declined_proposal_comes_back_with_its_reason(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    preview = await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    answer = (
        "ДОЛБООРГО КИРГЕН ЖОК\n"
        f"№ 0001: «{LIGHT}»\n"
        f"Себеби: 2027-жылдын бюджетинде буга каражат жетпейт. {SENTENCE}\n"
        "Жооп берген: Нурлан, айыл өкмөтүнүн адиси. Акыркы чечимди айылдык кеңеш кабыл алат."
    )
    assert preview.startswith(f"Автор мындай окуйт:\n\n{answer}\n1 — Жооп жөнөтүү\n2 — Сактап коюу")
    assert "Жооп жөнөтүлдү." in await nurlan.says("1")
    assert await aigul.reads() == f"{answer}\n1 — Түшүнүктүү\n2 — Суроом бар\n3 — Макул эмесмин"


async def test_an_included_proposal_comes_back_with_its_sum_in_the_authors_language(village):
    nurlan = await village.worker("Нурлан")
    bakyt = await village.in_menu("Бакыт", language="ru")
    await bakyt.follows_script("1", "1", "Сдать в аренду пустующее здание старой конторы", "согласен", "1", "2")
    await answers(nurlan, "1", "96 000", "Ижара акысы", "Өткөрүп жиберүү")
    await nurlan.says("Жооп жөнөтүү")
    assert (await bakyt.reads()).startswith(
        "ВКЛЮЧЕНО В ПРОЕКТ БЮДЖЕТА\n"
        "№ 0001: «Сдать в аренду пустующее здание старой конторы»\n"
        "В доходах на 2027 год: 96\u00a0000 сомов.\n"
        "Строка бюджета: Ижара акысы.\n"
    )


async def test_a_question_goes_to_the_same_clerk_and_is_asked_again_when_answered(village):
    nurlan, _other = await village.worker("Нурлан"), await village.worker("Чынара")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    assert "Сурооңузду жазыңыз." in await aigul.says("2")
    assert "Сурооңуз берилди." in await aigul.says("Качан башталат деги?")
    assert "«Качан башталат деги?»" in await nurlan.reads()
    assert "Качан башталат" not in await _other.reads()
    shown = await nurlan.says("Жайында, июнь айында башталат")  # typed below the question: shown before it leaves
    assert "№ 0001 сунуштун авторуна" in shown
    assert "«Жайында, июнь айында башталат»" in shown
    assert "айында" not in await aigul.reads()
    assert "«Июнь айында башталат»" in await nurlan.says("Июнь айында башталат")
    assert "Түшүндүрмөңүз авторго жөнөтүлдү." in await nurlan.presses("Жөнөтүү")
    heard = await aigul.reads()
    assert "«Июнь айында башталат»" in heard
    assert "1 — Түшүнүктүү" in heard
    assert "маалымат тактасында?" in await aigul.says("түшүнүктүү")
    assert "белгиленди" in await aigul.says("ооба")
    (proposal,) = await aigul.proposals()
    assert proposal.public_text is True
    assert "Жарыялабоо" in await aigul.taps(
        f"mine_one:{proposal.id}"
    )  # what was allowed is taken back, after the answer too
    await aigul.presses("Жарыялабоо")
    assert (await aigul.proposals())[0].public_text is False


@pytest.mark.parametrize("label", ["Менин сунуштарым", "Мои предложения", "түшүнүктүү"])
async def test_a_label_typed_where_a_question_is_awaited_goes_to_no_clerk(village, label):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    await aigul.says("2")
    answer = await aigul.says(label)
    assert "Түшүнбөй калдым" in answer
    assert "Сурооңузду жазыңыз." in answer
    assert await nurlan.reads() == ""
    assert "Сурооңуз берилди." in await aigul.says("Качан башталат деги?")


async def test_whether_the_text_may_be_public_is_asked_once(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    await aigul.says("3")
    await aigul.says("жок")
    await aigul.follows_script("2", "1")
    assert "маалымат тактасында" not in await aigul.says("Түшүнүктүү")
    assert (await aigul.proposals())[0].public_text is False


async def test_a_reaction_in_the_middle_of_another_proposal_keeps_the_step(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("propose")
    await aigul.says("2")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    assert "2/3." in await aigul.says("Түшүнүктүү")
    assert (await aigul.says("Көпүрөнү оңдоп бериңиздер")).startswith("3/3.")


async def test_a_correction_is_a_numbered_revision_and_is_sent_again(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.follows_script("Жоопту оңдоо", "1", "200 000", "Көчө жарыгы", "Өткөрүп жиберүү")
    await nurlan.says("1")
    heard = await aigul.reads()
    assert heard.startswith("БЮДЖЕТТИН ДОЛБООРУНА КИРДИ\nОңдолгон жооп (2-редакция).")
    assert "БЮДЖЕТТИН" not in await aigul.reads()
    assert "№ 0001, долбоорго кирди" in await aigul.taps("mine")


async def test_a_kept_answer_stays_and_can_be_sent_later(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE)
    assert "Жооп сакталды" in await nurlan.says("Сактап коюу")
    assert await aigul.reads() == ""
    await nurlan.starts()
    await nurlan.presses("Сакталган жооптор")
    await nurlan.says("1")
    assert SENTENCE in await nurlan.says("Жооп берүү")
    await nurlan.says("1")
    assert (await aigul.reads()).startswith("ДОЛБООРГО КИРГЕН ЖОК")


async def test_a_sentence_of_ones_own_is_compulsory_unless_included(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    assert "20 белги" in await answers(nurlan, "3", "1", "Акча жок.")
    assert "Автор мындай окуйт" in await nurlan.says(SENTENCE)


async def test_going_back_through_an_answer_keeps_it(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "Дагы", "Планда бар", SENTENCE)
    assert "өз сөзүңүз менен" in await nurlan.says("0")
    assert "Себеби эмне?" in await nurlan.says("0")
    assert "Себеби эмне?" in await nurlan.says("0")
    assert "Кандай чечим" in await nurlan.says("0")
    assert "№ 0001" in await nurlan.says("0")


async def test_the_author_is_asked_and_the_reply_comes_to_the_clerk_who_asked(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "№ 0001: «Мектептин жанына жарык керек" in await nurlan.says("Авторго суроо")  # whose author is asked
    shown = await nurlan.says("Кайсы көчө экенин тактап бериңиз")
    assert "№ 0001 сунуштун авторуна" in shown
    assert "сурайт" not in await aigul.reads()
    await nurlan.says("ооба жөнөтүңүз")
    heard = await aigul.reads()
    assert "боюнча сурайт: «Кайсы көчө экенин тактап бериңиз»" in heard
    assert "Жообуңуз берилди." in await aigul.says("Ала-Тоо көчөсү")
    assert "«Ала-Тоо көчөсү»" in await nurlan.reads()
    await aigul.taps(f"reply:{proposal.id}")
    assert "Жообуңуз берилди." in await aigul.sends("voice")
    assert "үн же сүрөт" in await nurlan.reads()


async def test_a_question_to_an_author_who_is_erased_is_not_called_sent(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await answers(nurlan, "3", "1", SENTENCE)
    await nurlan.taps("send_answer")
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    await nurlan.taps(f"desk_one:{proposal.id}")
    said = await nurlan.follows_script("Авторго суроо", "Кайсы көчө экенин тактап бериңиз", "Жөнөтүү")
    assert said.startswith("Авторго жеткен жок")
    assert "жөнөтүлдү" not in said


async def test_two_clerks_do_not_answer_the_same(village):
    nurlan, chynara = await village.worker("Нурлан"), await village.worker("Чынара")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "Бул сунушту эми сиз карайсыз." in await nurlan.says("Мен карайм")
    await chynara.taps(f"desk_one:{proposal.id}")
    assert "Муну Нурлан, айыл өкмөтүнүн адиси карап жатат." in await chynara.says("Мен карайм")
    await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE)
    assert "Бул сунушту эми сиз карайсыз." in await chynara.says("Мен карайм")
    assert "Чынара, айыл өкмөтүнүн адиси карап жатат" in await nurlan.says("1")
    await chynara.follows_script("Жооп берүү", "4", "1", "Кийинки жылы июнда карайбыз.", "1")
    refused = await nurlan.taps("send_answer")
    assert "мурунку суроодон" in refused or "Кийинки жылга калды" in refused
    assert (await aigul.reads()).count("КИЙИНКИ ЖЫЛГА КАЛДЫ") == 1


async def test_where_the_head_approves_the_answer_waits_for_the_head(village):
    head, nurlan = await village.worker("Башчы", role=Role.HEAD), await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await head.taps("team")
    assert "Жоопту башчы бекитеби: ооба" in await head.says("Башчы бекитсин")
    assert "Адегенде башчыга жөнөтүлөт." in await answers(nurlan, "3", "1", SENTENCE)
    assert "Жооп башчынын макулдугун күтүүдө." in await nurlan.says("1")
    assert await aigul.reads() == ""
    assert "макулдугуңузду күтүүдө" in await head.reads()
    await head.says("Ачуу")
    assert SENTENCE in await head.says("Жооп берүү")
    assert "Жооп жөнөтүлдү." in await head.says("1")
    assert "Жооп берген: Нурлан, айыл өкмөтүнүн адиси." in await aigul.reads()


async def test_an_exclusion_is_asked_of_the_author_and_can_be_undone(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    await nurlan.says("Сунуш эмес")
    assert "эсептен чыгарылды" in await nurlan.says("Саламдашуу же пикир")
    assert "сунуш деп эсептебейт: бул саламдашуу же пикир. Макулсузбу?" in await aigul.reads()
    assert "белгиленди" in await aigul.says("жок")
    assert "макул эмес" in await nurlan.reads()
    await nurlan.says("Ачуу")
    assert "кайра эсепке алынды" in await nurlan.says("Кайра эсепке алуу")


async def test_a_person_who_cannot_be_reached_is_told_in_person(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    village.chats.blocked.add("Айгүл")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await nurlan.starts()
    assert "1 жооп эч кимге жеткен жок." in await nurlan.presses("Жетпеген жооптор")
    assert "өзүнө айтыңыз" in await nurlan.says("1")
    assert "өзүнө айтылганы белгиленди" in await nurlan.says("Өзүнө айтылды")
    await nurlan.starts()
    assert "Бул тизме бош" in await nurlan.presses("Жетпеген жооптор")
    assert len(await aigul.proposals()) == 1


async def test_the_year_is_entered_in_the_chat_and_earlier_decisions_are_confirmed_in_one_act(village):
    nurlan = await village.worker("Нурлан")
    head = await village.worker("Башчы", role=Role.HEAD)
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await nurlan.taps("year")
    await nurlan.presses("Угуу күнү")
    assert "Угуу: 2026-жылдын 25-ноябры" in await nurlan.says("25-ноябрь")
    village.clock.later(days=7)
    await nurlan.presses("Жыйынтык күнү")
    await nurlan.says("30.11.2026")
    shown = await nurlan.says("Айыл өкмөтүнүн тактасы")
    assert "Жыйынтык жарыяланган күн: 2026-жылдын 30-ноябры" in shown
    assert "Жыйынтыкка чейин 1 чечим кабыл алынган" in shown
    assert "1 чечим ырасталды." in await nurlan.presses("Чечимдерди ырастоо")
    sheet = await head.says("/tally")
    assert re.search(r"Көк-Жар \(kokjar\), 2027: .*100 упайдан \d", sheet)


async def test_closing_the_year_in_the_chat_names_what_is_unanswered_and_tells_the_head(village):
    nurlan = await village.worker("Нурлан")
    head = await village.worker("Башчы", role=Role.HEAD)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await head.reads()
    await nurlan.taps("year")
    await nurlan.presses("Жыйынтык күнү")
    asked = await nurlan.says("20.11.2026")
    assert "1 сунушка жооп жок" in asked
    assert f"№ {proposal.label}" in asked
    assert "жарыяланганы жатат" in await head.reads()
    assert proposal.label in await nurlan.presses("Жооп күткөндөр")
    await nurlan.taps("year")
    await nurlan.presses("Жыйынтык күнү")
    await nurlan.says("20.11.2026")
    assert "Жыйынтык жарыяланган күн: киргизилген эмес" in await nurlan.says("0")
    await nurlan.presses("Жыйынтык күнү")
    await nurlan.says("20.11.2026")
    await nurlan.presses("Баары бир жарыялоо")
    assert "20-ноябры" in await nurlan.says("Айыл өкмөтүнүн тактасы")
    assert "1 сунуш жоопсуз калды" in await head.reads()


async def test_results_on_a_day_to_come_are_refused(village):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("year")
    await nurlan.presses("Жыйынтык күнү")
    await nurlan.says("30.12.2026")
    assert "келе элек күн жазылбайт" in await nurlan.says("Өткөрүп жиберүү")
    assert "Күнүн түшүнө албадым" in await nurlan.says("эртең")


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMIN, Role.OBSERVER])
async def test_the_export_comes_as_a_document(village, role):
    reader = await village.worker("Окурман", role=role)
    await village.with_proposal("Айгүл", LIGHT)
    await reader.says("/export")
    documents = [message.document for message in reader.heard if message.document]
    assert documents[-1]["kind"] == "export"


async def test_a_clerk_reads_no_tally_and_no_export(village):
    nurlan = await village.worker("Нурлан")
    assert "укугуңуз жок" in await nurlan.says("/tally")
    assert "укугуңуз жок" in await nurlan.says("/export")


async def test_an_invite_is_good_once_by_link_or_by_code_and_a_removed_clerk_has_no_right(village):
    head = await village.worker("Башчы", role=Role.HEAD)
    await head.taps("team")
    await head.presses("Чакыруу")
    invite = await head.presses("Кызматкер")
    code = re.search(r"\b\d{10}\b", invite)[0]
    nurlan = await village.in_menu("Нурлан")
    assert "Сиз катталдыңыз: айыл өкмөтүнүн кызматкери" in await nurlan.says(code)
    await nurlan.says("бюджет адиси")
    assert "Жооп күткөндөр" in nurlan.heard[-1].numbered()
    bakyt = await village.in_menu("Бакыт")
    assert "жараксыз" in await bakyt.says(code)
    await head.taps("team")
    await head.presses("бюджет адиси")
    assert "тизмесинде жок" in await head.presses("Чыгаруу")
    assert "укугуңуз жок" in await nurlan.taps("desk_list:waiting")


async def test_codes_cannot_be_guessed(village):
    bakyt = await village.in_menu("Бакыт")
    for _ in range(5):
        assert "жараксыз" in await bakyt.says("0123456789")
    assert "өтө көп терилди" in await bakyt.says("0123456789")


async def test_an_answered_proposal_can_no_longer_be_changed_by_its_author(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.follows_script("2", "1", "Өзгөртүү")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    assert "өзгөртүүгө болбойт" in await aigul.says("Мектептин жанына үч жарык керек")
    assert "«Мектептин жанына үч жарык керек»" in aigul.heard[-1].text  # it is asked what that is


@pytest.mark.parametrize(
    ("words", "pressed", "kept"),
    [
        ("бул жөн эле жооп болуптур! макул эмесмин", "№ 0001: макул эмес", "objected"),
        ("Эмне үчүн быйыл эмес, акча барбы?", "№ 0001 боюнча суроо", "question"),
        ("макул эмесмин, себеби жол эски", "", "objected"),
    ],
)
async def test_what_is_written_too_late_to_correct_is_offered_as_what_it_answers(village, words, pressed, kept):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    await aigul.taps("mine")
    await aigul.follows_script("1", "Өзгөртүү")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    assert "өзгөртүүгө болбойт" in await aigul.says(words)
    if pressed:
        await aigul.presses(pressed)
    lines = await village.database.read(lambda store: store.dialogue.list_dialogue(proposal.id))
    assert [(line.kind, line.text) for line in lines] == [(kept, words)]


async def test_no_answer_goes_to_a_withdrawn_proposal(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE)
    await aigul.follows_script("2", "1", "Кайтарып алуу", "ооба")
    assert "кылууга болбойт" in await nurlan.says("1")
    assert "ДОЛБООРГО" not in await aigul.reads()


async def test_every_act_of_staff_stands_in_the_audit(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "1")
    acts = [entry.act for entry in await village.database.read(lambda store: store.audit.list_entries())]
    assert acts == ["invite", "join", "set_title", "take", "answer"]
    assert await village.database.read(lambda store: store.audit.find_break()) is None


async def test_skipping_in_a_correction_keeps_what_was_answered_before(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "1", "200 000", "Көчө жарыгы", "Өткөрүп жиберүү", "1")
    (proposal,) = await aigul.proposals()
    await nurlan.taps(f"desk_one:{proposal.id}")
    assert "Азыр: 200\u00a0000 сом." in await nurlan.follows_script("Жоопту оңдоо", "1")
    preview = await nurlan.follows_script(
        "Өткөрүп жиберүү", "Өткөрүп жиберүү", "Жарык быйыл орнотулат, ишти жайында бүтөбүз."
    )
    assert "чыгашасында: 200\u00a0000 сом." in preview
    assert "Бюджеттин сабы: Көчө жарыгы." in preview


async def test_the_queue_shows_who_is_at_work_on_what(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Көпүрөнү оңдоп бериңиздер")
    await answers(nurlan, "3", "1", SENTENCE, "Сактап коюу")
    await nurlan.starts()
    listed = await nurlan.presses("Жооп күткөндөр")
    assert f"№ 0001, 2026-жылдын 11-декабрына чейин: «{LIGHT}» (сакталган жооп бар)" in listed
    await nurlan.says("2")
    await nurlan.says("Мен карайм")
    await nurlan.starts()
    assert "(Муну сиз карап жатасыз)" in await nurlan.presses("Жооп күткөндөр")


async def test_what_is_written_after_an_answer_can_become_a_question_on_it(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    await nurlan.says("1")
    await aigul.reads()
    await aigul.says("Эмне үчүн каражат жетпейт, былтыр бар эле го")
    assert [title for _, title in aigul.heard[-1].choices] == [
        "Ооба",
        "Жок",
        "№ 0001 боюнча суроо",
        "№ 0001: макул эмес",
    ]
    assert "Сурооңуз" in await aigul.presses("№ 0001 боюнча суроо")
    assert "былтыр бар эле го" in await nurlan.reads()
    await aigul.says("Көчөнү да жарык кылгыла, балдар коркушат")
    village.clock.later(days=20)
    await aigul.says("Арыктарды тазалап бергиле, суу жетпейт")
    assert len(aigul.heard[-1].choices) == 2


async def test_words_below_an_authors_question_explain_though_another_card_is_open(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Көпүрөнү оңдоо керек")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await aigul.reads()
    await aigul.follows_script("2", "Качан башталат деги?")
    await nurlan.reads()
    await nurlan.taps("desk_one:2")
    await aigul.taps("question:1")
    await aigul.says("Дагы бир суроом бар: жолу качан?")
    await nurlan.reads()
    assert "№ 0001 сунуштун авторуна" in await nurlan.says("Жолу кийинки жайда оңдолот")
    assert "Түшүндүрмөңүз авторго жөнөтүлдү." in await nurlan.says("ооба")
    assert "№ 0002" in nurlan.heard[-1].text
