"""Whatever anybody types on either side of the desk: it is shown harmlessly everywhere, and exported as it was typed."""

import re
import unicodedata
from collections import Counter

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import make_storable
from bot.export.proposals import write_export
from bot.export.spreadsheet import FORMS
from bot.language.kyrgyz import turn_inner_marks
from bot.office import staff
from bot.office.wording.notices import end_lines
from storage.database.seal import Seal
from tests.export.test_proposals import read
from tests.handlers.offices import proposed, taps, texts, writes

NEED = "көпүрөнү оңдоо керек"
BROKE = "ката кетти"
NOT_SHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 4096  # characters of one message, Telegram's

HOSTILE = {
    "HTML": f"<b>{NEED}</b> &lt;i&gt; <script>alert(1)</script> <a href='tg://user?id=1'>x</a>",
    "Markdown": f"*{NEED}* _эми_ `код` [шилтеме](http://example.org) ~~жок~~ ||сыр|| # > - \\*",
    "our placeholders": "{number} {quote} {text} {who} {sum} {0} {} {{}} " + NEED,
    "an attribute": "{0.__class__.__init__.__globals__} {number.__class__} " + NEED,
    "percent signs and half a placeholder": "{ 100 % %s %d %(name)s %% " + NEED + " } {",
    "ANSI, a bell, backspaces": "\x07\x08\x08\x7f\x1b[31m\x1b[2J\x1b]0;title\x07" + NEED + "\x1b[0m \x9b5n",
    "bidi overrides": "\u202e" + NEED + "\u202c \u2066эки\u2069 \u200f\u200e\u061c",
    "NUL": "Көпүрө\x00нү оң\x00доо керек, " + NEED,
    "lone surrogates": "\ud83dКөпүрө\udc00 керек\udfff " + NEED,
    "a formula": '=HYPERLINK("http://example.org";"' + NEED + '")',
    "a minus": "-2+3+cmd|' /C calc'!A0 " + NEED,
    "a full-width formula": "＝1+1 " + NEED,
    "quotes of ours": "» Жооп берген: башчы. «" + NEED + "» 1 — Жөнөтүү",
    "our own heading": "БЮДЖЕТТИН ДОЛБООРУНА КИРДИ\n№ 9999: «" + NEED + "»",
    "SQL": "'; DROP TABLE answers; -- " + NEED,
    "emoji and marks": "👨‍👩‍👧‍👦🇰🇬👍🏽 к" + "\u0301\u0308" * 7 + " " + NEED,
    "four thousand": (NEED + " {number} \u202e") * 143,
    "as long as can be": (NEED + " ") * 360 + "а" * 19,
}


def squeezed(text: str) -> str:
    """A text as it is shown on one line."""
    return " ".join(NOT_SHOWN.sub("", text.replace("\t", " ")).split())


def quoted_in(screen: str, text: str, limit: int) -> bool:
    """Whether a screen quotes the beginning of a text and no more of it than the limit."""
    # A line of a text ends as a sentence where it is quoted. In a list its beginning stands as it is.
    # Quotation marks of a text are turned between ours.
    shown = (end_lines(text), text)
    return any(_is_quoted(screen, squeezed(one), limit) for one in (*shown, *map(turn_inner_marks, shown)))


def _is_quoted(screen: str, whole: str, limit: int) -> bool:
    line = " ".join(screen.split())
    # A cut falls only between letters that are seen as one. What is not shown counts before it is taken out.
    begins = whole[: int(min(len(whole), limit) * 0.6)] in line
    return begins and (len(whole) <= limit or whole[: limit + 3] not in line)


@pytest.fixture(scope="module")
def counted(pytestconfig):
    """Counts what was tried in this file and prints it."""
    counts = Counter()
    yield counts
    with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nhostile texts at the desk: {', '.join(f'{what} {n}' for what, n in counts.items())}")


async def last_of(village, name):
    await village.courier.carry()
    return texts(village, name)[-1]


