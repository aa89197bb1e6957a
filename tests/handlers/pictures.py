"""The pictures of the chat in docs/: conversations with the real handlers, drawn as SVG.

`python -m tests.handlers.pictures` draws them anew into docs/pictures/.
"""

import asyncio
import tempfile
import textwrap
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path

from bot.budget.permissions import Role
from bot.chat.message import Message
from tests.handlers.conftest import Resident, Village, open_village

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDE, LINE, PAD, GAP, CHARACTERS = 380, 18, 9, 8, 42  # pixels; characters that fit a bubble
THEIRS, OURS, BUTTON = "#d8f3c8", "#ffffff", "#dfe9f2"

Bubble = tuple[bool, str, tuple[str, ...]]  # whether the reader says it, the text, titles of buttons
TEXT = {"ky": "Мектептин жанына жарык керек, балдар караңгыда келатат", "ru": "У школы нужен свет, дети идут в темноте"}
SENTENCE = {"ky": "Беш чырак коёбуз, июнда бүтөт.", "ru": "Поставим пять фонарей, закончим в июне."}
BUDGET_LINE = {"ky": "Көчө жарыгы", "ru": "Уличное освещение"}
WORDS = {
    "ky": {"propose": "Сунуш берүү", "side": "Чыгаша: акча кетет", "agree": "Макулмун", "send": "Жөнөтүү"},
    "ru": {"propose": "Подать предложение", "side": "Расходы: на что", "agree": "Разрешаю", "send": "Отправить"},
}
OFFICE = {
    "ky": ("Ачуу", "Мен карайм", "Жооп берүү", "Долбоорго кирди", "Жооп жөнөтүү"),
    "ru": ("Открыть", "Возьму себе", "Ответить", "Включено в проект", "Отправить ответ"),
}


LIKE = {"ky": "Мектептин жанына жарык коюп бергиле, кечинде караңгы", "ru": "Поставьте у школы свет, вечером темно"}
WHY = {
    "ky": "Бул көчөнүн кезеги 2028-жылдын планында, эки чырак коюлат.",
    "ru": "Очередь этой улицы — в плане 2028 года, поставим два фонаря.",
}
DESK = {
    "ky": ("Жооп күткөндөр", "№ 0001", "Окшоштор", "№ 0002", "Артка", "Каражат жетпейт"),
    "ru": ("Ждут ответа", "№ 0001", "Похожие", "№ 0002", "Назад", "Не хватает средств"),
}
HEAD = {"ky": ("Ачуу", "Бекитүү", "Кызматкерлер"), "ru": ("Открыть", "Утвердить", "Сотрудники")}


class Shown:
    """What one person sees of a conversation, bubble after bubble."""

    def __init__(self, person: Resident) -> None:
        self.person, self.bubbles = person, list[Bubble]()

    def hears(self, messages: list[Message]) -> None:
        """Adds what the bot said."""
        for one in messages:
            titles = tuple(title for _, title in [*one.choices, *one.ways])
            self.bubbles.append((False, one.text, titles))

    async def presses(self, title: str) -> None:
        """Presses a button that is on the last screen."""
        await self._does(title, self.person.presses(title))

    async def says(self, text: str) -> None:
        """Types a text."""
        await self._does(text, self.person.says(text))

    async def _does(self, shown: str, act: Awaitable[str]) -> None:
        before = len(self.person.heard)
        self.bubbles.append((True, shown, ()))
        await act
        self.hears(self.person.heard[before:])


async def proposing(village: Village, language: str) -> list[Bubble]:
    """A resident from the menu to the receipt."""
    await village.worker("Нурлан", language=language)
    shown, words = Shown(await village.in_menu("Айгүл", language=language)), WORDS[language]
    await shown.presses(words["propose"])
    await shown.presses(words["side"])
    await shown.says(TEXT[language])
    await shown.presses(words["agree"])
    await shown.presses(words["send"])
    return shown.bubbles


async def answering(village: Village, language: str) -> list[Bubble]:
    """A clerk from the notice of a proposal to the answer."""
    clerk = await village.worker("Нурлан", language=language)
    await village.with_proposal("Айгүл", TEXT[language], language=language)
    before = len(clerk.heard)
    await clerk.reads()
    shown = Shown(clerk)
    shown.hears(clerk.heard[before:])
    opens, takes, answers, decision, sends = OFFICE[language]
    for title in (opens, takes, answers, decision):
        await shown.presses(title)
    for typed in ("150 000", BUDGET_LINE[language], SENTENCE[language]):
        await shown.says(typed)
    await shown.presses(sends)
    return shown.bubbles


