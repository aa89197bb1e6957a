"""Texts of strangers on the public page, in its feed, calendar and files: shown as text."""

import csv
import io
import json
from xml.etree import ElementTree as Xml

import icalendar

from bot.budget.hearing import HearingKind, Paper, Terms
from bot.budget.proposal import Answer, Decision
from tests.web.public.readers import Village

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea></blockquote></main>{{7*7}}{% raw %}",
    "]]><x>&amp;&#60;b&#62;",
    "\u202eкерек көпүрө\u0007\u200b",
    "=HYPERLINK(\"http://x\") көпүрө керек",
    "\nBEGIN:VEVENT\r\nSUMMARY:жок",
    "javascript:alert(1) көпүрө керек",
)  # fmt: skip
MARKS = "\u202e\u0007"


async def test_texts_of_strangers_are_shown_as_text_everywhere(village: Village, tell):
    for n, text in enumerate(HOSTILE):
        made = await village.proposed(f"Адам {n}", f"{text} көпүрө керек", public=True)
        await village.looked(made)
        await village.answered(
            made, Answer(Decision.INCLUDED, None, f"{text} айылга көпүрө салынат", 1000, f"{text}"[:60])
        )
    await _announce(village)
    village.passes()
    pages = [
        "/kokjar",
        "/kokjar/proposals",
        "/kokjar/proposals?q=%3Cscript%3E%22",
        "/kokjar/hearings",
        "/kokjar/hearings/1",
    ]
    pages += [f"/kokjar/2027/{n + 1}" for n in range(len(HOSTILE))]
    for path in pages:
        said = await village.text(path)
        for bad in ("<script", "<img", "<x>", "onerror=alert(1)>", "</blockquote></main>{{", *MARKS):
            assert bad not in said, (path, bad)
        assert said.count("</main>") == 1
    feed = Xml.fromstring(await village.text("/kokjar/feed.xml"))  # noqa: S314 - our own
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(HOSTILE) + 1
    calendar = icalendar.Calendar.from_ical(await village.text("/kokjar/hearings.ics"))
    assert len(calendar.walk("VEVENT")) == 1
    rows = list(
        csv.reader(io.StringIO((await village.text("/kokjar/proposals-2027.csv")).lstrip("\ufeff")), delimiter=";")
    )
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    lines = [json.loads(line) for line in (await village.text("/kokjar/proposals-2027.jsonl")).splitlines()]
    assert len(lines) == len(HOSTILE)
    tell("hostile texts on the public page", texts=len(HOSTILE), pages=len(pages), run=0)


async def _announce(village: Village) -> None:
    terms = Terms(village.office.now + 40 * 86_400_000, HOSTILE[1], "\n".join(HOSTILE[:3]))

    async def work(store) -> None:
        hearing, _ = await store.hearings.add(
            key="hall", aimak_id=village.office.aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=terms, by=None,
            at=village.office.now,
        )  # fmt: skip
        await store.papers.add(
            aimak_id=village.office.aimak_id, budget_year=2027, hearing_id=hearing.id, kind=Paper.BRIEF, by=None,
            at=village.office.now, text=HOSTILE[0],
        )  # fmt: skip

    await village.office.database.write(work)
