"""A clerk who reads cards and previews, and answers as a careful person: alike where it fits, else by steps."""

import base64
import io
import re
from collections.abc import Callable

import openpyxl

from tests.telegram.desk.entering import Entering
from tests.telegram.desk.reader import Shown, labels_of, titles_of
from tests.telegram.fake.people import TelegramUser

CARD = re.compile(r"^№ (\d{4}): (?:киреше|чыгаша), (.+)\.$", re.MULTILINE)
ANSWERED_SO = re.compile(r"№ (\d{4}) сунушуна ушундай жооп берилген")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNSORTED = "түрү тандалган эмес"
FREE = "Жооп берүү"
DECISIONS = ("Долбоорго кирген жок", "Долбоорго кирди", "Кийинки жылга калды")
REASONS = {"Долбоорго кирген жок": "Укугубузга кирбейт", "Кийинки жылга калды": "Каражат жетпейт"}


def why(category: str, language: str) -> str:
    """A clerk's own sentence about a category."""
    if language == "ky":
        return f"«{category}» боюнча эсеп кыркүйөктө каралып, эки көчөнүн кезеги бекитилген."
    return f"Расчёт по теме «{category}» рассмотрен в сентябре, очередь двух улиц утверждена."


class Clerk(Entering):
    """Works through the queue, and remembers how each category was decided."""

    def __init__(self, user: TelegramUser, takes_time: Callable[[], None]) -> None:
        super().__init__(user, takes_time)
        self.decided: dict[str, str] = {}  # by category
        self.category: dict[str, str] = {}  # by number
        self.answered: dict[str, str] = {}  # in which way, by number

    async def joins(self, payload: str, post: str) -> None:
        """Comes in by the invite, and names the post."""
        self.writes(f"/start {payload}")
        await self.presses("Кыргызча")
        await self.hears("кызматыңыз")
        self.writes(post)
        await self.shown("Башка адамдын сунушу")

    # The queue.

    async def opens_queue(self) -> Shown:
        """Opens the list of what awaits an answer."""
        self.writes("/start")
        await self.presses("Жооп күткөндөр")
        return await self.shown("Excel")

    async def first_card(self) -> Shown | None:
        """Opens the first card of what awaits an answer."""
        listed = await self.opens_queue()
        await self.presses(next(title for title in titles_of(listed) if title.startswith("№ ")), on=listed)
        return await self.next_card(*self.answered)

    async def opens(self, label: str) -> Shown:
        """Opens a card by its number."""
        self.writes(label)
        return await self.sees(lambda shown: number_of(shown) == label, f"card {label}")

    async def next_card(self, *but: str) -> Shown | None:
        """The card that comes after an answer; None where it is the list again."""
        shown = await self.sees(
            lambda one: (
                (FREE in titles_of(one) and number_of(one) not in {None, *but}) or "Тандап көрүү" in titles_of(one)
            ),
            "the next card, or the list",
        )
        return shown if number_of(shown) else None

    async def answers(self, card: Shown, summary: str = "", *, by: str = "Жооп жөнөтүү") -> list[str]:
        """Answers what is on a card: as one of its category was answered, by a template, or by steps.

        by is the button that is pressed below the preview. Returns the numbers that got this answer.
        """
        label, category = _read(card)
        self.category[label] = category
        decision = self.decided.setdefault(category, DECISIONS[len(self.decided) % len(DECISIONS)])
        if summary:
            await self.presses("Үндүн мазмуну", on=card)
            await self.shown("Угуу, көрүү")
            await self.presses("Угуу, көрүү")
            await self.sees(lambda shown: "voice" in shown["content"] or "document" in shown["content"], "the voice")
            self.writes(summary)
            card = await self.sees(lambda shown: number_of(shown) == label)
            category = self.category[label] = _read(card)[1]
            decision = self.decided.setdefault(category, DECISIONS[len(self.decided) % len(DECISIONS)])
        way = "steps"
        if "Ушундай эле жооп" in titles_of(card):
            await self.presses("Ушундай эле жооп", on=card)
            way = "alike" if await self._finds_alike(category) else "steps"
            if way == "steps":
                await self.presses("Өзгөртүү")
                await self._goes_through(category, decision)
        else:
            await self.presses(FREE, on=card)
            await self._goes_through(category, decision)
        preview = await self.shown("Жооп жөнөтүү")
        assert f"№ {label}" in preview["text"]
        numbers = [
            label,
            *[one for one in labels_of(preview["text"].partition("Ушул эле жооп дагы")[2]) if one != label],
        ]
        await self.presses(by)
        for one in numbers:
            self.answered[one], self.category[one] = way, category
        return numbers

    async def _finds_alike(self, category: str) -> bool:
        # Whether one of the answers that are offered was given to the same category.
        preview = await self.shown("Жооп жөнөтүү")
        found = ANSWERED_SO.search(preview["text"])
        if found is None or self.category.get(found[1]) == category:
            return found is not None
        await self.presses("Башка жооп")
        listed = await self.hears("Мурда кандай жооп")
        fitting = [one for one in titles_of(listed) if self.category.get(one[2:]) == category]
        await self.presses(fitting[0] if fitting else "Артка", on=listed)
        await self.shown("Жооп жөнөтүү")
        return bool(fitting)

    async def _goes_through(self, category: str, decision: str) -> None:
        await self.presses(decision)
        if decision == "Долбоорго кирди":
            await self.hears("канча сом")
            self.writes("150 000")
            await self.hears("сабы")
            await self.presses("Өткөрүп жиберүү")
            await self.shown("Өткөрүп жиберүү")
            await self.presses("Өткөрүп жиберүү")
            return
        await self.presses(REASONS[decision])
        await self.hears("түшүндүрүңүз")
        self.writes(why(category, "ky"))
        asked = await self.shown("Өткөрүп жиберүү", "Жооп жөнөтүү", "Жөнөтө бериңиз")
        if "Өткөрүп жиберүү" in titles_of(asked):  # its author reads Russian
            self.writes(why(category, "ru"))

    async def takes_back(self) -> None:
        """Takes back what was sent last, and sends it again."""
        back = await self.shown("Кайтарып алуу")
        await self.presses("Кайтарып алуу", on=back)
        shown = await self.hears("Кайтарылып алынды")
        await self.presses(next(one for one in ("Жооп жөнөтүү", "Жөнөтө бериңиз") if one in titles_of(shown)), on=shown)

    async def links(self, card: Shown, others: list[str]) -> Shown:
        """Links to a card what asks for the same; returns the card."""
        label, _ = _read(card)
        await self.presses("Окшоштор", on=card)
        for other in others:
            shown = await self.hears("Бул жерде жогу болсо, номерин жазыңыз")
            if f"№ {other}" in titles_of(shown):
                await self.presses(f"№ {other}", on=shown)
            else:
                self.writes(other)
            await self.hears(f"№ {other} байланышты")
        await self.presses("Артка")
        return await self.sees(lambda shown: number_of(shown) == label, f"card {label}")

    async def asks(self, card: Shown, question: str) -> Shown:
        """Asks an author something; returns the card."""
        label, _ = _read(card)
        await self.presses("Авторго суроо", on=card)
        await self.hears("сурооңузду жазыңыз")
        self.writes(question)
        await self.hears("авторуна ушул суроо жөнөтүлөт")
        await self.presses("Жөнөтүү")
        await self.hears("Сурооңуз авторго жөнөтүлдү")
        return await self.sees(lambda shown: number_of(shown) == label, f"card {label}")

    async def keeps_template(self, label: str) -> str:
        """Keeps the answer that a proposal was sent as a template; returns its name."""
        await self.opens(label)
        await self.presses("Жөнөтүлгөн жооптор", "Үлгү катары сактоо", "Үлгүнү сактоо")
        return re.findall("«(.+?)» үлгүсү сакталды", (await self.hears("үлгүсү сакталды"))["text"])[0]

    def is_of(self, card: Shown, label: str) -> bool:
        """Whether what is on a card is of the category of another proposal."""
        return _read(card)[1] == self.category[label]

    def refused_first(self) -> str:
        """The first proposal that was refused in the chat; empty if none was."""
        decided = {label: self.decided[category] for label, category in self.category.items()}
        return next((label for label, decision in decided.items() if decision == DECISIONS[0]), "")

    async def answers_by_template(self, card: Shown, name: str) -> None:
        """Answers what is on a card by a template."""
        label, category = _read(card)
        self.category[label] = category
        await self.presses("Үлгүлөр", on=card)
        await self.presses(name)
        preview = await self.shown("Жооп жөнөтүү")
        assert f"№ {label}" in preview["text"]
        await self.presses("Жооп жөнөтүү")
        self.answered[label] = "template"

    async def narrows(self) -> str:
        """Narrows the list to the category with the most open proposals; returns which, empty where that is one alone."""
        await self.presses("Тандап көрүү")
        await self.presses("Түрү боюнча")
        shown = await self.hears("Кайсынысы")
        category = next(one for one in titles_of(shown) if one.lower() != UNSORTED)
        await self.presses(category, on=shown)
        shown = await self.sees(lambda one: f"Тандалганы: {category}".lower() in one["text"].lower(), category)
        return category.lower() if "Бир нечесине жооп" in titles_of(shown) else ""

    async def answers_several(self, category: str, most: int) -> list[str]:
        """Marks page after page of the list, answers them once, reads each text beside its answer, and sends."""
        decision = self.decided.setdefault(category, DECISIONS[2 * (len(self.decided) % 2)])  # a sum fits one alone
        await self.presses("Бир нечесине жооп")
        marked = 0
        while marked < most:
            shown = await self.shown("Барактагынын баары", "Жооп жазуу")
            if "Барактагынын баары" in titles_of(shown):
                await self.presses("Барактагынын баары", on=shown)
                shown = await self.shown("Жооп жазуу")
            marked = len([one for one in titles_of(shown) if one.startswith("✓")]) + marked
            if "Дагы" not in titles_of(shown) or marked >= most:
                break
            await self.presses("Дагы", on=shown)
        await self.presses("Жооп жазуу")
        await self._goes_through(category, decision)
        labels: list[str] = []
        while "Дагы" in titles_of(shown := await self.shown("Жөнөтө бериңиз")):
            labels += labels_of(shown["text"])
            await self.presses("Дагы", on=shown)
        labels += labels_of(shown["text"])
        await self.presses("Жөнөтө бериңиз", on=shown)
        await self.shown("Кайтарып алуу")
        for label in labels:
            self.answered[label], self.category[label] = "several", category
        return labels

    # The spreadsheet.

    async def takes_sheet(self) -> bytes:
        """Asks for the open proposals as a spreadsheet."""
        await self.opens_queue()
        await self.presses("Excel")
        sent = await self.sees(lambda shown: "document" in shown["content"], "the spreadsheet")
        return base64.b64decode(self.user.server.download(sent["content"]["document"]["file_id"]))

    def fills(self, content: bytes, same_as: dict[str, str]) -> bytes:
        """Fills it in by its headings; same_as: what repeats another, by number."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        column = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            number = sheet.cell(row, column["Номери"]).value
            if number is None:
                continue
            label = f"{int(number):04}"
            self.answered[label] = "sheet"
            if label in same_as:
                sheet.cell(row, column["Ушул № менен бирдей"]).value = int(same_as[label])
                continue
            category = str(sheet.cell(row, column["Түрү"]).value or UNSORTED).lower()
            decision = self.decided.setdefault(category, DECISIONS[len(self.decided) % len(DECISIONS)])
            given = {"Чечим": decision}
            if decision in REASONS:
                given["Себеби"] = REASONS[decision]
                given["Кыргызча түшүндүрмө"], given["Орусча түшүндүрмө"] = why(category, "ky"), why(category, "ru")
            else:
                given |= {"Бюджеттин сабы": category}
            for heading, value in given.items():
                sheet.cell(row, column[heading]).value = value
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    async def sends_sheet(self, content: bytes) -> Shown:
        """Sends it back, and looks through what would be sent; returns the first page."""
        self.acted()
        self.user.sends_document(content, "жооптор.xlsx", SHEET)
        await self.presses("Карап чыгуу")
        return await self.shown("Баарын жөнөтүү")


def number_of(shown: Shown) -> str | None:
    found = CARD.search(shown["text"])
    return found[1] if found else None


def _read(shown: Shown) -> tuple[str, str]:
    found = CARD.search(shown["text"])
    assert found, shown["text"]
    return found[1], found[2].lower()
