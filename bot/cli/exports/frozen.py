"""Criterion 6 frozen for a commission: the files that `sunush tally --freeze` leaves, and `--verify` that checks one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.running import NO_AIMAK, Refused, find_aimak, read_bytes, read_settings, run
from bot.language.kyrgyz import put_in_quotes

if TYPE_CHECKING:
    from bot.office.criteria.frozen import Verdict
    from storage.aimaks import Aimak
    from storage.store import Store

Json = dict[str, Any]


def freeze_sheets(*, code: str | None, year: int | None, purpose: str, folder: Path) -> None:
    """Freezes criterion 6 of one aimak, or of each, and writes the file and its paper into a folder.

    Raises Refused, also where a file of that name is there.
    """
    from bot.office.criteria import frozen as act

    async def work() -> list[tuple[Aimak, Json]]:
        from bot.app import now, open_install
        from bot.office.years import find_current_year

        async with open_install(read_settings()) as office:
            at = now()

            async def freeze_each(store: Store) -> list[tuple[Aimak, Json]]:
                await store.proposal_log.hold_still()
                chosen = [await find_aimak(store, code)] if code is not None else await store.aimaks.list_all()
                made = []
                for aimak in chosen:
                    of = year or find_current_year(aimak, at=at)
                    frozen = await act.freeze(store, aimak_id=aimak.id, year=of, purpose=purpose, by=None, at=at)
                    if code is not None or frozen["rows"]:
                        made.append((aimak, frozen))
                return made

            async def record_each(store: Store) -> None:
                for aimak, frozen in made:
                    await act.record_frozen(store, frozen, aimak_id=aimak.id, by=None, at=now())

            made = await office.database.read(freeze_each)
            for aimak, frozen in made:
                _write_files(folder, aimak, frozen)
            await office.database.write(record_each)
            return made

    try:
        made = run(work())
    except act.PurposeWrong as error:
        raise Refused(f"--for says what it is frozen for, in 1 to {act.LONGEST_PURPOSE} characters.") from error
    if not made:
        click.echo("Nothing was proposed anywhere in that year, so nothing is frozen." if year else NO_AIMAK, err=True)


def _write_files(folder: Path, aimak: Aimak, frozen: Json) -> None:
    from bot.export.office.frozen import write_paper
    from bot.office.criteria.frozen_file import write_file

    stem = f"criterion-6_{aimak.code}_{frozen['year']}_{frozen['sha256'][:8]}"
    for name, content in ((f"{stem}.json", write_file(frozen)), (f"{stem}.pdf", write_paper(frozen, name=aimak.name))):
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError as error:
            raise Refused(f"{path} is there already: name another folder by --output.") from error
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}.") from error
        click.echo(str(path))


def verify_sheet(file: Path) -> None:
    """Holds a frozen file against the log of today, and says what it finds. Exit code 1: it does not hold."""
    from bot.office.criteria import frozen as act
    from bot.office.criteria import frozen_file

    try:
        frozen = frozen_file.read_frozen(read_bytes(file))
    except frozen_file.SavedAnew as error:
        raise Refused(
            f"Another programme saved {file} anew, so it is not checked: give the file as it was written."
        ) from error
    except frozen_file.Damaged as error:
        raise Refused(
            f"{file} was changed or cut off, so it is not checked: give the file as it was written."
        ) from error
    except frozen_file.NotFrozenHere as error:
        raise Refused(f"{file} is no frozen sheet of criterion 6: give the JSON that «--freeze» wrote.") from error

    async def work() -> Verdict | None:
        from bot.app import open_install

        async with open_install(read_settings()) as office:

            async def check(store: Store) -> Verdict | None:
                found = await store.aimaks.find_by_code(frozen["aimak"])
                if found is None and act.is_another_than_marked(store, frozen):
                    raise Refused(f"{file} was changed: its aimak is another. Give the file as it was written.")
                return None if found is None else await act.verify(store, frozen, aimak_id=found.id, by=None)

            return await office.database.read(check)

    verdict = run(work())
    if verdict is None:
        raise Refused(f"{file} is of an aimak that this install does not have: check it where it was frozen.")
    for line in say_verdict(frozen, verdict):
        click.echo(line)
    if not verdict.holds:
        raise SystemExit(1)


def _say(sentence: str, **values: object) -> str:
    return sentence.format(**values)


def say_verdict(frozen: Json, verdict: Verdict) -> list[str]:
    """What became of a frozen sheet, a finding a line."""
    from bot.budget.workdays import move_to_bishkek

    def say(fine: bool, yes: str, no: str) -> str:
        return f"{'ok' if fine else 'NOT'}  {yes if fine else no}"

    at = verdict.recorded_at
    when = f"{move_to_bishkek(at):%d.%m.%Y %H:%M}" if at is not None else ""
    from bot.office.criteria.changed.difference_words import say_difference
    from bot.office.criteria.verifying import say_which

    lines = [
        f"{frozen['aimak']}, {frozen['year']}, for {put_in_quotes(frozen['for'])}, SHA-256 {frozen['sha256']}",
        say(verdict.is_whole, "The file is as it was written.", "The file was changed: its SHA-256 is another."),
        say(verdict.is_ours, "This install made it.", "This install did not make it, or its mark was changed."),
        say(at is not None, f"The audit has it: {when}.", "The audit of this install does not know it."),
        say(verdict.has_chain, "The audit it ends with still stands.", "The audit was changed since, or is another's."),
    ]
    said = "The log still gives the same rows, parts and score for that moment."
    lines.append(say(not verdict.differences, said, "Where the file and the log of today differ:"))
    if not verdict.holds:
        lines.insert(1, f"NOT  {say_which(verdict)}")
    for one in verdict.differences:
        lines.append(f"     {say_difference(one, _say)}")
    return lines
