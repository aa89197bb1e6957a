"""The log of hearings as files: each hearing, how people were told, who came. A second table says how each notice ended."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.export.legend import hearing_words
from bot.export.legend.legend import Legend, Told
from bot.export.legend.log_words import name_codes
from bot.export.spreadsheet import Values, open_sheet, write_moment
from bot.office.criteria.criteria_1_2 import Campaign, count_campaign
from bot.office.practice_words import read_marks
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.queue.broadcasts import OF_HEARINGS
from storage.store import Store

HEARINGS = tuple(hearing_words.HEARINGS)
DELIVERIES = tuple(hearing_words.DELIVERIES)
PAGE = 500


async def write_hearings(
    database: Database,
    *,
    path: Path,
    form: str,
    aimak_id: int | None,
    year: int | None,
    language: str | None = None,
    codes: bool = True,
) -> int:
    """Writes every hearing, of one aimak or budget year if they are named; returns how many. Raises ExportRefused.

    language and codes are those of write_export.
    """
    legend = await _explain(
        database, hearing_words.HEARINGS, language, table=N_("Hearings"), codes=codes, aimak_id=aimak_id
    )

    async def gather(store: Store) -> list[Values]:
        found = await store.hearings.list_of_aimak(aimak_id, limit=1_000_000)
        chosen = sorted((one for one in found if year in {None, one.budget_year}), key=lambda one: one.id)
        return [_make_values(await count_campaign(store, hearing)) for hearing in chosen]

    with open_sheet(path, form, name="hearings", columns=HEARINGS, legend=legend) as sheet:
        rows = await database.read(gather)
        await asyncio.to_thread(sheet.write, rows)
        await asyncio.to_thread(sheet.close)
    return len(rows)


async def _explain(
    database: Database,
    columns: Mapping[str, Told],
    language: str | None,
    *,
    table: str,
    codes: bool,
    aimak_id: int | None,
) -> Legend | None:
    if language is None:
        return None
    aimaks = await database.read(lambda store: store.aimaks.list_all(practice=True))
    names = name_codes(language, aimaks)
    above = await database.read(lambda store: read_marks(store, aimak_id))
    return Legend(language, columns, table=table, codes=codes, names={"aimak": names["aimak"]}, above=above)


def _make_values(found: Campaign) -> Values:
    hearing, told, came = found.hearing, found.announcement, found.attendance
    return {
        "hearing": hearing.id,
        "aimak": found.aimak.code,
        "year": hearing.budget_year,
        "kind": hearing.kind.value,
        "state": hearing.state.value,
        "starts_at": write_moment(hearing.terms.starts_at),
        "place": hearing.terms.place,
        "agenda": hearing.terms.agenda,
        "revision": hearing.revision,
        "announced_at": write_moment(hearing.announced_at),
        "ended_at": write_moment(hearing.ended_at),
        "published_at": write_moment(hearing.published_at),
        "notices": len(found.announcements),
        "noticed_at": write_moment(found.noticed_at),
        "days_ahead": found.days_ahead,
        "notice_days": found.notice_days,
        "languages": ", ".join(found.languages),
        "channels": ", ".join(found.channels),
        "listed": told.progress.people if told else 0,
        "reached": told.progress.reached if told else 0,
        "not_reached": sum(told.progress.not_reached.values()) if told else 0,
        "waiting": told.progress.waiting if told else 0,
        "groups": len(found.groups),
        "papers": ", ".join(found.papers),
        "coming": found.expected.coming,
        "companions": found.expected.companions,
        "not_coming": found.expected.not_coming,
        "questions": found.questions,
        "people": came.people if came else None,
        "women": came.women if came else None,
        "men": came.men if came else None,
        "women_percent": f"{came.percent_women:.1f}" if came else None,
    }


async def write_deliveries(
    database: Database,
    seal: Seal,
    *,
    path: Path,
    form: str,
    aimak_id: int | None,
    hearing_id: int | None,
    told: Callable[[int, int], None] = lambda rows, of: None,
    language: str | None = None,
    codes: bool = True,
) -> int:
    """Writes how each notice ended for each recipient, a page at a time; returns how many rows. Raises ExportRefused.

    A recipient is a pseudonym that stays the same in this install: nobody's name or address is in the file. told hears
    how many rows each page had, of how many in all. language and codes are those of write_export.
    """
    legend = await _explain(
        database, hearing_words.DELIVERIES, language, table=N_("Notices"), codes=codes, aimak_id=aimak_id
    )

    async def stream(store: Store) -> int:
        made = {
            one.id: one for one in await store.broadcasts.list_of_aimak(aimak_id, limit=1_000_000, kinds=OF_HEARINGS)
        }
        made = {id: one for id, one in made.items() if hearing_id in {None, one.hearing_id}}
        codes = {one.id: one.code for one in await store.aimaks.list_all(practice=True)}
        people = sum([(await store.broadcasts.count_progress(one)).people for one in made])
        written, after = 0, (0, 0)
        while made and (page := await store.broadcasts.list_deliveries(made, after=after, limit=PAGE)):
            rows: list[Values] = [
                {
                    "broadcast": one.broadcast_id,
                    "hearing": made[one.broadcast_id].hearing_id,
                    "aimak": codes[made[one.broadcast_id].aimak_id],
                    "kind": made[one.broadcast_id].kind.value,
                    "recipient": "r" + seal.mark("recipient", str(one.person_id))[:12],
                    "channel": one.channel,
                    "language": one.language,
                    "state": one.state,
                    "reason": one.code,
                    "at": write_moment(one.at),
                }
                for one in page
            ]
            await asyncio.to_thread(sheet.write, rows)
            written += len(rows)
            told(len(rows), people)
            after = (page[-1].broadcast_id, page[-1].person_id)
        return written

    with open_sheet(path, form, name="deliveries", columns=DELIVERIES, legend=legend) as sheet:
        written = await database.read(stream)
        await asyncio.to_thread(sheet.close)
    return written
