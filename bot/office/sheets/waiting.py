"""A filled spreadsheet on its way through the chat: expected, read, shown, then kept or sent.

Each one that waits is a fact (table `meta`).
The fact `sheet_<file>` says whose it is and what comes next. The rows lie sealed in small parts, `filled_<file>_<part>`.
Each part is acted on in a transaction of its own that drops it. What was done stands with what is left: a kill repeats nothing.
A few lines past 300: each step leaves what the next one takes up.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.budget.permissions import Act, NotAllowed, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office import staff
from bot.office.answers import answers, take_back
from bot.office.answers.take_back import Pressed
from bot.office.sheets import sheets, wording
from bot.office.sheets.checked import CheckedRow, CheckedSheet
from bot.office.sheets.rows import ReadSheet
from bot.office.sheets.sheets import Done
from bot.office.wording import notices
from storage.attachments.refused import ACTIVE, TOO_LARGE
from storage.people import Mailbox, Person
from storage.store import Store

QUOTED = 200  # characters of what an author wrote
AT_ONCE = 20  # rows that are kept or sent in one transaction
LONGEST = 600_000  # milliseconds within which all parts are through, and their clerk has heard of it
_SHEET, _FILLED = "sheet_", "filled_"


class Step(StrEnum):
    """What comes next for a spreadsheet that was sent."""

    READ = "read"  # it is being fetched and looked at
    SHOWN = "shown"  # its clerk decides
    KEEP = "keep"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """A spreadsheet on its way: the file (id), whose it is, of which office, and what comes next."""

    id: int
    peer_id: int
    aimak_id: int
    step: Step
    done: Done = Done()
    pressed_at: int = 0  # when its clerk let it be sent or kept, ms UTC


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """What a clerk sees before deciding: words about the whole file, its rows, whether the head sees them first."""

    counts: str
    rows: tuple[CheckedRow, ...]
    step: Step


async def expect(store: Store, *, aimak_id: int, reference: str, by: Person) -> bool:
    """Notes that a file which just came is a filled spreadsheet; false where it did not come. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    if media_id is None:
        return False
    found = await _find(store, media_id)
    if found is None or found.step is Step.SHOWN:  # sent once more, it is shown once more
        await _keep(store, WaitingSheet(media_id, by.peer_id, aimak_id, Step.READ))
    return True


async def show(store: Store, *, id: int, by: Person) -> ShownSheet | None:
    """Returns what somebody's own spreadsheet says; None where nothing is left of it to decide. Raises NotAllowed."""
    sheet = await _find(store, id)
    if sheet is None or sheet.peer_id != by.peer_id or sheet.step is Step.READ:
        return None
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=sheet.aimak_id)
    parts = [json.loads(sealed) for _, sealed in await store.meta.list_sealed(f"{_FILLED}{id}_")]
    rows = tuple(CheckedRow.from_json(row) for part in parts for row in part["rows"])
    return ShownSheet(parts[0]["counts"], rows, sheet.step) if rows else None


async def quote_rows(store: Store, *, rows: Sequence[CheckedRow], by: Person) -> list[CheckedRow]:
    """The rows of a page with what their authors wrote. Raises NotAllowed."""
    read = [await answers.authorised(store, id=row.key.proposal_id, by=by) for row in rows]
    return [replace(row, quote=proposal.text[:QUOTED]) for row, proposal in zip(rows, read, strict=True)]


async def decide(store: Store, *, id: int, send: bool, by: Person, at: int) -> bool:
    """Lets all answers of somebody's own spreadsheet be sent, or kept; false where that is decided. Raises NotAllowed."""
    sheet = await _find(store, id)
    if sheet is None or sheet.peer_id != by.peer_id or sheet.step is not Step.SHOWN:
        return False
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=sheet.aimak_id)
    await _keep(store, replace(sheet, step=Step.SEND if send else Step.KEEP, pressed_at=at))
    return True


async def list_waiting(store: Store) -> list[WaitingSheet]:
    """Lists the spreadsheets that wait for the bot, not for their clerks."""
    found = [_make(value) for _, value in await store.meta.list_beginning(_SHEET)]
    return [sheet for sheet in found if sheet.step is not Step.SHOWN]


