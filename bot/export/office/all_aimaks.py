"""The table of all aimaks as a file for Excel, XLSX or CSV. Its columns are said and explained."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.export.legend.legend import Legend, Told
from bot.export.spreadsheet import Values, open_sheet, write_moment
from bot.office.reads.all_aimaks import AimakRow
from bot.office.wording.notices import N_

COLUMNS: Mapping[str, Told] = {
    "aimak": Told(N_("Ayil aimak"), N_("The ayil aimak, as residents are told of it.")),
    "code": Told(N_("Code"), N_("The code that stands in links and commands.")),
    "rayon": Told(N_("District"), N_("The district it lies in.")),
    "oblast": Told(N_("Oblast"), N_("The oblast it lies in.")),
    "year": Told(N_("Budget year"), N_("The budget year that the figures are of, but for what waits.")),
    "staff": Told(N_("The staff"), N_("How many people answer for its office.")),
    "active_at": Told(N_("Last act"), N_("When somebody of the office last did anything here, in Bishkek time.")),
    "waiting": Told(N_("Awaiting an answer"), N_("Proposals without an answer, of any year.")),
    "overdue": Told(N_("Overdue"), N_("Those of them whose last day is past.")),
    "received": Told(N_("Proposals"), N_("Proposals of the year that count.")),
    "replied": Told(N_("Replied"), N_("Those of them that somebody replied to.")),
    "reply_days": Told(N_("Days to reply"), N_("Calendar days to the first reply, on average.")),
    "decided": Told(N_("With a decision"), N_("Those of them with a decision.")),
    "delivered": Told(N_("Delivered, %"), N_("The share of decisions that reached their authors.")),
    "results_on": Told(N_("Results published"), N_("The day the results of the year were published.")),
    "score": Told(N_("Criterion 6"), N_("The score of 100; none before the results are published.")),
    "page": Told(N_("Public page"), N_("Whether its public page is served."), {"on": N_("on"), "off": N_("off")}),
}


def write_aimaks(rows: Iterable[AimakRow], *, path: Path, form: str, language: str) -> int:
    """Writes the rows to path, as xlsx or csv; returns how many. Raises ExportRefused."""
    legend = Legend(language, COLUMNS, table=N_("All aimaks"))
    values = [_make_values(row, language) for row in rows]
    with open_sheet(path, form, name="aimaks", columns=tuple(COLUMNS), legend=legend) as sheet:
        sheet.write(values)
        sheet.close()
    return len(values)


def _make_values(row: AimakRow, language: str) -> Values:
    aimak, figures = row.aimak, row.figures
    return {
        "aimak": aimak.name(language),
        "code": aimak.code,
        "rayon": aimak.rayon(language),
        "oblast": aimak.oblast(language),
        "year": row.year,
        "staff": figures.staff,
        "active_at": write_moment(figures.active_at),
        "waiting": figures.waiting,
        "overdue": figures.overdue,
        "received": figures.received,
        "replied": figures.replied,
        "reply_days": None if row.reply_days is None else f"{row.reply_days:.1f}",
        "decided": figures.decided,
        "delivered": None if row.delivered is None else round(100 * row.delivered),
        "results_on": str(figures.results_on) if figures.results_on else None,
        "score": None if row.score is None else str(row.score),
        "page": "on" if row.page_on else "off",
    }
