"""An office where something waits in each room: a report, a request, a text to publish, a work."""

from datetime import date

from bot.budget.initiative.application import Application
from bot.budget.initiative.call import Regime, Terms
from bot.budget.needs.meetings import Facts, Kind, Meeting
from bot.budget.openness.rows import Row
from bot.budget.plan.file import ReadItem
from bot.budget.plan.items import Plan
from bot.budget.proposal import Answer, Decision
from bot.budget.watch.watching import Seen
from bot.office.answers import answers
from bot.office.information import requests
from bot.office.initiatives import applying, calls
from bot.office.needs import meetings
from bot.office.openness import entering
from bot.office.plan.items import import_items
from bot.office.public import asking, switch
from bot.office.watch import reporting, watching
from storage.people import Person
from storage.store import Store
from tests.office.offices import YEAR
from tests.web.desk.desks import ServedDesk

INCLUDED = Answer(Decision.INCLUDED, None, "Мектептин жарыгы бюджетке кирди.", 100_000, "Мектеп")
PAGES = (
    "more", "watches", "watches/1", "information", "openness", "openness/draft", "property", "library", "needs", "needs/1",
    "trust", "page", "looks", "plans", "initiatives", "calls/1", "initiatives/1", "polls", "notices",
    "criteria", "criteria/5", "charts",
)  # fmt: skip


SAID = Application(
    "Жаштар тобу", "Көпүрө чириди", "Көпүрөнү оңдоо", "Көк-Жар, арык", "Майда материал, июнда жумуш", "Тактай 40 000 сом",
)  # fmt: skip


async def applied(served: ServedDesk, name: str, last_day: date = date(2026, 12, 10)) -> int:
    """A call until a day, and the application of somebody; returns its id."""
    office, author = served.office, await served.office.meets(name)
    terms = Terms(Regime.LOCAL, 50_000, last_day, date(2027, 6, 30))
    call = await office.does(
        calls.announce, key=name, aimak_id=office.aimak_id, terms=terms, by=None, tells=False
    )  # fmt: skip
    return (await office.does(applying.apply, key=name, call_id=call.id, answers=SAID, by=author)).id


async def furnish(served: ServedDesk, head: Person) -> list[str]:
    """Fills the rooms, and returns the paths of a proposal that went in."""
    office, author = served.office, await served.office.meets("Айгүл")
    of = {"aimak_id": office.aimak_id}
    watch = await office.does(watching.open_watch, **of, key="one", year=YEAR, line="Көчө жарыгы, 24 мамыча", by=head)
    await office.does(reporting.join, token=watch.token, by=author)
    await office.does(reporting.report, key="one", id=watch.id, seen=Seen.STOPPED, text="Жарык жок", by=author)
    await office.does(requests.ask, **of, key="one", text="Жол оңдоонун келишимин көрсөтсөңүздөр", by=author)
    meeting = Meeting(Kind.KURULTAI, Facts(date(2026, 10, 12), "Клуб", 25, 14), ("Таза суу жок", "Жол начар"))
    await office.does(meetings.put_meetings, **of, year=YEAR, meetings=[meeting], by=head)
    item = ReadItem("1.1", "Мектептердин жанына жарык орнотуу", 2026, 2028, 500_000)
    await office.does(import_items, **of, plan=Plan.SEOP, items=[item], by=head)
    entry = {"row": Row.DRAFT, "channel": "board", "language": "both", "day": date(2026, 10, 30), "place": "Такта"}
    await office.does(entering.enter, **of, **entry, year=YEAR, by=head)
    await applied(served, "Нурбек")
    work, text = await office.proposed(author), await office.filed(author, "Көпүрө керек, чал: 0555 12 34 56")
    await office.does(answers.send, id=work.id, answer=INCLUDED, by=head)

    async def let(store: Store) -> None:
        await switch.set_page(store, **of, is_on=True, by=None, at=office.now)
        await asking.make_public(store, id=text.id, public=True, page=True, by=author, at=office.now)

    await office.database.write(let)
    return [f"p/{work.id}", f"p/{work.id}/work", f"p/{work.id}/ties"]
