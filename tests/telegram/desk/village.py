"""A village that proposes: who writes what, in which language and form, who repeats whom, and who supports whom."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.telegram.desk.reader import Reader, Shown, labels_of, titles_of
from tests.telegram.fake.people import People

TEXTS = Path(__file__).parents[3] / "bot/office/guessing/texts.jsonl"
LOUD = {"ky": "Кыргызча", "ru": "Русский"}
SIDES = {
    "ky": {"spending": "Чыгаша: акча кетет", "revenue": "Киреше: акча түшөт"},
    "ru": {"spending": "Расходы: на что", "revenue": "Доходы: откуда взять"},
}
MATTERS = 16  # what one village asks for, of the categories there are
SPELLED = {"cyrl", "cyrl_no_special", "mistakes"}
# What a resident presses where it is shown, the first of these that is there.
AGREES = {
    "ky": ("Макулмун", "Жөнөтүү", "Меники башка", "Бир эле сунуш", "Ооба", "Сунуш берүү"),
    "ru": ("Разрешаю", "Отправить", "Моё другое", "Одно предложение", "Да", "Подать предложение"),
}
PASSES = {"ky": ("Азыр эмес", "Өткөрүп жиберүү"), "ru": ("Не сейчас", "Пропустить")}
WORDS = {
    "ky": ("Сунуш берүү", "номери — ", "атыңызсыз", "Ооба", "{number}-сунушту колдойм", "сунушун колдодуңуз"),
    "ru": (
        "Подать предложение",
        "номер — ",
        "без вашего имени",
        "Да",
        "поддерживаю предложение № {number}",
        "Вы поддержали",
    ),
}
REPLIES = {
    "ky": ("Жооп жазуу", "Манас көчөсүндө, он эки үйгө"),
    "ru": ("Написать ответ", "На улице Манаса, двенадцати домам"),
}
HEADINGS = {
    "ky": ("ДОЛБООРУНА КИРДИ", "БӨЛҮГҮ ДОЛБООРГО", "ДОЛБООРГО КИРГЕН ЖОК", "КИЙИНКИ ЖЫЛГА", "БАШКА МЕКЕМЕГЕ"),
    "ru": ("ВКЛЮЧЕНО В ПРОЕКТ", "ВКЛЮЧЕНО ЧАСТИЧНО", "НЕ ВОШЛО В ПРОЕКТ", "ПЕРЕНЕСЕНО НА", "ПЕРЕДАНО В"),
}


@dataclass
class Wish:
    """One proposal before it is sent: its words, and in which form they come."""

    text: str
    language: str
    side: str
    category: str
    form: str = "text"  # text, voice, photo; paper and forwarded come through the clerk
    repeats: "Wish | None" = None
    label: str = ""  # its number, once it has one
    author: "Resident | None" = None
    phone: str = ""
    public: bool = False  # its text may be read by others

    @property
    def theme(self) -> "Wish":
        """The first of those that ask for the same."""
        return self.repeats.theme if self.repeats else self


@dataclass
class Resident:
    """Somebody of the village with Telegram."""

    reader: Reader
    language: str
    wishes: list[Wish] = field(default_factory=list)
    supports: set[str] = field(default_factory=set)
    aimak: str = "kokjar"

    def __post_init__(self) -> None:
        self.propose, self.accepted, self.nameless, self.yes, self.support, self.supporting = WORDS[self.language]

    async def talks(self) -> None:
        """Comes in by the link of the aimak, and proposes one thing after the other."""
        self.reader.user.starts(f"a_{self.aimak}")
        await self.reader.presses(LOUD[self.language])
        await self.reader.shown(self.propose)
        for wish in self.wishes:
            await self.proposes(wish)

    async def proposes(self, wish: Wish) -> None:
        """Goes from the menu to the receipt by whatever buttons are shown."""
        reader = self.reader
        reader.writes("/start")
        await reader.presses(self.propose, SIDES[self.language][wish.side])
        await reader.hears("2/3")
        self._says(wish)
        # Words that are asked about, or taken for something else first, lead there in the end.
        known = (*AGREES[self.language], SIDES[self.language][wish.side])
        while self.accepted not in (shown := await self._finds(self.accepted, known))["text"]:
            pressed = next(title for title in known if title in titles_of(shown))
            await reader.presses(pressed, on=shown)
        wish.label, wish.author = shown["text"].split(self.accepted)[1][:4], self
        await self._passes_by(public=wish.public)

    def _says(self, wish: Wish) -> None:
        self.reader.acted()
        if wish.form == "voice":
            self.reader.user.sends_voice()
        elif wish.form == "photo":
            self.reader.user.sends_photo(caption=wish.text)
        else:
            self.reader.user.writes(wish.text)

    async def _passes_by(self, *, public: bool) -> None:
        # Past what is asked behind the receipt, up to the menu.
        known = PASSES[self.language]
        while True:
            shown = await self._finds(self.propose, known)
            titles = titles_of(shown)
            if public and self.nameless in shown["text"]:
                await self.reader.presses(self.yes, on=shown)
            elif passing := [title for title in known if title in titles]:
                await self.reader.presses(passing[0], on=shown)
            else:
                return

    async def _finds(self, words: str, titles: tuple[str, ...]) -> Shown:
        # Words that are waited for, or one of these buttons. The question behind a receipt comes in a message of its
        # own.
        found = await self.reader.sees(
            lambda shown: words in shown["text"] or any(one in titles_of(shown) for one in titles), f"{words}, {titles}"
        )
        return next((one for one in self.reader.fresh if words in one["text"]), found)

    async def replies(self) -> None:
        """Answers what the office asked."""
        button, text = REPLIES[self.language]
        await self.reader.presses(button)
        self.reader.writes(text)

    async def joins(self, wish: Wish) -> None:
        """Supports what somebody else proposed, by its number; whoever has proposed nothing is first asked to agree."""
        agrees = AGREES[self.language][0]
        self.reader.writes(self.support.format(number=int(wish.label)))
        while self.supporting not in (shown := await self._is_offered(wish, agrees))["text"]:
            titles = titles_of(shown)
            pressed = next((title for title in titles if wish.label in title), agrees)
            await self.reader.presses(pressed, on=shown)
        self.supports.add(wish.label)

    async def _is_offered(self, wish: Wish, agrees: str) -> Shown:
        return await self.reader.sees(
            lambda shown: (
                self.supporting in shown["text"]
                or any(wish.label in title or title == agrees for title in titles_of(shown))
            ),
            "support",
        )

    def answers(self) -> list[tuple[str, str, Shown]]:
        """Every answer that arrived: its number, the language of its heading, and the message."""
        found = []
        for message in self.reader.messages():
            lines = [line for line in message["text"].split("\n") if line.isupper()]
            for language, headings in HEADINGS.items():
                if any(heading in line for line in lines for heading in headings):
                    found.append((labels_of(message["text"])[0], language, message))
        return found


def draw(size: int, dice: random.Random) -> tuple[list[Wish], list[Wish]]:
    """Draws so many proposals; of 200, 30 repeat others, 20 come on paper, and 10 were forwarded to the clerk.

    Returns what residents send themselves, and what comes through the clerk.
    """
    rows = [json.loads(line) for line in TEXTS.read_text("utf-8").splitlines()]
    plain = [row for row in rows if row["script"] in SPELLED and row["lang"] in LOUD and "?" not in row["text"]]
    asked = [category for category, _ in Counter(row["category"] for row in plain).most_common(MATTERS)]
    plain = [row for row in plain if row["category"] in asked]
    dice.shuffle(plain)
    repeated, entered = size * 30 // 200, size * 30 // 200
    firsts = [Wish(row["text"], row["lang"], row["side"], row["category"]) for row in plain[: size - repeated]]
    repeats = [
        Wish(f"{first.text} Бул абдан керек." if first.language == "ky" else f"{first.text} Это очень нужно.",
             first.language, first.side, first.category, repeats=first)
        for first in (firsts[n % (repeated // 2 or 1)] for n in range(repeated))
    ]  # fmt: skip
    own, through = [*firsts[: len(firsts) - entered], *repeats], firsts[len(firsts) - entered :]
    for n, wish in enumerate(own):
        wish.public = n % 3 == 0
        wish.form = (
            "voice" if n % 12 == 11 and repeated <= n < len(own) - repeated else "photo" if n % 12 == 7 else "text"
        )
    for n, wish in enumerate(through):
        wish.form = "forwarded" if n % 3 == 2 else "paper"
        wish.phone = f"0700 12{n:04}" if n % 2 and wish.form == "paper" else ""
    return own, through


def settle(people: People, own: list[Wish], number: int) -> list[Resident]:
    """Gives what residents send to so many of them, by language."""
    residents = [
        Resident(Reader(people(f"Тургун {n}", language)), language)
        for n, language in enumerate(("ky", "ru")[n % 2] for n in range(number))
    ]
    for language in LOUD:
        those = [one for one in residents if one.language == language]
        wishes = [wish for wish in own if wish.language == language]
        for n, wish in enumerate(wishes):
            those[n % len(those)].wishes.append(wish)
    return residents
