"""The charts of a year at the desk: inline SVG, the figures as a table, each as a picture."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.office.desk import sign_in
from bot.office.reads.drawn import charts
from bot.office.reads.drawn.figures import DrawnYear, read_year
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.figures.place import Place, find_place
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.public.year_charts import show_charts
from storage.store import Store

PATH = f"{sign_in.PATH}/charts"
TAB = Tab(PATH, N_("Year in charts"), Act.TALLY)


async def on_charts(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every chart of the current year."""
    words, at, code = seen.words, desk.clock(), request.query_params.get("aimak", "")

    async def read(store: Store) -> tuple[Place, DrawnYear]:
        place = await find_place(store, seen=seen, code=code, at=at)
        return place, await read_year(store, aimak_id=place.aimak.id, year=place.year, by=seen.person)

    place, found = await desk.office.database.read(read)
    others = [(one.code, one.name(words.language)) for one in place.others] if len(place.others) > 1 else []
    return await desk.show(
        seen, request, "figures/charts.html", title=words.say("Year in charts"), code=place.aimak.code, others=others,
        charts=show_charts(words, found), year=f"{place.aimak.name(words.language)}, {place.year}",
        said={"choose": words.say("Ayil aimak"), "go": words.say("Open"), "picture": words.say("As a picture")},
    )  # fmt: skip


async def on_picture(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """One chart as a picture."""
    at, what = desk.clock(), form["do"]
    if what not in charts.NAMES:
        raise FormUnreadable
    place = await desk.office.database.read(partial(find_place, seen=seen, code=form["aimak"], at=at))
    document = {
        "kind": "year_chart", "chart": what, "aimak_id": place.aimak.id, "year": place.year, "language": seen.language,
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.TALLY, place.aimak.id),
        records=recording(seen, Act.TALLY, place.aimak.id, at, f"chart {what}", year=place.year),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.TALLY, on_charts),
    DeskAct(f"{PATH}/picture", Act.TALLY, on_picture),
)
