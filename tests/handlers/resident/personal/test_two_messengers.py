"""One person in two messengers: a code joins them, nothing goes along in silence, and each gets their own back."""

import re
from dataclasses import dataclass, replace

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.chat.message import Peer
from bot.delivery.courier import Courier
from bot.export.reports import Reports
from bot.office import staff
from bot.office.answers import answers, dialogue
from bot.office.messenger_accounts import links
from storage.store import Store
from tests.handlers.conftest import Chats, Resident, Village
from tests.handlers.offices import joined

LIGHT = "Мектептин жанына жарык керек"
BRIDGE = "Көпүрөнү оңдоп бериңиздер"


class WhatsApp(Chats):
    """The other messenger."""

    name = "whatsapp"
    account = "number"


@dataclass
class InWhatsApp(Resident):
    """Somebody who writes from WhatsApp."""

    @property
    def peer(self) -> Peer:
        return Peer("whatsapp", "number", self.name)


@pytest.fixture
async def two(village: Village) -> tuple[Village, Village]:
    """The village as Telegram has it, and as WhatsApp has it."""
    other = WhatsApp()
    courier = Courier(
        database=village.database, channels=[village.chats, other], now=village.clock, reports=Reports(village.database)
    )

    async def made(store: Store) -> None:
        for channel in (village.chats, other):
            bare = f"https://{channel.name}/"
            await links.keep(store, channel.name, channel.account, bare=bare, with_payload=f"{bare}PAYLOAD")

    await village.database.write(made)
    village.courier = courier
    return village, replace(village, chats=other)


async def there(two: tuple[Village, Village], name: str = "Айгүл", *, language: str = "") -> InWhatsApp:
    """Somebody in WhatsApp, new or at the menu in a language."""
    found = InWhatsApp(two[1], name)
    if language:
        await found.starts("a_kokjar")
        await found.taps(f"language:{language}")
    return found


async def has_code(who: Resident) -> str:
    """The digits of a fresh code."""
    await who.taps("link_code")
    if who.heard[-1].choices and who.heard[-1].choices[0][0] == "consent:yes":
        await who.taps("consent:yes")
    return re.sub(r"\D", "", re.findall(r"(?:\d{5} ){3}\d{5}", who.heard[-1].text)[0])


async def joined_with(two: tuple[Village, Village], aigul: Resident, other: InWhatsApp) -> None:
    """Both are one person's from now on."""
    await other.starts(f"l_{await has_code(aigul)}")
    await other.taps("join_sure:yes")
    await aigul.reads()


async def answered(village: Village, clerk: Resident, id: int) -> None:
    """A clerk refuses a proposal (id) in a sentence."""
    by = await clerk.person()
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Быйыл мүмкүн эмес, эмки жылы карайбыз.")
    await village.database.write(lambda store: answers.send(store, id=id, answer=answer, by=by, at=village.clock()))


async def test_whoever_is_new_in_the_other_messenger_goes_on_there_at_once(two):
    village, _ = two
    aigul = await village.with_proposal("Айгүл", LIGHT)
    code = await has_code(aigul)
    assert aigul.heard[-1].links == [[f"https://whatsapp/l_{code}", "WhatsApp"]]
    other = await there(two)
    assert "Тилди тандаңыз" in await other.starts(f"l_{code}")
    asked = await other.taps("language:ru")
    assert "В Telegram (айылный аймак Кок-Жар" in asked
    assert "Айгүл" not in asked
    assert LIGHT not in asked
    said = await other.taps("join_sure:yes")
    assert "WhatsApp и Telegram теперь объединены" in said
    assert "Подать предложение" in said
    assert "Telegram менен WhatsApp эми бириктирилди" in await aigul.reads()
    assert LIGHT in await other.taps("mine")
    assert (await aigul.person()).id == (await other.person()).id
    assert ((await aigul.person()).language, (await other.person()).language) == ("ky", "ru")


async def test_the_first_messenger_parts_them_with_one_tap_and_nothing_is_seen_any_more(two):
    village, _ = two
    aigul, other = await village.with_proposal("Айгүл", LIGHT), await there(two, language="ky")
    await joined_with(two, aigul, other)
    await aigul.presses("Ажыратуу")
    assert "WhatsApp ажыратылды" in aigul.heard[-1].text
    assert "кайра өзүнчө" in await other.reads()
    assert LIGHT not in await other.taps("mine")
    assert LIGHT in await aigul.taps("mine")
    await aigul.taps("part_now:1")
    assert len(await aigul.proposals()) == 1


async def test_both_have_proposals_and_each_answer_goes_where_its_proposal_was_made(two):
    village, whatsapp = two
    aigul = await village.with_proposal("Айгүл", LIGHT)
    other = await there(two, language="ru")
    await other.follows_script("Подать предложение", "2", BRIDGE)
    await other.taps("consent:yes")
    await other.presses("Отправить")
    await other.taps("notices:later")
    await joined_with(two, aigul, other)
    assert {LIGHT, BRIDGE} == {one.text for one in await aigul.proposals()}
    clerk = await joined(village, "Бакыт", Role.STAFF)
    for id in sorted(one.id for one in await aigul.proposals()):
        await answered(village, clerk, id)
    assert LIGHT in await aigul.reads()
    assert BRIDGE in await other.reads()
    assert not [one for one in whatsapp.chats.sent if LIGHT in one[1].text and "НЕ ВОШЛО" in one[1].text]


