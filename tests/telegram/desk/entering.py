"""A clerk who enters what others proposed: from paper, and what was sent on to the clerk's own messenger."""

import base64
import io
import re
from collections.abc import Iterable

from pypdf import PdfReader

from tests.telegram.desk.reader import Reader, labels_of, titles_of
from tests.telegram.desk.village import Wish


class Entering(Reader):
    """The part of a clerk's day in which nothing is answered."""

    async def enters(self, wishes: Iterable[Wish]) -> None:
        """Takes down what came on paper, one after another: source, day and village are said once."""
        self.counted_as = "entering"
        self.writes("/start")
        await self.presses("Башка адамдын сунушу", "Кагаздан", "Кечээ")
        for wish in wishes:
            await self.hears("авторунун сөзү менен")
            self.writes(wish.text)
            if wish.phone:
                await self.presses("Аты, телефону")
                await self.hears("бир сап")
                self.writes(f"Асан Усенов {wish.phone}")
                await self.hears("Асан Усенов")
            await self._registers(wish)

    async def forwards(self, wishes: list[Wish]) -> None:
        """Sends on what came to the clerk's own messenger, in one go, and enters each."""
        self.counted_as = "entering"
        self.writes("/cancel")
        await self.shown("Башка адамдын сунушу")
        for wish in wishes:
            self.acted()
            self.user.forwards(wish.text)
        every = "" if len(wishes) == 1 else f"{len(wishes)} билдирүү"
        await self.sees(lambda shown: "Тургундуку" in titles_of(shown) and every in shown["text"], "whose they are")
        await self.presses("Тургундуку")
        for wish in wishes:
            await self._registers(wish)

    async def prints_slips(self) -> list[str]:
        """Prints the answers that are still to be told, hands them out, and says so. Returns the numbers on the slips."""
        self.writes("Айта турган адамдар")
        await self.presses("Кесме баракчалар")
        sent = await self.sees(lambda shown: "document" in shown["content"], "the slips")
        pdf = base64.b64decode(self.user.server.download(sent["content"]["document"]["file_id"]))
        printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        listed = await self.shown("Баары айтылды", "Кесме баракчалар")
        if "Баары айтылды" in titles_of(listed):
            await self.presses("Баары айтылды", "Ооба, баары")
        else:  # one alone
            await self.presses(next(title for title in titles_of(listed) if title.startswith("№ ")), on=listed)
            await self.presses("Авторуна айтылды")
        await self.hears("белгиленди")
        return re.findall(r"^№ (\d{4})", printed, re.MULTILINE)

    async def _registers(self, wish: Wish) -> None:
        await self.presses("Каттоо")
        wish.label = labels_of((await self.hears("номер менен сакталды"))["text"])[0]