async def check(store: Store, *, sheet: WaitingSheet, read: ReadSheet) -> CheckedSheet | None:
    """Checks what a file says; it only reads, since that takes seconds. None where its clerk may answer no more."""
    by = await store.people.find_by_peer(sheet.peer_id)
    try:
        return await sheets.check(store, aimak_id=sheet.aimak_id, sheet=read, by=by) if by is not None else None
    except NotAllowed:
        return None


async def note_checked(store: Store, *, sheet: WaitingSheet, checked: CheckedSheet | None, at: int) -> None:
    """Shows a clerk what would be done, or what is to be mended; nothing is done yet. The file is needed no more."""
    await store.media.put_away(sheet.id)
    if checked is None:
        await drop(store, id=sheet.id)
        return
    if not checked.open:
        await drop(store, id=sheet.id)
        await _tell(
            store, sheet, at,
            lambda words: (
                wording.say_faults(words, checked.faults) if checked.faults else wording.say_counts(words, checked)
            ),
        )  # fmt: skip
        return
    person = await store.people.find_id_by_peer(sheet.peer_id)
    box = await store.people.find_mailbox(person, peer_id=sheet.peer_id) if person is not None else None
    counts = wording.say_counts(Words((box.language if box else None) or ""), checked)
    await _put_before(store, sheet, checked, counts)
    await _tell(store, sheet, at, lambda _words: counts, button=True)


async def take_read(
    store: Store, *, aimak_id: int, reference: str, by: Person, checked: CheckedSheet, counts: str, at: int
) -> int:
    """Keeps what a file says that was read already, until its clerk decides; returns its id.

    The same file (reference) is the same one. One that is being done already is left as it is. Raises NotAllowed.
    """
    await staff.permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    await store.media.note_arrived(by.peer_id, by.channel, by.account, kind="document", reference=reference, at=at)
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    assert media_id is not None
    await store.media.expire([media_id])  # its bytes are nowhere: nobody fetches it
    found = await _find(store, media_id)
    if found is None or found.step not in {Step.KEEP, Step.SEND}:
        await _put_before(store, WaitingSheet(media_id, by.peer_id, aimak_id, Step.SHOWN), checked, counts)
    return media_id


async def _put_before(store: Store, sheet: WaitingSheet, checked: CheckedSheet, counts: str) -> None:
    await _drop_parts(store, sheet.id)
    for first in range(0, len(checked.open), AT_ONCE):
        part = {"counts": counts, "rows": [row.to_json() for row in checked.open[first : first + AT_ONCE]]}
        name = f"{_FILLED}{sheet.id}_{first // AT_ONCE:06}"
        await store.meta.put_sealed(name, json.dumps(part, ensure_ascii=False))
    await _keep(store, replace(sheet, step=Step.SHOWN))


async def note_refused(
    store: Store, *, sheet: WaitingSheet, why: str, at: int, door: tuple[str, str] | None = None
) -> None:
    """Tells a clerk why a file is not read, and forgets it; why is a word of storage/attachments/own_process/sheet_cells.

    door is the button (id, title) of the room whose table it is.
    """
    await store.media.put_away(sheet.id)
    await drop(store, id=sheet.id)
    await _tell(store, sheet, at, lambda words: wording.say_refused(words, why, door=door), door=door)


async def forget_rows(store: Store, *, proposals: Collection[int]) -> None:
    """Takes the rows of some proposals (ids) out of whatever waits: their authors are forgotten."""
    for name, sealed in await store.meta.list_sealed(_FILLED):
        part = json.loads(sealed)
        left = [row for row in part["rows"] if CheckedRow.from_json(row).key.proposal_id not in proposals]
        if len(left) < len(part["rows"]):
            await store.meta.put_sealed(name, json.dumps({**part, "rows": left}, ensure_ascii=False))


async def forget_gone(store: Store) -> None:
    """Forgets the spreadsheets whose files are gone: nobody decided about them in time."""
    for _, value in await store.meta.list_beginning(_SHEET):
        sheet = _make(value)
        if sheet.step is Step.SHOWN and await store.media.find_kept(sheet.id) is None:
            await drop(store, id=sheet.id)


async def lose(store: Store, *, id: int, why: str, at: int) -> bool:
    """Tells the clerk of a spreadsheet that could not be kept; false where it is no such file.

    why is a word of storage/attachments/refused.
    """
    sheet = await _find(store, id)
    if sheet is None:
        return False
    await note_refused(store, sheet=sheet, why={ACTIVE: "macros", TOO_LARGE: "large"}.get(why, "none"), at=at)
    return True


