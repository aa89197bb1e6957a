"""How many acts a usual answer takes, from the notice and from the card that comes after another answer."""

import pytest

from bot.office import proposals
from tests.handlers.office.answers.test_alike import opens
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.offices import proposed, texts

OTHER = "Балдар бакчасынын чатыры агып жатат, оңдоп бергиле"


class Counting:
    """A clerk whose presses and messages are counted; acts is how many since it was last set to 0."""

    def __init__(self, clerk) -> None:
        self.clerk, self.acts = clerk, 0

    async def presses(self, title: str) -> str:
        self.acts += 1
        return await self.clerk.presses(title)

    async def says(self, text: str) -> str:
        self.acts += 1
        return await self.clerk.says(text)

    async def swipes(self, said: str, text: str) -> str:
        self.acts += 1
        return await self.clerk.swipes(said, text)

    async def sends(self) -> int:
        """Sends what is previewed, and returns how many acts it took."""
        assert "Жооп жөнөтүлдү." in await self.presses("Жооп жөнөтүү")
        acts, self.acts = self.acts, 0
        return acts


@pytest.fixture
async def desk(village):
    nurlan, aigul = await village.worker("Нурлан"), await village.in_menu("Айгүл")
    return Counting(nurlan), aigul


async def comes(village, desk, text: str, **parts) -> None:
    """A proposal of which the clerk hears by a notice of its own."""
    village.clock.later(minutes=40)
    await proposed(village, desk[1], text, **parts)
    assert "Жаңы сунуш" in await desk[0].clerk.reads()


async def test_a_usual_answer_takes_at_most_three_acts_from_its_card(village, desk, tell):
    nurlan, aigul = desk
    from_notice, from_card = {}, {}
    await comes(village, desk, OTHER, category="sp_kindergarten")
    asked = await nurlan.presses("Каражат жетпейт")  # below the notice
    assert asked.startswith("Авторго өз сөзүңүз менен түшүндүрүңүз.")
    read = await nurlan.says(SENTENCE)
    assert "ДОЛБООРГО КИРГЕН ЖОК" in read
    assert SENTENCE in read
    from_notice["a reason, the first of its kind"] = await nurlan.sends()
    assert SENTENCE in await aigul.reads()

    await comes(village, desk, "Мектептин спортзалы муздак", category="sp_school")
    await nurlan.swipes("Жаңы сунуш № 0002", "Спортзалдын от казаны быйыл күзүндө алмаштырылат.")
    assert "От казан" not in await nurlan.presses("Каражат жетпейт")
    from_notice["a reason, words in reply to the notice"] = await nurlan.sends()

    await comes(village, desk, "Спортзалга жаңы төшөк", category="sp_school")
    read = await nurlan.swipes("Жаңы сунуш № 0003", "Каражат жок. Төшөктү демөөрчү августта алып берет.")
    assert "демөөрчү августта" in read
    from_notice["reason and words in reply to the notice"] = await nurlan.sends()

    await comes(village, desk, "Бакчанын короосуна тосмо керек", category="sp_kindergarten")
    await nurlan.presses("Ачуу")
    assert SENTENCE in await nurlan.presses("Каражат жетпейт")
    from_notice["a reason that a like one was given"] = await nurlan.sends()

    await comes(village, desk, "Бакчага жаңы оюнчук керек", category="sp_kindergarten")
    await nurlan.presses("Ачуу")
    await nurlan.presses("Ушундай эле жооп")
    from_notice["the same answer"] = await nurlan.sends()

    await comes(village, desk, "Китепканага китеп керек", category="sp_culture")
    await nurlan.presses("Ачуу")
    await nurlan.says("Каражат жок. Китепкана облустук программага киргизилди, жазында келет.")
    from_notice["reason and words typed on the card"] = await nurlan.sends()
    assert "Себеби: 2027-жылдын бюджетинде буга каражат жетпейт. Китепкана облустук" in texts(village, "Айгүл")[-1]

    await comes(village, desk, "Борбордук көчөгө чырак", category="sp_lighting")
    asked = await nurlan.presses("Долбоорго кирди")
    assert "150 000, көчө жарыгы" in asked
    read = await nurlan.says("180 000, Көчө жарыгы")
    assert "180\u00a0000 сом" in read
    assert "Көчө жарыгы" in read
    from_notice["an inclusion with sum and line"] = await nurlan.sends()

    await comes(village, desk, "Төмөнкү көчөгө чырак", category="sp_lighting")
    await nurlan.presses("Ачуу")
    await nurlan.says("кирди 90 000 көчө жарыгы")
    from_notice["an inclusion typed on the card"] = await nurlan.sends()
    assert "90\u00a0000 сом" in texts(village, "Айгүл")[-1]

    assert max(from_notice.values()) == 3
    tell("acts of an answer from its notice", most=max(from_notice.values()), paths=len(from_notice),
         in_all=sum(from_notice.values()))  # fmt: skip
    # From card to card, as the queue is worked through, opening takes none.
    village.clock.later(minutes=1440)
    for n in range(3):
        await proposed(village, aigul, f"{n + 7}-көчөнүн жолун оңдоо керек", category="sp_roads")
    await opens(nurlan.clerk)
    nurlan.acts = 0
    await nurlan.presses("Каражат жетпейт")
    await nurlan.says("Бул көчөлөрдүн жолу 2028-жылдын планында турат.")
    from_card["a reason, the first of its kind"] = await nurlan.sends()
    await nurlan.presses("Каражат жетпейт")
    from_card["a reason that a like one was given"] = await nurlan.sends()
    await nurlan.presses("Долбоорго кирди")
    await nurlan.says("1 200 000, Жол оңдоо")
    from_card["an inclusion with sum and line"] = await nurlan.sends()
    assert from_card == {
        "a reason, the first of its kind": 3,
        "a reason that a like one was given": 2,
        "an inclusion with sum and line": 3,
    }
    tell("acts of an answer from its card", most=max(from_card.values()), in_all=sum(from_card.values()))