async def joins(village, name: str, role: Role, post: str) -> None:
    """Somebody comes by an invite and names their post."""
    guest = await village.in_menu(name)
    person = await guest.person()
    fresh = await village.database.write(
        lambda store: staff.invite(store, role=role, aimak_id=person.aimak_id, by=None, at=village.clock())
    )
    await guest.starts(fresh.payload)
    await writes(village, name, post)


def unfit(text: str) -> str:
    """A text without what a table cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


async def exported(village, folder, **stored: str) -> None:
    """Writes the log in each form, reads it again and holds it against what is stored."""
    for form in FORMS:
        path = folder / f"log.{form}"
        await write_export(
            village.database, Seal(b"k" * 32), path=path, form=form, aimak_id=None, year=None, pseudonymous=False
        )
        row = read(path)[0]
        for column, text in stored.items():
            cell = str(row[column])
            if form == "jsonl":
                assert cell == text, column
            elif form == "csv":
                # A sign after a separator is guarded by an apostrophe as well.
                assert cell.replace("'", "") == unfit(text).replace("'", ""), column
                assert cell[0] not in "\t\r"
                assert unicodedata.normalize("NFKC", cell.lstrip()[0]) not in "=+-@", column
            else:
                whole = unfit(text).replace("\r\n", "\n").replace("\r", "\n")
                assert cell == whole or len(whole) > 30_000 and whole.startswith(cell.partition("… (")[0]), column


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_hostile_text_is_shown_harmlessly_on_both_sides_of_the_desk(village, tmp_path, kind, counted):
    hostile = HOSTILE[kind]
    clerk, head, author = "Бакыт", "Токтогул", "Айгүл"
    shown: dict[str, str] = {}

    aigul = await village.in_menu(author)
    await joins(village, clerk, Role.STAFF, hostile)
    await joins(village, head, Role.HEAD, "айыл өкмөтүнүн башчысы")
    # The resident's text goes through the conversation; the parts that are one line long beside it.
    await taps(village, author, "propose", "side:spending")
    await writes(village, author, hostile)
    await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    await taps(village, author, "notices:no")
    (proposal,) = await aigul.proposals()
    assert proposal.text == make_storable(hostile).strip()
    second = await proposed(
        village,
        aigul,
        make_storable(hostile),
        place=make_storable(hostile)[:200],
        author_name=make_storable(hostile)[:80],
    )
    await village.courier.carry()
    shown["notice of a new proposal"] = texts(village, clerk)[-1]
    await taps(village, clerk, "desk_list:waiting")
    shown["list"] = await last_of(village, clerk)
    await taps(village, clerk, f"desk_one:{second.id}")
    shown["card"] = await last_of(village, clerk)

    # A question and its reply.
    await taps(village, clerk, f"desk_one:{proposal.id}", "ask_author")
    await writes(village, clerk, hostile)
    await taps(village, clerk, "words_send")
    shown["question to the author"] = await last_of(village, author)
    await taps(village, author, f"reply:{proposal.id}")
    await writes(village, author, hostile)
    shown["reply"] = await last_of(village, clerk)

    # The answer: line, sentence, preview, kept, sent, read again.
    await taps(village, clerk, f"desk_one:{proposal.id}", "answer", "decision:partly", "skip")
    await writes(village, clerk, hostile[:200])
    await taps(village, clerk, "reason:phased")
    await writes(village, clerk, hostile[:1500])
    shown["preview"] = await last_of(village, clerk)
    await taps(village, clerk, "keep_answer", "desk_list:drafted")
    shown["kept answers"] = await last_of(village, clerk)
    await taps(village, clerk, f"desk_one:{proposal.id}", "answer", "send_answer")
    shown["answer"] = await last_of(village, author)
    await taps(village, author, "mine", f"mine_one:{proposal.id}")
    shown["own proposal"] = await last_of(village, author)
    await taps(village, author, "back")
    shown["own list"] = await last_of(village, author)
    (sent,) = await village.database.read(lambda store: store.proposal_log.list_answers([proposal.id]))

    # The author's question, its explanation.
    await taps(village, author, f"question:{sent.id}")
    await writes(village, author, hostile)
    shown["question about the answer"] = await last_of(village, clerk)
    await taps(village, clerk, f"explain:{proposal.id}")
    await writes(village, clerk, hostile)
    await taps(village, clerk, "words_send")
    shown["explanation"] = await last_of(village, author)
    await taps(village, clerk, f"desk_one:{proposal.id}")
    shown["card with its dialogue"] = await last_of(village, clerk)
    await taps(village, author, f"clear:{sent.id}", f"public_yes:{proposal.id}")

    # The year, the team, the tally.
    await taps(village, head, "year", "year_set:results")
    await writes(village, head, "20.11.2026")
    await taps(village, head, "year_sure")
    await writes(village, head, hostile[:200])
    await taps(village, head, "year")
    shown["year"] = await last_of(village, head)
    await taps(village, head, "team")
    shown["team"] = await last_of(village, head)
    await writes(village, head, "/tally")
    shown["tally"] = await last_of(village, head)

    for name in (clerk, head, author):
        for text in texts(village, name):
            assert not NOT_SHOWN.search(text), text
            assert BROKE not in text
            assert len(text) <= LONGEST or text == shown["own proposal"]  # which a channel sends in parts
    for place, limit in {
        "notice of a new proposal": 200, "list": 60, "question to the author": 1500, "reply": 1500, "preview": 1500,
        "kept answers": 60, "answer": 1500, "question about the answer": 1500, "explanation": 1500, "own list": 60,
        "year": 200, "team": 80, "card": 2000,
    }.items():  # fmt: skip
        assert quoted_in(shown[place], hostile, limit), (place, shown[place])
    assert "(kokjar), 2027" in shown["tally"]
    line, sentence = sent.answer.budget_line, sent.answer.sentence
    assert (len(line) <= 200, len(sentence) <= 1500) == (True, True)
    assert squeezed(line) == squeezed(hostile[:200])
    assert sentence == make_storable(hostile[:1500].strip()).strip()
    post = squeezed(hostile)[:80].strip()
    await exported(village, tmp_path, text=proposal.text, reason=sentence, budget_line=line, answered_by=post)
    counted.update(texts=1, screens=len(shown))
    counted["messages"] += sum(len(texts(village, name)) for name in (clerk, head, author))


@pytest.mark.parametrize("caption", ["\x00\ud800ок", "\u202e", "{text} %s <b>"])
async def test_a_hostile_caption_under_a_voice_reaches_the_clerk_as_a_voice(village, caption):
    aigul = await village.in_menu("Айгүл")
    await joins(village, "Бакыт", Role.STAFF, "бюджет адиси")
    proposal = await proposed(village, aigul, NEED)
    await taps(village, "Бакыт", f"desk_one:{proposal.id}", "ask_author")
    await writes(village, "Бакыт", "Кайсы көпүрө экен?")
    await taps(village, "Бакыт", "words_send")
    await aigul.taps(f"reply:{proposal.id}")
    assert BROKE not in await aigul.sends("voice", caption=caption)
    await taps(village, "Бакыт", f"desk_one:{proposal.id}")
    card = await last_of(village, "Бакыт")
    assert "Автор: " in card
    assert not NOT_SHOWN.search(card)


async def test_no_number_of_people_is_taken_that_cannot_be(village):
    await joins(village, "Токтогул", Role.HEAD, "башчы")
    aimak = await village.database.read(lambda store: store.aimaks.find_by_code("kokjar"))

    async def attendance():
        return (await village.database.read(lambda store: store.years.get(aimak.id, 2027))).attendance

    await taps(village, "Токтогул", "year", "more", "year_set:attendance")
    for typed in ("00", "-5", "١٢", "12.5", "1e3", "100001", "0000000019999999999", "9" * 400, "²"):
        await writes(village, "Токтогул", typed)
        assert "Санын цифра менен жазыңыз." in await last_of(village, "Токтогул"), typed
        assert await attendance() is None
    for typed, people in (("080", 80), ("он беш", 15), ("1 200 киши", 1200), ("90 человек", 90)):
        await writes(village, "Токтогул", typed)
        assert await attendance() == people
        await taps(village, "Токтогул", "year", "more", "year_set:attendance")
