"""What was sent is taken back before it leaves. Nobody hears, nothing counts, and the clerk is at the preview again."""

import pytest

from bot.budget.permissions import Role
from bot.office.criteria.score_sheet import count_tally
from bot.office.proposals import correct
from bot.office.rules import BEGINNING
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.office.answers.test_answer_drafts import keeps, previewed
from tests.handlers.offices import proposed, texts

SENT = "ДОЛБООРГО КИРГЕН ЖОК"


@pytest.fixture
async def waits(village):
    """The village, where an answer can be taken back for a minute."""
    await village.database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    return village


async def answered(village, clerk) -> int:
    """How many proposals of the clerk's office criterion 6 counts as answered."""
    aimak_id = (await clerk.person()).aimak_id
    sheet = await village.database.read(lambda store: count_tally(store, aimak_id=aimak_id, year=2027))
    return sheet.tally.answered


def button_of(clerk) -> str:
    """The newest button that takes something back."""
    buttons = [one for message in clerk.heard for one in (*message.choices, *message.ways)]
    return [id for id, title in buttons if title == "Кайтарып алуу"][-1]


def heard_by(village, name: str) -> int:
    """How many times somebody was told the decision."""
    return sum(SENT in text for text in texts(village, name))


async def test_an_answer_is_taken_back_in_time_and_sent_once_more(waits, tell):
    nurlan = await waits.worker("Нурлан")
    chynara = await waits.worker("Чынара")
    await waits.with_proposal("Айгүл", LIGHT)
    await waits.with_proposal("Бакыт", "Көпүрө оңдош керек")
    said = await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    assert "№ 0001 сунушка жооп жөнөтүлдү. Ал 60 секунддан кийин кетет." in said
    assert "1 — Кайтарып алуу" not in said  # a «1» is of the card below
    assert "Көпүрө оңдош керек" in said  # the next card at once
    await chynara.starts()
    assert "1 сунуш жооп күтүүдө." in await chynara.presses("Жооп күткөндөр")
    assert "Жооп жөнөтүлдү, бир аздан кийин кетет" in await chynara.says("0001")
    await waits.passes(30)
    back = button_of(nurlan)
    preview = await nurlan.taps(back)
    assert preview.startswith("Кайтарылып алынды: аны эч ким уккан жок.")
    assert SENTENCE in preview
    assert "1 — Жооп жөнөтүү" in preview
    await waits.passes(120)
    meanwhile = heard_by(waits, "Айгүл"), await answered(waits, nurlan)
    await nurlan.presses("Жооп жөнөтүү")
    await waits.passes(61)
    later = heard_by(waits, "Айгүл"), await answered(waits, nurlan)
    assert (meanwhile, later) == ((0, 0), (1, 1))
    for pressed in (back, button_of(nurlan)):
        assert "Ал кетип калды." in await nurlan.taps(pressed)
    tell("an answer taken back", heard_meanwhile=meanwhile[0], counted_meanwhile=meanwhile[1], heard_once_sent=later[0])


