"""Answers that were kept go out at once, after a preview; what changed meanwhile stays."""

from bot.budget.permissions import Role
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.offices import texts


async def keeps(clerk, *numbers: str) -> None:
    """Keeps a refusal of each proposal."""
    for number in numbers:
        await clerk.starts()
        await clerk.presses("Жооп күткөндөр")
        await clerk.says(number)
        await clerk.follows_script("Жооп берүү", "3", "1", SENTENCE, "Сактап коюу")


async def previewed(clerk) -> list[str]:
    """Everything somebody reads who wants to send all."""
    await clerk.starts()
    await clerk.presses("Сакталган жооптор")
    before = len(clerk.heard)
    await clerk.presses("Баарын жөнөтүү")
    return [message.text for message in clerk.heard[before:]]


async def test_kept_answers_go_out_at_once_after_a_preview(village):
    nurlan = await village.worker("Нурлан")
    for name in ("Айгүл", "Бакыт"):
        await village.with_proposal(name, LIGHT)
    await keeps(nurlan, "0001", "0002")
    (preview,) = await previewed(nurlan)
    assert preview.count(SENTENCE) == 2
    assert f"№ 0001: «{LIGHT}»\n→ Долбоорго кирген жок." in preview  # each text beside its answer
    assert preview.endswith("2 жооп жөнөтүлөт. Жөнөтөлүбү?")
    assert "2 жооп жөнөтүлдү." in await nurlan.says("ооба")
    for name in ("Айгүл", "Бакыт"):
        assert any("ДОЛБООРГО КИРГЕН ЖОК" in text for text in texts(village, name))


async def test_what_was_kept_anew_after_the_preview_stays(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", LIGHT)
    await keeps(nurlan, "0001", "0002")
    await previewed(nurlan)
    person = await nurlan.person()

    async def keep_anew(store):
        draft = await store.answer_drafts.find_answer_draft(1)
        await store.answer_drafts.save_answer_draft(
            1, answer=draft.answer, by=person.id, at=village.clock() + 5, for_approval=False, read=draft.read
        )

    await village.database.write(keep_anew)
    said = await nurlan.presses("Жөнөтө бериңиз")
    assert "1 жооп жөнөтүлдү." in said
    assert "Булар ошол арада өзгөргөн, жөнөтүлгөн жок: № 0001." in said


async def test_a_clerk_sends_their_own_and_the_head_what_waits(village):
    nurlan = await village.worker("Нурлан")
    chynara = await village.worker("Чынара")
    head = await village.worker("Башчы", role=Role.HEAD)
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "3", "1", SENTENCE, "Сактап коюу")
    assert "сиз жөнөтө турганы жок" in (await previewed(chynara))[-1]
    assert "1 жооп жөнөтүлөт" in (await previewed(head))[-1]
    assert "1 жооп жөнөтүлдү." in await head.presses("Жөнөтө бериңиз")
    assert "сиз жөнөтө турганы жок" not in (await nurlan.starts())


async def test_the_head_reads_the_name_of_whoever_wrote_the_answer(village):
    nurlan = await village.worker("Нурлан")
    head = await village.worker("Токтогул", role=Role.HEAD)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    aimak_id = (await head.person()).aimak_id
    await village.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, True))
    assert "башчынын макулдугун күтүүдө" in await answers(nurlan, "3", "1", SENTENCE, "Жооп жөнөтүү")
    await head.reads()
    shown = await head.follows_script("1", "Жооп берүү")
    assert "Жооп берген: Нурлан" in shown
    await head.presses("Жооп жөнөтүү")
    assert "Жооп берген: Нурлан" in await aigul.reads()


async def test_pressed_twice_each_goes_out_once(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await keeps(nurlan, "0001")
    await previewed(nurlan)
    await nurlan.taps("kept_sure")
    await nurlan.taps("kept_sure")
    sent = [text for text in texts(village, "Айгүл") if "ДОЛБООРГО КИРГЕН ЖОК" in text]
    assert len(sent) == 1