async def test_an_answer_whose_messenger_was_blocked_comes_to_the_other_and_says_so(two):
    village, _ = two
    aigul, other = await village.with_proposal("Айгүл", LIGHT), await there(two, language="ky")
    await joined_with(two, aigul, other)
    village.chats.blocked.add("Айгүл")
    clerk = await joined(village, "Бакыт", Role.STAFF)
    (id,) = [one.id for one in await other.proposals()]
    await answered(village, clerk, id)
    heard = await other.reads()
    assert heard.startswith("Telegram аркылуу жеткен жок")
    assert "ДОЛБООРГО КИРГЕН ЖОК" in heard
    assert "жеткен жок" not in await clerk.reads()  # nobody is told to visit them


@pytest.mark.parametrize("wrong", ["own", "twice", "old", "replaced", "unknown", "same messenger", "no"])
async def test_a_code_that_joins_nothing_says_why_and_leaves_both_as_they_are(two, wrong):
    village, _ = two
    aigul, other = await village.with_proposal("Айгүл", LIGHT), await there(two, language="ky")
    code = await has_code(aigul)
    match wrong:
        case "own":
            said, words = await aigul.starts(f"l_{code}"), "сиздин код"
        case "twice":
            await other.says(code)
            await other.taps("join_sure:yes")
            third = await there(two, "Нурлан", language="ky")
            said, words = await third.says(code), "жараксыз"
            assert (await third.person()).id != (await aigul.person()).id
            return
        case "old":
            await other.says(code)
            village.clock.later(minutes=16)
            said, words = await other.taps("join_sure:yes"), "жараксыз"
        case "replaced":
            await has_code(aigul)
            said, words = await other.says(code), "жараксыз"
        case "unknown":
            said, words = await other.says("12345 12345 12345 12345"), "жараксыз"
        case "same messenger":
            said, words = await (await village.in_menu("Нурлан")).starts(f"l_{code}"), "ушул эле мессенджерден"
        case _:
            await other.says(code)
            said, words = await other.presses("Мен эмесмин"), "эч нерсе бириктирилген жок"
    assert words in said
    assert LIGHT not in await other.taps("mine")


async def test_a_bad_code_leaves_whoever_proposes_at_their_step_and_asks_a_newcomer_for_the_language(two):
    other = await there(two, language="ky")
    await other.follows_script("Сунуш берүү", "2")
    assert "2/3" in (await other.starts(f"l_{0:020}")).split("\n\n")[-1]
    new = await there(two, "Нурлан")
    assert "Тилди тандаңыз" in await new.starts(f"l_{0:020}")