async def test_the_words_of_the_button_take_back_what_was_sent_last_until_it_has_left(waits):
    """The next list or card stands below the button. So only its words name it where there is nothing to press."""
    nurlan = await waits.worker("Нурлан")
    for name in ("Айгүл", "Бакыт", "Канат"):
        await waits.with_proposal(name, LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await waits.passes(10)
    await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")  # the next card
    await waits.passes(10)
    await nurlan.starts()
    first = await nurlan.says("1 — Кайтарып алуу")
    assert first.startswith("Кайтарылып алынды: аны эч ким уккан жок.")
    second = await nurlan.says("Вернуть")  # and what was sent before it, still in time
    assert second.startswith("Кайтарылып алынды: аны эч ким уккан жок.")
    assert "Кайтарылып алынды" not in await nurlan.says("Кайтарып алуу")  # nothing is left to take back
    await waits.passes(120)
    assert [heard_by(waits, name) for name in ("Айгүл", "Бакыт")] == [0, 0]
    await answers(nurlan, "Жооп жөнөтүү")
    await waits.passes(61)
    await nurlan.starts()
    assert "Ал кетип калды." in await nurlan.says("Кайтарып алуу")
    assert "Ал кетип калды." not in await nurlan.says("Кайтарып алуу")  # then it is about proposals of their own


async def test_the_card_of_what_leaves_offers_to_take_it_back_and_nothing_that_is_refused(waits):
    nurlan, chynara = await waits.worker("Нурлан"), await waits.worker("Чынара")
    await waits.with_proposal("Айгүл", LIGHT)
    await chynara.starts()
    await chynara.presses("Жооп күткөндөр")
    await chynara.follows_script("0001")
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    assert "азыр эле жооп жөнөтүлдү" in await chynara.says("Жооп берүү")  # her card was from before
    theirs = chynara.heard[-1]
    await waits.with_proposal("Бакыт", LIGHT)
    assert "келатышат» (жооп бир аздан кийин кетет)" in await nurlan.follows_script("Издөө", "жарык")
    await nurlan.says("0001")
    mine = nurlan.heard[-1]
    assert [title for _, title in mine.choices] == ["Кайтарып алуу", "Авторго суроо"]
    assert [title for _, title in theirs.choices] == ["Авторго суроо"]
    assert not {"Башкаларга калтыруу", "Өткөрүп берүү"} & {title for _, title in mine.ways}
    assert SENTENCE in await nurlan.says("1")


async def test_a_head_takes_back_by_words_what_was_approved_and_the_card_asks_to_approve_no_more(waits):
    nurlan, head = await waits.worker("Нурлан"), await waits.worker("Токтогул", role=Role.HEAD)
    aigul = await waits.with_proposal("Айгүл", LIGHT)
    aimak_id = (await aigul.person()).aimak_id
    await waits.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, True))
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.starts()
    await head.presses("Жооп күткөндөр")
    await head.follows_script("0001", "Бекитүү")
    await head.taps("desk_one:1")
    assert [title for _, title in head.heard[-1].choices] == ["Кайтарып алуу", "Авторго суроо"]
    await head.starts()
    assert "Кайтарылып алынды" in await head.says("кайтарып алуу")
    await waits.passes(61)
    assert heard_by(waits, "Айгүл") == 0


async def test_what_a_clerk_wrote_stays_where_a_colleague_was_a_moment_earlier(waits):
    nurlan, chynara = await waits.worker("Нурлан"), await waits.worker("Чынара")
    await waits.with_proposal("Айгүл", LIGHT)
    own = "Бул көчө үчүн башка каражат издеп жатабыз."
    await answers(nurlan, "3", "1", own)
    await chynara.starts()
    await chynara.presses("Жооп күткөндөр")
    await chynara.follows_script("0001", "Жооп берүү", "Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")
    said = await nurlan.says("Жооп жөнөтүү")
    assert "азыр эле жооп жөнөтүлдү" in said
    assert own in said
    assert own in await nurlan.says("Сактап коюу")
    await waits.passes(61)
    said = await nurlan.says("Жооп жөнөтүү")  # hers has left, and his words are shown once more
    assert "Чынара" in said
    assert f"Бул жөнөтүлгөн жок жана сакталбайт: «{own}»" in said


async def test_several_sent_at_once_are_taken_back_as_a_whole(waits):
    nurlan = await waits.worker("Нурлан")
    for name in ("Айгүл", "Бакыт"):
        await waits.with_proposal(name, LIGHT)
    await keeps(nurlan, "0001", "0002")
    await previewed(nurlan)
    said = await nurlan.says("ооба")
    assert "2 жооп жөнөтүлдү. 60 секунд ичинде кайтарып алса болот." in said
    shown = await nurlan.taps(button_of(nurlan))
    assert shown.count(SENTENCE) == 2
    assert "2 жооп жөнөтүлөт. Жөнөтөлүбү?" in shown
    await waits.passes(120)
    assert [heard_by(waits, name) for name in ("Айгүл", "Бакыт")] == [0, 0]
    await nurlan.presses("Жөнөтө бериңиз")
    await waits.passes(61)
    assert [heard_by(waits, name) for name in ("Айгүл", "Бакыт")] == [1, 1]