async def working(village: Village, language: str) -> list[Bubble]:
    """A clerk from the menu to one answer for two proposals that ask for the same. It waits for the head."""
    clerk = await _office(village, language)
    shown = Shown(clerk)
    await clerk.reads()
    await shown.says("/start")
    for title in DESK[language]:
        await shown.presses(title)
    await shown.says(WHY[language])
    await shown.presses(OFFICE[language][-1])
    return shown.bubbles


async def approving(village: Village, language: str) -> list[Bubble]:
    """A head from the notice that an answer waits to its approval, and who is late."""
    clerk = await _office(village, language)
    head = await village.worker("Токтогул", language=language, role=Role.HEAD)
    await clerk.says("0001")
    await clerk.presses(DESK[language][-1])
    await clerk.says(WHY[language])
    await clerk.presses(OFFICE[language][-1])
    before = len(head.heard)
    await head.reads()
    shown = Shown(head)
    shown.hears(head.heard[before:])
    opens, approves, team = HEAD[language]
    await shown.presses(opens)
    await shown.presses(approves)
    await shown.says(team)
    return shown.bubbles


async def _office(village: Village, language: str) -> Resident:
    # A clerk whose head approves, with two proposals that ask for the same.
    clerk = await village.worker("Нурлан", language=language)
    for name, text in (("Айгүл", TEXT[language]), ("Бакыт", LIKE[language])):
        await village.with_proposal(name, text, language=language)
    aimak_id = (await clerk.person()).aimak_id
    await village.database.write(lambda store: store.aimaks.set_head_approves(aimak_id, True))
    await clerk.reads()
    return clerk


PLAYS: dict[str, tuple[Callable[[Village, str], Awaitable[list[Bubble]]], str]] = {
    "resident.ky": (proposing, "ky"),
    "resident.ru": (proposing, "ru"),
    "staff.ky": (answering, "ky"),
    "staff.ru": (answering, "ru"),
    "desk.ky": (working, "ky"),
    "desk.ru": (working, "ru"),
    "head.ky": (approving, "ky"),
    "head.ru": (approving, "ru"),
}


def draw(bubbles: list[Bubble]) -> str:
    """Returns the conversation as an SVG: the bot on the left, the reader on the right, buttons below a message."""
    parts, y = list[str](), GAP
    for theirs, text, titles in bubbles:
        lines = [piece for line in text.split("\n") for piece in textwrap.wrap(line, CHARACTERS) or [""]]
        wide = min(WIDE - 40, 2 * PAD + 8 * max(map(len, lines)))
        x, high = (WIDE - wide - GAP if theirs else GAP), LINE * len(lines) + 2 * PAD
        parts.append(_box(x, y, wide, high, THEIRS if theirs else OURS))
        parts += [_text(line, x + PAD, y + PAD + LINE * at + 13) for at, line in enumerate(lines)]
        y += high + 3
        for title in titles:
            parts += [_box(GAP, y, WIDE - 40, 26, BUTTON), _text(title, WIDE / 2 - 12, y + 18, middle=True)]
            y += 29
        y += GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{y}" font-family="sans-serif" font-size="14">'
    )
    return "\n".join([head, f'<rect width="{WIDE}" height="{y}" fill="#c9dbe8"/>', *parts, "</svg>", ""])


def _box(x: float, y: float, wide: float, high: float, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="9" fill="{fill}"/>'


def _text(line: str, x: float, y: float, *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x}" y="{y}"{anchor}>{escape(line)}</text>'


async def play(name: str, folder: Path) -> str:
    """Plays one conversation in a village of its own and returns its picture."""
    acted, language = PLAYS[name]
    async with open_village(folder) as village:
        return draw(await acted(village, language))


def main() -> None:
    """Draws every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in PLAYS:
        with tempfile.TemporaryDirectory() as scratch:
            (FOLDER / f"{name}.svg").write_text(asyncio.run(play(name, Path(scratch))), "utf-8")


if __name__ == "__main__":
    main()