async def test_in_a_terminal_nobody_is_asked_to_go_on(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await village.database.write(lambda store: store.people.meet("terminal", "x", "y", at=village.clock()))
    assert "башка мессенджер жок" in await aigul.says("Башка мессенджер")


async def test_guesses_are_counted(two):
    other = await there(two, language="ky")
    for guess in range(5):
        assert "жараксыз" in await other.says(f"{guess:020}")
    assert "өтө көп терилди" in await other.says(f"{9:020}")


async def test_whoever_works_for_the_office_is_asked_in_both_and_works_from_both(two):
    village, _ = two
    clerk, other = await joined(village, "Бакыт", Role.STAFF), await there(two, "Бакыт", language="ru")
    code = await has_code(clerk)
    assert "укугуңуз ал жерде да иштейт" in clerk.heard[-1].text
    await other.starts(f"l_{code}")
    assert "Теперь нажмите «Объединить» и в Telegram" in await other.taps("join_sure:yes")
    assert "Ждут ответа" not in await other.says("/start")
    assert "Бул сизсизби?" in await clerk.reads()
    await clerk.presses("Бириктирүү")
    assert "теперь объединены" in await other.reads()
    assert "Ждут ответа" in await other.says("/start")

    async def let_go(store: Store) -> None:
        person = await store.people.find("telegram", "bot", "Бакыт")
        (member,) = await store.roles.list_of_person(person.id)
        await staff.remove(store, member_id=member.id, by=None, at=village.clock())

    await village.database.write(let_go)
    assert "Ждут ответа" not in await other.says("/start")
    assert "Жооп күткөндөр" not in await clerk.says("/start")


async def test_a_role_goes_nowhere_by_a_code_that_somebody_else_made(two):
    village, _ = two
    stranger = await village.with_proposal("Азамат", LIGHT)
    clerk = await there(two, "Бакыт", language="ky")
    payload = await village.database.write(lambda store: _invited(store, village))
    await clerk.starts(payload)
    await clerk.says("Бакыт, адис")
    code = await has_code(stranger)
    assert "кодду ушул жерден алып" in await clerk.starts(f"l_{code}")
    await clerk.taps("join_sure:yes")
    assert "Жооп күткөндөр" not in await stranger.says("/start")


async def test_an_office_hears_that_a_colleague_works_from_another_messenger_too(two):
    village, _ = two
    gulnara = await joined(village, "Гүлнара", Role.STAFF)
    clerk, other = await joined(village, "Бакыт", Role.STAFF), await there(two, "Бакыт", language="ky")
    await gulnara.reads()
    await other.starts(f"l_{await has_code(clerk)}")
    await other.taps("join_sure:yes")
    assert "эми WhatsApp аркылуу да иштейт" not in await gulnara.reads(), "nothing is joined yet"
    await clerk.reads()
    await clerk.taps("join_too:yes")
    assert "эми WhatsApp аркылуу да иштейт" in await gulnara.reads()
    assert "аркылуу да иштейт" not in await clerk.reads()


async def _invited(store: Store, village: Village) -> str:
    found = await store.aimaks.find_by_code("kokjar")
    return (await staff.invite(store, role=Role.STAFF, aimak_id=found.id, by=None, at=village.clock())).payload


async def test_whoever_says_no_in_the_first_messenger_joins_nobody(two):
    village, _ = two
    clerk, other = await joined(village, "Бакыт", Role.STAFF), await there(two, "Азамат", language="ky")
    await other.starts(f"l_{await has_code(clerk)}")
    await other.taps("join_sure:yes")
    await clerk.reads()
    await clerk.presses("Мен эмесмин")
    await clerk.taps("join_too:yes")
    assert "Жооп күткөндөр" not in await other.says("/start")
    assert (await clerk.person()).id != (await other.person()).id


async def test_a_draft_of_either_stays_where_it_was_begun(two):
    village, _ = two
    aigul = await village.with_proposal("Айгүл", LIGHT)
    other = await there(two, language="ky")
    await other.follows_script("Сунуш берүү", "2", BRIDGE)
    await other.starts(f"l_{await has_code(aigul)}")
    assert BRIDGE in await other.taps("join_sure:yes")
    await other.presses("Жөнөтүү")
    assert len(await aigul.proposals()) == 2


async def test_forgotten_from_either_both_are_forgotten_and_both_hear_it(two):
    village, _ = two
    aigul, other = await village.with_proposal("Айгүл", LIGHT), await there(two, language="ru")
    await joined_with(two, aigul, other)
    await other.says("/forget")
    assert "Telegram" in other.heard[-1].text
    await other.taps("forget_sure:all")
    assert "өчүрүлдү" in await aigul.reads()
    assert LIGHT not in await aigul.starts("a_kokjar")
    assert await aigul.proposals() == []


async def test_notices_come_to_one_messenger_the_last_used_or_the_chosen(two):
    village, whatsapp = two
    aigul, other = await village.with_proposal("Айгүл", LIGHT), await there(two, language="ky")
    await aigul.taps("notices:yes")
    await joined_with(two, aigul, other)
    await other.taps("messengers")
    assert "Кабарлар ушул жерге келет: WhatsApp" in other.heard[-1].text
    await other.presses("Telegram")
    assert "Кабарлар ушул жерге келет: Telegram" in other.heard[-1].text
    await other.says("/start")
    person = await aigul.person()
    told = await village.database.read(lambda store: store.people.find_mailbox(person.id))
    assert told.channel == "telegram"


@pytest.mark.parametrize(
    "words",
    [
        "башка мессенджерден улантам",
        "Продолжить в другом мессенджере",
        "baska messendjer",
        "можно перейти в ватсап?",
        "вотсаптан улантсам болобу",
        "хочу продолжить в вотсапе",
    ],
)
async def test_it_is_asked_for_in_words(two, words):
    village, _ = two
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await there(two, "Нурлан", language="ky")
    await aigul.says("/start")
    assert re.search(r"(?:\d{5} ){3}\d{5}", await aigul.says(words))


@pytest.mark.parametrize("words", ["Через ватсап", "вотсаптан", "Айылдын телеграмына жол тууралуу кабар жазылсын"])
async def test_what_only_names_a_messenger_joins_nothing_and_answers_the_office(two, words):
    village, _ = two
    await there(two, "Нурлан", language="ky")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    clerk = await (await joined(village, "Бакыт", Role.STAFF)).person()
    (id,) = [one.id for one in await aigul.proposals()]
    await village.database.write(
        lambda store: dialogue.ask_author(store, id=id, text="Кантип байланышалы?", by=clerk, at=village.clock())
    )
    await aigul.reads()
    await aigul.taps(f"reply:{id}")
    said = await aigul.says(words)
    assert not re.search(r"(?:\d{5} ){3}\d{5}", said)
    if "Бул менин текстим" in said:  # a word or two are asked about, and never done
        await aigul.presses("Бул менин текстим")
    kept = await village.database.read(lambda store: store.dialogue.list_dialogue(id))
    assert words in [one.text for one in kept]


async def test_where_there_is_no_other_messenger_it_says_so(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert "башка мессенджер жок" in await aigul.says("Башка мессенджер")