async def test_supporters_hear_nothing_of_what_was_taken_back(waits):
    nurlan = await waits.worker("Нурлан")
    await waits.with_proposal("Айгүл", LIGHT)
    bakyt = await waits.in_menu("Бакыт")
    person = await bakyt.person()
    await waits.database.write(lambda store: store.supports.add(1, person.id, at=waits.clock()))
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await nurlan.taps(button_of(nurlan))
    await waits.passes(120)
    assert heard_by(waits, "Бакыт") == 0
    await nurlan.presses("Жооп жөнөтүү")
    await waits.passes(61)
    assert heard_by(waits, "Бакыт") == 1


async def test_what_changed_before_it_left_stays_and_its_clerk_is_told(waits):
    nurlan = await waits.worker("Нурлан")
    aigul = await waits.with_proposal("Айгүл", LIGHT)
    await proposed(waits, aigul, "Көпүрө оңдош керек")
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    author = await aigul.person()
    await waits.database.write(
        lambda store: correct(store, id=1, text="Жарык эмес, жол керек", by=author, at=waits.clock())
    )
    await waits.passes(61)
    assert "кеткен жок, сакталып турат, анткени ошол арада бир нерсе өзгөрдү: № 0001." in await nurlan.reads()
    assert heard_by(waits, "Айгүл") == 0
    draft = await waits.database.read(lambda store: store.answer_drafts.find_answer_draft(1))
    assert (draft.answer.sentence, draft.leaves_at) == (SENTENCE, None)


async def test_the_answer_a_head_sends_for_a_clerk_bears_the_clerks_post(village):
    """Kept by the clerk, it was sent under the head's name by «send all kept», and from the preview."""
    nurlan = await village.worker("Нурлан")
    head = await village.worker("Токтогул", role=Role.HEAD)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    bakyt = await village.with_proposal("Бакыт", LIGHT)
    await keeps(nurlan, "0001", "0002")
    await head.starts()
    await head.presses("Жооп күткөндөр")
    await head.follows_script("0001", "Жооп берүү", "1")
    await previewed(head)
    await head.presses("Жөнөтө бериңиз")
    for author in (aigul, bakyt):
        assert "Жооп берген: Нурлан" in await author.reads()


async def test_what_was_sent_a_moment_ago_is_offered_for_the_next_proposal_like_it(waits):
    nurlan = await waits.worker("Нурлан")
    await waits.with_proposal("Айгүл", LIGHT)
    await waits.with_proposal("Бакыт", "Клубдун көчөсүнө да жарык керек, караңгы")
    shown = await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    assert "— Ушундай эле жооп" in shown
    preview = await nurlan.presses("Ушундай эле жооп")
    assert "№ 0001 сунушуна ушундай жооп берилген." in preview
    assert SENTENCE in preview
    await nurlan.taps(button_of(nurlan))  # what was taken back is an answer no more
    assert "Ушундай эле жооп" not in await nurlan.says("0002")


async def test_other_words_take_back_what_was_sent_a_moment_ago(waits):
    nurlan = await waits.worker("Нурлан")
    for name in ("Айгүл", "Бакыт"):
        await waits.with_proposal(name, LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    for typed in ("кайтарып алам", "жөнөтпө", "отзываю"):
        await waits.passes(5)
        taken = await nurlan.says(typed)
        assert taken.startswith("Кайтарылып алынды: аны эч ким уккан жок."), typed
        await nurlan.presses("Жооп жөнөтүү")
    await waits.passes(300)
    await nurlan.starts()
    assert "кетип калды" not in await nurlan.says("кайтарып алам")  # then it is about proposals of their own