async def test_the_likeliest_template_stands_on_the_card_and_answers_in_two_acts(village, desk, tell):
    nurlan, aigul = desk
    await comes(village, desk, OTHER, category="sp_kindergarten")
    await nurlan.presses("Ачуу")
    await nurlan.presses("Каражат жетпейт")
    await nurlan.says(f"№ 1 боюнча: {SENTENCE}")
    await nurlan.sends()
    await nurlan.says("№1")
    for step in ("Жөнөтүлгөн жооптор", "Үлгү катары сактоо", "Үлгүнү сактоо"):
        await nurlan.presses(step)
    await proposed(village, aigul, "Бакчанын короосуна тосмо керек", category="sp_kindergarten")
    await opens(nurlan.clerk)
    nurlan.acts = 0
    assert f"№ 0002 боюнча: {SENTENCE}" in await nurlan.presses("Каражат жетпейт")
    acts = await nurlan.sends()
    assert f"№ 0002 боюнча: {SENTENCE}" in await aigul.reads()
    assert acts == 2
    tell("acts of an answer by a template, from its card", most=acts)


async def test_words_at_the_preview_are_the_new_sentence_and_no_other_answer_is_named_any_more(village, desk):
    nurlan, _ = desk
    await comes(village, desk, OTHER, category="sp_kindergarten")
    await nurlan.presses("Ачуу")
    await nurlan.presses("Каражат жетпейт")
    await nurlan.says(SENTENCE)
    await nurlan.sends()
    await comes(village, desk, "Бакчага оюнчук керек", category="sp_kindergarten")
    await nurlan.presses("Ачуу")
    assert "№ 0001 сунушуна ушундай жооп берилген." in await nurlan.presses("Каражат жетпейт")
    own = "Оюнчуктарды демөөрчүлөр жазында алып келишет."
    shown = await nurlan.says(own)
    assert own in shown
    assert SENTENCE not in shown
    assert "№ 0001" not in shown
    await nurlan.sends()


async def test_what_names_an_answer_on_an_answered_card_says_so(village, desk):
    nurlan, _ = desk
    await comes(village, desk, LIGHT)
    await nurlan.presses("Ачуу")
    await nurlan.presses("Каражат жетпейт")
    await nurlan.says(SENTENCE)
    await nurlan.sends()
    await nurlan.says("1")
    assert "№ 0001 сунушка жооп берилген: «Жоопту оңдоо»" in await nurlan.says("каражат жок")


async def test_a_small_sum_typed_on_the_card_is_asked_back_once(village, desk):
    nurlan, aigul = desk
    await comes(village, desk, "Борбордук көчөгө чырак", category="sp_lighting")
    await nurlan.presses("Ачуу")
    for typed, small in (("кирди 1", "1"), ("кирди 150, көчө жарыгы", "150")):
        asked = await nurlan.says(typed)
        assert asked.startswith(f"{small} сом өтө аз.")
        assert "канча сом" in asked
        await nurlan.says("/start")
        await nurlan.says("0001")
    assert "150 сом" in await nurlan.says("кирди 150, көчө жарыгы")  # written once more, it is meant


async def test_a_notice_begins_an_answer_for_the_text_it_showed_whole(village, desk):
    nurlan, aigul = desk
    await comes(village, desk, "Борбордук көчөгө чырак", category="sp_lighting")
    shown = texts(village, "Нурлан")[-1]
    assert "Долбоорго кирди" in shown
    author = await aigul.person()
    await village.database.write(
        lambda store: proposals.correct(store, id=1, text="Борбордук көчөгө беш чырак", by=author, at=village.clock())
    )
    assert "Автору текстти өзгөрттү" in await nurlan.presses("Каражат жетпейт")
    village.clock.later(minutes=40)
    long = "Борбордук көчөгө чырак керек, анткени кечинде балдар караңгыда келет. " * 4
    await proposed(village, aigul, long, category="sp_lighting")
    await nurlan.clerk.reads()
    assert "Долбоорго кирди" not in texts(village, "Нурлан")[-1]  # it is read on its card first
