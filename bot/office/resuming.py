"""Going on after a copy was put back. What is said of it to whoever runs the install, and the act that lets sending go on."""

from dataclasses import replace
from datetime import datetime

from bot.budget.workdays import BISHKEK
from bot.language.in_words.counted import write_counted
from bot.office.staff import record
from storage.copies.put_back import PutBack, read_put_back, write_put_back
from storage.store import Store

NAMES = {
    "reply": ("reply", "replies"),
    "answer": ("answer", "answers"),
    "broadcast": ("notice to subscribers", "notices to subscribers"),
    "post": ("post in groups", "posts in groups"),
}
NAMED = 3  # aimaks at most in one line
GO_ON = "«sunush db resume»"


async def resume(store: Store, *, at: int) -> list[str]:
    """Lets every stopped account go on and returns the lines that are said; done again it does nothing."""
    done = await read_put_back(store)
    stopped = await store.accounts.go_on()
    if done is not None and done.resumed_at is None:
        await write_put_back(store, replace(done, resumed_at=at))
        await record(store, "resume_sending", by=None, aimak_id=None, at=at)
    if not stopped and (done is None or done.resumed_at is not None):
        return ["Sending is not stopped."]
    return ["Sending goes on.", *await _list_broadcasts(store, done)]


async def describe(store: Store) -> list[str]:
    """Returns the lines that say what was done when a copy was put back last. There are none where that is settled."""
    done = await read_put_back(store)
    if done is None or done.resumed_at is not None:
        return []
    return [*say(done), *await _list_broadcasts(store, done), f"Sending is stopped until {GO_ON}."]


def say(done: PutBack) -> list[str]:
    """Says what a copy that was put back would have sent again, what is lost, and what may come again."""
    made = f"about {_write_moment(done.made_at)}" if done.made_at is not None else "an unknown time"
    parked = ", ".join(
        write_counted(count, *NAMES.get(kind, (kind, kind))) for kind, count in sorted(done.parked.items())
    )
    lines = [
        f"A copy of {made} was put in the place of the database on {_write_moment(done.at)} (Bishkek time).",
        f"It would have sent again: {parked or 'nothing'}. These are parked as uncertain and leave no more.",
        f"Telegram may bring again what was written since {made} and was not confirmed, of the last 24 hours at the most; "
        "it acts once. What was confirmed is not in the copy: ask people to write again.",
    ]
    for one in done.numbers:
        if one.last is None:
            lines.append(
                f"{one.aimak}, {one.year}: numbers from {one.first} on may have been told; the next is {one.next}."
            )
        elif one.told:
            named = ", ".join(f"{first} to {last}" if first < last else str(first) for first, last in one.told)
            were = "was told and is" if named.isdigit() else "were told and are"
            lines.append(f"{one.aimak}, {one.year}: № {named} {were} not in the copy; the next is {one.next}.")
    whole = [one for one in done.numbers if one.last is not None and not one.told]
    if whole:
        named = ", ".join(f"{one.next} in {one.aimak}, {one.year}" for one in whole[:NAMED])
        more = f" and {len(whole) - NAMED} more" if len(whole) > NAMED else ""
        lines.append(
            f"No other number that was told is missing. Some may have been told in the last seconds, so the next is {named}"
            f"{more}."
        )
    return lines


async def _list_broadcasts(store: Store, done: PutBack | None) -> list[str]:
    lines = []
    for id in done.broadcasts if done is not None else ():
        broadcast = await store.broadcasts.get(id)
        if broadcast is not None and broadcast.state.value == "paused":
            progress = await store.broadcasts.count_progress(id)
            lines.append(
                f"Broadcast {id} ({broadcast.kind.value}) is paused: {progress.reached} of {progress.people} were reached "
                f"by then. «sunush broadcast resume {id}» sends it to the rest, of whom some may have it; "
                f"«sunush broadcast cancel {id}» ends it."
            )
    return lines


def _write_moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, BISHKEK):%d.%m.%Y %H:%M}"