async def go_on(store: Store, *, id: int, at: int) -> bool:
    """Keeps or sends the next part of a spreadsheet; after the last its clerk hears what became of all. True: more are left."""
    sheet = await _find(store, id)
    if sheet is None or sheet.step not in {Step.KEEP, Step.SEND}:
        return False
    by, parts = await store.people.find_by_peer(sheet.peer_id), await store.meta.list_names(f"{_FILLED}{id}_")
    rows = await _read_part(store, parts[0]) if parts else ()
    try:
        if by is None:
            raise NotAllowed(Act.ANSWER)
        done = await sheets.act(
            store, aimak_id=sheet.aimak_id, rows=rows, send=sheet.step is Step.SEND, by=by, at=sheet.pressed_at or at,
            leaves_at=at + LONGEST,
        )  # fmt: skip
    except NotAllowed:
        done, parts = Done(staying=tuple([row.label for part in parts for row in await _read_part(store, part)])), []
    done = sheet.done + done
    if parts[1:]:
        await store.meta.drop(parts[0])
        await _keep(store, replace(sheet, done=done))
        return True
    await drop(store, id=id)
    await finish(
        store, peer_id=sheet.peer_id, aimak_id=sheet.aimak_id, id=id, done=done, pressed_at=sheet.pressed_at, at=at
    )
    return False


async def finish(
    store: Store, *, peer_id: int, aimak_id: int, id: int, done: Done, pressed_at: int, at: int
) -> Pressed:
    """Tells a clerk what became of all rows. What was sent leaves in a moment from now, and a button takes it back."""
    pressed = await take_back.release(store, peer_id=peer_id, pressed_at=pressed_at, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        back = notices.make_button(words, f"take_back:{pressed_at}", "Take it back")
        return Reply(wording.say_done(words, done, seconds=pressed.seconds), (back,) if done.leaving else ())

    await _queue(store, say, peer_id=peer_id, aimak_id=aimak_id, id=id, at=at)
    return pressed


async def drop(store: Store, *, id: int) -> bool:
    """Forgets a spreadsheet and its file; false where there is none."""
    found = await _find(store, id) is not None
    await store.meta.drop(f"{_SHEET}{id}")
    await _drop_parts(store, id)
    if found:
        await store.media.mark_unneeded(id)
    return found


async def _tell(
    store: Store,
    sheet: WaitingSheet,
    at: int,
    compose: Any,
    *,
    button: bool = False,
    door: tuple[str, str] | None = None,
) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        choices = (notices.make_button(words, f"sheet:{sheet.id}", "Look through"),) if button else ()
        return Reply(compose(words), (*choices, *([notices.make_button(words, *door)] if door else [])))

    await _queue(store, say, peer_id=sheet.peer_id, aimak_id=sheet.aimak_id, id=sheet.id, at=at)


async def _queue(store: Store, say: Any, *, peer_id: int, aimak_id: int, id: int, at: int) -> None:
    person = await store.people.find_id_by_peer(peer_id)
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=peer_id, kind="sheet", object_id=id, revision=None, at=at, say=say,
            right=write_act_right(Act.ANSWER, aimak_id),
        )  # fmt: skip


async def _find(store: Store, id: int) -> WaitingSheet | None:
    value = await store.meta.get(f"{_SHEET}{id}")
    return None if value is None else _make(value)


async def _keep(store: Store, sheet: WaitingSheet) -> None:
    await store.meta.put(f"{_SHEET}{sheet.id}", json.dumps(asdict(sheet)))


def _make(value: str) -> WaitingSheet:
    kept = json.loads(value)
    done = kept.pop("done")
    return WaitingSheet(
        **{**kept, "step": Step(kept["step"])}, done=Done(**{**done, "staying": tuple(done["staying"])})
    )


async def _read_part(store: Store, name: str) -> tuple[CheckedRow, ...]:
    kept = json.loads(await store.meta.get_sealed(name) or '{"rows": []}')
    return tuple(CheckedRow.from_json(row) for row in kept["rows"])


async def _drop_parts(store: Store, id: int) -> None:
    for name in await store.meta.list_names(f"{_FILLED}{id}_"):
        await store.meta.drop(name)
